"""What a reader is told of the ratings that move: under what, from where to where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, plain
from useit_eval.judgement.variation import changes_tried, vary_ratings

_LEADS = ("without source", "without voice", "without the claims linked by")


def sensitivity(
    bearing: pd.DataFrame, theories: pd.DataFrame, rubric: Any, *, strands: Mapping[str, str]
) -> list[Finding]:
    """Return judgement.sensitivity and judgement.sensitivity.<strand>: the ratings that would move, and under what.

    ``bearing`` as from `evidence.bear`; ``theories`` needs theory_id, strand, title, version, rivals and not_asked;
    ``strands`` maps ids to titles. See `vary_ratings` for the changes tried. Data: movers, and movers by kind.
    """
    moved, tried = vary_ratings(bearing, theories, rubric), changes_tried(bearing, rubric)
    title = "How far the ratings depend on single choices"
    everything = _finding("judgement.sensitivity", title, "", moved, theories, tried)
    own = [(strand, title, theories[theories["strand"] == strand]) for strand, title in strands.items()]
    return [everything] + [
        _finding(
            f"judgement.sensitivity.{strand}",
            f"How far these ratings depend on single choices: {title}",
            strand,
            moved[moved["theory_id"].isin(rows["theory_id"])],
            rows,
            tried,
        )
        for strand, title, rows in own
        if len(rows)
    ]


def _finding(
    key: str, title: str, strand: str, moved: pd.DataFrame, theories: pd.DataFrame, tried: list[str]
) -> Finding:
    ids = tuple(theories["theory_id"])
    titles = dict(zip(theories["theory_id"], theories["title"], strict=True))
    lines = [
        Sentence(_how(tried), explains=True),
        *_fallen(moved[moved["kind"].isin(("source", "theory_shown", "coder"))], tried),
        *_voices(moved[moved["kind"] == "voice"], ids, tried),
        _by_rules(moved[moved["kind"] == "bar"], ids, titles, "a bar of the rubric is a step lower or higher"),
        _by_rules(moved[moved["kind"] == "gate"], ids, titles, "a gate caps a step lower or higher, or not at all"),
    ]
    by_kind = {kind: list(dict.fromkeys(own["theory_id"])) for kind, own in moved.groupby("kind")}
    data = {"movers": [theory for theory in ids if theory in set(moved["theory_id"])], "by_kind": by_kind}
    return Finding(key, title, tuple(lines), _table(moved, tried), strand=strand, data=data, trace=ids)


def _how(tried: list[str]) -> str:
    return (
        f"The ratings were proposed again under {counted(len(tried), 'change')}: leaving out each source, each voice, each "
        "coder and, where there are any, claims made after the theory was shown; moving each bar of the rubric by one "
        "step; and letting each gate cap a step lower or higher, or not at all."
    )


def _table(moved: pd.DataFrame, tried: list[str]) -> Table | None:
    """Return the movers by change; the only source, voice or coder left out leaves nothing, and needs no row."""
    shown = moved[~moved["change"].map(lambda change: change.startswith(_only(tried) or ("-",))).astype(bool)]
    groups = list(shown.groupby(["change", "rating", "changed"], sort=False))
    if not groups:
        return None
    rows = tuple(
        (_headed(change), plain(now), plain(then), listed(own["theory_id"])) for (change, now, then), own in groups
    )
    columns = ("Change", "Rating now", "Rating then", "Theories")
    return Table(columns, rows, tuple(tuple(own["theory_id"]) for _, own in groups), caption="Ratings that move")


def _only(tried: list[str]) -> tuple[str, ...]:
    """Return how the changes begin that leave out the only one of its kind: without it nothing is left."""
    return tuple(lead for lead in _LEADS if sum(one.startswith(lead) for one in tried) == 1)


def _headed(change: str) -> str:
    return change[:1].upper() + change[1:]


def _fallen(left_out: pd.DataFrame, tried: list[str]) -> list[Sentence]:
    """Tell how many ratings move when a source, a coder or theory-shown claims are left out."""
    only = _only(tried)
    return [
        Sentence(
            f"{_headed(change)}{', the only one' if only and change.startswith(only) else ''}, "
            f"{counted(len(own), 'rating')} {agrees(len(own), 'moves', 'move')}.",
            tuple(own["theory_id"]),
        )
        for change, own in left_out.groupby("change", sort=False)
    ]


def _voices(moved: pd.DataFrame, ids: tuple[str, ...], tried: list[str]) -> list[Sentence]:
    total = sum(change.startswith(_LEADS[1]) for change in tried)
    if not total:
        return []
    if moved.empty:
        told = f"No rating hangs on a single voice: each of {counted(total, 'voice')} was left out in turn."
        return [Sentence(told, ids)]
    each = listed(
        f"{change.removeprefix(_LEADS[1]).strip()} ({listed(own['theory_id'])})"
        for change, own in moved.groupby("change", sort=False)
    )
    told = f"Of {counted(total, 'voice')} left out in turn, these alone move a rating: {each}."
    return [Sentence(told, tuple(dict.fromkeys(moved["theory_id"])))]


def _by_rules(moved: pd.DataFrame, ids: tuple[str, ...], titles: Mapping[str, str], when: str) -> Sentence:
    movers = tuple(theory for theory in ids if theory in set(moved["theory_id"]))
    if not movers:
        return Sentence(f"When {when}, none of {counted(len(ids), 'rating')} moves.", ids)
    told = listed(f"“{titles[theory]}”" for theory in movers)
    verb = agrees(len(movers), "moves", "move")
    return Sentence(f"When {when}, {len(movers)} of {counted(len(ids), 'rating')} {verb}: {told}.", movers)
