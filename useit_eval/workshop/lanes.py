"""Lanes of work beside the server's own thread, one thread each: saving never waits for showing, nor showing for comparing."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

_FOR_COMPARING = (
    "useit_eval.coder.comparison",
    *(f"useit_eval.coding.{name}" for name in ("places", "disagreements", "measuring")),
)


class Lanes:
    """Three lanes. Each takes one piece of work after the other, in the order in which they came."""

    def __init__(self) -> None:
        self._saving, self._showing, self._comparing = (
            ThreadPoolExecutor(1, name) for name in ("saving", "showing", "comparing")
        )

    async def save(self, function: Callable[..., Any], *given: Any) -> Any:
        """Return what a function gives that writes to the store."""
        return await asyncio.get_running_loop().run_in_executor(self._saving, function, *given)

    async def show(self, function: Callable[..., Any], *given: Any) -> Any:
        """Return what a function gives that reads."""
        return await asyncio.get_running_loop().run_in_executor(self._showing, function, *given)

    async def compare(self, function: Callable[..., Any], *given: Any) -> Any:
        """Return what a function gives that reckons for a second or so."""
        return await asyncio.get_running_loop().run_in_executor(self._comparing, function, *given)

    def warm(self) -> None:
        """Load what comparing needs while nobody waits for it."""
        for name in _FOR_COMPARING:
            self._comparing.submit(importlib.import_module, name)

    def close(self) -> None:
        """Wait until what is being saved is saved, and let the threads go."""
        self._saving.shutdown(wait=True)
        for lane in (self._showing, self._comparing):
            lane.shutdown(wait=True, cancel_futures=True)
