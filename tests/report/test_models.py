"""The statistics of a strand on its page, told once and with a record for each label."""

from __future__ import annotations

from types import SimpleNamespace

from useit_eval.document.page import Section
from useit_eval.ground.findings import Finding, Sentence
from useit_eval.report.models import model_records, statistics

DATA = {
    "method": "table",
    "slot": "outcome",
    "reading": "With care.",
    "formula": "y = a",
    "refused": False,
    "sources": ["S1"],
}
SAID = Sentence("Who answered is described.", explains=True)


def _material(*labels: str) -> SimpleNamespace:
    found = [
        Finding(
            f"evidence.model.{label}", f"Title {label}", (SAID, Sentence(f"{label} says so.", ("S1",))),
            strand="north", theory="T1", data={**DATA, "label": label}, trace=("S1", "T1"),
        )
        for label in labels
    ]  # fmt: skip
    return SimpleNamespace(find=lambda key, strand=None: found if strand in (None, "north") else [])


def test_each_statistic_stands_under_its_label_and_what_explains_is_told_once():
    (section,) = statistics(_material("ST01", "ST02"), "north")
    each = [block for block in section.blocks if isinstance(block, Section)]
    assert [one.title for one in each] == ["ST01 Title ST01", "ST02 Title ST02"]
    told = [[line.text for line in one.blocks[0].sentences] for one in each]
    assert told == [["Who answered is described.", "ST01 says so."], ["ST02 says so."]]


def test_a_strand_without_statistics_has_no_such_section():
    assert statistics(_material("ST01"), "south") == ()


def test_the_record_of_a_statistic_tells_what_it_says_speaks_to_and_rests_on():
    record = model_records(_material("ST01"))["ST01"]
    fields = dict(record.fields)
    assert (fields["Says"], fields["Speaks to"], fields["Rests on"], fields["Formula"]) == (
        "ST01 says so.",
        "Outcome",
        "S1",
        "y = a",
    )
