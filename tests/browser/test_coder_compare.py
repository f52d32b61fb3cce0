"""Comparing as a person does it, in Chromium: in training with the facilitator when one is ready, and between coders."""

from __future__ import annotations

import pytest

from tests.browser.coder_page import TALK, make_view, open_coder
from tests.browser.coder_study import make_practice, open_sitting, sit
from useit_eval.coder.acts import take

pytestmark = pytest.mark.browser

FACILITATOR, OTHER, LEAD = "facilitator", "Birch", "The lead"


@pytest.fixture
def opened(chromium):
    """A function that opens the coder on a view; a comparison asked for is answered with the one given."""
    contexts = []

    def open_one(view, comparison=None, *, width=1280, dark=False):
        contexts.append(
            chromium.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light")
        )
        page = open_coder(contexts[-1], view)
        page.set_default_timeout(6000)
        page.evaluate(
            """(comparison) => { const send = app.channel.send; app.channel.send = (message) => {
              if (message.kind !== 'compare') return send(message);
              fake.heard.push(message);
              return setTimeout(() => fake.message(comparison ? { n: message.n, kind: 'comparison', comparison }
                : { n: message.n, kind: 'error', sentence: 'Nobody has marked anything here yet.' }), 5);
            }; }""",
            comparison,
        )
        return page

    yield open_one
    complaints = [page.complaints for context in contexts for page in context.pages]
    for context in contexts:
        context.close()
    assert complaints == [[]] * len(complaints)


def text_view(**more):
    """A view in which Amber marked one passage, and the places of three."""
    view = make_view(list(TALK))
    text = view["source"]["text"]
    places = {words: (text.index(words), text.index(words) + len(words)) for words in
              ("She wrote it down on a card", "perhaps it is not finished", "waited three months")}  # fmt: skip
    return make_view(list(TALK), codings=[(*places["She wrote it down on a card"], "card_made")], **more), list(
        places.values()
    )


def comparison_of(places, coders=("Amber", FACILITATOR)):
    """What Python answers: one place seen by both, one by each alone, one coded otherwise, one linked otherwise."""
    one, two, three = [{"start": start, "end": end} for start, end in places]
    a, b = coders[:2]
    return {
        "coders": list(coders),
        "both": [{**one, "codes": ["card_made"], "codings": {a: ["x1"], b: ["y1"]}}],
        "only_a": [{**one, "codes": ["first_contact"], "codings": {a: ["x2"], b: []}}],
        "only_b": [{**two, "codes": ["hope"], "codings": {a: [], b: ["y2"]}, "read": True},
                   {**three, "codes": ["waiting_time"], "codings": {a: [], b: ["y3"]}, "read": False}],
        "other_code": [{**one, "codes": ["card_made", "trust"], "by": {a: ["card_made"], b: ["trust"]}, "codings": {a: ["x1"], b: ["y4"]}}],
        "links": [{**one, "by": {a: "resource of C-1", b: "marked, not linked"}}],
        "measures": [
            {"name": "Percent agreement", "value": 0.845, "low": 0.71, "high": 0.93, "unit": "turn", "why": ""},
            {"name": "Krippendorff's alpha", "value": -0.125, "low": None, "high": None, "unit": "turn", "why": ""},
            {"name": "Gwet's AC1", "value": None, "low": None, "high": None, "unit": "turn", "why": "all used one and the same code"},
        ],
        "reasons": {"y2": "<b>Hope</b> is said in so many words.", "y4": "She trusts the card."},
        "words": {"both": "What you both saw", "only_a": f"What {a} saw and {b} did not", "only_b": f"What {b} saw and {a} did not",
                  "other_code": "The same words, another code", "links": "The same passage, linked in another way"},
        "note": "",
    }  # fmt: skip


def compare_tab(page):
    page.get_by_role("tab", name="Compare").click()


def section(page, title: str):
    return page.locator("details.uc-compare-section", has=page.get_by_text(title, exact=True))


def test_in_training_nothing_is_asked_for_until_the_person_says_they_are_ready(opened):
    view, places = text_view(mode="training")
    page = opened(view, comparison_of(places))
    compare_tab(page)
    page.wait_for_timeout(150)
    assert page.evaluate("fake.heard.filter((message) => message.kind === 'compare').length") == 0
    assert "Until you ask, it stays hidden." in page.locator(".uc-compare").inner_text()
    page.get_by_role("button", name="I am ready: compare").click()
    section(page, "What you both saw").wait_for()
    (asked,) = page.evaluate("fake.heard.filter((message) => message.kind === 'compare')")
    assert asked["with"] == [FACILITATOR]


def test_training_says_what_both_saw_what_only_i_saw_and_what_to_look_at_again_with_reasons(opened, pictures):
    view, places = text_view(mode="training")
    page = opened(view, comparison_of(places))
    compare_tab(page)
    page.get_by_role("button", name="I am ready: compare").click()
    section(page, "What you both saw").wait_for()
    assert "She wrote it down on a card" in section(page, "What you both saw").inner_text()
    assert "First contact by a neighbour" in section(page, "What you saw that the facilitator did not").inner_text()
    again = section(page, "What to look at again").inner_text()
    assert "Hope of own work" in again and "The facilitator's reason: <b>Hope</b> is said in so many words." in again
    assert "You have not read this turn yet." in again
    other = section(page, "What to look at again: the same words, another code").inner_text()
    assert "You" in other and "The facilitator" in other and "She trusts the card." in other
    told = page.locator(".uc-compare").inner_text()
    assert "never a grade of a person" in told
    assert not {"wrong", "mistake", "missed", "error", "score"} & set(told.lower().replace(".", " ").split())
    page.screenshot(path=pictures / "compare_training.png")


def test_pressing_a_place_leads_to_it_in_the_text_and_asks_for_nothing(opened):
    view, places = text_view(mode="training")
    page = opened(view, comparison_of(places))
    compare_tab(page)
    page.get_by_role("button", name="I am ready: compare").click()
    section(page, "What to look at again").locator("button.uc-plain").first.click()
    page.wait_for_function("document.querySelector('.uc-chosen')")
    assert page.locator(".uc-chosen").first.inner_text() == "perhaps it is not finished"
    assert page.get_by_role("tab", name="Compare").get_attribute("aria-selected") == "true"
    section(page, "What to look at again").get_by_role("button", name="Code these words").first.click()
    assert page.get_by_role("combobox", name="Code for these words").is_visible()


def test_after_comparing_one_goes_on_coding_and_is_told_that_there_is_more_to_compare(opened):
    view, places = text_view(mode="training")
    page = opened(view, comparison_of(places))
    compare_tab(page)
    page.get_by_role("button", name="I am ready: compare").click()
    section(page, "What you both saw").wait_for()
    assert "compare again to see it here" not in page.locator(".uc-ask").inner_text()
    page.evaluate("app.select({start: 60, end: 80, native: false}); app.frame.chooser.begin('')")
    page.keyboard.type("hope")
    page.keyboard.press("Enter")
    compare_tab(page)
    assert "You have marked more since" in page.locator(".uc-ask").inner_text()
    assert page.get_by_role("button", name="Compare again").is_visible()


def test_figures_have_unit_and_range_and_words_where_they_are_not_defined(opened):
    view, places = text_view(mode="training")
    page = opened(view, comparison_of(places))
    compare_tab(page)
    page.get_by_role("button", name="I am ready: compare").click()
    figures = section(page, "How far it agrees, in figures")
    figures.locator("summary").click()
    rows = [row.inner_text().split("\t") for row in figures.locator("tbody tr").all()]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["Percent agreement", "85%", "71% to 93%", "turns"],
        ["Krippendorff's alpha", "−0.13", "", "turns"],
        ["Gwet's AC1", "not defined", "", "turns"],
    ]
    assert "Gwet's AC1: all used one and the same code" in figures.inner_text()


def test_compare_mode_lets_one_choose_coders_by_name_and_heads_name_them(opened):
    view, places = text_view(mode="compare")
    view = {**view, "coders": ["Amber", OTHER, "Cedar"]}
    page = opened(view, comparison_of(places, ("Amber", OTHER, "Cedar")))
    compare_tab(page)
    page.get_by_label("Cedar").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    section(page, "What Birch saw and Amber did not").wait_for()
    (asked,) = page.evaluate("fake.heard.filter((message) => message.kind === 'compare')")
    assert asked["with"] == ["Amber", OTHER, "Cedar"]
    assert "the figures below are of all 3" in page.locator(".uc-result").inner_text()
    assert "Birch's note: <b>Hope</b>" in page.locator(".uc-result").inner_text()
    assert page.locator(".uc-result b", has_text="Hope").count() == 0
    assert page.get_by_role("button", name="Code these words").count() == 0


def test_one_coder_alone_is_not_compared_and_a_sentence_says_so(opened):
    view, places = text_view(mode="compare")
    page = opened({**view, "coders": ["Amber", OTHER]}, comparison_of(places))
    compare_tab(page)
    page.get_by_label(OTHER).uncheck()
    page.get_by_role("button", name="Compare", exact=True).click()
    assert "Choose two coders or more." in page.locator(".uc-compare").inner_text()
    assert page.evaluate("fake.heard.filter((message) => message.kind === 'compare').length") == 0


def test_what_python_cannot_compare_is_said_in_its_words_and_can_be_asked_again(opened):
    view, _ = text_view(mode="training")
    page = opened(view)
    compare_tab(page)
    page.get_by_role("button", name="I am ready: compare").click()
    page.get_by_text("Nobody has marked anything here yet.").first.wait_for()
    assert page.get_by_role("button", name="I am ready: compare").is_visible()


def test_the_facilitators_words_reach_the_page_only_when_asked_for(chromium, tmp_path):
    """With the Python that answers in earnest: the memo is nowhere in what was sent before, whatever the lead is called."""
    bench = make_practice(tmp_path)
    lead = sit(bench, LEAD)
    (view,) = take(lead, {"n": 1, "kind": "open"})
    text, source = view["view"]["source"]["text"], view["view"]["source"]["source_id"]
    words = "I went to the drop-in, that Wednesday"
    take(
        lead,
        {"n": 2, "kind": "acts", "acts": [_marking(text, words, source, "comes_forward", "The first step she takes.")]},
    )
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = open_sitting(context, sit(bench, "Amber", mode="training", with_coders=[LEAD]))
    page.evaluate("app.select({start: 500, end: 520, native: false}); app.frame.chooser.begin('')")
    page.keyboard.type("known to")
    page.keyboard.press("Enter")
    page.wait_for_function("app.counts().waiting === 0")
    assert "The first step she takes." not in str(page.replies)
    compare_tab(page)
    page.get_by_role("button", name="I am ready: compare").click()
    section(page, "What to look at again").get_by_text("The first step she takes.").wait_for()
    assert "went to the drop-in" in section(page, "What to look at again").inner_text()
    assert page.complaints == []
    context.close()
    bench.close()


def _marking(text: str, words: str, source: str, code: str, memo: str):
    import hashlib
    import uuid

    row = {"coding_id": str(uuid.uuid4()), "source_id": source, "start": text.index(words), "end": text.index(words) + len(words),
           "quote_sha256": hashlib.sha256(words.encode()).hexdigest(), "code_id": code, "memo": memo, "supersedes": None, "removed": False}  # fmt: skip
    return {"act": str(uuid.uuid4()), "does": "mark", "rows": [{"table": "coding", "row": row}]}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_to_mend_while_comparing(opened, pictures, width, dark):
    from axe_playwright_python.sync_playwright import Axe

    view, places = text_view(mode="compare")
    page = opened({**view, "coders": ["Amber", OTHER]}, comparison_of(places, ("Amber", OTHER)), width=width, dark=dark)
    compare_tab(page)
    found = {}
    for name in ("asking", "shown"):
        if name == "shown":
            page.get_by_role("button", name="Compare", exact=True).click()
            section(page, "What you both saw").wait_for()
            page.evaluate("document.querySelectorAll('.uc-compare details').forEach((one) => { one.open = true; })")
            page.wait_for_timeout(200)
        for fault in Axe().run(page, context=".useit-coder").response["violations"]:
            found[f"{name}: {fault['id']}"] = [node["html"][:160] for node in fault["nodes"][:3]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.screenshot(path=pictures / f"compare_{name}_{width}{'_dark' if dark else ''}.png")
    assert found == {}
