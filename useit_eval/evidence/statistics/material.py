"""What statistics are computed from, and what each of them hands back to be told."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.findings import FigureSpec, Sentence, Table
from useit_eval.ground.terms import SMALLEST_COUNT
from useit_eval.ground.wording import missing, text

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import Questionnaire

Row = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Held:
    """The material of the statistics. Frames are as in `ground.frames`; ``tables`` holds files of surveys by name,
    ``smallest`` is the smallest count of respondents that is shown, ``seed`` that of everything random.

    ``theories`` needs theory_id, strand and title. Whatever no model asks for may be left out.
    """

    theories: pd.DataFrame
    sources: pd.DataFrame
    figures: pd.DataFrame | None = None
    responses: pd.DataFrame | None = None
    readings: pd.DataFrame | None = None
    questionnaire: Questionnaire | None = None
    tables: Mapping[str, pd.DataFrame] = dataclasses.field(default_factory=dict)
    seed: int = 0
    smallest: int = SMALLEST_COUNT

    def figure(self, label: str) -> Row:
        """Return a figure of the ledger by its label. Raises InputRefused when there is none."""
        rows = self.figures[self.figures["label"] == label] if self.figures is not None else ()
        if not len(rows):
            raise InputRefused(f"the figure '{label}' is not in figures.csv", "models.yaml", "Correct the label.")
        return rows.iloc[0].to_dict()

    def source_label(self, source_id: str) -> str:
        """Return a source's label by its id; an empty text when it is not on record."""
        own = self.sources.loc[self.sources["source_id"] == source_id, "label"]
        return str(own.iloc[0]) if len(own) else ""

    def choice_name(self, question: str, choice: str) -> str:
        """Return a choice in readers' words."""
        held = self.questionnaire.by_id.get(question) if self.questionnaire else None
        return next((c.label for c in held.choices if c.code == choice), choice) if held else choice


@dataclasses.dataclass(frozen=True)
class Told:
    """What a statistic says: its sentences, its table of cell sizes, and plain values; ``refused`` when it is not computed.

    ``sources`` are labels of the sources it rests on. ``printed`` are the sets of questionnaires whose sizes it tells,
    ``left_out`` for each those it lacks because they leave out a question (see `leaving`).
    """

    sentences: tuple[Sentence, ...]
    table: Table | None = None
    figure: FigureSpec | None = None
    data: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    sources: tuple[str, ...] = ()
    formula: str = ""
    refused: bool = False
    printed: tuple[frozenset[str], ...] = ()
    left_out: tuple[frozenset[str], ...] = ()


def sources_of(held: Held, rows: list[Row]) -> tuple[str, ...]:
    """Return the labels of the sources of figures, each once."""
    return tuple(dict.fromkeys(filter(None, (held.source_label(row["source_id"]) for row in rows))))


def value_of(row: Row) -> float:
    """Return a figure's value. Raises InputRefused for a figure that is a day."""
    if missing(row["value"]):
        raise InputRefused(f"the figure '{row['label']}' is a day, not a number", "models.yaml", "Name another figure.")
    return float(row["value"])


def whole(row: Row) -> int:
    """Return a figure's value as a count. Raises InputRefused for a value that is no whole number."""
    value = value_of(row)
    if not value.is_integer():
        raise InputRefused(f"the figure '{row['label']}' is no count", "models.yaml", "Name another figure.")
    return int(value)


def is_exact(row: Row) -> bool:
    """Return whether a figure is told as an exact count."""
    return text(row["bound"]) in ("", "exact")
