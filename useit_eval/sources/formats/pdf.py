"""PDF with a text layer: its words in the order and the lines in which the file has them.

PDFium, the reader of the Chromium browser, gives the text. Nothing is guessed: lines stay as they are printed, a hyphen
at a line's end stays a hyphen, and a person is told of each page that has one. Pages are parted by a line that holds a
form feed alone, so that a page can be found again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from useit_eval.ground.errors import InputRefused
from useit_eval.sources.drafts import Draft
from useit_eval.sources.formats.encodings import tidy
from useit_eval.sources.formats.word_told import plural

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MOST_PAGES = 3_000
MOST_CHARACTERS = 20_000_000
PAGE_BREAK = "\n\f\n"
_HYPHEN_MARKS = re.compile("[\x02\ufffe]\n?")  # how PDFium marks a hyphen at a line's end, joining the lines
_HYPHENS = re.compile("[^\\W\\d_][-\u00ad\u2010]\n(?=[^\\W\\d_])")
_BLANKS = re.compile(r"\t+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\uffff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_MOST_LOOKED_AT = 600  # pieces of a page: where there are more, they are letters, and a hidden word has several
_WHITE = 250  # of 255 parts of red, green and blue
_OCR = "Run text recognition (OCR) on it, for instance with OCRmyPDF, read the result over, and add that file."


def read_pdf(raw: bytes, *, where: str) -> Draft:
    """Return the text layer of a PDF; TABs between words become blanks, and each page's hyphens at line ends are told.

    Raises InputRefused for a damaged PDF, one that needs a password, one of more than 3,000 pages, and one without a
    text layer, which needs text recognition first.
    """
    unseen: list[int] = []
    noted: list[int] = []
    pages = list(_pages(raw, where, unseen, noted))
    if not any(page.strip() for page in pages):
        raise InputRefused(f"the PDF has no text layer ({plural(len(pages), 'page')} of pictures)", where, _OCR)
    tabs = sum(page.count("\t") for page in pages)
    texts = [_BLANKS.sub(" ", _HYPHEN_MARKS.sub("-\n", page)) for page in pages]
    texts = [_CONTROLS.sub("\ufffd", text).strip("\n") for text in texts]
    changes = ["lines are those of the printed page, and a line with a form feed alone parts the pages"]
    if tabs:
        changes.append(f"{plural(tabs, 'TAB')} between words became blanks")
    if noted:
        changes.append(
            f"remarks and form fields on page {_listed(noted)} left out: look there for words typed over the page"
        )
    text = PAGE_BREAK.join(texts) + "\n"
    return tidy(text, where=where, changes=tuple(changes), doubts=tuple(_doubts(texts, unseen)))


def _pages(raw: bytes, where: str, unseen: list[int], noted: list[int]) -> Iterator[str]:
    """Yield the text of each page, with LF; numbers of pages with text that is not shown are added to ``unseen``,
    those with remarks or form fields over them to ``noted``."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(str(error), where) from None
    try:
        if count > MOST_PAGES:
            raise InputRefused(f"the PDF has {count:,} pages; the limit is {MOST_PAGES:,}", where, "Split it.")
        characters = 0
        for number in range(count):
            text, shown, beside = _page(document, number, where)
            unseen += [] if shown else [number + 1]
            noted += [number + 1] if beside else []
            characters += len(text)
            if characters > MOST_CHARACTERS:
                raise InputRefused(f"the PDF has more than {MOST_CHARACTERS:,} characters", where, "Split it.")
            yield text
    finally:
        document.close()


def _page(document: PdfDocument, number: int, where: str) -> tuple[str, bool, int]:
    """Return a page's text, whether all the text that was looked at is shown, and how many remarks lie over it."""
    import pypdfium2

    try:
        page = document[number]
        words = page.get_textpage()
        text, shown, beside = words.get_text_range(), _is_shown(page), _beside(page)
        words.close()
        page.close()
    except pypdfium2.PdfiumError:
        again = "Open it in a PDF program and save it again."
        raise InputRefused(f"page {number + 1} of the PDF is damaged", where, again) from None
    return text.replace("\r\n", "\n").replace("\r", "\n"), shown, beside


def _is_shown(page: PdfPage) -> bool:
    """Return False when one of the page's pieces of text is printed in no colour at all, or white on no ground."""
    from pypdfium2 import raw

    # Some programs write each letter as a piece of its own, so the calls are looked up once.
    piece_at, kind_of, mode_of = raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType, raw.FPDFTextObj_GetTextRenderMode
    text, invisible, handle, is_white = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_TEXTRENDERMODE_INVISIBLE, page.raw, _whiteness()
    count = raw.FPDFPage_CountObjects(handle)
    bare = True  # nothing but words has been painted so far
    for at in range(0, count, max(1, count // _MOST_LOOKED_AT)):
        piece = piece_at(handle, at)
        if kind_of(piece) != text:
            bare = False
        elif mode_of(piece) == invisible or (bare and is_white(piece)):
            return False
    return True


def _whiteness() -> Callable[[object], bool]:
    """Return a function that says whether a piece is painted white."""
    import ctypes

    from pypdfium2 import raw

    red, green, blue, _ = parts = [ctypes.c_uint() for _ in range(4)]
    colour_of, places = raw.FPDFPageObj_GetFillColor, [ctypes.byref(part) for part in parts]

    def is_white(piece: object) -> bool:
        """Return whether the piece's fill is as good as white."""
        return bool(colour_of(piece, *places)) and min(red.value, green.value, blue.value) >= _WHITE

    return is_white


def _beside(page: PdfPage) -> int:
    """Return how many notes, typed remarks and filled-in fields lie over a page: their words are not in its text."""
    from pypdfium2 import raw

    found = 0
    for at in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_LOOKED_AT)):
        note = raw.FPDFPage_GetAnnot(page.raw, at)
        found += raw.FPDFAnnot_GetSubtype(note) in (raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_WIDGET)
        raw.FPDFPage_CloseAnnot(note)
    return found


def _unreadable(reason: str, where: str) -> InputRefused:
    if "password" in reason.lower():
        return InputRefused("the PDF is protected by a password", where, "Save it without one, and add that file.")
    return InputRefused("the PDF is damaged", where, "Open it in a PDF program and save it again, or ask for it anew.")


def _doubts(texts: list[str], unseen: list[int]) -> Iterator[str]:
    hyphens = {number: found for number, text in enumerate(texts, 1) if (found := len(_HYPHENS.findall(text)))}
    if hyphens:
        total, first = sum(hyphens.values()), _listed(list(hyphens))
        yield f"{plural(total, 'hyphen')} at a line's end (page {first}): part of the word or put in by the printer; left as printed"
    if bare := [number for number, page in enumerate(texts, 1) if not page.strip()]:
        yield f"no text on page {_listed(bare)}: empty, or a picture that needs text recognition"
    if furniture := _furniture(texts):
        yield f"the {furniture} line of the pages is the same but for its number: page numbers or running heads, no speech"
    if unseen:
        yield f"text that the printed page does not show on page {_listed(unseen)}, as text recognition leaves it behind a picture: compare the two"
    if private := sum(len(_PRIVATE.findall(text)) for text in texts):
        yield f"{plural(private, 'sign')} of a symbol font have no letter of their own and stand as private signs"
    if ligatures := sum(len(_LIGATURES.findall(text)) for text in texts):
        yield f"{plural(ligatures, 'ligature')} (fi, fl as one sign) stand in the text; a search for the letters passes them by"


def _furniture(texts: list[str]) -> str | None:
    """Return which line of the pages, first or last, repeats on nearly all of three pages or more; None for neither."""
    for name, at in (("first", 0), ("last", -1)):
        lines = [re.sub(r"\d+", "0", lines[at]) for text in texts if (lines := text.strip().split("\n"))[at]]
        if len(lines) >= 3 and max(map(lines.count, set(lines))) >= 0.8 * len(lines):
            return name
    return None


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:20]))
    return shown if len(numbers) <= 20 else f"{shown} and {len(numbers) - 20} more"
