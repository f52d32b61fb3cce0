"""Notebook 03 in JupyterLab: two coders go to a difference, decide, and the store has the row."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.lab_server import TOKEN, copy_project, running_lab
from useit_eval.store import open_store

NOTEBOOK = "03_compare_coders.ipynb"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's study and notebooks."""
    return copy_project(tmp_path_factory.mktemp("meeting"), "codebooks/useit", "notebooks", "data_raw/useit")


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    """The address of a Lab on the project."""
    with running_lab(project) as (address, _):
        yield address


@pytest.fixture
def page(address, project, chromium) -> Iterator:
    """Notebook 03, run to its end, with the form in sight."""
    held = project / "work" / "useit" / NOTEBOOK
    held.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(project / "notebooks" / NOTEBOOK, held)
    context = chromium.new_context(viewport={"width": 1280, "height": 1500})
    opened = context.new_page()
    opened.goto(f"{address}/lab/tree/{NOTEBOOK}?token={TOKEN}")
    opened.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
    opened.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    opened.get_by_role("menuitem", name="Run", exact=True).click()
    opened.get_by_text("Run All Cells", exact=True).click()
    select = opened.locator(".jp-Dialog").get_by_role("button", name="Select", exact=True)
    opened.wait_for_timeout(1000)
    if select.count():
        select.click()
    opened.get_by_text("Difference 1 of 6").wait_for(timeout=90_000)
    yield opened
    context.close()


def test_two_coders_go_to_a_difference_and_what_they_decide_is_in_the_store(page, project, pictures):
    page.get_by_text("Difference 1 of 6").scroll_into_view_if_needed()
    page.screenshot(path=pictures / "meeting_open.png")
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_text("Difference 2 of 6").wait_for()
    page.get_by_label("Why", exact=True).fill("The passage speaks of <b>who</b> is trusted.")
    page.get_by_role("button", name="Save decision").click()
    page.get_by_text("Not saved: nothing is decided yet. Choose what was decided.").wait_for()
    page.get_by_text("One code holds", exact=True).click()
    page.get_by_label("The code that holds").fill("Trusted body")
    page.get_by_label("Who decides (names)").fill("Ann, Ben")
    page.get_by_role("button", name="Save decision").click()
    page.get_by_text("is no code of the codebook. Closest: 'Trusted local body at hand'.").wait_for()
    page.screenshot(path=pictures / "meeting_refused.png")
    page.get_by_label("The code that holds").fill("Trusted local body at hand")
    page.get_by_label("A sharper definition of").fill("Hubs and meeting places")
    page.get_by_label("Its wording").fill("A place where people meet, whoever runs it.")
    page.get_by_role("button", name="Save decision").click()
    page.get_by_text("Saved in the study's store: difference 2; 5 differences still to decide.").wait_for()
    page.screenshot(path=pictures / "meeting_saved.png")
    row = _decisions(project)[0]
    assert (row["decided"], row["agreed_code"], row["sharper_code"]) == (
        "one_code",
        "trusted_local_body",
        "community_hubs",
    )
    assert (row["start"], row["end"], row["kind"], row["decided_by"]) == (33048, 33073, "code", "Ann; Ben")
    assert row["reason"] == "The passage speaks of <b>who</b> is trusted." and row["recorded_by"] == "Ann; Ben"
    assert row["sharper_definition"] == "A place where people meet, whoever runs it."


def test_what_was_typed_stays_when_people_go_back_and_forth_and_the_file_keeps_no_form(page, project, pictures):
    page.get_by_label("Why", exact=True).fill("half a thought")
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_text("Difference 2 of 6").wait_for()
    page.get_by_role("button", name="Previous", exact=True).click()
    page.get_by_text("Difference 1 of 6").wait_for()
    assert page.get_by_label("Why", exact=True).input_value() == "half a thought"
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1500)
    saved = (project / "work" / "useit" / NOTEBOOK).read_text("utf-8")
    assert "The meeting's form: run this cell to open it." in saved and "half a thought" not in saved
    assert "What the codebook says" not in saved


# As fast as can be: a browser gives the last key and the click to Python one right after the other.
TYPE_AND_CLICK = """(field, [words, name]) => {
  field.focus();
  for (let end = 1; end <= words.length; end++) {
    field.value = words.slice(0, end);
    field.dispatchEvent(new Event("input", {bubbles: true}));
  }
  field.dispatchEvent(new Event("change", {bubbles: true}));
  [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === name).click();
}"""


def test_a_click_never_overtakes_what_was_typed_before_it(page, project):
    for number in range(12):
        page.get_by_label("Why", exact=True).evaluate(TYPE_AND_CLICK, [f"thought {number}", "Next"])
        page.get_by_text("Difference 2 of 6").wait_for()
        page.get_by_role("button", name="Previous", exact=True).click()
        page.get_by_text("Difference 1 of 6").wait_for()
        assert page.get_by_label("Why", exact=True).input_value() == f"thought {number}"


def _decisions(project: Path) -> list[dict]:
    store = open_store(project / "data_processed" / "useit" / "store.sqlite")
    rows = store.current("decision").to_dict("records")
    store.close()
    return rows
