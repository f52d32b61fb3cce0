"""Authors' prose: one Markdown file for each block of a chapter, which runs merge and never overwrite."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.frames import labels
from useit_eval.ground.project import check_format
from useit_eval.ground.safe_files import read_bytes
from useit_eval.ground.text import decode, sha256

FORMAT = "useit-text/1"
KNOWN = ("format", "author", "block", "theory", "stands_on")
HEADER = re.compile(r"\A<!--(.*?)-->\s*", re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Block:
    """One block: its name is the file's; ``stands_on`` lists the ids its prose rests on; ``digest`` is of the file."""

    name: str
    author: str
    theory: str
    stands_on: tuple[str, ...]
    markdown: str
    digest: str


def load_blocks(folder: Path) -> tuple[Block, ...]:
    """Return every block of a study's text folder in name order; no folder gives none.

    A block begins with ``<!-- format: useit-text/1; author: NAME; theory: MS1; stands_on: C001, F003 -->``.
    Raises InputRefused for a file without that header or of a newer format.
    """
    files = sorted(folder.glob("*.md")) if folder.is_dir() else []
    return tuple(_load(path) for path in files if path.name != "README.md")


def _load(path: Path) -> Block:
    text = decode(read_bytes(path, most=1_000_000), where=path.name)
    header = HEADER.match(text)
    if not header:
        raise InputRefused(
            "the file does not begin with its header",
            f"{path.name}, line 1",
            f"Begin with <!-- format: {FORMAT}; author: YOUR NAME -->",
        )
    settings = _settings(header[1], path.name)
    check_format(settings.get("format"), FORMAT, f"{path.name}, line 1")
    stands_on = tuple(labels(settings.get("stands_on", "").replace(",", ";")))
    theory = settings.get("theory", "")
    return Block(path.stem, settings.get("author", ""), theory, stands_on, text[header.end() :], sha256(text))


def _settings(header: str, where: str) -> dict[str, str]:
    """Return the header's entries. A part without a colon goes on with the entry before it: "C001; F003"."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in header.split(";"))):
        key, colon, value = part.partition(":")
        if not colon and found:
            last = next(reversed(found))
            found[last] = f"{found[last]}; {part}"
        elif key.strip() in KNOWN:
            found[key.strip()] = value.strip()
        else:
            raise InputRefused(
                f"the header has an unknown entry {key.strip()!r}", f"{where}, line 1", f"Known: {', '.join(KNOWN)}."
            )
    return found
