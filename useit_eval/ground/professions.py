"""Professions as words: which occupation of a vocabulary a word means, and the closest ones where it means none."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from useit_eval.ground.wording import text

if TYPE_CHECKING:
    import pandas as pd

ATTRIBUTION = "ESCO, European Union"
"""What every page and file says that shows an occupation of ESCO."""
CREDIT = f"Occupations: {ATTRIBUTION}. This publication uses the ESCO classification of the European Commission."


@dataclasses.dataclass(frozen=True)
class Vocabulary:
    """Occupations and the words that mean them: ``meaning`` maps each word, case and blanks aside, to a preferred label."""

    meaning: dict[str, str]

    def read(self, profession: object) -> str | None:
        """Return the preferred label that a profession's words mean, or None."""
        return self.meaning.get(_plain(profession))

    def closest(self, profession: object, *, most: int = 3) -> list[str]:
        """Return the preferred labels whose words are closest to a profession's, the closest first; perhaps none.

        Words in common come before letters in common, and a preferred label before a further word that is as close.

        Example:
            >>> Vocabulary({"midwife": "midwife", "nurse": "nurse"}).closest("theatre nurse")
            ['nurse']
        """
        said = _plain(profession)
        near = set(difflib.get_close_matches(said, list(self.meaning), n=3 * most, cutoff=0.7))
        scores: dict[str, float] = {}
        for word, label in self.meaning.items():
            shared = _shared(said, word)
            score = shared + (0.3 if word == _plain(label) else 0) if shared else 0.5 if word in near else 0
            scores[label] = max(score, scores.get(label, 0))
        found = sorted((label for label, score in scores.items() if score), key=lambda label: (-scores[label], label))
        return found[:most]


def vocabulary(occupations: pd.DataFrame) -> Vocabulary:
    """Return the vocabulary of occupations: their preferred labels, and the further words told for each.

    ``occupations`` needs preferred_label and words (parted by semicolons; may be missing), as the register of
    occupations and `sources.read_esco` give them. A preferred label means itself, whatever other words say; a further
    word of two occupations means neither, so that nothing is chosen silently.
    """
    preferred = [text(label) for label in occupations["preferred_label"]]
    told: dict[str, set[str]] = {}
    for label, cell in zip(preferred, occupations["words"], strict=True):
        for word in text(cell).split(";"):
            told.setdefault(_plain(word), set()).add(label)
    meaning = {word: next(iter(labels)) for word, labels in sorted(told.items()) if word and len(labels) == 1}
    return Vocabulary({**meaning, **{_plain(label): label for label in preferred if label}})


def unknown(professions: Iterable[object], words: Vocabulary) -> list[str]:
    """Return the professions, each once, that a vocabulary does not know; missing ones are passed over."""
    told = dict.fromkeys(text(one) for one in professions)
    return [one for one in told if one and words.read(one) is None]


def same(one: object, other: object, words: Vocabulary) -> bool:
    """Return whether two professions are one: read as the same occupation or, unread, the same words.

    Example:
        >>> same("Nurses", "nurse", Vocabulary({})), same("nurse", "midwife", Vocabulary({}))
        (True, False)
    """
    return key_of(one, words) == key_of(other, words)


def key_of(profession: object, words: Vocabulary) -> str:
    """Return what a profession is told apart by: the occupation it is read as, else its words without capitals and plurals."""
    return words.read(profession) or _plain(profession)


def suggestion(labels: Sequence[str]) -> str:
    """Return advice that names the closest occupations, or that there are none."""
    return f"Closest: {', '.join(repr(label) for label in labels)}." if labels else "No occupation is close to it."


def _shared(one: str, other: str) -> float:
    """Return the share of words that two texts have in common, 0 to 1."""
    words, others = set(one.split()), set(other.split())
    return len(words & others) / len(words | others) if words and others else 0.0


def _plain(word: object) -> str:
    """Return words without capitals and plurals, so that nurses are read as nurse is."""
    return " ".join(map(_singular, text(word).casefold().split()))


def _singular(word: str) -> str:
    if word.endswith("ives"):
        return f"{word[:-4]}ife"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
