"""Makes useit_eval/document/templates/reference.docx from Pandoc's own: run it by hand after a change of style.

    python tests/document/make_reference.py

A4, a body in Palatino (P052 where that is missing), headings and tables in Arial; a header and a footer whose words
`document.docx` fills in for each page.
"""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pypandoc
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

SERIF, SANS = "Palatino Linotype", "Arial"
INK, MUTED, LINK = "1C1C1C", "555555", "17456F"
HERE = Path(__file__).resolve().parents[2] / "useit_eval" / "document" / "templates" / "reference.docx"


def made() -> Document:
    """Return the reference document."""
    raw = subprocess.run(
        [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"], capture_output=True, check=True
    ).stdout
    document = Document(io.BytesIO(raw))
    paper(document)
    for name, how in STYLES.items():
        style(document, name, **how)
    table_style(document)
    return document


STYLES = {
    "Normal": {"face": SERIF, "size": 10.5, "colour": INK, "before": 0, "after": 6, "line": 1.22},
    "Body Text": {"before": 0, "after": 6},
    "First Paragraph": {"before": 0, "after": 6},
    "Compact": {"before": 1, "after": 2},
    "Title": {
        "face": SERIF,
        "size": 24,
        "bold": True,
        "colour": INK,
        "before": 0,
        "after": 4,
        "align": 0,
        "line": 1.05,
    },
    "Subtitle": {
        "face": SERIF,
        "size": 13,
        "italic": True,
        "bold": False,
        "colour": MUTED,
        "before": 0,
        "after": 8,
        "align": 0,
    },
    "Heading 1": {
        "face": SERIF,
        "size": 17,
        "bold": True,
        "colour": INK,
        "before": 22,
        "after": 6,
        "keep": True,
        "top": True,
        "line": 1.05,
    },
    "Heading 2": {
        "face": SERIF,
        "size": 13.5,
        "bold": True,
        "colour": INK,
        "before": 16,
        "after": 4,
        "keep": True,
        "line": 1.05,
    },
    "Heading 3": {
        "face": SERIF,
        "size": 11.5,
        "bold": True,
        "italic": False,
        "colour": INK,
        "before": 12,
        "after": 3,
        "keep": True,
    },
    "Heading 4": {
        "face": SERIF,
        "size": 10.5,
        "bold": True,
        "italic": True,
        "colour": INK,
        "before": 10,
        "after": 2,
        "keep": True,
    },
    "Heading 5": {
        "face": SERIF,
        "size": 10.5,
        "bold": False,
        "italic": True,
        "colour": INK,
        "before": 8,
        "after": 2,
        "keep": True,
    },
    "Table Caption": {
        "face": SERIF,
        "size": 10,
        "italic": False,
        "colour": INK,
        "before": 12,
        "after": 4,
        "keep": True,
    },
    "Image Caption": {"face": SERIF, "size": 10, "italic": False, "colour": INK, "before": 2, "after": 12},
    "Captioned Figure": {"before": 10, "after": 0, "keep": True},
    "Table Text": {"face": SANS, "size": 8.5, "before": 1.5, "after": 1.5, "line": 1.12, "base": "Normal"},
    "Table Number": {
        "face": SANS,
        "size": 8.5,
        "before": 1.5,
        "after": 1.5,
        "line": 1.12,
        "align": 2,
        "base": "Normal",
    },
    "Table Head": {"face": SANS, "size": 8.5, "bold": True, "before": 2, "after": 2, "line": 1.1, "base": "Normal"},
    "Table Head Number": {
        "face": SANS,
        "size": 8.5,
        "bold": True,
        "before": 2,
        "after": 2,
        "line": 1.1,
        "align": 2,
        "base": "Normal",
    },
    "Legend": {"face": SANS, "size": 8, "colour": MUTED, "before": 0, "after": 8, "base": "Normal"},
    "Contents 1": {"face": SANS, "size": 9, "before": 3, "after": 0, "base": "Normal"},
    "Contents 2": {"face": SANS, "size": 9, "before": 0, "after": 0, "left": 0.6, "base": "Normal"},
    "Standing": {
        "face": SANS,
        "size": 10,
        "bold": True,
        "before": 2,
        "after": 8,
        "base": "Normal",
        "border": ("left", "8A5A00", 36),
        "fill": "FFF8E1",
        "left": 0.5,
    },
    "Practice": {
        "face": SANS,
        "size": 10,
        "bold": True,
        "before": 2,
        "after": 8,
        "base": "Normal",
        "border": ("all", INK, 12),
        "left": 0.15,
        "right": 0.15,
    },
    "Callout": {
        "before": 0,
        "after": 0,
        "base": "Normal",
        "border": ("left", MUTED, 24),
        "fill": "F6F5F1",
        "left": 0.35,
        "right": 0.15,
        "size": 10,
    },
    "Callout Caution": {
        "before": 0,
        "after": 0,
        "base": "Normal",
        "border": ("left", "A33B00", 24),
        "fill": "FDF3EC",
        "left": 0.35,
        "right": 0.15,
        "size": 10,
    },
    "Callout Check": {
        "before": 0,
        "after": 0,
        "base": "Normal",
        "border": ("left", "8A5A00", 24),
        "fill": "FFF8E1",
        "left": 0.35,
        "right": 0.15,
        "size": 10,
    },
    "Callout Practice": {
        "before": 0,
        "after": 0,
        "base": "Normal",
        "border": ("left", INK, 24),
        "left": 0.35,
        "right": 0.15,
        "size": 10,
    },
    "After": {"size": 4, "before": 0, "after": 3, "base": "Normal", "line": 1},
    "New Page": {"size": 1, "before": 0, "after": 0, "base": "Normal", "line": 1, "new_page": True},
    "Quoted Words": {"italic": True, "size": 11, "before": 8, "after": 1, "left": 0.8, "base": "Normal", "keep": True},
    "Quoted Voice": {
        "face": SANS,
        "size": 8.5,
        "colour": MUTED,
        "before": 0,
        "after": 9,
        "left": 0.8,
        "base": "Normal",
    },
    "Written By": {"face": SANS, "size": 8.5, "colour": MUTED, "before": 0, "after": 9, "base": "Normal"},
    "Record Head": {"size": 9, "before": 4, "after": 0, "keep": True, "base": "Normal"},
    "Record Field": {"face": SANS, "size": 7.5, "before": 0, "after": 1, "line": 1.1, "base": "Normal"},
    "Writing Line": {"size": 22, "before": 0, "after": 0, "base": "Normal", "border": ("bottom", INK, 6), "line": 1.0},
    "Writing Box": {
        "face": SANS,
        "before": 0,
        "after": 0,
        "base": "Normal",
        "border": ("all", INK, 8),
        "left": 0.15,
        "right": 0.15,
        "whole": True,
    },
}
WORDS = {
    "Citation": {"face": SANS, "size": 7.5, "colour": MUTED},
    "Citation Link": {"face": SANS, "size": 7.5, "colour": LINK},
    "Rating": {"bold": True},
    "Muted": {"colour": MUTED},
}


def paper(document: Document) -> None:
    """A4 with a header and a footer; their words in braces are filled in page by page."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)
    for part, words in ((section.header, "{header}"), (section.footer, "{footer}")):
        paragraph = part.paragraphs[0]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), alignment=2)
        run = paragraph.add_run(f"{words}\t")
        small(run)
        if words == "{footer}":
            page_number(paragraph)


def small(run) -> None:
    """Header and footer are small and grey."""
    run.font.name, run.font.size, run.font.color.rgb = SANS, Pt(8), RGBColor.from_string(MUTED)


def page_number(paragraph) -> None:
    """Add "page of pages" as fields."""
    for text in ("PAGE", " of ", "NUMPAGES"):
        if not text.isupper():
            small(paragraph.add_run(text))
            continue
        for kind, words in (("begin", None), (None, text), ("separate", None), ("shown", "1"), ("end", None)):
            run = paragraph.add_run()
            small(run)
            run._r.append(field(kind, words))


def field(kind: str | None, words: str | None):
    """Return one piece of a field."""
    if kind is None or kind == "shown":
        piece = OxmlElement("w:instrText" if kind is None else "w:t")
        piece.text = words
        return piece
    piece = OxmlElement("w:fldChar")
    piece.set(qn("w:fldCharType"), kind)
    return piece


def style(document: Document, name: str, **how) -> None:
    """Make or change a paragraph style."""
    styles = document.styles
    found = next((s for s in styles if s.name.lower() == name.lower()), None)
    made = found or styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if how.get("base"):
        made.base_style = styles[how["base"]]
    letters(made, **how)
    block = made.paragraph_format
    block.space_before, block.space_after = Pt(how["before"]), Pt(how["after"])
    block.line_spacing = how.get("line", block.line_spacing)
    block.alignment = how.get("align", block.alignment)
    block.left_indent = Cm(how["left"]) if "left" in how else block.left_indent
    block.right_indent = Cm(how["right"]) if "right" in how else block.right_indent
    block.keep_with_next, block.keep_together = how.get("keep"), how.get("whole")
    block.page_break_before = how.get("new_page")
    frame(made, how)


def letters(made, **how) -> None:
    """Set typeface, size, weight and colour."""
    font = made.font
    if "face" in how:
        font.name = how["face"]
        fonts = made.element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):
            if "theme" in name.lower():
                del fonts.attrib[name]
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), how["face"])
    if "size" in how:
        font.size = Pt(how["size"])
        half_points(made, how["size"])
    if "colour" in how:
        font.color.rgb = RGBColor.from_string(how["colour"])
    font.bold, font.italic = how.get("bold", font.bold), how.get("italic", font.italic)


def half_points(made, size: float) -> None:
    """Give scripts such as Hebrew the same size, and set no spaced letters."""
    properties = made.element.get_or_add_rPr()
    for old in properties.findall(qn("w:szCs")) + properties.findall(qn("w:spacing")):
        properties.remove(old)
    piece = OxmlElement("w:szCs")
    piece.set(qn("w:val"), str(round(size * 2)))
    properties.find(qn("w:sz")).addnext(piece)


def frame(made, how: dict) -> None:
    """Add borders, a rule above a chapter heading, and a tint."""
    properties = made.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")) + properties.findall(qn("w:shd")):
        properties.remove(old)
    sides, colour, weight = how.get("border", ("top", "C9C9C4", 6) if how.get("top") else (None, None, None))
    if sides:
        names = {"all": ("top", "left", "bottom", "right"), "bottom": ("bottom", "between")}.get(sides, (sides,))
        xml = "".join(
            f'<w:{n} w:val="single" w:sz="{weight}" w:space="{ {"left": 8, "top": 6}.get(n, 4) }" w:color="{colour}"/>'
            for n in names
        )
        put(properties, parse_xml(f"<w:pBdr {nsdecls('w')}>{xml}</w:pBdr>"))
    if how.get("fill"):
        put(properties, parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{how["fill"]}"/>'))


def put(properties, piece) -> None:
    """Insert borders and shading where the schema wants them: before tabs and spacing."""
    for later in (
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:contextualSpacing",
        "w:jc",
        "w:outlineLvl",
    ):
        at = properties.find(qn(later))
        if at is not None:
            at.addprevious(piece)
            return
    properties.append(piece)


def table_style(document: Document) -> None:
    """Rules above and below the head and below the table; thin ones between rows."""
    for name, how in WORDS.items():
        letters(document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER), **how)
    letters(document.styles["Hyperlink"], colour=LINK)
    table = next(s for s in document.styles if s.name == "Table").element
    for old in table.findall(qn("w:tblPr")) + table.findall(qn("w:tblStylePr")):
        table.remove(old)
    rule = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="{}"/>'
    table.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>{rule.format('top', 10, INK)}{rule.format('bottom', 10, INK)}{rule.format('insideH', 4, 'C9C9C4')}</w:tblBorders>"
            '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="110" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )
    table.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>{rule.format("bottom", 10, INK)}</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        )
    )


def plain(raw: bytes) -> bytes:
    """Return the archive with fixed dates, so that the same styles give the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    buffer = io.BytesIO()
    made().save(buffer)
    HERE.write_bytes(plain(buffer.getvalue()))
