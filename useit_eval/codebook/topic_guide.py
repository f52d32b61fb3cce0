"""topic_guide.yaml: the questions of a study's interviews, how interviewers word them, and which theories they are about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from useit_eval.codebook import records
from useit_eval.codebook.read import read_yaml
from useit_eval.codebook.records import Flag, Label, Record, Text
from useit_eval.codebook.theories import Theories


class TopicQuestion(Record):
    """One question: its words, other wordings by which it is known, and the theories that it asks about."""

    id: Label
    asks: Text
    wordings: tuple[Text, ...] = ()
    theories: tuple[Label, ...] = ()
    theory_shown: Flag = False

    @property
    def elicitation(self) -> str:
        """Return how what is said in answer came to be said: after a theory was shown, asked for, or unasked."""
        if self.theory_shown:
            return "theory_shown"
        return "prompted" if self.theories else "unprompted"


class TopicGuide(Record):
    """The questions of a study's interviews, in the order of the guide."""

    questions: Annotated[tuple[TopicQuestion, ...], Field(min_length=1)]
    practice: Flag = False

    @model_validator(mode="after")
    def _asked_apart(self) -> TopicGuide:
        known: dict[str, str] = {}
        for question in self.questions:
            for wording in {words.casefold() for words in (question.asks, *question.wordings)}:
                other = known.setdefault(wording, question.id)
                if other != question.id:
                    told = f"'{wording}' is a wording of {other} and of {question.id}"
                    raise records.entry_fault(told, "Keep it with one of them.", key="questions")
        return self

    def told(self) -> list[dict[str, Any]]:
        """Return the questions as a page shows them: question_id, text, elicitation."""
        return [{"question_id": q.id, "text": q.asks, "elicitation": q.elicitation} for q in self.questions]

    def about(self, theory_id: str) -> frozenset[str]:
        """Return the ids of the questions that ask about a theory."""
        return frozenset(question.id for question in self.questions if theory_id in question.theories)


def load_topic_guide(path: Path | str, *, theories: Theories | None = None) -> TopicGuide:
    """Return the questions of a topic_guide.yaml. Raises InputRefused, with file and line, for ids given twice, a wording
    that stands for two questions, and theories that the ``theories`` given do not know."""
    document = read_yaml(path, kind="topic_guide")
    guide = records.fit(document, TopicGuide)
    ids = [(question.id.casefold(), ("questions", at, "id")) for at, question in enumerate(guide.questions)]
    records.refuse_repeats(document, ids, what="the question")
    for at, question in enumerate(guide.questions):
        for theory in question.theories if theories is not None else ():
            records.refuse_unknown(
                document, ("questions", at, "theories"), theory, known=theories.ids, what="is not a theory"
            )
    return guide
