"""A causal map in columns: an order with few crossings, heights without overlap, and lines that go round the boxes.

Layered drawing after Sugiyama, Tagawa & Toda (1981): a link that skips columns gets a place of its own in each of them.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

Point = tuple[float, float]
Place = str | tuple[int, int]
"""A factor by name, or the place that row number r keeps in column c: (r, c)."""
SWEEPS = 12
STEPS_OF_BEND = 12


@dataclasses.dataclass(frozen=True)
class Layers:
    """Where factors stand: ``column`` of each, middle ``height`` of each place from 0 down to ``depth``."""

    column: dict[str, int]
    height: dict[Place, float]
    depth: float
    ends: tuple[tuple[str, str], ...]

    def way(self, row: int) -> list[tuple[int, float]]:
        """Return column and height of each place on a link's way, its ends included."""
        one, two = self.ends[row]
        return [
            (self.column[one], self.height[one]),
            *((at, self.height[row, at]) for at in _between(self.column[one], self.column[two])),
            (self.column[two], self.height[two]),
        ]


def lay_out(
    ends: Sequence[tuple[str, str]], column: Mapping[str, int], *, tall: Mapping[str, float], gap: float
) -> Layers:
    """Return the places of a map's factors and of links that skip a column.

    ``ends`` are the links, ``column`` and ``tall`` the column (from 0) and height of each factor's box; ``gap`` is the
    room between boxes, a passing link gets half of it. Neighbours pull each other to their height; nothing overlaps.
    """
    ends = tuple(ends)
    stacks: dict[int, list[Place]] = {}
    for name, at in column.items():
        stacks.setdefault(at, []).append(name)
    near: dict[Place, list[Place]] = {}
    for row, (one, two) in enumerate(ends):
        way: list[Place] = [one, *((row, at) for at in _between(column[one], column[two])), two]
        for place in way[1:-1]:
            stacks.setdefault(place[1], []).append(place)
        for first, second in itertools.pairwise(way):
            near.setdefault(first, []).append(second)
            near.setdefault(second, []).append(first)
    ordered = _order(stacks, near)
    room = {
        place: tall.get(place, 0.0) if isinstance(place, str) else gap / 2 for own in stacks.values() for place in own
    }
    height, depth = _settle(ordered, near, room, gap)
    return Layers(dict(column), height, depth, ends)


def room_for_lines(ends: Sequence[tuple[str, str]], tall: Mapping[str, float], *, line: float) -> dict[str, float]:
    """Return the heights of boxes, those at which many lines arrive made taller: ``line`` is the room one of them takes."""
    arriving = Counter(two for _, two in ends)
    return {name: max(height, arriving[name] * line) for name, height in tall.items()}


def _between(first: int, last: int) -> range:
    return range(first + 1, last) if last > first else range(first - 1, last, -1)


def _order(stacks: dict[int, list[Place]], near: dict[Place, list[Place]]) -> dict[int, list[Place]]:
    """Sweep to and fro, each column sorted by the mean rank of its neighbours on one side; keep the fewest crossings."""
    best, least = stacks, _crossings(stacks, near)
    now = stacks
    for sweep in range(SWEEPS):
        columns = sorted(now, reverse=bool(sweep % 2))
        now = dict(now)
        for before, at in itertools.pairwise(columns):
            rank = {place: i for i, place in enumerate(now[before])}
            old = {place: i for i, place in enumerate(now[at])}
            now[at] = sorted(now[at], key=lambda place, rank=rank, old=old: (_mean(place, near, rank, old), old[place]))
        crossed = _crossings(now, near)
        if crossed < least:
            best, least = now, crossed
    return best


def _mean(place: Place, near: dict[Place, list[Place]], rank: dict[Place, int], old: dict[Place, int]) -> float:
    ranks = [rank[other] for other in near.get(place, []) if other in rank]
    return sum(ranks) / len(ranks) if ranks else old[place]


def _crossings(stacks: dict[int, list[Place]], near: dict[Place, list[Place]]) -> int:
    found = 0
    for at in stacks:
        right = {place: i for i, place in enumerate(stacks.get(at + 1, []))}
        lines = [
            (i, right[other]) for i, place in enumerate(stacks[at]) for other in near.get(place, []) if other in right
        ]
        found += sum((a - c) * (b - d) < 0 for n, (a, b) in enumerate(lines) for c, d in lines[:n])
    return found


def _settle(
    stacks: dict[int, list[Place]], near: dict[Place, list[Place]], room: dict[Place, float], gap: float
) -> tuple[dict[Place, float], float]:
    """Give heights: stacked, then pulled to the mean of the neighbours as far as the order and the room allow."""
    apart = {
        at: [(room[a] + room[b]) / 2 + (gap if isinstance(a, str) and isinstance(b, str) else gap / 2) for a, b in itertools.pairwise(own)]
        for at, own in stacks.items()
    }  # fmt: skip
    depth = max((sum(apart[at]) + (room[own[0]] + room[own[-1]]) / 2 for at, own in stacks.items()), default=0.0)
    height: dict[Place, float] = {}
    for at, own in stacks.items():
        height |= dict(zip(own, _spread([depth / 2] * len(own), apart[at]), strict=True))
    for sweep in range(SWEEPS):
        for at in sorted(stacks, reverse=bool(sweep % 2)):
            own = stacks[at]
            wanted = [_level(place, near, height) for place in own]
            ends = room[own[0]] / 2, depth - room[own[-1]] / 2
            height |= dict(zip(own, _spread(wanted, apart[at], within=ends), strict=True))
    return height, depth


def _level(place: Place, near: dict[Place, list[Place]], height: dict[Place, float]) -> float:
    others = [height[other] for other in near.get(place, [])]
    return sum(others) / len(others) if others else height[place]


def _spread(wanted: list[float], apart: list[float], *, within: Point | None = None) -> list[float]:
    """Return heights nearest to those wanted (least squares, pooling neighbours) that keep their distances apart."""
    offsets = [0.0]
    for distance in apart:
        offsets.append(offsets[-1] + distance)
    pools: list[list[float]] = []
    for level, offset in zip(wanted, offsets, strict=True):
        pools.append([level - offset])
        while len(pools) > 1 and _middle(pools[-2]) >= _middle(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    level = [_middle(pool) for pool in pools for _ in pool]
    if within:
        low, high = within[0], within[1] - offsets[-1]
        level = [min(max(one, low), max(low, high)) for one in level]
    return [one + offset for one, offset in zip(level, offsets, strict=True)]


def _middle(values: list[float]) -> float:
    return sum(values) / len(values)


def draw_lines(
    layers: Layers, *, tall: Mapping[str, float], edge: Callable[[int, int], float], bulge: float
) -> list[list[Point]]:
    """Return each link's line as points, from the side of its source's box to the side of its target's.

    ``edge(column, side)`` is where a column's boxes end: side -1 left, 1 right; ``bulge`` is how far the line of a link
    within one column bows out. Lines that share a side of a box are spread over it in the order they leave.
    """
    ports = _ports(layers, tall)
    lines = []
    for row, (one, two) in enumerate(layers.ends):
        way = layers.way(row)
        first, last = ports[row]
        side = _side(layers, row)
        if layers.column[one] == layers.column[two]:
            x = edge(layers.column[one], 1)
            lines.append(_bow((x, first), (x, last), bulge))
            continue
        points = [(edge(way[0][0], side), first)]
        for at, height in way[1:-1]:
            points += [(edge(at, -side), height), (edge(at, side), height)]
        points.append((edge(way[-1][0], -side), last))
        lines.append(_smooth(points))
    return lines


def _side(layers: Layers, row: int) -> int:
    one, two = layers.ends[row]
    return 1 if layers.column[two] >= layers.column[one] else -1


def _ports(layers: Layers, tall: Mapping[str, float]) -> list[list[float]]:
    """Spread the lines that meet one side of a box over it, in the order of the places they come from or go to."""
    meeting: dict[tuple[str, int], list[tuple[float, int, int]]] = {}
    for row, ends in enumerate(layers.ends):
        way = layers.way(row)
        side = _side(layers, row)
        same = layers.column[ends[0]] == layers.column[ends[1]]
        meeting.setdefault((ends[0], side), []).append((way[1][1], row, 0))
        meeting.setdefault((ends[1], side if same else -side), []).append((way[-2][1], row, 1))
    ports = [[0.0, 0.0] for _ in layers.ends]
    for (name, _), lines in meeting.items():
        step = tall[name] * 0.7 / len(lines)
        for i, (_, row, end) in enumerate(sorted(lines)):
            ports[row][end] = layers.height[name] + (i - (len(lines) - 1) / 2) * step
    return ports


def _smooth(points: list[Point]) -> list[Point]:
    """Return points with every other stretch, the one between two columns, bent so that it begins and ends level."""
    line = [points[0]]
    for i, ((x0, y0), (x1, y1)) in enumerate(itertools.pairwise(points)):
        if i % 2 or y0 == y1:
            line.append((x1, y1))
            continue
        steps = [n / STEPS_OF_BEND for n in range(1, STEPS_OF_BEND + 1)]
        line += [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t * t * (3 - 2 * t)) for t in steps]
    return line


def _bow(start: Point, end: Point, bulge: float) -> list[Point]:
    steps = [n / STEPS_OF_BEND for n in range(STEPS_OF_BEND + 1)]
    return [(start[0] + 4 * bulge * t * (1 - t), start[1] + (end[1] - start[1]) * t) for t in steps]


def place_labels(lines: Sequence[Sequence[Point]], wanted: Sequence[int], *, size: Point) -> dict[int, Point]:
    """Return a spot on each wanted line for its number, as far as it goes clear of the numbers set before it.

    ``size`` is the room a number takes. A spot is looked for from near the line's beginning onwards.
    """
    spots: dict[int, Point] = {}
    for row in wanted:
        spots[row] = max(_tries(lines[row]), key=lambda spot: _clear(spot, spots.values(), size))
    return spots


def _tries(line: Sequence[Point]) -> list[Point]:
    first = line[: STEPS_OF_BEND + 1]
    if len(first) < 4:
        (x0, y0), (x1, y1) = first[0], first[-1]
        return [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for t in (0.4, 0.55, 0.25, 0.7)]
    last = len(first) - 1
    return [first[round(last * t)] for t in (0.4, 0.55, 0.25, 0.7, 0.85)]


def _clear(spot: Point, others: Sequence[Point], size: Point) -> float:
    """Return how clear of the others a spot is, in sizes; from one on, clearer is no better."""
    return min([1.0, *(max(abs(spot[0] - x) / size[0], abs(spot[1] - y) / size[1]) for x, y in others)])
