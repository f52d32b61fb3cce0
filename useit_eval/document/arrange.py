"""What stands where in a figure, before anything is drawn: chains, rungs, bars and the places of a map."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from useit_eval.document import palette
from useit_eval.document.cells import clean, tell, words
from useit_eval.ground import terms

Row = dict[str, Any]
NOT_STATED = "not stated"
SLOT_WORDS = {
    "intervention": "Intervention",
    "context": "Context",
    "actor": "Actor",
    "mechanism_resource": "Resource",
    "mechanism_reasoning": "Reasoning",
    "mechanism_mixed": "Resource and reasoning",
    "outcome": "Outcome",
}
_ALWAYS = ("context", "mechanism_resource", "mechanism_reasoning", "outcome")


@dataclasses.dataclass(frozen=True)
class Part:
    """One factor in a box; ``under`` is the line beneath it ("C014 · observed · 2 citations")."""

    factor: str
    claims: tuple[str, ...]
    under: str


@dataclasses.dataclass(frozen=True)
class Box:
    """One slot of a chain with its factors; without factors it is drawn dashed, as not stated."""

    slot: str
    title: str
    parts: tuple[Part, ...]


@dataclasses.dataclass(frozen=True)
class Chain:
    """One configuration: its boxes from context to outcome, and what all its parts share, told once beneath."""

    title: str
    boxes: tuple[Box, ...]
    claims: tuple[str, ...]
    under: str


def chains(rows: tuple[Row, ...]) -> tuple[Chain, ...]:
    """Return one chain for each ``group``, in order of appearance."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(str(row.get("group") or ""), []).append(row)
    return tuple(_chain(title, members) for title, members in groups.items())


def _chain(title: str, rows: list[Row]) -> Chain:
    status = _same([_status(row) for row in rows])
    rest = _same([(claims_of(row), tuple(counted(row))) for row in rows])
    boxes = tuple(
        Box(slot, SLOT_WORDS.get(slot, words(slot).capitalize()), _parts(rows, slot, status, rest))
        for slot in _slots(rows)
    )
    return Chain(title, boxes, claims_of(rows[0]) if rest else (), _under(rows[0], status, rest))


def _same(values: list) -> bool:
    return len(values) > 1 and all(value == values[0] for value in values)


def _status(row: Row) -> list[str]:
    return [words(row["status"])] if row.get("status") else []


def _slots(rows: list[Row]) -> list[str]:
    used = [row["slot"] for row in rows]
    mixed = "mechanism_mixed" in used
    always = [slot for slot in _ALWAYS if not (mixed and slot.startswith("mechanism_"))]
    order = list(SLOT_WORDS)
    if "context" in used and "intervention" in used and used.index("context") < used.index("intervention"):
        order[:2] = ["context", "intervention"]
    return [slot for slot in order if slot in used or slot in always] + sorted(set(used) - set(order))


def _parts(rows: list[Row], slot: str, status: bool, rest: bool) -> tuple[Part, ...]:
    return tuple(
        Part(str(row.get("factor") or NOT_STATED), () if rest else claims_of(row), _under(row, not status, not rest))
        for row in rows
        if row["slot"] == slot
    )


def claims_of(row: Row) -> tuple[str, ...]:
    """Return the labels of a row's claims, from a tuple or from a text such as "C001; C002"."""
    claims = row.get("claim") or ()
    claims = claims.replace(";", ",").split(",") if isinstance(claims, str) else claims
    return tuple(clean(str(claim)).strip() for claim in claims if str(claim).strip())


def _under(row: Row, status: bool, counts: bool) -> str:
    return " · ".join((_status(row) if status else []) + (counted(row) if counts else []))


def counted(row: Row) -> list[str]:
    """Return "3 citations", "1 source", "1 unit" for the counts a row holds; they travel together, on one line.

    Example:
        >>> [told.replace("\u00a0", " ") for told in counted({"citations": 3, "sources": 1, "units": 1})]
        ['3 citations', '1 source', '1 unit']
    """
    names = (("citations", "citation"), ("sources", "source"), ("units", "unit"))
    return [
        f"{tell(row[key])}\u00a0{name if row[key] == 1 else name + 's'}"
        for key, name in names
        if row.get(key) is not None
    ]


def rungs(rows: tuple[Row, ...]) -> tuple[tuple[tuple[str, list[Row]], ...], tuple[tuple[str, list[Row]], ...]]:
    """Return the ladder from its highest rung down, and the ratings beside it; each rating with its theories."""

    def _on(rating: str) -> tuple[str, list[Row]]:
        return rating, [row for row in rows if row.get("rating") == rating]

    return tuple(map(_on, reversed(terms.LADDER))), tuple(map(_on, terms.BESIDE_LADDER))


def by_unit(rows: tuple[Row, ...]) -> dict[str, list[Row]]:
    """Return the rows under each unit, in order of appearance: units never share a scale."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(str(row.get("unit") or ""), []).append(row)
    return groups


def states_in_order(rows: tuple[Row, ...]) -> list[str]:
    """Return the states that occur: in the order of the closed list they come from, else as given."""
    given = list(dict.fromkeys(str(row["state"]) for row in rows))
    for known in (terms.LINK_STATES, terms.MILESTONE_STATES, terms.STATUSES, terms.BEARINGS):
        if set(given) <= set(known):
            return [state for state in known if state in given]
    return given


def told_target(row: Row) -> str:
    """Return the line over a target's bar: value, date, target and its date; missing ones are said to be missing."""
    unit = f" {clean(str(row['unit']))}" if row.get("unit") else ""
    value = (
        "no figure yet" if row.get("value") is None else f"{_bounded(row, 'value', 'bound')}{unit}{_when(row, 'as_of')}"
    )
    if row.get("target") is None:
        return f"{value}; no target stated"
    return f"{value}; target {_bounded(row, 'target', 'target_bound')}{_when(row, 'target_as_of')}"


def _bounded(row: Row, key: str, bound: str) -> str:
    before = "" if row.get(bound) in (None, "", "exact") else words(row[bound]) + " "
    return before + tell(row[key])


def _when(row: Row, key: str) -> str:
    return f" ({clean(str(row[key]))})" if row.get(key) else ""


def places(rows: tuple[Row, ...]) -> dict[str, tuple[float, float]]:
    """Return where each factor of a map without slots stands: on a circle, in order of appearance.

    Both coordinates run from 0 to 1, y downwards. Where every factor has a slot, see `layers.lay_out`.
    """
    names = list(slot_of(rows))
    angle = 2 * math.pi / max(len(names), 1)
    return {name: (0.5 + 0.5 * math.sin(i * angle), 0.5 - 0.5 * math.cos(i * angle)) for i, name in enumerate(names)}


def slot_of(rows: tuple[Row, ...]) -> dict[str, str]:
    """Return each factor of a map with the slot it is first told in; empty where it has none."""
    slots: dict[str, str] = {}
    for row in rows:
        for end in ("source", "target"):
            slots.setdefault(str(row[end]), row.get(f"{end}_slot") or "")
    return slots


def columns_of(rows: tuple[Row, ...]) -> list[str]:
    """Return the slots of a map that has columns, from left to right; empty when any factor has no slot."""
    slots = slot_of(rows)
    return [slot for slot in SLOT_WORDS if slot in slots.values()] if all(slots.values()) else []


def thickness(row: Row, *, rows_most: float) -> float:
    """Return the width of a link's line in points: by the root of its citations, from 1 to 5."""
    return round(min(5.0, 1 + 4 * math.sqrt(min(row.get("citations") or 1, rows_most) / rows_most)), 2)


def at_edge(
    centre: tuple[float, float], towards: tuple[float, float], half: tuple[float, float]
) -> tuple[float, float]:
    """Return where the line from a box's centre towards a point leaves the box; ``half`` is half its width and height.

    Example:
        >>> at_edge((0, 0), (10, 0), (2, 1))
        (2.0, 0.0)
    """
    along, down = towards[0] - centre[0], towards[1] - centre[1]
    reach = max(abs(along) / half[0], abs(down) / half[1])
    if reach <= 1:
        return centre
    return centre[0] + along / reach, centre[1] + down / reach


def state_key(rows: tuple[Row, ...]) -> list[tuple[str, str, str]]:
    """Return word, colour and Plotly pattern of each state that occurs, in order: the key of a drawing of states."""
    order = states_in_order(rows)
    return [(words(word), *palette.state(word, order)[:2]) for word in order]
