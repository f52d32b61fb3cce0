"""The coder as a person uses it, in Chromium, with a channel inside the page in Python's place."""

from __future__ import annotations

import pytest

from tests.browser.coder_page import TALK, long_view, make_view, open_coder

pytestmark = pytest.mark.browser


def sample(**more):
    """A view of seven turns with passages that overlap, four deep in one place."""
    view = make_view(list(TALK))
    text = view["source"]["text"]

    def at(words: str, code: str) -> tuple[int, int, str]:
        return text.index(words), text.index(words) + len(words), code

    codings = [
        at("She walked along with me and asked what I did before", "first_contact"),
        at("asked what I did before. Nobody had asked me that in four years", "being_asked"),
        at("Nobody had asked me that in four years. Five. I said nurse", "waiting_time"),
        at("me that in four years. Five.", "hope"),
        at("in four", "job"),
        at("nursing, my languages", "nursing"),
        at("waited three months", "waiting_time"),
    ]
    return make_view(list(TALK), codings=codings, **more)


@pytest.fixture
def opened(chromium):
    """A function that opens the coder on a view; every page is closed and has complained of nothing afterwards."""
    contexts = []

    def open_one(view, *, width=1280, height=860, touch=False, dark=False, context=None):
        if context is None:
            context = chromium.new_context(
                viewport={"width": width, "height": height}, has_touch=touch, color_scheme="dark" if dark else "light"
            )
            contexts.append(context)
        return open_coder(context, view)

    yield open_one
    complaints = [page.complaints for context in contexts for page in context.pages]
    for context in contexts:
        context.close()
    assert complaints == [[]] * len(complaints)


def acts(page, *does):
    """The acts Python has taken, those of reading left out unless asked for."""
    kept = page.evaluate("fake.acts")
    return [act for act in kept if (act["does"] in does if does else act["does"] != "read")]


def codings(page):
    """What stands on the page: (words, code), in the order of the text."""
    rows = page.evaluate("app.codings().map((row) => [row.start, row.end, row.code_id])")
    text = page.evaluate("app.view.source.text")
    return [(text[start:end], code) for start, end, code in sorted(rows)]


def box_of(page, words: str):
    """The place on the screen of some words of the text: (left, right, middle)."""
    return page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(document.querySelector('.uc-canvas'), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0 || !node.parentElement.closest('.uc-run')) continue;
            const range = document.createRange();
            range.setStart(node, at); range.setEnd(node, at + words.length);
            const boxes = [...range.getClientRects()];
            return [boxes[0].left, boxes.at(-1).right, (boxes[0].top + boxes[0].bottom) / 2, (boxes.at(-1).top + boxes.at(-1).bottom) / 2];
          }
          return null;
        }""",
        words,
    )


def drag(page, first: str, last: str) -> None:
    """Drag the mouse from the beginning of some words to the end of others."""
    begin, end = box_of(page, first), box_of(page, last)
    page.mouse.move(begin[0] + 1, begin[2])
    page.mouse.down()
    page.mouse.move(begin[0] + 20, begin[2], steps=2)
    page.mouse.move(end[1] - 1, end[3], steps=4)
    page.mouse.up()
    page.wait_for_function("app.selection !== null")


def saved(page) -> None:
    page.wait_for_function("fake.acts.length > 0 && document.querySelector('.uc-state').dataset.state === 'saved'")


def test_words_dragged_over_and_two_letters_make_a_coding_that_is_shown_as_saved_only_when_it_is(opened):
    page = opened(make_view(list(TALK)))
    page.evaluate("fake.answering = false")
    drag(page, "Nobody", "years.")
    page.keyboard.type("be")
    page.keyboard.press("Enter")
    assert codings(page) == [("Nobody had asked me that in four years.", "being_asked")]
    page.wait_for_function("document.querySelector('.uc-state').textContent.includes('1 act waiting')")
    assert "waiting" in page.inner_text(".uc-marginal")
    page.evaluate("fake.answering = true; fake.tell('away'); fake.tell('ready')")
    saved(page)
    assert "waiting" not in page.inner_text(".uc-marginal")
    [act] = acts(page)
    [row] = [entry["row"] for entry in act["rows"]]
    text = page.evaluate("app.view.source.text")
    assert text[row["start"] : row["end"]] == "Nobody had asked me that in four years."
    assert (row["coder"], row["code_id"], row["origin"], row["round_no"]) == ("Amber", "being_asked", "human", 1)
    assert act.keys() == {"act", "does", "rows"}


def test_words_chosen_in_a_turn_whose_last_choice_was_just_coded_are_seen_to_be_chosen(opened):
    page = opened(make_view(list(TALK)))
    drag(page, "Nobody", "years.")
    page.keyboard.type("be")
    page.keyboard.press("Enter")
    before = page.evaluate("app.selection.start")
    drag(page, "At", "gate")
    page.wait_for_function("(before) => app.selection && app.selection.start !== before", arg=before)
    page.wait_for_timeout(500)  # the words are drawn anew in the next frame
    seen = "[...document.querySelectorAll('.uc-words .uc-chosen')].map((run) => run.textContent).join('') || String(document.getSelection())"
    assert page.evaluate(seen).strip(" .") == "At the school gate"


def test_the_keyboard_alone_marks_a_sentence_and_several_words_and_gives_two_codes(opened):
    page = opened(make_view(list(TALK)))
    page.focus(".uc-reader")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("Enter")  # with nothing chosen, the sentence about the caret
    page.keyboard.type("first")
    page.keyboard.press("Enter")
    page.keyboard.type("tr")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.type("ho")
    page.keyboard.press("Enter")
    page.wait_for_function("fake.acts.filter((act) => act.does === 'mark').length === 3")
    assert codings(page) == [
        ("At the school gate.", "first_contact"),
        ("At the school gate.", "trust"),
        ("She walked along", "hope"),
    ]


def test_double_click_triple_click_and_a_drag_across_turns_take_words_and_nothing_else(opened):
    page = opened(make_view(list(TALK)))
    words = "app.selection && app.view.source.text.slice(app.map.toUnit(app.selection.start), app.map.toUnit(app.selection.end))"
    box = box_of(page, "languages")
    page.mouse.dblclick((box[0] + box[1]) / 2, box[2])
    page.wait_for_function("app.selection")
    assert page.evaluate(words) == "languages"
    box = box_of(page, "happened")
    page.mouse.click((box[0] + box[1]) / 2, box[2], click_count=3)
    page.wait_for_function(f"({words}) !== 'languages'")
    page.wait_for_timeout(300)
    assert page.evaluate(words) == "What happened then?"
    drag(page, "papers away.", "She wrote")
    page.wait_for_timeout(300)
    text = page.evaluate("app.view.source.text")
    assert page.evaluate(words) == text[text.index("papers away.") : text.index("She wrote") + len("She wrote")]


def test_a_family_of_emoji_and_a_combining_mark_are_never_cut_and_right_to_left_words_are_taken_as_written(opened):
    page = opened(make_view(list(TALK)))
    text = page.evaluate("app.view.source.text")
    start = text.index("👩🏽‍🔬")
    cut = page.evaluate(
        """() => { const run = [...document.querySelectorAll('.uc-run')].find((one) => one.textContent.includes('Caf'));
          const node = run.firstChild; const at = node.data.indexOf('\\u{1F469}'); const range = document.createRange();
          range.setStart(node, at + 2); range.setEnd(node, node.data.indexOf('e\\u0301') + 1);
          document.getSelection().removeAllRanges(); document.getSelection().addRange(range); }"""
    )
    assert cut is None
    page.wait_for_function("app.selection")
    chosen = page.evaluate("app.selection")
    assert text[chosen["start"] : chosen["end"]] == text[start : text.index("e\u0301") + 2]
    assert page.evaluate("getComputedStyle([...document.querySelectorAll('.uc-words')][5]).direction") == "rtl"
    page.evaluate("document.getSelection().removeAllRanges(); app.select(null)")
    page.focus(".uc-reader")
    page.evaluate("app.goTo(app.view.turns[5].start)")
    page.keyboard.press("Shift+ArrowLeft")
    chosen = page.evaluate("app.selection")
    assert text[chosen["start"] : chosen["end"]] == "قالت لي"


def test_undo_and_redo_say_what_they_undo_and_bring_everything_back(opened):
    page = opened(sample())
    before = codings(page)
    page.evaluate("app.pick(app.codings().find((row) => row.code_id === 'job').coding_id)")
    page.get_by_role("button", name="Remove", exact=True).click()
    assert len(codings(page)) == len(before) - 1
    undo = page.get_by_role("button", name="Undo removing “Job found”")
    undo.click()
    assert codings(page) == before
    page.get_by_role("button", name="Redo removing “Job found”").click()
    assert len(codings(page)) == len(before) - 1
    page.focus(".uc-reader")
    page.keyboard.press("Control+z")
    assert codings(page) == before
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+z")
    page.wait_for_function("fake.acts.filter((act) => act.does !== 'read').length === 6")
    assert [act["does"] for act in acts(page)] == ["remove", "undo", "redo", "undo", "redo", "undo"]
    assert sorted(row["code_id"] for row in page.evaluate("app.codings()")) == sorted(code for _, code in before)


def test_a_note_certainty_and_another_place_are_rows_that_follow_the_row_before(opened):
    page = opened(sample())
    page.evaluate("app.pick(app.codings().find((row) => row.code_id === 'nursing').coding_id)")
    page.get_by_label("Note", exact=True).fill("Said with pride.")
    page.get_by_label("How sure").last.select_option("unsure")
    page.get_by_role("button", name="Change place").click()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    saved(page)
    rows = [entry["row"] for act in acts(page) for entry in act["rows"]]
    assert all(row["supersedes"] for row in rows)
    assert [one["coding_id"] for one in rows[:-1]] == [one["supersedes"] for one in rows[1:]]
    last = rows[-1]
    text = page.evaluate("app.view.source.text")
    words = text[last["start"] : last["end"]]
    assert (last["memo"], last["certainty"], words) == ("Said with pride.", "unsure", "nursing, my languages, all")
    assert last["removed"] is False


def test_the_handles_of_a_passage_are_dragged_to_give_it_another_end(opened):
    page = opened(sample())
    page.evaluate("app.pick(app.codings().find((row) => row.code_id === 'nursing').coding_id)")
    handle = page.locator(".uc-handle-end")
    handle.wait_for()
    box, target = handle.bounding_box(), box_of(page, ", all of it")
    page.mouse.move(box["x"] + 12, box["y"] + 14)
    page.mouse.down()
    page.mouse.move(target[1] - 1, target[2], steps=5)
    page.mouse.up()
    saved(page)
    assert ("nursing, my languages, all of it", "nursing") in codings(page)
    page.locator(".uc-handle-start").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_function("fake.acts.filter((act) => act.does === 'change').length === 2")
    assert ("My nursing, my languages, all of it", "nursing") in codings(page)


def test_a_new_idea_is_taken_as_a_code_and_listed_for_a_person(opened):
    page = opened(make_view(list(TALK)))
    drag(page, "quiet", "papers")
    page.keyboard.type("Shame; of paper")
    page.keyboard.press("Enter")
    saved(page)
    assert [code for _, code in codings(page)] == ["new/Shame, of paper"]
    assert "1 new idea" in page.inner_text(".uc-list")


def test_a_refused_act_is_taken_off_and_shown_with_its_sentence_and_a_way_on(opened):
    page = opened(make_view(list(TALK)))
    page.evaluate("fake.refusing = 'These words were changed meanwhile.'")
    drag(page, "What", "then?")
    page.keyboard.type("tr")
    page.keyboard.press("Enter")
    page.wait_for_selector(".uc-refusal")
    assert "Not saved: marking as “Trust in the person”. These words were changed meanwhile." in page.inner_text(
        ".uc-refusal"
    )
    assert codings(page) == []
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('/act/')).length") == 0
    page.evaluate("fake.refusing = null")
    page.get_by_role("button", name="Go there and choose again").click()
    page.keyboard.type("ho")
    page.keyboard.press("Enter")
    saved(page)
    assert codings(page) == [("What happened then?", "hope")]
    assert page.locator(".uc-refusal").count() == 0


def test_what_waited_when_the_page_was_closed_is_sent_when_it_is_opened_again(opened, chromium):
    view = make_view(list(TALK))
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    page = opened(view, context=context)
    page.evaluate("fake.answering = false")
    drag(page, "What", "then?")
    page.keyboard.type("tr")
    page.keyboard.press("Enter")
    page.wait_for_function("app.counts().waiting === 1")
    page.close()
    page = opened(view, context=context)
    saved(page)
    assert codings(page) == [("What happened then?", "trust")]
    assert len(acts(page)) == 1
    context.close()


def test_finding_counts_goes_on_and_back_and_reaches_turns_that_are_not_drawn(opened):
    view = long_view(words=4000, codings=50)
    view["turns"][70]["speaker"] = "Participant 9"
    text = view["source"]["text"]
    rare = text[view["turns"][70]["start"] : view["turns"][70]["start"] + 40]
    page = opened(view)
    page.keyboard.press("Tab")
    page.focus(".uc-reader")
    page.keyboard.press("Control+f")
    page.keyboard.type(rare.upper())
    page.wait_for_function("document.querySelector('.uc-count').textContent === '1 of 1'")
    assert page.evaluate("document.querySelector('.uc-current')?.getBoundingClientRect().top > 0")
    page.get_by_role("searchbox", name="Find").fill("hospital")
    page.wait_for_function(
        "document.querySelector('.uc-count').textContent.includes(' of ') && !document.querySelector('.uc-count').textContent.endsWith('of 1')"
    )
    told = page.inner_text(".uc-count")
    assert told.endswith(f" of {sum(text[t['start'] : t['end']].lower().count('hospital') for t in view['turns'])}")
    number = int(told.split(" ")[0])
    page.get_by_role("searchbox", name="Find").press("Enter")
    assert page.inner_text(".uc-count").startswith(f"{number + 1} of")
    page.get_by_role("button", name="Previous place found").click()
    assert page.inner_text(".uc-count") == told
    page.get_by_label("Turn", exact=True).fill("75")
    page.keyboard.press("Enter")
    assert page.locator("[data-index='74']").is_visible()


def test_only_turns_in_view_are_drawn_and_the_scrollbar_stays_true(opened):
    page = opened(long_view(words=20_000, codings=2_000))
    assert page.locator(".uc-turn").count() < 40
    page.evaluate("app.frame.reader.el.scrollTop = app.frame.reader.el.scrollHeight")
    page.wait_for_timeout(200)
    page.evaluate("app.frame.reader.el.scrollTop = app.frame.reader.el.scrollHeight")
    page.wait_for_timeout(200)
    last = page.locator("[data-index='399']").bounding_box()
    frame = page.locator(".uc-reader").bounding_box()
    assert abs(last["y"] + last["height"] - frame["y"] - frame["height"]) < 3
    gaps = page.evaluate(
        """() => { const boxes = [...document.querySelectorAll('.uc-turn')].map((one) => one.getBoundingClientRect());
          return boxes.slice(1).map((box, i) => Math.abs(box.top - boxes[i].bottom)); }"""
    )
    assert max(gaps) < 1
    page.evaluate("app.goTo(app.view.turns[200].start)")
    assert page.locator("[data-index='200']").is_visible()


def test_the_reading_place_is_kept_for_the_next_time(opened, chromium):
    view = long_view(words=6000, codings=100)
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    page = opened(view, context=context)
    page.evaluate("app.frame.reader.el.scrollTop = 6000")
    page.wait_for_timeout(150)
    first = page.evaluate("app.frame.reader.inView().first")
    page.reload()
    page.close()
    again = opened(view, context=context)
    assert first > 5
    assert abs(again.evaluate("app.frame.reader.inView().first") - first) <= 1
    context.close()


def test_turns_before_the_readers_eyes_count_as_read_and_the_rest_is_shown(opened):
    page = opened(long_view(words=3000, codings=20))
    assert page.inner_text(".uc-coverage") == "60 of 60 turns not yet read"
    page.wait_for_function("fake.acts.some((act) => act.does === 'read')", timeout=15000)
    rows = [entry["row"] for act in acts(page, "read") for entry in act["rows"]]
    assert rows[0]["from_turn"] == 1
    left = int(page.inner_text(".uc-coverage").split(" ")[0])
    assert left == 60 - sum(row["to_turn"] - row["from_turn"] + 1 for row in rows)
    assert page.evaluate("app.deeds.undoable()") is None


def test_words_of_respondents_codes_and_notes_are_never_read_as_html(opened):
    evil = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>"
    view = sample()
    for code in view["codes"]:
        code.update(name=evil, definition=evil, use_when=evil)
    for row in view["codings"]:
        row["memo"] = evil
    for turn in view["turns"]:
        turn.update(speaker=evil, locator=evil)
    view["source"]["title"] = view["coder"] = evil
    page = opened(view)
    page.evaluate(
        "app.pick(app.codings()[0].coding_id); app.select({start: 60, end: 70, native: false}); app.frame.chooser.begin('im')"
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert page.locator(".useit-coder img, .useit-coder script, .useit-coder b:has-text('Thanks')").count() == 0
    page.evaluate("app.goTo(app.view.turns[6].start)")
    assert "<b>Thanks</b>" in page.inner_text(".uc-canvas")


def test_reading_mode_shows_everything_and_offers_nothing_that_writes(opened):
    page = opened(sample(mode="read"))
    page.evaluate("app.pick(app.codings()[0].coding_id)")
    for name in ("Remove", "Change place", "Undo", "Got it"):
        assert page.get_by_role("button", name=name).count() == 0
    box = box_of(page, "languages")
    page.mouse.dblclick((box[0] + box[1]) / 2, box[2])
    page.wait_for_timeout(400)
    assert not page.locator(".uc-chooser").is_visible()
    page.focus(".uc-reader")
    page.keyboard.press("Enter")
    page.wait_for_timeout(4000)
    assert [message for message in page.evaluate("fake.heard") if message["kind"] == "acts"] == []


def test_keys_meant_for_the_coder_do_not_reach_the_page_about_it(opened):
    page = opened(sample())
    page.evaluate(
        "window.strayed = []; document.body.addEventListener('keydown', (event) => window.strayed.push(event.key))"
    )
    page.focus(".uc-reader")
    for key in ("ArrowDown", "Shift+ArrowRight", "Enter", "d", "Escape", "a", "Control+z"):
        page.keyboard.press(key)
    assert page.evaluate("window.strayed") == []
    assert page.locator(".useit-coder[data-lm-suppress-shortcuts]").count() == 1


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_lies_outside_the_page_at_any_width_and_a_code_can_be_chosen_by_touch(opened, pictures, width):
    page = opened(sample(), width=width, height=740, touch=True, dark=width == 768)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(
        """() => { const run = [...document.querySelectorAll('.uc-run')].find((one) => one.textContent.includes('How did'));
          document.getSelection().selectAllChildren(run); }"""
    )
    page.wait_for_function("app.selection")
    if width == 360:
        page.get_by_role("button", name="Choose a code for these words").tap()
    page.get_by_role("option", name="Trust in the person").tap()
    saved(page)
    assert ("How did you come to hear of it?", "trust") in codings(page)
    page.screenshot(path=pictures / f"coder_{width}.png")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_to_mend_while_reading_choosing_and_looking(opened, width, dark):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(sample(), width=width, dark=dark)
    found = {}
    states = {
        "reading": "app.pick(null)",
        "looking": "app.pick(app.codings()[0].coding_id); app.showTab('codes'); document.querySelector('.uc-key').open = true",
        "choosing": "app.pick(null); app.select({start: 60, end: 90, native: false}); app.frame.chooser.begin('')",
        "finding": "app.frame.chooser.el.hidden; document.querySelector('input[type=search]').value = 'asked'; document.querySelector('input[type=search]').dispatchEvent(new Event('input'))",
        "refused": "fake.refusing = 'No.'; app.frame.marked.move(app.codings()[0], { start: 60, end: 70 })",
    }
    for name, script in states.items():
        page.evaluate(f"() => {{ {script} }}")
        page.wait_for_timeout(250)
        for fault in Axe().run(page, context=".useit-coder").response["violations"]:
            found[f"{name}: {fault['id']}"] = [node["html"][:160] for node in fault["nodes"][:3]]
    assert found == {}


def test_passages_of_a_coder_can_be_put_out_of_sight_and_back(opened):
    view = sample(mode="read")
    for row in view["codings"][:3]:
        row["coder"] = "Birch"
    page = opened(view)
    assert page.locator(".uc-marginal").count() == 7
    page.get_by_role("checkbox", name="Birch").uncheck()
    assert page.locator(".uc-marginal").count() == 4
    assert "4 passages marked" in page.inner_text(".uc-list")
    page.get_by_role("checkbox", name="Birch").check()
    assert page.locator(".uc-marginal").count() == 7


def test_a_coder_taken_off_the_page_and_put_back_stands_where_the_reader_was(opened):
    page = opened(long_view(words=4000, codings=50))
    page.evaluate("app.frame.reader.el.scrollTop = 3000")
    page.wait_for_timeout(200)
    first = page.evaluate("app.frame.reader.inView().first")
    page.evaluate("window.kept = document.querySelector('.useit-coder'); kept.remove()")
    page.wait_for_timeout(200)
    page.evaluate("document.getElementById('here').append(kept)")
    page.wait_for_timeout(200)
    assert page.evaluate("app.frame.reader.inView().first") == first > 0
    assert page.locator(f"[data-index='{first}']").is_visible()


def test_the_state_of_python_and_what_waits_is_said_in_words(opened):
    page = opened(make_view(list(TALK)))
    page.evaluate("fake.answering = false; fake.tell('away')")
    page.wait_for_function("document.querySelector('.uc-state').textContent === 'All is saved · Python is not running'")
    drag(page, "What", "then?")
    page.keyboard.type("tr")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "document.querySelector('.uc-state').textContent === '1 act waiting, kept in this browser · Python is not running'"
    )
    assert [message["kind"] for message in page.evaluate("fake.heard")].count("acts") == 0
    page.evaluate("fake.answering = true; fake.tell('ready')")
    saved(page)
    kinds = [message["kind"] for message in page.evaluate("fake.heard")]
    assert kinds[-2:] == ["open", "acts"]  # how the record stands is asked for first
    assert page.inner_text(".uc-state") == "All is saved"


def test_four_passages_over_the_same_words_have_a_bar_each_and_letters_that_are_no_words(opened):
    page = opened(sample())
    deep = page.evaluate(
        """() => { const run = [...document.querySelectorAll('.uc-run')].find((one) => one.textContent === 'in four');
          return [run.style.backgroundPosition.split(/,(?![^(]*\\))/).length, [...run.closest('.uc-words').querySelectorAll('.uc-tag')].map((tag) => tag.dataset.letter)]; }"""
    )
    assert deep[0] == 4 + 1  # four bars and the tint
    assert deep[1] == ["R", "T", "C", "T", "O"]
    text = page.evaluate("app.view.source.text")
    turn = page.evaluate("app.view.turns[1]")
    assert page.inner_text("[data-index='1'] .uc-words") == text[turn["start"] : turn["end"]]
