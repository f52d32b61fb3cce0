"""Records of claims for the appendix: where each is told, who says it, its parts, on what it bears."""

from __future__ import annotations

from typing import Any

from useit_eval.codebook.reasons import GRADES
from useit_eval.document.page import Record
from useit_eval.ground.wording import missing
from useit_eval.report.material import Material
from useit_eval.report.words import BEARING, ELICITATION, SLOT, STATUS, plain

Row = dict[str, Any]


def fields(*pairs: tuple[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the named fields of a record that hold something, in a reader's words."""
    return tuple((name, plain(value)) for name, value in pairs if plain(value))


def claim_records(material: Material) -> dict[str, Record]:
    """Return the record of every claim, by label."""
    parts = material.frames["claim_part"].groupby("claim_id", sort=False)
    parts_of = {key: rows.to_dict("records") for key, rows in parts}
    bearing = material.frames["evidence"].to_dict("records")
    voices = {
        row["voice_id"]: f"{row['pseudonym']} ({row['label']})" for row in material.frames["voice"].to_dict("records")
    }
    words = {quotation.claim: quotation.printed for quotation in material.quotations}
    return {
        row["label"]: Record(
            row["label"],
            row["paraphrase"],
            fields(
                ("Strand", material.study.title_of(row["strand"])),
                ("Where", row["locator"]),
                ("Who says it", voices.get(row["voice_id"])),
                ("Told by", "" if row["reported_by"] == row["voice_id"] else voices.get(row["reported_by"])),
                ("About", row["about_case"]),
                ("How far", STATUS[row["status"]]),
                ("How it came up", "" if row["elicitation"] == "not_known" else ELICITATION[row["elicitation"]]),
                *((SLOT[part["slot"]], _part(material, part)) for part in parts_of.get(row["claim_id"], [])),
                (
                    "Bears on",
                    "; ".join(
                        _bears(b) for b in bearing if b["subject_label"] == row["label"] and b["bearing"] != "neutral"
                    ),
                ),
                ("Quotation", words.get(row["label"], "")),
            ),
        )
        for row in material.frames["claim"].to_dict("records")
    }


def _part(material: Material, part: Row) -> str:
    name = material.factors.get(part["code_id"], part["code_id"])
    if "start" not in part:
        return name
    rendered = f"; {part['rendered']}" if part.get("rendered") else ""
    original = f"; the original at {part['original']}" if part.get("original") else ""
    return f"{name} ({part['start']}–{part['end']}{rendered}{original})"


def _bears(row: Row) -> str:
    explained = f" Explained: {row['explained']}" if plain(row["explained"]) else ""
    grades = ", ".join(f"{name} {int(row[name])}" for name in GRADES if not missing(row.get(name)))
    graded = f" ({grades})" if grades else ""
    return f"{BEARING[row['bearing']]} {row['theory_id']}{graded}: {row['reason']}{explained}"
