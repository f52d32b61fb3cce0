"""The check names the row and what is wrong with it."""

from __future__ import annotations

import pytest

from useit_eval.ground import frames
from useit_eval.ground.errors import InputRefused
from useit_eval.workbench.check import check_frame


def _claim(bench, **changes):
    return bench.load("claim").assign(**changes)


@pytest.mark.parametrize("name", list(frames.TABLES))
def test_a_frame_without_rows_passes(name):
    assert check_frame(frames.empty(name), name).empty


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"status": "seen"}, "claim C001: status 'seen' is not a word allowed here"),
        ({"claim_id": "1"}, "claim C001: claim_id '1' is not written as it should be"),
        ({"paraphrase": None}, "claim C001: the paraphrase is missing"),
        ({"recorded_at": "yesterday"}, "recorded_at 'yesterday' is not written"),
        ({"colour": "red"}, "the column 'colour' is not known"),
    ],
)
def test_each_fault_is_told_by_its_record(bench, changes, told):
    with pytest.raises(InputRefused, match=told):
        check_frame(_claim(bench, **changes).astype({"paraphrase": "str"}), "claim")


def test_a_key_given_twice_and_a_missing_column_are_told(bench):
    claims = bench.load("claim")
    with pytest.raises(InputRefused, match="is there more than once"):
        check_frame(claims.assign(claim_id=claims["claim_id"][0]), "claim")
    with pytest.raises(InputRefused, match="the column 'label' is missing"):
        check_frame(claims.drop(columns="label"), "claim")
