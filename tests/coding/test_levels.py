"""Agreement at three levels and code by code: what is measured, what is left out and why, in words."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.coding.test_disagreements import CLAIMS, CODED, CODES, SEGMENTS, SOURCES, _linked
from tests.coding.test_places import marked
from useit_eval.coding import compare_codes, compare_levels
from useit_eval.coding.places import read_stretches
from useit_eval.ground.errors import InputRefused

NO_CLAIMS = {"claims": pd.DataFrame({"claim_id": [], "coder": []}, dtype=str), "parts": _linked().astype(str)}


def compared(codings, **more):
    settings = {"sources": SOURCES, "segments": SEGMENTS, "replicates": 20, **NO_CLAIMS, **more}
    return compare_levels(codings, **settings)


def by_key(finding):
    return {(row[0], row[1].split("?")[1].strip() or row[1]): row for row in finding.table.rows}


def test_overall_and_among_marked_text_stand_beside_each_other():
    codings = marked(
        ("ann", 0, 10, "trust"), ("ben", 0, 10, "trust"), ("ann", 40, 50, "hope"), ("ben", 40, 50, "money")
    )
    finding = compared(codings, read=read_stretches(codings, looked_at="sources", segments=SEGMENTS))
    rows = by_key(finding)
    assert rows["Place", "Was the same text marked?"][2:5] == ("character", 90, "100%")
    assert rows["Code", "All text read"][3:5] == (90, "89%")
    assert rows["Code", "Only text that somebody marked"][3:5] == (20, "50%")


def test_given_passages_say_nothing_of_places():
    codings = marked(("ann", 0, 10, "trust"), ("ben", 0, 10, "trust"))
    finding = compared(codings, read=read_stretches(codings), given=True)
    assert [row[0] for row in finding.table.rows] == ["Code"]
    assert any("would have marked the same places is not known" in line.text for line in finding.sentences)


def test_one_code_throughout_has_no_value_and_says_why():
    codings = marked(("ann", 0, 10, "trust"), ("ben", 0, 10, "trust"))
    row = compared(codings, read=read_stretches(codings), given=True).table.rows[0]
    assert row[5] == "no value" and "everybody used one and the same code" in row[-1]


def test_links_are_compared_when_two_have_linked():
    parts = _linked(
        ("a", "ann0", "context"), ("a", "ann1", "outcome"), ("b", "ben3", "context"), ("b", "ben4", "outcome")
    )
    claims = CLAIMS.assign(coder=["ann", "ben", "ann"])
    rows = [row for row in compared(CODED, claims=claims, parts=parts).table.rows if row[0] == "Links"]
    assert [(row[1], row[4]) for row in rows] == [
        ("Does the same passage stand in the same slot?", "100%"),
        ("Are the same passages joined in one claim?", "100%"),
    ]
    alone = compared(CODED)
    assert any("Fewer than two of the coders linked" in line.text for line in alone.sentences)


def test_coders_without_a_source_in_common_are_told_in_words():
    codings = pd.concat([marked(("ann", 0, 10, "trust")), marked(("ben", 0, 10, "trust")).assign(source_id="t")])
    finding = compared(codings)
    assert finding.table is None and "no source was coded by all of ann and ben" in finding.sentences[0].text


def test_an_unknown_unit_is_refused():
    with pytest.raises(InputRefused, match="'wrod' is not a unit of comparison"):
        compared(CODED, unit="wrod")


def test_the_prompt_stands_with_every_figure_and_nobody_is_graded():
    for finding in (compared(CODED), compare_codes(CODED[:3], CODED[3:], codes=CODES, sources=SOURCES, replicates=20)):
        assert (
            finding.sentences[-1].text
            == "Low agreement is a prompt to sharpen a definition, never a grade of a person."
        )
        told = " ".join(line.text for line in finding.sentences).lower()
        assert not any(word in told for word in ("substantial", "almost perfect", "moderate", "poor"))


def test_code_by_code_counts_stand_where_a_coefficient_would_say_nothing():
    first = marked(*[("ann", n * 10, n * 10 + 8, "trust" if n < 8 else "hope") for n in range(12)])
    second = marked(
        *[("ben", n * 10, n * 10 + 8, "trust" if n < 7 else "hope") for n in range(11)], ("ben", 110, 118, "money")
    )
    finding = compare_codes(first, second, codes=CODES, sources=SOURCES, replicates=20)
    rows = {row[0]: row[1:4] for row in finding.table.rows}
    assert rows == {"Trust": (7, 1, 0), "Hope": (3, 1, 1), "Money": (0, 0, 1)}
    told = {row[0]: row[4] for row in finding.table.rows}
    assert told["Money"] == "too few" and told["Trust"].startswith("0.8")
    assert "Hope, Money and Trust" in finding.sentences[1].text


def test_nothing_marked_by_both_is_told_in_words():
    finding = compare_codes(CODED[:1], CODED[5:], codes=CODES, sources=SOURCES)
    assert finding.table is None and "no code can be compared" in finding.sentences[0].text


def test_sources_are_named_in_their_order_whatever_was_coded_first():
    rows = [marked((who, 0, 10, "trust")).assign(source_id=source) for who in ("ann", "ben") for source in ("t", "s")]
    named = pd.DataFrame({"source_id": ["s", "t"], "label": ["S1", "S2"]})
    first, second = (pd.concat(part, ignore_index=True) for part in (rows[:2], rows[2:]))
    finding = compare_codes(first, second, codes=CODES, sources=named, replicates=20)
    assert finding.trace == ("S1", "S2")
