"""What stands beside a theory and its proposed rating: rivals, history, signatures, groups, and how it was thought of."""

from __future__ import annotations

from collections.abc import Iterable

from useit_eval.document.page import Block, Listing, Paragraph, Section
from useit_eval.ground.findings import Finding
from useit_eval.ground.wording import counted
from useit_eval.judgement import RATERS
from useit_eval.report.blocks import drawn, explain, show, state, tell
from useit_eval.report.material import Material
from useit_eval.report.words import RIVAL_STATE, UNSIGNED


def told_standing(material: Material, theories: Iterable[str]) -> str:
    """Return the line on how far ratings are signed: by nobody, by some, or "" when two raters signed each.

    Only signatures on the current version of a theory count.
    """
    theories = list(theories)
    counts = [min(len(material.signatures(theory)), RATERS) for theory in theories]
    if counts and min(counts) == RATERS:
        return ""
    if not any(counts):
        return UNSIGNED
    none, one, two = (counts.count(number) for number in range(RATERS + 1))
    parts = ((two, "signed by two raters"), (one, "signed by one"), (none, "signed by nobody"))
    told = ", ".join(f"{number} {words}" for number, words in parts if number)
    return f"Proposed by rubric: of {counted(len(theories), 'rating')} {told}"


def rivals(material: Material, theory) -> tuple[Block, ...]:
    """Return the theory and its rivals side by side, or without the finding of a run the rivals alone as a list."""
    found = material.find("judgement.rivals", theory=theory.id)
    if found:
        return show(found[0])
    items = tuple(
        state(f"{rival.text.rstrip('.')} ({RIVAL_STATE[rival.state]}{_why(rival.reason)}).", theory.id)
        for rival in theory.current.rivals
    )
    return (explain("Rival explanations:"), Listing(items)) if items else ()


def _why(reason: str | None) -> str:
    return f": {reason.rstrip('.')}" if reason else ""


def history(material: Material, theory_id: str) -> tuple[Block, ...]:
    """Return how a theory came to read so; nothing for a theory of one version, whose reason stands above.

    The last line of the finding, how it reads now, opens the theory's section and is not told again.
    """
    return tuple(
        Section("How it came to read so", (Listing(f.sentences[:-1]), *drawn(f)))
        for f in _versions(material, theory_id)
    )


def has_history(material: Material, theory_id: str) -> bool:
    """Return whether a section tells how a theory came to read so, with the reason of each version."""
    return bool(_versions(material, theory_id))


def _versions(material: Material, theory_id: str) -> list[Finding]:
    return [f for f in material.find("judgement.history", theory=theory_id) if f.data.get("versions", 1) > 1]


def signed(material: Material, theory_id: str) -> tuple[Block, ...]:
    """Return who signed what and whether they agree; nothing where nobody signed any version, which is said once."""
    found = [f for f in material.find("judgement.signed", theory=theory_id) if f.data["signed"] or f.data["earlier"]]
    return tuple(Listing(finding.sentences) for finding in found)


def none_by_group(material: Material, theories: Iterable[str]) -> tuple[Block, ...]:
    """Return one line for several theories of which no group is rated apart, in place of the same line for each."""
    found = [f for theory in theories for f in material.find("judgement.groups", theory=theory)]
    if not found or any(f.data.get("apart") for f in found):
        return ()
    told = f"By group: for none of {counted(len(found), 'theory', 'theories')} does a group or context hold enough units to rate apart."
    ids = tuple(dict.fromkeys(label for f in found for line in f.sentences for label in line.ids))
    return (Paragraph((state(told, *ids),)),)


def by_group(material: Material, theory_id: str) -> tuple[Block, ...]:
    """Return the ratings apart by group, or the line that too few units speak for any."""
    return tuple(block for finding in material.find("judgement.groups", theory=theory_id) for block in show(finding))


def thought_of(material: Material, strand: str) -> tuple[Block, ...]:
    """Return the retroduction log of a strand ("" for the study): each step in a line, then every candidate cause."""
    found = [f for f in material.find("judgement.retroduction", strand=strand)]
    return tuple(Section(finding.title, (*tell(finding.sentences), *drawn(finding))) for finding in found)
