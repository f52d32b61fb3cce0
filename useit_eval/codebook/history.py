"""Rules on the history of authored YAML: versions are added, never edited; codes retired, never deleted.

What was accepted before is kept by the bench (in the audit) as digests and handed in; nothing here knows the store.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from useit_eval.codebook.codes import Codebook
from useit_eval.codebook.theories import Theories, TheoryVersion
from useit_eval.ground import text
from useit_eval.ground.errors import InputRefused


def digest_version(version: TheoryVersion) -> str:
    """Return the SHA-256 of a theory version's content: layout and comments of the file do not matter."""
    content = version.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return text.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def digest_theories(theories: Theories) -> dict[str, list[str]]:
    """Return the digests of each theory's versions, as `check_history` takes them next time."""
    return {theory.id: [digest_version(version) for version in theory.versions] for theory in theories.theories}


def check_history(theories: Theories, accepted: Mapping[str, Sequence[str]]) -> None:
    """Check that every accepted version still stands as it was; ``accepted`` is what `digest_theories` gave.

    Raises InputRefused naming the theory and version that was edited or removed.
    """
    found = digest_theories(theories)
    for theory_id, digests in accepted.items():
        _check_theory(theories, theory_id, digests, found.get(theory_id))


def _check_theory(theories: Theories, theory_id: str, accepted: Sequence[str], found: Sequence[str] | None) -> None:
    if found is None:
        told = f"the theory {theory_id} was accepted earlier and is gone"
        raise InputRefused(
            told, theories.where(theory_id), "Put it back; to drop it, add a version with move: set_aside."
        )
    for number, digest in enumerate(accepted, start=1):
        if number > len(found):
            told = f"version {number} of {theory_id} was accepted earlier and is gone"
            raise InputRefused(told, theories.where(theory_id), "Put it back and add a new version below it.")
        if found[number - 1] != digest:
            told = f"version {number} of {theory_id} was accepted earlier and has been edited"
            raise InputRefused(told, theories.where(theory_id, number), "Put it back and add a new version below it.")


def digest_codes(codebook: Codebook) -> dict[str, str]:
    """Return each code's GUID, as `check_codes_history` takes them next time."""
    return {code.id: code.guid for code in codebook.codes}


def check_codes_history(codebook: Codebook, accepted: Mapping[str, str]) -> None:
    """Check that no accepted code was deleted or given another GUID; ``accepted`` is what `digest_codes` gave.

    Raises InputRefused naming the code.
    """
    for code_id, guid in accepted.items():
        if code_id not in codebook.by_id:
            told = f"the code '{code_id}' was accepted earlier and is gone"
            raise InputRefused(told, "codebook.yaml", "Put it back and write 'retired: true', or 'merged_into: ...'.")
        if codebook.by_id[code_id].guid != guid:
            told = f"the guid of the code '{code_id}' has changed"
            raise InputRefused(told, "codebook.yaml", f"Put back {guid}: it is given once.")
