"""Where the chain from macro-asset to micro-asset breaks or waits, with the claims that say why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from useit_eval.evidence.link_rows import MADE, by_size, ids_of, with_evidence
from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, started, text

MOST_BREAKS, MOST_TOLD = 3, 3
SILENT = "No coded claim tells of it."
_AGAINST = {"intensity": ("none", "weak"), "valence": ("negative",)}


def broken(links: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the links that are not made by the place where they break or wait, the place with most links first."""
    waiting = links[~links["state"].isin(MADE)]
    return by_size(waiting.assign(breaks_at=[text(cell).rstrip(".") for cell in waiting["breaks_at"]]), "breaks_at")


def say_why(cited: Iterable[str], claims: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Return those of the cited claims that say why something does not come about, in the order of ``claims``.

    A claim says so when it is denied, when an outcome in it is negative, or when a mechanism in it is told as
    not firing or firing weakly. What is only hoped for says nothing of why. ``claims`` needs claim_id, label, status and
    paraphrase; ``parts`` claim_id, slot, intensity and valence.
    """
    require(claims, "claims", "claim_id", "label", "status", "paraphrase")
    require(parts, "claim_parts", "claim_id", "slot", "intensity", "valence")
    own = claims[claims["label"].isin(list(cited))]
    is_outcome = parts["slot"] == "outcome"
    against = (is_outcome & parts["valence"].isin(_AGAINST["valence"])) | (
        ~is_outcome & (parts["slot"] != "context") & parts["intensity"].isin(_AGAINST["intensity"])
    )
    return own[(own["status"] == "denied") | own["claim_id"].isin(list(parts.loc[against, "claim_id"]))]


def tell_breaks(links: pd.DataFrame, *, rest: str) -> list[Sentence]:
    """Return a line for each of the places that hold most waiting links, and one for all others that ends in ``rest``."""
    groups = broken(links)
    lines = [
        Sentence(f"{_break(own).capitalize()} here: {place}.", with_evidence(own))
        for place, own in groups[:MOST_BREAKS]
    ]
    if others := [own for _, own in groups[MOST_BREAKS:]]:
        further = pd.concat(others)
        where = (
            "each in a place of its own" if len(others) == len(further) else f"in {counted(len(others), 'other place')}"
        )
        lead = f"The other {_break(further)}" if len(further) > 1 else f"{_break(further).capitalize()} elsewhere"
        lines.append(Sentence(f"{lead}{f' {where}' if len(further) > 1 else ''}; {rest}.", ids_of(further)))
    return lines


def all_breaks(
    links: pd.DataFrame,
    *,
    strands: Mapping[str, str],
    claims: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
) -> Finding:
    """Return evidence.links.breaks: every place where links break or wait, with what claims say of why.

    Without ``claims`` and ``parts`` the column of reasons is left out. Where no cited claim says why, the table says so.
    """
    groups = broken(links)
    rows = [
        (started(place), listed(strands.get(strand, strand) for strand in own["strand"]), len(own))
        for place, own in groups
    ]
    columns: tuple[str, ...] = ("Where the chain breaks or waits", "Strand", "Links")
    told = f"Links break or wait in {counted(len(groups), 'place')}; the place that holds most links comes first."
    lines = [Sentence(told, ids_of(links))]
    if claims is not None and parts is not None:
        reasons = [say_why(with_evidence(own), claims, parts) for _, own in groups]
        rows = [(*row, _why(found)) for row, found in zip(rows, reasons, strict=True)]
        columns = (*columns, "What claims tell of it")
        lines.append(_explained(groups, reasons))
    ids = tuple(with_evidence(own) for _, own in groups)
    table = Table(columns, tuple(rows), ids, caption="Every place where a link breaks or waits")
    data = {"places": len(groups)}
    return Finding(
        "evidence.links.breaks", "Where the chain breaks", tuple(lines), table, data=data, trace=ids_of(links)
    )


def _explained(groups: list[tuple[str, pd.DataFrame]], reasons: list[pd.DataFrame]) -> Sentence:
    ids = tuple(dict.fromkeys(label for found in reasons for label in found["label"]))
    said = sum(1 for found in reasons if len(found))
    if not said:
        where = tuple(label for _, own in groups for label in own["label"])
        return Sentence(
            "For none of them does a coded claim tell what is missing or stands against it: where it breaks is the register's reading.", where
        )
    of = "For each of them" if said == len(groups) else f"For {said} of them"
    rest = "" if said == len(groups) else "; elsewhere it is the register's reading"
    return Sentence(f"{of} a coded claim tells what is missing or stands against it{rest}.", ids)


def _why(found: pd.DataFrame) -> str:
    told = [f"{text(row.paraphrase).rstrip('.')} ({row.label})." for row in found.head(MOST_TOLD).itertuples()]
    more = f"And {len(found) - MOST_TOLD} more." if len(found) > MOST_TOLD else ""
    return " ".join(filter(None, (*told, more))) or SILENT


def _break(own: pd.DataFrame) -> str:
    return f"{counted(len(own), 'link')} {agrees(len(own), 'breaks or waits', 'break or wait')}"
