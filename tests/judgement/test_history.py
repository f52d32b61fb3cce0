"""The history of a theory reads as a story, from the first wording to the current one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codebook.conftest import THEORY
from useit_eval.codebook import load_theories
from useit_eval.ground import terms
from useit_eval.judgement import tell_history
from useit_eval.judgement.history import MOVES


@pytest.fixture
def told(tmp_path: Path):
    """Return a function that tells the history of the harbour's theory, its file changed as given."""

    def tell(*changes: tuple[str, str]):
        text = THEORY
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "theory.yaml"
        path.write_text(text, encoding="utf-8")
        return tell_history(load_theories(path), names={"trust": "Trust", "trust_in_staff": "Trust in staff"})[0]

    return tell


def test_it_begins_with_the_first_version_and_ends_with_what_it_now_says(told):
    lines = [sentence.text for sentence in told().sentences]
    assert lines == [
        "It began on 1 January 2024, gleaned: a first wording, to be tested. It then read: if a room is open, then people stay, "
        "because they trust the staff. A first guess. No evidence was cited yet.",
        "On 20 January 2024 it came to version 2, set beside other evidence, by a. What changed: if, expected context, expected resource, "
        "expected reasoning and rival LE1.R1. Two people told of evenings. Evidence cited: C001 and F003.",
        "It now reads: if a room is open in the evening, then people stay, because they trust the staff.",
    ]  # fmt: skip


def test_each_change_has_its_row_with_before_and_after_and_the_evidence(told):
    table = told().table
    rows = {row[1]: row for row in table.rows}
    assert rows["if"] == ("1 to 2", "if", "a room is open", "a room is open in the evening")
    assert rows["expected reasoning"][2:] == ("Trust in staff", "Trust")
    assert rows["expected context"][2:] == ("few ties", "none")
    assert rows["rival LE1.R1"][2:] == ("open", "dropped (They also stay when it is dry)")
    assert set(table.ids) == {("LE1", "C001", "F003")}


def test_what_did_not_change_has_no_row(told):
    assert not {"then", "because", "expected outcome"} & {row[1] for row in told().table.rows}


def test_a_new_rival_and_one_worded_anew_are_told_with_their_words(told):
    new = "          - id: LE1.R2\n            text: They have no home.\n            state: open\n        move: juxtapose"
    rows = {row[1]: row for row in told(("        move: juxtapose", new)).table.rows}
    assert rows["rival LE1.R2"][2:] == ("not there", "They have no home: open")
    second = "          - id: LE1.R1\n            text: They stay because it rains.\n            state: dropped"
    rows = {row[1]: row for row in told((second, second.replace("it rains", "of the rain"))).table.rows}
    assert rows["rival LE1.R1"][2] == "They stay because it rains: open"


def test_a_rival_that_stayed_as_it_was_is_not_told_as_changed(told):
    text = "            text: They stay because it rains.\n            state: "
    same = "          - id: LE1.R2\n            text: They have no home.\n            state: open\n          - id: LE1.R1\n"
    rows = {row[1] for row in told(("          - id: LE1.R1\n" + text, same + text)).table.rows}
    assert {name for name in rows if name.startswith("rival")} == {"rival LE1.R1"}


def test_a_theory_of_one_version_has_a_beginning_and_no_changes(told):
    start, end = THEORY.index("      - version: 2"), THEORY.index("    moves_rating")
    one = told((THEORY[start:end], ""))
    assert len(one.sentences) == 1 and one.table is None and one.data == {"versions": 1, "moves": ["glean"]}


def test_every_move_of_the_record_has_words():
    assert set(MOVES) == set(terms.MOVES)
