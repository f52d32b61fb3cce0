"""A study of many sources: what is the same of them is said once, and every one of them is named by its id."""

from __future__ import annotations

import types

import pandas as pd

from useit_eval.report.limits import MOST_APART, limits


def _material(count: int) -> types.SimpleNamespace:
    labels = [f"S{number:03d}" for number in range(1, count + 1)]
    sources = pd.DataFrame(
        {
            "label": labels, "source_id": labels, "title": [f"Talk {label}" for label in labels],
            "collector": ["R02"] * (count - 1) + ["not stated"], "collector_relation": ["Neighbour"] * (count - 1) + ["not stated"],
            "by_programme": False, "note": None,
        }
    )  # fmt: skip
    voices = pd.DataFrame({"source_id": labels, "independence_unit": labels})
    frames = {"source": sources, "voice": voices}
    return types.SimpleNamespace(frames=frames, at_hand=dict.fromkeys(labels, True), find=lambda _: (), prose=lambda _: ())


def test_what_is_the_same_of_many_sources_is_said_once_with_all_their_ids():
    paragraph = limits(_material(50))[0]
    assert [line.text for line in paragraph.sentences] == [
        "Author of 49 sources: R02; how they stand to it: neighbour.",
        "Author of Talk S050: not stated.",
        "All voices in them count together as 50 independent units.",
    ]
    assert sum(len(line.ids) for line in paragraph.sentences[:2]) == 50


def test_few_sources_are_told_one_by_one():
    assert len(limits(_material(MOST_APART))[0].sentences) == 3 * MOST_APART
