"""Ratings as of each round of fieldwork, and what lies between two of them: records that came, rules that came to hold."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.judgement.measures import profile_theories
from useit_eval.judgement.proposal import propose
from useit_eval.judgement.rules import Need, Rule, Rules, reach, read_rules

UP, DOWN = "up", "down"
CAME = ("supports", "refutes", "refines")


class Round(Protocol):
    """What a round of study.yaml says: its number, the day that ends it, and its title."""

    no: int
    as_of: str
    title: str


@dataclasses.dataclass(frozen=True)
class Standing:
    """The theories as they stood on the last day of a round: current versions, what bore on them, profiles, ratings."""

    round: Round
    theories: Mapping[str, Mapping[str, Any]]
    bearing: pd.DataFrame
    profiles: Mapping[str, Mapping[str, Any]]
    ratings: Mapping[str, Mapping[str, Any]]

    def rows(self, theory: str) -> pd.DataFrame:
        """Return what bore on the version of a theory that was current then."""
        held = self.bearing
        now = (held["theory_id"] == theory) & (held["theory_version"] == self.theories[theory]["version"])
        return held[now & held["known"].astype(bool)]


@dataclasses.dataclass(frozen=True)
class Shift:
    """One rule that holds on one day and not on the other: its needs that changed, each with both values."""

    rule: Rule
    needs: tuple[tuple[Need, Any, Any], ...]


@dataclasses.dataclass(frozen=True)
class Change:
    """What happened to one theory between two rounds.

    ``came`` maps supports, refutes and refines to the labels of records that came; ``reread`` are (label, before,
    after) on another version; ``lifted`` conditions newly met, ``opened`` gates that would cap it still, ``closed``
    gates that newly lower it, ``beside`` the ratings beside the ladder whose condition came to hold or ceased to.
    """

    theory: str
    before: str
    after: str
    versions: tuple[int, int]
    came: Mapping[str, tuple[str, ...]]
    reread: tuple[tuple[str, str, str], ...]
    lifted: tuple[Shift, ...]
    opened: tuple[Shift, ...]
    closed: tuple[Shift, ...]
    beside: tuple[Shift, ...]
    left: tuple[Shift, ...]

    @property
    def direction(self) -> str:
        """Return "up", "down" or "" for no move; see `direction`."""
        return direction(self.before, self.after)


def round_of(days: Iterable[object], rounds: Sequence[Round]) -> list[int]:
    """Return for each ISO day the first round that ends on or after it; a missing day is of the first, a later one 0.

    Example:
        >>> from types import SimpleNamespace as One
        >>> round_of(["2018-10-09", "", "2019-03-01", "2020-01-01"], [One(no=1, as_of="2018-12-15"), One(no=2, as_of="2019-05-31")])
        [1, 1, 2, 0]
    """
    told = ["" if pd.isna(one) else str(one) for one in days]
    return [next((one.no for one in rounds if one.as_of >= day), 0) for day in told]


def direction(before: str, after: str) -> str:
    """Return whether a rating moved up or down, or "" when it did not.

    On the ladder by its steps. To leave the ladder for contested or not supported is down, to come back to it is up;
    not supported lies below contested.

    Example:
        >>> direction("emerging", "supported"), direction("supported", "contested"), direction("contested", "contested")
        ('up', 'down', '')
    """
    if before == after:
        return ""
    order = {rating: place for place, rating in enumerate(("not_supported", "contested", *terms.LADDER))}
    return UP if order[after] > order[before] else DOWN


def stand(bearing: pd.DataFrame, versions: pd.DataFrame, rubric: Any, *, rounds: Sequence[Round]) -> list[Standing]:
    """Return how the theories stood at the end of each round, by the rubric as it is today.

    ``bearing`` as from `evidence.bear` (its ``dated`` is the source's day; without one it counts from the first round);
    ``versions`` as from `Theories.frame(every_version=True)`: of each theory the last version written by that day, or
    the first when none was. Nothing that came later is looked at.
    """
    require(bearing, "bearing", "theory_id", "theory_version", "subject", "bearing", "known", "dated")
    require(versions, "versions", "theory_id", "version", "dated", "rivals", "rivals_open", "not_asked")
    rules = rubric if isinstance(rubric, Rules) else read_rules(rubric)
    return [_stand(bearing, versions, rules, one) for one in rounds]


def _stand(bearing: pd.DataFrame, versions: pd.DataFrame, rules: Rules, one: Round) -> Standing:
    known = versions[(versions["dated"] <= one.as_of) | (versions["version"] == 1)]
    theories = known.groupby("theory_id", sort=False).tail(1)
    held = bearing[bearing["dated"] <= one.as_of]
    profiles = profile_theories(held, theories)
    by = {name: _keyed(frame) for name, frame in (("profiles", profiles), ("ratings", propose(profiles, rules)))}
    return Standing(one, _keyed(theories), held, **by)


def _keyed(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["theory_id"]: row for row in frame.to_dict("records")}


def compare(before: Standing, after: Standing, rubric: Any) -> list[Change]:
    """Return what happened to each theory between two rounds, in the order of the theories, moved or not."""
    rules = rubric if isinstance(rubric, Rules) else read_rules(rubric)
    return [_compared(theory, before, after, rules) for theory in after.theories]


def _compared(theory: str, before: Standing, after: Standing, rules: Rules) -> Change:
    then, now = before.profiles[theory], after.profiles[theory]
    held, holds = rules.holding(then), rules.holding(now)
    was, reached = reach(held, rules), reach(holds, rules)
    gained = [rule for rule in holds if rule not in held]
    lost = [rule for rule in held if rule not in holds]
    place = terms.LADDER.index

    def shifts(found: Iterable[Rule]) -> tuple[Shift, ...]:
        """Return rules with the values of their needs then and now."""
        return tuple(_shift(rule, then, now) for rule in found)

    climbed = [rule for rule in gained if rule in rules.conditions and place(was.base) < place(rule.rating)]
    return Change(
        theory,
        was.rating,
        reached.rating,
        (int(before.theories[theory]["version"]), int(after.theories[theory]["version"])),
        _came(after.rows(theory), before.round),
        _reread(before.rows(theory), after.rows(theory)),
        lifted=shifts(rule for rule in climbed if place(rule.rating) <= place(reached.base)),
        opened=shifts(r for r in lost if r in rules.gates and place(r.rating) < place(reached.base)),
        closed=shifts(r for r in reached.lowering if r not in was.lowering),
        beside=shifts(r for r in gained if r in rules.beside),
        left=shifts(r for r in lost if r in rules.beside),
    )


def _shift(rule: Rule, then: Mapping[str, Any], now: Mapping[str, Any]) -> Shift:
    changed = [need for need in rule.needs if need.met(then) != need.met(now)]
    return Shift(rule, tuple((need, then[need.measure], now[need.measure]) for need in changed))


def _came(rows: pd.DataFrame, last: Round) -> dict[str, tuple[str, ...]]:
    new = rows[rows["dated"] > last.as_of]
    return {side: tuple(dict.fromkeys(new.loc[new["bearing"] == side, "subject"])) for side in CAME}


def _reread(before: pd.DataFrame, after: pd.DataFrame) -> tuple[tuple[str, str, str], ...]:
    """Return the records that bear otherwise on another version of the theory than they did on the one before."""
    was = dict(zip(before["subject"], before["bearing"], strict=True))
    pairs = zip(after["subject"], after["bearing"], strict=True)
    return tuple((label, was[label], now) for label, now in pairs if was.get(label, now) != now)
