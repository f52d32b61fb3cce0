"""One layout for whatever arrives as cues or segments: a line for each turn, so that texts read well and stay stable.

``[00:00:05] Name: words`` where time and speaker are known; the time or the name is left out where it is not. The span
of a turn covers the words only. Neighbouring utterances of one named speaker become one turn, whose time is that of the
first; utterances nobody is named for stay turns of their own, so that no time is lost.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from useit_eval.sources.drafts import Turn
from useit_eval.sources.transcripts.clock import stamp
from useit_eval.sources.transcripts.languages import Mark
from useit_eval.sources.transcripts.turns import turn_of


@dataclasses.dataclass(frozen=True)
class Utterance:
    """Words as one cue or segment gives them; ``written`` is the speaker's label with its mark, as the text shows it."""

    words: str
    speaker: str | None = None
    at: float | None = None
    mark: Mark | None = None
    written: str | None = None


def set_out(utterances: Iterable[Utterance]) -> tuple[str, tuple[Turn, ...]]:
    """Return the text of utterances, a line each, and its turns; utterances without words are passed over.

    Example:
        >>> set_out([Utterance("Trust", "P3", 2.7), Utterance("matters.", "P3", 5.4)])[0]
        '[00:00:02] P3: Trust matters.\\n'
    """
    lines, turns, place = [], [], 0
    for one in _merged(utterances):
        head = _head(one)
        start = place + len(head)
        turns.append(turn_of(start, start + len(one.words), one.speaker, one.at, one.mark))
        lines.append(f"{head}{one.words}\n")
        place += len(lines[-1])
    return "".join(lines), tuple(turns)


def _head(one: Utterance) -> str:
    time = f"[{stamp(one.at)}] " if one.at is not None else ""
    label = one.written or one.speaker
    return f"{time}{label}: " if label else time


def _merged(utterances: Iterable[Utterance]) -> Iterator[Utterance]:
    first: Utterance | None = None
    words: list[str] = []
    for one in utterances:
        if not one.words.strip():
            continue
        if first is not None and one.speaker and (one.speaker, one.mark) == (first.speaker, first.mark):
            words.append(one.words.strip())
            continue
        if first is not None:
            yield _with_words(first, words)
        first, words = one, [one.words.strip()]
    if first is not None:
        yield _with_words(first, words)


def _with_words(first: Utterance, words: list[str]) -> Utterance:
    joined = " ".join(words)
    return first if first.words == joined else dataclasses.replace(first, words=joined)
