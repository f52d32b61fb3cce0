"""Chains of confirmed ripples, the circles among them, and the causal map in which only confirmed ripples join."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from useit_eval.cmo.links import link_parts
from useit_eval.ground.columns import require

APART = "@context"
COLUMNS = ("codes", "claims", "citations", "sources", "units", "whole_sources", "whole_units", "loop")
Steps = list[tuple[str, str, str]]


def ripple_chains(ripples: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Return the chains that confirmed ripples make, and how many single sources state the whole of each.

    ``ripples`` as from `suggest_ripples`; ``claims`` are situated (label, source, unit). A chain is a run of codes, each
    an outcome of one claim and a context of the next, as long as confirmed ripples lead on; no code comes twice.
    Columns: codes, claims (labels that make it up), citations, sources, units (of those claims), whole_sources and
    whole_units (those whose own claims alone make up the whole chain) and loop (a further ripple leads back to a code
    of the chain). Most whole sources first, then the longest. Unconfirmed ripples make no chain.
    """
    require(ripples, "ripples", "from_claim", "to_claim", "code_id", "confirmed")
    require(claims, "situated claims", "label", "source", "unit")
    standing = ripples[ripples["confirmed"].astype(bool)]
    steps = list(zip(standing["from_claim"], standing["to_claim"], standing["code_id"], strict=True))
    told = claims.drop_duplicates("label").set_index("label")
    rows = [_chain(codes, loop, steps, told) for codes, loop in _runs(steps)]
    rows.sort(key=lambda row: (-len(row[5]), -len(row[0]), row[0]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def ripple_circles(ripples: pd.DataFrame) -> list[Steps]:
    """Return a circle for each knot of ripples that leads back to where it began: its steps in order.

    ``ripples`` needs from_claim, to_claim and code_id. A step is (from_claim, to_claim, code_id); the circle is a
    shortest one through the knot's first label. Nothing is refused: a circle may be how change keeps itself going.

    Example:
        >>> rows = [("C1", "C2", "job"), ("C2", "C1", "firm")]
        >>> ripple_circles(pd.DataFrame(rows, columns=["from_claim", "to_claim", "code_id"]))
        [[('C1', 'C2', 'job'), ('C2', 'C1', 'firm')]]
    """
    require(ripples, "ripples", "from_claim", "to_claim", "code_id")
    onward: dict[str, Steps] = {}
    for step in sorted(zip(ripples["from_claim"], ripples["to_claim"], ripples["code_id"], strict=True)):
        onward.setdefault(step[0], []).append(step)
    found: list[Steps] = []
    met: set[str] = set()
    for start in sorted(onward):
        if start not in met and (circle := _back_to(start, onward)):
            found.append(circle)
            met |= _knot(start, onward)
    return found


def ripple_links(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    confirmed: Collection[tuple[str, str, str]] = (),
    up: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the links of `link_parts`, in which an outcome is the next claim's context only by a confirmed ripple.

    Arguments and columns as in `link_parts`; ``confirmed`` holds (from_claim, to_claim, code) as in ripples.yaml. A code
    that claims tell as an outcome is another factor where a claim tells it as a context ("job@context"), unless a
    person confirmed a ripple into that claim by that code: then both are one factor, and paths run through it. A
    ripple adds no link and no citation of its own, since nobody said it; it joins what two claims said.
    """
    require(claims, "situated claims", "claim_id", "label")
    require(parts, "claim_parts", "claim_id", "slot", "code_id")
    broad = parts["code_id"].map(lambda code: (up or {}).get(code, code))
    is_context, outcomes = parts["slot"] == "context", set(broad[parts["slot"] == "outcome"])
    labels = parts["claim_id"].map(dict(zip(claims["claim_id"], claims["label"], strict=True)))
    joined = {(target, code) for _, target, code in confirmed}
    standing = [pair in joined for pair in zip(labels, parts["code_id"], strict=True)]
    apart = is_context & broad.isin(outcomes) & ~pd.Series(standing, index=parts.index, dtype=bool)
    codes = parts["code_id"].where(~apart, parts["code_id"] + APART)
    wider = {code + APART: (up or {}).get(code, code) + APART for code in parts.loc[apart, "code_id"]}
    return link_parts(claims, parts.assign(code_id=codes), up={**(up or {}), **wider})


def ripple_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return readers' words for codes, and for those that `ripple_links` holds apart: "A job (as a circumstance)"."""
    return {**names, **{code + APART: f"{name} (as a circumstance)" for code, name in names.items()}}


def _runs(steps: Steps) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield each run of codes that cannot go on, and whether it would lead back to one of its own codes."""
    waiting = deque([((), _starts(steps))])
    while waiting:
        codes, here = waiting.popleft()
        onward: dict[str, set[str]] = {}
        for one, target, code in steps:
            if one in here:
                onward.setdefault(code, set()).add(target)
        for code in sorted(set(onward) - set(codes)):
            waiting.append(((*codes, code), frozenset(onward[code])))
        if codes and not set(onward) - set(codes):
            yield codes, bool(onward)


def _starts(steps: Steps) -> frozenset[str]:
    """Return the claims that no ripple leads to, and one claim of each circle that none of these leads to."""
    onward: dict[str, Steps] = {}
    for step in steps:
        onward.setdefault(step[0], []).append(step)
    roots = set(onward) - {target for _, target, _ in steps}
    reached = {claim for root in roots for claim in _reached(root, onward)}
    circles = ripple_circles(pd.DataFrame(steps, columns=["from_claim", "to_claim", "code_id"]))
    return frozenset(roots | {circle[0][0] for circle in circles if circle[0][0] not in reached})


def _chain(codes: tuple[str, ...], loop: bool, steps: Steps, told: pd.DataFrame) -> tuple:
    labels = _on_chain(codes, steps)
    own = told.reindex(sorted(labels))
    whole = {
        by: tuple(
            name for name in sorted(set(own[by].dropna())) if _on_chain(codes, steps, set(own.index[own[by] == name]))
        )
        for by in ("source", "unit")
    }
    counts = (len(own), own["source"].nunique(), own["unit"].nunique())
    return (codes, tuple(own.index), *counts, whole["source"], whole["unit"], loop)


def _on_chain(codes: tuple[str, ...], steps: Steps, allowed: Collection[str] | None = None) -> set[str]:
    """Return the claims on a path of ripples by these codes, of the claims allowed: forward, then back."""
    kept = [step for step in steps if allowed is None or (step[0] in allowed and step[1] in allowed)]
    layers: list[Steps] = []
    here: set[str] | None = None
    for code in codes:
        layer = [step for step in kept if step[2] == code and (here is None or step[0] in here)]
        layers.append(layer)
        here = {step[1] for step in layer}
    found: set[str] = set(here or ())
    for layer in reversed(layers):
        here = {step[0] for step in layer if step[1] in (here or ())}
        found |= here
    return found if here else set()


def _back_to(start: str, onward: Mapping[str, Steps]) -> Steps:
    """Return a shortest run of steps from a claim back to itself; none when there is no way back."""
    came: dict[str, tuple[str, str, str]] = {}
    waiting = deque([start])
    while waiting:
        for step in onward.get(waiting.popleft(), ()):
            if step[1] == start:
                circle = [step]
                while circle[0][0] != start:
                    circle.insert(0, came[circle[0][0]])
                return circle
            if step[1] not in came:
                came[step[1]] = step
                waiting.append(step[1])
    return []


def _knot(start: str, onward: Mapping[str, Steps]) -> set[str]:
    """Return the claims that a claim leads to and that lead back to it."""
    backward: dict[str, Steps] = {}
    for one, target, code in (step for own in onward.values() for step in own):
        backward.setdefault(target, []).append((target, one, code))
    return _reached(start, onward) & _reached(start, backward)


def _reached(start: str, onward: Mapping[str, Steps]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        new = {step[1] for step in onward.get(waiting.pop(), ())} - found
        found |= new
        waiting.extend(new)
    return found
