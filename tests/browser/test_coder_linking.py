"""Linking as a person does it, in Chromium, with the Python that answers it in earnest; then the store is read."""

from __future__ import annotations

import pytest

from tests.browser.coder_page import TALK, make_view, open_coder
from tests.browser.coder_study import make_practice, open_sitting, sit

pytestmark = pytest.mark.browser

CONTEXT = ("I got one letter back that said my diploma can't be matched, ring this number", "earlier_disappointment")
RESOURCE = ("she had a list from the hospital, what they were short of, and nurse was on it", "asked_by_resident")
REASONING = ("if it's on their list and it's on her paper then it's still worth something", "skill_counts")
OUTCOME = ("I went to the drop-in, that Wednesday", "comes_forward")
SESSION = ("We did a session about CVs, everybody on the computers", "information_and_tour")


@pytest.fixture
def bench(tmp_path):
    opened = make_practice(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def page(chromium, bench):
    """The coder on the first practice interview; it complained of nothing and Python refused nothing."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    opened = open_sitting(context, sit(bench))
    yield opened
    complaints, refused = opened.complaints, [r for r in opened.replies if r["kind"] in ("refused", "error")]
    context.close()
    assert (complaints, refused) == ([], [])


def mark(page, words: str, code: str) -> str:
    """Mark words as a person does: choose them, type the code's name, Enter. Return the coding's id."""
    page.evaluate(
        """(words) => { const unit = app.map.text.indexOf(words);
          app.select({ start: app.map.toPoint(unit), end: app.map.toPoint(unit + words.length), native: false });
          app.frame.chooser.begin(''); }""",
        words,
    )
    name = page.evaluate("(id) => app.code(id).name", code)
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_function("(code) => app.picked && app.record.row(app.picked)?.code_id === code", arg=code)
    picked = page.evaluate("app.picked")
    page.get_by_role("button", name="Done").click()
    return picked


def saved(page):
    page.wait_for_function("app.counts().waiting === 0")


def configuration(page):
    page.get_by_role("tab", name="Configuration").click()


def box(page, slot: str):
    return page.locator(f".uc-box[data-slot={slot}]")


def put(page, words: str, slot: str):
    """Pick a marked passage in the list, then put it into a box of the diagram."""
    page.locator(".uc-passages button.uc-plain", has_text=words[:30]).click()
    box(page, slot).locator("button.uc-put").click()


def link_triad(page):
    for words, code in (CONTEXT, RESOURCE, REASONING, OUTCOME):
        mark(page, words, code)
    configuration(page)
    for (words, _), slot in zip((CONTEXT, RESOURCE, REASONING, OUTCOME), SLOTS, strict=True):
        put(page, words, slot)
    saved(page)


SLOTS = ("context", "mechanism_resource", "mechanism_reasoning", "outcome")


def stored(bench, table: str):
    return standing(bench, table).to_dict("records")


def standing(bench, table: str):
    return bench.store.current(table)


def test_a_triad_is_linked_box_by_box_and_the_store_holds_it_under_one_claim(page, bench, pictures):
    link_triad(page)
    page.screenshot(path=pictures / "linking_triad.png")
    (claim,) = stored(bench, "claim")
    parts = {row["slot"]: row for row in stored(bench, "claim_part")}
    codes = {row["coding_id"]: row["code_id"] for row in stored(bench, "coding")}
    assert {slot: codes[row["coding_id"]] for slot, row in parts.items()} == {
        **{"context": CONTEXT[1], "mechanism_resource": RESOURCE[1], "mechanism_reasoning": REASONING[1]},
        "outcome": OUTCOME[1],
    }
    assert {row["claim_id"] for row in parts.values()} == {claim["claim_id"]}
    assert claim["coder"] == claim["recorded_by"] == "Amber"
    assert page.locator("select", has_text=claim["label"]).count() == 1


def test_empty_places_ask_their_question_and_full_ones_show_the_words(page):
    mark(page, *RESOURCE)
    configuration(page)
    assert "What changed in their thinking? Nothing yet." in box(page, "mechanism_reasoning").inner_text()
    put(page, RESOURCE[0], "mechanism_resource")
    assert "she had a list" in box(page, "mechanism_resource").inner_text()
    assert "What was already so, and made the difference? Nothing yet." in box(page, "context").inner_text()
    page.get_by_role("tab", name="Codes").click()
    glance = page.get_by_role("img", name="still empty: context, reasoning, outcome")
    assert glance.count() == 1


def test_mark_code_and_place_in_one_go_without_leaving_the_words(page, bench):
    """The words are chosen, the code typed, and the place pressed while the chooser is still open."""
    page.evaluate(
        """(words) => { const unit = app.map.text.indexOf(words);
          app.select({ start: app.map.toPoint(unit), end: app.map.toPoint(unit + words.length), native: false });
          app.frame.chooser.begin(''); }""",
        REASONING[0],
    )
    page.keyboard.type("what i know")
    page.keyboard.press("Enter")
    page.locator(".uc-strip").get_by_role("button", name="Reasoning", exact=False).first.click()
    saved(page)
    (part,) = stored(bench, "claim_part")
    assert (part["slot"], part["code_id"]) == ("mechanism_reasoning", "skill_counts")


def test_the_code_only_suggests_a_place_and_another_may_be_taken(page, bench):
    mark(page, *CONTEXT)
    configuration(page)
    page.locator(".uc-passages button.uc-plain").click()
    assert box(page, "context").locator("button.uc-put").inner_text() == "Put it here (suggested)"
    assert box(page, "outcome").locator("button.uc-put").inner_text() == "Put it here"
    box(page, "outcome").locator("button.uc-put").click()
    saved(page)
    assert [(row["slot"], row["code_id"]) for row in stored(bench, "claim_part")] == [("outcome", CONTEXT[1])]


def test_several_passages_stand_in_one_place_and_one_can_be_moved_and_taken_out(page, bench):
    link_triad(page)
    mark(page, *SESSION)
    configuration(page)
    put(page, SESSION[0], "mechanism_resource")
    assert box(page, "mechanism_resource").locator(".uc-part").count() == 2
    saved(page)
    second = box(page, "mechanism_resource").locator(".uc-part", has_text="We did a session")
    second.locator("summary").click()
    second.get_by_label("Stands as").select_option("context")
    assert box(page, "context").locator(".uc-part").count() == 2
    box(page, "context").get_by_role("button", name="Take “We did a session").click()
    saved(page)
    rows = standing(bench, "claim_part")
    assert sorted(rows["slot"]) == sorted(SLOTS)


def test_a_passage_is_dragged_from_the_list_and_from_the_letter_in_the_text_into_a_box(page, bench):
    mark(page, *RESOURCE)
    mark(page, *OUTCOME)
    configuration(page)
    page.evaluate("app.pick(null)")
    row = page.locator(".uc-passages li", has_text="she had a list")
    row.locator(".uc-grip").drag_to(box(page, "mechanism_resource"))
    tag = page.locator(".uc-words .uc-tag").nth(1)
    tag.drag_to(box(page, "outcome"))
    saved(page)
    assert sorted(row["slot"] for row in stored(bench, "claim_part")) == ["mechanism_resource", "outcome"]


def test_by_keyboard_alone_a_passage_is_picked_and_put_in_and_the_keyboard_is_never_lost(page, bench):
    mark(page, *RESOURCE)
    configuration(page)
    page.locator(".uc-passages button.uc-plain").focus()
    page.keyboard.press("Enter")
    focus = "document.activeElement.dataset.key ?? ''"
    assert page.evaluate(focus).startswith("passage-")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Resource"
    page.keyboard.press("Enter")
    saved(page)
    assert page.evaluate("document.querySelector('.uc-side').contains(document.activeElement)")
    assert [row["slot"] for row in stored(bench, "claim_part")] == ["mechanism_resource"]
    page.locator(".uc-part button.uc-icon").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("!document.querySelector('.uc-part')")
    assert page.evaluate("document.activeElement !== document.body")


def test_undo_takes_back_step_by_step_and_redo_brings_the_configuration_back(page, bench):
    link_triad(page)
    page.get_by_role("button", name="Undo").click()
    assert "What came of it? Nothing yet." in box(page, "outcome").inner_text()
    for _ in range(3):
        page.get_by_role("button", name="Undo").click()
    saved(page)
    assert standing(bench, "claim").empty and standing(bench, "claim_part").empty
    for _ in range(4):
        page.get_by_role("button", name="Redo").click()
    saved(page)
    assert sorted(standing(bench, "claim_part")["slot"]) == sorted(SLOTS)
    assert page.locator(".uc-part").count() == 4


def test_removing_a_configuration_takes_its_parts_and_bearings_and_leaves_the_passages_marked(page, bench):
    link_triad(page)
    bear(page, "supports")
    saved(page)
    page.get_by_role("button", name="Remove this configuration").click()
    saved(page)
    assert all(standing(bench, table).empty for table in ("claim", "claim_part", "evidence"))
    assert len(standing(bench, "coding")) == 4
    page.get_by_role("button", name="Undo").click()
    saved(page)
    assert [len(standing(bench, table)) for table in ("claim", "claim_part", "evidence")] == [1, 4, 1]


def test_what_is_taken_for_granted_comes_from_the_turn_and_says_why(page, bench):
    mark(page, *RESOURCE)
    configuration(page)
    put(page, RESOURCE[0], "mechanism_resource")
    saved(page)
    (claim,) = stored(bench, "claim")
    turn = page.evaluate(
        "(() => { const t = app.turnAt(app.codings()[0].start); return [t.voice_id, t.question_id, t.locator]; })()"
    )
    question = next(q for q in page.evaluate("app.view.questions") if q["question_id"] == turn[1])
    assert (claim["voice_id"], claim["reported_by"], claim["locator"]) == (turn[0], turn[0], turn[2])
    assert claim["elicitation"] == question["elicitation"]
    page.locator(".uc-fields summary").click()
    assert f"It answers “{question['text']}”" in page.locator(".uc-fields").inner_text()


def test_what_is_said_of_a_configuration_is_kept_even_when_a_button_takes_the_place_of_leaving_the_field(page, bench):
    link_triad(page)
    page.get_by_label("In one sentence of your own").fill("A nurse came forward when asked at the school.")
    page.get_by_role("button", name="Begin a new one").locator("visible=true").first.click()
    saved(page)
    (claim,) = stored(bench, "claim")
    assert claim["paraphrase"] == "A nurse came forward when asked at the school."
    assert page.locator(".uc-part").count() == 0
    page.get_by_label("Which configuration").select_option(
        label=f"{claim['label']}: A nurse came forward when asked at the school."
    )
    assert page.locator(".uc-part").count() == 4
    assert (
        page.get_by_label("In one sentence of your own").input_value()
        == "A nurse came forward when asked at the school."
    )


def test_a_sentence_half_written_is_kept_when_the_page_is_closed(page, bench):
    link_triad(page)
    page.get_by_label("In one sentence of your own").click()
    page.keyboard.type("A nurse came forward")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    saved(page)
    (claim,) = stored(bench, "claim")
    assert claim["paraphrase"] == "A nurse came forward"


def test_what_is_being_written_is_not_written_over_when_something_else_is_saved(page, bench):
    link_triad(page)
    page.get_by_label("In one sentence of your own").click()
    page.keyboard.type("A nurse came")
    page.evaluate("app.pick(app.codings()[0].coding_id, { go: false })")
    page.evaluate("app.changed('record', 'view')")
    page.keyboard.type(" forward")
    assert page.get_by_label("In one sentence of your own").input_value() == "A nurse came forward"


def test_status_strand_about_and_strength_are_kept_with_the_words_of_the_record(page, bench):
    link_triad(page)
    page.locator(".uc-fields summary").click()
    page.get_by_label("Did it happen?").select_option("anticipated")
    page.get_by_label("Part of the programme").select_option("matching_skills")
    page.get_by_label("About whom:").fill("a nurse at the school")
    page.get_by_label("How it came to be said").select_option("not_known")
    part = box(page, "mechanism_reasoning").locator(".uc-part")
    part.locator("summary").click()
    part.get_by_label("How strongly").select_option("strong")
    part.get_by_label("For the person").select_option("positive")
    part.get_by_label("Meant by the programme").select_option("yes")
    saved(page)
    (claim,) = stored(bench, "claim")
    told = [claim[name] for name in ("status", "strand", "about_case", "elicitation")]
    assert told == ["anticipated", "matching_skills", "a nurse at the school", "not_known"]
    (row,) = [row for row in stored(bench, "claim_part") if row["slot"] == "mechanism_reasoning"]
    assert (row["intensity"], row["valence"], row["intended"]) == ("strong", "positive", True)


def bear(page, bearing: str, **more):
    page.locator(".uc-bearing > summary").click()
    page.get_by_label("Which theory?").select_option("PT1")
    page.get_by_label("Which way does it speak?").select_option(bearing)
    page.get_by_role("group", name="How near is it to what the theory says?").get_by_label(
        "3: on its very point"
    ).check()
    page.get_by_role("group", name="How much is told?").get_by_label("2: some detail").check()
    page.get_by_role("group", name="How far can one rely on it?").get_by_label("1: hearsay, or a general view").check()
    page.get_by_label("Why?").fill("She came because somebody known asked her.")
    for label, words in more.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Keep what it says").click()


def test_a_configuration_bears_on_a_theory_with_grades_and_a_reason_and_can_be_changed_and_taken_back(page, bench):
    link_triad(page)
    page.locator(".uc-bearing > summary").click()
    page.get_by_role("button", name="Keep what it says").click()
    assert "Choose a theory first." in page.locator(".uc-claims .uc-told").inner_text()
    page.locator(".uc-bearing > summary").click()
    bear(page, "refines")
    saved(page)
    (row,) = stored(bench, "evidence")
    (claim,) = stored(bench, "claim")
    assert [row[name] for name in ("theory_id", "theory_version", "bearing", "relevance", "richness", "rigour")] == [
        "PT1",
        1,
        "refines",
        3,
        2,
        1,
    ]
    assert (row["subject_label"], row["rater"]) == (claim["label"], "Amber")
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_label("Which way does it speak?").select_option("refutes")
    page.get_by_label("How could that be explained?").fill("She had been asked before.")
    page.get_by_role("button", name="Keep the change").click()
    saved(page)
    (row,) = stored(bench, "evidence")
    assert (row["bearing"], row["explained"]) == ("refutes", "She had been asked before.")
    page.get_by_role("button", name="Take it back").click()
    saved(page)
    assert standing(bench, "evidence").empty


def test_a_hint_shows_while_linking_never_blocks_and_goes_when_the_passage_does(page, bench):
    mark(page, *SESSION)
    mark(page, *OUTCOME)
    configuration(page)
    put(page, SESSION[0], "mechanism_reasoning")
    put(page, OUTCOME[0], "outcome")
    saved(page)
    assert (
        page.locator("[data-rule=activity_as_reasoning]").inner_text().startswith("This names an activity (“session”).")
    )
    assert len(stored(bench, "claim_part")) == 2
    box(page, "mechanism_reasoning").get_by_role("button", name="Take “").click()
    assert page.locator("[data-rule=activity_as_reasoning]").count() == 0


def test_a_passage_removed_leaves_its_configuration_with_an_empty_place(page, bench):
    link_triad(page)
    box(page, "outcome").locator(".uc-part button.uc-plain").click()
    page.get_by_role("tab", name="Codes").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    saved(page)
    configuration(page)
    assert "What came of it? Nothing yet." in box(page, "outcome").inner_text()
    assert sorted(standing(bench, "claim_part")["slot"]) == sorted(SLOTS[:3])


def test_when_the_page_is_opened_again_the_configurations_are_there_and_can_be_gone_on_with(page, bench, chromium):
    link_triad(page)
    (claim,) = stored(bench, "claim")
    context = chromium.new_context()
    again = open_sitting(context, sit(bench))
    configuration(again)
    again.get_by_label("Which configuration").select_option(claim["claim_id"])
    assert again.locator(".uc-part").count() == 4
    box(again, "outcome").get_by_role("button", name="Take “").click()
    saved(again)
    assert again.complaints == []
    context.close()
    assert len(standing(bench, "claim_part")) == 3


# Without Python: what another coder linked, hostile words, who only reads, accessibility.


def linked_view(**more):
    """A view in which Amber linked a passage, and Birch two in a claim of her own."""
    view = make_view(list(TALK))
    text = view["source"]["text"]
    marks = [("She wrote it down on a card", "card_made"), ("I thought, well, perhaps it is not finished", "hope"),
             ("<b>Thanks</b> <img src=x onerror=alert(1)>", "job")]  # fmt: skip
    view = make_view(
        list(TALK), codings=[(text.index(words), text.index(words) + len(words), code) for words, code in marks], **more
    )
    voice = {
        "voice_id": "00000000-0000-4000-8000-000000000077",
        "label": "V1",
        "pseudonym": "Participant 1",
        "role": "resident",
        "group": "",
    }
    claim = {"claim_id": "00000000-0000-4000-8000-000000000088", "label": "C-1", "source_id": view["source"]["source_id"], "locator": "turn 4",
             "voice_id": voice["voice_id"], "reported_by": voice["voice_id"], "strand": "one", "about_case": "not stated", "coder": "Amber",
             "round_no": 1, "status": "observed", "elicitation": "not_known", "paraphrase": "Not yet put into words.", "supersedes": None,
             "removed": False}  # fmt: skip
    other = {
        **claim,
        "claim_id": "00000000-0000-4000-8000-000000000099",
        "label": "C-2",
        "coder": "Birch",
        "paraphrase": "<i>Birch's own</i>",
    }
    ids = [row["coding_id"] for row in view["codings"]]
    parts = [(claim, ids[0], "mechanism_resource"), (claim, ids[2], "outcome"), (other, ids[1], "mechanism_reasoning")]
    view["codings"][1]["coder"] = "Birch"
    view["parts"] = [{"part_id": f"00000000-0000-4000-8000-0000000001{i:02d}", "claim_id": one["claim_id"], "coding_id": coding, "slot": slot,
                      "code_id": "job", "intensity": "unknown", "valence": "unknown", "intended": None, "supersedes": None, "removed": False}
                     for i, (one, coding, slot) in enumerate(parts)]  # fmt: skip
    terms = {
        "statuses": ["observed"],
        "elicitations": ["not_known"],
        "bearings": ["supports"],
        "certainties": ["unsure"],
    }
    theory = {"theory_id": "T1", "version": 1, "title": "One", "text": "If a, then b, because c."}
    return {
        **view,
        "voices": [voice],
        "claims": [claim, other],
        "strands": [{"id": "one", "title": "One"}],
        "terms": terms,
        "theories": [theory],
    }


@pytest.fixture
def opened(chromium):
    contexts = []

    def open_one(view, *, width=1280, dark=False):
        contexts.append(
            chromium.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light")
        )
        return open_coder(contexts[-1], view)

    yield open_one
    complaints = [page.complaints for context in contexts for page in context.pages]
    for context in contexts:
        context.close()
    assert complaints == [[]] * len(complaints)


def choose_claim(page, number: int):
    configuration(page)
    page.get_by_label("Which configuration").select_option(f"00000000-0000-4000-8000-0000000000{number}")


def test_somebody_elses_configuration_is_shown_and_cannot_be_changed(opened):
    page = opened(linked_view())
    choose_claim(page, 99)
    assert page.locator(".uc-part").count() == 1
    assert page.locator(".uc-claims button.uc-icon, .uc-claims .uc-put, .uc-claims .uc-grip").count() == 0
    assert not page.get_by_role("button", name="Remove this configuration").is_visible()
    assert page.get_by_label("In one sentence of your own").is_disabled()


def test_somebody_elses_passage_is_not_put_in_and_a_sentence_says_what_to_do(opened):
    page = opened(linked_view())
    choose_claim(page, 88)
    page.evaluate("app.pick(app.codings().find((row) => row.coder === 'Birch').coding_id)")
    box(page, "mechanism_reasoning").locator("button.uc-put").click()
    assert "marked by Birch: mark the words yourself first" in page.locator(".uc-claims .uc-told").inner_text()
    assert page.evaluate("fake.acts.filter((act) => act.does === 'link').length") == 0


@pytest.mark.parametrize("mode", ["read", "compare"])
def test_who_only_reads_sees_the_configurations_and_nothing_that_writes(opened, mode):
    page = opened(linked_view(mode=mode))
    configuration(page)
    assert page.locator(".uc-part").count() == 2
    writing = page.locator(".uc-claims button").filter(has_not_text="“").locator("visible=true")
    assert [button.inner_text() for button in writing.all()] == []


def test_words_of_respondents_stay_words_in_boxes_lists_and_names(opened):
    page = opened(linked_view())
    choose_claim(page, 88)
    assert "<b>Thanks</b> <img" in box(page, "outcome").inner_text()
    assert "<i>Birch's own</i>" in page.get_by_label("Which configuration").inner_text()
    assert page.locator(".uc-claims img, .uc-claims i, .uc-strip img").count() == 0


def test_a_text_in_which_nobody_is_named_says_so_and_writes_nothing(opened):
    view = linked_view()
    view["voices"], view["claims"], view["parts"] = [], [], []
    page = opened(view)
    configuration(page)
    page.evaluate("app.pick(app.codings()[0].coding_id)")
    box(page, "context").locator("button.uc-put").click()
    assert "somebody must say who speaks" in page.locator(".uc-claims .uc-told").inner_text()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_to_mend_while_linking(opened, pictures, width, dark):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(linked_view(), width=width, dark=dark)
    found = {}
    states = {
        "empty": "app.showTab('configuration')",
        "picked": "app.pick(app.codings()[0].coding_id)",
        "half": "const s = document.querySelector('.uc-claim-head select'); s.value = '00000000-0000-4000-8000-000000000088'; s.dispatchEvent(new Event('change'))",
        "open": "document.querySelectorAll('.uc-claims details').forEach((one) => { one.open = true; })",
        "codes": "app.showTab('codes')",
    }
    for name, script in states.items():
        page.evaluate(f"() => {{ {script} }}")
        page.wait_for_timeout(250)
        for fault in Axe().run(page, context=".useit-coder").response["violations"]:
            found[f"{name}: {fault['id']}"] = [node["html"][:160] for node in fault["nodes"][:3]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.screenshot(path=pictures / f"linking_{name}_{width}{'_dark' if dark else ''}.png")
    assert found == {}


def test_the_place_a_code_suggests_is_one_press_under_the_passage_picked(page):
    mark(page, *OUTCOME)
    configuration(page)
    page.get_by_role("button", name="Put it in as outcome", exact=True).click()
    saved(page)
    assert OUTCOME[0] in box(page, "outcome").inner_text()
    assert page.get_by_role("button", name="Put it in as outcome", exact=True).count() == 0


def test_a_code_the_words_have_is_not_the_one_that_enter_takes_next(page):
    mark(page, *OUTCOME)
    page.get_by_role("button", name="Add another code").click()
    first = page.locator(".uc-option").first
    assert page.evaluate("(id) => app.code(id).name", OUTCOME[1]) not in first.inner_text()


def test_what_is_said_does_not_move_the_words_under_the_pointer(page):
    mark(page, *OUTCOME)
    before = page.locator(".uc-reader").bounding_box()
    page.get_by_role("button", name="Undo").click()
    page.locator(".uc-said", has_text="Undone").wait_for()
    assert page.locator(".uc-reader").bounding_box() == before


def test_on_a_phone_the_text_has_most_of_the_screen(page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("document.documentElement.style.setProperty('--useit-coder-height', '740px')")
    close = page.get_by_role("button", name="Got it")
    if close.is_visible():
        close.click()
    assert page.locator(".uc-reader").bounding_box()["height"] > 740 * 0.65
    assert not page.get_by_label("Find", exact=True).is_visible()
    page.get_by_role("button", name="Find …").click()
    assert page.get_by_label("Find", exact=True).is_visible()
