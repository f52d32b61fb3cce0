"""What a column and a table are, as plain records."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Column:
    """One column: ``dtype`` is text, integer, number, flag, date (ISO day), instant (UTC ISO time) or uuid.

    ``words`` lists the values allowed, if the list is closed; ``reference`` names ``table.column``. ``names`` lists the
    registers of which a cell may hold a label, and ``several`` says that it may hold more than one.
    """

    name: str
    dtype: str
    meaning: str
    unit: str = ""
    nullable: bool = False
    key: bool = False
    reference: str = ""
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    several: bool = False


@dataclasses.dataclass(frozen=True)
class TableSpec:
    """One table: its home is ``store`` (rows appended, never edited) or ``file`` (a researcher's CSV or YAML)."""

    name: str
    home: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Return the column names in order."""
        return [column.name for column in self.columns]

    @property
    def key(self) -> str:
        """Return the name of the key column."""
        return next(column.name for column in self.columns if column.key)


def column(name: str, dtype: str, meaning: str, **more) -> Column:
    """Return a column; ``more`` sets its unit, key, reference, words or whether it may be missing."""
    return Column(name, dtype, meaning, **more)


def label_of(what: str) -> Column:
    """Return the column that holds a record's short id."""
    return column("label", "text", f"short id of the {what}, unique in the study, as chapters print it")
