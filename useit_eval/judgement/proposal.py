"""The rating a rubric proposes for each theory, with the condition that lifted it and the gate that capped it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.judgement.measures import MEASURES
from useit_eval.judgement.rules import Need, Rules, reach, read_rules, unmet

COLUMNS = (
    "theory_id",
    "base_rating",
    "capped_rating",
    "rating",
    "condition",
    "condition_says",
    "gate",
    "gate_says",
    "gates",
    "gates_waiting",
    "gates_waiting_say",
    "beside",
    "beside_says",
    "lacking",
    "why",
)
COMPARED = {"at_least": "at least", "at_most": "at most", "equals": "exactly"}


def propose(profiles: pd.DataFrame, rubric: Any) -> pd.DataFrame:
    """Return the proposed rating of each profile. A machine proposes; only a person signs.

    ``profiles`` needs theory_id and every measure the rubric names (see `profile_theories`); ``rubric`` is a
    `codebook.Rubric`, a mapping of its form, or `Rules`. Base rule: insufficient, then one step at a time by the first
    condition that holds; gates only cap; contested and not supported have conditions of their own and are proposed
    in place of the step reached. Columns: theory_id, base_rating, capped_rating, rating, condition and gate (ids, ""
    when none; gate is the lowest cap), gates (all that lowered it), gates_waiting (those that hold without lowering),
    beside, lacking (what the next step needs, in words), why, and the ``says`` of each.
    """
    rules = rubric if isinstance(rubric, Rules) else read_rules(rubric)
    require(profiles, "profiles", "theory_id", *_named(rules))
    return pd.DataFrame([_one(profile, rules) for profile in profiles.to_dict("records")], columns=list(COLUMNS))


def _named(rules: Rules) -> list[str]:
    return sorted({need.measure for rule in rules.every for need in rule.needs})


def _one(profile: dict, rules: Rules) -> dict[str, str]:
    holding = rules.holding(profile)
    found = reach(holding, rules)
    lifted, lowering, beside = found.lifted, found.lowering, found.beside
    waiting = [gate for gate in rules.gates if gate in holding and gate not in lowering]
    return {
        "theory_id": profile["theory_id"],
        "base_rating": found.base,
        "capped_rating": found.capped,
        "rating": found.rating,
        "condition": lifted.id if lifted else "",
        "condition_says": lifted.says if lifted else "",
        "gate": lowering[0].id if lowering else "",
        "gate_says": " ".join(gate.says for gate in lowering),
        "gates": "; ".join(gate.id for gate in lowering),
        "gates_waiting": "; ".join(gate.id for gate in waiting),
        "gates_waiting_say": " ".join(gate.says for gate in waiting),
        "beside": beside.id if beside else "",
        "beside_says": beside.says if beside else "",
        "lacking": "; ".join(_in_words(need) for need in unmet(profile, found.base, rules)),
        "why": " ".join(rule.says for rule in (lifted, *lowering[:1], beside) if rule),
    }


def _in_words(need: Need) -> str:
    bound = f"{need.bound:.0%}" if need.measure.startswith("share_") else f"{need.bound:g}"
    return f"{MEASURES[need.measure].removesuffix(' (1 to 3)')} ({COMPARED[need.comparison]} {bound})"
