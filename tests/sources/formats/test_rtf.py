"""Rich text is read by the rules of the format, and what nobody should read as speech is left out and told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.made_files import hostile
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.formats.rtf import read_rtf

PROSE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=80)


def read(body: bytes):
    return read_rtf(b"{\\rtf1\\ansi\\ansicpg1252 " + body + b"}", where="x.rtf")


def written(text: str) -> bytes:
    """Return a text as rich text: everything but plain letters as the UTF-16 numbers of Word."""
    raw = text.encode("utf-16-le")
    units = [int.from_bytes(raw[at : at + 2], "little") for at in range(0, len(raw), 2)]
    return "".join(
        f"\\u{unit - 65536 if unit > 32767 else unit}?" if unit > 127 or chr(unit) in "\\{}" else chr(unit)
        for unit in units
    ).encode()


@given(st.lists(PROSE, min_size=1, max_size=5))
def test_any_text_written_as_word_writes_it_comes_back(lines):
    found = read(b"\\par ".join(map(written, lines)))
    assert found.text == "\n".join(lines) + "\n" and (found.doubts == () or set("ÂÃâ") & set(found.text))


@given(
    st.lists(
        st.text(st.characters(min_codepoint=32, max_codepoint=122, exclude_characters="\\"), min_size=1), min_size=1
    )
)
def test_on_plain_paragraphs_it_agrees_with_the_library_of_the_format(lines):
    from striprtf.striprtf import rtf_to_text

    raw = b"{\\rtf1\\ansi " + b"\\par\n".join(line.encode() for line in lines) + b"\\par}"
    assert read_rtf(raw, where="x.rtf").text == rtf_to_text(raw.decode())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"it\'92s \u8217\'92 \uc2\u233\'65\'cce \~\_\-\{\}\\", "it’s ’ ée \u00a0\u2011\u00ad{}\\\n"),
        (rb"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f1 \'cf\'f0\f0  \'e9", "Пр é\n"),
        (rb"{\fonttbl{\f0\fcharset128 A;}}\f0 \'82\'a0\'83A", "あア\n"),
        (rb"\u55357?\u56832?", "\U0001f600\n"),
        (rb"a\line b\tab c\emdash d\page e", "a\nb\tc—d\ne\n"),
        (rb"\trowd a\cell b\cell\row c\cell d\cell\row", "a\tb\nc\td\n"),
        (rb"{\info{\author X}}{\*\generator Y}{\pict\bin6 }}}}}}}text", "text\n"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}", "shown\n"),
    ],
)
def test_words_are_read_and_machinery_is_not(body, text):
    assert read(body).text == text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (rb"seen {\v secret}here", "1 stretch of hidden text left out"),
        (rb"seen \v secret\v0 here", "1 stretch of hidden text left out"),
        (rb"seen \v secret\plain here", "1 stretch of hidden text left out"),
        (rb"seen {\deleted\plain secret}here", "1 deletion by tracked changes left out"),
        (rb"seen {\mvf secret}here", "1 deletion by tracked changes left out"),
        (rb"seen {\*\annotation secret}here", "1 comment left out"),
        (rb"seen {\header secret}here", "1 header or footer left out"),
    ],
)
def test_what_is_no_speech_is_left_out_and_told(body, told):
    found = read(body)
    assert found.text == "seen here\n" and found.changes[0].startswith(told)


def test_notes_and_boxes_have_their_places():
    found = read(rb"I came{\footnote by bus} early.{\shp{\*\shpinst{\shptxt in the box}}{\shprslt again}}\par Then.")
    assert found.text == "I came early. [note 1: by bus]\nin the box\nThen.\n" and len(found.changes) == 2


def test_bytes_outside_the_code_page_and_an_early_end_are_told():
    found = read_rtf(b"{\\rtf1\\ansicpg1252 a\\'81b{c", where="x.rtf")
    assert found.text == "a\ufffdbc\n"
    assert "1 sign could not be read in the code page" in found.doubts[0] and "cut off" in found.doubts[1]


def test_endless_groups_are_refused():
    with pytest.raises(InputRefused, match="nested more than 5,000 deep"):
        read_rtf(hostile()["groups.rtf"], where="x.rtf")


def test_letters_without_a_font_are_those_of_the_usual_font():
    raw = rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset238 Arial;}}\pard\plain \'b3\'f3d\'9f\par}"
    assert read_rtf(raw, where="x.rtf").text == "łódź\n"


def test_what_stands_behind_the_end_is_told():
    assert "after the end of the document" in read_rtf(rb"{\rtf1 in\par}out}", where="x.rtf").doubts[0]
    assert read_rtf(b"{\\rtf1 in\\par}\r\n\x00", where="x.rtf").doubts == ()
