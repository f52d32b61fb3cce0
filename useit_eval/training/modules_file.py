"""The three modules as data: session plans, sheets and handouts, read from YAML with the study's words filled in.

The plans follow the modules the programme ran: Understanding Social Research, Fieldwork, Data Analysis. A study may
replace any of them by putting a file of the same name into ``codebooks/<study>/training/``.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

from useit_eval.ground.errors import InputRefused

SHIPPED = Path(__file__).resolve().parent / "modules"
KIND = "module"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
BLOCKS = ("heading", "text", "list", "numbered", "ticks", "lines", "boxes", "table", "insert", "note")
EVERYBODY = "One for each person"


@dataclasses.dataclass(frozen=True)
class Session:
    """One session plan. ``minutes`` is whole minutes; a break has a title, minutes and nothing else."""

    title: str
    minutes: int
    aim: str = ""
    outcomes: tuple[str, ...] = ()
    activity: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    script: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    easier: str = ""
    harder: str = ""
    criterion: str = ""

    @property
    def is_break(self) -> bool:
        """Return whether this is a break."""
        return not self.aim


@dataclasses.dataclass(frozen=True)
class Sheet:
    """One sheet to hold in the hand: its blocks are (kind, value) pairs, kinds as in `BLOCKS`.

    ``copies`` says how many to print; ``key`` holds answers and notes, for the facilitator's eyes only.
    """

    id: str
    title: str
    blocks: tuple[tuple[str, Any], ...]
    copies: str = EVERYBODY
    key: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Module:
    """One module: its sessions in order, its sheets, its replaceable assessment criteria and what it hands on.

    ``sheets`` belong to the participants; ``handouts`` are cards, texts and charts that the facilitator prints.
    """

    number: int
    title: str
    aim: str
    before: tuple[str, ...]
    sessions: tuple[Session, ...]
    sheets: tuple[Sheet, ...]
    criteria: tuple[tuple[str, str], ...]
    assessed_by: str
    hands_on: str
    handouts: tuple[Sheet, ...] = ()

    @property
    def minutes(self) -> int:
        """Return the length of the module with its breaks, in minutes."""
        return sum(session.minutes for session in self.sessions)


def load_modules(words: dict[str, str], *, folder: Path | None = None) -> tuple[Module, ...]:
    """Return the three modules with the study's words filled in; a file in ``folder`` replaces the shipped one."""
    own = (lambda name: folder / name) if folder else (lambda name: SHIPPED / "none" / name)
    names = [f"module_{number}.yaml" for number in (1, 2, 3)]
    return tuple(load_module(own(name) if own(name).is_file() else SHIPPED / name, words) for name in names)


def load_module(path: Path, words: dict[str, str]) -> Module:
    """Return one module from its file. Raises InputRefused for an unknown block, placeholder or empty session."""
    from useit_eval.codebook import read_yaml

    document = _fill(read_yaml(path, kind=KIND).data, words, path.name)
    return Module(
        number=document["number"],
        title=document["title"],
        aim=document["aim"],
        before=tuple(document["before"]),
        sessions=tuple(_session(entry, path.name) for entry in document["sessions"]),
        sheets=tuple(_sheet(entry, path.name) for entry in document["sheets"]),
        criteria=tuple((entry["id"], entry["text"]) for entry in document["criteria"]),
        assessed_by=document["assessed_by"],
        hands_on=document["hands_on"],
        handouts=tuple(_sheet(entry, path.name) for entry in document.get("handouts", ())),
    )


def _session(entry: dict[str, Any], where: str) -> Session:
    known = {field.name for field in dataclasses.fields(Session)}
    unknown = set(entry) - known
    if unknown:
        raise InputRefused(
            f"session {entry.get('title')!r} has an unknown entry {sorted(unknown)[0]!r}",
            where,
            f"Known: {', '.join(sorted(known))}.",
        )
    return Session(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})


def _sheet(entry: dict[str, Any], where: str) -> Sheet:
    blocks = tuple((kind, value) for block in entry["blocks"] for kind, value in block.items())
    for kind, _ in blocks:
        if kind not in BLOCKS:
            raise InputRefused(
                f"sheet {entry['title']!r} has an unknown block {kind!r}", where, f"Known: {', '.join(BLOCKS)}."
            )
    copies, key = entry.get("copies", EVERYBODY), tuple(entry.get("key", ()))
    return Sheet(entry["id"], entry["title"], blocks, copies, key)


def _fill(value: Any, words: dict[str, str], where: str) -> Any:
    if isinstance(value, str):
        return PLACEHOLDER.sub(lambda match: _word(match[1], words, where), value)
    if isinstance(value, dict):
        return {str(key): _fill(item, words, where) for key, item in value.items()}
    if isinstance(value, list):
        return [_fill(item, words, where) for item in value]
    return value


def _word(name: str, words: dict[str, str], where: str) -> str:
    if name not in words:
        raise InputRefused(f"there is no word for {{{name}}}", where, f"Known: {', '.join(sorted(words))}.")
    return words[name]
