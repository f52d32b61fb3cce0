"""A profession, a country and a time in one passage may give a person away."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pandas as pd
import pytest

from useit_eval.evidence import flag_details
from useit_eval.ground import countries

JOURNAL = Path(__file__).resolve().parents[3] / "shared" / "journal" / "useit-journal-1.txt"


def told(*words: str | None, **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"label": [f"C{at}" for at in range(1, len(words) + 1)], "words": list(words)}).assign(
        **columns
    )


def test_profession_country_and_year_in_one_passage_are_flagged():
    flagged = flag_details(told("She was a midwife in Syria until 2012."))
    assert flagged.to_dict("records") == [
        {"label": "C1", "profession": "midwife", "country": "Syria", "time": "2012", "flag": "all_three"}
    ]


@pytest.mark.parametrize("time", ["four years ago", "12 years ago", "aged 43", "in 1998", "a 51-year-old man"])
def test_a_time_may_be_told_in_many_ways(time):
    assert flag_details(told(f"A dentist from Eritrea, {time}."))["flag"].tolist() == ["all_three"]


def test_without_a_time_the_two_others_are_still_told_apart():
    assert flag_details(told("A Sudanese eye surgeon came."))["flag"].tolist() == ["profession_and_country"]


def test_a_dated_source_tells_the_year_where_the_words_do_not():
    flagged = flag_details(told("A Sudanese surgeon came.", dated=datetime.date(2017, 9, 30)))
    assert flagged[["time", "flag"]].values.tolist() == [["2017", "all_three"]]


def test_one_detail_alone_is_not_flagged():
    assert flag_details(told("Nurses came.", "People from Iraq came in 2015.", "It was 2016.", None, "")).empty


def test_words_that_only_hold_a_country_are_not_one():
    assert flag_details(told("A nurse polished her finished work in a chadless yard.", "The doctor omanised.")).empty


def test_the_study_adds_its_own_professions():
    row = told("A perfusionist from Cuba, 2011.")
    assert flag_details(row).empty
    assert flag_details(row, professions=["perfusionist"])["profession"].tolist() == ["perfusionist"]


def test_a_profession_with_signs_of_a_pattern_is_read_as_plain_words():
    assert flag_details(told("A nurse (adult) from Peru."), professions=["nurse (adult", "*"])["country"].tolist() == [
        "Peru"
    ]


def test_the_journal_has_such_passages():
    if not JOURNAL.exists():
        pytest.skip("the journal's text is not at hand")
    text = JOURNAL.read_text(encoding="utf-8")
    passages = [re.sub(r"\s+", " ", part) for part in re.split(r"\n\s*\n", text)]
    flagged = flag_details(told(*passages, dated=datetime.date(2017, 9, 30)))
    assert {"Syria", "Sudan", "Philippines"} <= {one for cell in flagged["country"] for one in cell.split("; ")}
    assert set(flagged["flag"]) == {"all_three"}


def test_every_word_of_the_list_leads_to_a_country_of_the_list():
    words = countries.words()
    assert len(words) > 300
    assert set(words.values()) <= set(words)
    assert all(word.strip() == word and word for word in words)
