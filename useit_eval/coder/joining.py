"""ES modules joined into one: what anywidget and a page load as a single text, without a build step."""

from __future__ import annotations

import re
from pathlib import Path

from useit_eval.ground.errors import WorkFailed

FRONT = Path(__file__).parent / "front"
STYLES = ("coder.css", "claims.css", "compare.css")
_IMPORT = re.compile(r'^import (?P<what>[^;"]*?from )?"(?P<where>[^"]*)";[^\S\n]*$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function\b|class\b|const\b|let\b|var\b)", re.MULTILINE)
_NAME = re.compile(
    r"^(?:export )?(?:(?:async )?function\*? |class |const |let |var )(?P<name>[\w$]+|[\[{][^=]*[\]}](?= =))",
    re.MULTILINE,
)


def join_modules(entry: str, *, folder: Path = FRONT) -> str:
    """Return one module's text: the entry and everything it imports from its folder, each once, the imported first.

    ``import {a, b} from "./x.js";`` is taken out and so is ``export`` before a declaration; what the entry itself
    exports stays exported. Names of top-level declarations share one scope afterwards. Raises WorkFailed when modules
    import one another in a circle, when two declare the same name, when an import renames (``as``, ``*``, a default)
    or leads out of the folder, when what is imported is not exported, or when a file is not there.

    Example:
        >>> "makeRecord" in join_modules("app.js")
        True
    """
    texts: dict[str, str] = {}
    _collect(entry, folder, texts, ())
    _check_names(texts)
    _check_imports(texts)
    parts = [f"// {name}\n{_strip(text, keep_exports=name == entry)}" for name, text in texts.items()]
    return "\n".join(parts)


def read_style(*names: str, folder: Path = FRONT) -> str:
    """Return the style sheets of the front end as one text: those named, or all of `STYLES`, in their order.

    Raises WorkFailed when one is not there.
    """
    return "\n".join(_read(name, folder) for name in names or STYLES)


def _collect(name: str, folder: Path, texts: dict[str, str], above: tuple[str, ...]) -> None:
    """Put a module's text after those of what it imports."""
    if name in above:
        circle = " imports ".join((*above[above.index(name) :], name))
        raise _fault(f"{circle}: modules may not import one another in a circle", name)
    if name in texts:
        return
    text = _read(name, folder)
    for found in _IMPORT.finditer(text):
        _collect(_place(found["where"], name), folder, texts, (*above, name))
    texts[name] = text


def _read(name: str, folder: Path) -> str:
    path = folder / name
    if not path.is_file():
        raise _fault(f"the front end has no file {name}", name)
    return path.read_text("utf-8")


def _place(where: str, name: str) -> str:
    if not re.fullmatch(r"\./[\w-]+\.js", where):
        raise _fault(f'{name} imports "{where}": only files beside it, as "./name.js", can be joined', name)
    return where[2:]


def _check_names(texts: dict[str, str]) -> None:
    """All modules share one scope once joined, so no two may declare the same name at the top."""
    home: dict[str, str] = {}
    for name, text in texts.items():
        for declared in _declared(text):
            if declared in home:
                raise _fault(f"{home[declared]} and {name} both declare {declared}: rename one of them", name)
            home[declared] = name


def _declared(text: str) -> list[str]:
    return [word for found in _NAME.finditer(text) for word in re.findall(r"[\w$]+", found["name"])]


def _check_imports(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        for found in _IMPORT.finditer(text):
            what, where = found["what"], _place(found["where"], name)
            names = re.fullmatch(r"\{([\w$,\s]*)\} from ", what or "")
            if names is None or re.search(r"\bas\b", names[1]):
                raise _fault(f"{name} imports from {where} in another way than by plain names in braces", name)
            exported = set(_declared("\n".join(line for line in texts[where].splitlines() if _EXPORT.match(line))))
            missing = [word for word in re.findall(r"[\w$]+", names[1]) if word not in exported]
            if missing:
                raise _fault(f"{name} imports {missing[0]}, which {where} does not export", name)


def _strip(text: str, *, keep_exports: bool) -> str:
    bare = _IMPORT.sub("", text)
    return bare if keep_exports else _EXPORT.sub("", bare)


def _fault(what: str, name: str) -> WorkFailed:
    return WorkFailed(what, f"useit_eval/coder/front/{name}", "Mend the module; the coder cannot be shown before.")
