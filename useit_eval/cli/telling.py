"""Reports as lines on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def near(path: Path, here: Path) -> str:
    """Return a path from here where it lies below, else whole."""
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
