"""Statistics that bear on theories: each names its theory and slot, its rule, and what it cannot say.

A module a family, none with the name of its verb: importing it would hide the verb. statsmodels and scipy are loaded when a statistic that needs them is computed.
"""

from __future__ import annotations

import importlib

_HOMES = {
    "refusal": ("CannotCarry",),
    "clusters": ("Estimate", "cluster_rule", "cluster_summaries", "clustered_mean", "clustered_share"),
    "surveys": ("SurveyMean", "check_weights", "survey_mean", "weights_cost"),
    "exact": ("ExactResult", "binomial", "fisher", "mcnemar"),
    "series": ("Interrupted", "interrupted"),
    "interactions": ("Interaction", "Mediation", "interact", "mediate"),
    "paired": ("Change", "changes"),
    "areas": ("Differences", "changes_by_area", "difference_in_differences"),
    "funnels": ("Step", "refusals"),
    "responses": ("answered",),
    "material": ("Held",),
    "running": ("run",),
}
_DOORS = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_DOORS)


def __getattr__(name: str):
    if name not in _DOORS:
        raise AttributeError(f"useit_eval.evidence.statistics has no {name!r}. It has: {', '.join(__all__)}.")
    return getattr(importlib.import_module(f"{__name__}.{_DOORS[name]}"), name)


def __dir__() -> list[str]:
    return __all__
