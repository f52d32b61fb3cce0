"""Agreement on free spans: Krippendorff's alpha for unitizing, per code and overall, without fixed units.

Two families of coefficients, both 1 where all coders set the same spans and about 0 where they agree as chance would:

- ``alpha_u`` (Krippendorff 1995, Sociological Methodology 25, 47-76; Krippendorff 2004, Content Analysis, 2nd ed.,
  251-256) looks at how far edges lie apart, in squared characters, one code after the other.
- the family of Krippendorff, Mathet, Bouvry and Widlöcher 2016 (Quality & Quantity 50, 2347-2364) looks at how many
  characters are said the same about: ``u_alpha`` (where and which code), ``|u_alpha`` (marked or not marked, whatever
  the code), ``cu_alpha`` (which code, where two coders both marked something) and ``(k)u_alpha`` (the same for one
  code). It was made because the earlier one misbehaves with more than two coders.

Gamma of Mathet, Widlöcher and Métivier 2015, another answer to the same question, is not computed: what it expects
by chance comes from continua drawn at random, so that it has no value of its own without a drawing program.

Low agreement is a prompt to sharpen a definition, never a grade of a person.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import pandas as pd

from useit_eval.coding.agreement.coincidences import Sums, gather, values_of
from useit_eval.coding.agreement.continua import Continua, block_cuts, cut_line, read_continua
from useit_eval.coding.overlaps import Line, lay_out, pairs_within
from useit_eval.ground.columns import require

COLUMNS = (
    *("measure", "code_id", "value", "observed", "expected", "low", "high", "units", "coders", "characters"),
    *("covered", "why", "method"),
)
OVERALL = ("alpha_u", "u_alpha", "|u_alpha", "cu_alpha")
PER_CODE = ("alpha_u", "u_alpha", "(k)u_alpha")
_SINCE_1995 = "Krippendorff 1995, 2004"
_SINCE_2016 = "Krippendorff, Mathet, Bouvry and Widlöcher 2016"
_DRAWN_AT_ONCE = 2_000_000


def unitizing_alpha(
    codings: pd.DataFrame,
    *,
    lengths: Mapping[Hashable, int],
    begins: Mapping[Hashable, int] | None = None,
    codes: Sequence[Hashable] | None = None,
    coders: Sequence[Hashable] | None = None,
    segments: pd.DataFrame | None = None,
    seed: int = 1,
    replicates: int = 1000,
) -> pd.DataFrame:
    """Return agreement on free spans: one row for each measure, overall (code_id missing) and for each code.

    Needs coder, source_id, start, end (after the last character) and code_id; ``lengths`` gives the characters of
    every text all coders read, also of those nobody marked, and ``begins`` where it begins if not at 0 (a part of a
    text). ``codes`` and ``coders`` choose which to look at; a coder who marked nothing must be named there. Columns:
    measure, code_id, value (at most 1, NaN when undefined), observed and expected (value is 1 - observed / expected),
    low and high (95% bootstrap interval), units, coders, characters (of all texts), covered (the share of the whole
    or, for a code, of the marked text the value rests upon), why (in words, when there is no value) and method.

    Several texts are laid end to end; no gap reaches over the end of a text, since no span can, so that their order
    makes no difference. Spans of one coder with one code that overlap count as one, those that touch as two. Each
    code is a continuum of its own, so that codes may overlap: ``alpha_u`` overall is taken over the sums of all codes;
    for the other overall measures a stretch with several codes of one coder has the set of them as its value and is
    a unit of its own. Where one coder's codes never overlap this is the published definition. ``u_alpha`` of a code
    reads all else as unmarked. For ``cu_alpha`` and ``(k)u_alpha`` of three coders or more, a unit's chance of meeting
    itself counts it for as long as the others marked it on average.

    The interval draws whole texts again, or with ``segments`` (source_id, start, end; turns, say) pieces of text,
    those joined over which any span reaches: within them spans hang together. Text outside every segment makes
    pieces of its own. The fewer the pieces, the rougher it is; draws that leave a measure undefined are left out.
    None is given for fewer than two pieces, nor for ``alpha_u``: none is published, and its expectation slides each
    span over the gaps of whole texts, which drawn pieces do not have.

    Raises InputRefused for fewer than two coders, a span outside its text, one that ends before it starts, a source
    without a length, and a missing value.

    Example:
        >>> marked = [("ann", 0, 10, "a"), ("ben", 0, 10, "a"), ("ann", 20, 30, "b"), ("ben", 20, 25, "b")]
        >>> frame = pd.DataFrame(marked, columns=["coder", "start", "end", "code_id"]).assign(source_id="t")
        >>> found = unitizing_alpha(frame, lengths={"t": 100})
        >>> found.set_index("measure")["value"].head(4).round(3).to_dict()
        {'alpha_u': 0.907, 'u_alpha': 0.837, '|u_alpha': 0.829, 'cu_alpha': 1.0}
    """
    units = read_continua(codings, lengths=lengths, begins=begins, codes=codes, coders=coders)
    cuts = block_cuts(units, _inner_edges(segments, lengths, begins or {}, units))
    pairs = _pairs(units)
    sums = gather(units, cut_line(units, cuts), cuts, pairs)
    rows = [*_early(units, pairs), *_late(units, sums, _intervals(sums, seed=seed, replicates=replicates))]
    order = [(None, name) for name in OVERALL] + [(code, name) for code in units.codes for name in PER_CODE]
    found = {(row["code_id"], row["measure"]): row for row in rows}
    shared = {"coders": len(units.coders), "characters": units.length}
    return pd.DataFrame([{**shared, **found[key]} for key in order], columns=list(COLUMNS))


def _inner_edges(segments: pd.DataFrame | None, lengths: Mapping, begins: Mapping, units: Continua) -> np.ndarray:
    """Return the edges of segments on the line, each held within its text."""
    if segments is None:
        return np.zeros(0, dtype=np.int64)
    require(segments, "segments", "source_id", "start", "end")
    sources = list(lengths)
    text = pd.Index(sources).get_indexer(segments["source_id"])
    edges = segments.loc[text >= 0, ["start", "end"]].to_numpy(dtype=np.int64)
    low = units.texts[:-1][text[text >= 0], None]
    first = np.array([begins.get(source, 0) for source in sources], dtype=np.int64)[text[text >= 0], None]
    return np.clip(edges - first + low, low, units.texts[1:][text[text >= 0], None]).ravel()


def _pairs(units: Continua) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of units with one code that overlap; they belong to two coders, whose own units are apart."""
    line: Line = lay_out(units.code, units.start, units.end, width=units.length + 1)
    blocks = [(line.rows[one], line.rows[two]) for one, two in pairs_within(line)]
    empty = np.zeros(0, dtype=np.int64)
    return tuple(np.concatenate(part) for part in zip((empty, empty), *blocks, strict=True))


def _early(units: Continua, pairs: tuple[np.ndarray, np.ndarray]) -> list[dict]:
    """Return alpha_u for each code and overall."""
    observed = _observed(units, pairs)
    expected = np.array([_expected(units, code) for code in range(len(units.codes))])
    counts = np.bincount(units.code, minlength=len(units.codes))
    whole = _marked_whole(units, counts, observed)
    used = counts > 0
    means = (observed[used].mean(), expected[used].mean()) if used.any() else (np.nan, np.nan)
    rows = [(None, *means, counts.sum(), whole[used].all())]
    rows += zip(units.codes, observed, expected, counts, whole, strict=True)
    return [
        _row("alpha_u", code, shares, why=_why_early(code, count, all_whole), units=count)
        for code, *shares, count, all_whole in rows
    ]


def _row(measure: str, code: Hashable, shares: Sequence[float], *, why: str, units: int, **more: float) -> dict:
    observed, expected = map(float, shares)
    value = np.nan if why else 1 - observed / expected
    method = _SINCE_1995 if measure == "alpha_u" else _SINCE_2016
    row = {"measure": measure, "code_id": code, "value": value, "observed": observed, "expected": expected}
    return {**row, "units": int(units), "covered": 1.0, "why": why, "method": method, **more}


def _why_early(code: Hashable, count: int, whole: bool) -> str:
    if count == 0:
        return f"nobody marked anything{_naming(code)}"
    if whole:
        return "everybody marked each text as one whole, so that nothing was left to chance"
    return ""


def _naming(code: Hashable) -> str:
    return "" if code is None else " with this code"


def _marked_whole(units: Continua, counts: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """Tell for each code whether each coder's spans are just the texts: every unit a text, every text a unit."""
    full = units.size == np.diff(units.texts)[units.text]
    texts = len(units.coders) * (len(units.texts) - 1)
    return (np.bincount(units.code[full], minlength=len(units.codes)) == texts) & (counts == texts) & (observed == 0)


def _observed(units: Continua, pairs: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Return D_o per code: squared distances of edges of overlapping units, and squared lengths of units on a gap."""
    one, two = pairs
    met = np.zeros((len(units.code), len(units.coders)), dtype=bool)
    met[one, units.coder[two]] = True
    met[two, units.coder[one]] = True
    alone = len(units.coders) - 1 - met.sum(axis=1)
    apart = (units.start[one] - units.start[two]).astype(float) ** 2 + (units.end[one] - units.end[two]) ** 2.0
    width = len(units.codes)
    total = np.bincount(units.code[one], apart, width) + np.bincount(units.code, alone * units.size**2.0, width)
    people = len(units.coders)
    return 2 * total / (people * (people - 1) * max(units.length, 1) ** 2.0)


def _expected(units: Continua, code: int) -> float:
    """Return D_e of a code: its units slid over one another and over all gaps, every placement as likely."""
    mine = np.flatnonzero(units.code == code)
    if not len(mine):
        return 0.0
    size, people, line = units.size[mine].astype(float), len(units.coders), float(units.length)
    over_units = (len(mine) - 1) * (2 * size**3 - 3 * size**2 + size) / 3
    over_gaps = size**2 * _placements(*_gaps(units, mine), size)
    ways = people * line * (people * line - 1) - (size * (size - 1)).sum()
    return float(2 / line * (over_units + over_gaps).sum() / ways)


def _gaps(units: Continua, mine: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the lengths of gaps between one code's units, and how often each occurs; none spans two texts."""
    text, start, end = units.text[mine], units.start[mine], units.end[mine]
    key = units.coder[mine].astype(np.int64) * (len(units.texts) - 1) + text
    opens = np.concatenate([[True], key[1:] != key[:-1]])
    closes = np.concatenate([key[1:] != key[:-1], [True]])
    before = start - np.where(opens, units.texts[text], np.concatenate([[0], end[:-1]]))
    after = units.texts[text + 1][closes] - end[closes]
    untouched = len(units.coders) - np.bincount(text[opens], minlength=len(units.texts) - 1)
    gaps = np.concatenate([before, after, np.diff(units.texts)])
    times = np.concatenate([np.ones(len(before) + len(after)), untouched])
    return gaps, times


def _placements(gaps: np.ndarray, times: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return for each size in how many places units of that size fit into the gaps."""
    order = np.argsort(gaps)
    gaps, times = gaps[order], times[order]
    fitting = np.searchsorted(gaps, sizes)
    room, number = (np.concatenate([np.cumsum(part[::-1])[::-1], [0]]) for part in (times * (gaps + 1), times))
    return room[fitting] - sizes * number[fitting]


def _late(units: Continua, sums: Sums, intervals: tuple[np.ndarray, np.ndarray]) -> list[dict]:
    """Return rows for the family of 2016, in the order of `values_of`."""
    found = values_of(sums, np.ones((1, sums.blocks)))
    counts = np.bincount(units.code, minlength=len(units.codes))
    names = [(name, None, counts.sum()) for name in OVERALL[1:]]
    names += [(name, code, counts[n]) for name in PER_CODE[1:] for n, code in enumerate(units.codes)]
    rows = []
    for n, (name, code, count) in enumerate(names):
        shares = found.observed[0, n], found.expected[0, n]
        interval = {"low": intervals[0][n], "high": intervals[1][n], "covered": found.covered[0, n]}
        rows.append(_row(name, code, shares, why=_why(name, code, count, *shares), units=count, **interval))
    return rows


def _why(name: str, code: Hashable, count: int, observed: float, expected: float) -> str:
    """Return in words why a measure has no value, or an empty text."""
    if count == 0:
        return f"nobody marked anything{_naming(code)}"
    if expected > 0:
        return ""
    if name not in ("cu_alpha", "(k)u_alpha"):
        same = " with one and the same code" if (name, code) == ("u_alpha", None) else _naming(code)
        return f"everybody marked everything{same}, so that nothing was left to chance"
    if np.isnan(observed):
        return f"nothing marked{_naming(code)} was also marked by another coder"
    return "where two coders both marked the text, they gave one and the same code"


def _intervals(sums: Sums, *, seed: int, replicates: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the 2.5 and 97.5 percentiles of each measure over pieces of text drawn again; NaN for one piece."""
    rng, pieces = np.random.default_rng(seed), sums.blocks
    at_once = max(1, _DRAWN_AT_ONCE // max(pieces, sums.value.shape[1]))
    drawn = [np.full((1, sums.measures), np.nan)]
    for done in range(0, replicates if pieces > 1 else 0, at_once):
        weights = rng.multinomial(pieces, np.full(pieces, 1 / pieces), size=min(at_once, replicates - done))
        found = values_of(sums, weights.astype(float))
        with np.errstate(divide="ignore", invalid="ignore"):
            drawn.append(np.where(found.expected > 0, 1 - found.observed / found.expected, np.nan))
    values = np.concatenate(drawn)
    known = np.flatnonzero(~np.isnan(values).all(axis=0))
    low, high = np.full((2, sums.measures), np.nan)
    if len(known):
        low[known], high[known] = np.nanpercentile(values[:, known], [2.5, 97.5], axis=0)
    return low, high
