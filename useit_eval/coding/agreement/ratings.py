"""What coders said about the same units, as numbers: one row for each unit, one column for each coder.

Everything that measures agreement reads `Ratings`; `rate`, `rate_frame`, `rate_table` and `rate_counts` make them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set, Sized

import numpy as np
import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused

Codes = Sequence[Hashable | None]
_NEAR = 2**16
"""Whole numbers that span less than this are numbered by counting."""


@dataclasses.dataclass(frozen=True)
class Ratings:
    """Codes given to units by coders.

    ``codes`` is units x coders, each number a place in ``categories``, -1 where this coder did not code this unit.
    ``categories`` are in their order (ordinal measures use it). ``coders`` are names, empty when nobody knows who
    gave which code. ``weights`` say how much a unit counts (1, or a stretch's length in characters); a unit of
    weight 2 counts as the unit twice. Units with the same number in ``draws`` are drawn together by the bootstrap,
    such as the sentences of one turn; None draws each unit for itself. ``unit`` names the unit for readers.
    """

    codes: np.ndarray
    categories: tuple[Hashable, ...]
    coders: tuple[str, ...]
    weights: np.ndarray | None = None
    draws: np.ndarray | None = None
    unit: str = "unit"

    def __post_init__(self) -> None:
        """Count every unit once where no weights were given; refuse weights and draws of another length."""
        if self.weights is None:
            object.__setattr__(self, "weights", np.ones(len(self.codes)))
        for name in ("weights", "draws"):
            given = getattr(self, name)
            if given is not None and len(given) != len(self.codes):
                raise InputRefused(f"{len(given)} {name} for {len(self.codes)} units", "", "Give one for each unit.")


def rate(*coders: Codes, categories: Iterable[Hashable] | None = None, unit: str = "unit") -> Ratings:
    """Return the ratings of two coders or more, each a sequence with one code for each unit.

    None and NaN mean that the coder did not code the unit. ``categories`` gives the codes in their order, also
    those that nobody used; without it an ordered pandas Categorical brings its own, and other codes are sorted, or in
    the order of first use where they cannot be. Raises InputRefused for fewer than two coders, for different
    lengths, for a code outside ``categories``, and for a number that is also given as a text (1 and "1").

    Example:
        >>> rate(["a", "b", None], ["a", "a", "b"]).codes.tolist()
        [[0, 0], [1, 0], [-1, 1]]
    """
    if len(coders) < 2:
        raise InputRefused(
            "agreement needs two coders or more",
            "",
            "Give each coder's codes apart: rate(first, second), or rate(*coders).",
        )
    coders = tuple(map(_in_a_row, coders))
    if len({len(codes) for codes in coders}) > 1:
        raise InputRefused(
            "the coders did not code the same number of units", "", "Give one code each per unit, None where none was."
        )
    codes, known = _number(coders, categories)
    return Ratings(codes, known, tuple(f"coder {place}" for place in range(1, len(coders) + 1)), unit=unit)


def rate_frame(
    frame: pd.DataFrame, *, unit: str, coder: str, code: str, categories: Iterable[Hashable] | None = None
) -> Ratings:
    """Return the ratings in a long frame with one row for each rating; the arguments name its columns.

    A row without a code says that the coder did not code the unit. Units and coders are in the order of first use.
    Raises InputRefused for a missing column, a row without unit or coder, and a coder who rated a unit twice.

    Example:
        >>> rows = pd.DataFrame({"turn": [1, 1, 2], "by": ["A", "B", "A"], "code": ["x", "y", "x"]})
        >>> rate_frame(rows, unit="turn", coder="by", code="code").codes.tolist()
        [[0, 1], [0, -1]]
    """
    require(frame, "the ratings", unit, coder, code)
    rows, units = pd.factorize(frame[unit])
    columns, names = pd.factorize(frame[coder])
    for name, found in ((unit, rows), (coder, columns)):
        if (found < 0).any():
            raise InputRefused(f"no {name} is given", f"row {int(np.argmax(found < 0)) + 2}", "Fill it in.")
    numbered, known = _number([frame[code]], categories)
    numbers = numbered[:, 0]
    coded = numbers >= 0
    _refuse_twice(frame, (rows * max(len(names), 1) + columns)[coded], np.flatnonzero(coded), unit=unit, coder=coder)
    codes = np.full((len(units), len(names)), -1, dtype=np.int32)
    codes[rows[coded], columns[coded]] = numbers[coded]
    return Ratings(codes, known, tuple(map(str, names)), unit=unit)


def rate_table(table: Sequence[Sequence[int]], *, categories: Iterable[Hashable] | None = None) -> Ratings:
    """Return the ratings of two coders from their table of counts: the first coder's codes down, the second's across.

    A DataFrame with codes at both edges, such as pandas.crosstab gives, is put in one order first, that of its columns
    or else ``categories``; a code that only one of them used has no count for the other. Raises InputRefused for
    another table that is not square, and for a count that is not a whole number of 0 or more.

    Example:
        >>> len(rate_table([[20, 5], [10, 15]]).codes)
        50
    """
    table, categories = _in_one_order(table, categories)
    counts = _whole(table)
    if counts.shape[0] != counts.shape[1]:
        raise InputRefused(
            f"the table has {counts.shape[0]} rows and {counts.shape[1]} columns", "", "Both coders' codes must match."
        )
    cells = np.repeat(np.arange(counts.size), counts.ravel())
    codes = np.stack(np.divmod(cells, len(counts)), axis=1).astype(np.int32)
    return Ratings(codes, _labels(table, categories, len(counts)), ("coder 1", "coder 2"))


def rate_counts(counts: Sequence[Sequence[int]], *, categories: Iterable[Hashable] | None = None) -> Ratings:
    """Return ratings from counts of codes, units down and categories across; who gave which code is not known.

    Measures that need to know it, such as Cohen's kappa, refuse such ratings. Units may have different numbers of
    ratings. Raises InputRefused for a count that is not a whole number of 0 or more.

    Example:
        >>> rate_counts([[2, 1], [0, 2]]).codes.tolist()
        [[0, 0, 1], [1, 1, -1]]
    """
    found = _whole(counts)
    given = found.sum(axis=1)
    rows, columns = np.divmod(np.repeat(np.arange(found.size), found.ravel()), max(found.shape[1], 1))
    codes = np.full((len(found), int(given.max(initial=0))), -1, dtype=np.int32)
    codes[rows, np.arange(len(rows)) - (np.cumsum(given) - given)[rows]] = columns
    return Ratings(codes, _labels(counts, categories, found.shape[1]), ())


def as_ratings(coders: Sequence[Codes | Ratings]) -> Ratings:
    """Return the one Ratings given, those in a frame's columns (a coder each), or of the sequences (see `rate`)."""
    if len(coders) == 1 and isinstance(coders[0], Ratings):
        return coders[0]
    if len(coders) == 1 and isinstance(coders[0], pd.DataFrame):
        columns = [column for _, column in coders[0].items()]
        return dataclasses.replace(rate(*columns), coders=tuple(map(str, coders[0].columns)))
    return rate(*coders)


def _in_a_row(codes: Iterable[Hashable | None]) -> Codes:
    """Return a coder's codes as a sequence; what has no order, or is no list of codes, is refused."""
    if isinstance(codes, Set | Mapping) or not isinstance(codes, Iterable) or getattr(codes, "ndim", 1) != 1:
        told = f"a coder's codes are one list with a code for each unit, and here is {type(codes).__name__}"
        raise InputRefused(told, "", "Give each coder's codes as a list, in the order of the units.")
    return codes if isinstance(codes, Sized) else list(codes)


def _number(coders: Sequence[Codes], categories: Iterable[Hashable] | None) -> tuple[np.ndarray, tuple]:
    """Return codes as numbers, units x coders, and what the numbers stand for; coder by coder, to spare memory."""
    found = [_first_use(codes) for codes in coders]
    known = tuple(dict.fromkeys(code for _, used in found for code in used))
    _refuse_lookalikes(known)
    categories = _stated(coders) if categories is None else categories
    order = _sorted(known) if categories is None else tuple(dict.fromkeys(categories))
    places = {code: place for place, code in enumerate(order)}
    for code in known:
        if code not in places:
            raise InputRefused(f"{code!r} is not among the categories", "", "Add it, or mend the code.")
    codes = np.empty((len(coders[0]), len(coders)), dtype=np.int32, order="F")
    for column, (numbers, used) in zip(codes.T, found, strict=True):
        # The last place answers for -1, the code that was not given.
        column[:] = np.array([*(places[code] for code in used), -1], dtype=np.int32)[numbers]
    return codes, order


def _stated(coders: Sequence[Codes]) -> Iterable[Hashable] | None:
    """Return the categories that ordered pandas Categoricals bring; None where there are none."""
    types = [codes.dtype for codes in coders if isinstance(getattr(codes, "dtype", None), pd.CategoricalDtype)]
    orders = {tuple(kind.categories) for kind in types if kind.ordered}
    if len(orders) > 1:
        raise InputRefused("the coders' categories are not the same, or not in one order", "", "Give categories=.")
    return next(iter(orders), None)


def _refuse_lookalikes(known: Sequence[Hashable]) -> None:
    """Refuse a code given as a text by one and as a number by another: they would never agree."""
    texts = {code for code in known if isinstance(code, str)}
    for code in known if texts else ():
        if not isinstance(code, str) and str(code) in texts:
            raise InputRefused(f"{code!r} is also given as the text {str(code)!r}", "", "Give it in one way by all.")


def _first_use(codes: Codes) -> tuple[np.ndarray, list]:
    """Return numbers of the codes, -1 for no code, and what they number; arrays of numbers are not copied."""
    plain = codes.to_numpy() if isinstance(codes, pd.Series) else codes
    if isinstance(plain, np.ndarray) and plain.dtype.kind in "biuf":
        return _count_off(plain) or _factorized(plain)
    given = plain.tolist() if isinstance(plain, np.ndarray) else list(plain)
    try:
        return _factorized(pd.Series(given, dtype=object).to_numpy())
    except TypeError as problem:
        raise InputRefused(
            f"a code cannot be compared: {problem}", "", "Give sets of codes as frozensets."
        ) from problem


def _factorized(codes: np.ndarray) -> tuple[np.ndarray, list]:
    numbers, used = pd.factorize(codes)
    return numbers.astype(np.int32), used.tolist()


def _count_off(codes: np.ndarray) -> tuple[np.ndarray, list] | None:
    """Return the same for whole numbers near each other, without looking up each; None for other codes."""
    if codes.dtype.kind not in "if" or not codes.size:
        return None
    plain = codes.astype(float, copy=False)
    low, high = np.fmin.reduce(plain), np.fmax.reduce(plain)
    if not (abs(low) < 2**31 and low % 1 == 0 and high - low < _NEAR):  # nor where no code was given: both are NaN
        return None
    places = np.fmax(plain - (low - 1), 0).astype(np.int32)  # 0 where the code was not given
    # Compared on the way back: a subtraction may make a whole number of one that is not.
    if (places + (low - 1) != plain)[places > 0].any():
        return None
    used = np.bincount(places) > 0
    used[0] = False
    numbers = np.cumsum(used, dtype=np.int32) - np.int32(1)
    numbers[0] = -1
    return numbers[places], (np.flatnonzero(used) + (low - 1)).astype(codes.dtype).tolist()


def _sorted(codes: tuple) -> tuple:
    """Sort codes; sets and codes of mixed kinds have no order and stay in the order of first use."""
    if any(isinstance(code, frozenset) for code in codes):
        return codes
    try:
        return tuple(sorted(codes))
    except TypeError:
        return codes


def _refuse_twice(frame: pd.DataFrame, keys: np.ndarray, rows: np.ndarray, *, unit: str, coder: str) -> None:
    twice = pd.Series(keys).duplicated().to_numpy()
    if twice.any():
        row = int(rows[int(np.argmax(twice))])
        told = f"{frame[coder].iloc[row]} coded {unit} {frame[unit].iloc[row]} a second time"
        raise InputRefused(told, f"row {row + 2}", "Keep one code for each coder and unit.")


def _whole(table) -> np.ndarray:
    """Return a table of counts as whole numbers."""
    counts = np.atleast_2d(pd.DataFrame(table).apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float))
    if counts.ndim != 2 or not np.isfinite(counts).all() or (counts < 0).any() or (counts % 1).any():
        raise InputRefused("a count is not a whole number of 0 or more", "", "Give the number of units in every cell.")
    return counts.astype(np.int64)


def _in_one_order(table, categories: Iterable[Hashable] | None) -> tuple:
    """Return a DataFrame with codes at both edges with the same codes down as across, and its categories."""
    if not isinstance(table, pd.DataFrame) or isinstance(table.index, pd.RangeIndex):
        return table, categories
    if not (table.index.is_unique and table.columns.is_unique):
        raise InputRefused("a code stands twice at the table's edge", "", "Give each code one row and one column.")
    used = tuple(dict.fromkeys([*table.columns, *table.index]))
    known = used if set(table.columns) >= set(table.index) else _sorted(used)
    known = known if categories is None else tuple(dict.fromkeys(categories))
    for code in [code for code in used if code not in known][:1]:
        raise InputRefused(f"{code!r} is not among the categories", "", "Add it, or mend the code.")
    return table.reindex(index=known, columns=known, fill_value=0), known


def _labels(table, categories: Iterable[Hashable] | None, size: int) -> tuple:
    given = getattr(table, "columns", range(1, size + 1)) if categories is None else categories
    known = tuple(dict.fromkeys(given))
    if len(known) != size:
        raise InputRefused(f"{len(known)} categories for {size} columns", "", "Name each column once.")
    return known


def one_against_rest(ratings: Ratings, code: Hashable) -> Ratings:
    """Return the ratings with every other code taken as one, for agreement on a single code.

    Raises InputRefused for a code that is not among the categories.
    """
    if code not in ratings.categories:
        raise InputRefused(f"{code!r} is not among the categories", "", "Choose one of the codes that were used.")
    one = (ratings.codes == ratings.categories.index(code)).astype(np.int32)
    return dataclasses.replace(ratings, codes=np.where(ratings.codes < 0, -1, one), categories=("other", code))
