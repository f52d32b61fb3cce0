"""A web page is read as it is seen; scripts, styles and hidden parts are no text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.formats.web import read_html


def read(body: str):
    return read_html(f"<html><head><title>T</title></head><body>{body}</body></html>".encode(), where="x.html")


def test_each_paragraph_is_a_line_and_runs_of_blanks_are_one():
    found = read(
        "<h1>One</h1><p>two\n  <b>bold</b> <i> three</i></p>four<br>five<ul><li>six<li>seven</ul><div><div>eight"
    )
    assert found.text == "One\ntwo bold three\nfour\nfive\nsix\nseven\neight\n" and found.changes == ()


def test_cells_are_parted_by_tab_and_a_table_within_a_cell_is_its_lines():
    found = read("<table><tr><td>a<td><p>b</p><p>c</p><tr><th><table><tr><td>d<td>e</table></th><td></td></table>")
    assert found.text == "a\tb\nc\nd\te\t\n"


def test_text_kept_as_it_is_written_keeps_its_lines_and_blanks():
    assert read("<pre>  one\n    two</pre>three").text == "  one\n    two\nthree\n"


@pytest.mark.parametrize(
    "body",
    [
        "<p>seen</p><p hidden>secret</p>",
        '<p>seen</p><div style="color:red; DISPLAY : none"><p>secret</p></div>',
        '<p>seen<span style="font-size:0px">secret</span></p>',
        "<p>seen</p><del>secret</del>",
        "<p>seen</p><script>secret</script>",
        "<p>seen</p><!-- secret -->",
        "<p>seen</p><template><p>secret</p></template>",
        "<p>seen</p><textarea>secret</textarea>",
        '<div title="header"><p>secret</p></div><p>seen</p>',
    ],
)
def test_what_no_reader_sees_is_left_out_and_told(body):
    found = read(body)
    assert found.text == "seen\n" and len(found.changes) == 1 and "left out" in found.changes[0]


def test_style_rules_that_hide_and_words_struck_through_are_told():
    page = "<head><style>.x{display:none}</style></head><body><p class=x>a <s>b</s>"
    found = read_html(page.encode(), where="x.html")
    assert found.text == "a b\n" and len(found.doubts) == 2


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=utf-8>", "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">', "cp1252"),
        ("<meta charset=mac_roman>", "mac_roman"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-8"),
        ("<meta charset=utf-8>", "utf-16"),
        ("", "utf-8"),
    ],
)
def test_the_page_says_how_it_is_encoded(head, encoding):
    page = f"{head}<html><body><p>“café”</p>"
    assert read_html(page.encode(encoding), where="x.html").text == "“café”\n"


def test_a_page_that_names_a_wrong_encoding_is_read_by_its_bytes():
    page = "<meta charset=utf-8><p>We have to go to the café, and it’s the one that you see.</p>"
    found = read_html(page.encode("cp1252"), where="x.html")
    assert "café, and it’s" in found.text and "read as cp1252" in found.doubts[0]


def test_deep_pages_lose_nothing_or_are_refused():
    assert read("<div>" * 1_500 + "deep").text == "deep\n"
    with pytest.raises(InputRefused, match="nested more than 2,000 deep"):
        read("<div>" * 100_000 + "deep")


@given(
    st.lists(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="<>&"), min_size=1), min_size=1)
)
def test_any_paragraphs_come_back(lines):
    page = '<meta charset="utf-8">' + "".join(f"<p>{line}</p>" for line in lines)
    assert read_html(page.encode(), where="x.html").text == "\n".join(lines) + "\n"


def test_what_follows_the_end_of_the_page_is_read():
    found = read_html(b"<html><body><p>one</p></body></html><p>two</p><html><body>three</body></html>", where="x.html")
    assert found.text == "one\ntwo\nthree\n"


def test_utf_8_is_read_as_such_whatever_one_byte_encoding_the_page_names():
    page = "<html><meta charset=iso-8859-1><p>Zoë’s £5".encode()
    assert read_html(page, where="x.html").text == "Zoë’s £5\n"


def test_a_tag_with_more_attributes_than_any_page_has_is_refused():
    with pytest.raises(InputRefused, match="more than 50,000 attributes"):
        read_html(b"<html><p " + b"a=1 " * 60_000 + b">x", where="x.html")


def test_numbers_of_lists_are_told_to_be_missing():
    found = read_html(b"<html><ol><li>one<li>two</ol><ul><li>three</ul>", where="x.html")
    assert found.text == "one\ntwo\nthree\n" and found.changes == (
        "2 paragraphs of a list without its automatic number",
    )
