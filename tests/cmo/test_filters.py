"""Filters of a map: by group, status and elicitation, and in words for the legend."""

from __future__ import annotations

import pytest

from tests.cmo.rows import make_links
from useit_eval.cmo import filter_links, tell_filters
from useit_eval.ground.errors import InputRefused


def _links():
    return make_links("S1 A>B", "S2 A>B", "S3 B>C").assign(
        group=["residents", "employer", ""], elicitation=["unprompted", "theory_shown", "prompted"], status=["observed", "denied", "implied"]
    )  # fmt: skip


@pytest.mark.parametrize(("filters", "left"), [
    ({"group": "residents"}, ["C001"]),
    ({"group": ["residents", "employer"], "elicitation": ["unprompted"]}, ["C001"]),
    ({"status": ["observed", "implied"]}, ["C001", "C003"]),
    ({"status": "hypothetical"}, []),
    ({}, ["C001", "C002", "C003"]),
])  # fmt: skip
def test_a_row_passes_when_every_filter_names_its_value(filters, left):
    assert filter_links(_links(), filters)["claim"].tolist() == left


@pytest.mark.parametrize(("filters", "told"), [
    ({"gruop": "residents"}, "links are not filtered by 'gruop'. Closest: 'group'."),
    ({"group": "resident"}, "stakeholder group 'resident' is not known. Closest: 'residents'."),
    ({"status": "zzz"}, "status 'zzz' is not known. Known: anticipated, denied, hypothetical, implied, observed."),
    ({"elicitation": "promted"}, "elicitation 'promted' is not known. Closest: 'prompted'."),
    ({"status": []}, "the filter by status names nothing."),
])  # fmt: skip
def test_unknown_filters_and_values_are_refused_with_the_closest(filters, told):
    with pytest.raises(InputRefused, match=told):
        filter_links(_links(), filters)


def test_the_filters_are_told_in_words():
    told = tell_filters({"group": "residents", "elicitation": ["theory_shown"]}, groups={"residents": "Residents of the ward"})
    assert told == "Only stakeholder group: Residents of the ward; elicitation: theory shown."
    assert tell_filters({}) == "No filter."
