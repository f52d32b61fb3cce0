"""Contrast of contexts: where the same mechanism is told to have led to an outcome, not to have, or to its opposite."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from useit_eval.cmo.patterns import Tellings, number_alike, told_together
from useit_eval.cmo.regularities import OPPOSITE, directions, leading_directions

STATES = ("led", "did_not", "opposite", "otherwise")


def contrasts(claims: pd.DataFrame, parts: pd.DataFrame, *, up: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return for each mechanism, outcome and context what claims tell, side by side.

    Arguments and errors as in `demi_regularities`. ``direction`` is the one more units tell of this mechanism and
    outcome (then more citations, then the positive); "" where all deny it. For each of four states: the labels, and
    citations, sources and units (``led``, ``led_citations``, ...). ``led``: to the outcome in this direction;
    ``did_not``: the claim is denied; ``opposite``: positive against negative; ``otherwise``: told as mixed, neutral
    or in no direction. A context of "" is told by claims that name none. Nothing told is an empty tuple: not told, never no.
    """
    ways = directions(claims, parts, up=up)
    ways = ways.rename(columns={"direction": "told"}).merge(
        leading_directions(claims, ways), on=["mechanism", "outcome"], how="left"
    )
    ways["direction"] = ways["direction"].fillna("")
    held = told_together(claims, parts, slots=("context", "mechanism"), up=up)
    met = ways.merge(held, on=["claim", "mechanism"], how="left")
    met["context"] = met["context"].fillna("")
    columns = ["mechanism", "outcome", "direction", "context"]
    keys, firsts = number_alike(met[columns])
    tellings = Tellings(claims, keys, met["claim"].to_numpy(), len(firsts))
    answer = met.iloc[firsts][columns].reset_index(drop=True)
    for state, kept in _states(met).items():
        answer[state] = tellings.listed("label", kept)
        for name, values in tellings.counts(kept).items():
            answer[f"{state}_{name}"] = values
    return answer.sort_values(columns, ignore_index=True)


def _states(met: pd.DataFrame) -> dict[str, np.ndarray]:
    denied, same = met["denied"].to_numpy(), (met["told"] == met["direction"]).to_numpy()
    opposite = (met["direction"].map(OPPOSITE) == met["told"]).to_numpy()
    return {
        "led": ~denied & same,
        "did_not": denied,
        "opposite": ~denied & opposite,
        "otherwise": ~denied & ~same & ~opposite,
    }
