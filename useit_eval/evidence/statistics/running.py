"""Every statistic of a study run: each becomes a finding, or says kindly why it is not computed and what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from useit_eval.evidence.statistics import told_answers, told_cases, told_counts, told_patterns, told_series
from useit_eval.evidence.statistics.leaving import let_leave
from useit_eval.evidence.statistics.material import Held, Told
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.findings import Finding, Sentence
from useit_eval.ground.wording import plain, started

if TYPE_CHECKING:
    from useit_eval.codebook.models import Model, Models

Family = Callable[["Model", Held], Told]
FAMILIES: dict[str, Family] = {
    "proportion": told_counts.proportion,
    "target": told_counts.target,
    "difference": told_counts.difference,
    "fisher": told_counts.exact,
    "mcnemar": told_counts.exact,
    "funnel": told_counts.funnel,
    "table": told_answers.table,
    "before_after": told_answers.before_after,
    "interaction": told_patterns.interaction,
    "mediation": told_patterns.mediation,
    "series": told_series.series,
    "areas": told_series.areas,
    "survey": told_series.survey,
    "qca": told_cases.qca,
}


def run(models: Models, held: Held) -> list[Finding]:
    """Return evidence.model.<label> for each statistic: what it says with its interval, cells, warnings and formula.

    Where the data cannot carry a method the finding says so and what can be done instead; its data then has
    ``refused`` true, and it counts for nothing when it is said to bear on a theory. So it is with a statistic whose
    counts, set beside those of an earlier one, would give back a small number of people. Everything random takes the
    seed of ``held`` and tells it. Raises InputRefused for faults of the files.
    """
    require(held.theories, "theories", "theory_id", "strand", "title")
    left: list[tuple[str, Told]] = []
    for model in models.models:
        left.append((model.title, let_leave(model, _told(model, held), left, held=held)))
    return [_finding(model, told, held) for model, (_, told) in zip(models.models, left, strict=True)]


def _told(model: Model, held: Held) -> Told:
    if model.method not in FAMILIES:
        return _refused(model, f"the method '{model.method}' cannot be run here yet. Leave it out for now.")
    try:
        return FAMILIES[model.method](model, held)
    except CannotCarry as refused:
        return _refused(model, f"{refused.what}. {refused.next}")
    except InputRefused as fault:
        if fault.where:
            raise
        place = f"{model.data.file or 'models.yaml'}, for {model.label}"
        raise InputRefused(fault.what, place, fault.next) from None


def _refused(model: Model, why: str) -> Told:
    ids = tuple(model.data.figures or ()) or tuple(filter(None, (model.data.source,))) or (model.theory,)
    return Told((Sentence(f"Not computed: {why}", ids),), refused=True)


def _finding(model: Model, told: Told, held: Held) -> Finding:
    theory = held.theories.set_index("theory_id").loc[model.theory]
    speaks = f"It speaks to the {plain(model.slot)} of “{theory['title']}”. {started(model.reading)}"
    last = [Sentence(speaks, (model.theory,))]
    if told.formula:
        last.append(Sentence(f"Formula: {told.formula}.", explains=True))
    lines = (*told.sentences, *last)
    trace = dict.fromkeys(label for line in lines for label in line.ids)
    if told.table:
        trace |= dict.fromkeys(label for row in told.table.ids for label in row)
    about = {"label": model.label, "method": model.method, "slot": model.slot, "reading": model.reading}
    data = {**told.data, **about, "sources": list(told.sources), "refused": told.refused, "formula": told.formula}
    parts = {"sentences": lines, "table": told.table, "figure": told.figure, "data": data, "trace": tuple(trace)}
    return Finding(f"evidence.model.{model.label}", model.title, strand=theory["strand"], theory=model.theory, **parts)
