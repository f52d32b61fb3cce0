"""One row for each bearing, with what a judgement needs."""

from __future__ import annotations

from tests.cmo.rows import make_claims, make_sources, make_voices
from tests.evidence.rows import make_bearing, make_evidence, make_figures, make_theories
from useit_eval.evidence import bear, current
from useit_eval.ground.findings import Finding
from useit_eval.judgement import profile_theories

ROWS = ("S1 c:poor r:course m:hope o:job", "S2 c:poor o:job | anticipated")


def test_a_claim_brings_its_wholeness_status_unit_group_and_method():
    row = make_bearing(ROWS, ("N1 C001 supports",)).iloc[0]
    assert (row["triad"], row["status"], row["unit"], row["group"], row["method"]) == (
        "full",
        "observed",
        "unit-S1",
        "residents",
        "interview",
    )
    assert row["about_outcome"] and row["tells_reasoning"] and not row["by_programme"]


def test_a_document_is_one_unit_whatever_its_voices_say():
    bearing = make_bearing(ROWS, ("N1 C001 supports", "N1 C002 supports"), method="document")
    assert bearing["unit"].tolist() == ["S1", "S2"] and bearing["by_programme"].all()


def test_an_explanation_is_a_flag_and_keeps_its_words():
    bearing = make_bearing(ROWS, ("N1 C001 refutes: too early", "N1 C002 refutes"))
    assert bearing["explained"].tolist() == [True, False]
    assert bearing["explanation"].tolist() == ["too early", ""]


def test_a_figure_bears_without_being_a_claim():
    claims, parts = make_claims(*ROWS)
    bearing = bear(
        make_evidence("N1 F001 supports"), claims, parts, sources=make_sources("S1"), voices=make_voices("S1"),
        figures=make_figures({"label": "F001"}),
    )  # fmt: skip
    assert bearing[["subject_kind", "triad", "unit"]].to_numpy().tolist() == [["figure", "", "S1"]]


def test_a_subject_that_is_not_on_record_is_kept_and_marked():
    bearing = make_bearing(ROWS, ("N1 C999 supports",))
    assert bearing[["known", "triad", "elicitation"]].to_numpy().tolist() == [[False, "", "not_known"]]


def test_only_the_current_version_of_a_theory_is_borne_upon():
    bearing = make_bearing(ROWS, ("N1 C001 supports", "N2 C001 supports"))
    now = current(bearing, make_theories({"theory_id": "N1", "version": 2}, {"theory_id": "N2"}))
    assert now["theory_id"].tolist() == ["N2"]
    assert list(current(bearing.iloc[:0], make_theories({"theory_id": "N1"})).columns) == list(bearing.columns)


def _model(**data) -> Finding:
    held = {"label": "ST01", "slot": "outcome", "sources": ["S1"], "refused": False, **data}
    return Finding("evidence.model.ST01", "Hired of seen", strand="north", theory="N1", data=held)


def test_a_model_bears_like_a_figure_and_stands_with_its_first_source():
    claims, parts = make_claims(*ROWS)
    evidence = make_evidence("N1 ST01 supports").assign(subject_kind="model")
    frames = {"sources": make_sources("S1", "S2"), "voices": make_voices("S1")}
    row = bear(evidence, claims, parts, **frames, models=[_model(sources=["S1", "S2"])]).iloc[0]
    assert (row["known"], row["unit"], row["source"], row["strand"], row["status"]) == (True, "S1", "S1", "north", "observed")
    assert row["paraphrase"] == "Hired of seen" and row["triad"] == ""


def test_a_model_that_could_not_be_computed_counts_for_nothing():
    claims, parts = make_claims(*ROWS)
    evidence = make_evidence("N1 ST01 supports").assign(subject_kind="model")
    frames = {"sources": make_sources("S1"), "voices": make_voices("S1")}
    for model in (_model(refused=True), _model(sources=[])):
        assert not bear(evidence, claims, parts, **frames, models=[model])["known"].any()


def test_a_model_that_supports_is_counted_in_the_profile_and_is_no_claim():
    claims, parts = make_claims(*ROWS)
    evidence = make_evidence("N1 ST01 supports").assign(subject_kind="model")
    bearing = bear(evidence, claims, parts, sources=make_sources("S1"), voices=make_voices("S1"), models=[_model()])
    profile = profile_theories(bearing, make_theories({"theory_id": "N1"})).iloc[0]
    assert (profile["supporting_models"], profile["supporting_claims"], profile["units"]) == (1, 0, 1)
