"""The code tree as a plain frame: names for readers, and codes rolled up to a level of the tree."""

from __future__ import annotations

import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.wording import text

COLUMNS = ("code_id", "name", "kind", "parent")


def code_names(codes: pd.DataFrame) -> dict[str, str]:
    """Return code ids mapped to the names readers see. ``codes`` needs code_id and name."""
    require(codes, "codes", "code_id", "name")
    return dict(zip(codes["code_id"], codes["name"], strict=True))


def roll_up(codes: pd.DataFrame, *, level: int = 1) -> dict[str, str]:
    """Return every code id mapped to its ancestor at a level of the tree; level 1 is the top, 0 leaves all as coded.

    ``codes`` needs code_id and parent (empty for a top code). A code at or above the level stays itself.
    Raises InputRefused when parents run in a circle or name no code, and for a level that is no whole number from 0.

    Example:
        >>> codes = pd.DataFrame({"code_id": ["trust", "trust_in_staff"], "parent": ["", "trust"]})
        >>> roll_up(codes)["trust_in_staff"]
        'trust'
    """
    require(codes, "codes", "code_id", "parent")
    if not isinstance(level, int) or isinstance(level, bool) or level < 0:
        raise InputRefused(
            f"level {level!r} is not a level of the code tree", "", "Write 0 (as coded), 1 (the broadest), 2 and so on."
        )
    parents = {row.code_id: text(row.parent) for row in codes[["code_id", "parent"]].itertuples()}
    return {code: _lineage(code, parents)[-level:][0] for code in parents}


def _lineage(code: str, parents: dict[str, str]) -> list[str]:
    """List a code and its ancestors, nearest first."""
    line = [code]
    while parents[line[-1]]:
        parent = parents[line[-1]]
        if parent in line:
            raise InputRefused(
                f"the parents of code {code!r} run in a circle", "codebook.yaml", "Give one a parent above."
            )
        if parent not in parents:
            raise InputRefused(
                f"parent {parent!r} of code {line[-1]!r} is not a code", "codebook.yaml", "Mend the parent."
            )
        line.append(parent)
    return line
