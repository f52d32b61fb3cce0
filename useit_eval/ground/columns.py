"""A frame's columns asked for by name, so that a missing one gives a sentence and not a KeyError."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval.ground.errors import InputRefused

if TYPE_CHECKING:
    import pandas as pd


def require(frame: pd.DataFrame, table: str, *names: str) -> None:
    """Raise InputRefused when a frame lacks columns, naming those it has.

    Example:
        >>> import pandas as pd
        >>> require(pd.DataFrame({"coder": []}), "codings", "coder")
    """
    absent = [name for name in names if name not in frame.columns]
    if absent:
        found = ", ".join(map(str, frame.columns)) or "no columns at all"
        raise InputRefused(
            f"{table} has no column {absent[0]!r}. It has: {found}",
            "",
            "Take the study's own table (docs/data_dictionary.md), or name a column that is there.",
        )
