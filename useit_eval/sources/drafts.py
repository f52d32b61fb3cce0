"""What a reader of one format gives: the text, its turns, and what was changed or is in doubt."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Turn:
    """One turn of a transcript: where its words lie in the text (code points, end exclusive) and who speaks them when.

    ``speaker`` is the label as the text writes it, without it ``None``; the label itself and the time stamp lie outside
    the span. ``spoken_at`` is in seconds from the start of the recording. ``language`` is None where it is the source's
    own. ``translated_from`` is the number (from 1) of the original turn in the same text;
    ``rendered_from`` the language it was put from, where its mark says so (BCP 47).
    """

    start: int
    end: int
    speaker: str | None = None
    spoken_at: float | None = None
    language: str | None = None
    rendering: str = "original"
    translated_by: str | None = None
    translated_from: int | None = None
    question_id: str | None = None
    rendered_from: str | None = None


@dataclasses.dataclass(frozen=True)
class Draft:
    """A text read from one file, LF line ends, no BOM, not normalised; ``turns`` is empty where none are marked.

    ``changes`` says in sentences what was left out or altered on the way (a byte order mark, hidden text, deletions);
    ``doubts`` what a person should look at (a guessed encoding, malformed captions with line numbers, hyphens at line
    ends). Neither repeats words of the text.
    """

    text: str
    turns: tuple[Turn, ...] = ()
    changes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
