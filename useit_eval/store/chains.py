"""Chains of rows: which row stands now for the one a record began with, and back."""

from __future__ import annotations

from collections.abc import Callable

Link = tuple[str, str | None]
"""A row's key and the key of the row it supersedes."""


def first_keys(links: list[Link]) -> dict[str, str]:
    """Return, for every row, the key of the row its chain began with.

    Example:
        >>> first_keys([("a", None), ("b", "a"), ("c", "b")])["c"]
        'a'
    """
    earlier = {key: superseded for key, superseded in links if superseded}
    return {key: _follow(key, earlier.get) for key, _ in links}


def last_keys(links: list[Link]) -> dict[str, str]:
    """Return, for every row, the key of the row that stands for it now.

    Where two rows supersede the same one (two people changed it apart), the later in the list stands for references;
    both stay in the current view until a person settles it.

    Example:
        >>> last_keys([("a", None), ("b", "a"), ("c", "b")])["a"]
        'c'
    """
    later = {superseded: key for key, superseded in links if superseded}
    return {key: _follow(key, later.get) for key, _ in links}


def _follow(key: str, step: Callable[[str], str | None]) -> str:
    seen = {key}
    while (following := step(key)) is not None and following not in seen:
        seen.add(following)
        key = following
    return key
