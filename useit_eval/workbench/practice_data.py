"""Answers and readings that come with a practice study: they enter the store when it is opened, as its texts do.

Only sources that the manifest marks practice, of kind questionnaire or series, in files of the study's own folder that
are byte for byte those registered. The community researchers of a practice study stand in the file by their ids: there
are no names, and so no key.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from useit_eval import codebook
from useit_eval.ground import safe_files, text
from useit_eval.ground.blanks import WITHDRAWN
from useit_eval.sources.forms.answers import read_answers
from useit_eval.sources.keys import Entry, Key
from useit_eval.sources.series.indicators import read_indicators
from useit_eval.store import lookups
from useit_eval.workbench.practice_texts import BY, ROWS_ONLY

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.ground.project import StudyPaths
    from useit_eval.store.database import Store, Writing

TABLES = dict(zip(ROWS_ONLY, ("response", "reading"), strict=True))
"""The kinds of source whose rows are no text, and the table that holds them."""
RESEARCHER = re.compile(r"\bCR\d{2,3}\b")
Row = dict[str, Any]


def take_in(store: Store, paths: StudyPaths) -> int:
    """Return how many answers and readings of practice sources were taken into the store.

    What was ever in the store is left alone, and so is a file that differs from what the manifest registers. Safe when
    many processes open a study at once. Raises InputRefused for a file that does not fit its definition.
    """
    found = [(row, _read(row, paths)) for row in _awaited(store, paths)]
    if not found:
        return 0
    with store.writing(by=BY) as work:
        waiting = {row["source_id"] for row in _awaited(work, paths)}  # meanwhile another process may have been here
        for row, frame in found:
            if row["source_id"] in waiting:
                work.append(TABLES[row["kind"]], frame)
    return sum(len(frame) for _, frame in found)


def _awaited(store: Store | Writing, paths: StudyPaths) -> list[Row]:
    if not any(kind in lookups.tally(store, "source", "kind") for kind in TABLES):
        return []
    sources = store.current("source")
    rows = sources[
        sources["practice"].astype(bool) & sources["kind"].isin(list(TABLES)) & (sources["consent"] != WITHDRAWN)
    ]
    return [row for row in rows.to_dict("records") if _is_new(store, paths, row)]


def _is_new(store: Store | Writing, paths: StudyPaths, row: Row) -> bool:
    path, table = paths.raw / row["file"], TABLES[row["kind"]]
    return (
        row["source_id"] not in lookups.tally(store, table, "source_id")
        and "/" not in row["file"]
        and path.is_file()
        and lookups.last_rows(store, table, row["source_id"]).empty
        and text.sha256(safe_files.read_bytes(path)) == row["sha256_text"]
    )


def _read(row: Row, paths: StudyPaths) -> pd.DataFrame:
    path = paths.raw / row["file"]
    if row["kind"] == "series":
        return read_indicators(path, source_id=row["source_id"])
    ids = dict.fromkeys(RESEARCHER.findall(text.decode(safe_files.read_bytes(path), where=path.name)))
    key = Key(path, tuple(Entry(id, id, "researcher") for id in ids))
    held = codebook.load_questionnaire(paths.codebooks / "questionnaire.yaml")
    locale = codebook.load_study(paths.codebooks / "study.yaml").locale
    return read_answers(
        path, questionnaire=held, key=key, source_id=row["source_id"], locale=locale, software="plain"
    ).responses
