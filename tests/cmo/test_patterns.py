"""Patterns: what single claims tell together, counted by citations, sources and units, at any level of the code tree."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cmo.rows import CODES, make_claims, make_sources, make_voices
from useit_eval.cmo import patterns, situate_claims, support, told_support
from useit_eval.coding import roll_up
from useit_eval.ground.errors import InputRefused

UP = roll_up(CODES)
COUNTS = ["citations", "sources", "units"]
CODE_OF = {"c": ["poor", "lonely"], "r": ["course", "mentor"], "m": ["hope"], "o": ["job", "firm"]}


def situated(*rows: str, unit: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    claims, parts = make_claims(*rows)
    labels = sorted({row.split()[0] for row in rows})
    return situate_claims(claims, sources=make_sources(*labels), voices=make_voices(*labels, unit=unit)), parts


def counted(frame: pd.DataFrame, *columns: str) -> dict[tuple, tuple]:
    keys = frame[[column for column in frame if column in ("context", "mechanism", "outcome")]].itertuples(index=False)
    return dict(zip(map(tuple, keys), frame[list(columns)].itertuples(index=False, name=None), strict=True))


def test_a_dyad_is_counted_by_citations_sources_and_units_together():
    claims, parts = situated("S1 c:poor o:job", "S1 c:poor o:job", "S2 c:poor r:course o:job", unit="one partner")
    found = patterns(claims, parts, slots=("context", "outcome"))
    assert found[["context", "outcome", *COUNTS]].to_numpy().tolist() == [["poor", "job", 3, 2, 1]]
    assert found[["full", "partial", "denied"]].to_numpy().tolist() == [[1, 2, 0]]
    assert found["claims"].tolist() == [("C001", "C002", "C003")]
    assert found["groups"].tolist() == [("residents",)]


def test_context_mechanism_and_outcome_told_apart_are_never_crossed_into_a_triad():
    claims, parts = situated("S1 c:poor r:course", "S2 r:course o:job", "S3 c:poor o:job")
    assert patterns(claims, parts).empty
    assert told_support(claims, parts).empty


def test_two_sources_that_tell_the_halves_apart_give_two_dyads_and_no_third():
    claims, parts = situated("S1 c:poor r:course", "S2 r:course o:job")
    dyads = [("context", "mechanism"), ("mechanism", "outcome"), ("context", "outcome")]
    assert [len(patterns(claims, parts, slots=slots)) for slots in dyads] == [1, 1, 0]


def test_resource_and_reasoning_are_told_apart_when_asked():
    claims, parts = situated("S1 r:course m:hope o:job")
    both = patterns(claims, parts, slots=("mechanism", "outcome"))
    assert both["mechanism"].tolist() == ["course", "hope"]
    assert patterns(claims, parts, slots=("mechanism_reasoning", "outcome"))["mechanism_reasoning"].tolist() == ["hope"]
    assert patterns(claims, parts, slots=("mechanism_mixed", "outcome")).empty


def test_a_denied_claim_is_counted_apart_and_never_taken_off():
    claims, parts = situated("S1 c:poor o:job", "S2 c:poor o:job | denied", "S3 c:lonely o:job | denied")
    found = patterns(claims, parts, slots=("context", "outcome"))
    assert found[["context", *COUNTS, "denied"]].to_numpy().tolist() == [["poor", 1, 1, 1, 1], ["lonely", 0, 0, 0, 1]]


def test_a_claim_that_tells_two_codes_that_are_one_in_broader_terms_counts_once():
    claims, parts = situated("S1 c:poor c:lonely o:job o:firm")
    assert len(patterns(claims, parts, slots=("context", "outcome"))) == 4
    assert counted(patterns(claims, parts, slots=("context", "outcome"), up=UP), *COUNTS) == {
        ("hardship", "work"): (1, 1, 1)
    }


def test_codes_roll_up_to_any_level_of_a_deeper_tree():
    tree = pd.DataFrame({"code_id": ["a", "b", "c", "z"], "parent": ["", "a", "b", ""]})
    claims, parts = situated("S1 c:c o:z", "S2 c:b o:z")
    told = {
        level: patterns(claims, parts, slots=("context", "outcome"), up=roll_up(tree, level=level))["context"].tolist()
        for level in range(4)
    }
    assert told == {0: ["b", "c"], 1: ["a"], 2: ["b"], 3: ["b", "c"]}


def test_a_configuration_is_supported_in_full_and_by_any_two_of_its_slots():
    claims, parts = situated(
        "S1 c:poor r:course o:job", "S2 c:poor r:course", "S3 c:poor o:job", "S4 r:course o:job", "S5 o:job r:mentor"
    )
    (row,) = told_support(claims, parts).to_dict("records")
    assert (row["context"], row["mechanism"], row["outcome"]) == ("poor", "course", "job")
    assert (row["full"], row["partial"], row["citations"], row["sources"], row["units"]) == (1, 3, 4, 4, 4)
    assert row["claims"] == ("C001",)


def test_any_two_of_four_slots_lend_support_where_resource_and_reasoning_are_apart():
    rows = ("S1 c:poor r:course m:hope o:job", "S2 r:course m:hope", "S3 c:poor m:hope o:job", "S4 c:poor")
    claims, parts = situated(*rows)
    slots = ("context", "mechanism_resource", "mechanism_reasoning", "outcome")
    found = told_support(claims, parts, slots=slots)
    assert found[["full", "partial", *COUNTS]].to_numpy().tolist() == [[1, 2, 3, 3, 3]]


def test_denied_claims_lend_no_support():
    claims, parts = situated("S1 c:poor r:course o:job", "S2 c:poor r:course o:job | denied")
    assert told_support(claims, parts)["citations"].tolist() == [1]


@pytest.mark.parametrize(
    ("slots", "told"),
    [
        (("context", "mood"), "'mood' is not a slot. Slots: context, mechanism"),
        (("context",), "two different slots or more"),
        (("context", "context"), "two different slots or more"),
        ("context", "two different slots or more"),
        (("mechanism", "mechanism_mixed"), "'mechanism' holds its three slots already"),
    ],
)
def test_what_is_not_a_pattern_of_slots_is_refused_in_one_sentence(slots, told):
    claims, parts = situated("S1 c:poor o:job")
    with pytest.raises(InputRefused, match=told):
        patterns(claims, parts, slots=slots)


def test_an_empty_slot_or_code_is_named_by_its_row():
    claims, parts = situated("S1 c:poor o:job")
    for column, told in (("slot", "no slot"), ("code_id", "no code")):
        bare = parts.assign(**{column: [parts[column][0], ""]})
        with pytest.raises(InputRefused, match=f"claim_parts, row 2: a part of claim claim-1 has {told}"):
            patterns(claims, bare, slots=("context", "outcome"))


def test_a_code_that_the_tree_does_not_know_is_named():
    claims, parts = situated("S1 c:weather o:job")
    with pytest.raises(InputRefused, match="'weather' is not a code of the tree"):
        patterns(claims, parts, slots=("context", "outcome"), up=UP)


def test_nothing_told_gives_empty_tables_and_changes_nothing():
    claims, parts = situated("S1 o:job")
    before = claims.copy(), parts.copy()
    assert patterns(claims, parts).empty and told_support(claims, parts).empty
    pd.testing.assert_frame_equal(claims, before[0])
    pd.testing.assert_frame_equal(parts, before[1])


@st.composite
def told_rows(draw, least: int = 1):
    def row():
        held = [f"{slot}:{code}" for slot, codes in CODE_OF.items() for code in codes if draw(st.booleans())]
        return " ".join([f"S{draw(st.integers(1, 4))}", *(held or ["o:job"])]) + draw(
            st.sampled_from(["", "", " | denied"])
        )

    return [row() for _ in range(draw(st.integers(least, 7)))]


@settings(max_examples=40, deadline=None)
@given(told_rows())
def test_support_is_what_one_finds_claim_by_claim(rows):
    claims, parts = situated(*rows)
    told = claims[claims["status"] != "denied"]
    for row in told_support(claims, parts).to_dict("records"):
        held = support(parts, {slot: [row[slot]] for slot in ("context", "mechanism", "outcome")})
        kept = told.merge(held, on="claim_id")
        expected = (len(kept), int(kept["full"].sum()), kept["source"].nunique(), kept["unit"].nunique())
        assert (row["citations"], row["full"], row["sources"], row["units"]) == expected


@settings(max_examples=40, deadline=None)
@given(told_rows(), st.data())
def test_a_source_that_repeats_its_claim_moves_citations_only(rows, data):
    again = data.draw(st.sampled_from(rows))
    once, often = (patterns(*situated(*told)) for told in (rows, [*rows, again]))
    assert counted(once, "sources", "units") == counted(often, "sources", "units")
    lone, more = (told_support(*situated(*told)) for told in (rows, [*rows, again]))
    assert counted(lone, "sources", "units") == counted(more, "sources", "units")
    assert more["citations"].sum() >= lone["citations"].sum()


@settings(max_examples=40, deadline=None)
@given(told_rows(least=2), st.randoms())
def test_the_order_of_rows_changes_nothing(rows, chance):
    claims, parts = situated(*rows)
    shuffled = (
        claims.sample(frac=1, random_state=chance.randrange(99)),
        parts.sample(frac=1, random_state=chance.randrange(99)),
    )
    for table in (patterns, told_support):
        pd.testing.assert_frame_equal(table(claims, parts), table(*shuffled))


@settings(max_examples=40, deadline=None)
@given(told_rows())
def test_sources_in_broader_terms_are_the_union_and_never_the_sum(rows):
    claims, parts = situated(*rows)
    source = dict(zip(claims["label"], claims["source"], strict=True))
    denied = set(claims.loc[claims["status"] == "denied", "label"])
    union: dict[tuple, set] = {}
    for row in patterns(claims, parts).to_dict("records"):
        key = tuple(UP[row[slot]] for slot in ("context", "mechanism", "outcome"))
        union.setdefault(key, set()).update(source[label] for label in row["claims"] if label not in denied)
    broad = counted(patterns(claims, parts, up=UP), "sources")
    assert broad == {key: (len(own),) for key, own in union.items()}
