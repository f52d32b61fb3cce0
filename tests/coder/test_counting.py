"""Coders who do not count change nothing that is counted; new ideas of those who do break nothing on the way."""

from __future__ import annotations

import shutil

import pytest

from tests.coder import study
from tests.coder.study import act, claim, coding, evidence, part, send, sitting
from useit_eval import cmo
from useit_eval import evidence as bearing_of
from useit_eval.coding import describe_coding, measure_agreement
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.workbench import export_coding, open_study, prepare_meeting, study_status
from useit_eval.workbench.shipped import BY

TABLES = ("claim", "claim_part", "evidence")


def say(bench, coder, *, code="feels_capable"):
    """Let a coder link three passages into one claim and judge a theory by it."""
    session = sitting(bench, coder)
    rows = [
        coding("I had given up\u0301 before", "earlier_bad_experience"),
        coding("The course was free", "free_course"),
    ]
    rows += [coding("I can do this", code)]
    made, slots = claim(), ("context", "mechanism_resource", "mechanism_reasoning")
    parts = [part(made["claim_id"], row["coding_id"], slot) for row, slot in zip(rows, slots, strict=True)]
    replies = send(session, act(*rows), act(made, *parts, does="link"), act(evidence(made["claim_id"]), does="bear"))
    assert [reply["kind"] for reply in replies] == ["done"]


def counts(bench):
    """Return what the river counts: rows, findings on what was coded, configurations and bearing."""
    claims, parts, sources = bench.load("claim"), bench.load("claim_part"), bench.load("source")
    strands = {strand: bench.study.title_of(strand) for strand in bench.study.strand_ids}
    told = describe_coding(
        claims, parts, codings=bench.load("coding", coders="counted"), segments=bench.load("segment"),
        codes=bench.codebook.frame(), sources=sources, strands=strands,
    )  # fmt: skip
    situated = cmo.situate_claims(claims, sources=sources, voices=bench.load("voice"))
    born = bearing_of.bear(
        bench.load("evidence"),
        situated,
        parts,
        sources=sources,
        voices=bench.load("voice"),
        figures=bench.load("figure"),
    )
    return {
        **{name: len(bench.load(name)) for name in TABLES},
        "said": [sentence.text for finding in told for sentence in finding.sentences],
        "bearing": born.drop(columns=["evidence_id"], errors="ignore").to_dict("records"),
        "ripples": bench.ripples,
    }


def count_only(paths, *coders):
    """Name the coders that count in study.yaml."""
    path = paths.codebooks / "study.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"counted_coders: [{', '.join(coders)}]\n", encoding="utf-8")


def test_counts_do_not_move_when_others_state_the_same_claims(paths):
    count_only(paths, "ann")
    with open_study(root=paths.root) as bench:
        say(bench, "ann")
        before = counts(bench)
        for coder in ("ben", "cat"):
            say(bench, coder)
        assert counts(bench) == before
        assert [len(bench.load(name, coders="all")) for name in TABLES] == [3, 9, 3]
        assert len(bench.load("coding")) == 9 and len(bench.load("coding", coders="counted")) == 3


def test_without_a_list_everybody_counts(bench):
    for coder in ("ann", "ben"):
        say(bench, coder)
    assert [len(bench.load(name)) for name in TABLES] == [2, 6, 2]


def test_evidence_of_others_does_not_count_even_about_a_claim_that_does(paths):
    count_only(paths, "ann")
    with open_study(root=paths.root) as bench:
        say(bench, "ann")
        label = bench.load("claim")["label"].iloc[0]
        row = {**evidence(label), "rater": "ben", "evidence_id": study.fresh()}
        with bench.store.writing(by="ben") as work:
            work.append_rows("evidence", [row])
        assert len(bench.load("evidence")) == 1 and len(bench.load("evidence", coders="all")) == 2


def test_status_and_export_keep_everybody(paths, tmp_path):
    count_only(paths, "ann")
    with open_study(root=paths.root) as bench:
        for coder in ("ann", "ben"):
            say(bench, coder)
        assert study_status(bench).holds["claims"] == 2
        report = export_coding(bench, folder=tmp_path / "out")
        assert (report.claims, report.codings, report.evidence) == (2, 6, 2)


def test_a_bearing_that_does_not_count_keeps_nobody_from_mending_a_theory(paths):
    count_only(paths, "ann")
    with open_study(root=paths.root) as bench:
        say(bench, "ben")
    path = paths.codebooks / "theory.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# read again\n", encoding="utf-8")
    with open_study(root=paths.root) as bench:
        assert not bench.store.noted("accept theory versions")
        say(bench, "ann")
    path.write_text(path.read_text(encoding="utf-8") + "# and again\n", encoding="utf-8")
    with open_study(root=paths.root) as bench:
        assert set(bench.store.noted("accept theory versions")) == {"LE1"}


def test_a_chapter_tells_of_compared_coders_of_the_study_s_files_and_of_nobody_who_joined(paths, monkeypatch):
    from useit_eval.workbench.material import compared

    count_only(paths, "ann")
    with open_study(root=paths.root) as bench:
        say(bench, "ann")
        say(bench, "ben")
        assert compared(bench) == {}
        claims = bench.load("claim", coders="all").assign(recorded_by=BY)
        monkeypatch.setattr(
            bench, "load", lambda *_args, coders="": claims[claims["coder"] == "ann"] if not coders else claims
        )
        assert compared(bench) == {"ben": 1}


def test_asking_for_another_kind_of_coders_is_refused(bench):
    with pytest.raises(UsageError, match="neither 'counted' nor 'all'"):
        bench.load("claim", coders="ann")


def test_a_coder_named_twice_is_refused_with_the_line(paths):
    count_only(paths, "ann", "ann")
    with pytest.raises(InputRefused, match=r"study.yaml, line \d+.*'ann' is given twice"):
        open_study(root=paths.root)


def test_a_new_idea_goes_through_counting_and_is_listed_for_a_person(bench):
    say(bench, "ann", code="new/proud in front of her son")
    found = counts(bench)
    assert found["claim"] == 1 and len(found["bearing"]) == 1
    (told,) = [line for line in study_status(bench).next if "new ideas" in line]
    assert "“proud in front of her son” (1)" in told and "codebook.yaml" in told


def test_a_new_idea_and_how_certain_it_was_travel_in_an_export(paths, tmp_path):
    with open_study(root=paths.root) as bench:
        row, made = coding("I can do this", "new/proud in front of her son", certainty="unsure"), claim()
        linked = act(made, part(made["claim_id"], row["coding_id"]), does="link")
        send(sitting(bench), act(row), linked, act(coding("Right", "new/short")))
        report = export_coding(bench, folder=tmp_path / "out")
        before = bench.load("coding")[["coding_id", "start", "end", "code_id", "certainty", "coder"]]
    other = tmp_path / "other"
    shutil.copytree(paths.root, other, ignore=shutil.ignore_patterns("data_processed"))
    for file in report.files:
        shutil.copy(file, other / "codebooks" / study.NAME / "coding")
    with open_study(root=other) as again:
        after = again.load("coding")[["coding_id", "start", "end", "code_id", "certainty", "coder"]]
        assert after.equals(before) and after["certainty"].dropna().tolist() == ["unsure"]


def test_an_idea_that_is_neither_is_refused_where_it_stands(paths, tmp_path):
    with open_study(root=paths.root) as bench:
        send(sitting(bench), act(coding("I can do this", "new/proud")))
        (file,) = export_coding(bench, folder=tmp_path / "out").files
    text = file.read_text(encoding="utf-8").replace("new/proud", "New idea")
    (paths.coding / file.name).write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused, match=r"line \d+: code 'New idea' is not an id"):
        open_study(root=paths.root)


def test_a_claim_begun_without_a_passage_breaks_nothing_and_stays_behind_in_an_export(bench, tmp_path):
    say(bench, "ann")
    made = claim(paraphrase="")
    send(sitting(bench), act(made, does="link"), act(evidence(made["claim_id"]), does="bear"))
    assert counts(bench)["claim"] == 2
    report = export_coding(bench, folder=tmp_path / "out")
    assert (report.claims, report.evidence) == (1, 1)


def test_who_joins_an_exercise_never_takes_a_counted_coder_s_place_in_the_meeting(paths):
    count_only(paths, "ann")
    with open_study(root=paths.root) as bench:
        say(bench, "ann")
        for coder in ("ben", "ben", "cat", "cat", "cat"):
            say(bench, coder)
        assert prepare_meeting(bench).coders == ("ann", "cat")


def test_a_new_idea_stands_for_itself_where_codes_are_rolled_up(bench):
    for coder in ("ann", "ben"):
        say(bench, coder, code="new/proud")
    found = measure_agreement(
        bench.load("coding"), segments=bench.load("segment"), codes=bench.codebook.frame(), level=1, replicates=10
    )
    assert "new/proud" in set(found["code_id"]) and set(found.query("measure == 'percent'")["value"]) == {1.0}
