"""From codings to ratings: the text cut into characters, words, sentences, turns or passages of claims, and marked."""

from __future__ import annotations

import dataclasses
import difflib
import functools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from useit_eval.coding import marking
from useit_eval.coding.agreement import Ratings
from useit_eval.coding.coverage import Compared, Names, Read, compare_coverage
from useit_eval.coding.cutting import sentence_spans, word_spans
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.wording import agrees, counted, listed

UNITS = ("character", "word", "sentence", "turn", "claim")
MARKED = ("not marked", "marked")


@dataclasses.dataclass(frozen=True)
class Marks:
    """Which unit carries which codes by whom: what agreement is measured from.

    ``units`` has source_id, start, end (code points of the source), weight (characters of a stretch, else 1) and draw
    (units with one number are drawn together). ``bits`` are the sets of codes, units x coders x blocks (see
    `coding.marking`); ``read`` says which coder read which unit. ``notes`` say in words what was left out.
    """

    unit: str
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    units: pd.DataFrame
    bits: np.ndarray
    read: np.ndarray
    notes: tuple[str, ...]

    @functools.cached_property
    def draws(self) -> np.ndarray | None:
        """Return for each unit the number it is drawn under, None where each is drawn for itself."""
        number, known = pd.factorize(self.units["draw"])
        return None if len(known) == len(number) else number

    @functools.cached_property
    def weights(self) -> np.ndarray:
        """Return how much each unit counts."""
        return self.units["weight"].to_numpy()

    def coded(self) -> np.ndarray:
        """Return for each unit whether any coder who read it marked it with any code."""
        return (self.bits.any(axis=2) & self.read).any(axis=1)

    def marked(self, code: str) -> np.ndarray:
        """Return units x coders: 1 marked with this code, 0 not marked, -1 not read."""
        block, bit = marking.bit_of(self.codes.index(code))
        return np.where(self.read, (self.bits[:, :, block] & bit) != 0, -1).astype(np.int32)


def mark_units(
    codings: pd.DataFrame,
    *,
    unit: str = "turn",
    texts: Mapping[str, str] | pd.DataFrame | None = None,
    segments: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
    coders: Sequence[str] | None = None,
    read: Read | None = None,
    sources: pd.DataFrame | None = None,
) -> Marks:
    """Return the units of the text that coders share, each with the codes that each of them marked it with.

    ``codings`` need coder, source_id, start, end and code_id (positions in code points, end exclusive). ``texts``
    (source_id to text, or the frame source_text) are needed for words and sentences, and give the length of a text
    for characters; ``segments`` (source_id, start, end) for turns, and for draws of whole turns; ``parts`` (claim_id,
    coding_id) and coding_id in codings for claims. Who read what, and names of sources: see
    `coding.coverage.compare_coverage`.

    Characters are never spelt out: a unit is a stretch in which nothing changes, and weighs its length. A word,
    sentence or turn is marked when half of it or more lies in a coder's passages with the code, or when half of a
    passage or more lies in it: a short mark in a long turn marks the turn, and the end of a passage that slipped into
    the next turn does not. Passages of claims that share half of the shorter one are one unit of unit claim.
    Raises InputRefused for an unknown unit, for what a unit needs and was not given, and as `compare_coverage` does.

    Example:
        >>> rows = [("A", "s", 0, 4, "x"), ("B", "s", 2, 4, "x")]
        >>> codings = pd.DataFrame(rows, columns=["coder", "source_id", "start", "end", "code_id"])
        >>> marks = mark_units(codings, unit="character", texts={"s": "one two"})
        >>> marks.units["weight"].tolist(), marks.marked("x").tolist()
        ([2.0, 2.0, 3.0], [[1, 0], [1, 1], [0, 0]])
    """
    _refuse_unit(unit)
    words = _texts(texts)
    compared = compare_coverage(codings, coders=coders, read=read, texts=words, segments=segments, sources=sources)
    turns = _turns(segments, compared)
    places = _places(unit, compared, words, turns, _passages(codings, parts, compared) if unit == "claim" else None)
    if unit == "character":
        compared = dataclasses.replace(compared, notes=(*compared.notes, *_without_text(compared, words, Names(sources))))
        bits, seen = _stretches(places, compared)
        places, bits, seen = places[seen.any(axis=1)], bits[seen.any(axis=1)], seen[seen.any(axis=1)]
    else:
        bits, seen, told = _whole_units(places, compared, unit)
        compared = dataclasses.replace(compared, notes=(*compared.notes, *told))
    draws = _draws(unit, places, compared, words, turns)
    return _marks(unit, places.assign(draw=draws), bits, seen, compared)


def rate_units(marks: Marks, *, code: str | None = None) -> Ratings:
    """Return ratings of units: marked or not with one code, or the whole set of codes that each coder gave a unit.

    Without ``code`` the categories are frozensets of code ids, the empty set for a unit that a coder left unmarked;
    a coder who did not read a unit did not rate it. Weights and draws come with the units. Raises InputRefused for a
    code that nobody used.
    """
    if code is None:
        numbers, sets = marking.sets_of(marks.bits)
        known = tuple(frozenset(map(marks.codes.__getitem__, found)) for found in marking.members(sets))
        numbers = np.where(marks.read, numbers, -1).astype(np.int32)
        return Ratings(numbers, known, marks.coders, marks.weights, marks.draws, marks.unit)
    if code not in marks.codes:
        near = difflib.get_close_matches(code, marks.codes, n=1)
        raise InputRefused(f"nobody compared used the code {code!r}", "", f"Closest: {near[0]!r}." if near else "")
    return Ratings(marks.marked(code), MARKED, marks.coders, marks.weights, marks.draws, marks.unit)


def gather_units(marks: Marks) -> Marks:
    """Return marks with units of one draw that carry the same codes by the same coders as one, of their joint weight.

    Places are those of the first such unit. What is measured over draws stays what it is, with far fewer units.
    """
    numbers, _ = marking.sets_of(marks.bits)
    keys = pd.factorize(marks.units["draw"])[0]
    for column in np.where(marks.read, numbers, -1).T:
        keys = pd.factorize(keys * (column.max(initial=0) + 2) + column + 1)[0]
    first = np.flatnonzero(np.diff(np.maximum.accumulate(keys), prepend=-1)) if len(keys) else keys
    units = marks.units.iloc[first].assign(weight=np.bincount(keys, marks.units["weight"]))
    return dataclasses.replace(marks, units=units, bits=marks.bits[first], read=marks.read[first])


def _refuse_unit(unit: str) -> None:
    if unit not in UNITS:
        near = difflib.get_close_matches(str(unit), UNITS, n=1)
        closest = f"Closest: {near[0]!r}. " if near else ""
        raise InputRefused(f"{unit!r} is not a unit of comparison", "", f"{closest}Units: {', '.join(UNITS)}.")


def _texts(texts: Mapping[str, str] | pd.DataFrame | None) -> dict[str, str]:
    if isinstance(texts, pd.DataFrame):
        require(texts, "source_text", "source_id", "text")
        return dict(zip(texts["source_id"], texts["text"], strict=True))
    return dict(texts or {})


def _turns(segments: pd.DataFrame | None, compared: Compared) -> pd.DataFrame | None:
    """Return the turns of the compared sources on their axis, in their order; None where none are at hand."""
    if segments is None:
        return None
    require(segments, "segments", "source_id", "start", "end")
    placed = compared.place(segments[["source_id", "start", "end"]].dropna())
    placed = placed[placed["end"] > placed["start"]].drop_duplicates(["start", "end"])
    return placed.sort_values(["start", "end"], ignore_index=True) if len(placed) else None


def _places(
    unit: str, compared: Compared, texts: dict[str, str], turns: pd.DataFrame | None, passages: pd.DataFrame | None
) -> pd.DataFrame:
    """Return the units (start, end) on the axis, in the order of their starts; of claims, with the claim."""
    if unit == "character":
        return _cut(compared, turns)
    if unit == "claim":
        return passages
    if unit == "turn":
        if turns is None:
            raise InputRefused("no turns are at hand for these sources", "", "Give segments=, or take another unit.")
        return turns[["start", "end"]]
    return _of_texts(unit, compared, texts, turns)


def _of_texts(unit: str, compared: Compared, texts: dict[str, str], turns: pd.DataFrame | None) -> pd.DataFrame:
    absent = [source for source in compared.sources if source not in texts]
    if absent:
        raise InputRefused(
            f"the text of source {absent[0]!r} is not at hand", "", f"Give texts= to cut it into {unit}s."
        )
    words = [texts[source] for source in compared.sources]
    found = (
        [word_spans(text) for text in words]
        if unit == "word"
        else sentence_spans(words, blocks=_blocks(compared, turns))
    )
    rows = np.concatenate([spans + begin for spans, begin in zip(found, compared.begins, strict=True)])
    return pd.DataFrame(rows, columns=["start", "end"])


def _without_text(compared: Compared, texts: dict[str, str], names: Names) -> list[str]:
    absent = [names.of(source) for source in compared.sources if source not in texts]
    told = f"The text of {listed(absent)} is not at hand and is taken to end with the last turn or mark."
    return [told] if absent else []


def _blocks(compared: Compared, turns: pd.DataFrame | None) -> list[np.ndarray]:
    """Return the bounds that no sentence goes over: each turn, and what lies between turns."""
    cuts = turns[["start", "end"]].to_numpy().ravel() if turns is not None else np.zeros(0, dtype=np.int64)
    found = []
    for begin, length in zip(compared.begins, compared.lengths, strict=True):
        own = np.unique([0, *(cuts[(cuts >= begin) & (cuts <= begin + length)] - begin), length]).astype(np.int64)
        found.append(np.stack([own[:-1], own[1:]], axis=1))
    return found


def _cut(compared: Compared, turns: pd.DataFrame | None) -> pd.DataFrame:
    """Return the stretches between all places at which anything begins or ends; the gaps between sources are none."""
    bounds = [compared.begins, compared.begins + compared.lengths]
    for frame in (compared.codings, compared.read, turns):
        if frame is not None:
            bounds += [frame["start"].to_numpy(), frame["end"].to_numpy()]
    cuts = np.unique(np.concatenate(bounds))
    return pd.DataFrame({"start": cuts[:-1], "end": cuts[1:]})


def _stretches(places: pd.DataFrame, compared: Compared) -> tuple[np.ndarray, np.ndarray]:
    cuts = np.append(places["start"].to_numpy(), places["end"].iloc[-1] if len(places) else 0)
    coders = len(compared.coders)
    bits = marking.mark_stretches(cuts, compared.codings, coders=coders, codes=len(compared.codes))
    seen = marking.mark_stretches(cuts, compared.read, coders=coders, codes=1)
    return bits, seen[:, :, 0] != 0


def _whole_units(places: pd.DataFrame, compared: Compared, unit: str) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    starts, ends = places["start"].to_numpy(), places["end"].to_numpy()
    shape = len(compared.coders), max(len(compared.codes), 1)
    bits, lost = marking.mark_units(starts, ends, compared.codings, shape=shape, tiled=unit != "claim")
    seen = marking.covered_units(starts, ends, compared.read, coders=shape[0])
    told = (
        (
            f"{counted(lost, 'marked passage')} {agrees(lost, 'lies', 'lie')} in no {unit} and {agrees(lost, 'is', 'are')} left out.",
        )
        if lost
        else ()
    )
    return bits, seen, told


def _passages(codings: pd.DataFrame, parts: pd.DataFrame | None, compared: Compared) -> pd.DataFrame:
    """Return the passages of claims on the axis, each with its claim; those that share half of the shorter are one."""
    if parts is None:
        raise InputRefused("no parts of claims are at hand", "", "Give parts= (claim_parts), or take another unit.")
    require(parts, "claim_parts", "claim_id", "coding_id")
    require(codings, "codings", "coding_id")
    own = codings[codings["coder"].isin(compared.coders)]
    found = parts[["claim_id", "coding_id"]].merge(own[["coding_id", "source_id", "start", "end"]], on="coding_id")
    placed = compared.place(found).sort_values(["start", "end", "claim_id"])
    cluster = _clusters(placed["start"].to_numpy(), placed["end"].to_numpy())
    named = placed.assign(cluster=cluster, claim=pd.factorize(placed["claim_id"])[0])
    units = named.groupby("cluster").agg(start=("start", "min"), end=("end", "max"), claim=("claim", "first"))
    return units.sort_values(["start", "end"], ignore_index=True)


def _clusters(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return a number for each passage; those that share half of the shorter one, directly or in a row, have one."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    own = pd.DataFrame({"start": starts, "end": ends})
    one, two, shared = marking.meetings(starts, ends, own)
    shorter = np.minimum((ends - starts)[one], (ends - starts)[two])
    near = 2 * shared >= shorter
    links = coo_array((np.ones(near.sum()), (one[near], two[near])), shape=(len(starts), len(starts)))
    return connected_components(links, directed=False)[1]


def _draws(
    unit: str, places: pd.DataFrame, compared: Compared, texts: dict[str, str], turns: pd.DataFrame | None
) -> np.ndarray:
    """Return which units are drawn together: those of one turn or else sentence; passages of one claim."""
    if unit == "claim":
        return places["claim"].to_numpy()
    alone = np.arange(len(places))
    if unit == "turn" or (unit == "sentence" and turns is None):
        return alone
    blocks = turns if turns is not None else _sentences(compared, texts)
    if blocks is None:
        return alone
    return within(places["start"].to_numpy(), blocks["start"].to_numpy(), blocks["end"].to_numpy(), compared.begins)


def _sentences(compared: Compared, texts: dict[str, str]) -> pd.DataFrame | None:
    known = all(source in texts for source in compared.sources)
    return _of_texts("sentence", compared, texts, None) if known else None


def within(places: np.ndarray, starts: np.ndarray, ends: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Return the number of the block that each place stands in; what stands before or between blocks goes apart.

    Places after one block and before the next one of a source share a number of their own.
    """
    at = np.searchsorted(starts, places, side="right") - 1
    inside = (at >= 0) & (places < np.append(ends, 0)[at])
    source = np.searchsorted(begins, places, side="right") - 1
    between = len(starts) + (at + 1) * len(begins) + source
    return np.where(inside, at, between)


def _marks(unit: str, places: pd.DataFrame, bits: np.ndarray, seen: np.ndarray, compared: Compared) -> Marks:
    kept = seen.sum(axis=1) > 0
    rows, starts = places[kept], places.loc[kept, "start"].to_numpy()
    source = np.searchsorted(compared.begins, starts, side="right") - 1
    begin, length = compared.begins[source], (rows["end"] - rows["start"]).to_numpy()
    units = pd.DataFrame(
        {
            "source_id": np.array(compared.sources, dtype=object)[source],
            "start": starts - begin,
            "end": starts - begin + length,
            "weight": length.astype(float) if unit == "character" else np.ones(len(rows)),
            "draw": rows["draw"].to_numpy(),
        }
    )
    return Marks(unit, compared.coders, compared.codes, units, bits[kept], seen[kept], compared.notes)
