"""What a study holds, what is missing, and what to do next."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from useit_eval.ground import frames, terms
from useit_eval.store import lookups
from useit_eval.workbench import labelled, withdrawn
from useit_eval.workbench.counting import keep_counted
from useit_eval.workbench.disclosing import told_details
from useit_eval.workbench.modelling import unknown_readings
from useit_eval.workbench.passages import awaiting_by_source
from useit_eval.workbench.places import place_warnings
from useit_eval.workbench.registers import read_registers
from useit_eval.workbench.withdrawn import WITHDRAWN, not_erased

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.workbench.bench import Bench

NOT_STATED, NEW_IDEA = "not stated", "new/"
_READ = ("source", "voice", "claim", "evidence", "judgement")  # segments and codings, the many, are counted in SQL
_OF_ROWS = ("questionnaire", "series")


@dataclasses.dataclass(frozen=True)
class StatusReport:
    """The state of a study. ``holds`` counts records by kind, ``by_strand`` claims that count and theories of each strand.

    ``texts`` lists the sources whose text is at hand; ``missing`` and ``next`` are plain sentences; ``chapters`` is
    the last report's index, below the project's root, or "". ``warnings`` are about where the store lies.
    """

    study: str
    title: str
    as_of: str
    holds: Mapping[str, int]
    by_strand: Mapping[str, Mapping[str, int]]
    texts: tuple[str, ...]
    missing: tuple[str, ...]
    next: tuple[str, ...]
    chapters: str
    warnings: tuple[str, ...] = ()
    consent: Mapping[str, Mapping[str, int]] = dataclasses.field(default_factory=dict)
    """How many sources and voices may be quoted, told in paraphrase, or not at all."""
    spoken: Mapping[str, Mapping[str, int]] = dataclasses.field(default_factory=dict)
    """How many turns and paragraphs there are by language, and by rendering: original, translated, interpreted."""
    awaiting: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """How many marked passages of a source await a new place."""

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values, for ``--json``."""
        return {"format": "useit-status/1", **dataclasses.asdict(self)}


def study_status(bench: Bench) -> StatusReport:
    """Return what a study holds, what is missing and what to do next; nothing is changed.

    Raises InputRefused for a register that cannot be read.
    """
    tables = {name: bench.store.current(name) for name in _READ}
    sources = dict(zip(tables["source"]["label"], tables["source"]["source_id"], strict=True))
    registers = read_registers(bench.paths, sources=sources, locale=bench.study.locale)
    texts = _texts(bench, sources)
    read = {*texts, *_without_text(tables["source"])}
    waiting = awaiting_by_source(bench.store)
    return StatusReport(
        study=bench.paths.study,
        title=bench.study.title,
        as_of=bench.as_of,
        holds=_holds(bench, tables, registers),
        by_strand=_by_strand(bench, _that_count(bench, tables)),
        texts=texts,
        missing=(*_missing(bench, tables, registers, read), *_awaiting(waiting)),
        next=(*_to_erase(bench), *_replaced(waiting), *_next(bench, tables, set(sources) - read)),
        chapters=_chapters(bench),
        warnings=place_warnings(bench),
        consent={name: _consents(tables[kind]) for kind, name in (("source", "sources"), ("voice", "voices"))},
        spoken={name: lookups.tally(bench.store, "segment", name) for name in ("language", "rendering")},
        awaiting=waiting,
    )


def _consents(frame: pd.DataFrame) -> dict[str, int]:
    """Return how many rows bear each word of consent, those that none bears left out."""
    counts = frame["consent"].value_counts().to_dict()
    return {word: int(counts[word]) for word in terms.CONSENTS if word in counts}


def _without_text(sources: pd.DataFrame) -> set[str]:
    """Return the labels of sources whose file holds a table: its rows are kept, and it never had a text."""
    return set(sources.loc[sources["kind"].isin(_OF_ROWS), "label"])


def _texts(bench: Bench, sources: Mapping[str, str]) -> tuple[str, ...]:
    held = lookups.with_text(bench.store)  # to count texts, none of them need be read
    return tuple(sorted(label for label, source_id in sources.items() if source_id in held))


def _holds(bench: Bench, tables: Mapping[str, pd.DataFrame], registers: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    return {
        "sources": len(tables["source"]),
        "voices": len(tables["voice"]),
        "sections": lookups.count(bench.store, "segment"),
        "codings": lookups.count(bench.store, "coding"),
        "claims": len(tables["claim"]),
        **({} if bench.study.counted_coders is None else {"claims that count": len(_that_count(bench, tables))}),
        "codes": len(bench.codebook.codes),
        "theories": len(bench.theories.theories),
        "pieces of evidence": len(tables["evidence"]),
        "signed judgements": len(tables["judgement"]),
        "answers": lookups.count(bench.store, "response"),
        "questionnaires that count": _counted(bench),
        "readings": lookups.count(bench.store, "reading"),
        **{kind: len(register) for kind, register in registers.items()},
    }


def _counted(bench: Bench) -> int:
    """Return how many questionnaires count, those of withdrawn sources left out; without answers nothing is loaded."""
    if not lookups.count(bench.store, "response"):
        return 0
    held = bench.load("response")
    return len(held[held["counted"].fillna(False).astype(bool)].drop_duplicates(["questionnaire", "submission_id"]))


def _that_count(bench: Bench, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the claims of the coders who count, without those that rest on withdrawn consent."""
    at_hand = withdrawn.leave_out(bench.store, "claim", tables["claim"])
    return keep_counted(bench.store, bench.study, "claim", at_hand)


def _by_strand(bench: Bench, claims: pd.DataFrame) -> dict[str, dict[str, int]]:
    counts = claims["strand"].value_counts().to_dict()
    return {
        strand: {"claims": int(counts.get(strand, 0)), "theories": len(bench.theories.of(strand))}
        for strand in bench.study.all_strand_ids
    }


def _missing(
    bench: Bench, tables: Mapping[str, pd.DataFrame], registers: Mapping[str, pd.DataFrame], texts: set[str]
) -> Iterator[str]:
    if tables["source"].empty:
        yield "No source is registered yet."
    away = sorted(set(tables["source"]["label"]) - texts)
    if away:
        yield f"The text of {_listed(away)} is not at hand: passages are told in paraphrase, without quotations."
    for kind, name in (("claim", "claims are coded"), ("evidence", "claims or figures are judged against theories")):
        if tables[kind].empty:
            yield f"No {name} yet."
    silent = [strand for strand, held in _by_strand(bench, _that_count(bench, tables)).items() if not held["claims"]]
    if silent and len(tables["claim"]):
        yield f"No claim speaks of {_listed(bench.study.title_of(strand) for strand in silent)}."
    yield from _not_judged(bench, tables["evidence"])
    if "figures" not in registers or registers["figures"].empty:
        yield "The ledger of figures is empty."
    yield from unknown_readings(bench)
    yield from _retired(bench)
    if bench.rubric is None:
        yield "There is no rubric, so no rating is proposed."
    if tables["judgement"].empty:
        yield "Nobody has signed a rating: ratings are proposals."


def _not_judged(bench: Bench, evidence: pd.DataFrame) -> Iterator[str]:
    """Give a sentence on theories on which nothing bears, and one on those of which only an earlier version was judged."""
    if evidence.empty:
        return
    untold = sorted(set(bench.theories.ids) - set(evidence["theory_id"]))
    if untold:
        yield f"Nothing bears on {_listed(untold)}."
    judged = set(zip(evidence["theory_id"], evidence["theory_version"].astype(int), strict=True))
    now = {theory.id: theory.current.version for theory in bench.theories.theories}
    stale = sorted(key for key, version in now.items() if key not in untold and (key, version) not in judged)
    if stale:
        yield f"Only earlier versions of {_listed(stale)} were judged: judge again in notebook 05, or nothing counts for them."


def _retired(bench: Bench) -> list[str]:
    """Return a sentence for each retired or merged code that passages still carry."""
    from useit_eval.codebook import retired_in_use

    counts = lookups.tally(bench.store, "coding", "code_id")
    used = [(code, f"A passage ({count} in all)") for code, count in sorted(counts.items())]
    return retired_in_use(bench.codebook, used)


def _awaiting(waiting: Mapping[str, int]) -> Iterator[str]:
    for label, count in waiting.items():
        one, more = (
            f"1 passage of {label} awaits a new place: its",
            f"{count} passages of {label} await a new place: their",
        )
        yield f"{one if count == 1 else more} words changed with the new version of the text."


def _to_erase(bench: Bench) -> Iterator[str]:
    """Give a sentence for each source and voice that the manifest says is withdrawn, and whose words are still kept."""
    for label in not_erased(bench.store):
        yield f"{label} is withdrawn in the manifest but not erased: useit-eval withdraw {label}"


def _replaced(waiting: Mapping[str, int]) -> Iterator[str]:
    if waiting:
        yield f"Look at the changed passages of {_listed(waiting)}: mark them again, or add the earlier file once more."


def _next(bench: Bench, tables: Mapping[str, pd.DataFrame], away: set[str]) -> Iterator[str]:
    name = bench.paths.study
    files = dict(zip(tables["source"]["label"], tables["source"]["file"], strict=True))
    if tables["source"].empty:
        yield f"Register a text: useit-eval add PATH --study {name}"
    for label in sorted(away):
        yield f"If you have {files[label]}, attach it: useit-eval add PATH --study {name}"
    yield from _ideas(bench)
    yield from _undecided(bench, tables)
    if tables["claim"].empty and len(tables["source"]):
        yield "Code what the sources claim; the notebook 02 shows how."
    if len(tables["claim"]):
        yield from told_details(bench)
    chapters = _chapters(bench)
    if chapters:
        yield f"Read {chapters}; make it anew with: useit-eval run --study {name}"
    else:
        yield f"Make the chapters: useit-eval run --study {name}"


def _ideas(bench: Bench) -> Iterator[str]:
    """Give the new ideas of coders, each with its count, for a person to move into the YAML."""
    counts = lookups.tally(bench.store, "coding", "code_id")
    ideas = sorted(code for code in counts if code.startswith(NEW_IDEA))
    if ideas:
        told = [f"“{idea.removeprefix(NEW_IDEA)}” ({counts[idea]})" for idea in ideas]
        shown = ", ".join(told[:8]) + (f" and {len(told) - 8} more" if len(told) > 8 else "")
        yield f"Decide on new ideas of coders, and move into codebooks/{bench.paths.study}/codebook.yaml what is to be a code: {shown}."


def _undecided(bench: Bench, tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Give what of the manifest nobody has decided yet: who speaks, who gathered it, who is who, and what may be quoted."""
    sources, voices = tables["source"], tables["voice"]
    voices = voices[voices["consent"] != WITHDRAWN]
    names = dict(zip(sources["source_id"], sources["label"], strict=True))
    known = {(row.source_id, label) for row in voices.itertuples() for label in frames.labels(row.spoken_as)}
    heard = [pair for pair in lookups.speakers(bench.store) if pair[0] in names and pair[1] != WITHDRAWN]
    unheard = {names[pair[0]] for pair in heard if pair not in known}
    if unheard:
        yield f"See who speaks in {_listed(sorted(unheard))}: useit-eval voices --study {bench.paths.study}"
    place = f"In data_raw/{bench.paths.study}/manifest.csv, write"
    for column, told, frame in (
        ("collector", "who gathered {}", sources),
        ("role", "the role of {}", voices),
        ("stakeholder_group", "the group of {}", voices),
    ):
        still = sorted(frame.loc[frame[column] == NOT_STATED, "label"], key=lambda label: (len(label), label))
        if still:
            yield f"{place} {told.format(_listed(still))} ({column})."
    if len(sources) and not (sources["consent"] == "quote").any():
        yield f"{place} what may be quoted (consent, of source and voice): so far nothing may (docs/manifest.md)."


def _chapters(bench: Bench) -> str:
    index = bench.paths.reports / "index.html"
    return index.relative_to(bench.paths.root).as_posix() if index.is_file() else ""


def _listed(words: Any) -> str:
    """Return words as a list in a sentence, labels that follow one another by the first and last, a long one folded."""
    words = list(words)
    parts = labelled.runs(words)
    shown = parts[:8]
    if len(parts) > len(shown):
        return ", ".join(map(labelled.told, shown)) + f" and {sum(map(len, parts[8:]))} more"
    return labelled.listed(words)
