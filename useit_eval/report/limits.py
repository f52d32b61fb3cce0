"""What a reader must know before believing a chapter: what the sources are, who coded them, what was not at hand."""

from __future__ import annotations

from useit_eval.document.page import Block, Paragraph
from useit_eval.ground.findings import Sentence
from useit_eval.report.blocks import explain, show, state
from useit_eval.report.material import Material
from useit_eval.report.words import plain


def limits(material: Material, strand: str = "") -> tuple[Block, ...]:
    """Return the limits: the nature of each source, agreement between coders, texts not at hand, faults found."""
    sources = material.frames["source"].to_dict("records")
    about = tuple(sentence for row in sources for sentence in _source(material, row))
    if not about:
        about = (Sentence("No source is registered yet, so nothing here rests on evidence.", (), explains=True),)
    agreement = tuple(block for finding in material.find("agreement") for block in show(finding))
    method = explain(
        "Ratings are proposed by a published rubric from a profile, never from a score. "
        "A gate can only lower a rating, and the chapter names it.",
        "Silence is not disagreement. No share of respondents is computed from what people said freely.",
    )
    return (
        Paragraph((*about, *_gleaned(material, strand))),
        *agreement,
        method,
        *material.prose(f"{strand}.limits" if strand else "limits"),
    )


def _gleaned(material: Material, strand: str) -> tuple[Sentence, ...]:
    """Say that a theory read out of the only source is not tested by that source."""
    theories = material.theories_of(strand) if strand else list(material.theories.theories)
    gleaned = tuple(theory.id for theory in theories if theory.current.move == "glean")
    if not gleaned or len(material.frames["source"]) != 1:
        return ()
    told = "Theories that were read out of this source are not tested by it: support here shows that they are told, not that they hold."
    return (Sentence(told, gleaned),)


def _source(material: Material, row: dict) -> tuple[Sentence, ...]:
    label, title = row["label"], row["title"]
    voices = material.frames["voice"]
    units = voices[voices["source_id"] == row["source_id"]]["independence_unit"].nunique()
    by = "the programme or its funder" if row["by_programme"] else row["collector"]
    lines = [
        state(f"{title} was written by {by}; {_first_lower(plain(row['collector_relation']))}.", label),
        state(f"Its voices count as {units} independent {'unit' if units == 1 else 'units'}.", label),
    ]
    if plain(row["note"]):
        lines.append(state(f"{plain(row['note']).rstrip('.')}.", label))
    if not material.at_hand.get(label):
        lines.append(
            state(f"The text of {title} is not at hand: positions are recorded, words cannot be shown.", label)
        )
    return tuple(lines)


def _first_lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
