"""Two coders' codings of one source beside each other: what both saw, what only one saw, and where codes or links differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from useit_eval.coder import view
from useit_eval.coder.places import Place, ids_of, silent_turns
from useit_eval.coder.session import Session, check_name
from useit_eval.ground.errors import InputRefused, UseitError

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
MEASURES = {"percent": "Percent agreement", "gwet_ac1": "Gwet's AC1", "krippendorff_alpha": "Krippendorff's alpha"}
REPLICATES = 300
WORDS = {
    "both": "What you both saw",
    "only_a": "What {a} saw and {b} did not",
    "only_b": "What {b} saw and {a} did not",
    "other_code": "The same words, another code",
    "links": "The same passage, linked in another way",
}
TRAINING = {
    "both": "What you both saw",
    "only_a": "What you saw that the facilitator did not",
    "only_b": "What to look at again",
    "other_code": "The same words, another code: read both definitions again",
    "links": "The same passage, linked in another way",
}
NO_GRADE = "Where people differ, a definition can often be made sharper. This is no grade of anybody."


def compare(session: Session, others: Sequence[str]) -> dict[str, Any]:
    """Return the comparison of the open source: one's own codings with another's, or two others' where one only reads.

    Keys: coders (a and b first), both, only_a, only_b, other_code (places with start, end, codes by coder and ids of
    codings), links, measures (over everybody named), reasons (memos of b's codings), words (headings) and
    note. ``read`` of an only_b place is false where a has not read that turn yet. Raises InputRefused when no source
    is open, for somebody whom the mode does not let one see, and for coders of whom none marked anything.
    """
    coders = _chosen(session, others)
    row, place = view.opened(session, session.source)
    rows = _rows(session, row["source_id"], coders)
    if not rows["codings"]:
        raise InputRefused("nobody of those chosen has marked anything in this source yet", "", "Come back later.")
    found = _places(rows, coders[:2], _turns_read(rows, coders[0], place))
    words = TRAINING if session.mode == "training" else WORDS
    return {
        "coders": list(coders),
        **found,
        "links": _links(session, rows, coders[:2]),
        "measures": _measures(session, rows, coders, place),
        "reasons": {
            row["coding_id"]: row["memo"] for row in rows["codings"] if row["coder"] == coders[1] and row["memo"]
        },
        "words": {key: text.format(a=coders[0], b=coders[1]) for key, text in words.items()},
        "note": NO_GRADE,
    }


def _chosen(session: Session, others: Sequence[str]) -> tuple[str, ...]:
    """Return whom to compare: oneself first, unless one only reads and names two or more."""
    if not session.source:
        raise InputRefused("no source is open", "", "Open one first.")
    named = tuple(dict.fromkeys(check_name(name) for name in others or session.with_coders))
    allowed = {session.coder, *session.with_coders}
    if session.mode == "blind":
        raise InputRefused("in blind mode nobody else's codings are shown", "", "Compare when both have finished.")
    unseen = [
        name for name in named if name not in allowed and not (session.mode == "read" and not session.with_coders)
    ]
    if unseen:
        raise InputRefused(f"the codings of {unseen[0]} are not open to you", "", "Ask whoever leads the coding.")
    people = named if session.may_write is False and len(named) > 1 else (session.coder, *named)
    people = tuple(dict.fromkeys(people))
    if len(people) < 2:
        raise InputRefused("a comparison needs two coders", "", "Choose somebody else as well.")
    return people


def _rows(session: Session, source_id: str, coders: Sequence[str]) -> dict[str, list[Row]]:
    ids = ids_of(session.bench.store, source_id)
    silent = silent_turns(session.bench.store, ids)
    rows = view.gather_rows(session, ids, silent)
    kept = {name: [row for row in rows[name] if row["coder"] in coders] for name in ("codings", "claims", "coverage")}
    linked = {row["claim_id"] for row in kept["claims"]}
    kept["parts"] = [row for row in rows["parts"] if row["claim_id"] in linked]
    for row in kept["codings"]:
        row["source_id"] = source_id
    return kept


def _places(rows: dict[str, list[Row]], pair: Sequence[str], read: Sequence[tuple[int, int]] | None) -> dict[str, Any]:
    from useit_eval.coding.places import gather_places

    found: dict[str, list[Row]] = {"both": [], "only_a": [], "only_b": [], "other_code": []}
    frame = _frame([row for row in rows["codings"] if row["coder"] in pair], _CODING)
    if frame.empty:
        return found
    for _, group in gather_places(frame).groupby("place", sort=False):
        own = [group[group["coder"] == coder] for coder in pair]
        codes = [list(dict.fromkeys(each["code_id"])) for each in own]
        item = {"start": int(group["start"].min()), "end": int(group["end"].max())}
        item["codings"] = {coder: each["coding_id"].tolist() for coder, each in zip(pair, own, strict=True)}
        _sort_in(found, item, codes, pair, read)
    return {name: sorted(held, key=lambda item: (item["start"], item["end"])) for name, held in found.items()}


def _sort_in(found: dict[str, list[Row]], item: Row, codes: list[list[str]], pair: Sequence[str], read: Any) -> None:
    shared = [code for code in codes[0] if code in codes[1]]
    if shared:
        found["both"].append({**item, "codes": shared})
    if codes[0] and codes[1] and set(codes[0]) != set(codes[1]):
        told = dict(zip(pair, codes, strict=True))
        found["other_code"].append({**item, "codes": list(dict.fromkeys([*codes[0], *codes[1]])), "by": told})
    if not codes[1]:
        found["only_a"].append({**item, "codes": codes[0]})
    if not codes[0]:
        known = read is None or any(start < item["end"] and item["start"] < end for start, end in read)
        found["only_b"].append({**item, "codes": codes[1], "read": known})


def _turns_read(rows: dict[str, list[Row]], coder: str, place: Place) -> list[tuple[int, int]] | None:
    """Return the places of the turns that a coder has read; None where nothing was noted of it."""
    ranges = [(row["from_turn"], row["to_turn"]) for row in rows["coverage"] if row["coder"] == coder]
    if not ranges:
        return None
    return [(start, end) for number, start, end, _ in place.turns if any(a <= number <= b for a, b in ranges)]


def _links(session: Session, rows: dict[str, list[Row]], pair: Sequence[str]) -> list[Row]:
    from useit_eval.coding import list_disagreements

    codings = [row for row in rows["codings"] if row["coder"] in pair]
    if len({row["coder"] for row in codings}) < 2 or not rows["parts"]:
        return []
    bench, source = session.bench, rows["codings"][0]["source_id"]
    found = list_disagreements(
        _frame(codings, _CODING), codes=bench.codebook.frame(), coders=list(pair),
        sources=_frame([{"source_id": source, "label": ""}], ("source_id", "label")),
        claims=_frame(rows["claims"], ("claim_id", "label")), parts=_frame(rows["parts"], ("claim_id", "coding_id", "slot")),
    )  # fmt: skip
    return [
        {"start": int(row["start"]), "end": int(row["end"]), "by": dict(row["said"])}
        for row in found[found["kind"] == "link"].to_dict("records")
    ]


def _measures(session: Session, rows: dict[str, list[Row]], coders: Sequence[str], place: Place) -> list[Row]:
    from useit_eval.coding import measure_agreement

    try:
        found = measure_agreement(
            _frame(rows["codings"], _CODING), unit="turn", by="overall", coders=list(coders), measures=list(MEASURES),
            segments=_segments(rows["codings"][0]["source_id"], place), read=_read(rows, coders, place),
            seed=session.bench.study.seed, replicates=REPLICATES,
        )  # fmt: skip
    except UseitError as error:  # one of them marked nothing: said in words, where the numbers would stand
        return [{"name": "Agreement", "value": None, "low": None, "high": None, "unit": "turn", "why": str(error)}]
    return [
        {"name": MEASURES[row["measure"]], **{name: _number(row[name]) for name in ("value", "low", "high")},
         "unit": "turn", "why": row["why"] if isinstance(row["why"], str) else ""}
        for row in found.to_dict("records") if row["measure"] in MEASURES
    ]  # fmt: skip


def _read(rows: dict[str, list[Row]], coders: Sequence[str], place: Place) -> pd.DataFrame:
    """Return what each coder has read of the source: the turns noted, or all of it where none was."""
    source, found = rows["codings"][0]["source_id"], []
    for coder in coders:
        marked = [(row["start"], row["end"]) for row in rows["codings"] if row["coder"] == coder]
        noted = _turns_read(rows, coder, place)
        turns = [
            (start, end)
            for _, start, end, _ in place.turns
            if noted is None or (start, end) in noted or any(a < end and start < b for a, b in marked)
        ]
        found += [(coder, source, start, end) for start, end in turns or [(0, len(place.text))]]
    return _frame([dict(zip(_STRETCH, row, strict=True)) for row in found], _STRETCH)


def _segments(source_id: str, place: Place) -> pd.DataFrame:
    names = ("segment_id", "source_id", "number", "start", "end", "locator")
    turns = place.turns or ((1, 0, len(place.text), ""),)
    return _frame(
        [dict(zip(names, (str(n), source_id, n, start, end, told), strict=True)) for n, start, end, told in turns],
        names,
    )


def _number(value: Any) -> float | None:
    """Return a number that JSON can hold."""
    return float(value) if value is not None and math.isfinite(value) else None


_CODING = ("coder", "coding_id", "source_id", "start", "end", "code_id")
_STRETCH = ("coder", "source_id", "start", "end")


def _frame(rows: list[Row], names: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([{name: row[name] for name in names} for row in rows], columns=list(names))
