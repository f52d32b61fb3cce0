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

    def axis(self, most: float, *, slack: float = 1.0) -> str:
        """Return a new horizontal axis from nought to ``most`` times ``slack``."""
        name = f"x{len(self.axes) + 1}" if self.axes else "x"
        self.axes[name.replace("x", "xaxis")] = {
            **_AXIS, "range": [0, (most or 1) * slack], "anchor": "y", **({"overlaying": "x"} if self.axes else {})
        }
        return name

    def say(self, lines: list[str], *, bold: bool = False, muted: bool = False) -> None:
        """Set lines of text flush left and move below them."""
        text = "<br>".join(lines)
        self.notes.append(_note(f"<b>{text}</b>" if bold else text, xref="paper", x=0, y=self.y, xanchor="left", yanchor="top",
                                align="left", font={"color": palette.MUTED if muted else palette.INK, "size": 14 if bold else 13}))
        self.y += LINE * len(lines) + 2

    def bar(self, axis: str, value: float, *, base: float = 0, colour: str = palette.VALUE, pattern: str = "", text: str = "",
            hover: str = "") -> None:
        """Draw one bar, its middle half a bar below ``y``, with a text after its end."""
        self.data.append({
            "type": "bar", "orientation": "h", "x": [value], "y": [self.y + BAR / 2], "base": [base], "width": [BAR],
            "xaxis": axis, "yaxis": "y", "text": [text], "textposition": "outside", "textangle": 0, "cliponaxis": False,
            "constraintext": "none", "hoverinfo": "text", "hovertext": [hover],
            "marker": {"color": colour, "line": {"color": palette.INK, "width": 0.75},
                       "pattern": {"shape": pattern, "bgcolor": colour, "fgcolor": palette.on(colour), "size": 6, "solidity": 0.2}},
        })

    def figure(self) -> dict[str, Any]:
        """Return data and layout; the height follows from how far ``y`` ran."""
        return {"data": self.data, "layout": {
            "height": round(self.y), "margin": {"l": 2, "r": 6, "t": 0, "b": 0}, "barmode": "overlay", "showlegend": False,
            "font": {"family": palette.SANS, "size": 13, "color": palette.INK}, "paper_bgcolor": "#fff", "plot_bgcolor": "#fff",
            "yaxis": {**_AXIS, "range": [round(self.y), 0]}, "annotations": self.notes, "shapes": self.shapes,
            "dragmode": False, **(self.axes or {"xaxis": dict(_AXIS)}),
        }}


def _note(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "showarrow": False, "yref": "y", **more}


def targets(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return bullet bars: the value as a bar, the target as a line across it, each row on its own scale.

    A row without a target has nothing to be long or short against: it is told in words only.
    """
    sheet = _Sheet()
    for row in rows:
        sheet.say(wrapped(row["name"], WRAP - 4), bold=True)
        sheet.say(wrapped(arrange.told_target(row)), muted=True)
        if row.get("target") is not None:
            _bullet(sheet, row)
        sheet.y += GAP
    return sheet.figure()


def _bullet(sheet: _Sheet, row: Row) -> None:
    value, target = row.get("value"), row["target"]
    most = max(value or 0, target)
    axis = sheet.axis(most, slack=1.01)
    sheet.y += 5
    _track(sheet, axis, most)
    if value is not None:
        sheet.bar(axis, value, hover=escape(f"{row['name']}: {arrange.told_target(row)}"))
    _tick(sheet, axis, target)
    sheet.y += BAR + 4


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
        axis = sheet.axis(max(row["count"] for row in members), slack=1.15)
        if unit:
            sheet.say(wrapped(unit[:1].upper() + unit[1:]), bold=True)
        for row in members:
            sheet.say(wrapped(row["name"]))
            told = tell(row["count"])
            sheet.bar(axis, row["count"], text=told, hover=escape(f"{row['name']}: {told} {unit}"))
            sheet.y += BAR + GAP - 6
        sheet.y += GAP - 6
    return sheet.figure()


def states(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return one stacked bar a group; a state is told by colour, pattern, its count, and the key above (`arrange.state_key`)."""
    sheet, order = _Sheet(), arrange.states_in_order(rows)
    for members in arrange.by_unit(rows).values():
        groups = list(dict.fromkeys(row["group"] for row in members))
        totals = {group: sum(row["count"] for row in members if row["group"] == group) for group in groups}
        axis = sheet.axis(max(totals.values()), slack=1.02)
        for group in groups:
            sheet.say(wrapped(group), bold=True)
            _stack(sheet, axis, sorted((r for r in members if r["group"] == group), key=lambda r: order.index(r["state"])), order)
            sheet.y += BAR + GAP
    return sheet.figure()


def _stack(sheet: _Sheet, axis: str, rows: list[Row], order: list[str]) -> None:
    base = 0.0
    for row in rows:
        colour, pattern, _ = palette.state(row["state"], order)
        told = f"{tell(row['count'])} {words(row['state'])}"
        sheet.bar(axis, row["count"], base=base, colour=colour, pattern=pattern, hover=escape(f"{row['group']}: {told}"))
        if row["count"]:
            sheet.notes.append(_note(f"<b>{tell(row['count'])}</b>", xref=axis, x=base + row["count"] / 2, y=sheet.y + BAR / 2,
                                     bgcolor="#fff", borderpad=1, font={"size": 12}))
        base += row["count"]


def causal_map(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return boxes for factors and lines for links, as wide as the root of their citations; suggested links are dashed."""
    drawn = _Map(rows)
    names = list(drawn.where)
    dots = {"type": "scatter", "mode": "markers", "x": [drawn.where[n][0] for n in names], "y": [drawn.where[n][1] for n in names],
            "marker": {"size": 30, "color": "#fff", "opacity": 0}, "hoverinfo": "text", "hovertext": [_links_of(n, rows) for n in names]}
    notes = [*map(drawn.head, rows), *map(drawn.count, (row for row in rows if row.get("citations"))), *map(drawn.factor, names),
             *map(drawn.heading, drawn.columns)]
    return {"data": [*map(drawn.line, rows), dots], "layout": {
        "height": drawn.height, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "showlegend": False, "annotations": notes, "dragmode": False,
        "font": {"family": palette.SANS, "size": 13, "color": palette.INK}, "paper_bgcolor": "#fff", "plot_bgcolor": "#fff",
        "xaxis": {**_AXIS, "range": [-0.14, 1.14]}, "yaxis": {**_AXIS, "range": [1.1, -0.1]},
    }}


class _Map:
    """Where factors stand and where links meet their boxes, reckoned for a drawing 720 pixels wide."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.where, self.columns = arrange.places(rows), arrange.columns_of(rows)
        self.lines = {name: wrapped(name, 18) for name in self.where}
        column = [sum(1 for x, _ in self.where.values() if x == here) for here in {x for x, _ in self.where.values()}]
        self.height = 86 * max(*column, 3, 3) if self.columns else 80 * max(5, min(len(self.where), 9))

    def ends(self, row: Row) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return where a link leaves its source's centre and where it meets the edge of its target's box."""
        start, end = self.where[str(row["source"])], self.where[str(row["target"])]
        lines = self.lines[str(row["target"])]
        half = (max(map(len, lines)) * 3.4 + 9) * 1.28 / 720, (len(lines) * 8.5 + 8) * 1.2 / self.height
        return start, arrange.at_edge(end, start, half)

    def line(self, row: Row) -> dict[str, Any]:
        """Return the line of a link; dashed when it is only suggested."""
        (x0, y0), (x1, y1) = self.ends(row)
        return {"type": "scatter", "mode": "lines", "x": [x0, x1], "y": [y0, y1], "hoverinfo": "skip",
                "line": {"color": palette.LINK, "width": arrange.thickness(row, rows_most=8),
                         "dash": "dash" if row.get("state") == "suggested" else "solid"}}

    def head(self, row: Row) -> dict[str, Any]:
        """Return the arrowhead of a link."""
        (x0, y0), (x1, y1) = self.ends(row)
        return {"x": x1, "y": y1, "ax": x1 - (x1 - x0) * 0.1, "ay": y1 - (y1 - y0) * 0.1, "xref": "x", "yref": "y", "axref": "x", "ayref": "y",
                "text": "", "showarrow": True, "arrowhead": 2, "arrowsize": 1.2, "arrowwidth": 1.6, "arrowcolor": palette.LINK}

    def count(self, row: Row) -> dict[str, Any]:
        """Return the number of citations, set on the line."""
        (x0, y0), (x1, y1) = self.where[str(row["source"])], self.where[str(row["target"])]
        return _note(tell(row["citations"]), x=(x0 + x1) / 2, y=(y0 + y1) / 2, bgcolor="#fff", font={"size": 11, "color": palette.MUTED})

    def factor(self, name: str) -> dict[str, Any]:
        """Return a factor's box."""
        x, y = self.where[name]
        return _note("<br>".join(self.lines[name]), x=x, y=y, bgcolor="#fff", bordercolor=palette.INK, borderwidth=1, borderpad=5)

    def heading(self, slot: str) -> dict[str, Any]:
        """Return the heading of a column."""
        x = self.columns.index(slot) / max(len(self.columns) - 1, 1)
        return _note(f"<b>{arrange.SLOT_WORDS[slot]}</b>", x=x, y=-0.02, font={"color": palette.SLOTS[slot]})


def _links_of(name: str, rows: tuple[Row, ...]) -> str:
    told = [f"{row['source']} → {row['target']}: {', '.join(arrange.counted(row)) or words(row.get('state') or 'linked')}"
            for row in rows if name in (str(row["source"]), str(row["target"]))]
    return "<br>".join(escape(line) for line in told)
