"""The meeting's form: one difference at a time, what is decided of it, and by whom. Saved at once; never part of a run."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from useit_eval.coding.decided import NOTE, tell_decision
from useit_eval.ground.errors import UseitError
from useit_eval.ground.frames import labels
from useit_eval.ground.terms import SLOTS
from useit_eval.ground.wording import counted, plain, text
from useit_eval.workbench.deciding import Decided, choices_for
from useit_eval.workbench.form_parts import beside, button
from useit_eval.workbench.meeting_page import draw_difference, draw_message, draw_note, tell_standing

if TYPE_CHECKING:
    from useit_eval.workbench.meeting import Meeting

WIDGET = "application/vnd.jupyter.widget-view+json"
_WIDE = {"width": "min(74rem, calc(100% - 8px))"}
_FREE = {"description_width": "13rem"}


class MeetingForm:
    """A form over a meeting's differences. What was typed and not saved is kept while people go back and forth."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting, self.number = meeting, 0
        self._drafts: dict[int, Decided] = {}
        self._names = dict(zip(meeting.codes["code_id"], meeting.codes["name"], strict=True))
        self._people, self._shown = "", Decided("", "")
        self._make_fields()
        self._box = widgets.VBox(
            [
                self.page,
                self.standing,
                *self.fields.values(),
                self._buttons(),
                self.message,
                widgets.HTML(draw_note(NOTE)),
            ],
            layout=_WIDE,
        )
        self.box.add_class("useit-form")
        self.go_to(self._first_open())

    @property
    def box(self) -> Any:
        """Return the widget that holds everything."""
        return self._box

    def go_to(self, number: int) -> None:
        """Show the difference of that number (from 0), with what was typed or decided of it; what is typed now is kept."""
        if self.page.value and self.read() != self._shown:
            self._drafts[self.number] = self.read()
        self.number = max(0, min(number, len(self.meeting.differences) - 1))
        row = self.meeting.differences.iloc[self.number].to_dict()
        standing = self.meeting.standing(self.number)
        self._tell_standing(standing)
        self._offer(row)
        self._shown = _decided_of(standing, self._names, self._people)
        self._fill(self._drafts.get(self.number, self._shown))
        self.previous.disabled, self.next.disabled = self.number == 0, self.number == len(self.meeting.differences) - 1
        self.message.value = ""
        self.page.value = draw_difference(self.meeting, self.number)  # last: who sees the heading may write at once

    def read(self) -> Decided:
        """Return what the form holds now."""
        given = {name: field.value or "" for name, field in self.fields.items()}
        return Decided(**given)

    def save(self) -> bool:
        """Write what was decided; return whether it was written. A fault is told in a sentence, and nothing is lost."""
        given = self.read()
        try:
            self.meeting.decide(self.number, given)
        except UseitError as error:
            self.message.value = draw_message(f"Not saved: {error}", fault=True)
            return False
        self._people, self._shown = given.decided_by, given
        self._drafts.pop(self.number, None)
        self._tell_standing(self.meeting.standing(self.number))
        left = sum(not self.meeting.standing(number) for number in range(len(self.meeting.differences)))
        waits = f"{counted(left, 'difference')} still to decide" if left else "every difference is decided"
        self.message.value = draw_message(f"Saved in the study's store: difference {self.number + 1}; {waits}.")
        return True

    def _make_fields(self) -> None:
        self.page, self.standing, self.message = widgets.HTML(), widgets.HTML(), widgets.HTML()
        codes = [name for name, retired in zip(self.meeting.codes["name"], self._retired(), strict=True) if not retired]
        shared = {"style": _FREE, "layout": _WIDE}
        typed = {**shared, "continuous_update": False}
        tall = {**typed, "rows": 3}
        slots = [("(not chosen)", ""), *((plain(slot), slot) for slot in SLOTS)]
        self.fields: dict[str, Any] = {
            "decided": widgets.RadioButtons(description="What is decided", options=[], **shared),
            "agreed_code": widgets.Combobox(description="The code that holds", options=codes, **typed),
            "agreed_slot": widgets.Dropdown(description="The slot that holds", options=slots, **shared),
            "sharper_code": widgets.Combobox(description="A sharper definition of", options=codes, **typed),
            "sharper_definition": widgets.Textarea(description="Its wording", **tall),
            "reason": widgets.Textarea(description="Why", **tall),
            "decided_by": widgets.Text(
                description="Who decides (names)", placeholder="names, with commas between", **typed
            ),
        }
        order = ("decided", "agreed_code", "agreed_slot", "reason", "sharper_code", "sharper_definition", "decided_by")
        self.fields = {name: self.fields[name] for name in order}

    def _retired(self) -> list[bool]:
        frame = self.meeting.codes
        merged = frame["merged_into"].notna() if "merged_into" in frame else frame["retired"] & False
        return (frame["retired"].astype(bool) | merged).tolist()

    def _buttons(self) -> Any:
        self.previous = button("Previous", lambda: self.go_to(self.number - 1))
        self.keep = button("Save decision", self.save, main=True)
        self.next = button("Next", lambda: self.go_to(self.number + 1))
        return beside(self.previous, self.keep, self.next)

    def _first_open(self) -> int:
        numbers = range(len(self.meeting.differences))
        return next((number for number in numbers if not self.meeting.standing(number)), 0)

    def _offer(self, row: dict[str, Any]) -> None:
        link = row["kind"] == "link"
        self.fields["decided"].options = [("(not decided yet)", ""), *choices_for(row["kind"])]
        self.fields["agreed_code"].layout.display = "none" if link else None
        self.fields["agreed_slot"].layout.display = None if link else "none"
        named = [self._names.get(code, code) for code in labels(row["codes"])]
        for name in ("agreed_code", "sharper_code"):  # the codes at issue come first
            field = self.fields[name]
            field.options = tuple(dict.fromkeys([*named, *field.options]))
            field.placeholder = f"type, such as: {named[0]}" if named else "type the code's name"

    def _fill(self, decided: Decided) -> None:
        for name, value in dataclasses.asdict(decided).items():
            self.fields[name].value = value

    def _tell_standing(self, standing: dict[str, Any]) -> None:
        told = tell_decision(standing, self._names) if standing else ""
        self.standing.value = draw_message(tell_standing(standing, told))

    def _repr_mimebundle_(self, **_asked: Any) -> dict[str, Any]:
        # The text that a notebook keeps of an output says nothing of what the form shows.
        view = self.box._repr_mimebundle_()
        return {"text/plain": "The meeting's form: run this cell to open it.", WIDGET: view[WIDGET]}


def _decided_of(standing: dict[str, Any], names: dict[str, str], people: str) -> Decided:
    """Return what stands as the form holds it; an empty form, with the names of who decided last, where nothing does."""
    if not standing:
        return Decided("", people)
    held = {field.name: text(standing[field.name]) for field in dataclasses.fields(Decided)}
    held |= {name: names.get(held[name], held[name]) for name in ("agreed_code", "sharper_code")}
    return Decided(**held)
