"""What speaks against a theory, which of its steps the sources contradict, and what they say nothing about."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.cmo import expected_parts
from useit_eval.evidence.bearing import current
from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, plain, started

WORDS = {"refutes": "Speaks against", "refines": "Would change"}


def speaks_against(
    bearing: pd.DataFrame, theories: pd.DataFrame, claims: pd.DataFrame, *, strands: Mapping[str, str]
) -> list[Finding]:
    """Return evidence.against.<strand>: all that refutes or refines its theories, and what is denied, each in full.

    ``bearing`` as from `bear`; ``theories`` needs theory_id, strand, title and version; ``claims`` label, strand, status
    and paraphrase. A strand with nothing to tell gives no finding.
    """
    require(theories, "theories", "theory_id", "strand", "title", "version")
    now = current(bearing, theories)
    return [
        finding
        for strand, title in strands.items()
        if (finding := _against(strand, title, now, theories[theories["strand"] == strand], claims))
    ]


def _against(strand: str, title: str, now: pd.DataFrame, own: pd.DataFrame, claims: pd.DataFrame) -> Finding | None:
    titles = dict(zip(own["theory_id"], own["title"], strict=True))
    rows = now[now["theory_id"].isin(titles) & now["bearing"].isin(WORDS)].sort_values(
        ["bearing", "theory_id", "subject"], ascending=[False, True, True]
    )
    denied = claims[(claims["strand"] == strand) & (claims["status"] == "denied")]
    if rows.empty and denied.empty:
        return None
    lines = [*_counted(rows), *(_line(row, titles) for row in rows.itertuples())]
    lines += [Sentence(f"Denied: {started(row.paraphrase)}", (row.label,)) for row in denied.itertuples()]
    trace = tuple(dict.fromkeys(label for line in lines for label in line.ids))
    return Finding(
        f"evidence.against.{strand}",
        f"What speaks against: {title}",
        tuple(lines),
        strand=strand,
        data={"rows": len(rows)},
        trace=trace,
    )


def _counted(rows: pd.DataFrame) -> list[Sentence]:
    against = rows[rows["bearing"] == "refutes"]
    bare = against[~against["explained"]]
    if against.empty:
        return []
    told = f"{counted(against['subject'].nunique(), 'record')} {agrees(against['subject'].nunique(), 'speaks', 'speak')} against a theory here; {bare['subject'].nunique()} {agrees(bare['subject'].nunique(), 'is', 'are')} not explained."
    return [Sentence(told, tuple(dict.fromkeys(against["subject"])))]


def _line(row, titles: Mapping[str, str]) -> Sentence:
    explained = (
        f" Explained: {started(row.explanation)}"
        if row.explained
        else (" Not explained." if row.bearing == "refutes" else "")
    )
    return Sentence(
        f"{WORDS[row.bearing]} “{titles[row.theory_id]}”: {_plain_start(row.reason)}{explained}",
        (row.subject, row.theory_id),
    )


def _plain_start(reason: str) -> str:
    return f"{reason.strip().rstrip('.')}."


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
    lines, table, trace = [], [], []
    for row in rows.itertuples():
        theory = about.loc[row.theory_id]
        steps = _steps(parts[parts["claim_id"] == ids.get(row.subject)], expected_parts(theory), up or {}, names)
        lines.append(Sentence(f"“{theory['title']}”: {_plain_start(row.reason)}", (row.subject, row.theory_id)))
        table.append(
            (theory["title"], listed(steps) or "the numbers", started(row.paraphrase), "yes" if row.explained else "no")
        )
        trace.append((row.subject, row.theory_id))
    title = "Steps of the theories that the sources contradict"
    if not lines:
        line = Sentence(
            "No claim or figure on record speaks against a step of the theories. That is not support.", explains=True
        )
        return Finding("evidence.contradictions", title, (line,))
    theories_hit = tuple(dict.fromkeys(rows["theory_id"]))
    lead = f"The sources themselves contradict steps of {counted(len(theories_hit), 'theory', 'theories')}."
    shown = Table(
        ("Theory", "Step", "What the source tells, in our words", "Explained"),
        tuple(table),
        tuple(trace),
        caption="Steps contradicted",
    )
    ids_all = tuple(dict.fromkeys(label for pair in trace for label in pair))
    return Finding(
        "evidence.contradictions",
        title,
        (Sentence(lead, theories_hit), *lines),
        shown,
        data={"theories": list(theories_hit)},
        trace=ids_all,
    )


def _steps(
    parts: pd.DataFrame, expected: Mapping[str, list[str]], up: Mapping[str, str], names: Mapping[str, str]
) -> list[str]:
    held = list(zip(parts["slot"], parts["code_id"], strict=True))
    broad = {slot: {up.get(code, code) for code in codes} for slot, codes in expected.items()}
    shared = [(slot, code) for slot, code in held if up.get(code, code) in broad.get(slot, ())]
    return [f"{plain(slot)} ({names.get(code, code)})" for slot, code in shared or held]


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
    titles = dict(zip(own["theory_id"], own["title"], strict=True))
    for state in ("silent", "not asked"):
        if found := states.get(state):
            told = listed(f"“{titles[theory]}”" for theory in found)
            lead = (
                f"The evidence on {title} is silent about"
                if state == "silent"
                else f"On {title}, nobody was asked about"
            )
            lines.append(Sentence(f"{lead} {told}.", tuple(found)))
    lines += _not_known(now[now["theory_id"].isin(own["theory_id"])])
    table = Table(
        ("Theory", "In short", "State", "Not told by any claim that supports it"),
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
    told = f"For {len(unknown)} of {counted(len(claims), 'claim')} the question asked is not known, so silence cannot always be told from not having been asked."
    return [Sentence(told, tuple(unknown["subject"]))]
