"""Passages of a study that a chapter could show and that may give a person away: flagged for somebody to look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.workbench.bench import Bench


def flag_passages(bench: Bench) -> pd.DataFrame:
    """Return the paraphrases and quotations of claims that name a profession and a country: label, where, and what.

    Columns: label (of the claim), shown_as (paraphrase or quotation), profession, country, time, flag; see
    `evidence.flag_details`. The study's own professions are those of its candidates and openings. A working list: it
    belongs into no chapter, since it points at the very passages that need care.
    """
    import pandas as pd

    from useit_eval.evidence import flag_details

    claims = bench.load("claim").merge(bench.load("source")[["source_id", "dated"]], on="source_id", how="left")
    parts = bench.load("claim_part")[["claim_id", "coding_id"]]
    codings = bench.load("coding")
    quoted = parts.merge(codings[codings["quotable"].astype(bool)][["coding_id", "quote"]], on="coding_id")
    told = {
        "paraphrase": claims.rename(columns={"paraphrase": "words"}),
        "quotation": quoted.merge(claims, on="claim_id").rename(columns={"quote": "words"}),
    }
    own = _professions(bench)
    found = [flag_details(rows, professions=own).assign(shown_as=name) for name, rows in told.items()]
    order = ["label", "shown_as", "profession", "country", "time", "flag"]
    return pd.concat(found)[order].drop_duplicates().sort_values(["label", "shown_as"], ignore_index=True)


def told_details(bench: Bench) -> Iterator[str]:
    """Give one sentence for status when passages name profession, country and time together."""
    flagged = flag_passages(bench)
    if len(flagged):
        labels = ", ".join(dict.fromkeys(flagged["label"]))
        yield (
            f"Before a chapter leaves, look at {labels}: a profession and a country stand together there, "
            "and may give a person away."
        )


def _professions(bench: Bench) -> list[str]:
    from useit_eval.workbench.registers import read_registers

    held = bench.store.current("source")
    sources = dict(zip(held["label"], held["source_id"], strict=True))
    registers = read_registers(bench.paths, sources=sources, locale=bench.study.locale)
    tables = [registers[name] for name in ("candidates", "openings", "shortages") if name in registers]
    found = {str(word).strip() for table in tables for word in table["profession"].dropna()}
    return sorted(word for word in found if word and len(word.split()) <= 4)
