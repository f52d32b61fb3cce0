"""Answers in long form as one row a questionnaire, and single answers as true, false or not given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from useit_eval.ground.columns import require

if TYPE_CHECKING:
    import pandas as pd

NEEDED = ("submission_id", "repeat_no", "question_id", "choice", "number", "researcher_id", "counted")


def counting(responses: pd.DataFrame) -> pd.DataFrame:
    """Return the answers of questionnaires that count, those of repeated groups left out. Columns of the table response."""
    require(responses, "response", *NEEDED)
    return responses[responses["counted"].astype(bool) & responses["repeat_no"].isna()]


def researchers(responses: pd.DataFrame) -> pd.Series:
    """Return the community researcher of each questionnaire that counts, by submission_id."""
    own = counting(responses).drop_duplicates("submission_id")
    return own.set_index("submission_id")["researcher_id"].sort_index()


def answered(responses: pd.DataFrame, test: Any) -> pd.Series:
    """Return whether each questionnaire gives an answer: true, false, or missing where the question was left out.

    ``test`` has question, and choice or at_least or at_most (`codebook.models.Answered`). Of a question of several
    choices every one chosen counts.
    """

    own = counting(responses)
    own = own[own["question_id"] == test.question]
    if test.choice is not None:
        own, hit = own[own["choice"].notna()], own.loc[own["choice"].notna(), "choice"] == test.choice
    else:
        own = own[own["number"].notna()]
        hit = own["number"] >= test.at_least if test.at_least is not None else own["number"] <= test.at_most
    given = hit.astype(bool).groupby(own["submission_id"]).any()
    return given.reindex(researchers(responses).index).astype("boolean").rename(test.question)


def numbers(responses: pd.DataFrame, question: str) -> pd.Series:
    """Return the number each questionnaire answers to a question, missing where it was left out."""
    own = counting(responses)
    own = own[(own["question_id"] == question) & own["number"].notna()]
    values = own.drop_duplicates("submission_id").set_index("submission_id")["number"].astype(float)
    return values.reindex(researchers(responses).index).rename(question)


def among(responses: pd.DataFrame, tests: Iterable[Any]) -> pd.DataFrame:
    """Return the responses of the questionnaires that give all of some answers."""
    kept = responses
    for test in tests:
        hit = answered(kept, test)
        kept = kept[kept["submission_id"].isin(list(hit.index[hit.fillna(False)]))]
    return kept
