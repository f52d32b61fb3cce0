"""Withdrawn consent in the river: what a withdrawn source or voice said no longer counts, and does not come back."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING

from useit_eval.ground import safe_files
from useit_eval.ground.blanks import FILLER, WITHDRAWN
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.frames import labels as split_labels
from useit_eval.sources.spreadsheets.workbooks import listed
from useit_eval.store import lookups
from useit_eval.workbench.remains import PSEUDONYM, TITLE

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.sources.texts import SourceImport
    from useit_eval.store.database import Store, Writing
    from useit_eval.workbench.shipped import Shipped

PENDING = "withdrawing.json"
"""What is to be erased, kept in data_processed/<study> while a withdrawal is at work; gone at its end."""
TABLES = ("coding", "claim", "claim_part", "evidence", "response", "reading", "decision", "coverage")


@dataclasses.dataclass(frozen=True)
class _Left:
    """What no longer counts: claims by id and label, codings by id, sources by id."""

    sources: frozenset[str]
    claims: frozenset[str]
    labels: frozenset[str]
    codings: frozenset[str]


def leave_out(store: Store, table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table's current rows without those that rest on withdrawn consent; without any, the frame itself.

    Left out: claims that a withdrawn voice told or reported, or that stand in a withdrawn source; their parts and
    codings; codings in a withdrawn voice's turns, with the parts that rest on them; claims none of whose parts is
    left; evidence by such claims; answers, readings and coverage of a withdrawn source; decisions about such codings.
    """
    if table not in TABLES:
        return frame
    sources, voices = store.current("source"), store.current("voice")
    if not ((sources["consent"] == WITHDRAWN).any() or (voices["consent"] == WITHDRAWN).any()):
        return frame
    left = _find(store, sources, voices)
    touched = _decided_on(store, frame, left) if table == "decision" else _touched(frame, table, left)
    return frame[~touched].reset_index(drop=True)


def withdrawn_claims(store: Store) -> frozenset[str]:
    """Return the labels of claims that no longer count."""
    return _find(store, store.current("source"), store.current("voice")).labels


def not_erased(store: Store) -> list[str]:
    """Return the labels of sources and voices whose consent is withdrawn, and of which nothing was erased yet.

    A voice of a source that is withdrawn whole goes with it.
    """
    sources, voices = store.current("source"), store.current("voice")
    gone = sources[sources["consent"] == WITHDRAWN]
    alone = voices[(voices["consent"] == WITHDRAWN) & ~voices["source_id"].isin(list(gone["source_id"]))]
    return [*gone.loc[gone["title"] != TITLE, "label"], *alone.loc[alone["pseudonym"] != PSEUDONYM, "label"]]


def _touched(frame: pd.DataFrame, table: str, left: _Left) -> pd.Series:
    if table == "evidence":
        return (frame["subject_kind"] == "claim") & frame["subject_label"].isin(list(left.labels))
    if table == "claim":
        return frame["claim_id"].isin(list(left.claims))
    if table in ("response", "reading", "coverage"):
        return frame["source_id"].isin(list(left.sources))
    touched = frame["coding_id"].isin(list(left.codings))
    return touched | frame["claim_id"].isin(list(left.claims)) if table == "claim_part" else touched


def _decided_on(store: Store, decisions: pd.DataFrame, left: _Left) -> pd.Series:
    """Return which decisions are about a withdrawn source, or a coding that no longer counts, under any key it had."""
    last = lookups.standing_ids(store, "coding")
    gone = [any(last.get(key, key) in left.codings for key in split_labels(cell)) for cell in decisions["codings"]]
    about = decisions["source_id"].isin(list(left.sources))
    return about | about.__class__(gone, index=decisions.index, dtype=bool)


def _find(store: Store, sources: pd.DataFrame, voices: pd.DataFrame) -> _Left:
    gone = set(sources.loc[sources["consent"] == WITHDRAWN, "source_id"])
    silent = voices["consent"].eq(WITHDRAWN) | voices["source_id"].isin(list(gone))
    quiet = set(voices.loc[silent, "voice_id"])
    claims, parts, codings = (store.current(name) for name in ("claim", "claim_part", "coding"))
    told = claims["voice_id"].isin(list(quiet)) | claims["reported_by"].isin(list(quiet))
    told |= claims["source_id"].isin(list(gone))
    dropped = set(claims.loc[told, "claim_id"])
    within = _codings_within(store, codings, quiet, gone)
    kept = parts[~parts["claim_id"].isin(list(dropped)) & ~parts["coding_id"].isin(list(within))]
    dropped |= set(parts["claim_id"]) - set(kept["claim_id"])
    only = set(parts.loc[parts["claim_id"].isin(list(dropped)), "coding_id"]) - set(kept["coding_id"])
    labels = claims.loc[claims["claim_id"].isin(list(dropped)), "label"]
    return _Left(frozenset(gone), frozenset(dropped), frozenset(labels), frozenset(within | only))


def _codings_within(store: Store, codings: pd.DataFrame, voices: set[str], sources: set[str]) -> set[str]:
    """Return the codings that stand in a withdrawn source, or touch a turn of a withdrawn voice."""
    found = set(codings.loc[codings["source_id"].isin(list(sources)), "coding_id"])
    segments = store.current("segment")
    turns = segments[segments["voice_id"].isin(list(voices))]
    codings = codings[codings["source_id"].isin(list(turns["source_id"]))]
    for source_id, start, end in zip(turns["source_id"], turns["start"], turns["end"], strict=True):
        near = (codings["source_id"] == source_id) & (codings["start"] < end) & (codings["end"] > start)
        found |= set(codings.loc[near.astype(bool), "coding_id"])
    return found


def refuse_return(store: Store, found: SourceImport) -> None:
    """Raise InputRefused when a text that arrives has words in places from which they were withdrawn.

    It is known by its file's name, or by being the same text in every place that stays. Of a source withdrawn whole
    no place stays: only its file's name would tell, and that is erased with it.
    """
    voices, sources = store.current("voice"), store.current("source")
    gone = set(voices.loc[voices["consent"] == WITHDRAWN, "source_id"])
    named = sources[sources["source_id"].isin(list(gone))]
    # Texts are read only where one could be meant: most files that arrive have another name and another length.
    near = named[(named["file"] == found.file) | (named["characters"] == len(found.text))]
    told = {key: (label, file) for key, label, file in near[["source_id", "label", "file"]].itertuples(index=False)}
    for key, held in (lookups.texts_now(store, list(told)) if told else {}).items():
        label, file = told[key]
        fewer = found.text.count(FILLER) < held.count(FILLER)
        if fewer and (found.file == file or _same_but_filled(held, found.text)):
            what = f"words were withdrawn from {label}, and this file has words in their place"
            raise InputRefused(what, found.file, "Delete the file, or take those words out and give it a new name.")


def refuse_answers(store: Store, responses: pd.DataFrame, *, file: str) -> None:
    """Raise InputRefused when an export holds questionnaires that were withdrawn with a source.

    ``responses`` need response_id and row. A questionnaire is known by the ids of its answers, which a withdrawal keeps.
    """
    sources, first = store.current("source"), store.first_keys("response")
    labels = sources[sources["consent"] == WITHDRAWN].set_index("source_id")["label"].to_dict()
    if not labels:
        return
    held = store.current("response")
    held = held[held["source_id"].isin(list(labels))]
    gone = {
        first.get(key, key): label
        for key, label in zip(held["response_id"], held["source_id"].map(labels), strict=True)
    }
    met = responses[responses["response_id"].isin(list(gone))]
    if not met.empty:
        rows = listed(sorted(set(met["row"])), most=20)
        told = " and ".join(sorted({gone[key] for key in met["response_id"]}))
        what = f"questionnaires that were withdrawn with {told} are in the file (rows {rows}); nothing was read in"
        raise InputRefused(
            what, file, "Delete them where they were collected, or in a copy of the file, and read it again."
        )


def _same_but_filled(held: str, text: str) -> bool:
    pairs = zip(held, text, strict=False)
    return len(held) == len(text) and all(old in (new, FILLER) for old, new in pairs)


def refuse_pending(processed: Path) -> None:
    """Raise InputRefused when a withdrawal was broken off: what was to be erased might be read in again."""
    path = processed / PENDING
    if path.is_file():
        label = json.loads(path.read_text(encoding="utf-8")).get("label", "")
        told = f"the withdrawal of {label} was broken off, or is at work"
        raise InputRefused(told, safe_files.place_of(path), f"Finish it: useit-eval withdraw {label}")


def refuse_restored(work: Writing, rows: Shipped) -> None:
    """Raise InputRefused when files or store hold again what was erased on request: an old copy or backup put back."""
    stones = {(stone["table_name"], stone["record_key"]): stone for stone in work.all_rows("erasure")}
    _refuse_older_store(work, rows, stones)
    if not stones:
        return
    gone = {row["source_id"] for row in work.all_rows("source") if row["title"] == TITLE}
    wanted = (
        *_values(rows, "claim", "paraphrase", {key for table, key in stones if table == "claim"}),
        *_values(rows, "voice", "consent", {key for table, key in stones if table == "voice"}),
        *_values(rows, "source", "consent", gone),
    )
    for table, key, label, value in wanted:
        if value != WITHDRAWN:
            raise _restored(label, stones[table, key]["recorded_at"][:10])


def _refuse_older_store(work: Writing, rows: Shipped, stones: Container[tuple[str, str]]) -> None:
    """Refuse a store from before a withdrawal that the manifest tells of: its rows bear the names still."""
    for table, column, bare in (("source", "title", TITLE), ("voice", "pseudonym", PSEUDONYM)):
        told = {key: label for _, key, label, value in _values(rows, table, column, None) if value == bare}
        for row in work.all_rows(table) if told else ():
            key = row[f"{table}_id"]
            if key in told and row[column] != bare and (table, key) not in stones:
                what = f"{told[key]} was withdrawn, and the store holds its words again, as an older backup would"
                raise InputRefused(what, "", f"Run useit-eval withdraw {told[key]} again.")


def _values(rows: Shipped, table: str, column: str, keys: set[str] | None) -> list[tuple[str, str, str, str]]:
    frame = rows.frames[table]
    found = zip(frame[f"{table}_id"], frame["label"], frame[column], strict=True)
    return [(table, key, label, value) for key, label, value in found if keys is None or key in keys]


def _restored(label: str, day: str) -> InputRefused:
    told = f"words of {label} were erased on {day}, and the study's files hold them or their hashes again"
    return InputRefused(told, "", "Run useit-eval withdraw again for the source or voice that was withdrawn.")
