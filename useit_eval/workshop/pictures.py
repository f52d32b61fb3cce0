"""QR pictures, made on this machine: a link as the squares of an SVG path."""

from __future__ import annotations

from typing import Any

QUIET = 4  # squares left white on each side, without which a phone does not find the picture


def draw_link(link: str) -> dict[str, Any]:
    """Return a link as a QR code: ``size`` in squares, its white edge with it, and ``path``, an SVG path of the dark ones."""
    import segno

    code = segno.make(link, error="m", micro=False)
    rows = code.matrix
    path = [f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row)]
    return {"size": len(rows) + 2 * QUIET, "path": "".join(path)}


def _runs(row: Any) -> list[tuple[int, int]]:
    """Return where dark squares begin in a row, and how many follow one another."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found
