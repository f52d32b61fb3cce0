"""The coder in JupyterLab, as `make lab` opens it on the practice study: one sitting from the first mark to a killed kernel.

The tests follow one another on one page, as a person would: each leaves the coder ready for the next. After each the
store is read, row by row. Nobody but this machine is asked for anything.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.bare_practice import strip
from tests.browser.lab_server import ROOT, TOKEN, copy_project, note_foreign, running_lab, watch_connections
from tests.browser.test_coder_reader import box_of
from useit_eval.ground.text import sha256

NOTEBOOK = "02_code_interviews.ipynb"
NAME = "Blue heron"
FIRST = "S001"

READING_PLACE = "document.querySelector('.useit-coder .uc-reader').scrollTop"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """The practice study and the notebooks, so that the clone stays as it is; of the codings, the facilitator's of S001."""
    folder = copy_project(tmp_path_factory.mktemp("coding"), "codebooks/practice", "notebooks", "data_raw/practice")
    return strip(folder, keep=("claims_facilitator_s001.yaml",))


@pytest.fixture(scope="module")
def server(project, trap) -> Iterator[tuple[str, subprocess.Popen]]:
    """The Lab on the practice study."""
    with running_lab(project, "--study", "practice") as running:
        yield running


@pytest.fixture(scope="module")
def outside(server, trap) -> Iterator[list[str]]:
    """What was asked of another machine, by the browser or by the Lab's own processes: looked at once all is done."""
    asked: list[str] = []
    with watch_connections(server[1].pid) as strangers:
        yield asked
    assert (asked, trap, strangers) == ([], [], set())


@pytest.fixture(scope="module")
def page(server, outside, chromium) -> Iterator:
    """Notebook 02 of the practice study, run to its end; the coder asks for a name."""
    context = chromium.new_context(viewport={"width": 1400, "height": 1300})
    context.on("request", lambda request: note_foreign(request.url, outside))
    opened = context.new_page()
    opened.on("websocket", lambda socket: note_foreign(socket.url, outside))
    opened.complaints = []
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.goto(f"{server[0]}/lab/tree/{NOTEBOOK}?token={TOKEN}")
    opened.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
    opened.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    run_all(opened)
    opened.locator(".useit-coder-door").wait_for(timeout=60_000)
    yield opened
    complaints = opened.complaints
    context.close()
    assert complaints == []


# Hands


def run_all(page) -> None:
    """Run all cells by the menu; answer Lab's question for a kernel where it asks."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_timeout(1000)
    select = page.locator(".jp-Dialog").get_by_role("button", name="Select", exact=True)
    if select.count():
        select.click()


def run_new_cell(page, code: str) -> None:
    """Write a cell at the end of the notebook and run it."""
    page.evaluate("document.querySelectorAll('.jp-WindowedPanel-outer').forEach(e => e.scrollTop = e.scrollHeight)")
    page.wait_for_timeout(300)
    page.locator(".jp-Notebook .jp-CodeCell").last.locator(".jp-InputPrompt").click()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(code)
    page.keyboard.press("Shift+Enter")


def save_notebook(page) -> None:
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_text("Save Notebook", exact=True).click()
    page.wait_for_timeout(2000)


def find_kernel(server) -> psutil.Process:
    """The one kernel that this Lab started."""
    started = psutil.Process(server[1].pid).children(recursive=True)
    [kernel] = [one for one in started if "ipykernel_launcher" in " ".join(one.cmdline())]
    return kernel


def say_name(page, name: str) -> None:
    page.get_by_label("Name", exact=True).last.fill(name)
    page.keyboard.press("Enter")
    page.wait_for_selector(".uc-turn", timeout=20_000)
    to_coder(page)


def to_coder(page) -> None:
    page.locator(".useit-coder .uc-bar").first.scroll_into_view_if_needed()
    page.wait_for_timeout(200)


def choose_words(page, first: str, last: str = "") -> None:
    """Drag the mouse over words, as a person does."""
    begin, end = box_of(page, first), box_of(page, last or first)
    page.mouse.move(begin[0] + 1, begin[2])
    page.mouse.down()
    page.mouse.move(begin[0] + 12, begin[2], steps=2)
    page.mouse.move(end[1] - 1, end[3], steps=4)
    page.mouse.up()
    page.wait_for_selector(".uc-chooser:visible")


def find(page, words: str) -> None:
    page.locator(".useit-coder input[type=search]").first.fill(words)
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)


def code_them(page, typed: str) -> None:
    """Type a code's letters, take the first one offered, and say that this passage is done."""
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Done", exact=True).first.click()


def mark(page, words: str, typed: str) -> None:
    find(page, words)
    choose_words(page, words)
    code_them(page, typed)


def saved(page) -> None:
    page.locator(".useit-coder .uc-state[data-state=saved]").first.wait_for(timeout=30_000)


def coder_cell(page):
    return page.locator(".jp-CodeCell", has=page.locator(".useit-coder")).first


# What the store holds


def rows(project: Path, table: str, *, standing: bool = True) -> list[dict]:
    """Rows of a table as SQLite has them, those of the facilitator and of the files left out, in the order written."""
    with contextlib.closing(sqlite3.connect(project / "data_processed/practice/store.sqlite")) as held:
        held.row_factory = sqlite3.Row
        found = [dict(row) for row in held.execute(f"SELECT * FROM {table} ORDER BY recorded_at, rowid")]
    mine = [row for row in found if row["recorded_by"] == NAME]
    gone = {row["supersedes"] for row in mine}
    key = {"coding": "coding_id", "claim": "claim_id", "claim_part": "part_id", "coverage": "coverage_id"}[table]
    return [row for row in mine if not standing or (row[key] not in gone and not row["removed"])]


def text(project: Path) -> str:
    return (project / "data_raw/practice/practice_01_resident.txt").read_text("utf-8")


def marked(project: Path) -> list[tuple[str, str]]:
    """Words and code of every coding that stands; hash, coder and origin of each agree."""
    said = text(project)
    for row in rows(project, "coding"):
        words = said[row["start"] : row["end"]]
        assert row["quote_sha256"] == sha256(words)
        assert (row["coder"], row["origin"], row["round_no"]) == (NAME, "human", 1)
    return [(said[row["start"] : row["end"]], row["code_id"]) for row in rows(project, "coding")]


LETTER = ("I got one letter back that said my diploma can't be matched", "earlier_disappointment")
LIST = ("she had a list from the hospital, what they were short of", "asked_by_resident")
WORTH = ("it's still worth something", "skill_counts")
WENT = ("I went to the drop-in, that Wednesday", "comes_forward")


def test_the_coder_asks_for_a_name_and_opens_the_first_interview(page, pictures):
    page.locator(".useit-coder-door").scroll_into_view_if_needed()
    page.screenshot(path=pictures / "lab_coder_name.png")
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("A coder's name has 1 to 60 characters").wait_for()
    say_name(page, NAME)
    assert "practice: invented" in page.inner_text(".useit-coder .uc-bar")
    page.wait_for_timeout(500)
    page.screenshot(path=pictures / "lab_coder_opened.png")


def test_words_marked_by_mouse_are_in_the_store_with_the_name_that_was_said(page, project, pictures):
    find(page, LETTER[0])
    choose_words(page, *LETTER[:1])
    page.screenshot(path=pictures / "lab_coder_choosing.png")
    code_them(page, "let down")
    saved(page)
    assert marked(project) == [LETTER]
    [row] = rows(project, "coding")
    assert (row["supersedes"], row["removed"], row["code_id"]) == (None, 0, "earlier_disappointment")


def test_the_keyboard_alone_marks_a_sentence_and_gives_it_two_codes(page, project, pictures):
    find(page, "Nobody had asked me that")
    page.locator(".useit-coder .uc-reader").first.focus()
    page.keyboard.press("Enter")  # the sentence in which the place found stands
    page.keyboard.type("asked by")
    page.keyboard.press("Enter")
    page.keyboard.type("known to")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    saved(page)
    words = "Nobody had asked me that in, I don't know, four years."
    assert marked(project)[1:] == [(words, "asked_by_resident"), (words, "known_to_each_other")]
    page.screenshot(path=pictures / "lab_coder_two_codes.png")


def test_undo_takes_back_by_a_row_that_supersedes_and_redo_brings_it_again(page, project):
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    saved(page)
    page.wait_for_timeout(300)
    assert [code for _, code in marked(project)] == ["earlier_disappointment", "asked_by_resident"]
    every = rows(project, "coding", standing=False)
    assert every[-1]["removed"] == 1 and every[-1]["supersedes"] == every[-2]["coding_id"]
    page.get_by_role("button", name=re.compile("^Redo")).first.click()
    saved(page)
    page.wait_for_timeout(300)
    assert [code for _, code in marked(project)] == [
        "earlier_disappointment",
        "asked_by_resident",
        "known_to_each_other",
    ]
    assert len(rows(project, "coding", standing=False)) == 5


def test_find_goes_to_the_next_and_the_previous_place_and_counts_them(page, pictures):
    find(page, "asked")
    told = page.locator(".useit-coder .uc-count").first.inner_text()
    assert re.match(r"1 of \d+", told)
    page.keyboard.press("Enter")
    assert page.locator(".useit-coder .uc-count").first.inner_text().startswith("2 of")
    page.keyboard.press("Shift+Enter")
    assert page.locator(".useit-coder .uc-count").first.inner_text() == told
    page.screenshot(path=pictures / "lab_coder_find.png")


def test_a_triad_is_linked_and_stands_in_the_store_as_one_claim_with_its_parts(page, project, pictures):
    for (words, _), typed in zip((LIST, WORTH, WENT), ("asked by", "what i know", "comes"), strict=True):
        mark(page, words, typed)
    saved(page)
    page.get_by_role("tab", name="Configuration").first.click()
    slots = ("context", "mechanism_resource", "mechanism_reasoning", "outcome")
    for (words, _), slot in zip((LETTER, LIST, WORTH, WENT), slots, strict=True):
        page.locator(".uc-passages button.uc-plain", has_text=words[:30]).first.click()
        page.locator(f".uc-box[data-slot={slot}] button.uc-put").click()
    saved(page)
    page.wait_for_timeout(300)
    page.screenshot(path=pictures / "lab_coder_triad.png")
    [claim] = rows(project, "claim")
    codes = {row["coding_id"]: row["code_id"] for row in rows(project, "coding")}
    parts = {row["slot"]: row for row in rows(project, "claim_part")}
    assert {slot: codes[row["coding_id"]] for slot, row in parts.items()} == dict(
        zip(slots, (LETTER[1], LIST[1], WORTH[1], WENT[1]), strict=True)
    )
    assert {row["claim_id"] for row in parts.values()} == {claim["claim_id"]}
    assert (claim["coder"], claim["removed"]) == (NAME, 0) and claim["label"]
    page.get_by_role("tab", name="Codes").first.click()


def test_axe_finds_nothing_to_mend_in_our_element_inside_the_lab(page):
    from axe_playwright_python.sync_playwright import Axe

    found = {}
    for tab in ("Configuration", "Codes"):
        page.get_by_role("tab", name=tab).first.click()
        page.wait_for_timeout(300)
        for fault in Axe().run(page, context=".useit-coder-cell").response["violations"]:
            found[f"{tab}: {fault['id']}"] = [node["html"][:160] for node in fault["nodes"][:3]]
    assert found == {}


def test_while_another_cell_runs_acts_are_saved_all_the_same(page, project):
    before, cells = marked(project), page.locator(".jp-Notebook .jp-Cell").count()
    assert cells == len(
        json.loads((ROOT / "notebooks" / NOTEBOOK).read_text("utf-8"))["cells"]
    )  # no key was taken for one of Lab's
    place = page.evaluate(READING_PLACE)
    run_new_cell(page, "import time; time.sleep(8)")
    to_coder(page)
    assert place > 0 and page.evaluate(READING_PLACE) == place  # though the cell was out of sight meanwhile
    mark(page, "and he stopped", "sees what")
    saved(page)
    page.wait_for_timeout(300)
    assert marked(project) == [*before, ("and he stopped", "sees_the_person")]
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=20_000)


def test_while_the_kernel_does_not_answer_acts_wait_and_are_saved_once_it_does(page, project, server, pictures):
    before = marked(project)
    find_kernel(server).suspend()
    try:
        mark(page, "They'd just cut my husband's hours", "short of")
        page.get_by_text("1 act waiting, kept in this browser · Python is").first.wait_for(timeout=8000)
        mark(page, "she lent me six hundred", "costs")
        page.get_by_text("2 acts waiting, kept in this browser · Python is").first.wait_for(timeout=8000)
        page.screenshot(path=pictures / "lab_coder_busy.png")
        assert marked(project) == before
    finally:
        find_kernel(server).resume()
    saved(page)
    page.wait_for_timeout(500)
    done = [("They'd just cut my husband's hours", "money_and_hours"), ("she lent me six hundred", "fees_carried")]
    assert marked(project) == [*before, *done]
    assert len(rows(project, "coding", standing=False)) == len(before) + 2 + 2  # undo and redo wrote two


def test_a_page_reloaded_shows_what_was_saved_without_running_anything_again(page, project, pictures):
    page.keyboard.press("Control+s")
    page.get_by_text("All is saved as you go.", exact=True).first.wait_for()
    save_notebook(page)
    page.reload()
    page.wait_for_selector(".useit-coder .uc-turn", timeout=60_000)
    to_coder(page)
    page.get_by_text("All is saved").first.wait_for()
    find(page, LETTER[0])
    assert page.locator(".uc-marginal", has_text="Let down before").count() == 1
    page.screenshot(path=pictures / "lab_coder_reloaded.png")
    assert len(marked(project)) == 9


def test_a_kernel_killed_loses_nothing_and_what_waited_is_saved_when_the_cell_is_run_again(
    page, project, server, pictures
):
    before = marked(project)
    find_kernel(server).kill()
    page.get_by_text("Python has stopped or was restarted.").wait_for(timeout=30_000)
    with contextlib.suppress(Exception):  # Lab says that the kernel died; not always before we look
        page.locator(".jp-Dialog").get_by_role("button", name="Ok").click(timeout=5000)
    to_coder(page)
    mark(page, "My hands knew", "what i know")
    page.get_by_text("act waiting, kept in this browser · Python is not running").first.wait_for(timeout=8000)
    page.screenshot(path=pictures / "lab_coder_away.png")
    assert marked(project) == before
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    run_all(page)
    page.locator(".useit-coder-door").wait_for(timeout=60_000)
    assert page.get_by_label("Name", exact=True).input_value() == NAME
    say_name(page, NAME)
    saved(page)
    page.wait_for_timeout(500)
    assert marked(project) == [*before, ("My hands knew", "skill_counts")]
    page.screenshot(path=pictures / "lab_coder_back.png")


def test_in_training_the_facilitators_coding_comes_only_when_asked_for(page, project, pictures):
    run_new_cell(page, f'widget.open_coder(bench, coder="{NAME}", mode="training", source="{FIRST}")')
    second = page.locator(".useit-coder").nth(1)
    second.locator(".uc-turn").first.wait_for(timeout=20_000)
    second.locator(".uc-bar").scroll_into_view_if_needed()
    assert "facilitator" not in " ".join(second.locator(".uc-margin").all_inner_texts())
    second.get_by_role("tab", name="Compare").click()
    second.get_by_role("button", name="I am ready: compare").click()
    second.get_by_text("What you both saw").first.wait_for(timeout=20_000)
    second.scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    page.screenshot(path=pictures / "lab_coder_compare.png")
    told = second.locator(".uc-compare").inner_text()
    assert "What to look at again" in told and "The facilitator's reason:" in told
    assert len(marked(project)) == 10


def test_the_saved_notebook_holds_no_respondents_words(page, project):
    save_notebook(page)
    kept = (project / "work/practice" / NOTEBOOK).read_text("utf-8")
    notebook = json.loads(kept)
    shown = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    assert any("run this cell to open it" in json.dumps(output) for output in shown)
    sentences = [
        one.strip() for one in re.split(r"[.?!\n]", text(project).partition("CR02:")[2]) if len(one.strip()) > 25
    ]
    assert len(sentences) > 60
    assert [one for one in sentences if one in kept] == []
    assert "widgets" not in notebook["metadata"]


def test_what_was_read_is_noted_and_the_notebook_tells_of_it(page, project):
    noted = rows(project, "coverage")
    assert noted and all(1 <= row["from_turn"] <= row["to_turn"] <= 30 for row in noted)
    assert {row["coder"] for row in noted} == {NAME}
