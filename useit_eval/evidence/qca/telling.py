"""A comparison of cases told to readers: what was asked, the truth table, the solutions in words, and their limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from useit_eval.evidence.qca import tables
from useit_eval.evidence.qca.calibration import calibrated, undecided
from useit_eval.evidence.qca.necessity import NEEDED, TRIVIAL, necessity
from useit_eval.evidence.qca.question import Asked
from useit_eval.evidence.qca.solutions import (
    KINDS,
    Expected,
    Fit,
    Solution,
    assumptions,
    corner,
    fit_of,
    solve,
    written,
)
from useit_eval.evidence.qca.stability import STEP, Moved, moved
from useit_eval.evidence.qca.truth_table import NOT, TruthTable, truth_table
from useit_eval.evidence.qca.wording import model_words, named
from useit_eval.ground.findings import Finding, Sentence
from useit_eval.ground.wording import agrees, counted, listed, number, started

MOST_TOLD = 200
"""So many equally short models of a kind are told; where there are more, none is chosen from among them."""
FEW = 12
MANY_FOR = 2
LOW_PRI = 0.5
_ALL = 1e-9
MOST_NAMED = 3
"""So many assumed combinations of a model are named in a sentence; the table of models names more."""
ASSUMED = {
    "conservative": "nothing is assumed about combinations without cases",
    "intermediate": "of combinations without cases only those are used that agree with what was expected",
    "parsimonious": "any combination without cases is used that makes the answer shorter",
}


def tell_qca(
    cases: pd.DataFrame,
    *,
    outcome: str,
    conditions: Sequence[str],
    label: str = "case",
    names: Mapping[str, str] | None = None,
    anchors: Mapping[str, float | Sequence[float]] | None = None,
    expected: Expected | None = None,
    cutoff: float = 0.8,
    frequency: int = 1,
    least_pri: float = 0.0,
    key: str = "evidence.qca",
    title: str = "",
    strand: str = "",
    theory: str = "",
    ids: Sequence[str] = (),
    practice: bool = False,
) -> list[Finding]:
    """Return the findings of one comparison of cases: ``key`` with the truth table, then ``.solutions`` and ``.necessity``.

    ``cases`` and the cut-offs are as in `truth_table`, ``anchors`` as in `calibrated`, ``expected`` as in `solve`; ``names``
    maps sets to readers' words and ``ids`` are the labels every sentence stands on. The data of the first finding has the
    models of each kind and of the absence of the outcome. Raises InputRefused as those functions do.
    """
    given = calibrated(cases, anchors or {})
    table = truth_table(
        given, outcome=outcome, conditions=conditions, label=label, cutoff=cutoff, frequency=frequency, least_pri=least_pri
    )  # fmt: skip
    halves = undecided(given, [*conditions, outcome.removeprefix(NOT)], label=label)
    asked = Asked(table, names or {}, expected or {}, tuple(ids), anchors or {}, halves)
    opposite = outcome.removeprefix(NOT) if outcome.startswith(NOT) else NOT + outcome
    negated = truth_table(
        given, outcome=opposite, conditions=conditions, label=label, cutoff=cutoff, frequency=frequency, least_pri=least_pri
    )  # fmt: skip
    found = {kind: solve(table, kind=kind, expected=asked.expected, most=MOST_TOLD) for kind in KINDS}
    turned = {name: None if way is None else not way for name, way in asked.expected.items()}
    against = {kind: solve(negated, kind=kind, expected=turned, most=MOST_TOLD) for kind in KINDS}
    name = title or f"What goes together with {asked.outcome}"
    marked = "Practice: these cases are invented." if practice else ""
    about = {"strand": strand, "theory": theory, "trace": tuple(ids)}
    lines = (*_marked(marked), *_question(asked), *_answers(asked, found), *_limits(asked, found))
    data = {kind: _written(one) for kind, one in found.items()} | {"cases": len(table.labels), "practice": practice}
    data["absence"] = {kind: _written(one) for kind, one in against.items()}
    absent = _absence(Asked(negated, asked.names, turned, asked.ids), against)
    shared = _both_ways(asked, negated, found["parsimonious"], against["parsimonious"])
    return [
        Finding(key, name, lines, tables.truth(asked), data=data, **about),
        Finding(f"{key}.solutions", f"{name}: the models", (*_marked(marked), *absent, *shared, *_how_to_read()), tables.models(asked, found, negated, against), **about),
        Finding(f"{key}.necessity", f"{name}: what is always there", (*_marked(marked), *_needed(asked)), tables.needed(asked), **about),
    ]  # fmt: skip


def _marked(marked: str) -> tuple[Sentence, ...]:
    return (Sentence(marked, explains=True),) if marked else ()


def _written(solution: Solution) -> list[str]:
    return [written(model, solution.conditions) for model in solution.models]


def _question(asked: Asked) -> list[Sentence]:
    table = asked.table
    told = listed(named(one, asked.names) for one in table.conditions)
    having = sum(1 for value in table.target if value > 0.5)
    lines = [
        asked.say(
            f"Asked: which combinations of {told} go together with {asked.outcome}, in {counted(len(table.labels), 'case')}? "
            f"{having or 'None'} of them {agrees(having or 1, 'has', 'have')} it (more in than out)."
        )
    ]
    lines += [
        asked.say(_calibration(asked, one))
        for one in (*table.conditions, table.outcome.removeprefix(NOT))
        if one in asked.anchors
    ]
    lines += _rules(asked)
    for name, cases in asked.halves.items():
        what = "belongs to no combination" if name in table.conditions else "counts neither with it nor without"
        lines.append(
            asked.say(
                f"In {named(name, asked.names)} exactly half in and half out: {listed(cases)}. Such a case {what}."
            )
        )
    return lines


def _rules(asked: Asked) -> list[Sentence]:
    """Say from where on a combination counts as enough, and what was expected before the cases were compared."""
    table = asked.table
    told = f"A combination counts as enough from a consistency of {number(table.cutoff)} on, in {counted(table.frequency, 'case')} or more"
    if table.least_pri:
        told += f", with a PRI of {number(table.least_pri)} or more"
    lines = [asked.say(f"{told}.")]
    sides = [(one if way else NOT + one) for one, way in asked.expected.items() if way is not None]
    if sides:
        each = listed(named(one, asked.names) for one in sides)
        lines.append(asked.say(f"Expected to go together with {asked.outcome}: {each}."))
    return lines


def _calibration(asked: Asked, name: str) -> str:
    given = asked.anchors[name]
    points = [given] if isinstance(given, int | float) else list(given)
    if len(points) == 1:
        return f"{started(named(name, asked.names)).rstrip('.')} is there from {number(points[0])} on."
    out, crossover, full = map(number, points)
    return f"{named(name, asked.names)}: fully out at {out}, in and out alike at {crossover}, fully in at {full}."


def _answers(asked: Asked, found: Mapping[str, Solution]) -> list[Sentence]:
    if not asked.table.positive:
        told = f"No combination reaches the cut-off of {number(asked.table.cutoff)}: the cases do not show what is enough for {asked.outcome}."
        return [asked.say(told)]
    lines: list[Sentence] = []
    met: dict[tuple, str] = {}
    for kind in ("intermediate", "conservative", "parsimonious") if asked.expected else KINDS[::2]:
        same = met.setdefault(found[kind].models, kind) if found[kind].complete else kind
        told = f"{_lead(kind)}: the same as the {same} one."
        lines += [asked.say(told)] if same != kind else _solution(asked, found[kind])
    return lines


def _lead(kind: str, *, of: str = "") -> str:
    return f"{kind.capitalize()} answer{of} ({ASSUMED[kind]})"


def _solution(asked: Asked, solution: Solution, *, of: str = "") -> list[Sentence]:
    """Say every equally short model of a kind with its fit; too many to tell, none is put forward."""
    lead = _lead(solution.kind, of=of)
    if not solution.complete:
        least = "" if solution.exact else "at least "
        told = f"{lead}: there are {least}{solution.count:,} models, more than the {MOST_TOLD} that are told here, so none is put forward"
        every = model_words(solution.shared, solution.conditions, asked.names) if solution.shared else ""
        return [asked.say(f"{told}{f'; every one of them holds {every}' if every else ''}.")]
    lines = []
    if len(solution.models) > 1:
        how = "are equally short" if len({len(model) for model in solution.models}) == 1 else "follow"
        lines.append(
            asked.say(f"{lead}: {len(solution.models)} models {how}, and the cases cannot choose between them.")
        )
    for place, model in enumerate(solution.models, start=1):
        fit, _ = fit_of(asked.table, model)
        said = f"Model {place}" if len(solution.models) > 1 else lead
        lines.append(asked.say(f"{said}: {model_words(model, solution.conditions, asked.names)}. {_fits(fit)}"))
    return lines


def _fits(fit: Fit) -> str:
    return (
        f"Of what belongs to it, {fit.consistency:.0%} has the outcome (consistency {fit.consistency:.2f}, PRI {tables.share(fit.pri)}); "
        f"of the outcome it reaches {fit.coverage:.0%} (coverage {fit.coverage:.2f})."
    )


def _limits(asked: Asked, found: Mapping[str, Solution]) -> list[Sentence]:
    table = asked.table
    lines = [
        asked.say(
            f"In contradiction: {_row(asked, row.row)} has {asked.outcome} in {listed(row.with_outcome)} and not in {listed(row.without)}."
        )
        for row in table.contradictions
    ]
    weak = [row for row in table.rows if row.out == "1" and row.pri < LOW_PRI]
    lines += [
        asked.say(
            f"{_row(asked, row.row)} counts as enough, but says nearly as much for the absence (PRI {row.pri:.2f})."
        )
        for row in weak
    ]
    corners = 1 << table.width
    lines.append(
        asked.say(
            f"Of {corners:,} possible combinations, {table.remainders:,} {agrees(table.remainders, 'has', 'have')} no case that decides: what is said of them is an assumption."
        )
    )
    lines += _assumed(asked, found["parsimonious"])
    if len(table.labels) < max(FEW, MANY_FOR**table.width // 2):
        lines.append(
            asked.say(
                f"{counted(len(table.labels), 'case')} are few for {counted(table.width, 'condition')}: a pattern may come by chance."
            )
        )
    return [
        *lines,
        *_steps(asked, found),
        Sentence("It shows what goes together in these cases; why, the claims must say.", explains=True),
    ]


def _assumed(asked: Asked, solution: Solution) -> list[Sentence]:
    """Name the combinations without cases of which each parsimonious model assumes the outcome; many are counted."""
    lines = []
    for place, model in enumerate(solution.models, start=1):
        rows = assumptions(asked.table, model)
        which = f"Model {place}" if len(solution.models) > 1 else "The model"
        told = f"{which} of the parsimonious answer assumes the outcome for {counted(len(rows), 'combination')} nobody has seen"
        listed_rows = f": {'; '.join(_row(asked, row) for row in rows)}" if len(rows) <= MOST_NAMED else ""
        lines += [asked.say(f"{told}{listed_rows}.")] if rows else []
    return lines


def _row(asked: Asked, row: int) -> str:
    return model_words([corner(row, asked.table.conditions)], asked.table.conditions, asked.names)


def _steps(asked: Asked, found: Mapping[str, Solution]) -> list[Sentence]:
    """Say what one step of each cut-off does to the answer that is told first."""
    if not asked.table.positive:
        return []
    kind = "intermediate" if asked.expected else "conservative"
    steps = moved(asked.table, kind=kind, expected=asked.expected, most=MOST_TOLD)
    other = [step for step in steps if not step.same]
    if not other:
        return [
            asked.say(
                f"With the cut-offs one step looser or tighter (consistency by {STEP}, one case) the {kind} answer stays as it is."
            )
        ]
    return [
        asked.say(f"With {_step(asked, step)} the {kind} answer becomes: {_becomes(asked, step.solution)}.")
        for step in other
    ]


def _step(asked: Asked, step: Moved) -> str:
    if step.cutoff != asked.table.cutoff:
        return f"the cut-off of consistency at {number(step.cutoff)} instead of {number(asked.table.cutoff)}"
    return f"at least {counted(step.frequency, 'case')} to a combination instead of {asked.table.frequency}"


def _becomes(asked: Asked, solution: Solution) -> str:
    if not solution.complete:
        return f"more than {MOST_TOLD} models"
    if not solution.models:
        return "none, as no combination reaches it"
    return "; or: ".join(model_words(model, solution.conditions, asked.names) for model in solution.models)


def _how_to_read() -> tuple[Sentence, ...]:
    told = (
        "Consistency is the share of what belongs to a combination that has the outcome; PRI takes away what says as much for its absence: well below consistency, it is a warning.",
        "Coverage is how much of the outcome a combination reaches, and of its own, how much no other part of the model reaches. A short model with little coverage is no better than a long one.",
    )
    return tuple(Sentence(line, explains=True) for line in told)


def _absence(asked: Asked, against: Mapping[str, Solution]) -> list[Sentence]:
    """Say what goes together with the absence: a question of its own, never the first one turned round."""
    if not asked.table.positive:
        return [asked.say(f"No combination is enough for {asked.outcome}.")]
    kind = "intermediate" if asked.expected else "conservative"
    first = asked.say(
        f"What goes together with {asked.outcome} is a question of its own, not the first answer turned round."
    )
    return [first, *_solution(asked, against[kind], of=f" for {asked.outcome}")]


def _both_ways(asked: Asked, negated: TruthTable, one: Solution, other: Solution) -> list[Sentence]:
    """Name the combinations nobody has seen that are assumed to have the outcome, and in the other analysis not to."""
    if not (one.models and other.models):
        return []
    mine = set.intersection(*(set(assumptions(asked.table, model)) for model in one.models))
    theirs = set.intersection(*(set(assumptions(negated, model)) for model in other.models))
    if not (both := sorted(mine & theirs)):
        return []
    told = f"{counted(len(both), 'combination')} nobody has seen {agrees(len(both), 'is', 'are')} assumed to have the outcome in one parsimonious answer and not to have it in the other"
    return [asked.say(f"{told}: the two cannot both be believed.")]


def _needed(asked: Asked) -> list[Sentence]:
    found = necessity(asked.table)
    held = found[found["consistency"] >= NEEDED]
    none = f"No single condition, nor its absence, is there nearly always with {asked.outcome} (consistency under {NEEDED})."
    return [asked.say(_always(asked, row)) for row in held.itertuples()] or [asked.say(none)]


def _always(asked: Asked, row) -> str:
    relevance = tables.share(row.relevance)
    figures = f"consistency {row.consistency:.2f}, coverage {row.coverage:.2f}, relevance {relevance}"
    how = "always" if row.consistency > 1 - _ALL else "nearly always"
    told = f"{started(named(row.condition, asked.names)).rstrip('.')} is {how} there with {asked.outcome} ({figures})"
    if row.relevance >= TRIVIAL:
        return f"{told}."
    every = row.relevance != row.relevance  # nothing is left that could speak against it
    why = "every case has both, so this says nothing"
    return f"{told}; {why if every else 'it is often there without it too, so this says little'}."
