"""The review sheet: proposals as a CSV that a person goes through, and the decisions read back from it.

The sheet holds words of the text. It lies outside the project, readable by its owner alone, and is to be deleted when
the redacted text has been added.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from useit_eval.ground import inert_cells
from useit_eval.ground import text as texts
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.terms import REDACTION_KINDS
from useit_eval.sources.keys import plain
from useit_eval.sources.redacting.redaction import Proposal
from useit_eval.sources.redacting.redaction_text import find_words, fold
from useit_eval.sources.spreadsheets.sheets import Faults, Line, read_sheet

COLUMNS = (
    *("number", "kind", "words", "before", "after", "replacement", "decision", "why", "in_key", "start", "end"),
    "of_text",
)
OPTIONAL = ("before", "after", "why", "in_key")
FIRST_LINE = "# format: useit-redaction/1"
OWN = "added by hand"
_CONTEXT = 50
_ANSWERS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False, "": None}
_FOR_ALL = {"all yes": True, "all no": False}
_NUMBER = re.compile(r"(\d{1,7}) of (\d{1,7})\Z")


@dataclasses.dataclass(frozen=True)
class Decided:
    """A proposal with what a person said to it: yes, no, or nothing yet (None); ``number`` is that of the sheet."""

    number: int
    proposal: Proposal
    decision: bool | None


def first_decisions(proposals: Iterable[Proposal]) -> list[Decided]:
    """Return proposals numbered from 1, with yes for those that are sure and nothing for the others."""
    return [Decided(number, each, True if each.sure else None) for number, each in enumerate(proposals, start=1)]


def write_sheet(text: str, decided: Sequence[Decided]) -> str:
    """Return the review sheet as CSV. No cell can start a formula: one that might is written behind an apostrophe."""
    digest = _digest(text)
    rows = (_cells(text, each, len(decided), digest) for each in decided)
    return inert_cells.csv_text([COLUMNS, *rows], first_line=FIRST_LINE)


def read_decisions(path: Path | str, text: str) -> list[Decided]:
    """Return what a person decided in a review sheet of this text; a row added by hand counts wherever its words stand.

    A row added by hand has words and a replacement, and no number. Raises InputRefused, by row and never with words:
    a sheet of another text, a decision that is neither yes nor no, rows lost, a replacement that is missing or still
    holds the words, words that are not in the text.
    """
    path = Path(path)
    lines = read_sheet(path, kind="redaction", columns=COLUMNS, optional=OPTIONAL)
    faults = Faults(path.name)
    _check_whole([line for line in lines if line.get("number")], path.name, text)
    found = [each for line in lines for each in _read(line, text, faults)]
    faults.refuse()
    return _for_all(lines, found, text)


def settle(decided: Iterable[Decided], *, undecided: str | None = None) -> list[Proposal]:
    """Return the proposals that are to be replaced, what overlaps joined; ``undecided`` is keep or replace.

    Raises InputRefused with the numbers of the rows that nobody decided, unless ``undecided`` says what to do.
    """
    decided = list(decided)
    waiting = [each.number for each in decided if each.decision is None]
    if waiting and undecided is None:
        shown = ", ".join(map(str, waiting[:30])) + (f" and {len(waiting) - 30} more" if len(waiting) > 30 else "")
        raise InputRefused(
            f"{len(waiting)} of {len(decided)} rows are not decided (numbers {shown})",
            "",
            "Write yes or no under decision, or give --undecided replace (safer) or --undecided keep.",
        )
    open_means = undecided == "replace"
    kept = [each for each in decided if (open_means if each.decision is None else each.decision)]
    return _merged([each.proposal for each in sorted(kept, key=lambda each: (each.number != 0, each.proposal.start))])


def _merged(proposals: list[Proposal]) -> list[Proposal]:
    """Join overlapping places: a row added by hand decides the replacement, else the longest."""
    made: list[Proposal] = []
    for proposal in sorted(proposals, key=lambda p: (p.start, p.end)):
        if not made or proposal.start >= made[-1].end:
            made.append(proposal)
            continue
        first = made.pop()
        leader = max((first, proposal), key=lambda p: (p.why == OWN, p.end - p.start))
        made.append(dataclasses.replace(leader, start=first.start, end=max(first.end, proposal.end)))
    return made


def _digest(text: str) -> str:
    return f"sha256:{texts.sha256(text)[:16]}"


def _cells(text: str, each: Decided, count: int, digest: str) -> list[str]:
    proposal = each.proposal
    before = text[max(0, proposal.start - _CONTEXT) : proposal.start]
    after = text[proposal.end : proposal.end + _CONTEXT]
    decision = {True: "yes", False: "no", None: ""}[each.decision]
    words = (_shown(part) for part in (text[proposal.start : proposal.end], before, after))
    known = "yes" if proposal.known else ""
    place = (str(proposal.start), str(proposal.end), digest)
    return [
        f"{each.number} of {count}",
        proposal.kind,
        *words,
        proposal.replacement,
        decision,
        proposal.why,
        known,
        *place,
    ]


def _shown(words: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\s]+", " ", words).strip()


def _check_whole(lines: list[Line], where: str, text: str) -> None:
    if any(line.get("of_text") != _digest(text) for line in lines):
        raise InputRefused("the sheet was made for another text than this file", where, "Make a new sheet for it.")
    numbers = [_NUMBER.match(line.get("number")) for line in lines]
    odd = [line.row for line, number in zip(lines, numbers, strict=True) if number is None]
    if odd:
        raise InputRefused(
            "the number is not one that was written", f"{where}, row {odd[0]}", "Leave it empty in rows you add."
        )
    met = [int(number[1]) for number in numbers if number]
    count = max((int(number[2]) for number in numbers if number), default=0)
    if sorted(met) != list(range(1, count + 1)):
        lost = sorted(set(range(1, count + 1)) - set(met))
        told = f"rows are missing (numbers {', '.join(map(str, lost[:20]))})" if lost else "a row is there twice"
        raise InputRefused(told, where, "Write no in a row instead of deleting it; or make a new sheet.")


def _read(line: Line, text: str, faults: Faults) -> list[Decided]:
    answer = " ".join(line.get("decision").lower().split()).removeprefix("all ")
    kind, replacement, words = line.get("kind"), line.get("replacement"), line.get("words")
    if answer not in _ANSWERS:
        faults.add(line, "the decision is neither yes nor no")
        return []
    decision = _ANSWERS[answer]
    if decision is not False and not replacement:
        faults.add(line, "the replacement is missing")
    if decision is not False and words and find_words(replacement, words):
        faults.add(line, "the replacement still holds the words")
    if not line.get("number"):
        return _by_hand(line, (words, kind, replacement), text, faults) if decision is not False else []
    place = _place(line, text)
    if kind not in REDACTION_KINDS or place is None:
        faults.add(line, "the kind or the place was changed", "Make a new sheet.")
        return []
    number = int(line.get("number").partition(" ")[0])
    known = line.get("in_key") == "yes"
    return [Decided(number, Proposal(*place, kind, replacement, bool(decision), line.get("why"), known), decision)]


def _for_all(lines: list[Line], found: list[Decided], text: str) -> list[Decided]:
    """Let "all yes" and "all no" answer for the same words in rows that nobody decided."""
    answers: dict[str, bool] = {}
    for line in lines:
        answer = " ".join(line.get("decision").lower().split())
        if answer in _FOR_ALL and (place := _place(line, text)):
            answers[plain(text[slice(*place)])] = _FOR_ALL[answer]
    return [
        dataclasses.replace(each, decision=answers.get(plain(text[each.proposal.start : each.proposal.end])))
        if each.decision is None
        else each
        for each in found
    ]


def _place(line: Line, text: str) -> tuple[int, int] | None:
    cells = line.get("start"), line.get("end")
    if not all(cell.isdecimal() and len(cell) < 10 for cell in cells):
        return None
    start, end = map(int, cells)
    return (start, end) if start < end <= len(text) else None


def _by_hand(line: Line, cells: tuple[str, str, str], text: str, faults: Faults) -> list[Decided]:
    words, kind, replacement = cells
    places = find_words(text, words) if fold(words).strip() else []
    if not places:
        faults.add(line, "the words of this added row are not in the text", "Copy them from it.")
    kind = kind if kind in REDACTION_KINDS else "other"
    return [Decided(0, Proposal(start, end, kind, replacement, True, OWN), True) for start, end in places]
