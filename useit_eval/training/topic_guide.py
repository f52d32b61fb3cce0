"""The topic guide: one open question for each theory, in plain words, without the theory or its id in sight."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from useit_eval.codebook import Study, Theories


@dataclasses.dataclass(frozen=True)
class Question:
    """One question of the guide. ``theory`` is for the facilitator's key only; participants never see it."""

    number: int
    topic: str
    words: str
    theory: str
    plain: str


# The study's word for the mechanism is for readers of the report, not for neighbours.
WHOLE = "Everything together"
FOLLOW_UPS = (
    "Can you tell me about one time that happened?",
    "Who was it like that for? Was it different for anyone?",
    "What was going on around you then?",
    "What made you think or feel that way?",
    "What changed after that, if anything did?",
)


def topic_guide(study: Study, theories: Theories) -> tuple[Question, ...]:
    """Return the guide's questions in the order of the study's strands, numbered from 1.

    Theories marked ``not_asked`` or without a question are left out; two theories with the same question share it.
    """
    order = [entry.id for entry in (*study.strands, *study.cross_strands)]
    asked = [theory for theory in theories.theories if theory.question and not theory.not_asked]
    asked.sort(key=lambda theory: order.index(theory.strand) if theory.strand in order else len(order))
    merged: dict[str, list] = {}
    for theory in asked:
        merged.setdefault(theory.question.strip(), []).append(theory)
    return tuple(
        Question(
            number,
            WHOLE if group[0].strand == "whole" else study.title_of(group[0].strand),
            words,
            "; ".join(t.id for t in group),
            " ".join(t.plain for t in group),
        )
        for number, (words, group) in enumerate(merged.items(), start=1)
    )
