"""What models.yaml names in other people's files and in readings: columns and indicators, checked with their lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from useit_eval.codebook import records
from useit_eval.codebook.models import Model, Models
from useit_eval.codebook.read import read_yaml

SURVEY_COLUMNS = ("value", "weight", "stratum", "cluster", "population")


def named_columns(model: Model) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Return every column of a file that a model names, with its path below ``data``."""
    keys = (*SURVEY_COLUMNS, "case")
    yield from (((key,), name) for key in keys if (name := getattr(model.data, key)))
    yield from ((("conditions", at, "column"), one.column) for at, one in enumerate(model.data.conditions))
    if model.data.result:
        yield ("result", "column"), model.data.result.column


def check_columns(path: Path | str, held: Models, columns: Mapping[str, Collection[str]]) -> None:
    """Raise InputRefused, with file, line and the closest column, for a column that a file at hand does not have.

    ``columns`` gives the columns of each file that is at hand; what is not is left alone.
    """
    asked = [(at, model) for at, model in enumerate(held.models) if model.data.file in columns]
    document = read_yaml(path, kind="models") if asked else None
    for at, model in asked:
        told = f"is not a column of {model.data.file}"
        for place, name in named_columns(model):
            known = columns[model.data.file]
            records.refuse_unknown(document, ("models", at, "data", *place), name, known=known, what=told)


def unknown_readings(path: Path | str, held: Models, areas: Mapping[str, Collection[str]]) -> list[str]:
    """Return a sentence, with file, line and closest word, for each indicator and area that models name in vain.

    ``areas`` gives, for each indicator that was read in, the codes and names of its areas.
    """
    document = read_yaml(path, kind="models")
    faults = [
        (("models", at, "data", *place), *fault)
        for at, m in enumerate(held.models)
        for place, *fault in _vain(m, areas)
    ]
    return [f"{document.where(*place)}: {what}. {next}" for place, what, next in faults]


def _vain(model: Model, areas: Mapping[str, Collection[str]]) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    indicator = model.data.indicator
    if indicator is None:
        return
    if indicator not in areas:
        yield ("indicator",), f"indicator '{indicator}' was not read in", records.closest(indicator, areas)
        return
    named = [(("area",), model.data.area), *((("treated", at), name) for at, name in enumerate(model.data.treated))]
    for place, area in named:
        if area and area not in areas[indicator]:
            told = f"{place[0]} '{area}' is no area of '{indicator}'"
            yield place, told, records.closest(area, sorted(areas[indicator]))
