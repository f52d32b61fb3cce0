"""One study opened: what was decided, what the field gave, and the shelf on which notebooks pass things on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useit_eval import codebook
from useit_eval.ground import frames, project
from useit_eval.ground.errors import UsageError
from useit_eval.ground.frames import TABLES
from useit_eval.ground.project import StudyPaths
from useit_eval.judgement import MEASURES
from useit_eval.sources import REGISTERS, read_register
from useit_eval.store import lookups, open_store
from useit_eval.workbench import (
    asked,
    counting,
    joint,
    loading,
    models_file,
    passages,
    practice_data,
    practice_texts,
    rippling,
    withdrawn,
)
from useit_eval.workbench.check import check_frame
from useit_eval.workbench.segments import with_voices
from useit_eval.workbench.shelf import Shelf

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import Codebook, JointRow, Models, Retroduction, Rubric, Study, Theories, TopicGuide
    from useit_eval.ground.findings import Finding
    from useit_eval.store.database import Store

BY_HAND = "by_hand"
_FILE_OF = {table: kind for kind, table in REGISTERS.items()}
# The order in which a reader expects rows; the record's own order is that of random ids.
_SORTED = {
    "source": ["label"],
    "voice": ["label"],
    "segment": ["source_id", "number"],
    "coding": ["source_id", "start", "end", "code_id", "coding_id"],
    "claim": ["label"],
    "evidence": ["theory_id", "theory_version", "subject_kind", "subject_label"],
    "decision": ["recorded_at", "decision_id"],
    "coverage": ["source_id", "coder", "from_turn", "coverage_id"],
    "audit": ["recorded_at", "audit_id"],
}


def open_study(
    study: str | None = None,
    *,
    root: Path | str | None = None,
    as_of: str | None = None,
    run_folder: Path | str = "",
    withdrawing: bool = False,
) -> Bench:
    """Return a study opened: its files checked against one another and read into the store, if they changed.

    ``study`` is a name, else the project's own; ``root`` the project's folder, else USEIT_ROOT or the folder above
    with useit.toml; ``as_of`` an ISO day, else the study's; ``run_folder`` where `give` and `take` keep things, else a
    folder of the cache for work by hand. Raises UsageError for an unknown study, InputRefused for a fault in a file
    (file and line or row; the store then stays as it was), WorkFailed for a locked store or folder.
    """
    paths = project.find(root).paths(study).require()
    day = _day(as_of) if as_of else None
    store = open_store(paths.store_url)
    try:
        if not withdrawing:  # a withdrawal done again reads the files only once they are clean
            loading.bring_up_to_date(store, paths)
            practice_texts.take_in(store, paths)
            practice_data.take_in(store, paths)
    except BaseException:
        store.close()
        raise
    return Bench(paths, store, as_of=day, shelf=Shelf(Path(run_folder) if run_folder else paths.cache / BY_HAND))


class Bench:
    """One study at hand. What researchers wrote (study, codebook, theories, rubric, ripples) is read when first asked for."""

    study: Study
    codebook: Codebook
    theories: Theories
    rubric: Rubric | None
    models: Models
    joint_display: tuple[JointRow, ...]
    topic_guide: TopicGuide | None
    retroduction: Retroduction | None
    ripples: frozenset[tuple[str, str, str]]
    as_of: str

    def __init__(self, paths: StudyPaths, store: Store, *, as_of: str | None, shelf: Shelf) -> None:
        self.paths, self.store, self.shelf = paths, store, shelf
        if as_of:
            self.as_of = as_of

    def load(self, table: str, *, coders: str | None = None) -> pd.DataFrame:
        """Return a table's current rows, checked against the column specification, in a reader's order.

        Tables of the store (source, voice, segment, coding, claim, claim_part, evidence, judgement, decision,
        coverage, audit, source_text) and registers (figure, link, milestone, challenge, fault; an absent file gives no rows). In
        codings, ``quote`` is filled where the text is at hand and may be shown; in segments, ``voice_id`` where a voice
        of the manifest is spoken as the label of the turn, and ``question_id`` where the topic guide knows the question.

        Claims, parts and evidence are those of the coders whom study.yaml counts, codings everybody's; ``coders``
        "counted" or "all" asks for the one or the other. Raises UsageError for another name,
        InputRefused for rows that do not agree with the specification.
        """
        name = REGISTERS.get(table, table)
        if name not in TABLES:
            raise UsageError(f"{table!r} is not a table of the record", "", f"Tables: {', '.join(TABLES)}.")
        if name in _FILE_OF:
            return check_frame(self._register(name), name, where=f"{_FILE_OF[name]}.csv")
        frame = withdrawn.leave_out(self.store, name, self.store.current(name))
        frame = self._counted(frame, name, coders)
        if name == "coding":
            frame = self._with_quotes(frame)
        if name == "claim_part":
            frame = self._in_slot_order(frame)
        if name == "segment":
            frame = self._with_questions(with_voices(frame, self.store.current("voice")))
        ordered = frame.sort_values(_SORTED[name], ignore_index=True) if name in _SORTED else frame
        return check_frame(ordered, name)

    def sections(self) -> pd.DataFrame:
        """Return the segments of all sources, in their order."""
        return self.load("segment")

    def asked(self) -> pd.DataFrame:
        """Return `Theories.frame` with ``not_asked`` as the topic guide and the questions actually put have it."""
        frame = self.theories.frame()
        return frame if self.topic_guide is None else asked.with_asked(frame, self.topic_guide, self.load("segment"))

    def text(self, source: str) -> str | None:
        """Return the text of a source (id or label), or None when it is not at hand on this machine."""
        return lookups.text_of(self.store, lookups.source_id(self.store, source) or source)

    def give(self, name: str, content: pd.DataFrame | Finding | Sequence[Finding]) -> Path:
        """Keep a frame (as Parquet) or findings (as JSON) under a name for the next notebook; return the path."""
        return self.shelf.put(name, content)

    def take(self, name: str) -> pd.DataFrame | list[Finding]:
        """Return the frame, or the list of findings, that was given under a name. Raises WorkFailed when none was."""
        return self.shelf.get(name)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        # Only called for what is not there yet: YAML is slow to read, and a notebook seldom needs all of it.
        if name not in _AUTHORED:
            raise AttributeError(f"a bench has no {name!r}")
        value = _AUTHORED[name](self)
        setattr(self, name, value)
        return value

    def _register(self, name: str) -> pd.DataFrame:
        kind = _FILE_OF[name]
        path = self.paths.raw / f"{kind}.csv"
        if not path.is_file():
            return frames.empty(name)
        held = self.store.current("source")
        sources = dict(zip(held["label"], held["source_id"], strict=True))
        return read_register(path, kind, sources=sources, locale=self.study.locale)

    def _with_quotes(self, codings: pd.DataFrame) -> pd.DataFrame:
        segments = self.store.current("segment")
        mixed = segments[segments["interleaved"].astype(bool)]
        texts = lookups.texts_now(self.store, set(codings["source_id"]))
        return passages.with_quotes(
            codings, texts=texts, silent=passages.silent_codings(self.store, codings), mixed=mixed
        )

    def _counted(self, frame: pd.DataFrame, name: str, coders: str | None) -> pd.DataFrame:
        wanted = counting.USUAL.get(name, counting.ALL) if coders is None else coders
        if wanted not in (counting.ALL, counting.COUNTED):
            told = f"coders {wanted!r} is neither '{counting.COUNTED}' nor '{counting.ALL}'"
            raise UsageError(told, "", "Ask for one of them.")
        return frame if wanted == counting.ALL else counting.keep_counted(self.store, self.study, name, frame)

    def _with_questions(self, segments: pd.DataFrame) -> pd.DataFrame:
        if self.topic_guide is None:
            return segments
        texts = lookups.texts_now(self.store, set(segments["source_id"]))
        return asked.with_questions(segments, self.topic_guide, texts, voices=self.store.current("voice"))

    def _in_slot_order(self, parts: pd.DataFrame) -> pd.DataFrame:
        claims, codings = self.store.current("claim"), self.store.current("coding")
        order = {slot: place for place, slot in enumerate(self.study.slots)}
        # A passage given another code carries its parts along: a part's code is that of its passage.
        codes = parts["coding_id"].map(dict(zip(codings["coding_id"], codings["code_id"], strict=True)))
        parts = parts.assign(code_id=codes.fillna(parts["code_id"]).astype("str"))
        keys = parts.assign(
            _label=parts["claim_id"].map(dict(zip(claims["claim_id"], claims["label"], strict=True))),
            _slot=parts["slot"].map(order),
            _start=parts["coding_id"].map(dict(zip(codings["coding_id"], codings["start"], strict=True))),
        )
        ordered = keys.sort_values(["_label", "_slot", "_start", "part_id"], ignore_index=True)
        return ordered.drop(columns=["_label", "_slot", "_start"])


def _rubric(bench: Bench) -> Rubric | None:
    path = bench.paths.codebooks / "rubric.yaml"
    return codebook.load_rubric(path, measures=MEASURES) if path.is_file() else None


def _ripples(bench: Bench) -> frozenset[tuple[str, str, str]]:
    labels = set(bench.store.current("claim")["label"])
    claims, parts = (bench.load(table, coders=counting.ALL) for table in ("claim", "claim_part"))
    held = rippling.read_ripples(bench.paths, codes=bench.codebook, labels=labels, claims=claims, parts=parts)
    told = ((ripple.from_claim, ripple.to_claim, ripple.code) for ripple in held)
    gone = withdrawn.withdrawn_claims(bench.store)
    counted = counting.counted_labels(bench.store, bench.study)
    return frozenset(ripple for ripple in told if not gone & set(ripple[:2]) and counted >= set(ripple[:2]))


def _topic_guide(bench: Bench) -> TopicGuide | None:
    path = bench.paths.codebooks / "topic_guide.yaml"
    return codebook.load_topic_guide(path, theories=bench.theories) if path.is_file() else None


def _retroduction(bench: Bench) -> Retroduction | None:
    path = bench.paths.codebooks / "retroduction.yaml"
    return codebook.load_retroduction(path, theories=bench.theories) if path.is_file() else None


_AUTHORED: dict[str, Callable[[Bench], Any]] = {
    "study": lambda bench: codebook.load_study(bench.paths.codebooks / "study.yaml"),
    "codebook": lambda bench: codebook.load_codebook(bench.paths.codebooks / "codebook.yaml"),
    "theories": lambda bench: codebook.load_theories(
        bench.paths.codebooks / "theory.yaml", codebook=bench.codebook, study=bench.study
    ),
    "rubric": _rubric,
    "topic_guide": _topic_guide,
    "retroduction": _retroduction,
    "ripples": _ripples,
    "models": lambda bench: models_file.read_models(bench.paths, theories=bench.theories),
    "joint_display": lambda bench: joint.read_joint(bench.paths, theories=bench.theories),
    "as_of": lambda bench: bench.study.as_of,
}


def _day(as_of: str) -> str:
    try:
        return dt.date.fromisoformat(str(as_of)).isoformat()
    except ValueError:
        raise UsageError(f"as_of {as_of!r} is not a day", "", "Write year, month and day like 2017-09-30.") from None
