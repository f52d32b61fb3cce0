"""What goes wrong on the page: clocks that jump, storage that is full or spoilt, other modes, consent withdrawn meanwhile."""

from __future__ import annotations

import json

import pytest

from tests.browser.coder_page import TALK, make_view, open_coder, open_modules
from tests.browser.coder_study import make_practice, open_sitting, sit

pytestmark = pytest.mark.browser
MARK = "What happened then?"


@pytest.fixture
def context(chromium):
    """Give a browser context in which pages keep what they keep; no page of it has complained."""
    made = chromium.new_context(viewport={"width": 1280, "height": 860})
    yield made
    complaints = [each for page in made.pages for each in getattr(page, "complaints", [])]
    made.close()
    assert complaints == []


def mark(page, words: str = MARK, code: str = "trust") -> None:
    """Mark words of the text with a code, as the chooser does."""
    page.evaluate(
        """([words, code]) => {
          const at = app.view.source.text.indexOf(words);
          const span = { start: app.map.toPoint(at), end: app.map.toPoint(at + words.length) };
          app.select({ ...span, native: false });
          app.frame.chooser.begin(app.codes.get(code).name);
        }""",
        [words, code],
    )
    page.locator(".uc-chooser input").first.press("Enter")


def kept(page) -> list[str]:
    """Return what the browser keeps of acts, as it stands in its storage."""
    return page.evaluate(
        "Object.keys(localStorage).filter((key) => key.includes('/act/')).map((key) => localStorage[key])"
    )


def test_acts_keep_their_order_when_the_clock_was_put_back_between(context):
    page = open_modules(context)
    order = page.evaluate(
        """() => {
          const open = () => front.makeOutbox({ study: 'p', coder: 'A', send: () => {} });
          const now = Date.now; const act = (id) => ({ act: id, does: 'mark', rows: [] });
          const one = open(); one.put(act('first')); one.close();
          Date.now = () => now() - 3600000;
          const other = open(); other.put(act('second')); other.close();
          Date.now = now;
          const last = open(); last.close();
          return last.acts().map((each) => each.act);
        }"""
    )
    assert order == ["first", "second"]


def test_spoilt_or_strange_storage_keeps_nobody_from_coding(context):
    view = make_view(list(TALK))
    page = open_coder(context, view)
    spoilt = ["", "{", "null", "[]", '{"act":"x","rows":[null]}', '{"act":"x","rows":[{"table":"__proto__","row":{}}]}',
              '{"act":"x","rows":[{"table":"coding"}]}', '{"act":"x","rows":[{"table":"coding","row":{"coding_id":3}}]}']  # fmt: skip
    page.evaluate(
        "(all) => all.forEach((words, i) => localStorage.setItem(app.outbox.prefix + String(i).padStart(15, '0') + '/x', words))",
        spoilt,
    )
    page.close()
    page = open_coder(context, view)
    mark(page)
    page.wait_for_function("fake.acts.length === 1")
    assert page.evaluate("app.counts().waiting") == 0 and kept(page) == []


def test_what_waits_is_kept_while_one_only_reads_and_sent_when_one_codes_again(context):
    page = open_coder(context, make_view(list(TALK)))
    page.evaluate("fake.answering = false")
    mark(page)
    page.wait_for_function("app.counts().waiting === 1")
    page.close()
    for mode in ("read", "compare"):
        page = open_coder(context, make_view(list(TALK), mode=mode))
        page.wait_for_timeout(300)
        assert len(kept(page)) == 1 and not page.evaluate("fake.heard.some((message) => message.kind === 'acts')")
        assert "1 act waiting" in page.inner_text(".uc-state")
        page.close()
    page = open_coder(context, make_view(list(TALK)))
    page.wait_for_function("fake.acts.length === 1")


def test_what_waits_of_one_round_is_never_sent_in_another(context):
    page = open_coder(context, make_view(list(TALK)))
    page.evaluate("fake.answering = false")
    mark(page)
    page.wait_for_function("app.counts().waiting === 1")
    page.close()
    page = open_coder(context, make_view(list(TALK), round_no=2))
    page.wait_for_timeout(300)
    assert page.evaluate("[app.counts().waiting, fake.acts.length]") == [0, 0]
    page.close()
    page = open_coder(context, make_view(list(TALK)))
    page.wait_for_function("fake.acts.length === 1")


def test_a_browser_that_keeps_nothing_says_so_for_as_long_as_something_waits_and_asks_before_it_closes(context):
    page = open_coder(context, make_view(list(TALK)))
    page.evaluate(
        "() => { fake.answering = false; Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    mark(page)
    page.wait_for_function("app.counts().waiting === 1")
    assert "kept in this browser" not in page.inner_text(".uc-state")
    assert "leave this page open" in page.inner_text(".uc-state")
    leaving = "(() => { const event = new Event('beforeunload', { cancelable: true }); dispatchEvent(event); return event.defaultPrevented; })()"
    assert page.evaluate(leaving) is True
    page.evaluate("fake.answering = true; app.outbox.wake()")
    page.wait_for_function("app.counts().waiting === 0")
    assert page.evaluate(leaving) is False and "All is saved" in page.inner_text(".uc-state")


def test_no_words_of_anybody_leave_the_page_or_lie_in_the_browser_because_of_a_mark(context):
    page = open_coder(context, make_view(list(TALK)))
    page.evaluate("fake.answering = false")
    mark(page)
    page.wait_for_function("app.counts().waiting === 1")
    sent = json.dumps(page.evaluate("fake.heard"))
    assert MARK not in sent and MARK not in "".join(kept(page))


def test_names_of_coders_stand_in_headings_as_they_are(context):
    page = open_coder(context, make_view(list(TALK), mode="compare", coders=["$& b", "{b} $'"]))
    comparison = {
        "coders": ["$& b", "{b} $'"],
        "both": [],
        "only_a": [],
        "only_b": [],
        "other_code": [],
        "links": [],
        "measures": [],
    }
    page.evaluate(
        "(found) => { app.ask = () => Promise.resolve({ kind: 'comparison', comparison: found }); app.showTab('compare'); }",
        comparison,
    )
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_selector(".uc-compare-section")
    assert "What $& b saw that {b} $' did not" in page.inner_text(".uc-result")


@pytest.fixture
def bench(tmp_path):
    """Give the practice study without anybody's codings."""
    with make_practice(tmp_path) as opened:
        yield opened


def withdraw(bench, table: str, label: str) -> None:
    """Note that a source or voice withdrew consent, as loading the manifest does."""
    frame = bench.store.current(table).query("label == @label")
    key = f"{table}_id"
    fresh = frame.assign(consent="withdrawn", supersedes=frame[key], **{key: "11111111-1111-4111-8111-111111111111"})
    bench.store.append(table, fresh.drop(columns=["recorded_at"]), by="somebody")


def test_words_of_a_source_go_from_a_page_that_has_it_open_when_consent_is_withdrawn(context, bench):
    page = open_sitting(context, sit(bench))
    label, words = page.evaluate(
        "[app.view.source.label, app.map.slice(app.view.turns[1].start, app.view.turns[1].end)]"
    )
    withdraw(bench, "source", label)
    page.evaluate("app.lookAgain()")
    page.wait_for_function("!document.querySelector('.uc-turn')")
    assert "Consent to" in page.inner_text(".uc-said") and words not in page.content()
    assert page.evaluate("[app.view.source.text, app.canWrite]") == ["", False]
    page.keyboard.press("ArrowRight")
    page.locator(".uc-bar select").select_option(index=1)
    page.wait_for_selector(".uc-turn")
    assert page.evaluate("app.canWrite") is True


def test_words_of_a_voice_go_from_the_page_when_its_act_is_refused(context, bench):
    page = open_sitting(context, sit(bench))
    turn = page.evaluate("app.view.turns.filter((one) => one.voice_id).at(-1)")
    label = page.evaluate("(id) => app.view.voices.find((one) => one.voice_id === id).label", turn["voice_id"])
    words = page.evaluate("(one) => app.map.slice(one.start, one.end)", turn)
    withdraw(bench, "voice", label)
    page.evaluate(
        "(one) => { app.select({ start: one.start, end: one.end, native: false }); app.frame.chooser.begin(''); }", turn
    )
    page.locator(".uc-chooser input").first.press("Enter")
    page.wait_for_selector(".uc-refusal")
    page.wait_for_function("(words) => !app.view.source.text.includes(words)", arg=words)
    assert "withdrew consent" in page.inner_text(".uc-refusal") and words not in page.content()
    assert page.evaluate("app.codings().length") == 0
