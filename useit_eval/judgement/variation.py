"""Which ratings move under a change, proposing again only what the change can touch."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.judgement.changes import Change, changes_of
from useit_eval.judgement.measures import Row, measure, rows_by_theory
from useit_eval.judgement.rules import Reached, Rules, reach, read_rules

COLUMNS = ("change", "kind", "theory_id", "rating", "changed")


@dataclasses.dataclass
class _Standing:
    """One theory as it stands: its rows, profile, which rules hold and the rating, and the profiles tried so far."""

    theory: Row
    rows: list[Row]
    profile: dict[str, float]
    held: list[bool]
    reached: Reached
    without: dict[tuple[int, ...], str] = dataclasses.field(default_factory=dict)


def vary_ratings(bearing: pd.DataFrame, theories: pd.DataFrame, rubric: Any) -> pd.DataFrame:
    """Return the ratings that move: change, kind, theory_id, rating (as it stands) and changed.

    ``bearing`` and ``theories`` as for `profile_theories`; the changes are those of `changes_of`. A theory is measured
    again only when rows that bear on it go, a set of rows left out is measured once however many changes lead to it,
    and of a rubric with one thing moved only the rules that use it are tried. No row: nothing moves.
    """
    require(theories, "theories", "theory_id", "version", "rivals", "not_asked")
    rules = read_rules(rubric)
    standing = _standing(bearing, theories, rules)
    index = _index(standing)
    moved = [
        (change.says, change.kind, key, standing[key].reached.rating, rating)
        for change in changes_of(bearing, rules)
        for key, rating in _rated(change, standing, index, rules)
        if rating != standing[key].reached.rating
    ]
    return pd.DataFrame(moved, columns=list(COLUMNS)).astype("str")


def changes_tried(bearing: pd.DataFrame, rubric: Any) -> list[str]:
    """Return the changes that `vary_ratings` tries, in words."""
    return [change.says for change in changes_of(bearing, read_rules(rubric))]


def _standing(bearing: pd.DataFrame, theories: pd.DataFrame, rules: Rules) -> dict[str, _Standing]:
    held, standing = rows_by_theory(bearing, theories), {}
    for theory in theories.to_dict("records"):
        rows = held.get(theory["theory_id"], [])
        profile = measure(rows, theory)
        holding = rules.holding(profile)
        flags = [rule in holding for rule in rules.every]
        standing[theory["theory_id"]] = _Standing(theory, rows, profile, flags, reach(holding, rules))
    return standing


def _index(standing: Mapping[str, _Standing]) -> dict[tuple[str, str], dict[str, list[int]]]:
    """Return, for each column and value that may be left out, the theories it bears on and the places of its rows."""
    found: dict[tuple[str, str], dict[str, list[int]]] = {}
    for key, theory in standing.items():
        for at, row in enumerate(theory.rows):
            for column in ("source", "voice", "coder", "elicitation"):
                if column in row:
                    found.setdefault((column, row[column]), {}).setdefault(key, []).append(at)
    return found


def _rated(
    change: Change, standing: Mapping[str, _Standing], index: Mapping[Any, Mapping[str, list[int]]], rules: Rules
) -> Iterator[tuple[str, str]]:
    """Give the theories that a change touches, in their order, with the rating they then get."""
    if change.rules is None:
        touched = index.get((change.column, change.value), {})
        yield from ((key, _left_out(standing[key], tuple(touched[key]), rules)) for key in standing if key in touched)
        return
    for key, theory in standing.items():
        if (rating := _by_other_rules(theory, change, rules)) is not None:
            yield key, rating


def _left_out(theory: _Standing, places: tuple[int, ...], rules: Rules) -> str:
    if places not in theory.without:
        gone = set(places)
        profile = measure((row for at, row in enumerate(theory.rows) if at not in gone), theory.theory)
        theory.without[places] = reach(rules.holding(profile), rules).rating
    return theory.without[places]


def _by_other_rules(theory: _Standing, change: Change, rules: Rules) -> str | None:
    """Return the rating by other rules, or None when none of those that differ can make a difference here."""
    every, before = change.rules.every, rules.every
    flags = {at: every[at].holds(theory.profile) for at in change.places if every[at].needs != before[at].needs}
    flipped = any(flag != theory.held[at] for at, flag in flags.items())
    another = any(theory.held[at] and every[at].rating != before[at].rating for at in change.places)
    if not flipped and not another:
        return None
    holding = [rule for at, rule in enumerate(every) if flags.get(at, theory.held[at])]
    return reach(holding, change.rules).rating
