"""The verb as a person meets it: what it refuses in one sentence, what it says, and how it ends."""

from __future__ import annotations

import json
import re
import signal
import socket
import ssl
import urllib.request
from importlib import resources

import pytest

from tests.coder import study
from tests.workshop.running import practice_in, start_verb, stop_verb
from useit_eval import cli
from useit_eval.ground.errors import ExitCode, InputRefused, UsageError
from useit_eval.workshop import opening, serving, slips
from useit_eval.workshop.opening import Wish


@pytest.fixture
def useit(capsys, paths):
    """Return a function that runs the verb on the study and gives its code and what it said on stderr."""

    def run(*words: str, name: str = study.NAME) -> tuple[int, str]:
        code = cli.main(["--root", str(paths.root), "workshop", "--study", name, "--no-browser", *words])
        return code, capsys.readouterr().err

    return run


def test_an_unknown_study_is_refused_by_name(useit):
    code, err = useit(name="nowhere")
    assert (code, "there is no study 'nowhere'" in err.lower()) == (ExitCode.USAGE, True)


def test_a_study_without_texts_is_refused_with_what_to_do(tmp_path, capsys):
    from useit_eval.workbench import init_study

    init_study("empty", folder=tmp_path)
    for path in (tmp_path / "codebooks" / "empty" / "coding").glob("*.yaml"):
        path.unlink()
    code = cli.main(["--root", str(tmp_path), "workshop", "--study", "empty", "--no-browser"])
    err = capsys.readouterr().err
    assert (code, "has no text to code. Add one with: useit-eval add PATH" in err) == (ExitCode.INPUT_REFUSED, True)


def test_a_port_in_use_is_said_in_one_sentence(useit):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, err = useit("--port", str(port))
    assert code == ExitCode.WORK_FAILED
    assert err.strip() == f"Port {port} is in use by another program. Close it, or choose another: --port {port + 1}"


def test_words_of_real_people_do_not_go_over_the_network_without_a_certificate(useit):
    code, err = useit("--lan")
    assert (code, "what people really said" in err, err.count("\n")) == (ExitCode.USAGE, True, 1)


@pytest.mark.parametrize(("words", "told"), [(("--certificate", "a.pem"), "come together"), (("--participants", "0"), "1 to 60"),
                                             (("--certificate", "a", "--key", "b"), "--lan"), (("--port", "99999"), "not a port")])  # fmt: skip
def test_what_does_not_go_together_is_refused(useit, words, told):
    code, err = useit(*words)
    assert (code, told in err, err.count("\n")) == (ExitCode.USAGE, True, 1)


def test_a_certificate_that_is_none_is_refused(useit, tmp_path):
    (tmp_path / "no.pem").write_text("nothing", "utf-8")
    code, err = useit("--lan", "--certificate", str(tmp_path / "no.pem"), "--key", str(tmp_path / "no.pem"))
    assert (code, "cannot be read, or do not belong together" in err) == (ExitCode.INPUT_REFUSED, True)


def test_a_file_of_codes_that_is_damaged_is_refused_and_says_how_to_begin_anew(paths, useit):
    (paths.processed / slips.FILE).write_text("{", "utf-8")
    code, err = useit()
    assert (code, "useit-eval workshop --new" in err) == (ExitCode.INPUT_REFUSED, True)


def test_a_real_source_in_a_practice_study_keeps_it_off_the_network(bench):
    class Practice:
        practice, counted_coders = True, ("ann",)

    bench.study = Practice
    opening.check_wish(bench, Wish(lan=True))
    with bench.store.writing(by="ann") as work:
        row = {**work.all_rows("source")[0], "practice": False, "supersedes": work.all_rows("source")[0]["source_id"]}
        work.append_rows("source", [{**row, "source_id": study.fresh()}])
    with pytest.raises(UsageError):
        opening.check_wish(bench, Wish(lan=True))


def test_the_book_is_continued_lengthened_and_begun_anew(tmp_path):
    path = tmp_path / slips.FILE
    book = slips.open_book(path, study="x", participants=None)
    book.keep()
    assert len(book.slips) == 12
    more = slips.open_book(path, study="x", participants=15)
    assert [slip.code for slip in more.slips[:12]] == [slip.code for slip in book.slips]
    assert (len(more.slips), len(slips.open_book(path, study="x", participants=3).slips)) == (15, 12)
    anew = slips.open_book(path, study="x", participants=3, new=True)
    assert (len(anew.slips), anew.facilitator != book.facilitator) == (3, True)
    path.write_text(path.read_text("utf-8").replace("useit-workshop/1", "useit-workshop/2"), "utf-8")
    with pytest.raises(InputRefused, match="newer"):
        slips.open_book(path, study="x", participants=3)


def test_on_loopback_nothing_listens_in_the_network():
    listening = serving.listen(0)
    assert [held.getsockname()[0] for held, _ in listening.sockets] == ["127.0.0.1"]
    for held, _ in listening.sockets:
        held.close()


@pytest.fixture
def practice(tmp_path):
    """Return a folder with the practice study, in which nobody has coded yet."""
    return practice_in(tmp_path)


def test_ctrl_c_ends_it_with_code_0_and_says_where_the_coding_is_and_the_next_start_has_the_same_link(practice):
    links = []
    for _ in range(2):
        process, _ = start_verb(practice, *([] if links else ["--port", "0"]))
        links.append(re.search(r"http://127\.0\.0\.1:\d+/facilitator#\S+", process.said)[0])
        assert "nothing to compare with" in process.said
        with urllib.request.urlopen(links[-1].partition("facilitator#")[0], timeout=10) as answer:
            assert answer.status == 200
        out, err = stop_verb(process, signal.SIGINT)
        assert (process.returncode, err) == (0, "")
        assert "store.sqlite" in out and "the same codes" in out
    assert links[0] == links[1]


def test_lan_says_what_it_means_and_answers_by_the_address_it_names_alone(practice):
    process, port = start_verb(practice, "--lan", "--address", "127.0.0.2", "--port", "0")
    said = process.said
    assert "Everybody in the same network can now reach the page" in said
    assert "can be read by others in the network" in said
    link = f"http://127.0.0.2:{port}/"
    assert link in said
    with urllib.request.urlopen(link, timeout=10) as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{link}facilitator", timeout=10)
    with pytest.raises(urllib.error.HTTPError, match="421"):
        urllib.request.urlopen(urllib.request.Request(link, headers={"Host": "evil.example"}), timeout=10)
    stop_verb(process, signal.SIGINT)
    assert process.returncode == 0


def test_with_a_certificate_the_network_is_answered_encrypted_and_cookies_are_for_that_alone(practice):
    pair = resources.files("tornado.test")
    words = ("--certificate", str(pair.joinpath("test.crt")), "--key", str(pair.joinpath("test.key")))
    process, port = start_verb(practice, "--lan", "--address", "127.0.0.2", "--port", "0", *words)
    assert f"https://127.0.0.2:{port}/" in process.said
    assert "can be read by others" not in process.said
    book = slips.read_book(practice / "data_processed" / "practice" / "workshop.json")
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    headers = {"Origin": f"https://127.0.0.2:{port}", "Content-Type": "application/json"}
    body = json.dumps({"code": book.slips[0].code}).encode()
    request = urllib.request.Request(f"https://127.0.0.2:{port}/enter", body, headers)
    with urllib.request.urlopen(request, context=trusting, timeout=10) as answer:
        assert "Secure" in answer.headers["Set-Cookie"]
    with pytest.raises(OSError):
        urllib.request.urlopen(f"http://127.0.0.2:{port}/", timeout=10)
    stop_verb(process, signal.SIGTERM)
    assert process.returncode == 0
