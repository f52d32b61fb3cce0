"""The profile of a theory: every measure by rows one can count."""

from __future__ import annotations

import math

import pandas as pd

from tests.cmo.rows import make_claims, make_sources, make_voices
from tests.evidence.rows import make_bearing, make_evidence, make_figures, make_theories
from useit_eval.evidence import bear
from useit_eval.judgement import MEASURES, profile_theories

WHOLE, HALF = "c:poor r:course o:job", "c:poor o:job"
N1 = make_theories({"theory_id": "N1"})


def _profile(claims: tuple[str, ...], evidence: tuple[str, ...], theories: pd.DataFrame = N1, **more) -> dict:
    return profile_theories(make_bearing(claims, evidence, **more), theories).iloc[0].to_dict()


def test_supporting_claims_are_told_apart_by_how_whole_they_are_and_whether_they_happened():
    rows = (f"S1 {WHOLE}", f"S2 {HALF} | anticipated", "S2 o:job")
    profile = _profile(rows, ("N1 C001 supports", "N1 C002 supports", "N1 C003 supports"))
    assert [
        profile[name]
        for name in ("supporting_claims", "full_triads", "partial_triads", "single_parts", "linked_claims")
    ] == [3, 1, 1, 1, 2]
    assert (profile["observed_claims"], profile["observed_outcomes"]) == (2, 2)
    assert profile["share_observed"] == 2 / 3


def test_linked_claims_are_the_whole_and_the_partial_ones_together():
    profile = _profile((f"S1 {WHOLE}", f"S2 {WHOLE}", f"S3 {HALF}", "S4 o:job"), tuple(f"N1 C00{n} supports" for n in range(1, 5)))
    names = ("full_triads", "partial_triads", "linked_claims", "single_parts", "supporting_claims")
    assert [profile[name] for name in names] == [2, 1, 3, 1, 4]


def test_each_way_of_bearing_is_counted_by_itself():
    ways = ("supports", "refutes", "refutes", "refines", "neutral", "neutral")
    rows = tuple(f"S{n} {WHOLE}" for n in range(1, 7))
    profile = _profile(rows, tuple(f"N1 C00{n} {way}" for n, way in enumerate(ways, start=1)))
    names = ("supporting_claims", "refuting_claims", "refining_claims", "citations", "sources", "silent")
    assert [profile[name] for name in names] == [1, 2, 1, 6, 6, 0]


def test_ten_repeats_of_one_quotation_leave_units_groups_methods_and_best_values():
    once = _profile((f"S1 {WHOLE}", f"S2 {HALF}"), ("N1 C001 supports", "N1 C002 supports"))
    rows = (f"S1 {WHOLE}", f"S2 {HALF}", *[f"S1 {WHOLE}"] * 10)
    often = _profile(rows, tuple(f"N1 C{n:03} supports" for n in range(1, 13)))
    changed = {name for name in MEASURES if once[name] != often[name] and not math.isnan(once[name])}
    assert changed == {
        "supporting_claims", "full_triads", "linked_claims", "citations", "observed_claims", "observed_outcomes"
    }  # fmt: skip


def test_one_document_is_one_unit_however_many_voices_it_quotes():
    profile = _profile((f"S1 {WHOLE}", f"S1 {WHOLE}"), ("N1 C001 supports", "N1 C002 supports"), method="document")
    assert (profile["units_supporting"], profile["full_triad_units"], profile["only_programme_documents"]) == (1, 1, 1)


def test_for_and_against_are_never_netted():
    rows = (f"S1 {WHOLE}", f"S2 {WHOLE}", f"S3 {WHOLE}")
    profile = _profile(rows, ("N1 C001 supports", "N1 C002 refutes", "N1 C003 refutes: too early"))
    names = ("supporting_claims", "refuting_claims", "refuting_explained", "refuting_unexplained", "refuting_units")
    assert [profile[name] for name in names] == [1, 2, 1, 1, 2]
    assert profile["share_against"] == 0.5


def test_a_claim_flipped_to_denied_no_longer_supports_and_is_counted_apart():
    profile = _profile((f"S1 {WHOLE} | denied", f"S2 {WHOLE}"), ("N1 C001 supports", "N1 C002 supports"))
    assert (profile["supporting_claims"], profile["denied_claims"]) == (1, 1)


def test_agreement_after_the_theory_was_shown_is_told_apart():
    claims, parts = make_claims(f"S1 {WHOLE}", f"S2 {WHOLE}", elicitation="theory_shown")
    claims.loc[1, "elicitation"] = "unprompted"
    frames = {"sources": make_sources("S1", "S2"), "voices": make_voices("S1", "S2")}
    both = profile_theories(
        bear(make_evidence("N1 C001 supports", "N1 C002 supports"), claims, parts, **frames), N1
    ).iloc[0]
    alone = profile_theories(bear(make_evidence("N1 C001 supports"), claims, parts, **frames), N1).iloc[0]
    assert (both["only_theory_shown"], both["share_unprompted"], both["theory_shown_claims"]) == (0, 0.5, 1)
    assert alone["only_theory_shown"] == 1


def test_a_share_of_nothing_is_not_a_number_and_an_unknown_question_is_not_unprompted():
    profile = _profile((f"S1 {WHOLE}",), ("N1 C001 refutes",))
    assert math.isnan(profile["share_observed"]) and math.isnan(profile["best_rigour"])
    profile = _profile((f"S1 {WHOLE}",), ("N1 C001 supports",))
    assert math.isnan(profile["share_unprompted"]) and profile["share_elicitation_not_known"] == 1


def test_silent_and_not_asked_are_two_measures():
    theories = make_theories({"theory_id": "N1"}, {"theory_id": "N2", "not_asked": True}, {"theory_id": "N3"})
    bearing = make_bearing((f"S1 {WHOLE}",), ("N1 C001 supports", "N3 C001 neutral"))
    profiles = profile_theories(bearing, theories).set_index("theory_id")
    assert profiles["silent"].tolist() == [0, 1, 1] and profiles["not_asked"].tolist() == [0, 1, 0]


def test_figures_count_apart_from_claims_and_may_speak_against():
    claims, parts = make_claims(f"S1 {WHOLE}")
    bearing = bear(
        make_evidence("N1 F001 supports", "N1 F002 refutes", "N1 C001 supports"), claims, parts, sources=make_sources("S1"),
        voices=make_voices("S1"), figures=make_figures({"label": "F001"}, {"label": "F002"}),
    )  # fmt: skip
    profile = profile_theories(bearing, N1).iloc[0]
    names = ("supporting_claims", "supporting_figures", "refuting_claims", "refuting_figures", "refuting_unexplained")
    assert [profile[name] for name in names] == [1, 1, 0, 1, 1]


def test_evidence_that_is_not_on_record_counts_for_nothing():
    assert _profile((f"S1 {WHOLE}",), ("N1 C999 supports",))["supporting_claims"] == 0


def test_rivals_are_open_unless_the_theory_says_what_became_of_them():
    bare = N1.drop(columns="rivals_open")
    assert _profile((f"S1 {WHOLE}",), ("N1 C001 supports",), bare)["rivals_open"] == 2
    assert _profile((f"S1 {WHOLE}",), ("N1 C001 supports",))["rivals_considered"] == 1


def test_every_measure_is_named_and_nothing_else():
    profiles = profile_theories(make_bearing((f"S1 {WHOLE}",), ("N1 C001 supports",)), N1)
    assert list(profiles.columns) == ["theory_id", *MEASURES]


def test_only_documents_of_the_programme_are_programme_documents():
    bearing = make_bearing((f"S1 {WHOLE}", f"S2 {WHOLE}"), ("N1 C001 supports", "N1 C002 supports"))
    for by_programme, method, expected in ((True, "document", 1), (True, "interview", 0), (False, "document", 0)):
        changed = bearing.assign(by_programme=by_programme, method=method)
        assert profile_theories(changed, N1).iloc[0]["only_programme_documents"] == expected
    one_of_two = bearing.assign(by_programme=[True, False], method="document")
    assert profile_theories(one_of_two, N1).iloc[0]["only_programme_documents"] == 0


def test_of_two_raters_who_say_the_same_the_first_row_counts_and_once():
    bearing = make_bearing((f"S1 {WHOLE}",), ("N1 C001 supports", "N1 C001 supports")).assign(rigour=[1, 3])
    profile = profile_theories(bearing, N1).iloc[0]
    assert (profile["supporting_claims"], profile["citations"], profile["best_rigour"]) == (1, 1, 1)


def test_statistics_count_apart_from_claims_and_figures():
    bearing = make_bearing((f"S1 {WHOLE}", f"S2 {WHOLE}"), ("N1 C001 supports", "N1 C002 refutes")).assign(subject_kind="model")
    profile = profile_theories(bearing, N1).iloc[0]
    names = ("supporting_models", "refuting_models", "supporting_claims", "refuting_claims", "refuting_unexplained")
    assert [profile[name] for name in names] == [1, 1, 0, 0, 1]
