"""Zoom: a causal map in broader factors, by the code tree or by labels such as ``parent > child``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from useit_eval.cmo.links import merge_valences
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

SEPARATOR = ">"
KEYS = ["from_code", "to_code", "claim"]
VALENCES = ("from_valence", "to_valence")


def zoom_links(links: pd.DataFrame, up: Mapping[str, str]) -> pd.DataFrame:
    """Return the links between broader factors; a claim that tells a broader link several times tells it once.

    ``links`` needs from_code, to_code and claim; ``up`` maps factors to broader ones, from `coding.roll_up` or
    `cut_labels`, and others stay. Links inside one broader factor fall away. Rows are kept, not counts, so that the sources
    and units of a parent are the union of its children's, never their sum. The slots are those of the first row; a broader
    factor that a claim tells both ways is told as mixed, as in `link_parts`.
    """
    require(links, "links", "from_code", "to_code", "claim")
    ends = {end: links[end].map(lambda code: up.get(code, code)) for end in ("from_code", "to_code")}
    broad = links.assign(**ends)
    broad = broad[broad["from_code"] != broad["to_code"]]
    valences = {end: _merged(broad, end) for end in VALENCES if end in broad}
    return broad.assign(**valences).drop_duplicates(KEYS, ignore_index=True)


def _merged(broad: pd.DataFrame, end: str) -> pd.Series:
    """Return the valence of a broader link's end over all the rows in which its claim tells it."""
    again = broad.duplicated(KEYS, keep=False)
    told = broad[again].groupby(KEYS, sort=False)[end].transform(lambda own: merge_valences(list(own)))
    return told.reindex(broad.index).fillna(broad[end]) if len(told) else broad[end]


def cut_labels(labels: Iterable[str], *, level: int = 1) -> dict[str, str]:
    """Return labels such as ``parent > child`` mapped to themselves cut to a level; a shorter label stays.

    Level 1 is the broadest. Raises InputRefused for a level below 1 and for a label with an empty step.

    Example:
        >>> cut_labels(["Work > Job > Full time", "Hope"], level=2)
        {'Work > Job > Full time': 'Work > Job', 'Hope': 'Hope'}
    """
    if isinstance(level, bool) or not isinstance(level, (int, np.integer)) or level < 1:
        raise InputRefused(
            f"labels cannot be cut to level {level!r}", "", "Levels: whole numbers from 1, the broadest."
        )
    return {label: _cut(str(label), level) for label in dict.fromkeys(labels)}


def _cut(label: str, level: int) -> str:
    steps = [step.strip() for step in label.split(SEPARATOR)]
    if not all(steps):
        raise InputRefused(f"label {label!r} has an empty step", "", "Write it as: parent > child.")
    return f" {SEPARATOR} ".join(steps[:level])
