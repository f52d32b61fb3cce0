"""Statistics of series, areas and surveys from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from useit_eval.evidence.statistics.areas import changes_by_area, difference_in_differences
from useit_eval.evidence.statistics.clusters import told_shape
from useit_eval.evidence.statistics.material import Held, Told
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.evidence.statistics.series import Interrupted, interrupted
from useit_eval.evidence.statistics.surveys import SurveyMean, survey_mean
from useit_eval.evidence.statistics.words import amount, both_ways, span
from useit_eval.ground.findings import Sentence, Table
from useit_eval.ground.wording import counted, day, missing, started, text

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook.models import Model

ELSE = "Whatever else happened then looks the same in the series."
CONSISTENT = "That is consistent with a programme that makes a difference there, and proves none."
PARALLEL = (
    "It takes for granted that without the programme all areas would have changed alike, which no reading can show."
)
WEIGHTS_ALONE = "That is what the weights alone cost; clusters and strata are in the standard error."


def series(model: Model, held: Held) -> Told:
    """Return an interrupted series: the change of level and of slope, formula and warnings; too short, the points alone."""
    own, ids = _readings(model, held, area=model.data.area)
    values = [None if missing(value) else float(value) for value in own["value"]]
    at = model.data.interrupted_on
    try:
        found = interrupted([str(period) for period in own["period"]], values, at)
    except CannotCarry as refused:
        lead = Sentence(f"Not computed: {refused.what}. {refused.next}", ids)
        return Told((lead,), _points(model, own, ids), sources=ids, refused=True)
    level, slope = found.terms["level change"], found.terms["slope change"]
    unit = text(own["unit"].iloc[0])
    lines = [
        Sentence(f"{day(at)}: {started(model.data.what_happened)}", ids),
        Sentence(f"At that moment the level changes by {amount(level[0])} {unit} ({span(*level[1:], amount)}).", ids),
        Sentence(f"The slope changes by {amount(slope[0])} {unit} a month ({span(*slope[1:], amount)}).", ids),
    ]
    if told := both_ways(*level[1:]):
        lines.insert(2, Sentence(told, ids))
    lines += [Sentence(warning, ids) for warning in found.warnings]
    lines.append(Sentence(ELSE, explains=True))
    data = {"value": level[0], "low": level[1], "high": level[2], "n": found.before + found.after, "terms": found.terms}
    return Told(tuple(lines), _terms(model, found, unit, ids), data=data, sources=ids, formula=found.formula)


def _readings(model: Model, held: Held, *, area: str = "") -> tuple[pd.DataFrame, tuple[str, ...]]:
    if held.readings is None or held.readings.empty:
        raise CannotCarry("no indicator has been read in", "", "Read a file in: useit-eval indicators FILE.")
    own = held.readings[held.readings["indicator"] == model.data.indicator]
    own = own[(own["area"] == area) | (own["area_name"] == area)] if area else own
    if own.empty:
        told = f"there is no reading of “{model.data.indicator}”{f' for {area}' if area else ''}"
        raise CannotCarry(told, "", "Check the words, or read the file in.")
    labels = (held.source_label(source) for source in sorted(own["source_id"].unique()))
    return own.sort_values(["area", "period"]), tuple(filter(None, labels))


def _points(model: Model, own: pd.DataFrame, ids: tuple[str, ...]) -> Table:
    rows = tuple((day(row.period), "" if missing(row.value) else amount(float(row.value))) for row in own.itertuples())
    return Table(("Period", text(own["unit"].iloc[0])), rows, (ids,) * len(rows), caption=f"{model.title}: the series")


def _terms(model: Model, found: Interrupted, unit: str, ids: tuple[str, ...]) -> Table:
    rows = tuple(
        (name, amount(value), f"{amount(low)} to {amount(high)}") for name, (value, low, high) in found.terms.items()
    )
    sizes = f"{counted(found.before, 'point')} before, {counted(found.after, 'point')} after"
    return Table(
        ("Term", f"Value ({unit})", "95% interval"), rows, (ids,) * len(rows), caption=f"{model.title}: {sizes}"
    )


def areas(model: Model, held: Held) -> Told:
    """Return a difference-in-differences where there are areas enough, else each area described, and why."""
    own, ids = _readings(model, held)
    at = model.data.interrupted_on
    each = changes_by_area(own, at)
    rows = tuple(
        (
            row.area_name,
            "yes" if {row.area, row.area_name} & set(model.data.treated) else "no",
            row.periods_before,
            row.periods_after,
            *(amount(v) if v == v else "" for v in (row.before, row.after, row.change)),
        )
        for row in each.itertuples()
    )
    columns = ("Area", "With the programme", "Points before", "Points after", "Mean before", "Mean after", "Change")
    shown = Table(columns, rows, (ids,) * len(rows), caption=f"{model.title}: each area")
    mine = each.loc[each["area"].isin(model.data.treated) | each["area_name"].isin(model.data.treated), "area"]
    try:
        found = difference_in_differences(own, at, treated=set(mine))
    except CannotCarry as refused:
        lines = (Sentence(f"Not computed: {refused.what}. {refused.next}", ids), Sentence(ELSE, explains=True))
        return Told(lines, shown, sources=ids, refused=True)
    lead = "From before to after, the change in areas with the programme less that in the others is "
    lead += f"{amount(found.value)} ({span(found.low, found.high, amount)}, {told_shape(found.df)})."
    told = both_ways(found.low, found.high)
    said = (Sentence(told or CONSISTENT, ids), Sentence(PARALLEL, explains=True), Sentence(ELSE, explains=True))
    lines = (Sentence(lead, ids), *said)
    data = {"value": found.value, "low": found.low, "high": found.high, "n": found.areas}
    return Told(lines, shown, data=data, sources=ids, formula=found.formula)


def survey(model: Model, held: Held) -> Told:
    """Return the mean of a survey from elsewhere by its design, with what its weights cost."""
    name, ids = model.data.file, (model.data.source,)
    if name not in held.tables:
        raise CannotCarry(
            f"the file {name} is not at hand on this machine", "", "Put it into the study's folder of data_raw."
        )
    how = {key: getattr(model.data, key) for key in ("weight", "stratum", "cluster", "population")}
    found = survey_mean(held.tables[name], model.data.value, file=name, **how)
    lead = f"Mean {amount(found.value)} (standard error {amount(found.error)}; {span(found.low, found.high, amount)})."
    lines = [Sentence(lead, ids), Sentence(_designed(model, found), ids)]
    rows = (
        ("answers", found.n),
        ("strata", found.strata),
        ("clusters", found.clusters),
        ("degrees of freedom", found.df),
    )
    shown = Table(("What it rests on", "How many"), rows, (ids,) * 4, caption=model.title)
    data = {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "n": found.n,
        "design_effect": found.design_effect,
    }
    return Told(
        tuple(lines),
        shown,
        data=data,
        sources=ids,
        formula="linearised (Taylor) standard error, t with clusters less strata",
    )


def _designed(model: Model, found: SurveyMean) -> str:
    if not model.data.weight:
        return f"No weights are given; {counted(found.n, 'answer')}."
    effect = f"The weights given have a design effect of {amount(found.design_effect)} (1 + CV²)"
    return f"{effect}: {found.n} answers count as {amount(found.effective_n)}. {WEIGHTS_ALONE}"
