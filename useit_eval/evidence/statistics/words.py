"""Intervals, shares and p values in readers' words. "No difference" is never said because an interval holds zero."""

from __future__ import annotations

from useit_eval.ground.wording import number


def share(value: float) -> str:
    """Return a share in per cent.

    Example:
        >>> share(0.3333), share(0.0695)
        ('33%', '7%')
    """
    return f"{value:.0%}".replace("-", "−")


def points(value: float) -> str:
    """Return a difference of shares in percentage points, with its sign.

    Example:
        >>> points(0.2), points(-0.051)
        ('+20 points', '−5 points')
    """
    whole = round(value * 100)
    return f"{whole:+d} point{'' if abs(whole) == 1 else 's'}".replace("-", "−") if whole else "0 points"


def amount(value: float) -> str:
    """Return a number for a reader, with a proper minus and at most two decimals.

    Example:
        >>> amount(-1.256), amount(3.0)
        ('−1.26', '3')
    """
    return number(round(value, 2) + 0.0).replace("-", "−")  # + 0.0: never minus zero


def span(low: float, high: float, told=share) -> str:
    """Return the 95% interval in words; ``told`` says how its ends read.

    Example:
        >>> span(0.0695, 0.2619)
        '95% interval 7% to 26%'
    """
    return f"95% interval {told(low)} to {told(high)}"


def p_value(p: float) -> str:
    """Return a p value for a reader.

    Example:
        >>> p_value(0.0391), p_value(0.00004), p_value(1.0)
        ('p = 0.039', 'p under 0.001', 'p = 1')
    """
    return "p under 0.001" if p < 0.001 else f"p = {p:.2g}"


def both_ways(low: float, high: float, *, zero: float = 0.0) -> str:
    """Return what an interval that holds zero does not say; an empty text for another. ``zero`` is 1 for a ratio.

    Example:
        >>> both_ways(-0.1, 0.2)
        'The interval reaches to both sides of zero: it tells neither a difference nor that there is no difference.'
    """
    if low <= zero <= high:
        side = "one" if zero == 1 else "zero"
        told = "it tells neither a difference nor that there is no difference"
        return f"The interval reaches to both sides of {side}: {told}."
    return ""


def is_small(count: int, of: int, *, smallest: int) -> bool:
    """Return whether a count of people, or the rest of them, is too small to be shown; nobody is nobody's count.

    Example:
        >>> is_small(3, 40, smallest=10), is_small(37, 40, smallest=10), is_small(0, 40, smallest=10)
        (True, True, False)
    """
    return 0 < count < smallest or 0 < of - count < smallest
