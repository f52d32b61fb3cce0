"""The appendix: one record for every id a page cites, and for every id those records name in turn."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import Any

from useit_eval.document.page import Record, Section
from useit_eval.evidence.registers import UIA
from useit_eval.ground.findings import FigureSpec, Sentence, Table
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import day
from useit_eval.judgement.history import MOVES
from useit_eval.report.blocks import explain
from useit_eval.report.claim_records import claim_records, fields
from useit_eval.report.field_records import TITLES as FIELD
from useit_eval.report.field_records import citable, field_labels, field_records
from useit_eval.report.material import Material
from useit_eval.report.models import model_labels, model_records
from useit_eval.report.words import (
    CONSENT,
    FAULT,
    LINK_STATE,
    MILESTONE_STATE,
    ROLE,
    gatherer,
    plain,
    value_of,
)

Row = dict[str, Any]


def appendix(material: Material, sections: tuple[Section, ...], *, whole: bool = False) -> Section:
    """Return the appendix of a page: records grouped by kind, in label order, for every id in its sections.

    In the chapter on the ``whole`` what a strand's chapter tells in full is told in a line that leads there.
    """
    book = records(material)
    told = {block.label for section in sections for block in _records_in(section)}
    cited = {label for section in sections for label in cited_in(section)} & set(book)
    elsewhere = told_elsewhere(material) if whole else {}
    full = _closure(material, cited - set(elsewhere))
    short = {label: strand for label, strand in elsewhere.items() if label in (cited | full) - told}
    full |= _tellers(material, set(short))
    shown = (*_in_full(material, book, full - told - set(short)), *_in_short(material, book, short))
    lead = explain(*(_LEAD[:1] if whole else ()), *_LEAD[1:])
    return Section("Appendix: what each id stands for", (lead, *shown), anchor="appendix", new_page=True)


_LEAD = (
    "What a strand's chapter tells in full stands here in a line, under the name of that chapter.",
    "Every id in this document leads here: a claim to the place in the source where it is told, "
    "a figure, link or milestone to its row in the study's registers.",
    "Numbers in brackets beside a part of a claim are the characters of the source's text where it stands. "
    "Unless a claim says otherwise, the question that was asked is not known; where it bears on no theory, none is named.",
)


def told_elsewhere(material: Material) -> dict[str, str]:
    """Return the strand whose chapter tells a label in full: theories, claims, figures, links, milestones of strands."""
    own = {theory.id: theory.strand for theory in material.theories.theories}
    for name in ("claim", "figure", "link", "milestone"):
        own |= {row["label"]: row["strand"] for row in _rows(material, name)}
    return {label: strand for label, strand in own.items() if strand in material.chaptered}


def _in_short(material: Material, book: dict[str, Record], short: dict[str, str]) -> Iterator[Section]:
    """Give, chapter by chapter, the records told in full there, each in a line."""
    for strand in material.chaptered:
        own = [book[label] for label in _in_order({label for label in short if short[label] == strand})]
        lines = tuple(_brief(record, f"{strand}.html#{record.label}") for record in own)
        if lines:
            lead = explain(f"In full in the chapter on it ({strand}.html).")
            yield Section(material.study.title_of(strand), (lead, *lines))


_IN_SHORT = ("Version", "Where", "Who says it", "How far", "Value", "As of", "Check on")
"""The fields of a record that stay when it is told in a line; all others stand in the strand's chapter."""


def _brief(record: Record, href: str) -> Record:
    kept = tuple(pair for pair in record.fields if pair[0] in _IN_SHORT)
    return dataclasses.replace(record, fields=kept, href=href)


def _in_full(material: Material, book: dict[str, Record], chosen: set[str]) -> tuple[Section, ...]:
    groups = [
        ("Theories", {theory.id for theory in material.theories.theories}),
        *((title, set(material.frames[name]["label"])) for name, title in _TITLES.items()),
        *((title, field_labels(material, name)) for name, title in FIELD.items()),
        ("Statistics", set(model_labels(material))),
    ]
    return tuple(
        Section(title, tuple(book[label] for label in _in_order(members & chosen)))
        for title, members in groups
        if members & chosen
    )


_TITLES = {
    "claim": "Claims",
    "figure": "Figures",
    "link": "Links between macro-assets and micro-assets",
    "milestone": "Milestones",
    "challenge": "Challenges",
    "fault": "Faults and conflicts of the sources",
    "voice": "Voices",
    "source": "Sources",
}


def in_place(material: Material, name: str) -> tuple[Record, ...]:
    """Return every record of one register ("fault", "challenge"), to stand in a section instead of the appendix."""
    book = records(material)
    return tuple(book[label] for label in _in_order(set(material.frames[name]["label"])))


def _records_in(section: Section) -> Iterator[Record]:
    for block in section.blocks:
        if isinstance(block, Record):
            yield block
        elif isinstance(block, Section):
            yield from _records_in(block)


def records(material: Material) -> dict[str, Record]:
    """Return the record of every label of the study."""
    makers: dict[str, Callable[[Material, Row], Record]] = {
        "figure": _figure,
        "link": _link,
        "milestone": _milestone,
        "challenge": _challenge,
        "fault": _fault,
        "voice": _voice,
        "source": _source,
    }
    book = {row["label"]: make(material, row) for name, make in makers.items() for row in _rows(material, name)}
    book.update(claim_records(material))
    book.update(model_records(material))
    book.update(field_records(material))
    book.update({theory.id: _theory(material, theory) for theory in material.theories.theories})
    return book


def cited_in(part: Any) -> Iterator[str]:
    """Yield every label that a block, a sentence or anything inside it names."""
    if isinstance(part, Table):
        yield from (label for row in part.ids for label in row)
    elif isinstance(part, FigureSpec):
        yield from (label for row in part.rows for label in _row_labels(row))
    elif isinstance(part, (tuple, list)):
        for item in part:
            yield from cited_in(item)
    elif dataclasses.is_dataclass(part):
        if isinstance(part, Sentence) or hasattr(part, "ids"):
            yield from part.ids
        for field in dataclasses.fields(part):
            if field.name not in ("ids", "tone", "title"):
                yield from cited_in(getattr(part, field.name))


def _row_labels(row: Row) -> Iterator[str]:
    for name in ("ids", "claim", "label", "theory"):
        value = row.get(name)
        yield from value if isinstance(value, (tuple, list)) else labels(value)


def _closure(material: Material, cited: set[str]) -> set[str]:
    """Add what cited rows name: conflicts, evidence, sources. Claims named so do not pull in further claims."""
    known = set(cited)
    for name in ("figure", "link", "milestone", "challenge", "fault", *FIELD):
        for row in citable(material, name) if name in FIELD else _rows(material, name):
            if row["label"] in cited:
                columns = ("conflicts_with", "target_of", "evidence", "opening", "follows")
                known.update(label for column in columns for label in labels(row.get(column)))
    return known | _tellers(material, known)


def _tellers(material: Material, known: set[str]) -> set[str]:
    """Return the labels of the sources and voices of claims and figures."""
    sources = {row["source_id"]: row["label"] for row in _rows(material, "source")}
    voices = {row["voice_id"]: row["label"] for row in _rows(material, "voice")}
    claims = [row for row in _rows(material, "claim") if row["label"] in known]
    figures = [row for row in _rows(material, "figure") if row["label"] in known]
    found = {sources.get(row["source_id"], "") for row in (*claims, *figures)}
    return (found | {voices.get(row[who], "") for row in claims for who in ("voice_id", "reported_by")}) - {""}


def _rows(material: Material, name: str) -> list[Row]:
    return material.frames[name].to_dict("records")


def _in_order(found: set[str]) -> list[str]:
    return sorted(
        found, key=lambda label: (re.sub(r"\d", "", label), [int(n) for n in re.findall(r"\d+", label)], label)
    )


def _figure(material: Material, row: Row) -> Record:
    return Record(
        row["label"],
        row["definition"],
        fields(
            ("Value", value_of(row)),
            ("Of", row["population"]),
            ("Area", row["area"]),
            ("Boundaries of", row["area_vintage"]),
            ("As of", day(row["as_of"])),
            ("Kind", ROLE[row["role"]]),
            ("Strand", material.study.title_of(row["strand"])),
            ("Where", row["locator"]),
            ("As printed", _printed(material, row)),
            ("Target for", row["target_of"]),
            ("Conflicts with", row["conflicts_with"]),
            ("Note", row["note"]),
        ),
    )


def _printed(material: Material, row: Row) -> str:
    """Return a figure's characters as the source prints them, with the custom they are read in when it is another."""
    custom = plain(row["printed_locale"])
    return f"{row['as_printed']}{'' if custom == material.study.locale else f' (read as {custom})'}"


def _link(material: Material, row: Row) -> Record:
    name = material.factors.get
    return Record(
        row["label"],
        f"{row['opportunity']} ({LINK_STATE[row['state']]})",
        fields(
            ("Macro-asset", name(row["macro_asset"], row["macro_asset"])),
            ("Who can open it", row["owner"]),
            ("When", day(row["opportunity_date"])),
            ("What it needs", row["need"]),
            ("Micro-asset", f"{name(row['micro_asset'], row['micro_asset'])}: {row['micro_asset_detail']}"),
            ("What connects them", f"{name(row['resource'], row['resource'])}: {row['resource_detail']}"),
            ("State", f"{LINK_STATE[row['state']]}, as of {day(row['state_date'])}"),
            ("Where the chain breaks", row["breaks_at"]),
            ("In the registers", row.get("opening")),
            ("Earlier", row.get("follows")),
            ("Evidence", row["evidence"]),
            ("Note", row["note"]),
        ),
    )


def _milestone(material: Material, row: Row) -> Record:
    return Record(
        row["label"],
        row["promise"],
        fields(
            ("Strand", material.study.title_of(row["strand"])),
            ("Stated", day(row["stated_on"])),
            ("Check on", day(row["check_on"])),
            ("State", MILESTONE_STATE[row["state"]]),
            ("Where", row["locator"]),
            ("Evidence", row["evidence"]),
            ("Note", row["note"]),
        ),
    )


def _challenge(material: Material, row: Row) -> Record:
    return Record(
        row["label"],
        row["title"],
        fields(
            ("Problem", row["problem"]),
            ("Response", row["response"]),
            ("Reported result", row["reported_result"]),
            ("Recommendation", row["recommendation"]),
            ("Who says so", _voice_name(material, row["said_by"])),
            ("Urban Innovative Actions", "; ".join(UIA.get(key, key) for key in labels(row["uia"]))),
            ("Where", row["locator"]),
            ("Evidence", row["evidence"]),
            ("Note", row["note"]),
        ),
    )


def _fault(material: Material, row: Row) -> Record:
    return Record(
        row["label"],
        row["what"],
        fields(
            ("Kind", FAULT.get(row["kind"], row["kind"])),
            ("How it is read here", row["reading"]),
            ("Where", row["locator"]),
            ("Evidence", row["evidence"]),
        ),
    )


def _voice(material: Material, row: Row) -> Record:
    groups = {group.id: group.title for group in material.study.groups}
    return Record(
        row["label"],
        row["pseudonym"],
        fields(
            ("Role", row["role"]),
            ("Group", groups.get(row["stakeholder_group"], row["stakeholder_group"])),
            ("Counts as one with", row["independence_unit"]),
            ("What may be shown", CONSENT.get(row["consent"], row["consent"])),
            ("Relation to whoever wrote it down", row["collector_relation"]),
        ),
    )


def _source(material: Material, row: Row) -> Record:
    at_hand = "yes" if material.at_hand.get(row["label"]) else "no"
    return Record(
        row["label"],
        row["title"],
        fields(
            ("File", row["file"]),
            ("Method", row["method"]),
            ("Dated", day(row["dated"])),
            (gatherer(row["method"]), row["collector"]),
            ("Relation", row["collector_relation"]),
            ("Written by the programme or its funder", bool(row["by_programme"])),
            ("Text at hand", at_hand),
            ("SHA-256 of the text", row["sha256_text"]),
            ("Note", row["note"]),
        ),
    )


def _theory(material: Material, theory) -> Record:
    now = theory.current
    told = (("If", now.if_), ("Then", now.then), ("Because", now.because))
    version = f"{now.version} ({MOVES.get(now.move, now.move)})"
    return Record(
        theory.id,
        theory.title,
        fields(("Strand", material.study.title_of(theory.strand)), ("Version", version), *told),
    )


def _voice_name(material: Material, label: str) -> str:
    voices = material.frames["voice"].set_index("label")["pseudonym"]
    return f"{voices.get(label, label)} ({label})"
