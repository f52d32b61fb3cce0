"""The columns of each sheet: what they mean, which words they allow, and which a person leaves as they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from useit_eval.ground import terms
from useit_eval.ground.errors import UsageError

MARK = "mark"
GRADES = ("1", "2", "3")
_RIVAL_STATES = ("open", "kept", "dropped")


@dataclasses.dataclass(frozen=True)
class SheetColumn:
    """One column: ``fixed`` ones are read only, ``words`` are offered as a list, ``words_of`` names a list of the study.

    A column that ``begins`` is filled in where a row is new, and left as it is in a row that went out; the list of a
    ``loose`` one is advice only: a new row may name what is new in another.
    """

    name: str
    meaning: str
    width: int = 18
    fixed: bool = False
    words: tuple[str, ...] = ()
    words_of: str = ""
    begins: bool = False
    loose: bool = False


@dataclasses.dataclass(frozen=True)
class SheetSpec:
    """One sheet: its name, what its rows are, its columns and the column that names a row."""

    name: str
    about: str
    key: str
    columns: tuple[SheetColumn, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def fixed(self) -> frozenset[str]:
        """Return the names of the columns that a person leaves as they are in a row that went out."""
        return frozenset(column.name for column in self.columns if column.fixed or column.begins)


def _column(name: str, meaning: str, width: int = 18, **more: object) -> SheetColumn:
    return SheetColumn(name, meaning, width, **more)


_MARK = _column(MARK, "tells whether the row was changed: leave it as it is; empty in a new row", 12, fixed=True)
_CODE = "names or ids of codes, with semicolons between"
EVIDENCE = SheetSpec(
    "Evidence",
    "one row is what one person judged: how a claim, figure or statistic bears on one version of a theory",
    "evidence_id",
    (
        _column("theory", "id of the theory", 10, words_of="theories"),
        _column("version", "number of its version; only judgements of the current one count", 9),
        _column("kind", "what is judged", 10, words=("claim", "figure", "model")),
        _column("subject", "label of the claim, figure or statistic", 11),
        _column("says", "what it says, in the words of who coded or counted it", 50, fixed=True),
        _column("bearing", "which way it bears", 12, words=terms.BEARINGS),
        _column("relevance", "how close it comes to the theory: 1 low to 3 high", 11, words=GRADES),
        _column("why_relevance", "why, in a few words", 24),
        _column("richness", "how much it tells of how and why: 1 low to 3 high", 11, words=GRADES),
        _column("why_richness", "why, in a few words", 24),
        _column("rigour", "how far what it tells can be trusted: 1 low to 3 high", 11, words=GRADES),
        _column("why_rigour", "why, in a few words", 24),
        _column("reason", "why it bears so, in a sentence", 44),
        _column("explained", "how a refutation is explained; else empty", 28),
        _column("rival", "id of the rival that it speaks for; else empty", 12),
        _column("rater", "who judged; in a new row, you", 14),
        _column("evidence_id", "id of the judgement: leave it as it is; empty in a new row", 14, fixed=True),
        _MARK,
    ),
)
_NEW = "in a new row only"
_THEORY = (
    _column("theory", "id of the theory; in a new row, a short one of its own, such as LE3", 10, begins=True),
    _column("title", f"its title; {_NEW}: later it is changed in theory.yaml", 26, begins=True),
    _column("version", "number of its current version; empty in a new row", 9, fixed=True),
    _column("if", "in which circumstances, with what", 44),
    _column("then", "what comes of it", 36),
    _column("because", "what it is in people that brings it about", 44),
)
_CHANGE = (
    _column(
        "move", "only where you changed something, or in a new row: what kind of step it is", 14, words=terms.MOVES
    ),
    _column("reason", "likewise: why the theory changes, or is put forward", 40),
    _column("evidence", "likewise: labels such as C001; F003, or: none yet", 22),
)
_BEGUN = (
    _column("strand", f"id of its strand; {_NEW}", 18, words_of="strands", begins=True),
    _column("kind", f"whether it tells how the programme works, or how it fails; {_NEW}", 12, words=terms.THEORY_KINDS, begins=True),
    _column("question", f"what people are asked that leads to it; {_NEW}", 36, begins=True),
    _column("plain", f"the theory in plain words; {_NEW}", 40, begins=True),
    _column("moves_rating", f"which evidence would move its rating; {_NEW}", 40, begins=True),
)  # fmt: skip
RIVALS = SheetSpec(
    "Rivals",
    "one row is one rival: another explanation of the same outcome; a changed rival is a new version of its theory",
    "rival",
    (
        _column("theory", "id of the theory, or of a new one", 10, words_of="theories", loose=True),
        _column("rival", "id of the rival: leave it as it is; empty in a new row", 12),
        _column("text", "the other explanation, in a sentence", 60),
        _column("state", "what became of it", 12, words=_RIVAL_STATES),
        _column("reason", "why it is kept or dropped", 50),
        _MARK,
    ),
)
CODEBOOK = SheetSpec(
    "Codebook",
    "one row is one code; a code is retired or merged, never deleted",
    "id",
    (
        _column("id", "short id: lower-case letters, digits and _; never changed", 24),
        _column("name", "name as coders see it", 26),
        _column("kind", "what kind of code it is", 14, words=terms.CODE_KINDS),
        _column("parent", "id of the code above it; else empty", 22, words_of="codes", loose=True),
        _column("level", "of a context: at which level", 16, words=terms.CONTEXT_LEVELS),
        _column("horizon", "of an outcome: how soon", 12, words=terms.HORIZONS),
        _column("definition", "what it means", 50),
        _column("use_when", "when to use it", 44),
        _column("do_not_use_when", "when not to use it, and which code instead", 44),
        _column("retired", "yes when it is no longer given; else empty", 10, words=("yes",)),
        _column("merged_into", "id of the code that took its place; else empty", 22, words_of="codes", loose=True),
        _column("guid", "its number in other programs: leave it as it is; empty in a new row", 14, fixed=True),
        _MARK,
    ),
)
SHEETS = ("theory", "codebook", "evidence")
"""What can go out and come back."""


def sheets_of(kind: str, *, slots: Iterable[str] = ()) -> tuple[SheetSpec, ...]:
    """Return the sheets of rows of one workbook; ``slots`` are those of the study's template. UsageError for another kind."""
    if kind == "theory":
        expected = tuple(_column(slot, f"what the theory expects there: {_CODE}", 26) for slot in slots)
        about = "one row is the current version of one theory; a changed row becomes its next version, a new row a new theory"
        return (SheetSpec("Theory", about, "theory", (*_THEORY, *expected, *_CHANGE, *_BEGUN, _MARK)), RIVALS)
    if kind in ("codebook", "evidence"):
        return (CODEBOOK,) if kind == "codebook" else (EVIDENCE,)
    raise UsageError(f"'{kind}' is not a sheet", "", f"Sheets: {', '.join(SHEETS)}.")
