"""The profiles of a strand's theories side by side: one table, theories as columns, with the claims behind each count."""

from __future__ import annotations

from useit_eval.ground.findings import Finding, Table
from useit_eval.report.material import Material

Lines = dict[str, tuple[str, tuple[str, ...]]]
COUNTED = (
    ("Supporting claims", "Supporting claims"),
    ("... whole configurations", "Of these, whole configurations"),
    ("... two parts of one", "Of these, two parts of one"),
    ("... told as having happened", "Of these, told as having happened"),
    ("... outcomes that have happened", "Of these, an outcome that has happened"),
    ("Supporting figures", "Supporting figures"),
    ("Supporting statistics", "Supporting statistics"),
    ("Records against", "Records against"),
    ("... not explained", "Of these, not explained"),
    ("Records that would change the theory", "Records that would change it"),
    ("Supporting claims now denied", "Once support, now denied"),
)
TOGETHER = (
    (
        "Units, groups and methods of the support",
        (
            "Independent units among supporting claims",
            "Stakeholder groups among supporting claims",
            "Methods among supporting claims",
        ),
    ),
    ("Said without being asked, where known", ("Share said without being asked, where known",)),
    (
        "Best relevance, richness and rigour (1 to 3)",
        ("Best relevance (1 to 3)", "Best richness (1 to 3)", "Best rigour (1 to 3)"),
    ),
    ("Rivals weighed, and still open", ("Rivals kept or dropped with a reason", "Rivals still open")),
)


def side_by_side(material: Material, strand: str) -> Table | None:
    """Return the profiles of a strand's theories as one table, or None without theories. Lines that count nothing go."""
    found = [(theory.id, _lines(material, theory.id)) for theory in material.theories_of(strand)]
    found = [(theory, lines) for theory, lines in found if lines]
    if not found:
        return None
    names = tuple(theory for theory, _ in found)
    rows, ids = [], []
    for heading, name in COUNTED:
        if any(lines[heading][0] not in ("0", "none") for _, lines in found) or heading in (
            "Supporting claims",
            "Records against",
        ):
            rows.append((name, *(_counted(theory, *lines[heading]) for theory, lines in found)))
            ids.append(
                (*names, *(label for theory, lines in found for label in lines[heading][1] if label not in names))
            )
    for name, headings in TOGETHER:
        rows.append((name, *(_joined([lines[heading][0] for heading in headings]) for _, lines in found)))
        ids.append(names)
    return Table(
        ("Measure", *names), tuple(rows), tuple(ids), caption="Profiles side by side: counts to read, not scores to add"
    )


def _lines(material: Material, theory: str) -> Lines:
    found: list[Finding] = material.find("judgement.profile", theory=theory)
    table = found[0].table if found else None
    return {row[0]: (str(row[1]), ids) for row, ids in zip(table.rows, table.ids, strict=True)} if table else {}


def _joined(values: list[str]) -> str:
    return "none" if set(values) == {"none"} else ", ".join(values)


def _counted(theory: str, value: str, ids: tuple[str, ...]) -> str:
    behind = [label for label in ids if label != theory]
    return f"{value}: {', '.join(behind)}" if behind and value != "0" else value
