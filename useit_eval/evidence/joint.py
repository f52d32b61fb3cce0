"""Joint displays: numbers and claims side by side on each theory, with the inference that a named person wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from useit_eval.evidence.figures import defined, shown
from useit_eval.evidence.proportions import wilson
from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, day, listed, missing, plain, started, text

NONE = "none"
MODEL = "evidence.model."
COLUMNS = ("Theory and context group", "Number", "Claims", "Relation", "Inference, and by whom", "Change to theory")


class JointRow(Protocol):
    """What a row of joint_display.yaml says."""

    theory: str
    group: str
    number: str
    of: str | None
    claims: tuple[str, ...]
    relation: str
    inference: str
    change: str
    author: str
    dated: str


def display_jointly(
    rows: Sequence[JointRow],
    claims: pd.DataFrame,
    figures: pd.DataFrame,
    theories: pd.DataFrame,
    *,
    strands: Mapping[str, str],
    groups: Mapping[str, str] | None = None,
    models: Iterable[Finding] = (),
) -> list[Finding]:
    """Return evidence.joint.<strand> for each strand with a theory: number, claims, relation, inference and change.

    ``rows`` of joint_display.yaml; ``claims`` as from `cmo.situate_claims`, ``figures`` as in `ground.frames`,
    ``theories`` needs theory_id, strand and title; ``groups`` titles of stakeholder groups; ``models`` findings, of
    which evidence.model.<label> are used and bring their own interval. A figure that is a part of another (``of``) is a
    share with Wilson's interval, when both are exact counts in one unit. A claim or number no longer on record is left
    out and said so. A theory without a row is told: nobody has written the inference yet.
    """
    require(claims, "claims", "label", "source", "unit", "paraphrase")
    require(theories, "theories", "theory_id", "strand", "title")
    records = _Records(
        claims, figures, groups or {}, {found.data["label"]: found for found in models if found.key.startswith(MODEL)}
    )
    found = []
    for strand, title in strands.items():
        own = theories[theories["strand"] == strand]
        if len(own):
            ids = set(own["theory_id"])
            found.append(_finding(strand, title, own, [row for row in rows if row.theory in ids], records))
    return found


class _Records:
    """What the labels of a row stand for."""

    def __init__(
        self,
        claims: pd.DataFrame,
        figures: pd.DataFrame,
        groups: Mapping[str, str],
        models: Mapping[str, Finding],
    ) -> None:
        self.claims = claims.set_index("label")
        self.figures = {row["label"]: row for row in figures.to_dict("records")}
        self.groups, self.models = groups, models

    def number(self, row: JointRow) -> str:
        """Return a row's number with its interval, in words."""
        if row.number == NONE:
            return "no number"
        if row.number in self.models:
            return _of_model(self.models[row.number])
        figure = self.figures.get(row.number)
        if figure is None:
            return f"{row.number} is not on record or could not be computed"
        share = _share(figure, self.figures.get(row.of or ""))
        told = started(f"{shown(figure)}, {defined(figure)} ({text(figure['as_of'])})")
        return f"{told} {share}".strip()

    def told(self, labels: Sequence[str]) -> str:
        """Return how many claims, sources and units stand behind labels, and the first claim in our words."""
        if not labels:
            return "no claim"
        held = self.claims.loc[[label for label in labels if label in self.claims.index]]
        if held.empty:
            return "no claim is on record any more"
        counts = (
            counted(len(held), "claim"),
            counted(held["source"].nunique(), "source"),
            counted(held["unit"].nunique(), "unit"),
        )
        return f"{', '.join(counts)} ({listed(held.index)}). {held.index[0]}: {started(held['paraphrase'].iloc[0])}"


def _share(figure: Mapping[str, Any], whole: Mapping[str, Any] | None) -> str:
    """Return a figure as a share of another with Wilson's interval; "" unless both are exact whole counts in one unit."""
    pair = (figure, whole)
    if whole is None or any(missing(one["value"]) or one["bound"] != "exact" for one in pair):
        return ""
    count, total = (float(one["value"]) for one in pair)
    whole_numbers = count.is_integer() and total.is_integer() and total > 0
    if figure["unit"] != whole["unit"] or not whole_numbers or not 0 <= count <= total:
        return ""
    low, high = wilson(int(count), int(total))
    return f"{count:.0f} of {total:.0f}: {count / total:.0%} (Wilson's 95% interval {low:.0%} to {high:.0%})."


def _of_model(model: Finding) -> str:
    """Return a statistic's result: its first line with an interval, else with a number, or why it was not computed."""
    lines = [line.text for line in model.sentences]
    counting = [line for line in lines if any(map(str.isdigit, line))]
    spread = [line for line in counting if "interval" in line]
    told = lines[:1] if model.data.get("refused") else (spread or counting or lines)[:1]
    return f"{started(model.title)} {' '.join(told)}".strip()


def _finding(strand: str, title: str, theories: pd.DataFrame, rows: list[JointRow], records: _Records) -> Finding:
    written = {row.theory for row in rows}
    bare = [key for key in theories["theory_id"] if key not in written]
    lines = []
    if rows:
        told = listed(f"{plain(word)} ({sum(row.relation == word for row in rows)})" for word in _relations(rows))
        lines.append(
            Sentence(
                f"{counted(len(rows), 'row').capitalize()} {agrees(len(rows), 'sets', 'set')} numbers beside what people say, and {agrees(len(rows), 'names', 'name')} what follows. The relation: {told}.",
                tuple(dict.fromkeys(row.theory for row in rows)),
            )
        )
    if bare:
        does = agrees(len(bare), "theory", "theories")
        lines.append(Sentence(f"For the {does} {listed(bare)} nobody has written the inference yet.", tuple(bare)))
    cells = tuple(_cells(row, records) for row in rows)
    ids = tuple(_ids(row) for row in rows)
    table = Table(COLUMNS, cells, ids, caption="Numbers and claims side by side") if rows else None
    trace = tuple(dict.fromkeys(label for row in ids for label in row)) + tuple(bare)
    data = {"rows": len(rows), "unwritten": bare, "relations": [row.relation for row in rows]}
    key = f"evidence.joint.{strand}"
    return Finding(
        key, f"Numbers and claims together: {title}", tuple(lines), table, strand=strand, data=data, trace=trace
    )


def _relations(rows: list[JointRow]) -> list[str]:
    return list(dict.fromkeys(row.relation for row in rows))


def _cells(row: JointRow, records: _Records) -> tuple[str, ...]:
    group = records.groups.get(row.group, row.group)
    signed = f"{started(row.inference)} ({plain(row.author)}, {day(row.dated)})"
    change = NONE if row.change == NONE else started(row.change)
    return (
        f"{row.theory}: {group}",
        records.number(row),
        records.told(row.claims),
        plain(row.relation),
        signed,
        change,
    )


def _ids(row: JointRow) -> tuple[str, ...]:
    numbers = (row.number,) if row.number != NONE else ()
    return tuple(dict.fromkeys((row.theory, *numbers, *((row.of,) if row.of else ()), *row.claims)))
