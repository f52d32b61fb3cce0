"""Which ratings move when something is left out or a bar is moved."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.rows import STRANDS, make_bearing, make_theories
from tests.judgement.in_full import vary_in_full
from tests.judgement.rubrics import RUBRIC
from useit_eval.judgement import changes_tried, sensitivity, variation, vary_ratings

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


def test_each_voice_is_left_out_and_named_when_a_rating_hangs_on_it():
    one_voice = BEARING.assign(voice=["V1", "V2", "V2", "V3", "V4", "V1"])
    moved = vary_ratings(one_voice, THEORIES, RUBRIC)
    assert moved.loc[moved["kind"] == "voice", ["change", "theory_id", "changed"]].to_numpy().tolist() == [
        ["without voice V1", "N1", "emerging"],
        ["without voice V2", "N1", "emerging"],
    ]
    told = " ".join(s.text for s in sensitivity(one_voice, THEORIES, RUBRIC, strands=STRANDS)[0].sentences)
    assert "Of 4 voices left out in turn, these alone move a rating: V1 (N1) and V2 (N1)." in told


def test_each_gate_is_moved_a_step_both_ways_and_switched_off():
    one_unit = make_bearing((f"S1 {WHOLE}", f"S1 {WHOLE}"), ("N1 C001 supports", "N1 C002 supports"))
    moved = vary_ratings(one_unit, THEORIES, RUBRIC)
    gates = moved[moved["kind"] == "gate"]
    assert dict(zip(gates["change"], gates["changed"], strict=True)) == {
        "with the gate “one unit” off": "well_supported",
        "with the gate “one unit” capping a step lower, insufficient evidence, not emerging": "insufficient",
        "with the gate “one unit” capping a step higher, supported, not emerging": "supported",
    }
    assert "with the gate “against” off" in changes_tried(one_unit, RUBRIC)


def test_a_gate_a_step_below_the_top_has_no_step_higher_beside_being_off():
    assert "with the gate “against” capping a step higher, well supported, not supported" not in changes_tried(BEARING, RUBRIC)


def test_a_threshold_that_no_rule_names_is_not_moved():
    rubric = {**RUBRIC, "thresholds": {**RUBRIC["thresholds"], "units_to_rate_apart": 3}}
    assert changes_tried(BEARING, rubric) == changes_tried(BEARING, RUBRIC)


def test_a_theory_is_measured_again_only_where_rows_of_it_go_and_once_for_the_same_rows(monkeypatch):
    measured = []
    monkeypatch.setattr(variation, "measure", lambda rows, theory, of=variation.measure: measured.append(theory["theory_id"]) or of(rows, theory))
    vary_ratings(BEARING, THEORIES, RUBRIC)
    # As they stand; four sources, whose voices are the same rows (N1 rests on two of them); one coder for each.
    assert sorted(measured) == ["N1"] * (1 + 2 + 1) + ["N2"] * (1 + 4 + 1)


_ROWS = st.fixed_dictionaries({
    "theory_id": st.sampled_from(["N1", "N2", "N3"]), "theory_version": st.sampled_from([1, 1, 1, 2]),
    "subject_kind": st.sampled_from(["claim", "claim", "figure", "model"]), "subject": st.sampled_from([f"C00{n}" for n in range(8)]),
    "bearing": st.sampled_from(["supports", "supports", "refutes", "refines", "neutral"]), "explained": st.booleans(),
    "status": st.sampled_from(["observed", "anticipated", "denied"]), "triad": st.sampled_from(["full", "partial", "single"]),
    "elicitation": st.sampled_from(["unprompted", "theory_shown", "not_known"]), "about_outcome": st.booleans(),
    "source": st.sampled_from(["S1", "S2", "S3", ""]), "voice": st.sampled_from(["V1", "V2", "V3", ""]), "coder": st.sampled_from(["a", "b", ""]),
    "unit": st.sampled_from(["U1", "U2", "U3", ""]), "group": st.sampled_from(["g", "h", ""]), "method": st.sampled_from(["document", "interview"]),
    "by_programme": st.booleans(), "relevance": st.integers(1, 3), "richness": st.integers(1, 3), "rigour": st.integers(1, 3),
    "known": st.booleans(),
})  # fmt: skip
THREE = make_theories({"theory_id": "N1"}, {"theory_id": "N2", "not_asked": True}, {"theory_id": "N3", "rivals_open": 2})


@settings(deadline=None, max_examples=60)
@given(st.lists(_ROWS, min_size=1, max_size=24), st.sampled_from([1, 2, 3]), st.sampled_from([0.2, 0.5]))
def test_the_short_way_and_the_long_way_find_the_same_movers(rows, claims, weighty):
    rubric = {**RUBRIC, "thresholds": {"claims": claims, "units_that_stop": 1, "weighty": weighty}}
    bearing = pd.DataFrame(rows)
    short, full = vary_ratings(bearing, THREE, rubric), vary_in_full(bearing, THREE, rubric)
    assert short.to_numpy().tolist() == full.to_numpy().tolist()


def test_the_shipped_rubric_gives_the_same_movers_both_ways():
    from pathlib import Path

    from useit_eval.codebook import load_rubric

    rubric = load_rubric(Path(__file__).resolve().parents[2] / "codebooks" / "useit" / "rubric.yaml")
    assert vary_ratings(BEARING, THEORIES, rubric).to_numpy().tolist() == vary_in_full(BEARING, THEORIES, rubric).to_numpy().tolist()
