"""Who contends in the races over passages of text; `agreement_contenders.py` runs one of them.

As there, nothing is imported at the top but the standard library and numpy.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

Act = Callable[[], dict[str, Any]]
SELF_JOIN = (
    "FROM coding a JOIN coding b ON b.source_id = a.source_id AND b.start >= a.start"
    ' AND b.start < a."end" AND (b.start > a.start OR b.rowid > a.rowid)'
)
"""Of two codings that overlap, one begins within the other: a range of the index for each coding."""


def match_ours(data: dict[str, Any]) -> Act:
    """Return the act: the second coder's passages beside the first one's."""
    from useit_eval.coding import match_passages

    first, second = _marked(data, "first"), _marked(data, "second")
    return lambda: {"matched": int(match_passages(first, second)["first_code"].notna().sum())}


def one_text_ours(data: dict[str, Any]) -> Act:
    """Return the same act; the data have one text."""
    return match_ours(data)


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


def unitizing_ours(data: dict[str, Any]) -> Act:
    """Return the act: every unitizing alpha, overall and of each code."""
    return _unitizing(data, replicates=0)


def intervals_ours(data: dict[str, Any]) -> Act:
    """Return the act: the same with intervals of 1,000 replicates."""
    return _unitizing(data, replicates=1000)


def _unitizing(data: dict[str, Any], *, replicates: int) -> Act:
    import pandas as pd

    from useit_eval.coding.agreement.unitizing import unitizing_alpha

    codings = pd.concat([_marked(data, "first"), _marked(data, "second")], ignore_index=True)
    lengths = {f"text {source}": int(data["length"][0]) for source in range(int(data["sources"][0]))}

    def act() -> dict[str, Any]:
        found = unitizing_alpha(codings, lengths=lengths, seed=1, replicates=replicates)
        return {f"{row.measure} {row.code_id}": row.value for row in found.itertuples() if row.value == row.value}

    return act


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
