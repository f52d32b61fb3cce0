"""A study's questionnaire begun from the form that KoboToolbox or ODK was given."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval import codebook
from useit_eval.ground import safe_files
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources.forms.form_drafts import draft_questionnaire
from useit_eval.sources.forms.xlsforms import read_xlsform

if TYPE_CHECKING:
    from useit_eval.ground.project import StudyPaths


def draft_from_xlsform(paths: StudyPaths, form: Path | str, *, practice: bool) -> tuple[Path, tuple[str, ...]]:
    """Return the path of the questionnaire.yaml written from an XLSForm, and what a person has to settle in it.

    The examples with which a study begins give way to it. Raises UsageError when the study has a questionnaire of its
    own, which is left as it is; InputRefused, and writes nothing, for a
    file that is no XLSForm or whose questions would not make a questionnaire that loads.
    """
    path = paths.codebooks / "questionnaire.yaml"
    if path.exists() and not _is_example(path, paths.study):
        where = f"codebooks/{paths.study}/{path.name}"
        raise UsageError(
            "the study has a questionnaire already", where, "It is left as it is: move it away to begin anew."
        )
    found = draft_questionnaire(read_xlsform(form), practice=practice)
    written = codebook.yaml_of(found.content, kind="questionnaire")
    with tempfile.TemporaryDirectory() as folder:
        tried = Path(folder) / path.name
        tried.write_text(written, encoding="utf-8")
        try:
            codebook.load_questionnaire(tried)
        except InputRefused as fault:
            what = f"its questions make no questionnaire that can be read ({fault.what})"
            raise InputRefused(what, Path(form).name, fault.next) from None
    safe_files.write_whole(path, written)
    return path, found.doubts


def _is_example(path: Path, study: str) -> bool:
    """Return whether a file is the one that `init` wrote, not touched since."""
    example = codebook.new_study_files(study, today="")[path.name]
    return safe_files.read_bytes(path).decode("utf-8", "replace").split() == example.split()
