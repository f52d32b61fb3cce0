"""Gather what the chapters are written from: frames, findings of the run, authors' prose and quotable words."""

from __future__ import annotations

import dataclasses
import difflib
import json
import re
from typing import TYPE_CHECKING

from useit_eval.document.page import Prose
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.safe_files import write_whole
from useit_eval.ground.text import sha256
from useit_eval.report import Material, Words, block_names, field_records
from useit_eval.report.appendix import records
from useit_eval.workbench.renderings import with_renderings
from useit_eval.workbench.shipped import BY

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.codebook.blocks import Block
    from useit_eval.workbench import Bench

FRAMES = (
    "source",
    "voice",
    "claim",
    "claim_part",
    "evidence",
    "judgement",
    "figure",
    "link",
    "milestone",
    "challenge",
    "fault",
    *field_records.TITLES,
)
FINDINGS = ("sources", "coding", "agreement", "configurations", "evidence", "judgement")
FEWEST_WORDS, MOST_WORDS = 5, 35
SLOT_ORDER = ("mechanism_reasoning", "outcome", "mechanism_mixed", "context", "mechanism_resource")


def gather_material(bench: Bench) -> Material:
    """Return the material of the chapters, from the bench and the findings that earlier notebooks gave."""
    frames = {name: bench.load(name) for name in FRAMES}
    codings = bench.load("coding")
    told = with_renderings(codings, bench.load("segment"))
    places = told[["coding_id", "start", "end", "quote", "quotable", "rendered", "original"]]
    frames["claim_part"] = frames["claim_part"].merge(places, on="coding_id", how="left")
    codes = bench.codebook.frame()
    material = Material(
        study=bench.study,
        theories=bench.theories,
        as_of=str(bench.as_of),
        frames=frames,
        findings=tuple(finding for name in FINDINGS for finding in bench.take(name)),
        factors=dict(zip(codes["code_id"], codes["name"], strict=True)),
        quotations=_quotations(frames),
        compared=compared(bench),
        at_hand={row.label: bench.text(row.source_id) is not None for row in frames["source"].itertuples()},
    )
    return _with_prose(bench, material)


def compared(bench: Bench) -> dict[str, int]:
    """Return how many claims each coder of the study's files has, of those whose claims count for nothing.

    Who only joined an exercise is in no chapter: neither by name nor in a number.
    """
    claims, counted = bench.load("claim", coders="all"), bench.load("claim")
    of_files = claims["coder"].isin(list(claims.loc[claims["recorded_by"] == BY, "coder"]))
    others = claims.loc[of_files & ~claims["claim_id"].isin(list(counted["claim_id"])), "coder"]
    return {str(coder): int(n) for coder, n in others.value_counts().sort_index().items()}


def _quotations(frames: dict[str, pd.DataFrame]) -> tuple[Words, ...]:
    """Choose one short quotation for each claim whose source, voice and passage all allow it."""
    may_source = set(frames["source"].query("consent == 'quote'")["source_id"])
    voices = frames["voice"].set_index("voice_id")
    parts = frames["claim_part"]
    parts = parts[parts["quotable"].fillna(False) & parts["quote"].notna()]
    by_claim = {key: rows for key, rows in parts.groupby("claim_id")}
    chosen: dict[str, Words] = {}
    for claim in frames["claim"].sort_values("label").to_dict("records"):
        voice = voices.loc[claim["voice_id"]]
        if claim["claim_id"] not in by_claim or claim["source_id"] not in may_source or voice["consent"] != "quote":
            continue
        words, rendered = _words(by_claim[claim["claim_id"]])
        if words and words not in chosen:
            chosen[words] = Words(words, voice["pseudonym"], claim["label"], rendered)
    return tuple(chosen.values())


def _words(parts: pd.DataFrame) -> tuple[str, str]:
    """Return the words of the part to quote and how they were rendered; both "" where none is of a fit length."""
    ranked = sorted(
        parts.to_dict("records"), key=lambda part: SLOT_ORDER.index(part["slot"]) if part["slot"] in SLOT_ORDER else 9
    )
    quotes = ((re.sub(r"\s+", " ", part["quote"]).strip(), part["rendered"]) for part in ranked)
    return next((found for found in quotes if FEWEST_WORDS <= len(found[0].split()) <= MOST_WORDS), ("", ""))


def _with_prose(bench: Bench, material: Material) -> Material:
    found = _changed(bench, material)
    return dataclasses.replace(
        material, blocks={block.name: Prose(block.markdown, block.author, changed) for block, changed in found}
    )


def _changed(bench: Bench, material: Material) -> list[tuple[Block, tuple[str, ...]]]:
    """Compare each block's evidence with what it was when the block was last edited.

    The baseline is kept beside the store. An edit of the block, were it only its header, sets a new baseline.
    """
    from useit_eval.codebook.blocks import load_blocks

    path = bench.paths.processed / "blocks.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    book = records(material)
    found, now = [], {}
    for block in load_blocks(bench.paths.text):
        digests = {label: sha256(repr(book[label])) if label in book else "gone" for label in block.stands_on}
        before = known.get(block.name, {})
        _refuse_lost(
            block, material, lost=[x for x in block.stands_on if x not in book and x not in before.get("evidence", {})]
        )
        baseline = before["evidence"] if before.get("block") == block.digest else digests
        now[block.name] = {"block": block.digest, "evidence": baseline}
        found.append((block, tuple(label for label in block.stands_on if baseline.get(label) != digests[label])))
    if now != known:
        write_whole(path, json.dumps(now, indent=1, sort_keys=True))
    return found


def _refuse_lost(block: Block, material: Material, *, lost: list[str]) -> None:
    """Refuse prose that no page would show, and ids that were never on record, rather than pass them over."""
    where, places = f"{block.name}.md", block_names(material)
    if block.name not in places:
        close = difflib.get_close_matches(block.name, places, n=1)
        told = f"Closest: {close[0]!r}." if close else f"Blocks: {', '.join(places)}."
        raise InputRefused("no chapter has a place for a block of this name", where, told)
    if lost:
        raise InputRefused(
            f"stands_on names {lost[0]!r}, which is not on record",
            f"{where}, line 1",
            "Correct the id, or take it out.",
        )
