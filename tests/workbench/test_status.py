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


def test_a_theory_of_which_only_an_earlier_version_was_judged_is_named(bench):
    from useit_eval.workbench import edit_theories

    assert not any("earlier versions" in sentence for sentence in study_status(bench).missing)
    form = edit_theories(bench)
    given = {"then": "they stay", "move": "situate", "reason": "Only near.", "evidence": "none yet", "author": "Ann"}
    for name, value in given.items():
        form.fields[name].value = value
    assert form.preview() and form.save()
    assert "Only earlier versions of LE1 were judged: judge again" in " ".join(study_status(bench).missing)


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


SERIES = """\
format: useit-models/1
models:
  - label: ST01
    method: series
    theory: {0}
    slot: outcome
    title: Sign-ups
    reading: With care.
    data: {{indicator: Sign-up, area: X9, interrupted_on: '2018-01-01', what_happened: a crèche}}
"""


def test_an_indicator_that_nobody_read_in_is_told_with_its_line(paths):
    with open_study(paths.study, root=paths.root) as bench:
        theory = bench.theories.ids[0]
    (paths.codebooks / "models.yaml").write_text(SERIES.format(theory), encoding="utf-8")
    with open_study(paths.study, root=paths.root) as bench:
        told = study_status(bench).missing
    assert "models.yaml, line 9: indicator 'Sign-up' was not read in. None is known yet." in told


def test_unknown_indicators_and_areas_are_answered_with_the_closest(paths):
    from useit_eval import codebook

    with open_study(paths.study, root=paths.root) as bench:
        theory = bench.theories.ids[0]
    path = paths.codebooks / "models.yaml"
    path.write_text(SERIES.format(theory), encoding="utf-8")
    held = codebook.load_models(path)
    assert codebook.unknown_readings(path, held, {"Sign-ups": {"P01"}}) == [
        "models.yaml, line 9: indicator 'Sign-up' was not read in. Closest: 'Sign-ups'."
    ]
    assert codebook.unknown_readings(path, held, {"Sign-up": {"P01", "X8"}}) == [
        "models.yaml, line 9: area 'X9' is no area of 'Sign-up'. Closest: 'X8'."
    ]
    assert codebook.unknown_readings(path, held, {"Sign-up": {"X9"}}) == []


def test_one_of_a_thing_is_told_as_one():
    from useit_eval.cli.study import _noun

    for words, one in {
        "faults": "fault", "theories": "theory", "pieces of evidence": "piece of evidence", "readings": "reading of indicators",
        "sections": "turn or paragraph", "signed judgements": "signed judgement", "claims that count": "claim that counts",
    }.items():  # fmt: skip
        assert _noun(words, 1) == one
    assert (_noun("faults", 2), _noun("sections", 2)) == ("faults", "turns and paragraphs")
