"""Questions the map refuses, loops, and an independent oracle for the flow (its golden values are in tests/published)."""

from __future__ import annotations

import itertools

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cmo.graphs import graph_of, maps
from tests.cmo.rows import make_links
from useit_eval.cmo import complete_sources, count_links, outcomeness, robustness
from useit_eval.ground.errors import InputRefused

GOLDEN = ("S1 A>B", "S1 B>C", "S2 A>B", "S3 B>C", "S3 B>C", "S4 A>D", "S5 D>C", "S2 B>D")


def test_no_path_is_no_evidence():
    links = make_links(*GOLDEN)
    assert robustness(links, "C", "A") == 0
    assert complete_sources(links, "C", "A") == []


def test_a_loop_is_no_obstacle():
    links = make_links("S1 A>B", "S1 B>A", "S1 B>C")
    assert robustness(links, "A", "C") == 1 and complete_sources(links, "A", "C") == ["S1"]


@pytest.mark.parametrize(("call", "told"), [
    (lambda links: robustness(links, "A", "A"), "begins and ends"),
    (lambda links: robustness(links, "A", "C", capacity="claims"), "not a capacity"),
    (lambda links: robustness(links, "A", "Z"), "'Z' is not on this map. Factors: A, B, C, D"),
    (lambda links: robustness(links, [], "C"), "no origin is named"),
    (lambda links: robustness(links, ["A", "C"], ["C"]), "begins and ends at 'C'"),
])  # fmt: skip
def test_senseless_questions_are_refused(call, told):
    with pytest.raises(InputRefused, match=told):
        call(make_links(*GOLDEN))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD")).filter(lambda p: p[0] != p[1]),
        min_size=1,
        max_size=9,
    )
)
def test_robustness_is_the_smallest_cut_found_by_trying_every_cut(pairs):
    links = make_links(*[f"S{n} {one}>{two}" for n, (one, two) in enumerate(pairs)])
    inner = ["B", "C"]
    sides = [{"A", *chosen} for size in range(3) for chosen in itertools.combinations(inner, size)]
    cuts = [sum(one in side and two not in side for one, two in pairs) for side in sides]
    known = {code for pair in pairs for code in pair}
    if {"A", "D"} <= known:
        assert robustness(links, "A", "D") == min(cuts)
    else:
        with pytest.raises(InputRefused, match="is not on this map"):
            robustness(links, "A", "D")


@settings(deadline=None, max_examples=100)
@given(links=maps())
def test_robustness_and_its_twin_are_the_flows_that_networkx_finds(links):
    for capacity, count in (("citations", "claim"), ("units", "unit")):
        flow = networkx.maximum_flow_value(graph_of(links, count=count), "A", "F")
        assert robustness(links, "A", "F", capacity=capacity) == flow


@settings(deadline=None, max_examples=50)
@given(links=maps())
def test_several_origins_and_targets_flow_together_as_from_one(links):
    graph = graph_of(links)
    graph.add_edges_from([("from", origin) for origin in "AE"] + [(target, "to") for target in "BF"])
    assert robustness(links, ["A", "E"], ["B", "F"]) == networkx.maximum_flow_value(graph, "from", "to")


@settings(deadline=None, max_examples=50)
@given(links=maps(), row=st.integers(0, 1), times=st.integers(1, 10))
def test_repeats_by_one_source_never_move_a_twin(links, row, times):
    often = links.iloc[[*range(len(links)), *[row] * times]]
    assert robustness(often, "A", "F", capacity="units") == robustness(links, "A", "F", capacity="units")
    twins = ["factor", "units_in", "units_out", "outcomeness_units"]
    assert outcomeness(often)[twins].equals(outcomeness(links)[twins])


def test_a_link_without_a_unit_counts_for_nobody_and_for_no_other_link():
    links = make_links("S1 A>B", "S1 B>C", "S2 A>B", "S3 B>C").assign(unit=["U1", "U1", None, None])
    counted = count_links(links).set_index(["from_code", "to_code"])
    assert counted["citations"].tolist() == [2, 2] and counted["units"].tolist() == [1, 1]
    assert robustness(links, "A", "C", capacity="units") == 1 and robustness(links, "A", "C") == 2
