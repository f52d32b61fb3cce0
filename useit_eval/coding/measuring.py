"""How far coders agree, code by code and overall, over units of the text that they share.

Low agreement is a prompt to sharpen a definition, never a grade of a person.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from useit_eval.coding.agreement import Ratings, measure, why_undefined
from useit_eval.coding.agreement.drawing import draw_values, interval
from useit_eval.coding.agreement.estimates import KINDS, Setting, error_of, kind_of, prepare
from useit_eval.coding.agreement.measuring import MEASURES
from useit_eval.coding.agreement.patterns import Patterns, find_patterns
from useit_eval.coding.codes import roll_up
from useit_eval.coding.coverage import Read
from useit_eval.coding.units import Marks, gather_units, mark_units, rate_units
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused, UsageError

BY = ("code", "overall")
MASI = "krippendorff_alpha_masi"
NEW = "new/"
"""Before an idea that is in no codebook yet."""
MOST_SETS = 2000
"""Different sets of codes up to which every two of them are compared for alpha with MASI."""
COLUMNS = (
    *("by", "code_id", "measure", "value", "low", "high", "standard_error", "among_coded", "overlap", "prevalence"),
    *("unit", "units", "coded_units", "marked_units", "coders", "sources", "why", "method", "notes"),
)


def measure_agreement(
    codings: pd.DataFrame,
    *,
    unit: str = "turn",
    by: str = "code",
    texts: Mapping[str, str] | pd.DataFrame | None = None,
    segments: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
    codes: pd.DataFrame | None = None,
    level: int | None = None,
    coders: Sequence[str] | None = None,
    read: Read | None = None,
    sources: pd.DataFrame | None = None,
    measures: Sequence[str] = MEASURES,
    seed: int = 1,
    replicates: int = 1000,
) -> pd.DataFrame:
    """Return how far coders agree, a row for each code (or one for all codes together) and each measure.

    ``codings`` need coder, source_id, start, end and code_id. ``unit``, ``texts``, ``segments``, ``parts``,
    ``coders``, ``read`` and ``sources`` are those of `mark_units`; which text is compared stands in ``notes``. ``by``
    is code (a unit carries it or not) or overall (the set of codes that a unit carries is one answer; alpha comes also
    with the MASI distance, by which sets that share codes agree in part). ``level`` rolls codes up to a level of the
    tree in ``codes`` (code_id, parent; see `roll_up`). ``measures``: see `agreement.estimates.KINDS`.

    value, at most 1, and ``among_coded``, the same over the units that at least one coder marked with any code, for
    text that nobody marked makes percent and kappa look better than they are. low and high: 2.5 and 97.5 percentiles
    of ``replicates`` seeded draws of units (of whole turns, for what stands inside one). standard_error: missing where
    units differ in weight or are drawn together. overlap: share of the units marked with the code by one coder that
    all marked with it; prevalence: mean share of units that a coder marked. units, coded_units (with any code) and
    marked_units (with this code) are counted by weight, characters one by one. A number that is not defined is NaN
    and ``why`` says why. Raises InputRefused and UsageError as `mark_units` and `agreement.measure` do.

    Example:
        >>> rows = [("A", "s", 0, 4, "x"), ("B", "s", 2, 4, "x")]
        >>> codings = pd.DataFrame(rows, columns=["coder", "source_id", "start", "end", "code_id"])
        >>> found = measure_agreement(codings, unit="character", texts={"s": "one two"}, measures=["percent"])
        >>> [round(float(found[name][0]), 2) for name in ("value", "among_coded", "overlap", "prevalence")]
        [0.71, 0.5, 0.5, 0.43]
    """
    if by not in BY:
        raise UsageError(f"{by!r} is not a way to compare", "", f"Choose among {', '.join(BY)}.")
    told = [kind_of(name) and name for name in ([measures] if isinstance(measures, str) else measures)]
    if level is not None:
        codings = _rolled(codings, codes, level)
    marks = mark_units(
        codings, unit=unit, texts=texts, segments=segments, parts=parts, coders=coders, read=read, sources=sources
    )
    rows = _by_code if by == "code" else _overall
    table = pd.DataFrame(rows(marks, told, seed=seed, replicates=replicates), columns=list(COLUMNS))
    return table.assign(
        by=by,
        unit=unit,
        coders=", ".join(marks.coders),
        sources=int(marks.units["source_id"].nunique()),
        method=[KINDS.get(name, KINDS["krippendorff_alpha"]).source for name in table["measure"]],
        notes=" ".join([*marks.notes, f"Intervals come from {replicates:,} draws with seed {seed}."]),
    )


@dataclasses.dataclass(frozen=True)
class _Draws:
    """Turns drawn again, once for all codes: how often each was drawn (replicates x turns), and each unit's turn."""

    counts: np.ndarray
    of: np.ndarray

    def sums(self, patterns: Patterns) -> np.ndarray:
        """Return the weight of each pattern in each replicate."""
        size = self.counts.shape[1], len(patterns.codes)
        cells = np.bincount(self.of * size[1] + patterns.of, patterns.weights, minlength=size[0] * size[1])
        return self.counts @ cells.reshape(size)


def _by_code(marks: Marks, measures: Sequence[str], *, seed: int, replicates: int) -> Iterator[dict[str, object]]:
    draws = _draw(marks, seed=seed, replicates=replicates)
    if draws is not None:
        marks = gather_units(marks)
        draws = dataclasses.replace(draws, of=pd.factorize(marks.units["draw"])[0])
    twice, coded = marks.read.sum(axis=1) >= 2, marks.coded()
    features: dict[tuple[str, bytes], np.ndarray] = {}
    for code in marks.codes:
        ratings = rate_units(marks, code=code)
        shared = _counted(ratings.weights, ratings.codes, coded, twice)
        if draws is None:
            rows = _measured(ratings, coded, measures, seed=seed, replicates=replicates)
        else:
            rows = _redrawn(ratings, coded, measures, draws, features)
        for row in rows:
            yield {"code_id": code, **shared, **row}


def _overall(marks: Marks, measures: list[str], *, seed: int, replicates: int) -> Iterator[dict[str, object]]:
    ratings, coded = rate_units(marks), marks.coded()
    given = np.where(marks.read, marks.bits.any(axis=2), -1)
    shared = _counted(ratings.weights, given, coded, marks.read.sum(axis=1) >= 2)
    among = _kept(ratings, coded)
    sets = np.unique(ratings.codes[ratings.codes >= 0])
    found = [(measures, None)]
    if "krippendorff_alpha" in measures and len(sets) <= MOST_SETS:
        found.append((["krippendorff_alpha"], masi_table(ratings.categories)))
    for names, distance in found:
        whole = measure(ratings, measures=names, distance=distance, seed=seed, replicates=replicates)
        inside = measure(among, measures=names, distance=distance, seed=seed, replicates=1)["value"]
        named = whole if distance is None else whole.assign(measure=MASI)
        for row in named.assign(among_coded=inside).to_dict("records"):
            yield {**row, **shared}
    if "krippendorff_alpha" in measures and len(sets) > MOST_SETS:
        why = f"there are {len(sets):,} different sets of codes, and MASI compares {MOST_SETS:,} at most"
        yield {"measure": MASI, "why": why, **shared}


def masi_table(sets: Sequence[frozenset[str]]) -> np.ndarray:
    """Return the MASI distance between every two sets of codes (Passonneau 2006); see `agreement.masi` for one pair.

    Example:
        >>> masi_table([frozenset("ab"), frozenset("abc")]).round(3).tolist()
        [[0.0, 0.556], [0.556, 0.0]]
    """
    codes = {code: place for place, code in enumerate(sorted(set().union(*sets)))}
    held = np.zeros((len(sets), max(len(codes), 1)))
    for place, each in enumerate(sets):
        held[place, [codes[code] for code in each]] = 1
    sizes, shared = held.sum(axis=1), held @ held.T
    joint = sizes[:, None] + sizes - shared
    part = np.where(shared == np.minimum(sizes[:, None], sizes), 2 / 3, 1 / 3) * (shared > 0)
    found = 1 - part * shared / np.where(joint == 0, 1, joint)
    np.fill_diagonal(found, 0)
    return found


def _rolled(codings: pd.DataFrame, codes: pd.DataFrame | None, level: int) -> pd.DataFrame:
    if codes is None:
        raise UsageError("codes cannot be rolled up without the code tree", "", "Give codes= with code_id and parent.")
    require(codings, "codings", "code_id")
    top = codings["code_id"].map(roll_up(codes, level=level))
    top = top.fillna(codings["code_id"].where(codings["code_id"].str.startswith(NEW)))  # an idea stands for itself
    for code in codings.loc[top.isna(), "code_id"].head(1):
        raise InputRefused(f"code {code!r} is not in the code tree", "", "Add it to codes=, or mend the coding.")
    return codings.assign(code_id=top)


def _draw(marks: Marks, *, seed: int, replicates: int) -> _Draws | None:
    """Return draws of turns, None where each unit is drawn for itself; the same draws that `agreement.measure` makes."""
    if marks.draws is None:
        return None
    lots = int(marks.draws.max()) + 1
    counts = np.random.default_rng(seed).multinomial(lots, np.full(lots, 1 / lots), size=replicates)
    return _Draws(counts.astype(float), marks.draws)


def _measured(
    ratings: Ratings, coded: np.ndarray, measures: Sequence[str], *, seed: int, replicates: int
) -> Iterator[dict[str, object]]:
    """Yield a row for each measure of one code; the sums over units are made once for all measures."""
    patterns = find_patterns(ratings, who=True)
    found = [prepare(name, ratings, Setting(), patterns) for name in measures]
    drawn = draw_values(found, seed=seed, replicates=replicates).T
    sums = np.concatenate([_sums(patterns, np.ones_like(coded)), _sums(patterns, coded)])
    for name, coefficient, values in zip(measures, found, drawn, strict=True):
        value, inside = coefficient.values(sums @ coefficient.features()).tolist()
        numbers = _around(ratings, coded, value, inside, values)
        yield {"measure": name, **numbers, "standard_error": error_of(coefficient)}


def _redrawn(
    ratings: Ratings,
    coded: np.ndarray,
    measures: Sequence[str],
    draws: _Draws,
    features: dict[tuple[str, bytes], np.ndarray],
) -> Iterator[dict[str, object]]:
    """Yield the same from turns that were drawn already; what patterns hold is kept for the codes that follow."""
    patterns = _in_order(find_patterns(ratings, who=True))
    weights = draws.sums(patterns)
    sums = np.concatenate([_sums(patterns, np.ones_like(coded)), _sums(patterns, coded), weights])
    for name in measures:
        coefficient = prepare(name, ratings, Setting(), patterns)
        key = name, patterns.codes.tobytes()
        if key not in features:
            features[key] = coefficient.features().toarray()
        value, inside, *values = coefficient.values(sums @ features[key])
        numbers = _around(ratings, coded, float(value), float(inside), np.array(values))
        yield {"measure": name, **numbers, "standard_error": np.nan}


def _in_order(patterns: Patterns) -> Patterns:
    """Return patterns in an order that does not depend on the units, so that codes with the same patterns share them."""
    order = np.lexsort(patterns.codes.T)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return dataclasses.replace(patterns, codes=patterns.codes[order], of=place[patterns.of])


def _around(ratings: Ratings, coded: np.ndarray, value: float, inside: float, drawn: np.ndarray) -> dict[str, object]:
    """Return value, interval and words for what is not defined."""
    why = why_undefined(ratings) if np.isnan(value) else ""
    if np.isnan(inside) and not why:
        why = f"among coded text it has no value: {why_undefined(_kept(ratings, coded)) or 'nothing differs there'}"
    low, high = interval(drawn) if not np.isnan(value) else (np.nan, np.nan)
    return {"value": value, "low": low, "high": high, "among_coded": inside, "why": why}


def _sums(patterns: Patterns, kept: np.ndarray) -> np.ndarray:
    return np.bincount(patterns.of[kept], patterns.weights[kept], minlength=len(patterns.codes))[None, :]


def _kept(ratings: Ratings, kept: np.ndarray) -> Ratings:
    draws = None if ratings.draws is None else ratings.draws[kept]
    return dataclasses.replace(ratings, codes=ratings.codes[kept], weights=ratings.weights[kept], draws=draws)


def _counted(weights: np.ndarray, given: np.ndarray, coded: np.ndarray, twice: np.ndarray) -> dict[str, object]:
    """Return how much text was compared and marked: by anybody, by all who read it, and by a coder on average."""
    marked, read = given == 1, given >= 0
    anybody, everybody = marked.any(axis=1) & twice, (marked | ~read).all(axis=1) & marked.any(axis=1) & twice
    shares = [weights[marked[:, at] & twice].sum() / whole for at in range(given.shape[1])
              if (whole := weights[read[:, at] & twice].sum())]  # fmt: skip
    union = weights[anybody].sum()
    return {
        "units": int(weights[twice].sum()),
        "coded_units": int(weights[coded & twice].sum()),
        "marked_units": int(union),
        "overlap": float(weights[everybody].sum() / union) if union else np.nan,
        "prevalence": float(np.mean(shares)) if shares else np.nan,
    }
