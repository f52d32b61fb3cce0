"""The joint display: a number with its interval, claims with units, and the inference; what is missing is said."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from useit_eval.document import write_html
from useit_eval.document.page import Page, Section
from useit_eval.evidence import display_jointly
from useit_eval.ground.findings import Finding, Sentence

CLAIMS = pd.DataFrame(
    [
        ("C1", "S1", "ann", "She went <script>alert(1)</script>"),
        ("C2", "S1", "ann", "Again"),
        ("C3", "S2", "bea", "He too"),
    ],
    columns=["label", "source", "unit", "paraphrase"],
)
FIGURES = pd.DataFrame(
    [
        ("F1", 11, "exact", "people", "trained", "May", "output"),
        ("F2", 22, "exact", "people", "wanted", "May", "target"),
        ("F3", 30, "about", "people", "asked", "May", "output"),
        ("F4", 5, "exact", "shops", "open", "May", "output"),
    ],
    columns=["label", "value", "bound", "unit", "definition", "as_of", "role"],
)
THEORIES = pd.DataFrame(
    [("T1", "one", "First"), ("T2", "one", "Second"), ("T3", "two", "Third")],
    columns=["theory_id", "strand", "title"],
)


def _row(**other):
    row = dict(theory="T1", group="residents", number="F1", of="F2", claims=("C1", "C2", "C3"), relation="confirms",
               inference="They fit", change="none", author="a_rater", dated="2019-01-02")  # fmt: skip
    return SimpleNamespace(**{**row, **other})


def _shown(*rows, models=()):
    found = display_jointly(
        rows, CLAIMS, FIGURES, THEORIES, strands={"one": "One", "two": "Two", "none": "None"},
        groups={"residents": "Residents"}, models=models,
    )  # fmt: skip
    return {finding.key: finding for finding in found}


def test_a_part_of_another_figure_is_a_share_with_wilsons_interval():
    table = _shown(_row())["evidence.joint.one"].table
    assert table.rows[0][0] == "T1: Residents"
    assert table.rows[0][1] == "11 people, trained (May). 11 of 22: 50% (Wilson's 95% interval 31% to 69%)."
    assert table.ids[0] == ("T1", "F1", "F2", "C1", "C2", "C3")


def test_no_share_is_given_of_another_unit_of_about_or_of_less_than_itself():
    for number, of in (("F1", "F4"), ("F1", "F3"), ("F3", "F2"), ("F2", "F1"), ("F1", "gone")):
        cell = _shown(_row(number=number, of=of))["evidence.joint.one"].table.rows[0][1]
        assert "interval" not in cell and " of " not in cell, (number, of)


def test_claims_are_told_as_citations_sources_and_units():
    cell = _shown(_row())["evidence.joint.one"].table.rows[0][2]
    assert cell.startswith("3 claims, 2 sources, 2 units (C1, C2 and C3). C1: She went")


def test_a_claim_that_is_not_on_record_any_more_is_not_counted():
    assert (
        _shown(_row(claims=("C2", "C9")))["evidence.joint.one"]
        .table.rows[0][2]
        .startswith("1 claim, 1 source, 1 unit (C2)")
    )
    assert _shown(_row(claims=("C9",)))["evidence.joint.one"].table.rows[0][2] == "no claim is on record any more"


def test_a_model_brings_its_own_interval_and_one_that_was_refused_says_so():
    lines = (Sentence("About 62 answers.", ("S1",)), Sentence("+5 points (95% interval 1 to 9).", ("S1",)))
    models = [
        Finding("evidence.model.ST1", "A difference", lines, data={"label": "ST1", "refused": False}),
        Finding("evidence.model.ST2", "A trend", (Sentence("Not computed: 3 areas."),), data={"label": "ST2", "refused": True}),
        Finding("evidence.against.one", "Another finding", lines),
    ]  # fmt: skip
    rows = [_row(number=label, of=None) for label in ("ST1", "ST2", "ST3")]
    cells = [row[1] for row in _shown(*rows, models=models)["evidence.joint.one"].table.rows]
    assert cells[:2] == ["A difference. +5 points (95% interval 1 to 9).", "A trend. Not computed: 3 areas."]
    assert cells[2] == "ST3 is not on record or could not be computed"


def test_who_wrote_the_inference_and_when_stands_beside_it():
    row = _shown(_row(change="say for whom"))["evidence.joint.one"].table.rows[0]
    assert row[3:] == ("confirms", "They fit. (a rater, 2 January 2019)", "Say for whom.")


def test_theories_without_a_row_are_named_and_a_strand_without_theories_has_none():
    found = _shown(_row())
    assert found.keys() == {"evidence.joint.one", "evidence.joint.two"}
    assert found["evidence.joint.one"].data["unwritten"] == ["T2"]
    assert found["evidence.joint.two"].table is None
    assert [line.text for line in found["evidence.joint.two"].sentences] == [
        "For the theory T3 nobody has written the inference yet."
    ]


def test_hostile_words_are_shown_and_not_run(tmp_path):
    row = _row(inference="<img src=x onerror=alert(2)>", author="<b>me</b>")
    table = _shown(row)["evidence.joint.one"].table
    path = tmp_path / "page.html"
    write_html(Page("one", "One", "", sections=(Section("Numbers and claims", (table,)),)), path)
    page = path.read_text("utf-8")
    assert "<script>alert(1)" not in page and "<img src=x" not in page and "<b>me" not in page
    assert "&lt;script&gt;alert(1)" in page
