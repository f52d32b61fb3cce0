"""Both faces of a figure: what the screen shows and what print shows, from one `FigureSpec`.

Text that must wrap in boxes ("configuration", "ladder") is set as HTML on screen, because Plotly cannot wrap text
and a phone must be able to read it; charts and maps are Plotly. In print every kind is a matplotlib picture.

Rows of each kind are plain dicts. Keys marked (o) may be left out; ``ids`` is a tuple of labels, always (o).

- configuration: one row per part of a claim or pattern. ``group`` title of the configuration, ``slot`` (terms.SLOTS),
  ``factor`` words for readers, ``claim`` (o) labels, ``status`` (o), ``citations``, ``sources``, ``units`` (o) counts.
  The rows of one group make one chain; a slot nobody filled shows as "not stated".
- targets: one row per figure. ``name``, ``unit``, ``value`` and ``target`` (None when there is none), ``as_of`` (o),
  ``target_as_of`` (o), ``bound`` and ``target_bound`` (o; terms.BOUNDS), ``note`` (o). Every row has its own scale.
- counts: ``name``, ``count``, ``unit``. Rows of one unit share a scale; units never do.
- states: ``group`` (one bar), ``state``, ``count``, ``unit`` (o). States keep the order of terms.LINK_STATES or terms.MILESTONE_STATES,
  others come in the order given.
- ladder: ``theory`` label, ``title``, ``rating`` (terms.RATINGS), ``note`` (o) such as the gate that capped it.
- causal_map: one row per link. ``source`` and ``target`` words, ``citations``, ``sources``, ``units`` (o) counts,
  ``source_slot`` and ``target_slot`` (o; without them the factors stand in a circle), ``state`` (o): "suggested" draws a dashed line.
"""

from __future__ import annotations

import functools
import json
from typing import Any

from useit_eval.ground.findings import FigureSpec, Table
from useit_eval.ground.wording import plain

HEADINGS = {
    "configuration": {
        "group": "Configuration",
        "slot": "Part",
        "factor": "Factor",
        "claim": "Claim",
        "status": "Status",
        "citations": "Citations",
        "sources": "Sources",
        "units": "Units",
    },
    "targets": {
        "name": "Figure",
        "value": "Value",
        "bound": "Exactness",
        "unit": "Unit",
        "as_of": "As of",
        "target": "Target",
        "target_bound": "Exactness of target",
        "target_as_of": "Target stated",
        "note": "Note",
    },
    "counts": {"name": "What is counted", "count": "Count", "unit": "Unit"},
    "states": {"group": "Group", "state": "State", "count": "Count", "unit": "Unit"},
    "ladder": {"theory": "Theory", "title": "In short", "rating": "Proposed rating", "note": "Note"},
    "causal_map": {
        "source": "From",
        "source_slot": "Slot",
        "target": "To",
        "target_slot": "Slot of the second",
        "citations": "Citations",
        "sources": "Sources",
        "units": "Units",
        "state": "State",
    },
}
KINDS = tuple(HEADINGS)
CLOSED = ("state", "status", "bound", "target_bound", "slot", "source_slot", "target_slot", "rating")
CHARTS = ("targets", "counts", "states", "causal_map")


def check_kind(spec: FigureSpec) -> None:
    """Raise ValueError, naming the kinds there are, when the figure's kind is none of them."""
    if spec.kind not in KINDS:
        raise ValueError(f"figure {spec.title!r} has kind {spec.kind!r}; the kinds are {', '.join(KINDS)}")


def chart(spec: FigureSpec) -> dict[str, Any]:
    """Return a Plotly figure as plain data: ``data``, ``layout``. For the kinds in `CHARTS`. ValueError for others."""
    from useit_eval.document import charts, maps

    check_kind(spec)
    if spec.kind not in CHARTS:
        raise ValueError(f"a {spec.kind} is set as text on screen, not as a chart")
    return getattr(maps if spec.kind == "causal_map" else charts, spec.kind)(spec.rows)


def pictures(spec: FigureSpec, *, large: bool = False) -> tuple[bytes, ...]:
    """Return the figure for print: PNGs of 200 dots an inch, 160 mm wide; several when it is higher than a page.

    ``large`` sets larger type. Pictures are kept for the life of the process, by what they show. Raises ValueError
    for an unknown kind.
    """
    check_kind(spec)
    return _pictures(spec.kind, json.dumps(spec.rows, sort_keys=True, default=str), large)


@functools.lru_cache(maxsize=64)
def _pictures(kind: str, rows: str, large: bool) -> tuple[bytes, ...]:
    from useit_eval.document import pictures as others
    from useit_eval.document import printed_maps

    drawn = printed_maps if kind == "causal_map" else others
    return getattr(drawn, kind)(tuple(json.loads(rows)), large=large)


def table_of(spec: FigureSpec) -> Table:
    """Return the figure's rows as a table, for readers who do not see it. Columns that no row fills are left out."""
    check_kind(spec)
    headings = HEADINGS[spec.kind]
    keys = [key for key in headings if any(row.get(key) not in (None, "") for row in spec.rows)]
    return Table(
        columns=tuple(headings[key] for key in keys),
        rows=tuple(tuple(_cell(key, row.get(key)) for key in keys) for row in spec.rows),
        ids=tuple(tuple(row.get("ids", ())) for row in spec.rows),
    )


def _cell(key: str, value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value))
    return plain(value) if key in CLOSED and value else value


def labels_of(spec: FigureSpec) -> tuple[str, ...]:
    """Return the labels a figure stands on, in order of appearance: those of its rows, and of their claims."""
    found: dict[str, None] = {}
    for row in spec.rows:
        claims = row.get("claim", ())
        claims = claims.replace(";", ",").split(",") if isinstance(claims, str) else claims or ()
        for label in (*row.get("ids", ()), *claims):
            if str(label).strip():
                found[str(label).strip()] = None
    return tuple(found)
