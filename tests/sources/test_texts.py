"""Any file from the field comes in as code points, LF and no BOM, and what was changed is told."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.made_files import SHARED, docx, hostile, odt, p, pdf, words
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.text import sha256
from useit_eval.sources import read_source

GENERATED, PDPILOT = SHARED / "hostile_inputs" / "generated", SHARED / "transcripts" / "pdpilot"
NO_SHARED = "shared data is not at hand"


def _file(folder, raw: bytes, name: str = "one.txt"):
    path = folder / name
    path.write_bytes(raw)
    return path


def _expected() -> list[dict[str, str]]:
    path = SHARED / "hostile_inputs" / "expected.json"
    told = json.loads(path.read_text("utf-8")) if path.is_file() else []
    return [entry for entry in told if not entry["file"].startswith("generated/csv/")]  # tables have their own tests


def test_a_plain_text_comes_in_unchanged(tmp_path):
    found = read_source(_file(tmp_path, "Zażółć 👍\n".encode()))
    assert (found.text, found.characters, found.changes, found.doubts) == ("Zażółć 👍\n", 9, (), ())
    assert found.sha256_file == found.sha256_text == sha256("Zażółć 👍\n") and found.kind_of_file == "txt"


def test_a_mark_at_the_start_and_foreign_line_ends_are_changed_and_told(tmp_path):
    found = read_source(_file(tmp_path, b"\xef\xbb\xbfone\r\ntwo\rthree"))
    assert found.text == "one\ntwo\nthree"
    assert len(found.changes) == 2 and found.sha256_file != found.sha256_text


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("one.txt", b"", "holds no text"),
        ("one.txt", b" \n", "holds no text"),
        ("one.txt", b"caf\xe9", "not UTF-8, .*candidates: cp1252"),
        ("one.txt", b"a\x00b", "NUL bytes"),
        ("one.docx", b"PK", "no Word document \\(or a damaged one\\)"),
        ("one.docx", b"", "the file is empty"),
        ("one.pdf", b"words", "its ending is .pdf, but it is no PDF"),
        ("one.pages", b"words", "'.pages' cannot be read. Export it from Pages"),
        ("one.doc", hostile()["old.doc"], "before 2007, or protected by a password. Open it in Word or LibreOffice"),
        ("one.docm", hostile()["macro.docm"], "may hold macros: save it from Word as .docx"),
        ("one.fodt", b"<?xml version='1.0'?><a/>", "save it as .odt"),
        ("one.txt", hostile()["archive.txt"], "its ending is .txt, but it is an archive. Unpack it"),
        ("one.txt", hostile()["picture.txt"], "its ending is .txt, but it is a picture, not a text"),
        ("one", hostile()["program.md"], "it is a program, not a text"),
        ("one.xlsx", hostile()["archive.txt"], "It is a table: useit-eval questionnaires"),
        ("one.qdpx", hostile()["slip.qdpx"], "climbs out of its folder"),
        ("one.qde", b"<Project/>", "cannot be read yet; a later version will"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(tmp_path, name, raw, told):
    with pytest.raises(InputRefused, match=told):
        read_source(_file(tmp_path, raw, name))


@pytest.mark.parametrize(
    ("name", "raw", "kind", "told"),
    [
        ("one.docx", pdf(words("Words")), "pdf", "its ending is .docx, but it is a PDF and was read as one"),
        ("one.doc", b"{\\rtf1 Words}", "rtf", "its ending is .doc, but it is a rich text (RTF) and was read as one"),
        ("one.doc", b"<html><p>Words", "html", "its ending is .doc, but it is a web page and was read as one"),
        ("one.odt", docx(p("Words")), "docx", "its ending is .odt, but it is a Word document and was read as one"),
        ("one", odt("<text:p>Words</text:p>"), "odt", "its ending is missing, but it is an OpenDocument text"),
        ("one", b"Words", "txt", "it has no ending and was read as plain text"),
    ],
)
def test_the_content_decides_and_a_wrong_ending_is_told(tmp_path, name, raw, kind, told):
    found = read_source(_file(tmp_path, raw, name))
    assert (found.kind_of_file, found.text.strip()) == (kind, "Words") and found.changes[0].startswith(told)


@pytest.mark.parametrize(
    "start", ["MZ: Hello.", "ID3 is a label.", "OggS", "BZh", "RIFF", "The sign %PDF- begins a PDF."]
)
def test_words_that_look_like_a_signature_are_words(tmp_path, start):
    assert read_source(_file(tmp_path, f"{start}\nAmina: Yes.\n".encode())).text == f"{start}\nAmina: Yes.\n"


def test_lines_at_the_head_of_an_email_are_no_speech(tmp_path):
    found = read_source(_file(tmp_path, b"Subject: Bus\nFrom: Amina\n\nAmina: Yes.\nZo: No.\nAmina: Yes.\n", "one.eml"))
    assert found.text.startswith("Subject: Bus\nFrom: Amina\n\nAmina: Yes.") and found.turns == ()


def test_a_missing_file_is_refused_as_missing(tmp_path):
    with pytest.raises(InputRefused, match="no such file"):
        read_source(tmp_path / "absent.docx")


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"])).filter(str.strip))
def test_any_text_with_lf_comes_back_as_it_is(tmp_path_factory, text):
    found = read_source(_file(tmp_path_factory.mktemp("any"), text.encode()))
    assert found.text == text.lstrip("\ufeff") and sha256(found.text) == found.sha256_text
    for turn in found.turns:
        assert 0 <= turn.start <= turn.end <= len(found.text)


@pytest.mark.parametrize("entry", _expected(), ids=lambda entry: entry["file"])
def test_every_hostile_file_gives_what_is_expected_of_it(entry):
    path = SHARED / "hostile_inputs" / entry["file"]
    expect = entry["expect"]
    if expect.startswith("refuse"):
        with pytest.raises(
            InputRefused, match=re.escape("'../../evil.txt'") if "name the entry" in expect else "."
        ) as raised:
            read_source(path)
        assert path.name in str(raised.value) and "root:" not in str(raised.value)
        return
    found = read_source(path)
    if "REFERENCE" in expect or path.name.startswith("REFERENCE"):
        assert found.text == (GENERATED / "REFERENCE_utf8_lf.txt").read_text("utf-8")
    elif path.suffix == ".docx":
        assert found.text.startswith(
            "Focus group 2\nModerator: Thanks for coming.\nP1: It’s the trust, isn’t it.\nName\tAge\nP1\t34\n"
        )
        assert (
            found.text.endswith("P1\t34\n")
            if "plain" in path.name
            else found.text.endswith("P2: I liked it.\n") and found.changes
        )
    elif "code-point" in entry["why"]:
        assert found.text == path.read_bytes().decode("utf-8")
    else:
        assert found.turns  # what they hold is tested with the captions


def test_the_expected_results_are_at_hand():
    if not _expected():
        pytest.skip(NO_SHARED)
    assert len(_expected()) >= 20


@pytest.mark.parametrize("number", [1, 2, 3])
def test_one_interview_is_the_same_text_in_every_format(number):
    """Line for line in DOCX, ODT, RTF and TXT; in the PDF lines are those of the page, and each page has its number."""
    if not PDPILOT.is_dir():
        pytest.skip(NO_SHARED)
    plain = read_source(PDPILOT / f"P{number}_clean.txt").text
    for ending in ("docx", "odt", "rtf"):
        path = PDPILOT / f"P{number}.{ending}"
        assert not path.exists() or read_source(path).text == plain
    printed = read_source(PDPILOT / f"P{number}.pdf").text
    assert "\t" not in printed and "\r" not in printed
    assert printed.split() == read_source(PDPILOT / f"P{number}_extracted.txt").text.split()
    assert re.sub(r"(?m)^\d/\d$", "", printed).split() == plain.split()


@pytest.mark.parametrize(
    "kind",
    [
        "odt",
        "rtf",
        *(pytest.param(k, marks=pytest.mark.long) for k in ("html", "pdf", "txt:Text (encoded):UTF8", "docx")),
    ],
)
def test_what_libreoffice_makes_of_a_document_is_the_same_text(tmp_path, kind):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not at hand")
    lines = [p("Moderator: What helped?"), p("Amina: The café – “it’s near”."), p("Zoë: Ż مرحبا")]
    path = _file(tmp_path, docx("".join(lines)), "one.docx")
    profile, out = f"-env:UserInstallation=file://{tmp_path}/profile", tmp_path / "out"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found, text = read_source(next(out.iterdir())).text, read_source(path).text
    assert found.split() == text.split() if kind == "pdf" else found.strip("\n") == text.strip("\n")
