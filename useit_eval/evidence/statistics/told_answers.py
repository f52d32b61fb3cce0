"""Statistics of a questionnaire's answers, clustered by the community researcher who gathered them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from useit_eval.evidence.statistics import answered as answers
from useit_eval.evidence.statistics.clusters import (
    FEW,
    cluster_rule,
    cluster_summaries,
    clustered_difference,
    clustered_share,
)
from useit_eval.evidence.statistics.material import Held, Told
from useit_eval.evidence.statistics.paired import changes
from useit_eval.evidence.statistics.refusal import CannotCarry
from useit_eval.evidence.statistics.words import amount, both_ways, points, share, span
from useit_eval.ground.findings import Sentence, Table
from useit_eval.ground.wording import counted

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook.models import Answered, Model

FRIENDS = (
    "These are answers of friends, neighbours and others whom community researchers reached. They describe who answered, "
    "and are not weighted into a population."
)


def answers_of(model: Model, held: Held) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the answers a model asks for, and the labels of the sources they came in. CannotCarry when there are none."""
    if held.responses is None or held.responses.empty or held.questionnaire is None:
        raise CannotCarry("no questionnaire has been read in", "", "Read an export in: useit-eval questionnaires FILE.")
    own = answers.among(held.responses, model.data.among)
    own = answers.counting(own)
    if own.empty:
        raise CannotCarry(
            "no questionnaire that counts gives these answers", "", "Loosen the conditions under 'among'."
        )
    labels = (held.source_label(source) for source in sorted(own["source_id"].unique()))
    return own, tuple(filter(None, labels))


def worded(test: Answered, held: Held) -> str:
    """Return an answer in readers' words: the question's text and the choice or bound."""
    question = held.questionnaire.by_id[test.question].text.rstrip("?. ")
    if test.choice is not None:
        return f"“{question}”: {held.choice_name(test.question, test.choice)}"
    bound = f"{amount(test.at_least)} or more" if test.at_least is not None else f"{amount(test.at_most)} or less"
    return f"“{question}”: {bound}"


def about_them(responses: pd.DataFrame, ids: tuple[str, ...]) -> tuple[Sentence, ...]:
    """Return the two sentences that stand under every statistic of answers: the rule for clusters, and who answered."""
    return (*_ruled(responses, ids), Sentence(FRIENDS, explains=True))


def _ruled(responses: pd.DataFrame, ids: tuple[str, ...]) -> tuple[Sentence, ...]:
    own = answers.researchers(responses)
    told = f"{counted(len(own), 'questionnaire')}, by the community researcher who gathered them: {cluster_rule(own.nunique())}"
    return (Sentence(told, ids),)


def table(model: Model, held: Held) -> Told:
    """Return the shares of a question's choices, clustered; under ten clusters what each cluster gives, without interval."""
    responses, ids = answers_of(model, held)
    question = held.questionnaire.by_id[model.data.question]
    clusters = answers.researchers(responses)
    if clusters.nunique() < FEW:
        return _summaries(model, held, responses, ids)
    if model.data.by:
        return _by(model, held, responses, ids)
    rows, lines, values = [], [], {}
    for choice in question.choices:
        hits = answers.answered(responses, _choice(question.id, choice.code))
        row, line = _row(choice.label, hits, clusters, ids)
        rows.append(row)
        lines.append(line)
        values[choice.code] = float(hits.mean()) if hits.notna().any() else None
    lead = Sentence(f"Asked: “{question.text}”", explains=True)
    columns = ("Answer", "Count", "Of", "Share", "95% interval")
    shown = Table(columns, tuple(rows), (ids,) * len(rows), caption=model.title)
    data = {"values": values, "n": int(hits.notna().sum()), "clusters": int(clusters.nunique())}
    return Told((lead, *lines, *about_them(responses, ids)), shown, data=data, sources=ids)


def _choice(question: str, choice: str) -> Any:
    from useit_eval.codebook.models import Answered

    return Answered(question=question, choice=choice)


def _row(name: str, hits: pd.Series, clusters: pd.Series, ids: tuple[str, ...]) -> tuple[tuple, Sentence]:
    count, of = int(hits.sum()), int(hits.notna().sum())
    try:
        found = clustered_share(hits, clusters)
    except CannotCarry as refused:
        return (name, count, of, share(count / of) if of else "", "none"), Sentence(
            f"{name}: {count} of {of}; {refused.what}.", ids
        )
    told = f"{name}: {count} of {of} ({share(found.value)}; {span(found.low, found.high)})."
    return (name, count, of, share(found.value), f"{share(found.low)} to {share(found.high)}"), Sentence(told, ids)


def _summaries(model: Model, held: Held, responses: pd.DataFrame, ids: tuple[str, ...]) -> Told:
    question = held.questionnaire.by_id[model.data.question]
    clusters, rows = answers.researchers(responses), []
    for choice in question.choices:
        each = cluster_summaries(answers.answered(responses, _choice(question.id, choice.code)), clusters)
        ends = f"{share(each['mean'].min())} to {share(each['mean'].max())}" if len(each) else ""
        rows.append((choice.label, round(float((each["mean"] * each["n"]).sum())), int(each["n"].sum()), ends))
    columns = ("Answer", "Count", "Of", "Shares of single clusters, lowest to highest")
    shown = Table(columns, tuple(rows), (ids,) * len(rows), caption=f"{model.title}: summaries only")
    lead = Sentence(
        f"{clusters.nunique()} clusters are too few for an interval; the table shows what single clusters give.", ids
    )
    return Told(
        (lead, *about_them(responses, ids)),
        shown,
        data={"clusters": int(clusters.nunique())},
        sources=ids,
        refused=True,
    )


def _by(model: Model, held: Held, responses: pd.DataFrame, ids: tuple[str, ...]) -> Told:
    question, clusters = held.questionnaire.by_id[model.data.question], answers.researchers(responses)
    inside = answers.answered(responses, model.data.by)
    rows, lines, values = [], [], {}
    for choice in question.choices:
        hits = answers.answered(responses, _choice(question.id, choice.code))
        for side, name in ((True, "yes"), (False, "no")):
            own = hits[inside.fillna(not side) == side].dropna()
            rows.append((choice.label, name, int(own.sum()), len(own), share(own.mean()) if len(own) else ""))
        if values and len(question.choices) == 2:
            continue  # of two choices the second is the first turned round
        found = clustered_difference(hits, inside, clusters)
        told = f"{choice.label}: {points(found.value)} ({span(found.low, found.high, points)}). {both_ways(found.low, found.high)}"
        lines.append(Sentence(told.strip(), ids))
        values[choice.code] = {"value": found.value, "low": found.low, "high": found.high}
    lead = Sentence(
        f"Those with {worded(model.data.by, held)}, less the others. Asked: “{question.text}”", explains=True
    )
    shown = Table(
        ("Answer", "In the group", "Count", "Of", "Share"), tuple(rows), (ids,) * len(rows), caption=model.title
    )
    data = {"values": values, "clusters": int(clusters.nunique())}
    return Told((lead, *lines, *about_them(responses, ids)), shown, data=data, sources=ids)


def before_after(model: Model, held: Held) -> Told:
    """Return the mean change from one number to another of the same people, clustered."""
    responses, ids = answers_of(model, held)
    before, after = (answers.numbers(responses, name) for name in (model.data.before, model.data.after))
    found = changes(before, after, clusters=answers.researchers(responses))
    each = found.estimate
    told = f"Mean change {amount(each.value)} ({span(each.low, each.high, amount)}) among {each.n} who answered both."
    lines = [Sentence(told, ids)]
    if unsure := both_ways(each.low, each.high):
        lines.append(Sentence(unsure, ids))
    lines.append(Sentence("Both were asked at one time, so “before” is what people remember.", explains=True))
    rows = (("up", found.up), ("down", found.down), ("the same", found.same), ("all", each.n))
    shown = Table(("Change", "People"), rows, (ids,) * 4, caption=model.title)
    data = {"value": each.value, "low": each.low, "high": each.high, "n": each.n, "clusters": each.clusters}
    formula = f"change = {model.data.after} − {model.data.before}; mean, by researcher, {each.shape}"
    return Told((*lines, *about_them(responses, ids)), shown, data=data, sources=ids, formula=formula)
