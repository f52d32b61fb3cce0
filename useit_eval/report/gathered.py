"""What the chapter on the whole gathers from the strands in short: rivals, rows of tables, challenges by strand."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from useit_eval.document.page import Block, Paragraph
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed
from useit_eval.report.blocks import explain
from useit_eval.report.material import Material

WHY, NO_WHY = "What claims tell of it", "No coded claim tells of it."
BLANK = "not reported"
DENIAL = "A denial that is not counted against a theory: "


def apart(table: Table, holds: Callable[[dict[str, Any]], bool]) -> tuple[Table, Table]:
    """Return two tables: the rows, as a dict by column, of which ``holds`` is true, and the others."""
    rows = list(zip(table.rows, table.ids or ((),) * len(table.rows), strict=True))
    kept = [pair for pair in rows if holds(dict(zip(table.columns, pair[0], strict=True)))]
    others = [pair for pair in rows if pair not in kept]
    return _of(table, kept), _of(table, others)


def _of(table: Table, pairs: list[tuple[tuple, tuple[str, ...]]]) -> Table:
    return dataclasses.replace(table, rows=tuple(row for row, _ in pairs), ids=tuple(ids for _, ids in pairs))


def by_strand_told(finding: Finding) -> Finding:
    """Return a finding whose table has a column for each strand with the strands told in words, and only those reported."""
    table = finding.table
    if finding.key != "evidence.challenges.strands" or table is None:
        return finding
    rows = tuple((row[0], _reported(table.columns[1:], row[1:])) for row in table.rows)
    told = dataclasses.replace(
        table,
        columns=(table.columns[0], "Reported of"),
        rows=rows,
        caption="Challenges and the strands they are reported of",
    )
    line = "Where a strand is not named the sources do not speak of it, which does not mean that there was no such challenge."
    return dataclasses.replace(finding, sentences=(Sentence(line, (), explains=True),), table=told)


def _reported(strands: tuple[str, ...], cells: tuple[str, ...]) -> str:
    return "; ".join(f"{name} ({cell})" for name, cell in zip(strands, cells, strict=True) if cell != BLANK) or BLANK


def rivals_in_short(material: Material) -> tuple[Block, ...]:
    """Return how many rivals stand beside the theories, and those that are kept, dropped or have records for them."""
    found = material.find("judgement.rivals")
    tables = [finding.table for finding in found if finding.table and len(finding.table.rows) > 1]
    if not tables:
        return (explain("No theory has a rival explanation yet."),) if material.theories.theories else ()
    rows = [pair for table in tables for pair in zip(table.rows[1:], table.ids[1:], strict=True)]
    moved = [(row, ids) for row, ids in rows if not row[2].startswith("Open") or row[3] != "nothing on record"]
    states = {word: sum(row[2].startswith(word) for row, _ in rows) for word in ("Open", "Kept", "Dropped")}
    counts = listed(f"{number} {word.lower()}" for word, number in states.items() if number)
    lead = Sentence(
        f"{counted(len(rows), 'rival explanation').capitalize()} {agrees(len(rows), 'stands', 'stand')} beside "
        f"{counted(len(tables), 'theory', 'theories')}: {counts}.",
        tuple(finding.theory for finding in found),
    )
    rest = explain("All others are open and nothing on record speaks for them; each stands in its strand's chapter.")
    table = dataclasses.replace(
        tables[0],
        rows=tuple(row for row, _ in moved),
        ids=tuple(ids for _, ids in moved),
        caption="Rivals that are kept or dropped, or for which something is on record",
    )
    return (Paragraph((lead,)), *((table,) if moved else ()), *((rest,) if len(moved) < len(rows) else ()))


def with_denials_together(finding: Finding) -> Finding:
    """Return a finding that says once of its denials that they count against no theory, then tells each in our words."""
    denials = [line for line in finding.sentences if line.text.startswith(DENIAL)]
    if len(denials) < 2:
        return finding
    texts = [line.text for line in finding.sentences if line not in denials]
    ids = tuple(dict.fromkeys(label for line in finding.sentences for label in line.ids))
    lead = Sentence(" ".join((*texts, f"{counted(len(denials), 'denial').capitalize()} count against no theory:")), ids)
    each = tuple(Sentence(line.text.removeprefix(DENIAL), line.ids) for line in denials)
    return dataclasses.replace(finding, sentences=(lead, *each))
