"""What has been read and coded, before anybody reads anything into it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.coding.codes import code_names
from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, plain, started


def describe_coding(
    claims: pd.DataFrame,
    parts: pd.DataFrame,
    *,
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    codes: pd.DataFrame,
    sources: pd.DataFrame,
    strands: Mapping[str, str],
) -> list[Finding]:
    """Return coding.state (claims by strand and status), coding.sections (read and coded) and coding.codes (used or not).

    ``claims``, ``parts``, ``codings`` and ``segments`` as in `ground.frames`; ``codes`` needs code_id, name and kind;
    ``sources`` source_id and label; ``strands`` maps strand ids to titles, in the order to print. Empty frames
    give findings that say so.
    """
    require(claims, "claims", "label", "strand", "status")
    require(parts, "claim_parts", "claim_id", "code_id")
    return [
        _state(claims, strands),
        _sections(segments, codings, sources),
        _codes_used(parts, codes, sources),
    ]


def _state(claims: pd.DataFrame, strands: Mapping[str, str]) -> Finding:
    labels = tuple(claims["label"])
    silent = [title for strand, title in strands.items() if strand not in set(claims["strand"])]
    own = {title: claims[claims["strand"] == strand] for strand, title in strands.items()}
    rows = tuple(
        (title, len(part), *(int((part["status"] == s).sum()) for s in terms.STATUSES)) for title, part in own.items()
    )
    seen = tuple(claims.loc[claims["status"] == "observed", "label"])
    lines = []
    if labels:
        told = f"{counted(len(labels), 'claim')} {agrees(len(labels), 'is', 'are')} coded; {len(seen)} of them"
        rest = f"{agrees(len(seen), 'tells', 'tell')} of something that has happened, the others of what is expected, implied, supposed or denied."
        lines.append(Sentence(f"{told} {rest}", labels))
    if silent:
        lines.append(Sentence(f"No claim is coded for {listed(silent)}: the sources are silent there.", explains=True))
    columns = ("Strand", "Claims", "Has happened", "Expected", "Implied", "Supposed", "Denied")
    table = Table(
        columns, rows, tuple(tuple(part["label"]) for part in own.values()), caption="Claims by strand and status"
    )
    return Finding(
        "coding.state", "What has been coded", tuple(lines), table, data={"claims": len(claims)}, trace=labels
    )


def _sections(segments: pd.DataFrame, codings: pd.DataFrame, sources: pd.DataFrame) -> Finding:
    key, title = "coding.sections", "Sections read and coded"
    if segments.empty:
        told = "No list of sections is at hand, so it cannot be said whether every section was read."
        return Finding(key, title, (Sentence(told, explains=True),))
    names = dict(zip(sources["source_id"], sources["label"], strict=True))
    labels = [names.get(source, "") for source in segments["source_id"]]
    marks = [_inside(codings, segment) for segment in segments.itertuples()]
    mixed = segments["interleaved"].fillna(False).astype(bool).tolist()
    coded, ids = sum(count > 0 for count in marks), tuple(dict.fromkeys(labels))
    told = f"All {counted(len(marks), 'section')} of the sources were read; {coded} {agrees(coded, 'carries', 'carry')} a coded passage"
    lines = [Sentence(f"{told} and {len(marks) - coded} {agrees(len(marks) - coded, 'carries', 'carry')} none.", ids)]
    if any(mixed):
        told = f"In {counted(sum(mixed), 'section')} the words of two speakers are mixed by the extraction of the text; nothing is quoted from there."
        lines.append(Sentence(told, ids))
    cells = zip(
        labels, segments["number"], segments["locator"], marks, ["yes" if flag else "" for flag in mixed], strict=True
    )
    columns = ("Source", "Number", "Section", "Coded passages", "Speakers mixed")
    table = Table(columns, tuple(cells), tuple((label,) for label in labels), caption="Every section of the sources")
    return Finding(key, title, tuple(lines), table, data={"sections": len(marks), "coded": coded}, trace=ids)


def _inside(codings: pd.DataFrame, segment) -> int:
    """Count the passages that begin inside a section."""
    own = codings[codings["source_id"] == segment.source_id]
    begun = own[(own["start"] >= segment.start) & (own["start"] < segment.end)]
    return len(begun.drop_duplicates(["start", "end"]))


def _codes_used(parts: pd.DataFrame, codes: pd.DataFrame, sources: pd.DataFrame) -> Finding:
    names, ids = code_names(codes), tuple(sources["label"])
    uses = parts.groupby("code_id")["claim_id"].nunique()
    gathering = set(codes["parent"].dropna()) if "parent" in codes else set()
    unused = codes[~codes["code_id"].isin(uses.index) & ~codes["code_id"].isin(gathering)]
    used = len(set(uses.index) & set(names))
    lines = [
        Sentence(
            f"The codebook holds {counted(len(codes), 'code')}; {used} of them {agrees(used, 'is', 'are')} used in a claim.",
            ids,
        )
    ]
    if len(unused):
        told = f"{counted(len(unused), 'code')} {agrees(len(unused), 'waits', 'wait')} for a claim: {'; '.join(unused['name'])}"
        lines.append(Sentence(started(f"{told}. Silence of the sources is not disagreement"), ids))
    rows = tuple(
        (names[c], plain(k), int(uses.get(c, 0))) for c, k in zip(codes["code_id"], codes["kind"], strict=True)
    )
    table = Table(
        ("Code", "Kind", "Claims"), rows, tuple(ids for _ in rows), caption="Codes and the claims that use them"
    )
    data = {"unused": list(unused["code_id"])}
    return Finding("coding.codes", "Codes used and not used", tuple(lines), table, data=data, trace=ids)
