"""Commands on answers from the field: questionnaires."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from useit_eval.cli.options import Root, Study, find
from useit_eval.cli.telling import say, told
from useit_eval.ground.errors import PartlyDone

if TYPE_CHECKING:
    from useit_eval.ground.project import StudyPaths
    from useit_eval.sources.forms.answers_told import Told
    from useit_eval.workbench.questionnaires import QuestionnairesReport

_MOST_ROWS = 20


def questionnaires(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An export of KoboToolbox, ODK, Qualtrics, Microsoft Forms or Google Forms: CSV, XLSX, or a ZIP of CSVs.")],
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The key, outside the project, that gives community researchers' ids by their names; without it, the one in USEIT_KEY.", show_default=False)] = None,
    software: Annotated[str | None, typer.Option(metavar="NAME", help="The program it comes from, where the file does not tell: kobo, odk, qualtrics, microsoft, google or plain.", show_default=False)] = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="The encoding of a CSV, where its bytes do not tell.", show_default=False)] = None,
    from_xlsform: Annotated[bool, typer.Option("--from-xlsform", help="FILE is the form itself, an XLSForm of KoboToolbox or ODK: a draft of questionnaire.yaml is written from it.")] = False,
    study: Study = None,
    root: Root = None,
) -> None:
    """Read filled-in questionnaires into a study, and say which count, which do not and why, and which vouchers are due.

    Columns that the study's questionnaire.yaml does not define (such as e-mail addresses) are left out. Names of
    community researchers become ids by the key; those that it does not have are shown here and kept nowhere.

    Example: useit-eval questionnaires answers.xlsx --key ../keys/useit.csv

    Example: useit-eval questionnaires form.xlsx --from-xlsform
    """
    if from_xlsform:
        say(_drafted(file, find(context, root).paths(study)))
        return
    from useit_eval.workbench import add_questionnaires, open_study

    with open_study(study, root=find(context, root).root) as bench:
        report = add_questionnaires(bench, file, key=key, software=software, encoding=encoding)
    say(_tell(report))
    if not_counted := report.answers.not_counted:
        what = f"{not_counted} of {report.answers.submissions} questionnaires do not count"
        raise PartlyDone(what, report.answers.file, "Mend them in the form or the key, and read the file again.")


def _drafted(form: Path, paths: StudyPaths) -> str:
    from useit_eval import codebook
    from useit_eval.workbench.form_draft import draft_from_xlsform

    practice = codebook.load_study(paths.codebooks / "study.yaml").practice
    path, doubts = draft_from_xlsform(paths, form, practice=practice)
    first = f"{path.relative_to(paths.root).as_posix()} is a draft from {form.name}. Read it through before answers are read in."
    return told(first, {"To settle": doubts})


def _tell(report: QuestionnairesReport) -> str:
    from useit_eval.sources.forms.answers_told import HEADINGS

    answers = report.answers
    practice = " It is for practice: invented material." if report.practice else ""
    first = f"{answers.file} is source {report.label} ({report.state}), an export of {answers.software}.{practice}"
    counts = (
        f"{answers.counted:>6} count",
        f"{answers.not_counted:>6} do not count",
        f"{report.added:>6} new in the store",
        f"{report.changed:>6} changed since the last export",
    )
    rows = {heading: tuple(_rows(getattr(answers, name))) for name, heading in HEADINGS.items()}
    columns = {"Columns left out and not stored": _joined(answers.left_out), "Questions without a column": _joined(answers.lacking)}
    return told(first, {"Questionnaires": counts, **rows, **columns, "In reading": answers.notes, "Vouchers due by now": _vouchers(report)})


def _rows(found: tuple[Told, ...]) -> Iterator[str]:
    for one in found[:_MOST_ROWS]:
        yield f"row {one.row}: {f'{one.name!r}: ' if one.name else ''}{one.what}"
    if len(found) > _MOST_ROWS:
        rest = ", ".join(str(one.row) for one in found[_MOST_ROWS:])
        yield f"and {len(found) - _MOST_ROWS} more, in rows {rest}"


def _joined(names: tuple[str, ...]) -> tuple[str, ...]:
    return (", ".join(name if len(name) <= 60 else name[:57] + "..." for name in names),) if names else ()


def _vouchers(report: QuestionnairesReport) -> tuple[str, ...]:
    if report.vouchers is None:
        return ()
    cells = report.vouchers.itertuples(index=False)
    return tuple(f"{row.researcher_id:<12} {row.valid:>5} count    £{row.vouchers_pounds}" for row in cells)
