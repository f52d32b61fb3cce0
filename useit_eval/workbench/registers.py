"""The registers of a study that are there, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from useit_eval.ground.project import StudyPaths
from useit_eval.sources import REGISTERS, read_register
from useit_eval.sources.register_names import refuse_unknown_names

if TYPE_CHECKING:
    import pandas as pd


def read_registers(paths: StudyPaths, *, sources: Mapping[str, str], locale: str) -> dict[str, pd.DataFrame]:
    """Return the registers of ``data_raw/<study>`` by kind (figures, links, ...); those without a file are left out.

    Raises InputRefused as `sources.read_register` does, and for a label that one register uses of another in vain.
    """
    found = {kind: paths.raw / f"{kind}.csv" for kind in REGISTERS}
    registers = {
        kind: read_register(path, kind, sources=sources, locale=locale)
        for kind, path in found.items()
        if path.is_file()
    }
    refuse_unknown_names(registers)
    return registers
