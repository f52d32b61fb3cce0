"""An archive from a stranger is judged before it is read, and a refusal names the entry."""

from __future__ import annotations

import struct
import zipfile

import pytest

from tests.sources.made_files import hostile, zipped
from useit_eval.ground.archives import names, open_archive
from useit_eval.ground.errors import InputRefused


def test_entries_are_named_in_order_and_read():
    archive = open_archive(zipped({"b.xml": "two", "a/": "", "a/c.xml": "three"}), where="x.docx")
    assert archive.names == ("b.xml", "a/c.xml") and archive.read("a/c.xml") == b"three"
    with pytest.raises(InputRefused, match="x.docx: the part 'd.xml' is missing"):
        archive.read("d.xml")


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("ratio.docx", r"'word/document.xml' would unpack to 1,0\d\d times its size"),
        ("entries.docx", "'word/2000.xml' is one of 5,000 entries"),
        ("nested.docx", "'word/more.zip' is an archive within the archive"),
        ("symlink.docx", "'word/document.xml' is a symbolic link"),
        ("twice.docx", "'word/a.xml' is there twice"),
        ("absolute.odt", "'/etc/evil' names a place on the disk"),
        ("drive.odt", "names a place on the disk"),
        ("slip.qdpx", "climbs out of its folder"),
        ("cut.docx", "its list of parts cannot be read"),
    ],
)
def test_a_dangerous_entry_is_named(file, told):
    with pytest.raises(InputRefused, match=told):
        names(hostile()[file], where=file)


def test_an_encrypted_entry_is_refused():
    raw = bytearray(zipped({"a.xml": "x"}))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InputRefused, match="'a.xml' is encrypted"):
        names(bytes(raw), where="x.docx")


def test_an_entry_that_holds_more_than_the_list_says_is_refused():
    raw = bytearray(zipped({"a.xml": "x" * 50_000}))
    at = raw.index(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 10)  # the list says 10 bytes
    archive = open_archive(bytes(raw), where="x.docx")
    with pytest.raises(InputRefused, match="'a.xml' is damaged"):
        archive.read("a.xml")


def test_an_entry_over_the_limit_of_its_reader_is_refused():
    with pytest.raises(InputRefused, match="larger than 100 bytes"):
        open_archive(zipped({"a.xml": "x" * 101}), where="x.docx").read("a.xml", most=100)


def test_many_entries_that_are_too_much_together_are_refused():
    raw = zipped({f"{number}.bin": bytes(range(256)) * 200_000 for number in range(5)})
    with pytest.raises(InputRefused, match=r"times its size|brings the whole over 200,000,000 bytes"):
        names(raw, where="x.docx")


def test_a_list_of_a_million_entries_is_refused_before_an_object_is_made_of_each(monkeypatch):
    monkeypatch.setattr(zipfile, "ZipFile", lambda _: pytest.fail("the list was read"))
    with pytest.raises(InputRefused, match="lists about 30,000 entries"):
        open_archive(b"PK\x03\x04" + b"PK\x01\x02" * 30_000, where="x.docx")
