"""The coder's own small study."""

from __future__ import annotations

from tests.coder.conftest import bench, made, paths  # noqa: F401
