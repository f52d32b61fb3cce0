"""The exercise on paper: an interview with numbered lines, the list of codes, and forms to write on and type back in."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval.coder.view import open_view
from useit_eval.document.page import Callout, Lines, Listing, Page, Section
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.findings import Sentence, Table
from useit_eval.ground.wording import plain

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

WIDE = 60
"""Signs of a line on the sheet: short enough to leave room beside it for a pencil."""
PASSAGES, CLAIMS = 14, 2
HOW = (
    "Read a page first. Then underline words that say something about the programme, and what came of it.",
    "Write the code beside them. Several codes on the same words are fine. A code that is missing: write your own.",
    "Copy each passage to the form: the line it begins in, its first and last words, the code.",
    "Link passages that belong together: what was so already, what was put within reach, what people thought, what came of it.",
)
BACK = (
    "Open the coder (docs/coding.md) under the name on the sheet.",
    "The number before the dot is the turn: type it beside Turn and press Enter. Find takes the first words.",
    "Mark the words, type two letters of the code, press Enter. Then link the passages of each claim.",
    "Shred the sheets when everything is typed in.",
)


def write_paper(bench: Bench, source: str = "") -> list[Path]:
    """Write the sheets of a practice interview (label or id; the first without one) as web page and Word file; return both.

    They are written below the study's reports, in ``paper/``. Raises InputRefused for a source that is unknown, whose
    text is not at hand, or that is not marked practice: what people really said cannot be taken back from paper.
    """
    from useit_eval import document

    page = draw_paper(open_view(bench, source, coder="paper", mode="read"))
    folder = bench.paths.reports / "paper"
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{page.slug}.html", folder / f"{page.slug}.docx"]
    document.write_html(page, made[0])
    document.write_docx(page, made[1])
    return made


def draw_paper(view: dict[str, Any]) -> Page:
    """Return the sheets of the source of a view (see `coder.view.open_view`). Raises InputRefused unless it is practice."""
    source = view["source"]
    if not source["practice"]:
        told = f"{source['label']} is not marked practice"
        raise InputRefused(told, "", "Code it on the screen: what people really said cannot be taken back from paper.")
    text = Section("The interview", (_interview(view),), new_page=True)
    sections = (
        _opening(),
        text,
        _codes(view),
        _passages(),
        *(_claim(view, number) for number in range(1, CLAIMS + 1)),
        _back(),
    )
    return Page(
        f"{source['label']}_paper", source["title"] or source["label"], "Coding on paper", sections, practice=True
    )


def number_lines(view: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the lines of the sheet as (number, words): "6.2" is the second line of turn 6; its first names who speaks.

    Words are as in the text; only the breaks of lines are the sheet's.
    """
    for turn in view["turns"]:
        words = view["source"]["text"][turn["start"] : turn["end"]]
        said = f"{turn['speaker']}: {words}" if turn["speaker"] else words
        for at, line in enumerate(textwrap.wrap(said, WIDE, break_on_hyphens=False, break_long_words=False), start=1):
            yield f"{turn['number']}.{at}", line


def _opening() -> Section:
    note = Callout(
        "note",
        "Nobody is graded",
        (_say("There is no one right answer, and nobody is timed. What you see is what counts."),),
    )
    return Section(
        "How it is done", (Listing(tuple(map(_say, HOW)), ordered=True), Lines(boxes=("Name you choose:",)), note)
    )


def _interview(view: dict[str, Any]) -> Table:
    return Table(("Line", "What was said", "Codes"), tuple((*row, "") for row in number_lines(view)))


def _codes(view: dict[str, Any]) -> Section:
    kinds: dict[str, list[dict[str, Any]]] = {}
    for code in view["codes"]:
        if not code["retired"]:
            kinds.setdefault(code["kind"], []).append(code)
    tables = tuple(
        Table(
            ("Code", "When to take it"),
            tuple((code["name"], code["definition"]) for code in codes),
            caption=plain(kind).capitalize(),
        )
        for kind, codes in kinds.items()
    )
    return Section("The codes", tables, new_page=True)


def _passages() -> Section:
    blank = tuple((str(number), "", "", "", "") for number in range(1, PASSAGES + 1))
    table = Table(("No.", "Line", "First and last words", "Code", "Why (if you like)"), blank)
    return Section("Passages", (table,), new_page=True)


def _claim(view: dict[str, Any], number: int) -> Section:
    slots = [slot for slot in view["study"]["slots"] if slot["slot"] != "mechanism_mixed"]
    rows = tuple((slot["name"], slot["hint"], "") for slot in slots)
    table = Table(("Part", "What belongs here", "No. of passages"), rows)
    asked = Listing(
        (_say("In one sentence of your own: for whom, what was put within reach, what they thought, what came of it."),)
    )
    return Section(f"Claim {number}", (table, asked, Lines(3)), new_page=number == 1)


def _back() -> Section:
    return Section("To type it in again", (Listing(tuple(map(_say, BACK)), ordered=True),))


def _say(text: str) -> Sentence:
    return Sentence(text, explains=True)
