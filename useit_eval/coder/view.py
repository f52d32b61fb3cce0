"""What a page is shown of one source: text, turns, codebook, and the codings that the mode lets a person see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from useit_eval.coder.columns import shown as told_short
from useit_eval.coder.places import (
    Place,
    ids_of,
    is_withdrawn,
    of_source,
    silent_turns,
    standing_source,
    touches,
    voiced,
)
from useit_eval.coder.session import Session, open_session
from useit_eval.ground import terms
from useit_eval.ground.blanks import blank
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.text import sha256
from useit_eval.store import lookups
from useit_eval.workbench import asked

if TYPE_CHECKING:
    from useit_eval.workbench.bench import Bench

Row = dict[str, Any]
MOST_RECENT = 8
SLOT_NAMES = {
    "intervention": ("Intervention", "what was done or offered"),
    "context": ("Context", "what was so already, and makes the difference"),
    "actor": ("Actor", "who acts"),
    "mechanism_resource": ("Resource", "what is offered or put within reach"),
    "mechanism_reasoning": ("Reasoning", "what people think, feel or decide in response"),
    "mechanism_mixed": ("Resource and reasoning", "both in one passage, where they cannot be parted"),
    "outcome": ("Outcome", "what came of it, wanted or not"),
}
_APART = ("store_id", "recorded_by")


def open_view(
    bench: Bench, source: str, *, coder: str, mode: str = "code", with_coders: Sequence[str] = (), round_no: int = 1
) -> dict[str, Any]:
    """Return what a page shows of a source (label or id) as plain values for JSON; see docs/coder.md for its keys.

    Blind mode holds nobody else's rows, training mode the facilitator's neither; read mode holds those of ``with_coders``
    (everybody's when none is named). Raises InputRefused for an unknown or withdrawn source, one whose text is not
    at hand, and what `open_session` refuses.
    """
    session = open_session(bench, coder=coder, mode=mode, with_coders=with_coders, round_no=round_no)
    return show_view(session, source)


def show_view(session: Session, source: str) -> dict[str, Any]:
    """Return the view of a source (label or id; "" for the first that can be coded) and note that it is open."""
    bench = session.bench
    row, place = opened(session, source)
    ids = ids_of(bench.store, row["source_id"])
    voices = of_source(bench.store, "voice", ids)
    turns = _turns(bench, ids, voices, place)
    silent = [turn for turn in turns if turn["voice_id"] in _silent(voices)]
    rows = gather_rows(session, ids, silent)
    shown = seen_by(session, rows)
    session.source = row["source_id"]
    return {
        "stamp": _stamp(row, place, silent),
        **_study(session),
        "sources": _sources(session),
        "source": _source(row, blank(place.text, [(turn["start"], turn["end"]) for turn in silent])),
        "turns": [{name: turn[name] for name in _TURN} for turn in turns],
        "voices": [_voice(voice) for voice in voices if not is_withdrawn(voice)],
        **shown,
        "recent": _recent(session),
        "coders": _coders(session, shown["codings"]),
        "compare_with": list(session.with_coders),
    }


def stamp_of(session: Session, source: str) -> str:
    """Return the stamp that the view of a source would bear now: another one when its text or whose words may be shown changed.

    Raises InputRefused for a source that can no longer be shown.
    """
    row, place = opened(session, source)
    return _stamp(row, place, silent_turns(session.bench.store, ids_of(session.bench.store, row["source_id"])))


def _stamp(row: Row, place: Place, silent: list[Row]) -> str:
    told = [row["source_id"], place.sha256_text, *sorted({turn["voice_id"] for turn in silent})]
    return sha256(" ".join(told))[:16]


def gather_rows(session: Session, ids: list[str], silent: list[Row]) -> dict[str, list[Row]]:
    """Return the codings, claims, parts, evidence and coverage of a source in this round, by everybody.

    Left out is what touches a turn of a voice that withdrew (``silent``).
    """
    store, round_no = session.bench.store, session.round_no
    codings = [
        row for row in of_source(store, "coding", ids) if row["round_no"] == round_no and not touches(row, silent)
    ]
    gone = {turn["voice_id"] for turn in silent}
    claims = [row for row in of_source(store, "claim", ids) if row["round_no"] == round_no]
    claims = [row for row in claims if not {row["voice_id"], row["reported_by"]} & gone]
    coverage = [row for row in of_source(store, "coverage", ids) if row["round_no"] == round_no]
    labels = {row["label"] for row in claims}
    evidence = lookups.rows_where(store, "evidence", "subject_label", labels, standing=True)
    evidence = [row for row in evidence if row["subject_kind"] == "claim"]
    parts = _parts(session, claims, codings)
    return {"codings": codings, "claims": claims, "parts": parts, "evidence": evidence, "coverage": coverage}


def seen_by(session: Session, rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Return the rows that a session may be sent: those of whom its mode names, and never a word of anybody else."""
    may = _who_is_seen(session)
    claims = [row for row in rows["claims"] if may(row["coder"])]
    codings = [row for row in rows["codings"] if may(row["coder"])]
    linked, marked = {row["claim_id"] for row in claims}, {row["coding_id"] for row in codings}
    labels = {row["label"] for row in claims}
    parts = [row for row in rows["parts"] if row["claim_id"] in linked and row["coding_id"] in marked]
    evidence = [row for row in rows["evidence"] if row["subject_label"] in labels and may(row["rater"])]
    kept = {"codings": codings, "claims": claims, "parts": parts, "evidence": evidence}
    kept["coverage"] = [row for row in rows["coverage"] if may(row["coder"])]
    return {name: [_plain(row) for row in held] for name, held in kept.items()}


def _who_is_seen(session: Session) -> Callable[[str], bool]:
    if session.mode in ("blind", "training"):
        return lambda coder: coder == session.coder
    if session.mode == "compare":
        return lambda coder: coder in session.with_coders
    if session.mode == "read" and not session.with_coders:
        return lambda coder: True
    return lambda coder: coder == session.coder or coder in session.with_coders


def opened(session: Session, source: str) -> tuple[Row, Place]:
    """Return a source's row and its text with turns. Raises InputRefused when it is unknown, withdrawn or not at hand."""
    bench = session.bench
    row = None
    if source.isprintable():  # other signs no database takes
        row = standing_source(
            bench.store, (lookups.source_id(bench.store, source) or source) if source else _first(bench)
        )
    if row is None:
        raise InputRefused(f"{told_short(source)} is no source of the study", "", "Choose one of the list.")
    if is_withdrawn(row):
        raise InputRefused(f"consent to {row['label']} was withdrawn, so it is no longer coded", "", "")
    place = session.place(row["source_id"], row["sha256_text"])
    if place is None:
        raise InputRefused(f"the text of {row['label']} is not at hand", "", "Attach it with: useit-eval add PATH")
    return row, place


def _first(bench: Bench) -> str:
    held = lookups.with_text(bench.store)
    rows = lookups.rows_where(bench.store, "source", "source_id", held, standing=True)
    found = sorted((row["label"], row["source_id"]) for row in rows if not is_withdrawn(row))
    if not found:
        raise InputRefused("no text is at hand that could be coded", "", "Add one with: useit-eval add PATH")
    return found[0][1]


def _study(session: Session) -> dict[str, Any]:
    bench = session.bench
    study, guide = bench.study, bench.topic_guide
    told = {"id": bench.paths.study, "title": study.title, "practice": study.practice, "template": study.template}
    slots = [dict(zip(("slot", "name", "hint"), (slot, *SLOT_NAMES[slot]), strict=True)) for slot in study.slots]
    return {
        "study": {**told, "slots": slots},
        **{"mode": session.mode, "coder": session.coder, "round_no": session.round_no},
        "questions": [] if guide is None else guide.told(),
        "codes": [
            {("code_id" if key == "id" else key): v for key, v in _code(c).items()} for c in bench.codebook.codes
        ],
        "theories": [_theory(theory) for theory in bench.theories.theories],
        "strands": [{"id": strand, "title": study.title_of(strand)} for strand in study.all_strand_ids],
        "terms": {
            **{"statuses": terms.STATUSES, "elicitations": terms.ELICITATIONS, "intensities": terms.INTENSITIES},
            **{"valences": terms.VALENCES, "bearings": terms.BEARINGS, "certainties": terms.CERTAINTIES},
        },
    }


def _code(code: Any) -> Row:
    names = ("id", "name", "kind", "parent", "definition", "use_when", "do_not_use_when")
    return {**{name: getattr(code, name) for name in names}, "retired": not code.in_use}


def _theory(theory: Any) -> Row:
    last = theory.versions[-1]
    text = f"If {last.if_}, then {last.then}, because {last.because}."
    return {"theory_id": theory.id, "version": last.version, "title": theory.title, "text": text}


def _source(row: Row, text: str) -> Row:
    names = ("source_id", "label", "title", "language", "consent", "practice")
    return {**{name: row[name] for name in names}, "text": text, "text_sha256": row["sha256_text"]}


def _voice(row: Row) -> Row:
    names = ("voice_id", "label", "pseudonym", "role")
    return {**{name: row[name] for name in names}, "group": row["stakeholder_group"]}


def _silent(voices: list[Row]) -> set[str]:
    return {row["voice_id"] for row in voices if is_withdrawn(row)}


_TURN = (
    *("segment_id", "number", "locator", "start", "end", "speaker", "voice_id", "spoken_at", "question_id"),
    *("rendering", "interleaved"),
)


def _turns(bench: Bench, ids: list[str], voices: list[Row], place: Place) -> list[Row]:
    """Return the turns in their order, with the voice that speaks and the question that each answers."""
    turns = voiced(sorted(of_source(bench.store, "segment", ids), key=lambda row: row["number"]), voices)
    asking = [row["voice_id"] for row in voices if row["collector_relation"] == asked.ASKS]
    found = asked.questions_of(turns, bench.topic_guide, place.text, asking=asking)
    return [{**row, "question_id": row["question_id"] or id} for row, id in zip(turns, found, strict=True)]


def _parts(session: Session, claims: list[Row], codings: list[Row]) -> list[Row]:
    """Return the parts of claims whose passages stand, each with the ids that stand now and its passage's code."""
    store = session.bench.store
    last = {table: lookups.standing_ids(store, table) for table in ("claim", "coding")}
    standing = {row["claim_id"] for row in claims}
    keys = [key for key, now in last["claim"].items() if now in standing] if len(last["claim"]) else []
    codes = {row["coding_id"]: row["code_id"] for row in codings}
    found = []
    for row in lookups.rows_where(store, "claim_part", "claim_id", keys, standing=True):
        coding = last["coding"].get(row["coding_id"], row["coding_id"])
        if coding in codes:
            claim = last["claim"].get(row["claim_id"], row["claim_id"])
            found.append({**row, "claim_id": claim, "coding_id": coding, "code_id": codes[coding]})
    return found


def _plain(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in _APART} | (
        {"quote": None} if "quote" in row else {}
    )


def _recent(session: Session) -> list[str]:
    rows = lookups.recent(session.bench.store, "coding", "code_id", where=("coder", session.coder), most=200)
    return list(dict.fromkeys(rows))[:MOST_RECENT]


def _coders(session: Session, codings: list[Row]) -> list[str]:
    shown = sorted({row["coder"] for row in codings} - {session.coder})
    return [*([] if session.mode == "compare" else [session.coder]), *shown]


def _sources(session: Session) -> list[Row]:
    """Return the sources that may be coded, with how many turns each has and how many of them this coder has read."""
    store = session.bench.store
    last, turns = lookups.standing_ids(store), lookups.tally(store, "segment", "source_id")
    counts: dict[str, int] = {}
    for key, count in turns.items():
        counts[last.get(key, key)] = counts.get(last.get(key, key), 0) + count
    read: dict[str, set[int]] = {}
    for row in lookups.rows_where(store, "coverage", "coder", [session.coder], standing=True):
        if row["round_no"] == session.round_no:
            source = last.get(row["source_id"], row["source_id"])
            read.setdefault(source, set()).update(range(row["from_turn"], row["to_turn"] + 1))
    held = lookups.rows_where(store, "source", "source_id", lookups.with_text(store), standing=True)
    rows = sorted((row for row in held if not is_withdrawn(row)), key=lambda row: row["label"])
    return [
        {
            **{name: row[name] for name in ("source_id", "label", "title")},
            **{"turns": counts.get(row["source_id"], 0), "read": len(read.get(row["source_id"], ()))},
        }
        for row in rows
    ]
