"""The sheet that explains the others: what each column means, and how the workbook comes back."""

from __future__ import annotations

from collections.abc import Iterable

from useit_eval.exchange.columns import SheetSpec
from useit_eval.ground.wording import listed

_HOW = {
    "theory": "Versions are never edited: a row that you change becomes the theory's next version. Fill in move, reason and evidence there. A changed rival needs them on its theory's row too. A new theory is a new row with an id of its own, empty version and mark, and all else filled in; it needs at least one row in the sheet Rivals, with its id and an empty rival.",
    "codebook": "Codes are never deleted: write yes under retired, or name the code that took its place. A new code is a new row with empty guid and mark.",
    "evidence": "You may change your own rows. To judge something else, or what somebody else judged, add a row with empty evidence_id and mark.",
}


def read_me(
    kind: str, specs: Iterable[SheetSpec], *, study: str, title: str, practice: bool, day: str
) -> list[list[str]]:
    """Return the rows of the sheet 'Read me' of a workbook."""
    rows = [[f"{title} (study {study})", f"Written on {day}"]]
    rows += [["PRACTICE", "This study is invented."]] if practice else []
    rows += [
        ["How it works", _HOW[kind]],
        [
            "Bring it back",
            f"useit-eval sheet back {kind} FILE --by 'Your Name'. Nothing is written unless every row is right.",
        ],
        ["Rows you leave out", "stay in the study as they are."],
    ]
    for spec in specs:
        rows += [["", ""], [f"Sheet {spec.name}", spec.about]]
        for column in spec.columns:
            words = f" One of: {listed(column.words, last='or')}." if column.words else ""
            left = " Read only." if column.fixed else ""
            rows.append([column.name, f"{column.meaning[:1].upper()}{column.meaning[1:]}.{words}{left}"])
    return rows
