"""The causal map for print: boxes in columns from context to outcome, or in a circle, and links that go round them."""

from __future__ import annotations

import math

from useit_eval.document import arrange, layers, palette
from useit_eval.document.arrange import Row
from useit_eval.document.cells import tell
from useit_eval.document.layers import Point
from useit_eval.document.sheet import MOST_HIGH, WIDE, Sheet

GAP = 0.2
PORT = 0.11


def causal_map(rows: tuple[Row, ...], *, large: bool = False) -> tuple[bytes, ...]:
    """Return boxes for factors and arrows for links, as thick as the root of their citations; suggested links are dashed.

    The number on a line is its citations; a line without one has a single citation.
    """
    sheet = Sheet(large=large)
    columns = arrange.columns_of(rows)
    boxes, tall, spots, lines, wide = (_in_columns if columns else _in_a_circle)(sheet, rows, columns)
    for row, line in zip(rows, lines, strict=True):
        weight = arrange.thickness(row, rows_most=8) * 0.5
        sheet.arrow(line[0], line[-1], via=tuple(line[1:-1]), weight=weight, dashed=row.get("state") == "suggested")
    _count(sheet, rows, lines)
    for name, (x, y) in spots.items():
        sheet.box(x - wide / 2, y - tall[name] / 2, wide, tall[name], fill="#ffffff")
        sheet.text(x, y - len(boxes[name]) * sheet.line / 2, boxes[name], align="center")
    return sheet.pngs()


def _in_columns(sheet: Sheet, rows: tuple[Row, ...], columns: list[str]) -> tuple[dict, dict, dict, list, float]:
    slots = arrange.slot_of(rows)
    wide = WIDE / max(len(columns), 4) * 0.66
    step = (WIDE - 0.1 - wide) / max(len(columns) - 1, 1)
    boxes = {name: sheet.wrap(name, wide - 0.12) for name in slots}
    ends = [(str(row["source"]), str(row["target"])) for row in rows]
    tall = layers.room_for_lines(ends, {n: len(boxes[n]) * sheet.line + 0.1 for n in slots}, line=PORT)
    laid = layers.lay_out(ends, {n: columns.index(slot) for n, slot in slots.items()}, tall=tall, gap=GAP)
    top, squeeze = sheet.y + sheet.line + 0.12, min(1.0, (MOST_HIGH - 0.6) / (laid.depth or 1))
    middle = [0.05 + wide / 2 + i * step for i in range(len(columns))]
    for slot, x in zip(columns, middle, strict=True):
        sheet.text(x, sheet.y, [arrange.SLOT_WORDS[slot]], bold=True, colour=palette.SLOTS[slot], align="center")
    drawn = layers.draw_lines(
        laid,
        tall=tall,
        edge=lambda column, side: middle[column] + side * (wide / 2 + 0.02),
        bulge=min(0.3, (step - wide) * 0.45),
    )
    lines = [[(x, top + y * squeeze) for x, y in line] for line in drawn]
    spots = {name: (middle[laid.column[name]], top + laid.height[name] * squeeze) for name in slots}
    sheet.y = top + laid.depth * squeeze + 0.05
    return boxes, tall, spots, lines, wide


def _in_a_circle(sheet: Sheet, rows: tuple[Row, ...], columns: list[str]) -> tuple[dict, dict, dict, list, float]:
    where = arrange.places(rows)
    wide = (WIDE - 0.1) / 4 - 0.42
    boxes = {name: sheet.wrap(name, wide - 0.12) for name in where}
    tall = {name: len(lines) * sheet.line + 0.1 for name, lines in boxes.items()}
    high = min((max(tall.values()) + 0.26) * max(4, math.ceil(len(where) * 0.6)), MOST_HIGH - 0.6)
    top = sheet.y + max(tall.values()) / 2
    spots = {name: (0.05 + wide / 2 + x * (WIDE - 0.1 - wide), top + y * high) for name, (x, y) in where.items()}
    half = {name: (wide / 2 + 0.02, tall[name] / 2 + 0.02) for name in where}
    lines = []
    for row in rows:
        one, two = str(row["source"]), str(row["target"])
        start, end = (
            arrange.at_edge(spots[one], spots[two], half[one]),
            arrange.at_edge(spots[two], spots[one], half[two]),
        )
        lines.append([start, end])
    sheet.y = top + high + max(tall.values()) / 2 + 0.05
    return boxes, tall, spots, lines, wide


def _count(sheet: Sheet, rows: tuple[Row, ...], lines: list[list[Point]]) -> None:
    """Set the citations on the lines that have more than one."""
    wanted = [i for i, row in enumerate(rows) if (row.get("citations") or 0) > 1]
    for i, (x, y) in layers.place_labels(lines, wanted, size=(0.14, sheet.line)).items():
        told = tell(rows[i]["citations"])
        wide = sheet.wide(told) + 0.04
        sheet.box(x - wide / 2, y - sheet.line / 2, wide, sheet.line, fill="#ffffff", edge="none")
        sheet.text(x, y - sheet.line / 2, [told], colour=palette.MUTED, align="center")
