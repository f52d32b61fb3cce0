"""The causal map a reader sees."""

from __future__ import annotations

import itertools

import networkx
import pytest
from hypothesis import given, settings

from tests.cmo.graphs import graph_of, maps
from tests.cmo.rows import make_links
from useit_eval.cmo import tell_maps
from useit_eval.cmo.routes import find_routes
from useit_eval.ground.errors import InputRefused

GOLDEN = ("S1 A>B", "S1 B>C", "S2 A>B", "S3 B>C", "S3 B>C", "S4 A>D", "S5 D>C", "S2 B>D")


def test_robustness_is_printed_beside_its_twin_the_complete_sources_and_what_it_means():
    (finding,) = tell_maps(make_links(*GOLDEN), strands={"north": "North", "south": "South"}, names={"A": "Asking"})
    assert finding.key == "cmo.map.north"
    assert finding.table.rows == (("Asking", "C", 3, 3, 1, 0),)
    assert any("not the size of an effect" in sentence.text for sentence in finding.sentences)


def test_the_legend_tells_sources_and_share_of_citations():
    (finding,) = tell_maps(make_links(*GOLDEN), strands={"north": "North"}, names={})
    assert "Sources: S1, S2, S3, S4, S5. Drawn: 5 of 5 links, 100% of citations." in finding.figure.legend
    top = finding.figure.rows[0]
    assert (top["source"], top["target"], top["citations"], top["sources"], top["units"]) == ("B", "C", 3, 2, 2)


def test_denied_links_are_counted_apart_and_never_netted():
    links = make_links("S1 A>B", "S2 A>B", "S3 A>B")
    links.loc[2, "status"] = "denied"
    (finding,) = tell_maps(links, strands={"north": "North"}, names={})
    assert finding.figure.rows[0]["citations"] == 2
    denials = {line.text: line.ids for line in finding.sentences if "denied" in line.text}
    assert denials == {"1 link is denied, in 1 claim; kept apart and never netted.": ("C003",)}
    assert finding.figure.legend.startswith("Sources: S1, S2.")


def test_beside_what_is_told_most_often_stands_how_many_tell_it_as_having_happened():
    links = make_links("S1 A>B", "S2 A>B", "S3 B>C").assign(status=["observed", "anticipated", "observed"])
    (finding,) = tell_maps(links, strands={"north": "North"}, names={})
    assert finding.sentences[0].text.endswith("A leads to B (2 citations, 2 sources, 2 independent units; 1 as having happened).")
    hoped = tell_maps(links.assign(status="anticipated"), strands={"north": "North"}, names={})[0].sentences[0].text
    assert hoped.endswith("; none as having happened).")


def test_where_each_link_has_one_claim_none_is_told_most_often():
    (finding,) = tell_maps(make_links("S1 A>B", "S2 B>C"), strands={"north": "North"}, names={})
    assert finding.sentences[0].text.endswith("; none is told by more than one claim.")


def test_a_link_that_two_claims_deny_is_one_denied_link():
    links = make_links("S1 A>B", "S2 A>B", "S3 A>B", "S3 B>C")
    links.loc[1:, "status"] = "denied"
    (finding,) = tell_maps(links, strands={"north": "North"}, names={})
    denials = [(line.text, line.ids) for line in finding.sentences if "denied" in line.text]
    assert denials == [("2 links are denied, in 3 claims; kept apart and never netted.", ("C002", "C003", "C004"))]


def _told(links, **more) -> list[str]:
    (finding,) = tell_maps(links, strands={"north": "North"}, names={"A": "Asking", "B": "Belonging"}, **more)
    return [line.text for line in finding.sentences]


def test_paths_from_contexts_to_outcomes_are_told_with_who_states_one_whole():
    links = make_links("S1 A>B", "S2 B>C", "S3 A>B", "S3 B>C", "S4 A>X")
    links["from_slot"] = ["context" if one == "A" else "mechanism_resource" for one in links["from_code"]]
    links["to_slot"] = ["outcome" if two == "C" else "mechanism_resource" for two in links["to_code"]]
    told = "2 of 3 links lie on a path from a context to an outcome in at most 4 steps. 1 of 4 sources and 1 of 4 independent units states such a path whole."
    assert told in _told(links)
    assert "No links make a path from a context to an outcome in at most 1 step." in _told(links, steps=1)


def test_one_source_confirms_nobody_so_its_claims_are_told():
    told = _told(make_links("S1 A>B", "S1 A>B"))
    assert any(text.endswith("2 of 2 claims state such a path whole; all come from one source.") for text in told)


def test_a_loop_is_named_and_not_fatal():
    told = "Links run in a circle through “Asking” and “Belonging”; the map stands all the same."
    assert told in _told(make_links("S1 A>B", "S1 B>A", "S1 B>C"))


def test_opposites_are_told_apart():
    told = _told(make_links("S1 A>B", "S2 A>B", "S3 A>B~"))
    assert "Told as positive and as negative, kept apart and never netted: “Belonging”." in told


def test_filters_are_printed_and_the_share_is_of_all_citations():
    links = make_links("S1 A>B", "S2 A>B", "S3 B>C", "S4 B>C")
    links = links.assign(group=["residents", "employer", "residents", "employer"], elicitation="theory_shown")
    more = {"filters": {"group": "residents"}, "groups": {"residents": "Residents"}}
    (finding,) = tell_maps(links, strands={"north": "North"}, names={}, **more)
    assert finding.key == "cmo.map.north.filtered"
    legend = finding.figure.legend
    assert legend.startswith("Sources: S1, S3. Drawn: 2 of 2 links, 50% of citations. Only stakeholder group: Residents.")
    assert legend.endswith("2 citations were given after the theory was shown.")


def test_a_filter_that_nothing_passes_gives_no_map():
    links = make_links("S1 A>B")
    assert tell_maps(links, strands={"north": "North"}, names={}, filters={"status": "hypothetical"}) == []


@pytest.mark.parametrize(("more", "told"), [
    ({"filters": {"status": "observd"}}, "status 'observd' is not known. Closest: 'observed'."),
    ({"steps": 0}, "at most 0 steps"),
])  # fmt: skip
def test_bad_questions_get_one_plain_sentence(more, told):
    with pytest.raises(InputRefused, match=told):
        tell_maps(make_links("S1 A>B"), strands={"north": "North"}, names={}, **more)


def test_of_many_links_the_most_cited_that_make_whole_paths_are_drawn():
    links = make_links(*(f"S1 A{n}>B{n}" for n in range(23)), *["S1 B1>C1"] * 2, *(f"S1 X>Y{n}" for n in range(9)))
    links["from_slot"] = ["mechanism_resource" if one[0] in "BX" else "context" for one in links["from_code"]]
    links["to_slot"] = ["mechanism_reasoning" if two[0] == "Y" else "outcome" for two in links["to_code"]]
    (finding,) = tell_maps(links, strands={"north": "North"}, names={})
    assert "X" not in {row["source"] for row in finding.figure.rows} and len(finding.figure.rows) <= 24
    assert "the most cited that make whole paths in at most 4 steps" in finding.figure.legend


@settings(deadline=None, max_examples=60)
@given(links=maps())
def test_the_routes_are_the_greatest_flows_that_networkx_finds(links):
    graph = graph_of(links)
    first = [node for node in graph if not graph.in_degree(node)]
    last = [node for node in graph if not graph.out_degree(node)]
    pairs = itertools.product(first, last)
    flows = sorted((networkx.maximum_flow_value(graph, *pair) for pair in pairs), reverse=True)
    for most in (1, 3):
        assert [flow for flow, *_ in find_routes(links, most=most)] == [flow for flow in flows if flow][:most]
