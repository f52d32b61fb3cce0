"""Decisions one can check by eye, about the codings of the study of two voices."""

from __future__ import annotations

import pandas as pd

from tests.workbench.small_study import key


def decision(number: int, codings: str, *, start: int, end: int, **more: object) -> pd.DataFrame:
    """Return one decision about some codings of the study's one source."""
    row = {
        **{"decision_id": key(number), "source_id": key(1), "start": start, "end": end, "kind": "code"},
        **{"codings": codings, "coders": "ann; bert", "codes": "free_course; feels_capable", "decided": "one_code"},
        **{"agreed_code": "free_course", "decided_by": "Ann; Bert", "round_no": 1, **more},
    }
    return pd.DataFrame([row])
