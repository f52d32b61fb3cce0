"""The list of places where coders differ: what is on it, what is not, and what each row says."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.coding.test_places import marked
from useit_eval.coding.disagreements import COLUMNS, key_of, list_disagreements
from useit_eval.coding.places import read_stretches
from useit_eval.ground.errors import InputRefused

CODES = pd.DataFrame({
    "code_id": ["trust", "hope", "money"], "name": ["Trust", "Hope", "Money"],
    "definition": ["Relies on somebody.", "Expects good.", "Has cash."],
    "use_when": ["Said of a person.", None, ""], "do_not_use_when": ["Said of a thing.", "", None],
})  # fmt: skip
SOURCES = pd.DataFrame({"source_id": ["t", "s"], "label": ["S2", "S1"]})
SEGMENTS = pd.DataFrame({"source_id": "s", "start": [0, 30], "end": [30, 90], "locator": ["turn 1", "turn 2"]})


def listed(codings, **more):
    return list_disagreements(codings, codes=CODES, sources=SOURCES, **{"segments": SEGMENTS, **more})


def test_another_code_at_the_same_place_is_one_row_with_both_definitions():
    found = listed(
        marked(("ann", 0, 10, "trust"), ("ben", 1, 10, "hope"), ("ann", 40, 50, "money"), ("ben", 40, 50, "money"))
    )
    row = found.iloc[0]
    assert len(found) == 1 and list(found.columns) == list(COLUMNS)
    assert (row["kind"], row["source"], row["locator"], row["start"], row["end"]) == ("code", "S1", "turn 1", 0, 10)
    assert row["said"] == (("ann", "Trust"), ("ben", "Hope"))
    assert [guide["definition"] for guide in row["definitions"]] == ["Expects good.", "Relies on somebody."]
    assert [guide["use_when"] for guide in row["definitions"]] == ["", "Said of a person."]
    assert row["sharper_definition"] == "" and row["codes"] == "hope; trust"


def test_what_only_one_marked_is_listed_where_the_other_has_read():
    codings = marked(("ann", 0, 10, "trust"), ("ben", 15, 25, "hope"), ("ann", 40, 50, "money"))
    read = read_stretches(codings, looked_at="sections", segments=SEGMENTS)
    found = listed(codings, read=read)
    assert found["kind"].tolist() == ["place", "place"] and found["start"].tolist() == [0, 15]
    assert found["said"].tolist() == [
        (("ann", "Trust"), ("ben", "not marked")),
        (("ann", "not marked"), ("ben", "Hope")),
    ]


def test_by_default_what_one_alone_marked_says_nothing():
    codings = marked(("ann", 0, 10, "trust"), ("ben", 0, 10, "trust"), ("ann", 40, 50, "money"))
    assert listed(codings).empty


def test_a_code_more_at_the_same_place_is_a_difference():
    found = listed(marked(("ann", 0, 10, "trust"), ("ann", 0, 10, "hope"), ("ben", 0, 10, "trust")))
    assert found["said"].tolist() == [(("ann", "Hope and Trust"), ("ben", "Trust"))]


def test_two_short_passages_in_a_long_one_of_the_same_code_are_no_difference():
    codings = marked(("ann", 0, 20, "trust"), ("ben", 0, 8, "trust"), ("ben", 12, 20, "trust"))
    assert listed(codings, read=read_stretches(codings, looked_at="sources")).empty


def test_three_coders_stand_in_one_row():
    found = listed(marked(("ann", 0, 10, "trust"), ("ben", 0, 10, "trust"), ("cat", 0, 10, "hope")))
    assert found["coders"].tolist() == ["ann; ben; cat"]
    only = listed(
        marked(("ann", 0, 10, "trust"), ("ben", 0, 10, "trust"), ("cat", 0, 10, "hope")), coders=["ann", "ben"]
    )
    assert only.empty


def _linked(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["claim_id", "coding_id", "slot"])


CODED = marked(
    ("ann", 0, 10, "trust"), ("ann", 20, 30, "hope"), ("ann", 40, 50, "money"),
    ("ben", 0, 10, "trust"), ("ben", 20, 30, "hope"), ("ben", 40, 50, "money"),
)  # fmt: skip
CLAIMS = pd.DataFrame({"claim_id": ["a", "b", "c"], "label": ["C001", "C002", "C003"]})


def test_the_same_passage_in_another_slot_is_a_difference_of_links():
    parts = _linked(
        ("a", "ann0", "context"),
        ("a", "ann1", "outcome"),
        ("b", "ben3", "context"),
        ("b", "ben4", "mechanism_reasoning"),
    )
    found = listed(CODED, claims=CLAIMS, parts=parts)
    assert found[["kind", "start"]].values.tolist() == [["link", 20]]
    assert found["said"].tolist() == [(("ann", "outcome of C001"), ("ben", "reasoning of C002"))]


def test_passages_joined_otherwise_are_differences_of_links():
    parts = _linked(
        ("a", "ann0", "context"), ("a", "ann1", "outcome"), ("b", "ben3", "context"), ("b", "ben5", "outcome"),
    )  # fmt: skip
    found = listed(CODED, claims=CLAIMS, parts=parts)
    assert found["start"].tolist() == [20, 40]  # what both put into the claim, at 0, is no difference
    assert found["said"].tolist()[0] == (("ann", "outcome of C001"), ("ben", "marked, not linked"))


def test_a_passage_in_the_claim_of_something_else_tells_what_stands_beside_it():
    parts = _linked(
        ("a", "ann0", "context"), ("a", "ann1", "outcome"),
        ("b", "ben3", "context"), ("c", "ben4", "outcome"), ("c", "ben5", "context"),
    )  # fmt: skip
    found = listed(CODED, claims=CLAIMS, parts=parts)
    assert found["said"].tolist() == [
        (("ann", "outcome of C001 (beside Trust)"), ("ben", "outcome of C003 (beside Money)")),
        (("ann", "marked, not linked"), ("ben", "context of C003")),
    ]


def test_claims_of_three_coders_that_say_the_same_are_no_difference():
    coded = pd.concat([CODED, marked(("cat", 0, 10, "trust"), ("cat", 20, 30, "hope")).assign(coding_id=["c0", "c1"])])
    slots = ("context", "outcome")
    rows = [(claim, id, slot) for claim, ids in (("a", ("ann0", "ann1")), ("b", ("ben3", "ben4")), ("c", ("c0", "c1")))
            for id, slot in zip(ids, slots, strict=True)]  # fmt: skip
    assert "link" not in listed(coded, claims=CLAIMS, parts=_linked(*rows))["kind"].tolist()


def test_links_of_a_coder_who_linked_nothing_say_nothing():
    parts = _linked(("a", "ann0", "context"), ("a", "ann1", "outcome"))
    assert listed(CODED, claims=CLAIMS, parts=parts).empty


def test_the_order_is_that_of_sources_and_places():
    there = marked(("ann", 0, 10, "trust"), ("ben", 0, 10, "hope")).assign(source_id="t", coding_id=["x", "y"])
    here = marked(("ann", 60, 70, "trust"), ("ben", 60, 70, "hope"), ("ann", 3, 9, "money"), ("ben", 3, 9, "hope"))
    assert listed(pd.concat([here, there]))[["source", "start"]].values.tolist() == [["S2", 0], ["S1", 3], ["S1", 60]]


def test_one_coder_alone_is_refused_in_one_sentence():
    with pytest.raises(InputRefused, match="differences need two coders, and here is: ann"):
        listed(marked(("ann", 0, 10, "trust")))


def test_the_same_difference_is_known_again_whatever_the_order():
    assert key_of("code", "a; b", "x; y") == key_of("code", "b;a", "y; x") != key_of("place", "a; b", "x; y")
