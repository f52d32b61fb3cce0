"""The golden map and its repeated version: values agreed before the code was written."""

from __future__ import annotations

import pandas as pd

from tests.cmo.rows import make_links
from useit_eval.cmo import (
    complete_sources,
    count_links,
    outcomeness,
    robustness,
    trace_paths,
    trace_threads,
    zoom_links,
)

GOLDEN = ("S1 A>B", "S1 B>C", "S2 A>B", "S3 B>C", "S3 B>C", "S4 A>D", "S5 D>C", "S2 B>D")


def _count(links: pd.DataFrame, one: str, two: str) -> tuple[int, int, int]:
    row = count_links(links).set_index(["from_code", "to_code"]).loc[(one, two)]
    return row["citations"], row["sources"], row["units"]


def test_the_golden_map_counts_citations_sources_and_units_apart():
    links = make_links(*GOLDEN)
    assert _count(links, "A", "B") == (2, 2, 2)
    assert _count(links, "B", "C") == (3, 2, 2)


def test_the_golden_map_has_robustness_three_and_one_source_that_states_the_whole():
    links = make_links(*GOLDEN)
    assert robustness(links, "A", "C") == 3
    assert complete_sources(links, "A", "C") == ["S1"]
    assert complete_sources(links, "A", "C", by="claim") == []


def test_the_golden_map_has_its_outcomeness():
    values = outcomeness(make_links(*GOLDEN)).set_index("factor")["outcomeness"].round(3).to_dict()
    assert values == {"A": 0, "B": 0.333, "C": 1, "D": 0.667}


def test_the_golden_map_has_its_twins_in_units():
    told = outcomeness(make_links(*GOLDEN)).set_index("factor")
    assert told["outcomeness_units"].round(3).to_dict() == {"A": 0, "B": 0.4, "C": 1, "D": 0.667}
    assert robustness(make_links(*GOLDEN), "A", "C", capacity="units") == 3
    assert complete_sources(make_links(*GOLDEN), "A", "C", by="unit") == ["S1"]


def test_the_golden_map_is_traced_by_its_steps():
    told = {steps: trace_paths(make_links(*GOLDEN), "A", "C", steps=steps)["claim"].tolist() for steps in (1, 2, 3)}
    assert told[1] == [] and len(told[2]) == 7 and "C008" not in told[2] and len(told[3]) == 8


def test_the_golden_map_zoomed_unites_sources():
    row = count_links(zoom_links(make_links(*GOLDEN), {"B": "middle", "D": "middle"})).set_index("from_code").loc["middle"]
    assert row[["citations", "sources", "units"]].tolist() == [4, 3, 3]  # B>C by S1 and S3, D>C by S5: a set, no sum


def test_ten_repeats_leave_paths_threads_sources_and_units_as_they_were():
    once, often = make_links(*GOLDEN), make_links(*GOLDEN, *["S1 A>B"] * 10)
    pairs = ["from_code", "to_code", "sources", "units"]
    unmoved = [count_links(links)[pairs].sort_values(pairs, ignore_index=True) for links in (once, often)]
    pd.testing.assert_frame_equal(*unmoved)
    for field in ("source", "unit", "claim"):
        assert trace_threads(once, "A", "C", by=field).equals(trace_threads(often, "A", "C", by=field))
    traced = [set(map(tuple, trace_paths(links, "A", "C", steps=2)[pairs[:2]].to_numpy())) for links in (once, often)]
    assert traced[0] == traced[1]


def test_ten_repeats_by_one_source_move_citation_metrics_and_nothing_else():
    once, often = make_links(*GOLDEN), make_links(*GOLDEN, *["S1 A>B"] * 10)
    assert robustness(often, "A", "C") == 4
    assert outcomeness(often).set_index("factor").loc["B", "outcomeness"] == 0.75
    assert _count(often, "A", "B") == (12, 2, 2)
    assert complete_sources(often, "A", "C") == complete_sources(once, "A", "C")
    assert robustness(often, "A", "C", capacity="units") == robustness(once, "A", "C", capacity="units") == 3
    twins = ["factor", "units_in", "units_out", "outcomeness_units"]
    pd.testing.assert_frame_equal(outcomeness(often)[twins], outcomeness(once)[twins])
