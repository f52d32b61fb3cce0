"""What coders decided about their differences, told to readers: decisions so far, and definitions that wait."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from useit_eval.coding.codes import code_names
from useit_eval.coding.disagreements import key_of
from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.frames import labels
from useit_eval.ground.wording import agrees, counted, listed, plain, text

TOLD = {
    **{"one_code": "one code holds", "both_codes": "the codes hold side by side", "no_code": "no code is needed"},
    **{"one_slot": "one slot holds", "both_slots": "the ways of linking hold side by side", "left_open": "left open"},
    "definition_sharpened": "a definition is to be sharper first",
}
NOTE = "A decision changes no coding by itself: whoever coded the passage changes it, or a person changes the codebook."


def tell_decisions(
    decisions: pd.DataFrame, differences: pd.DataFrame, *, codes: pd.DataFrame, sources: pd.DataFrame
) -> Finding:
    """Return the finding agreement.decisions: what was decided of the differences, by whom, and which definitions wait.

    ``decisions`` are rows of that table that stand; ``differences`` the list that they are about (see
    `list_disagreements`); ``codes`` needs code_id and name, with definition where known; ``sources`` source_id and
    label. A definition waits until the codebook's has the same words. Neither reasons nor words of respondents are
    told. The table holds the definitions to sharpen; without any there is none.
    """
    require(decisions, "decisions", "source_id", "kind", "codings", "codes", "decided", "decided_by")
    sourced = dict(zip(sources["source_id"], sources["label"], strict=True))
    settled = {key_of(*row) for row in decisions[["kind", "codings", "codes"]].itertuples(index=False, name=None)}
    listed_keys = differences[["kind", "codings", "codes"]].itertuples(index=False, name=None)
    waiting = sum(key_of(*row) not in settled for row in listed_keys)
    table = _definitions(decisions, codes, sourced)
    ids = tuple(
        dict.fromkeys(sourced.get(source, "") for source in [*differences["source_id"], *decisions["source_id"]])
    )
    data = {"differences": len(differences), "decided": len(decisions), "waiting": int(waiting)}
    return Finding(
        key="agreement.decisions",
        title="What the coders decided",
        sentences=tuple(_sentences(decisions, data, table, ids or tuple(sourced.values()))),
        table=table,
        data={**data, "definitions": len(table.rows) if table else 0},
        trace=ids or tuple(sourced.values()),
    )


def tell_decision(row: dict, names: dict[str, str]) -> str:
    """Return a decision as people say it, with the code or slot that holds.

    Example:
        >>> tell_decision({"decided": "one_code", "agreed_code": "hope"}, {"hope": "Hope"})
        'one code holds: Hope'
    """
    code, slot = text(row.get("agreed_code")), text(row.get("agreed_slot"))
    named = names.get(code, code) or (plain(slot) if slot else "")
    return f"{TOLD[row['decided']]}{f': {named}' if named else ''}"


def _sentences(decisions: pd.DataFrame, data: dict, table: Table | None, ids: tuple[str, ...]) -> Iterator[Sentence]:
    if not data["differences"] and not data["decided"]:
        yield Sentence("No place is listed where these coders differ, so there is nothing to decide.", explains=True)
        return
    waiting = data["waiting"]
    if data["decided"]:
        told = decisions["decided"].value_counts()
        ways = listed(f"{TOLD[word]} ({told[word]})" for word in TOLD if word in told)
        people = listed(sorted({name for cell in decisions["decided_by"] for name in labels(cell)}))
        yield Sentence(
            f"{_first(data['decided'], 'difference')} {agrees(data['decided'], 'was', 'were')} decided by {people}: {ways}.",
            ids,
        )
    if waiting:
        yield Sentence(
            f"{_first(waiting, 'difference')} {agrees(waiting, 'waits', 'wait')} for a meeting of the coders.", ids
        )
    if table:
        count = len(table.rows)
        move = f"{agrees(count, 'waits', 'wait')} for a person to move {agrees(count, 'it', 'them')} into the codebook."
        yield Sentence(f"{_first(count, 'sharper definition')} {move}", ids)
    yield Sentence(NOTE, explains=True)


def _first(count: int, noun: str) -> str:
    told = counted(count, noun)
    return f"{told[0].upper()}{told[1:]}"


def _definitions(decisions: pd.DataFrame, codes: pd.DataFrame, sourced: dict[str, str]) -> Table | None:
    wanted = decisions[decisions["sharper_definition"].notna()] if "sharper_definition" in decisions else decisions[:0]
    names = code_names(codes)
    now = dict(zip(codes["code_id"], codes["definition"], strict=True)) if "definition" in codes else {}
    rows, ids = [], []
    for row in wanted.to_dict("records"):
        code = row["sharper_code"]
        if _plain(now.get(code)) != _plain(row["sharper_definition"]):
            people = listed(labels(row["decided_by"]))
            rows.append((names.get(code, code), text(now.get(code)), text(row["sharper_definition"]), people))
            ids.append((sourced.get(row["source_id"], ""),))
    columns = ("Code", "Definition now", "Proposed wording", "Decided by")
    return Table(columns, tuple(rows), tuple(ids), caption="Definitions to sharpen") if rows else None


def _plain(value: object) -> str:
    return " ".join(text(value).split())
