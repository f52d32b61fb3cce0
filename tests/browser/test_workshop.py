"""A workshop in Chromium: a phone and a desktop come in, code, lose the network, return and compare."""

from __future__ import annotations

import pytest

from tests.browser.coder_study import make_practice
from tests.coder import study as rows
from tests.workshop.running import running
from useit_eval.coder.session import open_session
from useit_eval.ground.text import sha256
from useit_eval.store import lookups
from useit_eval.workshop.pictures import draw_link

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

CONTEXT = ("I got one letter back that said my diploma can't be matched, ring this number", "earlier_disappointment")
RESOURCE = ("she had a list from the hospital, what they were short of, and nurse was on it", "asked_by_resident")
REASONING = ("if it's on their list and it's on her paper then it's still worth something", "skill_counts")
SLOTS = ("context", "mechanism_resource", "mechanism_reasoning")
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 860}


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """Give the practice study, in which nobody but the facilitator has coded."""
    opened = make_practice(tmp_path_factory.mktemp("workshop"))
    lead = open_session(opened, coder="facilitator")
    source = lookups.source_id(opened.store, "S001") or min(lookups.with_text(opened.store))
    text = opened.text(source)
    for words, code in (CONTEXT, REASONING):
        start = text.index(words)
        row = rows.coding("I can do this", code, memo="It says what was so before she was asked.")
        place = {
            "source_id": source,
            "start": start,
            "end": start + len(words),
            "quote": words,
            "quote_sha256": sha256(words),
        }
        assert rows.send(lead, rows.act({**row, **place}))[0]["kind"] == "done"
    yield opened
    opened.close()


@pytest.fixture
def desk(bench):
    """Give a workshop of eight slips, begun anew."""
    (bench.paths.processed / "workshop.json").unlink(missing_ok=True)
    with running(bench, participants=8) as held:
        yield held


@pytest.fixture
def browsers(chromium, desk):
    """A function that opens a browser of its own; nothing it asks for leaves the machine, and no page complains."""
    contexts, complaints, asked = [], [], []

    def open_one(size=DESK, *, touch=False, dark=False):
        context = chromium.new_context(viewport=size, has_touch=touch, color_scheme="dark" if dark else "light",
                                       device_scale_factor=2 if touch else 1)  # fmt: skip
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    away = [url for url in asked if not url.startswith((f"http://127.0.0.1:{desk.port}/", "data:,"))]
    expected = ("ERR_INTERNET_DISCONNECTED", "status of 401", "status of 403", "status of 409")
    assert asked and away == []
    assert [told for told in complaints if not any(known in told for known in expected)] == []


def come_in(page, desk, number: int, name: str, *, scan: bool = False):
    """Come in by the slip's picture or by its words, and choose a name."""
    slip = desk.room.book.slips[number - 1]
    page.goto(f"{desk.link}#{slip.token}" if scan else desk.link)
    if not scan:
        page.get_by_label("The four words on your slip").fill(slip.code.replace(" ", "-").upper())
        page.get_by_role("button", name="Come in").click()
    page.get_by_label("Your name in this workshop").fill(name)
    page.get_by_role("button", name="Begin").click()
    ready(page)
    return page


def ready(page):
    page.wait_for_selector(".uc-turn")
    page.evaluate("window.app = window.useitCoder.app")


def choose(page, words: str):
    page.evaluate(
        """(words) => { const unit = app.map.text.indexOf(words);
          app.goTo(app.map.toPoint(unit));
          app.select({ start: app.map.toPoint(unit), end: app.map.toPoint(unit + words.length), native: false }); }""",
        words,
    )


def mark(page, words: str, code: str):
    """Choose words, type the code's name, Enter."""
    choose(page, words)
    page.evaluate("app.frame.chooser.begin('')")
    page.keyboard.type(page.evaluate("(id) => app.code(id).name", code))
    page.keyboard.press("Enter")
    until(page, "(code) => app.picked && app.record.row(app.picked)?.code_id === code", code)
    page.get_by_role("button", name="Done").click()


def until(page, condition: str, arg=None):
    """Wait for something to be so; playwright's own way needs eval, which the page's policy forbids."""
    for _ in range(200):
        if page.evaluate(condition, arg):
            return
        page.wait_for_timeout(75)
    pytest.fail(f"never so: {condition}")


def saved(page):
    until(page, "app.counts().waiting === 0 && app.outbox.acts().length === 0")


def marked(page):
    """What stands on the page: the words and their codes."""
    return page.evaluate("app.codings().map((row) => [app.map.slice(row.start, row.end), row.code_id]).sort()")


def stored(bench, coder: str):
    held = bench.store.current("coding")
    return sorted(held[held["coder"] == coder]["code_id"])


def faults(page):
    """What axe finds to mend."""
    from axe_playwright_python.sync_playwright import Axe

    return {
        fault["id"]: [node["html"][:200] for node in fault["nodes"][:4]]
        for fault in Axe().run(page).response["violations"]
    }


def test_two_people_code_link_lose_the_network_return_and_compare_when_the_facilitator_opens(
    bench, desk, browsers, pictures
):
    lead = browsers()
    lead.goto(desk.facilitator_link())
    lead.get_by_text("0 of 8 slips have a name").wait_for()
    wide = come_in(browsers(), desk, 1, "Amber heron")
    phone = come_in(browsers(PHONE, touch=True), desk, 2, "Blue wren", scan=True)
    assert phone.evaluate("location.hash") == ""

    for words, code in (CONTEXT, RESOURCE, REASONING):
        mark(wide, words, code)
    wide.get_by_role("tab", name="Configuration").click()
    for (words, _), slot in zip((CONTEXT, RESOURCE, REASONING), SLOTS, strict=True):
        wide.locator(".uc-passages button.uc-plain", has_text=words[:30]).click()
        wide.locator(f".uc-box[data-slot={slot}] button.uc-put").click()
    saved(wide)
    wide.screenshot(path=pictures / "workshop_desktop.png")
    assert stored(bench, "Amber heron") == sorted([CONTEXT[1], RESOURCE[1], REASONING[1]])
    [claim] = bench.store.current("claim").query("coder == 'Amber heron'").to_dict("records")
    parts = bench.store.current("claim_part")
    assert set(parts[parts["claim_id"] == claim["claim_id"]]["slot"]) == set(SLOTS)

    phone.get_by_role("button", name="Got it").tap()
    choose(phone, RESOURCE[0])
    phone.get_by_role("button", name="Choose a code for these words").tap()
    phone.keyboard.type(phone.evaluate("(id) => app.code(id).name", RESOURCE[1]))
    phone.screenshot(path=pictures / "workshop_phone_choosing.png")
    phone.keyboard.press("Enter")
    saved(phone)
    phone.screenshot(path=pictures / "workshop_phone.png")
    assert marked(phone) == [[RESOURCE[0], RESOURCE[1]]]

    phone.context.set_offline(True)
    choose(phone, REASONING[0])
    phone.evaluate("app.frame.chooser.begin('')")
    phone.keyboard.type(phone.evaluate("(id) => app.code(id).name", REASONING[1]))
    phone.keyboard.press("Enter")
    until(phone, "document.querySelector('.uc-state').textContent.includes('waiting')")
    until(phone, "document.querySelector('.uc-state').textContent.includes('No connection to the workshop')")
    phone.screenshot(path=pictures / "workshop_phone_offline.png")
    assert stored(bench, "Blue wren") == [RESOURCE[1]]
    phone.context.set_offline(False)
    saved(phone)
    assert stored(bench, "Blue wren") == sorted([RESOURCE[1], REASONING[1]])
    phone.reload()
    ready(phone)
    assert marked(phone) == sorted([list(RESOURCE), list(REASONING)])
    assert "Amber heron" not in phone.evaluate("JSON.stringify(app.view)")

    assert not wide.get_by_role("tab", name="Compare").is_visible()
    lead.get_by_text("2 of 8 slips have a name").wait_for()
    lead.get_by_role("button", name="Open the comparison").click()
    wide.get_by_text("Your facilitator has opened the comparison").wait_for()
    wide.get_by_role("tab", name="Compare").click()
    wide.get_by_role("button", name="I am ready: compare").click()
    wide.get_by_text("You both saw 2 places").wait_for()
    wide.screenshot(path=pictures / "workshop_compare.png")
    assert "Blue wren" not in wide.inner_text("body")
    lead.wait_for_timeout(4500)
    lead.screenshot(path=pictures / "workshop_facilitator.png", full_page=True)


def test_a_page_left_open_while_the_server_is_started_again_loses_nothing(bench, chromium):
    context = chromium.new_context()
    with running(bench, participants=8) as first:
        port, page = first.port, come_in(context.new_page(), first, 3, "Coral owl")
        mark(page, *CONTEXT)
        saved(page)
    mark(page, *REASONING)
    until(page, "document.querySelector('.uc-state').textContent.includes('No connection to the workshop')")
    assert stored(bench, "Coral owl") == [CONTEXT[1]]
    with running(bench, participants=8, port=port):
        saved(page)
    assert stored(bench, "Coral owl") == sorted([CONTEXT[1], REASONING[1]])
    context.close()


def test_the_end_is_told_to_everybody_and_leaves_nothing_in_the_browser(bench, desk, browsers, pictures):
    lead, page = browsers(), come_in(browsers(PHONE, touch=True), desk, 4, "Ivory lark")
    lead.goto(desk.facilitator_link())
    lead.get_by_role("button", name="End the workshop").click()
    lead.get_by_role("button", name="End it now").click()
    page.get_by_role("heading", name="The workshop has ended").wait_for()
    assert page.evaluate("Object.keys(localStorage)") == []
    page.screenshot(path=pictures / "workshop_ended.png")
    lead.get_by_text("The workshop has ended, and the program").wait_for()


def test_the_door_says_what_is_wrong_and_suggests_a_name(desk, browsers, pictures):
    page = browsers(PHONE, touch=True)
    page.goto(desk.link)
    page.screenshot(path=pictures / "workshop_door.png")
    page.get_by_label("The four words on your slip").fill("not a real code")
    page.get_by_role("button", name="Come in").tap()
    page.get_by_text("These four words are not a code of this workshop.").wait_for()
    page.get_by_label("The four words on your slip").fill(desk.room.book.slips[4].code)
    page.get_by_role("button", name="Come in").tap()
    page.get_by_label("Your name in this workshop").fill("Facilitator")
    page.get_by_role("button", name="Begin").tap()
    page.get_by_text("Somebody has this name already.").wait_for()
    page.get_by_role("button", name="Suggest one").tap()
    page.screenshot(path=pictures / "workshop_name.png")
    page.get_by_role("button", name="Begin").tap()
    ready(page)
    assert desk.room.book.slips[4].coder


def test_script_in_a_name_or_a_memo_is_shown_as_words(desk, browsers):
    page, lead = browsers(), browsers()
    come_in(page, desk, 6, "<img src=x onerror=alert(1)>")
    lead.goto(desk.facilitator_link())
    lead.get_by_text("<img src=x onerror=alert(1)>").wait_for()
    assert lead.locator("img").count() == page.locator("img").count() == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_to_mend_on_any_page(desk, browsers, dark):
    found = {}
    page = browsers(PHONE, touch=True, dark=dark)
    page.goto(desk.link)
    page.get_by_role("button", name="Come in").wait_for()
    found["door"] = faults(page)
    page.goto(f"{desk.link}#{desk.room.book.slips[6].token}")
    page.get_by_role("button", name="Begin").wait_for()
    found["name"] = faults(page)
    page.get_by_role("button", name="Suggest one").tap()
    page.get_by_role("button", name="Begin").tap()
    ready(page)
    found["coder"] = faults(page)
    lead = browsers(dark=dark)
    lead.goto(desk.facilitator_link())
    lead.get_by_role("button", name="Show the slips here").click()
    lead.get_by_role("button", name="New words for slip 1").wait_for()
    found["facilitator"] = faults(lead)
    assert {name: told for name, told in found.items() if told} == {}


def test_slips_are_printed_eight_to_a_page_each_with_its_picture(desk, browsers, pictures, tmp_path):
    import subprocess

    page = browsers()
    page.goto(desk.facilitator_link())
    page.get_by_role("button", name="Print the slips").wait_for()
    page.pdf(path=tmp_path / "slips.pdf", prefer_css_page_size=True)
    subprocess.run(
        ["pdftoppm", "-r", "70", "-png", str(tmp_path / "slips.pdf"), str(pictures / "workshop_slips")], check=True
    )
    told = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "slips.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert all(f"Slip {number} " in told for number in range(1, 9))
    assert all(word in told for slip in desk.room.book.slips for word in slip.code.split())
    assert told.count("\f") == 1
    slip = desk.room.book.slips[0]
    drawn = page.locator("#slips svg path").first.get_attribute("d")
    assert drawn == draw_link(f"{desk.link}#{slip.token}")["path"]
