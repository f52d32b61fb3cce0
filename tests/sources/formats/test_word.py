"""A Word document is read as its printed page is: nothing deleted or hidden as speech, nothing lost in silence."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.made_files import docx, link, p, r, zipped
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.formats.word import read_docx

LINES = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60), min_size=1, max_size=12)


def read(body: str, **parts: str):
    return read_docx(docx(body, **parts), where="x.docx")


@settings(max_examples=60)
@given(LINES)
def test_any_paragraphs_written_by_the_library_of_the_format_come_back(lines):
    import docx as library

    document, made = library.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(made)
    found = read_docx(made.getvalue(), where="x.docx")
    assert found.text == "\n".join(lines) + "\n" and found.changes == ()


def test_tracked_changes_are_read_as_accepted_and_told():
    gone = "<w:del><w:r><w:delText>hated</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
    found = read(p("P2: I ", gone, f"<w:ins>{r('liked')}</w:ins>", " it.", f"<w:moveTo>{r(' moved')}</w:moveTo>"))
    assert found.text == "P2: I liked it. moved\n"
    assert [change[:12] for change in found.changes] == ["2 deletions ", "2 insertions"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_and_a_deleted_row_is_no_row():
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert read(p("one ", properties=mark) + p("two")).text == "one two\n"
    row = "<w:tr>{}<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>"
    found = read(f"<w:tbl>{row.format('')}{row.format('<w:trPr><w:del/></w:trPr>')}</w:tbl>{p('end')}")
    assert found.text == "a\nend\n" and "1 deletion" in found.changes[0]


@pytest.mark.parametrize(
    "body",
    [
        p("seen ", r("secret", "<w:vanish/>"), "here"),
        p("seen ", r("secret", '<w:rStyle w:val="Hidden"/>'), "here"),
        p("seen ", r("secret", '<w:rStyle w:val="Child"/>'), "here"),
        p("seen here") + p("secret", properties='<w:pPr><w:pStyle w:val="Hidden"/><w:rPr><w:vanish/></w:rPr></w:pPr>'),
    ],
)
def test_hidden_text_is_left_out_and_told_however_it_is_hidden(body):
    styles = (
        '<w:style w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Child"><w:basedOn w:val="Hidden"/></w:style>'
    )
    found = read(body, styles=styles)
    assert found.text == "seen here\n" and found.changes == ("1 stretch of hidden text left out",)


def test_text_shown_although_its_style_hides_it_is_read():
    styles = '<w:style w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
    found = read(p(r("shown", '<w:rStyle w:val="Hidden"/><w:vanish w:val="0"/>')), styles=styles)
    assert (found.text, found.changes) == ("shown\n", ())


def test_letters_that_nobody_sees_or_that_are_struck_through_are_kept_and_told():
    found = read(p(r("white", '<w:color w:val="FFFFFF"/>'), r("tiny", '<w:sz w:val="2"/>'), r("struck", "<w:strike/>")))
    assert found.text == "whitetinystruck\n" and len(found.doubts) == 2
    assert "2 stretches of text in white or tiny letters" in found.doubts[0]


def test_tabs_breaks_and_special_hyphens_are_signs_of_the_text():
    signs = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/></w:r>"
    )
    assert read(p(signs)).text == "a\tb\nc\u2011d\u00ad\n"


def test_cells_are_parted_by_tab_rows_by_line_and_merged_cells_are_read_once():
    def cell(text: str, properties: str = "", inner: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}{p(text)}</w:tc>"

    nested = f"<w:tbl><w:tr>{cell('x')}{cell('y')}</w:tr></w:tbl>"
    first = cell("wide", '<w:gridSpan w:val="2"/>') + cell("tall", '<w:vMerge w:val="restart"/>')
    second = cell("a") + cell("b", inner=nested) + cell("", "<w:vMerge/>")
    rows = f"<w:tr>{first}</w:tr><w:tr>{second}</w:tr>"
    assert read(f"<w:tbl>{rows}</w:tbl>").text == "wide\ttall\na\tx\ty\nb\t\n"


def test_a_field_gives_its_result_and_not_its_instruction():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "http://x"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>shown</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert read(p("see ", field, " now")).text == "see shown now\n"
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    found = read(p("one ", broken) + p("two"))
    assert found.text == "one \ntwo\n" and "1 field have no result" in found.doubts[0]


def test_notes_stand_at_the_end_of_their_paragraph_and_comments_nowhere():
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = f'<w:footnote w:id="0" w:type="separator">{p("---")}</w:footnote><w:footnote w:id="7">{p("by bus")}</w:footnote>'
    found = read(p("I came", mark.format(7), " early.") + p("Then."), footnotes=notes, comments='<w:comment w:id="1"/>')
    assert found.text == "I came early. [note 1: by bus]\nThen.\n"
    assert found.changes == ("1 note put as [note 1: ...] at the end of its paragraph", "1 comment left out")
    assert "1 note named in the text are not in the file" in read(p("x", mark.format(9))).doubts[0]


def test_a_text_box_is_read_once_after_its_paragraph():
    box = f"<w:txbxContent>{p('in the box')}</w:txbxContent>"
    both = f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    found = read(p("before ", both, "after") + p("next"))
    assert found.text == "before after\nin the box\nnext\n" and found.changes[0].startswith("1 text box put")


def test_form_fields_give_what_was_filled_in_and_not_their_prompt():
    form = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    found = read(p("Age: ", form.format("", r("34")), form.format("<w:showingPlcHdr/>", r("Click here"))))
    assert found.text == "Age: 34\n" and "1 prompt of an empty form field left out" in found.changes


def test_running_heads_macros_and_things_outside_are_told_and_never_fetched():
    links = link("attachedTemplate", "http://127.0.0.1:9/t.dotm", outside=True) + link(
        "hyperlink", "http://x", outside=True
    )
    found = read(p("Words"), links=links, header=p("HEAD"), vbaProject="")
    assert found.text == "Words\n"
    assert found.changes[0] == "headers and footers left out"
    assert "points to 1 thing outside (attachedTemplate); nothing was fetched" in found.changes[1]


def test_macros_are_told():
    raw = docx(p("Words"))
    import zipfile

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()} | {"word/vbaProject.bin": b"x"}
    assert read_docx(zipped(entries), where="x.docx").changes == ("the document holds macros; they were not read",)


def test_the_strict_form_of_the_format_is_read():
    raw = docx(p("Words ", r("secret", "<w:vanish/>")), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert read_docx(raw, where="x.docx").text == "Words \n"


def test_a_spreadsheet_is_refused_as_one():
    types = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    links = f"<R>{link('officeDocument', 'xl/workbook.xml')}</R>"
    raw = zipped({"[Content_Types].xml": types, "_rels/.rels": links, "xl/workbook.xml": "<a/>"})
    with pytest.raises(InputRefused, match="it is a spreadsheet, not a text"):
        read_docx(raw, where="x.docx")


def test_a_table_behind_a_deleted_paragraph_mark_stays_where_it_is():
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert (
        read(p("one", properties=mark) + f"<w:tbl><w:tr><w:tc>{p('cell')}</w:tc></w:tr></w:tbl>").text == "one\ncell\n"
    )


@pytest.mark.parametrize(
    "styles",
    [
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr><w:vanish/></w:rPr></w:style>',
    ],
)
def test_text_hidden_by_the_style_that_holds_where_none_is_named_is_left_out(styles):
    found = read(p("secret ", r("shown", '<w:vanish w:val="0"/>')), styles=styles)
    assert found.text == "shown\n" and found.changes == ("1 stretch of hidden text left out",)


M = "http://schemas.openxmlformats.org/officeDocument/2006/math"


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ("<m:f><m:num>{1}</m:num><m:den>{2}</m:den></m:f>", "1/2"),
        ("<m:sSup><m:e>{x}</m:e><m:sup>{2}</m:sup></m:sSup>", "x^2"),
        ("<m:f><m:num>{a+b}</m:num><m:den>{2}</m:den></m:f>", "(a+b)/2"),
        ("{5}<w:del>{99}</w:del>", "5"),
    ],
)
def test_an_equation_stands_on_one_line_without_new_numbers_and_is_told(inside, line):
    import re

    signs = re.sub(r"{(.*?)}", r"<m:r><m:t>\1</m:t></m:r>", inside)
    found = read(p("It is ", f'<m:oMath xmlns:m="{M}">{signs}</m:oMath>'))
    assert found.text == f"It is {line}\n" and "1 equation written on one line" in found.doubts[0]


def test_old_form_fields_give_the_choice_and_the_tick():
    def field(data: str) -> str:
        steps = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        return steps + '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'

    entries = '<w:listEntry w:val="no"/><w:listEntry w:val="yes"/>'
    choice = field(f'<w:ddList><w:result w:val="1"/>{entries}</w:ddList>')
    ticks = field("<w:checkBox><w:checked/></w:checkBox>") + field('<w:checkBox><w:default w:val="0"/></w:checkBox>')
    assert read(p("Came: ", choice, " ", ticks)).text == "Came: yes \u2612\u2610\n"


def test_words_in_drawings_diagrams_and_unknown_forms_are_told_and_bent_words_are_read():
    bent = '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="Bent"/></v:shape></w:pict></w:r>'
    drawn = (
        '<w:r><w:drawing><a:t xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">x</a:t></w:drawing></w:r>'
    )
    unknown = f"<w:unheard>{r('x')}</w:unheard>"
    found = read(
        p("Words", bent, drawn, unknown) + f"<w:unheard>{p('x')}</w:unheard>", links=link("diagramData", "d.xml")
    )
    assert found.text == "Words\nBent\n" and "1 diagram left out: its words are not read" in found.changes
    assert [doubt[:23] for doubt in found.doubts] == ["2 stretches of text in ", "1 stretch of text in a "]


def test_the_old_form_of_a_content_is_read_where_the_new_one_has_no_words():
    both = f"<mc:AlternateContent><mc:Choice><w:proofErr/></mc:Choice><mc:Fallback>{r('kept')}</mc:Fallback></mc:AlternateContent>"
    assert read(p(both)).text == "kept\n"


def test_line_ends_within_the_letters_of_a_run_are_blanks_as_word_shows_them():
    assert read("<w:p><w:r><w:t>one\n two</w:t></w:r></w:p>").text == "one  two\n"


def test_lists_by_style_are_told_and_list_number_0_is_none():
    styles = '<w:style w:styleId="Bullet"><w:pPr><w:numPr/></w:pPr></w:style>'
    found = read(p("item", properties='<w:pPr><w:pStyle w:val="Bullet"/></w:pPr>'), styles=styles)
    assert found.changes == ("1 paragraph of a list without its automatic number or bullet",)
    assert read(p("x", properties='<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>')).changes == ()
