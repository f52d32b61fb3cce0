"""The configurations that claims tell, grouped where two claims share two of three parts, and who told them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from heapq import heapify, heappop, heappush
from itertools import combinations, product

import pandas as pd

from useit_eval.cmo.claims import PARTS, count_together, triads
from useit_eval.cmo.opposites import keep_opposites_apart
from useit_eval.ground.columns import require
from useit_eval.ground.findings import FigureSpec, Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, plain, started

SHOWN = (
    "context",
    "mechanism_resource",
    "mechanism_reasoning",
    "mechanism_mixed",
    "outcome",
    "intervention",
    "actor",
)
STANDING = {
    "observed": "has happened",
    "anticipated": "is expected",
    "implied": "is implied",
    "hypothetical": "is supposed",
}
COUNTED = {
    "observed": "as having happened",
    "anticipated": "as expected",
    "implied": "as implied",
    "hypothetical": "as supposed",
}
MOST_CHAINS = 4
Who = Mapping[str, str] | None
Pattern = tuple[tuple[str, str], tuple[str, str]]


def group_claims(claims: pd.DataFrame, parts: pd.DataFrame, *, up: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return each claim of two parts or more with the pattern it is grouped under: two parts that its group shares.

    ``claims`` needs claim_id, label and status; ``parts`` claim_id, slot and code_id; ``up`` maps codes to broader ones.
    The pair of broader codes in two of context, mechanism and outcome that most claims hold makes the first
    group, then the next of those left: every claim is in one group, and all of a group share both parts of its
    pattern (identical triples hardly ever recur: Jackson & Kolla 2012). Denied claims are left out. Columns:
    claim_id, label, group (the first label of the group), first_part, first_code, second_part, second_code.
    """
    require(claims, "claims", "claim_id", "label", "status")
    require(parts, "claim_parts", "claim_id", "slot", "code_id")
    told = claims[claims["status"] != "denied"].sort_values("label")
    held = {claim: _patterns(own, up or {}) for claim, own in _held(parts).items()}
    waiting = {row.label: held[row.claim_id] for row in told.itertuples() if held.get(row.claim_id)}
    ids = dict(zip(told["label"], told["claim_id"], strict=True))
    rows = [
        (ids[label], label, group[0], *first, *second)
        for (first, second), group in _largest_first(waiting)
        for label in group
    ]
    columns = ["claim_id", "label", "group", "first_part", "first_code", "second_part", "second_code"]
    return pd.DataFrame(rows, columns=columns)


def _patterns(parts: list[tuple[str, str]], up: Mapping[str, str]) -> set[Pattern]:
    held: dict[str, set[str]] = {}
    for slot, code in parts:
        if slot in PARTS:
            held.setdefault(PARTS[slot], set()).add(up.get(code, code))
    pairs = combinations([part for part in ("context", "mechanism", "outcome") if part in held], 2)
    return {((one, a), (two, b)) for one, two in pairs for a, b in product(held[one], held[two])}


def _largest_first(waiting: dict[str, set[Pattern]]) -> Iterator[tuple[Pattern, list[str]]]:
    """Yield the pattern most claims hold with those claims, then the next of the claims left; each claim comes once."""
    holders: dict[Pattern, list[str]] = {}
    for label, own in waiting.items():
        for pattern in own:
            holders.setdefault(pattern, []).append(label)
    counts = Counter({pattern: len(labels) for pattern, labels in holders.items()})
    ranked = [(-count, pattern) for pattern, count in counts.items()]
    heapify(ranked)
    left = set(waiting)
    while left:
        count, pattern = heappop(ranked)
        if -count > counts[pattern]:  # claims went to a larger group since: it waits again, by what is left to it
            heappush(ranked, (-counts[pattern], pattern))
            continue
        group = [label for label in holders[pattern] if label in left]
        for label in group:
            counts.subtract(waiting[label])
        left.difference_update(group)
        yield pattern, group


def configurations(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    strands: Mapping[str, str],
    names: Mapping[str, str],
    up: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Return cmo.configurations.<strand> and a diagram for each group of more than one claim, of which one is whole.

    ``claims`` are situated (see `situate_claims`); ``parts`` needs claim_id, slot and code_id; ``names`` maps codes to
    readers' words, ``strands`` ids to titles. The diagram draws each whole claim as a chain of its own: parts of two
    claims are never joined, and claims of two parts stand in the table. Where no two claims share a pattern, the first
    whole one is drawn. A strand without claims gives no finding.
    Where ``parts`` has a valence, an outcome that is told as positive too is kept apart where it is negative.
    """
    parts, names, up = keep_opposites_apart(claims, parts, names=names, up=up)
    found: list[Finding] = []
    for strand, title in strands.items():
        own = claims[claims["strand"] == strand]
        if len(own):
            groups = group_claims(own, parts, up=up)
            found.append(_summary(strand, title, own, parts, groups, names))
            found.extend(_drawn(strand, own, parts, groups, names))
    return found


def _summary(strand: str, title: str, own: pd.DataFrame, parts: pd.DataFrame, groups: pd.DataFrame, names) -> Finding:
    whole = triads(own, parts).assign(status=own["status"].to_numpy())
    told = whole[whole["status"] != "denied"]
    of = {kind: tuple(told.loc[told["triad"] == kind, "label"]) for kind in ("full", "partial", "single")}
    apart = tuple(told.loc[(told["triad"] == "full") & told["resource_and_reasoning"], "label"])
    shared = [group for _, group in groups.groupby("group") if len(group) > 1]
    everything = tuple(own["label"])
    left_out = " (those denied are left out)" if len(told) < len(own) else ""
    lines = [
        Sentence(
            f"Of {counted(len(told), 'claim')}{left_out}, {len(of['full']) or 'none'} {agrees(len(of['full']) or 1, 'states', 'state')} a whole configuration (context, mechanism "
            f"and outcome), {len(of['partial']) or 'none'} two parts of one and {len(of['single']) or 'none'} a single part.",
            everything,
        ),
        Sentence(
            f"In {len(apart)} of the whole configurations, what the programme offers and how people respond are told apart."
            if apart
            else "No whole configuration tells apart what the programme offers and how people respond.",
            apart or everything,
        ),
        Sentence(
            f"Put into broader terms and matched on two of three parts, they fall into {counted(groups['group'].nunique(), 'group')}; "
            f"{len(shared) or 'none'} of these {agrees(len(shared) or 1, 'is', 'are')} told by more than one claim{', and drawn below where one of them is whole' if shared else ''}.",
            tuple(groups["label"]) or everything,
        ),
    ]
    rows, ids = _group_rows(own, parts, groups, names)
    table = Table(
        ("Two parts that the group shares", "Citations", "Sources", "Independent units"),
        rows,
        ids,
        caption="Groups of configurations",
    )
    key = f"cmo.configurations.{strand}"
    return Finding(
        key,
        f"Configurations told: {title}",
        tuple(lines),
        table if rows else None,
        strand=strand,
        data={k: len(v) for k, v in of.items()},
        trace=everything,
    )


def _group_rows(own: pd.DataFrame, parts: pd.DataFrame, groups: pd.DataFrame, names) -> tuple[tuple, tuple]:
    rows, ids = [], []
    for _, group in groups.groupby("group", sort=False):
        members = own[own["label"].isin(group["label"])]
        labels = tuple(members["label"])
        rows.append((_shared(group, names), *count_together(members).values()))
        ids.append(labels)
    return tuple(rows), tuple(ids)


def _shared(group: pd.DataFrame, names: Mapping[str, str]) -> str:
    row = group.iloc[0]
    pair = ((row["first_part"], row["first_code"]), (row["second_part"], row["second_code"]))
    (first, one), (second, other) = ((plain(part), names.get(code, code)) for part, code in pair)
    return f"From the {first} “{one}” to the {second} “{other}”"


def _drawn(strand: str, own: pd.DataFrame, parts: pd.DataFrame, groups: pd.DataFrame, names) -> list[Finding]:
    whole = set(triads(own, parts).query("triad == 'full'")["label"])
    told = [(first, group) for first, group in groups.groupby("group", sort=False) if whole & set(group["label"])]
    more = [(first, group) for first, group in told if len(group) > 1]
    found = []
    for first, group in more or told[:1]:
        members, key = own[own["label"].isin(group["label"])], f"cmo.configurations.{strand}.{first}"
        found.append(_diagram(key, strand, members, own, parts, _shared(group, names), names))
    return found


def _diagram(
    key: str, strand: str, members: pd.DataFrame, own: pd.DataFrame, parts: pd.DataFrame, title: str, names
) -> Finding:
    counts, labels = count_together(members), tuple(members["label"])
    drawn = _drawn_first(members, parts)
    held = _held(parts[parts["claim_id"].isin(own["claim_id"])])
    uses = _uses(own, held)
    rows = tuple(
        row for claim in drawn.itertuples() for row in _chain(claim, held.get(claim.claim_id, []), uses, names)
    )
    legend = (
        "Each claim is a chain of its own. Counts beside a part: the claims of this strand that tell it in that place. "
        f"Drawn: {len(drawn)} of {counted(len(members), 'claim')} in this group, whole ones only, "
        f"of {counted(len(own), 'claim')} in the strand; sources: {listed(own['source'])}."
    )
    alt = " ".join(f"{label}: {_told(rows, label)}." for label in drawn["label"])
    figure = FigureSpec("configuration", title, rows, alt=alt, legend=legend)
    told = (
        f"{counted(counts['citations'], 'claim')} from {counted(counts['sources'], 'source')}, counting as "
        f"{counted(counts['units'], 'independent unit')}, {agrees(len(labels), 'tells', 'tell')} of it: {_standing(members)}"
    )
    sentence = Sentence(started(told), labels)
    return Finding(key, title, (sentence,), None, figure, strand=strand, data=counts, trace=labels)


def _drawn_first(members: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Return the claims to draw: those told whole, in the order of their labels."""
    whole = triads(members, parts)["triad"].to_numpy() == "full"
    return members[whole].sort_values("label").head(MOST_CHAINS)


def _standing(members: pd.DataFrame) -> str:
    counts = members["status"].value_counts()
    return listed(f"{counts[status]} {words}" for status, words in COUNTED.items() if status in counts)


def _chain(
    claim, held: list[tuple[str, str]], uses: Mapping[tuple[str, str], dict[str, int]], names: Mapping[str, str]
) -> list[dict]:
    """Return the rows of one claim's chain; counts say who else of the strand tells the same part in the same place."""
    told_by = f"{claim.label}, told by {claim.who or 'a voice not named'}"
    return [
        {
            "group": told_by,
            "slot": slot,
            "factor": names.get(code, code),
            "claim": claim.label,
            "status": STANDING.get(claim.status, claim.status),
            **uses[slot, code],
            "ids": (claim.label,),
        }
        for slot in SHOWN
        for code in dict.fromkeys(own for place, own in held if place == slot)
    ]


def _held(parts: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    held: dict[str, list[tuple[str, str]]] = {}
    for claim, slot, code in zip(parts["claim_id"], parts["slot"], parts["code_id"], strict=True):
        held.setdefault(claim, []).append((slot, code))
    return held


def _uses(own: pd.DataFrame, held: Mapping[str, list[tuple[str, str]]]) -> dict[tuple[str, str], dict[str, int]]:
    """Count, for each code in each slot, the citations, sources and units of the claims that are not denied."""
    tellers: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for claim in own[own["status"] != "denied"].itertuples():
        for part in dict.fromkeys(held.get(claim.claim_id, [])):
            tellers.setdefault(part, []).append((claim.source, claim.unit))
    return {
        part: {"citations": len(told), "sources": len({s for s, _ in told}), "units": len({u for _, u in told})}
        for part, told in tellers.items()
    }


def _told(rows: tuple[dict, ...], label: str) -> str:
    return "; ".join(f"{plain(row['slot'])}: {row['factor']}" for row in rows if row["claim"] == label)


def voices_heard(claims: pd.DataFrame, *, strands: Mapping[str, str], groups: Who = None) -> list[Finding]:
    """Return cmo.voices.<strand>: how many claims, from whom, and how many independent units they make.

    ``claims`` are situated; ``groups`` maps ids of stakeholder groups to titles. A strand without claims gets a
    finding that says the sources are silent.
    """
    return [
        _heard(strand, title, claims[claims["strand"] == strand], groups or {}) for strand, title in strands.items()
    ]


def _heard(strand: str, title: str, own: pd.DataFrame, groups: Mapping[str, str]) -> Finding:
    key, name = f"cmo.voices.{strand}", f"Who speaks: {title}"
    if own.empty:
        line = Sentence(
            f"The sources are silent on {title}: no claim is coded. Silence is not disagreement.", explains=True
        )
        return Finding(key, name, (line,), strand=strand, data={"claims": 0})
    counts, labels = count_together(own), tuple(own["label"])
    seen = tuple(own.loc[own["status"] == "observed", "label"])
    lines = (
        Sentence(
            f"{counted(counts['citations'], 'claim')} {agrees(len(own), 'is', 'are')} coded for this strand, told by {counted(own['voice'].nunique(), 'voice')} in "
            f"{counted(counts['sources'], 'source')}; together they count as {counted(counts['units'], 'independent unit')}.",
            labels,
        ),
        Sentence(
            f"{len(seen) or 'None'} of the {len(own)} {agrees(len(seen) or 1, 'tells', 'tell')} of something that has happened; "
            "the others tell what is expected, implied, supposed or denied.",
            seen or labels,
        ),
    )
    told = [part for _, part in own.groupby("voice")]
    rows = tuple(
        (
            _who(part, told),
            listed(groups.get(one, plain(one)) for one in part["group"]),
            len(part),
            int((part["status"] == "observed").sum()),
        )
        for part in told
    )
    table = Table(
        ("Voice", "Group", "Claims", "Of these, tell what has happened"),
        rows,
        tuple(tuple(part["label"]) for part in told),
        caption="Who says it",
    )
    return Finding(key, name, lines, table, strand=strand, data={"claims": len(own), **counts}, trace=labels)


def _who(part: pd.DataFrame, every: list[pd.DataFrame]) -> str:
    """Return who one voice is; a person heard in several sources is several voices, each told with its source."""
    who, source = part["who"].iloc[0], part["source"].iloc[0]
    return f"{who} ({source})" if sum(other["who"].iloc[0] == who for other in every) > 1 else who
