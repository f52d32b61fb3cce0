"""Plain English for findings: counted nouns, lists, values and the closed terms as a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable

TERMS = {
    "mechanism_resource": "resource",
    "mechanism_reasoning": "reasoning",
    "mechanism_mixed": "mechanism (resource and reasoning not told apart)",
    "intervention": "programme",
    "actor": "who acts",
    "insufficient": "insufficient evidence",
    "group": "group discussion",
}
CURRENCIES = {"GBP": "£", "EUR": "€", "USD": "$"}
BOUNDS = {"about": "about ", "at_least": "at least ", "at_most": "at most "}


def plain(term: object) -> str:
    """Return a closed term of the record in a reader's words.

    Example:
        >>> plain("well_supported"), plain("mechanism_resource")
        ('well supported', 'resource')
    """
    return TERMS.get(str(term), str(term).replace("_", " "))


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a counted noun.

    Example:
        >>> counted(0, "claim"), counted(1, "claim"), counted(1200, "claim"), counted(2, "strategy", "strategies")
        ('no claims', '1 claim', '1,200 claims', '2 strategies')
    """
    many = plural or f"{noun}s"
    return f"no {many}" if count == 0 else f"{count:,} {noun if count == 1 else many}"


def agrees(count: int, one: str, many: str) -> str:
    """Return the form of a verb that agrees with a count.

    Example:
        >>> agrees(1, "speaks", "speak"), agrees(0, "is", "are")
        ('speaks', 'are')
    """
    return one if count == 1 else many


def listed(items: Iterable[object], *, last: str = "and") -> str:
    """Return items as a list in a sentence, in their order, each once.

    Example:
        >>> listed(["a", "b", "c"]), listed(["a", "a"])
        ('a, b and c', 'a')
    """
    words = list(dict.fromkeys(str(item) for item in items))
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def number(value: float) -> str:
    """Return a number as a reader writes it: thousands apart, at most two decimals, none without need.

    Example:
        >>> number(81361.0), number(3.54), number(0.5)
        ('81,361', '3.54', '0.5')
    """
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def missing(value: object) -> bool:
    """Return whether a cell is empty: None, NaN, NA, NaT or an empty text."""
    return value is None or str(value) in ("", "nan", "NaN", "<NA>", "NaT", "None")


def text(value: object) -> str:
    """Return a cell as text; a missing one as an empty text."""
    return "" if missing(value) else str(value)


SINGULAR = {"people": "person", "consortia": "consortium", "children": "child"}


def singular(unit: str) -> str:
    """Return a unit's words for one of it; the first word changes.

    Example:
        >>> singular("people"), singular("inquiries"), singular("sessions a year")
        ('person', 'inquiry', 'session a year')
    """
    first, _, rest = unit.partition(" ")
    one = SINGULAR.get(first) or (f"{first[:-3]}y" if first.endswith("ies") else first.removesuffix("s"))
    return f"{one} {rest}".strip()


def valued(value: object, unit: str, *, bound: str = "exact") -> str:
    """Return a value with its unit and how exact it is.

    Example:
        >>> valued(70, "people", bound="at_least"), valued(3130000, "GBP"), valued(40, "percent")
        ('at least 70 people', '£3,130,000', '40%')
    """
    amount, ahead = number(float(value)), BOUNDS.get(bound, "")
    if unit in CURRENCIES:
        return f"{ahead}{CURRENCIES[unit]}{amount}"
    if unit in ("percent", "%"):
        return f"{ahead}{amount}%"
    if unit in ("year", "calendar year"):
        return f"{ahead}{int(float(value))}"
    return f"{ahead}{amount} {singular(unit) if amount == '1' else unit}".strip()


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def day(value: object) -> str:
    """Return an ISO day or month as a reader writes it; other text as it stands.

    Example:
        >>> day("2017-05-30"), day("2017-04"), day("in spring")
        ('30 May 2017', 'April 2017', 'in spring')
    """
    parts = text(value).split("-")
    if [len(part) for part in parts] not in ([4, 2, 2], [4, 2]) or not "".join(parts).isdigit():
        return text(value)
    if not 1 <= int(parts[1]) <= 12:
        return text(value)
    date = f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return f"{int(parts[2])} {date}" if parts[2:] else date


def started(sentence: str) -> str:
    """Return a sentence with a capital first letter and one full stop at its end.

    Example:
        >>> started("seven are named")
        'Seven are named.'
    """
    trimmed = sentence.strip().rstrip(".")
    return f"{trimmed[:1].upper()}{trimmed[1:]}{'' if trimmed.endswith(('?', '!')) else '.'}" if trimmed else ""
