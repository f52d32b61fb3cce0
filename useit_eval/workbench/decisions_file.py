"""What coders decided, written out beside exported codings: a sheet for people, which nothing reads back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval.ground.inert_cells import csv_text
from useit_eval.ground.safe_files import write_whole

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

FORMAT = "# format: useit-decisions/1"
COLUMNS = (
    *("decision_id", "source", "start", "end", "kind", "coders", "codings", "codes", "decided", "agreed_code"),
    *("agreed_slot", "sharper_code", "sharper_definition", "reason", "decided_by", "round_no", "recorded_at"),
)


def write_decisions(bench: Bench, folder: Path) -> tuple[Path, ...]:
    """Return the path of decisions.csv in a folder: a row for each decision that stands; none gives no file.

    Words are those that the people who decided wrote. Raises WorkFailed when it cannot be written.
    """
    held = bench.load("decision")
    if held.empty:
        return ()
    sources = bench.load("source")
    labels = dict(zip(sources["source_id"], sources["label"], strict=True))
    rows = held.assign(source=held["source_id"].map(labels))[list(COLUMNS)].itertuples(index=False, name=None)
    path = folder / "decisions.csv"
    write_whole(path, csv_text([COLUMNS, *rows], first_line=FORMAT))
    return (path,)
