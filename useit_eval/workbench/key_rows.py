"""New names that a person confirmed, added to the person's own key."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Iterable, Sequence

from useit_eval.ground import inert_cells, safe_files
from useit_eval.ground import text as texts
from useit_eval.sources.keys import Key, plain
from useit_eval.sources.redacting.redaction import Proposal
from useit_eval.sources.redacting.redaction_sheet import OWN

_PLACEHOLDER = re.compile(r"Person \d+\Z")
_PARTICIPANT = re.compile(r"Participant (\d+)\Z")
_NOTE = "added by useit-eval redact"


def name_persons(
    key: Key, text: str, proposals: Sequence[Proposal]
) -> tuple[list[Proposal], list[tuple[str, list[str]]]]:
    """Return the proposals with "[Person 1]" made the next free participant, and who is not in the key.

    Each is a pseudonym with the spellings met, the longest first.
    """
    persons: dict[str, list[str]] = {}
    for proposal in proposals:
        if _is_new(proposal, key):
            persons.setdefault(_bare(proposal), []).append(" ".join(text[proposal.start : proposal.end].split()))
    named = dict(zip(persons, _pseudonyms(persons, key), strict=True))
    replaced = [
        dataclasses.replace(p, replacement=p.replacement.replace(_bare(p), named[_bare(p)])) if _is_new(p, key) else p
        for p in proposals
    ]
    return replaced, [(named[placeholder], _apart(spellings)) for placeholder, spellings in persons.items()]


def append_names(key: Key, persons: Sequence[tuple[str, list[str]]], *, mode: int) -> None:
    """Add a row to the key file for each person, other spellings as variants; what stands in it is not touched.

    Raises WorkFailed when the key cannot be written.
    """
    before = texts.decode(safe_files.read_bytes(key.path), where=key.path.name)
    header = [name.strip() for name in next(csv.reader(io.StringIO(before.split("\n", 2)[1])))]
    written = ""
    for pseudonym, (name, *variants) in persons:
        rows = [name] if "variants" in header else [name, *variants]
        shared = {"pseudonym": pseudonym, "role": "participant", "variants": ";".join(variants), "note": _NOTE}
        written += "".join(
            inert_cells.csv_line([{"name": each, **shared}.get(head) for head in header]) for each in rows
        )
    target = key.path.resolve()  # a link to the key stays a link
    safe_files.write_whole(target, before.rstrip("\n") + "\n" + written, mode=mode)


def _bare(proposal: Proposal) -> str:
    return proposal.replacement.strip("[]")


def _is_new(proposal: Proposal, key: Key) -> bool:
    if proposal.kind != "name" or proposal.known:
        return False
    return proposal.why != OWN or _bare(proposal) not in {entry.pseudonym for entry in key.entries}


def _pseudonyms(placeholders: Iterable[str], key: Key) -> Iterable[str]:
    taken = [int(match[1]) for entry in key.entries if (match := _PARTICIPANT.match(entry.pseudonym))]
    following = max(taken, default=0)
    for placeholder in placeholders:
        if _PLACEHOLDER.match(placeholder):
            following += 1
            yield f"Participant {following}"
        else:
            yield placeholder


def _apart(spellings: list[str]) -> list[str]:
    by_form = {plain(spelling): spelling.replace(";", ",") for spelling in spellings}
    return sorted(by_form.values(), key=lambda spelling: (-len(spelling), spelling))
