"""The chapter on the mechanism as a whole: how well macro-assets and micro-assets are being connected."""

from __future__ import annotations

import dataclasses

from useit_eval.document.page import Block, Listing, Page, Paragraph, Section
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import day
from useit_eval.report import field
from useit_eval.report.appendix import appendix, in_place
from useit_eval.report.blocks import explain, note, show, show_all, tell
from useit_eval.report.gathered import NO_WHY, WHY, apart, by_strand_told, rivals_in_short
from useit_eval.report.limits import limits, stands_on_one_source
from useit_eval.report.material import WHOLE, Material
from useit_eval.report.rameses import checklist
from useit_eval.report.short import in_short
from useit_eval.report.strand import (
    against,
    changes,
    configurations,
    jointly,
    moves,
    ratings,
    standing,
    theories_and_rivals,
)

SLUG = "macro_micro"
MOST_NAMED, MOST_ASSETS = 2, 2
"""As many theories that the sources contradict, and assets, are named in the short answer, which is to stay short."""
AUTHORS_BLOCKS = (
    ("introduction", "Introduction"),
    ("rationale", "Why this evaluation"),
    ("questions", "Questions and focus"),
    ("why_realist", "Why realist"),
    ("environment", "The setting of the evaluation"),
    ("design", "Design"),
    ("data_collection", "Data collection"),
    ("analysis", "How the data were analysed"),
    ("ethics", "Ethics"),
    ("recruitment", "Recruitment and sampling"),
    ("findings_summary", "Summary of findings"),
    ("literature", "Comparison with the literature"),
    ("conclusions", "Conclusions and recommendations"),
    ("funding", "Funding and interests"),
)


def overall_chapter(material: Material, *, links: tuple[tuple[str, str], ...] = ()) -> Page:
    """Return the chapter on the whole mechanism; its first page is the links register's answer."""
    sections = tuple(section for section in _sections(material) if section.blocks)
    return Page(
        slug=SLUG,
        title=f"How well the mechanism is working: {title(material)}",
        subtitle=f"{material.study.title}: a realist evaluation as of {day(material.as_of)}",
        sections=(*sections, appendix(material, sections, whole=True)),
        standing=standing(material),
        links=links,
        practice=material.study.practice,
        answer_first=True,
    )


def title(material: Material) -> str:
    """Return the two words the study uses for what is linked."""
    return f"{material.study.macro_name}s and {material.study.micro_name}s"


def block_names(material: Material) -> tuple[str, ...]:
    """Return the names of the authors' blocks for which the chapters have a place."""
    chapter = ("summary", "introduction", "configurations", "limits")
    of_strands = tuple(f"{strand.id}.{name}" for strand in material.study.strands for name in chapter)
    crossing = (WHOLE, *(strand.id for strand in material.study.cross_strands))
    of_strands = (
        *of_strands,
        *(f"{strand}.{name}" for strand in crossing[1:] for name in chapter if name != "configurations"),
    )
    of_theories = tuple(f"{theory.strand}.{theory.id}" for theory in material.theories.theories)
    whole = ("summary", *(name for name, _ in AUTHORS_BLOCKS), "limits")
    return (*whole, *of_strands, *(f"{strand}.configurations" for strand in crossing), *of_theories)


def _sections(material: Material) -> tuple[Section, ...]:
    crossing = (WHOLE, *(strand.id for strand in material.study.cross_strands))
    whole = tuple(strand for strand in crossing if strand not in material.chaptered)
    return (
        Section("The short answer", (*material.prose("summary"), *_answer(material)), anchor="short"),
        Section("What changed since the last round", changes(material), anchor="changes"),
        Section("Strand by strand", _by_strand(material), anchor="strands"),
        Section("Where the chain breaks", _breaks(material), anchor="breaks"),
        Section("What connects, and what is not connected yet", field.connections(material), anchor="connections"),
        Section("Opportunities over time", _over_time(material), anchor="time"),
        Section("Assets and money: the baseline", field.baseline(material, ""), anchor="baseline"),
        Section("Partners", field.partners(material, ""), anchor="partners"),
        Section("Where the sources contradict the theories", _contradictions(material), anchor="contradictions"),
        Section(
            "Proposed ratings of every theory", show_all(material.find("judgement.ladder", strand="")), anchor="ratings"
        ),
        Section("Rivals of every theory", rivals_in_short(material), anchor="rivals"),
        *(
            _cross(material, strand)
            for strand in whole
            if material.theories_of(strand) or _claimed(material, strand) or field.events(material, strand)
        ),
        Section("Ripples between strands", _ripples(material), anchor="ripples"),
        Section("Challenges", _challenges(material), anchor="challenges"),
        Section("Milestones to check", _milestones(material), anchor="milestones"),
        Section("Conflicts and faults of the sources", _conflicts(material), anchor="conflicts"),
        Section(
            "Limits", (*limits(material), *show_all(material.find("judgement.sensitivity", strand=""))), anchor="limits"
        ),
        *_authors(material),
        Section("Reporting checklist (RAMESES II)", _checklist(material), anchor="rameses", new_page=True),
    )


def _answer(material: Material) -> tuple[Block, ...]:
    """Answer in one page: how far, on how many sources, the drawing by strand, the table by asset; then what goes against."""
    found = material.find("evidence.links", strand="")
    if not found:
        return (explain("The links register is empty, so this question has no answer yet."),)
    whole, caution = found[0], stands_on_one_source(material)
    lead, *further = in_short(whole)
    shown = tuple(block for block in (whole.figure, whole.table and _folded(whole.table)) if block)
    rest = (Paragraph(caution[1:]),) if caution[1:] else ()
    told = (Paragraph((lead, *caution[:1])), Listing(tuple(further))) if further else (Paragraph((lead, *caution[:1])),)
    return (*told, *shown, *_contradicted(material), *rest)


def _folded(table: Table) -> Table:
    """Return a table of counts with its smallest rows added up into one, so that it leaves room on the page."""
    rest = table.rows[MOST_ASSETS:]
    if len(rest) < 2:
        return table
    row = (f"{len(rest)} others", *(sum(row[column] for row in rest) for column in range(1, len(table.columns))))
    ids = tuple(label for labels in table.ids[MOST_ASSETS:] for label in labels)
    caption = f"{table.caption}; all of them under “Strand by strand”"
    rows = (*table.rows[:MOST_ASSETS], row)
    return dataclasses.replace(table, rows=rows, ids=(*table.ids[:MOST_ASSETS], ids), caption=caption)


def _contradicted(material: Material) -> tuple[Block, ...]:
    """Name the theories against whose steps most records go; the section on them lists all."""
    found = material.find("evidence.contradictions")
    lines = found[0].sentences if found else ()
    if len(lines) < 2:
        return ()
    further = tuple(dict.fromkeys(label for line in lines[1 + MOST_NAMED :] for label in line.ids))
    more = (Sentence("The section on contradictions lists the others.", further),) if further else ()
    return (Paragraph(lines[:1]), Listing((*lines[1 : 1 + MOST_NAMED], *more)))


def _by_strand(material: Material) -> tuple[Block, ...]:
    """Tell each strand's answer in its own lines; the register's rows stand in the strand's chapter."""
    found = material.find("evidence.links", strand="")
    table = found[0].table if found else None
    whole = (table,) if table and table != _folded(table) else ()
    return whole + tuple(
        Section(
            material.study.title_of(strand),
            (
                *(
                    block
                    for finding in material.find("evidence.links", strand=strand)
                    for block in tell(in_short(finding))
                ),
                explain(f"Theories, evidence and ratings stand in the chapter on it ({strand}.html)."),
            ),
        )
        for strand in material.chaptered
    )


def _breaks(material: Material) -> tuple[Block, ...]:
    """Tell where links break: in rows where a claim tells of it, several links wait or no chapter has them; then the others."""
    found = material.find("evidence.links.breaks")
    if not found or not found[0].table:
        return show_all(found)
    table = found[0].table
    chapters = {material.study.title_of(strand) for strand in material.chaptered}
    kept, others = apart(table, lambda row: row["Links"] > 1 or row[WHY] != NO_WHY or row["Strand"] not in chapters)
    if len(others.rows) < 2:
        return show(found[0])
    told = f"In {len(others.rows)} more places one link each waits, and no claim tells of it; its strand's chapter tells where."
    ids = tuple(dict.fromkeys(label for row in others.ids for label in row))
    caption = "Where links break or wait: several links, or with a claim that tells of it"
    return (*tell(found[0].sentences), dataclasses.replace(kept, caption=caption), Paragraph((Sentence(told, ids),)))


def _over_time(material: Material) -> tuple[Block, ...]:
    """Tell when opportunities open; those that bear no date stand under their ids in the appendix only."""
    found = material.find("evidence.links.time")
    if not found or not found[0].table:
        return show_all(found)
    table, undated = found[0].table, found[0].data.get("undated", 0)
    dated = len(table.rows) - undated
    if not undated or not dated:
        return show(found[0])
    told = f"Opportunities that bear a date, in its order; the {undated} others stand under their ids in the appendix"
    short = dataclasses.replace(table, rows=table.rows[:dated], ids=table.ids[:dated], caption=told)
    return (*tell(found[0].sentences), *((found[0].figure,) if found[0].figure else ()), short)


def _contradictions(material: Material) -> tuple[Block, ...]:
    found = material.find("evidence.contradictions")
    if found and found[0].table:
        lead = "Each record that goes against a step of a theory, with the steps it touches; why it does stands in the "
        table = found[0].table
        at = [i for i, name in enumerate(table.columns) if name != "Why it contradicts"]
        rows = tuple(tuple(row[i] for i in at) for row in table.rows)
        short = dataclasses.replace(table, columns=tuple(table.columns[i] for i in at), rows=rows)
        return (explain(f"{lead}chapter of its strand and, under its id, in the appendix."), short)
    return show_all(found) or (explain("No coded claim contradicts a step of the theories."),)


def _ripples(material: Material) -> tuple[Block, ...]:
    return show_all(material.find("cmo.ripples"), under="Ripples between strands")


def _challenges(material: Material) -> tuple[Block, ...]:
    """Return each challenge as a record in its place, then how they fit the seven of Urban Innovative Actions."""
    found = material.find("evidence.challenges")
    if not found:
        return (explain("The sources report no challenge."),)
    return (
        *tell(found[0].sentences),
        *in_place(material, "challenge"),
        *_titled([by_strand_told(f) for f in found[1:]]),
    )


def _conflicts(material: Material) -> tuple[Block, ...]:
    """Return the values in conflict, then each fault of the sources as a record in its place."""
    found = {finding.key: finding for finding in material.find("evidence.conflicts")}
    faults = found.pop("evidence.conflicts.faults", None)
    told = (*tell(faults.sentences), *in_place(material, "fault")) if faults else ()
    return (*_titled(list(found.values())), *((Section(faults.title, told),) if faults else ()))


def _titled(found: list[Finding]) -> tuple[Section, ...]:
    return tuple(Section(finding.title, show(finding)) for finding in found)


def _claimed(material: Material, strand: str) -> bool:
    return bool((material.frames["claim"]["strand"] == strand).any())


def _cross(material: Material, strand: str) -> Section:
    """Tell what crosses the strands: its theories, or the claims that no theory is about, with its registers."""
    registers = (
        Section("Partners", field.partners(material, strand) if strand != WHOLE else ()),
        Section("Events", field.events(material, strand)),
    )
    if not material.theories_of(strand):
        blocks = (*configurations(material, strand), *(block for block in registers if block.blocks))
        return Section(material.study.title_of(strand), blocks, anchor=strand)
    blocks = (
        Section("Theories and rivals", theories_and_rivals(material, strand)),
        *registers,
        Section("Linked configurations", configurations(material, strand, listed=False)),
        Section("What speaks against", against(material, strand)),
        Section("Numbers and claims together", jointly(material, strand)),
        Section("Profiles and proposed ratings", ratings(material, strand, ladder=False)),
        Section("What evidence would move a rating", moves(material, strand)),
    )
    return Section(material.study.title_of(strand), tuple(block for block in blocks if block.blocks), anchor=strand)


def _milestones(material: Material) -> tuple[Block, ...]:
    """Return how many promises there are, then those that no chapter of a strand lists."""
    found = material.find("evidence.milestones")
    own = [f for f in found if f.strand not in material.chaptered]
    parts = (show(f) if not f.strand else (Section(material.study.title_of(f.strand), show(f)),) for f in own)
    lead = (explain("Each promise stands in the chapter of its strand."),) if len(own) < len(found) else ()
    return (*(block for part in parts for block in part), *lead) or (explain("The sources promise nothing."),)


def _authors(material: Material) -> tuple[Section, ...]:
    return tuple(
        Section(heading, material.prose(name), anchor=name)
        for name, heading in AUTHORS_BLOCKS
        if name in material.blocks
    )


def _checklist(material: Material) -> tuple[Block, ...]:
    return (
        note(
            "How to read this",
            "Filled means the record supplies it; drafted means a named person wrote it and has not signed it off.",
        ),
        checklist(material),
    )
