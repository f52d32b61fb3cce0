"""Answers, figures and models written short."""

from __future__ import annotations

import pandas as pd

from tests.evidence.rows import make_figures
from useit_eval.codebook import Choice, Question, Questionnaire
from useit_eval.codebook.models import Model, Models
from useit_eval.evidence.statistics import Held, run

YES_NO = (Choice(code="yes", label="Yes"), Choice(code="no", label="No"))
SOURCES = pd.DataFrame(
    {
        "source_id": ["id-S1", "id-Q"],
        "label": ["S1", "Q"],
        "method": ["document", "questionnaire"],
        "by_programme": [True, False],
    }
)
THEORIES = pd.DataFrame({"theory_id": ["T1"], "strand": ["north"], "title": ["Asked by a neighbour"]})
QUESTIONS = Questionnaire(
    id="asked", title="Asked", practice=True, languages=("en",), researcher="who",
    questions=(
        Question(id="who", text="Who asks", kind="researcher"),
        *(Question(id=name, text=f"{name}?", kind="one", choices=YES_NO) for name in ("forward", "let_down", "asked")),
        Question(id="before", text="before?", kind="number"),
        Question(id="now", text="now?", kind="number"),
        Question(id="wish", text="wish?", kind="text"),
    ),
)  # fmt: skip


def make_responses(rows: list[tuple[str, dict]]) -> pd.DataFrame:
    """Return answers in long form from (researcher, {question: choice or number}) of each questionnaire."""
    told = [
        {
            "source_id": "id-Q", "submission_id": f"q{at:04d}", "repeat_no": None, "question_id": question, "counted": True,
            "choice": given if isinstance(given, str) else None, "number": None if isinstance(given, str) else given, "researcher_id": who,
        }
        for at, (who, answers) in enumerate(rows)
        for question, given in answers.items()
    ]  # fmt: skip
    return pd.DataFrame(told).astype({"number": "Float64"})


def make_model(method: str, slot: str = "outcome", **data) -> Model:
    """Return one model of theory T1."""
    return Model.model_validate(
        {
            "label": "ST01",
            "method": method,
            "theory": "T1",
            "slot": slot,
            "title": "A statistic",
            "reading": "With care.",
            "data": data,
        }
    )


def told(model: Model, *, figures: tuple[dict, ...] = (), **held):
    """Return the finding of one model over figures and other material."""
    ledger = make_figures(*figures) if figures else None
    return run(Models(models=(model,)), Held(THEORIES, SOURCES, figures=ledger, questionnaire=QUESTIONS, **held))[0]


def text_of(finding) -> str:
    """Return the sentences of a finding as one text."""
    return " ".join(line.text for line in finding.sentences)
