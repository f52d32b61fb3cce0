"""What has been read and marked, source by source and never person by person, and the new ideas of coders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.workbench.bench import Bench

NEW = "new/"


def tell_reading(bench: Bench, *, round_no: int = 1) -> list[Finding]:
    """Return coder.reading (turns that somebody read or marked, and which ones nobody did) and coder.ideas (new codes).

    A turn counts as read when a coder had it before their eyes, or marked something in it; by how many is not told.
    Sources without turns are left out.
    """
    segments, sources = bench.load("segment"), bench.load("source")
    codings = bench.load("coding", coders="all").query("round_no == @round_no")
    coverage = bench.load("coverage").query("round_no == @round_no")
    return [_reading(segments, sources, codings, coverage), _ideas(codings)]


def _reading(segments: pd.DataFrame, sources: pd.DataFrame, codings: pd.DataFrame, coverage: pd.DataFrame) -> Finding:
    rows, titles = [], dict(zip(sources["source_id"], sources["label"], strict=True))
    for source_id, label in titles.items():
        turns = segments[segments["source_id"] == source_id]
        if turns.empty:
            continue
        marked = _marked(turns, codings[codings["source_id"] == source_id])
        read = marked | _read(turns, coverage[coverage["source_id"] == source_id])
        left = [int(number) for number in turns["number"] if int(number) not in read]
        rows.append((label, len(turns), len(read), len(marked), tell_numbers(left)))
    key, title = "coder.reading", "What has been read"
    if not rows:
        return Finding(key, title, (Sentence("No source has turns that could be read.", explains=True),))
    unread = sum(row[1] - row[2] for row in rows)
    told = f"{counted(unread, 'turn')} of {sum(row[1] for row in rows):,} {agrees(unread, 'was', 'were')} read by nobody so far"
    table = Table(
        ("Source", "Turns", "Read", "Marked", "Read by nobody"), tuple(rows), tuple((row[0],) for row in rows)
    )
    return Finding(key, title, (Sentence(f"{told}.", tuple(row[0] for row in rows)),), table)


def _marked(turns: pd.DataFrame, codings: pd.DataFrame) -> set[int]:
    places = list(zip(codings["start"], codings["end"], strict=True))
    return {
        int(turn.number)
        for turn in turns.itertuples()
        if any(start < turn.end and turn.start < end for start, end in places)
    }


def _read(turns: pd.DataFrame, coverage: pd.DataFrame) -> set[int]:
    spans = list(zip(coverage["from_turn"], coverage["to_turn"], strict=True))
    return {int(number) for number in turns["number"] if any(first <= number <= last for first, last in spans)}


def _ideas(codings: pd.DataFrame) -> Finding:
    counts = codings.loc[codings["code_id"].str.startswith(NEW), "code_id"].value_counts().sort_index()
    key, title = "coder.ideas", "New ideas of coders"
    if counts.empty:
        return Finding(key, title, (Sentence("Nobody has marked a new idea so far.", explains=True),))
    told = "A person decides which of them become codes, and moves these into codebook.yaml."
    rows = tuple((idea.removeprefix(NEW), int(number)) for idea, number in counts.items())
    return Finding(key, title, (Sentence(told, explains=True),), Table(("Idea", "Passages"), rows))


def tell_numbers(numbers: Iterable[int]) -> str:
    """Return whole numbers as a reader lists them, neighbours drawn together.

    Example:
        >>> tell_numbers([1, 2, 3, 7, 9, 10])
        '1 to 3, 7, 9 to 10'
    """
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in spans)
