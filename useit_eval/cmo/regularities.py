"""Demi-regularities: a mechanism and an outcome told again and again, with what goes against them kept in full."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from useit_eval.cmo.patterns import Tellings, broader, told_together
from useit_eval.ground.columns import require

OPPOSITE = {"positive": "negative", "negative": "positive"}
GROUP = ["mechanism", "outcome", "direction"]


def demi_regularities(
    claims: pd.DataFrame, parts: pd.DataFrame, *, up: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return each mechanism, outcome and direction that claims tell together, with what is for it and against it.

    ``claims`` are situated (claim_id, label, status, source, unit, group); ``parts`` needs claim_id, slot, code_id and,
    for the direction, valence (absent or empty: unknown); ``up`` maps codes to broader ones (`coding.roll_up`).
    Columns: mechanism, outcome, direction; citations, sources, units for it, and the same three with ``against_``;
    contexts (told with it), absent (told with this mechanism, never with this outcome in this direction: not told,
    which is not no); claims and exceptions (labels). Nothing is netted, tested or named. Most units first. Errors as
    in `patterns`. After Lawson's demi-regularities as realist evaluation uses them (Pawson & Tilley 1997).
    """
    ways = directions(claims, parts, up=up)
    known, told, tellings = _told(claims, ways)
    against = _against(ways)
    contrary = Tellings(claims, against["group"].to_numpy(), against["claim"].to_numpy(), len(known))
    counts = contrary.counts(np.ones(len(against), dtype=bool))
    present, absent = _contexts(claims, parts, told, known, up)
    answer = known[GROUP].assign(
        **tellings.counts(),
        **{f"against_{name}": values for name, values in counts.items()},
        contexts=present,
        absent=absent,
        claims=tellings.listed("label"),
        exceptions=contrary.listed("label"),
    )
    order = ["units", "citations", *GROUP]
    return answer.sort_values(order, ascending=[False, False, True, True, True], ignore_index=True)


def exceptions(claims: pd.DataFrame, parts: pd.DataFrame, *, up: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return every exception to every demi-regularity, a row each: mechanism, outcome, direction, label and how.

    Arguments and errors as in `demi_regularities`. ``how`` is "denied" (a claim denies that the mechanism led to the
    outcome) or "opposite" (positive here, negative there). A claim that denies the positive says nothing against the
    negative. Mixed, neutral and unknown directions are groups of their own and go against none.
    """
    ways = directions(claims, parts, up=up)
    known = _groups(ways)
    against = _against(ways)
    rows = known.iloc[against["group"].to_numpy()][GROUP].reset_index(drop=True)
    rows = rows.assign(
        label=claims["label"].to_numpy(dtype=object)[against["claim"].to_numpy()],
        how=np.where(against["denied"], "denied", "opposite"),
    )
    return rows.drop_duplicates().sort_values([*GROUP, "label", "how"], ignore_index=True)


def leading_directions(claims: pd.DataFrame, ways: pd.DataFrame) -> pd.DataFrame:
    """Return the direction most units tell of each mechanism and outcome: mechanism, outcome, direction.

    ``ways`` as from `directions`. Then most citations decide, then the positive before the others.
    """
    known, _, tellings = _told(claims, ways)
    order = ["units", "citations", "direction"]
    ranked = known[GROUP].assign(**tellings.counts()).sort_values(order, ascending=False, kind="stable")
    return ranked.drop_duplicates(GROUP[:2])[GROUP]


def directions(claims: pd.DataFrame, parts: pd.DataFrame, *, up: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return what each claim alone tells of mechanism and outcome: claim (row number), mechanism, outcome, direction, denied.

    Arguments and errors as in `demi_regularities`. The direction is the valence of the claim's outcome.
    """
    require(claims, "situated claims", "claim_id", "label", "status", "source", "unit")
    told = told_together(claims, parts, slots=("mechanism", "outcome"), up=up)
    outcomes = parts[parts["slot"] == "outcome"]
    valence = outcomes["valence"] if "valence" in outcomes else pd.Series("unknown", index=outcomes.index)
    held = pd.DataFrame(
        {
            "claim": pd.Index(claims["claim_id"]).get_indexer(outcomes["claim_id"]),
            "outcome": broader(outcomes["code_id"], up).to_numpy(dtype=object),
            "direction": valence.fillna("unknown").replace("", "unknown").to_numpy(dtype=object),
        }
    ).drop_duplicates()
    ways = told.merge(held, on=["claim", "outcome"])
    return ways.assign(denied=(claims["status"] == "denied").to_numpy()[ways["claim"].to_numpy()])


def _told(claims: pd.DataFrame, ways: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, Tellings]:
    known = _groups(ways)
    told = ways[~ways["denied"]].merge(known, on=GROUP)
    return known, told, Tellings(claims, told["group"].to_numpy(), told["claim"].to_numpy(), len(known))


def _groups(ways: pd.DataFrame) -> pd.DataFrame:
    known = ways.loc[~ways["denied"], GROUP].drop_duplicates().sort_values(GROUP, ignore_index=True)
    return known.assign(group=np.arange(len(known)))


def _against(ways: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that go against each group: group, claim and denied."""
    columns = ["mechanism", "outcome"]
    met = _groups(ways).merge(ways.rename(columns={"direction": "told"}), on=columns)
    opposite = met["direction"].map(OPPOSITE) == met["told"]
    other_side = (met["direction"] == "negative") & (met["told"] == "positive")
    kept = np.where(met["denied"], ~other_side, opposite).astype(bool)
    return met.loc[kept, ["group", "claim", "denied"]].drop_duplicates(ignore_index=True)


def _contexts(
    claims: pd.DataFrame, parts: pd.DataFrame, told: pd.DataFrame, known: pd.DataFrame, up: Mapping[str, str] | None
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return for each group the contexts told with it, and those told with its mechanism but never with it."""
    held = told_together(claims, parts, slots=("context", "mechanism"), up=up)
    with_it = told[["group", "claim", "mechanism"]].merge(held, on=["claim", "mechanism"])[["group", "context"]]
    elsewhere = known[["group", "mechanism"]].merge(held[["mechanism", "context"]].drop_duplicates(), on="mechanism")
    here = with_it.drop_duplicates()
    marked = elsewhere[["group", "context"]].merge(here, on=["group", "context"], how="left", indicator=True)
    apart = marked[marked["_merge"] == "left_only"]
    return tuple(_by_group(frame, len(known)) for frame in (here, apart))  # type: ignore[return-value]


def _by_group(frame: pd.DataFrame, size: int) -> list[tuple[str, ...]]:
    lists: list[list[str]] = [[] for _ in range(size)]
    for group, context in zip(frame["group"], frame["context"], strict=True):
        lists[group].append(context)
    return [tuple(sorted(own)) for own in lists]
