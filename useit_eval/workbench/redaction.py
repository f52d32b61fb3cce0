"""Names and numbers put aside before a text is added: proposed on a sheet, confirmed by a person, replaced in a copy.

The raw file is only read. Its words go to two places, both outside the project: the review sheet, and nowhere else.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval.ground import safe_files
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources import read_source
from useit_eval.sources.keys import Key, kept_private, read_key, refuse_inside
from useit_eval.sources.redacting.redaction import Proposal, apply, propose
from useit_eval.sources.redacting.redaction_names import KeyIndex, find_names
from useit_eval.sources.redacting.redaction_sheet import Decided, first_decisions, read_decisions, settle, write_sheet
from useit_eval.sources.redacting.redaction_text import fold_text
from useit_eval.workbench.key_rows import append_names, name_persons

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

UNDECIDED = ("keep", "replace")
OWNER_ONLY = 0o600
Ask = Callable[[str, list[Decided]], list[Decided]]


@dataclasses.dataclass(frozen=True)
class SheetReport:
    """A review sheet that was written: where, and how many proposals of each kind are sure or left to a person."""

    sheet: Path
    sure: Mapping[str, int]
    doubtful: Mapping[str, int]
    warnings: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class RedactedReport:
    """A redacted copy that was written: how many places of each kind were replaced, what stays, what else to know."""

    file: Path
    replaced: Mapping[str, int]
    kept: int
    added_to_key: int
    new_names: int
    warnings: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class LeakReport:
    """Where names of the key stand in a store: lines that name sources and turns by number, never words."""

    study: str
    sources: int
    sure: int
    doubtful: int
    lines: tuple[str, ...]


def propose_redactions(
    file: Path | str, *, key: Path | str, root: Path | str, folder: Path | str | None = None, ask: Ask | None = None
) -> SheetReport:
    """Return what became of a raw file: a review sheet beside it, or in ``folder``, both outside the project.

    ``ask`` may decide the rows left to a person (the command line asks one by one). Raises InputRefused for a file
    that cannot be read, a key or a sheet inside the project, a sheet that is there already.
    """
    file = Path(file)
    sheet = Path(folder or file.parent) / f"{file.stem}_review.csv"
    refuse_inside(sheet, root, what="the review sheet, which holds words of the raw text,")
    names = read_key(key, project_root=root)
    if sheet.exists():
        raise InputRefused(
            "there is a review sheet already", sheet.name, "Use it with --decisions, or delete it first."
        )
    found = read_source(file)
    decided = first_decisions(propose(found.text, names, turns=found.turns))
    decided = ask(found.text, decided) if ask else decided
    safe_files.write_whole(sheet, write_sheet(found.text, decided), mode=OWNER_ONLY)
    counted = [
        Counter(each.proposal.kind for each in decided if (each.decision is None) == open_) for open_ in (False, True)
    ]
    return SheetReport(
        sheet, *counted, (*names.warnings, *_unprotected(sheet.parent), *_raw_inside(file, root), *found.doubts)
    )


def apply_decisions(
    file: Path | str,
    sheet: Path | str,
    *,
    out: Path | str,
    key: Path | str,
    root: Path | str,
    undecided: str | None = None,
    to_key: bool = False,
) -> RedactedReport:
    """Return what became of the redacted copy: plain text in UTF-8 in the folder ``out``, ready to be added.

    ``undecided`` (keep, replace) settles rows without a decision; ``to_key`` adds confirmed new names to the key with
    the next free pseudonym. The copy's file name loses names of the key too. Raises InputRefused for faults of the
    sheet, rows not decided, or another file of that name in ``out``; nothing is then written.
    """
    if undecided not in (None, *UNDECIDED):
        raise UsageError("--undecided is keep or replace", "", "Without it, rows that nobody decided are refused.")
    file = Path(file)
    names, found = read_key(key, project_root=root), read_source(file)
    decided = read_decisions(sheet, found.text)
    wanted = settle(decided, undecided=undecided)
    copy = Path(out) / f"{safe_stem(file.stem, names)}.txt"
    renamed, persons = name_persons(names, found.text, wanted)
    redacted = apply(found.text, renamed if to_key else wanted)
    _refuse_other(copy, redacted, file)
    if to_key and persons:
        append_names(names, persons, mode=OWNER_ONLY)
    safe_files.write_whole(copy, redacted, mode=OWNER_ONLY)
    counts = Counter(proposal.kind for proposal in wanted)
    left = (*_left(redacted, names), *_renamed(file, copy))
    return RedactedReport(
        copy,
        counts,
        len(decided) - _taken(decided, undecided),
        to_key * len(persons),
        len(persons),
        (*names.warnings, *left),
    )


def check_study(bench: Bench, key: Path | str) -> LeakReport:
    """Return where names of the key stand in the texts, titles and file names of a study's store, without words.

    Raises InputRefused for a key that cannot be read or lies inside the project.
    """
    index = KeyIndex(read_key(key, project_root=bench.paths.root))
    held = bench.store.current("source")
    texts = dict(zip(*(bench.store.current("source_text")[name] for name in ("source_id", "text")), strict=True))
    turns, voices = _turns(bench), _voices(bench)
    sure = doubtful = 0
    lines: list[str] = []
    for row in held.sort_values("label").to_dict("records"):
        found = find_names(fold_text(texts.get(row["source_id"], "")), index)
        head = find_names(fold_text("\n\n".join([*_about(row), *voices.get(row["source_id"], ())])), index)
        sure += sum(name.sure for name in (*found, *head))
        doubtful += sum(not name.sure for name in (*found, *head))
        lines += _told(row["label"], found, head, turns.get(row["source_id"], []))
    return LeakReport(bench.paths.study, len(held), sure, doubtful, tuple(lines))


def safe_stem(stem: str, key: Key) -> str:
    """Return a file's name without ending in which names of the key are pseudonyms, in letters, digits, - and _."""
    spaced = re.sub(r"[_\s]+", " ", stem)
    spans = [
        Proposal(found.start, found.end, "name", " or ".join(found.pseudonyms), True, "")
        for found in find_names(fold_text(spaced), KeyIndex(key))
    ]
    made = apply(spaced, _apart(spans))
    return re.sub(r"[^\w.-]+", "_", made).strip("._") or "redacted"


def _apart(spans: Iterable[Proposal]) -> list[Proposal]:
    made: list[Proposal] = []
    for span in sorted(spans):
        if not made or span.start >= made[-1].end:
            made.append(span)
    return made


def _taken(decided: Sequence[Decided], undecided: str | None) -> int:
    return sum(undecided == "replace" if each.decision is None else each.decision for each in decided)


def _unprotected(folder: Path) -> tuple[str, ...]:
    if kept_private(folder) is False:
        return ("on this disk others who use the computer may read the review sheet; keep it on an encrypted one.",)
    return ()


def _raw_inside(file: Path, root: Path | str) -> tuple[str, ...]:
    try:
        refuse_inside(file, root, what="the raw file")
    except InputRefused:
        return ("the raw file itself lies inside the project; move it out, for a project is shared.",)
    return ()


def _refuse_other(copy: Path, redacted: str, raw: Path) -> None:
    if copy.exists() and copy.resolve() == raw.resolve():
        raise InputRefused("the redacted copy would take the place of the raw file", copy.name, "Give another --out.")
    if copy.is_file() and safe_files.read_bytes(copy) != redacted.encode("utf-8"):
        raise InputRefused("there is another file of that name", copy.name, "Move it, or give another --out folder.")


def _left(redacted: str, key: Key) -> tuple[str, ...]:
    left = sum(found.sure for found in find_names(fold_text(redacted), KeyIndex(key)))
    return (f"{left} places of the copy still read like names of the key, because of a no.",) if left else ()


def _renamed(file: Path, copy: Path) -> tuple[str, ...]:
    return (
        ("the copy's file name is not that of the raw file, so that it tells no name.",)
        if copy.stem != file.stem
        else ()
    )


def _about(row: Mapping[str, object]) -> list[str]:
    return [str(row["title"]), Path(str(row["file"])).stem.replace("_", " "), str(row["collector"])]


def _voices(bench: Bench) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for row in bench.store.current("voice").to_dict("records"):
        made.setdefault(row["source_id"], []).extend(
            str(row[name]) for name in ("pseudonym", "spoken_as") if row.get(name)
        )
    return made


def _turns(bench: Bench) -> dict[str, list[tuple[int, int, int]]]:
    made: dict[str, list[tuple[int, int, int]]] = {}
    for row in bench.store.current("segment").sort_values(["source_id", "number"]).to_dict("records"):
        made.setdefault(row["source_id"], []).append((int(row["start"]), int(row["end"]), int(row["number"])))
    return made


def _told(label: str, found: Sequence[object], head: Sequence[object], turns: list[tuple[int, int, int]]) -> list[str]:
    lines = [f"{label}: its title, file name or voices hold {len(head)}"] if head else []
    if found:
        numbers = dict.fromkeys(_turn(name.start, turns) for name in found)
        shown = ", ".join(list(numbers)[:12]) + (", ..." if len(numbers) > 12 else "")
        sure = sum(name.sure for name in found)
        lines.append(f"{label}: {sure} sure, {len(found) - sure} doubtful ({shown})")
    return lines


def _turn(place: int, turns: list[tuple[int, int, int]]) -> str:
    for _, end, number in turns:
        if place < end:
            return f"turn {number}"  # a label before the turn belongs to it
    return "behind the last turn" if turns else "no turns"
