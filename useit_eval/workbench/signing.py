"""Ratings signed by persons: written to the store beside the proposal, which they never change."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from useit_eval.ground.errors import InputRefused
from useit_eval.ground.findings import Finding, Sentence
from useit_eval.ground.wording import agrees, counted
from useit_eval.judgement import check_signature, signed_ratings
from useit_eval.judgement.signatures import RATERS
from useit_eval.workbench import loading
from useit_eval.workbench.naming import name_given, same_person
from useit_eval.workbench.typed import on_one_line

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.workbench.bench import Bench


def record_signature(bench: Bench, theory_id: str, version: int, *, rating: str, reason: str, rater: str) -> str:
    """Return the id of the signed rating written; what the same rater signed of the version before is superseded.

    Raises InputRefused, and writes nothing, for an empty name or reason, an unknown rating, theory or version, and a
    version that somebody followed by another one since the study was opened.
    """
    rater = name_given(rater, what="the rating is signed by nobody")
    theories = loading.read_authored(bench.paths).theories.frame()
    row = check_signature(theory_id, version, rating=rating, reason=on_one_line(reason), rater=rater, theories=theories)
    with bench.store.writing(by=row["rater"]) as work:
        own = own_signatures(work.current("judgement"), row)
        made = [
            {**row, "judgement_id": str(uuid.uuid4()), "supersedes": key, "removed": at > 0}
            for at, key in enumerate(own)
        ]
        made = made or [{**row, "judgement_id": str(uuid.uuid4())}]
        work.append_rows("judgement", made)
    return made[0]["judgement_id"]


def own_signatures(judgements: pd.DataFrame, row: dict[str, Any]) -> list[str]:
    """Return the ids of what the row's rater signed of the same theory version, newest first."""
    same = judgements[
        (judgements["theory_id"] == row["theory_id"]) & (judgements["theory_version"] == row["theory_version"])
    ]
    same = same.loc[[same_person(rater, row["rater"]) for rater in same["rater"]]]
    return same.sort_values(["recorded_at", "judgement_id"], ascending=False)["judgement_id"].tolist()


def tell_signing(bench: Bench) -> Finding:
    """Return the finding judgement.signing: how many theories have the two signatures they need, and which wait."""
    theories = bench.theories.frame()
    if theories.empty:
        raise InputRefused("the study has no theories", "theory.yaml", "Write one first.")
    signed = signed_ratings(bench.load("judgement"), theories)
    count = signed[signed["newest"]].groupby("theory_id").size() if len(signed) else {}
    whole = [key for key in theories["theory_id"] if int(count.get(key, 0)) >= RATERS]
    waiting = tuple(key for key in theories["theory_id"] if key not in whole)
    told = f"{len(whole)} of {counted(len(theories), 'theory', 'theories')} bear the signatures of {RATERS} raters on their current version."
    lines = [Sentence(told, tuple(whole))]
    if waiting:
        lines.append(
            Sentence(
                f"{counted(len(waiting), 'theory', 'theories')} {agrees(len(waiting), 'waits', 'wait')} for a signature.",
                waiting,
            )
        )
    data = {"theories": len(theories), "signed": len(whole), "waiting": len(waiting)}
    return Finding("judgement.signing", "Signing", tuple(lines), data=data, trace=tuple(theories["theory_id"]))
