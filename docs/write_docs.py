"""Writes the pages of the docs that the code already knows: modules, data dictionary, commands and notebooks.

Run it after a change: ``python docs/write_docs.py``. A house test fails while a page disagrees with the code.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
NOTE = "<!-- made by docs/write_docs.py; change the code, then run it again -->"
START, END = "<!-- modules: start -->", "<!-- modules: end -->"


def pages() -> dict[Path, str]:
    """Return the content that each made page should have."""
    return {
        ROOT / "ARCHITECTURE.md": architecture((ROOT / "ARCHITECTURE.md").read_text("utf-8")),
        ROOT / "docs" / "data_dictionary.md": data_dictionary(),
        ROOT / "docs" / "commands.md": commands(),
    }


def architecture(page: str) -> str:
    """Return ARCHITECTURE.md with its table of modules as the tree has them."""
    before, rest = page.split(START)
    return f"{before}{START}\n{modules()}\n{END}{rest.split(END)[1]}"


def modules() -> str:
    """Return the table of modules, each with the first line of its docstring."""
    lines = ["| module | what it holds |", "|---|---|"]
    paths = (p for p in (ROOT / "useit_eval").rglob("*.py") if not {"__pycache__", "_shipped"} & set(p.parts))
    for path in sorted(paths):
        told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        first = " ".join(told.split("\n\n")[0].split())
        lines.append(f"| `{path.relative_to(ROOT / 'useit_eval').as_posix()}` | {_cell(first)} |")
    return "\n".join(lines)


def data_dictionary() -> str:
    """Return the data dictionary: every table and column of the specification."""
    from useit_eval.ground import frames

    parts = ["# Data dictionary", NOTE, (
        "Every table of the record, as `useit_eval/ground/frames.py` specifies it. Tables at home in the store hold rows "
        "that are appended and never edited; tables at home in a file are what researchers write by hand. "
        "A cell with several labels separates them with a semicolon."
    )]  # fmt: skip
    for table in frames.TABLES.values():
        parts.append(f"## {table.name}\n\n{table.meaning[:1].upper()}{table.meaning[1:]}. Home: {table.home}.")
        rows = [
            "| column | kind | unit | may be empty | meaning | words allowed or reference |",
            "|---|---|---|---|---|---|",
        ]
        parts.append("\n".join([*rows, *(_column(column) for column in table.columns)]))
    return "\n\n".join(parts) + "\n"


def _column(column) -> str:
    name = f"**`{column.name}`** (key)" if column.key else f"`{column.name}`"
    allowed = ", ".join(column.words) or (f"refers to `{column.reference}`" if column.reference else "")
    allowed = allowed or " or ".join(f"label of `{name}`" for name in column.names)
    cells = (name, column.dtype, column.unit, "yes" if column.nullable else "", column.meaning, allowed)
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def commands() -> str:
    """Return the page of commands, exit codes and notebooks."""
    from useit_eval.__main__ import USAGE

    parts = [
        "# Commands and notebooks", NOTE,
        "## The front door", f"Without make, on any system:\n\n```\n{USAGE.strip()}\n```",
        "With make: `make evaluate`, `make test`, `make lab`, `make test-long`, `make clean`; each only calls the line above.",
        "## `useit-eval`", *_verbs(),
        "## Exit codes", _exit_codes(),
        "## Notebooks", _notebooks(),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _verbs() -> list[str]:
    """A section for each verb of the command line: its help, its arguments and its options."""
    import typer.main

    from useit_eval import cli

    group = typer.main.get_command(cli.app)
    return [part for name, verb in group.commands.items() for part in _verb(name, verb)]


def _verb(name: str, verb) -> list[str]:
    parts = [
        f"### `useit-eval {name}`",
        *(_paragraph(part) for part in inspect.cleandoc(verb.help or "").split("\n\n")),
    ]
    rows = [
        f"| {_option(one)} | {_cell(getattr(one, 'help', '') or '')} |" for one in verb.params if one.name != "help"
    ]
    return [*parts, "\n".join(["| option or argument | meaning |", "|---|---|", *rows])] if rows else parts


def _paragraph(text: str) -> str:
    words, example = " ".join(text.split()), "Example: "
    return f"{example}`{words.removeprefix(example)}`" if words.startswith(example) else words


def _option(one) -> str:
    if one.param_type_name == "argument":
        return f"`{one.metavar or one.name.upper()}`"
    return ", ".join(f"`{word}`" for word in (*one.opts, *one.secondary_opts))


def _exit_codes() -> str:
    from useit_eval.ground import errors

    told = {
        0: "Done.",
        1: _first(errors.WorkFailed), 2: _first(errors.UsageError), 3: _first(errors.InputRefused),
        4: _first(errors.PartlyDone), 130: "Stopped with Ctrl-C; nothing unfinished looks finished.",
    }  # fmt: skip
    rows = [f"| {int(code)} | {_cell(told[int(code)])} |" for code in errors.ExitCode]
    return "\n".join(["| code | meaning |", "|---|---|", *rows])


def _first(kind: type) -> str:
    return " ".join((kind.__doc__ or "").split())


def _notebooks() -> str:
    """The table of notebooks, from what each declares about itself."""
    rows = ["| notebook | the question it answers | needs | gives |", "|---|---|---|---|"]
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        told = json.loads(path.read_text("utf-8"))["metadata"].get("useit", {})
        question = f"{told.get('title', '')}: {told.get('question', '')}"
        rows.append(
            f"| `{path.name}` | {_cell(question)} | {_listed(told.get('needs'))} | {_listed(told.get('gives'))} |"
        )
    return "\n".join(rows)


def _listed(names: object) -> str:
    return ", ".join(f"`{name}`" for name in names) if isinstance(names, list | tuple | dict) else ""


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


if __name__ == "__main__":
    for path, content in pages().items():
        path.write_text(content, encoding="utf-8")
