"""Colours and typefaces: a palette that the colour-blind can tell apart (Okabe and Ito 2008), dark text on white."""

from __future__ import annotations

INK = "#1c1c1c"
MUTED = "#555555"
TRACK = "#e4e4e0"
VALUE = "#1f5a92"
EMPTY = "#f4f4f1"
LINK = "#6b7a88"
SANS = '"Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif'
PRINT_FACES = ("Arial", "Liberation Sans", "Helvetica Neue", "Helvetica", "DejaVu Sans")
SLOTS = {
    "intervention": "#555555",
    "context": "#1f5a92",
    "actor": "#555555",
    "mechanism_resource": "#00695a",
    "mechanism_reasoning": "#8a3f78",
    "mechanism_mixed": "#5b4a7f",
    "outcome": "#9a4a00",
}
_STATES = (
    ("#ffffff", "", ""),
    ("#cfe3f2", "/", "///"),
    ("#56b4e9", "", ""),
    ("#009e73", "x", "xxx"),
    ("#0b3c5d", "", ""),
    ("#e69f00", "\\", "\\\\\\"),
    ("#d9d9d9", ".", "..."),
)


def state(word: str, order: list[str]) -> tuple[str, str, str]:
    """Return colour, Plotly pattern and matplotlib hatch of a state, by its place in the list it comes from."""
    from useit_eval.ground import terms

    for known in (terms.LINK_STATES, terms.MILESTONE_STATES, terms.STATUSES, terms.BEARINGS):
        if set(order) <= set(known):
            return _STATES[known.index(word) % len(_STATES)]
    return _STATES[order.index(word) % len(_STATES)]


def printed() -> tuple[str, ...]:
    """Return every colour that a picture for print uses, each once; at most twenty-one."""
    return tuple(
        dict.fromkeys((INK, MUTED, VALUE, TRACK, EMPTY, *SLOTS.values(), *(colour for colour, _, _ in _STATES[1:])))
    )


def on(colour: str) -> str:
    """Return black or white, whichever stands out more on a colour given as #rrggbb.

    Example:
        >>> on("#ffffff"), on("#0b3c5d")
        ('#1c1c1c', '#ffffff')
    """
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return INK if 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 > 0.18 else "#ffffff"
