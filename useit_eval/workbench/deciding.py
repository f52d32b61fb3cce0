"""What coders decide about one difference, checked and written to the store at once. It changes no coding by itself."""

from __future__ import annotations

import dataclasses
import re
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from useit_eval.coding.disagreements import key_of
from useit_eval.ground import terms
from useit_eval.ground.errors import UsageError
from useit_eval.ground.wording import text
from useit_eval.sources.spreadsheets.sheets import closest

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.store.database import Store

_BY_KIND = {
    "place": ("one_code", "no_code", "definition_sharpened", "left_open"),
    "code": ("one_code", "both_codes", "no_code", "definition_sharpened", "left_open"),
    "link": ("one_slot", "both_slots", "definition_sharpened", "left_open"),
}


@dataclasses.dataclass(frozen=True)
class Decided:
    """What people typed about one difference: what was decided, and by whom (names, with semicolons or commas between)."""

    decided: str
    decided_by: str
    agreed_code: str = ""
    agreed_slot: str = ""
    sharper_code: str = ""
    sharper_definition: str = ""
    reason: str = ""


def names_in(cell: str) -> list[str]:
    """Return the names in a field, each once.

    Example:
        >>> names_in("Ann, Ben and Cat; Ann")
        ['Ann', 'Ben', 'Cat']
    """
    parts = re.split(r"[;,\n]|\s+and\s+|\s*&\s*", cell)
    return list(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def record_decision(
    store: Store, difference: Mapping[str, Any], decided: Decided, *, codes: pd.DataFrame, round_no: int
) -> str:
    """Return the id of the decision written about one difference; what was decided of it before is superseded.

    ``difference`` is a row of `list_disagreements` whose codings bear the ids their records began with; ``codes`` is
    the codebook's frame (code_id, name, retired). Raises UsageError, and writes nothing, when nobody decided, for a
    word that is no decision on such a difference, a code the codebook does not have, or a decision that lacks its
    code, slot or wording.
    """
    row = _row(difference, _checked(decided, str(difference["kind"]), codes), round_no)
    people = row["decided_by"]
    with store.writing(by=people) as work:
        standing = standing_on(work.current("decision"), difference)
        held = {one["decision_id"]: one for one in work.all_rows("decision")}
        settled = [_removal(held[key]) for key in standing[:-1]]
        work.append_rows("decision", [{**row, "supersedes": standing[-1] if standing else None}, *settled])
    return row["decision_id"]


def standing_on(decisions: pd.DataFrame, difference: Mapping[str, Any]) -> list[str]:
    """Return the ids of the decisions that stand about a difference, oldest first; two copies may have decided apart."""
    wanted = key_of(difference["kind"], difference["codings"], difference["codes"])
    rows = decisions.sort_values(["recorded_at", "decision_id"])
    cells = zip(rows["decision_id"], rows["kind"], rows["codings"], rows["codes"], strict=True)
    return [decision_id for decision_id, *told in cells if key_of(*told) == wanted]


def code_named(words: str, codes: pd.DataFrame) -> str:
    """Return the id of the code that a person named, by id or name. Raises UsageError for one that is not in use."""
    wanted = " ".join(words.split()).casefold()
    for code_id, name in zip(codes["code_id"], codes["name"], strict=True):
        if wanted in (str(code_id).casefold(), str(name).casefold()):
            _refuse_retired(code_id, codes)
            return str(code_id)
    raise UsageError(f"{words!r} is no code of the codebook", "", closest(words, codes["name"]))


def _refuse_retired(code_id: str, codes: pd.DataFrame) -> None:
    row = codes[codes["code_id"] == code_id].iloc[0].to_dict()
    if row.get("retired") or text(row.get("merged_into")):
        raise UsageError(f"the code {row['name']!r} is no longer used", "", "Choose another code.")


def _checked(given: Decided, kind: str, codes: pd.DataFrame) -> Decided:
    people = names_in(given.decided_by)
    if not given.decided:
        raise UsageError("nothing is decided yet", "", "Choose what was decided.")
    if given.decided not in _BY_KIND[kind]:
        raise UsageError(f"{given.decided!r} is no decision here", "", closest(given.decided, _BY_KIND[kind]))
    if not people:
        raise UsageError("nobody has decided", "", "Write the names of those who decide.")
    given = _with_codes(_at_issue(given), codes)
    lacking = {"one_code": (given.agreed_code, "which code holds"), "one_slot": (given.agreed_slot, "which slot holds")}
    value, what = lacking.get(given.decided, ("given", ""))
    if not value:
        raise UsageError(f"the decision does not say {what}", "", "Choose it, and save again.")
    _refuse_half_a_wording(given)
    if given.agreed_slot and given.agreed_slot not in terms.SLOTS:
        raise UsageError(f"{given.agreed_slot!r} is no slot", "", closest(given.agreed_slot, terms.SLOTS))
    return dataclasses.replace(given, decided_by="; ".join(people))


def _at_issue(given: Decided) -> Decided:
    """Return what was typed without blanks around it, and without a code or slot that this decision does not name."""
    told = {name: value.strip() for name, value in dataclasses.asdict(given).items()}
    told["agreed_code"] = told["agreed_code"] if given.decided == "one_code" else ""
    told["agreed_slot"] = told["agreed_slot"] if given.decided == "one_slot" else ""
    return Decided(**told)


def _with_codes(given: Decided, codes: pd.DataFrame) -> Decided:
    named = {name: value for name in ("agreed_code", "sharper_code") if (value := getattr(given, name))}
    return dataclasses.replace(given, **{name: code_named(value, codes) for name, value in named.items()})


def _refuse_half_a_wording(given: Decided) -> None:
    if given.sharper_definition and not given.sharper_code:
        raise UsageError("a sharper definition needs its code", "", "Choose whose definition it is.")
    if given.decided == "definition_sharpened" and not given.sharper_definition:
        raise UsageError("the sharper definition is still empty", "", "Write it, or leave the difference open.")


def _row(difference: Mapping[str, Any], decided: Decided, round_no: int) -> dict[str, Any]:
    place = {name: difference[name] for name in ("source_id", "kind", "codings", "coders", "codes")}
    told = {name: value or None for name, value in dataclasses.asdict(decided).items()}
    if not decided.sharper_definition:
        told["sharper_code"] = None
    span = {"start": int(difference["start"]), "end": int(difference["end"])}
    return {"decision_id": str(uuid.uuid4()), **place, **span, **told, "round_no": int(round_no)}


def _removal(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in ("store_id", "recorded_by", "recorded_at")}
    return {**kept, "decision_id": str(uuid.uuid4()), "supersedes": row["decision_id"], "removed": True}


def choices_for(kind: str) -> Iterable[tuple[str, str]]:
    """Return what can be decided about a kind of difference, as the form says it, with its word in the record."""
    return [(_ASKED[word], word) for word in _BY_KIND[kind]]


_ASKED = {
    **{"one_code": "One code holds", "both_codes": "The codes hold side by side", "no_code": "No code is needed here"},
    **{"one_slot": "One slot holds", "both_slots": "Both ways of linking hold", "left_open": "Left open for now"},
    "definition_sharpened": "A definition has to be sharper first",
}
