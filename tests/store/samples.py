"""Rows one can check by eye."""

from __future__ import annotations

import uuid

import pandas as pd

SOURCE_ID = "00000000-0000-4000-8000-000000000001"
VOICE_ID = "00000000-0000-4000-8000-000000000002"


def key(number: int) -> str:
    """Return a UUID that one can tell apart by eye."""
    return str(uuid.UUID(int=(4 << 76) + (8 << 60) + number))


def source(**more) -> pd.DataFrame:
    """Return one source."""
    row = {
        "source_id": SOURCE_ID,
        "label": "S1",
        "file": "one.txt",
        "sha256_text": "0" * 64,
        "characters": 26,
        "title": "One",
        "method": "interview",
        "consent": "quote",
        "collector": "A",
        "collector_relation": "neighbour",
        "by_programme": False,
        "language": "en",
        "practice": True,
    }
    return pd.DataFrame([{**row, **more}])


def codings(*numbers: int, **more) -> pd.DataFrame:
    """Return one coding for each number: characters n to n+1, all of one source."""
    rows = [
        {
            "coding_id": key(number),
            "source_id": SOURCE_ID,
            "start": number,
            "end": number + 1,
            "quote_sha256": "1" * 64,
            "code_id": "trust",
            "coder": "ann",
            "origin": "human",
            "round_no": 1,
            "quotable": True,
            **more,
        }
        for number in numbers
    ]
    return pd.DataFrame(rows)
