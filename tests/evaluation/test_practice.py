"""The practice study runs to its chapters, is marked in all of them, and moves nothing of another study."""

from __future__ import annotations

import shutil

import pytest

from useit_eval.coding import verify_spans
from useit_eval.document import write_html
from useit_eval.training import module_pages
from useit_eval.workbench import open_study, study_status

from .conftest import ROOT, evaluate, lines_that_lead_nowhere, told_in_a_line, walk

MARK = "Practice material: invented for training. Nothing here was said or measured by anybody."
CODERS = {"coder_1": "P", "coder_2": "Q", "facilitator": "G"}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a project that holds both shipped studies, as a clone does."""
    root = tmp_path_factory.mktemp("both")
    shutil.copy(ROOT / "useit.toml", root)
    for folder in ("codebooks", "data_raw"):
        for study in ("useit", "practice"):
            shutil.copytree(ROOT / folder / study, root / folder / study)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    return root


@pytest.fixture(scope="module")
def practice(project):
    """Return the evaluation of the practice study, its notebooks run."""
    return evaluate(project, "practice", project / "run")


@pytest.fixture
def bench(project, practice):
    """Return the practice study, open, after its run."""
    with open_study("practice", root=project, run_folder=project / "run") as held:
        yield held


def _of(practice, slug: str, anchor: str) -> str:
    section = next(part for part in practice.pages[slug].sections if part.anchor == anchor)
    return " ".join(part for part in walk(section) if isinstance(part, str))


def test_claims_of_three_coders_are_in_the_store_and_only_those_of_one_count(bench):
    everybody, counted = bench.load("claim", coders="all"), bench.load("claim")
    assert set(everybody["coder"]) == CODERS.keys() and set(counted["coder"]) == {"coder_1"}
    for coder, letter in CODERS.items():
        own = everybody[everybody["coder"] == coder]
        assert (
            own["source_id"].nunique() == (12 if coder == "coder_1" else 9)
            and own["label"].str.startswith(letter).all()
        )
    judged = bench.load("evidence")
    claims = set(judged.loc[judged["subject_kind"] == "claim", "subject_label"])
    assert claims and claims <= set(counted["label"])


def test_every_passage_of_every_coder_stands_in_the_text_where_its_hash_says(bench):
    codings = bench.load("coding")
    assert set(codings["coder"]) == CODERS.keys() and len(codings) > 800
    for source, own in codings.groupby("source_id"):
        assert verify_spans(own, bench.text(source))["verified"].all()


def test_every_theory_is_judged_each_way_with_a_reason_and_the_ratings_are_not_all_alike(bench):
    judged = bench.load("evidence")
    assert set(judged["theory_id"]) == {theory.id for theory in bench.theories.theories}
    assert set(judged["bearing"]) == {"supports", "refines", "refutes", "neutral"}
    assert judged["reason"].str.len().gt(20).all()
    denied = bench.load("claim").query("status == 'denied'")["label"]
    assert not (judged["subject_label"].isin(denied) & (judged["bearing"] == "supports")).any()
    ratings = [found.data["rating"] for found in bench.take("judgement") if "rating" in found.data]
    assert len(set(ratings)) >= 3


def test_no_chapter_tells_a_claim_of_those_who_are_compared(bench, practice):
    everybody, counted = bench.load("claim", coders="all"), bench.load("claim")
    others = everybody[~everybody["claim_id"].isin(counted["claim_id"])]
    told = practice.words()
    assert [row.label for row in counted.itertuples() if row.paraphrase.rstrip(".") not in told] == []
    assert [row.label for row in others.itertuples() if row.paraphrase.rstrip(".") in told] == []


def test_the_chapters_tell_whose_claims_count_and_how_far_two_coders_agreed(practice):
    for slug in practice.pages.keys() - {"index"}:
        limits = _of(practice, slug, "limits")
        assert "Claims of 3 coders are on record. Those of coder 1 (90) count; those of coder 2 (" in limits
        assert "Cohen's kappa is 0." in limits
    whole = _of(practice, "macro_micro", "limits")
    assert "Was the same text marked?" in whole and "same passages before them" not in whole


def test_what_the_whole_tells_in_a_line_stands_in_full_in_the_chapter_it_leads_to(practice):
    assert len(told_in_a_line(practice.pages["macro_micro"])) > 20
    assert lines_that_lead_nowhere(practice.pages) == []


def test_an_interview_has_an_interviewer_and_no_author(practice):
    limits = _of(practice, "community_research", "limits")
    assert "Interviewer of 3 sources: R01" in limits and "Author of Practice interview" not in limits
    assert "Noted of 12 sources: practice: invented for training; nobody said this." in limits


def test_every_page_and_every_sheet_says_that_it_is_practice(bench, practice, tmp_path):
    pages = [*practice.pages.values(), *module_pages(bench.study, bench.theories)]
    assert len(pages) == 11
    assert [page.slug for page in pages if not page.practice] == []
    for number, page in enumerate(pages):
        write_html(page, tmp_path / f"{number}.html")
        assert MARK in (tmp_path / f"{number}.html").read_text(encoding="utf-8"), page.slug


def test_nothing_of_practice_enters_another_study(project, practice, as_shipped):
    with open_study("practice", root=project) as held, open_study("useit", root=project) as beside:
        assert held.paths.store != beside.paths.store
        assert study_status(beside).holds["sources"] == 1
        for table in ("source", "voice", "claim", "coding", "evidence", "figure", "link"):
            first = {name: set(bench.load(table).iloc[:, 0]) for name, bench in (("practice", held), ("useit", beside))}
            assert first["practice"] and not first["practice"] & first["useit"], table
    ours = evaluate(project, "useit", project / "run_of_useit")
    assert ours.lines() == as_shipped.lines()
    assert "invented" not in ours.words()


def test_between_the_rounds_one_rating_moved_up_one_down_and_one_milestone_was_missed_for_reasons_named(bench):
    found = next(finding for finding in bench.take("judgement") if finding.key == "judgement.changes")
    up, down = sorted(found.data["moves"], key=lambda move: move["direction"], reverse=True)
    assert (up["theory"], up["before"], up["after"], up["direction"]) == ("PT4", "emerging", "supported", "up")
    assert up["lifted"] == ["told_whole_and_seen"] and up["opened"] == ["single_unit"]
    assert set(up["supports"]) == {"P083", "P084", "F013"} and up["refutes"] == ["P086"]
    assert (down["theory"], down["before"], down["after"], down["direction"]) == (
        "PT3",
        "supported",
        "contested",
        "down",
    )
    assert down["beside"] == ["for_and_against"] and down["refutes"] == ["P078", "P080"]
    assert found.data["milestones"] == [{"label": "M003", "before": "not_checked", "after": "missed"}]
    assert found.data["refined"] == ["PT5"]
    now = {one.theory: one.data["rating"] for one in bench.take("judgement") if one.key.startswith("judgement.rating.")}
    five = {"PT1": "contested", "PT2": "contested", "PT3": "contested", "PT4": "supported", "PT5": "emerging"}
    assert now == five | {"PT6": "emerging"}  # PT6 came in to show a gate; of round 2 only the first five tell


def test_the_chapters_say_why_and_only_in_a_study_of_two_rounds(practice, as_shipped):
    told = _of(practice, "macro_micro", "changes")
    assert "moved up, from emerging to supported" in told and "moved down, from supported to contested" in told
    assert "All support comes from a single independent unit" in told
    assert "The ward keeps its practice educator" in told
    assert "PT1 (contested), PT2 (contested), PT5 (emerging) and PT6 (emerging) did not move" in told
    assert "PT4" in _of(practice, "social_enterprise", "changes")
    assert "PT4" not in _of(practice, "matching_skills", "changes")
    assert not [part for page in as_shipped.pages.values() for part in page.sections if part.anchor == "changes"]


def test_every_strand_shows_numbers_and_claims_together_with_who_inferred_what(practice, as_shipped):
    joint = _of(practice, "matching_skills", "joint")
    assert "5 of 9: 56% (Wilson's 95% interval 27% to 81%)" in joint and "(coder 1, 20 May 2019)" in joint
    assert "PT5 nobody has written the inference yet" in _of(practice, "community_research", "joint")
    shown = [slug for slug, page in as_shipped.pages.items() if any(part.anchor == "joint" for part in page.sections)]
    assert set(shown) == set(as_shipped.pages) - {"macro_micro", "index"}


def test_a_theory_climbs_by_the_base_rule_and_a_gate_that_the_chapter_names_holds_it_back(bench, practice):
    found = next(one for one in bench.take("judgement") if one.key == "judgement.rating.PT6")
    assert (found.data["base_rating"], found.data["rating"]) == ("supported", "emerging")
    assert found.data["gate"] == "single_unit"
    told = _of(practice, "social_enterprise", "short")
    assert (
        "A gate capped it at emerging in place of supported. All support comes from a single independent unit." in told
    )
    voices = bench.load("claim").set_index("label").loc[["P054", "P055", "P058"], "voice_id"].nunique()
    units = bench.load("voice").query("label in ['V014', 'V015']")["independence_unit"].nunique()
    assert (voices, units) == (2, 1)


def test_ratings_differ_between_groups_of_those_who_tell(practice):
    assert "Over all the rubric proposes contested; taken apart, " in practice.words()


def test_a_comparison_of_wards_tells_both_short_answers_and_the_combination_whose_wards_disagree(bench, practice):
    found = next(one for one in bench.take("evidence") if one.key == "evidence.model.ST12")
    told = " ".join(line.text for line in found.sentences)
    assert found.data["conservative"] == ["somebody_to_guide*asked_for_volunteers*posts_open"]
    assert len(found.data["parsimonious"]) == 2 and "2 models are equally short" in told
    assert "in Practice ward D and not in Practice ward E" in told
    assert "2 models are equally short" in practice.words()
