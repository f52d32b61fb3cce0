"""The coder inside a notebook: its element, who sits at it, and what the notebook tells of reading and of new ideas.

Names are fetched when first used, so that a run without a person never loads anywidget.
"""

from __future__ import annotations

import importlib

_HOMES = {"open_coder": "opening", "tell_reading": "reading"}
__all__ = sorted(_HOMES)


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"useit_eval.widget has no {name!r}. It has: {', '.join(__all__)}.")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
