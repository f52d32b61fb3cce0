"""Sets of codes as bits: sets in, the same sets out, however many codes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.coding import marking


@given(st.lists(st.frozensets(st.integers(0, 199), max_size=6), min_size=1, max_size=12))
def test_sets_of_codes_come_out_as_they_went_in(given_sets):
    bits = np.zeros((len(given_sets), 1, marking.blocks(200)), dtype=np.int64)
    for place, codes in enumerate(given_sets):
        for code in codes:
            block, bit = marking.bit_of(code)
            bits[place, 0, block] |= bit
    numbers, sets = marking.sets_of(bits)
    assert [frozenset(marking.members(sets)[number]) for number in numbers[:, 0]] == given_sets
    assert len(sets) == len(set(given_sets))


def test_units_that_overlap_are_met_by_every_span_that_touches_them():
    starts, ends = np.array([0, 2, 30]), np.array([50, 5, 40])
    spans = pd.DataFrame({"start": [3, 39], "end": [6, 60]})
    unit, span, shared = marking.meetings(starts, ends, spans)
    assert sorted(zip(unit.tolist(), span.tolist(), shared.tolist(), strict=True)) == [
        (0, 0, 3), (0, 1, 11), (1, 0, 2), (2, 1, 1)
    ]  # fmt: skip


def test_a_unit_read_by_less_than_half_was_not_read():
    read = pd.DataFrame({"coder": [0, 1], "start": [0, 0], "end": [5, 4]})
    assert marking.covered_units(np.array([0]), np.array([10]), read, coders=2).tolist() == [[True, False]]
