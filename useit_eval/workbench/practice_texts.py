"""Texts that come with a practice study: they enter the store when it is opened, for nobody has them to attach.

Only sources that the manifest marks practice, in files of the study's own folder, whose words are those registered.
A respondent's text never enters this way: a person adds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from useit_eval.ground.blanks import WITHDRAWN
from useit_eval.sources import read_many
from useit_eval.sources.texts import SourceImport
from useit_eval.store import lookups
from useit_eval.workbench import loading
from useit_eval.workbench.passages import refuse_moved
from useit_eval.workbench.segments import segment_rows

if TYPE_CHECKING:
    from useit_eval.ground.project import StudyPaths
    from useit_eval.store.database import Store, Writing

BY = "practice"
"""Who the store says wrote rows that come from the texts of a practice study."""
ROWS_ONLY = ("questionnaire", "series")
"""Kinds of source that hold rows and no text; `practice_data` takes those in."""
Row = dict[str, Any]


def take_in(store: Store, paths: StudyPaths) -> int:
    """Return how many texts of practice sources were taken into the store, with their turns, all or none.

    A text that was ever in the store, or from which words were withdrawn, is left as it is, and so is a file that
    differs from what the manifest registers. Safe when many processes open a study at once. Raises InputRefused when
    a passage that the study's files mark does not stand in its text.
    """
    awaited = _awaited(store, paths)
    if not awaited:
        return 0
    found = _read(paths, awaited)
    first = store.first_keys("source")
    texts = {first[row["source_id"]]: [found[row["file"]].text] for row in awaited if row["file"] in found}
    refuse_moved(loading.spans_of(paths), texts)
    with store.writing(by=BY) as work:  # meanwhile another process may have taken them in
        rows = [row for row in _awaited(work, paths) if row["file"] in found]
        _write(work, [(found[row["file"]], row) for row in rows])
    return len(rows)


def _awaited(store: Store | Writing, paths: StudyPaths) -> list[Row]:
    """Return the practice sources whose text never was in the store and lies in the study's folder."""
    if not any(lookups.tally(store, "source", "practice")):
        return []
    sources, voices = store.current("source"), store.current("voice")
    silent = set(voices.loc[voices["consent"] == WITHDRAWN, "source_id"])
    held = lookups.with_text(store)
    rows = sources[sources["practice"].astype(bool) & (sources["consent"] != WITHDRAWN)].to_dict("records")
    return [
        row
        for row in rows
        if row["source_id"] not in held | silent
        and row["kind"] not in ROWS_ONLY
        and "/" not in row["file"]
        and (paths.raw / row["file"]).is_file()
        and lookups.text_key(store, row["source_id"]) is None
    ]


def _read(paths: StudyPaths, awaited: list[Row]) -> dict[str, SourceImport]:
    """Return the files that hold the words registered, by their names."""
    registered = {row["file"]: row["sha256_text"] for row in awaited}
    read = read_many([paths.raw / file for file in registered], within=paths.raw)
    texts = (found for _, found in read if isinstance(found, SourceImport))
    return {found.file: found for found in texts if found.sha256_text == registered[found.file]}


def _write(work: Writing, found: list[tuple[SourceImport, Row]]) -> None:
    import pandas as pd

    if not found:
        return
    work.append(
        "source_text", pd.DataFrame([{"source_id": row["source_id"], "text": each.text} for each, row in found])
    )
    bare = [pair for pair in found if lookups.last_rows(work, "segment", pair[1]["source_id"]).empty]
    work.append("segment", segment_rows([(each, row["source_id"], row["language"]) for each, row in bare]))
