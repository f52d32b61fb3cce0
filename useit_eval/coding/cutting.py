"""A text cut into words and sentences, in any script, by places alone: code points, end exclusive, no corpus needed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

Spans = np.ndarray
"""Places as rows of start and end."""

_ABBREVIATIONS = {
    *("dr", "mr", "mrs", "ms", "prof", "st", "rev", "hon", "sr", "jr", "no", "nos", "vs", "approx", "dept", "fig"),
    *("ed", "eds", "al", "etc", "e.g", "i.e", "a.m", "p.m", "c.f", "cf"),
}
_SEEN = 3
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
# Full stops of scripts that put no space after them, or that Punkt does not know.
_HARD_END = re.compile(r"[。！？｡؟۔।॥።]+[」』”’）)\]]*")
# Signs are classed first (see `_class_of`), and words are found among the classes, which stand at the same places.
_WORD = re.compile(r"i[mj]*|[wd][wdmj]*(?:'[wd][wdmj]*|(?<=d),d[wdmj]*)*|e[em]*(?:j[em]+)*")
_SINGLE = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x3041, 0x3096), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_CLASSES = {"L": "w", "M": "m", "N": "w"}


def word_spans(text: str) -> Spans:
    """Return where each word of a text stands, as rows of start and end.

    A word is a run of letters, digits and their combining marks, with apostrophes and hyphens inside it; a number
    keeps its points and commas; a run of emoji is one word, and so is each Chinese character or hiragana, as in
    Unicode's text segmentation (UAX 29). Scripts that put no spaces between words, such as Thai, give a run: take
    characters or sentences there.

    Example:
        >>> [tuple(map(int, span)) for span in word_spans("It's £1,000!")]
        [(0, 4), (6, 11)]
    """
    classes = text.translate({ord(sign): _class_of(sign) for sign in set(text)})
    return _rows(found.span() for found in _WORD.finditer(classes))


def sentence_spans(texts: Sequence[str], *, blocks: Sequence[Spans] | None = None) -> list[Spans]:
    """Return for each text where its sentences stand, as rows of start and end.

    Sentences are found by Punkt (Kiss & Strunk 2006, Computational Linguistics 32), trained on these texts
    themselves and told a few English abbreviations; full stops of other scripts end a sentence too. No sentence goes
    over a blank line, nor over the bounds of ``blocks`` (rows of start and end, such as turns) when they are given.

    Example:
        >>> [tuple(map(int, span)) for span in sentence_spans(["Dr. Bell came. He stayed."])[0]]
        [(0, 14), (15, 25)]
    """
    punkt = _trained(texts)
    cut = blocks if blocks is not None else [np.array([[0, len(text)]]) for text in texts]
    return [_sentences(text, rows, punkt) for text, rows in zip(texts, cut, strict=True)]


def _class_of(sign: str) -> str:
    """Return one letter for what a sign is to words: letter, digit, mark, joiner, emoji, inner sign, or a gap."""
    code, category = ord(sign), unicodedata.category(sign)
    if any(low <= code <= high for low, high in _SINGLE):
        return "i"
    if sign in "'’-‐‑":
        return "'"
    if sign in ".,":
        return ","
    if sign in "\u200c\u200d\u00ad":
        return "j"
    if 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F:
        return "m"
    if category == "Nd":
        return "d"
    if category == "So" and code >= 0x2300:
        return "e"
    return "w" if sign == "_" else _CLASSES.get(category[0], " ")


def _trained(texts: Sequence[str]) -> PunktSentenceTokenizer:
    """Return Punkt trained on texts. NLTK is imported here alone: it takes seconds."""
    from nltk.tokenize.punkt import PunktSentenceTokenizer, PunktTrainer

    whole = "\n\n".join(texts)
    trainer = PunktTrainer()
    trainer.train(whole, finalize=True)
    known = trainer.get_params()
    # In a short text the last word of a sentence looks like an abbreviation: what was seen often enough is believed.
    lowered = whole.lower()
    known.abbrev_types = {word for word in known.abbrev_types if lowered.count(f"{word}.") >= _SEEN} | _ABBREVIATIONS
    return PunktSentenceTokenizer(known)


def _sentences(text: str, blocks: Spans, punkt: PunktSentenceTokenizer) -> Spans:
    found: list[tuple[int, int]] = []
    for first, past in blocks.tolist():
        for paragraph in _PARAGRAPH.finditer(text, first, past):
            begin = paragraph.start()
            for start, end in punkt.span_tokenize(paragraph.group()):
                found.extend(_apart(text, begin + start, begin + end))
    return _rows(found)


def _apart(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Give a sentence of Punkt's, parted at full stops that it does not know."""
    for stop in _HARD_END.finditer(text, start, end):
        yield start, stop.end()
        start = stop.end()
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _rows(spans: Iterable[tuple[int, int]]) -> Spans:
    return np.array(list(spans), dtype=np.int64).reshape(-1, 2)
