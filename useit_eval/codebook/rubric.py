"""rubric.yaml: the conditions that lift a rating, the gates that cap it, and the ratings beside the ladder.

Only the structure is known here: what the measures mean, and what a rubric does to them, lives in ``judgement``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from useit_eval.codebook import records
from useit_eval.codebook.read import Document, read_yaml
from useit_eval.codebook.records import Id, Record, Text, one_of
from useit_eval.ground import numbers, terms
from useit_eval.ground.errors import UsageError

COMPARISONS = ("at_least", "at_most", "equals")
_Step = one_of(terms.LADDER[1:])
_Cap = one_of(terms.LADDER)
_Beside = one_of(terms.BESIDE_LADDER)


def _number(found: Any) -> Any:
    if isinstance(found, bool | int | float):
        if not found >= 0:
            told = f"a bound should be zero or more, found {found}: measures are counts, grades and shares"
            raise records.entry_fault(told, "Correct the number.")
        if numbers.beyond(found):
            raise records.entry_fault(f"the bound {numbers.told(found)}", "Correct the number.")
        return found
    raise records.entry_fault(
        f"a bound should be a number, true or false, found '{found}'", "Write digits without quotes."
    )


_Number = Annotated[bool | int | float, BeforeValidator(_number)]


class Need(Record):
    """One measure of a profile against one bound; ``threshold`` names the bound's threshold, if it has one."""

    measure: Id
    at_least: _Number | None = None
    at_most: _Number | None = None
    equals: _Number | None = None
    threshold: str | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Need:
        named = [key for key in COMPARISONS if getattr(self, key) is not None]
        if len(named) != 1:
            found = " and ".join(named) or "none"
            raise records.entry_fault(
                f"'{self.measure}' needs one of at_least, at_most, equals; found {found}", "Keep one bound."
            )
        return self

    @property
    def comparison(self) -> str:
        """Return "at_least", "at_most" or "equals"."""
        return next(key for key in COMPARISONS if getattr(self, key) is not None)

    @property
    def bound(self) -> bool | int | float:
        """Return the number (or true or false) that the measure is held against."""
        return getattr(self, self.comparison)


_Needs = Annotated[tuple[Need, ...], Field(min_length=1)]


class Condition(Record):
    """What a profile needs to climb to a rating; ``says`` tells a reader so."""

    id: Id
    lifts_to: _Step
    needs: _Needs
    says: Text


class Gate(Record):
    """When all of ``when`` hold, the rating is capped; a gate never raises it."""

    id: Id
    caps_at: _Cap
    when: _Needs
    says: Text


class Beside(Record):
    """When all of ``when`` hold, the rating is contested or not supported."""

    id: Id
    rating: _Beside
    when: _Needs
    says: Text


class Rubric(Record):
    """The thresholds, conditions and gates by which ratings are proposed."""

    thresholds: dict[str, _Number] = Field(default_factory=dict)
    conditions: Annotated[tuple[Condition, ...], Field(min_length=1)]
    gates: tuple[Gate, ...] = ()
    beside: tuple[Beside, ...] = ()

    def needs(self) -> Iterator[Need]:
        """Return every need of every condition, gate and rating beside the ladder."""
        groups = [rule.needs for rule in self.conditions] + [rule.when for rule in (*self.gates, *self.beside)]
        return (need for group in groups for need in group)

    def with_thresholds(self, changes: Mapping[str, bool | int | float]) -> Rubric:
        """Return a copy with other values for named thresholds. Raises UsageError for a name the rubric lacks."""
        for name in changes:
            if name not in self.thresholds:
                raise UsageError(
                    f"'{name}' is not a threshold of the rubric", "", records.closest(name, self.thresholds)
                )
        held = {**self.model_dump(exclude_none=True), "thresholds": {**self.thresholds, **changes}}
        return Rubric.model_validate(_resettled(held, held["thresholds"]))


def _resettled(value: Any, thresholds: Mapping[str, Any]) -> Any:
    if isinstance(value, list | tuple):
        return [_resettled(entry, thresholds) for entry in value]
    if not isinstance(value, dict):
        return value
    changed = {key: _resettled(entry, thresholds) for key, entry in value.items()}
    if "measure" in value and "threshold" in value:
        key = next(key for key in COMPARISONS if key in value)
        changed[key] = thresholds[value["threshold"]]
    return changed


def load_rubric(path: Path | str, *, measures: Collection[str] | None = None) -> Rubric:
    """Return the rubric of a rubric.yaml. Raises InputRefused, with file and line, for repeated ids, unknown thresholds
    and, when the names that judgement computes are given, unknown measures.

    A bound is a number, true or false, or the name of a threshold, which is then put in its place.
    """
    document = read_yaml(path, kind="rubric")
    rubric = records.fit(_settled(document), Rubric)
    rules = [
        (rule.id, (key, at, "id"))
        for key in ("conditions", "gates", "beside")
        for at, rule in enumerate(getattr(rubric, key))
    ]
    records.refuse_repeats(document, rules, what="the rule")
    _refuse_descent(document, rubric)
    for need, place in _placed(rubric):
        if measures is not None:
            records.refuse_unknown(document, (*place, "measure"), need.measure, known=measures, what="is not measured")
        _check_reach(document, place, need)
    return rubric


def _check_reach(document: Document, place: tuple[Any, ...], need: Need) -> None:
    """Refuse a bound that its measure can never reach: names say which measures are shares and which are grades."""
    kind, most = next((told for start, told in _REACH.items() if need.measure.startswith(start)), ("", None))
    if most is not None and need.bound > most:
        named = f" ('{need.threshold}')" if need.threshold else ""
        told = f"the bound {need.bound:g}{named} of '{need.measure}' can never be reached"
        raise document.refusal(*place, need.comparison, what=told, next=f"{kind} is at most {most}.")


_REACH = {"share_": ("A share", 1), "best_": ("A grade", 3)}


def _settled(document: Document) -> Document:
    thresholds = document.data.get("thresholds")
    known = thresholds if isinstance(thresholds, dict) else {}
    return Document(document.name, _with_numbers(document, document.data, known, ()), document.mark)


def _with_numbers(document: Document, value: Any, thresholds: Mapping[str, Any], path: tuple[Any, ...]) -> Any:
    if isinstance(value, list):
        return [_with_numbers(document, entry, thresholds, (*path, at)) for at, entry in enumerate(value)]
    if not isinstance(value, dict):
        return value
    changed = {key: _with_numbers(document, entry, thresholds, (*path, key)) for key, entry in value.items()}
    for key in COMPARISONS:
        if "measure" in value and isinstance(value.get(key), str):
            records.refuse_unknown(document, (*path, key), value[key], known=thresholds, what="is not a threshold")
            changed |= {key: thresholds[value[key]], "threshold": value[key]}
    return changed


def _refuse_descent(document: Document, rubric: Rubric) -> None:
    reached = 0
    for at, condition in enumerate(rubric.conditions):
        step = terms.LADDER.index(condition.lifts_to)
        if step < reached:
            told = f"the condition '{condition.id}' lifts to {condition.lifts_to} after a higher one"
            raise document.refusal(
                "conditions", at, "lifts_to", what=told, next=f"Order them: {', '.join(terms.LADDER[1:])}."
            )
        reached = step


def _placed(rubric: Rubric) -> Iterator[tuple[Need, tuple[Any, ...]]]:
    for key, inner in (("conditions", "needs"), ("gates", "when"), ("beside", "when")):
        for at, rule in enumerate(getattr(rubric, key)):
            for place, need in enumerate(getattr(rule, inner)):
                yield need, (key, at, inner, place)
