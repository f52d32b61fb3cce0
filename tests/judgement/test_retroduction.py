"""The retroduction log as a reader meets it."""

from __future__ import annotations

import types

from tests.codebook.test_retroduction import LOG
from useit_eval.codebook import load_retroduction
from useit_eval.judgement import tell_retroduction

THEORIES = types.SimpleNamespace(
    theories=(types.SimpleNamespace(id="LE1", strand="learning"), types.SimpleNamespace(id="ME1", strand="meeting"))
)


def _told(tmp_path, *changes: tuple[str, str]) -> list:
    text = LOG
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "retroduction.yaml").write_text(text, encoding="utf-8")
    return tell_retroduction(load_retroduction(tmp_path / "retroduction.yaml"), THEORIES)


def test_a_step_tells_what_was_seen_what_was_kept_and_where_it_led(tmp_path):
    whole, learning = _told(tmp_path)
    assert (whole.key, learning.key, learning.strand) == (
        "judgement.retroduction", "judgement.retroduction.learning", "learning"
    )  # fmt: skip
    assert whole.sentences[0].text == (
        "RT1: People came back in the evening. Kept as the likelier cause: they trust the staff. It informs LE1. (a, 31 January 2024)"
    )
    assert whole.sentences[0].ids == ("C001", "F003", "LE1")


def test_every_cause_has_a_row_with_its_state_reason_and_evidence(tmp_path):
    table = _told(tmp_path)[0].table
    assert table.rows == (
        ("RT1", "They trust the staff.", "Kept: Two say so."),
        ("RT1", "It rained.", "Dropped: They also came when it was dry. No evidence yet."),
    )
    assert table.ids == (("C001", "F003", "LE1"), ("C001", "LE1"))


def test_where_nothing_is_kept_and_no_theory_came_of_it_that_is_said(tmp_path):
    (whole,) = _told(tmp_path, ("state: kept", "state: open"), ("led_to: [LE1]", "led_to: none yet"))
    assert "Of 2 candidate causes none is kept yet. It informs no theory yet." in whole.sentences[0].text
    assert whole.data == {"kept": 0, "open": 1, "dropped": 1}


def test_a_study_without_a_log_has_no_finding():
    assert tell_retroduction(None, THEORIES) == []
