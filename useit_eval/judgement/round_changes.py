"""What changed since the last round, told to readers: ratings with the reasons, milestones, links; and what did not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.periods import read_period
from useit_eval.ground.wording import agrees, counted, day, listed, missing, number, plain, started, text
from useit_eval.judgement.measures import MEASURES
from useit_eval.judgement.proposal import COMPARED
from useit_eval.judgement.rounds import Change, Round, Shift, Standing, compare, round_of, stand
from useit_eval.judgement.rules import Need

NOT_CHECKED = "not_checked"
LEADS = {
    "lifted": "what lifts it to {}",
    "opened": "a gate that would stop it at {} is open, for it no longer holds that",
    "closed": "a gate now stops it at {}",
    "beside": "what makes it {}",
    "left": "it is no longer {}, for it no longer holds that",
}
"""How each kind of rule that came to hold, or ceased to, is told."""
MOST_ROUNDS = 3
"""The table shows the ratings of no more rounds than these, the latest."""


def tell_changes(
    bearing: pd.DataFrame,
    versions: pd.DataFrame,
    rubric: Any,
    *,
    rounds: Sequence[Round],
    sources: pd.DataFrame,
    milestones: pd.DataFrame,
    links: pd.DataFrame,
    strands: Mapping[str, str],
) -> list[Finding]:
    """Return judgement.changes and judgement.changes.<strand>: what moved between the last two rounds, and why.

    ``bearing`` and ``versions`` as for `rounds.stand`; the registers as in `ground.frames` (``checked_on`` of a
    milestone may be missing: its state then counts in every round); a link's state counts as changed when its
    ``state_date`` lies wholly after the round before. A study with fewer than two rounds gives no finding.
    """
    if len(rounds) < 2:
        return []
    require(versions, "versions", "theory_id", "strand", "title")
    standings = stand(bearing, versions, rubric, rounds=rounds)
    before, after = standings[-2:]
    changes = compare(before, after, rubric)
    registers = [*_milestones(milestones, sources, before.round, after.round), *_links(links, before.round)]
    newest = {row["theory_id"]: row for row in versions.sort_values("version").to_dict("records")}
    everything = _finding("", "", changes, standings, registers, _opening(sources, rounds), newest)
    own = []
    for strand, title in strands.items():
        mine = [one for one in changes if after.theories[one.theory]["strand"] == strand]
        rows = [row for row in registers if row["strand"] == strand]
        if mine or rows:
            own.append(_finding(strand, title, mine, standings, rows, _opening(sources, rounds)[:1], newest))
    return [everything, *own]


def _finding(
    strand: str,
    title: str,
    changes: list[Change],
    standings: list[Standing],
    registers: list[dict],
    opening: list[Sentence],
    newest: Mapping[str, Mapping[str, Any]],
) -> Finding:
    theories = standings[-1].theories
    moved = [one for one in changes if one.direction]
    lines = [
        *opening,
        *(line for one in moved for line in _moved(one, theories[one.theory], standings[-1].rows(one.theory))),
        *(_refined(one, theories[one.theory]) for one in changes if not one.direction and _another(one)),
        *(Sentence(row["told"], row["ids"]) for row in registers),
        *_unmoved([one for one in changes if not one.direction], theories),
        *_written_since([one.theory for one in changes], newest, standings[-1]),
    ]
    data = {
        "rounds": [one.round.no for one in standings],
        "moves": [_plain_move(one) for one in moved],
        "refined": [one.theory for one in changes if _another(one)],
        "milestones": [row["data"] for row in registers if row["kind"] == "milestone"],
        "links": [row["data"] for row in registers if row["kind"] == "link"],
    }
    trace = tuple(dict.fromkeys(label for line in lines for label in line.ids))
    name = "What changed since the last round" + (f": {title}" if title else "")
    key = f"judgement.changes.{strand}" if strand else "judgement.changes"
    return Finding(key, name, tuple(lines), _table(changes, standings), strand=strand, data=data, trace=trace)


def _plain_move(one: Change) -> dict[str, Any]:
    shifts = {
        name: [found.rule.id for found in getattr(one, name)] for name in ("lifted", "opened", "closed", "beside")
    }
    came = {side: list(labels) for side, labels in one.came.items()}
    return {
        "theory": one.theory,
        "before": one.before,
        "after": one.after,
        "direction": one.direction,
        **came,
        **shifts,
    }


def _opening(sources: pd.DataFrame, rounds: Sequence[Round]) -> list[Sentence]:
    last, now = rounds[-2:]
    days = [text(value) for value in sources["dated"]]
    of = round_of(days, rounds)
    new = tuple(label for label, no in zip(sources["label"], of, strict=True) if no == now.no)
    later = tuple(label for label, no in zip(sources["label"], of, strict=True) if not no)
    bare = tuple(label for label, value in zip(sources["label"], days, strict=True) if not value)
    told = (
        f"Round {now.no} ({now.title}) ends on {day(now.as_of)}; round {last.no} ({last.title}) ended on "
        f"{day(last.as_of)}. Between the two came {counted(len(new), 'source')}. Ratings of both days are proposed by "
        "the same rubric, each from what was on record then."
    )
    lines = [Sentence(told, new, explains=not new)]
    if bare:
        told = f"{counted(len(bare), 'source').capitalize()} {agrees(len(bare), 'bears', 'bear')} no day and"
        lines.append(Sentence(f"{told} {agrees(len(bare), 'counts', 'count')} from the first round.", bare))
    if later:
        does = f"{agrees(len(later), 'is', 'are')} dated after the last round and {agrees(len(later), 'belongs', 'belong')}"
        lines.append(Sentence(f"{counted(len(later), 'source').capitalize()} {does} to none yet.", later))
    return lines


def _moved(one: Change, theory: Mapping[str, Any], rows: pd.DataFrame) -> list[Sentence]:
    """Tell a move: which way, what came, and the rules by which it moved, each with the values that changed."""
    ids = (one.theory, *dict.fromkeys(label for labels in one.came.values() for label in labels))
    head = f"{one.theory} “{theory['title']}” moved {one.direction}, from {plain(one.before)} to {plain(one.after)}."
    return [
        Sentence(f"{head} {_what_came(one)}", ids),
        *_reasons(one, rows),
        *([_refined(one, theory)] if _another(one) else []),
        *(_ruled(lead, found, ids) for name, lead in LEADS.items() for found in getattr(one, name)),
    ]


def _ruled(lead: str, found: Shift, ids: tuple[str, ...]) -> Sentence:
    values = "; ".join(_values(need, then, now) for need, then, now in found.needs)
    told = f"{ids[0]}: {lead.format(plain(found.rule.rating))}: {found.rule.says.strip().rstrip('.')}"
    return Sentence(f"{told}{f' ({values})' if values else ''}.", ids)


def _reasons(one: Change, rows: pd.DataFrame) -> list[Sentence]:
    """Tell of each claim that came for or against a theory that moved how it bears, in the words of who judged it."""
    why = dict(zip(rows["subject"], rows["reason"], strict=True))
    claims = set(rows.loc[rows["subject_kind"] == "claim", "subject"])
    told = []
    for side, lead in (("supports", "for it"), ("refutes", "against it")):
        labels = tuple(label for label in one.came[side] if label in claims or side == "refutes")
        words = " ".join(f"({label}) {started(why[label])}" for label in labels)
        told += [Sentence(f"{one.theory}, {lead}: {words}", (one.theory, *labels))] if labels else []
    return told


def _values(need: Need, then: object, now: object) -> str:
    name = MEASURES[need.measure].removesuffix(" (1 to 3)")
    was, so = (_shown(need, value) for value in (then, now))
    return f"{name}: {was} then, {so} now; the bar is {COMPARED[need.comparison]} {_shown(need, need.bound)}"


def _shown(need: Need, value: object) -> str:
    if missing(value):
        return "none"
    return f"{float(value):.0%}" if need.measure.startswith("share_") else number(float(value))


def _what_came(one: Change) -> str:
    sides = (("for it came", "supports"), ("against it", "refutes"), ("asking for a change of it", "refines"))
    told = [f"{lead} {listed(one.came[side])}" for lead, side in sides if one.came[side]]
    silent = [] if one.came["refutes"] else ["nothing came against it"]
    return started("; ".join([*told, *silent])) if told else "No record came that bears on it either way."


def _another(one: Change) -> bool:
    return one.versions[0] != one.versions[1]


def _refined(one: Change, theory: Mapping[str, Any]) -> Sentence:
    """Tell the version that took another's place, why, and which records are read otherwise on it."""
    head = f"{one.theory} “{theory['title']}” was refined on {day(theory['dated'])} (version {one.versions[1]})"
    kept = "" if one.direction else f"; its rating stayed at {plain(one.after)}"
    by_way: dict[tuple[str, str], list[str]] = {}
    for label, was, now in one.reread:
        by_way.setdefault((was, now), []).append(label)
    read = "; ".join(f"{listed(labels)} from {plain(was)} to {plain(now)}" for (was, now), labels in by_way.items())
    told = f" Read otherwise on this version: {read}." if read else ""
    ids = (one.theory, *(label for label, _, _ in one.reread))
    return Sentence(f"{head}{kept}. {started(theory['reason'])}{told}", ids)


def _unmoved(changes: list[Change], theories: Mapping[str, Mapping[str, Any]]) -> list[Sentence]:
    """Say in one line which ratings did not move, and about which theories nothing came at all."""
    if not changes:
        return []
    bare = [one.theory for one in changes if not any(one.came.values())]
    does = agrees(len(changes), "did not move and stays", "did not move and stay")
    held = listed(f"{one.theory} ({plain(one.after)})" for one in changes)
    silent = f"; nothing new bears on {listed(bare)}" if bare else ""
    return [Sentence(f"{held} {does} as before{silent}.", tuple(one.theory for one in changes))]


def _written_since(ids: Iterable[str], newest: Mapping[str, Mapping[str, Any]], last: Standing) -> list[Sentence]:
    """Say which theories were written or changed after the last round: elsewhere they are rated as they read today."""
    ends, lines = last.round.as_of, []
    for theory in ids:
        now = newest[theory]
        if now["dated"] > ends and now["version"] > 1:
            told = f"{theory} was changed on {day(now['dated'])} (version {now['version']}), after the last round. Here it is "
            told += f"rated as it read at the end of each round, elsewhere in the chapter as version {now['version']}."
            lines.append(Sentence(told, (theory,)))
        elif now["dated"] > ends:
            told = f"{theory} was put forward on {day(now['dated'])}, after the last round."
            lines.append(Sentence(f"{told} The table tells what it would have been rated.", (theory,)))
    return lines


def _table(changes: list[Change], standings: list[Standing]) -> Table | None:
    if not changes:
        return None
    shown = standings[-MOST_ROUNDS:]
    rows = tuple(
        (
            one.theory,
            *(plain(standing.ratings[one.theory]["rating"]) for standing in shown),
            listed(one.came["supports"]) or "nothing",
            listed(one.came["refutes"]) or "nothing",
        )
        for one in changes
    )
    columns = (
        "Theory",
        *(f"As of {day(standing.round.as_of)}" for standing in shown),
        "Came for it",
        "Came against it",
    )
    return Table(columns, rows, tuple((one.theory,) for one in changes), caption="Proposed ratings, round by round")


def _milestones(
    milestones: pd.DataFrame, sources: pd.DataFrame, before: Round, after: Round
) -> Iterable[dict[str, Any]]:
    require(milestones, "milestones", "label", "promise", "strand", "state", "source_id")
    said = {row["source_id"]: text(row["dated"]) for row in sources.to_dict("records")}
    for row in milestones.to_dict("records"):
        checked, label = text(row.get("checked_on")), row["label"]
        was, now = (_state(row["state"], checked, one.as_of) for one in (before, after))
        data = {"label": label, "before": was, "after": now}
        if before.as_of < said.get(row["source_id"], "") <= after.as_of:
            told = f"A promise was made ({label}): {_promise(row)}. It is {plain(now)}."
            yield {"kind": "promise", "strand": row["strand"], "told": told, "ids": (label,), "data": data}
        elif was != now:
            told = f"Milestone {label} went from {plain(was)} to {plain(now)} on {day(checked)}: {_promise(row)}."
            note = started(text(row.get("note")))
            told = f"{told} {note}".rstrip()
            yield {"kind": "milestone", "strand": row["strand"], "told": told, "ids": (label,), "data": data}


def _promise(row: Mapping[str, Any]) -> str:
    return f"“{text(row['promise']).rstrip('.')}”"


def _state(state: str, checked: str, as_of: str) -> str:
    return NOT_CHECKED if checked > as_of else state


def _links(links: pd.DataFrame, before: Round) -> Iterable[dict[str, Any]]:
    require(links, "links", "label", "strand", "opportunity", "state", "state_date")
    held = {row["label"]: row for row in links.to_dict("records")}
    last = dt.date.fromisoformat(before.as_of)
    for label, row in held.items():
        period, earlier = read_period(row["state_date"]), held.get(text(row.get("follows")))
        if period is None or period.first <= last or (earlier and earlier["state"] == row["state"]):
            continue
        was = plain(earlier["state"]) if earlier else ""
        told = f"Link {label}, {row['opportunity']}: {f'from {was} to ' if was else ''}{plain(row['state'])}"
        ids = (label, *((earlier["label"],) if earlier else ()))
        data = {"label": label, "before": was, "after": row["state"]}
        told = f"{told} ({text(row['state_date'])}{'' if was else '; not on record before'})."
        yield {"kind": "link", "strand": row["strand"], "told": told, "ids": ids, "data": data}
