"""Who speaks: labels of turns grouped by proposal, and adopted by a person as voices of the manifest."""

from __future__ import annotations

import dataclasses
import re
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from useit_eval.ground import frames
from useit_eval.ground.blanks import WITHDRAWN
from useit_eval.ground.errors import UsageError
from useit_eval.sources import append_rows
from useit_eval.sources.drafts import Turn
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.sources.transcripts.grouping import propose_voices
from useit_eval.sources.transcripts.speakers import is_role
from useit_eval.store.signing import signed
from useit_eval.workbench import loading, shipped

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.sources.transcripts.grouping import VoiceProposal
    from useit_eval.workbench.bench import Bench

NOT_STATED = "not stated"
_NAME = re.compile(r"[^\W\d_][\w'’-]+(?:,? [^\W\d_][\w'’-]*\.?){0,2}\Z")
_ASKING = ("interviewer", "facilitator", "moderator", "researcher", "int", "fac", "mod")


@dataclasses.dataclass(frozen=True)
class Proposal:
    """One voice proposed for a source: its name, the labels with their turns, why they are one, and whether it is sure.

    ``voice`` is the label of the voice of the manifest that bears one of the labels already, or "".
    """

    source: str
    name: str
    labels: tuple[tuple[str, int], ...]
    why: str
    sure: bool
    voice: str = ""


@dataclasses.dataclass(frozen=True)
class VoicesReport:
    """What is proposed, the labels of the voices that were written into the manifest, what to decide, what to look at."""

    proposals: tuple[Proposal, ...]
    adopted: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    """Names that look like those of people: a pseudonym or a role belongs there."""


def propose_study_voices(bench: Bench, source: str | None = None) -> VoicesReport:
    """Return the voices that the labels of turns seem to be, of one source (its label) or of all; nothing is written.

    Raises UsageError for a source that the manifest does not have.
    """
    found = tuple(_proposals(bench, _sources(bench, source)))
    return VoicesReport(found, doubts=_like_names(found))


def adopt_voices(bench: Bench, source: str | None = None, *, by: str = "researcher") -> VoicesReport:
    """Return what was proposed, and write those that no voice bears yet into the manifest as voices.

    A new voice has the proposed name as pseudonym, every label it is spoken as, the source's consent and relation, and
    counts as a unit of its own; role and group stay "not stated" until a person writes them. Who is renamed, merged or
    parted in manifest.csv is followed at once. Raises UsageError for an unknown source.
    """
    held = bench.load("source").set_index("label")
    made: list[dict[str, Any]] = []

    def add() -> None:
        """Write the voices proposed into the manifest."""
        found = _proposals(bench, _sources(bench, source))
        made.extend(_rows(bench, [proposal for proposal in found if not proposal.voice], held))
        if made:
            append_rows(bench.paths.raw / "manifest.csv", made)

    with loading.registering(bench.store, bench.paths, add) as work:
        signed(work, by).note("adopt voices", {row["label"]: row["source"] for row in made}, table="voice")
    place = f"data_raw/{bench.paths.study}/manifest.csv"
    told = (
        f"Say in {place} for each: role, stakeholder_group, and consent (quote where the person agreed to be quoted).",
        "Give the same independence_unit to voices that are one person, or that speak as one.",
    )
    found = tuple(_proposals(bench, _sources(bench, source)))
    return VoicesReport(found, tuple(row["label"] for row in made), told if made else (), _like_names(found))


def _like_names(found: tuple[Proposal, ...]) -> tuple[str, ...]:
    """Return a warning where voices are called by what may be people's names: the manifest is read by many."""
    names = dict.fromkeys(proposal.name for proposal in found if _may_be_a_name(proposal.name))
    if not names:
        return ()
    shown = f"{', '.join(list(names)[:5])}{f' and {len(names) - 5} more' if len(names) > 5 else ''}"
    return (f"These may be names of people: {shown}. Take names out of the transcript first (useit-eval redact), then add it.",)


def _may_be_a_name(label: str) -> bool:
    """Return whether a label is one to three words with capitals, without a number, and no role of an interview."""
    words = label.split()
    numbered = any(sign.isdigit() for sign in label)
    return bool(_NAME.match(label)) and all(word[0].isupper() for word in words) and not numbered and not is_role(label)


def _sources(bench: Bench, source: str | None) -> dict[str, str]:
    """Return label and id of the sources meant."""
    held = bench.store.current("source")
    labels = dict(zip(held["label"], held["source_id"], strict=True))
    if source is None:
        return dict(sorted(labels.items()))
    if source not in labels:
        raise UsageError(f"{source!r} is not a source of this study", "", closest(source, labels))
    return {source: labels[source]}


def _proposals(bench: Bench, sources: dict[str, str]) -> Iterator[Proposal]:
    segments = bench.store.current("segment")
    spoken = segments[segments["speaker"] != WITHDRAWN]  # so are the labels called that a withdrawal erased
    spoken = spoken.dropna(subset="speaker").sort_values(["source_id", "number"])
    turns = {key: group["speaker"].tolist() for key, group in spoken.groupby("source_id", sort=False)}
    voices = shipped.manifest_of(bench.paths).voices
    ids = shipped.manifest_of(bench.paths).source_ids
    for label, source_id in sources.items():
        known = _known(voices[voices["source_id"] == ids.get(label, source_id)])
        for proposal in propose_voices(Turn(0, 0, speaker) for speaker in turns.get(source_id, ())):
            yield Proposal(
                label, proposal.name.strip(), proposal.labels, proposal.why, proposal.sure, _bearer(proposal, known)
            )


def _known(voices: pd.DataFrame) -> dict[str, str]:
    pairs = zip(voices["label"], voices["spoken_as"], strict=True)
    return {spoken: voice for voice, cell in pairs for spoken in frames.labels(cell)}


def _bearer(proposal: VoiceProposal, known: dict[str, str]) -> str:
    return next((known[label.strip()] for label, _ in proposal.labels if label.strip() in known), "")


def _rows(bench: Bench, proposals: list[Proposal], sources: pd.DataFrame) -> Iterator[dict[str, Any]]:
    manifest = shipped.manifest_of(bench.paths)
    taken = {*manifest.source_ids, *manifest.voice_ids}
    labels = (label for number in range(1, 1_000_000) if (label := f"V{number:03d}") not in taken)
    for proposal, label in zip(proposals, labels, strict=False):
        source = sources.loc[proposal.source]
        yield {
            "record": "voice",
            "label": label,
            "id": str(uuid.uuid4()),
            "source": proposal.source,
            "pseudonym": proposal.name,
            "role": _role(proposal),
            "stakeholder_group": NOT_STATED,
            "independence_unit": label,
            "consent": source["consent"],
            "collector_relation": source["collector_relation"],
            "spoken_as": "; ".join(dict.fromkeys(spoken.strip() for spoken, _ in proposal.labels)),
        }


def _role(proposal: Proposal) -> str:
    words = {spoken.strip().rstrip("0123456789 .:").casefold() for spoken, _ in proposal.labels}
    return "interviewer" if words & set(_ASKING) else NOT_STATED
