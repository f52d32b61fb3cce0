"""The door through which the statistics of one run leave together: what one shows, another does not give back.

A table over everybody and the same over a part of them are each safe alone; one subtracted from the other may count
three people. All statistics of answers are set beside those that left before them, in the order of models.yaml, and
one with which a small count could be worked out is withheld whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from useit_eval.evidence.disclosure import gives_back
from useit_eval.evidence.statistics import responses as answers
from useit_eval.evidence.statistics.material import Held, Told
from useit_eval.ground.findings import Sentence

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook.models import Model

ASKED = ("outcome", "context", "resource", "reasoning", "by")
INSTEAD = "Ask it of everybody, or of a part that leaves more people out, or drop the other one from models.yaml"


def let_leave(model: Model, told: Told, before: Sequence[tuple[str, Told]], *, held: Held) -> Told:
    """Return a statistic as it may leave after others, given as (title, told): as it is, or withheld with the reason.

    Who left out a question that a statistic asks is no group of it that is protected: that somebody skipped it tells
    nobody who it was. What they answered elsewhere is protected as anybody's.
    """
    left = [(title, other) for title, other in before if other.printed]
    if not told.printed or not _together([told, *(other for _, other in left)], held):
        return told
    beside = next((title for title, other in left if _together([told, other], held)), "")
    how = f"set beside “{beside}”" if beside else "set beside each other or the statistics before it"
    why = f"Withheld: {how}, its counts would give back a number of people under {held.smallest}. {INSTEAD}."
    return Told((Sentence(why, told.sources or (model.theory,)),), sources=told.sources, refused=True)


def _together(statistics: Sequence[Told], held: Held) -> bool:
    printed = [own for told in statistics for own in told.printed]
    spared = [lacks for told in statistics for lacks in told.left_out]
    return gives_back(printed, smallest=held.smallest, spared=spared)


def seen(model: Model, held: Held, responses: pd.DataFrame, sets: Iterable[frozenset[str]]) -> dict[str, Any]:
    """Return ``printed`` and ``left_out`` of a statistic: the sets it tells, with all its questionnaires unless they are few."""
    own, asked = frozenset(answers.researchers(responses).index), (getattr(model.data, name) for name in ASKED)
    names = {test.question for test in asked if test is not None}
    names |= {name for name in (model.data.question, model.data.before, model.data.after) if name}
    outside = frozenset(_without(held.responses, {test.question for test in model.data.among}))
    within = outside | own & frozenset(_without(held.responses, names))
    told = [(own, outside)] if len(own) >= held.smallest else []
    told += [(each, within) for each in sets if each]
    return {"printed": tuple(each for each, _ in told), "left_out": tuple(lacks for _, lacks in told)}


def where(marks: pd.Series) -> frozenset[str]:
    """Return the questionnaires for which a series of true, false or missing, by submission_id, is true."""
    return frozenset(marks.index[marks.fillna(False).astype(bool)])


def _without(responses: pd.DataFrame, questions: Iterable[str]) -> Iterable[Any]:
    own = answers.counting(responses)
    whole = set(answers.researchers(responses).index)
    given = own[own["choice"].notna() | own["number"].notna()]
    for question in questions:
        yield from whole - set(given.loc[given["question_id"] == question, "submission_id"])
