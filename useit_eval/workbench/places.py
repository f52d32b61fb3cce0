"""Whether a study's store lies where its rows are safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval.store.places import place_warning

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench


def place_warnings(bench: Bench) -> tuple[str, ...]:
    """Return a sentence when the study's store lies on a network or cloud-synced folder; else nothing."""
    warning = place_warning(bench.paths.store_url)
    return (warning,) if warning else ()
