"""The statistics of a study run at the bench, on what the store holds and on files that lie in the study's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval import codebook
from useit_eval.workbench.model_files import data_files
from useit_eval.workbench.models_file import asked_of

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.ground.findings import Finding
    from useit_eval.workbench.bench import Bench


def run_models(bench: Bench) -> list[Finding]:
    """Return evidence.model.<label> for each statistic of the study's models.yaml, as `evidence.statistics.run` does."""
    from useit_eval.evidence import statistics

    held = statistics.Held(
        theories=bench.theories.frame(),
        sources=bench.load("source"),
        figures=bench.load("figure"),
        responses=bench.load("response"),
        readings=bench.load("reading"),
        questionnaire=asked_of(bench.paths, bench.theories),
        tables=_tables(bench),
        seed=bench.study.seed,
        smallest=bench.study.smallest_count,
    )
    return statistics.run(bench.models, held)


def unknown_readings(bench: Bench) -> list[str]:
    """Return a sentence, with file, line and closest word, for each indicator and area that models name in vain.

    They are told rather than refused: the file of an indicator may still be on its way.
    """
    if not any(model.data.indicator for model in bench.models.models):
        return []
    held = bench.load("reading")
    pairs = held[["indicator", "area", "area_name"]].drop_duplicates().groupby("indicator")
    areas = {name: {*rows["area"].dropna(), *rows["area_name"].dropna()} for name, rows in pairs}
    return codebook.unknown_readings(bench.paths.codebooks / "models.yaml", bench.models, areas)


def _tables(bench: Bench) -> dict[str, pd.DataFrame]:
    """Return the files of surveys and cases that models name and that lie in the study's folder."""
    return {name: file.frame() for name, file in data_files(bench.paths, bench.models).items()}
