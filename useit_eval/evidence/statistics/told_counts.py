"""Statistics of counts that sources give: proportions, targets, differences, exact tests and funnels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval.evidence.figures import attained, defined, shown
from useit_eval.evidence.proportions import newcombe, wilson
from useit_eval.evidence.statistics.exact import fisher, mcnemar
from useit_eval.evidence.statistics.funnels import NOT_A_FUNNEL, Step, refusals
from useit_eval.evidence.statistics.material import Held, Row, Told, is_exact, sources_of, value_of, whole
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.evidence.statistics.words import both_ways, p_value, points, share, span
from useit_eval.ground.findings import FigureSpec, Sentence, Table
from useit_eval.ground.wording import BOUNDS, missing, number, plain, started, text

if TYPE_CHECKING:
    from useit_eval.codebook.models import Model


SAMPLE = (
    "The interval takes those counted for a chance sample of others like them; how they were chosen it does not know."
)


def proportion(model: Model, held: Held) -> Told:
    """Return a count of a declared total with Wilson's interval. CannotCarry for other units or vague counts."""
    part, total = rows = [held.figure(label) for label in model.data.figures[:2]]
    ids = tuple(model.data.figures[:2])
    if part["unit"] != total["unit"]:
        told = f"{part['label']} counts {part['unit']} and {total['label']} {total['unit']}"
        raise CannotCarry(told, "", "Tell both counts side by side, without a share.")
    vague = [row for row in rows if not is_exact(row)]
    if vague:
        told = f"{vague[0]['label']} is told as “{shown(vague[0])}”, which is no exact count"
        raise CannotCarry(told, "", "Tell both counts as the source has them, without an interval.")
    k, n = whole(part), whole(total)
    low, high = wilson(k, n)
    lines = (
        Sentence(f"{k} of {shown(total)} ({share(k / n)}; Wilson's {span(low, high)}).", ids),
        Sentence(f"Counted: {defined(part)}. Of: {defined(total)}. {started(model.data.declared)}", ids),
        *_small(n, ids),
        Sentence(SAMPLE, explains=True),
    )
    cell = (defined(part), k, n, share(k / n), f"{share(low)} to {share(high)}")
    table = Table(("Counted", "Count", "Of", "Share", "Wilson's 95% interval"), (cell,), (ids,), caption=model.title)
    data = {"value": k / n, "low": low, "high": high, "n": n, "count": k, "interval": "Wilson"}
    return Told(lines, table, data=data, sources=sources_of(held, rows))


def _small(n: int, ids: tuple[str, ...]) -> tuple[Sentence, ...]:
    told = f"{n} are few: one more or fewer moves the share by {share(1 / n)}."
    return (Sentence(told, ids),) if n < 10 else ()


def target(model: Model, held: Held) -> Told:
    """Return what is reported of a target, each count beside it. A target is no sample: there is no interval."""
    *reported, aim = rows = [held.figure(label) for label in model.data.figures]
    lines, cells, values = [], [], []
    for row in reported:
        reached = attained(aim, row)
        if reached is None:
            told = f"{row['label']} counts {row['unit']} and the target {aim['unit']}"
            raise CannotCarry(told, "", "Tell both as they stand, without a share of the target.")
        part = f"{BOUNDS.get(text(row['bound']), '')}{share(reached)}"
        told = f"{shown(row)} where {number(value_of(aim))} were aimed at, {part} of the target: {defined(row)}."
        lines.append(Sentence(started(told), (row["label"], aim["label"])))
        cells.append((defined(row), shown(row), shown(aim), part, plain(row["role"])))
        values.append(reached)
    if len(set(values)) > 1:
        told = "The sources give more than one count; they stand side by side and none is chosen."
        lines.append(Sentence(told, tuple(row["label"] for row in reported)))
    lines.append(Sentence("A target is no sample, so the share of it has no interval.", explains=True))
    ids = tuple((row["label"], aim["label"]) for row in reported)
    table = Table(("Reported", "Count", "Target", "Share of target", "Kind"), tuple(cells), ids, caption=model.title)
    return Told(tuple(lines), table, data={"value": values[0], "values": values}, sources=sources_of(held, rows))


def difference(model: Model, held: Held) -> Told:
    """Return the difference of two groups' shares with Newcombe's interval."""
    one, two = model.data.groups
    low, high = newcombe((one.count, one.of), (two.count, two.of))
    apart = one.count / one.of - two.count / two.of
    ids = (model.data.source,)
    told = f"{_told(one)} against {_told(two)}: {points(apart)} (Newcombe's {span(low, high, points)})."
    lines = (Sentence(started(told), ids), *_unsure(low, high, ids), Sentence(SAMPLE, explains=True))
    data = {"value": apart, "low": low, "high": high, "n": one.of + two.of, "interval": "Newcombe"}
    return Told(lines, _groups(model), data=data, sources=ids)


def exact(model: Model, held: Held) -> Told:
    """Return Fisher's exact test of two groups, or McNemar's of one group twice, beside Newcombe's interval."""
    ids = (model.data.source,)
    if model.method == "mcnemar":
        both, before, after, neither = model.data.pairs
        found = mcnemar(both, before, after, neither)
        lead = f"Of {found.n} people {after} came to it and {before} left it"
        rows = (("both times", both), ("only before", before), ("only after", after), ("neither time", neither))
        table = Table(("When", "People"), rows, (ids,) * 4, caption=model.title)
    else:
        one, two = model.data.groups
        found = fisher((one.count, one.of), (two.count, two.of))
        lead, table = f"{_told(one)} against {_told(two)}", _groups(model)
    told = f"{lead}: {points(found.difference)} (Newcombe's {span(found.low, found.high, points)}; {found.test}, {p_value(found.p)})."
    lines = (Sentence(started(told), ids), *_unsure(found.low, found.high, ids), Sentence(SAMPLE, explains=True))
    data = {"value": found.difference, "low": found.low, "high": found.high, "p": found.p, "n": found.n}
    return Told(lines, table, data=data, sources=ids)


def _told(group) -> str:
    return f"{group.name} {group.count} of {group.of} ({share(group.count / group.of)})"


def _unsure(low: float, high: float, ids: tuple[str, ...]) -> tuple[Sentence, ...]:
    told = both_ways(low, high)
    return (Sentence(told, ids),) if told else ()


def _groups(model: Model) -> Table:
    rows = []
    for group in model.data.groups:
        low, high = wilson(group.count, group.of)
        rows.append(
            (group.name, group.count, group.of, share(group.count / group.of), f"{share(low)} to {share(high)}")
        )
    ids = ((model.data.source,),) * len(rows)
    columns = ("Group", "Count", "Of", "Share", "Wilson's 95% interval")
    return Table(columns, tuple(rows), ids, caption=f"{model.title}: cells")


def funnel(model: Model, held: Held) -> Told:
    """Return a funnel where every stage is a declared part of the one before, else counts that are not a funnel."""
    rows = [held.figure(stage.figure) for stage in model.data.stages if stage.figure]
    by_label = {row["label"]: row for row in rows}
    steps = [_step(stage, by_label.get(stage.figure)) for stage in model.data.stages]
    against = refusals(steps)
    ids = tuple(row["label"] for row in rows)
    lines = (
        [Sentence(f"These are {NOT_A_FUNNEL}. {' '.join(against)}", ids)] if against else [_declared(model, steps, ids)]
    )
    if not against and len({step.role for step in steps}) > 1:
        lines.append(
            Sentence("Outputs and outcomes share no axis, so the funnel is a table and no drawing.", explains=True)
        )
    ours = [step.name for step in steps if step.ours]
    if ours:
        lines.append(Sentence(f"Ours, and counted by no source: {'; '.join(ours)}.", ids))
    cells = tuple((_named(step), _counted(step), step.unit, _part(step, steps[0])) for step in steps)
    table = Table(
        ("Stage", "Count", "Unit", "Declared part of the one before"),
        cells,
        tuple(step.ids for step in steps),
        caption=model.title,
    )
    return Told(
        tuple(lines), table, None if against else _drawn(model, steps), {"funnel": not against}, sources_of(held, rows)
    )


def _step(stage, row: Row | None) -> Step:
    if row is None:
        return Step(stage.ours, None, "", stage.part_of_previous, ours=True)
    count = None if missing(row["value"]) else float(row["value"])
    return Step(
        defined(row),
        count,
        text(row["unit"]),
        stage.part_of_previous,
        text(row["role"]),
        text(row["bound"]),
        ids=(row["label"],),
    )


def _named(step: Step) -> str:
    return f"{step.name} (ours, not in the sources)" if step.ours else step.name


def _counted(step: Step) -> str:
    return "not reported" if step.count is None else f"{BOUNDS.get(step.bound, '')}{number(step.count)}"


def _part(step: Step, first: Step) -> str:
    if step is first:
        return ""
    return "yes" if step.part_of_previous else "no"


def _declared(model: Model, steps: list[Step], ids: tuple[str, ...]) -> Sentence:
    counts = ", of them ".join(number(step.count) for step in steps)
    why = f" {started(model.data.declared)}" if model.data.declared else ""
    return Sentence(f"A funnel in {steps[0].unit}: {counts}.{why}", ids)


def _drawn(model: Model, steps: list[Step]) -> FigureSpec | None:
    """Return the funnel drawn; None where its stages are outputs and outcomes, which never share an axis."""
    if len({step.role for step in steps}) > 1:
        return None
    rows = tuple({"name": s.name, "count": s.count, "unit": s.unit, "ids": s.ids} for s in steps)
    legend = "A funnel: each stage is declared a part of the one before."
    alt = "; ".join(f"{row['name']}: {number(row['count'])} {row['unit']}" for row in rows)
    return FigureSpec("counts", model.title, rows, alt=alt, legend=legend)
