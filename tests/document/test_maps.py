"""The causal map on the screen: columns, arrows that meet their boxes, dashes for what is only suggested."""

from __future__ import annotations

from tests.document import sample
from useit_eval.document import draw
from useit_eval.ground.findings import FigureSpec


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


def _spec(*links: tuple[str, str, str, str, int]) -> FigureSpec:
    rows = tuple(
        {"source": a, "source_slot": s, "target": b, "target_slot": t, "citations": n} for a, s, b, t, n in links
    )
    return FigureSpec("causal_map", "A map", rows, alt="A map.")


def test_a_link_of_one_citation_has_no_number_and_others_have_theirs():
    spec = _spec(("A", "context", "B", "outcome", 1), ("C", "context", "B", "outcome", 12))
    told = [n["text"] for n in draw.chart(spec)["layout"]["annotations"] if n["text"].isdigit()]
    assert told == ["12"]


def test_boxes_never_overlap_and_no_line_of_another_link_runs_through_one():
    spec = sample.causal_map()
    chart = draw.chart(spec)
    boxes = dict(zip(chart["data"][-1]["hovertext"], chart["layout"]["shapes"], strict=True))
    corners = [(b["x0"], b["x1"], b["y0"], b["y1"]) for b in boxes.values()]
    for n, (x0, x1, y0, y1) in enumerate(corners):
        assert all(x1 <= a0 or a1 <= x0 or y1 <= b0 or b1 <= y0 for a0, a1, b0, b1 in corners[:n])
        for trace in chart["data"][:-1]:
            inside = [x0 < x < x1 and y0 < y < y1 for x, y in zip(trace["x"], trace["y"], strict=True)]
            assert not any(inside[1:-1])


def test_a_link_back_and_a_link_within_a_column_are_drawn():
    spec = _spec(("A", "context", "B", "outcome", 2), ("B", "outcome", "A", "context", 3), ("B", "outcome", "D", "outcome", 1))
    forth, back, within = draw.chart(spec)["data"][:3]
    assert forth["x"][0] < forth["x"][-1] and back["x"][0] > back["x"][-1]
    assert within["x"][0] == within["x"][-1] and max(within["x"]) > within["x"][0]
    assert all(draw.pictures(spec, large=large) for large in (False, True))
