"""The causal map a reader sees."""

from __future__ import annotations

from tests.cmo.rows import make_links
from useit_eval.cmo import tell_maps

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
    assert finding.sentences[-1].ids == ("C003",) and "1 link is denied" in finding.sentences[-1].text
