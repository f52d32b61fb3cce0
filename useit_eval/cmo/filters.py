"""Filters of a causal map: whose links, of what standing, asked how; printed beside every map that is drawn with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from useit_eval.cmo.bundles import near
from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.wording import listed, plain

FILTERS = {"group": "stakeholder group", "status": "status", "elicitation": "elicitation"}
CLOSED = {"status": terms.STATUSES, "elicitation": terms.ELICITATIONS}
Filters = Mapping[str, str | Iterable[str]]


def filter_links(links: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Return the rows of links that pass every filter: ``{"group": ["residents"], "status": "observed"}``.

    Fields: group, status and elicitation (see `link_parts`); a row passes when its value is among those named. An empty
    answer is an answer. Raises InputRefused for an unknown field or value, with the closest one.
    """
    passed = links
    for field, values in filters.items():
        if field not in FILTERS:
            raise InputRefused(f"links are not filtered by {field!r}", "", near(field, FILTERS, "Filters"))
        require(links, "links", field)
        passed = passed[passed[field].isin(_known(links, field, values))]
    return passed


def _known(links: pd.DataFrame, field: str, values: str | Iterable[str]) -> list[str]:
    wanted = _values(values)
    known = CLOSED.get(field) or [value for value in links[field].unique() if value]
    for value in wanted:
        if value not in known:
            raise InputRefused(f"{FILTERS[field]} {value!r} is not known", "", near(value, known, "Known"))
    if not wanted:
        raise InputRefused(f"the filter by {FILTERS[field]} names nothing", "", f"Known: {', '.join(known)}.")
    return wanted


def _values(values: str | Iterable[str]) -> list[str]:
    return [values] if isinstance(values, str) else list(values)


def tell_filters(filters: Filters, *, groups: Mapping[str, str] | None = None) -> str:
    """Return the filters in a reader's words, for a legend; ``groups`` maps stakeholder groups to titles.

    Example:
        >>> tell_filters({"status": ["observed", "implied"]}), tell_filters({})
        ('Only status: observed and implied.', 'No filter.')
    """
    told = [
        f"{FILTERS.get(field, field)}: {listed((groups or {}).get(value, plain(value)) for value in _values(values))}"
        for field, values in filters.items()
    ]
    return f"Only {'; '.join(told)}." if told else "No filter."
