"""Claims with what counting needs: their source, independence unit, group and method, and how whole they are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from useit_eval.ground import terms
from useit_eval.ground.columns import require

PARTS = {
    "context": "context",
    "outcome": "outcome",
    **{slot: "mechanism" for slot in terms.MECHANISM_SLOTS},
}
WHOLENESS = {0: "single", 1: "single", 2: "partial", 3: "full"}


def situate_claims(claims: pd.DataFrame, *, sources: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    """Return the claims with source, unit, group, method, by_programme, voice and who, for counting.

    ``claims`` needs source_id and voice_id; ``sources`` source_id, label, method and by_programme; ``voices``
    voice_id, label, pseudonym, stakeholder_group and independence_unit. ``source`` and ``voice`` are labels. The unit
    of a claim told by a document is the document, however many voices it quotes; of any other it is the voice's
    independence unit. Claims of unknown voices have an empty group and their source as unit.
    """
    require(claims, "claims", "label", "source_id", "voice_id")
    require(sources, "sources", "source_id", "label", "method", "by_programme")
    require(voices, "voices", "voice_id", "label", "pseudonym", "stakeholder_group", "independence_unit")
    source = sources.set_index("source_id").reindex(claims["source_id"])
    voice = voices.set_index("voice_id").reindex(claims["voice_id"])
    labels = [
        label if label == label else str(own) for label, own in zip(source["label"], claims["source_id"], strict=True)
    ]
    units = [
        label if method == "document" or unit != unit or not unit else str(unit)
        for label, method, unit in zip(labels, source["method"], voice["independence_unit"], strict=True)
    ]
    return claims.reset_index(drop=True).assign(
        source=labels,
        unit=units,
        group=voice["stakeholder_group"].fillna("").to_numpy(),
        method=source["method"].fillna("").to_numpy(),
        by_programme=source["by_programme"].fillna(False).astype(bool).to_numpy(),
        voice=voice["label"].fillna("").to_numpy(),
        who=voice["pseudonym"].fillna("").to_numpy(),
    )


def triads(claims: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Return for each claim which of context, mechanism and outcome it holds, and whether that is full or partial.

    ``claims`` needs claim_id and label, ``parts`` claim_id and slot. The answer has claim_id, label, context,
    mechanism, outcome (flags), resource_and_reasoning (both told, apart) and triad: "full" (all three in this
    one claim), "partial" (two) or "single". Parts are never taken from two claims.

    Example:
        >>> claims = pd.DataFrame({"claim_id": ["a"], "label": ["C001"]})
        >>> parts = pd.DataFrame({"claim_id": ["a", "a"], "slot": ["context", "outcome"]})
        >>> triads(claims, parts)["triad"][0]
        'partial'
    """
    require(parts, "claim_parts", "claim_id", "slot")
    rows = pd.Index(claims["claim_id"]).get_indexer(parts["claim_id"])
    kinds = parts["slot"].map(PARTS)
    flags = {
        part: _holds(rows[(kinds == part).to_numpy()], len(claims)) for part in ("context", "mechanism", "outcome")
    }
    one, other = (
        _holds(rows[(parts["slot"] == slot).to_numpy()], len(claims))
        for slot in ("mechanism_resource", "mechanism_reasoning")
    )
    answer = claims[["claim_id", "label"]].reset_index(drop=True).assign(**flags, resource_and_reasoning=one & other)
    return answer.assign(triad=[WHOLENESS[held] for held in sum(flag.astype(int) for flag in flags.values())])


def _holds(rows: np.ndarray, size: int) -> np.ndarray:
    """Return for each claim whether it is among the rows; -1 stands for parts of claims that are not there."""
    held = np.zeros(size + 1, dtype=bool)
    held[rows] = True
    return held[:-1]


def count_together(situated: pd.DataFrame) -> dict[str, int]:
    """Return citations, sources and units of situated claims: the three counts that are always shown together."""
    require(situated, "situated claims", "source", "unit")
    return {"citations": len(situated), "sources": situated["source"].nunique(), "units": situated["unit"].nunique()}
