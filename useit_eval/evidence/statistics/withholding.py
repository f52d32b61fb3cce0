"""Counts of respondents that are too small to be shown, withheld together with what would give them back."""

from __future__ import annotations

from collections.abc import Mapping

from useit_eval.evidence.disclosure import ALL, WITHHELD, protect
from useit_eval.evidence.statistics.words import is_small, share
from useit_eval.ground.findings import Sentence

Counts = Mapping[tuple[str, str], tuple[int, int]]


def kept(counts: Counts, *, smallest: int, adds_up: bool) -> dict[tuple[str, str], bool]:
    """Return which counts may be shown. ``counts`` holds (count, of) by (group, answer); see `sizes_kept` for "of".

    Where the answers of a group add up (a question of one choice) others are withheld so that no difference gives a
    small one back; else each stands alone with its rest, and an answer withheld of one group is withheld of all, for what
    everybody answered may be told elsewhere. Of groups too small to be counted nothing is shown.
    """
    import pandas as pd

    if not sizes_kept(counts, smallest=smallest):
        return dict.fromkeys(counts, False)
    groups = list(dict.fromkeys(group for group, _ in counts))
    told = list(dict.fromkeys(answer for _, answer in counts))
    if not adds_up:
        safe = {
            answer: not any(is_small(*counts[group, answer], smallest=smallest) for group in groups) for answer in told
        }
        return {(group, answer): safe[answer] for group, answer in counts}
    table = pd.DataFrame(
        [[counts[group, answer][0] for answer in told] for group in groups], index=groups, columns=told
    )
    safe = protect(table, smallest=smallest).table
    if safe.loc[groups, ALL].isna().any():  # a total that would have to go is told all the same: then its parts go
        return dict.fromkeys(counts, False)
    return {(group, answer): bool(pd.notna(safe.loc[group, answer])) for group, answer in counts}


def sizes_kept(counts: Counts, *, smallest: int) -> bool:
    """Return whether the sizes of groups may be shown: none is when one is small, for their sum is told.

    Example:
        >>> sizes_kept({("in", "yes"): (0, 40), ("out", "yes"): (3, 7)}, smallest=10)
        False
    """
    return not any(0 < of < smallest for _, of in counts.values())


def cells(count: int, of: int, shown: bool, *, sized: bool = True) -> tuple[object, object, str]:
    """Return count, total and share as cells of a table, withheld where they may not be shown; ``sized``: the total may.

    Example:
        >>> cells(12, 48, True), cells(3, 48, False), cells(3, 7, False, sized=False)
        ((12, 48, '25%'), ('withheld', 48, 'withheld'), ('withheld', 'withheld', 'withheld'))
    """
    size = of if sized else WITHHELD
    return (count, size, share(count / of) if of else "") if shown else (WITHHELD, size, WITHHELD)


def rough(value: float, hidden: bool) -> float:
    """Return a value as it may leave as data: no finer than it is told where counts behind it are withheld.

    Example:
        >>> rough(0.0047619, True), rough(0.0047619, False)
        (0.0, 0.0047619)
    """
    return round(float(value), 2) if hidden else value


def told_withheld(any_withheld: bool, *, smallest: int) -> tuple[Sentence, ...]:
    """Return the sentence that says that counts are withheld, when any is."""
    told = f"Counts of people under {smallest} are withheld, and with them what would give them back."
    return (Sentence(told, explains=True),) if any_withheld else ()


def size(count: int, noun: str, *, smallest: int) -> str:
    """Return a number of people or questionnaires in words, a small one only as small ("fewer than 2" would tell it).

    Example:
        >>> size(8, "questionnaire", smallest=10), size(12, "questionnaire", smallest=10)
        ('fewer than 10 questionnaires', '12 questionnaires')
        >>> size(1, "questionnaire", smallest=2)
        'too few questionnaires to be counted'
    """
    if 0 < count < smallest == 2:
        return f"too few {noun}s to be counted"
    return f"fewer than {smallest} {noun}s" if 0 < count < smallest else f"{count:,} {noun}{'' if count == 1 else 's'}"
