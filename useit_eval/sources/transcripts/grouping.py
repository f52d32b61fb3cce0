"""Labels that may be one voice: grouped by proposal, adopted by a person.

``Interviewee ``, ``interviewee`` and ``Interviewee1`` are one voice as a rule; ``Interviewee 1`` and ``Interviewee 2`` are
two when both recur in one text. Misspellings are proposed as doubtful, by the edit distance of RapidFuzz.
"""

from __future__ import annotations

import collections
import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterable

from useit_eval.sources.drafts import Turn

ALIKE = 85.0
MOST_COMPARED = 200
_NUMBER = re.compile(r"[\s_#.-]*(\d+)\Z")


@dataclasses.dataclass(frozen=True)
class VoiceProposal:
    """Labels that may be one voice: a name for it, each label with its count of turns, why, and whether it is sure."""

    name: str
    labels: tuple[tuple[str, int], ...]
    why: str
    sure: bool


def propose_voices(turns: Iterable[Turn]) -> tuple[VoiceProposal, ...]:
    """Return one proposal for each voice of a text, in the order in which they first speak; every label is in one.

    A label of its own is a proposal too, sure and with why "one label". Nothing is merged by it: a person adopts.

    Example:
        >>> turns = [Turn(0, 1, "Interviewee "), Turn(2, 3, "interviewee")]
        >>> propose_voices(turns)[0].labels, propose_voices(turns)[0].why
        ((('Interviewee ', 1), ('interviewee', 1)), 'differ only in blanks and case')
    """
    counts = collections.Counter(turn.speaker for turn in turns if turn.speaker and turn.speaker.strip())
    written: dict[str, list[str]] = {}
    for label in counts:
        written.setdefault(_bare(label), []).append(label)
    weights = {key: sum(counts[label] for label in labels) for key, labels in written.items()}
    numbered = _numbered(list(written))
    misspelt = _misspelt({key: weight for key, weight in weights.items() if key not in numbered})
    groups: dict[str, list[str]] = {}
    for key in written:
        home = numbered.get(key, key)
        groups.setdefault(misspelt.get(home, home), []).append(key)
    return tuple(_proposal(keys, written, counts, misspelt) for keys in groups.values())


def _bare(label: str) -> str:
    """Return what is left of a label without case, blanks, punctuation and leading zeros."""
    folded = unicodedata.normalize("NFKC", label).casefold()
    bare = re.sub(r"[\W_]+", "", folded) or folded.strip()
    return re.sub(r"(?<=\D)0+(?=\d)", "", bare)


def _numbered(keys: list[str]) -> dict[str, str]:
    """Return numbered labels whose label without a number is there too, and no other number: both are one, it seems."""
    families: dict[str, list[str]] = {}
    for key in keys:
        families.setdefault(_stem(key), []).append(key)
    return {
        key: stem
        for stem, family in families.items()
        if len(family) == 2 and stem in family and len(stem) > 1
        for key in family
        if key != stem
    }


def _stem(key: str) -> str:
    return _NUMBER.sub("", key) or key


def _misspelt(weights: dict[str, int]) -> dict[str, str]:
    """Return rare labels with the frequent one that each nearly spells; numbers must agree."""
    from rapidfuzz import fuzz

    kept: list[str] = []
    into: dict[str, str] = {}
    for key in sorted(weights, key=lambda key: -weights[key])[:MOST_COMPARED]:
        near = (one for one in kept if weights[key] * 5 <= weights[one] + 4 and _may_be_misspelt(one, key))
        found = next((one for one in near if fuzz.ratio(one, key) >= ALIKE), None)
        if found is None:
            kept.append(key)
        else:
            into[key] = found
    return into


def _may_be_misspelt(one: str, other: str) -> bool:
    """Tell a slip from two people: short labels, other numbers, and interviewer beside interviewee are no slips."""
    if min(len(one), len(other)) < 4 or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return {re.sub(r"\d+", "", one)[-2:], re.sub(r"\d+", "", other)[-2:]} != {"er", "ee"}


def _proposal(
    keys: list[str], written: dict[str, list[str]], counts: collections.Counter[str], misspelt: dict[str, str]
) -> VoiceProposal:
    labels = tuple((label, counts[label]) for key in keys for label in written[key])
    best = max(labels, key=lambda pair: (pair[1], _is_tidy(pair[0]), not pair[0][-1:].isdigit()))[0]
    name = " ".join(best.split()).strip(" :.-") or best
    if any(key in misspelt for key in keys):
        return VoiceProposal(name, labels, "may be misspelt", False)
    if len(labels) == 1:
        return VoiceProposal(name, labels, "one label", True)
    # Two ways of writing that both go through a text may well be two people.
    both = len(keys) > 1 and min(sum(counts[label] for label in written[key]) for key in keys) >= 3
    return VoiceProposal(name, labels, _why([label for label, _ in labels]), not both)


def _is_tidy(label: str) -> bool:
    return label == " ".join(label.split()) and label[:1].isupper()


def _why(labels: list[str]) -> str:
    """Return in words what labels differ in: a way is named when undoing all the others leaves them different."""
    ways = [name for name in _WAYS if len({_undone(label, leaving=name) for label in labels}) > 1]
    return f"differ only in {' and '.join(ways)}" if ways else "differ only in how they are written"


def _undone(label: str, *, leaving: str) -> str:
    for name, undo in _WAYS.items():
        label = label if name == leaving else undo(label)
    return label


_WAYS: dict[str, Callable[[str], str]] = {
    "blanks": lambda label: "".join(label.split()),
    "punctuation": lambda label: re.sub(r"[^\w\s]|_", "", label),
    "case": str.casefold,
    "numbering": lambda label: re.sub(r"\d+\Z", "", label),
}
