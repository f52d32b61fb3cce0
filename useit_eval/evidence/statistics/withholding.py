"""Counts of respondents that are too small to be shown, withheld together with what would give them back."""

from __future__ import annotations

from collections.abc import Mapping

from useit_eval.evidence.disclosure import WITHHELD, protect
from useit_eval.evidence.statistics.words import is_small, share
from useit_eval.ground.findings import Sentence

Counts = Mapping[tuple[str, str], tuple[int, int]]


def kept(counts: Counts, *, smallest: int, adds_up: bool) -> dict[tuple[str, str], bool]:
    """Return which counts may be shown. ``counts`` holds (count, of) by (group, answer); "of" is shown throughout.

    Where the answers of a group add up (a question of one choice) others are withheld so that no difference gives a
    small one back; else each stands alone with its rest.
    """
    import pandas as pd

    if not adds_up:
        return {key: not is_small(*pair, smallest=smallest) for key, pair in counts.items()}
    groups = list(dict.fromkeys(group for group, _ in counts))
    told = list(dict.fromkeys(answer for _, answer in counts))
    table = pd.DataFrame(
        [[counts[group, answer][0] for answer in told] for group in groups], index=groups, columns=told
    )
    safe = protect(table, smallest=smallest).table
    return {(group, answer): bool(pd.notna(safe.loc[group, answer])) for group, answer in counts}


def cells(count: int, of: int, shown: bool) -> tuple[object, int, str]:
    """Return count, total and share as cells of a table, withheld where they may not be shown.

    Example:
        >>> cells(12, 48, True), cells(3, 48, False)
        ((12, 48, '25%'), ('withheld', 48, 'withheld'))
    """
    return (count, of, share(count / of) if of else "") if shown else (WITHHELD, of, WITHHELD)


def told_withheld(any_withheld: bool, *, smallest: int) -> tuple[Sentence, ...]:
    """Return the sentence that says that counts are withheld, when any is."""
    told = f"Counts of people under {smallest} are withheld, and with them what would give them back."
    return (Sentence(told, explains=True),) if any_withheld else ()


def size(count: int, noun: str, *, smallest: int) -> str:
    """Return a number of people or questionnaires in words, a small one only as small.

    Example:
        >>> size(8, "questionnaire", smallest=10), size(12, "questionnaire", smallest=10)
        ('fewer than 10 questionnaires', '12 questionnaires')
    """
    return f"fewer than {smallest} {noun}s" if 0 < count < smallest else f"{count:,} {noun}{'' if count == 1 else 's'}"
