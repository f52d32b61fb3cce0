"""What a withdrawal reaches: which rows hold a source's or a voice's words, and where in the texts they stand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from useit_eval.ground.errors import UsageError
from useit_eval.ground.frames import labels as split_labels
from useit_eval.sources.spreadsheets.sheets import closest

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.store.database import Store

SOURCE, VOICE = "source", "voice"
Span = tuple[int, int]


@dataclasses.dataclass(frozen=True)
class Extent:
    """What one withdrawal erases, all versions of every row included.

    ``spans`` are the places by text, ``texts`` the text of each version of a source: both named by the source's row
    under which the text is kept, or else was registered. ``rows`` are keys by table, ``claims`` labels. ``marked`` is
    false when no turn says who speaks: then the voice's coded passages stand for its words.
    """

    kind: str
    label: str
    spans: Mapping[str, tuple[Span, ...]]
    texts: Mapping[str, str]
    rows: Mapping[str, tuple[str, ...]]
    claims: tuple[str, ...]
    marked: bool = True


def find_extent(store: Store, label: str) -> Extent:
    """Return what withdrawing a source or voice of the manifest reaches. Raises UsageError for an unknown label."""
    held = _Held(store)
    for kind in (SOURCE, VOICE):
        keys = held.versions(kind, label)
        if keys:
            return _of_source(held, label, keys) if kind == SOURCE else _of_voice(held, label, keys)
    known = [*held.tables[SOURCE]["label"], *held.tables[VOICE]["label"]]
    raise UsageError(f"{label!r} is neither a source nor a voice of the study", "", closest(label, sorted(set(known))))


class _Held:
    """Every row of the tables that may hold words, superseded ones too."""

    def __init__(self, store: Store) -> None:
        names = (
            SOURCE,
            VOICE,
            "segment",
            "coding",
            "claim",
            "claim_part",
            "evidence",
            "response",
            "reading",
            "decision",
            "source_text",
        )
        self.tables: dict[str, pd.DataFrame] = {name: store.history(name) for name in names}
        self._text_keys: dict[str, str] = {}
        sources = self.tables[SOURCE]
        self._earlier = dict(zip(sources["source_id"], sources["supersedes"], strict=True))
        self.first = {name: store.first_keys(name) for name in (SOURCE, VOICE, "coding", "claim", "decision")}
        self.texts = dict(zip(self.tables["source_text"]["source_id"], self.tables["source_text"]["text"], strict=True))

    def versions(self, table: str, label: str) -> list[str]:
        """Return the keys of every version of the record that bears a label."""
        frame = self.tables[table]
        starts = {self.first[table][key] for key in frame.loc[frame["label"] == label, f"{table}_id"]}
        return self.chain(table, starts)

    def chain(self, table: str, keys: Iterable[str]) -> list[str]:
        """Return the keys of every version of the records that some keys belong to."""
        starts = {self.first[table].get(key, key) for key in keys}
        return sorted(key for key, first in self.first[table].items() if first in starts)

    def keys(self, table: str, column: str, wanted: Iterable[str]) -> list[str]:
        """Return the keys of a table's rows that hold one of the values in a column."""
        frame = self.tables[table]
        return sorted(frame.loc[frame[column].isin(list(wanted)), frame.columns[0]])

    def labels_but(self, voices: Iterable[str], sources: Iterable[str]) -> set[str]:
        """Return the labels of some sources' texts that are other voices' than these: each text has labels of its own."""
        frame = self.tables[VOICE]
        others = frame[~frame["voice_id"].isin(list(voices)) & frame["source_id"].isin(list(sources))]
        return {label for cell in others["spoken_as"] for label in split_labels(cell)}

    def text_key(self, source_id: str) -> str:
        """Return the row under which a source's text is kept: its own, or the version it was last given under."""
        if source_id not in self._text_keys:
            self._text_keys[source_id] = self._find_text(source_id)
        return self._text_keys[source_id]

    def _find_text(self, source_id: str) -> str:
        key, met = source_id, set()
        while isinstance(key, str) and key not in met:
            if key in self.texts:
                return key
            met.add(key)
            key = self._earlier.get(key)
        return self.first[SOURCE].get(source_id, source_id)

    def length(self, source_id: str) -> int:
        """Return how long a source's text is: as it is held, else as it was registered."""
        if source_id in self.texts:
            return len(self.texts[source_id])
        frame = self.tables[SOURCE]
        return int(frame.loc[frame["source_id"] == source_id, "characters"].iloc[0])


def _of_source(held: _Held, label: str, keys: list[str]) -> Extent:
    voices = held.chain(VOICE, held.keys(VOICE, "source_id", keys))
    claims = held.chain("claim", held.keys("claim", "source_id", keys))
    rows = {
        SOURCE: keys,
        "source_text": [key for key in keys if key in held.texts],
        VOICE: voices,
        "segment": held.keys("segment", "source_id", keys),
        "coding": held.chain("coding", held.keys("coding", "source_id", keys)),
        "claim": claims,
        "response": held.keys("response", "source_id", keys),
        "reading": held.keys("reading", "source_id", keys),
        "decision": held.chain("decision", held.keys("decision", "source_id", keys)),
    }
    spans = {key: [(0, held.length(key))] for key in {held.text_key(key) for key in keys}}
    return _extent(held, SOURCE, label, spans, rows)


def _of_voice(held: _Held, label: str, keys: list[str]) -> Extent:
    voices = held.tables[VOICE]
    own = voices[voices["voice_id"].isin(keys)]
    sources = held.chain(SOURCE, own["source_id"])
    claims = held.chain("claim", [*held.keys("claim", "voice_id", keys), *held.keys("claim", "reported_by", keys)])
    turns = _turns(held, sources, keys, _spoken_as(own["spoken_as"]))
    spans = _with_labels(held, turns)
    linked = _linked(held, claims)
    if turns.empty:
        spans = _places(held, linked)
    codings = held.chain("coding", {*linked["coding_id"], *_touching(held, "coding", spans)})
    rows = {
        VOICE: keys,
        "segment": sorted(turns["segment_id"]),
        "coding": codings,
        "decision": held.chain("decision", {*_deciding(held, codings), *_touching(held, "decision", spans)}),
        "claim": claims,
        SOURCE: [key for key in sources if held.text_key(key) in spans],
        "source_text": [key for key in spans if key in held.texts],
    }
    return _extent(held, VOICE, label, spans, rows, marked=not turns.empty)


def _extent(
    held: _Held, kind: str, label: str, spans: Mapping[str, Any], rows: dict[str, list[str]], *, marked: bool = True
) -> Extent:
    frame = held.tables["claim"]
    labels = sorted(set(frame.loc[frame["claim_id"].isin(rows["claim"]), "label"]))
    evidence = held.tables["evidence"]
    about = evidence[(evidence["subject_kind"] == "claim") & evidence["subject_label"].isin(labels)]
    rows = {**rows, "evidence": sorted(about["evidence_id"])}
    told = {table: tuple(keys) for table, keys in rows.items() if keys}
    texts = {key: held.text_key(key) for key in held.tables[SOURCE]["source_id"] if held.text_key(key) in spans}
    return Extent(kind, label, {key: tuple(found) for key, found in spans.items()}, texts, told, tuple(labels), marked)


def strange_labels(store: Store, extent: Extent) -> tuple[str, ...]:
    """Return the labels of turns, in the texts that a voice speaks in, that no voice of the manifest bears."""
    segments, voices = store.history("segment"), store.history(VOICE)
    here = voices[voices["source_id"].isin(list(extent.texts))]
    known = {_plain(label) for cell in here["spoken_as"] for label in split_labels(cell)}
    own = segments[segments["source_id"].isin(list(extent.texts)) & segments["voice_id"].isna()]
    return tuple(sorted({label.strip() for label in own["speaker"].dropna() if _plain(label) not in known}))


def _spoken_as(cells: Iterable[object]) -> set[str]:
    return {_plain(label) for cell in cells for label in split_labels(cell)}


def _plain(label: str) -> str:
    return " ".join(label.casefold().split())


def _turns(held: _Held, sources: list[str], voices: list[str], spoken_as: set[str]) -> pd.DataFrame:
    """Return the turns of a voice, with what was translated from or into them."""
    segments = held.tables["segment"]
    segments = segments[segments["source_id"].isin(sources)]
    # Labels that differ in case and blanks alone are one person's, unless another voice bears one of them exactly.
    others = held.labels_but(voices, sources)
    spoken = segments["speaker"].map(
        lambda label: isinstance(label, str) and _plain(label) in spoken_as and label.strip() not in others
    )
    # A turn with a voice of its own is that voice's, whatever label the text gives it.
    mine = segments["voice_id"].isin(voices) | (segments["voice_id"].isna() & spoken.astype(bool))
    keys = set(segments.loc[mine, "segment_id"])
    while True:
        from_mine = segments["translated_from"].isin(list(keys))
        origins = set(segments.loc[segments["segment_id"].isin(list(keys)), "translated_from"].dropna())
        more = keys | set(segments.loc[from_mine, "segment_id"]) | (origins & set(segments["segment_id"]))
        if more == keys:
            return segments[segments["segment_id"].isin(list(keys))]
        keys = more


def _with_labels(held: _Held, turns: pd.DataFrame) -> dict[str, list[Span]]:
    """Return the spans of turns, each with the speaker's label before it: a label may be a name."""
    spans: dict[str, list[Span]] = {}
    for row in turns.to_dict("records"):
        start, end = int(row["start"]), int(row["end"])
        key, speaker = held.text_key(row["source_id"]), row["speaker"]
        text = held.texts.get(key, "")
        if isinstance(speaker, str) and speaker:
            before = text.rfind(speaker, max(0, start - len(speaker) - 40), start)
            start = before if before >= 0 and "\n\n" not in text[before:start] else start
        spans.setdefault(key, []).append((start, end))
    return {key: sorted(found) for key, found in spans.items()}


def _linked(held: _Held, claims: list[str]) -> pd.DataFrame:
    parts = held.tables["claim_part"]
    keys = held.chain("coding", parts.loc[parts["claim_id"].isin(claims), "coding_id"])
    codings = held.tables["coding"]
    return codings[codings["coding_id"].isin(keys)]


def _places(held: _Held, codings: pd.DataFrame) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for row in codings.to_dict("records"):
        spans.setdefault(held.text_key(row["source_id"]), []).append((int(row["start"]), int(row["end"])))
    return {key: sorted(set(found)) for key, found in spans.items()}


def _deciding(held: _Held, codings: Iterable[str]) -> list[str]:
    """Return the decisions about some codings: what was said of one may carry the words of another."""
    frame, wanted = held.tables["decision"], set(codings)
    about = zip(frame["decision_id"], frame["codings"], strict=True)
    return [decision_id for decision_id, cell in about if wanted & set(split_labels(cell))]


def _touching(held: _Held, table: str, spans: Mapping[str, list[Span]]) -> list[str]:
    frame = held.tables[table]
    texts = {key: held.text_key(key) for key in frame["source_id"].unique()}
    found = zip(frame.iloc[:, 0], frame["source_id"].map(texts), frame["start"], frame["end"], strict=True)
    return [
        key
        for key, text, start, end in found
        if any(begin < end and start < stop for begin, stop in spans.get(text, ()))
    ]
