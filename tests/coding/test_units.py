"""Codings cut into units: who marked which unit with which code, by characters, words, sentences, turns and claims."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from useit_eval.coding import units
from useit_eval.coding.units import mark_units, rate_units
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.text import sha256

TEXT = "Ann helped us. We trust her now. The money came late."
TURNS = pd.DataFrame({"source_id": ["s"] * 2, "start": [0, 33], "end": [32, 53]})


def _codings(*rows: tuple, source: str = "s") -> pd.DataFrame:
    """Rows of coder, start, end and code, in one source."""
    whole = [(f"id{at}", coder, source, start, end, code) for at, (coder, start, end, code) in enumerate(rows)]
    return pd.DataFrame(whole, columns=["coding_id", "coder", "source_id", "start", "end", "code_id"])


def _spelt(codings: pd.DataFrame, length: int, coders: tuple[str, ...]) -> list[tuple[frozenset, ...]]:
    """The sets of codes of every character by every coder, one character at a time."""
    return [
        tuple(
            frozenset(row.code_id for row in codings.itertuples() if row.coder == coder and row.start <= at < row.end)
            for coder in coders
        )
        for at in range(length)
    ]


def _unrolled(ratings) -> list[tuple[frozenset, ...]]:
    """The categories of ratings, a stretch of weight n n times."""
    return [
        tuple(ratings.categories[number] for number in row)
        for row, weight in zip(ratings.codes, ratings.weights, strict=True)
        for _ in range(int(weight))
    ]


SIGNS = st.text(alphabet=st.sampled_from("ab .é\u0301\n😀👍\u200dह\u093f中"), min_size=1, max_size=40)


@st.composite
def _marked(draw):
    text = draw(SIGNS)
    span = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12), st.sampled_from(["x", "y", "z"]))
    rows = [
        (coder, start, min(start + length, len(text)), code)
        for coder in "AB"
        for start, length, code in draw(st.lists(span, min_size=1, max_size=6))
    ]
    return text, _codings(*rows)


@settings(max_examples=150, deadline=None)
@given(_marked())
def test_stretches_say_what_every_single_character_says(marked):
    text, codings = marked
    ratings = rate_units(mark_units(codings, unit="character", texts={"s": text}))
    assert _unrolled(ratings) == _spelt(codings, len(text), ("A", "B"))
    assert len(ratings.codes) <= 2 * len(codings) + 1


@settings(max_examples=60, deadline=None)
@given(_marked(), st.sampled_from(["character", "word", "sentence"]))
def test_swapping_the_coders_swaps_the_columns_and_nothing_else(marked, unit):
    text, codings = marked
    one = mark_units(codings, unit=unit, texts={"s": text}, coders=["A", "B"])
    two = mark_units(codings, unit=unit, texts={"s": text}, coders=["B", "A"])
    assert (one.bits == two.bits[:, ::-1]).all() and one.units.equals(two.units)


@settings(max_examples=60, deadline=None)
@given(_marked(), st.integers(0, 11), st.sampled_from(["character", "word"]))
def test_a_passage_marked_in_two_bits_is_the_passage_marked_at_once(marked, at, unit):
    text, codings = marked
    row = codings.iloc[at % len(codings)]
    middle = (row["start"] + row["end"]) // 2
    if middle == row["start"]:
        middle = row["end"]
    bits = pd.DataFrame([{**row, "end": middle}, {**row, "start": middle}])
    split = pd.concat([codings.drop(index=row.name), bits[bits["end"] > bits["start"]]])
    whole, parted = (mark_units(frame, unit=unit, texts={"s": text}) for frame in (codings, split))
    assert _unrolled(rate_units(whole)) == _unrolled(rate_units(parted))


def test_more_codes_than_bits_of_a_number_stay_apart():
    rows = [(coder, at, at + 2, f"c{at:03}") for at in range(200) for coder in "AB"]
    codings = _codings(*rows, ("A", 0, 1, "c199"))
    marks = mark_units(codings, unit="character", texts={"s": "-" * 210})
    assert marks.bits.shape[2] == 4
    assert _unrolled(rate_units(marks)) == _spelt(codings, 210, ("A", "B"))


def test_characters_of_one_turn_are_drawn_together_and_what_lies_between_turns_apart():
    codings = _codings(("A", 4, 10, "help"), ("B", 4, 13, "help"), ("B", 33, 42, "money"))
    units = mark_units(codings, unit="character", texts={"s": TEXT}, segments=TURNS).units
    by_draw = units.groupby("draw", sort=False)["weight"].sum()
    assert by_draw.tolist() == [32, 1, 20]


def test_words_carry_the_codes_of_passages_that_hold_half_of_them_or_more():
    codings = _codings(("A", 4, 13, "help"), ("B", 4, 7, "help"), ("B", 11, 12, "us"), ("A", 51, 53, "late"))
    marks = mark_units(codings, unit="word", texts={"s": TEXT})
    words = [TEXT[start:end] for start, end in zip(marks.units["start"], marks.units["end"], strict=True)]
    assert words == ["Ann", "helped", "us", "We", "trust", "her", "now", "The", "money", "came", "late"]
    assert [word for word, row in zip(words, marks.marked("help"), strict=True) if row[0]] == ["helped", "us"]
    assert [word for word, row in zip(words, marks.marked("help"), strict=True) if row[1]] == ["helped"]
    assert [word for word, row in zip(words, marks.marked("us"), strict=True) if row[1]] == ["us"]


def test_a_short_mark_inside_a_long_turn_marks_the_turn_and_a_slip_into_the_next_does_not():
    codings = _codings(("A", 18, 23, "trust"), ("B", 15, 35, "trust"))
    marks = mark_units(codings, segments=TURNS)
    assert marks.marked("trust").tolist() == [[1, 1], [0, 0]]


def test_a_mark_over_two_turns_and_the_gap_between_always_marks_one_of_them():
    turns = pd.DataFrame({"source_id": ["s"] * 2, "start": [0, 60], "end": [40, 100]})
    marks = mark_units(_codings(("A", 30, 65, "x"), ("B", 0, 40, "x")), segments=turns)
    assert marks.marked("x").tolist() == [[1, 1], [0, 0]]


def test_sentences_stop_at_the_end_of_a_turn():
    text = "so we waited\nyes for weeks"
    turns = pd.DataFrame({"source_id": ["s"] * 2, "start": [0, 13], "end": [12, 26]})
    codings = _codings(("A", 0, 12, "x"), ("B", 13, 26, "x"))
    marks = mark_units(codings, unit="sentence", texts={"s": text}, segments=turns)
    assert marks.units[["start", "end"]].to_numpy().tolist() == [[0, 12], [13, 26]]
    assert marks.marked("x").tolist() == [[1, 0], [0, 1]]


def test_a_mark_that_meets_no_turn_is_counted_and_told():
    turns = pd.DataFrame({"source_id": ["s"], "start": [10], "end": [20]})
    marks = mark_units(_codings(("A", 0, 5, "x"), ("A", 10, 20, "x"), ("B", 10, 20, "x")), segments=turns)
    assert marks.notes[-1] == "1 marked passage lies in no turn and is left out."


def test_passages_of_claims_are_units_and_the_same_place_told_twice_is_one():
    codings = _codings(("A", 0, 14, "help"), ("A", 15, 31, "trust"), ("B", 2, 14, "help"), ("B", 15, 31, "money"))
    parts = pd.DataFrame({"claim_id": ["c1", "c1", "c2"], "coding_id": ["id0", "id1", "id2"]})
    ratings = rate_units(mark_units(codings, unit="claim", parts=parts))
    named = [[set(ratings.categories[number]) for number in row] for row in ratings.codes]
    assert named == [[{"help"}, {"help"}], [{"trust"}, {"money"}]]
    assert ratings.draws.tolist() == [0, 0]


def test_a_source_that_one_coder_never_opened_is_left_out_and_told():
    both = _codings(("A", 0, 3, "x"), ("B", 0, 3, "x"))
    alone = _codings(("A", 0, 9, "x"), source="unread")
    marks = mark_units(pd.concat([both, alone]), unit="character", texts={"s": "one two", "unread": "one two three"})
    assert marks.units["source_id"].unique().tolist() == ["s"]
    assert "left out: unread" in marks.notes[0]


def test_somebody_who_read_and_marked_nothing_is_compared_when_that_is_said():
    both = _codings(("A", 0, 3, "x"), ("B", 0, 3, "x"))
    alone = _codings(("A", 0, 9, "x"), source="t")
    texts = {"s": "one two", "t": "one two three"}
    marks = mark_units(pd.concat([both, alone]), unit="character", texts=texts, read={"B": ["s", "t"]})
    ratings = rate_units(marks, code="x")
    assert ratings.weights[(ratings.codes == [1, 0]).all(axis=1)].sum() == 9


def test_of_three_coders_the_one_who_did_not_read_a_source_did_not_rate_it():
    rows = pd.concat(
        [
            _codings(("A", 0, 3, "x"), ("B", 0, 3, "x"), ("C", 0, 3, "x")),
            _codings(("A", 0, 3, "x"), ("B", 0, 3, "x"), source="t"),
        ]
    )
    marks = mark_units(rows, unit="character", texts={"s": "one", "t": "two"}, read={})
    assert rate_units(marks, code="x").codes.tolist() == [[1, 1, 1], [1, 1, -1]]


def test_a_coder_who_was_given_parts_of_a_text_is_compared_on_those_parts():
    codings = _codings(("A", 0, 10, "x"), ("A", 40, 50, "x"), ("B", 0, 10, "x"))
    given_parts = pd.DataFrame({"coder": ["A", "B"], "source_id": ["s", "s"], "start": [0, 0], "end": [53, 20]})
    marks = mark_units(codings, unit="character", texts={"s": TEXT}, read=given_parts)
    codes = rate_units(marks, code="x").codes.tolist()
    assert codes == [[1, 1], [0, 0], [0, -1], [1, -1], [0, -1]]


def test_without_its_text_a_source_ends_with_the_last_turn_and_that_is_told():
    marks = mark_units(_codings(("A", 0, 3, "x"), ("B", 0, 3, "x")), unit="character", segments=TURNS)
    assert marks.units["weight"].sum() == 53
    assert marks.notes[-1] == "The text of s is not at hand and is taken to end with the last turn or mark."


def test_a_text_that_all_read_and_nobody_marked_is_units_without_codes():
    codings = pd.concat([_codings(("A", 0, 3, "x"), ("B", 0, 3, "x")), _codings(source="t")])
    marks = mark_units(codings, unit="word", texts={"s": "one", "t": "two three"}, read=["t"])
    assert len(marks.units) == 2 and not marks.coded().any() and marks.codes == ()
    assert rate_units(marks).categories == (frozenset(),)


def test_arguments_are_not_changed():
    codings, turns = _codings(("B", 0, 3, "x"), ("A", 1, 2, "x")), TURNS.iloc[::-1]
    before = codings.copy(), turns.copy()
    mark_units(codings, segments=turns)
    assert codings.equals(before[0]) and turns.equals(before[1])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unit": "sentences"}, "'sentences' is not a unit of comparison. Closest: 'sentence'"),
        ({"coders": ["A"]}, "only 'A' coded here, and agreement needs two coders or more"),
        ({"coders": ["A", "Z"]}, "'Z' has coded nothing here"),
        ({"unit": "turn", "segments": None}, "no turns are at hand"),
        ({"unit": "word", "texts": None}, "the text of source 's' is not at hand"),
        ({"unit": "claim"}, "no parts of claims are at hand"),
        ({"texts": {"s": "One"}}, "characters 0 to 4 are not a passage of this text, which has 3 characters"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_sentence(change, message):
    codings = _codings(("A", 0, 4, "x"), ("B", 0, 4, "x"))
    given = {"texts": {"s": TEXT}, "segments": TURNS, **change}
    with pytest.raises(InputRefused) as told:
        mark_units(codings, **given)
    assert message in str(told.value) and "\n" not in str(told.value)


def test_nothing_coded_is_refused_in_one_sentence():
    with pytest.raises(InputRefused, match="nobody coded anything here"):
        mark_units(_codings(), segments=TURNS)


def test_coders_without_a_source_in_common_are_refused():
    codings = pd.concat([_codings(("A", 0, 4, "x")), _codings(("B", 0, 4, "x"), source="t")])
    with pytest.raises(InputRefused, match="no source was coded by all of A and B"):
        mark_units(codings, segments=TURNS)


def test_words_that_do_not_stand_in_the_text_mean_another_version_of_it():
    codings = _codings(("A", 0, 3, "x"), ("B", 0, 3, "x"), ("B", 4, 10, "x"))
    codings["quote_sha256"] = [sha256(words) for words in ("Ann", "Ann", "saved ")]
    with pytest.raises(InputRefused) as told:
        mark_units(codings, unit="character", texts={"s": TEXT})
    assert "1 of 2 passages that 'B' marked do not stand in the text at their places" in str(told.value)
    assert "different versions" in str(told.value)


def test_two_sources_of_one_file_with_different_texts_are_two_versions():
    codings = pd.concat([_codings(("A", 0, 4, "x")), _codings(("B", 0, 4, "x"), source="t")])
    sources = pd.DataFrame(
        {"source_id": ["s", "t"], "label": ["P1", "P2"], "file": ["talk.txt"] * 2, "sha256_text": ["1", "2"]}
    )
    with pytest.raises(InputRefused, match=r"'A' and 'B' coded different versions of one text"):
        mark_units(codings, segments=TURNS, sources=sources)


def test_codings_that_name_another_hash_of_their_text_are_two_versions():
    codings = _codings(("A", 0, 4, "x"), ("B", 0, 4, "x")).assign(sha256_text=["1", "2"])
    with pytest.raises(InputRefused, match="different versions"):
        mark_units(codings, segments=TURNS)


def test_a_code_that_nobody_used_is_refused_with_the_closest():
    marks = mark_units(_codings(("A", 0, 4, "trust"), ("B", 0, 4, "trust")), segments=TURNS)
    with pytest.raises(InputRefused, match="nobody compared used the code 'trsut'. Closest: 'trust'"):
        rate_units(marks, code="trsut")


def test_five_thousand_passages_of_each_of_two_coders_are_rated_by_character_at_once():
    draw = np.random.default_rng(3)
    starts = draw.integers(0, 499_000, 10_000)
    codings = pd.DataFrame(
        {"coder": ["A", "B"] * 5000, "source_id": "s", "start": starts, "end": starts + draw.integers(5, 200, 10_000)}
    ).assign(code_id=[f"c{number}" for number in draw.integers(0, 151, 10_000)])
    text, times = "x" * 500_000, []
    for _ in range(3):
        begun = time.perf_counter()
        rate_units(mark_units(codings, unit="character", texts={"s": text}, segments=_tiled(500_000)))
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.5  # about 0.05 s on a quiet machine: the benchmark holds the tight figure


def _tiled(length: int) -> pd.DataFrame:
    starts = np.arange(0, length, 500)
    return pd.DataFrame({"source_id": "s", "start": starts, "end": starts + 500})


def test_the_units_offered_are_those_of_the_glossary():
    assert units.UNITS == ("character", "word", "sentence", "turn", "claim")
