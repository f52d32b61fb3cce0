"""Figures for the screen, as plain Plotly data: labels above their bars, so that a phone can read them.

One vertical axis counts pixels from the top; every unit (in `targets`, every row) has a horizontal axis of its own.
Colours are those of `palette`, and patterns, words and numbers always say the same as colour does.
"""

from __future__ import annotations

import html
import textwrap
from typing import Any

from useit_eval.document import arrange, palette
from useit_eval.document.arrange import Row
from useit_eval.document.cells import clean, tell, words

WRAP = 46
LINE = 18
BAR = 18
GAP = 16
_AXIS = {"visible": False, "fixedrange": True}


def escape(text: Any) -> str:
    """Return a text that Plotly shows as it is: its labels read a little HTML.

    Example:
        >>> escape("<b>R&D</b>")
        '&lt;b&gt;R&amp;D&lt;/b&gt;'
    """
    return html.escape(clean(str(text)), quote=False)


def wrapped(text: Any, width: int = WRAP) -> list[str]:
    """Return the escaped lines of a text, each at most ``width`` characters; long words are broken."""
    return [escape(line) for line in textwrap.wrap(clean(str(text)), width)] or [""]


class _Sheet:
    """Collects traces and notes while ``y`` runs down the sheet in pixels."""

    def __init__(self) -> None:
        self.data: list[dict] = []
        self.notes: list[dict] = []
        self.shapes: list[dict] = []
        self.axes: dict[str, dict] = {}
        self.y = 4.0

    def axis(self, most: float) -> str:
        """Return a new horizontal axis from nought to a little over ``most``."""
        name = f"x{len(self.axes) + 1}" if self.axes else "x"
        self.axes[name.replace("x", "xaxis")] = {
            **_AXIS, "range": [0, (most or 1) * 1.12], "anchor": "y", **({"overlaying": "x"} if self.axes else {})
        }
        return name

    def say(self, lines: list[str], *, bold: bool = False, muted: bool = False) -> None:
        """Set lines of text flush left and move below them."""
        text = "<br>".join(lines)
        self.notes.append(_note(f"<b>{text}</b>" if bold else text, xref="paper", x=0, y=self.y, xanchor="left", yanchor="top",
                                align="left", font={"color": palette.MUTED if muted else palette.INK, "size": 14 if bold else 13}))
        self.y += LINE * len(lines) + 2

    def bar(self, axis: str, value: float, *, base: float = 0, colour: str, pattern: str = "", text: str = "", hover: str = "",
            name: str = "", legend: bool = False, inside: bool = False) -> None:
        """Draw one bar, its middle half a bar below ``y``."""
        self.data.append({
            "type": "bar", "orientation": "h", "x": [value], "y": [self.y + BAR / 2], "base": [base], "width": [BAR],
            "xaxis": axis, "yaxis": "y", "text": [text], "textposition": "inside" if inside else "outside",
            "textangle": 0, "insidetextanchor": "middle", "cliponaxis": False, "constraintext": "none",
            "textfont": {"color": palette.on(colour) if inside else palette.INK, "size": 13},
            "marker": {"color": colour, "line": {"color": palette.INK, "width": 0.75},
                       "pattern": {"shape": pattern, "fgcolor": palette.on(colour), "size": 6, "solidity": 0.25}},
            "hoverinfo": "text", "hovertext": [hover], "name": name, "legendgroup": name, "showlegend": legend,
        })

    def figure(self, **layout: Any) -> dict[str, Any]:
        """Return data and layout; the height follows from how far ``y`` ran."""
        height = self.y + 4
        top = layout.pop("top", 0)
        return {"data": self.data, "layout": {
            "height": round(height + top), "margin": {"l": 2, "r": 34, "t": top, "b": 0}, "barmode": "overlay", "showlegend": False,
            "font": {"family": palette.SANS, "size": 13, "color": palette.INK}, "paper_bgcolor": "#fff", "plot_bgcolor": "#fff",
            "yaxis": {**_AXIS, "range": [height, 0]}, "annotations": self.notes, "shapes": self.shapes,
            "dragmode": False, **(self.axes or {"xaxis": dict(_AXIS)}), **layout,
        }}


def _note(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "showarrow": False, "yref": "y", **more}


def targets(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return bullet bars: the value as a bar, the target as a line across it, each row on its own scale."""
    sheet = _Sheet()
    for row in rows:
        value, target = row.get("value"), row.get("target")
        axis = sheet.axis(max(value or 0, target or 0))
        sheet.say(wrapped(row["name"], WRAP - 4), bold=True)
        sheet.say(wrapped(arrange.told_target(row)), muted=True)
        _track(sheet, axis, max(value or 0, target or 0))
        if value is not None:
            sheet.bar(axis, value, colour=palette.VALUE, hover=escape(f"{row['name']}: {arrange.told_target(row)}"))
        if target is not None:
            _tick(sheet, axis, target)
        sheet.y += BAR + GAP
    return sheet.figure()


def _track(sheet: _Sheet, axis: str, most: float) -> None:
    sheet.shapes.append({"type": "rect", "xref": axis, "yref": "y", "x0": 0, "x1": most, "y0": sheet.y + 3, "y1": sheet.y + BAR - 3,
                         "fillcolor": palette.TRACK, "line": {"width": 0}, "layer": "below"})


def _tick(sheet: _Sheet, axis: str, target: float) -> None:
    sheet.shapes.append({"type": "line", "xref": axis, "yref": "y", "x0": target, "x1": target, "y0": sheet.y - 4,
                         "y1": sheet.y + BAR + 4, "line": {"color": palette.INK, "width": 4}})


def counts(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return bars with their count beside them, under a heading for each unit; each unit has its own scale."""
    sheet = _Sheet()
    for unit, members in arrange.by_unit(rows).items():
        axis = sheet.axis(max(row["count"] for row in members))
        if unit:
            sheet.say(wrapped(unit[:1].upper() + unit[1:]), bold=True)
        for row in members:
            sheet.say(wrapped(row["name"]))
            told = tell(row["count"])
            sheet.bar(axis, row["count"], colour=palette.VALUE, text=told, hover=escape(f"{row['name']}: {told} {unit}"))
            sheet.y += BAR + GAP - 6
        sheet.y += GAP - 6
    return sheet.figure()


def states(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return one stacked bar a group; a state is told by colour, pattern, legend and its count in the bar."""
    sheet, order, seen = _Sheet(), arrange.states_in_order(rows), set()
    for members in arrange.by_unit(rows).values():
        groups = list(dict.fromkeys(row["group"] for row in members))
        totals = {group: sum(row["count"] for row in members if row["group"] == group) for group in groups}
        axis = sheet.axis(max(totals.values()))
        for group in groups:
            sheet.say(wrapped(group), bold=True)
            _stack(sheet, axis, sorted((r for r in members if r["group"] == group), key=lambda r: order.index(r["state"])), order, seen)
            sheet.y += BAR + 8 + GAP
    return sheet.figure(showlegend=True, top=34 + 20 * (len(order) // 4), legend={
        "orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal", "itemclick": False, "itemdoubleclick": False,
    })


def _stack(sheet: _Sheet, axis: str, rows: list[Row], order: list[str], seen: set[str]) -> None:
    base = 0.0
    for row in rows:
        colour, pattern, _ = palette.state(row["state"], order)
        sheet.bar(axis, row["count"], base=base, colour=colour, pattern=pattern, text=f"<b>{tell(row['count'])}</b>" if row["count"] else "",
                  hover=escape(f"{row['group']}: {tell(row['count'])} {words(row['state'])}"), inside=True,
                  name=escape(words(row["state"])), legend=row["state"] not in seen)
        sheet.data[-1]["legendrank"] = order.index(row["state"]) + 1
        seen.add(row["state"])
        base += row["count"]


def causal_map(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return boxes for factors and arrows for links, as wide as the citations; suggested links are dashed."""
    where, columns = arrange.places(rows), arrange.columns_of(rows)
    deepest = max((sum(1 for x, _ in where.values() if x == column) for column in {x for x, _ in where.values()}), default=1)
    height = 90 * max(deepest, 4) if columns else 80 * max(6, min(len(where), 9))
    notes = [_head(row, where) for row in rows] + [_count(row, where) for row in rows if row.get("citations")]
    notes += [_factor(name, place) for name, place in where.items()]
    notes += [_note(f"<b>{arrange.SLOT_WORDS[slot]}</b>", x=i / max(len(columns) - 1, 1), y=-0.06, font={"color": palette.SLOTS[slot]})
              for i, slot in enumerate(columns)]
    names = list(where)
    dots = {"type": "scatter", "mode": "markers", "x": [where[n][0] for n in names], "y": [where[n][1] for n in names],
            "marker": {"size": 30, "color": "#fff", "opacity": 0}, "hoverinfo": "text", "hovertext": [_links_of(n, rows) for n in names]}
    return {"data": [*(_line(row, where) for row in rows), dots], "layout": {
        "height": height, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "showlegend": False, "annotations": notes, "dragmode": False,
        "font": {"family": palette.SANS, "size": 13, "color": palette.INK}, "paper_bgcolor": "#fff", "plot_bgcolor": "#fff",
        "xaxis": {**_AXIS, "range": [-0.14, 1.14]}, "yaxis": {**_AXIS, "range": [1.08, -0.12]},
    }}


def _factor(name: str, place: tuple[float, float]) -> dict[str, Any]:
    return _note("<br>".join(wrapped(name, 18)), x=place[0], y=place[1], bgcolor="#fff", bordercolor=palette.INK, borderwidth=1, borderpad=5)


def _line(row: Row, where: dict[str, tuple[float, float]]) -> dict[str, Any]:
    (x0, y0), (x1, y1) = arrange.shortened(where[str(row["source"])], where[str(row["target"])])
    suggested = row.get("state") == "suggested"
    return {"type": "scatter", "mode": "lines", "x": [x0, x1], "y": [y0, y1], "hoverinfo": "skip",
            "line": {"color": palette.LINK, "width": arrange.thickness(row, rows_most=8), "dash": "dash" if suggested else "solid"}}


def _head(row: Row, where: dict[str, tuple[float, float]]) -> dict[str, Any]:
    (x0, y0), (x1, y1) = arrange.shortened(where[str(row["source"])], where[str(row["target"])])
    return {"x": x1, "y": y1, "ax": x1 - (x1 - x0) * 0.15, "ay": y1 - (y1 - y0) * 0.15, "xref": "x", "yref": "y", "axref": "x",
            "ayref": "y", "text": "", "showarrow": True, "arrowhead": 2, "arrowsize": 1.1, "arrowwidth": 1.6, "arrowcolor": palette.LINK}


def _count(row: Row, where: dict[str, tuple[float, float]]) -> dict[str, Any]:
    (x0, y0), (x1, y1) = where[str(row["source"])], where[str(row["target"])]
    return _note(tell(row["citations"]), x=x0 + (x1 - x0) * 0.5, y=y0 + (y1 - y0) * 0.5, bgcolor="#fff", font={"size": 11, "color": palette.MUTED})


def _links_of(name: str, rows: tuple[Row, ...]) -> str:
    told = [f"{row['source']} → {row['target']}: {', '.join(arrange.counted(row)) or words(row.get('state') or 'linked')}"
            for row in rows if name in (str(row["source"]), str(row["target"]))]
    return "<br>".join(escape(line) for line in told)
