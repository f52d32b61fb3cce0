"""Opposites: what is told to have gone well and what is told against it, kept as separate states and never netted."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

NEGATIVE = "~"
"""After the code of an outcome that is told both ways, where a claim tells it as negative."""
SIDES = {"positive": ("positive",), "negative": ("negative",), "mixed": ("positive", "negative")}


def keep_opposites_apart(
    claims: pd.DataFrame, parts: pd.DataFrame, *, names: Mapping[str, str], up: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, dict[str, str], dict[str, str]]:
    """Return parts, names and broader codes in which an outcome that is told both ways is two: ``code`` and ``code~``.

    ``claims`` needs claim_id and status; ``parts`` claim_id, slot, code_id and may have a valence (without one, nothing
    changes). Only what claims that are not denied tell both as positive and as negative is parted, in the broader codes
    of ``up``; its negative side gets a name of its own. Hand the parts to `link_parts`: six for and one against are
    then two factors, never five.
    """
    require(claims, "claims", "claim_id", "status")
    require(parts, "claim_parts", "claim_id", "slot", "code_id")
    names, up = dict(names), dict(up or {})
    if "valence" not in parts:
        return parts, names, up
    told = parts["claim_id"].isin(claims.loc[claims["status"] != "denied", "claim_id"])
    broad = parts["code_id"].map(lambda code: up.get(code, code))
    outcome, negative = parts["slot"] == "outcome", parts["valence"] == "negative"
    both = set(broad[outcome & told & negative]) & set(broad[outcome & told & (parts["valence"] == "positive")])
    turned = outcome & negative & broad.isin(both)
    for code in sorted({*parts.loc[turned, "code_id"], *broad[turned]}):
        names[code + NEGATIVE] = f"{names.get(code, code)} (told as negative)"
        up[code + NEGATIVE] = up.get(code, code) + NEGATIVE
    return parts.assign(code_id=parts["code_id"].where(~turned, parts["code_id"] + NEGATIVE)), names, up


def state_opposites(links: pd.DataFrame, *, of: str = "link") -> pd.DataFrame:
    """Return for each link, or each factor (``of="factor"``), which sides are told: one of four states, never a sum.

    ``links`` needs from_code, to_code, from_valence, to_valence, status, claim and unit (see `link_parts`). A denied link
    is told against, whatever its valence; else the valence of what it leads to decides: mixed is told both ways,
    neutral and unknown neither. A factor is told by the valence at its own end of a link, and against where a denied
    link leads to it. Columns: the link or factor, positive and negative (claims), positive_units, negative_units and
    state: positive_only, negative_only, both_sides or neither_side. Raises InputRefused for another ``of``.
    """
    require(links, "links", "from_code", "to_code", "from_valence", "to_valence", "status", "claim", "unit")
    if of not in ("link", "factor"):
        raise InputRefused(f"opposites are not told of a {of!r}", "", "Tell them of: link, factor.")
    told = _told_links(links) if of == "link" else _told_factors(links)
    keys = [column for column in ("from_code", "to_code", "factor") if column in told]
    sided = told.assign(side=told["valence"].map(SIDES)).explode("side")
    answer = told[keys].drop_duplicates().sort_values(keys, ignore_index=True)
    for name, count in (("", "claim"), ("_units", "unit")):
        for side in ("positive", "negative"):
            own = sided[sided["side"] == side].groupby(keys)[count].nunique().rename(side + name)
            answer = answer.merge(own.reset_index(), on=keys, how="left").fillna({side + name: 0})
            answer[side + name] = answer[side + name].astype("int64")
    states = [_state(one > 0, other > 0) for one, other in zip(answer["positive"], answer["negative"], strict=True)]
    return answer.assign(state=states)


def _told_links(links: pd.DataFrame) -> pd.DataFrame:
    valence = links["to_valence"].where(links["status"] != "denied", "negative")
    return links[["from_code", "to_code", "claim", "unit"]].assign(valence=valence)


def _told_factors(links: pd.DataFrame) -> pd.DataFrame:
    outgoing = links[["claim", "unit"]].assign(
        factor=links["from_code"], valence=links["from_valence"].where(links["status"] != "denied", "unknown")
    )
    incoming = links[["claim", "unit"]].assign(
        factor=links["to_code"], valence=links["to_valence"].where(links["status"] != "denied", "negative")
    )
    return pd.concat([outgoing, incoming], ignore_index=True)


def _state(positive: bool, negative: bool) -> str:
    both, only, against, neither = terms.OPPOSITES
    return (both if negative else only) if positive else (against if negative else neither)
