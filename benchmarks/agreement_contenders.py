"""One contender of one race, run as a process of its own so that its memory is its own; `agreement.py` starts it.

    python benchmarks/contenders.py RACE CONTENDER DATA TIMES

It runs in the environment of a peer, so nothing is imported at the top but the standard library and numpy. Printed is
one line of JSON: the shortest seconds, the peak of memory beyond what was held before, and the answers.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Act = Callable[[], dict[str, Any]]
LOOP, PARTS = 1000, 10
SELF_JOIN = (
    "FROM coding a JOIN coding b ON b.source_id = a.source_id AND b.start >= a.start"
    ' AND b.start < a."end" AND (b.start > a.start OR b.rowid > a.rowid)'
)
"""Of two codings that overlap, one begins within the other: a range of the index for each coding."""
MEASURES = {
    "conger": "cohen_kappa", "fleiss": "fleiss_kappa", "gwet": "gwet_ac2",
    "bp": "brennan_prediger", "krippendorff": "krippendorff_alpha",
}  # fmt: skip
"""What irrCAC calls a coefficient, and what we do."""


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
    """Return the act: six coefficients under three weightings, with standard errors."""
    from useit_eval.coding import agreement

    def act() -> dict[str, Any]:
        told = {}
        rated = agreement.rate(*data["codes"])
        for weights in data["weights"].tolist():
            found = agreement.measure(rated, measures=list(MEASURES.values()), weights=weights, replicates=0)
            found = found.set_index("measure")
            for theirs, ours in MEASURES.items():
                told[f"{theirs} {weights}"] = float(found["value"][ours])
                told[f"{theirs} {weights} error"] = float(found["standard_error"][ours])
        return told

    return act


def weighted_irrcac(data: dict[str, Any]) -> Act:
    """Return the same act of irrCAC."""
    import pandas as pd
    from irrCAC.raw import CAC

    frame = pd.DataFrame(data["codes"].T)

    def act() -> dict[str, Any]:
        told = {}
        for weights in data["weights"].tolist():
            rated = CAC(frame, weights=weights, digits=14)
            for name in MEASURES:
                found = getattr(rated, name)()["est"]
                told[f"{name} {weights}"] = float(found["coefficient_value"])
                told[f"{name} {weights} error"] = float(found["se"])
        return told

    return act


def match_ours(data: dict[str, Any]) -> Act:
    """Return the act: the second coder's passages beside the first one's."""
    from useit_eval.coding import match_passages

    first, second = _marked(data, "first"), _marked(data, "second")
    return lambda: {"matched": int(match_passages(first, second)["first_code"].notna().sum())}


def characters_ours(data: dict[str, Any]) -> Act:
    """Return the act: from two coders' passages to alpha by characters, of each code."""
    import pandas as pd

    from useit_eval.coding.agreement import krippendorff_alpha
    from useit_eval.coding.units import mark_units, rate_units

    codings = pd.concat([_marked(data, "first"), _marked(data, "second")], ignore_index=True)
    length, sources = int(data["length"][0]), range(int(data["sources"][0]))
    texts = {f"text {source}": " " * length for source in sources}
    turns = [(source, start, min(start + 600, length)) for source in texts for start in range(0, length, 600)]
    segments = pd.DataFrame(turns, columns=["source_id", "start", "end"])

    def act() -> dict[str, Any]:
        marks = mark_units(codings, unit="character", texts=texts, segments=segments)
        return {code: krippendorff_alpha(rate_units(marks, code=code)) for code in marks.codes}

    return act


def characters_krippendorff(data: dict[str, Any]) -> Act:
    """Return the same act of krippendorff, which is given every character of every text."""
    import krippendorff

    length, sources = int(data["length"][0]), int(data["sources"][0])

    def painted(coder: str, code: int) -> np.ndarray:
        line = np.zeros(length * sources, dtype=np.int8)
        mine = data[f"{coder}_code"] == code
        begins = data[f"{coder}_source"][mine] * length
        for start, end in zip(data[f"{coder}_start"][mine] + begins, data[f"{coder}_end"][mine] + begins, strict=True):
            line[start:end] = 1
        return line

    def act() -> dict[str, Any]:
        told = {}
        for code in np.unique(data["first_code"]).tolist():
            both = np.stack([painted("first", code), painted("second", code)])
            told[f"code {code}"] = float(krippendorff.alpha(both, level_of_measurement="nominal"))
        return told

    return act


def match_pygamma(data: dict[str, Any]) -> Act:
    """Return the act of pygamma nearest to matching, the best alignment, for the passages of one text (a hundred or so)."""
    from pyannote.core import Segment
    from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum

    marked = Continuum()
    for coder in ("first", "second"):
        source, start, end, code = (data[f"{coder}_{name}"] for name in ("source", "start", "end", "code"))
        here = np.flatnonzero(source == source.min())
        for row in here[np.argsort(start[here])].tolist():
            marked.add(coder, Segment(float(start[row]), float(end[row])), str(code[row]))
    return lambda: {"aligned": len(list(marked.get_best_alignment(CombinedCategoricalDissimilarity(delta_empty=1))))}


def stored_sql(data: dict[str, Any]) -> Act:
    """Return the act: the ids of each two stored codings that overlap, by a self-join over the index."""
    kept = sqlite3.connect(f"{data['path']}.sqlite")

    def act() -> dict[str, Any]:
        found = kept.execute(f"SELECT a.coding_id, b.coding_id {SELF_JOIN}").fetchall()
        return {"later": lambda: _tell_pairs(found)}

    return act


def stored_ours(data: dict[str, Any]) -> Act:
    """Return the same act by reading the rows and sweeping over them."""
    import pandas as pd

    from useit_eval.coding import find_overlaps

    kept = sqlite3.connect(f"{data['path']}.sqlite")

    def act() -> dict[str, Any]:
        rows = kept.execute('SELECT coding_id, source_id, start, "end" FROM coding').fetchall()
        ids, *columns = zip(*rows, strict=True)
        names = np.array(ids, dtype=object)
        marked = pd.DataFrame(dict(zip(("source_id", "start", "end"), columns, strict=True)))
        found = [(names[pairs["first"]], names[pairs["second"]]) for pairs in find_overlaps(marked)]
        return {"later": lambda: _tell_pairs([pair for block in found for pair in zip(*block, strict=True)])}

    return act


def counted_sql(data: dict[str, Any]) -> Act:
    """Return the act: pairs of overlapping codings counted by their codes, by a self-join over the index."""
    kept = sqlite3.connect(f"{data['path']}.sqlite")

    def act() -> dict[str, Any]:
        found = kept.execute(f"SELECT a.code_id, b.code_id, count(*) {SELF_JOIN} GROUP BY 1, 2").fetchall()
        return {"later": lambda: _both_ways(found)}

    return act


def counted_ours(data: dict[str, Any]) -> Act:
    """Return the same act over codings in memory."""
    marked = _read_codings(data)
    return lambda: _count_by_codes(marked)


def counted_ours_read(data: dict[str, Any]) -> Act:
    """Return the same act over codings read from the file first."""
    return lambda: _count_by_codes(_read_codings(data))


def million_ours(data: dict[str, Any]) -> Act:
    """Return the act: every pair of a million codings that overlap, with what they share."""
    import pandas as pd

    from useit_eval.coding import find_overlaps

    marked = pd.DataFrame({"source_id": data["source"], "start": data["start"], "end": data["end"]})

    def act() -> dict[str, Any]:
        told = np.array([(len(pairs), pairs["shared"].sum()) for pairs in find_overlaps(marked)]).sum(axis=0)
        return {"pairs": int(told[0]), "shared": int(told[1])}

    return act


def million_numpy(data: dict[str, Any]) -> Act:
    """Return the same answer by another way: characters by depth, summed from a sorted list of edges."""
    width = int(data["end"].max()) + 1
    start, end = (data[name] + data["source"] * width for name in ("start", "end"))

    def act() -> dict[str, Any]:
        edges = np.concatenate([start, end])
        order = np.argsort(edges, kind="stable")
        depth = np.cumsum(np.repeat([1, -1], len(start))[order])[:-1]
        return {"shared": int((depth * (depth - 1) // 2 * np.diff(edges[order])).sum())}

    return act


def _marked(data: dict[str, Any], coder: str) -> Any:
    """Return one coder's passages as a frame of codings."""
    import pandas as pd

    frame = pd.DataFrame({name: data[f"{coder}_{name}"] for name in ("start", "end")})
    named = [("source_id", "text", "source"), ("code_id", "code", "code")]
    frame = frame.assign(**{column: [f"{word} {n}" for n in data[f"{coder}_{name}"]] for column, word, name in named})
    return frame.assign(coder=coder, coding_id=[f"{coder} {n}" for n in range(len(frame))])


def _read_codings(data: dict[str, Any]) -> Any:
    import pandas as pd

    with contextlib.closing(sqlite3.connect(f"{data['path']}.sqlite")) as kept:
        rows = kept.execute('SELECT source_id, start, "end", code_id FROM coding').fetchall()
    columns = zip(*rows, strict=True)
    return pd.DataFrame(dict(zip(("source_id", "start", "end", "code_id"), columns, strict=True)))


def _count_by_codes(marked: Any) -> dict[str, Any]:
    import pandas as pd

    from useit_eval.coding import find_overlaps

    code, names = pd.factorize(marked["code_id"])
    counts = np.zeros(len(names) ** 2, dtype=np.int64)
    for pairs in find_overlaps(marked):
        counts += np.bincount(code[pairs["first"]] * len(names) + code[pairs["second"]], minlength=len(counts))
    found = [(names[n // len(names)], names[n % len(names)], int(count)) for n, count in enumerate(counts) if count]
    return {"later": lambda: _both_ways(found)}


def _tell_pairs(found: list[tuple[str, str]]) -> dict[str, int]:
    """Return how many pairs there are, and a number that other pairs would not have."""
    mixed = (zlib.crc32("".join(sorted(pair)).encode()) for pair in found)
    return {"pairs": len(found), "sum": sum(mixed)}


def _both_ways(rows: list[tuple[str, str, int]]) -> dict[str, int]:
    """Return counts of pairs of codes, whichever of the two codings begins first."""
    told: dict[str, int] = {}
    for one, other, count in rows:
        name = " ".join(sorted((one, other)))
        told[name] = told.get(name, 0) + count
    return told


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
    contend = globals()[f"{race}_{name}"]
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
