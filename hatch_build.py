"""What the wheel carries besides the package: notebooks, the shipped studies' decisions, registers and practice texts.

A hook rather than a static list, so that an editable installation copies nothing, and so that a respondent's file lying
in data_raw can never slip into a wheel: only the registers of the shipped study, by name, and the invented interviews
of the practice study go in.
"""

from __future__ import annotations

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = (
    ("notebooks", "*.ipynb"),
    ("codebooks", "**/*.yaml"),
    ("codebooks", "**/*.md"),
    *(("data_raw", f"useit/{name}.csv") for name in (
        "manifest", "figures", "links", "milestones", "challenges", "faults",
        "partners", "events", "pathway", "shortages", "assets", "finance",
    )),
    # Invented interviews, by the one pattern that git keeps too, with the registers read from them.
    ("data_raw", "practice/practice_*.txt"),
    ("data_raw", "practice/practice_*.csv"),
    *(("data_raw", f"practice/{name}.csv") for name in (
        "manifest", "figures", "links", "milestones", "challenges", "faults",
        "candidates", "openings", "pathway", "mentors", "loans", "shortages", "equivalence", "occupations", "assets",
        "finance",
    )),
)


class CustomBuildHook(BuildHookInterface):
    """Adds the carried files under ``useit_eval/_shipped``."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Name each carried file and its place in the wheel; an editable installation reads the clone itself."""
        if version == "editable":
            return
        root = Path(self.root)
        for folder, pattern in CARRIED:
            for path in sorted((root / folder).glob(pattern)):
                inside = path.relative_to(root).as_posix()
                build_data["force_include"][str(path)] = f"useit_eval/_shipped/{inside}"
        build_data["force_include"][str(root / "useit.toml")] = "useit_eval/_shipped/useit.toml"
