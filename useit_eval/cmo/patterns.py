"""Patterns: which parts claims tell together, and how many claims, sources and units tell each. Never across claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise

import numpy as np
import pandas as pd

from useit_eval.cmo.claims import PARTS
from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

TRIAD = ("context", "mechanism", "outcome")
PLACES = ("context", "mechanism", *terms.MECHANISM_SLOTS, "outcome", "intervention", "actor")
COUNTS = ("citations", "sources", "units")


def patterns(
    claims: pd.DataFrame, parts: pd.DataFrame, *, slots: Sequence[str] = TRIAD, up: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return each combination of codes that single claims tell in these slots: dyads for two slots, triads for three.

    ``claims`` are situated (claim_id, label, status, source, unit, group); ``parts`` needs claim_id, slot and code_id;
    ``slots`` are slots of the record, or "mechanism" for its three; ``up`` maps codes to broader ones (`coding.roll_up`).
    Columns: one for each slot, citations, sources, units (of claims that are not denied), full and partial (citations
    in claims that tell context, mechanism and outcome, and in others), denied, groups (who tells it) and claims
    (labels, denied ones too). Most cited first, then by code. Raises InputRefused for what is not a slot, fewer than
    two, an empty slot or code, and a code that ``up`` does not know. After linked coding (Jackson & Kolla 2012).

    Example:
        >>> claims = pd.DataFrame({"claim_id": ["a"], "label": ["C1"], "status": ["observed"], "source": ["S1"]})
        >>> claims = claims.assign(unit="U1", group="residents")
        >>> parts = pd.DataFrame({"claim_id": ["a", "a"], "slot": ["context", "outcome"], "code_id": ["poor", "job"]})
        >>> patterns(claims, parts, slots=("context", "outcome"))[["context", "outcome", "citations"]].values.tolist()
        [['poor', 'job', 1]]
    """
    require(claims, "situated claims", "claim_id", "label", "status", "source", "unit", "group")
    held = _Held(claims, parts, slots, up)
    told = _joined(held.sides, slots)
    keys, firsts = number_alike(told[list(slots)])
    tellings = Tellings(claims, keys, told["claim"].to_numpy(), len(firsts))
    denied, size = tellings.denied, len(firsts)
    counts = tellings.counts()
    full = np.bincount(keys[~denied & held.whole()[tellings.rows]], minlength=size)
    answer = held.named(told.iloc[firsts][list(slots)]).assign(
        **counts,
        full=full,
        partial=counts["citations"] - full,
        denied=np.bincount(keys[denied], minlength=size),
        groups=tellings.listed("group", told_only=True),
        claims=tellings.listed("label"),
    )
    return answer.sort_values(["citations", *slots], ascending=[False, *[True] * len(slots)], ignore_index=True)


def told_support(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    slots: Sequence[str] = TRIAD,
    up: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return each configuration some claim tells in all these slots, with the claims that hold any two of them.

    Arguments and errors as in `patterns`. Columns: one for each slot; full (claims that tell all of it) and partial
    (claims that tell two or more, not all); citations, sources and units of both; claims (labels of those that tell
    all; `support` gives the others). Only claims that are not denied count. What two claims tell apart makes no
    configuration; it only lends partial support to one that somebody tells whole. Most units first, then citations.
    """
    require(claims, "situated claims", "claim_id", "label", "status", "source", "unit", "group")
    own = claims[claims["status"] != "denied"].reset_index(drop=True)
    held = _Held(own, parts, slots, up)
    sides = held.sides
    told = _joined(sides, slots)
    keys, firsts = number_alike(told[list(slots)])
    whole = told.iloc[firsts][list(slots)].reset_index(drop=True)
    tellings = Tellings(own, keys, told["claim"].to_numpy(), len(firsts))
    full, citations = np.bincount(keys, minlength=len(firsts)), _holders(whole, sides)
    answer = held.named(whole).assign(
        full=full,
        partial=citations - full,
        citations=citations,
        sources=_reached(whole, sides, own["source"]),
        units=_reached(whole, sides, own["unit"]),
        claims=tellings.listed("label"),
    )
    order = ["units", "citations", *slots]
    return answer.sort_values(order, ascending=[False, False, *[True] * len(slots)], ignore_index=True)


def told_together(
    claims: pd.DataFrame, parts: pd.DataFrame, *, slots: Sequence[str], up: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return one row for each claim and combination of its own codes in these slots: claim (row number) and slots.

    Arguments and errors as in `patterns`. Several codes in one slot give a row each, all of one claim; codes that
    are one in broader terms give one.
    """
    held = _Held(claims, parts, slots, up)
    told = _joined(held.sides, slots)
    return held.named(told[list(slots)]).assign(claim=told["claim"].to_numpy())


class Tellings:
    """Who tells what: numbered patterns and the rows of the claims that tell them, counted in one pass each."""

    def __init__(self, claims: pd.DataFrame, keys: np.ndarray, rows: np.ndarray, size: int) -> None:
        self.claims, self.keys, self.rows, self.size = claims, keys, rows, size
        self.denied = (claims["status"] == "denied").to_numpy()[rows]

    def counts(self, kept: np.ndarray | None = None) -> dict[str, np.ndarray]:
        """Return citations, sources and units of each pattern, of the tellings kept (else those not denied)."""
        kept = ~self.denied if kept is None else kept
        keys, rows = self.keys[kept], self.rows[kept]
        found = {"citations": np.bincount(keys, minlength=self.size)}
        for name, column in (("sources", "source"), ("units", "unit")):
            found[name] = distinct(keys, _codes(self.claims[column])[rows], self.size)
        return found

    def listed(self, column: str, kept: np.ndarray | None = None, *, told_only: bool = False) -> list[tuple[str, ...]]:
        """Return for each pattern the values of a column, each once, in order; empty values are left out."""
        kept = np.ones(len(self.keys), dtype=bool) if kept is None else kept
        kept = kept & ~self.denied if told_only else kept
        own = self.claims[column]
        values, names = pd.factorize(own, sort=not own.is_monotonic_increasing)
        pairs = _pairs(self.keys[kept], values[self.rows[kept]], max(len(names), 1))
        keys, held = np.divmod(pairs, max(len(names), 1))
        return _cut(keys, np.asarray(names, dtype=object)[held] if len(names) else held, self.size)


def distinct(keys: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """Return how many different values (whole numbers from 0) come with each key from 0 to size."""
    width = int(values.max()) + 1 if len(values) else 1
    return np.bincount(_pairs(keys, values, width) // width, minlength=size)


def checked_slots(slots: Iterable[str]) -> None:
    """Raise InputRefused for what is not a slot, and for "mechanism" beside one of its own three."""
    named = list(slots)
    for slot in named:
        if slot not in PLACES:
            raise InputRefused(f"{slot!r} is not a slot", "", f"Slots: {', '.join(PLACES)}.")
    if "mechanism" in named and set(named) & set(terms.MECHANISM_SLOTS):
        raise InputRefused("'mechanism' holds its three slots already", "", "Name the one or the others.")


def _refuse_too_few(slots: Sequence[str]) -> None:
    if isinstance(slots, str) or len(set(slots)) < 2 or len(set(slots)) < len(slots):
        raise InputRefused("a pattern needs two different slots or more", "", f"Slots: {', '.join(PLACES)}.")


class _Held:
    """What claims hold, as numbers: each part's claim, slot and broader code, read once; ``sides`` by slot."""

    def __init__(
        self, claims: pd.DataFrame, parts: pd.DataFrame, slots: Sequence[str], up: Mapping[str, str] | None
    ) -> None:
        require(parts, "claim_parts", "claim_id", "slot", "code_id")
        _refuse_too_few(slots)
        checked_slots(slots)
        self.size = len(claims)
        self.rows = pd.Index(claims["claim_id"]).get_indexer(parts["claim_id"])
        self.slots, self.slot_names = pd.factorize(parts["slot"])
        own, known = pd.factorize(parts["code_id"])
        for column, numbers, names in (("slot", self.slots, self.slot_names), ("code", own, known)):
            _refuse_empty(column, numbers, names, parts)
        wider = broader(pd.Series(known, dtype=object), up)
        self.names = np.array(sorted(set(wider)), dtype=object)  # numbered by the alphabet: sorting needs no names
        places = {name: place for place, name in enumerate(self.names)}
        self.codes = np.array([places[name] for name in wider], dtype=np.int64)[own]
        self.sides = {slot: self._side(slot) for slot in slots}

    def _side(self, slot: str) -> pd.DataFrame:
        kept, width = self._among(terms.MECHANISM_SLOTS if slot == "mechanism" else (slot,)), max(len(self.names), 1)
        pairs = _pairs(self.rows[kept], self.codes[kept], width)
        return pd.DataFrame(dict(zip(("claim", slot), np.divmod(pairs, width), strict=True)))

    def _among(self, slots: Sequence[str]) -> np.ndarray:
        wanted = np.array([name in slots for name in self.slot_names], dtype=bool)
        return wanted[self.slots] & (self.rows >= 0) if len(wanted) else np.zeros(len(self.rows), dtype=bool)

    def whole(self) -> np.ndarray:
        """Return for each claim whether it alone tells context, mechanism and outcome."""
        flags = np.zeros((len(TRIAD), self.size), dtype=bool)
        for place, part in enumerate(TRIAD):
            flags[place, self.rows[self._among([slot for slot, kind in PARTS.items() if kind == part])]] = True
        return flags.all(axis=0)

    def named(self, numbers: pd.DataFrame) -> pd.DataFrame:
        """Return the codes of numbers, column by column."""
        return pd.DataFrame({slot: self.names[numbers[slot].to_numpy()] for slot in numbers})


def _refuse_empty(column: str, numbers: np.ndarray, names: pd.Index, parts: pd.DataFrame) -> None:
    empty = np.flatnonzero((numbers < 0) | np.isin(numbers, [place for place, name in enumerate(names) if name == ""]))
    if len(empty):
        at = int(empty[0])
        told = f"a part of claim {parts['claim_id'].iloc[at]} has no {column}"
        raise InputRefused(told, f"claim_parts, row {at + 1}", "Fill it, or take the part out.")


def broader(codes: pd.Series, up: Mapping[str, str] | None) -> pd.Series:
    """Return codes put into broader terms. Raises InputRefused for one that ``up`` does not know; no ``up``, no change."""
    if up is None:
        return codes
    numbers, known = pd.factorize(codes)
    missing = [code for code in known if code not in up]
    if missing:
        raise InputRefused(f"{missing[0]!r} is not a code of the tree", "", "Add it to codebook.yaml, or recode.")
    return pd.Series(np.array([up[code] for code in known], dtype=object)[numbers], index=codes.index, dtype=object)


def _joined(sides: Mapping[str, pd.DataFrame], slots: Sequence[str]) -> pd.DataFrame:
    told = sides[slots[0]]
    for slot in slots[1:]:
        told = told.merge(sides[slot], on="claim")
    return told


def number_alike(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return a number for each row, the same for equal rows, and the first row of each number."""
    keys = np.zeros(len(rows), dtype=np.int64)
    for column in rows:
        values, names = pd.factorize(rows[column])
        keys = pd.factorize(keys * max(len(names), 1) + values)[0]
    # Numbers are given in the order of appearance, so a row is the first of its number where it exceeds all before.
    before = np.concatenate([[-1], np.maximum.accumulate(keys)[:-1]]) if len(keys) else keys
    return keys, np.flatnonzero(keys > before)


def _codes(column: pd.Series) -> np.ndarray:
    return pd.factorize(column)[0]


def _pairs(keys: np.ndarray, values: np.ndarray, width: int) -> np.ndarray:
    known = values >= 0
    pairs = np.sort(keys[known].astype(np.int64) * width + values[known])
    return pairs[np.concatenate([[True], pairs[1:] != pairs[:-1]])] if len(pairs) else pairs


def _cut(keys: np.ndarray, values: np.ndarray, size: int) -> list[tuple[str, ...]]:
    ends = np.searchsorted(keys, np.arange(size + 1))
    held = values.tolist()
    return [tuple(value for value in held[one:two] if value != "") for one, two in pairwise(ends.tolist())]


def _holders(whole: pd.DataFrame, sides: Mapping[str, pd.DataFrame]) -> np.ndarray:
    """Return how many claims tell at least two slots of each configuration, by inclusion and exclusion."""
    slots, found = list(whole), np.zeros(len(whole), dtype=np.int64)
    for size in range(2, len(slots) + 1):
        for some in combinations(slots, size):
            own, held, count = _matched(whole, sides, some)
            found += (-1) ** size * (size - 1) * np.bincount(held, minlength=count)[own]
    return found


def _reached(whole: pd.DataFrame, sides: Mapping[str, pd.DataFrame], column: pd.Series) -> np.ndarray:
    """Return how many different sources, or units, tell at least two slots of each configuration."""
    from scipy.sparse import csr_array

    values, names = pd.factorize(column)
    reach = csr_array((len(whole), max(len(names), 1)), dtype=np.int32)
    for some in combinations(list(whole), 2):
        own, held, count = _matched(whole, sides, some)
        told = _pairs(held, values[_joined(sides, some)["claim"].to_numpy()], max(len(names), 1))
        ends = np.divmod(told, max(len(names), 1))
        table = csr_array((np.ones(len(told), np.int32), ends), shape=(count, max(len(names), 1)))
        reach = reach + table[own]
    return np.diff(reach.indptr)


def _matched(
    whole: pd.DataFrame, sides: Mapping[str, pd.DataFrame], some: Sequence[str]
) -> tuple[np.ndarray, np.ndarray, int]:
    """Number the combinations of some slots alike in configurations and in claims: both numbers, and how many."""
    held = _joined(sides, some)
    columns = list(some)
    keys, firsts = number_alike(pd.concat([whole[columns], held[columns]], ignore_index=True))
    return keys[: len(whole)], keys[len(whole) :], len(firsts)
