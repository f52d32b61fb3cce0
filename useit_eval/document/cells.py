"""Values as a reader sees them: numbers, yes and no, words of the closed lists, and the widths of a table's columns."""

from __future__ import annotations

import re
from typing import Any

from useit_eval.ground.findings import Table

NOTHING = "–"
TO_WRITE_IN = 34
FEWEST_COLUMNS, MOST_LINES, SHORT, LETTERS = 4, 8, 24, 100
"""A table of so many columns, of which a cell would take more lines, is told row by row; a line holds so many letters."""
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_LABEL = re.compile(r"[A-Za-z][\w.-]*\d\w*")
_NUMBER = re.compile(r"^[-–−+£€$]?\d[\d,.\s]*\s?(%|m|bn|k)?$")


def clean(text: str) -> str:
    """Return a text with what neither HTML nor DOCX may hold (control characters, lone surrogates) shown as U+FFFD.

    Example:
        >>> clean("a\\x00b")
        'a\\ufffdb'
    """
    safe = _UNSAFE.sub("\ufffd", text)
    return safe if safe.isascii() else safe + _closed(safe)


def _closed(text: str) -> str:
    """Return the marks that end what a text's own direction marks began, so that it turns nothing after it."""
    embedded = sum(map(text.count, "\u202a\u202b\u202d\u202e")) - text.count("\u202c")
    isolated = sum(map(text.count, "\u2066\u2067\u2068")) - text.count("\u2069")
    return "\u202c" * max(embedded, 0) + "\u2069" * max(isolated, 0)


def tell(value: Any) -> str:
    """Return a plain value in British reading form; None and NaN become a dash, "" stays empty.

    Whole numbers from 10,000 have thousands commas, so that years stay years; others have at most three decimals.

    Example:
        >>> [tell(v) for v in (81361, 2017, 0.3333333, 2.50, True, None)]
        ['81,361', '2017', '0.333', '2.5', 'yes', '–']
    """
    if value is None or value != value:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, (tuple, list)):
        return ", ".join(tell(item) for item in value)
    return clean(str(value))


def _decimal(value: float) -> str:
    if value == int(value) if abs(value) < 1e15 else False:
        return tell(int(value))
    return f"{value:,.3f}".rstrip("0").rstrip(".") if abs(value) >= 0.001 else f"{value:.2g}"


def standing(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the labels each row stands on, or nothing when every one of them is printed in its row or in a heading.

    Example:
        >>> standing(Table(("Id", "Told"), (("F1", "a count"),), (("F1",),)))
        ()
    """
    heads = set(_LABEL.findall(" ".join(map(str, table.columns))))
    printed = [heads | set(_LABEL.findall(" ".join(map(tell, row)))) for row in table.rows]
    missing = any(set(ids) - shown for ids, shown in zip(table.ids, printed, strict=False))
    return tuple(table.ids) if missing else ()


def apart(ids: tuple[tuple[str, ...], ...]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Return the labels of each row, and those of the table: where all rows stand on the same, it is said once.

    Example:
        >>> apart((("S101",), ("S101",)))
        ((), ('S101',))
    """
    once = set(map(tuple, ids))
    return ((), next(iter(once))) if len(ids) > 1 and len(once) == 1 else (ids, ())


def beside(rows: list[list[str]], widths: tuple[int, ...], count: int) -> tuple[int, ...] | None:
    """Return the short columns of a table that has too many words to stand in columns, or None for any other.

    ``rows`` are told cells, ``count`` how many of their columns are the table's own (labels may follow). Too many are
    more than `MOST_LINES` lines in a cell; short is a column without a cell of more than `SHORT` letters.
    """
    if len(widths) < FEWEST_COLUMNS or not rows:
        return None
    lines = max(
        len(row[i]) / max(width * LETTERS / 100, 1) for row in rows for i, width in enumerate(widths[: len(row)])
    )
    if lines <= MOST_LINES:
        return None
    return tuple(i for i in range(1, count) if all(len(row[i]) <= SHORT for row in rows))


def runs(ids: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return labels in order, three or more that follow one another as their first and last only: for print.

    Example:
        >>> runs(("C003", "C001", "C002", "F010", "F012"))
        [('C001', 'C003'), ('F010',), ('F012',)]
    """
    found: list[list[str]] = []
    for label in sorted(dict.fromkeys(map(str, ids)), key=_in_order):
        if found and _follows(found[-1][-1], label):
            found[-1].append(label)
        else:
            found.append([label])
    return [part for run in found for part in ([(run[0], run[-1])] if len(run) > 2 else [(one,) for one in run])]


def _in_order(label: str) -> tuple[str, int, str]:
    stem, number = _stem(label)
    return stem, number, label


def _stem(label: str) -> tuple[str, int]:
    digits = re.search(r"\d+$", label)
    return (label[: digits.start()], int(digits.group())) if digits else (label, -1)


def _follows(one: str, other: str) -> bool:
    (stem, number), (next_stem, next_number) = _stem(one), _stem(other)
    return stem == next_stem and number >= 0 and next_number == number + 1


def words(term: str) -> str:
    """Return a word of a closed list as a reader sees it.

    Example:
        >>> words("well_supported")
        'well supported'
    """
    return str(term).replace("_", " ")


def numeric(table: Table) -> tuple[bool, ...]:
    """Return for each column whether all its filled cells are numbers, and so stand to the right."""
    return tuple(_all_numbers([row[i] for row in table.rows if i < len(row)]) for i in range(len(table.columns)))


def _all_numbers(cells: list[Any]) -> bool:
    told = [tell(cell) for cell in cells if not isinstance(cell, bool)]
    filled = [text for text in told if text not in (NOTHING, "")]
    return bool(filled) and len(told) == len(cells) and all(_NUMBER.match(text) for text in filled)


def widths(columns: list[str], rows: list[list[str]], *, room: int = 96) -> tuple[int, ...]:
    """Return the columns' widths in per cent, summing to 100, for a table ``room`` characters wide.

    No column is narrower than its longest word (up to 20 letters); what is left goes by the text each column holds,
    of its longest cell as much as of its mean: one row that stands on many labels is not crushed. Numbers need no more.

    Example:
        >>> widths(["Id", "Told"], [["F1", "a sentence of some length that wraps"]])
        (6, 94)
    """
    least = [_longest_word([name, *(row[i] for row in rows)]) + 2.5 for i, name in enumerate(columns)]
    wanted = [max(_wanted(name, [row[i] for row in rows]) - least[i], 0.5) for i, name in enumerate(columns)]
    left = max(room - sum(least), 0)
    whole = [low + left * more / sum(wanted) for low, more in zip(least, wanted, strict=True)]
    shares = [round(100 * one / sum(whole)) for one in whole]
    shares[shares.index(max(shares))] += 100 - sum(shares)
    return tuple(shares)


def _longest_word(texts: list[str]) -> int:
    return min(20, max((len(word) for text in texts for word in text.split()), default=1))


def _wanted(heading: str, cells: list[str]) -> float:
    if cells and not any(cells):
        return TO_WRITE_IN
    filled = [cell for cell in cells if cell]
    if filled and all(_NUMBER.match(cell) for cell in filled):
        return 0.0
    mean, longest = sum(map(len, cells)) / max(len(cells), 1), max(map(len, cells), default=0)
    return max(min((mean + longest) / 2, 80), min(len(heading), 24))
