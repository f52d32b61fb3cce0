"""Ratings that persons signed: checked when they are given, told beside the proposal, never in its place."""

from __future__ import annotations

import difflib
from typing import Any

import pandas as pd

from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.findings import Finding, Sentence
from useit_eval.ground.wording import counted, day, listed, plain, started, text

RATERS = 2
"""How many persons sign each rating, apart from one another."""
_NOBODY = {
    "nobody",
    "no one",
    "none",
    "anonymous",
    "unknown",
    "not known",
    "machine",
    "rubric",
    "somebody",
    "n/a",
    "na",
}
_SIGNED = ("theory_id", "theory_version", "rating", "reason", "rater")


def check_signature(
    theory_id: Any, version: Any, *, rating: Any, reason: Any, rater: Any, theories: Any = None, where: str = ""
) -> dict[str, Any]:
    """Return the row of a signed rating: theory_id, theory_version, rating, reason and rater, trimmed.

    ``theories`` is a frame with theory_id and version (the current one); given it, an unknown theory or a version that
    is not the current one is refused. ``where`` is the file and row, or the form, for the error. Raises InputRefused
    for a rating by nobody, without a reason, or that is none of `terms.RATINGS`.

    Example:
        >>> check_signature("MS1", 1, rating="emerging", reason="One source.", rater=" Ada Rater ")["rater"]
        'Ada Rater'
    """
    row = {
        "theory_id": text(theory_id).strip(),
        "theory_version": _numbered(text(version).strip(), where),
        "rating": _known_rating(text(rating).strip(), where),
        "reason": _given(text(reason), where),
        "rater": _named(text(rater), where),
    }
    if theories is not None:
        _refuse_other_version(row, theories, where)
    return row


def _numbered(version: str, where: str) -> int:
    if version.isascii() and version.isdigit() and int(version):
        return int(version)
    raise InputRefused(f"'{version}' is not a version", where, "Write its number: 1, 2, 3 ...")


def _known_rating(rating: str, where: str) -> str:
    if rating in terms.RATINGS:
        return rating
    if not rating:
        raise InputRefused("no rating is given", where, "Choose one.")
    near = difflib.get_close_matches(rating, terms.RATINGS, n=1, cutoff=0.5)
    remedy = f"Closest: '{near[0]}'." if near else f"One of: {listed(terms.RATINGS, last='or')}."
    raise InputRefused(f"the rating '{rating}' is not one of the rubric's", where, remedy)


def _given(reason: str, where: str) -> str:
    if not any(sign.isalpha() for sign in reason):
        raise InputRefused("the rating is signed without a reason", where, "Say in a sentence why you rate it so.")
    return " ".join(reason.split())


def _named(rater: str, where: str) -> str:
    name = " ".join(rater.split())
    if not any(sign.isalpha() for sign in name) or name.casefold() in _NOBODY:
        raise InputRefused("the rating is signed by nobody", where, "Write the name of the person who rates.")
    return name


def _refuse_other_version(row: dict[str, Any], theories: pd.DataFrame, where: str) -> None:
    versions = dict(zip(theories["theory_id"], theories["version"], strict=True))
    if row["theory_id"] not in versions:
        near = difflib.get_close_matches(row["theory_id"], list(versions), n=1, cutoff=0.3)
        remedy = f"Closest: '{near[0]}'." if near else f"Theories: {listed(versions)}."
        raise InputRefused(f"'{row['theory_id']}' is not a theory", where, remedy)
    now = int(versions[row["theory_id"]])
    if row["theory_version"] != now:
        told = f"{row['theory_id']} stands at version {now}, the signature is for version {row['theory_version']}"
        raise InputRefused(told, where, f"Read version {now} and sign that one.")


def signed_ratings(signed: pd.DataFrame, theories: pd.DataFrame) -> pd.DataFrame:
    """Return the signed ratings, one row for each theory, version and rater, with ``newest``: signed on the current version.

    ``signed`` is the table judgement as in `ground.frames` (its current rows); of several by one rater on one version
    the last recorded stays. Names count as one when only spaces or capitals differ. ``theories`` needs theory_id and
    version. A signature of a theory that is gone is left out.
    """
    require(signed, "judgement", *_SIGNED)
    versions = theories.set_index("theory_id")["version"]
    rows = signed[signed["theory_id"].isin(versions.index)]
    rows = rows.sort_values("recorded_at", kind="stable") if "recorded_at" in rows else rows
    who = rows["rater"].map(lambda name: " ".join(str(name).split()).casefold())
    rows = rows.assign(_who=who).drop_duplicates(["theory_id", "theory_version", "_who"], keep="last")
    newest = rows["theory_version"].astype(int) == rows["theory_id"].map(versions).astype(int)
    return rows.assign(newest=newest.astype(bool)).drop(columns="_who").reset_index(drop=True)


def tell_signatures(signed: pd.DataFrame, ratings: pd.DataFrame, theories: pd.DataFrame) -> list[Finding]:
    """Return judgement.signed.<theory>: who signed what on which version, and whether they and the proposal agree.

    ``signed`` as for `signed_ratings`; ``ratings`` as from `propose`; ``theories`` needs theory_id, strand, title and version.
    Nothing here changes a proposal. Data: signed (how many on the current version), earlier, raters_agree and
    agrees_with_proposal (None where there is nothing to compare).
    """
    rows = signed_ratings(signed, theories)
    proposed = dict(zip(ratings["theory_id"], ratings["rating"], strict=True))
    return [
        _told(theory, rows[rows["theory_id"] == theory["theory_id"]], proposed[theory["theory_id"]])
        for theory in theories.to_dict("records")
        if theory["theory_id"] in proposed
    ]


def _told(theory: dict, rows: pd.DataFrame, proposed: str) -> Finding:
    key, now, earlier = theory["theory_id"], rows[rows["newest"]], rows[~rows["newest"]]
    lines = [
        *(_signature(row, key) for row in now.to_dict("records")),
        *_agreement(now, proposed, key),
        *(_earlier(row, key, int(theory["version"])) for row in earlier.to_dict("records")),
    ]
    ratings = set(now["rating"])
    data = {
        "signed": len(now),
        "earlier": len(earlier),
        "raters_agree": len(ratings) == 1 if len(now) > 1 else None,
        "agrees_with_proposal": ratings == {proposed} if len(now) else None,
    }
    title = f"Signed ratings: {theory['title']}"
    return Finding(
        f"judgement.signed.{key}", title, tuple(lines), strand=theory["strand"], theory=key, data=data, trace=(key,)
    )


def _signature(row: dict, key: str) -> Sentence:
    dated = f" on {day(str(row['recorded_at'])[:10])}" if text(row.get("recorded_at")) else ""
    told = f"{row['rater']} signs for version {row['theory_version']}{dated}: {plain(row['rating'])}."
    return Sentence(f"{told} {started(row['reason'])}", (key,))


def _earlier(row: dict, key: str, version: int) -> Sentence:
    told = (
        f"{row['rater']} signed version {row['theory_version']} as {plain(row['rating'])}; the theory now stands at "
        f"version {version}, so this is shown and does not count. {started(row['reason'])}"
    )
    return Sentence(told, (key,))


def _agreement(now: pd.DataFrame, proposed: str, key: str) -> list[Sentence]:
    if now.empty:
        return [Sentence("Nobody has signed a rating of it yet: two raters should, apart from one another.", (key,))]
    given = list(dict.fromkeys(now["rating"]))
    if len(now) == 1:
        first = "One person has signed; a second has not."
    elif len(given) == 1:
        first = f"The {counted(len(now), 'rater')} agree."
    else:
        first = f"The raters differ: {listed(f'{row.rater} says {plain(row.rating)}' for row in now.itertuples())}."
    same = (
        "as the rubric proposes" if given == [proposed] else f"other than the rubric, which proposes {plain(proposed)}"
    )
    if len(given) > 1:
        second = f"The rubric proposes {plain(proposed)}. All of them are kept."
    else:
        second = f"They rate it {same}." if len(now) > 1 else f"It is rated {same}."
    return [Sentence(f"{first} {second}", (key,))]
