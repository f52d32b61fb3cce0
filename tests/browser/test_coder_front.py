"""The coder's pure functions, in Chromium: places, ids, rows, undoing, lanes, finding. Python is asked about the same."""

from __future__ import annotations

import hashlib
import itertools
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.browser.coder_page import CODES, make_view, open_coder, open_modules

pytestmark = pytest.mark.browser

# Anything a UTF-8 file may hold, with what counts in two units, joins or turns round made likely.
SIGNS = st.one_of(
    st.characters(codec="utf-8", exclude_characters="\r"),
    st.sampled_from(["😀", "👩🏽‍🔬", "e\u0301", "🇬🇧", "שלום", "مرحبا", "\n", " ", "\u200f", "क्षि", "한글", "𝒳", "<b>"]),
)
TEXTS = st.lists(SIGNS, min_size=1, max_size=30).map("".join)


@st.composite
def texts_and_spans(draw) -> tuple[str, int, int]:
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@pytest.fixture(scope="module")
def front(chromium):
    """A page with the front end's functions under ``front``."""
    context = chromium.new_context()
    yield open_modules(context)
    context.close()


BATCHES = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@BATCHES
@given(batch=st.lists(texts_and_spans(), min_size=1, max_size=40))
def test_a_span_in_the_browser_is_the_same_span_in_python_for_any_text(front, batch):
    told = front.evaluate(
        """(batch) => batch.map(([text, start, end]) => {
          const map = front.mapPoints(text);
          const units = [map.toUnit(start), map.toUnit(end)];
          const words = map.slice(start, end);
          return [words, map.points, map.toPoint(units[0]), map.toPoint(units[1]), front.digestText(words), front.countPoints(text)];
        })""",
        batch,
    )
    for (text, start, end), (words, points, first, last, digest, counted) in zip(batch, told, strict=True):
        assert words == text[start:end]
        assert points == counted == len(text)
        assert (first, last) == (start, end)
        assert digest == hashlib.sha256(words.encode()).hexdigest()


@BATCHES
@given(batch=st.lists(st.tuples(TEXTS, st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=40))
def test_a_span_dragged_over_any_units_cuts_no_character_and_keeps_what_was_dragged_over(front, batch):
    told = front.evaluate(
        """(batch) => batch.map(([text, a, b]) => {
          const [from, to] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
          const [start, end] = front.snapSpan(text, from, to);
          const whole = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map((piece) => piece.index);
          const edges = new Set([...whole, text.length]);
          const map = front.mapPoints(text);
          return [start <= from && to <= end, edges.has(start) && edges.has(end), map.slice(map.toPoint(start), map.toPoint(end)), map.toPoint(start), map.toPoint(end)];
        })""",
        batch,
    )
    for (text, _, _), (kept, whole, words, start, end) in zip(batch, told, strict=True):
        assert kept and whole
        assert words == text[start:end]


# A text laid out in turns; a Range set by UTF-16 offsets over two of its text nodes gives the span of Python.
RANGES = """(cases) => cases.map(([text, start, end]) => {
  const map = front.mapPoints(text);
  const canvas = document.createElement('div');
  const nodes = [];
  let from = 0;
  for (const line of text.split('\\n')) {
    const head = document.createElement('b');
    head.textContent = 'CR02 12:30';
    const half = map.toUnit(Math.floor((map.toPoint(from) + map.toPoint(from + line.length)) / 2)) - from;
    canvas.append(head);
    for (const [at, words] of [[from, line.slice(0, half)], [from + half, line.slice(half)]]) {
      if (!words) continue;
      const run = document.createElement('span');
      run.className = 'uc-run';
      run.dataset.start = map.toPoint(at);
      run.textContent = words;
      canvas.append(run);
      nodes.push({ node: run.firstChild, from: at, to: at + words.length });
    }
    from += line.length + 1;
  }
  document.body.replaceChildren(canvas);
  const [first, last] = [map.toUnit(start), map.toUnit(end)];
  const begins = nodes.find(({ from, to }) => from <= first && first < to);
  const ends = nodes.find(({ from, to }) => from < last && last <= to);
  if (!begins || !ends) return null;
  const range = document.createRange();
  range.setStart(begins.node, first - begins.from);
  range.setEnd(ends.node, last - ends.from);
  const span = front.spanOfRange(range, canvas, map);
  return [span, front.settleSpan(map, start, end)];
})"""


@BATCHES
@given(batch=st.lists(texts_and_spans(), min_size=1, max_size=30))
def test_a_range_over_drawn_words_is_the_span_of_code_points_whatever_stands_between(front, batch):
    for (text, start, end), told in zip(batch, front.evaluate(RANGES, batch), strict=True):
        if told is None:
            continue  # the span begins or ends on a line end, where no word is drawn
        found, settled = told
        assert found == settled
        if found:
            words = text[start:end].strip()
            assert words in text[found["start"] : found["end"]] or not words


def test_an_id_is_a_random_uuid_made_without_what_plain_http_lacks(front):
    made = front.evaluate("Array.from({length: 200}, () => front.mintId())")
    assert len(set(made)) == 200
    assert {uuid.UUID(one).version for one in made} == {4}


def test_a_digest_is_sha256_at_every_length_about_the_edges_of_its_blocks(front):
    texts = ["é" * length for length in (0, 1, 27, 28, 31, 32, 33, 59, 60, 64)] + [
        "x" * length for length in range(54, 66)
    ]
    assert front.evaluate("(texts) => texts.map(front.digestText)", texts) == [
        hashlib.sha256(text.encode()).hexdigest() for text in texts
    ]


# One coder marks, changes, links and removes; `standing` is what a store would show afterwards.
SITTING = """() => {
  const { makeRecord, mark, change, remove, withParts, link, bear, inverse } = front;
  const record = makeRecord();
  record.load({ coding: [], claim: [], claim_part: [], evidence: [], coverage: [] }, 's');
  const by = { coder: 'Amber', round_no: 1 };
  const store = new Map();
  const after = new Set();
  const keys = { coding: 'coding_id', claim: 'claim_id', claim_part: 'part_id', evidence: 'evidence_id' };
  const told = [];
  const log = (name) => told.push([name, Object.fromEntries(Object.keys(keys).map((table) => [table, record.standing(table).map((row) => [row.start ?? row.slot ?? row.bearing ?? row.paraphrase, row.memo ?? null])]))]);
  const faults = [];
  const put = (act, name) => {
    act.rows.forEach(({ table, row }) => {
      if (store.has(row[keys[table]])) faults.push(`${name}: a key twice`);
      if (row.supersedes && (!store.has(row.supersedes) || after.has(row.supersedes))) faults.push(`${name}: supersedes what is not last`);
      store.set(row[keys[table]], row);
      after.add(row.supersedes);
    });
    record.apply(act);
    const standing = new Set(record.standing('coding').map((row) => row.coding_id));
    if (record.standing('claim_part').some((part) => !standing.has(part.coding_id))) faults.push(`${name}: a part without its passage`);
    log(name);
    return act;
  };
  const passage = { source_id: 's', start: 5, end: 9, quote: 'word', quote_sha256: 'x' };
  const marked = put(mark(passage, ['trust'], { by }), 'mark');
  const coding = () => record.standing('coding')[0];
  const noted = put(change('coding', coding(), { memo: 'why' }), 'note');
  const linked = put(link({ source_id: 's', paraphrase: 'told' }, [{ coding_id: coding().coding_id, slot: 'outcome', code_id: 'trust' }], { by }), 'link');
  const moved = put(change('coding', coding(), { start: 4 }), 'move');
  const removed = put(remove(withParts(record, coding())), 'remove');
  const back = put(inverse(removed, record), 'undo remove');
  put(inverse(back, record, { does: 'redo' }), 'redo remove');
  put(inverse(record.waiting().at(-1), record), 'undo remove again');
  put(inverse(moved, record), 'undo move');
  const unlinked = put(inverse(linked, record), 'undo link');
  put(inverse(noted, record), 'undo note');
  const gone = put(inverse(marked, record), 'undo mark');
  put(inverse(gone, record, { does: 'redo' }), 'redo mark');
  return { told: Object.fromEntries(told), faults };
}"""


def test_undo_and_redo_bring_back_what_stood_and_every_row_follows_the_last_of_its_record(front):
    found = front.evaluate(SITTING)
    told = found["told"]
    assert found["faults"] == []
    assert told["mark"]["coding"] == [[5, None]]
    assert told["note"]["coding"] == [[5, "why"]]
    assert told["move"]["coding"] == [[4, "why"]]
    assert told["link"]["claim_part"] == [["outcome", None]]
    assert told["remove"]["coding"] == told["remove"]["claim_part"] == []
    assert told["remove"]["claim"] == [["told", None]]
    assert told["undo remove"]["coding"] == [[4, "why"]] and told["undo remove"]["claim_part"] == [["outcome", None]]
    assert told["redo remove"]["coding"] == told["redo remove"]["claim_part"] == []
    assert told["undo move"]["coding"] == [[5, "why"]]
    assert told["undo link"]["claim"] == told["undo link"]["claim_part"] == []
    assert told["undo note"]["coding"] == [[5, None]]
    assert told["undo mark"]["coding"] == []
    assert told["redo mark"]["coding"] == [[5, None]]


def test_a_refused_act_leaves_the_record_as_it_was(front):
    told = front.evaluate(
        """() => {
          const record = front.makeRecord();
          const by = { coder: 'Amber', round_no: 1 };
          const row = { coding_id: 'c1', source_id: 's', start: 1, end: 3, code_id: 'trust', coder: 'Amber', supersedes: null, removed: false };
          record.load({ coding: [row], claim: [], claim_part: [], evidence: [], coverage: [] }, 's');
          const act = front.change('coding', row, { code_id: 'hope' });
          record.apply(act);
          const during = record.standing('coding').map((one) => [one.code_id, record.state(one.coding_id)]);
          record.take(act);
          return [during, record.standing('coding').map((one) => [one.code_id, record.state(one.coding_id)])];
        }"""
    )
    assert told == [[["hope", "waiting"]], [["trust", "saved"]]]


def test_an_act_stays_in_the_outbox_until_it_is_acknowledged_and_two_tabs_keep_out_of_each_others_way(front):
    told = front.evaluate(
        """() => {
          localStorage.clear();
          const open = () => { const sent = []; return { sent, box: front.makeOutbox({ study: 'p', coder: 'A/b', send: (acts) => sent.push(...acts.map((act) => act.act)) }) }; };
          const act = (id) => ({ act: id, does: 'mark', rows: [], said: 'words for the screen' });
          const one = open(); const other = open();
          one.box.put(act('a')); other.box.put(act('b')); one.box.put(act('c'));
          const kept = localStorage.length;
          one.box.setReady(true); one.box.wake();
          one.box.drop('a');
          const again = open();
          again.box.setReady(true); again.box.wake();
          const others = front.makeOutbox({ study: 'p', coder: 'B', send: () => {} });
          [one, other, again].forEach(({ box }) => box.close()); others.close();
          return { kept, first: one.sent, afterwards: [...again.sent].sort(), others: others.acts().length };
        }"""
    )
    assert told == {"kept": 3, "first": ["a", "c"], "afterwards": ["b", "c"], "others": 0}


def test_what_is_sent_of_an_act_is_only_what_python_reads(front):
    keys = front.evaluate(
        """() => { localStorage.clear(); let keys; const box = front.makeOutbox({ study: 'p', coder: 'A', send: (acts) => { keys = Object.keys(acts[0]); } });
          box.setReady(true); box.put({ act: 'a', does: 'mark', rows: [], said: 'x' }); box.drop('a'); box.close(); return keys; }"""
    )
    assert keys == ["act", "does", "rows"]


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=25).map(
    lambda pairs: [{"id": str(i), "start": s, "end": s + n} for i, (s, n) in enumerate(pairs)]
)


@BATCHES
@given(spans=SPANS)
def test_passages_that_overlap_never_share_a_lane_and_runs_tile_the_turn(front, spans):
    lanes, runs = front.evaluate(
        "(spans) => [[...front.assignLanes(spans)], front.cutRuns(10, 50, spans, [20]).map((run) => [run.start, run.end, run.spans.map((one) => one.id)])]",
        spans,
    )
    lane_of = dict(lanes)
    for one in spans:
        for other in spans:
            if one is not other and one["start"] < other["end"] and other["start"] < one["end"]:
                assert lane_of[one["id"]] != lane_of[other["id"]]
    assert len(set(lane_of.values())) <= max(
        (sum(s["start"] <= p < s["end"] for s in spans) for p in range(90)), default=0
    )
    assert [runs[0][0], runs[-1][1]] == [10, 50] and all(a[1] == b[0] for a, b in itertools.pairwise(runs))
    for start, end, ids in runs:
        assert ids == [s["id"] for s in spans if s["start"] < end and s["end"] > start]
        assert all(s["start"] <= start and end <= s["end"] for s in spans if s["id"] in ids)


def test_lines_are_numbered_as_an_editor_numbers_them(front):
    view = make_view([("A", "one\ntwo 😀"), ("B", "three")])
    text, turns = view["source"]["text"], view["turns"]
    numbers = front.evaluate("([text, turns]) => front.numberLines(front.mapPoints(text), turns)", [text, turns])
    assert numbers == [text[: turn["start"]].count("\n") + 1 for turn in turns] == [3, 5]


def test_finding_takes_signs_as_they_are_and_any_white_space_between_words(front):
    view = make_view([("A", "What (really)? 😀 what\n(really)? C++"), ("B", "WHAT")])
    text, turns = view["source"]["text"], view["turns"]
    find = "([text, turns, words]) => front.findWords(front.mapPoints(text), turns, words).map(({ start, end }) => [start, end])"
    spans = front.evaluate(find, [text, turns, "what (really)?"])
    assert [text[start:end] for start, end in spans] == ["What (really)?", "what\n(really)?"]
    assert len(front.evaluate(find, [text, turns, "what"])) == 3
    assert len(front.evaluate(find, [text, turns, "c++"])) == 1
    assert front.evaluate(find, [text, turns, "  "]) == []


def test_two_letters_find_a_code_and_words_of_a_passage_suggest_one(front):
    codes = [
        {"code_id": c, "name": n, "definition": d, "use_when": "", "retired": c == "hospital"} for c, n, _, d in CODES
    ]
    found = front.evaluate(
        """(codes) => { const lookup = front.makeLookup(codes); const ids = (list) => list.map((code) => code.code_id);
          return [ids(lookup.search('wa')), ids(lookup.search('tr')), ids(lookup.suggest('I waited and waited for a letter to answer')), ids(lookup.search('hosp')), lookup.search('')]; }""",
        codes,
    )
    assert found[0][0] == "waiting_time"
    assert found[1][0] == "trust"
    assert found[2][0] == "waiting_time"
    assert found[3] == found[4] == []


def test_among_codes_found_alike_the_one_that_shares_words_with_the_passage_comes_first(front):
    codes = [
        {"code_id": "risk", "name": "Not worth the risk", "definition": "It costs too much.", "use_when": "", "retired": False},
        {"code_id": "skill", "name": "What I know is worth something", "definition": "", "use_when": "", "retired": False},
    ]
    search = "(codes) => front.makeLookup(codes).search('worth', 'it is still worth something').map((code) => code.code_id)"
    assert front.evaluate(search, codes) == ["skill", "risk"]


def test_the_caret_goes_by_word_and_sentence_across_turns_in_any_script(front):
    view = make_view([("A", "One two. Three 😀 four."), ("B", "…"), ("C", "مرحبا بكم")])
    text, turns = view["source"]["text"], view["turns"]
    walk = """([text, turns, moves]) => {
      const map = front.mapPoints(text); const caret = front.makeCaret(map, turns);
      caret.set(turns[0].start);
      return moves.map(([way, unit, hold]) => { if (hold) caret.hold(); else caret.letGo(); caret.move(way, unit); const span = caret.span(); return map.slice(span.start, span.end); });
    }"""
    word, sentence = [1, "word", False], [1, "sentence", False]
    assert front.evaluate(walk, [text, turns, [word, word, word, word, word, [-1, "word", False]]]) == [
        "two", "Three", "four", "مرحبا", "بكم", "مرحبا",
    ]  # fmt: skip
    assert front.evaluate(walk, [text, turns, [sentence, sentence, [-1, "sentence", False]]]) == [
        "Three",
        "مرحبا",
        "Three",
    ]
    held = [[1, "word", True], [1, "sentence", True], [1, "sentence", True]]
    assert front.evaluate(walk, [text, turns, held])[:2] == ["One two", "One two. Three 😀 four"]


def test_ranges_read_are_merged_and_only_ones_own_count(front):
    rows = [
        {"coder": c, "from_turn": a, "to_turn": b} for c, a, b in (("A", 1, 3), ("A", 4, 4), ("B", 1, 9), ("A", 7, 8))
    ]
    merged, own = front.evaluate(
        "(rows) => [front.mergeRanges([[4, 4], [1, 3], [7, 8], [2, 2]]), [...front.findRead(rows, 'A', [6])]]", rows
    )
    assert merged == [[1, 4], [7, 8]]
    assert own == [1, 2, 3, 4, 6, 7, 8]


def test_the_joined_module_loads_as_one_text_and_draws(chromium):
    context = chromium.new_context()
    page = open_coder(context, make_view([("A", "Hello there.")]))
    assert page.inner_text(".uc-words") == "Hello there."
    assert page.complaints == []
    context.close()


def test_a_drag_that_begins_or_ends_inside_a_word_takes_the_word(front):
    taken = """([text, words]) => { const unit = text.indexOf(words); const [from, to] = front.widenToWords(text, unit, unit + words.length); return text.slice(from, to); }"""
    for text, words, whole in [
        ("At my phone. But her boy's in the same class.", "ut her boy", "But her boy's"),
        ("At my phone. But her boy's in.", "But her", "But her"),
        ("I was a nurse.", "nurse.", "nurse."),
        ("הוא אמר שלום לכולם", "לום", "שלום"),
        ("so 😀 good", "😀", "😀"),
    ]:
        assert front.evaluate(taken, [text, words]) == whole
