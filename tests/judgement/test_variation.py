"""Which ratings move when something is left out or a bar is moved."""

from __future__ import annotations

from tests.evidence.rows import STRANDS, make_bearing, make_theories
from tests.judgement.rubrics import RUBRIC
from useit_eval.judgement import changes_tried, sensitivity, vary_ratings

WHOLE = "c:poor r:course o:job"
THEORIES = make_theories({"theory_id": "N1"}, {"theory_id": "N2"})
BEARING = make_bearing(
    (f"S1 {WHOLE}", f"S2 {WHOLE}", f"S3 {WHOLE}", f"S4 {WHOLE}"),
    (
        "N1 C001 supports",
        "N1 C002 supports",
        "N2 C002 supports",
        "N2 C003 supports",
        "N2 C004 supports",
        "N2 C001 supports",
    ),
)


def test_without_one_source_only_the_ratings_that_rest_on_it_move():
    moved = vary_ratings(BEARING, THEORIES, RUBRIC)
    without = moved[moved["change"] == "without source S1"]
    assert without[["theory_id", "rating", "changed"]].to_numpy().tolist() == [["N1", "well_supported", "emerging"]]


def test_each_bar_is_moved_a_step_both_ways():
    tried = changes_tried(BEARING, RUBRIC)
    assert "with the bar “claims” lower: 1, not 2" in tried and "with the bar “weighty” higher: 0.6, not 0.5" in tried
    moved = vary_ratings(BEARING, THEORIES, RUBRIC)
    tighter = moved[moved["change"] == "with the bar “claims” higher: 3, not 2"]
    assert tighter[["theory_id", "changed"]].to_numpy().tolist() == [["N1", "emerging"]]


def test_without_the_only_coder_everything_falls():
    moved = vary_ratings(BEARING, THEORIES, RUBRIC)
    fallen = moved[moved["kind"] == "coder"]
    assert fallen["changed"].tolist() == ["insufficient", "insufficient"]


def test_claims_after_the_theory_was_shown_are_left_out_only_where_there_are_any():
    assert not any("theory was shown" in change for change in changes_tried(BEARING, RUBRIC))
    shown = BEARING.assign(elicitation=["theory_shown", *["unprompted"] * (len(BEARING) - 1)])
    assert any("theory was shown" in change for change in changes_tried(shown, RUBRIC))


def test_the_findings_list_the_movers_by_strand_with_their_ids():
    whole, north = sensitivity(BEARING, THEORIES, RUBRIC, strands=STRANDS)
    assert (whole.key, north.key, north.strand) == ("judgement.sensitivity", "judgement.sensitivity.north", "north")
    assert whole.data["movers"] == ["N1", "N2"]
    assert all(sentence.ids or sentence.explains for sentence in whole.sentences)


def test_the_evidence_given_is_not_changed():
    before = BEARING.copy()
    vary_ratings(BEARING, THEORIES, RUBRIC)
    assert before.equals(BEARING)
