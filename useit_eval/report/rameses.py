"""The RAMESES II reporting standards for realist evaluations (Wong et al. 2016, BMC Medicine 14:96) as a checklist.

The workbench fills what the record holds, marks what a person drafted and names what is missing. An item is
answered only when text exists; nothing here is answered "yes" without a signature.
"""

from __future__ import annotations

import dataclasses

from useit_eval.ground.findings import Table
from useit_eval.report.material import Material


@dataclasses.dataclass(frozen=True)
class Item:
    """One reporting item: its number, what it asks, where the record fills it, which author's block drafts it."""

    number: int
    name: str
    record: str = ""
    block: str = ""


ITEMS = (
    Item(1, "Title says it is a realist evaluation", "line under the title of the overall chapter"),
    Item(2, "Summary or abstract", block="summary"),
    Item(3, "Rationale for the evaluation", block="rationale"),
    Item(4, "Programme theory", "section on theories and rivals"),
    Item(5, "Evaluation questions, objectives and focus", block="questions"),
    Item(6, "Ethical approval", block="ethics"),
    Item(7, "Rationale for using realist evaluation", block="why_realist"),
    Item(8, "Environment surrounding the evaluation", block="environment"),
    Item(9, "Describe the programme, policy or product", "each strand in plain words"),
    Item(10, "Evaluation design", block="design"),
    Item(11, "Data collection methods", "sources and voices in the appendix", "data_collection"),
    Item(12, "Recruitment and sampling", block="recruitment"),
    Item(13, "Data analysis", "how it was made, and the rubric", "analysis"),
    Item(14, "Details of participants", "voices in the appendix"),
    Item(15, "Main findings as configurations", "linked configurations in each chapter"),
    Item(16, "Summary of findings", "the short answer", "findings_summary"),
    Item(17, "Strengths, limits and future directions", "limits, and what would move each rating", "limits"),
    Item(18, "Comparison with the literature", block="literature"),
    Item(19, "Conclusions and recommendations", block="conclusions"),
    Item(20, "Funding and conflicts of interest", block="funding"),
)


def checklist(material: Material) -> Table:
    """Return the twenty items with their state: filled by the record, drafted by a named author, or missing."""
    rows = tuple((item.number, item.name, *_state(material, item)) for item in ITEMS)
    return Table(("No.", "Item", "State", "Where, or who must write it"), rows, caption="RAMESES II reporting items")


def _state(material: Material, item: Item) -> tuple[str, str]:
    if item.block in material.blocks:
        author = material.blocks[item.block].author or "an author who gave no name"
        return "drafted, not signed off", f"text by {author}"
    if item.record and item.block:
        return "filled in part", f"{item.record}; a person must add the text block ‘{item.block}’"
    if item.record:
        return "filled from the record", item.record
    return "missing", f"a person must write the text block ‘{item.block}’"
