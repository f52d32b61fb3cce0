"""What the registers of the field give a chapter: needs and the pathway, assets and money, partners, events."""

from __future__ import annotations

from useit_eval.document.page import Block, Section
from useit_eval.report.blocks import explain, show, tell
from useit_eval.report.material import Material


def matching(material: Material, strand: str) -> tuple[Block, ...]:
    """Return the needs of employers, who could meet them and the pathway's two sides; nothing without such registers."""
    found = material.find(f"evidence.matching.{strand}")
    whole = [finding for finding in found if finding.key == f"evidence.matching.{strand}"]
    lines = tuple(block for finding in whole for block in tell(finding.sentences))
    order = {"groups": 0, "missing": 1, "sides": 2}
    parts = sorted((f for f in found if f not in whole), key=lambda finding: order[finding.key.rpartition(".")[2]])
    return (*lines, *(Section(finding.title, show(finding)) for finding in parts))


def baseline(material: Material, strand: str) -> tuple[Block, ...]:
    """Return assets and money as they stand on record, in the chapter they belong to."""
    found = material.find("evidence.baseline", strand=strand)
    if not found:
        return ()
    lead = explain(
        "What the registers hold so far, as the sources tell it: where a cell reads “not reported” nothing is told, "
        "and nothing is estimated. It is what a later look can be set beside.",
    )
    return (lead, *(Section(finding.title, show(finding)) for finding in found))


def partners(material: Material, strand: str) -> tuple[Block, ...]:
    """Return the partners, where they are told: in the theme of partnership, else on the whole."""
    return tuple(
        block for finding in material.find("evidence.registers.partners", strand=strand) for block in show(finding)
    )


def events(material: Material, strand: str) -> tuple[Block, ...]:
    """Return the events of a strand or theme."""
    found = material.find("evidence.registers.events", strand=strand)
    return tuple(block for finding in found for block in show(finding))


def connections(material: Material) -> tuple[Block, ...]:
    """Return what connects, and the micro-assets that wait to be connected."""
    keys = ("evidence.links.resources", "evidence.links.unconnected")
    found = [finding for key in keys for finding in material.find(key)]
    return tuple(Section(finding.title, show(finding)) for finding in found)
