"""Agreement over units of text: code by code and overall, beside agreement among coded text, and in words where undefined."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.coding import agreement, measuring
from useit_eval.coding.measuring import masi_table, measure_agreement
from useit_eval.coding.units import gather_units, mark_units, rate_units
from useit_eval.ground.errors import InputRefused, UsageError

TEXT = "-" * 100
TURNS = pd.DataFrame({"source_id": "s", "start": range(0, 100, 10), "end": range(10, 110, 10)})
FEW = {"seed": 1, "replicates": 50}


def _codings(*rows: tuple) -> pd.DataFrame:
    whole = [(coder, "s", start, end, code) for coder, start, end, code in rows]
    return pd.DataFrame(whole, columns=["coder", "source_id", "start", "end", "code_id"])


def _measured(*rows: tuple, **given) -> pd.DataFrame:
    """By characters of a text of a hundred, indexed by measure."""
    given = {"unit": "character", "texts": {"s": TEXT}, "segments": TURNS, **FEW, **given}
    return measure_agreement(_codings(*rows), **given).set_index("measure")


@st.composite
def _marked(draw) -> pd.DataFrame:
    span = st.tuples(st.integers(0, 90), st.integers(1, 40), st.sampled_from("xyz"))
    return _codings(
        *((coder, start, min(start + length, 100), code) for coder in "AB"
          for start, length, code in draw(st.lists(span, min_size=1, max_size=5)))
    )  # fmt: skip


def _spelt(codings: pd.DataFrame) -> list[list[frozenset]]:
    """The set of codes of each of the hundred characters, by coder."""
    rows = list(codings.itertuples())
    return [
        [
            frozenset(row.code_id for row in rows if row.coder == coder and row.start <= at < row.end)
            for at in range(100)
        ]
        for coder in "AB"
    ]


def _same(one, two) -> bool:
    return np.allclose(np.asarray(one, dtype=float), np.asarray(two, dtype=float), equal_nan=True)


@settings(max_examples=25, deadline=None)
@given(_marked())
def test_measures_from_stretches_are_those_of_every_single_character(codings):
    spelt = _spelt(codings)
    coded = [at for at in range(100) if any(coder[at] for coder in spelt)]
    found = measure_agreement(codings, unit="character", by="overall", texts={"s": TEXT}, segments=TURNS, **FEW)
    found = found.set_index("measure")
    for name in ("percent", "cohen_kappa", "krippendorff_alpha", "fleiss_kappa"):
        compute = getattr(agreement, name)
        assert _same(found.loc[name, "value"], compute(*spelt))
        assert _same(found.loc[name, "among_coded"], compute(*([coder[at] for at in coded] for coder in spelt)))
    by_code = measure_agreement(codings, unit="character", texts={"s": TEXT}, segments=TURNS, **FEW)
    for code, own in by_code.groupby("code_id"):
        value = own.set_index("measure").loc["krippendorff_alpha", "value"]
        assert _same(value, agreement.krippendorff_alpha(*([code in each for each in coder] for coder in spelt)))


@settings(max_examples=15, deadline=None)
@given(_marked(), st.sampled_from(["character", "turn"]))
def test_swapping_the_coders_changes_no_number(codings, unit):
    given_text = {"unit": unit, "texts": {"s": TEXT}, "segments": TURNS, **FEW}
    one, two = (measure_agreement(codings, coders=order, **given_text) for order in (["A", "B"], ["B", "A"]))
    numbers = ["value", "among_coded", "overlap", "prevalence", "units", "coded_units", "standard_error"]
    assert _same(one[numbers], two[numbers])


@pytest.mark.parametrize("unit", ["character", "turn"])
def test_numbers_are_those_of_the_measures_over_the_ratings(unit):
    random = np.random.default_rng(5)
    rows = [(coder, start, start + 7, code) for coder, start, code in
            zip(random.choice(list("AB"), 30), random.integers(0, 90, 30), random.choice(list("xy"), 30), strict=True)]  # fmt: skip
    found = measure_agreement(_codings(*rows), unit=unit, texts={"s": TEXT}, segments=TURNS, seed=4, replicates=200)
    marks = mark_units(_codings(*rows), unit=unit, texts={"s": TEXT}, segments=TURNS)
    for code, own in found.groupby("code_id"):
        direct = agreement.measure(rate_units(marks, code=code), seed=4, replicates=200)
        for name in ("value", "low", "high", "standard_error"):
            assert _same(own[name], direct[name]), (code, name)


def test_two_coders_who_mark_nine_tenths_at_random_agree_no_more_than_chance():
    found = _measured(("A", 0, 90, "x"), ("B", 9, 99, "x"))
    assert found.loc["percent", "value"] == pytest.approx(0.82)
    assert found.loc["cohen_kappa", "value"] == pytest.approx(0, abs=1e-12)


def test_beside_each_figure_stands_the_one_among_coded_text():
    found = _measured(("A", 0, 10, "x"), ("B", 5, 15, "x"), ("B", 20, 25, "y")).loc["percent"].set_index("code_id")
    assert found.loc["x", "value"] == pytest.approx(0.9)  # 5 + 80 + 5 of 100
    assert found.loc["x", "among_coded"] == pytest.approx(0.5)  # 5 + 5 of 20
    assert found.loc["x", "overlap"] == pytest.approx(1 / 3)  # 5 of 15
    assert found.loc["x", "prevalence"] == pytest.approx(0.1)
    assert found.loc["x", ["units", "coded_units", "marked_units"]].tolist() == [100, 20, 15]
    assert found.loc["y", "overlap"] == 0 and found.loc["y", "prevalence"] == pytest.approx(0.025)


def test_the_example_of_the_docs_is_right():
    turns = pd.DataFrame({"source_id": "s", "start": range(100), "end": range(1, 101)})
    rows = [("A", 0, 4, "trust"), ("B", 0, 2, "trust"), ("B", 50, 52, "trust")]
    found = _measured(*rows, unit="turn", segments=turns)
    assert found.loc["percent", "value"] == pytest.approx(0.96)
    assert round(found.loc["cohen_kappa", "value"], 2) == 0.48
    assert found.loc["percent", "overlap"] == pytest.approx(1 / 3)


def test_a_code_that_both_gave_all_of_the_text_is_explained_and_not_measured():
    row = _measured(("A", 0, 100, "x"), ("B", 0, 100, "x")).loc["krippendorff_alpha"]
    assert np.isnan(row["value"]) and np.isnan(row["low"])
    assert "everybody used one and the same code" in row["why"]


def test_text_that_nobody_marked_is_explained_and_not_measured():
    codings = _codings(("A", 0, 10, "x"), ("B", 0, 10, "x"))
    given_text = {"unit": "character", "texts": {"s": TEXT, "t": TEXT}, "read": ["t"], **FEW}
    overall = measure_agreement(codings, by="overall", **given_text).set_index("measure")
    assert overall.loc["percent", "value"] == 1 and overall["coded_units"].eq(0).all()
    assert "one and the same code" in overall.loc["cohen_kappa", "why"] and np.isnan(overall["overlap"]).all()
    assert measure_agreement(codings, by="code", **given_text).empty


def test_where_only_coded_text_leaves_nothing_to_compare_the_words_say_so():
    row = _measured(("A", 0, 10, "x"), ("B", 0, 10, "x")).loc["cohen_kappa"]
    assert row["value"] == pytest.approx(1) and np.isnan(row["among_coded"])
    assert row["why"].startswith("among coded text it has no value: everybody used one and the same code")


def test_sets_that_share_codes_agree_in_part_with_masi():
    rows = [(coder, at, at + 10, code) for at, code in ((0, "x"), (20, "y"), (40, "z")) for coder in "AB"]
    found = _measured(*rows, ("B", 0, 10, "y"), by="overall")
    assert found.loc["krippendorff_alpha", "value"] < found.loc[measuring.MASI, "value"] < 1
    assert found.index[-1] == measuring.MASI and found["code_id"].isna().all()


SETS = st.frozensets(st.sampled_from("abcd"))


@given(st.lists(SETS, min_size=1, max_size=6, unique=True))
def test_the_table_of_masi_is_masi_of_each_pair(sets):
    assert _same(masi_table(sets), [[agreement.masi(one, two) for two in sets] for one in sets])


def test_more_sets_than_masi_compares_are_told_in_words(monkeypatch):
    monkeypatch.setattr(measuring, "MOST_SETS", 2)
    row = _measured(("A", 0, 10, "x"), ("B", 0, 10, "y"), by="overall").loc[measuring.MASI]
    assert np.isnan(row["value"]) and row["why"].startswith("there are 3 different sets of codes")


def test_codes_rolled_up_agree_where_their_children_differ():
    codes = pd.DataFrame({"code_id": ["trust", "in_staff", "in_kin"], "parent": ["", "trust", "trust"]})
    rows = [("A", 0, 10, "in_staff"), ("B", 0, 10, "in_kin")]
    fine, broad = (_measured(*rows, codes=codes, level=level).loc["cohen_kappa"] for level in (2, 1))
    assert (fine["value"] < 0.01).all() and broad["code_id"] == "trust" and broad["value"] == pytest.approx(1)


def test_characters_of_one_turn_are_drawn_together_so_the_interval_is_wider():
    rows = [(coder, at, at + length, "x") for at in range(0, 100, 20) for coder, length in (("A", 10), ("B", 8))]
    together = _measured(*rows, replicates=400).loc["percent"]
    alone = _measured(*rows, replicates=400, unit="turn").loc["percent"]
    assert together["high"] - together["low"] > 0.05
    assert np.isnan(together["standard_error"]) and not np.isnan(alone["standard_error"])


def test_units_of_one_draw_with_the_same_codes_are_gathered_and_weigh_as_much():
    marks = mark_units(_codings(("A", 0, 2, "x"), ("A", 4, 6, "x"), ("B", 0, 2, "y")), unit="character",
                       texts={"s": TEXT}, segments=TURNS)  # fmt: skip
    gathered = gather_units(marks)
    assert gathered.units["weight"].tolist()[:3] == [2, 6, 2] and gathered.units["weight"].sum() == 100
    assert len(gathered.units) == 12


def test_what_was_left_out_and_who_was_compared_stand_beside_the_numbers():
    codings = pd.concat(
        [_codings(("A", 0, 10, "x"), ("B", 0, 10, "x")), _codings(("A", 0, 9, "x")).assign(source_id="t")]
    )
    found = measure_agreement(codings, segments=TURNS, **FEW)
    assert set(found["coders"]) == {"A, B"} and set(found["sources"]) == {1} and set(found["unit"]) == {"turn"}
    assert all("left out: t" in note and "50 draws with seed 1" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"by": "kind"}, UsageError, "'kind' is not a way to compare"),
        ({"measures": ["kappa"]}, UsageError, "'kappa' is not a measure of agreement"),
        ({"level": 1}, UsageError, "codes cannot be rolled up without the code tree"),
        ({"unit": "line"}, InputRefused, "'line' is not a unit of comparison"),
        ({"level": 1, "codes": pd.DataFrame({"code_id": ["y"], "parent": [""]})}, InputRefused, "code 'x' is not in the code tree"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_refused_in_one_sentence(change, error, message):
    with pytest.raises(error, match=message):
        _measured(("A", 0, 10, "x"), ("B", 0, 10, "x"), **change)


@pytest.mark.parametrize("unit", ["turn", "character", "word"])
def test_151_codes_in_ten_sources_take_seconds(unit):
    random, sources = np.random.default_rng(3), [f"s{number}" for number in range(10)]
    starts = random.integers(0, 29_000, 4000)
    codings = pd.DataFrame({"coder": random.choice(["A", "B"], 4000), "source_id": random.choice(sources, 4000)})
    codings = codings.assign(start=starts, end=starts + random.integers(5, 200, 4000))
    codings["code_id"] = [f"c{number:03}" for number in random.integers(0, 151, 4000)]
    turns = itertools.product(sources, range(0, 30_000, 300))
    segments = pd.DataFrame(turns, columns=["source_id", "start"]).assign(end=lambda rows: rows["start"] + 300)
    begun = time.perf_counter()
    found = measure_agreement(codings, unit=unit, texts=dict.fromkeys(sources, "word " * 6000), segments=segments)
    assert len(found) == 151 * len(measuring.MEASURES)
    assert time.perf_counter() - begun < 20  # about 2 s on a quiet machine


def test_coders_may_be_numbers():
    rows = [(1, 0, 10, "x"), (2, 5, 10, "x")]
    named = [("A", 0, 10, "x"), ("B", 5, 10, "x")]
    assert _same(_measured(*rows)["value"], _measured(*named)["value"])
    assert _measured(*rows, (3, 0, 9, "y"), coders=[1, 2])["coders"].iloc[0] == "1, 2"


def test_somebody_said_to_have_read_a_text_need_not_have_marked_anything():
    found = _measured(("A", 0, 10, "x"), ("B", 0, 10, "x"), read={"A": ["s"], "C": "s"}, measures="percent")
    assert found.loc["percent", ["coders", "units", "value"]].tolist() == ["A, B, C", 100, pytest.approx(1 - 0.2 / 3)]
    two = _measured(("A", 0, 10, "x"), coders=["A", "C"], read={"A": ["s"], "C": ["s"]}, measures=["percent"])
    assert two.loc["percent", "value"] == 0.9


@pytest.mark.parametrize(
    ("row", "given", "told"),
    [
        (("B", 0.5, 10, "x"), {}, "the start 0.5 of a coding is not a whole number"),
        (("B", "0", "10", "x"), {}, "the start '0' of a coding is not a whole number"),
        ((None, 0, 10, "x"), {}, "row 2: a coding has no coder"),
        (("B", 0, 10, "x"), {"read": ["q"]}, "nothing is known of source q"),
        (("B", 0, 10, "x"), {"read": pd.DataFrame({"coder": ["A"]})}, "read has no column 'source_id'"),
    ],
)
def test_what_cannot_be_placed_is_refused_in_a_sentence(row, given, told):
    with pytest.raises(InputRefused, match=told):
        _measured(("A", 0, 10, "x"), row, **given)
