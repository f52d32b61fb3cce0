"""What causal maps cost, beside networkx, in one run on one machine, kept as JSON by commit.

    python benchmarks/causal_map.py               tracing, threads and robustness at 1,000, 10,000 and 100,000 links
    python benchmarks/causal_map.py --links 1000  one size; nothing is kept

Each contender answers the same questions about the same rows, in turn, and the answers are compared. All begin at the frame
of links, build what they need anew for every question, and answer alike: tracing with rows of the frame. The frame is made into
plain lists for networkx in the cheapest way known (its own reader of frames takes three times as long). ``networkx_lists`` is
a second, harder measure: the lists cost it nothing, and pairs are answer enough, while ours does all its work.
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
"""Each of the three sizes has to keep them, beside ``networkx``. Threads have no aim of their own."""
AGAIN = 20_000
"""A turn asks again until it has handled about so many links, and the best counts: a millisecond cannot be timed once."""
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
    rows, asked, told = list_rows(links), pick_ends(links), {}
    for name, contenders in RACES.items():
        seconds: dict[str, list[float]] = {contender: [] for contender in contenders}
        answers: dict[str, list] = {}
        for _ in range(times):
            for contender, answer in contenders.items():
                material = rows if contender.startswith("networkx_lists") else links
                spent, answers[contender] = _clock(answer, material, asked, max(1, AGAIN // size))
                seconds[contender].append(spent)
        told[name] = _tell({one: statistics.median(own) for one, own in seconds.items()}, answers)
        lists = told[name]["to_networkx_lists"]
        sys.stderr.write(f"{size:,} links, {name}: {told[name]['to_networkx']} of networkx ({lists} with free lists)\n")
    return {"factors": int(pd.concat([links["from_code"], links["to_code"]]).nunique()), **told}


def list_rows(links: pd.DataFrame) -> Rows:
    """Return links as tuples of Python's own strings, the cheapest way out of a frame."""
    return list(zip(*(links[column].tolist() for column in ("from_code", "to_code", "source")), strict=True))


def _tell(seconds: dict[str, float], answers: dict[str, list]) -> dict[str, Any]:
    """Return seconds, ratios to the fastest way of networkx from the frame and from free lists, and the answers compared."""
    lists = {one: value for one, value in seconds.items() if one.startswith("networkx_lists")}
    frames = [value for one, value in seconds.items() if one != "ours" and one not in lists]
    ours = list(map(_plain, answers["ours"]))
    return {
        "seconds": {contender: round(value, 6) for contender, value in seconds.items()},
        "to_networkx": round(seconds["ours"] / min(frames), 4),
        "to_networkx_lists": round(seconds["ours"] / min(lists.values()), 4),
        "same_answers": all(list(map(_plain, answer)) == ours for answer in answers.values()),
        "answers": [len(answer) if isinstance(answer, (list, set)) else answer for answer in ours],
    }  # fmt: skip


def _plain(answer: Any) -> Any:
    """Return an answer as it is compared: rows of links as the set of their pairs."""
    if not isinstance(answer, pd.DataFrame):
        return answer
    return set(zip(answer["from_code"], answer["to_code"], strict=True))


def _clock(answer: Callable, material: Any, asked: list[Ends], again: int) -> tuple[float, list]:
    """Return the seconds a question takes, the best of so many times each, and the answers."""
    gc.collect()
    spent, answers = [float("inf")] * len(asked), [None] * len(asked)
    for _ in range(again):
        for place, ends in enumerate(asked):
            begun = time.perf_counter()
            answers[place] = answer(material, ends)
            spent[place] = min(spent[place], time.perf_counter() - begun)
    return sum(spent) / len(asked), answers


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


def trace_networkx(links: pd.DataFrame, ends: Ends) -> pd.DataFrame:
    """Return the same rows, by the pairs that networkx finds."""
    rows = list(zip(links["from_code"].tolist(), links["to_code"].tolist(), strict=True))
    pairs = trace_lists(rows, ends)
    return links.take(np.array([place for place, pair in enumerate(rows) if pair in pairs], dtype=np.int64))


def trace_lists(rows: list[tuple[str, ...]], ends: Ends) -> set[tuple[str, str]]:
    """Return the pairs on such a path, by two bounded searches, forward and on the reversed view."""
    graph = networkx.DiGraph()
    graph.add_edges_from(row[:2] for row in rows)
    ahead = networkx.single_source_shortest_path_length(graph, ends[0], cutoff=STEPS)
    left = networkx.single_source_shortest_path_length(graph.reverse(copy=False), ends[1], cutoff=STEPS)
    return {(a, b) for a, b in graph.edges if a in ahead and b in left and ahead[a] + 1 + left[b] <= STEPS}


def thread_ours(links: pd.DataFrame, ends: Ends) -> list[str]:
    """Return the sources that alone state a whole path."""
    return trace_threads(links, *ends)["source"].tolist()


def thread_networkx(links: pd.DataFrame, ends: Ends) -> list[str]:
    """Return the same by networkx."""
    return thread_lists(list_rows(links), ends)


def thread_lists(rows: Rows, ends: Ends) -> list[str]:
    """Return the same by one graph whose factors are told apart by source."""
    graph = networkx.DiGraph()
    graph.add_edges_from(((source, one), (source, two)) for one, two, source in rows)
    sources = {source for *_, source in rows}
    pairs = [(source, (source, ends[0]), (source, ends[1])) for source in sources]
    return sorted(s for s, one, two in pairs if one in graph and two in graph and networkx.has_path(graph, one, two))


def robust_ours(links: pd.DataFrame, ends: Ends) -> int:
    """Return the maximum flow, capacities in citations."""
    return robustness(links, *ends)


def robust_networkx(links: pd.DataFrame, ends: Ends) -> int:
    """Return the same, by networkx's default (preflow-push)."""
    return robust_lists(list_rows(links), ends)


def robust_networkx_paths(links: pd.DataFrame, ends: Ends) -> int:
    """Return the same by shortest augmenting paths, which are faster where little flows."""
    return robust_lists_paths(list_rows(links), ends)


def robust_lists(rows: Rows, ends: Ends, flow_func: Callable | None = None) -> int:
    """Return the same from lists, by the default or another of networkx's algorithms."""
    graph = networkx.DiGraph()
    counts = Counter((one, two) for one, two, _ in rows)
    graph.add_edges_from((one, two, {"capacity": count}) for (one, two), count in counts.items())
    return networkx.maximum_flow_value(graph, *ends, flow_func=flow_func)


def robust_lists_paths(rows: Rows, ends: Ends) -> int:
    """Return the same from lists by shortest augmenting paths."""
    return robust_lists(rows, ends, networkx.algorithms.flow.shortest_augmenting_path)


RACES: dict[str, dict[str, Callable]] = {
    "tracing": {"ours": trace_ours, "networkx": trace_networkx, "networkx_lists": trace_lists},
    "threads": {"ours": thread_ours, "networkx": thread_networkx, "networkx_lists": thread_lists},
    "robustness": {
        "ours": robust_ours, "networkx": robust_networkx, "networkx_paths": robust_networkx_paths,
        "networkx_lists": robust_lists, "networkx_lists_paths": robust_lists_paths,
    },
}  # fmt: skip

if __name__ == "__main__":
    main()
