"""The review sheet goes to a person and comes back whole: decisions by row, rows by hand, no formula, no word in errors."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.redacting.redaction import Proposal, apply
from useit_eval.sources.redacting.redaction_sheet import Decided, first_decisions, read_decisions, settle, write_sheet

TEXT = "Ask Secretname. Secretname rang Hiddenperson, says Hiddenperson. The secretname again."


def proposals(text: str = TEXT) -> list[Proposal]:
    """Return a sure and three doubtful proposals."""
    places = [(4, 14, True), (16, 26, False), (32, 44, False), (51, 63, False)]
    return [Proposal(a, b, "name", f"[P{len(text[a:b]) % 7}]", sure, "because", sure) for a, b, sure in places]


def sheet_with(tmp_path, decisions: dict[int, str], *, extra: str = "", text: str = TEXT):
    """Write the sheet of the proposals with decisions by number, and rows added at its end."""
    rows = list(csv.reader(io.StringIO(write_sheet(text, first_decisions(proposals())))))
    for row in rows[2:]:
        number = int(row[0].split()[0])
        row[6] = decisions.get(number, row[6])
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    path = tmp_path / "sheet.csv"
    path.write_text(made.getvalue() + extra, encoding="utf-8")
    return path


def test_a_sheet_that_nobody_touched_comes_back_as_it_went(tmp_path):
    decided = read_decisions(sheet_with(tmp_path, {}), TEXT)
    assert [(d.number, d.proposal.start, d.decision) for d in decided] == [
        (1, 4, True),
        (2, 16, None),
        (3, 32, None),
        (4, 51, None),
    ]


def test_yes_and_no_are_read_in_any_case(tmp_path):
    decided = read_decisions(sheet_with(tmp_path, {1: "No", 2: "YES", 3: "y", 4: "FALSE"}), TEXT)
    assert [d.decision for d in decided] == [False, True, True, False]


def test_all_yes_answers_for_the_same_words_elsewhere(tmp_path):
    decided = read_decisions(sheet_with(tmp_path, {2: "no", 4: "all yes"}), TEXT)
    assert [d.decision for d in decided] == [True, False, True, True]


def test_rows_that_nobody_decided_are_refused_by_number_or_settled_by_a_word(tmp_path):
    decided = read_decisions(sheet_with(tmp_path, {2: "no"}), TEXT)
    with pytest.raises(InputRefused, match=r"2 of 4 rows are not decided \(numbers 3, 4\)"):
        settle(decided)
    assert [p.start for p in settle(decided, undecided="keep")] == [4]
    assert [p.start for p in settle(decided, undecided="replace")] == [4, 32, 51]


def test_a_row_added_by_hand_counts_wherever_its_words_stand(tmp_path):
    path = sheet_with(tmp_path, {1: "no", 2: "no", 3: "no", 4: "no"}, extra=",name,SECRETNAME,,,[X],,,,,,\n")
    assert apply(TEXT, settle(read_decisions(path, TEXT))).count("[X]") == 3


def test_a_row_added_by_hand_wins_over_what_it_holds(tmp_path):
    path = sheet_with(tmp_path, {2: "no", 3: "yes", 4: "yes"}, extra=",,rang Hiddenperson,,,[who rang],yes,,,,,\n")
    assert "Secretname [who rang], says [P5]" in apply(TEXT, settle(read_decisions(path, TEXT)))


@pytest.mark.parametrize(
    ("decisions", "extra", "told"),
    [
        ({2: "perhaps Secretname"}, "", "row 4: the decision is neither yes nor no"),
        ({}, ",name,Nobodyhere,,,[X],,,,,,\n", "row 7: the words of this added row are not in the text"),
        ({}, ",name,Hiddenperson,,,the Hiddenperson,,,,,,\n", "row 7: the replacement still holds the words"),
        ({}, ",name,Hiddenperson,,,,,,,,,\n", "row 7: the replacement is missing"),
    ],
)
def test_faults_are_told_by_row_and_without_words(tmp_path, decisions, extra, told):
    with pytest.raises(InputRefused) as refused:
        read_decisions(sheet_with(tmp_path, decisions, extra=extra), TEXT)
    row, _, what = told.partition(": ")
    assert row in str(refused.value) and what in str(refused.value)
    assert not any(word in str(refused.value) for word in ("Secretname", "Hiddenperson", "Nobodyhere"))


def test_a_sheet_of_another_text_or_with_rows_lost_is_refused(tmp_path):
    path = sheet_with(tmp_path, {})
    with pytest.raises(InputRefused, match="another text"):
        read_decisions(path, TEXT + " ")
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[:3], *lines[4:]]) + "\n", encoding="utf-8")
    with pytest.raises(InputRefused, match=r"rows are missing \(numbers 2\)"):
        read_decisions(path, TEXT)


def test_rows_in_another_order_are_read_all_the_same(tmp_path):
    path = sheet_with(tmp_path, {2: "yes", 3: "no", 4: "no"})
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[:2], *reversed(lines[2:])]) + "\n", encoding="utf-8")
    assert [p.start for p in settle(read_decisions(path, TEXT))] == [4, 16]


@given(st.text(min_size=3, max_size=40), st.integers(0, 2))
def test_no_cell_starts_a_formula_and_every_place_comes_back(tmp_path_factory, text, start):
    assume(text[start].casefold() not in "+[x]")  # a replacement that holds the words is refused
    path = tmp_path_factory.mktemp("sheet") / "sheet.csv"
    decided = [Decided(1, Proposal(start, start + 1, "other", "+[x]", False, "why"), True)]
    path.write_text(write_sheet(text, decided), encoding="utf-8", errors="surrogatepass")
    rows = list(csv.reader(io.StringIO(write_sheet(text, decided))))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in rows[2])
    (back,) = read_decisions(path, text)
    assert (back.proposal.start, back.proposal.end, back.proposal.replacement) == (start, start + 1, "+[x]")
