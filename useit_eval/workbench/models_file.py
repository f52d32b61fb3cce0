"""models.yaml at the bench: a study's statistics, read against its theories, figures, sources and questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval import codebook
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.project import StudyPaths
from useit_eval.workbench import model_files

if TYPE_CHECKING:
    from collections.abc import Collection

    from useit_eval.codebook import Models, Questionnaire, Theories

ASK = ("table", "before_after", "interaction", "mediation")
"""Methods that need the study's questionnaire."""


def read_models(
    paths: StudyPaths,
    *,
    theories: Theories,
    figures: Collection[str] | None = None,
    sources: Collection[str] | None = None,
) -> Models:
    """Return the statistics of a study's models.yaml, none where it has no such file.

    Raises InputRefused, with file and line, for what does not fit the theories, figures, sources and questionnaire, and
    with file and row for the files that models name and that are at hand.
    """
    path = paths.codebooks / "models.yaml"
    if not path.is_file():
        return codebook.Models()
    asked = asked_of(paths, theories)
    held = codebook.load_models(path, theories=theories, figures=figures, sources=sources, questionnaire=asked)
    asking = [model.label for model in held.models if model.method in ASK]
    if asking and asked is None:
        told = f"{asking[0]} asks the questionnaire, and the study has none"
        raise InputRefused(told, path.name, "Write questionnaire.yaml, or take the model out.")
    files = model_files.data_files(paths, held)
    codebook.check_columns(path, held, {name: file.header for name, file in files.items()})
    model_files.check_numbers(held, files)
    return held


def asked_of(paths: StudyPaths, theories: Theories) -> Questionnaire | None:
    """Return the study's questionnaire, None where it has none."""
    path = paths.codebooks / "questionnaire.yaml"
    return codebook.load_questionnaire(path, theories=theories) if path.is_file() else None
