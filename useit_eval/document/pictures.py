"""Figures for print, drawn by matplotlib: one function a kind, rows in, PNGs out (several when one page is too short); legible in black and white."""

from __future__ import annotations

from useit_eval.document import arrange, palette
from useit_eval.document.arrange import Box, Chain, Row
from useit_eval.document.cells import tell, words
from useit_eval.document.sheet import MOST_HIGH, WIDE, Sheet

BAR = 0.17
NAMES = 1.9
"""The names of bars of states take so many inches."""
ONE_CHAIN = 0.5
"""Chains are cut at so few inches, so each is a picture of its own: text and chains then fill a page between them."""


def configuration(rows: tuple[Row, ...], *, large: bool = False) -> tuple[bytes, ...]:
    """Return chains of boxes from context to outcome; a slot nobody filled is dashed. Large type stacks them downwards."""
    sheet = Sheet(large=large, most=MOST_HIGH if large else ONE_CHAIN)
    for chain in arrange.chains(rows):
        if chain.title:
            sheet.say(chain.title, bold=True)
        (_downwards if large else _across)(sheet, chain)
        under = " · ".join(filter(None, (", ".join(chain.claims), chain.under)))
        if under:
            sheet.say(under, colour=palette.MUTED)
        sheet.y += 0.16
        sheet.may_cut()
    return sheet.pngs()


def _across(sheet: Sheet, chain: Chain) -> None:
    gap, top = 0.22, sheet.y + 0.02
    width = (WIDE - 0.04 - gap * (len(chain.boxes) - 1)) / len(chain.boxes)
    inside = [_set(sheet, box, width - 0.16) for box in chain.boxes]
    height = max(len(lines) for lines in inside) * sheet.line + 0.14
    for i, (box, lines) in enumerate(zip(chain.boxes, inside, strict=True)):
        x = 0.02 + i * (width + gap)
        _draw_box(sheet, box, lines, (x, top, width, height))
        if i:
            sheet.arrow((x - gap + 0.03, top + height / 2), (x - 0.03, top + height / 2))
    sheet.y = top + height + 0.06


def _downwards(sheet: Sheet, chain: Chain) -> None:
    for i, box in enumerate(chain.boxes):
        if i:
            sheet.arrow((WIDE / 2, sheet.y + 0.02), (WIDE / 2, sheet.y + 0.24))
            sheet.y += 0.26
        lines = _set(sheet, box, WIDE - 0.3)
        height = len(lines) * sheet.line + 0.14
        _draw_box(sheet, box, lines, (0.02, sheet.y, WIDE - 0.04, height))
        sheet.y += height
    sheet.y += 0.06


def _set(sheet: Sheet, box: Box, width: float) -> list[tuple[str, bool, str]]:
    lines = [(line, True, palette.SLOTS.get(box.slot, palette.INK)) for line in sheet.wrap(box.title, width, bold=True)]
    for i, part in enumerate(box.parts):
        lines += [("", False, palette.INK)] if i and (part.under or part.claims) else []
        lines += [(line, False, palette.INK) for line in sheet.wrap(part.factor, width)]
        under = " · ".join(filter(None, (", ".join(part.claims), part.under)))
        lines += [(line, False, palette.MUTED) for line in sheet.wrap(under, width) if line]
    return lines if box.parts else [*lines, (arrange.NOT_STATED, False, palette.MUTED)]


def _draw_box(
    sheet: Sheet, box: Box, lines: list[tuple[str, bool, str]], place: tuple[float, float, float, float]
) -> None:
    x, y, width, height = place
    sheet.box(x, y, width, height, dashed=not box.parts, edge=palette.INK if box.parts else palette.MUTED)
    if box.parts:
        sheet.box(x, y, width, 0.04, fill=palette.SLOTS.get(box.slot, palette.INK), edge="none")
    for i, (line, bold, colour) in enumerate(lines):
        sheet.text(x + 0.08, y + 0.07 + i * sheet.line, [line], bold=bold, colour=colour)


def targets(rows: tuple[Row, ...], *, large: bool = False) -> tuple[bytes, ...]:
    """Return bullet bars, each row on its own scale: the value as a bar, the target as a line across it."""
    sheet = Sheet(large=large)
    for row in rows:
        sheet.say(str(row["name"]), bold=True)
        sheet.say(arrange.told_target(row), colour=palette.MUTED)
        if row.get("target") is not None:
            _bullet(sheet, row.get("value"), row["target"])
        sheet.y += 0.12
        sheet.may_cut()
    return sheet.pngs()


def _bullet(sheet: Sheet, value: float | None, target: float) -> None:
    most = max(value or 0, target) or 1
    scale, top = (WIDE - 0.1) / most, sheet.y + 0.05
    sheet.box(0.02, top + 0.03, most * scale, BAR - 0.06, fill=palette.TRACK, edge="none")
    if value is not None:
        sheet.box(0.02, top, value * scale, BAR, fill=palette.VALUE)
    sheet.box(0.02 + target * scale - 0.02, top - 0.04, 0.04, BAR + 0.08, fill=palette.INK, edge="none")
    sheet.y = top + BAR + 0.06


def counts(rows: tuple[Row, ...], *, large: bool = False) -> tuple[bytes, ...]:
    """Return bars with their count beside them, under a heading for each unit; each unit has its own scale."""
    sheet = Sheet(large=large)
    for unit, members in arrange.by_unit(rows).items():
        if unit:
            sheet.say(unit[:1].upper() + unit[1:], bold=True)
        scale = (WIDE - 0.25 - max(sheet.wide(tell(row["count"])) for row in members)) / (
            max(row["count"] for row in members) or 1
        )
        for row in members:
            sheet.say(str(row["name"]))
            sheet.box(0.02, sheet.y, row["count"] * scale, BAR, fill=palette.VALUE)
            sheet.text(0.09 + row["count"] * scale, sheet.y + (BAR - sheet.line) / 2, [tell(row["count"])])
            sheet.y += BAR + 0.1
            sheet.may_cut()
        sheet.y += 0.12
        sheet.may_cut()
    return sheet.pngs()


def states(rows: tuple[Row, ...], *, large: bool = False) -> tuple[bytes, ...]:
    """Return one stacked bar a group, its name to the left; a state is told by tint, hatching, key and its count."""
    sheet, order = Sheet(large=large), arrange.states_in_order(rows)
    _key(sheet, order)
    for members in arrange.by_unit(rows).values():
        groups = list(dict.fromkeys(row["group"] for row in members))
        most = max(sum(row["count"] for row in members if row["group"] == group) for group in groups)
        for group in groups:
            name = sheet.wrap(str(group), NAMES - 0.1, bold=True)
            sheet.text(0.02, sheet.y + 0.03, name, bold=True)
            _stack(sheet, [row for row in members if row["group"] == group], order, (WIDE - NAMES - 0.1) / (most or 1))
            sheet.y += max(BAR + 0.05, len(name) * sheet.line) + 0.07
            sheet.may_cut()
    return sheet.pngs()


def _key(sheet: Sheet, order: list[str]) -> None:
    x = 0.02
    for word in order:
        wide = 0.42 + 0.62 * len(words(word)) * sheet.size / 72
        if x + wide > WIDE:
            x, sheet.y = 0.02, sheet.y + sheet.line + 0.06
        colour, _, hatch = palette.state(word, order)
        sheet.box(x, sheet.y, 0.24, sheet.line, fill=colour, hatch=hatch)
        sheet.text(x + 0.3, sheet.y, [words(word)])
        x += wide
    sheet.y += sheet.line + 0.14


def _stack(sheet: Sheet, rows: list[Row], order: list[str], scale: float) -> None:
    x = NAMES
    for row in sorted(rows, key=lambda row: order.index(row["state"])):
        colour, _, hatch = palette.state(row["state"], order)
        wide = row["count"] * scale
        sheet.box(x, sheet.y, wide, BAR + 0.05, fill=colour, hatch=hatch)
        if row["count"]:
            half = min(0.05 + 0.05 * len(tell(row["count"])), wide * 0.35)
            sheet.box(x + wide / 2 - half, sheet.y + 0.02, 2 * half, BAR + 0.01, fill="#ffffff", edge="none")
            sheet.text(
                x + wide / 2, sheet.y + (BAR + 0.05 - sheet.line) / 2, [tell(row["count"])], bold=True, align="center"
            )
        x += wide


def ladder(rows: tuple[Row, ...], *, large: bool = False) -> tuple[bytes, ...]:
    """Return the ladder from its highest rung down with the theories on each rung, and beside it contested and not supported."""
    sheet = Sheet(large=large)
    main, beside = arrange.rungs(rows)
    for title, steps in (("", main), ("Beside the ladder", [step for step in beside if step[1]])):
        if title and steps:
            sheet.y += 0.08
            sheet.say(title, bold=True, colour=palette.MUTED)
        for rating, theories in steps:
            _rung(sheet, rating, theories)
    return sheet.pngs()


def _rung(sheet: Sheet, rating: str, theories: list[Row]) -> None:
    left = 1.9 if sheet.large else 1.35
    lines: list[tuple[str, str]] = []
    for row in theories:
        lines += [
            (line, palette.INK) for line in sheet.wrap(f"{row['theory']}  {row.get('title') or ''}", WIDE - left - 0.2)
        ]
        lines += [(line, palette.MUTED) for line in sheet.wrap(row.get("note") or "", WIDE - left - 0.2) if line]
    height = max(1, len(lines)) * sheet.line + 0.14
    sheet.box(0.02, sheet.y, WIDE - 0.04, height, fill="#ffffff" if theories else palette.EMPTY, edge=palette.MUTED)
    sheet.text(
        0.1,
        sheet.y + 0.07,
        sheet.wrap(words(rating).capitalize(), left - 0.2, bold=True),
        bold=True,
        colour=palette.INK if theories else palette.MUTED,
    )
    for i, (line, colour) in enumerate(lines or [("no theory", palette.MUTED)]):
        sheet.text(left, sheet.y + 0.07 + i * sheet.line, [line], colour=colour)
    sheet.y += height
    sheet.may_cut()
