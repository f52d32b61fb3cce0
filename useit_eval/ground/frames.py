"""The column specification: every table of the record, once.

From these plain records come the pandera check at the bench (`workbench.check`), the SQL tables
(`store.tables`) and the data dictionary (docs/data_dictionary.md). Nothing here imports pandas at start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval.ground import field_registers, register_tables, store_tables
from useit_eval.ground.specification import Column, TableSpec

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PANDAS_DTYPES", "TABLES", "Column", "TableSpec", "empty", "labels"]

TABLES: dict[str, TableSpec] = {
    spec.name: spec
    for module in (store_tables, register_tables, field_registers)
    for spec in vars(module).values()
    if isinstance(spec, TableSpec)
}
PANDAS_DTYPES = {
    "text": "str",
    "uuid": "str",
    "date": "str",
    "instant": "str",
    "integer": "Int64",
    "number": "Float64",
    "flag": "boolean",
}


def empty(name: str) -> pd.DataFrame:
    """Return a frame of no rows with the declared columns and dtypes of a table.

    Example:
        >>> list(empty("source_text").columns)[:2]
        ['source_id', 'text']
    """
    import pandas as pd

    return pd.DataFrame({c.name: pd.Series(dtype=PANDAS_DTYPES[c.dtype]) for c in TABLES[name].columns})


def labels(cell: object) -> list[str]:
    """Return the record labels in a cell such as ``"C001; F012"``; missing gives an empty list.

    Example:
        >>> labels("C001; F012")
        ['C001', 'F012']
    """
    if cell is None or cell != cell or not isinstance(cell, str):
        return []
    return [part.strip() for part in cell.split(";") if part.strip()]
