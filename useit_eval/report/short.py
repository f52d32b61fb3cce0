"""The short answer that opens a chapter: what is tried, how far it has come, what speaks against, which ratings."""

from __future__ import annotations

from useit_eval.document.page import Block, Listing, Paragraph
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.report.blocks import explain, state, tell
from useit_eval.report.limits import stands_on_one_source
from useit_eval.report.material import Material
from useit_eval.report.words import RATING

MOST_AGAINST = 3


def short_answer(material: Material, strand: str) -> tuple[Block, ...]:
    """Return what the strand tries, how far its links have come, what speaks against, and the proposed ratings."""
    named = (*material.study.strands, *material.study.cross_strands)
    tried = explain(next(entry.plain for entry in named if entry.id == strand))
    return (
        tried,
        *material.prose(f"{strand}.summary"),
        *_connected(material, strand),
        *_against(material, strand),
        *_rated(material, strand),
        *_caution(material, strand),
    )


def in_short(finding: Finding) -> tuple[Sentence, ...]:
    """Return the lines of a links finding that answer the question, up to the first place where links wait."""
    return finding.sentences[: finding.data.get("short", len(finding.sentences))]


def _connected(material: Material, strand: str) -> tuple[Block, ...]:
    found = material.find(f"evidence.links.{strand}")
    if not found:
        return (explain("The register holds no link for this strand."),)
    return tell(in_short(found[0]))


def _against(material: Material, strand: str) -> tuple[Block, ...]:
    """Tell the records against the strand's theories that nothing explains, each in our words."""
    found = material.find(f"evidence.against.{strand}")
    table = found[0].table if found and found[0].table and "How it is explained" in found[0].table.columns else None
    rows = zip(table.rows, table.ids, strict=True) if table else ()
    bare = [(row, ids) for row, ids in rows if row[-1] == "not explained"]
    if not bare:
        return (explain("Nothing on record speaks against its theories without being explained. That is not support."),)
    told = tuple(state(f"Against “{row[0]}”: {row[2]}", *ids) for row, ids in bare[:MOST_AGAINST])
    further = tuple(label for _, ids in bare[MOST_AGAINST:] for label in ids)
    more = (state("More speaks against it; the section on it lists all.", *further),) if further else ()
    return (explain("What speaks against:"), Listing((*told, *more)))


def _rated(material: Material, strand: str) -> tuple[Block, ...]:
    theories = material.theories_of(strand)
    if not theories:
        return (explain("No theory is written for this strand yet."),)
    signed = any(material.signatures(theory.id) for theory in theories)
    columns = ("Theory", "In short", "Proposed rating", "What decided it", *(("Signed by",) if signed else ()))
    rows = tuple(
        (theory.id, theory.title, *_proposed(material, theory.id), *((_signed(material, theory.id),) if signed else ()))
        for theory in theories
    )
    caption = "Proposed ratings" if signed else "Proposed ratings, signed by nobody yet"
    return (Table(columns, rows, tuple((theory.id,) for theory in theories), caption=caption),)


def _proposed(material: Material, theory_id: str) -> tuple[str, str]:
    """Return a theory's proposed rating and the line that says what decided it."""
    found = material.find("judgement.rating", theory=theory_id)
    if not found:
        return "not rated", ""
    lines = [sentence.text for sentence in found[0].sentences]
    data = found[0].data
    capped = next((line for line in lines if data.get("gate") and " capped it at " in line), "")
    decided = lines[1] if data.get("beside") or not capped else capped
    return RATING[data["rating"]], decided


def _signed(material: Material, theory_id: str) -> str:
    signed = material.signatures(theory_id)
    return "; ".join(f"{row['rater']}: {RATING[row['rating']]}" for row in signed) or "nobody yet"


def _caution(material: Material, strand: str) -> tuple[Block, ...]:
    lines = stands_on_one_source(material, strand)
    return (Paragraph(lines),) if lines else ()
