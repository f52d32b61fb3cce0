"""Agreement on free spans: published values, a plain reading character by character, and words where there is none."""

from __future__ import annotations

import csv
import itertools
import json
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.coding import unitizing_alpha
from useit_eval.ground.errors import InputRefused

DATA = Path(__file__).parents[4] / "shared" / "data" / "agreement"
COLUMNS = ["coder", "source_id", "start", "end", "code_id"]

# Krippendorff 2004, p. 254: a continuum of 300 from 150 on, two observers, two categories.
BOOK = [
    *(("i", 225, 295, "c"), ("i", 370, 400, "c"), ("j", 220, 300, "c"), ("j", 355, 375, "c"), ("j", 400, 420, "c")),
    *(("i", 180, 240, "k"), ("i", 300, 350, "k"), ("j", 180, 240, "k"), ("j", 300, 350, "k")),
]


def _codings(rows, source: str = "t") -> pd.DataFrame:
    return pd.DataFrame([(coder, source, *place) for coder, *place in rows], columns=COLUMNS)


def _table(codings: pd.DataFrame, **options) -> pd.DataFrame:
    """Values by measure and code ("all" for the overall ones)."""
    found = unitizing_alpha(codings, replicates=0, **options)
    return found.assign(code_id=found["code_id"].fillna("all")).set_index(["measure", "code_id"])


# ---- Published values ----


def test_the_published_example_of_1995_and_2004_is_met_to_its_digits():
    found = _table(_codings(BOOK), lengths={"t": 300}, begins={"t": 150}).loc["alpha_u"]
    assert found["observed"].round(4).to_dict() == {"all": 0.0072, "c": 0.0144, "k": 0}
    assert found["expected"].round(4).to_dict() == {"all": 0.0511, "c": 0.0532, "k": 0.0490}
    assert found["value"].round(4)[["c", "k"]].tolist() == [0.7286, 1.0]
    # The book divides its figures as printed; unrounded they give 0.8587.
    assert round(1 - round(found["observed"]["all"], 4) / round(found["expected"]["all"], 4), 4) == 0.8591
    assert found["value"]["all"] == pytest.approx(0.8591, abs=5e-4)


def test_the_file_of_published_values_is_met():
    path = DATA / "agreement_ground_truth.json"
    if not path.exists():
        pytest.skip("the shared data are not here")
    book = json.loads(path.read_text(encoding="utf-8"))["krippendorff_2004_p254_unitizing"]
    units = book["units [begin,length,observer,category]"]
    codings = _codings([(who, begin, begin + length, code) for begin, length, who, code in units])
    begin, length = book["continuum"]["begin"], book["continuum"]["length"]
    found = _table(codings, lengths={"t": length}, begins={"t": begin}).loc["alpha_u"]
    assert found.loc["c", "observed"] == pytest.approx(book["D_o(c)"], abs=5e-5)
    assert found.loc["c", "expected"] == pytest.approx(book["D_e(c)"], abs=5e-5)
    assert found.loc["c", "value"] == pytest.approx(book["alpha_u(c)"], abs=5e-5)
    assert found.loc["k", "value"] == book["alpha_u(k)"]
    assert found.loc["all", "value"] == pytest.approx(book["alpha_u(overall)"], abs=5e-4)


# ---- By hand ----


def test_where_two_coders_marked_is_retraced_by_hand():
    # Ten characters; one marks the first four, the other the first two. Paired both ways: 20 characters, 16 alike.
    # Marked 4 + 2 = 6, unmarked 14; a unit shares with itself 4 x 4 and 2 x 2, gaps 6 and 8: 34.
    found = _table(_codings([("ann", 0, 4, "a"), ("ben", 0, 2, "a")]), lengths={"t": 10})
    assert found.loc[("u_alpha", "all"), "value"] == pytest.approx(1 - (4 / 20) / ((400 - 36 - 196) / (400 - 34)))
    assert found.loc[("|u_alpha", "all"), "value"] == found.loc[("u_alpha", "all"), "value"]


def test_which_code_two_coders_gave_is_retraced_by_hand():
    # Both marked the first six characters: four times a and a, twice b and a. Paired both ways: 12, 8 of them alike.
    # a 4 + 6 = 10, b 2; a unit shares with itself 4 x 4, 2 x 2 and 6 x 6.
    codings = _codings([("ann", 0, 4, "a"), ("ann", 4, 8, "b"), ("ben", 0, 6, "a")])
    found = _table(codings, lengths={"t": 10})
    assert found.loc[("cu_alpha", "all"), "value"] == pytest.approx(1 - (4 / 12) / ((144 - 100 - 4) / (144 - 56)))
    assert found.loc[("cu_alpha", "all"), "covered"] == pytest.approx(12 / 20)
    assert found.loc[("(k)u_alpha", "a"), "value"] == pytest.approx(1 - (2 / 10) / (10 * 2 / (12 * 10 - 16 - 36)))
    assert found.loc[("(k)u_alpha", "b"), "value"] == pytest.approx(1 - (2 / 2) / (2 * 10 / (12 * 2 - 4)))
    assert found.loc[("(k)u_alpha", "b"), "covered"] == pytest.approx(2 / 4)


# ---- Against a plain reading, character by character ----


def _unmarked(coders, length: int) -> dict[str, list]:
    return {coder: [(0, length, None)] for coder in coders}


def _units(codings: pd.DataFrame, length: int) -> dict[str, list[tuple[int, int, str | None]]]:
    """Each coder's partition of one text: units with their code, gaps with None."""
    parts = {}
    for coder, rows in codings.groupby("coder"):
        here, parts[coder] = 0, []
        for row in rows.sort_values("start").itertuples():
            if row.start > here:
                parts[coder].append((here, row.start, None))
            parts[coder].append((row.start, row.end, row.code_id))
            here = row.end
        if here < length:
            parts[coder].append((here, length, None))
    return parts


def _met(one, two) -> int:
    return len(set(range(one[0], one[1])) & set(range(two[0], two[1])))


def _squares(units, codes) -> dict:
    return {c: sum((e - s) ** (1 if k is None else 2) for part in units for s, e, k in part if k == c) for c in codes}


def _plain_coincidences(parts: dict, codes: list) -> tuple[dict, dict]:
    """Observed and expected coincidences as the paper of 2016 writes them, gaps (None) among the values."""
    share = 1 / (len(parts) - 1)
    seen = dict.fromkeys(itertools.product(codes, codes), 0.0)
    for one, two in itertools.permutations(parts.values(), 2):
        for unit, other in itertools.product(one, two):
            seen[unit[2], other[2]] += share * _met(unit, other)
    margin = {c: sum(seen[c, k] for k in codes) for c in codes}
    own, total = _squares(parts.values(), codes), sum(margin.values())
    ways = total**2 - sum(own.values())
    return seen, {(c, k): total * (margin[c] * margin[k] - (c == k) * own[c]) / ways for c, k in seen}


def _plain_marked(parts: dict, codes: list, seen: dict) -> dict:
    """Expected coincidences where two coders marked: in its own share a unit counts as far as others marked it."""
    margin = {c: sum(seen[c, k] for k in codes) for c in codes}
    own, total = dict.fromkeys(codes, 0.0), sum(margin.values())
    for coder, one in parts.items():
        others = [unit for name, two in parts.items() if name != coder for unit in two if unit[2]]
        for unit in (unit for unit in one if unit[2]):
            own[unit[2]] += (sum(_met(unit, other) for other in others) / (len(parts) - 1)) ** 2
    ways = total - sum(own.values()) / total
    return {(c, k): (margin[c] * margin[k] - (c == k) * own[c]) / ways for c in codes for k in codes}


def _off(table: dict) -> float:
    return sum(amount for (c, k), amount in table.items() if c != k)


PARTITIONS = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5), st.sampled_from("ab")), max_size=4),
    min_size=2,
    max_size=4,
)


def _laid_out(partitions) -> tuple[pd.DataFrame, int]:
    rows, furthest = [], 1
    for number, parts in enumerate(partitions):
        here = 0
        for gap, length, code in parts:
            rows.append((f"coder{number}", here + gap, here + gap + length, code))
            here += gap + length
        furthest = max(furthest, here)
    return _codings(rows), furthest + 1


@settings(max_examples=60, deadline=None)
@given(PARTITIONS)
def test_the_family_of_2016_is_what_its_coincidences_say(partitions):
    codings, length = _laid_out(partitions)
    coders = [f"coder{n}" for n in range(len(partitions))]
    found = _table(codings, lengths={"t": length}, coders=coders, codes=["a", "b"])["value"]
    parts = {**_unmarked(coders, length), **_units(codings, length)}
    seen, chance = _plain_coincidences(parts, [None, "a", "b"])
    if len(codings):
        assert found["u_alpha", "all"] == pytest.approx(1 - _off(seen) / _off(chance))
        gap = [("a", None), ("b", None)]
        expected = 1 - sum(seen[pair] for pair in gap) / sum(chance[pair] for pair in gap)
        assert found["|u_alpha", "all"] == pytest.approx(expected)
    seen = {(c, k): seen[c, k] for c in "ab" for k in "ab"}
    marked = {c: seen[c, "a"] + seen[c, "b"] for c in "ab"}
    if not (marked["a"] and marked["b"]):
        assert np.isnan(found["cu_alpha", "all"])
        return
    chance = _plain_marked(parts, ["a", "b"], seen)
    assert found["cu_alpha", "all"] == pytest.approx(1 - _off(seen) / _off(chance))
    for code, other in ("ab", "ba"):
        due = chance[code, "a"] + chance[code, "b"]
        expected = 1 - (due / marked[code]) * seen[code, other] / chance[code, other]
        assert found["(k)u_alpha", code] == pytest.approx(expected)


def _apart(one, two) -> float:
    """Krippendorff 1995: the squared distance between two sections of two coders, units or gaps."""
    if one[2] and two[2]:
        return (one[0] - two[0]) ** 2 + (one[1] - two[1]) ** 2 if _met(one, two) else 0
    for unit, gap in ((one, two), (two, one)):
        if unit[2] and not gap[2] and gap[0] <= unit[0] and unit[1] <= gap[1]:
            return (unit[1] - unit[0]) ** 2
    return 0


def _plain_alpha_u(parts: dict, length: int) -> tuple[float, float]:
    """Observed and expected disagreement on one code, every placement of every unit tried one after the other."""
    people = len(parts)
    seen = sum(
        _apart(*pair) for one, two in itertools.permutations(parts.values(), 2) for pair in itertools.product(one, two)
    )
    sizes = [e - s for part in parts.values() for s, e, code in part if code]
    gaps = [e - s for part in parts.values() for s, e, code in part if not code]
    slid = sum(
        shift**2 + (shift + two - one) ** 2
        for one, two in itertools.combinations(sizes, 2)
        for shift in range(1 - two, one)
    )
    alone = sum(size**2 for size in sizes for gap in gaps for _ in range(gap - size + 1))
    ways = people * length * (people * length - 1) - sum(size * (size - 1) for size in sizes)
    return seen / (people * (people - 1) * length**2), 2 / length * (slid + alone) / ways


@settings(max_examples=60, deadline=None)
@given(PARTITIONS)
def test_the_coefficient_of_1995_is_what_trying_every_placement_says(partitions):
    codings, length = _laid_out(partitions)
    coders = [f"coder{n}" for n in range(len(partitions))]
    found = _table(codings, lengths={"t": length}, coders=coders, codes=["a", "b"]).loc["alpha_u"]
    for code in "ab":
        parts = {
            **_unmarked(coders, length),
            **_units(codings[codings["code_id"] == code], length),
        }
        observed, expected = _plain_alpha_u(parts, length)
        assert found.loc[code, ["observed", "expected"]].tolist() == pytest.approx([observed, expected])


def _fixture(name: str) -> pd.DataFrame:
    path = DATA / name
    if not path.exists():
        pytest.skip("the shared data are not here")
    if path.suffix == ".json":
        marked = json.loads(path.read_text(encoding="utf-8"))["continuum"]
        return _codings([(unit["annotator"], unit["start"], unit["end"], unit["category"]) for unit in marked])
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    return _codings([(who, int(start), int(end), code) for who, code, start, end in rows])


@pytest.mark.parametrize(
    "name",
    [
        *("dkpro/pygamma_fixture_01_two_annotators_simple.json", "pygamma/AlexPaulSuzan.csv"),
        *("pygamma/annotation_paul_suzann_alex.csv", "pygamma/example_figure10.csv", "pygamma/example_figure19.csv"),
    ],
)
def test_the_spans_made_for_another_measure_give_what_a_plain_reading_gives(name):
    codings = _fixture(name)
    length = int(codings["end"].max()) + 5
    codes = sorted(codings["code_id"].unique())
    found = _table(codings, lengths={"t": length})
    parts = _units(codings, length)
    seen, chance = _plain_coincidences(parts, [None, *codes])
    assert found.loc[("u_alpha", "all"), "value"] == pytest.approx(1 - _off(seen) / _off(chance))
    empty = _unmarked(parts, length)
    plain = [_plain_alpha_u({**empty, **_units(codings[codings["code_id"] == code], length)}, length) for code in codes]
    for code, (observed, expected) in zip(codes, plain, strict=True):
        assert found.loc[("alpha_u", code), "value"] == pytest.approx(1 - observed / expected)
    overall = 1 - sum(observed for observed, _ in plain) / sum(expected for _, expected in plain)
    assert found.loc[("alpha_u", "all"), "value"] == pytest.approx(overall)


# ---- Several texts, codes upon one another ----

ANYWHERE = st.lists(
    st.tuples(st.sampled_from(["ann", "ben", "cy"]), st.sampled_from("rst"), st.integers(0, 14), st.integers(1, 6), st.sampled_from("ab")),
    max_size=12,
)  # fmt: skip
LENGTHS = {"r": 20, "s": 25, "t": 30}


def _anywhere(rows) -> pd.DataFrame:
    return pd.DataFrame([(who, text, at, at + size, code) for who, text, at, size, code in rows], columns=COLUMNS)


@settings(max_examples=40, deadline=None)
@given(ANYWHERE)
def test_the_order_of_texts_codings_and_coders_makes_no_difference(rows):
    codings = _anywhere(rows)
    one = _table(codings, lengths=LENGTHS, coders=["ann", "ben", "cy"], codes=["a", "b"])
    turned = dict(reversed(LENGTHS.items()))
    two = _table(codings.iloc[::-1], lengths=turned, coders=["cy", "ann", "ben"], codes=["b", "a"]).loc[one.index]
    numbers = ["value", "observed", "expected", "covered", "units"]
    pd.testing.assert_frame_equal(one[numbers], two[numbers], rtol=1e-9)


@settings(max_examples=40, deadline=None)
@given(ANYWHERE)
def test_each_code_is_a_continuum_of_its_own_whatever_lies_upon_it(rows):
    codings, asked = _anywhere(rows), {"lengths": LENGTHS, "coders": ["ann", "ben", "cy"]}
    together = _table(codings, codes=["a", "b"], **asked)["value"]
    alone = _table(codings, codes=["a"], **asked)["value"]
    for measure in ("alpha_u", "u_alpha"):
        assert together[measure, "a"] == pytest.approx(alone[measure, "a"], nan_ok=True)
        assert together[measure, "a"] == pytest.approx(alone[measure, "all"], nan_ok=True)


def test_several_codes_on_one_stretch_are_one_value_of_their_own():
    both = _codings(
        [("ann", 0, 9, "a"), ("ann", 0, 9, "b"), ("ben", 0, 9, "b"), ("ben", 0, 9, "a"), ("ben", 12, 15, "a")]
    )
    named = both.assign(code_id=["ab", "ab", "ab", "ab", "a"])
    values = [_table(frame, lengths={"t": 40})["value"] for frame in (both, named)]
    for measure in ("u_alpha", "|u_alpha", "cu_alpha"):
        assert values[0][measure, "all"] == pytest.approx(values[1][measure, "all"], nan_ok=True)


def test_more_codes_than_one_number_has_bits_make_no_difference():
    rows = [(who, 10 * n, 10 * n + 6 + (who == "ben"), f"code{n:03}") for n in range(150) for who in ("ann", "ben")]
    codings = _codings(rows)
    found = _table(codings, lengths={"t": 1500}).loc[(slice(None), "all"), "value"].droplevel(1)
    assert found["cu_alpha"] == 1
    first = codings["code_id"] < "code070"
    assert found["|u_alpha"] == pytest.approx(
        _table(codings.assign(code_id=np.where(first, "x", "y")), lengths={"t": 1500})["value"]["|u_alpha", "all"]
    )


def test_overlapping_spans_of_one_coder_and_code_count_once_and_touching_ones_twice():
    one = _codings([("ann", 0, 6, "a"), ("ann", 4, 9, "a"), ("ann", 9, 12, "a"), ("ben", 0, 9, "a")])
    found = unitizing_alpha(one, lengths={"t": 30}, replicates=0)
    assert found["units"].unique().tolist() == [3]


# ---- Chance ----


def test_spans_set_at_random_agree_about_as_chance_would():
    rng, values = np.random.default_rng(7), []
    for _ in range(150):
        starts = [rng.permutation(40)[:12] for _ in range(2)]
        rows = [(who, 10 * at, 10 * at + 9, "a") for who, mine in zip("ij", starts, strict=True) for at in mine]
        values.append(_table(_codings(rows), lengths={"t": 400})["value"]["u_alpha", "all"])
    assert abs(np.mean(values)) < 0.05


# ---- Intervals ----


def test_a_draw_of_texts_is_worth_what_those_texts_are_worth():
    from useit_eval.coding.agreement.coincidences import gather, values_of
    from useit_eval.coding.agreement.continua import block_cuts, cut_line, read_continua
    from useit_eval.coding.agreement.unitizing import _pairs

    rng = np.random.default_rng(3)
    rows = [
        (who, text, at, at + size, code)
        for who, text, at, size, code in zip(
            rng.choice(["ann", "ben", "cy"], 60), rng.choice(list("rst"), 60), rng.integers(0, 14, 60),
            rng.integers(1, 6, 60), rng.choice(["a", "b"], 60), strict=True,
        )
    ]  # fmt: skip
    codings = pd.DataFrame(rows, columns=COLUMNS)
    units = read_continua(codings, lengths=LENGTHS, coders=["ann", "ben", "cy"])
    cuts = block_cuts(units, np.zeros(0, dtype=np.int64))
    drawn = values_of(gather(units, cut_line(units, cuts), cuts, _pairs(units)), np.array([[2.0, 0.0, 1.0]]))
    again = pd.concat([codings[codings["source_id"] == "r"].assign(source_id=name) for name in ("r1", "r2")])
    again = pd.concat([again, codings[codings["source_id"] == "t"]])
    found = _table(again, lengths={"r1": 20, "r2": 20, "t": 30}, coders=["ann", "ben", "cy"], codes=["a", "b"])
    order = [("u_alpha", "all"), ("|u_alpha", "all"), ("cu_alpha", "all")]
    order += [(measure, code) for measure in ("u_alpha", "(k)u_alpha") for code in "ab"]
    assert drawn.observed[0] == pytest.approx(found["observed"][order].to_numpy())
    assert drawn.expected[0] == pytest.approx(found["expected"][order].to_numpy())


def _many_turns() -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(5)
    rows = [
        (who, 20 * n + int(rng.integers(0, 3)), 20 * n + 12, "ab"[n % 2]) for n in range(60) for who in ("ann", "ben")
    ]
    turns = pd.DataFrame({"source_id": "t", "start": range(0, 1200, 20), "end": range(20, 1220, 20)})
    return _codings(rows), turns


def test_an_interval_holds_the_value_and_comes_again_with_its_seed():
    codings, turns = _many_turns()
    found = unitizing_alpha(codings, lengths={"t": 1200}, segments=turns, seed=4)
    again = unitizing_alpha(codings, lengths={"t": 1200}, segments=turns, seed=4)
    pd.testing.assert_frame_equal(found, again)
    row = found[found["measure"] == "u_alpha"].iloc[0]
    assert row["low"] < row["value"] < row["high"] and row["high"] - row["low"] < 0.2
    assert found[found["measure"] == "alpha_u"]["low"].isna().all()


def test_turns_change_the_interval_and_never_the_value():
    codings, turns = _many_turns()
    without, within = (
        unitizing_alpha(codings, lengths={"t": 1200}, segments=part, replicates=50) for part in (None, turns)
    )
    pd.testing.assert_series_equal(without["value"], within["value"])
    assert without["low"].isna().all()


def test_turns_over_which_a_span_reaches_are_drawn_together():
    whole = pd.concat([_many_turns()[0], _codings([("ann", 0, 1199, "z"), ("ben", 0, 1199, "z")])])
    found = unitizing_alpha(whole, lengths={"t": 1200}, segments=_many_turns()[1], replicates=50)
    # The span reaches over all turns: one piece is left beside the last character, which is no segment's edge.
    assert found["low"].isna().all()


# ---- No value, in words ----


def _why(rows, *, length: int = 10, **options) -> pd.Series:
    return _table(_codings(rows), lengths={"t": length}, **options)["why"]


def test_nothing_marked_is_told_in_words():
    found = _why([], coders=["ann", "ben"])
    assert found.loc[(slice(None), "all")].unique().tolist() == ["nobody marked anything"]
    codes = _why([("ann", 0, 4, "a")], coders=["ann", "ben"], codes=["a", "b"])
    assert codes["alpha_u", "b"] == codes["u_alpha", "b"] == "nobody marked anything with this code"


def test_everything_marked_is_told_in_words():
    found = _table(_codings([("ann", 0, 10, "a"), ("ben", 0, 10, "a")]), lengths={"t": 10})
    assert found["value"].isna().all() and (found["why"] != "").all()
    assert "nothing was left to chance" in found.loc[("u_alpha", "all"), "why"]
    assert "one and the same code" in found.loc[("cu_alpha", "all"), "why"]


def test_nothing_marked_by_two_coders_is_told_in_words():
    found = _why([("ann", 0, 4, "a"), ("ben", 6, 9, "b")])
    assert found["cu_alpha", "all"] == "nothing marked was also marked by another coder"
    assert found["(k)u_alpha", "a"] == "nothing marked with this code was also marked by another coder"
    assert found["u_alpha", "all"] == ""


def test_a_coder_who_marked_nothing_counts_when_named():
    found = _table(_codings([("ann", 0, 4, "a")]), lengths={"t": 10}, coders=["ann", "ben"])
    assert found.loc[("u_alpha", "all"), "value"] < 0.01 and found.loc[("u_alpha", "all"), "coders"] == 2


def test_no_texts_at_all_are_told_in_words():
    found = unitizing_alpha(_codings([]), lengths={}, coders=["ann", "ben"])
    assert found["why"].unique().tolist() == ["nobody marked anything"]


def test_a_text_nobody_marked_is_part_of_what_was_read():
    codings = _codings([("ann", 0, 4, "a"), ("ben", 1, 4, "a")])
    one, two = (_table(codings, lengths=lengths)["value"] for lengths in ({"t": 10}, {"t": 10, "s": 50}))
    assert (two[["alpha_u", "u_alpha"]] > one[["alpha_u", "u_alpha"]]).all()


def test_what_is_given_stays_as_it_was():
    codings = _codings(BOOK)
    before = codings.copy()
    unitizing_alpha(codings, lengths={"t": 500})
    pd.testing.assert_frame_equal(codings, before)


# ---- Refusals ----


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            ("ben", 95, 120, "a"),
            r"row 2, source t, characters 95 to 120 \(the text goes from 0 to 100\): this span lies",
        ),
        (("ben", -1, 5, "a"), "characters -1 to 5 .*: this span lies outside the text"),
        (("ben", 12, 10, "a"), "row 2, source t, characters 12 to 10 .*: this span ends before its first character"),
        (("ben", 10, 10, "a"), "ends before its first character"),
        (("ann", 10, 12, "a"), "two coders or more, and here is only one"),
        (("ben", 10, 12, None), "row 2: a coding has no code_id"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(row, sentence):
    with pytest.raises(InputRefused, match=sentence):
        unitizing_alpha(_codings([("ann", 0, 5, "a"), row]), lengths={"t": 100})


def test_a_source_without_a_length_is_refused_by_name():
    codings = _codings([("ann", 0, 5, "a"), ("ben", 0, 5, "a")])
    with pytest.raises(
        InputRefused, match="row 1, source t, characters 0 to 5: the length of this source's text is not"
    ):
        unitizing_alpha(codings, lengths={"r": 100})
    with pytest.raises(InputRefused, match="source t has no characters"):
        unitizing_alpha(codings, lengths={"t": 0})


def test_nobody_at_all_is_refused():
    with pytest.raises(InputRefused, match="two coders or more, and here are none"):
        unitizing_alpha(_codings([]), lengths={"t": 100})


# ---- Speed ----


def test_two_coders_with_five_thousand_spans_each_take_a_moment_and_no_room():
    import tracemalloc

    rows = [
        (who, 100 * n + 3 * (who == "ben"), 100 * n + 60, f"c{n % 30}") for n in range(5000) for who in ("ann", "ben")
    ]
    codings = _codings(rows)
    unitizing_alpha(codings.head(10), lengths={"t": 50_000_000})
    begun = time.perf_counter()
    unitizing_alpha(codings, lengths={"t": 50_000_000})
    # Wide bounds: the machine may be busy. The figure itself (under 0.1 s) stands in the benchmarks.
    assert time.perf_counter() - begun < 1
    tracemalloc.start()
    unitizing_alpha(codings, lengths={"t": 50_000_000})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000, "fifty million characters were spelt out"


@pytest.mark.parametrize(("start", "length"), [(0.5, 100), ("0", 100), (0, "100"), (0, 99.5)])
def test_places_and_lengths_that_are_no_whole_numbers_are_refused(start, length):
    rows = [("A", "s", start, 10, "x"), ("B", "s", 0, 10, "x")]
    frame = pd.DataFrame(rows, columns=["coder", "source_id", "start", "end", "code_id"])
    with pytest.raises(InputRefused, match="is not a whole number"):
        unitizing_alpha(frame, lengths={"s": length})
