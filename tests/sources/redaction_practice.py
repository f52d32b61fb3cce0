"""What redaction finds and misses on the practice interviews. Run by hand: python -m tests.sources.redaction_practice

The interviews are invented. In the marked files every word that should go stands as ⟦kind|words⟧: k is a name that the
practice key holds (in some spelling), u a name that it does not hold, the others are kinds of numbers and addresses.
The marks were written before the rules were; interviews 7 and 8 were not looked at while the rules were made.
"""

from __future__ import annotations

import csv
import dataclasses
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from useit_eval.sources.keys import Entry, Key
from useit_eval.sources.redacting.redaction import Proposal, propose
from useit_eval.sources.redacting.redaction_words import TITLES

FOLDER = Path(__file__).resolve().parents[1] / "practice_interviews"
SEEN, HELD_OUT = ("01", "02", "03", "04", "05", "06"), ("07", "08")
NAMES = {"k": "name in the key", "u": "name not in the key"}
_MARK = re.compile(r"⟦(\w+)\|([^⟧]*)⟧")


@dataclasses.dataclass(frozen=True)
class Interview:
    """A practice interview: its text, and where what should go stands in it."""

    number: str
    text: str
    truth: tuple[tuple[int, int, str], ...]


@dataclasses.dataclass(frozen=True)
class Score:
    """How many of a kind there are, are proposed, are proposed as sure; how many proposals there are, and are right."""

    there: int
    proposed: int
    sure: int
    proposals: int
    right: int
    sure_proposals: int
    sure_right: int


def read_interview(number: str) -> Interview:
    """Return a practice interview without its marks."""
    marked = (FOLDER / f"practice_{number}_marked.txt").read_text("utf-8")
    text, truth, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        truth.append((len(text), len(text) + len(mark[2]), mark[1]))
        text, at = text + mark[2], mark.end()
    return Interview(number, text + marked[at:], tuple(truth))


def practice_key() -> Key:
    """Return the practice key, whose file lies in the project because nobody in it exists."""
    path = FOLDER / "practice_key.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()[1:]))
    apart = [tuple(part.strip() for part in row["variants"].split(";") if part.strip()) for row in rows]
    return Key(path, tuple(Entry(r["name"], r["pseudonym"], r["role"], v) for r, v in zip(rows, apart, strict=True)))


def measure(numbers: Iterable[str]) -> dict[str, Score]:
    """Return recall and precision by kind over interviews: a place is found when every word but a title is covered."""
    counts: Counter[tuple[str, str]] = Counter()
    for number in numbers:
        interview = read_interview(number)
        proposals = propose(interview.text, practice_key())
        for start, end, kind in interview.truth:
            counts[kind, "there"] += 1
            counts[kind, "proposed"] += _covered(interview.text, start, end, proposals)
            counts[kind, "sure"] += _covered(interview.text, start, end, [p for p in proposals if p.sure])
        for proposal in proposals:
            kind = ("k" if proposal.known else "u") if proposal.kind == "name" else proposal.kind
            right = _right(proposal, interview.truth)
            counts[kind, "proposals"] += 1
            counts[kind, "right"] += right
            counts[kind, "sure_proposals"] += proposal.sure
            counts[kind, "sure_right"] += right and proposal.sure
    kinds = sorted({kind for kind, _ in counts}, key=lambda kind: (kind not in NAMES, kind))
    return {kind: Score(**{f.name: counts[kind, f.name] for f in dataclasses.fields(Score)}) for kind in kinds}


def table(scores: dict[str, Score]) -> str:
    """Return scores as lines of a table."""
    lines = ["kind                  there proposed  sure | proposals right | sure right"]
    for kind, s in scores.items():
        lines.append(
            f"{NAMES.get(kind, kind):21} {s.there:5} {s.proposed:8} {s.sure:5} | {s.proposals:9} {s.right:5} | "
            f"{s.sure_proposals:4} {s.sure_right:5}"
        )
    return "\n".join(lines)


def missed(number: str) -> list[tuple[str, str]]:
    """Return what is not proposed in an interview: kind and words (invented, so they may be shown)."""
    interview = read_interview(number)
    proposals = propose(interview.text, practice_key())
    return [
        (kind, interview.text[start:end])
        for start, end, kind in interview.truth
        if not _covered(interview.text, start, end, proposals)
    ]


def _covered(text: str, start: int, end: int, proposals: Iterable[Proposal]) -> bool:
    spans = [(p.start, p.end) for p in proposals if p.start < end and p.end > start]
    words = [m for m in re.finditer(r"\w+", text[start:end]) if m.group().casefold() not in TITLES]
    return all(any(a <= start + m.start() and start + m.end() <= b for a, b in spans) for m in words)


def _right(proposal: Proposal, truth: Iterable[tuple[int, int, str]]) -> bool:
    inside = sum(max(0, min(proposal.end, end) - max(proposal.start, start)) for start, end, _ in truth)
    return 2 * inside >= proposal.end - proposal.start


if __name__ == "__main__":
    for title, numbers in (("Interviews 1 to 6", SEEN), ("Interviews 7 and 8, held out", HELD_OUT)):
        print(f"{title}\n{table(measure(numbers))}")
        print(
            "missed:", ", ".join(f"{words!r} ({kind})" for n in numbers for kind, words in missed(n)) or "nothing", "\n"
        )
