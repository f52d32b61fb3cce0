"""Assets and money at the beginning, with "not reported" where nothing is told."""

from __future__ import annotations

import pandas as pd

from tests.evidence.field_rows import make_register
from tests.evidence.rows import STRANDS, make_figures
from useit_eval.evidence.baseline import BLANK, tell_baseline

HALL = {"label": "AS1", "name": "A hall", "side": "micro_asset", "kind": "building", "owner": "P1", "evidence": "C1"}
SITE = {
    "label": "AS2",
    "name": "A site",
    "side": "macro_asset",
    "kind": "land",
    "owner": "not stated",
    "strand": "whole",
    "evidence": "F1",
}
MONEY = {"label": "FI1", "title": "Loans", "kind": "loan", "state": "planned", "payer": "P1", "receiver": "residents"}
LINKS = pd.DataFrame(
    {"label": ["L1"], "evidence": [None], "opening": ["AS2"], "follows": [None], "state": ["realised"]}
)


def _tell(assets=(HALL, SITE), finance=(MONEY,)):
    partners = make_register("partner", {"label": "P1", "name": "The council", "class": "local_authority"})
    figures = make_figures({"label": "F1", "value": 350.0, "unit": "GBP", "definition": "cost of the site"})
    found = tell_baseline(make_register("asset", *assets), make_register("finance", *finance), strands=STRANDS, links=LINKS,
                          partners=partners, figures=figures)  # fmt: skip
    return {finding.key.rpartition(".")[2]: finding for finding in found}


def test_an_asset_is_told_with_owner_value_link_and_day():
    rows = _tell(assets=({**HALL, "as_of": "2018-01-01"}, SITE))["assets"].table.rows
    assert rows[0] == ("A hall", "micro-asset", "building", "The council", BLANK, "in no link", "1 January 2018")
    assert rows[1][-1] == "30 November 2018"
    assert rows[1][3:6] == (BLANK, "£350: cost of the site", "1 link, 1 reported as made")


def test_a_day_that_all_rows_share_is_said_once():
    told = _tell()["assets"].table
    assert told.caption.endswith("(as of 30 November 2018)")
    assert (len(told.columns), told.columns[-1], {len(row) for row in told.rows}) == (6, "In the links register", {6})


def test_an_amount_of_the_register_stands_before_figures_and_a_blank_is_not_nought():
    told = _tell(
        finance=({**MONEY, "amount_gbp": 0.0, "state": "paid", "paid_on": "2018-05-01"}, {**MONEY, "label": "FI2"})
    )["finance"]
    assert [row[4] for row in told.table.rows] == ["£0", BLANK]
    assert told.table.rows[0][6] == "1 May 2018" and told.table.rows[1][6] == BLANK
    assert "is not nought" in told.sentences[1].text and "1 of them is reported as paid" in told.sentences[0].text


def test_it_is_told_in_the_one_strand_that_assets_belong_to_and_else_on_the_whole():
    assert {finding.strand for finding in _tell().values()} == {"north"}
    assert {finding.strand for finding in _tell(assets=(HALL, {**SITE, "strand": "south"})).values()} == {""}
    assert {finding.strand for finding in _tell(assets=()).values()} == {""}


def test_no_rows_no_finding():
    assert _tell(assets=(), finance=()) == {}
