"""Status tells what is there, what is missing and what to do next, and changes nothing."""

from __future__ import annotations

import json

from tests.workbench import small_study
from useit_eval.codebook import load_claims
from useit_eval.workbench import add_source, open_study, study_status


def test_what_a_study_holds_is_counted(bench):
    held = study_status(bench).holds
    assert (held["sources"], held["voices"], held["claims"], held["codings"], held["codes"]) == (1, 2, 2, 4, 10)
    assert held["figures"] == 0 and held["pieces of evidence"] == 1


def test_what_is_missing_and_what_to_do_next_are_plain_sentences(paths, bench):
    before = study_status(bench)
    assert "The text of S1 is not at hand" in before.missing[0] and before.texts == ()
    assert any("one.txt" in sentence for sentence in before.next)
    add_source(bench, small_study.write_text(paths.root))
    after = study_status(bench)
    assert after.texts == ("S1",) and not any("one.txt" in sentence for sentence in after.next)


def test_silent_strands_and_theories_are_named(bench):
    told = " ".join(study_status(bench).missing)
    assert "No claim speaks of Meeting place" in told and "Nothing bears on ME1." in told


def test_the_report_is_plain_data_for_other_programs(bench):
    told = json.loads(json.dumps(study_status(bench).as_dict()))
    assert told["format"] == "useit-status/1" and told["by_strand"]["learning"] == {"claims": 2, "theories": 1}


def test_status_works_before_any_run_and_changes_nothing(paths, bench):
    before = len(bench.store.history("audit"))
    report = study_status(bench)
    assert report.chapters == "" and any("useit-eval run" in sentence for sentence in report.next)
    assert len(bench.store.history("audit")) == before


def test_a_report_that_is_there_is_named(paths, bench):
    paths.reports.mkdir(parents=True)
    (paths.reports / "index.html").write_text("<p>")
    assert study_status(bench).chapters == "reports/harbour/index.html"


def test_a_study_without_anything_in_it_says_how_to_begin(tmp_path):
    from useit_eval.workbench import init_study

    init_study("docks", folder=tmp_path)
    with open_study(root=tmp_path) as bench:
        report = study_status(bench)
    assert report.missing[0] == "No source is registered yet." and "useit-eval add" in report.next[0]


def test_a_retired_code_that_passages_still_carry_is_named(paths):
    path = paths.codebooks / "codebook.yaml"
    used = load_claims(next(paths.coding.glob("claims_*.yaml"))).claims[0].parts[0].code
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"- id: {used}\n", f"- id: {used}\n    retired: true\n", 1), encoding="utf-8")
    with open_study(paths.study, root=paths.root) as bench:
        assert any(f"uses the code '{used}', which is retired" in line for line in study_status(bench).missing)


def test_claims_that_are_only_compared_stand_apart_from_those_that_count(paths):
    study = paths.codebooks / "study.yaml"
    study.write_text(study.read_text("utf-8") + "counted_coders: [somebody_else]\n", "utf-8")
    with open_study(paths.study, root=paths.root) as bench:
        told = study_status(bench)
    assert (told.holds["claims"], told.holds["claims that count"]) == (2, 0)
    assert told.by_strand["learning"]["claims"] == 0
