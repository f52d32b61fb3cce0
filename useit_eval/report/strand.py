"""A strand's chapter: its theories, its numbers, its configurations, what speaks against them and the proposed ratings."""

from __future__ import annotations

from useit_eval.document.page import Block, Listing, Page, Paragraph, Section
from useit_eval.ground.findings import FigureSpec, Finding, Table
from useit_eval.ground.wording import day
from useit_eval.report import field
from useit_eval.report.appendix import appendix
from useit_eval.report.beside import (
    by_group,
    has_history,
    history,
    none_by_group,
    rivals,
    signed,
    thought_of,
    told_standing,
)
from useit_eval.report.blocks import drawn, explain, note, show, show_all, state, tell
from useit_eval.report.gathered import with_denials_together
from useit_eval.report.limits import limits
from useit_eval.report.material import Material
from useit_eval.report.models import statistics
from useit_eval.report.profiles import side_by_side
from useit_eval.report.short import in_short, short_answer
from useit_eval.report.words import (
    SLOT,
    TAKEN_WHOLE,
    THEORY_KIND,
    UNSIGNED,
    plain,
    value_of,
)


def strand_chapter(material: Material, strand: str, *, links: tuple[tuple[str, str], ...] = ()) -> Page:
    """Return the chapter of one strand, with an appendix to which every id leads.

    ``material`` holds the findings of the run; ``links`` are (title, href) pairs to the other pages. A strand about
    which nothing was said still has its chapter, and says so.
    """
    title = material.study.title_of(strand)
    sections = tuple(section for section in _sections(material, strand) if section.blocks)
    return Page(
        slug=strand,
        title=title,
        subtitle=f"{material.study.title}: realist evaluation as of {day(material.as_of)}",
        sections=(*sections, appendix(material, sections)),
        standing=standing(material),
        links=links,
        practice=material.study.practice,
        answer_first=True,
    )


def standing(material: Material) -> str:
    """Return the line that stands on every page as long as a rating is not signed by a person."""
    return told_standing(material, [theory.id for theory in material.theories.theories])


def _sections(material: Material, strand: str) -> tuple[Section, ...]:
    title = material.study.title_of(strand)
    return (
        Section("The short answer", short_answer(material, strand), anchor="short"),
        Section("What changed since the last round", changes(material, strand), anchor="changes"),
        Section("Who tells of it", _who_tells(material, strand), anchor="strand"),
        Section("Theories and rivals", theories_and_rivals(material, strand), anchor="theories"),
        Section("Figures against targets", _numbers(material, strand), anchor="figures"),
        Section("Macro-assets and micro-assets", _links(material, strand), anchor="links"),
        Section("Needs, openings and the matching pathway", field.matching(material, strand), anchor="matching"),
        Section("Assets and money: the baseline", field.baseline(material, strand), anchor="baseline"),
        Section("Partners", field.partners(material, strand), anchor="partners"),
        Section("Events", field.events(material, strand), anchor="events"),
        Section("Linked configurations", configurations(material, strand), anchor="configurations"),
        Section("What speaks against", against(material, strand), anchor="against"),
        Section("Numbers and claims together", jointly(material, strand), anchor="joint"),
        Section("Profiles and proposed ratings", ratings(material, strand), anchor="ratings"),
        Section(
            "What is silent or was not asked",
            show_all(material.find("evidence.silent", strand=strand)),
            anchor="silent",
        ),
        Section("What evidence would move a rating", moves(material, strand, of=title), anchor="moves"),
        Section("Milestones to check", _milestones(material, strand), anchor="milestones"),
        Section("Limits of this chapter", limits(material, strand), anchor="limits"),
    )


def changes(material: Material, strand: str = "") -> tuple[Block, ...]:
    """Return what moved between the last two rounds and why, of a strand or of all; nothing in a study of one round."""
    return show_all(material.find("judgement.changes", strand=strand))


def jointly(material: Material, strand: str) -> tuple[Block, ...]:
    """Return the joint display of a strand: numbers and claims on each theory, and what a named person infers."""
    return show_all(material.find("evidence.joint", strand=strand))


def _who_tells(material: Material, strand: str) -> tuple[Block, ...]:
    return (*material.prose(f"{strand}.introduction"), *show_all(material.find("cmo.voices", strand=strand)))


def _links(material: Material, strand: str) -> tuple[Block, ...]:
    """Return what the short answer left out of the links register: further breaks, the drawing and the rows."""
    return tuple(
        block
        for finding in material.find(f"evidence.links.{strand}")
        for block in (*tell(finding.sentences[len(in_short(finding)) :]), *drawn(finding))
    )


def theories_and_rivals(material: Material, strand: str) -> tuple[Section, ...]:
    """Return a section for each theory: if, then, because, expected configuration, its rivals and how it came to be; then
    the log of how the strand's theories were thought of."""
    each = tuple(
        Section(f"{theory.id} {theory.title}", (*_theory(material, theory), *material.prose(f"{strand}.{theory.id}")))
        for theory in material.theories_of(strand)
    )
    return (*each, *thought_of(material, strand))


def _theory(material: Material, theory) -> tuple[Block, ...]:
    now = theory.current
    reason = "" if has_history(material, theory.id) else f" {now.reason.rstrip('.')}."
    told = (
        state(f"If {_inner(now.if_)}, then {_inner(now.then)}, because {_inner(now.because)}.", theory.id),
        state(f"Version {now.version}; it says {THEORY_KIND[theory.kind]}.{reason}", theory.id),
    )
    return (Paragraph(told), _expected(material, theory), *rivals(material, theory), *history(material, theory.id))


def _inner(text: str) -> str:
    words = text.strip().rstrip(".")
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _expected(material: Material, theory) -> FigureSpec:
    slots = ("context", "mechanism_resource", "mechanism_reasoning", "outcome")
    expected = theory.current.configuration
    rows = tuple(
        {
            "group": "Expected configuration",
            "slot": slot,
            "factor": material.factors.get(code, code),
            "claim": "",
            "status": "expected",
            "ids": (theory.id,),
        }
        for slot in slots
        for code in getattr(expected, slot)
    )
    told = "; ".join(f"{SLOT[row['slot']].lower()}: {row['factor']}" for row in rows)
    return FigureSpec(
        "configuration", f"What {theory.id} expects", rows, alt=told, legend="Expected by the theory; not evidence."
    )


def _numbers(material: Material, strand: str) -> tuple[Block, ...]:
    found = [*material.find("evidence.targets", strand=strand), *material.find("evidence.counts", strand=strand)]
    title = material.study.title_of(strand)
    shown = show_all(found, under="Figures against targets", of=title)
    return (*shown, *statistics(material, strand), *_other_figures(material, strand))


def _other_figures(material: Material, strand: str) -> tuple[Block, ...]:
    figures = material.frames["figure"]
    rows = figures[figures["strand"] == strand].sort_values("label").to_dict("records")
    if not rows:
        return (explain("The ledger holds no figure for this strand."),)
    table = Table(
        ("Id", "What is counted", "Value", "Of", "As of", "Kind"),
        tuple(
            (r["label"], r["definition"], value_of(r), plain(r["population"]), day(r["as_of"]), r["role"]) for r in rows
        ),
        tuple((r["label"],) for r in rows),
        caption="Every figure the sources give for this strand",
    )
    return (Section("All figures of the strand", (table,)),)


def configurations(material: Material, strand: str, *, listed: bool = True) -> tuple[Block, ...]:
    """Return the strand's configurations as diagrams and, when ``listed``, each claim in our words with a quotation."""
    claims = material.frames["claim"]
    told = claims[claims["strand"] == strand].sort_values("label").to_dict("records")
    if not told:
        return (explain("No claim about this strand is coded: the sources are silent on it."),)
    found = material.find("cmo.configurations", strand=strand)
    ways = material.find("cmo.support", strand=strand)
    kinds = ("cmo.patterns", "cmo.demi_regularities", "cmo.contrasts", "cmo.map")
    patterns = [finding for kind in kinds for finding in material.find(kind, strand=strand)]
    return (
        *show_all(found, under="Configurations told", of=material.study.title_of(strand)),
        *(Section(finding.title.split(":")[0], _pattern(finding, listed)) for finding in (*ways, *patterns)),
        *(_claim_by_claim(material, told) if listed else ()),
        *material.prose(f"{strand}.configurations"),
    )


def _pattern(finding: Finding, listed: bool) -> tuple[Block, ...]:
    """Return a pattern's lines, drawing and table; where claims are not ``listed``, tables of counts stay in notebook 04."""
    if listed or finding.key.startswith(("cmo.demi_regularities", "cmo.contrasts")):
        return show(finding)
    return (*tell(finding.sentences), *((finding.figure,) if finding.figure else ()))


def _claim_by_claim(material: Material, told: list[dict]) -> tuple[Block, ...]:
    words = {one.claim: f" {one.printed} ({one.who})." for one in material.quotations}
    items = tuple(
        state(
            f"{row['paraphrase'].rstrip('.')} ({TAKEN_WHOLE[row['status']]}).{words.get(row['label'], '')}",
            row["label"],
        )
        for row in told
    )
    lead = explain("Each claim in our words, with a few words of the source beside it where they may be quoted.")
    return (Section("Claim by claim", (lead, Listing(items))),)


def against(material: Material, strand: str) -> tuple[Block, ...]:
    """Return what speaks against the strand's theories, before any rating is shown."""
    found = material.find("evidence.against", strand=strand)
    title = material.study.title_of(strand)
    silent = explain("Nothing coded speaks against these theories. That is not the same as support.")
    if not found:
        return (silent,)
    found = [with_denials_together(finding) for finding in found]
    lead = () if any(finding.key == f"evidence.against.{strand}" for finding in found) else (silent,)
    return (*lead, *show_all(found, under="What speaks against", of=title))


def ratings(material: Material, strand: str, *, ladder: bool = True) -> tuple[Block, ...]:
    """Return the ladder, the profiles side by side and, for each theory, what lifted its rating and what capped it."""
    theories = material.theories_of(strand)
    ids = [theory.id for theory in theories]
    steps = show_all(material.find("judgement.ladder", strand=strand)) if ladder else ()
    table = side_by_side(material, strand)
    none = none_by_group(material, ids) if len(theories) > 1 else ()
    each = tuple(
        Section(f"{theory.id} {theory.title}", _rating(material, theory.id, apart=not none)) for theory in theories
    )
    standing = told_standing(material, ids) or UNSIGNED
    unsigned = note(
        standing, "A person must read the evidence, sign or dispute each rating, and give a reason.", tone="check"
    )
    all_signed = all(material.signatures(theory.id) for theory in theories)
    return (*steps, *((table,) if table else ()), *each, *none, *(() if all_signed else (unsigned,)))


def _rating(material: Material, theory_id: str, *, apart: bool) -> tuple[Block, ...]:
    found = material.find("judgement.rating", theory=theory_id)
    told = tuple(block for f in found for block in show(f))
    return (*told, *signed(material, theory_id), *(by_group(material, theory_id) if apart else ()))


def moves(material: Material, strand: str, *, of: str = "") -> tuple[Block, ...]:
    """Return what evidence would move each rating and, with ``of``, which ratings hang on a source, coder or bar."""
    items = tuple(state(f"{theory.title}: {theory.moves_rating}", theory.id) for theory in material.theories_of(strand))
    varied = show_all(material.find("judgement.sensitivity", strand=strand)) if of else ()
    return ((Listing(items),) if items else ()) + varied


def _milestones(material: Material, strand: str) -> tuple[Block, ...]:
    found = material.find("evidence.milestones", strand=strand)
    return show_all(found) or (explain("The sources promise nothing for this strand."),)
