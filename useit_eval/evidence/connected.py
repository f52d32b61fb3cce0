"""All that registers and claims tell of the macro-micro mechanism: links, matching, the baseline, partners, events."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.evidence.baseline import tell_baseline
from useit_eval.evidence.connecting import tell_resources, tell_unconnected
from useit_eval.evidence.link_times import tell_times
from useit_eval.evidence.links import answer_links
from useit_eval.evidence.matching import match
from useit_eval.evidence.pathway import MATCHED
from useit_eval.evidence.rosters import tell_events, tell_partners
from useit_eval.ground.findings import Finding
from useit_eval.ground.terms import SMALLEST_COUNT

REGISTERS = ("link", "asset", "finance", "event", *MATCHED)
"""The registers that `answer_connections` reads, by the names of their tables."""


def answer_connections(
    field: Mapping[str, pd.DataFrame],
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    codes: pd.DataFrame,
    figures: pd.DataFrame,
    strands: Mapping[str, str],
    smallest: int = SMALLEST_COUNT,
    macro_name: str = "macro-asset",
    micro_name: str = "micro-asset",
) -> list[Finding]:
    """Return the findings evidence.links*, .matching.*, .baseline.* and .registers.*, the answer on links first.

    ``field`` holds `REGISTERS` as in `ground.frames`, each perhaps without rows; ``claims`` are as `cmo.situate_claims`
    gives them; ``smallest`` is the smallest count of people that a chapter shows. The parts: `answer_links`,
    `tell_resources`, `tell_unconnected`, `tell_times`, `match`, `tell_baseline`, `tell_partners`, `tell_events`.
    """
    links, assets, partners = field["link"], field["asset"], field["partner"]
    names = dict(zip(codes["code_id"], codes["name"], strict=True))
    words = {"macro_name": macro_name, "micro_name": micro_name}
    held = {"links": links, "partners": partners, "figures": figures}
    return [
        *answer_links(links, strands=strands, names=names, claims=claims, parts=parts, **words),
        *tell_resources(links, names=names),
        *tell_unconnected(links, claims, parts, codes=codes, assets=assets, micro_name=micro_name),
        *tell_times(links, strands=strands, names=names, macro_name=macro_name),
        *match(field, strands=strands, smallest=smallest),
        *tell_baseline(assets, field["finance"], strands=strands, **held, **words),
        *tell_partners(partners, strands=strands),
        *tell_events(field["event"], strands=strands, partners=partners),
    ]
