"""useit_eval: a Jupyter workbench for realist evaluation.

Names are fetched when first used, so that ``import useit_eval`` stays light and works before anything is installed.
"""

from __future__ import annotations

import importlib

__version__ = "0.1.0"

_DOORS = {
    "open_study": "useit_eval.workbench",
    "cmo": "useit_eval.cmo",
    "codebook": "useit_eval.codebook",
    "coding": "useit_eval.coding",
    "document": "useit_eval.document",
    "evidence": "useit_eval.evidence",
    "judgement": "useit_eval.judgement",
    "report": "useit_eval.report",
    "training": "useit_eval.training",
    "widget": "useit_eval.widget",
    "workbench": "useit_eval.workbench",
}


def __getattr__(name: str):
    if name not in _DOORS:
        raise AttributeError(f"useit_eval has no {name!r}. It has: {', '.join(sorted(_DOORS))}.")
    module = importlib.import_module(_DOORS[name])
    return module if _DOORS[name].endswith(f".{name}") else getattr(module, name)


def __dir__() -> list[str]:
    return sorted([*_DOORS, "__version__"])
