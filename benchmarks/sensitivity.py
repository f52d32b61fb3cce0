"""What sensitivity costs over 50 theories, beside proposing every rating anew, kept as JSON by commit.

    python benchmarks/sensitivity.py      a quiet machine, two minutes

The evidence is invented: each theory stands on forty records drawn from a number of sources that grows. Both ways must
find the same movers. ``growth`` is the exponent of time over sources: 1 is linear.
"""

from __future__ import annotations

import json
import math
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import pandas as pd  # noqa: E402

from benchmarks.run import _git, _machine  # noqa: E402
from tests.judgement.in_full import vary_in_full  # noqa: E402
from useit_eval.codebook import load_rubric  # noqa: E402
from useit_eval.judgement import changes_tried, vary_ratings  # noqa: E402

THEORIES, RECORDS, SOURCES, SEED, TIMES = 50, 40, (10, 40, 160, 640), 20261123, 3
FULL_UP_TO = 160
AIM = {"ratio_at_40_sources": 0.25, "growth": 1.1}


def main() -> None:
    """Measure, write ``benchmarks/results/<commit>-sensitivity.json`` and print it."""
    commit, changed = _git("rev-parse", "--short=12", "HEAD"), bool(_git("status", "--porcelain", "-uno"))
    told = {"format": "useit-sensitivity-benchmark/1", "commit": commit, "changed_since": changed, **_machine()}
    told |= {"theories": THEORIES, "records_each": RECORDS, "seed": SEED, "by_sources": [race(n) for n in SOURCES]}
    by = {row["sources"]: row for row in told["by_sources"]}
    told["ratio_at_40_sources"] = by[40]["ratio"]
    few, many = by[SOURCES[0]], by[SOURCES[-1]]
    told["growth"] = round(math.log(many["seconds"] / few["seconds"]) / math.log(many["sources"] / few["sources"]), 3)
    told["aims_missed"] = sorted(name for name, most in AIM.items() if told[name] > most)
    text = json.dumps(told, indent=1) + "\n"
    sys.stdout.write(text)
    (ROOT / "benchmarks" / "results" / f"{commit}-sensitivity.json").write_text(text, encoding="utf-8")


def race(sources: int) -> dict[str, float | int | bool | None]:
    """Return seconds of the short way and of the long way over the same rows, and whether they agree."""
    bearing, theories = invent(sources)
    rubric = load_rubric(ROOT / "codebooks" / "useit" / "rubric.yaml")
    seconds, short = timed(lambda: vary_ratings(bearing, theories, rubric), TIMES)
    row = {"sources": sources, "changes": len(changes_tried(bearing, rubric)), "movers": len(short), "seconds": seconds}
    if sources > FULL_UP_TO:
        return {**row, "seconds_in_full": None, "ratio": None, "same_movers": None}
    in_full, full = timed(lambda: vary_in_full(bearing, theories, rubric), 1)
    same = short.to_numpy().tolist() == full.to_numpy().tolist()
    return {**row, "seconds_in_full": in_full, "ratio": round(seconds / in_full, 4), "same_movers": same}


def timed(work: Callable[[], pd.DataFrame], times: int) -> tuple[float, pd.DataFrame]:
    """Return the best of several times, and what came of it."""
    best, found = math.inf, None
    for _ in range(times):
        began = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - began)
    return round(best, 4), found


def invent(sources: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return bearing and theories drawn by chance with a fixed seed: two voices a source, three coders."""
    draw = random.Random(SEED)
    rows = [record(draw, theory, number, sources) for theory in range(THEORIES) for number in range(RECORDS)]
    theories = [
        {"theory_id": f"T{n:02}", "version": 1, "rivals": 3, "rivals_open": draw.randint(0, 3), "not_asked": False}
        for n in range(THEORIES)
    ]
    return pd.DataFrame(rows), pd.DataFrame(theories)


def record(draw: random.Random, theory: int, number: int, sources: int) -> dict:
    """Return one record that bears on a theory."""
    source = draw.randrange(sources)
    voice = f"V{source}{draw.choice('ab')}"
    return {
        "theory_id": f"T{theory:02}", "theory_version": 1, "subject_kind": "claim", "subject": f"C{theory:02}{number:02}",
        "bearing": draw.choices(["supports", "refutes", "refines", "neutral"], [6, 1, 2, 2])[0],
        "explained": draw.random() < 0.3, "status": draw.choice(["observed", "observed", "anticipated"]),
        "triad": draw.choice(["full", "partial", "single"]), "elicitation": draw.choice(["unprompted", "prompted", "theory_shown"]),
        "about_outcome": draw.random() < 0.5, "source": f"S{source}", "voice": voice, "unit": voice, "known": True,
        "coder": draw.choice(["a", "b", "c"]), "group": draw.choice(["g", "h", "i"]), "by_programme": draw.random() < 0.2,
        "method": draw.choice(["interview", "document"]), "relevance": draw.randint(1, 3), "richness": draw.randint(1, 3),
        "rigour": draw.randint(1, 3),
    }  # fmt: skip


if __name__ == "__main__":
    main()
