"""The coder's door in a notebook, in Chromium, with a model of the test's own in the place of a kernel's."""

from __future__ import annotations

import pytest

from tests.browser.coder_page import TALK, make_view
from useit_eval.coder.joining import STYLES, join_modules, read_style

pytestmark = pytest.mark.browser
ORIGIN = "http://notebook.example/"

MODEL = """
window.makeModel = () => {
  const model = { sent: [], listeners: [], mute: false, status: 'idle', watchers: [], replies: () => [] };
  const tell = (message) => model.listeners.forEach((listener) => listener(JSON.parse(JSON.stringify(message))));
  model.tell = tell;
  model.send = (message) => {
    model.sent.push(message);
    if (!model.mute) setTimeout(() => model.replies(message).forEach((reply) => tell({ n: message.n, ...reply })), 5);
  };
  model.on = (name, listener) => { if (name === 'msg:custom') model.listeners.push(listener); };
  model.off = (name, listener) => { model.listeners = model.listeners.filter((one) => one !== listener); };
  model.turn = (status) => { model.status = status; model.widget_manager.kernel.status = status; model.watchers.forEach((fn) => fn()); };
  model.widget_manager = { kernel: { status: 'idle', statusChanged: {
    connect: (fn) => model.watchers.push(fn), disconnect: (fn) => { model.watchers = model.watchers.filter((one) => one !== fn); } } } };
  return model;
};
window.makePython = (view) => {
  const python = { coder: '', source: '', lost: false };
  const who = () => ({ kind: 'who', study: view.study, coder: python.coder, names: ['Amber', 'Birch'], source: python.source, mode: 'code' });
  python.replies = (message) => {
    if (message.kind === 'who') return [who()];
    if (message.kind === 'name' && !message.coder) return [{ kind: 'error', sentence: 'A name has 1 to 60 characters.' }];
    if (message.kind === 'name') { python.coder = message.coder; return [who()]; }
    if (message.kind === 'open' && message.source === 'gone') return [{ kind: 'error', sentence: 'No source of the study.' }];
    if (message.kind === 'open') return [{ kind: 'view', view: { ...view, coder: python.coder } }];
    if (message.kind === 'acts') return [{ kind: 'done', acts: message.acts.map((act) => act.act), rows: [] }];
    return [{ kind: 'pong' }];
  };
  return python;
};
window.openView = async (model, id) => {
  const { default: widget } = await import('/widget.js');
  const el = document.createElement('div');
  el.id = id;
  document.body.append(el);
  return widget.render({ model, el });
};
"""


@pytest.fixture
def page(chromium):
    """A page with a model and a Python that answers; nothing is drawn yet, and nothing may be complained of."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    style = read_style(*STYLES, "widget.css")
    html = f"<!doctype html><html lang=en><title>Notebook</title><style>{style}</style><body></body></html>"
    opened.route("**/*", lambda route: _serve(route, html))
    opened.goto(ORIGIN)
    opened.add_script_tag(content=MODEL)
    opened.evaluate(
        "(view) => { window.model = makeModel(); window.python = makePython(view); model.replies = python.replies; }",
        make_view(list(TALK)),
    )
    yield opened
    context.close()
    assert complaints == []


def _serve(route, html: str) -> None:
    if route.request.url.endswith("/widget.js"):
        route.fulfill(body=join_modules("widget_entry.js"), content_type="text/javascript")
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")


def begin(page, name: str = "Amber") -> None:
    page.evaluate("openView(model, 'first').then((close) => { window.closeFirst = close; })")
    page.get_by_label("Name", exact=True).fill(name)
    page.keyboard.press("Enter")
    page.wait_for_selector("#first .uc-turn")


def sent(page, kind: str) -> list[dict]:
    return [message for message in page.evaluate("model.sent") if message["kind"] == kind]


def test_a_name_is_asked_for_refused_in_a_sentence_and_remembered_for_the_next_time(page, pictures):
    page.evaluate("openView(model, 'first')")
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("A name has 1 to 60 characters.").wait_for()
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    page.screenshot(path=pictures / "widget_name.png")
    page.keyboard.type("Amber")
    page.keyboard.press("Enter")
    page.wait_for_selector("#first .uc-turn")
    page.evaluate("python.coder = ''; openView(model, 'second')")
    field = page.locator("#second").get_by_label("Name", exact=True)
    field.wait_for()
    assert field.input_value() == "Amber"


def test_a_name_known_to_python_opens_the_coder_at_once(page):
    page.evaluate("python.coder = 'Birch'; openView(model, 'first')")
    page.wait_for_selector("#first .uc-turn")
    assert page.get_by_label("Name", exact=True).count() == 0
    assert "you are Birch" in page.inner_text(".uc-bar")


def test_the_source_last_open_is_opened_again_and_one_that_is_gone_is_let_go(page):
    begin(page)
    key = "useit-coder/source/practice/Amber"
    assert page.evaluate("(key) => localStorage.getItem(key)", key) == make_view(list(TALK))["source"]["source_id"]
    page.evaluate("(key) => { closeFirst(); localStorage.setItem(key, 'gone'); openView(model, 'second'); }", key)
    page.wait_for_selector("#second .uc-turn")
    assert [message.get("source") for message in sent(page, "open")[-2:]] == ["gone", None]


def test_two_views_of_one_widget_never_take_each_others_answers(page):
    begin(page)
    before = len(sent(page, "open"))
    page.evaluate("openView(model, 'second')")
    page.wait_for_selector("#second .uc-turn")
    assert len({message["n"] for message in page.evaluate("model.sent")}) == page.evaluate("model.sent.length")
    assert all(0 <= message["n"] < 2**53 for message in page.evaluate("model.sent"))
    assert len(sent(page, "open")) == before + 1


def test_a_kernel_that_does_not_answer_is_busy_and_one_that_was_restarted_is_away_until_it_answers(page):
    begin(page)
    away = page.get_by_text("Python has stopped or was restarted.")
    page.evaluate("model.mute = true; document.querySelector('.uc-bar select').dispatchEvent(new Event('change'))")
    page.wait_for_timeout(1900)
    assert away.is_hidden()
    page.evaluate("model.turn('autorestarting')")
    away.wait_for(timeout=2000)
    page.evaluate("model.mute = false; model.turn('idle'); model.tell({ ...{ n: model.sent.at(-1).n }, kind: 'pong' })")
    away.wait_for(state="hidden", timeout=2000)


def test_an_idle_kernel_that_says_nothing_for_long_is_away(page):
    begin(page)
    page.evaluate("model.mute = true; document.querySelector('.uc-bar select').dispatchEvent(new Event('change'))")
    page.get_by_text("Python has stopped or was restarted.").wait_for(timeout=12_000)


def test_a_view_that_is_closed_listens_no_more(page):
    begin(page)
    page.evaluate("closeFirst()")
    assert page.evaluate("[model.listeners.length, model.watchers.length]") == [0, 0]
    assert page.locator(".uc-turn").count() == 0


def test_axe_finds_nothing_to_mend_at_the_door(page):
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("openView(model, 'first')")
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("A name has 1 to 60 characters.").wait_for()
    assert Axe().run(page, context=".useit-coder-cell").response["violations"] == []
