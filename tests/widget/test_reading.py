"""What the notebook tells of reading: turns read or marked, which ones nobody read, and new ideas."""

from __future__ import annotations

import pandas as pd

from tests.coder import study
from tests.widget.test_sitting import act_of
from useit_eval.coder.acts import take
from useit_eval.widget import tell_reading
from useit_eval.widget.reading import tell_numbers


def test_a_turn_is_read_when_somebody_had_it_in_view_or_marked_in_it_and_the_others_are_listed(bench):
    session = study.sitting(bench)
    [done] = take(session, {"n": 1, "kind": "acts", "acts": [act_of("ann")]})  # in turn 2
    read = {"coverage_id": study.key(910), "source_id": study.SOURCE, "from_turn": 4, "to_turn": 4}
    [more] = take(session, {"n": 2, "kind": "acts", "acts": [
        {"act": study.key(911), "does": "read", "rows": [{"table": "coverage", "row": read}]}]})  # fmt: skip
    assert (done["kind"], more["kind"]) == ("done", "done")
    reading, ideas = tell_reading(bench)
    assert reading.table.rows == (("S1", 5, 2, 1, "1, 3, 5"),)
    assert reading.sentences[0].text == "3 turns of 5 were read by nobody so far."
    assert ideas.table.rows == (("asked by a neighbour", 1),)


def test_another_rounds_reading_and_ideas_are_not_told(bench):
    take(study.sitting(bench, round_no=2), {"n": 1, "kind": "acts", "acts": [act_of("ann")]})
    reading, ideas = tell_reading(bench)
    assert reading.table.rows == (("S1", 5, 0, 0, "1 to 5"),)
    assert ideas.table is None and ideas.sentences[0].text == "Nobody has marked a new idea so far."


def test_nobody_is_named_timed_or_ranked(bench):
    take(study.sitting(bench, "Blue heron"), {"n": 1, "kind": "acts", "acts": [act_of("ann")]})
    assert "Blue heron" not in repr(tell_reading(bench))


def test_neighbouring_numbers_are_drawn_together():
    assert tell_numbers([]) == ""
    assert tell_numbers(pd.Series([3, 1, 2, 9])) == "1 to 3, 9"
