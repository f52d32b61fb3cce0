"""Which ratings move when a source, a coder, theory-shown claims or the height of a bar is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, number, plain
from useit_eval.judgement.measures import profile_theories
from useit_eval.judgement.proposal import propose
from useit_eval.judgement.rules import Rules, read_rules

COLUMNS = ("change", "kind", "theory_id", "rating", "changed")


def vary_ratings(bearing: pd.DataFrame, theories: pd.DataFrame, rubric: Any) -> pd.DataFrame:
    """Return the ratings that move: change, kind, theory_id, rating (as it stands) and changed.

    ``bearing`` and ``theories`` as for `profile_theories`. The changes: without each source, without claims made after
    the theory was shown, without each coder, and with each named threshold of the rubric one step lower and higher
    (one, or a tenth for a share). Kind is source, theory_shown, coder or bar. No row: nothing moves.
    """
    rules = read_rules(rubric)
    profiles = profile_theories(bearing, theories)
    standing = propose(profiles, rules)
    moved = [
        _moved(change, kind, standing, propose(profile_theories(kept, theories), rules))
        for change, kind, kept in _without(bearing)
    ]
    moved += [_moved(change, "bar", standing, propose(profiles, other)) for change, other in _other_bars(rubric, rules)]
    return pd.concat(moved, ignore_index=True) if moved else pd.DataFrame(columns=list(COLUMNS))


def sensitivity(
    bearing: pd.DataFrame, theories: pd.DataFrame, rubric: Any, *, strands: Mapping[str, str]
) -> list[Finding]:
    """Return judgement.sensitivity and judgement.sensitivity.<strand>: the ratings that would move, and under what.

    ``bearing`` as from `evidence.bear`; ``theories`` needs theory_id, strand, title, version, rivals and not_asked;
    ``strands`` maps ids to titles. See `vary_ratings` for the changes tried.
    """
    moved, tried = vary_ratings(bearing, theories, rubric), changes_tried(bearing, rubric)
    everything = _finding(
        "judgement.sensitivity", "How far the ratings depend on single choices", "", moved, theories, tried
    )
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


def changes_tried(bearing: pd.DataFrame, rubric: Any) -> list[str]:
    """Return the changes that `vary_ratings` tries, in words."""
    return [change for change, *_ in _without(bearing)] + [
        change for change, _ in _other_bars(rubric, read_rules(rubric))
    ]


def _without(bearing: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    for source in sorted(set(bearing["source"]) - {""}):
        yield f"without source {source}", "source", bearing[bearing["source"] != source]
    if (bearing["elicitation"] == "theory_shown").any():
        yield (
            "without claims made after the theory was shown",
            "theory_shown",
            bearing[bearing["elicitation"] != "theory_shown"],
        )
    for coder in sorted(set(bearing["coder"]) - {""}):
        yield f"without the claims linked by {plain(coder)}", "coder", bearing[bearing["coder"] != coder]


def _other_bars(rubric: Any, rules: Rules) -> Iterator[tuple[str, Rules]]:
    for name, value in rules.thresholds.items():
        step = 0.1 if 0 < value < 1 else 1
        for word, other in (("lower", max(0, value - step)), ("higher", value + step)):
            if other != value:
                change = f"with the bar “{plain(name)}” {word}: {number(round(other, 2))}, not {number(value)}"
                yield change, read_rules(rubric, thresholds={name: other})


def _moved(change: str, kind: str, standing: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    beside = standing[["theory_id", "rating"]].assign(changed=other["rating"].to_numpy(), change=change, kind=kind)
    return beside.loc[beside["rating"] != beside["changed"], list(COLUMNS)]


def _finding(
    key: str, title: str, strand: str, moved: pd.DataFrame, theories: pd.DataFrame, tried: list[str]
) -> Finding:
    ids = tuple(theories["theory_id"])
    titles = dict(zip(theories["theory_id"], theories["title"], strict=True))
    told = (
        f"The ratings were proposed again under {counted(len(tried), 'change')}: leaving out each source, each coder and, where "
        "there are any, claims made after the theory was shown, and moving each bar of the rubric by one step."
    )
    lines = [
        Sentence(told, explains=True),
        *_fallen(moved, tried),
        _by_bars(moved[moved["kind"] == "bar"], ids, titles),
    ]
    shown = moved[~moved["change"].map(lambda change: change.startswith(_only(tried) or ("-",))).astype(bool)]
    groups = list(shown.groupby(["change", "rating", "changed"], sort=False))
    rows = tuple(
        (_headed(change), plain(now), plain(then), listed(own["theory_id"])) for (change, now, then), own in groups
    )
    columns, behind = (
        ("Change", "Rating now", "Rating then", "Theories"),
        tuple(tuple(own["theory_id"]) for _, own in groups),
    )
    table = Table(columns, rows, behind, caption="Ratings that move") if rows else None
    data = {"movers": [theory for theory in ids if theory in set(moved["theory_id"])]}
    return Finding(key, title, tuple(lines), table, strand=strand, data=data, trace=ids)


def _only(tried: list[str]) -> tuple[str, ...]:
    """Return how the changes begin that leave out the only source or the only coder: without it nothing is left."""
    leads = ("without source", "without the claims linked by")
    return tuple(lead for lead in leads if sum(one.startswith(lead) for one in tried) == 1)


def _headed(change: str) -> str:
    return change[:1].upper() + change[1:]


def _fallen(moved: pd.DataFrame, tried: list[str]) -> list[Sentence]:
    """Tell how many ratings move when a source, a coder or theory-shown claims are left out."""
    left_out = moved[moved["kind"] != "bar"]
    only = _only(tried)
    return [
        Sentence(
            f"{_headed(change)}{', the only one' if change.startswith(only) else ''}, "
            f"{counted(len(own), 'rating')} {agrees(len(own), 'moves', 'move')}.",
            tuple(own["theory_id"]),
        )
        for change, own in left_out.groupby("change", sort=False)
    ]


def _by_bars(moved: pd.DataFrame, ids: tuple[str, ...], titles: Mapping[str, str]) -> Sentence:
    movers = tuple(theory for theory in ids if theory in set(moved["theory_id"]))
    if not movers:
        return Sentence(
            f"No rating moves when a bar of the rubric is a step lower or higher, out of {counted(len(ids), 'rating')}.",
            ids,
        )
    told = listed(f"“{titles[theory]}”" for theory in movers)
    return Sentence(
        f"When a bar is a step lower or higher, {len(movers)} of {counted(len(ids), 'rating')} {agrees(len(movers), 'moves', 'move')}: {told}.",
        movers,
    )
