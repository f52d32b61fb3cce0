"""Paths, threads and loops: what rows one can check by eye say, and what networkx says about maps drawn at random."""

from __future__ import annotations

import itertools

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cmo.graphs import graph_of, maps
from tests.cmo.rows import make_links
from useit_eval.cmo import complete_sources, find_loops, robustness, trace_paths, trace_threads
from useit_eval.ground.errors import InputRefused

GOLDEN = ("S1 A>B", "S1 B>C", "S2 A>B", "S3 B>C", "S3 B>C", "S4 A>D", "S5 D>C", "S2 B>D")


def _pairs(links) -> set[tuple[str, str]]:
    return set(zip(links["from_code"], links["to_code"], strict=True))


def test_a_link_stays_only_when_a_whole_path_through_it_fits_in_the_steps():
    links = make_links(*GOLDEN)
    assert trace_paths(links, "A", "C", steps=1).empty
    assert _pairs(trace_paths(links, "A", "C", steps=2)) == {("A", "B"), ("B", "C"), ("A", "D"), ("D", "C")}
    assert _pairs(trace_paths(links, "A", "C", steps=3)) == _pairs(links)


def test_dead_ends_and_links_of_others_fall_away_and_every_row_of_a_kept_link_stays():
    links = make_links("S1 A>B", "S2 A>B", "S1 B>C", "S1 B>X", "S1 Y>B", "S1 C>Z")
    assert trace_paths(links, "A", "C", steps=9)["claim"].tolist() == ["C001", "C002", "C003"]


def test_several_origins_and_targets_are_traced_together():
    links = make_links("S1 A>B", "S1 B>C", "S1 D>E", "S1 E>F", "S1 G>H")
    assert len(trace_paths(links, ["A", "D"], ["C", "F"])) == 4
    assert len(trace_paths(links, ["A"], ["C", "F"])) == 2


def test_a_loop_that_fits_in_the_steps_stays_and_is_named():
    links = make_links("S1 A>B", "S1 B>D", "S1 D>B", "S1 B>C")
    assert _pairs(trace_paths(links, "A", "C", steps=3)) == {("A", "B"), ("B", "C")}
    assert len(trace_paths(links, "A", "C", steps=4)) == 4
    assert find_loops(links) == [("B", "D")]
    assert find_loops(make_links("S1 A>B", "S1 B>C")) == []


def test_a_thread_counts_only_for_who_states_the_whole():
    links = make_links("S1 A>B", "S2 B>C", "S3 A>B", "S3 B>C")
    assert trace_threads(links, "A", "C").to_dict("records") == [{"source": "S3", "steps": 2}]
    assert robustness(links, "A", "C") == 2


@pytest.mark.parametrize("field", ["voice", "unit", "group", "coder", "claim"])
def test_threads_are_told_for_any_field_and_rows_without_a_value_count_for_nobody(field):
    links = make_links("S1 A>B", "S2 B>C", "S3 A>B", "S4 B>C").assign(**{field: ["one", "one", "", ""]})
    assert complete_sources(links, "A", "C", by=field) == ["one"]
    assert complete_sources(links, "A", "C") == []


def test_a_thread_longer_than_the_steps_is_none():
    links = make_links("S1 A>B", "S1 B>C", "S1 C>D", "S2 A>D")
    assert complete_sources(links, "A", "D", steps=2) == ["S2"]
    assert trace_threads(links, "A", "D", steps=3)["steps"].tolist() == [3, 1]


@pytest.mark.parametrize(("ask", "told"), [
    (lambda links: trace_paths(links, "trsut", "job"), "factor 'trsut' is not on this map. Closest: 'trust'."),
    (lambda links: trace_paths(links, "trust", "job", steps=0), "at most 0 steps cannot be traced. Steps: a whole number from 1."),
    (lambda links: trace_threads(links, "trust", "job", steps=1.5), "at most 1.5 steps cannot"),
    (lambda links: trace_threads(links, "trust", "job", by="sourse"), "links have no field 'sourse'. Closest: 'source'."),
    (lambda links: trace_paths(links, ["trust", "job"], "job"), "begins and ends at 'job'"),
    (lambda links: trace_paths(links.assign(to_code=[None]), "trust", "job"), "links, row 1: a link has an empty end"),
    (lambda links: trace_paths(links.iloc[:0], "trust", "job"), "factor 'trust' is not on this map. Factors: none."),
])  # fmt: skip
def test_bad_questions_get_one_plain_sentence(ask, told):
    with pytest.raises(InputRefused, match=told.replace(".", r"\.")):
        ask(make_links("S1 trust>job"))


@settings(deadline=None, max_examples=150)
@given(links=maps(), steps=st.integers(1, 5))
def test_tracing_keeps_the_links_that_networkx_reaches_both_ways(links, steps):
    graph = graph_of(links)
    ahead = networkx.single_source_shortest_path_length(graph, "A", cutoff=steps)
    left = networkx.single_source_shortest_path_length(graph.reverse(), "F", cutoff=steps)
    allowed = {(one, two) for one, two in graph.edges if one in ahead and two in left and ahead[one] + 1 + left[two] <= steps}
    assert _pairs(trace_paths(links, "A", "F", steps=steps)) == allowed


@settings(deadline=None, max_examples=100)
@given(links=maps(), steps=st.integers(1, 4))
def test_every_simple_path_is_kept_and_without_loops_nothing_else_is(links, steps):
    graph = graph_of(links)
    listed = {pair for path in networkx.all_simple_paths(graph, "A", "F", cutoff=steps) for pair in itertools.pairwise(path)}
    kept = _pairs(trace_paths(links, "A", "F", steps=steps))
    assert listed <= kept
    if networkx.is_directed_acyclic_graph(graph):
        assert kept == listed


@settings(deadline=None, max_examples=100)
@given(links=maps(), steps=st.one_of(st.none(), st.integers(1, 4)))
def test_threads_are_those_of_whom_networkx_finds_a_path_in_their_own_links(links, steps):
    found = {}
    for source, own in links.groupby("source"):
        graph = graph_of(own)
        if {"A", "F"} <= set(graph) and networkx.has_path(graph, "A", "F"):
            length = networkx.shortest_path_length(graph, "A", "F")
            found |= {source: length} if steps is None or length <= steps else {}
    told = trace_threads(links, "A", "F", steps=steps)
    assert dict(zip(told["source"], told["steps"], strict=True)) == found


@settings(deadline=None, max_examples=100)
@given(links=maps())
def test_loops_are_the_components_that_networkx_names(links):
    strong = networkx.strongly_connected_components(graph_of(links))
    assert find_loops(links) == sorted(tuple(sorted(part)) for part in strong if len(part) > 1)


@settings(deadline=None, max_examples=50)
@given(links=maps())
def test_a_path_without_bound_carries_the_whole_flow(links):
    traced = trace_paths(links, "A", "F", steps=None)
    assert robustness(links, "A", "F") == (robustness(traced, "A", "F") if len(traced) else 0)
