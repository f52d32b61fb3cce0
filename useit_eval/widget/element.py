"""The coder's element: anywidget's one door. It talks in messages alone, and its saved state holds nobody's words."""

from __future__ import annotations

import anywidget

from useit_eval.coder.joining import STYLES, join_modules, read_style
from useit_eval.widget.sitting import Sitting, answer

CLOSED = "The coder: run this cell to open it."


class CoderElement(anywidget.AnyWidget):
    """The coder in a cell's output. Traits are saved into notebooks: they hold the program of the page, never a text."""

    _esm = join_modules("widget_entry.js")
    _css = read_style(*STYLES, "widget.css")

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self._sitting = sitting
        self.on_msg(self._take)

    def __repr__(self) -> str:
        return CLOSED

    def _take(self, _element: object, message: object, _buffers: object) -> None:
        for reply in answer(self._sitting, message):
            self.send(reply)
