"""Numbers that people give: bounds within which sums, squares and shares of them can be reckoned."""

from __future__ import annotations

LARGEST = 10**15
"""More than any money or people counted, and still exact as a number with a point."""
LEAST_WEIGHT = 1e-9
NEXT = "Correct it, or give it in a larger unit, such as millions."


def beyond(value: float) -> bool:
    """Return whether a number is too large to reckon with, endless, or none at all.

    Example:
        >>> beyond(3_130_000), beyond(1e308), beyond(float("nan"))
        (False, True, True)
    """
    return not abs(value) <= LARGEST


def told(value: float) -> str:
    """Return what is wrong with such a number: "1e+308 is not between -10^15 and 10^15"."""
    return f"{value:g} is not between -10^15 and 10^15"
