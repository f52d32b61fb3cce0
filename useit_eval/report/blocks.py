"""Findings and sentences turned into blocks of a page."""

from __future__ import annotations

from useit_eval.document.page import Block, Callout, Listing, Paragraph, Quotation, Section
from useit_eval.ground.findings import Finding, Sentence
from useit_eval.report.material import Material, Words


def explain(*texts: str) -> Paragraph:
    """Return a paragraph that explains and states no finding."""
    return Paragraph(tuple(Sentence(text, (), explains=True) for text in texts))


def state(text: str, *ids: str) -> Sentence:
    """Return a sentence that states a finding, with the labels it stands on."""
    return Sentence(text, tuple(ids))


MOST_IN_A_PARAGRAPH = 3


def show(finding: Finding) -> tuple[Block, ...]:
    """Return a finding's own lines, then its figure, then its table."""
    return (
        *tell(finding),
        *((finding.figure,) if finding.figure else ()),
        *((finding.table,) if finding.table else ()),
    )


def tell(finding: Finding) -> tuple[Block, ...]:
    """Return a finding's own lines: a paragraph, or the first line and then a list when there are many."""
    lines = finding.sentences
    if len(lines) <= MOST_IN_A_PARAGRAPH:
        return (Paragraph(lines),) if lines else ()
    return (Paragraph(lines[:1]), Listing(lines[1:]))


def show_all(findings: list[Finding]) -> tuple[Block, ...]:
    """Return the blocks of several findings under their own titles; of one finding, without its title."""
    if len(findings) == 1:
        return show(findings[0])
    return tuple(Section(finding.title, show(finding)) for finding in findings)


def quote(material: Material, claims: set[str], *, most: int) -> tuple[Quotation, ...]:
    """Return at most ``most`` quotations from the claims named, in the order of the record."""
    chosen: list[Words] = [words for words in material.quotations if words.claim in claims]
    return tuple(Quotation(words.words, words.who, (words.claim,)) for words in chosen[:most])


def note(title: str, *texts: str, tone: str = "note") -> Callout:
    """Return a boxed note that explains."""
    return Callout(tone, title, tuple(Sentence(text, (), explains=True) for text in texts))
