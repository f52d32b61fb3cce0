"""Marked passages against the text they were marked in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.text import sha256
from useit_eval.ground.wording import missing


def verify_spans(codings: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return for each coding whether its passage still reads as it did when it was marked.

    ``codings`` are those of one source and need coding_id, start, end and quote_sha256; positions are code
    points, end exclusive. The answer has coding_id, start, end, verified and reason (empty when verified), in
    the order given. A missing hash is never verified.

    Example:
        >>> from useit_eval.ground.text import sha256
        >>> one = pd.DataFrame({"coding_id": ["a"], "start": [0], "end": [3], "quote_sha256": [sha256("one")]})
        >>> bool(verify_spans(one, "one two")["verified"][0])
        True
    """
    require(codings, "codings", "coding_id", "start", "end", "quote_sha256")
    reasons = [
        _fault(start, end, expected, text)
        for start, end, expected in zip(codings["start"], codings["end"], codings["quote_sha256"], strict=True)
    ]
    checked = codings[["coding_id", "start", "end"]].reset_index(drop=True)
    return checked.assign(verified=[reason == "" for reason in reasons], reason=reasons)


def _fault(start: object, end: object, expected: object, text: str) -> str:
    if missing(start) or missing(end):
        return "the coding has no position"
    first, past = int(start), int(end)
    if not 0 <= first < past:
        return f"characters {first} to {past} are not a passage"
    if past > len(text):
        return f"character {past} lies beyond the end of the text, which has {len(text):,} characters"
    if missing(expected):
        return "the coding carries no hash, so nothing can be compared"
    return "" if sha256(text[first:past]) == expected else "the words at this place are not those that were coded"


def refuse_broken_places(codings: pd.DataFrame) -> None:
    """Raise InputRefused for the first start or end that is no whole number: a text, or part of a character.

    Example:
        >>> refuse_broken_places(pd.DataFrame({"start": [0, 5], "end": [4.0, 9.0]}))
    """
    for edge in ("start", "end"):
        held = codings[edge]
        if not pd.api.types.is_numeric_dtype(held):
            held = held.where(~held.map(lambda cell: isinstance(cell, str)))
        numbers = pd.to_numeric(held, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        for row in np.flatnonzero(~(np.isfinite(numbers) & (numbers % 1 == 0)))[:1]:
            told = f"the {edge} {codings[edge].iloc[[row]].tolist()[0]!r} of a coding is not a whole number"
            raise InputRefused(told, f"codings, row {row + 1}", "Places are numbers of characters, from 0.")
