"""The verb of the meeting: the form for two people, or the state of what was decided where nobody is there."""

from __future__ import annotations

from typing import Any

from useit_eval.workbench.meeting import Meeting
from useit_eval.workbench.showing import show


def hold_meeting(meeting: Meeting, *, by_hand: bool = True) -> Any:
    """Return the form in which two coders go through their differences, one at a time; what they save is written at once.

    In a run without a person (``by_hand`` is false), and where nothing differs, the state of the decisions is shown.
    """
    if not by_hand or meeting.differences.empty:
        return show(meeting.tell())
    from useit_eval.workbench.meeting_form import MeetingForm

    return MeetingForm(meeting)
