"""Context x resource (moderation) and resource to reasoning to outcome (mediation), by cluster.

Moderation bears on context and mediation on mechanism; neither measures one, so what comes out is "consistent with" a
theory at most. Every cell is printed with its number, and "no difference" is never inferred.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from useit_eval.evidence.statistics.clusters import estimate, refuse_few
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.ground.columns import require

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

THIN = 10
DRAWS = 2000
SCALES = ("share", "odds")


@dataclasses.dataclass(frozen=True)
class Interaction:
    """How much more a resource goes with an outcome in one context than in the other; ``cells`` has n and count of each."""

    value: float
    low: float
    high: float
    scale: str
    cells: tuple[dict, ...]
    n: int
    clusters: int
    df: float | None
    formula: str


@dataclasses.dataclass(frozen=True)
class Mediation:
    """The part of a difference that goes along with the reasoning: product of two slopes, with a cluster bootstrap."""

    indirect: float
    low: float
    high: float
    direct: float
    n: int
    clusters: int
    seed: int
    draws: int
    formula: str


def interact(
    frame: pd.DataFrame, *, outcome: str, context: str, resource: str, cluster: str, scale: str = "share"
) -> Interaction:
    """Return the interaction of a context and a resource on an outcome, all true or false, clustered.

    On the scale "share" the difference of two differences of shares (least squares on all four cells), on "odds" the
    ratio of two odds ratios (logit). Rows with a missing answer are left out. Raises CannotCarry under ten clusters,
    for a cell without anybody or of one cluster only, an outcome that never varies and, on "odds", a cell where all or
    none have it.
    """
    require(frame, "answers", outcome, context, resource, cluster)
    held = frame[[outcome, context, resource, cluster]].dropna().reset_index(drop=True)
    cells = _cells(held, outcome, context, resource)
    clusters = held[cluster].nunique()
    _refuse_cells(cells, clusters, scale)
    sides = held[[context, resource]].astype(float)
    design = sides.assign(both=sides[context] * sides[resource])
    design.insert(0, "one", 1.0)
    answers = held[outcome].astype(float).to_numpy()
    found = estimate(answers, design.to_numpy(), held[cluster], at=3, odds=scale == "odds")
    ends = (found.value, found.low, found.high)
    from math import exp

    shown = tuple(map(exp, ends)) if scale == "odds" else ends
    kind = "log odds" if scale == "odds" else "share"
    formula = f"{kind} of {outcome} = a + b × {context} + c × {resource} + d × {context} × {resource}, by {cluster}"
    return Interaction(*shown, scale, cells, len(held), clusters, found.df, formula)


def _cells(held: pd.DataFrame, outcome: str, context: str, resource: str) -> tuple[dict, ...]:
    rows = []
    for first in (False, True):
        for second in (False, True):
            own = held[(held[context].astype(bool) == first) & (held[resource].astype(bool) == second)]
            rows.append({"context": first, "resource": second, "n": len(own), "count": int(own[outcome].sum())})
    return tuple(rows)


def _refuse_cells(cells: tuple[dict, ...], clusters: int, scale: str) -> None:
    empty = [cell for cell in cells if not cell["n"]]
    if empty:
        told = f"{len(empty)} of the four cells of context and resource {'is' if len(empty) == 1 else 'are'} empty"
        raise CannotCarry(told, "", "Tell the cells that are filled, count by count; ask people of the empty one.")
    refuse_few(clusters)
    if sum(cell["count"] for cell in cells) in (0, sum(cell["n"] for cell in cells)):
        raise CannotCarry("the outcome is the same for everybody", "", "Tell the count as it stands.")
    full = [cell for cell in cells if cell["count"] in (0, cell["n"])]
    if scale == "odds" and full:
        told = "in a cell all or none have the outcome (separation), so its odds have no bound"
        raise CannotCarry(told, "", "Compare shares instead: scale: share.")


def mediate(
    frame: pd.DataFrame, *, resource: str, reasoning: str, outcome: str, cluster: str, seed: int, draws: int = DRAWS
) -> Mediation:
    """Return how much of what goes with a resource goes along with a change in reasoning.

    Two least-squares lines: reasoning on resource, outcome on resource and reasoning; the product of the two slopes,
    with the percentile interval of a bootstrap that draws whole clusters (MacKinnon 2008). It is no proof of a mechanism: whatever moves both
    reasoning and outcome looks the same. Raises CannotCarry under ten clusters and for columns that never vary.
    """
    import numpy as np

    require(frame, "answers", resource, reasoning, outcome, cluster)
    held = frame[[resource, reasoning, outcome, cluster]].dropna().reset_index(drop=True)
    clusters = held[cluster].nunique()
    refuse_few(clusters)
    for name in (resource, reasoning, outcome):
        if held[name].nunique() < 2:
            raise CannotCarry(f"'{name}' is the same for everybody", "", "Tell the counts as they stand.")
    columns = held[[resource, reasoning, outcome]].astype(float).to_numpy()
    members = [columns[rows] for rows in held.groupby(cluster).indices.values()]
    random = np.random.default_rng(seed)
    drawn = [_paths(np.vstack([members[at] for at in random.integers(0, clusters, clusters)])) for _ in range(draws)]
    low, high = np.nanpercentile([indirect for indirect, _ in drawn], [2.5, 97.5])
    indirect, direct = _paths(columns)
    formula = f"{reasoning} = a + b × {resource}; {outcome} = c + d × {resource} + e × {reasoning}; b × e, by {cluster}"
    return Mediation(indirect, float(low), float(high), direct, len(held), clusters, seed, draws, formula)


def _paths(columns: np.ndarray) -> tuple[float, float]:
    """Return the product of slopes and the direct slope; NaN where a draw has nothing that varies."""
    import numpy as np

    resource, reasoning, outcome = columns.T
    if not resource.std() or not reasoning.std():
        return float("nan"), float("nan")
    ones = np.ones(len(columns))
    first = np.linalg.lstsq(np.column_stack([ones, resource]), reasoning, rcond=None)[0]
    second = np.linalg.lstsq(np.column_stack([ones, resource, reasoning]), outcome, rcond=None)[0]
    return float(first[1] * second[2]), float(second[1])
