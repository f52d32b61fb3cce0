"""A PDF gives the words of its text layer as they are printed, and a person is told what to look at."""

from __future__ import annotations

import pytest

from tests.sources.made_files import hostile, pdf, words
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.formats.pdf import read_pdf


def read(*pages: str, **more: str):
    return read_pdf(pdf(*pages, **more), where="x.pdf")


def test_lines_are_those_of_the_page_and_pages_are_parted_by_a_form_feed():
    found = read(words("Amina: It was good.", "And then?"), words("It was over."))
    assert found.text == "Amina: It was good.\nAnd then?\n\f\nIt was over.\n" and found.doubts == ()


def test_a_hyphen_at_the_end_of_a_line_stays_and_is_told_with_its_page():
    found = read(words("No hyphen here"), words("It was inter-", "national then"))
    assert "inter-\nnational" in found.text
    assert found.doubts == (
        "1 hyphen at a line's end (page 2): part of the word or put in by the printer; left as printed",
    )


def test_tabs_between_words_become_blanks_and_no_mark_of_the_reader_is_left():
    found = read(words("One\\tand two"))
    assert "\t" not in found.text and "\ufffe" not in found.text and "\x02" not in found.text


def test_pages_without_text_and_running_numbers_are_told():
    pages = [words(f"{number}/4", "Words of the page") for number in range(1, 5)]
    assert "the first line of the pages is the same but for its number" in read(*pages).doubts[0]
    assert read(pages[0], "0 0 9 9 re f").doubts[0].startswith("no text on page 2")


def test_text_that_the_page_does_not_show_is_told():
    assert "does not show on page 2" in read(words("shown"), words("hidden", mode=3)).doubts[0]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (hostile()["scan.pdf"], "no text layer \\(1 page of pictures\\). Run text recognition \\(OCR\\)"),
        (hostile()["cut.pdf"], "the PDF is damaged"),
        (hostile()["loop.pdf"], "damaged|no text layer"),
        (b"%PDF-1.7", "damaged"),
    ],
)
def test_a_pdf_that_gives_no_words_is_refused_with_what_to_do(raw, told):
    with pytest.raises(InputRefused, match=told):
        read_pdf(raw, where="x.pdf")


def test_a_pdf_that_needs_a_password_is_refused():
    made = pdf(words("x")).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<"
        + b"11" * 32
        + b">/U<"
        + b"22" * 32
        + b">>>",
    )
    with pytest.raises(InputRefused, match="protected by a password"):
        read_pdf(made, where="x.pdf")


def test_white_text_on_a_bare_page_is_told_and_white_on_a_ground_is_not():
    assert "does not show on page 1" in " ".join(read_pdf(pdf("1 g " + words("secret")), where="x.pdf").doubts)
    assert read_pdf(pdf("0 g 0 0 600 800 re f 1 g " + words("seen")), where="x.pdf").doubts == ()


def test_remarks_and_form_fields_over_a_page_are_told():
    field = "/Annots[<</Type/Annot/Subtype/Widget/FT/Tx/T(n)/V(Typed)/Rect[0 0 9 9]>>]"
    found = read_pdf(pdf(words("Name"), extra=field), where="x.pdf")
    assert found.text == "Name\n" and "form fields on page 1 left out" in found.changes[-1]
