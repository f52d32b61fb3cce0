"""What a reader must know before believing a chapter: what the sources are, who coded them, what was not at hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from useit_eval.document.page import Block, Listing, Paragraph, Section
from useit_eval.ground.findings import Sentence, Table
from useit_eval.ground.wording import listed
from useit_eval.report.blocks import explain, show, state, tell
from useit_eval.report.material import Material
from useit_eval.report.words import gatherer, plain

MOST_APART = 6
"""More sources than these are not told one by one: what is the same of them is said once."""


def limits(material: Material, strand: str = "") -> tuple[Block, ...]:
    """Return the limits: the nature of each source, agreement between coders, texts not at hand, faults found.

    The places where two coders differ, and what they decided, stand in the chapter on the whole (no ``strand``).
    """
    agreement = tuple(_agreement(material, strand))
    method = explain(
        "Ratings are proposed by a published rubric from a profile, never from a score. "
        "A gate can only lower a rating, and the chapter names it.",
        "Silence is not disagreement. No share of respondents is computed from what people said freely.",
    )
    return (
        *_about(material),
        *_who_counts(material),
        *agreement,
        *(() if strand else _saturated(material)),
        method,
        *material.prose(f"{strand}.limits" if strand else "limits"),
    )


def _about(material: Material) -> tuple[Block, ...]:
    """Tell of each source what it is and who gathered it: one by one, or together where there are many."""
    sources = material.frames["source"].sort_values("label").to_dict("records")
    if not sources:
        return (explain("No source is registered yet, so nothing here rests on evidence."),)
    if len(sources) > MOST_APART:
        return (Paragraph(tuple(_together(material, sources))), Listing(tuple(_gathered(material))))
    return (Paragraph(tuple(sentence for row in sources for sentence in _source(material, row))),)


def _who_counts(material: Material) -> tuple[Block, ...]:
    """Say whose claims count, where claims of others are on record beside them."""
    if not material.compared:
        return ()
    counts = material.frames["claim"]["coder"].value_counts().sort_index()
    mine, others = (
        listed(f"{who.replace('_', ' ')} ({n})" for who, n in held.items()) for held in (counts, material.compared)
    )
    told = f"Claims of {len(counts) + len(material.compared)} coders are on record. Those of {mine} count"
    rest = f"those of {others} are kept to be compared, and nothing here counts them"
    return (Paragraph((state(f"{told}; {rest}.", *sorted(material.frames["source"]["label"])),)),)


def _agreement(material: Material, strand: str) -> Iterator[Block]:
    """Give how far coders agree; on the whole also where they differ, code by code, and what they decided of it."""
    for finding in material.find("agreement.second_coding"):
        yield from tell(finding.sentences) if strand else show(finding)
    for key in () if strand else ("agreement.levels", "agreement.by_code", "agreement.decisions"):
        for told in material.find(key):
            finding = dataclasses.replace(told, table=_filled(told.table))
            # Code by code is for the meeting's table: the chapter names the definitions to look at.
            yield Section(finding.title, tell(finding.sentences) if key == "agreement.by_code" else show(finding))


def _filled(table: Table | None) -> Table | None:
    """Return a table without the columns that no row fills: in print they would take the room of the others."""
    if table is None:
        return None
    at = [i for i in range(len(table.columns)) if any(plain(row[i]) for row in table.rows) or not table.rows]
    rows = tuple(tuple(row[i] for i in at) for row in table.rows)
    return dataclasses.replace(table, columns=tuple(table.columns[i] for i in at), rows=rows)


def _saturated(material: Material) -> Iterator[Block]:
    """Give what further sources still added; that it cannot be judged is said in the same place."""
    for finding in material.find("evidence.saturation"):
        yield Section(finding.title, show(finding)) if finding.data["judged"] else Paragraph(finding.sentences)


def stands_on_one_source(material: Material, strand: str = "") -> tuple[Sentence, ...]:
    """Return the caution due while all evidence is one source: who wrote it, and that it tests no theory taken from it."""
    sources = material.frames["source"].to_dict("records")
    if len(sources) != 1:
        return ()
    (row,) = sources
    theories = material.theories_of(strand) if strand else list(material.theories.theories)
    gleaned = tuple(theory.id for theory in theories if theory.current.move == "glean")
    author = _first_lower(plain(row["collector"]))
    lines = [
        state(
            f"All of this rests on one source, {row['title']} ({gatherer(row['method']).lower()}: {author}).",
            row["label"],
        )
    ]
    if row["by_programme"]:
        lines.append(state("It was written on behalf of the programme or its funder.", row["label"]))
    if gleaned:
        told = "Theories read out of a source are not tested by it: support here shows that they are told, not that they hold."
        lines.append(Sentence(told, gleaned))
    if beside := tuple(theory.id for theory in theories if _beside(material, theory.id)):
        told = "“Not supported” and “contested” say how the telling stands so far: a step that was not yet tried has not failed."
        lines.append(Sentence(told, beside))
    return tuple(lines)


def _beside(material: Material, theory_id: str) -> bool:
    return any(finding.data.get("beside") for finding in material.find("judgement.rating", theory=theory_id))


def _source(material: Material, row: dict) -> tuple[Sentence, ...]:
    label, title = row["label"], row["title"]
    voices = material.frames["voice"]
    units = voices[voices["source_id"] == row["source_id"]]["independence_unit"].nunique()
    whose = "; it counts as a document of the programme or its funder" if row["by_programme"] else ""
    who = gatherer(row["method"])
    lines = [state(f"{who} of {title}: {_first_lower(plain(row['collector']))}{whose}.", label)]
    if relation := plain(row["collector_relation"]).rstrip("."):
        lines.append(state(f"How the {who.lower()} stands to it: {_first_lower(relation)}.", label))
    lines.append(
        state(f"All voices in it count together as {units} independent {'unit' if units == 1 else 'units'}.", label)
    )
    if plain(row["note"]):
        lines.append(state(f"{plain(row['note']).rstrip('.')}.", label))
    if not material.at_hand.get(label):
        lines.append(
            state(f"The text of {title} is not at hand: positions are recorded, words cannot be shown.", label)
        )
    return tuple(lines)


def _together(material: Material, sources: list[dict]) -> Iterator[Sentence]:
    """Give what is to know of many sources: how many units they are, the notes they bear, texts that are away."""
    frame = material.frames["source"]
    units = material.frames["voice"]["independence_unit"].nunique()
    yield state(
        f"All voices in the {len(frame)} sources count together as {units} independent {'unit' if units == 1 else 'units'}.",
        *frame["label"],
    )
    noted: dict[str, list[dict]] = {}
    for row in sources:
        noted.setdefault(plain(row["note"]).rstrip("."), []).append(row)
    for note, rows in noted.items():
        if note:
            of = rows[0]["title"] if len(rows) == 1 else f"{len(rows)} sources"
            yield state(f"Noted of {of}: {_first_lower(note)}.", *(row["label"] for row in rows))
    away = [row["label"] for row in sources if not material.at_hand.get(row["label"])]
    if away:
        what = "1 source" if len(away) == 1 else f"{len(away)} sources"
        yield state(f"The text of {what} is not at hand: positions are recorded, words cannot be shown.", *away)


def _gathered(material: Material) -> Iterator[Sentence]:
    """Give who gathered the sources and how they stand to them, each pair once."""
    by = ["method", "collector", "collector_relation", "by_programme"]
    for (method, who, how, theirs), rows in (
        material.frames["source"].sort_values("label").groupby(by, dropna=False, sort=False)
    ):
        relation = f"; how they stand to it: {_first_lower(plain(how).rstrip('.'))}" if plain(how) != plain(who) else ""
        whose = (
            f"; {'it counts' if len(rows) == 1 else 'they count'} as of the programme or its funder" if theirs else ""
        )
        of = rows["title"].iloc[0] if len(rows) == 1 else f"{len(rows)} sources"
        yield state(f"{gatherer(method)} of {of}: {_first_lower(plain(who))}{relation}{whose}.", *rows["label"])


def _first_lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
