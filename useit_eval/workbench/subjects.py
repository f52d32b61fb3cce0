"""What may bear on a theory: claims, figures and statistics, each as a rater reads it in a form or a sheet."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from useit_eval.ground.wording import missing, plain, text, valued

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

KINDS = {"claim": "Claim", "figure": "Figure", "model": "Statistic"}


@dataclasses.dataclass(frozen=True)
class Subject:
    """One claim, figure or statistic: what it says in our words, and where it comes from. Never a quotation."""

    kind: str
    label: str
    says: str
    whence: str

    @property
    def key(self) -> tuple[str, str]:
        """Return kind and label."""
        return self.kind, self.label


def subjects_of(bench: Bench) -> dict[tuple[str, str], Subject]:
    """Return what may bear on the study's theories, by kind and label: claims that count and are not withdrawn, figures,
    statistics. Words of respondents are not among them: a claim is shown by its coder's paraphrase."""
    found = [*_claims(bench), *_figures(bench), *_models(bench)]
    return {subject.key: subject for subject in found}


def _claims(bench: Bench) -> list[Subject]:
    sources, voices = bench.load("source"), bench.load("voice")
    titles = dict(zip(sources["source_id"], sources["title"], strict=True))
    roles = dict(zip(voices["voice_id"], voices["role"], strict=True))
    return [
        Subject(
            "claim", row["label"], row["paraphrase"],
            f"{titles.get(row['source_id'], '')}, {row['locator']}; {roles.get(row['voice_id'], '')}; "
            f"told as {plain(row['status'])}; how it came to be said: {plain(row['elicitation'])}",
        )
        for row in bench.load("claim").to_dict("records")
    ]  # fmt: skip


def _figures(bench: Bench) -> list[Subject]:
    rows = bench.load("figure").to_dict("records")
    sources = bench.load("source")
    titles = dict(zip(sources["source_id"], sources["title"], strict=True))
    return [
        Subject(
            "figure", row["label"], f"{row['definition']}: {_value(row)}",
            f"{titles.get(row['source_id'], '')}, {text(row['locator'])}; {plain(row['role'])}",
        )
        for row in rows
    ]  # fmt: skip


def _value(row: dict) -> str:
    if missing(row["value"]):
        return text(row.get("as_printed")) or "no value is printed"
    return valued(row["value"], row["unit"], bound=text(row["bound"]) or "exact")


def _models(bench: Bench) -> list[Subject]:
    return [Subject("model", model.label, model.title, "a statistic of models.yaml") for model in bench.models.models]
