"""Whatever two coders do, in whatever order, and however often it is sent: what stands is what a simple list would hold."""

from __future__ import annotations

import concurrent.futures
import copy

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.coder import study
from tests.coder.study import act, claim, coding, evidence, gone, later, part, send, sitting
from useit_eval.coder.places import Place
from useit_eval.ground.text import sha256
from useit_eval.store import lookups

CODES = ("feels_capable", "few_ties", "free_course", "new/an idea")
WORDS = ("I can do this", "The course was free", "👩🏽‍🔬 told", "up\u0301", "שלום")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ann", "ben"]),
        st.sampled_from(["mark", "change", "remove", "undo", "resend", "steal", "stale"]),
        st.integers(0, 9),
    ),
    min_size=10,
    max_size=30,
)


class Model:
    """What each coder has standing: the words and code by the id their record began with, and the acts so far."""

    def __init__(self, bench):
        self.sessions = {name: sitting(bench, name) for name in ("ann", "ben")}
        self.standing, self.done, self.rows, self.sent = {}, {"ann": [], "ben": []}, {}, []

    def step(self, who, what, number):
        """Let a coder do one thing, and say what must stand afterwards."""
        own = [first for first, (coder, *_) in self.standing.items() if coder == who]
        others = [first for first, (coder, *_) in self.standing.items() if coder != who]
        if what == "mark":
            row = coding(WORDS[number % len(WORDS)], CODES[number % len(CODES)])
            self.put(who, row["coding_id"], row, None)
        elif what in ("change", "remove") and own:
            first = own[number % len(own)]
            self.put(who, first, self.next(first, what, number), self.rows[first])
        elif what == "undo" and self.done[who]:
            first, before = self.done[who].pop()
            tip = self.rows[first]
            content = {} if before is None else {"code_id": before["code_id"], "removed": before["removed"]}
            self.put(who, first, later(tip, **({"removed": True} if before is None else content)), None, undo=True)
        elif what == "resend" and self.sent:
            sender, old = self.sent[number % len(self.sent)]
            assert [reply["kind"] for reply in send(self.sessions[sender], copy.deepcopy(old))] == ["done"]
        elif what == "steal" and others:
            self.refused(who, gone(self.rows[others[number % len(others)]]))
        elif what == "stale" and own and (older := self.rows[own[number % len(own)]])["supersedes"]:
            self.refused(who, {**older, "coding_id": study.fresh(), "code_id": "open_room"})

    def next(self, first, what, number):
        """Return the row that changes or removes a record."""
        if what == "remove":
            return gone(self.rows[first])
        return later(self.rows[first], code_id=CODES[number % len(CODES)])

    def put(self, who, first, row, before, *, undo=False):
        """Send a row and note what stands."""
        sent = act(row)
        assert [reply["kind"] for reply in send(self.sessions[who], sent)] == ["done"]
        self.sent.append((who, sent))
        if not undo:
            self.done[who].append((first, before))
        self.rows[first] = row
        self.standing[first] = (who, row["start"], row["end"], row["code_id"])
        if row["removed"]:
            del self.standing[first]

    def refused(self, who, row):
        """Send a row that must not be taken."""
        assert [reply["kind"] for reply in send(self.sessions[who], act(row))] == ["refused"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_what_stands_is_what_a_simple_list_holds(bench, steps):
    model = Model(bench)
    for step in steps:
        model.step(*step)
    tips = {row["coding_id"] for row in model.rows.values()}
    held = lookups.rows_where(bench.store, "coding", "coding_id", tips, standing=True)
    found = sorted((row["coder"], row["start"], row["end"], row["code_id"]) for row in held)
    assert found == sorted(model.standing.values())
    ours = {
        key: row for key, row in ((r["coding_id"], r) for _, a in model.sent for r in [e["row"] for e in a["rows"]])
    }
    kept = lookups.rows_where(bench.store, "coding", "coding_id", ours)
    assert len(kept) == len(ours)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(TEXTS, st.integers(0, 50), st.integers(0, 50))
def test_a_span_is_taken_exactly_when_its_words_are_those_of_its_hash(text, start, end):
    place = Place(sha256(text), text, ())
    inside = 0 <= start < end <= len(text)
    assert place.holds(start, end, sha256(text[start:end])) == inside
    assert not place.holds(start, end, sha256(text[start:end] + "x"))


def test_thirty_coders_at_once_lose_no_row_and_share_no_label(bench):
    def code(number):
        session = sitting(bench, f"coder {number}")
        labels = []
        for _ in range(4):
            row, made = coding("I can do this"), claim()
            linked = act(made, part(made["claim_id"], row["coding_id"]), does="link")
            replies = send(session, act(row), linked, act(evidence(made["claim_id"]), does="bear"))
            assert [reply["kind"] for reply in replies] == ["done"], replies
            labels += [given["label"] for given in replies[0]["rows"]]
        return labels

    with concurrent.futures.ThreadPoolExecutor(30) as pool:
        labels = [label for found in pool.map(code, range(30)) for label in found]
    assert len(set(labels)) == len(labels) == 120
    counts = [lookups.count(bench.store, name) for name in ("coding", "claim", "claim_part", "evidence")]
    assert counts == [120] * 4 and bench.store.verify().first_fault == ""


def test_a_label_taken_already_is_made_longer(bench, ann, monkeypatch):
    from useit_eval.coder import holding

    monkeypatch.setattr(holding, "label_of", lambda _claim_id, length=6: "C-" + "a" * length)
    labels = [send(ann, act(claim(), does="link"))[0]["rows"][0]["label"] for _ in range(3)]
    assert labels == ["C-aaaaaa", "C-aaaaaaa", "C-aaaaaaaa"]
    two = act(claim(), claim(), does="link")
    assert [given["label"] for given in send(ann, two)[0]["rows"]] == ["C-" + "a" * 9, "C-" + "a" * 10]
