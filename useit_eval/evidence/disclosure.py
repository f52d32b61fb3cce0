"""Tables of counts of people made safe to leave: small counts withheld, and others with them, so that no total gives them back.

Primary suppression withholds counts from 1 to one below the smallest count shown. Secondary suppression withholds more
cells until the totals that are shown leave every small count a range at least as wide as that smallest count.
Linear programmes find which cells to add (Kelly, Golden & Assad 1992, Networks 22) and audit the result from the
side of a reader who knows everything printed. A zero is shown: it is nobody's count.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Collection, Hashable, Mapping, Sequence

import numpy as np
import pandas as pd

from useit_eval.ground.errors import InputRefused, WorkFailed
from useit_eval.ground.findings import Table
from useit_eval.ground.terms import SMALLEST_COUNT

ALL = "All"
WITHHELD = "withheld"
_TOTAL_COSTS = 5  # a reader misses a total more than a part of it
_CLOSE = 1e-6
Cell = tuple[Hashable, ...]
Sums = Sequence[tuple[Cell, Sequence[Cell]]]


@dataclasses.dataclass(frozen=True)
class Protected:
    """Tables as they may leave: ``tables`` by name with missing values where a count is withheld.

    Each has a last row and column `ALL` with totals. ``small`` counts cells withheld because they are small, ``more``
    those withheld so that small ones cannot be worked out. Readers are never told which is which.
    """

    tables: Mapping[str, pd.DataFrame]
    small: int
    more: int

    @property
    def table(self) -> pd.DataFrame:
        """Return the first table."""
        return next(iter(self.tables.values()))


def protect(counts: pd.DataFrame | Mapping[str, pd.DataFrame], *, smallest: int = SMALLEST_COUNT) -> Protected:
    """Return one table of counts, or several about the same people, with totals and with what must be withheld missing.

    Rows and columns are groups, cells whole counts of people. Tables whose rows (or columns) bear the same name and
    labels and have the same totals are protected together: what one withholds, another does not give back. A share
    must be reckoned from the answer, never from ``counts``. Raises InputRefused for counts that are negative, missing
    or not whole, and for a label twice.

    Example:
        >>> counts = pd.DataFrame({"yes": [3, 25], "no": [30, 40]}, index=["east", "west"])
        >>> protect(counts).table.loc["east"].tolist()
        [<NA>, <NA>, 33]
    """
    tables = {"": counts} if isinstance(counts, pd.DataFrame) else dict(counts)
    values: dict[Cell, int] = {}
    sums: list[tuple[Cell, list[Cell]]] = []
    names = {}
    for name, table in tables.items():
        _refuse_other_than_counts(table, name)
        names[name] = _cells(name, table, values)
        sums += _sums(names[name])
    hidden = withhold(values, sums, smallest=smallest)
    small = {cell for cell, value in values.items() if 0 < value < smallest}
    shown = {
        name: _shown(tables[name], grid, {cell: pd.NA if cell in hidden else values[cell] for cell in values})
        for name, grid in names.items()
    }
    return Protected(shown, len(small), len(hidden - small))


def refuse_small(table: Table, *, smallest: int = SMALLEST_COUNT) -> None:
    """Raise WorkFailed when a table that counts people would leave with a count from 1 to ``smallest`` - 1 in it."""
    small = [cell for row in table.rows for cell in row if isinstance(cell, int) and 0 < cell < smallest]
    if table.people and small:
        told = f"the table “{table.caption}” shows a count of {small[0]}, below the smallest count of people shown, {smallest}"
        raise WorkFailed(told, "", "Build it from evidence.protect, or set 'disclosure' in study.yaml with a reason.")


def withhold(values: Mapping[Cell, int], sums: Sums, *, smallest: int = SMALLEST_COUNT) -> set[Cell]:
    """Return the cells to withhold, of any table or hierarchy: ``sums`` name each total and the parts that make it up.

    Every cell from 1 to ``smallest`` - 1 is withheld, and as many more as leave each of them a range of at least
    ``smallest`` to a reader of the rest. Cells of little weight are taken first, totals last; what turns out not
    to be needed is shown again.
    """
    system = _System(values, sums)
    small = [cell for cell, value in values.items() if 0 < value < smallest]
    hidden = set(small)
    for cell in sorted(small, key=lambda cell: (values[cell], system.place[cell])):
        if _width(system.bounds(hidden, cell)) < smallest - _CLOSE:
            hidden |= system.partners(hidden, cell, smallest)
    for cell in sorted(hidden - set(small), key=lambda cell: (-system.cost[system.place[cell]], system.place[cell])):
        fewer = hidden - {cell}
        if all(_width(system.bounds(fewer, other)) >= smallest - _CLOSE for other in small):
            hidden = fewer
    return hidden


def ranges(values: Mapping[Cell, int], sums: Sums, hidden: set[Cell]) -> dict[Cell, tuple[float, float]]:
    """Return what a reader of the shown cells can work out of each withheld one: the lowest and highest it can be."""
    system = _System(values, sums)
    return {cell: system.bounds(hidden, cell) for cell in hidden}


def gives_back(
    printed: Sequence[Collection[Hashable]],
    *,
    smallest: int = SMALLEST_COUNT,
    spared: Sequence[Collection[Hashable]] = (),
) -> bool:
    """Return whether the sizes of sets of people, all of them printed, give back a group of 1 to ``smallest`` - 1 people.

    A group are those who stand in the same sets: of everybody and a part of them the part and the rest. It is given
    back when the printed sizes leave it a range narrower than ``smallest``, to a reader who knows which groups there
    are; subtracting one size from another is the simplest case. ``spared`` names for each set, in their order, whom it
    lacks for a reason that tells nothing of them: in a group they go with whoever stands elsewhere as they do.

    Example:
        >>> everybody, part = range(40), range(36)
        >>> gives_back([everybody, part]), gives_back([everybody, range(20)])
        (True, False)
    """
    sets = _spared_by_set(printed, spared)
    groups: dict[Cell, int] = {}
    for person in dict.fromkeys(person for own in sets for person in own):
        stands = ("in" if person in own else "spared" if person in lacks else "out" for own, lacks in sets.items())
        group = tuple(stands)
        groups[group] = groups.get(group, 0) + 1
    if not groups:
        return False
    values = groups | {("printed", at): len(own) for at, own in enumerate(sets)}
    sums = [(("printed", at), [group for group in groups if group[at] == "in"]) for at in range(len(sets))]
    parts = _stand_alike(list(groups))
    small = parts[parts @ list(groups.values()) < smallest]
    return bool(len(small)) and _System(values, sums).narrow(small, set(groups), smallest)


def _spared_by_set(
    printed: Sequence[Collection[Hashable]], spared: Sequence[Collection[Hashable]]
) -> dict[frozenset[Hashable], frozenset[Hashable]]:
    """Return each set once, with whom it spares each time that it is printed."""
    found: dict[frozenset[Hashable], frozenset[Hashable]] = {}
    for each, lacks in itertools.zip_longest(printed, spared, fillvalue=()):
        own, spares = frozenset(each), frozenset(lacks)
        found[own] = found.get(own, spares) & spares
    return found


def _stand_alike(groups: list[Cell]) -> np.ndarray:
    """Return a line for each part of the groups, 1.0 where a group belongs to it: who stands as one group, where that is not spared."""
    stands = np.array(groups, dtype=object).reshape(len(groups), -1)
    within, outside = ((stands == state).astype(float) for state in ("in", "out"))
    alike = within @ within.T + outside @ outside.T == (within + outside).sum(axis=1)[:, None]
    return np.unique(alike, axis=0).astype(float)


def _width(bounds: tuple[float, float]) -> float:
    return bounds[1] - bounds[0]


class _System:
    """Cells and the sums that bind them, as the linear programmes see them."""

    def __init__(self, values: Mapping[Cell, int], sums: Sums) -> None:
        self.cells = list(values)
        self.place = {cell: at for at, cell in enumerate(self.cells)}
        self.values = np.array([values[cell] for cell in self.cells], dtype=float)
        self.matrix = np.zeros((len(sums), len(self.cells)))
        totals = np.zeros(len(self.cells), dtype=bool)
        for row, (total, parts) in enumerate(sums):
            self.matrix[row, self.place[total]] -= 1
            totals[self.place[total]] = True
            for part in parts:
                self.matrix[row, self.place[part]] += 1
        self.cost = (1 + self.values) * np.where(totals, _TOTAL_COSTS, 1)

    def bounds(self, hidden: set[Cell], *cells: Cell) -> tuple[float, float]:
        """Return the lowest and highest value of a withheld cell, or of some together, that the shown ones allow."""
        places = self._places(hidden)
        aim = np.isin(places, self._places(cells)).astype(float)
        low, high = (self._found(places, way * aim) for way in (1, -1))
        return float(aim @ low), float("inf") if high is None else float(aim @ high)

    def narrow(self, members: np.ndarray, hidden: set[Cell], width: int) -> bool:
        """Return whether the shown cells bind one of the parts, a line each of the withheld cells, to a range under ``width``.

        Every table that is found shows how far all parts can go, so most are seen to be free without a search of their own.
        """
        places = self._places(hidden)
        low = high = members @ self.values[places]
        waiting = np.ones(len(members), dtype=bool)
        while waiting.any():
            part = int(waiting.argmax())
            for way in (-1, 1):
                table = self._found(places, way * members[part])
                if table is None:  # nothing binds it from above
                    waiting[part] = False
                    break
                told = members @ table
                low, high = np.minimum(low, told), np.maximum(high, told)
                waiting &= high - low < width - _CLOSE
                if not waiting[part]:
                    break
            else:
                return True
        return False

    def _places(self, cells: Collection[Cell]) -> np.ndarray:
        return np.array(sorted(self.place[cell] for cell in cells), dtype=np.int64)

    def _found(self, places: np.ndarray, aim: np.ndarray) -> np.ndarray | None:
        """Return withheld values, of those that the shown ones allow, for which the aim is least; none where it has no end."""
        from scipy.optimize import linprog

        known = self.values.copy()
        known[places] = 0
        found = linprog(aim, A_eq=self.matrix[:, places], b_eq=-(self.matrix @ known), bounds=(0, None))
        return None if found.status == 3 else found.x

    def partners(self, hidden: set[Cell], cell: Cell, width: int) -> set[Cell]:
        """Return the cells that must be withheld too, at least cost, for a withheld cell to have been ``width`` higher."""
        from scipy.optimize import linprog

        size, at = len(self.cells), self.place[cell]
        free = np.array([one in hidden for one in self.cells])
        # A change of the table is an increase less a decrease, each at its cost; a count cannot fall below nothing.
        cost = np.where(free, 1e-6, self.cost)
        limits = [(width, width) if place == at else (0, None) for place in range(size)]
        limits += [(0, 0) if place == at else (0, value) for place, value in enumerate(self.values)]
        matrix = np.hstack([self.matrix, -self.matrix])
        found = linprog(np.tile(cost, 2), A_eq=matrix, b_eq=np.zeros(len(matrix)), bounds=limits)
        change = found.x[:size] - found.x[size:]
        return {one for one, moved in zip(self.cells, change, strict=True) if abs(moved) > _CLOSE}


def _refuse_other_than_counts(table: pd.DataFrame, name: str) -> None:
    where = f"table {name!r}" if name else "the table"
    cells = pd.DataFrame(table).to_numpy(dtype=float, na_value=np.nan)
    if np.isnan(cells).any() or (cells < 0).any() or (cells % 1 != 0).any():
        raise InputRefused(
            f"{where} holds something that is not a count",
            "",
            "Give whole numbers from 0, and 0 where there is nobody.",
        )
    for labels in (table.index, table.columns):
        if labels.has_duplicates or ALL in labels:
            raise InputRefused(
                f"{where} has a label twice, or one called {ALL!r}", "", "Give every group its own name."
            )


def _cells(name: str, table: pd.DataFrame, values: dict[Cell, int]) -> list[list[Cell]]:
    """Name each cell and total, so that totals that two tables share are one cell, and note their values."""
    frame = table.astype("int64")
    rows, columns = frame.index.name or f"{name} rows", frame.columns.name or f"{name} columns"
    grid = [
        [*((rows, row, columns, column) for column in frame.columns), _margin(values, name, rows, row, frame.loc[row])]
        for row in frame.index
    ]
    last = [_margin(values, name, columns, column, frame[column]) for column in frame.columns]
    whole = _margin(values, name, "", "", frame.to_numpy().ravel())
    for line, row in zip(grid, frame.index, strict=True):
        for cell, column in zip(line, frame.columns, strict=False):
            values[cell] = int(frame.at[row, column])
    return [*grid, [*last, whole]]


def _margin(values: dict[Cell, int], name: str, kind: str, label: Hashable, parts) -> Cell:
    """Return the cell of a total: one that another table has already when it is of the same groups and size."""
    total = int(np.sum(np.asarray(parts)))
    shared = (kind, label)
    cell = shared if values.get(shared, total) == total else (name, kind, label)
    values[cell] = total
    return cell


def _sums(grid: list[list[Cell]]) -> list[tuple[Cell, list[Cell]]]:
    across = [(line[-1], line[:-1]) for line in grid]
    down = [(column[-1], list(column[:-1])) for column in zip(*grid, strict=True)]
    return across + down


def _shown(table: pd.DataFrame, grid: list[list[Cell]], values: Mapping[Cell, int]) -> pd.DataFrame:
    rows = [[values[cell] for cell in line] for line in grid]
    index = pd.Index([*table.index, ALL], name=table.index.name)
    columns = pd.Index([*table.columns, ALL], name=table.columns.name)
    return pd.DataFrame(rows, index=index, columns=columns, dtype="Int64")
