"""The statistics of a study at the bench: models.yaml read against the study, and run on what the store holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval import codebook
from useit_eval.ground import safe_files
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.project import StudyPaths

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from useit_eval.codebook import Models, Questionnaire, Theories
    from useit_eval.ground.findings import Finding
    from useit_eval.workbench.bench import Bench

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

    Raises InputRefused, with file and line, for what does not fit the theories, figures, sources and questionnaire.
    """
    path = paths.codebooks / "models.yaml"
    if not path.is_file():
        return codebook.Models()
    asked = _questionnaire(paths, theories)
    held = codebook.load_models(path, theories=theories, figures=figures, sources=sources, questionnaire=asked)
    asking = [model.label for model in held.models if model.method in ASK]
    if asking and asked is None:
        told = f"{asking[0]} asks the questionnaire, and the study has none"
        raise InputRefused(told, path.name, "Write questionnaire.yaml, or take the model out.")
    return held


def _questionnaire(paths: StudyPaths, theories: Theories) -> Questionnaire | None:
    path = paths.codebooks / "questionnaire.yaml"
    return codebook.load_questionnaire(path, theories=theories) if path.is_file() else None


def run_models(bench: Bench) -> list[Finding]:
    """Return evidence.model.<label> for each statistic of the study's models.yaml, as `evidence.statistics.run` does."""
    from useit_eval.evidence import statistics
    from useit_eval.evidence.statistics import run

    held = statistics.Held(
        theories=bench.theories.frame(),
        sources=bench.load("source"),
        figures=bench.load("figure"),
        responses=bench.load("response"),
        readings=bench.load("reading"),
        questionnaire=_questionnaire(bench.paths, bench.theories),
        tables=_tables(bench),
        seed=bench.study.seed,
        smallest=bench.study.smallest_count,
    )
    return run(bench.models, held)


def _tables(bench: Bench) -> dict[str, pd.DataFrame]:
    """Return the files of surveys and cases that models name and that lie in the study's folder."""
    names = {model.data.file for model in bench.models.models if model.data.file}
    return {name: _table(bench.paths.raw / name) for name in sorted(names) if _lies_there(bench.paths, name)}


def _lies_there(paths: StudyPaths, name: str) -> bool:
    if Path(name).name != name:
        raise InputRefused(
            f"'{name}' is not a file of the study's own folder", "models.yaml", "Name a CSV in data_raw."
        )
    return (paths.raw / name).is_file()


def _table(path: Path) -> pd.DataFrame:
    import io

    import pandas as pd

    from useit_eval.ground import text

    words = text.decode(safe_files.read_bytes(path), where=path.name)
    try:
        return pd.read_csv(io.StringIO(words), comment="#")
    except pd.errors.ParserError as error:
        raise InputRefused(f"the file is no table ({error})", path.name, "Save it as CSV with one header.") from None
