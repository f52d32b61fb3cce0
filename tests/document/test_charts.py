"""Charts for the screen: valid Plotly, units apart, text escaped."""

from __future__ import annotations

import pytest

from tests.document import sample
from useit_eval.document import charts, draw


@pytest.mark.parametrize("spec", [s for s in sample.figures() if s.kind in draw.CHARTS], ids=lambda s: s.title)
def test_a_chart_is_what_plotly_itself_accepts(spec):
    import plotly.graph_objects as go

    chart = draw.chart(spec)
    assert go.Figure(chart).to_dict()["layout"]["height"] == chart["layout"]["height"]


def test_every_target_has_its_own_scale():
    chart = draw.chart(sample.targets())
    tops = {name: axis["range"][1] for name, axis in chart["layout"].items() if name.startswith("xaxis")}
    assert [round(top / 1.01) for top in tops.values()] == [40, 81361, 1200]
    assert [bar["xaxis"] for bar in chart["data"]] == ["x", "x2"]


def test_counts_of_one_unit_share_a_scale_and_units_never_do():
    chart = draw.chart(sample.counts())
    assert [bar["xaxis"] for bar in chart["data"]] == ["x", "x", "x", "x2", "x3"]
    assert [bar["text"] for bar in chart["data"]] == [["12"], ["31"], ["0"], ["2"], ["145,000"]]


def test_states_stack_without_a_gap_and_tell_their_counts():
    bars = draw.chart(sample.states())["data"][:4]
    assert [bar["base"][0] for bar in bars] == [0, 4, 6, 7]
    assert [note["text"] for note in draw.chart(sample.states())["layout"]["annotations"]][1:5] == ["<b>4</b>", "<b>2</b>", "<b>1</b>", "<b>1</b>"]
    assert len({(bar["marker"]["color"], bar["marker"]["pattern"]["shape"]) for bar in bars}) == 4


def test_names_in_a_chart_are_escaped_and_wrapped():
    assert charts.escape("<b>R&D</b>") == "&lt;b&gt;R&amp;D&lt;/b&gt;"
    assert all(len(line) <= charts.WRAP for line in charts.wrapped("a " * 200))
    assert charts.wrapped("") == [""]
