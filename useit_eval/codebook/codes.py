"""codebook.yaml: the codes, how they nest, and what became of those no longer used."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator

from useit_eval.codebook import records
from useit_eval.codebook.read import Document, read_yaml
from useit_eval.codebook.records import Flag, Id, Record, Text, Uuid, one_of
from useit_eval.ground import terms
from useit_eval.ground.errors import UsageError

_Kind = one_of(terms.CODE_KINDS)
_Level = one_of(terms.CONTEXT_LEVELS)
_Horizon = one_of(terms.HORIZONS)
_FRAME = {
    **dict.fromkeys(("code_id", "guid", "name", "kind", "parent", "level", "horizon", "definition"), "str"),
    **dict.fromkeys(("use_when", "do_not_use_when"), "str"),
    "retired": "boolean",
    "merged_into": "str",
    "depth": "Int64",
    "top": "str",
}


class Code(Record):
    """One code: what it means, when to use it and when not."""

    id: Id
    guid: Uuid
    name: Text
    kind: _Kind
    parent: Id | None = None
    level: _Level | None = None
    horizon: _Horizon | None = None
    definition: Text
    use_when: Text
    do_not_use_when: Text
    retired: Flag = False
    merged_into: Id | None = None

    @model_validator(mode="after")
    def _goes_together(self) -> Code:
        if self.level and self.kind != "context":
            raise records.entry_fault(
                f"only a context has a level, '{self.id}' is of kind {self.kind}", "Take the line out.", key="level"
            )
        if self.horizon and self.kind != "outcome":
            raise records.entry_fault(
                f"only an outcome has a horizon, '{self.id}' is of kind {self.kind}",
                "Take the line out.",
                key="horizon",
            )
        return self

    @property
    def in_use(self) -> bool:
        """Return whether the code may still be given: neither retired nor merged into another."""
        return not self.retired and self.merged_into is None


class Codebook(Record):
    """The codes of a study, in the order they were written."""

    codes: Annotated[tuple[Code, ...], Field(min_length=1)]

    @cached_property
    def by_id(self) -> dict[str, Code]:
        """Return the codes by id."""
        return {code.id: code for code in self.codes}

    def code(self, code_id: str) -> Code:
        """Return one code. Raises UsageError, with the closest id, when there is none."""
        if code_id not in self.by_id:
            raise UsageError(f"'{code_id}' is not a code", "", records.closest(code_id, self.by_id))
        return self.by_id[code_id]

    def path(self, code_id: str) -> tuple[str, ...]:
        """Return the ids from the topmost parent down to the code itself."""
        met, _ = records.follow(self.code(code_id).id, lambda id: self.by_id[id].parent)
        return tuple(reversed(met))

    def roll_up(self, code_id: str, level: int = 1) -> str:
        """Return the code's ancestor at a level: 1 is the top; a code that lies above the level stands for itself.

        Raises UsageError for an unknown code and ValueError for a level under 1.
        """
        if level < 1:
            raise ValueError(f"levels count from 1 at the top, found {level}")
        path = self.path(code_id)
        return path[min(level, len(path)) - 1]

    def children(self, code_id: str) -> tuple[str, ...]:
        """Return the ids of the codes directly below a code, in order."""
        return tuple(code.id for code in self.codes if code.parent == self.code(code_id).id)

    def current(self, code_id: str) -> str:
        """Return the code that stands for this one today: itself, or what it was merged into."""
        met, _ = records.follow(self.code(code_id).id, lambda id: self.by_id[id].merged_into)
        return met[-1]

    def frame(self) -> Any:
        """Return a frame, one row a code: the YAML's keys (``id`` as code_id), its depth from 1, and its top parent."""
        return records.frame_of((self._row(code) for code in self.codes), _FRAME)

    def _row(self, code: Code) -> dict[str, Any]:
        path = self.path(code.id)
        return {**code.model_dump(), "code_id": code.id, "depth": len(path), "top": path[0]}


def load_codebook(path: Path | str) -> Codebook:
    """Return the codes of a codebook.yaml. Raises InputRefused, with file and line, for repeats, parents or
    ``merged_into`` that are no codes or run in a circle, and contexts without level or outcomes without horizon."""
    document = read_yaml(path, kind="codebook")
    codebook = records.fit(document, Codebook)
    _refuse_repeats(document, codebook)
    for key in ("parent", "merged_into"):
        _refuse_circles(document, codebook, key)
    _refuse_bare(document, codebook)
    return codebook


def _refuse_repeats(document: Document, codebook: Codebook) -> None:
    for key, what in (("id", "the code"), ("guid", "the guid"), ("name", "the name")):
        values = [(getattr(code, key), ("codes", at, key)) for at, code in enumerate(codebook.codes)]
        records.refuse_repeats(document, values, what=what)


def _refuse_circles(document: Document, codebook: Codebook, key: str) -> None:
    for at, code in enumerate(codebook.codes):
        if (named := getattr(code, key)) is not None:
            records.refuse_unknown(document, ("codes", at, key), named, known=codebook.by_id, what="is not a code")
    for at, code in enumerate(codebook.codes):
        met, circle = records.follow(code.id, lambda id: getattr(codebook.by_id[id], key))
        if circle:
            told = f"{key} runs in a circle ({' > '.join(met)})"
            raise document.refusal("codes", at, key, what=told, next="Change one of them.")


def _refuse_bare(document: Document, codebook: Codebook) -> None:
    gathering = {code.parent for code in codebook.codes}
    for at, code in enumerate(codebook.codes):
        for kind, key in (("context", "level"), ("outcome", "horizon")):
            if code.kind == kind and getattr(code, key) is None and code.id not in gathering:
                words = ", ".join(terms.CONTEXT_LEVELS if key == "level" else terms.HORIZONS)
                raise document.refusal(
                    "codes", at, what=f"the {kind} '{code.id}' has no {key}", next=f"Add one of: {words}."
                )


def refuse_code(document: Document, path: tuple[Any, ...], code: str, codebook: Codebook | None) -> None:
    """Raise InputRefused, with the closest code, when a code is not in the codebook; no codebook, no check."""
    if codebook is not None:
        records.refuse_unknown(document, path, code, known=codebook.by_id, what="is not a code")


def retired_in_use(codebook: Codebook, used: Iterable[tuple[str, str]]) -> list[str]:
    """Return a warning for each use of a code that is retired or merged; ``used`` holds (code, where it is used).

    Example: ``retired_in_use(codebook, [("pride", "claim C007")])``. Codes the codebook does not know are passed over.
    """
    found = ((codebook.by_id.get(code), place) for code, place in used)
    return [_warning(code, place) for code, place in found if code is not None and not code.in_use]


def _warning(code: Code, place: str) -> str:
    became = f"was merged into '{code.merged_into}'" if code.merged_into else "is retired"
    return f"{place} uses the code '{code.id}', which {became}."
