"""Vouchers due to community researchers for the questionnaires that count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from useit_eval.ground.columns import require

if TYPE_CHECKING:
    from useit_eval.codebook.questionnaire import Vouchers

COLUMNS = {"researcher_id": "str", "valid": "Int64", "vouchers_pounds": "Int64"}


def vouchers_due(responses: pd.DataFrame, rule: Vouchers) -> pd.DataFrame:
    """Return what is due by now: researcher_id, valid (questionnaires that count), vouchers_pounds; the most first.

    Columns: questionnaire, submission_id, researcher_id, counted (long form, a row for each answer). Rows without a
    researcher or that do not count are left out. So many pounds for each full set of valid questionnaires, up to the
    limit; vouchers given already are not known here.
    """
    require(responses, "response", "questionnaire", "submission_id", "researcher_id", "counted")
    counted = responses[responses["counted"].fillna(False).astype(bool) & responses["researcher_id"].notna()]
    single = counted.drop_duplicates(["questionnaire", "submission_id", "researcher_id"])
    valid = single.groupby("researcher_id").size().astype("Int64").rename("valid").reset_index()
    pounds = (valid["valid"] // rule.for_every * rule.pounds).clip(upper=rule.at_most)
    due = valid.assign(vouchers_pounds=pounds.astype("Int64")).astype(COLUMNS)
    return due.sort_values(["valid", "researcher_id"], ascending=[False, True], ignore_index=True)
