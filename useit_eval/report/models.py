"""The statistics of a strand on its page, and the record to which the label of each leads."""

from __future__ import annotations

import dataclasses

from useit_eval.document.page import Block, Record, Section
from useit_eval.ground.findings import Finding, Sentence
from useit_eval.report.blocks import drawn, explain, tell
from useit_eval.report.material import Material
from useit_eval.report.words import SLOT, plain

LEAD = (
    "Each statistic is named in models.yaml with the theory and the part of it to which it speaks. Where the figures or "
    "answers cannot carry a method it is not computed, and the text says what can be done instead."
)


def model_labels(material: Material) -> dict[str, Finding]:
    """Return the statistics of the run by their labels."""
    return {finding.data["label"]: finding for finding in material.find("evidence.model")}


def statistics(material: Material, strand: str) -> tuple[Block, ...]:
    """Return a section with a strand's statistics, each under its label and title; what explains is told once."""
    found = material.find("evidence.model", strand=strand)
    if not found:
        return ()
    told: set[str] = set()
    each = []
    for finding in found:
        lines = tuple(line for line in finding.sentences if not (line.explains and line.text in told))
        told.update(line.text for line in lines if line.explains)
        title = f"{finding.data['label']} {finding.title}"
        each.append(Section(title, (*tell(lines), *drawn(dataclasses.replace(finding, sentences=())))))
    return (Section("Statistics and the theories they speak to", (explain(LEAD), *each)),)


def model_records(material: Material) -> dict[str, Record]:
    """Return the record of every statistic, for the appendix."""
    return {label: _record(material, label, finding) for label, finding in model_labels(material).items()}


def _record(material: Material, label: str, finding: Finding) -> Record:
    first = next((line for line in finding.sentences if not line.explains), Sentence(""))
    fields = (
        ("Method", plain(finding.data["method"]).replace("_", " ")),
        ("Theory", finding.theory),
        ("Speaks to", SLOT[finding.data["slot"]]),
        ("Says", first.text),
        ("How to read it", finding.data["reading"]),
        ("Formula", finding.data["formula"]),
        ("Rests on", "; ".join(name for name in finding.trace if name != finding.theory)),
    )
    return Record(label, finding.title, tuple((name, value) for name, value in fields if value))
