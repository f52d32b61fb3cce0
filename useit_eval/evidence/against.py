"""What speaks against a theory, which of its steps the sources contradict, and what they say nothing about."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.cmo import expected_parts
from useit_eval.evidence.bearing import current
from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, plain, started

MOST_STEPS = 3
SIDES = {"refutes": "What speaks against", "refines": "What would change the theories"}


def speaks_against(
    bearing: pd.DataFrame, theories: pd.DataFrame, claims: pd.DataFrame, *, strands: Mapping[str, str]
) -> list[Finding]:
    """Return evidence.against.<strand> (all that refutes, and what is denied) and evidence.against.<strand>.refining.

    ``bearing`` as from `bear`; ``theories`` needs theory_id, strand, title and version; ``claims`` label, strand, status
    and paraphrase. Every record is listed in full, never summed away. Nothing to tell, no finding.
    """
    require(theories, "theories", "theory_id", "strand", "title", "version")
    now, found = current(bearing, theories), []
    for strand, title in strands.items():
        titles = theories[theories["strand"] == strand].set_index("theory_id")["title"].to_dict()
        own = now[now["theory_id"].isin(titles)].sort_values(["theory_id", "subject"])
        denied = claims[(claims["strand"] == strand) & (claims["status"] == "denied")]
        refuting, refining = (own[own["bearing"] == side] for side in SIDES)
        if len(refuting) or len(denied):
            found.append(_side(strand, title, "refutes", refuting, titles, denied))
        if len(refining):
            found.append(_side(strand, title, "refines", refining, titles, denied.iloc[:0]))
    return found


def _side(
    strand: str, title: str, side: str, rows: pd.DataFrame, titles: Mapping[str, str], denied: pd.DataFrame
) -> Finding:
    lines = _counted(rows, side)
    lines += [
        Sentence(f"A denial that is not counted against a theory: {started(row.paraphrase)}", (row.label,))
        for row in denied[~denied["label"].isin(rows["subject"])].itertuples()
    ]
    cells = tuple(_cells(row, titles, side) for row in rows.itertuples())
    ids = tuple((row.subject, row.theory_id) for row in rows.itertuples())
    columns = (
        "Theory",
        "What is told, in our words",
        "Why it counts",
        *(("How it is explained",) if side == "refutes" else ()),
    )
    table = Table(columns, cells, ids, caption=f"{SIDES[side]}, record by record") if cells else None
    trace = tuple(dict.fromkeys(label for group in (*ids, *(line.ids for line in lines)) for label in group))
    key = f"evidence.against.{strand}{'.refining' if side == 'refines' else ''}"
    data = {"records": len(rows)}
    return Finding(key, f"{SIDES[side]}: {title}", tuple(lines), table, strand=strand, data=data, trace=trace)


def _cells(row, titles: Mapping[str, str], side: str) -> tuple[str, ...]:
    cells = (titles[row.theory_id], started(row.paraphrase), started(row.reason))
    return (*cells, started(row.explanation) or "not explained") if side == "refutes" else cells


def _counted(rows: pd.DataFrame, side: str) -> list[Sentence]:
    subjects = tuple(dict.fromkeys(rows["subject"]))
    if not subjects:
        return []
    if side == "refines":
        told = (
            f"{counted(len(subjects), 'record')} {agrees(len(subjects), 'asks', 'ask')} for a change of a theory here."
        )
        return [Sentence(told, subjects)]
    bare = len(dict.fromkeys(rows.loc[~rows["explained"], "subject"]))
    told = f"{counted(len(subjects), 'record')} {agrees(len(subjects), 'speaks', 'speak')} against a theory here"
    return [Sentence(f"{told}{unexplained(bare, len(subjects))}.", subjects)]


def unexplained(bare: int, total: int) -> str:
    """Return the end of a sentence that counts records against a theory: how many of them nothing explains.

    Example:
        >>> unexplained(1, 1), unexplained(0, 1), unexplained(1, 2), unexplained(0, 2), unexplained(2, 2)
        (', and is not explained', ', and is explained', '; 1 of them is not explained', '; all of them are explained', '; none of them is explained')
    """
    if total == 1:
        return f", and is {'not ' if bare else ''}explained"
    if bare == total:
        return "; none of them is explained"
    return f"; {bare} of them {agrees(bare, 'is', 'are')} not explained" if bare else "; all of them are explained"


def contradictions(
    bearing: pd.DataFrame,
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    theories: pd.DataFrame,
    *,
    names: Mapping[str, str],
    up: Mapping[str, str] | None = None,
) -> Finding:
    """Return evidence.contradictions: each step of a theory that a claim or figure of the sources speaks against.

    ``theories`` needs theory_id, title, version and a column for each slot; ``names`` maps codes to readers' words and
    ``up`` codes to broader ones. A step is a slot in which the claim tells what the theory expects, in broader
    terms, or another thing in its place; when none is shared, the slots of the claim.
    """
    now = current(bearing, theories)
    rows = now[now["bearing"] == "refutes"].sort_values(["theory_id", "subject"])
    about = theories.set_index("theory_id")
    ids = dict(zip(claims["label"], claims["claim_id"], strict=True))
    title = "Steps of the theories that the sources contradict"
    if rows.empty:
        line = Sentence("Nothing on record speaks against a step of the theories. That is not support.", explains=True)
        return Finding("evidence.contradictions", title, (line,))
    cells, touched, explained = [], {}, {}
    for row in rows.itertuples():
        theory = about.loc[row.theory_id]
        steps = _steps(parts[parts["claim_id"] == ids.get(row.subject)], expected_parts(theory), up or {}, names)
        (explained if row.explained else touched).setdefault(row.theory_id, []).extend(steps)
        why = f"{started(row.reason)}{f' Explained: {started(row.explanation)}' if row.explained else ''}"
        cells.append((theory["title"], "; ".join(steps) or "told as a number", started(row.paraphrase), why))
    trace = tuple((row.subject, row.theory_id) for row in rows.itertuples())
    columns = ("Theory", "Step", "What is told, in our words", "Why it contradicts")
    table = Table(columns, tuple(cells), trace, caption="Steps contradicted, record by record")
    found = {theory: own for theory, own in rows.groupby("theory_id", sort=False)}
    # What nothing explains is named first: the sentence has just said how many such records there are.
    touched = {theory: [*touched.get(theory, ()), *explained.get(theory, ())] for theory in found}
    data, ids_all = {"theories": list(found)}, tuple(dict.fromkeys(label for pair in trace for label in pair))
    return Finding(
        "evidence.contradictions", title, _contradicted(found, about, touched), table, data=data, trace=ids_all
    )


def _contradicted(
    found: Mapping[str, pd.DataFrame], about: pd.DataFrame, touched: Mapping[str, list[str]]
) -> tuple[Sentence, ...]:
    """Say which theories are contradicted and in which steps, the most contradicted first."""
    lead = f"The sources themselves go against steps of {counted(len(found), 'theory', 'theories')}."
    lines = [Sentence(lead, tuple(found))]
    for theory, own in sorted(found.items(), key=lambda pair: -len(pair[1])):
        rest = unexplained(int((~own["explained"]).sum()), len(own))
        told = f"“{about.loc[theory, 'title']}”: {counted(len(own), 'record')} {agrees(len(own), 'goes', 'go')} against it{rest}{_at(touched[theory], len(own))}."
        lines.append(Sentence(told, (theory, *dict.fromkeys(own["subject"]))))
    return tuple(lines)


def _at(steps: list[str], records: int) -> str:
    """Return the steps touched most, for the end of a sentence."""
    most = sorted(dict.fromkeys(steps), key=lambda step: -steps.count(step))[:MOST_STEPS]
    return (
        f". {agrees(records, 'It concerns', 'They concern')} {listed(f'the {step}' for step in most)}" if most else ""
    )


def _steps(
    parts: pd.DataFrame, expected: Mapping[str, list[str]], up: Mapping[str, str], names: Mapping[str, str]
) -> list[str]:
    held = list(zip(parts["slot"], parts["code_id"], strict=True))
    broad = {slot: {up.get(code, code) for code in codes} for slot, codes in expected.items()}
    shared = [(slot, code) for slot, code in held if up.get(code, code) in broad.get(slot, ())]
    return list(dict.fromkeys(f"{plain(slot)} “{names.get(code, code)}”" for slot, code in shared or held))


def silences(theories: pd.DataFrame, bearing: pd.DataFrame, *, strands: Mapping[str, str]) -> list[Finding]:
    """Return evidence.silent.<strand>: which theories are spoken of, spoken against, silent or not asked, kept apart.

    ``theories`` needs theory_id, strand, title, version and not_asked; ``bearing`` as from `bear`. Silence is never
    disagreement. A strand without theories gives no finding.
    """
    require(theories, "theories", "theory_id", "strand", "title", "version", "not_asked")
    now = current(bearing, theories)
    return [
        _silent(strand, title, own, now)
        for strand, title in strands.items()
        if len(own := theories[theories["strand"] == strand])
    ]


def state_of(not_asked: bool, own: pd.DataFrame) -> str:
    """Return the state of one theory's evidence: spoken of, spoken against only, silent, or not asked."""
    heard = set(own["bearing"]) - {"neutral"}
    if not heard:
        return "not asked" if not_asked else "silent"
    return "spoken against only" if heard == {"refutes"} else "spoken of"


def _silent(strand: str, title: str, own: pd.DataFrame, now: pd.DataFrame) -> Finding:
    rows, ids, states = [], [], {}
    for theory in own.to_dict("records"):
        bears = now[now["theory_id"] == theory["theory_id"]]
        state = state_of(bool(theory["not_asked"]), bears)
        states.setdefault(state, []).append(theory["theory_id"])
        rows.append((theory["theory_id"], theory["title"], state, _untold(bears)))
        ids.append((theory["theory_id"], *dict.fromkeys(bears["subject"])))
    lines = [
        Sentence(
            "Speaking against, being silent and not having been asked are three states. Silence is never disagreement.",
            explains=True,
        )
    ]
    if now[(now["subject_kind"] == "claim") & (now["strand"] == strand)].empty:
        told = f"The sources are silent on {title}: no claim about it bears on any theory."
        lines.append(Sentence(told, tuple(own["theory_id"])))
    titles = dict(zip(own["theory_id"], own["title"], strict=True))
    for state in ("silent", "not asked"):
        if found := states.get(state):
            told = listed(f"“{titles[theory]}”" for theory in found)
            lead = "The sources are silent, for and against, on" if state == "silent" else "Nobody was asked about"
            lines.append(Sentence(f"{lead} {told}.", tuple(found)))
    lines += _not_known(now[now["theory_id"].isin(own["theory_id"])])
    table = Table(
        ("Theory", "In short", "State", "What no supporting claim tells"),
        tuple(rows),
        tuple(ids),
        caption="Spoken of, silent, not asked",
    )
    trace = tuple(dict.fromkeys(label for row in ids for label in row))
    return Finding(
        f"evidence.silent.{strand}",
        f"What is silent or was not asked: {title}",
        tuple(lines),
        table,
        strand=strand,
        data={"states": states},
        trace=trace,
    )


def _untold(bears: pd.DataFrame) -> str:
    supports = bears[(bears["bearing"] == "supports") & (bears["status"] != "denied")]
    if supports.empty:
        return ""
    seen = supports["about_outcome"] & (supports["status"] == "observed")
    gaps = [("an outcome that has happened", seen.any()), ("people's reasoning", supports["tells_reasoning"].any())]
    return listed(words for words, told in gaps if not told)


def _not_known(bears: pd.DataFrame) -> list[Sentence]:
    claims = bears[bears["subject_kind"] == "claim"].drop_duplicates("subject")
    unknown = claims[claims["elicitation"] == "not_known"]
    if unknown.empty:
        return []
    of = (
        f"all {len(claims)} claims"
        if len(unknown) == len(claims) > 1
        else f"{len(unknown)} of {counted(len(claims), 'claim')}"
    )
    told = f"For {of} the question asked is not known, so silence cannot always be told from not having been asked."
    return [Sentence(told, tuple(unknown["subject"]))]
