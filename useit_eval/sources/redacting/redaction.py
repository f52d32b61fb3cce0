"""What should not enter a store: names, numbers and addresses in a text, proposed for a person to confirm.

Nothing is decided here and nothing is sent anywhere: rules, the study's key and lists of words, no trained model. What
comes back are places and replacements; the words themselves stay in the text.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from useit_eval.ground.errors import UsageError
from useit_eval.sources.drafts import Turn
from useit_eval.sources.keys import Key
from useit_eval.sources.redacting.redaction_names import Found, KeyIndex, find_names
from useit_eval.sources.redacting.redaction_numbers import Match, find_numbers
from useit_eval.sources.redacting.redaction_text import Folded, fold_text, labels_before
from useit_eval.sources.redacting.redaction_unknown import find_unknown

REPLACEMENTS = {
    "e_mail": "[e-mail]",
    "phone": "[phone]",
    "postcode": "[postcode]",
    "nhs_number": "[NHS number]",
    "national_insurance": "[National Insurance number]",
    "date_of_birth": "[date of birth]",
    "web_address": "[web address]",
    "address": "[address]",
    "other": "[number]",
}


@dataclasses.dataclass(frozen=True, order=True)
class Proposal:
    """A place in a text (code points, end exclusive), what should stand there instead, and why.

    ``sure`` is what the machine would take by itself; the rest a person must decide. ``known`` says whether a name is
    in the key. Neither ``why`` nor ``replacement`` repeats words of the text.
    """

    start: int
    end: int
    kind: str
    replacement: str
    sure: bool
    why: str
    known: bool = False


def propose(text: str, key: Key, *, turns: Iterable[Turn] = ()) -> tuple[Proposal, ...]:
    """Return what should be put aside in a text, in order, no two overlapping; the same text and key give the same.

    Names of the key with their parts, initials, accents and misspellings, what looks like other names, e-mails, phones,
    postcodes, NHS and National Insurance numbers, dates of birth, web addresses of persons, house and street. What
    overlaps is joined: the longest decides the kind, and it is sure when any part is. ``turns``, where the file's reader
    found any, say which words are labels of speakers. Sources of the formats are named
    in `redaction_numbers`, of the comparison of spellings in `redaction_names`.
    """
    folded = fold_text(text, labels_before(text, turns))
    numbers = [_of_match(match) for match in find_numbers(text)]
    names = [_of_name(found, folded, known=True) for found in find_names(folded, KeyIndex(key))]
    taken = [(proposal.start, proposal.end) for proposal in _joined([*numbers, *names])]
    unknown = [
        _of_name(found, folded, known=False)
        for found in find_unknown(folded, taken, [(name.start, name.end) for name in names])
    ]
    return tuple(_joined([*numbers, *names, *unknown]))


def apply(text: str, proposals: Iterable[Proposal]) -> str:
    """Return a text with each proposal's place replaced; nothing outside them changes.

    Raises UsageError when two overlap or one lies outside the text.

    Example:
        >>> apply("Ask Ann.", [Proposal(4, 7, "name", "[Participant 1]", True, "")])
        'Ask [Participant 1].'
    """
    made, at = [], 0
    for proposal in sorted(proposals):
        if not at <= proposal.start < proposal.end <= len(text):
            raise UsageError("two replacements overlap, or one lies outside the text", "", "Propose anew.")
        made += [text[at : proposal.start], proposal.replacement]
        at = proposal.end
    return "".join([*made, text[at:]])


def _of_match(match: Match) -> Proposal:
    return Proposal(match.start, match.end, match.kind, REPLACEMENTS[match.kind], match.sure, match.why)


def _of_name(found: Found, text: Folded, *, known: bool) -> Proposal:
    """Return a name as a proposal. A speaker's label stays one: "Participant 3:" is read as a label, brackets are not."""
    stands_for = " or ".join(found.pseudonyms)
    replacement = stands_for if text.labels_at(found.start) else f"[{stands_for}]"
    return Proposal(found.start, found.end, "name", replacement, found.sure, found.why, known)


def _joined(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Join what overlaps. A doubtful one that holds a sure one becomes sure: a no must not bring the sure one back."""
    made: list[Proposal] = []
    for proposal in sorted(proposals, key=lambda p: (p.start, -p.end, not p.sure, p.kind, p.replacement)):
        if made and proposal.start < made[-1].end:
            made[-1] = _join(made[-1], proposal)
        else:
            made.append(proposal)
    return made


def _join(first: Proposal, second: Proposal) -> Proposal:
    same = (first.start, first.end) == (second.start, second.end)
    rank = (second.sure, second.end - second.start) if same else (second.end - second.start, second.sure)
    leader = (
        second
        if rank > ((first.sure, first.end - first.start) if same else (first.end - first.start, first.sure))
        else first
    )
    return dataclasses.replace(
        leader,
        start=first.start,
        end=max(first.end, second.end),
        sure=first.sure or second.sure,
        known=first.known or second.known,
    )
