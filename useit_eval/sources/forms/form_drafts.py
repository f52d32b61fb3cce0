"""A draft of questionnaire.yaml from an XLSForm: what carries over, and in sentences what a person has to settle."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from useit_eval.codebook.questionnaire import plain
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.forms.xlsforms import Asked, XlsForm

_RESEARCHER = re.compile(
    r"(?:name_?)?(?:of_?)?(?:the_?)?(?:community_?)?(researcher|interviewer|enumerator|collector)(?:_?(?:name|id))?\Z"
)
_AGE = re.compile(r"(?:your_?)?age(?:_?(?:years?|in_years))?\Z")


@dataclasses.dataclass(frozen=True)
class FormDraft:
    """The content of questionnaire.yaml, and what of the form did not carry over or is to be settled."""

    content: dict[str, Any]
    doubts: tuple[str, ...]


def draft_questionnaire(form: XlsForm, *, practice: bool) -> FormDraft:
    """Return a draft from a form. Raises InputRefused when none of its questions carries over."""
    drafting = _Drafting(form)
    questions = [found for one in form.asked if (found := drafting.question(one))]
    if not questions:
        raise InputRefused(
            "the form asks nothing that a questionnaire here can hold", form.file, "Is it the right form?"
        )
    researcher = drafting.researcher(questions)
    day = next((found["id"] for found in questions if found["kind"] == "date" and "repeat" not in found), None)
    ages = next((found for found in questions if _is_age(found)), None)
    content: dict[str, Any] = {
        "id": _id(form.id, "form"),
        "title": form.title,
        "practice": practice,
        "languages": list(form.languages),
        "researcher": researcher,
        **({"collected_on": day} if day else {}),
        **({"ages": {"question": ages["id"], "at_least": ages["low"], "at_most": ages["high"]}} if ages else {}),
        "questions": questions,
    }
    settle = (
        "Say under valid_if when a questionnaire counts, and under vouchers how it is thanked; a form says neither."
    )
    return FormDraft(content, (*drafting.doubts(), settle))


def _is_age(found: dict[str, Any]) -> bool:
    low, high = found.get("low"), found.get("high")
    whole = isinstance(low, int) and isinstance(high, int) and 0 <= low < high <= 130
    return bool(_AGE.match(found["id"])) and "repeat" not in found and whole


class _Drafting:
    """Goes through a form's questions once, and remembers names that are taken and what did not carry over."""

    def __init__(self, form: XlsForm) -> None:
        self._form, self._taken, self._left = form, set[str](), dict[str, list[str]]()
        names = {one.name for one in form.asked}
        self._beside = {f"{one.name}_other" for one in form.asked if one.choices} & names

    def question(self, one: Asked) -> dict[str, Any] | None:
        """Return one question as questionnaire.yaml holds it, None for what it cannot hold."""
        choices = list(self._choices(one))
        if one.name in self._beside:
            return None  # the words beside a choice are read with their question
        if not one.kind or not one.name or (one.choices and not choices):
            if one.type not in ("start", "end", "note"):
                self._tell(f"left out, as {one.type}", one.name or f"row {one.row}")
            return None
        id = self._free(_id(one.name, "q"))
        text = self._text(one, id)
        found: dict[str, Any] = {"id": id, "text": text, **self._others(one, text), "kind": one.kind}
        if one.name != id and plain(one.name) not in self._taken:
            found["columns"] = [one.name]
            self._taken.add(plain(one.name))
        found |= {"choices": choices} if choices else {}
        found |= {bound: value for bound, value in (("low", one.low), ("high", one.high)) if value is not None}
        found |= {"required": True} if one.required and not one.relevant else {}
        found |= {"repeat": _id(one.repeat, "repeat")} if one.repeat else {}
        for what, said in (
            ("asked under a condition", one.relevant),
            ("with a constraint that is not carried over", one.constraint),
        ):
            if said:
                self._tell(what, id)
        return found

    def researcher(self, questions: list[dict[str, Any]]) -> str:
        """Return the id of the question for the researcher's name, which is added where none asks for it."""
        for found in questions:
            if _RESEARCHER.match(found["id"]) and found["kind"] in ("text", "one") and "repeat" not in found:
                found |= {"kind": "researcher", "required": True}
                found.pop("choices", None)
                return found["id"]
        id = self._free("researcher")
        questions.insert(
            0,
            {
                "id": id,
                "text": self._unlike("Name of the community researcher", id),
                "kind": "researcher",
                "required": True,
            },
        )
        self._tell(
            "added, for the form does not ask who holds the conversation: add it to the form, or its column's name here",
            id,
        )
        return id

    def doubts(self) -> tuple[str, ...]:
        """Return what a person should look at, a sentence for each kind of it."""
        return tuple(f"{', '.join(names)}: {what}." for what, names in self._left.items())

    def _choices(self, one: Asked) -> Iterator[dict[str, Any]]:
        met: set[str] = set()
        rows = list(self._form.choices.get(one.choices, ()))
        has_other = any(plain(code) == "other" for code, _ in rows)
        if one.or_other and rows and not has_other:
            rows.append(("other", {self._form.languages[0]: "Other"}))
        for code, labels in rows:
            label = next((labels[each] for each in self._form.languages if each in labels), code)
            names = {plain(code), plain(label), *map(plain, labels.values())}
            if not code or names & met:
                self._tell("with a choice whose code or label another has; it is left out", f"{one.name}/{code}")
                continue
            met |= names
            known = {each: said for each, said in labels.items() if each in self._form.languages and said != label}
            other = plain(code) == "other" and (one.or_other or f"{one.name}_other" in self._beside)
            yield {
                "code": code,
                "label": label,
                **({"labels": known} if known else {}),
                **({"other": True} if other else {}),
            }

    def _text(self, one: Asked, id: str) -> str:
        label = next((one.labels[each] for each in self._form.languages if each in one.labels), one.name)
        return self._unlike(" ".join(label.split()), id)

    def _others(self, one: Asked, text: str) -> dict[str, Any]:
        texts = {
            each: self._unlike(" ".join(said.split()), each)
            for each, said in one.labels.items()
            if " ".join(said.split()) != text
        }
        first = next((each for each in self._form.languages if each in one.labels), "")
        texts.pop(first, None)
        return {"texts": texts} if texts else {}

    def _unlike(self, text: str, id: str) -> str:
        """Return a text by which no other question goes: a form may well ask two alike."""
        said = text if plain(text) not in self._taken or plain(text) == id else f"{text} ({id})"
        self._taken.add(plain(said))
        return said

    def _free(self, id: str) -> str:
        found, count = id, 2
        while found in self._taken:
            found, count = f"{id}_{count}", count + 1
        if found != id:
            self._tell("named so, for the form has two of the name", found)
        self._taken.add(found)
        return found

    def _tell(self, what: str, name: str) -> None:
        self._left.setdefault(what, []).append(name)


def _id(name: str, otherwise: str) -> str:
    """Return a name as an id: small letters, digits and _, a letter first."""
    found = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return found if found[:1].isalpha() and found.isascii() else f"{otherwise}_{found}".strip("_")
