"""The code tree as a frame."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.cmo.rows import CODES
from useit_eval.coding import code_names, roll_up
from useit_eval.ground.errors import InputRefused


def test_codes_roll_up_to_the_top_and_tops_stay():
    up = roll_up(CODES)
    assert (up["course"], up["help"], up["hope"]) == ("help", "help", "hope")


def test_a_deeper_level_keeps_more_of_the_tree():
    deep = pd.DataFrame({"code_id": ["a", "b", "c"], "parent": ["", "a", "b"]})
    assert [roll_up(deep, level=level)["c"] for level in (1, 2, 3, 4)] == ["a", "b", "c", "c"]


def test_level_zero_leaves_codes_as_they_were_given():
    assert set(roll_up(CODES, level=0).items()) == {(code, code) for code in CODES["code_id"]}


@pytest.mark.parametrize("level", [-1, 1.5, "top", True, None])
def test_what_is_no_level_is_refused_in_one_sentence(level):
    with pytest.raises(InputRefused, match=r"is not a level of the code tree. Write 0 \(as coded\)"):
        roll_up(CODES, level=level)


def test_names_are_what_readers_see():
    assert code_names(CODES)["poor"] == "Little money"


@pytest.mark.parametrize(
    ("parents", "told"), [(["b", "a"], "run in a circle"), (["", "z"], "'z' of code 'b' is not a code")]
)
def test_circles_and_unknown_parents_are_refused(parents, told):
    with pytest.raises(InputRefused, match=told):
        roll_up(pd.DataFrame({"code_id": ["a", "b"], "parent": parents}))
