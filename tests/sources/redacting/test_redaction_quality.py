"""How much redaction finds and how often it is right, on practice interviews whose names are known. Run with -s to see it.

The floors are what was measured; a change of the rules that finds less fails here. The held-out interviews were measured
once, when the rules stood; nothing was changed for them afterwards.
"""

from __future__ import annotations

import csv

import pytest

from tests.sources.redaction_practice import (
    FOLDER,
    HELD_OUT,
    SEEN,
    measure,
    missed,
    practice_key,
    read_interview,
    table,
)  # fmt: skip
from useit_eval.sources.redacting.redaction import apply, propose
from useit_eval.sources.redacting.redaction_text import parts
from useit_eval.sources.redacting.redaction_words import ORDINARY

# kind: found of those there, proposals that are right of all, sure ones that are right of all sure ones
FLOORS = {
    SEEN: {
        "k": (154 / 155, 155 / 160, 136 / 137), "u": (33 / 35, 33 / 35, 1), "phone": (1, 1, 1), "postcode": (1, 1, 1),
        "e_mail": (1, 1, 1), "nhs_number": (1, 4 / 5, 1), "national_insurance": (1, 4 / 5, 1),
        "date_of_birth": (1, 1, 1), "address": (1, 1, 1), "web_address": (1, 1, 1),
    },
    HELD_OUT: {
        "k": (1, 28 / 31, 1), "u": (10 / 12, 10 / 11, 1), "phone": (1, 1, 1), "postcode": (1, 1, 1), "e_mail": (1, 1, 1),
        "nhs_number": (1, 1, 1), "national_insurance": (1, 1, 1), "date_of_birth": (1 / 2, 1 / 2, 1),
        "address": (1, 1, 1), "web_address": (1, 1, 1),
    },
}  # fmt: skip


@pytest.mark.parametrize("numbers", [SEEN, HELD_OUT], ids=["seen", "held_out"])
def test_recall_and_precision_are_at_least_what_was_measured(numbers):
    scores = measure(numbers)
    print(f"\nPractice interviews {', '.join(numbers)}\n{table(scores)}")
    for kind, (recall, precision, sure) in FLOORS[numbers].items():
        score = scores[kind]
        assert score.proposed / score.there >= recall - 1e-9, f"{kind}: {[missed(number) for number in numbers]}"
        assert score.right / score.proposals >= precision - 1e-9, kind
        assert score.sure_right >= sure * score.sure_proposals - 1e-9, kind


@pytest.mark.parametrize("number", [*SEEN, *HELD_OUT])
def test_with_every_proposal_replaced_no_rare_name_of_the_key_is_left_and_nothing_sure_is_found_again(number):
    interview, key = read_interview(number), practice_key()
    copy = apply(interview.text, propose(interview.text, key))
    rare = {part for entry in key.entries for part in parts(entry.name) if len(part) > 3} - ORDINARY
    people = {
        part for entry in key.entries if entry.role in ("participant", "researcher") for part in parts(entry.name)
    }
    assert set(parts(copy)) & rare & people == set()
    assert [p for p in propose(copy, key) if p.known and p.sure] == []


def test_names_that_the_key_lacks_are_never_sure():
    assert measure((*SEEN, *HELD_OUT))["u"].sure_proposals == 0


def test_the_marks_are_those_that_were_written_first():
    rows = list(csv.DictReader((FOLDER / "practice_truth.csv").read_text("utf-8").splitlines()[1:]))
    written = [(row["interview"], row["kind"], row["words"].replace("\\n", "\n"), int(row["count"])) for row in rows]
    met: dict[tuple[str, str, str], int] = {}
    for number in (*SEEN, *HELD_OUT):
        interview = read_interview(number)
        for start, end, kind in interview.truth:
            key = (number, kind, interview.text[start:end])
            met[key] = met.get(key, 0) + 1
    assert [(*key, count) for key, count in met.items()] == written


@pytest.mark.parametrize("number", [*SEEN, *HELD_OUT])
def test_a_practice_interview_says_what_it_is(number):
    assert read_interview(number).text.startswith(f"PRACTICE INTERVIEW {int(number)}. Invented for testing")


@pytest.mark.parametrize("numbers", [SEEN, HELD_OUT], ids=["seen", "held_out"])
def test_the_page_for_researchers_gives_the_measured_figures(numbers):
    page = (FOLDER.parents[1] / "docs" / "pseudonyms.md").read_text("utf-8")
    scores = measure(numbers)
    for kind in ("k", "u"):
        assert f"{scores[kind].proposed} of {scores[kind].there} (" in page
        assert f"| {scores[kind].right} of {scores[kind].proposals} |" in page
