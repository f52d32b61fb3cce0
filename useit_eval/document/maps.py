"""The causal map for the screen: factors in columns from context to outcome, or in a circle, and links between them."""

from __future__ import annotations

from typing import Any

from useit_eval.document import arrange, palette
from useit_eval.document.arrange import Row
from useit_eval.document.cells import tell, words
from useit_eval.document.charts import HIDDEN, base_layout, escape, note, wrapped


def causal_map(rows: tuple[Row, ...]) -> dict[str, Any]:
    """Return boxes for factors and lines for links, as wide as the root of their citations; suggested links are dashed."""
    drawn = _Map(rows)
    names = list(drawn.where)
    notes = [
        *map(drawn.head, rows),
        *map(drawn.count, (row for row in rows if row.get("citations"))),
        *map(drawn.factor, names),
        *map(drawn.heading, drawn.columns),
    ]
    axes = {
        "xaxis": {**HIDDEN, "range": [-0.14, 1.14]},
        "yaxis": {**HIDDEN, "range": [1 + drawn.margin, -drawn.margin]},
    }
    return {
        "data": [*map(drawn.line, rows), drawn.dots(rows)],
        "layout": base_layout(drawn.height, right=0) | axes | {"annotations": notes},
    }


class _Map:
    """Where factors stand and where links meet their boxes, reckoned for a drawing 720 pixels wide."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.where, self.columns = arrange.places(rows), arrange.columns_of(rows)
        self.lines = {name: wrapped(name, 18) for name in self.where}
        column = [sum(1 for x, _ in self.where.values() if x == here) for here in {x for x, _ in self.where.values()}]
        self.height = 86 * max(*column, 3, 3) if self.columns else 80 * max(5, min(len(self.where), 9))

    @property
    def margin(self) -> float:
        """Return the room above and below, as a share of the height: half the highest box of a circle, at least a tenth."""
        highest = 0 if self.columns else max(len(lines) for lines in self.lines.values())
        return max(0.1, (highest * 8.5 + 10) * 1.3 / self.height)

    def ends(self, row: Row) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return where a link leaves its source's centre and where it meets the edge of its target's box."""
        start, end = self.where[str(row["source"])], self.where[str(row["target"])]
        lines = self.lines[str(row["target"])]
        half = (max(map(len, lines)) * 3.1 + 8) * 1.28 / 720, (len(lines) * 8.5 + 8) * 1.2 / self.height
        return start, arrange.at_edge(end, start, half)

    def line(self, row: Row) -> dict[str, Any]:
        """Return the line of a link; dashed when it is only suggested."""
        (x0, y0), (x1, y1) = self.ends(row)
        return {
            "type": "scatter",
            "mode": "lines",
            "x": [x0, x1],
            "y": [y0, y1],
            "hoverinfo": "skip",
            "line": {
                "color": palette.LINK,
                "width": arrange.thickness(row, rows_most=8),
                "dash": "dash" if row.get("state") == "suggested" else "solid",
            },
        }

    def head(self, row: Row) -> dict[str, Any]:
        """Return the arrowhead of a link."""
        (x0, y0), (x1, y1) = self.ends(row)
        return {
            "x": x1,
            "y": y1,
            "ax": x1 - (x1 - x0) * 0.1,
            "ay": y1 - (y1 - y0) * 0.1,
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

    def count(self, row: Row) -> dict[str, Any]:
        """Return the number of citations, set on the line."""
        (x0, y0), (x1, y1) = self.where[str(row["source"])], self.where[str(row["target"])]
        return note(
            tell(row["citations"]),
            x=(x0 + x1) / 2,
            y=(y0 + y1) / 2,
            bgcolor="#fff",
            font={"size": 11, "color": palette.MUTED},
        )

    def factor(self, name: str) -> dict[str, Any]:
        """Return a factor's box."""
        x, y = self.where[name]
        return note(
            "<br>".join(self.lines[name]), x=x, y=y, bgcolor="#fff", bordercolor=palette.INK, borderwidth=1, borderpad=5
        )

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
        x = self.columns.index(slot) / max(len(self.columns) - 1, 1)
        return note(f"<b>{arrange.SLOT_WORDS[slot]}</b>", x=x, y=-0.02, font={"color": palette.SLOTS[slot]})


def _links_of(name: str, rows: tuple[Row, ...]) -> str:
    told = [
        f"{row['source']} → {row['target']}: {', '.join(arrange.counted(row)) or words(row.get('state') or 'linked')}"
        for row in rows
        if name in (str(row["source"]), str(row["target"]))
    ]
    return "<br>".join(escape(line) for line in told)
