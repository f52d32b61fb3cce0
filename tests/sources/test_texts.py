"""Texts come in as code points, LF and no BOM, and what was changed is told."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.text import sha256
from useit_eval.sources import read_text


def _file(folder, raw: bytes, name: str = "one.txt"):
    path = folder / name
    path.write_bytes(raw)
    return path


def test_a_plain_text_comes_in_unchanged(tmp_path):
    found = read_text(_file(tmp_path, "Zażółć 👍\n".encode()))
    assert (found.text, found.characters, found.changes) == ("Zażółć 👍\n", 9, ())
    assert found.sha256_file == found.sha256_text == sha256("Zażółć 👍\n")


def test_a_mark_at_the_start_and_foreign_line_ends_are_changed_and_told(tmp_path):
    found = read_text(_file(tmp_path, b"\xef\xbb\xbfone\r\ntwo\rthree"))
    assert found.text == "one\ntwo\nthree"
    assert len(found.changes) == 2 and found.sha256_file != found.sha256_text


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("one.txt", b"", "holds no text"),
        ("one.txt", b" \n", "holds no text"),
        ("one.txt", b"caf\xe9", "not UTF-8"),
        ("one.txt", b"a\x00b", "NUL bytes"),
        ("one.docx", b"PK", "no Word document (or a damaged one)"),
        ("one.pages", b"words", "'.pages' cannot be read. Export it from Pages"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(tmp_path, name, raw, told):
    with pytest.raises(InputRefused, match=re.escape(told)):
        read_text(_file(tmp_path, raw, name))


def test_a_missing_file_is_refused_as_missing(tmp_path):
    with pytest.raises(InputRefused, match="no such file"):
        read_text(tmp_path / "absent.docx")


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\ufeff")).filter(str.strip))
def test_any_text_with_lf_comes_back_as_it_is(tmp_path_factory, text):
    found = read_text(_file(tmp_path_factory.mktemp("any"), text.encode()))
    assert found.text == text and found.changes == ()
