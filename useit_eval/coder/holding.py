"""What one act refers to, as the store holds it inside the act's own transaction: whose it is, and whether it stands."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from useit_eval.coder.columns import check_uuid, refused, shown
from useit_eval.coder.places import Place, ids_of, is_withdrawn, silent_turns, standing_source
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.frames import TABLES
from useit_eval.store import lookups

if TYPE_CHECKING:
    from useit_eval.coder.session import Session
    from useit_eval.store.database import Writing

Row = dict[str, Any]
OWNERS = {"coding": "coder", "claim": "coder", "coverage": "coder", "evidence": "rater"}
MEANWHILE = "this was changed meanwhile in another window"
ANEW = "Open the source again to see how it stands now."


_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # none that is taken for another


class NotThere(InputRefused):
    """A row refers to one that the store does not hold: it may be on its way, when an earlier act could not be saved."""


class Holding:
    """The store as one act finds it. ``rows`` are those of the act, as checked, in the order in which they are written."""

    def __init__(self, session: Session, work: Writing, rows: list[tuple[str, Row]]) -> None:
        self._session, self._work, self._sources, self._silent = session, work, {}, {}
        self._said = {row[TABLES[table].key]: (table, row) for table, row in rows}
        self._after = {row["supersedes"]: row for _, row in rows if row["supersedes"]}
        self.made: dict[str, Row] = {}
        self.coder, self.round_no = session.coder, session.round_no
        self.codes, self.versions = session.bench.codebook.by_id, session.versions
        self.slots, self.strands = session.bench.study.slots, session.bench.study.all_strand_ids

    def superseded(self, table: str, row: Row) -> Row | None:
        """Return the row that another supersedes, if any. Raises InputRefused unless it is one's own and its record's last."""
        if row["supersedes"] is None:
            return None
        before = self._held(table, row["supersedes"], "what is to be changed")
        self._refuse_others(table, before)
        if lookups.rows_where(self._work, table, "supersedes", [row["supersedes"]]):
            raise refused(MEANWHILE, ANEW)
        return before

    def source(self, row: Row) -> tuple[str, Place]:
        """Return a source's id as it stands, and its text and turns. Raises InputRefused when it may not be coded."""
        source_id = check_uuid(row.get("source_id"), "source_id")
        if source_id not in self._sources:
            found = standing_source(self._work, source_id)
            if found is None:
                raise refused("this is no source of the study")
            if is_withdrawn(found):
                raise refused("consent to this source was withdrawn, so it is no longer coded")
            place = self._session.place(found["source_id"], found["sha256_text"])
            if place is None:
                raise refused("the text of this source is not at hand here")
            self._sources[source_id] = found["source_id"], place
        return self._sources[source_id]

    def silent(self, source_id: str) -> list[Row]:
        """Return the turns of a source whose voice withdrew consent."""
        if source_id not in self._silent:
            self._silent[source_id] = silent_turns(self._work, ids_of(self._work, source_id))
        return self._silent[source_id]

    def voice(self, voice_id: object, source_id: str) -> str:
        """Return the id of a voice of a source. Raises InputRefused for another's, or one that withdrew."""
        known = lookups.rows_where(self._work, "voice", "voice_id", [check_uuid(voice_id, "voice_id")])
        if not known or known[0]["removed"] or self.last_source(known[0]) != source_id:
            raise refused("this is no voice of the source")
        if is_withdrawn(self._last("voice", known[0])):
            raise refused("this voice withdrew consent")
        return known[0]["voice_id"]

    def referred(self, table: str, row: Row) -> Row:
        """Return the row that stands for a coding or claim that a part names; it is one's own and not removed."""
        key = check_uuid(row.get(TABLES[table].key), TABLES[table].key)
        found = self._last(table, self.made.get(key) or self._held(table, key, f"the {_NAMES[table]}"))
        self._refuse_others(table, found)
        if found["removed"]:
            raise refused(f"the {_NAMES[table]} was removed meanwhile", ANEW)
        return found

    def last_source(self, row: Row) -> str:
        """Return the id as it stands now of the source that a row belongs to."""
        if row["source_id"] not in self._sources:
            found = standing_source(self._work, row["source_id"])
            return found["source_id"] if found else row["source_id"]
        return self._sources[row["source_id"]][0]

    def first_locator(self, claim_id: str, place: Place) -> str:
        """Return where the first passage stands that the act links to a claim, as a reader finds it."""
        keys = [r["coding_id"] for t, r in self._said.values() if t == "claim_part" and r.get("claim_id") == claim_id]
        held = {row["coding_id"]: row for row in lookups.rows_where(self._work, "coding", "coding_id", keys)}
        starts = [row["start"] for key in keys if (row := self.made.get(key) or held.get(key))]
        return place.locator(min(starts)) if starts else ""

    def new_label(self, claim_id: str) -> str:
        """Return a label that no claim of the store or of this act ever had."""
        taken = {row["label"] for row in self.made.values() if "label" in row}
        for length in range(6, 33):
            label = label_of(claim_id, length)
            if label not in taken and not lookups.rows_where(self._work, "claim", "label", [label]):
                return label
        raise refused("no label is left for this claim")

    def claim_label(self, named: str | None) -> str:
        """Return the label of one's own standing claim, named by its label or by any id that it had."""
        key = named or ""
        if key.count("-") == 4:
            return self.referred("claim", {"claim_id": key})["label"]
        made = [row for row in self.made.values() if row.get("label") == key]
        found = made or lookups.rows_where(self._work, "claim", "label", [key], standing=True)
        # Whether somebody else has a claim of this label is not told.
        if not any(row["coder"] == self.coder for row in found):
            raise refused(f"no claim {shown(key)} of yours stands")
        self._refuse_others("claim", found[-1])
        return key

    def _held(self, table: str, key: str, what: str) -> Row:
        found = lookups.rows_where(self._work, table, TABLES[table].key, [key])
        if not found:
            raise NotThere(f"{what} is not in the store", "", ANEW)
        return found[0]

    def _last(self, table: str, row: Row) -> Row:
        """Return the last row of a record: in this act, else in the store."""
        name, met = TABLES[table].key, set()
        while row[name] not in met:
            met.add(row[name])
            if (said := self._after.get(row[name])) is not None:
                row = self.made.get(said[name], said)
            elif later := lookups.rows_where(self._work, table, "supersedes", [row[name]]):
                row = later[-1]
        return row

    def _refuse_others(self, table: str, row: Row) -> None:
        owned = row
        if table == "claim_part":
            table, owned = "claim", self.made.get(row["claim_id"]) or self._held("claim", row["claim_id"], "the claim")
        if owned[OWNERS[table]] != self.coder:
            raise refused("this is another coder's, and stays as it is")
        if "round_no" in owned and owned["round_no"] != self.round_no:
            raise refused("this is of another round of coding, and stays as it is")


def label_of(claim_id: str, length: int = 6) -> str:
    """Return the label of a claim, made from its id, so that copies of a study that come together keep theirs apart.

    Example:
        >>> label_of("7d9f2c1e-5b1a-4f0e-9c3d-2a6b8c4d5e6f")
        'C-7tnxkn'
    """
    number = int.from_bytes(hashlib.sha256(claim_id.encode()).digest()[:20])
    return "C-" + "".join(_LETTERS[number >> 5 * at & 31] for at in range(length))


_NAMES = {"coding": "passage", "claim": "claim"}
