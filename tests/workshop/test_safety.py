"""Who must stay outside stays outside, and what is sent to do harm does none."""

from __future__ import annotations

import json
import socket

import pytest

from tests.coder import study
from tests.workshop.running import Caller, joined, running
from useit_eval.workshop import codes
from useit_eval.workshop.limits import Buckets, Limits

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_four_words_are_one_of_two_to_the_fortieth_and_no_two_words_are_taken_for_one_another():
    words = codes.words()
    assert len(set(words)) == len(words) >= 1024
    assert all(word.isascii() and word.islower() and word.isalpha() and 3 <= len(word) <= 8 for word in words)
    assert [(a, b) for a in words for b in words if a != b and b.startswith(a)] == []
    holes = {}
    for word in words:
        for at in range(len(word)):
            holes.setdefault(word[:at] + "." + word[at + 1 :], set()).add(word)
    assert [pair for pair in holes.values() if len(pair) > 1] == []


def test_codes_and_tokens_are_all_different():
    assert len({codes.make_code() for _ in range(500)}) == 500
    assert codes.find("b", ["a", "b"]) == 1
    assert codes.find("", ["a", "b"]) is None


def test_guessing_is_slowed_and_told_and_the_right_picture_still_lets_in(desk, stranger, leader):
    statuses = [stranger.post("/enter", {"code": codes.make_code()})[0] for _ in range(25)]
    assert statuses[:15] == [403] * 15
    assert statuses[-1] == 429
    assert stranger.post("/enter", {"code": desk.room.book.slips[0].code})[0] == 429
    assert stranger.post("/enter", {"token": desk.room.book.slips[0].token})[0] == 200
    [wrong] = leader.post("/facilitator/room", {})[1]["wrong"]
    assert (wrong["address"], wrong["times"]) == ("127.0.0.1", 26)


@pytest.mark.parametrize("told", [{}, {"code": ""}, {"code": 5}, {"code": None, "token": None}, {"token": ""}, {"token": []},
                                  {"code": "", "token": "\n"}, {"code": "x" * 100_000}])  # fmt: skip
def test_what_is_no_code_lets_nobody_in(stranger, told):
    assert stranger.post("/enter", told)[0] == 403
    assert stranger.cookies == {}


@pytest.mark.parametrize("path", ["/me", "/name", "/say", "/facilitator/room", "/facilitator/do"])
@pytest.mark.parametrize(
    "cookie", [None, "useit_workshop=; useit_facilitator=", "useit_workshop=x; useit_facilitator=y"]
)
def test_without_a_cookie_of_this_workshop_nothing_is_told(stranger, path, cookie):
    status, told = stranger.post(path, {}, Cookie=cookie)
    assert (status, set(told)) == (401, {"sentence"})


def test_a_participants_cookie_is_no_facilitators(amber):
    amber.cookies["useit_facilitator"] = amber.cookies["useit_workshop"]
    assert amber.post("/facilitator/room", {})[0] == 401


def test_the_facilitators_page_is_for_this_machine_and_a_link_that_a_program_saw_works_once(desk):
    link = desk.opening_link()
    assert desk.admit_facilitator(link.partition("#")[2])
    assert desk.admit_facilitator(link.partition("#")[2]) is None
    assert desk.admit_facilitator(desk.facilitator_link().partition("#")[2])


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Origin": None}, {"Origin": "null"},
                                     {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://127.0.0.1:1"}])  # fmt: skip
def test_a_post_from_another_page_is_refused(bench, amber, headers):
    body = json.dumps(
        {"message": {"n": 1, "kind": "acts", "acts": [study.act(study.coding("I can do this"))]}}
    ).encode()
    assert amber.ask("POST", "/say", body, headers)[0] == 403
    assert len(bench.store.current("coding")) == 0


def test_a_form_of_another_page_cannot_speak_json(amber):
    assert amber.ask("POST", "/say", b'{"message": 1}', {"Content-Type": "text/plain"})[0] == 415


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1:1", "", "[::1]"]
)
def test_another_name_for_this_machine_is_refused_even_for_pages(stranger, host):
    status, _, raw = stranger.ask("GET", "/", None, {"Host": host, "Origin": None})
    assert status in (400, 421)
    assert b"<main" not in raw


@pytest.mark.parametrize("path", ["/../../pyproject.toml", "/..%2f..%2fworkshop.json", "/pages/../workshop.js", "//etc/passwd",
                                  "/workshop.json", "/%2e%2e/room.py", "/workshopXjs", "/facilitator/../workshop.js"])  # fmt: skip
def test_no_path_leads_to_a_file(stranger, path):
    assert stranger.ask("GET", path)[0] == 404


def test_every_answer_bears_the_headers_that_keep_it_from_others(desk, amber, stranger):
    for status, headers, _ in (stranger.ask("GET", "/"), amber.ask("POST", "/me", b"{}"), stranger.ask("GET", "/none")):
        assert status in (200, 404)
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "http" not in headers["Content-Security-Policy"]
        assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")
        assert (headers["Cache-Control"], "Tornado" in headers["Server"]) == ("no-store", False)
    _, headers, _ = Caller(desk.port).ask("POST", "/enter", json.dumps({"code": desk.room.book.slips[0].code}).encode())
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "SameSite=Strict" in headers["Set-Cookie"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"message": ' + b"9" * 5_000 + b"}",
                                  b'{"message": NaN}', b'{"source": {"a": 1}, "message": {"kind": ["open"]}}'])  # fmt: skip
def test_a_malformed_message_is_answered_in_a_sentence_and_the_next_one_works(amber, body):
    status, _, raw = amber.ask("POST", "/say", body)
    told = json.loads(raw)
    assert status in (200, 400)
    assert told.get("sentence") or told["replies"][0]["kind"] == "error"
    assert amber.say({"n": 3, "kind": "ping"}) == [{"n": 3, "kind": "pong"}]


def test_a_message_that_is_too_large_is_refused_in_a_sentence_and_one_far_too_large_is_not_read(desk, amber, bench):
    status, _, raw = amber.ask("POST", "/say", b'{"message": "' + b"x" * 300_000 + b'"}')
    assert (status, "too much" in json.loads(raw)["sentence"]) == (413, True)
    with socket.create_connection(("127.0.0.1", desk.port), timeout=10) as line:
        head = f"POST /say HTTP/1.1\r\nHost: 127.0.0.1:{desk.port}\r\nContent-Length: 900000000\r\n\r\n"
        line.sendall(head.encode() + b"x" * 1000)
        assert b" 400 " in line.recv(200)
    assert len(bench.store.current("coding")) == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_but_get_and_post_is_answered(amber, method):
    assert amber.ask(method, "/say")[0] == 405


def test_script_in_every_field_is_kept_as_words_or_refused_and_comes_back_only_as_json(desk, amber):
    memo = study.coding("I can do this", memo=SCRIPT)
    idea = study.coding("My neighbour", code=f"new/{SCRIPT[:40]}")
    for act in (
        study.act(memo),
        study.act(idea),
        study.act(study.coding("Nothing.", code=SCRIPT)),
        {"act": SCRIPT, "does": SCRIPT, "rows": SCRIPT},
    ):
        assert amber.send(act)[0]["kind"] in ("done", "refused")
    caller = Caller(desk.port)
    caller.post("/enter", {"code": desk.room.book.slips[1].code})
    assert caller.post("/name", {"name": SCRIPT[:25]}) == (200, {"coder": SCRIPT[:25]})
    _, headers, raw = amber.ask("POST", "/say", json.dumps({"message": {"n": 1, "kind": "open"}}).encode())
    assert headers["Content-Type"].startswith("application/json")
    assert json.loads(raw)["replies"][0]["view"]["codings"]


def test_who_asks_too_often_waits_and_others_do_not(bench):
    limits = Limits()
    limits.participant = Buckets(rate=0.01, burst=5)
    with running(bench, limits=limits) as desk:
        amber, blue = joined(desk, 1), joined(desk, 2)
        statuses = [amber.post("/me", {})[0] for _ in range(8)]
        assert (statuses[0], statuses[-1]) == (200, 429)
        assert blue.post("/me", {})[0] == 200


def test_a_bucket_gives_what_it_holds_and_fills_at_its_rate():
    now = [0.0]
    buckets = Buckets(rate=2, burst=3, clock=lambda: now[0])
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.take("b") == 0
    now[0] = 0.5
    assert (buckets.take("a"), buckets.take("a")) == (0, 0.5)


def test_no_fault_of_ours_tells_what_somebody_said(desk, amber, monkeypatch, caplog):
    said = " ".join(["words", "of", "a", "respondent"])

    def fail(*_given):
        raise RuntimeError(said)

    monkeypatch.setattr(desk.room, "answer", fail)
    status, told = amber.post("/say", {"message": {"n": 1, "kind": "ping"}})
    assert (status, told) == (500, {"sentence": "This did not work. Try again."})
    assert "a fault of the workshop (RuntimeError)" in caplog.text
    assert said not in caplog.text
