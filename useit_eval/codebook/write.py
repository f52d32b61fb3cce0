"""Authored records written back as YAML, so that what was loaded can be exported in the same form."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from useit_eval.codebook.claims import Claim, ClaimsFile, MarkedPassage, Part
from useit_eval.codebook.read import reads_as_text
from useit_eval.ground import safe_files, unseen

_TRAILING = re.compile(r" +$", re.MULTILINE)
_PASSAGE = ("code", "start", "end", "sha256", "intensity", "valence", "intended", "memo", "certainty")


def write_yaml(path: Path | str, content: dict[str, Any], *, kind: str) -> None:
    """Write plain values as one authored file of ``format: useit-<kind>/1``, whole or not at all.

    Raises WorkFailed when the folder is locked or the disk full; the earlier file then stands as it was.
    """
    safe_files.write_whole(Path(path), yaml_of(content, kind=kind))


def yaml_of(content: dict[str, Any], *, kind: str) -> str:
    """Return plain values as YAML 1.2: keys in the order given, texts in quotes where they would read as a number.

    Example:
        >>> print(yaml_of({"locator": "2.10", "round_no": 1}, kind="claims"), end="")
        format: useit-claims/1
        locator: '2.10'
        round_no: 1
    """
    writer = YAML(typ="rt", pure=True)
    writer.width, writer.allow_unicode = 110, True
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    writer.dump(quoted({"format": f"useit-{kind}/1", **content}), stream)
    return cleaned(stream.getvalue())


def cleaned(written: str) -> str:
    """Return written YAML without spaces at line ends, and with what nobody sees as escapes: ruamel leaves a space where
    it wraps, which in the styles used here carries no meaning, and writes marks of direction as they are."""
    return unseen.escaped(_TRAILING.sub("", written))


def write_claims(path: Path | str, held: ClaimsFile) -> None:
    """Write a claims file in the one form in which the project ships it; loading it again gives the same records.

    Raises WorkFailed when the file cannot be written.
    """
    safe_files.write_whole(Path(path), yaml_of_claims(held))


def yaml_of_claims(held: ClaimsFile) -> str:
    """Return a claims file as YAML, the same text for the same records; values left at their default are left out."""
    content = held.model_dump(exclude={"claims", "codings"})
    if held.claims:
        content["claims"] = [_claim(claim) for claim in held.claims]
    if held.codings:
        content["codings"] = [{"coding_id": passage.coding_id, **_passage(passage)} for passage in held.codings]
    return yaml_of(content, kind="claims")


def _claim(claim: Claim) -> dict[str, Any]:
    return {**claim.model_dump(exclude={"parts"}), "parts": [_part(part) for part in claim.parts]}


def _part(part: Part) -> dict[str, Any]:
    return {"part_id": part.part_id, "coding_id": part.coding_id, "slot": part.slot, **_passage(part)}


def _passage(passage: MarkedPassage) -> dict[str, Any]:
    values = {key: getattr(passage, key, None) for key in _PASSAGE}
    kept = {key: value for key, value in values.items() if value is not None}
    return kept if passage.quotable else {**kept, "quotable": False}


def quoted(value: Any) -> Any:
    """Return plain values with texts marked to be written in quotes where they would read as a number or a flag."""
    if isinstance(value, dict):
        return {key: quoted(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [quoted(entry) for entry in value]
    if not isinstance(value, str) or reads_as_text(value):
        return value
    return SingleQuotedScalarString(value) if value.isprintable() else DoubleQuotedScalarString(value)
