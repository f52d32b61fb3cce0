"""What reading an export found: how many questionnaires count, and by row what does not or is in doubt."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Told:
    """One thing to look at: the row as a spreadsheet counts, and what is the matter.

    ``name`` is a name as it was written, for the screen of the person at work: it shows in no repr, log or store.
    """

    row: int
    what: str
    name: str = dataclasses.field(default="", repr=False)


@dataclasses.dataclass(frozen=True)
class AnswersReport:
    """What became of an export. Each list holds what to look at by row; one row may stand in several.

    ``without_researcher``, ``unknown_researchers``, ``doubled`` (the same submission again), ``not_valid`` (the rule of
    the questionnaire is not met) and ``refused`` (by the form's program) do not count. The others count as they are:
    ``alike`` (the same answers by the same researcher), ``impossible_ages``, ``out_of_range``, ``unknown_choices``,
    ``missing_required``, ``unreadable``. ``left_out`` names the columns that are never stored, ``lacking`` the
    questions without a column.
    """

    file: str
    software: str
    questionnaire: str
    submissions: int
    counted: int
    without_researcher: tuple[Told, ...]
    unknown_researchers: tuple[Told, ...]
    doubled: tuple[Told, ...]
    not_valid: tuple[Told, ...]
    refused: tuple[Told, ...]
    alike: tuple[Told, ...]
    impossible_ages: tuple[Told, ...]
    out_of_range: tuple[Told, ...]
    unknown_choices: tuple[Told, ...]
    missing_required: tuple[Told, ...]
    unreadable: tuple[Told, ...]
    left_out: tuple[str, ...]
    lacking: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def not_counted(self) -> int:
        """Return how many questionnaires do not count."""
        return self.submissions - self.counted


LISTS = tuple(
    field.name for field in dataclasses.fields(AnswersReport) if field.type == "tuple[Told, ...]"
)  # as written above: annotations are text here
"""The lists whose rows do not count."""
HEADINGS = {
    "without_researcher": "Not counted, without the name of a community researcher",
    "unknown_researchers": "Not counted, the name is not in the key",
    "doubled": "Not counted, the same submission again",
    "not_valid": "Not counted, not valid",
    "refused": "Not counted by the form itself",
    "alike": "In doubt, the same answers by the same researcher",
    "impossible_ages": "Impossible ages, kept as words",
    "out_of_range": "Out of range, kept as words",
    "unknown_choices": "Unknown choices, kept as words",
    "missing_required": "Required and not answered",
    "unreadable": "Not readable as a number or day, kept as words",
}
