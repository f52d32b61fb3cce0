"""A hostile file costs one refusal: never the program, ten seconds or half a gigabyte."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.sources.made_files import docx, hostile, p
from useit_eval.ground.errors import InputRefused, UsageError, UseitError
from useit_eval.sources import guard, read_guarded, read_many
from useit_eval.sources.texts import SourceImport, read_source

ROOT = Path(__file__).resolve().parents[2]


def _files(folder: Path, **contents: bytes) -> list[Path]:
    for name, raw in contents.items():
        (folder / name.replace("__", ".")).write_bytes(raw)
    return sorted(folder.iterdir())


def _children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children(recursive=True) if "guarded" in " ".join(child.cmdline())]


def test_a_file_comes_back_as_it_is_read_here(tmp_path):
    for path in _files(
        tmp_path, a__docx=docx(p("Amina: Yes.") + p("Zoë: “No”.")), b__txt="Amina: Yes.\nZoë: No.\n".encode("cp1252")
    ):
        assert read_guarded(path, encoding="cp1252") == read_source(path, encoding="cp1252")
    with pytest.raises(UsageError, match="'klingon' is not an encoding"):
        read_guarded(tmp_path / "b.txt", encoding="klingon")
    assert _children() == []


def test_every_hostile_file_is_refused_and_every_good_one_read_beside_it(tmp_path):
    for name, raw in hostile().items():
        (tmp_path / name).write_bytes(raw)
    for number in range(5):
        (tmp_path / f"good{number}.txt").write_text(f"Amina: Yes {number}.\n")
    found = {path.name: read for path, read in read_many(sorted(tmp_path.iterdir()), processes=2)}
    assert found.keys() == {path.name for path in tmp_path.iterdir()}
    good = {name for name, read in found.items() if isinstance(read, SourceImport)}
    assert good == {f"good{number}.txt" for number in range(5)}
    for name, read in found.items():
        assert name in good or (isinstance(read, InputRefused) and name in str(read) and read.next), name


_TRAP = """
from useit_eval.sources import texts
read = texts.read_source
def trapped(path, *, encoding):
    if path.name == "bad.txt":
        {}
    return read(path, encoding=encoding)
texts.read_source = trapped
"""


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("import time; time.sleep(60)", "takes longer than 1 seconds"),
        ("x = bytearray(400_000_000)", "takes more than 300 MB of memory"),
        ("import os; os.abort()", "its reader broke down"),
        ("f = lambda: f(); f()", "nested deeper than any text"),
    ],
)
def test_a_reader_that_runs_over_its_limits_is_ended_and_replaced(tmp_path, monkeypatch, does, told):
    trap = _TRAP.format(does).replace("{", "{{").replace("}", "}}")
    monkeypatch.setattr(guard, "_START", guard._START.replace("serve(", f"exec({trap!r}); serve("))
    paths = _files(tmp_path, bad__txt=b"x", good1__txt=b"Yes.", good2__txt=b"No.")
    found = {path.name: read for path, read in read_many(paths, processes=1, seconds=1, most_bytes=300_000_000)}
    assert told in str(found["bad.txt"]) and found["bad.txt"].where == "bad.txt"
    assert (found["good1.txt"].text, found["good2.txt"].text) == ("Yes.", "No.")
    assert _children() == []


def test_a_link_that_leads_out_of_the_folder_is_refused_unread(tmp_path):
    outside, inside = tmp_path / "outside.txt", tmp_path / "folder"
    outside.write_text("secret")
    inside.mkdir()
    (inside / "own.txt").write_text("Yes.")
    try:
        (inside / "link.txt").symlink_to(outside)
        (inside / "near.txt").symlink_to(inside / "own.txt")
    except OSError:
        pytest.skip("no symbolic links here")
    found = {path.name: read for path, read in read_many(sorted(inside.iterdir()), within=inside)}
    assert isinstance(found["link.txt"], UseitError) and "leads out of the folder" in str(found["link.txt"])
    assert found["near.txt"].text == found["own.txt"].text == "Yes."


def test_whoever_stops_early_leaves_no_process_behind(tmp_path):
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text("Yes.")
    reading = read_many(sorted(tmp_path.iterdir()))
    next(reading)
    assert len(_children()) == 2
    reading.close()
    assert _children() == []


def test_an_interrupt_leaves_no_process_behind(tmp_path):
    for number in range(300):
        (tmp_path / f"{number}.docx").write_bytes(docx(p("Yes.") * 3_000))
    body = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pathlib import Path; from useit_eval.sources import read_many\nfor path, found in read_many(sorted(Path({str(tmp_path)!r}).iterdir())): print(path.name, flush=True)"
    program = subprocess.Popen([sys.executable, "-c", body], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    program.stdout.readline()
    readers = psutil.Process(program.pid).children(recursive=True)
    program.send_signal(signal.SIGINT)
    assert program.wait(20) != 0 and len(readers) == 2
    gone, alive = psutil.wait_procs(readers, timeout=10)
    assert alive == [] and len(gone) == 2


@pytest.mark.skipif(os.name == "nt", reason="no such signal here")
def test_readers_end_when_the_program_is_killed(tmp_path):
    body = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pathlib import Path; from useit_eval.sources import read_many; reading = read_many([Path({str(tmp_path / 'a.txt')!r})] * 50); next(reading); print('on', flush=True); import time; time.sleep(60)"
    (tmp_path / "a.txt").write_text("Yes.")
    program = subprocess.Popen([sys.executable, "-c", body], stdout=subprocess.PIPE)
    program.stdout.readline()
    readers = psutil.Process(program.pid).children(recursive=True)
    program.kill()
    program.wait()
    _, alive = psutil.wait_procs(readers, timeout=15)
    assert alive == [] and len(readers) == 2


def test_answers_are_text_that_cannot_carry_a_program(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Amina: Yes.\n")
    process = guard._process(10, 500_000_000)
    process.stdin.write(json.dumps({"path": str(path), "encoding": None}).encode() + b"\n")
    process.stdin.close()
    raw = process.stdout.read()
    process.wait(10)
    assert json.loads(raw[8:])["read"]["text"] == "Amina: Yes.\n" and process.returncode == 0
    process.stdout.close()


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there, and links need rights")
def test_links_in_a_circle_and_names_that_are_no_unicode_are_refused_and_stop_nothing(tmp_path):
    (tmp_path / "one.txt").symlink_to("two.txt")
    (tmp_path / "two.txt").symlink_to("one.txt")
    bad = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt"))
    bad.write_text("Amina: yes")
    found = dict(read_many([tmp_path / "one.txt", bad], within=tmp_path))
    assert found[tmp_path / "one.txt"].what == "it is no ordinary file"
    assert "its name is not Unicode" in found[bad].what and found[bad].where == "bad\\udcff.txt"
