"""A bearing that a person judged, in a form or a sheet: checked, and written to the store's table of evidence at once."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from useit_eval.codebook.reasons import GRADES, WHYS, joined_reasons, reasons_apart, rival_apart
from useit_eval.ground import terms
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.wording import started, text
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.workbench.naming import name_given, same_person
from useit_eval.workbench.typed import on_one_line

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import Theories, TheoryVersion
    from useit_eval.workbench.bench import Bench

_WORDS = {1: "low", 2: "middling", 3: "high"}
GRADE_WORDS = tuple((f"{grade}: {word}", grade) for grade, word in _WORDS.items())


@dataclasses.dataclass(frozen=True)
class Judged:
    """What a person says of one claim, figure or statistic and one version of a theory; each grade with its reason."""

    theory_id: str
    theory_version: int
    subject_kind: str
    subject_label: str
    bearing: str = ""
    relevance: int | None = None
    richness: int | None = None
    rigour: int | None = None
    reason: str = ""
    why_relevance: str = ""
    why_richness: str = ""
    why_rigour: str = ""
    explained: str = ""
    rival: str = ""
    rater: str = ""


def check_judged(
    given: Judged,
    *,
    theories: Theories,
    subjects: Iterable[tuple[str, str]],
    reasons: Iterable[str] = GRADES,
    where: str = "",
) -> dict[str, Any]:
    """Return the row of the table evidence, without its id, that a judgement makes.

    ``subjects`` are the (kind, label) pairs that may bear; ``reasons`` names the grades that need a reason of their
    own. Raises InputRefused, with ``where``, for an unknown theory, version, subject or word, a grade that is none, a
    missing reason or name, and an explanation of what does not refute.
    """
    version = _version(theories, given, where)
    _check_subject(given, list(subjects), where)
    if given.bearing not in terms.BEARINGS:
        told = f"'{given.bearing}' is not a way to bear" if given.bearing else "it is not said which way it bears"
        raise InputRefused(told, where, closest(given.bearing, terms.BEARINGS) if given.bearing else "Choose one.")
    grades = {name: _grade(getattr(given, name), name, where) for name in GRADES}
    _check_words(given, reasons, where)
    _check_rival(given.rival, version, where)
    row = {name: getattr(given, name) for name in ("theory_id", "subject_kind", "subject_label", "bearing")}
    told = {"reason": joined_reason(given), "explained": on_one_line(given.explained) or None}
    return {**row, "theory_version": version.version, **grades, **told, "rater": name_given(given.rater, where=where)}


def record_bearing(bench: Bench, given: Judged, *, subjects: Iterable[tuple[str, str]]) -> str:
    """Return the id of the evidence written; what the same rater judged of the pair before is superseded.

    Raises InputRefused, and writes nothing, for what `check_judged` refuses.
    """
    row = check_judged(given, theories=bench.theories, subjects=subjects)
    return append_judged(bench, [row], by=row["rater"])[0]


def append_judged(bench: Bench, rows: Iterable[Mapping[str, Any]], *, by: str) -> list[str]:
    """Return the ids of the evidence written, all or none; each supersedes what its rater judged of its pair before."""
    made = []
    with bench.store.writing(by=by) as work:
        standing = work.current("evidence")
        for row in rows:
            own = own_standing(standing, row)
            if not own:
                made.append({**row, "evidence_id": str(uuid.uuid4())})
            for place, key in enumerate(own):  # two copies of the study may each hold one: the last row settles both
                made.append({**row, "evidence_id": str(uuid.uuid4()), "supersedes": key, "removed": place > 0})
        work.append_rows("evidence", made)
    return [row["evidence_id"] for row in made if not row.get("removed")]


def own_standing(evidence: pd.DataFrame, row: Mapping[str, Any]) -> list[str]:
    """Return the ids of what the row's rater judged of the same theory version and subject, newest first."""
    pair = ("theory_id", "theory_version", "subject_kind", "subject_label")
    same = evidence
    for name in pair:
        same = same[(same[name] == row[name]).astype(bool)]
    same = same.loc[[same_person(rater, row["rater"]) for rater in same["rater"]]]
    return same.sort_values(["recorded_at", "evidence_id"], ascending=False)["evidence_id"].tolist()


def joined_reason(given: Judged) -> str:
    """Return the reason as the record keeps it: why it bears so, why each grade, and the rival it speaks for.

    Example:
        >>> joined_reason(Judged("T1", 1, "claim", "C001", reason="names it", why_rigour="one voice"))
        'Names it. Rigour: One voice.'
    """
    whys = {grade: on_one_line(getattr(given, name)) for grade, name in WHYS.items()}
    return joined_reasons(started(on_one_line(given.reason)), whys, rival=given.rival)


def judged_of(row: Mapping[str, Any]) -> Judged:
    """Return a row of the table evidence as a person would have typed it: reasons of the grades and the rival apart."""
    kept, rival = rival_apart(text(row["reason"]))
    why, grades = reasons_apart(kept)
    whys = {name: grades.get(grade, "") for grade, name in WHYS.items()}
    copied = {
        name: text(row[name])
        for name in ("theory_id", "subject_kind", "subject_label", "bearing", "explained", "rater")
    }
    numbers = {name: int(row[name]) for name in ("theory_version", *GRADES)}
    return Judged(**copied, **numbers, **whys, reason=why, rival=rival)


def _version(theories: Theories, given: Judged, where: str) -> TheoryVersion:
    try:
        theory = theories.theory(given.theory_id)
    except UsageError as error:
        raise InputRefused(error.what, where, error.next) from None
    found = [version for version in theory.versions if version.version == given.theory_version]
    if not found:
        asked = text(given.theory_version)
        told = f"{theory.id} has no version {asked}" if asked else f"the version of {theory.id} is not given"
        raise InputRefused(told, where, f"Its newest version is {theory.current.version}.")
    return found[0]


def _check_subject(given: Judged, subjects: list[tuple[str, str]], where: str) -> None:
    if (given.subject_kind, given.subject_label) in subjects:
        return
    if not given.subject_label:
        raise InputRefused("no claim, figure or statistic is chosen", where, "Choose what you judge.")
    kind = given.subject_kind or "claim"
    told = f"'{given.subject_label}' is not a {kind} that counts in the study"
    raise InputRefused(told, where, closest(given.subject_label, [label for of, label in subjects if of == kind]))


def _grade(value: Any, name: str, where: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value in _WORDS:
        return value
    told = f"the {name} '{value}' is not 1, 2 or 3" if text(value) else f"the {name} is not given"
    raise InputRefused(told, where, "Write 1 for low, 2 for middling or 3 for high.")


def _check_words(given: Judged, reasons: Iterable[str], where: str) -> None:
    for words in (given.reason, given.explained, *(getattr(given, f"why_{name}") for name in GRADES)):
        on_one_line(words, where=where)
    if not _said(given.reason):
        raise InputRefused("it is not said why it bears so", where, "Say it in a sentence.")
    for name in reasons:
        if not _said(getattr(given, f"why_{name}")):
            raise InputRefused(f"the {name} is given without a reason", where, "Say in a few words why.")
    if given.explained.strip() and given.bearing != "refutes":
        raise InputRefused("only a refutation is explained", where, "Move the text to the reason.")


def _check_rival(rival: str, version: TheoryVersion, where: str) -> None:
    known = [each.id for each in version.rivals]
    if rival and rival not in known:
        raise InputRefused(f"'{rival}' is not a rival of this version", where, closest(rival, known))


def _said(words: str) -> bool:
    return any(sign.isalpha() for sign in words)
