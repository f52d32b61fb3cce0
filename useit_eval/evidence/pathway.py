"""The matching pathway as it stands: each side's steps, what a person still lacks, and who waits for whom.

The chart of USE-IT! sets four steps of the community beside four of the employer; the fifth is taken together, once both
sides are ready. What a caseworker calls language, accreditation, mentor, loan and checks are steps of it; which is which,
and which step of the employer's each one needs, is our reading (`GAPS`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

import pandas as pd

from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.field_registers import PROGRAMME
from useit_eval.ground.professions import Vocabulary, same, vocabulary
from useit_eval.ground.wording import listed, plain, text

MATCHED = (
    *("shortage", "opening", "candidate", "pathway_step"),
    *("mentor", "loan", "equivalence_step", "occupation", "partner"),
)
"""The registers that matching needs, by the names of their tables."""
NOT_ON_RECORD = "not on record"
DECIDED = ("accepted", "declined", "paid", "repaid", "written_off")
"""States of a loan after which it is no longer the caseworker's to offer: a loan declined is a decision, not a gap."""
Field = Mapping[str, pd.DataFrame]


@dataclasses.dataclass(frozen=True)
class Gap:
    """Something a person may lack: the step of the pathway that closes it, and the employer's step it needs, if any."""

    name: str
    step: str
    needs: str = ""


GAPS = (
    Gap("language", "language_training"),
    Gap("accreditation", "pathway_mapped", "mentoring_scheme"),
    Gap("mentor", "referral_matched", "mentoring_scheme"),
    Gap("loan", "loan_offered", "loan_scheme"),
    Gap("checks and other help", "other_help", "employer_resources"),
)
COLUMNS = (
    *("label", "profession", "gap", "step", "state", "open", "since", "with", "asked", "employer_step"),
    *("employer_state", "waits_for", "note"),
)


def list_gaps(field: Field) -> pd.DataFrame:
    """Return a row for each person and gap, by label: a working list for a caseworker, never a page for others.

    ``field`` holds the registers of `MATCHED`, each perhaps without rows. ``label`` is the pseudonym of the register of
    candidates; ``state`` that of the person's own step ("not on record" where there is no row: nobody wrote it down, and
    it may be done), ``open`` whether something is left to do, ``since`` and ``with`` the day and the mentor, loan or
    partner of the step, ``asked`` what the regulator asks for in its order, ``employer_state`` how far the step of the
    employer's side is that this one needs, and ``waits_for`` which side moves next. People stand in the order of their
    labels: nobody is ranked.
    """
    require(field["candidate"], "candidates", "label", "profession")
    words = vocabulary(field["occupation"])
    people = field["candidate"].sort_values("label")
    rows = [row for person in people.to_dict("records") for row in _of_person(person, field, words)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def state_of(steps: pd.DataFrame, case: str, step: str) -> dict:
    """Return the newest row of a case's step, or an empty one whose state is not on record."""
    own = steps[(steps["case"] == case) & (steps["step"] == step)]
    if own.empty:
        return {"state": NOT_ON_RECORD, "stepped_on": None, "with": None, "note": None, "label": ""}
    return own.sort_values("as_of", kind="stable").to_dict("records")[-1]


def furthest(steps: pd.DataFrame, cases: list[str], step: str) -> str:
    """Return how far a step has come in the case of several that has it furthest; not on record where none has it.

    Example:
        >>> rows = pd.DataFrame({"case": ["OP1", "OP2"], "step": ["loan_scheme"] * 2, "state": ["planned", "done"],
        ...                      "as_of": ["2018"] * 2})
        >>> furthest(rows, ["OP1", "OP2"], "loan_scheme"), furthest(rows, ["OP1"], "mentoring_scheme")
        ('done', 'not on record')
    """
    order = ("done", "under_way", "planned", "stopped", "not_known")
    met = {state_of(steps, case, step)["state"] for case in cases}
    return next((state for state in order if state in met), NOT_ON_RECORD)


def of_profession(rows: pd.DataFrame, profession: object, words: Vocabulary) -> pd.DataFrame:
    """Return the rows of a register whose profession is one with another, as `ground.professions.same` has it."""
    return rows.loc[[place for place, told in rows["profession"].items() if same(told, profession, words)]]


def employer_state(field: Field, profession: object, step: str) -> str:
    """Return how far the employers' side has come with a step for a profession: in its openings, else for everybody."""
    words = vocabulary(field["occupation"])
    steps, openings = field["pathway_step"], field["opening"]
    own = furthest(steps, list(of_profession(openings, profession, words)["label"]), step)
    return own if own != NOT_ON_RECORD else furthest(steps, [PROGRAMME], step)


def _of_person(person: dict, field: Field, words: Vocabulary) -> Iterator[tuple]:
    for gap in GAPS:
        row = state_of(field["pathway_step"], person["label"], gap.step)
        state = _loan(person["label"], field["loan"], row["state"]) if gap.name == "loan" else row["state"]
        is_open = state not in ("done", *DECIDED)
        theirs = employer_state(field, person["profession"], gap.needs) if gap.needs else ""
        asked = _asked(person["profession"], field["equivalence_step"], words) if gap.name == "accreditation" else ""
        ending = (plain(theirs), _waits(state, is_open, gap, theirs), text(row["note"]))
        yield (
            *(person["label"], text(person["profession"]), gap.name, gap.step, plain(state), is_open),
            *(text(row["stepped_on"]), _with(row["with"], field), asked, gap.needs, *ending),
        )


def _loan(label: str, loans: pd.DataFrame, told: str) -> str:
    """Return the state of a person's newest loan, else that of the step: an offer stays open until it is answered."""
    own = loans[loans["candidate"] == label].sort_values("as_of", kind="stable")
    if len(own):
        return str(own["state"].iloc[-1])
    return "offered" if told == "done" else told


def _waits(state: str, is_open: bool, gap: Gap, theirs: str) -> str:
    """Return which side moves next: the employer's while the step it gives is not there, else the community's own."""
    if not is_open:
        return "nobody"
    if gap.needs and theirs != "done":
        return f"the employer's side: {plain(gap.needs)} ({plain(theirs)})"
    if state == NOT_ON_RECORD:
        return "the community's side: ask, and write it down"
    return "the community's side: nothing of the employer's is lacking" if gap.needs else "the community's side"


def _with(label: object, field: Field) -> str:
    """Return the label of whom a step is taken with; for a mentor with the field, since one of another seldom helps."""
    mentors = dict(zip(field["mentor"]["label"], field["mentor"]["field"], strict=True))
    return f"{label} ({mentors[label]})" if label in mentors else text(label)


def _asked(profession: object, steps: pd.DataFrame, words: Vocabulary) -> str:
    own = of_profession(steps, profession, words).sort_values("step_no")
    told = [f"{row.step_no}. {row.needed}" for row in own.itertuples()]
    return f"{listed(own['regulator'])}: {'; '.join(told)}" if told else ""


def sides(field: Field) -> list[tuple[str, str, str, str, str]]:
    """Return the chart's rows as they stand: community's step, its state, employer's step, its state, who waits.

    The state of a step is that of the programme, and for the employer's steps, where there is none, that of the opening
    that has it furthest; single people are never looked at. The first four rows set the sides beside each other, the
    last ones are what both do together (the employer's cells are then empty).
    """
    steps, openings = field["pathway_step"], list(field["opening"]["label"])
    told = {step: state_of(steps, PROGRAMME, step)["state"] for step in terms.PATHWAY_STEPS}
    for step in terms.EMPLOYER_STEPS:
        told[step] = furthest(steps, openings, step) if told[step] == NOT_ON_RECORD else told[step]
    rows = [
        (ours, told[ours], theirs, told[theirs], _who_waits(told[ours], told[theirs]))
        for ours, theirs in zip(terms.COMMUNITY_STEPS, terms.EMPLOYER_STEPS, strict=True)
    ]
    before = (*terms.COMMUNITY_STEPS, *terms.EMPLOYER_STEPS)
    lacking = sum(told[step] != "done" for step in before)
    both = (
        f"on both sides: {lacking} of {len(before)} steps before it are not reported as done" if lacking else "nobody"
    )
    return rows + [(step, told[step], "", "", both) for step in terms.JOINT_STEPS]


def _who_waits(ours: str, theirs: str) -> str:
    if NOT_ON_RECORD in (ours, theirs) or "not_known" in (ours, theirs):
        return "cannot be told: one side is silent"
    if (ours == "done") == (theirs == "done"):
        return "neither" if ours == "done" else "both still have to finish"
    return (
        "the community's side waits for the employer's"
        if ours == "done"
        else "the employer's side waits for the community's"
    )
