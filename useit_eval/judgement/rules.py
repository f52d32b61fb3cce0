"""A rubric's rules held against a profile: conditions lift one step at a time, gates only cap."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any

from useit_eval.ground import terms
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.wording import listed, missing
from useit_eval.judgement.measures import MEASURES

COMPARISONS = ("at_least", "at_most", "equals")


@dataclasses.dataclass(frozen=True)
class Need:
    """One measure against one bound; ``threshold`` names the bound, when the rubric names it."""

    measure: str
    comparison: str
    bound: float
    threshold: str = ""

    def met(self, profile: Mapping[str, Any]) -> bool:
        """Return whether a profile meets the need; a missing value meets none."""
        value = profile[self.measure]
        if missing(value):
            return False
        value = float(value)
        return {"at_least": value >= self.bound, "at_most": value <= self.bound, "equals": value == self.bound}[
            self.comparison
        ]


@dataclasses.dataclass(frozen=True)
class Rule:
    """A condition, a gate or a rating beside the ladder: what it leads to when every need is met."""

    id: str
    rating: str
    needs: tuple[Need, ...]
    says: str

    def holds(self, profile: Mapping[str, Any]) -> bool:
        """Return whether a profile meets every need."""
        return all(need.met(profile) for need in self.needs)


@dataclasses.dataclass(frozen=True)
class Rules:
    """A rubric ready to be applied. Build it with `read_rules`."""

    thresholds: Mapping[str, float]
    conditions: tuple[Rule, ...]
    gates: tuple[Rule, ...]
    beside: tuple[Rule, ...]

    @property
    def every(self) -> tuple[Rule, ...]:
        """Return conditions, gates and the rules beside the ladder, in this order."""
        return (*self.conditions, *self.gates, *self.beside)

    def holding(self, profile: Mapping[str, Any]) -> list[Rule]:
        """Return the rules that hold for a profile."""
        return [rule for rule in self.every if rule.holds(profile)]


def read_rules(rubric: Any, *, thresholds: Mapping[str, float] | None = None) -> Rules:
    """Return the rules of a rubric: a `codebook.Rubric`, or a mapping in the form of rubric.yaml.

    ``thresholds`` puts other values in place of the rubric's own. Raises InputRefused for an unknown measure, rating
    or threshold, or a need without exactly one of at_least, at_most and equals.
    """
    plain = rubric.model_dump(exclude_none=True) if hasattr(rubric, "model_dump") else dict(rubric)
    held = {**plain.get("thresholds", {}), **(thresholds or {})}
    return Rules(
        held,
        tuple(_rule(rule, "lifts_to", "needs", terms.LADDER[1:], held) for rule in plain.get("conditions", ())),
        tuple(_rule(rule, "caps_at", "when", terms.LADDER, held) for rule in plain.get("gates", ())),
        tuple(_rule(rule, "rating", "when", terms.BESIDE_LADDER, held) for rule in plain.get("beside", ())),
    )


def _rule(
    rule: Mapping[str, Any], rating: str, needs: str, allowed: tuple[str, ...], thresholds: Mapping[str, float]
) -> Rule:
    if rule[rating] not in allowed:
        raise InputRefused(
            f"rule {rule['id']!r}: {rule[rating]!r} cannot be its rating", "rubric.yaml", f"One of: {listed(allowed)}."
        )
    return Rule(
        rule["id"], rule[rating], tuple(_need(need, rule["id"], thresholds) for need in rule[needs]), rule["says"]
    )


def _need(need: Mapping[str, Any], rule: str, thresholds: Mapping[str, float]) -> Need:
    if need["measure"] not in MEASURES:
        raise InputRefused(
            f"rule {rule!r} names the measure {need['measure']!r}, which is not measured",
            "rubric.yaml",
            f"Measures: {listed(MEASURES)}.",
        )
    given = [name for name in COMPARISONS if need.get(name) is not None]
    if len(given) != 1:
        raise InputRefused(
            f"rule {rule!r} needs one of {listed(COMPARISONS, last='or')} for {need['measure']!r}",
            "rubric.yaml",
            "Keep one.",
        )
    bound = need[given[0]]
    name = need.get("threshold") or (bound if isinstance(bound, str) else "")
    if name and name not in thresholds:
        raise InputRefused(
            f"rule {rule!r} names the threshold {name!r}, which the rubric does not set",
            "rubric.yaml",
            "Add it to thresholds.",
        )
    return Need(need["measure"], given[0], float(thresholds[name] if name else bound), name)


@dataclasses.dataclass(frozen=True)
class Reached:
    """Where a profile comes out: the step climbed to and by what, the step after the gates, and what stands beside."""

    base: str
    lifted: Rule | None
    capped: str
    lowering: tuple[Rule, ...]
    beside: Rule | None

    @property
    def rating(self) -> str:
        """Return the proposed rating: that of the rule beside the ladder if one holds, else the step after the gates."""
        return self.beside.rating if self.beside else self.capped


def reach(holding: Collection[Rule], rules: Rules) -> Reached:
    """Return what the rules that hold make of a profile.

    Conditions lift one step at a time from insufficient; gates that hold only cap, the lowest first (ties in the
    rubric's order); the first rule beside the ladder that holds is proposed in place of the step reached.
    """
    place = terms.LADDER.index
    base, lifted = climb([rule for rule in rules.conditions if rule in holding])
    gates = (gate for gate in rules.gates if gate in holding and place(gate.rating) < place(base))
    lowering = tuple(sorted(gates, key=lambda gate: place(gate.rating)))
    beside = next((rule for rule in rules.beside if rule in holding), None)
    return Reached(base, lifted, lowering[0].rating if lowering else base, lowering, beside)


def climb(holding: list[Rule]) -> tuple[str, Rule | None]:
    """Return the step reached one at a time by the conditions that hold, and the condition that lifted to it."""
    rating, lifted = terms.LADDER[0], None
    for step in terms.LADDER[1:]:
        condition = next((rule for rule in holding if rule.rating == step), None)
        if condition is None:
            break
        rating, lifted = step, condition
    return rating, lifted


def unmet(profile: Mapping[str, Any], rating: str, rules: Rules) -> list[Need]:
    """Return the needs not yet met for the step above a rating, by the first condition that leads there."""
    above = terms.LADDER[terms.LADDER.index(rating) + 1 :][:1]
    rule = next((rule for rule in rules.conditions if rule.rating in above), None)
    return [need for need in rule.needs if not need.met(profile)] if rule else []
