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
            "by_programme": False, "note": None, "method": "document",
        }
    )  # fmt: skip
    voices = pd.DataFrame({"source_id": labels, "independence_unit": labels})
    frames = {"source": sources, "voice": voices}
    return types.SimpleNamespace(
        frames=frames, compared={}, at_hand=dict.fromkeys(labels, True), find=lambda _: (), prose=lambda _: ()
    )


def _said(blocks) -> list[str]:
    return [line.text for block in blocks for line in getattr(block, "sentences", ())]


def test_what_is_the_same_of_many_sources_is_said_once_with_all_their_ids():
    together, gathered = limits(_material(50))[:2]
    assert [line.text for line in together.sentences] == [
        "All voices in the 50 sources count together as 50 independent units."
    ]
    assert [line.text for line in gathered.items] == [
        "Author of 49 sources: R02; how they stand to it: neighbour.",
        "Author of Talk S050: not stated.",
    ]
    assert sum(len(line.ids) for line in gathered.items) == 50


def test_a_note_that_many_sources_bear_is_told_once_and_an_interview_has_an_interviewer():
    material = _material(8)
    material.frames["source"] = material.frames["source"].assign(note="Practice: invented.", method="interview")
    together, gathered = limits(material)[:2]
    assert together.sentences[-1].text == "Noted of 8 sources: practice: invented."
    assert len(together.sentences[-1].ids) == 8
    assert gathered.items[0].text.startswith("Interviewer of 7 sources: R02")


def test_claims_kept_to_be_compared_are_told_beside_those_that_count():
    material = _material(8)
    material.frames["claim"] = pd.DataFrame({"coder": ["ann", "ann"]})
    assert not any("are on record" in part for part in _said(limits(material)))
    material.compared = {"ben": 3, "cleo": 1}
    (told,) = [part for part in _said(limits(material)) if "are on record" in part]
    assert told == (
        "Claims of 3 coders are on record. Those of ann (2) count; "
        "those of ben (3) and cleo (1) are kept to be compared, and nothing here counts them."
    )


def test_few_sources_are_told_one_by_one():
    assert len(limits(_material(MOST_APART))[0].sentences) == 3 * MOST_APART
