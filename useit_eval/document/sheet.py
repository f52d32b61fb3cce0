"""A sheet to draw on in inches: wrapped text, boxes, bars and arrows, made into a PNG by matplotlib without a window."""

from __future__ import annotations

import functools
import io
import re
import warnings

from useit_eval.document import palette
from useit_eval.document.cells import clean

WIDE = 6.3
DOTS = 200
MOST_HIGH = 8.2


class Sheet:
    """Things drawn from the top down; ``y`` is where the next one begins. `pngs` sets it all on paper.

    A sheet higher than ``most`` inches (a page) is cut into several, only where `may_cut` allowed it.
    """

    def __init__(self, *, large: bool = False, most: float = MOST_HIGH) -> None:
        self.large = large
        self.most = most
        self.size = 12.0 if large else 8.5
        self.y = 0.04
        self._drawn: list[tuple] = []
        self._cuts: list[float] = []

    @property
    def line(self) -> float:
        """Return the height of a line of text, in inches."""
        return self.size * 1.28 / 72

    def wide(self, text: str) -> float:
        """Return the width of a line of text, in inches."""
        return _inches(clean(text), self.size, False)

    def wrap(self, text: str, width: float, *, bold: bool = False) -> list[str]:
        """Return the lines of a text that fit ``width`` inches; a word too long for a line is broken."""
        lines, now = [], ""
        for word in re.split("[ \t\n]+", clean(str(text)).strip()):
            for piece in _broken(word, width, self.size, bold):
                longer = f"{now} {piece}" if now else piece
                if now and _inches(longer, self.size, bold) > width:
                    lines.append(now)
                    now = piece
                else:
                    now = longer
        return [*lines, now]

    def text(
        self,
        x: float,
        y: float,
        lines: list[str],
        *,
        bold: bool = False,
        colour: str = palette.INK,
        align: str = "left",
    ) -> None:
        """Set lines of text, the first beginning at height ``y``."""
        for i, line in enumerate(lines):
            self._drawn.append(("text", x, y + i * self.line, line, bold, colour, align))

    def say(self, text: str, *, bold: bool = False, colour: str = palette.INK) -> None:
        """Set a text over the whole width and move below it."""
        lines = self.wrap(text, WIDE - 0.1, bold=bold)
        self.text(0.02, self.y, lines, bold=bold, colour=colour)
        self.y += len(lines) * self.line + 0.03

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        edge: str = palette.INK,
        hatch: str = "",
        dashed: bool = False,
        weight: float = 0.8,
    ) -> None:
        """Draw a rectangle from its upper left corner."""
        self._drawn.append(("box", x, y, width, height, fill, edge, hatch, dashed, weight))

    def arrow(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        via: tuple[tuple[float, float], ...] = (),
        weight: float = 1.2,
        dashed: bool = False,
    ) -> None:
        """Draw an arrow from one point to another, straight or through the points ``via``."""
        self._drawn.append(("arrow", start, end, via, weight, dashed))

    def may_cut(self) -> None:
        """Allow a new picture to begin here."""
        self._cuts.append(self.y)

    def pngs(self) -> tuple[bytes, ...]:
        """Return the sheet as one or more PNGs of `DOTS` dots an inch."""
        import matplotlib

        rules = {"text.parse_math": False, "font.family": list(_faces()), "hatch.linewidth": 0.6}
        with matplotlib.rc_context(rules), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="(?s).*Glyph.*missing")
            return tuple(self._png(top, foot) for top, foot in self._windows())

    def _windows(self) -> list[tuple[float, float]]:
        windows, top, last = [], 0.0, 0.0
        for cut in [*self._cuts, self.y]:
            if cut - top > self.most and last > top:
                windows.append((top, last))
                top = last
            last = cut
        return [*windows, (top, self.y)] if self.y - top > 0.01 or not windows else windows

    def _png(self, top: float, foot: float) -> bytes:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDE, foot - top + 0.04), dpi=DOTS, facecolor="white")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDE), ylim=(foot + 0.02, top - 0.02))
        axes.set_axis_off()
        for what, *how in self._drawn:
            if not top - 0.03 <= (how[0][1] if what == "arrow" else how[1]) < foot:
                continue
            getattr(self, f"_put_{what}")(axes, *how)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        return _packed(canvas)

    def _put_text(self, axes, x, y, line, bold, colour, align) -> None:
        axes.text(
            x,
            y + self.line * 0.78,
            line,
            fontsize=self.size,
            fontweight="bold" if bold else "normal",
            color=colour,
            ha=align,
            va="baseline",
        )

    def _put_box(self, axes, x, y, width, height, fill, edge, hatch, dashed, weight) -> None:
        from matplotlib.patches import Rectangle

        axes.add_patch(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=fill,
                edgecolor=edge,
                hatch=hatch or None,
                linestyle="--" if dashed else "-",
                linewidth=weight,
            )
        )

    def _put_arrow(self, axes, start, end, via, weight, dashed) -> None:
        from matplotlib.patches import FancyArrowPatch
        from matplotlib.path import Path

        axes.add_patch(
            FancyArrowPatch(
                path=Path([start, *via, end]),
                arrowstyle="-|>",
                mutation_scale=7 + weight * 1.5,
                linewidth=weight,
                linestyle="--" if dashed else "-",
                color=palette.INK,
                shrinkA=0,
                shrinkB=0,
            )
        )


def _packed(canvas) -> bytes:
    """Return a canvas as a PNG in the palette's own colours: a third of the size, and no eye sees it."""
    from PIL import Image

    image = Image.frombytes("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("RGB")
    out = io.BytesIO()
    image.quantize(palette=_colours(), dither=Image.Dither.NONE).save(out, "PNG", dpi=(DOTS, DOTS), optimize=False)
    return out.getvalue()


@functools.cache
def _colours():
    """Return the colours that a picture may hold: each of the palette's, in twelve steps from white."""
    from PIL import Image

    inks = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in palette.printed()]
    steps = [round(255 + (part - 255) * step / 11) for ink in inks for step in range(12) for part in ink]
    image = Image.new("P", (1, 1))
    image.putpalette(steps + [255] * (768 - len(steps)))
    return image


@functools.cache
def _faces() -> tuple[str, ...]:
    """Return the first typeface of the palette that this machine has, then one that has nearly every letter."""
    from matplotlib.font_manager import fontManager

    here = {font.name for font in fontManager.ttflist}
    return (*(face for face in palette.PRINT_FACES[:-1] if face in here), palette.PRINT_FACES[-1])


@functools.lru_cache(maxsize=20_000)
def _inches(text: str, size: float, bold: bool) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="(?s).*Glyph.*missing")
        face = FontProperties(family=list(_faces()), size=size, weight="bold" if bold else "normal")
        return text_to_path.get_text_width_height_descent(text, face, ismath=False)[0] / 72


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:
    if _inches(word, size, bold) <= width or len(word) < 2:
        return [word]
    half = len(word) // 2
    return _broken(word[:half], width, size, bold) + _broken(word[half:], width, size, bold)
