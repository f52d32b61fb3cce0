"""The chapters of the study as it is shipped, built once for these tests."""

from __future__ import annotations

from tests.evaluation.conftest import as_shipped, copy_of_useit

__all__ = ["as_shipped", "copy_of_useit"]
