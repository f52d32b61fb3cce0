"""Findings and sentences turned into blocks of a page."""

from __future__ import annotations

from useit_eval.document.page import Block, Callout, Listing, Paragraph, Section
from useit_eval.ground.findings import Finding, Sentence

MOST_IN_A_PARAGRAPH = 3


def explain(*texts: str) -> Paragraph:
    """Return a paragraph that explains and states no finding."""
    return Paragraph(tuple(Sentence(text, (), explains=True) for text in texts))


def state(text: str, *ids: str) -> Sentence:
    """Return a sentence that states a finding, with the labels it stands on."""
    return Sentence(text, tuple(ids))


def show(finding: Finding) -> tuple[Block, ...]:
    """Return a finding's own lines, then its figure, then its table."""
    return (*tell(finding.sentences), *drawn(finding))


def drawn(finding: Finding) -> tuple[Block, ...]:
    """Return a finding's figure, then its table."""
    return tuple(block for block in (finding.figure, finding.table) if block)


def tell(lines: tuple[Sentence, ...]) -> tuple[Block, ...]:
    """Return lines as a paragraph, or the first one and then a list when there are many."""
    if len(lines) <= MOST_IN_A_PARAGRAPH:
        return (Paragraph(lines),) if lines else ()
    return (Paragraph(lines[:1]), Listing(lines[1:]))


def show_all(findings: list[Finding], *, under: str = "", of: str = "") -> tuple[Block, ...]:
    """Return the blocks of several findings, each under its title; without a title where the section has said it.

    ``under`` is the title of the section they stand in, ``of`` the strand's: a heading repeats neither.
    """
    if len(findings) == 1:
        return show(findings[0])
    blocks: list[Block] = []
    for finding in findings:
        title = finding.title.removesuffix(f": {of}") if of else finding.title
        blocks.extend(show(finding) if title == under else (Section(title, show(finding)),))
    return tuple(blocks)


def note(title: str, *texts: str, tone: str = "note") -> Callout:
    """Return a boxed note that explains."""
    return Callout(tone, title, tuple(Sentence(text, (), explains=True) for text in texts))
