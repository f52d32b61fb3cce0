"""A theory and its rivals side by side: what became of each, and which records on file speak for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from useit_eval.evidence import current
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, plain, started, text
from useit_eval.judgement.measures import sides

if TYPE_CHECKING:
    from useit_eval.codebook import Theories, Theory

_FOR = re.compile(r"Speaks for the rival ([A-Za-z][A-Za-z0-9_.-]*?)\.(?=\s|$)")


def for_rivals(bearing: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return, for each rival, the labels of what speaks for it, as the reason of a bearing on the theory says.

    ``bearing`` as from `evidence.bear`, current versions only. The words come from ``rival: ...`` in bearing.yaml.
    """
    found: dict[str, tuple[str, ...]] = {}
    for row in bearing[bearing["known"].astype(bool)].itertuples():
        for rival in _FOR.findall(text(row.reason)):
            found[rival] = tuple(dict.fromkeys((*found.get(rival, ()), row.subject)))
    return found


def tell_rivals(bearing: pd.DataFrame, ratings: pd.DataFrame, theories: Theories) -> list[Finding]:
    """Return judgement.rivals.<theory>: the theory and each rival with state, reason and the records that speak for it.

    ``bearing`` as from `evidence.bear`; ``ratings`` as from `propose`; ``theories`` as loaded from theory.yaml. Data:
    open, kept and dropped (ids), and spoken_for: labels by rival. A rival is not rated: it is weighed by a person.
    """
    now = current(bearing, theories.frame())
    proposed = dict(zip(ratings["theory_id"], ratings["rating"], strict=True))
    spoken = for_rivals(now)
    return [
        _told(theory, now[now["theory_id"] == theory.id], proposed[theory.id], spoken)
        for theory in theories.theories
        if theory.id in proposed
    ]


def _told(theory: Theory, bears: pd.DataFrame, proposed: str, spoken: dict[str, tuple[str, ...]]) -> Finding:
    rivals = theory.current.rivals
    support = sides(bears[bears["known"].astype(bool)].to_dict("records"))
    own = tuple(dict.fromkeys(row["subject"] for name in ("supporting", "figures", "models") for row in support[name]))
    first = ("The theory itself", started(theory.plain), f"proposed: {plain(proposed)}", _records(own))
    rows = [first]
    for rival in rivals:
        state = f"{rival.state}{': ' + rival.reason.rstrip('.') if rival.reason else ''}"
        rows.append((rival.id, started(rival.text), started(state).rstrip("."), _records(spoken.get(rival.id, ()))))
    ids = ((theory.id, *own), *((theory.id, *spoken.get(rival.id, ())) for rival in rivals))
    columns = ("Explanation", "What it says", "What became of it", "What speaks for it")
    behind = tuple(dict.fromkeys(label for group in ids for label in group))
    return Finding(
        f"judgement.rivals.{theory.id}",
        f"Rival explanations: {theory.title}",
        (_line(theory, spoken),),
        Table(columns, tuple(rows), ids, caption=f"{theory.id} and its rivals side by side"),
        strand=theory.strand,
        theory=theory.id,
        data={
            **{state: [r.id for r in rivals if r.state == state] for state in ("open", "kept", "dropped")},
            "spoken_for": {rival.id: list(spoken.get(rival.id, ())) for rival in rivals},
        },
        trace=behind,
    )


def _records(labels: tuple[str, ...]) -> str:
    return counted(len(labels), "record") if labels else "nothing on record"


def _line(theory: Theory, spoken: dict[str, tuple[str, ...]]) -> Sentence:
    rivals = theory.current.rivals
    states = [rival.state for rival in rivals]
    each = listed(f"{states.count(state)} {state}" for state in ("kept", "open", "dropped") if state in states)
    told = f"{counted(len(rivals), 'rival explanation')} {agrees(len(rivals), 'stands', 'stand')} beside it: {each}."
    backed = [rival.id for rival in rivals if spoken.get(rival.id)]
    if backed:
        told += f" Records on file speak for {listed(backed)}."
    return Sentence(told, (theory.id, *dict.fromkeys(label for rival in backed for label in spoken[rival])))
