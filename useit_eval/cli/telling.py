"""Reports as lines on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


def say(text: str) -> None:
    """Print a report."""
    print(text)


def told(first: str, parts: Mapping[str, Iterable[str]]) -> str:
    """Return a report as lines: what was done, then each part that has something in it under its heading."""
    lines = [first]
    for heading, items in parts.items():
        rows = [f"  {item}" for item in items]
        lines += [*([f"{heading}:"] if heading and rows else []), *rows]
    return "\n".join(lines)


def table(rows: Iterable[Sequence[str]], *, heads: Sequence[str] = ()) -> list[str]:
    """Return rows as lines whose columns stand below one another; a table without rows has no heads either.

    Example:
        >>> table([("V1", "Ann"), ("V12", "Ben")], heads=("voice", "name"))
        ['voice  name', 'V1     Ann', 'V12    Ben']
    """
    rows = [tuple(row) for row in rows]
    rows = [tuple(heads), *rows] if rows and heads else rows
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip() for row in rows]


def folded(lines: Iterable[str], *, most: int = 20) -> list[str]:
    """Return the first lines of a long list, and how many more there are.

    Example:
        >>> folded(["a", "b", "c"], most=2)
        ['a', 'b', 'and 1 more']
    """
    lines = list(lines)
    return lines if len(lines) <= most else [*lines[:most], f"and {len(lines) - most:,} more"]


def counted(number: int, one: str, more: str = "") -> str:
    """Return a number with its noun, as one or as many.

    Example:
        >>> counted(1, "file"), counted(2_000, "entry", "entries")
        ('1 file', '2,000 entries')
    """
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def near(path: Path, here: Path) -> str:
    """Return a path from here where it lies below, else whole."""
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
