"""Paths through a causal map: what lies between origins and targets, who alone states the whole, and where links run in a circle."""

from __future__ import annotations

import numpy as np
import pandas as pd

from useit_eval.cmo.bundles import Bundles, Names, bundle, check_steps, find_ends, near, number_links, reach
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

STEPS = 4
FIELDS = ("source", "unit", "voice", "group", "coder", "claim", "strand", "status", "elicitation")


def trace_paths(links: pd.DataFrame, origins: Names, targets: Names, *, steps: int | None = STEPS) -> pd.DataFrame:
    """Return the rows of links that lie on a path from one of the origins to one of the targets in at most ``steps`` steps.

    ``links`` needs from_code and to_code; ``steps`` None sets no bound. Reached forward from the origins and back from
    the targets over numbered rows: a link stays when both distances and itself fit. Paths are never listed, so a
    path may pass a factor twice: a loop that fits in the steps stays, and `find_loops` names it. Raises InputRefused for
    an unknown factor (with the closest name), a factor that is both origin and target, and steps below 1.

    Example:
        >>> links = pd.DataFrame({"from_code": ["a", "b", "x"], "to_code": ["b", "c", "b"]})
        >>> trace_paths(links, "a", "c")["from_code"].tolist()
        ['a', 'b']
    """
    check_steps(steps)
    rows = number_links(links)
    first, last = find_ends(rows, origins, targets)
    size, before = len(rows.factors), None if steps is None else int(steps) - 1
    ahead = reach(rows.start, rows.end, first, size=size, steps=before)[rows.start]
    left = reach(rows.end, rows.start, last, size=size, steps=before)[rows.end]
    on_path = (ahead >= 0) & (left >= 0)
    if steps is not None:
        on_path &= ahead + left < steps
    return links.take(np.flatnonzero(on_path))


def trace_threads(
    links: pd.DataFrame, origins: Names, targets: Names, *, by: str = "source", steps: int | None = None
) -> pd.DataFrame:
    """Return each value of the field ``by`` that alone states a whole path, and in how few steps: its thread.

    ``links`` needs from_code, to_code and the field (source, unit, claim, voice, group, coder); rows where it is empty
    count for nobody. A path put together from several values counts for none. Columns: the field and steps, in
    alphabetical order. Raises InputRefused as `trace_paths` does, and for a field that links do not have.
    """
    check_steps(steps)
    check_field(links, by)
    pairs = bundle(links)
    first, last = find_ends(pairs, origins, targets)
    own, values = links[by].array.factorize()
    own = np.where(np.asarray(values == "", dtype=bool)[own], -1, own) if len(values) else own
    ends, numbered = _apart(pairs, own)
    at = numbered % len(pairs.factors)
    begin, arrive = (np.flatnonzero(np.isin(at, factors)) for factors in (first, last))
    distance = reach(*ends, begin, size=len(numbered), steps=steps)
    least: dict[str, int] = {}
    for value, step in zip(numbered[arrive] // max(len(pairs.factors), 1), distance[arrive], strict=True):
        if step > 0:
            name = str(values[value])
            least[name] = min(int(step), least.get(name, int(step)))
    return pd.DataFrame(sorted(least.items()), columns=[by, "steps"])


def _apart(pairs: Bundles, own: np.ndarray) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Number each factor anew for each value that tells it, so that no link leads from one value's factors to another's."""
    told = pd.unique((own * np.int64(len(pairs.start)) + pairs.pair)[own >= 0])
    value, pair = np.divmod(told, max(len(pairs.start), 1))
    size = len(pairs.factors)
    both = np.concatenate([value * size + pairs.start[pair], value * size + pairs.end[pair]])
    numbers, numbered = pd.factorize(both)
    return (numbers[: len(told)], numbers[len(told) :]), numbered


def check_field(links: pd.DataFrame, by: str) -> None:
    """Raise InputRefused unless links have the field, naming the closest of those that tell who says it."""
    require(links, "links", "from_code", "to_code")
    if by not in links:
        known = [field for field in FIELDS if field in links]
        raise InputRefused(f"links have no field {by!r}", "", near(by, known, "Fields"))


def complete_sources(
    links: pd.DataFrame, origin: Names, target: Names, *, by: str = "source", steps: int | None = None
) -> list[str]:
    """Return, in alphabetical order, the sources that alone state a whole path from origin to target.

    ``links`` needs from_code, to_code and the field ``by`` (source, unit, claim, voice, group, coder). A path put together
    from several of them counts for none. Several origins or targets are a list. Raises as `trace_threads` does.
    """
    return trace_threads(links, origin, target, by=by, steps=steps)[by].tolist()


def find_loops(links: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the factors of each circle, in alphabetical order: those that lead to one another, by whatever way.

    ``links`` needs from_code and to_code. Found as strongly connected components (scipy's csgraph), never by listing
    circles; a link from a factor to itself is a circle of one. A circle stands in no path's way.

    Example:
        >>> find_loops(pd.DataFrame({"from_code": ["a", "b", "b"], "to_code": ["b", "a", "c"]}))
        [('a', 'b')]
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    pairs = bundle(links)
    size = len(pairs.factors)
    if not size:
        return []
    graph = csr_array((np.ones(len(pairs.start), dtype=np.int8), (pairs.start, pairs.end)), shape=(size, size))
    _, component = connected_components(graph, directed=True, connection="strong")
    inside = component[pairs.start] == component[pairs.end]
    named: dict[int, set[str]] = {}
    for number in np.unique(pairs.start[inside]):
        named.setdefault(int(component[number]), set()).add(str(pairs.factors[number]))
    return sorted(tuple(sorted(factors)) for factors in named.values())
