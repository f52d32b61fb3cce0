"""One contender of one race, run as a process of its own so that its memory is its own; `agreement.py` starts it.

    python benchmarks/agreement_contenders.py RACE CONTENDER DATA TIMES

It runs in the environment of a peer, so nothing is imported at the top but the standard library and numpy. Printed is
one line of JSON: the shortest seconds, the peak of memory beyond what was held before, and the answers.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import agreement_span_contenders
import numpy as np

Act = Callable[[], dict[str, Any]]
LOOP, PARTS = 1000, 10
MEASURES = {
    "conger": "cohen_kappa", "fleiss": "fleiss_kappa", "gwet": "gwet_ac2", "bp": "brennan_prediger",
    "krippendorff": "krippendorff_alpha",
}  # fmt: skip
"""What irrCAC calls a coefficient, and what we do."""
ALPHA = {
    "identity": {"level": "nominal"}, "quadratic": {"level": "interval"},
    "linear": {"distance": lambda one, other: abs(one - other)},
    "radical": {"distance": lambda one, other: abs(one - other) ** 0.5},
}  # fmt: skip
"""The distance by which our alpha answers to irrCAC's weights."""


def alpha_ours(data: dict[str, Any]) -> Act:
    """Return the act: nominal alpha of coders' codes with gaps, from the bare numbers."""
    from useit_eval.coding.agreement import krippendorff_alpha

    return lambda: {"alpha": krippendorff_alpha(*data["codes"])}


def alpha_krippendorff(data: dict[str, Any]) -> Act:
    """Return the same act of the package krippendorff."""
    import krippendorff

    return lambda: {"alpha": float(krippendorff.alpha(data["codes"], level_of_measurement="nominal"))}


def alpha_nltk(data: dict[str, Any]) -> Act:
    """Return the same act of NLTK, which wants a triple for each rating."""
    from nltk.metrics.agreement import AnnotationTask

    rated = [
        (str(coder), unit, code)
        for coder, codes in enumerate(data["codes"])
        for unit, code in enumerate(codes.tolist())
        if code == code
    ]
    return lambda: {"alpha": AnnotationTask(data=rated).alpha()}


def bootstrap_ours(data: dict[str, Any]) -> Act:
    """Return the act: nominal alpha with an interval of 1,000 replicates."""
    from useit_eval.coding.agreement import measure, rate

    def act() -> dict[str, Any]:
        told = measure(rate(*data["codes"]), measures=["krippendorff_alpha"], seed=1, replicates=LOOP).iloc[0]
        return {"alpha": float(told["value"]), "low": float(told["low"]), "high": float(told["high"])}

    return act


def bootstrap_krippendorff(data: dict[str, Any]) -> Act:
    """Return the act: a loop over krippendorff, all of it; the time is ten times that of its fastest tenth."""
    import krippendorff

    codes, draw = data["codes"], np.random.default_rng(2)

    def once(units: np.ndarray) -> float:
        return float(krippendorff.alpha(codes[:, units], level_of_measurement="nominal"))

    def act() -> dict[str, Any]:
        values, taken, every = [], [], np.arange(codes.shape[1])
        for _ in range(PARTS):
            begun = time.perf_counter()
            values += [once(draw.integers(0, len(every), len(every))) for _ in range(LOOP // PARTS)]
            taken.append(time.perf_counter() - begun)
        low, high = np.percentile(values, [2.5, 97.5])
        return {"alpha": once(every), "low": low, "high": high, "seconds": PARTS * min(taken)}

    return act


def drawn_ours(data: dict[str, Any]) -> Act:
    """Return the act: alpha of samples of units drawn with replacement, the units drawn told by weights."""
    from dataclasses import replace

    from useit_eval.coding.agreement import krippendorff_alpha, rate

    rated, size = rate(*data["codes"]), data["codes"].shape[1]
    weights = [np.bincount(units, minlength=size).astype(float) for units in data["draws"]]
    return lambda: {str(n): krippendorff_alpha(replace(rated, weights=one)) for n, one in enumerate(weights)}


def drawn_krippendorff(data: dict[str, Any]) -> Act:
    """Return the same act of krippendorff, which is given the drawn units themselves."""
    import krippendorff

    samples = [data["codes"][:, units] for units in data["draws"]]
    return lambda: {
        str(n): float(krippendorff.alpha(one, level_of_measurement="nominal")) for n, one in enumerate(samples)
    }


def levels_ours(data: dict[str, Any]) -> Act:
    """Return the act: alpha of every level of measurement."""
    from useit_eval.coding.agreement import krippendorff_alpha

    return lambda: {level: krippendorff_alpha(*data["codes"], level=level) for level in data["levels"].tolist()}


def levels_krippendorff(data: dict[str, Any]) -> Act:
    """Return the same act of krippendorff."""
    import krippendorff

    return lambda: {
        level: float(krippendorff.alpha(data["codes"], level_of_measurement=level)) for level in data["levels"].tolist()
    }


def weighted_ours(data: dict[str, Any]) -> Act:
    """Return the act: five coefficients under four weightings, with standard errors."""
    return lambda: _coefficients(data["codes"], data["weights"].tolist())


def weighted_irrcac(data: dict[str, Any]) -> Act:
    """Return the same act of irrCAC."""
    return lambda: _coefficients_irrcac(data["codes"], data["weights"].tolist())


def small_ours(data: dict[str, Any]) -> Act:
    """Return the act: every coefficient of many small sets of ratings, drawn at random, with gaps."""
    from useit_eval.coding.agreement import krippendorff_alpha

    levels, weights = data["levels"].tolist(), data["weights"].tolist()

    def act() -> dict[str, Any]:
        told: dict[str, Any] = {}
        for place, codes in _sets(data):
            told |= {f"{place} {level}": krippendorff_alpha(*codes, level=level) for level in levels}
            told |= {f"{place} {name}": value for name, value in _coefficients(codes, weights).items()}
        return told

    return act


def small_krippendorff(data: dict[str, Any]) -> Act:
    """Return the same act of krippendorff, at each level of measurement."""
    import krippendorff

    levels = data["levels"].tolist()
    return lambda: {
        f"{place} {level}": float(krippendorff.alpha(codes, level_of_measurement=level))
        for place, codes in _sets(data)
        for level in levels
    }


def small_irrcac(data: dict[str, Any]) -> Act:
    """Return the same act of irrCAC; errors of two coders without gaps are left out, ours have formulas of their own."""

    def act() -> dict[str, Any]:
        told = {}
        for place, codes in _sets(data):
            errors = len(codes) > 2 or np.isnan(codes).any()
            found = _coefficients_irrcac(codes, data["weights"].tolist())
            told |= {f"{place} {name}": value for name, value in found.items() if errors or "error" not in name}
        return told

    return act


def _coefficients(codes: np.ndarray, weightings: list[str]) -> dict[str, float]:
    """Return our coefficients and errors by the names irrCAC has for them."""
    from useit_eval.coding.agreement import measure, rate

    told, rated = {}, rate(*codes)
    for weights in weightings:
        asked = {theirs: ours for theirs, ours in MEASURES.items() if theirs != "krippendorff" or weights in ALPHA}
        settings = {"weights": weights, **ALPHA.get(weights, {})}
        found = measure(rated, measures=list(asked.values()), replicates=0, **settings)
        for name, value, error in zip(asked, found["value"], found["standard_error"], strict=True):
            told |= {f"{name} {weights}": float(value), f"{name} {weights} error": float(error)}
    return told


def _coefficients_irrcac(codes: np.ndarray, weightings: list[str]) -> dict[str, float]:
    import pandas as pd
    from irrCAC.raw import CAC

    told = {}
    for weights in weightings:
        rated = CAC(pd.DataFrame(codes.T), weights=weights, digits=14)
        for name in MEASURES:
            if name != "krippendorff" or weights in ALPHA:
                found = getattr(rated, name)()["est"]
                told[f"{name} {weights}"] = float(found["coefficient_value"])
                told[f"{name} {weights} error"] = float(found["se"])
    return told


def _sets(data: dict[str, Any]) -> list[tuple[int, np.ndarray]]:
    """Return sets of ratings, coders x units, each with its number."""
    shapes = enumerate(data["shapes"].tolist())
    return [(place, data["codes"][place, :coders, :units]) for place, (coders, units) in shapes]


def peak_mb(act: Act) -> float | None:
    """Return the MB an act takes at its peak beyond what was held before it; None where the system does not tell."""
    gc.collect()
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        before = _held_mb("VmRSS")
        act()
        return round(_held_mb("VmHWM") - before, 1)
    except OSError:
        return None


def _held_mb(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(f"{name}:"))) / 1024


def main() -> None:
    """Run one contender: once on a little, once for memory, then for time; print what it took and answered."""
    race, name, path, times = sys.argv[1:]
    contend = {**globals(), **vars(agreement_span_contenders)}[f"{race}_{name}"]
    with np.load(path) as held:
        data = {**held, "path": path}
    with np.load(f"{path}.little.npz") as held:
        little = {**held, "path": f"{path}.little.npz"}
    contend(little)()
    act, taken, answer = contend(data), [], {}
    memory = peak_mb(act) if name != "krippendorff" or race != "bootstrap" else None
    for _ in range(int(times)):
        begun = time.perf_counter()
        answer = act()
        taken.append(answer.pop("seconds", None) or time.perf_counter() - begun)
    answer = answer["later"]() if "later" in answer else answer
    sys.stdout.write(json.dumps({"seconds": min(taken), "peak_mb": memory, "answer": answer}) + "\n")


if __name__ == "__main__":
    main()
