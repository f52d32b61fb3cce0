"""Zoom: broader factors, with sources as sets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cmo.rows import CODES, make_claims, make_links, make_sources, make_voices
from useit_eval.cmo import count_links, cut_labels, link_parts, situate_claims, state_opposites, zoom_links
from useit_eval.coding import roll_up
from useit_eval.ground.errors import InputRefused


def _counted(links, one: str, two: str) -> list[int]:
    row = count_links(links).set_index(["from_code", "to_code"]).loc[(one, two)]
    return row[["citations", "sources", "units"]].tolist()


def test_the_sources_of_a_parent_are_the_union_of_its_childrens_and_never_their_sum():
    links = make_links("S1 poor>job", "S1 poor>firm", "S2 poor>firm")
    assert _counted(links, "poor", "firm") == [2, 2, 2] and _counted(links, "poor", "job") == [1, 1, 1]
    assert _counted(zoom_links(links, roll_up(CODES)), "hardship", "work") == [3, 2, 2]


def test_a_claim_that_tells_two_children_tells_their_parent_once():
    links = make_links("S1 poor>job", "S1 poor>firm").assign(claim="C001")
    assert _counted(zoom_links(links, roll_up(CODES)), "hardship", "work") == [1, 1, 1]


def test_a_parent_that_a_claim_tells_both_ways_is_told_as_mixed():
    links = make_links("S1 poor>job", "S1 poor>firm").assign(claim="C001", to_valence=["positive", "negative"])
    links = links.assign(from_valence="unknown", status="observed")
    zoomed = zoom_links(links, roll_up(CODES))
    assert zoomed["to_valence"].tolist() == ["mixed"] and state_opposites(zoomed)["state"].tolist() == ["both_sides"]


def test_links_inside_one_broader_factor_fall_away_and_unknown_factors_stay():
    assert zoom_links(make_links("S1 poor>lonely"), roll_up(CODES)).empty
    assert zoom_links(make_links("S1 new/idea>job"), roll_up(CODES))["from_code"].tolist() == ["new/idea"]


def test_labels_are_cut_to_a_level_and_shorter_ones_stay():
    links = make_links("S1 x>y").assign(from_code="Need > Money", to_code="Work > Job > Full time")
    for level, ends in ((1, ("Need", "Work")), (2, ("Need > Money", "Work > Job")), (9, ("Need > Money", "Work > Job > Full time"))):
        broad = zoom_links(links, cut_labels([*links["from_code"], *links["to_code"]], level=level))
        assert (broad["from_code"][0], broad["to_code"][0]) == ends


@pytest.mark.parametrize(("labels", "level", "told"), [
    (["a"], 0, "cannot be cut to level 0"), (["a"], True, "cannot be cut to level True"), (["a > "], 1, "label 'a > ' has an empty step"),
])  # fmt: skip
def test_senseless_levels_and_labels_are_refused(labels, level, told):
    with pytest.raises(InputRefused, match=told):
        cut_labels(labels, level=level)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.sampled_from(["c:poor", "c:lonely", "r:course", "r:mentor", "m:hope", "o:job", "o:firm"]), max_size=5), min_size=1, max_size=5))
def test_zooming_links_and_linking_broader_codes_agree(told):
    rows = [f"S{n % 2} {' '.join(held)}" for n, held in enumerate(told)]
    claims, parts = make_claims(*rows)
    situated = situate_claims(claims, sources=make_sources("S0", "S1"), voices=make_voices("S0", "S1"))
    zoomed = zoom_links(link_parts(situated, parts), roll_up(CODES))
    broad = link_parts(situated, parts, up=roll_up(CODES))
    columns = ["from_code", "to_code", "claim", "source", "from_valence", "to_valence"]
    assert sorted(map(tuple, zoomed[columns].to_numpy())) == sorted(map(tuple, broad[columns].to_numpy()))
