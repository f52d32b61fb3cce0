"""Looking for words in files, whatever they are packed in: plain, escaped, marked up, zipped, in columns or in pages.

Words are looked for in runs, never singly: a run of five words that nobody else in the study says is told apart from
common speech. What is reported is where, and how many runs, never the words.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from useit_eval.ground.errors import UseitError
from useit_eval.workbench import unpacking

RUN = 5
SHORTEST = 3
MOST_BYTES = 500_000_000
_WORD = re.compile(r"[^\W_]+")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([nrtbf])|(.))", re.DOTALL)
# Marks that end a line or a cell; all others may stand within a word.
_BREAK = re.compile(
    r"</?(?:\w+:)?(?:br|p|tab|cr|tr|tc|td|th|li|div|h\d?|si|row|line-break|s)\b[^<>]{0,2000}>", re.IGNORECASE
)
_HASH = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])")
_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclasses.dataclass(frozen=True)
class Runs:
    """What to look for: runs of words, each a line in lower case with one blank between; hashes; names, as lines too."""

    lines: frozenset[str]
    digests: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @property
    def lengths(self) -> tuple[int, ...]:
        """Return the lengths of the runs, in words."""
        return tuple(sorted({line.count(" ") + 1 for line in self.lines}))


@dataclasses.dataclass(frozen=True)
class Found:
    """One file in which runs of the words, hashes of them or names stand; with a note, it could not be looked into."""

    path: Path
    runs: int
    note: str = ""
    hashes: int = 0
    names: int = 0


def runs_of(passages: Iterable[str], *, but: Iterable[str] = ()) -> Runs:
    """Return the runs of five words of passages; a passage of three or four words is one run, shorter ones give none.

    Runs that also stand in ``but``, the words that stay, are left out: they tell nobody apart.

    Example:
        >>> sorted(runs_of(["I had given up. Then they rang", "Yes, I was there"]).lines)[0]
        'given up then they rang'
    """
    wanted: set[str] = set()
    for passage in passages:
        words = _words(passage)
        wanted.update(_lines(words, min(RUN, len(words))) if len(words) >= SHORTEST else ())
    lengths = {line.count(" ") + 1 for line in wanted}
    for text in but:
        words = _words(text)
        for length in lengths:
            wanted.difference_update(_lines(words, length))
    return Runs(frozenset(wanted))


def count_runs(raw: bytes, runs: Runs, *, where: str = "") -> int:
    """Return how many of the runs stand in these bytes, in any reading of them: the most that one reading gives.

    Raises UseitError for a document that cannot be opened to its words.
    """
    return _seek(raw, runs, where)[0]


def _seek(raw: bytes, runs: Runs, where: str) -> tuple[int, int, int]:
    """Return how many runs, hashes and names stand in these bytes."""
    met: set[str] = set()
    named: set[str] = set()
    hashed: set[str] = set()
    lengths = {name.count(" ") + 1 for name in runs.names}
    for text in unpacking.texts_in(raw, where=where):
        hashed |= {found.lower() for found in _HASH.findall(text)} & runs.digests if runs.digests else set()
        for view in _views(text):
            words = _words(view)
            met |= {line for length in runs.lengths for line in _lines(words, length) if line in runs.lines}
            named |= {line for length in lengths for line in _lines(words, length) if line in runs.names}
    return len(met), len(hashed), len(named)


def scan_files(paths: Iterable[Path], runs: Runs) -> list[Found]:
    """Return the files in which any of the runs stands, and those that could not be looked into, in order of path."""
    found = [_look_into(path, runs) for path in sorted(set(paths))]
    return [one for one in found if one is not None]


def files_below(folders: Iterable[Path]) -> Iterator[Path]:
    """Give every file below folders, hidden ones too; links are not followed."""
    for folder in folders:
        if folder.is_dir() and not folder.is_symlink():
            yield from (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _look_into(path: Path, runs: Runs) -> Found | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            return Found(path, 0, "too large to be looked into")
        count, hashes, names = _seek(path.read_bytes(), runs, path.name)
    except FileNotFoundError:
        return None
    except (OSError, UseitError) as error:
        told = error.what if isinstance(error, UseitError) else (error.strerror or "unreadable").lower()
        return Found(path, 0, f"could not be looked into ({told})")
    return Found(path, count, hashes=hashes, names=names) if count or hashes or names else None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _lines(words: list[str], length: int) -> Iterator[str]:
    return (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))


def _views(text: str) -> Iterator[str]:
    """Give a text as it is, with escapes undone, and with marks taken out both ways: as blanks, and as nothing."""
    yield text
    plain = text
    for _ in range(2):  # a notebook may hold JSON or HTML within its JSON
        plain = _ESCAPED.sub(_unescape, plain) if "\\" in plain else plain
        plain = html.unescape(plain) if "&" in plain else plain
        if plain != text:
            yield plain
    if "<" in plain:
        yield html.unescape(_TAG.sub(" ", plain))
        yield html.unescape(_TAG.sub("", _BREAK.sub(" ", plain)))


def _unescape(found: re.Match[str]) -> str:
    code, blank, other = found.groups()
    return chr(int(code, 16)) if code else " " if blank else other
