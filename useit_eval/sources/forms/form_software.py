"""Programs in which questionnaires are filled in, and by which marks their exports are told apart."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from useit_eval.codebook.questionnaire import plain
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources.spreadsheets.sheets import closest
from useit_eval.sources.spreadsheets.tables import Table, words

IMPORT_ID = '{"importid"'


@dataclasses.dataclass(frozen=True)
class Software:
    """One program: its word on the command line, its name, and what its exports look like, heads made plain.

    ``marks`` are sets of heads of which one must be there in full. ``ids`` and ``times`` are the columns, best first,
    of a submission's id and time. ``joined`` stands between several choices in one cell, ``groups`` between a group
    and its question. ``parent`` and ``own`` are the columns by which a sheet of repeats finds its row.
    """

    word: str
    title: str
    marks: tuple[frozenset[str], ...]
    ids: tuple[str, ...]
    times: tuple[str, ...]
    joined: str
    groups: tuple[str, ...] = ()
    own: str = ""
    parent: str = ""
    refused: tuple[tuple[str, tuple[str, ...]], ...] = ()


def _any(*heads: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset([head]) for head in heads)


KOBO = Software(
    "kobo",
    "KoboToolbox",
    (*_any("_uuid", "_submission_time", "_submission__uuid"), frozenset(["_id", "_index"])),
    ("_uuid", "meta/instanceid", "_id"),
    ("_submission_time", "end", "start"),
    " ",
    ("/",),
    "_index",
    "_parent_index",
    (("_validation_status", ("not approved", "validation_status_not_approved")),),
)
ODK = Software(
    "odk",
    "ODK Central",
    _any("key", "instanceid", "meta-instanceid", "meta:instanceid", "meta/instanceid", "submissiondate"),
    ("key", "instanceid", "meta-instanceid", "meta:instanceid", "meta/instanceid", "meta-instanceid"),
    ("submissiondate", "end", "start"),
    " ",
    ("-", ":", "/"),
    "key",
    "parent_key",
    (("reviewstate", ("rejected",)),),
)
QUALTRICS = Software(
    "qualtrics",
    "Qualtrics",
    (frozenset(["responseid", "recordeddate"]), frozenset(["responseid", "startdate"])),
    ("responseid",),
    ("recordeddate", "enddate", "startdate"),
    ",",
    refused=(("status", ("survey preview", "survey test", "spam", "1", "8")), ("distributionchannel", ("preview",))),
)
MICROSOFT = Software(
    "microsoft",
    "Microsoft Forms",
    (frozenset(["id", "start time", "completion time"]), frozenset(["id", "startzeit", "fertigstellungszeit"])),
    ("id",),
    ("completion time", "fertigstellungszeit", "start time", "startzeit"),
    ";",
)
GOOGLE = Software(
    "google",
    "Google Forms",
    _any("timestamp", "zeitstempel", "horodateur", "marca temporal", "informazioni cronologiche", "sygnatura czasowa"),
    (),
    ("timestamp", "zeitstempel", "horodateur", "marca temporal", "informazioni cronologiche", "sygnatura czasowa"),
    ",",
)
PLAIN = Software("plain", "a plain sheet", (), ("submission_id",), ("submitted_at",), ";")
KNOWN = {software.word: software for software in (KOBO, ODK, QUALTRICS, MICROSOFT, GOOGLE, PLAIN)}


def tell_software(table: Table, *, said: str | None = None) -> Software:
    """Return the program that a table was exported from, by the marks in its header, or the one that was said.

    Raises UsageError for an unknown word, InputRefused when no program or more than one fits.
    """
    if said is not None:
        if said not in KNOWN:
            raise UsageError(f"{said!r} is not a program whose exports are read", "", closest(said, KNOWN))
        return KNOWN[said]
    fits = [software for software in KNOWN.values() if _bears(table, software)]
    if len(fits) == 1:
        return fits[0]
    found = " or ".join(software.title for software in fits) or "none of those known"
    advice = f"Say it with --software and one of: {', '.join(KNOWN)}."
    raise InputRefused(f"the header does not tell which program it comes from ({found})", table.file, advice)


def _bears(table: Table, software: Software) -> bool:
    heads = {plain(head) for head in table.header}
    if software is QUALTRICS and import_ids(table) is not None:
        return True
    if software is GOOGLE:  # the word may head a column of any sheet; Google puts it first
        return bool(table.header) and frozenset([plain(table.header[0])]) in software.marks
    if software is ODK and "_submission_time" in heads:  # Kobo keeps an instanceID too
        return False
    return any(mark <= heads for mark in software.marks)


def import_ids(table: Table) -> int | None:
    """Return the place of Qualtrics' row of import ids among the rows after the header, or None."""
    for at, row in enumerate(table.rows[:3]):
        filled = [cell for cell in map(words, row.cells) if cell.strip()]
        if filled and all(cell.replace(" ", "").lower().startswith(IMPORT_ID) for cell in filled):
            return at
    return None


def place_of(heads: Sequence[str], names: Sequence[str]) -> int | None:
    """Return the place of the first of some names among a table's heads, or None."""
    met = [plain(head) for head in heads]
    return next((met.index(name) for name in names if name in met), None)
