"""The links register's answer."""

from __future__ import annotations

import pandas as pd

from tests.evidence.rows import STRANDS
from useit_eval.evidence import answer_links

NAMES = {"hospital": "The hospital", "housing": "The housing", "nurses": "Nurses", "course": "A course"}
PLAIN = {
    "strand": "north", "macro_asset": "hospital", "opportunity": "posts for nurses", "micro_asset": "nurses", "micro_asset_detail": "nurses trained abroad",
    "resource": "course", "state": "possible", "evidence": "C001; F002", "breaks_at": "no course is paid for",
}  # fmt: skip


def _answer(*rows: dict):
    links = pd.DataFrame([{"label": f"L{n:02}", **PLAIN, **row} for n, row in enumerate(rows, start=1)])
    return {finding.key: finding for finding in answer_links(links, strands=STRANDS, names=NAMES)}


def test_the_whole_and_each_strand_are_answered_with_their_states():
    found = _answer(
        {"state": "realised", "breaks_at": None}, {"state": "agreed"}, {}, {"strand": "south", "state": "failed"}
    )
    assert set(found) == {"evidence.links", "evidence.links.breaks", "evidence.links.north", "evidence.links.south"}
    assert found["evidence.links"].data == {"made": 1, "under way": 1, "possible": 1, "failed": 1, "not known": 0, "short": 5}
    first = found["evidence.links"].sentences[0]
    assert "1 is reported as made, 1 is brokered or agreed, 1 is possible" in first.text
    assert first.ids == ("L01", "L02", "L03", "L04")


def test_where_the_chain_breaks_is_told_most_common_first_with_its_evidence():
    found = _answer({}, {}, {"breaks_at": "nobody asked"})
    rows = found["evidence.links.breaks"].table.rows
    assert rows == (("No course is paid for.", "North", 2), ("Nobody asked.", "North", 1))
    assert found["evidence.links.breaks"].table.ids[0] == ("L01", "L02", "C001", "F002")


def test_a_link_that_is_made_is_not_listed_as_broken():
    found = _answer({"state": "sustained", "breaks_at": "an old worry"})
    assert "evidence.links.breaks" not in found
    assert not any("falls short" in line.text for line in found["evidence.links"].sentences)


def test_what_a_link_that_is_made_still_lacks_is_told_beside_it():
    lacking = {"state": "realised", "breaks_at": "half of them came."}
    lines = [line for line in _answer(lacking, lacking, {})["evidence.links"].sentences if "falls short" in line.text]
    assert [line.text for line in lines] == ["Where what is made still falls short: half of them came."]
    assert lines[0].ids[:2] == ("L01", "L02")


def test_the_resources_that_connect_are_named_and_so_is_their_absence():
    told = " ".join(s.text for s in _answer({"state": "brokered"}, {})["evidence.links"].sentences)
    assert "A course (1 link)" in told
    told = " ".join(s.text for s in _answer({})["evidence.links"].sentences)
    assert "No resource is reported" in told


def test_not_known_is_silence_and_not_failure():
    told = [s for s in _answer({"state": "not_known"})["evidence.links"].sentences if "silence, not failure" in s.text]
    assert told[0].ids == ("L01",)


def test_the_drawing_counts_states_by_strand_and_the_table_by_asset():
    whole = _answer({"macro_asset": "housing"}, {}, {"state": "agreed"})["evidence.links"]
    assert [(row["group"], row["state"], row["count"]) for row in whole.figure.rows] == [
        ("North", "possible", 2),
        ("North", "agreed", 1),
    ]
    assert whole.table.rows == (("The hospital", 2, 1, 1), ("The housing", 1, 1, 0))


def test_changing_the_state_of_one_link_leaves_the_other_strand_as_it_was():
    before, after = _answer({}, {"strand": "south"}), _answer({"state": "realised"}, {"strand": "south"})
    assert before["evidence.links.south"] == after["evidence.links.south"]
    assert before["evidence.links.north"] != after["evidence.links.north"]


def test_every_sentence_names_its_links_and_an_empty_register_has_no_answer():
    assert all(s.ids for finding in _answer({}, {"state": "failed"}).values() for s in finding.sentences)
    empty = pd.DataFrame(columns=["label", *PLAIN])
    assert answer_links(empty, strands=STRANDS, names=NAMES) == []
