"""An OpenDocument text is read by the same rules as a Word document."""

from __future__ import annotations

import pytest

from tests.sources.made_files import odt, zipped
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.formats.odt import read_odt

HIDDEN = (
    '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T2" style:parent-style-name="T1"/>'
)


def read(body: str, styles: str = ""):
    return read_odt(odt(body, styles=styles), where="x.odt")


def test_paragraphs_headings_lists_and_sections_are_lines():
    body = (
        "<text:h>Title</text:h><text:section><text:p>one</text:p></text:section>"
        "<text:list><text:list-item><text:p>two</text:p></text:list-item></text:list><text:p/><text:p>three</text:p>"
    )
    found = read(body)
    assert found.text == "Title\none\ntwo\n\nthree\n" and found.changes[0].startswith("1 paragraph of a list without")


def test_blanks_are_those_that_the_format_means():
    body = '<text:p>  a\n   b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e <text:span> f</text:span></text:p>'
    assert read(body).text == "a b   c\td\ne f\n"


def test_tracked_deletions_stay_out_and_insertions_in():
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>hated</text:p></text:deletion></text:changed-region>"
        "<text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>"
    )
    found = read(f"{changes}<text:p>I <text:change/><text:change-start/>liked<text:change-end/> it</text:p>")
    assert found.text == "I liked it\n" and [change[:11] for change in found.changes] == ["1 deletion ", "1 insertion"]


@pytest.mark.parametrize(
    "body",
    [
        '<text:p>seen <text:span text:style-name="T1">secret</text:span>here</text:p>',
        '<text:p>seen <text:span text:style-name="T2">secret</text:span>here</text:p>',
        "<text:p>seen <text:hidden-text>secret</text:hidden-text>here</text:p>",
        '<text:p>seen here</text:p><text:section text:display="none"><text:p>secret</text:p></text:section>',
        '<text:p>seen here</text:p><text:p text:style-name="T1">secret</text:p>',
    ],
)
def test_hidden_text_is_left_out_and_told(body):
    found = read(body, HIDDEN)
    assert found.text == "seen here\n" and found.changes == ("1 stretch of hidden text left out",)


def test_notes_boxes_and_comments_have_their_places():
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>by bus</text:p></text:note-body></text:note>"
    box = "<drawing:frame><drawing:text-box><text:p>in the box</text:p></drawing:text-box></drawing:frame>"
    comment = "<office:annotation><text:p>COMMENT</text:p></office:annotation>"
    found = read(f"<text:p>I came{note} early{comment}.{box}</text:p>")
    assert found.text == "I came early. [note 1: by bus]\nin the box\n" and len(found.changes) == 3


def test_cells_are_parted_by_tab_and_merged_ones_read_once():
    wide = '<table:table-cell table:number-columns-spanned="2"><text:p>wide</text:p></table:table-cell><table:covered-table-cell/>'
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = f"<table:table-row>{wide}{cell.format('c')}</table:table-row><table:table-row>{cell.format('d')}{cell.format('e')}<table:covered-table-cell/></table:table-row>"
    assert read(f"<table:table>{rows}</table:table>").text == "wide\tc\nd\te\t\n"


def test_a_locked_document_and_a_spreadsheet_are_refused_as_such():
    locked = zipped({"content.xml": "x", "META-INF/manifest.xml": "<m:encryption-data/>"})
    with pytest.raises(InputRefused, match="protected by a password"):
        read_odt(locked, where="x.odt")
    with pytest.raises(InputRefused, match="no text, but another OpenDocument file"):
        read_odt(zipped({"content.xml": "<a><body><spreadsheet/></body></a>"}), where="x.odt")


def test_a_count_of_blanks_that_would_fill_the_memory_is_cut():
    assert len(read('<text:p>a<text:s text:c="999999999"/></text:p>').text) <= 1_002


def test_a_paragraph_hidden_by_a_field_is_left_out_and_one_shown_is_read():
    hidden = '<text:p>secret<text:hidden-paragraph text:is-hidden="true"/></text:p>'
    shown = '<text:p>one <text:hidden-text text:is-hidden="false">two</text:hidden-text><text:hidden-paragraph text:is-hidden="false"/></text:p>'
    none = '<text:p>three<text:variable-set text:display="none">secret</text:variable-set></text:p>'
    found = read_odt(odt(hidden + shown + none), where="x.odt")
    assert found.text == "one two\nthree\n" and "2 stretches of hidden text left out" in found.changes


def test_words_of_indexes_numbered_paragraphs_and_shapes_are_read():
    index = "<text:bibliography><text:bibliography-source><text:p>no</text:p></text:bibliography-source><text:index-body><text:p>book</text:p></text:index-body></text:bibliography>"
    numbered = "<text:numbered-paragraph><text:p>first</text:p></text:numbered-paragraph>"
    shapes = "<text:p>a<drawing:g><drawing:rect><text:p>one</text:p></drawing:rect><drawing:rect><text:p>two</text:p></drawing:rect></drawing:g>b</text:p>"
    assert read_odt(odt(index + numbered + shapes), where="x.odt").text == "book\nfirst\nab\none\ntwo\n"


def test_text_hidden_by_the_default_style_is_left_out():
    styles = '<style:default-style style:family="paragraph"><style:text-properties text:display="none"/></style:default-style>'
    styles += '<style:style style:name="Seen" style:family="paragraph"><style:text-properties text:display="true"/></style:style>'
    body = '<text:p>secret</text:p><text:p text:style-name="Seen">seen</text:p>'
    assert read_odt(odt(body, styles=styles), where="x.odt").text == "seen\n"
