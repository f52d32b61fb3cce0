"""What a form or a sheet changes in theory.yaml and codebook.yaml: versions are added, codes changed, nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from useit_eval.codebook import splice
from useit_eval.codebook.codes import Code
from useit_eval.codebook.theories import NONE_YET, Theory, TheoryVersion
from useit_eval.ground.errors import InputRefused

CODE_KEYS = tuple(Code.model_fields)
"""The keys of a code, in the order in which they are written."""


def with_versions(
    raw: str,
    versions: Iterable[tuple[str, TheoryVersion]],
    *,
    added: Iterable[Theory] = (),
    name: str = "theory.yaml",
) -> str:
    """Return the text of a theory.yaml with versions added below those of their theories, (theory id, version) pairs,
    and theories ``added`` at its end.

    All else stays byte for byte. Raises InputRefused for a theory that is not there or is written in brackets.
    """
    layout = splice.read_layout(raw, name=name)
    edits = []
    for theory_id, version in versions:
        entry = splice.entry_of(layout, "theories", key="id", value=theory_id)
        listed = splice.value_of(layout, entry, "versions")
        edits.append(splice.appended(layout, listed, version_content(version)))
    listed = splice.value_of(layout, layout.root, "theories")
    edits += [splice.appended(layout, listed, theory_content(theory)) for theory in added]
    return splice.applied(layout, edits)


def with_codes(
    raw: str,
    changed: Mapping[str, Mapping[str, Any]],
    *,
    added: Iterable[Mapping[str, Any]] = (),
    name: str = "codebook.yaml",
) -> str:
    """Return the text of a codebook.yaml with other values for some keys of some codes, and codes added at its end.

    ``changed`` holds by code id the keys that change; None takes a key out. All else stays byte for byte. Raises
    InputRefused for a code that is not there or is written in brackets.
    """
    layout = splice.read_layout(raw, name=name)
    edits = []
    for code_id, changes in changed.items():
        entry = splice.entry_of(layout, "codes", key="id", value=code_id)
        edits += splice.replaced(layout, entry, changes, order=CODE_KEYS)
    listed = splice.value_of(layout, layout.root, "codes")
    for code in added:
        kept = {key: code[key] for key in CODE_KEYS if code.get(key) not in (None, False)}
        edits.append(splice.appended(layout, listed, kept))
    return splice.applied(layout, edits)


def code_at(raw: str, where: str) -> str:
    """Return the id of the code in whose entry a place such as "codebook.yaml, line 41" lies; "" where it lies in none."""
    layout = splice.read_layout(raw, name="")
    line = int(where.rpartition(" ")[2]) if where.rpartition(" ")[2].isdigit() else 0
    above = [entry for entry in splice.value_of(layout, layout.root, "codes").value if entry.start_mark.line < line]
    return splice.value_of(layout, above[-1], "id").value if above else ""


def made_version(content: Mapping[str, Any], *, where: str = "") -> TheoryVersion:
    """Return a version from plain values, as theory.yaml holds it. Raises InputRefused, with ``where``, for the first fault."""
    try:
        return TheoryVersion.model_validate(dict(content))
    except ValidationError as error:
        raise _first_fault(error, "the version", where) from None


def made_theory(content: Mapping[str, Any], *, where: str = "") -> Theory:
    """Return a theory from plain values, as theory.yaml holds it. Raises InputRefused, with ``where``, for the first fault."""
    try:
        return Theory.model_validate(dict(content))
    except ValidationError as error:
        raise _first_fault(error, "the theory", where) from None


def made_code(content: Mapping[str, Any], *, where: str = "") -> Code:
    """Return a code from plain values, as codebook.yaml holds it. Raises InputRefused, with ``where``, for the first fault."""
    try:
        return Code.model_validate({key: value for key, value in content.items() if value is not None})
    except ValidationError as error:
        raise _first_fault(error, "the code", where) from None


def version_content(version: TheoryVersion) -> dict[str, Any]:
    """Return a version as theory.yaml holds it: its keys in their order, empty slots and reasons left out."""
    content = version.model_dump(by_alias=True)
    content["configuration"] = {slot: list(codes) for slot, codes in version.configuration.by_slot().items()}
    content["rivals"] = [rival.model_dump(exclude_none=True) for rival in version.rivals]
    content["evidence"] = list(version.evidence) or NONE_YET
    return content


def theory_content(theory: Theory) -> dict[str, Any]:
    """Return a theory as theory.yaml holds it: its keys in their order, with its versions."""
    content = theory.model_dump(exclude={"versions"})
    versions = [version_content(version) for version in theory.versions]
    return {key: versions if key == "versions" else content[key] for key in Theory.model_fields}


def _first_fault(error: ValidationError, entry: str, where: str) -> InputRefused:
    found = error.errors(include_url=False)[0]
    key = next((step for step in reversed(found["loc"]) if isinstance(step, str)), entry)
    told = found.get("ctx", {})
    lacking = "is missing" if found["type"] == "missing" else "is not right"
    what = told.get("what", lacking)
    joined = what if found["type"] == "entry" else f"the {key} {what}"
    return InputRefused(joined, where, told.get("next", "Write it."))
