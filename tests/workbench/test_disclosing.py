"""What may give a person away is flagged where people work, and small counts never leave."""

from __future__ import annotations

import pytest

from tests.workbench import small_study
from useit_eval.ground.errors import InputRefused, WorkFailed
from useit_eval.ground.findings import Finding, Table
from useit_eval.workbench import flag_passages, open_study, study_status, write_chapters

TOLD = "A surgeon from Syria came in 2015."


def test_a_paraphrase_with_profession_country_and_year_is_flagged_in_status(paths):
    small_study.write_coding(paths, paraphrase=TOLD)
    with open_study(root=paths.root) as bench:
        flagged, status = flag_passages(bench), study_status(bench)
    assert flagged[["label", "shown_as", "flag"]].values.tolist() == [["C001", "paraphrase", "all_three"]]
    assert any("look at C001" in line for line in status.next)


def test_nothing_is_said_where_nothing_is_flagged(bench):
    assert flag_passages(bench).empty
    assert not any("give a person away" in line for line in study_status(bench).next)


def test_a_table_of_people_with_a_small_count_stops_the_chapters(bench, monkeypatch):
    table = Table(("Group", "People"), (("north", 4),), (("S1",),), caption="Who came", people=True)
    monkeypatch.setattr(
        "useit_eval.workbench.chapters.gather_material",
        lambda bench: _material(bench, Finding("evidence.x", "x", table=table)),
    )
    with pytest.raises(WorkFailed, match="Who came.*a count of 4"):
        write_chapters(bench)


def _material(bench, finding):
    import dataclasses

    from useit_eval.workbench import gather_material

    for name in ("sources", "coding", "agreement", "configurations", "evidence", "judgement"):
        bench.give(name, [])
    return dataclasses.replace(gather_material(bench), findings=(finding,))


def test_a_study_may_set_another_smallest_count_with_a_reason(paths):
    study = paths.codebooks / "study.yaml"
    study.write_text(study.read_text() + "disclosure: {smallest_count: 3, reason: The people are invented.}\n")
    with open_study(root=paths.root) as bench:
        assert bench.study.smallest_count == 3


def test_another_smallest_count_without_a_reason_is_refused(paths):
    study = paths.codebooks / "study.yaml"
    study.write_text(study.read_text() + "disclosure: {smallest_count: 3}\n")
    with pytest.raises(InputRefused, match=r"study.yaml, line \d+.*reason"):
        open_study(root=paths.root)
