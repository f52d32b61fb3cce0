"""Solutions: every model covers what it must and nothing that it must not, and the three kinds lie within one another."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.qca import naive
from tests.evidence.qca.test_minimising import tables
from useit_eval.evidence.qca import KINDS, assumptions, fit_of, solve, truth_table, written
from useit_eval.evidence.qca.minimising import Term, covered_by
from useit_eval.ground.errors import InputRefused

NAMES = "ABCDE"


def _table(width: int, positive: list[int], negative: list[int], outcome: str = "Y"):
    rows = [(row, 1) for row in positive] + [(row, 0) for row in negative]
    made = [
        {"case": f"r{row}", "Y": has, **{NAMES[place]: row >> (width - 1 - place) & 1 for place in range(width)}}
        for row, has in rows
    ]
    return truth_table(pd.DataFrame(made), outcome=outcome, conditions=NAMES[:width])


def _rows(model, width: int) -> set[int]:
    return {row for row in range(1 << width) if any(term.holds(row) for term in model)}


given_tables = tables(most=4).filter(lambda table: table[1] or table[2])
expectations = st.fixed_dictionaries({}, optional={name: st.sampled_from([True, False, None]) for name in "ABCD"})


@settings(max_examples=150, deadline=None)
@given(tables().filter(lambda table: table[1] or table[2]), expectations)
def test_every_model_of_every_kind_covers_all_positive_rows_and_no_negative_one(drawn, expected):
    width, positive, negative = drawn
    table = _table(*drawn)
    held = {name: way for name, way in expected.items() if name in table.conditions}
    for kind in KINDS:
        solution = solve(table, kind=kind, expected=held)
        assert bool(solution.models) == bool(positive)
        for model in solution.models:
            rows = _rows(model, width)
            assert set(positive) <= rows and not rows & set(negative)
            assert set(assumptions(table, model)) == rows - set(positive)


@settings(max_examples=150, deadline=None)
@given(given_tables)
def test_the_models_are_all_the_shortest_there_are(drawn):
    width, positive, negative = drawn
    table = _table(*drawn)
    for kind, allowed in (("conservative", positive), ("parsimonious", set(range(1 << width)) - set(negative))):
        primes = sorted(naive.primes(positive, allowed, width))
        covers = naive.covers(covered_by(primes, positive), len(positive)) if positive else []
        expected = {frozenset(primes[place] for place in cover) for cover in covers}
        assert {frozenset(model) for model in solve(table, kind=kind).models} == expected


@settings(max_examples=150, deadline=None)
@given(given_tables, expectations)
def test_the_intermediate_lies_between_the_conservative_and_a_parsimonious_model(drawn, expected):
    width, positive, _ = drawn
    table = _table(*drawn)
    held = {name: way for name, way in expected.items() if name in table.conditions}
    widest = [_rows(model, width) for model in solve(table, kind="parsimonious").models]
    for model in solve(table, kind="intermediate", expected=held).models:
        rows = _rows(model, width)
        assert set(positive) <= rows and any(rows <= other for other in widest)


@settings(max_examples=100, deadline=None)
@given(given_tables)
def test_without_expectations_the_intermediate_assumes_nothing(drawn):
    table = _table(*drawn)
    for model in solve(table, kind="intermediate").models:
        assert assumptions(table, model) == []


def test_a_negative_row_is_left_out_when_it_is_in_contradiction():
    cases = pd.DataFrame(
        [("A", 1, 1, 1), ("B", 1, 0, 1), ("C", 1, 0, 0), ("D", 0, 0, 0)], columns=["case", "A", "B", "Y"]
    )
    table = truth_table(cases, outcome="Y", conditions=["A", "B"])
    assert [written(model, "AB") for model in solve(table).models] == ["B"]


def test_a_table_without_a_positive_row_has_no_model():
    solution = solve(_table(2, [], [0, 3]))
    assert solution.models == () and solution.count == 0 and solution.complete


def test_an_expectation_of_something_else_is_refused():
    with pytest.raises(InputRefused, match="stated for 'Z', which is no condition"):
        solve(_table(2, [3], [0]), kind="intermediate", expected={"Z": True})


def test_an_unknown_kind_is_refused():
    with pytest.raises(InputRefused, match="no 'complex' solution"):
        solve(_table(2, [3], [0]), kind="complex")


def test_too_many_models_are_counted_and_none_is_put_forward():
    solution = solve(_table(4, [0b1111, 0b1110, 0b0001], [0b0000, 0b0111]), kind="parsimonious", most=1)
    assert solution.count > 1 and solution.models == () and not solution.complete


def test_unique_coverage_is_what_no_other_term_reaches():
    table = _table(2, [0b11, 0b10, 0b01], [0b00])
    whole, parts = fit_of(table, [Term(0b10, 0b10), Term(0b01, 0b01)])
    assert [round(part.coverage, 2) for part in parts] == [0.67, 0.67]
    assert [round(part.unique, 2) for part in parts] == [0.33, 0.33] and whole.coverage == 1
