"""Notebooks 05 and 06 in JupyterLab: a bearing, a signature and a new version, each by a person with a name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.lab_server import TOKEN, copy_project, running_lab
from useit_eval import codebook
from useit_eval.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(290)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's study and notebooks."""
    return copy_project(tmp_path_factory.mktemp("judging"), "codebooks/useit", "notebooks", "data_raw/useit")


@pytest.fixture(scope="module")
def address(project: Path) -> Iterator[str]:
    """The address of a Lab on the project."""
    with running_lab(project) as (address, _):
        yield address


@pytest.fixture(scope="module")
def window(chromium) -> Iterator:
    """A browser window as large as a small laptop's."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    yield context
    context.close()


def opened(window, address: str, project: Path, name: str, sign: str):
    held = project / "work" / "useit" / name
    held.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(project / "notebooks" / name, held)
    page = window.new_page()
    page.goto(f"{address}/lab/tree/{name}?token={TOKEN}")
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=90_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=90_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    select = page.locator(".jp-Dialog").get_by_role("button", name="Select", exact=True)
    page.wait_for_timeout(1000)
    if select.count():
        select.click()
    page.get_by_role("button", name=sign).wait_for(timeout=150_000)
    return page


@pytest.fixture(scope="module")
def evidence(window, address, project):
    """Notebook 05, run to its end: 06 takes what it gives."""
    return opened(window, address, project, "05_evidence.ipynb", "Save judgement")


def at_widths(page, pictures: Path, name: str, form) -> None:
    """Leave pictures of a form as wide as a laptop and a telephone, where no field may stick out or shrink to nothing."""
    sidebar = page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab").first
    sidebar.click()
    for width in (1280, 420):
        page.set_viewport_size({"width": width, "height": 2600})
        page.wait_for_timeout(600)
        form.scroll_into_view_if_needed()
        form.screenshot(path=pictures / f"{name}_{width}.png")
        least = form.evaluate(
            "form => Math.min(...[...form.querySelectorAll('select, textarea, input[type=text]')]"
            ".filter(field => field.offsetParent).map(field => field.offsetWidth / form.offsetWidth))"
        )
        assert least > 0.5
    page.set_viewport_size({"width": 1366, "height": 768})
    sidebar.click()


def shot(page, pictures: Path, name: str, words: str) -> None:
    page.get_by_text(words).first.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    page.screenshot(path=pictures / f"{name}.png")


def rows(project: Path, table: str) -> list[dict]:
    store = open_store(project / "data_processed" / "useit" / "store.sqlite")
    found = store.current(table).to_dict("records")
    store.close()
    return found


def test_a_bearing_is_judged_in_a_persons_own_name(evidence, project, pictures):
    page = evidence
    shot(page, pictures, "bearing_open", "1. The theory, and what may bear on it")
    page.get_by_label("Which one").select_option(index=3)
    page.get_by_role("button", name="Save judgement").click()
    page.get_by_text("Not saved: it is not said which way it bears.").wait_for()
    page.get_by_label("Your name").fill("Ada Rater")
    page.get_by_text("supports: it tells what the theory expects").click()
    for grade, number in (("Relevance", 3), ("Richness", 2), ("Rigour", 1)):
        page.get_by_label(grade, exact=True).select_option(index=number)
    for place in range(3):
        page.get_by_label("... because").nth(place).fill("It says so in <b>so many</b> words.")
    page.get_by_label("Why it bears so").fill("It tells of the same people.")
    shot(page, pictures, "bearing_filled", "2. Your judgement")
    at_widths(page, pictures, "bearing", page.locator(".useit-form"))
    page.get_by_role("button", name="Save judgement").click()
    page.get_by_text("Saved in the study's store").wait_for(timeout=60_000)
    shot(page, pictures, "bearing_saved", "Saved in the study's store")
    (row,) = [row for row in rows(project, "evidence") if row["rater"] == "Ada Rater"]
    assert (row["bearing"], row["relevance"], row["richness"], row["rigour"]) == ("supports", 3, 2, 1)
    assert row["reason"].startswith("It tells of the same people. Relevance: It says so in <b>so many</b> words.")


def put_forward(page, form, pictures: Path) -> None:
    """Write a new theory in the form, and nothing by hand."""
    form.get_by_label("Theory", exact=True).select_option(label="(a new theory)")
    form.get_by_label("Its id").fill("SE9")
    at_widths(page, pictures, "theory_new", form)
    form.get_by_role("button", name="Show the difference").click()
    page.get_by_text("Not yet: the theory has no strand.").wait_for()
    form.get_by_label("Strand").select_option(index=1)
    for label in ("Title", "Question", "In plain words", "What would move it", "If", "Then", "Because", "Why"):
        form.get_by_label(label, exact=True).fill(f"Invented {label.lower()}.")
    form.get_by_label("Expected context").fill("personal_situation")
    form.get_by_label("Its rivals").fill("They would have come anyway.")
    form.get_by_label("Move", exact=True).select_option(label="glean: a first reading of the material")
    form.get_by_label("On what evidence").fill("none yet")
    form.get_by_label("Your name").fill("Ada Rater")
    form.get_by_role("button", name="Show the difference").click()
    page.get_by_text("the theory SE9 comes with").wait_for(timeout=90_000)
    at_widths(page, pictures, "theory_new_difference", form)
    form.get_by_role("button", name="Write the new version").click()
    page.get_by_text("Written to theory.yaml: SE9 version 1, by Ada Rater.").wait_for(timeout=90_000)


def test_a_rating_is_signed_and_a_theory_gets_a_version(evidence, window, address, project, pictures):
    held = project / "codebooks" / "useit" / "theory.yaml"
    before = held.read_text("utf-8")
    page = opened(window, address, project, "06_judgement.ipynb", "Write the new version")
    shot(page, pictures, "signing_open", "1. The theory and what the rubric proposes")
    signing = page.locator(".useit-form").filter(has=page.get_by_role("button", name="Sign", exact=True))
    signing.get_by_role("radio", name="emerging").check()
    signing.get_by_label("Why you rate it so").fill("One journal tells of it.")
    signing.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("Not signed: the rating is signed by nobody.").wait_for()
    signing.get_by_label("Your name").fill("Ada Rater")
    signing.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("Signed by Ada Rater").wait_for()
    shot(page, pictures, "signing_saved", "Signed by Ada Rater")
    at_widths(page, pictures, "signing_form", signing)
    (row,) = rows(project, "judgement")
    assert (row["theory_id"], row["rating"], row["rater"], row["recorded_by"]) == (
        "SE1",
        "emerging",
        "Ada Rater",
        "Ada Rater",
    )

    form = page.locator(".useit-form").filter(has=page.get_by_role("button", name="Write the new version"))
    shot(page, pictures, "theory_open", "3. Why")
    at_widths(page, pictures, "theory_form", form)
    form.get_by_text("a rival: another explanation").click()
    form.get_by_text("dropped: the evidence speaks against it").click()
    form.get_by_label("Why it is kept or dropped").fill("Those who came had no contacts.")
    form.get_by_label("Move", exact=True).select_option(label="adjudicate: the evidence decides between explanations")
    form.get_by_label("Why", exact=True).fill("A rival is ruled out.")
    form.get_by_label("On what evidence").fill("C021")
    form.get_by_label("Your name").fill("Ada Rater")
    form.get_by_role("button", name="Show the difference").click()
    page.get_by_text("Read the difference above.").wait_for()
    shot(page, pictures, "theory_difference", "Read the difference above.")
    form.get_by_role("button", name="Write the new version").click()
    page.get_by_text("Written to theory.yaml: SE1 version 2, by Ada Rater.").wait_for()
    shot(page, pictures, "theory_written", "Written to theory.yaml")
    now = codebook.load_theories(held).theory("SE1").current
    assert (now.version, now.rivals[0].state, now.evidence, now.author) == (2, "dropped", ("C021",), "Ada Rater")
    left = iter(held.read_text("utf-8").splitlines())
    assert all(line in left for line in before.splitlines())
    put_forward(page, form, pictures)
    assert codebook.load_theories(held).theory("SE9").current.rivals[0].text == "They would have come anyway."
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1500)
    saved = (project / "work" / "useit" / "06_judgement.ipynb").read_text("utf-8")
    assert "The form for signing: run this cell to open it." in saved and "Ada Rater" not in saved
    page.close()
