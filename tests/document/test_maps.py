"""The causal map on the screen: columns, arrows that meet their boxes, dashes for what is only suggested."""

from __future__ import annotations

from tests.document import sample
from useit_eval.document import draw


def test_suggested_links_are_dashed_and_the_others_are_not():
    lines = [trace["line"]["dash"] for trace in draw.chart(sample.causal_map())["data"] if trace["mode"] == "lines"]
    assert lines == ["solid"] * 7 + ["dash"]


def test_columns_are_headed_and_a_circle_is_not():
    def heads(spec):
        return [n["text"] for n in draw.chart(spec)["layout"]["annotations"] if n["text"].startswith("<b>")]

    assert heads(sample.causal_map()) == ["<b>Context</b>", "<b>Resource</b>", "<b>Reasoning</b>", "<b>Outcome</b>"]
    assert heads(sample.circle()) == []


def test_a_factor_tells_its_links_when_pointed_at():
    dots = draw.chart(sample.circle())["data"][-1]
    assert dots["hovertext"][0] == "Trust → Asking: 1\u00a0citation<br>Registering → Trust: 1\u00a0citation"
