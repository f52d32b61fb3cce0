"""Patterns for readers: which parts are told together, what recurs with its exceptions, and where it went otherwise."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.cmo.claims import count_together
from useit_eval.cmo.contrasts import contrasts
from useit_eval.cmo.opposites import keep_opposites_apart
from useit_eval.cmo.patterns import TRIAD, patterns, told_support
from useit_eval.cmo.regularities import OPPOSITE, demi_regularities, exceptions
from useit_eval.cmo.support import support
from useit_eval.coding.codes import roll_up
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, plain

DYADS = (
    ("context", "mechanism_resource"),
    ("context", "mechanism_reasoning"),
    ("context", "mechanism_mixed"),
    ("mechanism_resource", "mechanism_reasoning"),
    ("mechanism_resource", "outcome"),
    ("mechanism_reasoning", "outcome"),
    ("mechanism_mixed", "outcome"),
    ("context", "outcome"),
)
MOST = 8
NOT_TOLD = "not told"
HOW = {"denied": "Denied", "opposite": "The opposite"}
NAMED = {"mechanism_mixed": "mechanism not told apart"}


def tell_patterns(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    strands: Mapping[str, str],
    level: int = 1,
    groups: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Return cmo.patterns.<strand>: the pairs and whole configurations single claims tell, and who tells them.

    ``claims`` are situated; ``codes`` needs code_id, name and parent; ``level`` of the code tree to tell pairs at (0 as
    coded, 1 the broadest; refused when it is no level); ``groups`` maps ids of stakeholder groups to titles. The data
    hold, for every level of the tree, how many whole configurations there are and how many units lend support. An outcome
    told both ways is two, as in `keep_opposites_apart`: who tells of strain tells no part of working together.
    """
    names = dict(zip(codes["code_id"], codes["name"], strict=True))
    sides, names, up = keep_opposites_apart(claims, parts, names=names, up=roll_up(codes, level=level))
    own = ((strand, title, claims[claims["strand"] == strand]) for strand, title in strands.items())
    return [
        _patterns(strand, title, told.reset_index(drop=True), (parts, sides), codes, names, up, groups or {})
        for strand, title, told in own
        if len(told)
    ]


def _patterns(strand, title, own, both, codes, names, up, groups) -> Finding:
    parts, sides = both
    rows, ids = [], []
    for slots in (*DYADS, TRIAD):
        row, labels = _kind(own, sides, slots, names, up)
        if labels or "mechanism_mixed" not in slots:
            rows.append(row)
            ids.append(labels)
    ladder = _ladder(own, parts, codes)
    everything = tuple(dict.fromkeys(label for row in ids for label in row)) or tuple(own["label"])
    lines = (
        Sentence(
            "Parts count as told together only where one claim tells them; two claims never make a pair.",
            explains=True,
        ),
        *_told_ladder(ladder, everything),
        *_most_supported(own, sides, names, up),
        *_tellers(own[own["label"].isin(everything) & (own["status"] != "denied")], groups),
    )
    columns = ("Told together in one claim", "Citations, sources, units", "Denied", "Told most often")
    caption = "Parts told together; numbers are citations, sources and independent units"
    table = Table(columns, tuple(rows), tuple(ids), caption=caption)
    data = {"levels": ladder}
    name = f"Parts told together: {title}"
    return Finding(f"cmo.patterns.{strand}", name, lines, table, strand=strand, data=data, trace=everything)


def _tellers(kept: pd.DataFrame, groups: Mapping[str, str]) -> tuple[Sentence, ...]:
    """Tell which groups of people the pairs come from."""
    who = [groups.get(group, plain(group)) for group in sorted(set(kept["group"])) if group]
    return (Sentence(f"They are told by: {listed(dict.fromkeys(who))}.", tuple(kept["label"])),) if who else ()


def _kind(own, parts, slots, names, up) -> tuple[tuple, tuple[str, ...]]:
    """Return one row of the table: a kind of pair, its counts together and the pair told most."""
    found = patterns(own, parts, slots=slots, up=up)
    labels = tuple(sorted({label for row in found["claims"] for label in row}))
    told = own[own["label"].isin(labels)]
    kept = told[told["status"] != "denied"]
    kind = listed(NAMED.get(slot, plain(slot)) for slot in slots)
    most = _most(found.iloc[0], slots, names) if len(kept) else ""
    counts = ", ".join(map(str, count_together(kept).values()))
    return (kind[:1].upper() + kind[1:], counts, len(told) - len(kept), most), labels


def _most(row: pd.Series, slots: tuple[str, ...], names: Mapping[str, str]) -> str:
    chain = " → ".join(names.get(row[slot], row[slot]) for slot in slots)
    return f"{chain} ({int(row['citations'])}, {int(row['sources'])}, {int(row['units'])})"


def _three(row, prefix: str = "") -> str:
    counts = (("citation", "citations"), ("source", "sources"), ("unit", "units"))
    return ", ".join(counted(int(row[prefix + column]), noun) for noun, column in counts)


def _ladder(own: pd.DataFrame, parts: pd.DataFrame, codes: pd.DataFrame) -> list[dict[str, int]]:
    """Return for each level of the code tree, from as coded to the broadest, what is told whole and how often."""
    parents = codes.set_index("code_id")["parent"].fillna("").to_dict()
    deepest = max((_depth(code, parents) for code in parents), default=1)
    rows = []
    for level in (0, *range(deepest - 1, 0, -1)):
        found = told_support(own, parts, up=roll_up(codes, level=level))
        more = found[found["units"] > 1]
        rows.append({"level": level, "told": len(found), "full": int(found["full"].sum()), "by_more_units": len(more)})
    return rows


def _depth(code: str, parents: Mapping[str, str]) -> int:
    return 1 + (_depth(parents[code], parents) if parents.get(code) else 0)


def _told_ladder(ladder: list[dict[str, int]], ids: tuple[str, ...]) -> tuple[Sentence, ...]:
    first, last = ladder[0], ladder[-1]
    if not first["told"]:
        return (Sentence("No claim tells context, mechanism and outcome at once.", ids),)
    told = f"As coded, {counted(first['told'], 'whole configuration')} {agrees(first['told'], 'is', 'are')} told"
    if len(ladder) > 1:
        told += f"; in the broadest terms, {last['told']}"
    shared = last["by_more_units"]
    second = (
        f"{shared} of {'them' if len(ladder) == 1 else 'the broad ones'} {agrees(shared, 'has', 'have')} at least "
        "two parts told by more than one independent unit"
        if shared
        else "none has two parts told by more than one independent unit"
    )
    return (Sentence(f"{told}; {second}.", ids),)


def _most_supported(own, parts, names, up) -> tuple[Sentence, ...]:
    """Tell which configuration most claims tell whole, and how many more tell two of its parts."""
    found = told_support(own, parts, up=up)
    if found.empty:
        return ()
    row = found.sort_values(["full", "units"], ascending=False, kind="stable").iloc[0]
    held = support(parts[parts["claim_id"].isin(own["claim_id"])], {slot: [row[slot]] for slot in TRIAD}, up=up)
    kept = own[own["claim_id"].isin(held["claim_id"]) & (own["status"] != "denied")]
    chain = " → ".join(names.get(row[slot], row[slot]) for slot in TRIAD)
    alone = int(row["full"]) == 1
    lead = "None is told whole by more than one claim, in broad terms; told most with its parts" if alone else "Told whole most often, in broad terms"
    told = (
        f"{lead}: {chain}. {counted(int(row['full']), 'claim')} {agrees(int(row['full']), 'tells', 'tell')} "
        f"all three parts, {row['partial'] or 'none'} two of them ({_three(row)}; {_happened(kept)})."
    )
    return (Sentence(told, tuple(kept["label"])),)


def _happened(kept: pd.DataFrame) -> str:
    """Return how many of the claims tell of something that has happened: what is hoped for often is not seen often."""
    seen = int((kept["status"] == "observed").sum())
    return f"{seen or 'none'} {agrees(seen or 1, 'tells', 'tell')} of something that has happened"


def tell_regularities(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    strands: Mapping[str, str],
    names: Mapping[str, str],
    up: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Return cmo.demi_regularities.<strand>: what is told more than once, for and against, every exception in full.

    Arguments as in `demi_regularities`; ``claims`` needs paraphrase and strand too. A strand in which no mechanism and
    outcome are told together twice gives no finding. Nothing is tested and nothing named by the machine.
    """
    found = []
    for strand, title in strands.items():
        own = claims[claims["strand"] == strand].reset_index(drop=True)
        rows = demi_regularities(own, parts, up=up)
        again = rows[rows["citations"] > 1]
        if len(again):
            found.append(_regularities(strand, title, own, again, exceptions(own, parts, up=up), names))
    return found


def _regularities(strand, title, own, again: pd.DataFrame, contrary: pd.DataFrame, names) -> Finding:
    leading = again[~again.apply(_mirrored, axis=1, among=again)]
    shown = leading.head(MOST).to_dict("records")
    rows = tuple(_regularity(row, names) for row in shown)
    ids = tuple((*row["claims"], *row["exceptions"]) for row in shown)
    everything = tuple(dict.fromkeys(label for row in ids for label in row))
    left = f" The {len(shown)} that most units tell are shown." if len(leading) > len(shown) else ""
    lines = (
        Sentence(
            "What claims tell more than once of a mechanism and an outcome, in broad terms. For and against stand side by "
            f"side, nothing is taken off or tested, and a circumstance not told is not a no.{left}",
            explains=True,
        ),
        *_excepted(own, shown, contrary, names),
    )
    columns = (
        "Mechanism",
        "Outcome",
        "Told as",
        "For",
        "Against",
        "Circumstances told with it",
        "Told with the mechanism, not with this",
    )
    table = Table(columns, rows, ids, caption="What recurs, and what goes against it")
    name = f"What recurs, and its exceptions: {title}"
    data = {"told_again": len(again)}
    return Finding(f"cmo.demi_regularities.{strand}", name, lines, table, strand=strand, data=data, trace=everything)


def _regularity(row: Mapping, names: Mapping[str, str]) -> tuple:
    against = _three(row, "against_") if row["against_citations"] else NOT_TOLD
    contexts = (listed(names.get(code, code) for code in row[key]) or NOT_TOLD for key in ("contexts", "absent"))
    ends = (names.get(row[key], row[key]) for key in ("mechanism", "outcome"))
    return (*ends, plain(row["direction"]), _three(row), against, *contexts)


def _excepted(own: pd.DataFrame, shown: list[dict], contrary: pd.DataFrame, names) -> tuple[Sentence, ...]:
    """Tell each exception in full, once, with all it goes against."""
    told = own.set_index("label")
    places = [(row["mechanism"], row["outcome"], row["direction"]) for row in shown]
    against: dict[tuple[str, str], list[str]] = {}
    for row in contrary.to_dict("records"):
        if (row["mechanism"], row["outcome"], row["direction"]) in places:
            what = f"{names.get(row['mechanism'], row['mechanism'])} → {names.get(row['outcome'], row['outcome'])}"
            against.setdefault((row["label"], row["how"]), []).append(f"{what} ({plain(row['direction'])})")
    return tuple(
        Sentence(f"Against {listed(what)}. {HOW[how]}: {told.loc[label, 'paraphrase'].rstrip('.')}.", (label,))
        for (label, how), what in sorted(against.items())
    )


def _mirrored(row: pd.Series, among: pd.DataFrame) -> bool:
    """Tell whether more units tell the opposite, so that this row is the other's exceptions."""
    same = (among["mechanism"] == row["mechanism"]) & (among["outcome"] == row["outcome"])
    opposite = among.index[same & (among["direction"] == OPPOSITE.get(row["direction"], ""))]
    return bool(len(opposite) and opposite[0] < row.name)


def tell_contrasts(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    strands: Mapping[str, str],
    names: Mapping[str, str],
    up: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Return cmo.contrasts.<strand>: the circumstances in which a mechanism led to an outcome, did not, or to its opposite.

    Arguments as in `tell_regularities`. Only mechanisms with both are shown: told to have led to the outcome, and told
    not to have or to the opposite. A strand without such a mechanism gives no finding.
    """
    found = []
    for strand, title in strands.items():
        own = claims[claims["strand"] == strand].reset_index(drop=True)
        rows = contrasts(own, parts, up=up)
        pairs = rows.groupby(["mechanism", "outcome"])
        led, other = pairs["led_citations"].transform("sum"), _contrary(rows, pairs)
        if len(shown := rows[(led > 0) & (other > 0)]):
            found.append(_contrasted(strand, title, shown, names, set(own.loc[own["status"] == "observed", "label"])))
    return found


def _contrary(rows: pd.DataFrame, pairs) -> pd.Series:
    return pairs["did_not"].transform(lambda own: sum(map(len, own))) + pairs["opposite_citations"].transform("sum")


def _contrasted(strand: str, title: str, shown: pd.DataFrame, names, happened: set[str]) -> Finding:
    states = ("led", "did_not", "opposite", "otherwise")
    columns = ["Led to it", "Did not", "The opposite", "Told otherwise"]
    kept = [(state, head) for state, head in zip(states, columns, strict=True) if shown[state].map(len).any()]
    records = shown.to_dict("records")
    rows = tuple(_contrast(row, [state for state, _ in kept], names) for row in records)
    ids = tuple(tuple(dict.fromkeys(label for state, _ in kept for label in row[state])) for row in records)
    everything = tuple(dict.fromkeys(label for row in ids for label in row))
    pairs = shown["mechanism"].unique()
    told = (
        f"Of {counted(len(pairs), 'mechanism')}, claims tell both that it led to an outcome, and that it did not or "
        "led to the opposite; the circumstances stand side by side."
    )
    head = ("What leads to what", "Circumstance", *(head for _, head in kept))
    table = Table(head, rows, ids, caption="The same mechanism in different circumstances")
    name = f"The same mechanism in different circumstances: {title}"
    caution = "“Not told” means that no claim tells of it, never that it was not so."
    seen = sum(label in happened for label in everything)
    how = f"{seen or 'None'} of these {counted(len(everything), 'claim')} {agrees(seen or 1, 'tells', 'tell')} of something that has happened."
    lines = (Sentence(told, everything), Sentence(how, everything), Sentence(caution, explains=True))
    return Finding(f"cmo.contrasts.{strand}", name, lines, table, strand=strand, trace=everything)


def _contrast(row: Mapping, states: list[str], names: Mapping[str, str]) -> tuple:
    ends = " → ".join(names.get(row[part], row[part]) for part in ("mechanism", "outcome"))
    context = names.get(row["context"], row["context"]) or "no circumstance told"
    cells = (f"{listed(row[state])} ({_three(row, f'{state}_')})" if row[state] else NOT_TOLD for state in states)
    return (f"{ends} ({plain(row['direction'])})", context, *cells)
