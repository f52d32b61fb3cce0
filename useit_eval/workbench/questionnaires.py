"""Questionnaires arrive: an export is registered as a source, and what it holds that is new goes into the store."""

from __future__ import annotations

import dataclasses
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval import codebook
from useit_eval.ground import safe_files
from useit_eval.ground import text as texts
from useit_eval.ground.blanks import WITHDRAWN
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources.forms.answers import AnswersImport, read_answers
from useit_eval.sources.forms.vouchers import vouchers_due
from useit_eval.sources.keys import key_path, read_key
from useit_eval.store import lookups
from useit_eval.store.signing import signed
from useit_eval.workbench.desk import Desk
from useit_eval.workbench.withdrawn import refuse_answers

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import Questionnaire
    from useit_eval.sources.forms.answers_told import AnswersReport
    from useit_eval.store.database import Writing
    from useit_eval.workbench.bench import Bench

NEW, KNOWN, AGAIN = "new", "already there", "read again"
ROW_ALONE = r"(?:.* )?row \d+(?: \(\d+\))?"
"""The id of a questionnaire for which its program gave neither id nor time, as `sources.forms.form_exports` makes it."""
_SAID = ("choice", "words", "number", "collected_on", "researcher_id", "counted", "reason")
Row = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class QuestionnairesReport:
    """What became of an export: ``state`` is new, already there (nothing of it changed) or read again.

    ``answers`` tells what counts and what does not, by row. ``added`` counts the questionnaires that were not in the
    store before, ``changed`` those whose answers or standing are others than before. ``vouchers`` is what is due by
    now for the whole study (researcher_id, valid, vouchers_pounds), None where the questionnaire has no rule for it.
    """

    state: str
    label: str
    source_id: str
    practice: bool
    answers: AnswersReport
    added: int
    changed: int
    vouchers: pd.DataFrame | None


def questionnaire_of(bench: Bench) -> Questionnaire:
    """Return the study's questionnaire. Raises UsageError when it has none, InputRefused for faults of the file."""
    path = bench.paths.codebooks / "questionnaire.yaml"
    if not path.is_file():
        where = f"codebooks/{bench.paths.study}/questionnaire.yaml"
        raise UsageError("the study has no questionnaire", where, "Write one; docs/questionnaires.md shows how.")
    return codebook.load_questionnaire(path, theories=bench.theories)


def add_questionnaires(
    bench: Bench,
    path: Path | str,
    *,
    key: Path | str | None = None,
    software: str | None = None,
    encoding: str | None = None,
    by: str = "researcher",
) -> QuestionnairesReport:
    """Return what became of an export of filled-in questionnaires; see `sources.answers.read_answers`.

    ``key`` is the file, outside the project, that gives researchers' ids by their names, else the one in USEIT_KEY.
    The same file twice is noticed; a newer export of the same form adds what is new and replaces what changed. Raises
    InputRefused, and writes nothing, when the file cannot be read or no questionnaire of it counts.
    """
    held = questionnaire_of(bench)
    keys = read_key(key_path(key), project_root=bench.paths.root)
    path = Path(path)
    digest = texts.sha256(safe_files.read_bytes(path))
    desk = Desk(bench, by=by)
    known = desk.of_text(digest)
    _refuse_withdrawn(known, path)
    source_id = known["source_id"] if known else str(uuid.uuid4())
    read = {"questionnaire": held, "key": keys, "software": software, "encoding": encoding}
    found = read_answers(path, source_id=source_id, locale=bench.study.locale, **read)
    _refuse_none(found.report)
    refuse_answers(bench.store, found.responses, file=path.name)
    _refuse_nameless(bench, found.responses, source_id, path)
    return _keep(desk, held, found, known, _manifest_row(desk, held, path, source_id, digest))


def _refuse_withdrawn(known: Row | None, path: Path) -> None:
    if known and known["consent"] == WITHDRAWN:
        raise InputRefused(f"the source {known['label']} was withdrawn", path.name, "It is not read in again.")


def _refuse_none(report: AnswersReport) -> None:
    if not report.counted:
        reasons = {
            "bear no name of a community researcher": len(report.without_researcher),
            "bear a name that is not in the key": len(report.unknown_researchers),
            "do not meet the questionnaire's conditions": len(report.not_valid),
            "are marked by the form as not counting": len(report.refused),
        }
        told = ", ".join(f"{count} {what}" for what, count in reasons.items() if count)
        what = f"none of the {report.submissions} questionnaires counts ({told}); nothing was written"
        raise InputRefused(what, report.file, "Check the key and the conditions in questionnaire.yaml.")


def _refuse_nameless(bench: Bench, responses: pd.DataFrame, source_id: str, path: Path) -> None:
    """Refuse rows known by their place alone where another file had such rows: one would stand for the other."""
    nameless = set(responses["submission_id"][responses["submission_id"].str.fullmatch(ROW_ALONE)])
    held = bench.store.current("response") if nameless else responses.iloc[:0]
    held = held[held["submission_id"].isin(list(nameless)) & held["questionnaire"].isin(responses["questionnaire"])]
    if (held["source_id"] != source_id).any():
        what = "its questionnaires bear neither id nor time, and those of a file read before did not either"
        raise InputRefused(what, path.name, "Give each questionnaire a number of its own in a column submission_id.")


def _manifest_row(desk: Desk, held: Questionnaire, path: Path, source_id: str, digest: str) -> Row:
    return {
        "record": "source",
        "id": source_id,
        "file": path.name,
        "sha256_file": digest,
        "sha256_text": digest,  # an export has no text of its own: its bytes say whether it is the same
        "characters": 0,
        "title": held.title,
        "kind": "questionnaire",
        "method": "questionnaire",
        "by_programme": False,
        "consent": "paraphrase",
        "collector": "Community researchers, named by their ids in the answers",
        "collector_relation": "not stated",
        "language": held.languages[0],
        "practice": held.practice or desk.bench.study.practice,
    }


def _keep(desk: Desk, held: Questionnaire, found: AnswersImport, known: Row | None, row: Row) -> QuestionnairesReport:
    if known:
        with desk.bench.store.writing(by=desk.by) as work:
            added, changed = _append(work, desk.bench, found, export=row["sha256_file"])
        label, state = known["label"], AGAIN if added or changed else KNOWN
    else:
        with desk.adding([row]) as opened:
            added, changed = _append(signed(opened, desk.by), desk.bench, found, export=row["sha256_file"])
        label, state = row["label"], NEW
    due = vouchers_due(desk.bench.load("response"), held.vouchers) if held.vouchers else None
    return QuestionnairesReport(state, label, row["id"], row["practice"], found.report, added, changed, due)


def _append(work: Writing, bench: Bench, found: AnswersImport, *, export: str) -> tuple[int, int]:
    """Return how many submissions are new and how many changed, and add the rows that say so.

    An answer that is no longer there is taken away; one to a question for which the export has no column stays.
    """
    import pandas as pd

    standing = work.current("response")
    standing = standing[standing["questionnaire"] == found.report.questionnaire]
    first, last = bench.store.first_keys("response"), lookups.standing_ids(work, "response")
    before = {first.get(row["response_id"], row["response_id"]): row for row in _plain(standing)}
    wanted = {row["response_id"]: row for row in _plain(found.responses)}
    submissions = {row["submission_id"] for row in wanted.values()}
    silent = set(found.report.lacking)
    there = {row["submission_id"] for row in before.values()}
    new = [_change(row, before.get(id), last.get(id), export=export) for id, row in wanted.items()]
    gone = [
        _removal(row)
        for id, row in before.items()
        if id not in wanted and row["submission_id"] in submissions and row["question_id"] not in silent
    ]
    rows = [row for row in (*new, *gone) if row]
    if rows:
        work.append("response", pd.DataFrame(rows))
    touched = {row["submission_id"] for row in rows}
    return len(touched - there), len(touched & there)


def _plain(frame: pd.DataFrame) -> list[Row]:
    """Return a frame's rows with None for what is missing, so that they can be compared."""
    values = frame.astype(object)
    return values.where(values.notna(), None).to_dict("records")


def _change(row: Row, standing: Row | None, last: str | None, *, export: str) -> Row | None:
    """Return the row to add: None when it stands already, one that supersedes when it stood with other content."""
    if standing and all(row[name] == standing[name] for name in _SAID):
        return None
    if last is None:
        return {**row, "supersedes": None, "removed": False}
    # The key is made from the export's digest and not from the answer, which could be found again by trying choices.
    how = f"{export} {row['researcher_id']} {row['counted']}"
    return {**row, "response_id": str(uuid.uuid5(uuid.UUID(last), how)), "supersedes": last, "removed": False}


def _removal(row: Row) -> Row:
    content = {name: value for name, value in row.items() if name not in ("store_id", "recorded_by", "recorded_at")}
    id = str(uuid.uuid5(uuid.UUID(row["response_id"]), "removed"))
    return {**content, "response_id": id, "supersedes": row["response_id"], "removed": True}
