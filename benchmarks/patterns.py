"""How long it takes to find the patterns of 1,000, 10,000 and 100,000 claims, beside a plain groupby of pandas.

Run: ``.venv/bin/python benchmarks/patterns.py``. The claims are made up: a tree of 144 codes, 24 of them parents, some told far
more often than others, several parts in a slot, a source for every fifty claims. Ours and the plain way are timed in turn
on the same rows, and their answers are compared.
"""

from __future__ import annotations

import json
import math
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from useit_eval import cmo, coding  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
TURNS = 5
SLOTS = {"context": 1.2, "mechanism_resource": 1.0, "mechanism_reasoning": 0.7, "outcome": 1.1}
TRIAD = ["context", "mechanism", "outcome"]
AIMS = {"seconds at 100,000": 2.0, "growth": 1.2}


def make_codes() -> pd.DataFrame:
    """Return a tree of codes: in each slot some parents, each with five children."""
    rows = [
        (f"{slot}_{top}{child}", f"{slot}_{top}" if child else "")
        for slot in SLOTS
        for top in range(6)
        for child in ("", *"abcde")
    ]
    return pd.DataFrame(rows, columns=["code_id", "parent"])


def make_record(size: int, codes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return situated claims and their parts; few codes are told often, most seldom."""
    chance = np.random.default_rng(size)
    sources = chance.integers(0, max(size // 50, 3), size)
    claims = pd.DataFrame(
        {
            "claim_id": [f"claim-{number}" for number in range(size)],
            "label": [f"C{number:06}" for number in range(size)],
            "status": chance.choice(["observed", "anticipated", "denied"], size, p=[0.6, 0.35, 0.05]),
            "source": [f"S{source}" for source in sources],
            "unit": [f"U{source // 2}" for source in sources],
            "group": chance.choice(["residents", "staff", "employers", "mentors"], size),
            "strand": "north",
        }
    )
    return claims, pd.concat([_parts(slot, claims, codes, chance) for slot in SLOTS], ignore_index=True)


def _parts(slot: str, claims: pd.DataFrame, codes: pd.DataFrame, chance: np.random.Generator) -> pd.DataFrame:
    own = codes.loc[codes["code_id"].str.startswith(f"{slot}_"), "code_id"].to_numpy()
    weights = 1 / np.arange(1, len(own) + 1)
    held = np.repeat(np.arange(len(claims)), chance.poisson(SLOTS[slot], len(claims)).clip(0, 3))
    return pd.DataFrame(
        {
            "claim_id": claims["claim_id"].to_numpy()[held],
            "slot": slot,
            "code_id": chance.choice(own, len(held), p=weights / weights.sum()),
            "valence": chance.choice(["positive", "negative", "mixed", "unknown"], len(held)),
        }
    )


def plain_patterns(claims: pd.DataFrame, parts: pd.DataFrame, up: dict[str, str]) -> pd.DataFrame:
    """Return what `cmo.patterns` counts of triads, as one writes it with merge and groupby."""
    kind = {slot: "mechanism" if slot.startswith("mechanism") else slot for slot in SLOTS}
    broad = parts.assign(part=parts["slot"].map(kind), code=parts["code_id"].map(up))
    sides = [
        broad.loc[broad["part"] == part, ["claim_id", "code"]].rename(columns={"code": part}).drop_duplicates()
        for part in TRIAD
    ]
    told = sides[0].merge(sides[1], on="claim_id").merge(sides[2], on="claim_id").merge(claims, on="claim_id")
    told["counted"] = told["label"].where(told["status"] != "denied")
    for column in ("source", "unit", "group"):
        told[column] = told[column].where(told["status"] != "denied")
    grouped = told.groupby(TRIAD, as_index=False)
    return grouped.agg(
        citations=("counted", "count"),
        sources=("source", "nunique"),
        units=("unit", "nunique"),
        groups=("group", lambda own: tuple(sorted(own.dropna().unique()))),
        claims=("label", lambda own: tuple(sorted(own))),
    )


def timed(act: Callable[[], object]) -> float:
    """Return the seconds an act takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def measure(size: int, codes: pd.DataFrame) -> dict[str, object]:
    """Return the median seconds of each table on one made-up record, and of the plain way in turn."""
    claims, parts = make_record(size, codes)
    acts: dict[str, Callable[[], object]] = {
        "triads rolled up": lambda: cmo.patterns(claims, parts, up=coding.roll_up(codes)),
        "plain groupby": lambda: plain_patterns(claims, parts, coding.roll_up(codes)),
        "triads as coded": lambda: cmo.patterns(claims, parts, up=coding.roll_up(codes, level=0)),
        "support by any two slots": lambda: cmo.told_support(claims, parts, up=coding.roll_up(codes)),
        "demi-regularities": lambda: cmo.demi_regularities(claims, parts, up=coding.roll_up(codes)),
        "contrasts": lambda: cmo.contrasts(claims, parts, up=coding.roll_up(codes)),
        "groups by two of three parts": lambda: cmo.group_claims(claims, parts, up=coding.roll_up(codes)),
    }
    same_answer(cmo.patterns(claims, parts, up=coding.roll_up(codes)), acts["plain groupby"]())
    turns = [{name: timed(act) for name, act in acts.items()} for _ in range(TURNS)]
    seconds = {name: round(statistics.median(turn[name] for turn in turns), 4) for name in acts}
    ratios = [turn["triads rolled up"] / turn["plain groupby"] for turn in turns]
    return {
        "claims": size,
        "parts": len(parts),
        "seconds": seconds,
        "ratio to plain": round(statistics.median(ratios), 3),
    }


def same_answer(ours: pd.DataFrame, plain: pd.DataFrame) -> None:
    """Raise AssertionError unless both ways count the same."""
    columns = [*TRIAD, "citations", "sources", "units", "groups", "claims"]
    tables = [frame[columns].sort_values(TRIAD, ignore_index=True) for frame in (ours, plain)]
    pd.testing.assert_frame_equal(*tables, check_dtype=False)


def growth(results: list[dict]) -> dict[str, float]:
    """Return for each table the power of ten its time grows by from 10,000 to 100,000 claims: 1 is linear."""
    last, before = results[-1]["seconds"], results[-2]["seconds"]
    return {name: round(math.log10(last[name] / before[name]), 2) for name in last}


def main() -> None:
    """Measure every size, and keep the result under the commit."""
    codes = make_codes()
    results = [measure(size, codes) for size in SIZES]
    commit = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = {
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
        "pandas": pd.__version__,
        "processors": len(__import__("os").sched_getaffinity(0)),
        "turns": TURNS,
        "results": results,
        "growth": growth(results),
        "aims": AIMS,
    }
    slow = results[-1]["seconds"]["triads rolled up"] > AIMS["seconds at 100,000"]
    told["missed"] = [
        *(["seconds at 100,000"] if slow else []),
        *(
            f"growth: {name}"
            for name, value in told["growth"].items()
            if name != "plain groupby" and value > AIMS["growth"]
        ),
    ]
    path = ROOT / "benchmarks" / "results" / f"{told['commit']}-patterns.json"
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
