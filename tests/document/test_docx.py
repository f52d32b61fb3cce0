"""A page in Word: real headings, tables with header rows, pictures with their text, labels that jump to their record."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx.oxml.ns import qn

from tests.document import make_reference, sample
from tests.document.reading import document, every_text
from useit_eval.document import docx as word
from useit_eval.document import write_docx
from useit_eval.document.page import Page, Paragraph, Section
from useit_eval.ground.errors import WorkFailed
from useit_eval.ground.findings import FigureSpec, Sentence, Table


@pytest.fixture(scope="module")
def raw() -> bytes:
    return word.render(sample.page())


@pytest.fixture(scope="module")
def page(raw):
    return document(raw)


def styles(page) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in page.paragraphs]


def part(raw: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(name).decode()


def test_the_same_page_gives_the_same_bytes(raw, tmp_path):
    write_docx(sample.page(), tmp_path / "page.docx")
    assert (tmp_path / "page.docx").read_bytes() == raw


def test_title_and_headings_are_real(page):
    found = styles(page)
    assert found[0] == ("Title", "Libraries as places to ask")
    assert ("Subtitle", "What works, for whom, in which circumstances and why") in found
    assert [text for name, text in found if name == "Heading 1"] == [s.title for s in sample.page().sections]
    assert ("Heading 2", "What the author adds") in found and ("Heading 3", "A heading of the author's") in found
    assert page.core_properties.title == "Libraries as places to ask"


def test_the_standing_line_is_on_the_page_and_in_every_header(page):
    assert ("Standing", "Proposed by rubric, not signed") in styles(page)
    header, footer = page.sections[0].header, page.sections[0].footer
    assert "Proposed by rubric, not signed" in header.paragraphs[0].text
    assert "Libraries as places to ask" in footer.paragraphs[0].text
    assert {"PAGE", "NUMPAGES"} <= {node.text for node in footer._element.iter(qn("w:instrText"))}


def test_paper_is_a4(page):
    assert (round(page.sections[0].page_width.cm, 1), round(page.sections[0].page_height.cm, 1)) == (21.0, 29.7)


def test_tables_repeat_their_header_row_and_fill_the_page(page):
    for table in page.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in page.tables[1].rows[0].cells] == [
        "Theory", "If, then, because", "Proposed rating", "Condition that lifted it", "Claims", "Stands on",
    ]
    assert page.tables[1].cell(1, 2).text == "emerging"
    assert page.tables[2].cell(2, 1).paragraphs[0].style.name == "Table Number"


def test_every_picture_carries_its_text(raw, page):
    pictures = page.element.body.findall(f".//{qn('wp:docPr')}")
    told = [picture.get("descr") for picture in pictures]
    assert [text for text in told if not text.endswith(" (continued)")] == [spec.alt for spec in sample.figures()]
    assert all(told) and len(told) == 8
    assert "data:image" not in part(raw, "word/document.xml")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sizes = [info.file_size for info in archive.infolist() if info.filename.startswith("word/media/")]
    assert len(sizes) == 8 and min(sizes) > 2000  # the pictures, no stand-in left


def test_labels_jump_to_bookmarks_that_exist(page):
    names = {mark.get(qn("w:name")) for mark in page.element.body.iter(qn("w:bookmarkStart"))}
    aims = {link.get(qn("w:anchor")) for link in page.element.body.iter(qn("w:hyperlink"))} - {None}
    assert {"C001", "C009", "F003", "figures"} <= aims <= names


def test_labels_of_a_sentence_that_follow_one_another_are_printed_as_a_run(page):
    told = next(p for p in page.paragraphs if p.text.startswith("This part tells"))
    assert "[C001–C009]" in told.text


def test_hostile_text_is_the_same_text_in_word():
    page = document(word.render(sample.hostile()))
    text = every_text(page)
    assert text.count(sample.HOSTILE) > 20
    assert page.core_properties.title.startswith(sample.HOSTILE)
    assert page.sections[0].header.paragraphs[0].text.count(sample.HOSTILE) == 1
    assert "<img src=x onerror=alert(1)>" in text


def test_characters_that_word_cannot_hold_do_not_break_the_file():
    text = "a\x00b\x0bc\ud800d\uffffe"
    page = document(word.render(Page("p", text, text, (Section(text, (Paragraph((Sentence(text, (text,)),)),)),), text)))
    assert "a\ufffdb\ufffdc\ufffdd\ufffde" in every_text(page)


def test_a_heading_that_asks_for_a_new_page_gets_one(page):
    heading = next(p for p in page.paragraphs if p.text == "Figures" and p.style.name == "Heading 1")
    assert heading.paragraph_format.page_break_before
    assert not any(p.style.name == "New Page" for p in page.paragraphs)


def test_no_empty_line_comes_before_a_new_page():
    sections = (Section("One", (Table(("A",), (("b",),)),)), Section("Two", (), new_page=True))
    page = document(word.render(Page("p", "P", "", sections)))
    assert [p.text for p in page.paragraphs] == ["P", "One", "Two"]
    assert page.paragraphs[-1].paragraph_format.page_break_before


def test_sheets_to_write_on_are_large_and_without_grey():
    page = document(word.render(sample.page(large_print=True, practice=True)))
    for name, style in ((p.style.name, p.style) for p in page.paragraphs):
        if name not in ("After",) and style.font.size:
            assert style.font.size.pt >= 12, name
    assert next(text for name, text in styles(page) if name == "Writing Box").startswith("What helped?")
    assert sum(name == "Writing Line" for name, _ in styles(page)) == 3
    assert ("Practice", "Practice material: invented for training. Nothing here was said or measured by anybody.") in styles(page)


def test_each_chain_of_a_configuration_is_a_picture_of_its_own_so_that_text_fills_the_page_before_it():
    rows = tuple({"slot": "context", "factor": f"Factor {n}", "group": f"Chain {n}", "citations": 1} for n in range(30))
    spec = FigureSpec("configuration", "Many", rows, "Thirty chains.")
    page = document(word.render(Page("p", "P", "", (Section("S", (spec,)),))))
    told = [picture.get("descr") for picture in page.element.body.findall(f".//{qn('wp:docPr')}")]
    assert told[0] == "Thirty chains." and len(told) > 1 and set(told[1:]) == {"Many (continued)"}
    heights = [int(extent.get("cy")) / 914400 for extent in page.element.body.iter(qn("wp:extent"))]
    assert max(heights) < 8.5


def test_a_failing_pandoc_is_told_in_one_sentence(monkeypatch, tmp_path):
    import pypandoc

    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: str(tmp_path / "none"))
    with pytest.raises(WorkFailed, match="Pandoc did not run"):
        write_docx(sample.page(), tmp_path / "page.docx")
    assert list(tmp_path.iterdir()) == []


def test_the_shipped_reference_is_what_its_script_makes():
    out = io.BytesIO()
    make_reference.made().save(out)
    shipped, fresh = make_reference.HERE.read_bytes(), make_reference.plain(out.getvalue())
    assert part(shipped, "word/styles.xml") == part(fresh, "word/styles.xml")


def test_every_style_the_template_names_is_in_the_reference():
    template = (make_reference.HERE.parent / "print.html.j2").read_text(encoding="utf-8")
    used = set(re.findall(r"""(?:data-custom-style="|styled\(')([A-Z][A-Za-z0-9 ]+?)["']""", template))
    shipped = {style.name for style in document(make_reference.HERE.read_bytes()).styles}
    assert len(used) > 12 and used - {"Callout", "Contents"} <= shipped
    assert {"Callout", "Callout Caution", "Callout Check", "Callout Practice", "Contents 1", "Contents 2"} <= shipped


def test_a_row_of_a_table_stays_on_one_page():
    table = Table(("What",), (("a",), ("b",)), caption="Rows")
    raw = word.render(Page("a", "A", "", (Section("S", (table,)),)))
    assert part(raw, "word/document.xml").count("<w:cantSplit />") == 2


def test_a_table_of_many_words_has_two_columns_on_paper_and_loses_no_cell():
    rows = (("T-one", "expands", "many words of an inference " * 30, "name it"), ("T-two", "silent", "few", "none"))
    table = Table(("Theory", "Relation", "Inference", "Change"), rows, (("F7",), ("F8",)), caption="Side by side")
    page = document(word.render(Page("p", "P", "", (Section("S", (table,)),))))
    (made,) = page.tables
    text = " ".join(cell.text for row in made.rows for cell in row.cells)
    assert len(made.columns) == 2 and len(made.rows) == 2
    assert all(part in text for part in ("T-one", "expands", "Inference:", "name it", "F8"))


def test_the_answer_stands_before_the_contents_where_a_page_asks_for_it():
    sections = tuple(Section(name, (Paragraph((Sentence(f"Of {name}."),)),)) for name in ("Answer", "More", "Last"))
    page = document(word.render(Page("p", "P", "", sections, answer_first=True)))
    texts = [paragraph.text for paragraph in page.paragraphs]
    contents = next(i for i, text in enumerate(texts) if text.startswith("In this document:"))
    assert texts.index("Of Answer.") < contents < texts.index("Of More.")
