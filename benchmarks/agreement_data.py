"""What the races of `agreement.py` are about: their data, made anew from a seed, and who contends."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CODES = 10
Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Race:
    """One race: in words, who contends, what its data are, how often each process repeats its act."""

    words: str
    contenders: tuple[str, ...]
    data: Callable[[np.random.Generator, bool], Arrays]
    repeats: int = 5
    once: frozenset[str] = frozenset()
    smaller: frozenset[str] = frozenset()

    def make(self, path: Path, draw: np.random.Generator) -> None:
        """Write the data, and a little of the same kind to warm up with."""
        for place, little in ((str(path), False), (f"{path}.little.npz", True)):
            arrays = self.data(draw, little)
            np.savez(place, **arrays)
            if "coding_id" in arrays:
                keep_codings(Path(f"{place}.sqlite"), arrays)


def ratings(draw: np.random.Generator, units: int, coders: int = 5, gaps: float = 0.15) -> np.ndarray:
    """Return coders x units of code numbers from 1; four in five are the unit's own code, some are missing (NaN)."""
    own = draw.choice(CODES, size=units, p=np.arange(CODES, 0, -1) / sum(range(CODES + 1)))
    stray = draw.random((coders, units)) < 0.2
    codes = np.where(stray, draw.integers(0, CODES, (coders, units)), own) + 1.0
    codes[draw.random((coders, units)) < gaps] = np.nan
    return codes


def spans(draw: np.random.Generator, count: int, sources: int, apart: int = 60) -> Arrays:
    """Return marked passages in no order: source, start, end and code; about ``apart`` characters between starts."""
    source = np.sort(draw.integers(0, sources, count))
    length = draw.integers(20, 140, count)
    place = np.arange(count) - np.searchsorted(source, source)
    start = place * apart + draw.integers(0, apart // 2, count)
    order = draw.permutation(count)
    code = draw.integers(0, CODES, count)
    return {"source": source[order], "start": start[order], "end": (start + length)[order], "code": code}


def two_coders(draw: np.random.Generator, count: int, sources: int) -> Arrays:
    """Return passages of two coders: the second moves some edges, changes some codes, and leaves some passages out."""
    one = spans(draw, count, sources, apart=150)
    moved = draw.integers(-15, 16, count)
    other = {
        **one,
        "start": np.maximum(one["start"] + moved, 0),
        "end": one["end"] + moved + draw.integers(0, 16, count),
        "code": np.where(draw.random(count) < 0.2, draw.integers(0, CODES, count), one["code"]),
    }
    told = {f"first_{name}": values for name, values in one.items()}
    told |= {f"second_{name}": values for name, values in other.items()}
    return {
        **told,
        "length": np.array([max(one["end"].max(), other["end"].max()) + 100]),
        "sources": np.array([sources]),
    }


def keep_codings(path: Path, arrays: Arrays) -> None:
    """Write codings into SQLite as the store has them, with the index that covers a self-join."""
    rows = zip(*(arrays[name].tolist() for name in ("coding_id", "source_id", "start", "end", "code_id")), strict=True)
    with closing(sqlite3.connect(path)) as kept, kept:
        kept.execute(
            'CREATE TABLE coding (coding_id TEXT PRIMARY KEY, source_id TEXT, start INT, "end" INT, code_id TEXT)'
        )
        kept.executemany("INSERT INTO coding VALUES (?, ?, ?, ?, ?)", rows)
        kept.execute('CREATE INDEX place ON coding (source_id, start, "end", code_id)')
        kept.execute("ANALYZE")


def _alpha(draw: np.random.Generator, little: bool) -> Arrays:
    return {"codes": ratings(draw, 200 if little else 100_000)}


def _bootstrap(draw: np.random.Generator, little: bool) -> Arrays:
    return {"codes": ratings(draw, 20 if little else 10_000)}


def _drawn(draw: np.random.Generator, little: bool) -> Arrays:
    units = 50 if little else 10_000
    return {"codes": ratings(draw, units), "draws": draw.integers(0, units, (20, units))}


def _levels(draw: np.random.Generator, little: bool) -> Arrays:
    return {**_bootstrap(draw, little), "levels": np.array(["nominal", "ordinal", "interval", "ratio"])}


def _weighted(draw: np.random.Generator, little: bool) -> Arrays:
    units = 200 if little else 10_000
    return {"codes": ratings(draw, units), "weights": np.array(["identity", "linear", "quadratic", "ordinal"])}


def _small(draw: np.random.Generator, little: bool) -> Arrays:
    """Return many small sets of ratings: 2 to 6 coders, 6 to 40 units, 2 to 7 codes, gaps in two sets of three."""
    many = 2 if little else 16
    codes, shapes = (
        np.full((many, 6, 40), np.nan),
        np.column_stack([draw.integers(2, 7, many), draw.integers(6, 41, many)]),
    )
    for place, (coders, units) in enumerate(shapes):
        size = draw.integers(2, 8)
        own = draw.integers(1, size + 1, units)
        given = np.where(draw.random((coders, units)) < 0.4, draw.integers(1, size + 1, (coders, units)), own).astype(
            float
        )
        given[draw.random((coders, units)) < (place % 3) * 0.15] = np.nan
        given[:2, 0] = 1.0, size  # two codes at least, and a unit that two coders coded
        codes[place, :coders, :units] = given
    weights = np.array(["identity", "linear", "quadratic", "ordinal", "radical"])
    return {
        "codes": codes,
        "shapes": shapes,
        "levels": np.array(["nominal", "ordinal", "interval", "ratio"]),
        "weights": weights,
    }


def _spans(draw: np.random.Generator, little: bool) -> Arrays:
    return two_coders(draw, 50 if little else 5000, 2 if little else 50)


def _one_text(draw: np.random.Generator, little: bool) -> Arrays:
    return two_coders(draw, 50 if little else 5000, 1)


def _stored(draw: np.random.Generator, little: bool) -> Arrays:
    marked = spans(draw, 100 if little else 100_000, 2 if little else 500)
    sources, codes, codings = (np.array([str(uuid.UUID(bytes=draw.bytes(16))) for _ in range(many)])
                               for many in (500, CODES, len(marked["start"])))  # fmt: skip
    named = {"source_id": sources[marked["source"]], "code_id": codes[marked["code"]], "coding_id": codings}
    return {**named, "start": marked["start"], "end": marked["end"]}


def _million(draw: np.random.Generator, little: bool) -> Arrays:
    return spans(draw, 100 if little else 1_000_000, 2 if little else 2000)


RACES = {
    "alpha": Race("nominal alpha of 100,000 units, 5 coders, 10 codes, gaps", ("ours", "krippendorff", "nltk"), _alpha,
                  once=frozenset({"nltk"})),
    "bootstrap": Race("nominal alpha of 10,000 units, 5 coders, with an interval of 1,000 replicates",
                      ("ours", "krippendorff"), _bootstrap, once=frozenset({"krippendorff"})),
    "drawn": Race("alpha of 20 samples of 10,000 units drawn with replacement", ("ours", "krippendorff"), _drawn, 1),
    "levels": Race("alpha of 10,000 units at four levels of measurement", ("ours", "krippendorff"), _levels),
    "weighted": Race("five coefficients with errors under four weightings, 10,000 units, 5 coders", ("ours", "irrcac"),
                     _weighted, once=frozenset({"irrcac"})),
    "small": Race(
        "16 small sets drawn at random: alpha at four levels, five coefficients with errors under five weightings",
        ("ours", "krippendorff", "irrcac"),
        _small,
        repeats=1,
        once=frozenset({"ours", "krippendorff", "irrcac"}),
    ),
    "match": Race("passages matched, two coders, 5,000 each, 50 texts", ("ours", "pygamma"), _spans,
        smaller=frozenset({"pygamma"}),
    ),
    "characters": Race(
        "alpha of each of 10 codes by characters, two coders, 5,000 passages each, 50 texts of turns",
        ("ours", "krippendorff"),
        _spans,
        once=frozenset({"krippendorff"}),
    ),
    "unitizing": Race("unitizing alpha, two coders, 5,000 passages each, 50 texts", ("ours",), _spans),
    "intervals": Race("unitizing alpha with intervals of 1,000 replicates, as above", ("ours",), _spans),
    "one_text": Race("passages matched, two coders, 5,000 each, all in one text", ("ours",), _one_text),
    "stored": Race("pairs of 100,000 stored codings that overlap, by their ids; ours reads the rows and sweeps",
                   ("ours", "sql"), _stored),
    "counted": Race("overlaps of 100,000 codings counted by pair of codes; ours in memory, ours_read reads them first",
                    ("ours", "ours_read", "sql"), _stored),
    "million": Race("overlaps of a million codings in memory", ("ours", "numpy"), _million),
}  # fmt: skip
