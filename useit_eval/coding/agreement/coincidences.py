"""Sums over pieces of text from which the alpha family of 2016 follows: lengths said the same about, and by chance.

Every coefficient of Krippendorff, Mathet, Bouvry and Widlöcher 2016 is a function of sums that add up over pieces of
text no span reaches over. So a point estimate and all its bootstrap draws are one product of weights and sums.

With T the paired characters, A those said the same about, M_c those with value c, and R what a unit would share with
itself (its squared length; a gap counts its characters only), the published definitions come to

    observed = (T - A) / T        expected = (T^2 - sum of M_c^2) / (T^2 - R)

for u_alpha, |u_alpha and cu_alpha, and for one code k among stretches that two coders marked

    observed = (M_k - A_k) / M_k        expected = M_k (T - M_k) / (T M_k - R_k).

Where two coders marked, a unit counts for as long as others marked it too, on average over them; so it does in its
own share, which for two coders is the published formula and for more keeps chance from exceeding certainty. All sums
are kept times (coders - 1), and own shares times its square, so that they stay whole numbers.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import NamedTuple

import numpy as np
from scipy import sparse

from useit_eval.coding.agreement.continua import Continua, Stretches


@dataclasses.dataclass(frozen=True)
class Sums:
    """What each piece of text (a row) adds: to the whole line, to marked stretches, and to each code."""

    others: int
    """Coders less one."""
    line: np.ndarray
    """Pieces x 4: paired characters, same value, both or neither marked, what units share with themselves."""
    both: np.ndarray
    """Pieces x 3 of stretches two coders marked: paired characters, same value, what units share with themselves."""
    value: sparse.csr_array
    """Pieces x values (0 is unmarked): characters with that value."""
    value_both: sparse.csr_array
    """The same where another coder marked the stretch too."""
    code: tuple[sparse.csr_array, ...]
    """Pieces x codes, five times: characters, those others marked too, those agreed, own share on the line and there."""

    @property
    def blocks(self) -> int:
        """How many pieces of text there are."""
        return len(self.line)

    @property
    def measures(self) -> int:
        """How many values come from these sums: three overall and two for each code."""
        return 3 + 2 * self.code[0].shape[1]


class Found(NamedTuple):
    """Draws x measures: u_alpha, |u_alpha and cu_alpha, then each code's u_alpha, then each code's (k)u_alpha."""

    observed: np.ndarray
    expected: np.ndarray
    covered: np.ndarray


def values_of(sums: Sums, weights: np.ndarray) -> Found:
    """Return observed and expected disagreement, and the share covered, for each row of weights of pieces."""
    line, both = weights @ sums.line, weights @ sums.both
    value, value_both = weights @ sums.value, weights @ sums.value_both
    marked = np.stack([value[:, 0], value[:, 1:].sum(axis=1)], axis=1)
    overall = [
        _chance(line[:, 0], line[:, 1], line[:, 3], (value**2).sum(axis=1)),
        _chance(line[:, 0], line[:, 2], line[:, 3], (marked**2).sum(axis=1)),
        _chance(both[:, 0], both[:, 1], both[:, 2], (value_both**2).sum(axis=1)),
    ]
    alone, among = _of_codes(sums, weights, line[:, :1], both[:, :1])
    observed, expected = (np.hstack([*(pair[n][:, None] for pair in overall), alone[n], among[n]]) for n in (0, 1))
    one = np.ones((len(weights), 2))
    cu = _share(both[:, :1], line[:, :1])
    return Found(observed, expected, np.hstack([one, cu, np.ones_like(alone[0]), among[2]]))


def _of_codes(sums: Sums, weights: np.ndarray, line: np.ndarray, both: np.ndarray) -> tuple[tuple, tuple]:
    """Return observed and expected for each code on the whole line, and among stretches two coders marked."""
    mine, mine_both, agreed, own, own_both = (weights @ part for part in sums.code)
    gaps = line - mine
    alone = _chance(line, line - 2 * (mine - agreed), own + sums.others * gaps, mine**2 + gaps**2)
    expected = _share(mine_both * (both - mine_both), both * mine_both - own_both)
    return alone, (_share(mine_both - agreed, mine_both), expected, _share(mine_both, mine))


def _chance(paired: np.ndarray, same: np.ndarray, own: np.ndarray, squares: np.ndarray) -> tuple[np.ndarray, ...]:
    return _share(paired - same, paired), _share(paired**2 - squares, paired**2 - own)


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Divide, with NaN where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0)


def gather(units: Continua, parts: Stretches, cuts: np.ndarray, pairs: tuple[np.ndarray, np.ndarray]) -> Sums:
    """Return the sums of every piece of text; ``pairs`` are units of two coders with one code that overlap."""
    blocks, others = len(cuts) - 1, len(units.coders) - 1
    sizes = parts.sizes.astype(float)
    beside = np.maximum(parts.marked.sum(axis=1) - 1, 0)
    paired = np.full(len(sizes), others * (others + 1))
    line = [np.bincount(parts.block, sizes * times, blocks) for times in (paired, *_alike(parts))]
    own, own_both = _own_shares(units, parts, blocks)
    both = np.bincount(parts.block, sizes * beside * (beside + 1), blocks)
    return Sums(
        others,
        np.stack([*line[:3], own], axis=1),
        np.stack([both, line[3], own_both], axis=1),
        _by_value(parts, np.broadcast_to((others * sizes)[:, None], parts.values.shape), blocks),
        _by_value(parts, (sizes * beside)[:, None] * parts.marked, blocks),
        _by_code(units, parts, cuts, pairs),
    )


def _alike(parts: Stretches) -> np.ndarray:
    """Count at each stretch ordered pairs of coders: same value, both or neither marked, both marked with one value."""
    alike = np.zeros((3, len(parts.sizes)))
    for one, two in itertools.combinations(range(parts.values.shape[1]), 2):
        equal = parts.values[:, one] == parts.values[:, two]
        alike[0] += 2 * equal
        alike[1] += 2 * (parts.marked[:, one] == parts.marked[:, two])
        alike[2] += 2 * (equal & parts.marked[:, one])
    return alike


def _own_shares(units: Continua, parts: Stretches, blocks: int) -> tuple[np.ndarray, np.ndarray]:
    """Return for each piece of text what units would share with themselves: on the line, and where both marked."""
    others, marked = len(units.coders) - 1, parts.marked
    own, own_both = np.zeros(blocks), np.zeros(blocks)
    for coder in range(others + 1):
        mine, here = units.coder == coder, marked[:, coder]
        edge = np.zeros(len(parts.edges), dtype=bool)
        edge[np.searchsorted(parts.edges, np.concatenate([units.start[mine], units.end[mine]]))] = True
        unit = np.cumsum(edge[:-1])[here]
        place = np.zeros(int(edge.sum()) + 1, dtype=np.int64)
        # A marked unit lies within one piece of text, so that any of its stretches tells which.
        place[unit] = parts.block[here]
        own += others**2 * np.bincount(parts.block, parts.sizes * ~here, blocks)
        own += others**2 * np.bincount(place, np.bincount(unit, parts.sizes[here], len(place)) ** 2, blocks)
        paired = parts.sizes * (marked.sum(axis=1) - 1)
        own_both += np.bincount(place, np.bincount(unit, paired[here], len(place)) ** 2, blocks)
    return own, own_both


def _by_value(parts: Stretches, amounts: np.ndarray, blocks: int) -> sparse.csr_array:
    rows = np.repeat(parts.block, parts.values.shape[1])
    shape = (blocks, int(parts.values.max(initial=0)) + 1)
    return sparse.csr_array((amounts.ravel(), (rows, parts.values.ravel())), shape=shape)


def _by_code(units: Continua, parts: Stretches, cuts: np.ndarray, pairs: tuple) -> tuple[sparse.csr_array, ...]:
    """Return what each piece of text adds for each code, in the order of `Sums.code`."""
    others, size, block = len(units.coders) - 1, units.size.astype(float), _block(units, cuts)
    marked = np.vstack([np.zeros(others + 1), np.cumsum(parts.sizes[:, None] * parts.marked, axis=0)])
    beside = marked[np.searchsorted(parts.edges, units.end)] - marked[np.searchsorted(parts.edges, units.start)]
    beside[np.arange(len(size)), units.coder] = 0
    one, two = pairs
    agreed = np.minimum(units.end[one], units.end[two]) - np.maximum(units.start[one], units.start[two])
    shape = (len(cuts) - 1, len(units.codes))
    whose = [(others * size, slice(None)), (beside.sum(axis=1), slice(None)), (2.0 * agreed, one)]
    whose += [((others * size) ** 2, slice(None)), (beside.sum(axis=1) ** 2, slice(None))]
    return tuple(sparse.csr_array((part, (block[unit], units.code[unit])), shape=shape) for part, unit in whose)


def _block(units: Continua, cuts: np.ndarray) -> np.ndarray:
    return np.searchsorted(cuts, units.start, side="right") - 1
