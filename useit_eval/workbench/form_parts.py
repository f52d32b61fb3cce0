"""What the forms on evidence, theories and ratings share: fields, one message, and nothing kept in a saved notebook."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable, Iterable
from typing import Any

import ipywidgets as widgets

from useit_eval.ground.errors import UseitError
from useit_eval.ground.wording import text
from useit_eval.workbench.meeting_page import STYLE, draw_message, draw_note

WIDGET = "application/vnd.jupyter.widget-view+json"
_WIDE = {"width": "min(60rem, calc(100% - 8px))"}
_STYLE = {"description_width": "13rem"}
NAME = "Your name"
SETTLE = 0.15
"""Seconds a click waits for the last word typed: ipywidgets holds back what is typed while Python is busy, and no click."""
# Where the form is narrow (a telephone, a notebook beside another) labels stand above their fields.
_NARROW = """<style>
.useit-form { container-type: inline-size; }
@container (max-width: 36rem) {
  .useit-form .widget-inline-hbox { flex-wrap: wrap; height: auto; }
  .useit-form .widget-inline-hbox > label.widget-label { width: 100% !important; text-align: left; font-weight: 600; }
  .useit-form .widget-inline-hbox > :not(label) { flex: 1 1 100%; min-width: 0; }
  .useit-form .widget-inline-hbox select { min-height: 28px; }
  .useit-form .widget-radio-box label { display: flex; gap: 0.4em; height: auto; white-space: normal; line-height: 1.4; }
  .useit-form .widget-radio-box input { order: -1; flex: none; }
  .useit-form .widget-hbox { flex-wrap: wrap; }
}
</style>"""


class Form:
    """One form: its fields by name, a box that holds them, and one message that says what was done or what is lacking."""

    kept = "A form: run this cell to open it."

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.message, self.page = widgets.HTML(), widgets.HTML()

    def stand(self, *parts: Any, note: str = "") -> None:
        """Put the parts below one another, the message and a lasting note under them."""
        below = [self.message, *([widgets.HTML(draw_note(note))] if note else [])]
        self.box = widgets.VBox([widgets.HTML(_NARROW), *parts, *below], layout=_WIDE)
        self.box.add_class("useit-form")

    def given(self, name: str) -> Any:
        """Return what a field holds now."""
        return self.fields[name].value

    def tell(self, words: str, *, fault: bool = False) -> None:
        """Show one sentence in place of the last one."""
        self.message.value = draw_message(words, fault=fault)

    def attempt(self, act: Callable[[], str], *, refused: str = "Not saved") -> bool:
        """Do something and tell the sentence it gives; return whether it was done. A fault is told, and nothing is lost."""
        self.tell("One moment ...")  # writing can take seconds, and what was said before must not stand meanwhile
        try:
            self.tell(act())
        except UseitError as error:
            self.tell(f"{refused}: {error}", fault=True)
            return False
        return True

    def _repr_mimebundle_(self, **_asked: Any) -> dict[str, Any]:
        # The text that a notebook keeps of an output says nothing of what the form shows.
        return {"text/plain": self.kept, WIDGET: self.box._repr_mimebundle_()[WIDGET]}


def choice(label: str, options: Iterable[Any]) -> Any:
    """Return a list to choose one from; options are words, or (words, value) pairs."""
    return widgets.Dropdown(description=label, options=list(options), style=_STYLE, layout=_WIDE)


def offer(field: Any, options: Iterable[tuple[str, Any]], *, chosen: Any = None) -> None:
    """Put other options into a list: the one ``chosen`` stands, else what stood before, else the first."""
    pairs = list(options)
    values = [value for _, value in pairs]
    wanted = field.value if chosen is None else chosen
    field.options = pairs  # ipywidgets then chooses the first, or nothing at all
    field.value = wanted if wanted in values else values[0]


def marks(label: str, options: Iterable[Any]) -> Any:
    """Return a few words of which one is marked."""
    return widgets.RadioButtons(description=label, options=list(options), style=_STYLE, layout=_WIDE)


def line(label: str, hint: str = "") -> Any:
    """Return a field of one line."""
    return widgets.Text(description=label, placeholder=hint, continuous_update=False, style=_STYLE, layout=_WIDE)


def lines(label: str, hint: str = "", *, rows: int = 2) -> Any:
    """Return a field of several lines."""
    shared = {"continuous_update": False, "style": _STYLE, "layout": _WIDE}
    return widgets.Textarea(description=label, placeholder=hint, rows=rows, **shared)


def heading(words: str) -> Any:
    """Return a heading within a form."""
    return widgets.HTML(f'{STYLE}<div class="useit-meeting"><h4>{safe(words)}</h4></div>')


def button(label: str, act: Callable[[], Any], *, main: bool = False) -> Any:
    """Return a button that does something, once what was typed before the click has arrived."""
    made = widgets.Button(description=label, button_style="primary" if main else "", layout={"width": "auto"})
    made.on_click(lambda _button: _settled(act))
    return made


def _settled(act: Callable[[], Any]) -> None:
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:  # no notebook: nothing is on its way
        act()
        return
    loop.call_later(SETTLE, act)


def beside(*parts: Any) -> Any:
    """Return parts in one row."""
    return widgets.HBox(list(parts))


def draw(*parts: str) -> str:
    """Return pieces of HTML as a page of a form; whoever makes the pieces has escaped them."""
    return f'{STYLE}<div class="useit-meeting">{"".join(parts)}</div>'


def safe(words: object) -> str:
    """Return what anybody wrote as it may stand in HTML."""
    return html.escape(text(words))


def pairs(rows: Iterable[tuple[str, object]]) -> str:
    """Return headings and what stands under each as HTML, both escaped; empty ones are left out."""
    told = "".join(f"<dt>{safe(name)}</dt><dd>{safe(value)}</dd>" for name, value in rows if text(value))
    return f"<dl>{told}</dl>"


def shortened(words: str, most: int = 110) -> str:
    """Return a text on one line, cut at its end where it is long.

    Example:
        >>> shortened("one two three", most=8)
        'one two…'
    """
    flat = " ".join(words.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"
