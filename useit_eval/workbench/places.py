"""Whether a study's store lies where its rows are safe."""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench


def place_warnings(bench: Bench) -> tuple[str, ...]:
    """Return a sentence when the study's store lies on a network or cloud-synced folder; else nothing."""
    if importlib.util.find_spec("useit_eval.store.places") is None:
        return ()
    warning = importlib.import_module("useit_eval.store.places").place_warning(bench.paths.store)
    return (warning,) if warning else ()
