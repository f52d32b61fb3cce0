"""Interactions and mediation told: "consistent with" at most, every cell with its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from useit_eval.evidence.statistics import responses as answers
from useit_eval.evidence.statistics.clusters import SMALL, told_shape
from useit_eval.evidence.statistics.interactions import THIN, Interaction, interact, mediate
from useit_eval.evidence.statistics.leaving import seen, where
from useit_eval.evidence.statistics.material import Held, Told
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.evidence.statistics.told_answers import about_them, answers_of, worded
from useit_eval.evidence.statistics.withholding import cells as shown_cells
from useit_eval.evidence.statistics.withholding import rough, sizes_kept, told_withheld
from useit_eval.evidence.statistics.words import amount, both_ways, is_small, points, span
from useit_eval.ground.findings import Sentence, Table
from useit_eval.ground.wording import counted

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook.models import Model

PATH = ("resource", "reasoning", "outcome")
MODERATION = "An interaction bears on a context; it does not measure one."
MEDIATION = "A path through an answer bears on a mechanism; it does not measure one, and whatever moves both answers looks the same."


def _frame(model: Model, responses: pd.DataFrame, *names: str) -> pd.DataFrame:
    columns = {name: answers.answered(responses, getattr(model.data, name)) for name in names}
    return answers.researchers(responses).rename("researcher").to_frame().assign(**columns)


def interaction(model: Model, held: Held) -> Told:
    """Return a context x resource interaction with its interval and every cell; refused, the cells alone."""
    responses, ids = answers_of(model, held)
    frame = _frame(model, responses, "outcome", "context", "resource")
    try:
        found = interact(
            frame,
            outcome="outcome",
            context="context",
            resource="resource",
            cluster="researcher",
            scale=model.data.scale,
        )
    except CannotCarry as refused:
        lead = Sentence(f"Not computed: {refused.what}. {refused.next}", ids)
        shown = _cells(model, held, _raw(frame), ids)
        about = about_them(responses, ids, held, rule=_no_interval)
        last = (*_withheld(_raw(frame), held), *about)
        printed = seen(model, held, responses, _sets(frame, held))
        return Told((lead, *last), shown, sources=ids, refused=True, **printed)
    hidden = _hidden(found.cells, held)
    lead = _lead(found, hidden)
    lines = [Sentence(lead, ids), *_apart(found, model, ids), *_thin(found, ids), Sentence(MODERATION, explains=True)]
    ends = {"value": found.value, "low": found.low, "high": found.high}
    data = {name: rough(end, hidden) for name, end in ends.items()} | {"n": found.n, "clusters": found.clusters}
    shown = _cells(model, held, found.cells, ids)
    last = (*_withheld(found.cells, held), *about_them(responses, ids, held))
    printed = seen(model, held, responses, _sets(frame, held))
    return Told((*lines, *last), shown, data=data, sources=ids, formula=found.formula, **printed)


def _sets(frame: pd.DataFrame, held: Held) -> Iterator[frozenset[str]]:
    """Yield the questionnaires of each count and size of a cell that is shown."""
    given, raw = frame.dropna(), _raw(frame)
    hidden, sized = _hidden(raw, held), _sized(raw, held)
    yield frozenset(given.index)
    for _, own in given.groupby(["context", "resource"]):
        if sized:
            yield frozenset(own.index)
        if not hidden:
            yield where(own["outcome"])


def _sized(cells: tuple[dict, ...], held: Held) -> bool:
    return sizes_kept(
        {("", str(at)): (cell["count"], cell["n"]) for at, cell in enumerate(cells)}, smallest=held.smallest
    )


def _hidden(cells: tuple[dict, ...], held: Held) -> bool:
    """Return whether a count or size of a cell is too small to be shown: then none is, for the estimate would give it back."""
    return any(is_small(cell["count"], cell["n"], smallest=held.smallest) for cell in cells)


def _withheld(cells: tuple[dict, ...], held: Held) -> tuple[Sentence, ...]:
    return told_withheld(_hidden(cells, held), smallest=held.smallest)


def _lead(found: Interaction, hidden: bool) -> str:
    if found.scale == "odds":
        ends = f"{span(found.low, found.high, amount)}, {told_shape(found.df)}"
        return f"In the context the odds ratio of the resource is {amount(found.value)} times that outside it ({ends})."
    if hidden:
        told = "The difference between what goes with the resource in the context and outside it"
        return f"{told} is {points(found.value)} of the outcome ({span(found.low, found.high, points)})."
    shares = {(cell["context"], cell["resource"]): cell["count"] / cell["n"] for cell in found.cells}
    inside, outside = (shares[(side, True)] - shares[(side, False)] for side in (True, False))
    told = "Between those with and without the resource the outcome differs by "
    told += f"{points(inside)} where the context holds and by {points(outside)} where it does not"
    ends = f"{span(found.low, found.high, points)}, {told_shape(found.df)}"
    return f"{told}; the difference of the two is {points(found.value)} ({ends})."


def _apart(found: Interaction, model: Model, ids: tuple[str, ...]) -> list[Sentence]:
    zero = 1.0 if found.scale == "odds" else 0.0
    if told := both_ways(found.low, found.high, zero=zero):
        return [Sentence(told, ids)]
    way = "more" if found.value > zero else "less"
    told = f"That is consistent with a resource that does {way} in this context, as one reading of {model.theory}."
    return [Sentence(told, (*ids, model.theory))]


def _thin(found: Interaction, ids: tuple[str, ...]) -> list[Sentence]:
    thin = [cell for cell in found.cells if cell["n"] < THIN]
    told = f"{len(thin)} of the four cells {'holds' if len(thin) == 1 else 'hold'} fewer than {THIN} people: the interval is shaky."
    return [Sentence(told, ids)] if thin else []


def _raw(frame: pd.DataFrame) -> tuple[dict, ...]:
    held = frame.dropna()
    rows = []
    for first in (False, True):
        for second in (False, True):
            own = held[(held["context"] == first) & (held["resource"] == second)]
            rows.append({"context": first, "resource": second, "n": len(own), "count": int(own["outcome"].sum())})
    return tuple(rows)


def _cells(model: Model, held: Held, cells: tuple[dict, ...], ids: tuple[str, ...]) -> Table:
    hidden, rows = _hidden(cells, held), []
    sized = _sized(cells, held)
    for cell in cells:
        count, size, part = shown_cells(cell["count"], cell["n"], not hidden, sized=sized)
        few = 0 < cell["n"] < held.smallest  # the others' sizes are withheld too: all are told together
        sides = ("yes" if cell[side] else "no" for side in ("context", "resource"))
        rows.append((*sides, count, f"fewer than {held.smallest}" if few else size, part))
    heads = (f"Context {worded(model.data.context, held)}", f"Resource {worded(model.data.resource, held)}")
    caption = f"{model.title}: {worded(model.data.outcome, held)}, cell by cell"
    columns = (*heads, "With the outcome", "n of the cell", "Share")
    return Table(columns, tuple(rows), (ids,) * len(rows), caption=caption, people=True)


def mediation(model: Model, held: Held) -> Told:
    """Return the part of a difference that goes along with the reasoning, with a seeded bootstrap of clusters."""
    responses, ids = answers_of(model, held)
    frame = _frame(model, responses, "outcome", "resource", "reasoning")
    found = mediate(
        frame, resource="resource", reasoning="reasoning", outcome="outcome", cluster="researcher", seed=held.seed
    )
    lead = "Of the difference in outcome between those with and without the resource, "
    lead += f"the part that goes along with the reasoning is {points(found.indirect)} ({span(found.low, found.high, points)}), and the part that does not is {points(found.direct)}."
    unsure = both_ways(found.low, found.high)
    way = "consistent with" if found.indirect > 0 else "not what one would see from"
    told = unsure or f"That is {way} the mechanism that {model.theory} expects."
    drawn = f"Interval from {found.draws:,} draws of whole clusters, seed {found.seed}."
    lines = (
        Sentence(lead, ids),
        Sentence(told, (*ids, model.theory)),
        Sentence(drawn, explains=True),
        Sentence(MEDIATION, explains=True),
    )
    sizes = {name: (int(frame[name].sum()), int(frame[name].notna().sum())) for name in PATH}
    small = any(is_small(*pair, smallest=held.smallest) for pair in sizes.values())
    sized = sizes_kept({("", name): pair for name, pair in sizes.items()}, smallest=held.smallest)
    counts = {name: shown_cells(*sizes[name], not small, sized=sized)[:2] for name in PATH}
    rows = tuple((worded(getattr(model.data, name), held), *counts[name]) for name in PATH)
    shown = Table(("Answer", "Count", "Of"), rows, (ids,) * 3, caption=f"{model.title}: counts", people=True)
    data = {
        "value": rough(found.indirect, small),
        "low": rough(found.low, small),
        "high": rough(found.high, small),
        "n": found.n,
        "clusters": found.clusters,
        "seed": found.seed,
    }
    about = about_them(responses, ids, held, rule=_drawn_whole)
    last = (*told_withheld(small, smallest=held.smallest), *about)
    sets = [frozenset(frame[list(PATH)].dropna().index)]
    sets += [frozenset(frame[name].dropna().index) for name in PATH if sized]
    sets += [where(frame[name]) for name in PATH if not small]
    printed = seen(model, held, responses, sets)
    return Told((*lines, *last), shown, data=data, sources=ids, formula=found.formula, **printed)


def _drawn_whole(clusters: int) -> str:
    narrow = f", under {SMALL}, so few that the interval is probably too narrow" if clusters < SMALL else ""
    return f"{counted(clusters, 'cluster')}{narrow}."


def _no_interval(clusters: int) -> str:
    return f"{counted(clusters, 'cluster')}, and no interval."
