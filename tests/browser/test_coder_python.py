"""The page and Python together, without a kernel between them: what a person does is in the store, row by row."""

from __future__ import annotations

import pytest

from tests.browser.coder_page import open_coder
from tests.coder import study
from useit_eval.coder.acts import take
from useit_eval.workbench import open_study

pytestmark = pytest.mark.browser

# The channel's other end is Python's own `take`.
TO_PYTHON = """() => {
  fake.channel.send = async (message) => {
    for (const reply of await window.toPython(JSON.parse(JSON.stringify(message)))) fake.message(reply);
  };
}"""


@pytest.fixture
def seated(chromium, tmp_path):
    """A page whose acts go to Python, and the study they are kept in."""
    paths = study.make(tmp_path / "project")
    with open_study(root=paths.root) as bench:
        session = study.sitting(bench)
        [opened] = take(session, {"n": 1, "kind": "open"})
        context = chromium.new_context(viewport={"width": 1280, "height": 860})
        context.expose_function("toPython", lambda message: take(session, message))
        page = open_coder(context, opened["view"])
        page.evaluate(TO_PYTHON)
        yield page, bench, opened["view"]
        assert page.complaints == []
        context.close()


def test_marking_noting_moving_removing_undoing_and_redoing_are_taken_by_python_and_stand_in_the_store(seated):
    page, bench, view = seated
    turn = max(view["turns"], key=lambda one: one["end"] - one["start"])
    before = len(bench.store.current("coding"))
    code = next(code for code in view["codes"] if not code["retired"])
    page.evaluate("([start]) => app.goTo(start)", [turn["start"]])
    page.focus(".uc-reader")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.type(code["name"])
    page.keyboard.press("Enter")
    page.keyboard.type("quite another idea 😀")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.get_by_label("Note", exact=True).fill("Said twice.")
    page.get_by_label("How sure").last.select_option("unsure")
    page.get_by_role("button", name="Change place").click()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove", exact=True).click()
    for key in ("z", "y", "z", "z", "y"):
        page.focus(".uc-reader")
        page.keyboard.press(f"Control+{key}")
    page.wait_for_function("app.outbox.acts().length === 0")
    assert page.locator(".uc-refusal").count() == 0
    stored = bench.store.current("coding")
    assert len(stored) == before + 2
    shown = page.evaluate(
        "app.codings().map((row) => [row.coding_id, row.start, row.end, row.code_id, row.memo, row.certainty])"
    )
    kept = stored[stored["coder"] == "ann"]
    columns = ["coding_id", "start", "end", "code_id", "memo", "certainty"]
    rows = [
        [None if value != value else value for value in row] for row in kept[columns].astype(object).values.tolist()
    ]
    assert sorted(rows, key=str) == sorted([row for row in shown if row[0] in set(kept["coding_id"])], key=str)
    text = view["source"]["text"]
    idea = next(row for row in rows if row[3].startswith("new/"))
    assert (idea[4], idea[5]) == ("Said twice.", "unsure")
    assert text[idea[1] : idea[2]] == page.evaluate("([start, end]) => app.map.slice(start, end)", idea[1:3])


def test_turns_read_are_kept_and_nothing_of_it_can_be_undone(seated):
    page, bench, view = seated
    page.wait_for_function(
        "app.record.standing('coverage').length > 0 && app.outbox.acts().length === 0", timeout=20_000
    )
    rows = bench.store.current("coverage")
    assert set(rows["coder"]) == {"ann"}
    assert int(rows["from_turn"].min()) == view["turns"][0]["number"]
    assert page.evaluate("app.deeds.undoable()") is None
