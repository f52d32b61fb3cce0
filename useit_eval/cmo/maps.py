"""Causal maps for readers: the links claims tell, drawn with what must stand beside them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

import pandas as pd

from useit_eval.cmo.filters import Filters, filter_links, tell_filters
from useit_eval.cmo.links import count_links
from useit_eval.cmo.opposites import NEGATIVE
from useit_eval.cmo.paths import STEPS, find_loops, trace_paths, trace_threads
from useit_eval.cmo.routes import tell_routes
from useit_eval.ground.findings import FigureSpec, Finding, Sentence
from useit_eval.ground.wording import agrees, counted, listed, started

MOST_LINKS = 24
MOST_SOURCES = 12


@dataclasses.dataclass(frozen=True)
class _Map:
    """What one map is made of: links that stand, those denied, and how many citations there were before any filter."""

    title: str
    told: pd.DataFrame
    denied: pd.DataFrame
    counts: pd.DataFrame
    all_citations: int
    filters: str
    names: Mapping[str, str]
    steps: int

    def name(self, code: str) -> str:
        """Return a factor in readers' words."""
        return self.names.get(code, code)

    def ends(self) -> tuple[list[str], list[str]]:
        """Return the contexts paths begin at and the outcomes they lead to; what is told as both is an outcome."""
        outcomes = set(self.told.loc[self.told["to_slot"] == "outcome", "to_code"])
        contexts = set(self.told.loc[self.told["from_slot"] == "context", "from_code"]) - outcomes
        return sorted(contexts), sorted(outcomes)


def tell_maps(
    links: pd.DataFrame,
    *,
    strands: Mapping[str, str],
    names: Mapping[str, str],
    filters: Filters | None = None,
    groups: Mapping[str, str] | None = None,
    steps: int = STEPS,
) -> list[Finding]:
    """Return cmo.map.<strand> for each strand with links: the map, its paths, threads, loops and the routes through it.

    ``links`` as from `link_parts`, best with `keep_opposites_apart`; links of denied claims are kept apart and only
    counted. ``names`` maps codes, ``strands`` strand ids and ``groups`` stakeholder groups to readers' words. ``filters`` (see
    `filter_links`) are printed in the legend, and make the key cmo.map.<strand>.filtered. Paths lead from contexts to
    outcomes in at most ``steps`` steps. Up to 24 links are drawn whole; of more, the most cited that make such paths.
    """
    passed = filter_links(links, filters or {})
    words = tell_filters(filters or {}, groups=groups)
    found = []
    for strand, title in strands.items():
        own, everything = (frame[frame["strand"] == strand] for frame in (passed, links))
        told, denied = own[own["status"] != "denied"], own[own["status"] == "denied"]
        if len(told):
            citations = int((everything["status"] != "denied").sum())
            drawn = _Map(title, told, denied, count_links(told), citations, words, names, steps)
            found.append(_finding(f"cmo.map.{strand}{'.filtered' if filters else ''}", strand, drawn))
    return found


def _finding(key: str, strand: str, drawn: _Map) -> Finding:
    labels = tuple(dict.fromkeys(drawn.told["claim"]))
    path, threads = _told_paths(drawn)
    lines = (_told_counts(drawn, labels), *path, *_told_opposites(drawn), *_told_loops(drawn), *_told_denied(drawn))
    explained, table = tell_routes(drawn.told, drawn.names)
    return Finding(
        key,
        f"Causal map: {drawn.title}",
        (*lines, *explained),
        table,
        _figure(drawn),
        strand=strand,
        data={"links": len(drawn.counts), **threads},
        trace=labels,
    )


def _told_counts(drawn: _Map, labels: tuple[str, ...]) -> Sentence:
    told, top = drawn.told, drawn.counts.iloc[0]
    own = told[(told["from_code"] == top["from_code"]) & (told["to_code"] == top["to_code"])]
    seen = own.loc[own["status"] == "observed", "claim"].nunique() or "none"
    leads = f"{drawn.name(top['from_code'])} leads to {drawn.name(top['to_code'])}"
    most = f"told most often: {leads} ({_three(top)}; {seen} as having happened)"
    if top["citations"] == 1:
        most = "none is told by more than one claim"
    return Sentence(
        f"The claims tell {counted(len(drawn.counts), 'link')}, with {counted(len(told), 'citation')} from "
        f"{counted(told['source'].nunique(), 'source')} that count as {counted(told['unit'].nunique(), 'independent unit')}; "
        f"{most}.",
        labels,
    )


def _three(row) -> str:
    return f"{counted(row['citations'], 'citation')}, {counted(row['sources'], 'source')}, {counted(row['units'], 'independent unit')}"


def _told_paths(drawn: _Map) -> tuple[tuple[Sentence, ...], dict[str, int]]:
    """Tell how much lies on a whole path, and who states one alone."""
    contexts, outcomes = drawn.ends()
    if not contexts or not outcomes:
        return (), {}
    traced = trace_paths(drawn.told, contexts, outcomes, steps=drawn.steps)
    if traced.empty:
        words = f"No links make a path from a context to an outcome in at most {counted(drawn.steps, 'step')}."
        return (Sentence(words, tuple(dict.fromkeys(drawn.told["claim"]))),), {"on_paths": 0}
    pairs = len(traced[["from_code", "to_code"]].drop_duplicates())
    alone = {
        by: len(trace_threads(drawn.told, contexts, outcomes, by=by, steps=drawn.steps))
        for by in ("source", "unit", "claim")
    }
    words = (
        f"{pairs} of {counted(len(drawn.counts), 'link')} {agrees(pairs, 'lies', 'lie')} on a path from a context to an outcome "
        f"in at most {counted(drawn.steps, 'step')}. {_told_threads(drawn.told, alone)}"
    )
    return (Sentence(words, tuple(dict.fromkeys(traced["claim"]))),), {"on_paths": pairs, "threads": alone["source"]}


def _told_threads(told: pd.DataFrame, alone: Mapping[str, int]) -> str:
    """Tell who states a path whole; where there is one source, its claims, since nobody else could confirm it."""
    sources, units, claims = (told[field].nunique() for field in ("source", "unit", "claim"))
    if sources == 1:
        verb = agrees(alone["claim"] or 1, "states", "state")
        return f"{alone['claim'] or 'None'} of {counted(claims, 'claim')} {verb} such a path whole; all come from one source."
    verb = agrees(alone["unit"] or 1, "states", "state")
    return (
        f"{alone['source'] or 'None'} of {counted(sources, 'source')} and {alone['unit'] or 'none'} of "
        f"{counted(units, 'independent unit')} {verb} such a path whole."
    )


def _quoted(drawn: _Map, codes: Iterable[str]) -> str:
    return listed(f"“{drawn.name(code)}”" for code in codes)


def _told_opposites(drawn: _Map) -> tuple[Sentence, ...]:
    ends = {*drawn.told["from_code"], *drawn.told["to_code"]}
    both = sorted(code for code in ends if code + NEGATIVE in ends)
    if not both:
        return ()
    sides = {side for code in both for side in (code, code + NEGATIVE)}
    ids = drawn.told.loc[drawn.told["to_code"].isin(sides) | drawn.told["from_code"].isin(sides), "claim"]
    words = f"told as positive and as negative, kept apart and never netted: {_quoted(drawn, both)}"
    return (Sentence(started(words), tuple(dict.fromkeys(ids))),)


def _told_loops(drawn: _Map) -> tuple[Sentence, ...]:
    told = []
    for loop in find_loops(drawn.told):
        inside = drawn.told["from_code"].isin(loop) & drawn.told["to_code"].isin(loop)
        words = f"links run in a circle through {_quoted(drawn, loop)}; the map stands all the same"
        told.append(Sentence(started(words), tuple(dict.fromkeys(drawn.told.loc[inside, "claim"]))))
    return tuple(told)


def _told_denied(drawn: _Map) -> tuple[Sentence, ...]:
    claims = tuple(dict.fromkeys(drawn.denied["claim"]))
    if not claims:
        return ()
    count = len(drawn.denied[["from_code", "to_code"]].drop_duplicates())
    words = f"{counted(count, 'link')} {agrees(count, 'is', 'are')} denied, in {counted(len(claims), 'claim')}; kept apart and never netted"
    return (Sentence(started(words), claims),)


def _figure(drawn: _Map) -> FigureSpec:
    shown, how = _shown(drawn)
    rows = tuple(
        {
            "source": drawn.name(row["from_code"]),
            "target": drawn.name(row["to_code"]),
            "source_slot": row["from_slot"],
            "target_slot": row["to_slot"],
            "citations": int(row["citations"]),
            "sources": int(row["sources"]),
            "units": int(row["units"]),
            "ids": row["claims"],
        }
        for _, row in shown.iterrows()
    )
    alt = "; ".join(f"{row['source']} to {row['target']} ({row['citations']})" for row in rows)
    return FigureSpec(
        "causal_map", f"What leads to what: {drawn.title}", rows, alt=alt, legend=_legend(drawn, shown, how)
    )


def _shown(drawn: _Map) -> tuple[pd.DataFrame, str]:
    """Return the links to draw, and how they were chosen where they are not all."""
    if len(drawn.counts) <= MOST_LINKS:
        return drawn.counts, ""
    most = drawn.counts.head(MOST_LINKS)
    contexts, outcomes = (set(ends) & {*most["from_code"], *most["to_code"]} for ends in drawn.ends())
    whole = trace_paths(most, contexts, outcomes, steps=drawn.steps) if contexts and outcomes else most.iloc[:0]
    if whole.empty:
        return most, ", the most cited"
    return whole, f", the most cited that make whole paths in at most {counted(drawn.steps, 'step')}"


def _legend(drawn: _Map, shown: pd.DataFrame, how: str) -> str:
    sources = sorted(set(drawn.told["source"]))
    named = ", ".join(sources) if len(sources) <= MOST_SOURCES else counted(len(sources), "source")
    asked = drawn.told["elicitation"] if "elicitation" in drawn.told else pd.Series(dtype=str)
    after = int((asked == "theory_shown").sum())
    lines = (
        f"Sources: {named}.",
        f"Drawn: {len(shown)} of {counted(len(drawn.counts), 'link')}{how}, {shown['citations'].sum() / drawn.all_citations:.0%} of citations.",
        drawn.filters,
        "A line without a number has one citation.",
        "Denied claims are left out.",
        f"{counted(after, 'citation')} {agrees(after, 'was', 'were')} given after the theory was shown."
        if after
        else "",
    )
    return " ".join(filter(None, lines))
