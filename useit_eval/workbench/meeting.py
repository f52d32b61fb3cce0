"""A meeting of two coders: where they differ, what was decided of it so far, and the form in which they decide."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from useit_eval.coding.decided import tell_decision, tell_decisions
from useit_eval.coding.disagreements import COLUMNS, list_disagreements
from useit_eval.coding.places import read_stretches
from useit_eval.ground.errors import UsageError
from useit_eval.ground.findings import Finding, Table
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.workbench.deciding import Decided, record_decision, standing_on
from useit_eval.workbench.shipped import BY
from useit_eval.workbench.showing import Shown, show

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.workbench.bench import Bench


@dataclasses.dataclass(frozen=True)
class Meeting:
    """What two coders have before them. ``differences`` is the list, in reading order; ``read`` what each has read.

    Codings and parts bear the ids that the records of codings began with, as decisions do.
    """

    bench: Bench
    coders: tuple[str, ...]
    round_no: int
    first: pd.DataFrame
    second: pd.DataFrame
    codes: pd.DataFrame
    sources: pd.DataFrame
    segments: pd.DataFrame
    claims: pd.DataFrame
    parts: pd.DataFrame
    read: pd.DataFrame
    differences: pd.DataFrame
    given: bool = False
    """Whether the coders were given passages, so that what they would have marked is not known."""

    def codings(self) -> pd.DataFrame:
        """Return the codings of both coders."""
        import pandas as pd

        return pd.concat([self.first, self.second], ignore_index=True)

    def names(self) -> dict[str, pd.DataFrame]:
        """Return what names codes, places and claims: the frames that `coding.compare_coders` asks for."""
        told = ("codes", "sources", "segments", "claims", "parts")
        return {name: getattr(self, name) for name in told}

    def decisions(self) -> pd.DataFrame:
        """Return the decisions that stand now about codings of this round."""
        held = self.bench.load("decision")
        return held[held["round_no"] == self.round_no].reset_index(drop=True)

    def decide(self, number: int, decided: Decided) -> str:
        """Write what was decided of the difference of that number (from 0); return the decision's id.

        Raises UsageError, and writes nothing, for what `record_decision` refuses.
        """
        row = self.differences.iloc[number].to_dict()
        return record_decision(self.bench.store, row, decided, codes=self.codes, round_no=self.round_no)

    def standing(self, number: int) -> dict[str, Any]:
        """Return the row of the decision that stands about a difference, an empty one where none does."""
        held = self.decisions()
        keys = standing_on(held, self.differences.iloc[number].to_dict())
        return held.set_index("decision_id").loc[keys[-1]].to_dict() if keys else {}

    def tell(self) -> Finding:
        """Return the finding agreement.decisions."""
        return tell_decisions(self.decisions(), self.differences, codes=self.codes, sources=self.sources)


def prepare_meeting(
    bench: Bench, *, first_coder: str = "", second_coder: str = "", round_no: int = 1, looked_at: str = ""
) -> Meeting:
    """Return what two coders differ in, for one round of coding.

    Without names, the first coder is who marked most in the round, the second who marked most beside; where study.yaml
    names the coders who count, they and those of the study's files come before everybody else. ``looked_at``
    says what both had before them: passages, sections or sources (see `read_stretches`); empty, study.yaml says. With fewer than two coders
    the list is empty. Raises UsageError for a coder who coded nothing in the round, and for one coder named twice.
    """
    looked_at = looked_at or bench.study.looked_at
    codings = bench.load("coding")
    codings = codings[codings["round_no"] == round_no]
    first, second = _chosen(codings, first_coder, second_coder, round_no, before=_before(bench, codings))
    keys = bench.store.first_keys("coding")
    codings = codings.assign(coding_id=codings["coding_id"].map(keys))
    parts = bench.load("claim_part", coders="all")
    parts = parts.assign(coding_id=parts["coding_id"].map(keys))
    held = {
        **{"codes": bench.codebook.frame(), "sources": bench.load("source"), "segments": bench.load("segment")},
        **{"claims": bench.load("claim", coders="all"), "parts": parts},
    }
    mine = codings[codings["coder"].isin([first, second])]
    read = read_stretches(mine, looked_at=looked_at, segments=held["segments"])
    found = (
        list_disagreements(mine, **held, read=read)
        if first and second
        else mine.iloc[:0].reindex(columns=list(COLUMNS))
    )
    one, two = codings[codings["coder"] == first], codings[codings["coder"] == second]
    coders = tuple(coder for coder in (first, second) if coder)
    return Meeting(
        bench, coders, round_no, one, two, **held, read=read, differences=found, given=looked_at == "passages"
    )


def _before(bench: Bench, codings: pd.DataFrame) -> set[str]:
    """Return the coders who come first where nobody is named: whoever joins an exercise never moves a chapter."""
    counted = bench.study.counted_coders
    return set() if counted is None else {*counted, *codings.loc[codings["recorded_by"] == BY, "coder"]}


def _chosen(codings: pd.DataFrame, first: str, second: str, round_no: int, *, before: set[str]) -> tuple[str, str]:
    counts = codings["coder"].value_counts()
    ranked = sorted(counts.index, key=lambda coder: (coder not in before, -int(counts[coder]), coder))
    for name in filter(None, (first, second)):
        if name not in ranked:
            told = f"{name!r} has coded nothing in round {round_no}"
            raise UsageError(told, "", closest(name, ranked))
    if first and first == second:
        raise UsageError(f"{first!r} is named as both coders", "", "Name two coders, or leave both empty.")
    left = [name for name in ranked if name not in (first, second)]
    first = first or (left.pop(0) if left else "")
    return first, second or (left.pop(0) if left else "")


def compare_meeting(meeting: Meeting, *, unit: str = "character", seed: int = 1, replicates: int = 1000) -> Finding:
    """Return the finding agreement.levels of a meeting's coders (see `coding.compare_levels`).

    Texts are read where they are at hand. Raises InputRefused for an unknown unit.
    """
    from useit_eval.coding.levels import compare_levels

    codings = meeting.codings()
    texts = {source: meeting.bench.text(source) for source in codings["source_id"].unique()}
    return compare_levels(
        codings, sources=meeting.sources, claims=meeting.claims, parts=meeting.parts, segments=meeting.segments,
        texts={source: text for source, text in texts.items() if text is not None}, read=meeting.read,
        given=meeting.given, unit=unit, seed=seed, replicates=replicates,
    )  # fmt: skip


def show_differences(meeting: Meeting) -> Shown:
    """Return the list of differences as a notebook shows it: where, what each said, and what was decided so far."""
    names = dict(zip(meeting.codes["code_id"], meeting.codes["name"], strict=True))
    rows = []
    for number, row in enumerate(meeting.differences.to_dict("records")):
        standing = meeting.standing(number)
        decided = tell_decision(standing, names) if standing else "not decided yet"
        where = f"{row['source']}, {row['locator'] or 'characters {} to {}'.format(row['start'], row['end'])}"
        rows.append(
            (number + 1, where, row["kind"], *(dict(row["said"]).get(coder, "") for coder in meeting.coders), decided)
        )
    title = f"Where {' and '.join(meeting.coders)} differ" if len(meeting.coders) > 1 else "Where the coders differ"
    columns = ("No.", "Where", "They differ in", *meeting.coders, "Decided")
    return show(Finding("agreement.list", title, table=Table(columns, tuple(rows)) if rows else None))
