"""Ratings apart for each group of those who tell and each kind of context, where enough independent units speak."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import counted, listed, missing, plain
from useit_eval.judgement.measures import Row, measure, rows_by_theory
from useit_eval.judgement.rules import Rules, reach, read_rules

ENOUGH = "units_to_rate_apart"
"""The threshold of rubric.yaml: how many independent units must speak before a group is rated apart."""
USUALLY_ENOUGH = 3
TOO_FEW = "too few units to rate apart"
COLUMNS = ("theory_id", "by", "group", "units", "subjects", "rating", "condition", "gate")
_BY = {"stakeholders": "Who tells", "context": "Context"}


def contexts_of(claims: pd.DataFrame, parts: pd.DataFrame, codes: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return, for each claim's label, the broader codes of its contexts (the code itself where it has none broader).

    ``claims`` needs claim_id and label, ``parts`` claim_id, slot and code_id, ``codes`` code_id and parent.
    """
    require(parts, "claim_parts", "claim_id", "slot", "code_id")
    above = {
        code: parent for code, parent in zip(codes["code_id"], codes["parent"], strict=True) if not missing(parent)
    }
    labels = dict(zip(claims["claim_id"], claims["label"], strict=True))
    found: dict[str, tuple[str, ...]] = {}
    for part in parts[parts["slot"] == "context"].itertuples():
        label, code = labels.get(part.claim_id, ""), above.get(part.code_id, part.code_id)
        found[label] = tuple(dict.fromkeys((*found.get(label, ()), code)))
    return found


def rate_groups(
    bearing: pd.DataFrame, theories: pd.DataFrame, rubric: Any, *, contexts: Mapping[str, tuple[str, ...]]
) -> pd.DataFrame:
    """Return one row for each theory and group that says anything of it, either way, with a rating of its own or none.

    ``bearing`` and ``theories`` as for `profile_theories`; ``contexts`` as from `contexts_of`. Columns: theory_id, by
    (stakeholders or context), group, units, subjects (labels), rating, condition and gate. Rating is "" where fewer
    independent units speak than the rubric's threshold units_to_rate_apart (three if it sets none). A claim told in two
    contexts stands in both groups; figures belong to none.
    """
    rules = read_rules(rubric)
    enough = _enough(rules)
    held = rows_by_theory(bearing, theories)
    rows = [
        (theory["theory_id"], by, group, *_rated(own, theory, rules, enough))
        for theory in theories.to_dict("records")
        for (by, group), own in sorted(_grouped(held.get(theory["theory_id"], []), contexts).items())
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _enough(rules: Rules) -> float:
    return rules.thresholds.get(ENOUGH, USUALLY_ENOUGH)


def _grouped(rows: list[Row], contexts: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, str], list[Row]]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["subject_kind"] != "claim" or row["bearing"] == "neutral":
            continue
        if row["group"]:
            groups.setdefault(("stakeholders", row["group"]), []).append(row)
        for code in contexts.get(row["subject"], ()):
            groups.setdefault(("context", code), []).append(row)
    return groups


def _rated(rows: list[Row], theory: Row, rules: Rules, enough: float) -> tuple[int, tuple[str, ...], str, str, str]:
    units = len({row["unit"] for row in rows} - {""})
    subjects = tuple(dict.fromkeys(row["subject"] for row in rows))
    if units < enough:
        return units, subjects, "", "", ""
    found = reach(rules.holding(measure(rows, theory)), rules)
    gate = found.lowering[0].says if found.lowering else ""
    return units, subjects, found.rating, found.lifted.says if found.lifted else "", gate


def tell_groups(
    apart: pd.DataFrame, ratings: pd.DataFrame, theories: pd.DataFrame, rubric: Any, *, names: Mapping[str, str]
) -> list[Finding]:
    """Return judgement.groups.<theory>: the rating in each group where enough units speak, beside that over all.

    ``apart`` as from `rate_groups`, ``ratings`` as from `propose`; ``names`` maps groups and codes to readers' words;
    ``rubric`` gives the threshold. Where no group has enough, that is said and no rating is given.
    """
    enough = _enough(read_rules(rubric))
    proposed = dict(zip(ratings["theory_id"], ratings["rating"], strict=True))
    return [
        _told(theory, apart[apart["theory_id"] == theory["theory_id"]], proposed[theory["theory_id"]], enough, names)
        for theory in theories.to_dict("records")
        if theory["theory_id"] in proposed
    ]


def _told(theory: dict, own: pd.DataFrame, proposed: str, enough: float, names: Mapping[str, str]) -> Finding:
    key, rated = theory["theory_id"], own[own["rating"] != ""]
    subjects = tuple(dict.fromkeys(label for labels in own["subjects"] for label in labels))
    lines = _lines(key, own, rated, proposed, names) if len(rated) else _none(key, own, subjects, enough)
    data = {
        "apart": {f"{row.by}:{row.group}": row.rating for row in rated.itertuples()},
        "too_few": [f"{row.by}:{row.group}" for row in own[own["rating"] == ""].itertuples()],
    }
    return Finding(
        f"judgement.groups.{key}",
        f"By group: {theory['title']}",
        lines,
        _table(key, rated, names) if len(rated) else None,
        strand=theory["strand"],
        theory=key,
        data=data,
        trace=(key, *subjects),
    )


def _none(key: str, own: pd.DataFrame, subjects: tuple[str, ...], enough: float) -> tuple[Sentence, ...]:
    most = int(own["units"].max()) if len(own) else 0
    told = f"By group: {TOO_FEW}. No group of those who tell and no context holds {enough:g} independent units; the most is {most}."
    return (Sentence(told, (key, *subjects)),)


def _lines(
    key: str, own: pd.DataFrame, rated: pd.DataFrame, proposed: str, names: Mapping[str, str]
) -> tuple[Sentence, ...]:
    other = rated[rated["rating"] != proposed]
    ids = (key, *dict.fromkeys(label for labels in rated["subjects"] for label in labels))
    if other.empty:
        told = f"In {counted(len(rated), 'group')} with enough units the rating is as over all: {plain(proposed)}."
    else:
        each = listed(f"{plain(row.rating)} for “{_name(row.group, names)}”" for row in other.itertuples())
        told = (
            f"Over all the rubric proposes {plain(proposed)}; taken apart, {each}."
        )
    few = own[own["rating"] == ""]
    rest = f"{TOO_FEW[:1].upper()}{TOO_FEW[1:]}: {listed(f'“{_name(group, names)}”' for group in few['group'])}."
    behind = (key, *dict.fromkeys(label for labels in few["subjects"] for label in labels))
    return (Sentence(told, ids), *((Sentence(rest, behind),) if len(few) else ()))


def _name(group: str, names: Mapping[str, str]) -> str:
    return names.get(group, plain(group))


def _table(key: str, rated: pd.DataFrame, names: Mapping[str, str]) -> Table:
    place = {rating: at for at, rating in enumerate(terms.RATINGS)}
    rated = rated.assign(_place=rated["rating"].map(place))
    rated = rated.sort_values(["by", "_place", "group"], ascending=[False, False, True])
    rows = tuple(
        (
            f"{_BY[row.by]}: {_name(row.group, names)}",
            len(row.subjects),
            row.units,
            plain(row.rating),
            row.gate or "none",
        )
        for row in rated.itertuples()
    )
    ids = tuple((key, *row.subjects) for row in rated.itertuples())
    caption = f"{key} by group. A claim may stand in several; one group alone never counts as two."
    return Table(("Group", "Claims", "Units", "Rating there", "Gate that capped it"), rows, ids, caption=caption)
