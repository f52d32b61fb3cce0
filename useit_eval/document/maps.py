"""The causal map for the screen: factors in columns from context to outcome, or in a circle, and links between them."""

from __future__ import annotations

import math
from typing import Any

from useit_eval.document import arrange, layers, palette
from useit_eval.document.arrange import Row
from useit_eval.document.cells import tell, words
from useit_eval.document.charts import HIDDEN, base_layout, escape, note, wrapped
from useit_eval.document.layers import Point

BOX = 146
GAP = 26
PORT = 11
LINE = 17


def causal_map(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return boxes for factors and lines for links, as wide as the root of their citations; suggested links are dashed.

    The number on a line is its citations; a line without one has a single citation.
    """
    drawn = _Map(rows)
    names = list(drawn.where)
    notes = [
        *map(drawn.head, rows, drawn.lines),
        *drawn.counts(),
        *map(drawn.factor, names),
        *map(drawn.heading, drawn.columns),
    ]
    axes = {
        "xaxis": {**HIDDEN, "range": [-BOX / 2 - 8, drawn.width + BOX / 2 + 8]},
        "yaxis": {**HIDDEN, "range": [drawn.depth + 8, -28 if drawn.columns else -8]},
    }
    return {
        "data": [*map(drawn.line, rows, drawn.lines), drawn.dots(rows)],
        "layout": base_layout(round(drawn.depth) + 46, right=0)
        | axes
        | {"annotations": notes, "shapes": [drawn.box(name) for name in names]},
    }


class _Map:
    """Where factors stand and links run, in pixels of a drawing about 720 wide."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows, self.columns = rows, arrange.columns_of(rows)
        slots = arrange.slot_of(rows)
        self.words = {name: wrapped(name, 20) for name in slots}
        ends = [(str(row["source"]), str(row["target"])) for row in rows]
        self.tall = {name: len(lines) * LINE + 10.0 for name, lines in self.words.items()}
        self.width = 720.0 - BOX
        if self.columns:
            self._in_columns(ends, slots)
        else:
            self._in_a_circle(ends)

    def _in_columns(self, ends: list[tuple[str, str]], slots: dict[str, str]) -> None:
        self.tall = layers.room_for_lines(ends, self.tall, line=PORT)
        places = {name: self.columns.index(slot) for name, slot in slots.items()}
        laid = layers.lay_out(ends, places, tall=self.tall, gap=GAP)
        step = self.width / max(len(self.columns) - 1, 1)
        self.middle = [i * step for i in range(len(self.columns))]
        self.where = {name: (self.middle[places[name]], laid.height[name]) for name in slots}
        self.depth = laid.depth
        bulge = min(30.0, max(step - BOX, 20.0) * 0.45)
        self.lines = layers.draw_lines(
            laid, tall=self.tall, edge=lambda column, side: self.middle[column] + side * BOX / 2, bulge=bulge
        )

    def _in_a_circle(self, ends: list[tuple[str, str]]) -> None:
        high = 80.0 * max(5, min(len(self.tall), 9))
        foot = max(self.tall.values()) / 2
        self.where = {name: (x * self.width, foot + y * high) for name, (x, y) in arrange.places(self.rows).items()}
        self.depth = high + 2 * foot
        half = {name: (BOX / 2 + 2, tall / 2 + 2) for name, tall in self.tall.items()}
        self.lines = [
            [arrange.at_edge(*(self.where[name] for name in pair), half[pair[0]]) for pair in ((one, two), (two, one))]
            for one, two in ends
        ]

    def line(self, row: Row, points: list[Point]) -> dict[str, Any]:
        """Return the line of a link; dashed when it is only suggested."""
        return {
            "type": "scatter",
            "mode": "lines",
            "x": [round(x, 1) for x, _ in points],
            "y": [round(y, 1) for _, y in points],
            "hoverinfo": "skip",
            "line": {
                "color": palette.LINK,
                "width": arrange.thickness(row, rows_most=8),
                "dash": "dash" if row.get("state") == "suggested" else "solid",
            },
        }

    def head(self, row: Row, points: list[Point]) -> dict[str, Any]:
        """Return the arrowhead of a link."""
        (x0, y0), (x1, y1) = points[-2], points[-1]
        long = math.hypot(x1 - x0, y1 - y0) or 1.0
        return {
            "x": x1,
            "y": y1,
            "ax": x1 - (x1 - x0) / long * 12,
            "ay": y1 - (y1 - y0) / long * 12,
            "xref": "x",
            "yref": "y",
            "axref": "x",
            "ayref": "y",
            "text": "",
            "showarrow": True,
            "arrowhead": 2,
            "arrowsize": 1.2,
            "arrowwidth": 1.6,
            "arrowcolor": palette.LINK,
        }

    def counts(self) -> list[dict[str, Any]]:
        """Return the citations of the links that have more than one, set on their lines."""
        wanted = [i for i, row in enumerate(self.rows) if (row.get("citations") or 0) > 1]
        spots = layers.place_labels(self.lines, wanted, size=(18, LINE))
        return [
            note(tell(self.rows[i]["citations"]), x=x, y=y, bgcolor="#fff", font={"size": 11, "color": palette.MUTED})
            for i, (x, y) in spots.items()
        ]

    def box(self, name: str) -> dict[str, Any]:
        """Return a factor's box."""
        (x, y), half = self.where[name], self.tall[name] / 2
        return {
            "type": "rect",
            "x0": x - BOX / 2,
            "x1": x + BOX / 2,
            "y0": y - half,
            "y1": y + half,
            "fillcolor": "#fff",
            "line": {"color": palette.INK, "width": 1},
        }

    def factor(self, name: str) -> dict[str, Any]:
        """Return the words in a factor's box."""
        x, y = self.where[name]
        return note("<br>".join(self.words[name]), x=x, y=y)

    def dots(self, rows: tuple[Row, ...]) -> dict[str, Any]:
        """Return unseen marks over the boxes that tell a factor's links when pointed at."""
        return {
            "type": "scatter",
            "mode": "markers",
            "x": [x for x, _ in self.where.values()],
            "y": [y for _, y in self.where.values()],
            "marker": {"size": 30, "opacity": 0},
            "hoverinfo": "text",
            "hovertext": [_links_of(name, rows) for name in self.where],
        }

    def heading(self, slot: str) -> dict[str, Any]:
        """Return the heading of a column."""
        x = self.middle[self.columns.index(slot)]
        return note(f"<b>{arrange.SLOT_WORDS[slot]}</b>", x=x, y=-16, font={"color": palette.SLOTS[slot]})


def _links_of(name: str, rows: tuple[Row, ...]) -> str:
    told = [
        f"{row['source']} → {row['target']}: {', '.join(arrange.counted(row)) or words(row.get('state') or 'linked')}"
        for row in rows
        if name in (str(row["source"]), str(row["target"]))
    ]
    return "<br>".join(escape(line) for line in told)
