"""£20 for every ten questionnaires that count, £100 at most."""

from __future__ import annotations

import pandas as pd
import pytest

from useit_eval.codebook.questionnaire import Vouchers
from useit_eval.ground.errors import InputRefused
from useit_eval.sources.forms.vouchers import vouchers_due

RULE = Vouchers(pounds=20, for_every=10, at_most=100)


def _responses(counts: dict[str | None, int], *, counted: bool = True, answers: int = 2) -> pd.DataFrame:
    rows = [
        {"questionnaire": "q", "submission_id": f"{who}-{n}", "researcher_id": who, "counted": counted}
        for who, count in counts.items()
        for n in range(count)
        for _ in range(answers)
    ]
    return pd.DataFrame(rows, columns=["questionnaire", "submission_id", "researcher_id", "counted"])


@pytest.mark.parametrize(
    ("valid", "pounds"), [(1, 0), (9, 0), (10, 20), (19, 20), (20, 40), (50, 100), (51, 100), (500, 100)]
)
def test_each_full_ten_is_thanked_up_to_the_limit(valid, pounds):
    due = vouchers_due(_responses({"R1": valid}), RULE)
    assert due.values.tolist() == [["R1", valid, pounds]]


def test_a_questionnaire_of_many_answers_is_one():
    assert vouchers_due(_responses({"R1": 10}, answers=30), RULE)["vouchers_pounds"].tolist() == [20]


def test_what_does_not_count_or_has_no_researcher_is_left_out():
    frame = pd.concat([_responses({"R1": 10}), _responses({"R2": 20}, counted=False), _responses({None: 9})])
    assert vouchers_due(frame, RULE)["researcher_id"].tolist() == ["R1"]


def test_another_city_may_have_another_rule():
    rule = Vouchers(pounds=5, for_every=4, at_most=12)
    assert vouchers_due(_responses({"A": 4, "B": 8, "C": 12}), rule)["vouchers_pounds"].tolist() == [12, 10, 5]


def test_no_answers_give_no_vouchers_and_a_wrong_frame_is_refused():
    assert vouchers_due(_responses({}), RULE).empty
    with pytest.raises(InputRefused, match="no column 'questionnaire'"):
        vouchers_due(pd.DataFrame({"a": []}), RULE)
