"""The same mechanism in different contexts, side by side; what nobody told is empty and never no."""

from __future__ import annotations

from tests.cmo.test_regularities import told
from useit_eval.cmo import contrasts
from useit_eval.cmo.contrasts import STATES


def test_contexts_in_which_it_led_did_not_or_did_the_opposite_stand_side_by_side():
    claims, parts = told(
        ("S1 c:poor r:course o:job", "positive"),
        ("S2 c:poor r:course o:job", "positive"),
        ("S3 c:lonely r:course o:job", "negative"),
        ("S4 c:rich r:course o:job | denied", "positive"),
        ("S5 c:poor r:course o:job", "mixed"),
    )
    rows = {row["context"]: row for row in contrasts(claims, parts).to_dict("records")}
    assert {context: tuple(row[state] for state in STATES) for context, row in rows.items()} == {
        "poor": (("C001", "C002"), (), (), ("C005",)),
        "lonely": ((), (), ("C003",), ()),
        "rich": ((), ("C004",), (), ()),
    }
    assert {row["direction"] for row in rows.values()} == {"positive"}
    assert [rows["poor"][f"led_{count}"] for count in ("citations", "sources", "units")] == [2, 2, 2]
    assert rows["rich"]["did_not_units"] == 1


def test_the_direction_is_the_one_more_units_tell_and_not_the_one_told_more_often():
    loud = [("S1 c:poor r:course o:job", "positive")] * 3
    claims, parts = told(*loud, ("S2 c:poor r:course o:job", "negative"), ("S3 c:poor r:course o:job", "negative"))
    (row,) = contrasts(claims, parts).to_dict("records")
    assert (row["direction"], row["led"], row["opposite_citations"]) == ("negative", ("C004", "C005"), 3)


def test_a_claim_without_a_context_stands_under_none():
    claims, parts = told(("S1 r:course o:job", "positive"), ("S2 c:poor r:course", "unknown"))
    found = contrasts(claims, parts)
    assert found[["context", "led"]].to_numpy().tolist() == [["", ("C001",)]]


def test_an_outcome_that_all_deny_has_no_direction():
    claims, parts = told(("S1 c:poor r:course o:job | denied", "positive"))
    (row,) = contrasts(claims, parts).to_dict("records")
    assert (row["direction"], row["led"], row["did_not"]) == ("", (), ("C001",))


def test_a_context_told_with_another_mechanism_is_not_taken_over():
    claims, parts = told(("S1 r:course o:job", "positive"), ("S1 c:poor r:mentor o:job", "positive"))
    found = contrasts(claims, parts)
    assert found[["mechanism", "context"]].to_numpy().tolist() == [["course", ""], ["mentor", "poor"]]
