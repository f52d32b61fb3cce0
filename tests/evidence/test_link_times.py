"""Opportunities over time: ordered where a date is told, unordered and said so where not."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.rows import STRANDS
from useit_eval.evidence import answer_links
from useit_eval.evidence.link_rows import current_links
from useit_eval.evidence.link_times import UNDATED, in_order, tell_times

PLAIN = {"strand": "north", "macro_asset": "hospital", "opportunity": "posts", "need": "nurses", "state": "possible", "state_date": "about September 2017",
         "opportunity_date": "not stated", "follows": None, "evidence": None}  # fmt: skip


def _links(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([{"label": f"L{n}", **PLAIN, **row} for n, row in enumerate(rows, start=1)])


def test_dated_opportunities_come_first_in_their_order_and_the_rest_last_in_the_words_of_the_register():
    links = _links(
        {"opportunity_date": "next journal"}, {"opportunity_date": "2018/19"}, {"opportunity_date": "from May 2017"}
    )
    found = tell_times(links, strands=STRANDS, names={"hospital": "The hospital"})[0]
    assert [row[0] for row in found.table.rows] == ["from May 2017", "2018/19", "next journal"]
    assert found.table.rows[0][1:] == ("posts", "The hospital", "North", "nurses", "possible", "about September 2017")
    assert found.sentences[0].text.startswith("2 of 3 opportunities bear a date")
    assert "“next journal”" in found.sentences[1].text and found.sentences[1].ids == ("L1",)
    assert [row["group"] for row in found.figure.rows] == ["May 2017", "2018 to 2019", UNDATED]


def test_one_look_shows_no_movement_and_several_days_are_told():
    one = tell_times(_links({}, {}), strands=STRANDS, names={})[0]
    assert (
        "one look, from which no movement can be read" in " ".join(s.text for s in one.sentences) and one.figure is None
    )
    two = tell_times(_links({}, {"state_date": "March 2019"}), strands=STRANDS, names={})[0]
    assert "each link is told at its own day" in " ".join(s.text for s in two.sentences)


def test_the_days_of_the_states_are_told_in_the_order_of_time():
    links = _links({"state_date": "November 2018"}, {"state_date": "soon"}, {"state_date": "October 2018"})
    told = " ".join(s.text for s in tell_times(links, strands=STRANDS, names={})[0].sentences)
    assert "as of October 2018, November 2018 and soon:" in told


def test_a_row_that_follows_another_is_the_link_today_and_both_tell_its_history():
    links = _links(
        {"state": "brokered", "state_date": "November 2018", "follows": "L2"},
        {"state": "failed", "state_date": "February 2018"},
    )
    found = tell_times(links, strands=STRANDS, names={})[0]
    assert found.sentences[-1].text == "Posts: failed (February 2018), then brokered (November 2018)."
    assert found.sentences[-1].ids == ("L2", "L1") and len(found.table.rows) == 1
    more = links.assign(micro_asset="nurses", micro_asset_detail="nurses", resource="course", breaks_at=None)
    assert answer_links(more, strands=STRANDS, names={})[0].data["under way"] == 1
    assert answer_links(more, strands=STRANDS, names={})[0].data["failed"] == 0


@given(
    st.lists(st.sampled_from(["2016", "May 2017", "about 2018", "next year", "", "2018/19"]), min_size=1, max_size=12)
)
def test_every_link_stands_in_one_group_and_the_unordered_group_is_last(dates):
    groups = in_order(_links(*({"opportunity_date": date} for date in dates)))
    assert sorted(label for _, own in groups for label in own["label"]) == sorted(
        f"L{n}" for n in range(1, len(dates) + 1)
    )
    assert UNDATED not in [name for name, _ in groups][:-1]


def test_a_register_without_the_column_has_no_history():
    links = _links({}).drop(columns="follows")
    assert current_links(links) is links and tell_times(links, strands=STRANDS, names={})
    assert tell_times(links.iloc[:0], strands=STRANDS, names={}) == []
