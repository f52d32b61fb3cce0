"""study.yaml: strands, themes that cross them, and their titles."""

from __future__ import annotations

import pytest

from useit_eval.codebook import load_study


def test_strands_come_in_order_and_whole_comes_last(put):
    study = load_study(put("study"))
    assert study.strand_ids == ("learning", "meeting")
    assert study.all_strand_ids == ("learning", "meeting", "partnership", "whole")
    assert [study.title_of(strand) for strand in ("meeting", "partnership", "whole")] == [
        "Meeting place", "Partnership", "The mechanism as a whole",
    ]  # fmt: skip


def test_a_study_may_name_the_whole_in_its_own_words(put):
    own = "macro_name: large chance"
    entry = "  - id: whole\n    title: Everything\n    plain: All of it.\n"
    study = load_study(put("study", (own, entry + own)))
    assert (study.title_of("whole"), study.all_strand_ids[-1]) == ("Everything", "whole")
    assert len(study.all_strand_ids) == 4


def test_an_unknown_strand_is_a_key_error(put):
    with pytest.raises(KeyError):
        load_study(put("study")).title_of("cooking")


def test_the_slots_follow_the_template(put):
    assert load_study(put("study", ("template: CMO", "template: CIMO"))).slots[:2] == ("context", "intervention")


def test_what_may_be_left_out_has_its_default(put):
    study = load_study(put("study"))
    assert (study.practice, study.funder, study.groups, study.training, study.words) == (False, None, (), {}, {})


def test_a_strand_given_twice_is_refused(put, said):
    path = put("study", ("id: meeting", "id: learning"))
    assert said(load_study, path) == (
        "study.yaml, line 14: the strand 'learning' is given twice (first on line 11). Give each its own."
    )


def test_a_theme_may_not_take_the_id_of_a_strand(put, said):
    assert "line 18: the strand 'learning' is given twice" in said(
        load_study, put("study", ("id: partnership", "id: learning"))
    )


def test_no_strand_may_be_called_whole(put, said):
    assert said(load_study, put("study", ("id: meeting", "id: whole"))) == (
        "study.yaml, line 14: 'whole' stands for all strands together and cannot be one of them. Choose another id."
    )


def test_the_frame_marks_what_crosses_the_strands(put):
    frame = load_study(put("study")).frame()
    assert list(zip(frame["strand"], frame["crosses"], strict=True)) == [
        ("learning", False), ("meeting", False), ("partnership", True), ("whole", True),
    ]  # fmt: skip


ROUNDS = """rounds:
  - {no: 1, as_of: '2018-12-31', title: First}
  - {no: 2, as_of: '2019-06-30', title: Second}
macro_name: large chance"""


def test_rounds_of_fieldwork_may_be_left_out_and_stand_in_their_order(put):
    assert load_study(put("study")).rounds == ()
    held = load_study(put("study", ("macro_name: large chance", ROUNDS)))
    assert [(one.no, one.as_of, one.title) for one in held.rounds] == [
        (1, "2018-12-31", "First"),
        (2, "2019-06-30", "Second"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("no: 2", "no: 3", "round 3 stands in place 2. Number the rounds 1, 2, 3 ..."),
        (
            "2019-06-30",
            "2018-12-31",
            "round 2 ends on 2018-12-31, and the round before it on 2018-12-31. Each round ends on a later day.",
        ),
        ("'2019-06-30'", "spring", "'spring' is not a day"),
    ],
)
def test_rounds_that_run_backwards_are_refused_with_their_line(put, said, old, new, told):
    words = said(load_study, put("study", ("macro_name: large chance", ROUNDS.replace(old, new))))
    assert told in words and words.startswith("study.yaml, line ")
