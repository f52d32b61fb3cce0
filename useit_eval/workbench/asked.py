"""Which question of the topic guide a turn answers, from the interviewer's own words; and which theories nobody asked about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook import TopicGuide

NEAR = 90.0
"""How alike an interviewer's words and a wording must be, of 100 (rapidfuzz's ratio)."""
_MARK = re.compile(r"\s*\[\s*([A-Za-z]+)\s*0*(\d+)\s*\]")
_SENTENCE = re.compile(r"(?<=[.?!…])\s+")
_NO_WORD = re.compile(r"[^\w']+")
ASKS = "asks"
"""What the manifest says as ``collector_relation`` of a voice that puts the questions."""
_MOSTLY = 0.5  # share of turns that end with a question, from which on a speaker is taken to ask


def questions_of(
    turns: Sequence[Mapping[str, Any]], guide: TopicGuide | None, text: str, *, asking: Collection[str] = ()
) -> list[str | None]:
    """Return, for each turn of one source in their order, the id of the question it puts or answers; None before any.

    ``turns`` need start, end, speaker and voice_id. A question is put by a mark such as [Q3] at the start of a turn, or
    in words near-equal to one of its wordings by a speaker who asks, and holds until the next. Who asks: the voices in
    ``asking`` and speakers that no voice of the manifest bears; where neither is known, who mostly ends with a question.
    """
    if guide is None or not text:
        return [None] * len(turns)
    said = [text[turn["start"] : turn["end"]] for turn in turns]
    askers, wordings = _askers(turns, said, set(asking)), _wordings(guide)
    found, now = [], None
    for turn, words in zip(turns, said, strict=True):
        now = _marked(words, guide) or (_worded(words, wordings) if turn["speaker"] in askers else None) or now
        found.append(now)
    return found


def with_questions(
    segments: pd.DataFrame, guide: TopicGuide | None, texts: Mapping[str, str], *, voices: pd.DataFrame
) -> pd.DataFrame:
    """Return segments with ``question_id`` filled where it is missing, as `questions_of` finds it.

    ``segments`` as in `ground.frames`, ``texts`` by source id; ``voices`` need voice_id and collector_relation.
    """
    if guide is None or segments.empty:
        return segments
    found, asking = segments["question_id"].copy(), voices.loc[voices["collector_relation"] == ASKS, "voice_id"]
    for source_id, own in segments.groupby("source_id", sort=False):
        ordered = own.sort_values("number")
        rows = [
            {**row, "voice_id": _told(row["voice_id"]), "speaker": _told(row["speaker"])} for row in _records(ordered)
        ]
        asked = questions_of(rows, guide, texts.get(source_id, ""), asking=list(asking))
        found.loc[ordered.index] = ordered["question_id"].fillna(found.__class__(asked, ordered.index, dtype="str"))
    return segments.assign(question_id=found)


def with_asked(theories: pd.DataFrame, guide: TopicGuide | None, segments: pd.DataFrame) -> pd.DataFrame:
    """Return theories with ``not_asked`` true where the guide has questions about one and none of them was put, else false.

    ``segments`` as from `Bench.load`. A theory that no question of the guide names keeps what theory.yaml says, and so
    do all where no question was found in any text: then it is not known what was asked.
    """
    put = set(segments["question_id"].dropna())
    if guide is None or not put:
        return theories
    told = zip(theories["theory_id"], theories["not_asked"], strict=True)
    found = [not about & put if (about := guide.about(theory)) else known for theory, known in told]
    return theories.assign(not_asked=theories["not_asked"].__class__(found, index=theories.index, dtype="boolean"))


def plain(words: str) -> str:
    """Return words as they are compared: no capitals, no punctuation, single blanks.

    Example:
        >>> plain("What got in the way – if anything?")
        'what got in the way if anything'
    """
    return _NO_WORD.sub(" ", words.casefold().replace("’", "'")).strip()


def near(said: str, wording: str) -> float:
    """Return how near a sentence comes to a wording, of 100 (0 under `NEAR`); both as `plain` gives them.

    Example:
        >>> near("and what got in the way then", "what got in the way")
        100.0
    """
    from rapidfuzz import fuzz

    if len(said) < len(wording):  # else a short "and then" would be found inside every long wording
        return fuzz.ratio(said, wording, score_cutoff=NEAR)
    return max(fuzz.ratio(said, wording, score_cutoff=NEAR), fuzz.partial_ratio(wording, said, score_cutoff=NEAR))


def _marked(words: str, guide: TopicGuide) -> str | None:
    mark = _MARK.match(words)
    if mark is None:
        return None
    named = (mark[1].casefold(), int(mark[2]))
    return next((question.id for question in guide.questions if _number(question.id) == named), None)


def _number(id: str) -> tuple[str, int] | None:
    found = re.fullmatch(r"([A-Za-z]+)0*(\d+)", id)
    return (found[1].casefold(), int(found[2])) if found else None


def _wordings(guide: TopicGuide) -> list[tuple[str, str]]:
    return [
        (question.id, plain(words)) for question in guide.questions for words in (question.asks, *question.wordings)
    ]


def _worded(words: str, wordings: Sequence[tuple[str, str]]) -> str | None:
    """Return the question whose wording is nearest; of two as near, the later in the turn: that one is answered."""
    sentences = [plain(sentence) for sentence in _SENTENCE.split(words)]
    scored = [(near(said, wording), at, id) for at, said in enumerate(sentences) for id, wording in wordings]
    best = max(scored, key=lambda score: score[:2], default=(0.0, 0, None))
    return best[2] if best[0] >= NEAR else None


def _askers(turns: Sequence[Mapping[str, Any]], said: Sequence[str], asking: set[str]) -> set[str]:
    """Return the labels of the speakers who ask; a text without any has none."""
    voices = {turn["speaker"]: turn["voice_id"] for turn in turns if turn["speaker"]}
    known = {label for label, voice in voices.items() if voice in asking}
    strange = {label for label, voice in voices.items() if not voice}
    if known or 0 < len(strange) < len(voices):
        return known | strange
    ends: dict[str, list[bool]] = {}
    for turn, words in zip(turns, said, strict=True):
        if turn["speaker"]:
            ends.setdefault(turn["speaker"], []).append(words.rstrip().endswith("?"))
    return {label for label, found in ends.items() if sum(found) >= _MOSTLY * len(found)}


def _records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = ("start", "end", "speaker", "voice_id")
    return (dict(zip(names, row, strict=True)) for row in frame[list(names)].itertuples(index=False))


def _told(value: Any) -> Any:
    return value if isinstance(value, str) else None
