"""The check at the bench: a frame against the column specification, once, by pandera."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.frames import PANDAS_DTYPES, TABLES, Column

if TYPE_CHECKING:
    import pandas as pd

MOST_TOLD = 20
_PATTERNS = {
    "uuid": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "date": r"\d{4}-\d\d-\d\d",
    "instant": r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|\+00:00)",
}
_PLAIN_ENGLISH = {
    "not_nullable": "is missing",
    "field_uniqueness": "is there more than once",
    "isin": "is not a word allowed here",
    "str_matches": "is not written as it should be",
}


def check_frame(frame: pd.DataFrame, table: str, *, where: str = "") -> pd.DataFrame:
    """Return a frame that agrees with its table's specification: these columns and no other, dtypes, words, key.

    Raises InputRefused that lists the rows (as ``row``: counted from 1) or keys at fault.
    """
    from pandera.errors import SchemaErrors

    try:
        return _schema(table).validate(frame, lazy=True)
    except SchemaErrors as error:
        raise _refusal(error.failure_cases, frame, table, where or table) from None


@functools.cache
def _schema(table: str) -> Any:
    import pandera.pandas as pandera

    spec = TABLES[table]
    columns = {column.name: _column(column) for column in spec.columns}
    return pandera.DataFrameSchema(columns, strict=True, ordered=True, unique_column_names=True, name=table)


def _column(column: Column) -> Any:
    import pandera.pandas as pandera

    checks = [pandera.Check.isin(list(column.words), error="isin")] if column.words else []
    if column.dtype in _PATTERNS:
        checks.append(pandera.Check.str_matches(rf"\A{_PATTERNS[column.dtype]}\Z", error="str_matches"))
    dtype = PANDAS_DTYPES[column.dtype]
    return pandera.Column(dtype, checks=checks, nullable=column.nullable, unique=column.key, required=True)


def _refusal(cases: pd.DataFrame, frame: pd.DataFrame, table: str, where: str) -> InputRefused:
    told = list(dict.fromkeys(_told(case, frame, table) for case in cases.to_dict("records")))
    more = f"\nand {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
    if len(told) == 1:
        return InputRefused(told[0], where, "Mend it and open the study again.")
    return InputRefused(f"{len(told)} faults\n" + "\n".join(told[:MOST_TOLD]) + more, where, "")


def _told(case: dict[str, Any], frame: pd.DataFrame, table: str) -> str:
    column, check, found = case["column"], str(case["check"]), case["failure_case"]
    if check == "column_in_schema":
        return f"the column {found!r} is not known"
    if check in ("column_in_dataframe", "column_ordered"):
        return f"the column {found!r} is missing or in another place"
    words = next((words for start, words in _PLAIN_ENGLISH.items() if check.startswith(start)), f"fails {check}")
    shown = f"{column} {found!r}" if found == found and found is not None else f"the {column}"
    place = _place(case["index"], frame, table)
    return f"{place}: {shown} {words}" if place else f"{shown} {words}"


def _place(index: Any, frame: pd.DataFrame, table: str) -> str:
    if index is None or index != index or index not in frame.index:
        return ""
    for name in ("label", TABLES[table].key):
        if name in frame and isinstance(value := frame.loc[index, name], str):
            return f"{table} {value}"
    return f"row {frame.index.get_loc(index) + 1}"
