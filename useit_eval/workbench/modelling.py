"""The statistics of a study run at the bench, on what the store holds and on files that lie in the study's folder."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval.ground import safe_files, text
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.project import StudyPaths
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
    import pandas as pd

    words = text.decode(safe_files.read_bytes(path), where=path.name)
    try:
        return pd.read_csv(io.StringIO(words), comment="#")
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputRefused(
            f"the file is no table ({' '.join(str(error).split())})", path.name, "Save it as CSV with one header."
        ) from None
