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
HIDDEN = {"visible": False, "fixedrange": True}


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


class _Run:
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
            **HIDDEN,
            "range": [0, (most or 1) * slack],
            "anchor": "y",
            **({"overlaying": "x"} if self.axes else {}),
        }
        return name

    def say(self, lines: list[str], *, bold: bool = False, muted: bool = False) -> None:
        """Set lines of text flush left and move below them."""
        text = "<br>".join(lines)
        self.notes.append(
            note(
                f"<b>{text}</b>" if bold else text,
                xref="paper",
                x=0,
                y=self.y,
                xanchor="left",
                yanchor="top",
                align="left",
                font={"color": palette.MUTED if muted else palette.INK, "size": 14 if bold else 13},
            )
        )
        self.y += LINE * len(lines) + 2

    def bar(
        self,
        axis: str,
        value: float,
        *,
        base: float = 0,
        colour: str = palette.VALUE,
        pattern: str = "",
        text: str = "",
        hover: str = "",
    ) -> None:
        """Draw one bar, its middle half a bar below ``y``, with a text after its end."""
        place = {"x": [value], "y": [self.y + BAR / 2], "base": [base], "width": [BAR], "xaxis": axis, "yaxis": "y"}
        told = {
            "text": [text],
            "textposition": "outside",
            "cliponaxis": False,
            "hoverinfo": "text",
            "hovertext": [hover],
        }
        self.data.append({"type": "bar", "orientation": "h", **place, **told, "marker": _fill(colour, pattern)})

    def figure(self, *, right: int = 6) -> dict[str, Any]:
        """Return data and layout; the height follows from how far ``y`` ran."""
        axes = self.axes or {"xaxis": dict(HIDDEN)}
        down = {"yaxis": {**HIDDEN, "range": [round(self.y), 0]}}
        layout = base_layout(round(self.y), right=right) | axes | down
        return {"data": self.data, "layout": layout | {"annotations": self.notes, "shapes": self.shapes}}


def _fill(colour: str, pattern: str) -> dict[str, Any]:
    hatching = {"shape": pattern, "bgcolor": colour, "fgcolor": palette.on(colour), "size": 6, "solidity": 0.2}
    return {"color": colour, "line": {"color": palette.INK, "width": 0.75}, "pattern": hatching}


def base_layout(height: int, *, right: int) -> dict[str, Any]:
    """Return what every chart shares: type, white paper, no legend, no dragging."""
    return {
        "height": height,
        "margin": {"l": 2, "r": right, "t": 0, "b": 0},
        "barmode": "overlay",
        "showlegend": False,
        "dragmode": False,
        "font": {"family": palette.SANS, "size": 13, "color": palette.INK},
        "paper_bgcolor": "#fff",
        "plot_bgcolor": "#fff",
    }


def note(text: str, **more: Any) -> dict[str, Any]:
    """Return a text on a chart, its height told on the vertical axis; ``text`` is escaped already."""
    return {"text": text, "showarrow": False, "yref": "y", **more}


def targets(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return bullet bars: the value as a bar, the target as a line across it, each row on its own scale.

    A row without a target has nothing to be long or short against: it is told in words only.
    """
    sheet = _Run()
    for row in rows:
        sheet.say(wrapped(row["name"], WRAP - 4), bold=True)
        sheet.say(wrapped(arrange.told_target(row)), muted=True)
        if row.get("target") is not None:
            _bullet(sheet, row)
        sheet.y += GAP
    return sheet.figure()


def _bullet(sheet: _Run, row: Row) -> None:
    value, target = row.get("value"), row["target"]
    most = max(value or 0, target)
    axis = sheet.axis(most, slack=1.01)
    sheet.y += 5
    _track(sheet, axis, most)
    if value is not None:
        sheet.bar(axis, value, hover=escape(f"{row['name']}: {arrange.told_target(row)}"))
    _tick(sheet, axis, target)
    sheet.y += BAR + 4


def _track(sheet: _Run, axis: str, most: float) -> None:
    sheet.shapes.append(
        {
            "type": "rect",
            "xref": axis,
            "yref": "y",
            "x0": 0,
            "x1": most,
            "y0": sheet.y + 3,
            "y1": sheet.y + BAR - 3,
            "fillcolor": palette.TRACK,
            "line": {"width": 0},
            "layer": "below",
        }
    )


def _tick(sheet: _Run, axis: str, target: float) -> None:
    sheet.shapes.append(
        {
            "type": "line",
            "xref": axis,
            "yref": "y",
            "x0": target,
            "x1": target,
            "y0": sheet.y - 4,
            "y1": sheet.y + BAR + 4,
            "line": {"color": palette.INK, "width": 4},
        }
    )


def counts(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return bars with their count beside them, under a heading for each unit; each unit has its own scale."""
    sheet = _Run()
    for unit, members in arrange.by_unit(rows).items():
        axis = sheet.axis(max(row["count"] for row in members), slack=1.0)
        if unit:
            sheet.say(wrapped(unit[:1].upper() + unit[1:]), bold=True)
        for row in members:
            sheet.say(wrapped(row["name"]))
            told = tell(row["count"])
            sheet.bar(axis, row["count"], text=told, hover=escape(f"{row['name']}: {told} {unit}"))
            sheet.y += BAR + GAP - 6
        sheet.y += GAP - 6
    return sheet.figure(right=12 + 8 * max((len(tell(row["count"])) for row in rows), default=0))


def states(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return one stacked bar a group; a state is told by colour, pattern, its count, and the key above (`arrange.state_key`)."""
    sheet, order = _Run(), arrange.states_in_order(rows)
    for members in arrange.by_unit(rows).values():
        groups = list(dict.fromkeys(row["group"] for row in members))
        totals = {group: sum(row["count"] for row in members if row["group"] == group) for group in groups}
        axis = sheet.axis(max(totals.values()), slack=1.02)
        for group in groups:
            sheet.say(wrapped(group), bold=True)
            _stack(
                sheet,
                axis,
                sorted((r for r in members if r["group"] == group), key=lambda r: order.index(r["state"])),
                order,
            )
            sheet.y += BAR + GAP
    return sheet.figure()


def _stack(sheet: _Run, axis: str, rows: list[Row], order: list[str]) -> None:
    base = 0.0
    for row in rows:
        colour, pattern, _ = palette.state(row["state"], order)
        told = f"{tell(row['count'])} {words(row['state'])}"
        sheet.bar(
            axis, row["count"], base=base, colour=colour, pattern=pattern, hover=escape(f"{row['group']}: {told}")
        )
        if row["count"]:
            sheet.notes.append(
                note(
                    f"<b>{tell(row['count'])}</b>",
                    xref=axis,
                    x=base + row["count"] / 2,
                    y=sheet.y + BAR / 2,
                    bgcolor="#fff",
                    borderpad=1,
                    font={"size": 12},
                )
            )
        base += row["count"]
