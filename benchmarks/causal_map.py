"""What causal maps cost, beside networkx, in one run on one machine, kept as JSON by commit.

    python benchmarks/causal_map.py               tracing, threads and robustness at 1,000, 10,000 and 100,000 links
    python benchmarks/causal_map.py --links 1000  one size; nothing is kept

Each contender answers the same questions about the same rows, in turn, and the answers are compared. Ours begins at the frame
of links and bundles it each time. networkx is handed plain lists that cost it nothing, and its own building is counted.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import run  # noqa: E402
from useit_eval.cmo import robustness, trace_paths, trace_threads  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
STEPS = 4
QUESTIONS = 4
AIMS = {"tracing_seconds_to_networkx": 0.3, "robustness_seconds_to_networkx": 0.1}
"""Each of the three sizes has to keep them. Threads have no aim of their own."""
Rows = list[tuple[str, str, str]]
Ends = tuple[str, str]


def main() -> None:
    """Race, write ``benchmarks/results/<commit>-causal_map.json`` and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--times", type=int, default=5, help="turns of each contender")
    wanted = parser.parse_args()
    commit = run._git("rev-parse", "--short=12", "HEAD")
    changed = bool(run._git("status", "--porcelain", "-uno", "--", "useit_eval/cmo", "benchmarks/causal_map.py"))
    told: dict[str, Any] = {"format": "useit-causal-map-benchmark/1", "commit": commit, "changed_since": changed}
    told |= run._machine() | {"networkx": networkx.__version__, "pandas": pd.__version__, "steps": STEPS}
    told["sizes"] = {str(size): race(size, wanted.times) for size in wanted.links}
    told |= tell_aims(told["sizes"])
    text = json.dumps(told, indent=1) + "\n"
    sys.stdout.write(text)
    if wanted.links == list(SIZES):
        (ROOT / "benchmarks" / "results" / f"{commit}-causal_map.json").write_text(text, encoding="utf-8")


def make_links(size: int, seed: int = 20261123) -> pd.DataFrame:
    """Return links as interviews tell them: few factors told often, many seldom, fifty links a source."""
    rng = np.random.default_rng(seed)
    factors = max(60, round(6 * size**0.5))
    often = 1 / np.arange(1, factors + 1) ** 0.7
    one, two = (rng.choice(factors, size=size, p=often / often.sum()) for _ in range(2))
    two = np.where(one == two, (two + 1) % factors, two)
    source = rng.integers(0, max(20, size // 50), size)
    names = np.array([f"factor_{number}" for number in range(factors)], dtype=object)
    told = [f"S{number:05}" for number in source]
    return pd.DataFrame({"from_code": names[one], "to_code": names[two], "source": told, "unit": told})


def pick_ends(links: pd.DataFrame) -> list[Ends]:
    """Return the questions: from factors told often and seldom to others, the same for the same links."""
    starts, stops = (list(links[end].value_counts().sort_index().sort_values(ascending=False, kind="stable").index) for end in ("from_code", "to_code"))  # fmt: skip
    at = [round(share * (len(starts) - 1)) for share in (0.0, 0.05, 0.3, 0.7)]
    to = [round(share * (len(stops) - 1)) for share in (0.02, 0.2, 0.5, 0.8)]
    return [(starts[one], stops[two]) for one, two in zip(at, to, strict=True)][:QUESTIONS]


def race(size: int, times: int) -> dict[str, Any]:
    """Return seconds of each contender in each race, medians of the turns over all questions, and whether answers agree."""
    links = make_links(size)
    rows = list(zip(links["from_code"], links["to_code"], links["source"], strict=True))
    asked, told = pick_ends(links), {}
    for name, contenders in RACES.items():
        seconds: dict[str, list[float]] = {contender: [] for contender in contenders}
        answers: dict[str, list] = {}
        for _ in range(times):
            for contender, answer in contenders.items():
                material = links if contender == "ours" else rows
                spent, answers[contender] = _clock(lambda answer=answer, material=material: [answer(material, ends) for ends in asked])  # fmt: skip
                seconds[contender].append(spent / len(asked))
        best = {contender: statistics.median(own) for contender, own in seconds.items()}
        fastest = min(value for contender, value in best.items() if contender != "ours")
        ours = list(map(_plain, answers["ours"]))
        told[name] = {
            "seconds": {contender: round(value, 6) for contender, value in best.items()},
            "to_networkx": round(best["ours"] / fastest, 4),
            "same_answers": all(list(map(_plain, answer)) == ours for answer in answers.values()),
            "answers": [len(answer) if isinstance(answer, (list, set)) else answer for answer in ours],
        }  # fmt: skip
        sys.stderr.write(f"{size:,} links, {name}: {told[name]['to_networkx']} of networkx\n")
    return {"factors": int(pd.concat([links["from_code"], links["to_code"]]).nunique()), **told}


def _plain(answer: Any) -> Any:
    """Return an answer as it is compared: rows of links as the set of their pairs."""
    if not isinstance(answer, pd.DataFrame):
        return answer
    return set(zip(answer["from_code"], answer["to_code"], strict=True))


def _clock(work: Callable[[], list]) -> tuple[float, list]:
    gc.collect()
    begun = time.perf_counter()
    answer = work()
    return time.perf_counter() - begun, answer


def tell_aims(sizes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return each aim's worst figure over the sizes, the aims missed, and the races whose answers differ."""
    worst = {aim: max(own[aim.split("_")[0]]["to_networkx"] for own in sizes.values()) for aim in AIMS}
    differ = [f"{name} at {size}" for size, own in sizes.items() for name in RACES if not own[name]["same_answers"]]
    return {
        "aims": AIMS, "worst": worst, "missed": sorted(aim for aim, value in worst.items() if value > AIMS[aim]), "answers_differ": differ,
    }  # fmt: skip


def trace_ours(links: pd.DataFrame, ends: Ends) -> pd.DataFrame:
    """Return the rows of links on a path in at most `STEPS` steps."""
    return trace_paths(links, *ends, steps=STEPS)


def trace_networkx(rows: Rows, ends: Ends) -> set[tuple[str, str]]:
    """Return the pairs on such a path, by two bounded searches, forward and on the reversed view."""
    graph = networkx.DiGraph()
    graph.add_edges_from((one, two) for one, two, _ in rows)
    ahead = networkx.single_source_shortest_path_length(graph, ends[0], cutoff=STEPS)
    left = networkx.single_source_shortest_path_length(graph.reverse(copy=False), ends[1], cutoff=STEPS)
    return {(a, b) for a, b in graph.edges if a in ahead and b in left and ahead[a] + 1 + left[b] <= STEPS}


def thread_ours(links: pd.DataFrame, ends: Ends) -> list[str]:
    """Return the sources that alone state a whole path."""
    return trace_threads(links, *ends)["source"].tolist()


def thread_networkx(rows: Rows, ends: Ends) -> list[str]:
    """Return the same by one graph whose factors are told apart by source."""
    graph = networkx.DiGraph()
    graph.add_edges_from(((source, one), (source, two)) for one, two, source in rows)
    sources = {source for *_, source in rows}
    pairs = [(source, (source, ends[0]), (source, ends[1])) for source in sources]
    return sorted(s for s, one, two in pairs if one in graph and two in graph and networkx.has_path(graph, one, two))


def robust_ours(links: pd.DataFrame, ends: Ends) -> int:
    """Return the maximum flow, capacities in citations."""
    return robustness(links, *ends)


def robust_networkx(rows: Rows, ends: Ends, flow_func: Callable | None = None) -> int:
    """Return the same, by networkx's default (preflow-push) or another of its algorithms."""
    graph = networkx.DiGraph()
    counts = Counter((one, two) for one, two, _ in rows)
    graph.add_edges_from((one, two, {"capacity": count}) for (one, two), count in counts.items())
    return networkx.maximum_flow_value(graph, *ends, flow_func=flow_func)


def robust_networkx_paths(rows: Rows, ends: Ends) -> int:
    """Return the same by shortest augmenting paths, which are faster where little flows."""
    return robust_networkx(rows, ends, networkx.algorithms.flow.shortest_augmenting_path)


RACES: dict[str, dict[str, Callable]] = {
    "tracing": {"ours": trace_ours, "networkx": trace_networkx},
    "threads": {"ours": thread_ours, "networkx": thread_networkx},
    "robustness": {"ours": robust_ours, "networkx": robust_networkx, "networkx_paths": robust_networkx_paths},
}

if __name__ == "__main__":
    main()
