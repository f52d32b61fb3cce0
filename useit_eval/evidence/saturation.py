"""How much each further source still adds: codes, configurations and contradictions (Guest, Namey & Chen 2020)."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from useit_eval.cmo.claims import PARTS
from useit_eval.evidence.bearing import current
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, day, listed, text

BASE, RUN, THRESHOLD = 4, 2, 0.05
"""Sources that make the base, sources that make a run, and the share of new in a run up to which it counts as nothing new."""
MOST_ORDERS = 720
"""So many orders of the sources are all tried; of more, so many are drawn with a seed."""
LITTLE = (
    "Saturation says that further sources of this kind tell little new. It says little about a theory: one source of "
    "another kind can refute what many have said alike, and a question nobody asked is never saturated."
)
KINDS = {"codes": "code", "configurations": "configuration", "contradictions": "contradiction"}


@dataclass(frozen=True)
class Saturation:
    """What a row of sources adds: ``new`` by source, ``base`` distinct items in the base, ``runs`` the share of new in each
    run (new in the run / items of the base), and ``reached``: sources before the first run up to the threshold, or None.

    ``judged`` is false where there are too few sources for one run, or the base holds nothing.
    """

    new: tuple[int, ...]
    base: int
    runs: tuple[float, ...]
    reached: int | None
    judged: bool


def saturate(
    items: Sequence[set[Hashable]], *, base: int = BASE, run: int = RUN, threshold: float = THRESHOLD
) -> Saturation:
    """Return how far sources in this order, each with what it tells, are saturated.

    Guest, Namey & Chen (2020), PLOS ONE 15(5): the distinct items of the first ``base`` sources are the denominator; the new
    ones in each ``run`` of sources after them, moved on by one source, the numerator. Saturation is told as sources + run.
    Raises InputRefused when base or run is under 1 or the threshold is not a share.

    Example:
        >>> saturate([{1, 2}, {3, 4}, {4, 5}, {1}, {2}], base=2, run=2, threshold=0.05).reached
        3
    """
    if base < 1 or run < 1 or not 0 <= threshold < 1:
        raise InputRefused(
            f"a base of {base}, a run of {run} and a threshold of {threshold:g} make no saturation", "",
            "Base and run are 1 or more, the threshold is a share such as 0.05.",
        )  # fmt: skip
    new = tuple(_new(items))
    held = sum(new[:base])
    if len(new) < base + run or not held:
        return Saturation(new, held, (), None, False)
    starts = range(base, len(new) - run + 1)
    runs = tuple(sum(new[start : start + run]) / held for start in starts)
    reached = next((start for start, share in zip(starts, runs, strict=True) if share <= threshold + 1e-12), None)
    return Saturation(new, held, runs, reached, True)


def _new(items: Sequence[set[Hashable]]) -> list[int]:
    seen: set[Hashable] = set()
    found = []
    for own in items:
        found.append(len(own - seen))
        seen |= own
    return found


def other_orders(
    items: Sequence[set[Hashable]], *, seed: int, base: int = BASE, run: int = RUN, threshold: float = THRESHOLD
) -> tuple[tuple[int | None, ...], bool]:
    """Return where saturation is reached in every order of the sources, or in `MOST_ORDERS` drawn by ``seed``; and whether all."""
    every = math.factorial(len(items)) <= MOST_ORDERS
    chance = random.Random(seed)
    orders = itertools.permutations(items) if every else (chance.sample(items, len(items)) for _ in range(MOST_ORDERS))
    return tuple(saturate(order, base=base, run=run, threshold=threshold).reached for order in orders), every


def told_by_source(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    bearing: pd.DataFrame,
    theories: pd.DataFrame,
    *,
    up: Mapping[str, str] | None = None,
) -> dict[str, dict[str, set[Hashable]]]:
    """Return, for codes, configurations and contradictions, what each source_id tells of them.

    ``claims`` needs claim_id, label, source_id and status, ``parts`` claim_id, slot and code_id, ``bearing`` is that of
    `bear`; ``up`` maps codes to broader ones. A configuration is a pair of broader codes in two of context, mechanism and
    outcome that one claim holds, or a triple in all three; denied claims tell none. A contradiction is a theory that a
    claim speaks against, with the broader code of its outcome (of any part where it has none).
    """
    require(claims, "claims", "claim_id", "label", "source_id", "status")
    require(parts, "claim_parts", "claim_id", "slot", "code_id")
    up, held = up or {}, {}
    for claim, slot, code in zip(parts["claim_id"], parts["slot"], parts["code_id"], strict=True):
        held.setdefault(claim, {}).setdefault(PARTS.get(slot, slot), set()).add(code)
    now = current(bearing, theories) if len(bearing) else bearing
    against: dict[str, list[str]] = {}
    for row in now[now["bearing"] == "refutes"].itertuples() if len(now) else ():
        against.setdefault(row.subject, []).append(row.theory_id)
    found: dict[str, dict[str, set[Hashable]]] = {kind: {} for kind in KINDS}
    for claim in claims.itertuples():
        own = held.get(claim.claim_id, {})
        broad = {part: {up.get(code, code) for code in codes} for part, codes in own.items()}
        told = {
            "codes": set().union(*own.values()),
            "configurations": _configurations(broad) if claim.status != "denied" else set(),
            "contradictions": {
                (theory, code)
                for theory in against.get(claim.label, ())
                for code in broad.get("outcome") or set().union(*broad.values())
            },
        }
        for kind, items in told.items():
            found[kind].setdefault(claim.source_id, set()).update(items)
    return found


def _configurations(broad: Mapping[str, set[str]]) -> set[Hashable]:
    """Return pairs and triples of broader codes across context, mechanism and outcome, each part named."""
    held = [[(part, code) for code in broad[part]] for part in ("context", "mechanism", "outcome") if part in broad]
    chosen = [two for two in itertools.combinations(held, 2)] + ([tuple(held)] if len(held) == 3 else [])
    return {item for group in chosen for item in itertools.product(*group)}


def in_order(sources: pd.DataFrame) -> pd.DataFrame:
    """Return sources by their day, then label; those without a day last."""
    days = [text(value) for value in sources["dated"]]
    ranked = sources.assign(_late=[not value for value in days], _day=days)
    return ranked.sort_values(["_late", "_day", "label"]).drop(columns=["_late", "_day"])


def tell_saturation(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    bearing: pd.DataFrame,
    theories: pd.DataFrame,
    *,
    sources: pd.DataFrame,
    up: Mapping[str, str] | None = None,
    seed: int = 0,
    base: int = BASE,
    run: int = RUN,
    threshold: float = THRESHOLD,
) -> Finding:
    """Return evidence.saturation: what each source with claims added, when little was new, and whether the order matters.

    The frames are as in `told_by_source`; ``sources`` needs source_id, label, title and dated. Sources without a claim stay
    out. With too few sources the finding says that saturation cannot be judged.
    """
    require(sources, "sources", "source_id", "label", "title", "dated")
    told = told_by_source(claims, parts, bearing, theories, up=up)
    own = in_order(sources[sources["source_id"].isin(set(claims["source_id"]))])
    ids = tuple(own["label"])
    title = "What further sources still add"
    if len(own) < base + run:
        return Finding("evidence.saturation", title, _too_few(ids, base + run), data={"judged": False}, trace=ids)
    lists = {kind: [held.get(source, set()) for source in own["source_id"]] for kind, held in told.items()}
    how = {"base": base, "run": run, "threshold": threshold}
    found = {kind: saturate(items, **how) for kind, items in lists.items()}
    orders = {kind: other_orders(items, seed=seed, **how) for kind, items in lists.items() if found[kind].judged}
    lines = [Sentence(_way(own, **how), ids)]
    for kind, one in found.items():
        varied = f" {_orders(orders[kind], run, seed)}" if kind in orders else ""
        lines.append(Sentence(f"{_reached(kind, one, **how)}{varied}", ids))
    data = {
        kind: {"new": list(one.new), "base": one.base, "runs": list(one.runs), "reached": one.reached}
        for kind, one in found.items()
    }
    data |= {"judged": True, "seed": seed, **how}
    lines.append(Sentence(LITTLE, explains=True))
    return Finding("evidence.saturation", title, tuple(lines), _table(own, found), _drawn(own, lists["codes"], found["codes"]), data=data, trace=ids)  # fmt: skip


def _too_few(ids: tuple[str, ...], least: int) -> tuple[Sentence, ...]:
    if not ids:
        return (
            Sentence("No claim is on record, so whether further sources add anything cannot be judged.", explains=True),
        )
    told = f"Whether further sources would add anything cannot be judged from {counted(len(ids), 'source')} with claims: it takes {least}."
    return (Sentence(told, ids), Sentence(LITTLE, explains=True))


def _way(own: pd.DataFrame, *, base: int, run: int, threshold: float) -> str:
    days = [text(value) for value in own["dated"]]
    undated = sum(not value for value in days)
    known = [value for value in days if value]
    span = f", from {day(known[0])} to {day(known[-1])}" if known else ""
    late = f"; {counted(undated, 'source')} without a day {agrees(undated, 'comes', 'come')} last" if undated else ""
    return (
        f"The {counted(len(own), 'source')} with claims are taken by their day, then their label{span}{late}. The first {base} are the base; "
        f"a run of {run} with at most {threshold:.0%} of new, measured by what the base holds, counts as little new."
    )


def _reached(kind: str, one: Saturation, *, base: int, run: int, threshold: float) -> str:
    total = counted(sum(one.new), KINDS[kind])
    if not one.judged:
        return f"{kind.capitalize()}: {total} in all, none in the base, so nothing can be measured by it."
    lead = f"{kind.capitalize()}: {total} in all, {one.base} of them in the base"
    if one.reached is None:
        return f"{lead}; no run brings little new, and the last brings {one.runs[-1]:.0%}: not saturated."
    last = one.runs[-1]
    share = one.runs[one.reached - base]
    after = f", though the last run brings {last:.0%} again" if last > threshold else ""
    return f"{lead}; little new after {one.reached} sources, as the next {run} bring {share:.0%} ({one.reached}+{run}){after}."


def _orders(found: tuple[tuple[int | None, ...], bool], run: int, seed: int) -> str:
    """Say in how many other orders of the sources it is reached, and between which places."""
    places, every = found
    at = sorted(place for place in places if place is not None)
    which = f"all {len(places)} orders" if every else f"{len(places)} orders drawn by chance (seed {seed})"
    if not at:
        return f"In {which} of the sources it is never reached."
    between = f"after {at[0]}" if at[0] == at[-1] else f"after {at[0]} to {at[-1]}"
    return f"In {which} of the sources it is reached in {len(at) / len(places):.0%}, {between} sources (+{run})."


def _table(own: pd.DataFrame, found: Mapping[str, Saturation]) -> Table:
    heads = ("Source", "Day", *(f"New {kind}" for kind in found))
    rows = tuple(
        (row.title, day(row.dated), *(one.new[place] for one in found.values()))
        for place, row in enumerate(own.itertuples())
    )
    return Table(
        heads, rows, tuple((label,) for label in own["label"]), caption="What each source added, in their order"
    )


def _drawn(own: pd.DataFrame, items: Sequence[set[Hashable]], found: Saturation) -> FigureSpec:
    """Draw each source's codes as a bar: those new with it, and those told before."""
    rows = tuple(
        {"group": label, "state": state, "count": count, "unit": "codes", "ids": (label,)}
        for label, held, new in zip(own["label"], items, found.new, strict=True)
        for state, count in (("new", new), ("told before", len(held) - new))
        if count
    )
    alt = listed(
        f"{label}: {new} new of {len(held)}" for label, held, new in zip(own["label"], items, found.new, strict=True)
    )
    legend = "Sources by their day, then label; codes in claims that count."
    return FigureSpec("states", "New codes by source", rows, alt=alt, legend=legend)
