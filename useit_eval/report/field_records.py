"""Records of the field's registers for the appendix: partners, events, assets, money, needs, openings, steps.

People have none: candidates, mentors, loans, community researchers and the steps of single people are in no chapter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from useit_eval.document.page import Record
from useit_eval.ground import terms
from useit_eval.ground.field_registers import PROGRAMME
from useit_eval.ground.frames import TABLES, Column, labels
from useit_eval.ground.wording import day, plain, text, valued
from useit_eval.report.material import Material

TITLES = {
    "partner": "Partners",
    "event": "Events",
    "asset": "Assets",
    "finance": "Money",
    "shortage": "Needs of employers",
    "opening": "Openings",
    "pathway_step": "Steps of the matching pathway",
    "occupation": "Occupations (ESCO, European Union)",
}
"""Tables whose rows may be cited in a chapter, and the titles of their records."""
_TITLE_OF = {
    **{"partner": "name", "event": "title", "asset": "name", "finance": "title"},
    **{"shortage": "profession", "opening": "profession", "pathway_step": "step", "occupation": "preferred_label"},
}
_HEADINGS = {
    **{"held_on": "Day", "value_gbp": "Value", "amount_gbp": "Amount", "as_of": "As of", "locator": "Where"},
    **{"uri": "Address", "isco_group": "ISCO-08", "posts": "Posts"},
}
_APART = ("label", "practice", "source_id", "with")
Row = dict[str, Any]


def citable(material: Material, table: str) -> list[Row]:
    """Return the rows of one of `TITLES` that chapters may cite; steps of single people are none of them."""
    if table not in material.frames:
        return []
    rows = material.frames[table].to_dict("records")
    if table != "pathway_step":
        return rows
    return [row for row in rows if row["case"] == PROGRAMME or row["step"] in terms.EMPLOYER_STEPS]


def field_labels(material: Material, table: str) -> set[str]:
    """Return the labels of a table's rows that chapters may cite."""
    return {row["label"] for row in citable(material, table)}


def field_records(material: Material) -> dict[str, Record]:
    """Return the record of every citable row of the field's registers, by label."""
    named = {row["label"]: row["name"] for row in citable(material, "partner")}
    sources = dict(zip(material.frames["source"]["source_id"], material.frames["source"]["label"], strict=True))
    return {
        row["label"]: _record(material, table, row, named, sources)
        for table in TITLES
        for row in citable(material, table)
    }


def _record(material: Material, table: str, row: Row, named: Mapping[str, str], sources: Mapping[str, str]) -> Record:
    title = plain(row[_TITLE_OF[table]])
    told = [
        (_heading(column.name), _value(material, column, row[column.name], named))
        for column in TABLES[table].columns
        if column.name not in (*_APART, _TITLE_OF[table]) and not column.key
    ]
    told.append(("Source", sources.get(row["source_id"], "")))
    told += [("Practice", "invented for training")] if row["practice"] is True else []
    return Record(row["label"], title, tuple((name, value) for name, value in told if value))


def _heading(name: str) -> str:
    return _HEADINGS.get(name, name.replace("_", " ").capitalize())


def _value(material: Material, column: Column, cell: object, named: Mapping[str, str]) -> str:
    if not text(cell):
        return ""
    if column.name == "strand":
        return material.study.title_of(str(cell))
    if column.unit == "GBP":
        return valued(cell, "GBP")
    if column.dtype == "date":
        return day(cell)
    if column.words:
        return plain(cell)
    return "; ".join(named.get(label, label) for label in labels(text(cell))) if _may_name(column) else text(cell)


def _may_name(column: Column) -> bool:
    return "partner" in column.names or column.name in ("employer", "owner", "payer", "receiver")
