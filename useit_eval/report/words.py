"""Words for readers: what each closed term of the record is called on a page."""

from __future__ import annotations

from useit_eval.ground.wording import day

STATUS = {
    "observed": "has happened",
    "anticipated": "is expected",
    "implied": "is implied",
    "hypothetical": "is supposed",
    "denied": "is said not to have happened",
}
TAKEN_WHOLE = {
    "observed": "this has happened",
    "anticipated": "what should come of it is expected",
    "implied": "what comes of it is implied",
    "hypothetical": "this is supposed",
    "denied": "told to say that it did not work so",
}
"""How far what a claim links has come, beside the claim in our words: its parts may have happened, the whole not."""
ELICITATION = {
    "unprompted": "said without being asked",
    "prompted": "asked about the topic",
    "theory_shown": "said after the theory was shown",
    "not_known": "the question asked is not known",
}
SLOT = {
    "intervention": "Programme",
    "actor": "Who",
    "context": "Context",
    "mechanism_resource": "Resource",
    "mechanism_reasoning": "Reasoning",
    "mechanism_mixed": "Mechanism (resource and reasoning not told apart)",
    "outcome": "Outcome",
}
BEARING = {"supports": "supports", "refines": "refines", "refutes": "speaks against", "neutral": "neither way"}
RATING = {
    "insufficient": "insufficient evidence",
    "emerging": "emerging",
    "supported": "supported",
    "well_supported": "well supported",
    "contested": "contested",
    "not_supported": "not supported",
}
LINK_STATE = {
    "possible": "possible, not begun",
    "brokered": "brokered",
    "agreed": "agreed",
    "realised": "realised",
    "sustained": "sustained",
    "failed": "failed",
    "not_known": "not known",
}
MILESTONE_STATE = {
    "not_checked": "not checked yet",
    "met": "met",
    "partly": "partly met",
    "missed": "missed",
    "dropped": "dropped",
}
CONSENT = {
    "quote": "words may be quoted",
    "paraphrase": "told in our words only",
    "withdrawn": "nothing: consent was withdrawn",
}
FAULT = {
    "extraction": "fault of extraction",
    "citation": "fault of citation",
    "conflict": "statements in conflict",
    "naming": "unclear name",
    "missing": "something missing",
}
RIVAL_STATE = {"open": "open", "kept": "kept", "dropped": "dropped"}
THEORY_KIND = {"programme": "how it should work", "failure": "how it may fail"}
ROLE = {
    "target": "target",
    "activity": "activity",
    "output": "output",
    "outcome": "outcome",
    "context": "context",
    "resource": "resource",
}
BOUNDS = {"about": "about ", "at_least": "over ", "at_most": "at most ", "exact": ""}
UNSIGNED = "Proposed by rubric, not signed"


def plain(value: object) -> str:
    """Return a cell as a reader sees it: nothing for a missing value, whole numbers without a point.

    Example:
        >>> plain(81361.0), plain(None), plain(3.54)
        ('81,361', '', '3.54')
    """
    if value is None or value != value or str(value) in ("<NA>", "NaT"):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"
    return str(value)


def value_of(row: dict) -> str:
    """Return a figure's value for readers: "over 9,000 people", "£3,130,000", "30 May 2017", "40%"."""
    if plain(row.get("day")):
        return day(plain(row["day"]))
    amount, unit = plain(row.get("value")), plain(row.get("unit"))
    bound = BOUNDS.get(row.get("bound"), "")
    if unit in ("GBP", "EUR"):
        return f"{bound}{'£' if unit == 'GBP' else '€'}{amount}"
    if unit in ("percent", "%"):
        return f"{bound}{amount}%"
    if unit == "hours of the clock":
        hours, part = divmod(float(row["value"]), 1)
        return f"{bound}{hours:.0f}:{60 * part:02.0f}"
    if unit == "year":
        return f"{bound}{amount.replace(',', '')}"
    return f"{bound}{amount} {unit}".strip()


def gatherer(method: str) -> str:
    """Return what whoever gathered a source of this method is called: an interview has no author.

    Example:
        >>> gatherer("interview"), gatherer("document")
        ('Interviewer', 'Author')
    """
    return "Interviewer" if method in ("interview", "group") else "Author"
