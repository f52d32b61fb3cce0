"""The exercise on paper: every word of the interview under a number, every code in use, and nothing of a real study."""

from __future__ import annotations

import pytest

from tests.coder import study
from useit_eval import cli
from useit_eval.coder.paper import WIDE, draw_paper, number_lines, write_paper
from useit_eval.coder.view import open_view
from useit_eval.ground.errors import InputRefused


def view_of(bench):
    return open_view(bench, "S1", coder="paper", mode="read")


def test_every_word_stands_on_a_numbered_line_and_the_number_leads_back_to_its_turn(bench):
    lines = list(number_lines(view_of(bench)))
    assert lines[0] == ("1.1", "Asker: How did you come to hear of the course?")
    assert all(len(words) <= WIDE for _, words in lines)
    for at, (who, words) in enumerate(study.TURNS, start=1):
        mine = " ".join(text for number, text in lines if number.split(".")[0] == str(at))
        assert mine == f"{who}: {words}"


def test_the_sheets_hold_the_codes_in_use_and_a_line_for_every_part_of_a_claim(bench):
    view = view_of(bench)
    page = draw_paper(view)
    told = {section.title: repr(section) for section in page.sections}
    assert page.practice is True
    assert all(code["name"] in told["The codes"] for code in view["codes"] if not code["retired"])
    assert all(slot["name"] in told["Claim 1"] for slot in view["study"]["slots"] if slot["slot"] != "mechanism_mixed")


def test_what_people_really_said_is_not_put_on_paper(bench):
    view = view_of(bench)
    view["source"]["practice"] = False
    with pytest.raises(InputRefused, match="S1 is not marked practice"):
        draw_paper(view)


def test_the_verb_writes_a_web_page_and_a_word_file_and_says_where(paths, capsys):
    assert cli.main(["--root", str(paths.root), "paper", "S1"]) == 0
    told = capsys.readouterr().out
    made = sorted((paths.reports / "paper").iterdir())
    assert [path.name for path in made] == ["S1_paper.docx", "S1_paper.html"]
    assert all(path.name in told for path in made)
    assert "The course was free" in made[1].read_text("utf-8")
    assert cli.main(["--root", str(paths.root), "paper", "S9"]) == 3
    assert "'S9' is no source of the study" in capsys.readouterr().err


def test_the_sheets_of_the_same_interview_are_the_same_bytes(bench):
    first = [path.read_bytes() for path in write_paper(bench, "S1")]
    assert [path.read_bytes() for path in write_paper(bench, "S1")] == first
