"""Statistics of a questionnaire's answers, clustered by the community researcher who gathered them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from useit_eval.evidence.disclosure import WITHHELD
from useit_eval.evidence.statistics import responses as answers
from useit_eval.evidence.statistics.clusters import (
    FEW,
    Estimate,
    cluster_rule,
    cluster_summaries,
    clustered_difference,
    clustered_share,
)
from useit_eval.evidence.statistics.leaving import seen, where
from useit_eval.evidence.statistics.material import Held, Told
from useit_eval.evidence.statistics.paired import changes
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.evidence.statistics.withholding import cells, kept, rough, size, sizes_kept, told_withheld
from useit_eval.evidence.statistics.words import amount, both_ways, points, share, span
from useit_eval.ground.findings import Sentence, Table
from useit_eval.ground.wording import agrees, counted, started

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import Question
    from useit_eval.codebook.models import Answered, Model

FRIENDS = (
    "These are answers of friends, neighbours and others whom community researchers reached. They describe who answered, "
    "and are not weighted into a population."
)


def answers_of(model: Model, held: Held) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the answers a model asks for, and the labels of the sources they came in. CannotCarry when there are few or none."""
    if held.responses is None or held.responses.empty or held.questionnaire is None:
        raise CannotCarry("no questionnaire has been read in", "", "Read an export in: useit-eval questionnaires FILE.")
    own = answers.among(held.responses, model.data.among)
    own = answers.counting(own)
    if own.empty:
        raise CannotCarry(
            "no questionnaire that counts gives these answers", "", "Loosen the conditions under 'among'."
        )
    if 0 < (count := own["submission_id"].nunique()) < held.smallest:  # their researchers would tell how few they are
        few = size(count, "questionnaire", smallest=held.smallest)
        raise CannotCarry(f"{few} give these answers", "", "Loosen the conditions under 'among', or ask more people.")
    labels = (held.source_label(source) for source in sorted(own["source_id"].unique()))
    return own, tuple(filter(None, labels))


def worded(test: Answered, held: Held) -> str:
    """Return an answer in readers' words: the question's text and the choice or bound."""
    question = asked_as(test.question, held)
    if test.choice is not None:
        return f"{question}: {held.choice_name(test.question, test.choice)}"
    bound = f"{amount(test.at_least)} or more" if test.at_least is not None else f"{amount(test.at_most)} or less"
    return f"{question}: {bound}"


def asked_as(question: str, held: Held) -> str:
    """Return a question of the questionnaire in quotation marks, without its question mark."""
    return f"“{held.questionnaire.by_id[question].text.rstrip('?. ')}”"


def about_them(
    responses: pd.DataFrame, ids: tuple[str, ...], held: Held, *, rule: Callable[[int], str] = cluster_rule
) -> tuple[Sentence, ...]:
    """Return the two sentences that stand under every statistic of answers: the rule for clusters, and who answered."""
    own = answers.researchers(responses)
    many = size(len(own), "questionnaire", smallest=held.smallest)
    told = f"{many}, by the community researcher who gathered them: {rule(own.nunique())}"
    return (Sentence(started(told), ids), Sentence(FRIENDS, explains=True))


def table(model: Model, held: Held) -> Told:
    """Return the shares of a question's choices, clustered; under ten clusters what each cluster gives, without interval."""
    responses, ids = answers_of(model, held)
    clusters = answers.researchers(responses)
    if clusters.nunique() < FEW:
        return _summaries(model, held, responses, ids)
    if model.data.by:
        return _by(model, held, responses, ids)
    hits = _hits(model, held, responses)
    may, sized = _may(hits, {"": None}, model, held)
    rows, lines = [], []
    for name, each in hits.items():
        row, line = _row(name, each, clusters, ids, shown=may["", name], sized=sized)
        rows.append(row)
        lines += [line] if line else []
    lead = Sentence(f"Asked: “{_question(model, held).text}”", explains=True)
    columns = ("Answer", "Count", "Of", "Share", "95% interval")
    shown = Table(columns, tuple(rows), (ids,) * len(rows), caption=model.title, people=True)
    data = {"clusters": int(clusters.nunique())} | ({"n": len(clusters)} if len(clusters) >= held.smallest else {})
    data["values"] = {name: float(each.mean()) for name, each in hits.items() if may["", name] and each.notna().any()}
    last = (*told_withheld(not all(may.values()), smallest=held.smallest), *about_them(responses, ids, held))
    printed = seen(model, held, responses, _sets(hits, {"": None}, may, sized))
    return Told((lead, *lines, *last), shown, data=data, sources=ids, **printed)


def _question(model: Model, held: Held) -> Question:
    return held.questionnaire.by_id[model.data.question]


def _hits(model: Model, held: Held, responses: pd.DataFrame) -> dict[str, pd.Series]:
    """Return for each choice, in readers' words, who gave it."""
    from useit_eval.codebook.models import Answered

    question = _question(model, held)
    tests = {choice.label: Answered(question=question.id, choice=choice.code) for choice in question.choices}
    return {name: answers.answered(responses, test) for name, test in tests.items()}


def _may(
    hits: dict[str, pd.Series], groups: dict, model: Model, held: Held
) -> tuple[dict[tuple[str, str], bool], bool]:
    """Return which counts, by group and answer, may be shown, and whether the groups' sizes may.

    A group is a mask, or None for everybody.
    """
    counts = {}
    for group, mask in groups.items():
        for name, each in hits.items():
            own = (each if mask is None else each[mask]).dropna()
            counts[group, name] = (int(own.sum()), len(own))
    may = kept(counts, smallest=held.smallest, adds_up=_question(model, held).kind == "one")
    return may, sizes_kept(counts, smallest=held.smallest)


def _sets(hits: dict[str, pd.Series], groups: dict, may: dict, sized: bool) -> Iterator[frozenset[str]]:
    """Yield the questionnaires of each count and size that a table shows."""
    for group, mask in groups.items():
        for name, each in hits.items():
            own = (each if mask is None else each[mask]).dropna()
            if sized:
                yield frozenset(own.index)
            if may[group, name]:
                yield where(own)


def _row(
    name: str, hits: pd.Series, clusters: pd.Series, ids: tuple[str, ...], *, shown: bool, sized: bool
) -> tuple[tuple, Sentence | None]:
    first = (name, *cells(int(hits.sum()), int(hits.notna().sum()), shown, sized=sized))
    if not shown:
        return (*first, WITHHELD), None
    count, of = first[1:3]
    try:
        found = clustered_share(hits, clusters)
    except CannotCarry as refused:
        return (*first, "none"), Sentence(f"{name}: {count} of {of}; {refused.what}.", ids)
    told = f"{name}: {count} of {of} ({share(found.value)}; {span(found.low, found.high)}, {found.shape})."
    return (*first, f"{share(found.low)} to {share(found.high)}"), Sentence(told, ids)


def _summaries(model: Model, held: Held, responses: pd.DataFrame, ids: tuple[str, ...]) -> Told:
    """Return what clusters too few for an interval give: never refused in silence, never with an interval."""
    hits, clusters = _hits(model, held, responses), answers.researchers(responses)
    (may, sized), rows = _may(hits, {"": None}, model, held), []
    for name, each in hits.items():
        own = cluster_summaries(each, clusters)["mean"]
        ends = f"{share(own.min())} to {share(own.max())}" if len(own) else ""
        row = cells(int(each.sum()), int(each.notna().sum()), may["", name], sized=sized)
        rows.append((name, *row[:2], ends if may["", name] else WITHHELD))
    columns = ("Answer", "Count", "Of", "Shares of single clusters, lowest to highest")
    shown = Table(columns, tuple(rows), (ids,) * len(rows), caption=f"{model.title}: summaries only", people=True)
    count = clusters.nunique()
    told = f"{counted(count, 'cluster')} {agrees(count, 'is', 'are')} too few for an interval; the table shows what single clusters give."
    last = (*told_withheld(not all(may.values()), smallest=held.smallest), *about_them(responses, ids, held))
    data = {"clusters": int(clusters.nunique())}
    printed = seen(model, held, responses, _sets(hits, {"": None}, may, sized))
    return Told((Sentence(told, ids), *last), shown, data=data, sources=ids, refused=True, **printed)


def _by(model: Model, held: Held, responses: pd.DataFrame, ids: tuple[str, ...]) -> Told:
    """Return two groups side by side with the difference of their shares, cluster-robust."""
    hits, clusters = _hits(model, held, responses), answers.researchers(responses)
    inside = answers.answered(responses, model.data.by)
    groups = {"yes": inside.fillna(False).astype(bool), "no": ~inside.fillna(True).astype(bool)}
    may, sized = _may(hits, groups, model, held)
    rows, lines, values = [], [], {}
    for name, each in hits.items():
        sides = [each[mask].dropna() for mask in groups.values()]
        told = zip(groups, sides, strict=True)
        rows += [(name, side, *cells(int(own.sum()), len(own), may[side, name], sized=sized)) for side, own in told]
        turned = bool(values) and len(hits) == 2  # of two choices the second is the first turned round
        if turned or not all(may[side, name] for side in groups):
            continue
        try:
            found = clustered_difference(each, inside, clusters)
        except CannotCarry as refused:
            lines.append(Sentence(f"{name}: no interval, for {refused.what}. {refused.next}", ids))
            continue
        lines.append(Sentence(_apart(name, sides, found), ids))
        values[name] = {"value": found.value, "low": found.low, "high": found.high}
    asked = f"Asked: “{_question(model, held).text}” The group: {worded(model.data.by, held)}."
    columns = ("Answer", "In the group", "Count", "Of", "Share")
    shown = Table(columns, tuple(rows), (ids,) * len(rows), caption=model.title, people=True)
    data = {"values": values, "clusters": int(clusters.nunique())}
    last = (*told_withheld(not all(may.values()), smallest=held.smallest), *about_them(responses, ids, held))
    more = seen(model, held, responses, _sets(hits, groups, may, sized)) | {"refused": not values}
    return Told((Sentence(asked, explains=True), *lines, *last), shown, data=data, sources=ids, **more)


def _apart(name: str, sides: list[pd.Series], found: Estimate) -> str:
    inside, outside = (f"{int(own.sum())} of {len(own)} ({share(own.mean())})" for own in sides)
    told = f"{name}: {inside} in the group, {outside} of the others: {points(found.value)}"
    return f"{told} ({span(found.low, found.high, points)}, {found.shape}). {both_ways(found.low, found.high)}".strip()


def before_after(model: Model, held: Held) -> Told:
    """Return the mean change from one number to another of the same people, clustered."""
    responses, ids = answers_of(model, held)
    before, after = (answers.numbers(responses, name) for name in (model.data.before, model.data.after))
    apart = (after - before).dropna()
    if (
        len(apart) < held.smallest
    ):  # before all else: what else is refused would tell how few they are, or what they said
        told = f"fewer than {held.smallest} people answered both times"
        raise CannotCarry(told, "", "Tell it in words, without a number, or ask more people.")
    found = changes(before, after, clusters=answers.researchers(responses))
    each = found.estimate
    told = f"Mean change {amount(each.value)} ({span(each.low, each.high, amount)}, {each.shape}) among {each.n} who answered both."
    lines = [Sentence(told, ids)]
    if unsure := both_ways(each.low, each.high):
        lines.append(Sentence(unsure, ids))
    lines.append(Sentence("Both were asked at one time, so “before” is what people remember.", explains=True))
    ways = {"up": found.up, "down": found.down, "the same": found.same}
    hidden = any(0 < count < held.smallest for count in ways.values())
    rows = (*((way, WITHHELD if hidden else count) for way, count in ways.items()), ("all", each.n))
    shown = Table(("Change", "People"), rows, (ids,) * 4, caption=model.title, people=True)
    ends = {"value": each.value, "low": each.low, "high": each.high}
    data = {name: rough(end, hidden) for name, end in ends.items()} | {"n": each.n, "clusters": each.clusters}
    now, then = (asked_as(name, held) for name in (model.data.after, model.data.before))
    formula = f"change = {now} − {then}; mean, by researcher"
    last = (*told_withheld(hidden, smallest=held.smallest), *about_them(responses, ids, held))
    sets = [] if hidden else [where(apart > 0), where(apart < 0), where(apart == 0)]
    printed = seen(model, held, responses, [frozenset(apart.index), *sets])
    return Told((*lines, *last), shown, data=data, sources=ids, formula=formula, **printed)
