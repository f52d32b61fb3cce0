"""A strand's chapter: its theories, its numbers, its configurations, what speaks against them and the proposed ratings."""

from __future__ import annotations

from useit_eval.document.page import Block, Listing, Page, Paragraph, Section
from useit_eval.ground.findings import FigureSpec, Table
from useit_eval.report.appendix import appendix, value_of
from useit_eval.report.blocks import explain, note, quote, show, show_all, state
from useit_eval.report.limits import limits
from useit_eval.report.material import Material
from useit_eval.report.words import MILESTONE_STATE, RATING, RIVAL_STATE, STATUS, THEORY_KIND, UNSIGNED, plain

MOST_QUOTATIONS = 6


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
        subtitle=f"{material.study.title}: realist evaluation as of {material.as_of}",
        sections=(*sections, appendix(material, sections)),
        standing=standing(material),
        links=links,
        practice=material.study.practice,
    )


def standing(material: Material) -> str:
    """Return the line that stands on every page as long as a rating is not signed by a person."""
    signed = set(material.frames["judgement"]["theory_id"])
    return "" if signed >= {theory.id for theory in material.theories.theories} else UNSIGNED


def _sections(material: Material, strand: str) -> tuple[Section, ...]:
    return (
        Section("The short answer", short_answer(material, strand), anchor="short"),
        Section("The strand in plain words", _plain_words(material, strand), anchor="strand"),
        Section("Theories and rivals", theories_and_rivals(material, strand), anchor="theories"),
        Section("Figures against targets", _numbers(material, strand), anchor="figures"),
        Section(
            "Macro-assets and micro-assets", show_all(material.find("evidence.links", strand=strand)), anchor="links"
        ),
        Section("Linked configurations", configurations(material, strand), anchor="configurations"),
        Section("What speaks against", against(material, strand), anchor="against"),
        Section("Profiles and proposed ratings", ratings(material, strand), anchor="ratings"),
        Section(
            "What is silent or was not asked",
            show_all(material.find("evidence.silent", strand=strand)),
            anchor="silent",
        ),
        Section("What evidence would move a rating", moves(material, strand), anchor="moves"),
        Section("Milestones to check", milestones(material, (strand,)), anchor="milestones"),
        Section("Limits of this chapter", limits(material, strand), anchor="limits"),
    )


def short_answer(material: Material, strand: str) -> tuple[Block, ...]:
    """Return the strand's proposed ratings in one table, each with what decided it, and who was heard at all."""
    theories = material.theories_of(strand)
    lead = show_all(material.find("cmo.voices", strand=strand))
    if not theories:
        return (*material.prose(f"{strand}.summary"), *lead, explain("No theory is written for this strand yet."))
    rows = tuple((theory.id, theory.title, *_proposed(material, theory.id)) for theory in theories)
    table = Table(
        ("Theory", "What it says", "Proposed rating", "What decided it", "Signed by"),
        rows,
        tuple((theory.id,) for theory in theories),
        caption="Proposed ratings",
    )
    return (*material.prose(f"{strand}.summary"), table, *lead)


def _proposed(material: Material, theory_id: str) -> tuple[str, str, str]:
    """Return a theory's proposed rating, the line that says what decided it, and who signed."""
    found = material.find("judgement.rating", theory=theory_id)
    if not found:
        return "not rated", "", _signed(material, theory_id)
    lines = [sentence.text for sentence in found[0].sentences]
    decided = lines[2 if found[0].data.get("gate") and len(lines) > 2 else 1] if len(lines) > 1 else ""
    return RATING[found[0].data["rating"]], decided, _signed(material, theory_id)


def _signed(material: Material, theory_id: str) -> str:
    signed = material.signatures(theory_id)
    return "; ".join(f"{row['rater']}: {RATING[row['rating']]}" for row in signed) or "nobody yet"


def _plain_words(material: Material, strand: str) -> tuple[Block, ...]:
    described = next(
        entry.plain for entry in (*material.study.strands, *material.study.cross_strands) if entry.id == strand
    )
    return (explain(described), *material.prose(f"{strand}.introduction"))


def theories_and_rivals(material: Material, strand: str) -> tuple[Section, ...]:
    """Return a section for each theory: if, then, because, expected configuration, and its rivals."""
    return tuple(
        Section(f"{theory.id} {theory.title}", (*_theory(material, theory), *material.prose(f"{strand}.{theory.id}")))
        for theory in material.theories_of(strand)
    )


def _theory(material: Material, theory) -> tuple[Block, ...]:
    now = theory.current
    told = (
        state(f"If {_inner(now.if_)}, then {_inner(now.then)}, because {_inner(now.because)}.", theory.id),
        state(f"This is version {now.version}: {THEORY_KIND[theory.kind]}. {now.reason.rstrip('.')}.", theory.id),
    )
    rivals = tuple(
        state(f"{rival.text.rstrip('.')} ({RIVAL_STATE[rival.state]}{_why(rival.reason)}).", theory.id)
        for rival in now.rivals
    )
    return (Paragraph(told), _expected(material, theory), explain("Rival explanations:"), Listing(rivals))


def _why(reason: str | None) -> str:
    return f": {reason.rstrip('.')}" if reason else ""


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
    told = "; ".join(f"{row['slot'].replace('_', ' ')}: {row['factor']}" for row in rows)
    return FigureSpec(
        "configuration", f"What {theory.id} expects", rows, alt=told, legend="Expected by the theory; not evidence."
    )


def _numbers(material: Material, strand: str) -> tuple[Block, ...]:
    found = [*material.find("evidence.targets", strand=strand), *material.find("evidence.counts", strand=strand)]
    return (*show_all(found), *_other_figures(material, strand))


def _other_figures(material: Material, strand: str) -> tuple[Block, ...]:
    figures = material.frames["figure"]
    rows = figures[figures["strand"] == strand].sort_values("label").to_dict("records")
    if not rows:
        return (explain("The ledger holds no figure for this strand."),)
    table = Table(
        ("Id", "What is counted", "Value", "Of", "As of", "Kind"),
        tuple((r["label"], r["definition"], value_of(r), plain(r["population"]), r["as_of"], r["role"]) for r in rows),
        tuple((r["label"],) for r in rows),
        caption="Every figure the sources give for this strand",
    )
    return (Section("All figures of the strand", (table,)),)


def configurations(material: Material, strand: str) -> tuple[Block, ...]:
    """Return the strand's configurations as diagrams, the claims behind them and short quotations where allowed."""
    claims = material.frames["claim"]
    told = claims[claims["strand"] == strand].sort_values("label").to_dict("records")
    if not told:
        return (explain("No claim about this strand is coded: the sources are silent on it."),)
    items = tuple(
        state(f"{row['paraphrase'].rstrip('.')} (this {STATUS[row['status']]}).", row["label"]) for row in told
    )
    quoted = quote(material, {row["label"] for row in told}, most=MOST_QUOTATIONS)
    words = (Section("In their own words", quoted),) if quoted else ()
    ways = [*material.find("cmo.support", strand=strand), *material.find("cmo.exceptions", strand=strand)]
    return (
        *show_all(material.find("cmo.configurations", strand=strand)),
        *(block for finding in ways for block in show(finding)),
        Section("Claim by claim, in our words", (Listing(items),)),
        *words,
        *material.prose(f"{strand}.configurations"),
    )


def against(material: Material, strand: str) -> tuple[Block, ...]:
    """Return what speaks against the strand's theories, before any rating is shown."""
    found = material.find("evidence.against", strand=strand)
    return show_all(found) or (
        explain("Nothing coded speaks against these theories. That is not the same as support."),
    )


def ratings(material: Material, strand: str) -> tuple[Block, ...]:
    """Return the ladder and, for each theory, its profile, proposed rating, what lifted it and what capped it."""
    ladder = material.find("judgement.ladder", strand=strand)
    each = tuple(
        Section(f"{theory.id} {theory.title}", _rating(material, theory.id)) for theory in material.theories_of(strand)
    )
    return (*show_all(ladder), *each)


def _rating(material: Material, theory_id: str) -> tuple[Block, ...]:
    found = [
        *material.find("judgement.rating", theory=theory_id),
        *material.find("judgement.profile", theory=theory_id),
    ]
    signed = material.signatures(theory_id)
    signatures = tuple(
        state(f"{row['rater']} signs: {RATING[row['rating']]}. {row['reason']}", theory_id) for row in signed
    )
    unsigned = note(
        UNSIGNED, "A person must read the evidence, sign or dispute the rating, and give a reason.", tone="check"
    )
    return (*(block for f in found for block in show(f)), Listing(signatures) if signatures else unsigned)


def moves(material: Material, strand: str) -> tuple[Block, ...]:
    """Return what evidence would move each rating, and which ratings move when a source, coder or gate is taken away."""
    items = tuple(state(f"{theory.title}: {theory.moves_rating}", theory.id) for theory in material.theories_of(strand))
    return ((Listing(items),) if items else ()) + show_all(material.find("judgement.sensitivity", strand=strand))


def milestones(material: Material, strands: tuple[str, ...]) -> tuple[Block, ...]:
    """Return the promises to check: anticipated, never outcomes."""
    frame = material.frames["milestone"]
    rows = frame[frame["strand"].isin(strands)].sort_values("label").to_dict("records")
    if not rows:
        return (explain("The sources promise nothing for this strand."),)
    table = Table(
        ("Id", "Promise, in our words", "Check on", "State"),
        tuple((r["label"], r["promise"], r["check_on"], MILESTONE_STATE[r["state"]]) for r in rows),
        tuple((r["label"],) for r in rows),
        caption="Promises, not results",
    )
    return (explain("These are promises. None of them is counted as an outcome anywhere in this report."), table)
