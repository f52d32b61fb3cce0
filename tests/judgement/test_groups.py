"""Ratings apart, and never from too few."""

from __future__ import annotations

import pandas as pd

from tests.cmo.rows import CODES, make_claims
from tests.evidence.rows import make_bearing, make_theories
from tests.judgement.rubrics import RUBRIC
from useit_eval.judgement import contexts_of, profile_theories, propose, rate_groups, tell_groups

THEORIES = make_theories({"theory_id": "N1"})
ROWS = ("S1 c:poor r:course o:job", "S2 c:lonely o:job", "S3 c:poor o:job", "S4 c:other o:job")
EVIDENCE = ("N1 C001 supports", "N1 C002 supports", "N1 C003 supports", "N1 C004 supports")
GROUPS = ["residents", "residents", "residents", "employer"]


def _contexts() -> dict:
    claims, parts = make_claims(*ROWS)
    return contexts_of(claims, parts, CODES)


def _apart(bearing: pd.DataFrame | None = None, rubric: dict = RUBRIC) -> pd.DataFrame:
    bearing = make_bearing(ROWS, EVIDENCE).assign(group=GROUPS) if bearing is None else bearing
    return rate_groups(bearing, THEORIES, rubric, contexts=_contexts())


def _tell(bearing: pd.DataFrame, rubric: dict = RUBRIC):
    ratings = propose(profile_theories(bearing, THEORIES), rubric)
    apart = rate_groups(bearing, THEORIES, rubric, contexts=_contexts())
    return tell_groups(apart, ratings, THEORIES, rubric, names={"hardship": "Hardship"})[0]


def test_a_context_is_rolled_up_to_its_broader_code_or_stands_for_itself():
    assert _contexts() == {"C001": ("hardship",), "C002": ("hardship",), "C003": ("hardship",), "C004": ("other",)}


def test_only_groups_of_three_independent_units_or_more_are_rated():
    apart = _apart().set_index("group")
    assert apart["units"].to_dict() == {"hardship": 3, "other": 1, "employer": 1, "residents": 3}
    assert apart["rating"].to_dict() == {"hardship": "well_supported", "other": "", "employer": "", "residents": "well_supported"}


def test_how_many_is_a_threshold_of_the_rubric():
    four = {**RUBRIC, "thresholds": {**RUBRIC["thresholds"], "units_to_rate_apart": 4}}
    assert set(_apart(rubric=four)["rating"]) == {""}


def test_three_claims_of_one_unit_are_too_few():
    one = make_bearing(ROWS, EVIDENCE).assign(group="residents", unit="U1")
    assert set(_apart(one)["rating"]) == {""}
    told = _tell(one)
    assert told.sentences[0].text == (
        "By group: too few units to rate apart. No group of those who tell and no context holds 3 independent units; the most is 1."
    )
    assert told.table is None and told.data["apart"] == {}


def test_figures_and_what_bears_neither_way_make_no_group():
    bearing = make_bearing(ROWS, ("N1 C001 neutral", "N1 C002 supports"))
    assert _apart(bearing)["subjects"].tolist() == [("C002",), ("C002",)]


def test_a_group_that_refutes_is_rated_other_than_the_whole():
    rows = (*ROWS, "S5 c:other o:job", "S6 c:other o:job")
    bearing = make_bearing(rows, (*EVIDENCE, "N1 C005 refutes", "N1 C006 refutes")).assign(group=[*GROUPS, "employer", "employer"])
    apart = _apart(bearing).set_index("group")
    assert (apart.loc["residents", "rating"], apart.loc["employer", "rating"]) == ("well_supported", "contested")
    told = _tell(bearing)
    assert "Over all the rubric proposes supported; taken apart, " in told.sentences[0].text
    assert "contested for “employer”" in told.sentences[0].text and "C005" in told.sentences[0].ids
    assert told.data["apart"]["stakeholders:employer"] == "contested"


def test_groups_alike_are_told_in_one_sentence_and_the_too_few_by_name():
    told = _tell(make_bearing(ROWS, EVIDENCE).assign(group=GROUPS))
    assert [s.text for s in told.sentences] == [
        "In 2 groups with enough units the rating is as over all: well supported.",
        "Too few units to rate apart: “other” and “employer”.",
    ]
    assert told.table.rows[1][:4] == ("Context: Hardship", 3, 3, "well supported")
