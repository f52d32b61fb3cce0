"""What has been read and coded, before anybody reads anything into it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from useit_eval.coding.codes import code_names
from useit_eval.ground import terms
from useit_eval.ground.columns import require
from useit_eval.ground.findings import Finding, Sentence, Table
from useit_eval.ground.wording import agrees, counted, listed, plain


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
    rows, ids = [], []
    for strand, title in strands.items():
        own = claims[claims["strand"] == strand]
        rows.append((title, len(own), *(int((own["status"] == status).sum()) for status in terms.STATUSES)))
        ids.append(tuple(own["label"]))
    observed = tuple(claims.loc[claims["status"] == "observed", "label"])
    sentences = [
        Sentence(f"{counted(len(claims), 'claim')} {agrees(len(claims), 'is', 'are')} coded.".capitalize(), labels, explains=not labels)
    ]
    if labels:
        told = f"{len(observed)} of the {len(labels)} claims tell of something that has happened; the others are expected, implied, supposed or denied."
        sentences.append(Sentence(told, observed or labels))
    if silent:
        sentences.append(Sentence(f"No claim is coded for {listed(silent)}: the sources are silent there.", explains=True))
    table = Table(
        ("Strand", "Claims", "Has happened", "Expected", "Implied", "Supposed", "Denied"), tuple(rows), tuple(ids), caption="Claims by strand and status"
    )
    return Finding("coding.state", "What has been coded", tuple(sentences), table, data={"claims": len(claims)}, trace=labels)


def _sections(segments: pd.DataFrame, codings: pd.DataFrame, sources: pd.DataFrame) -> Finding:
    names = dict(zip(sources["source_id"], sources["label"], strict=True))
    ids = tuple(dict.fromkeys(names.get(source, "") for source in segments["source_id"]))
    if segments.empty:
        line = Sentence("No list of sections is at hand, so it cannot be said whether every section was read.", explains=True)
        return Finding("coding.sections", "Sections read and coded", (line,))
    marks = [_inside(codings, segment) for segment in segments.itertuples()]
    coded, mixed = sum(count > 0 for count in marks), int(segments["interleaved"].fillna(False).sum())
    sentences = [
        Sentence(f"All {len(segments)} sections were read; {coded} carry at least one coded passage and {len(segments) - coded} carry none.", ids)
    ]
    if mixed:
        told = f"In {counted(mixed, 'section')} the words of two speakers are mixed by the extraction of the text; nothing is quoted from there."
        sentences.append(Sentence(told, ids))
    rows = tuple(
        (names.get(segment.source_id, ""), segment.number, segment.locator, count, "yes" if segment.interleaved is True or segment.interleaved == True else "")  # noqa: E712
        for segment, count in zip(segments.itertuples(), marks, strict=True)
    )
    table = Table(
        ("Source", "Number", "Section", "Coded passages", "Speakers mixed"), rows, tuple((row[0],) for row in rows), caption="Every section of the sources"
    )
    return Finding("coding.sections", "Sections read and coded", tuple(sentences), table, data={"sections": len(segments), "coded": coded}, trace=ids)


def _inside(codings: pd.DataFrame, segment) -> int:
    """Count the passages that begin inside a section."""
    own = codings[codings["source_id"] == segment.source_id]
    begun = own[(own["start"] >= segment.start) & (own["start"] < segment.end)]
    return len(begun.drop_duplicates(["start", "end"]))


def _codes_used(parts: pd.DataFrame, codes: pd.DataFrame, sources: pd.DataFrame) -> Finding:
    names, ids = code_names(codes), tuple(sources["label"])
    uses = parts.groupby("code_id")["claim_id"].nunique()
    leaves = codes[~codes["code_id"].isin(set(codes["parent"].dropna()))] if "parent" in codes else codes
    unused = leaves[~leaves["code_id"].isin(uses.index)]
    sentences = [Sentence(f"The codebook holds {len(codes)} codes; {len(set(uses.index) & set(names))} of them are used in at least one claim.", ids)]
    if len(unused):
        told = f"{counted(len(unused), 'code')} that {agrees(len(unused), 'has', 'have')} no narrower code {agrees(len(unused), 'is', 'are')} not used: "
        sentences.append(Sentence(f"{told}{listed(unused['name'])}. The sources do not speak of them, which is not disagreement."[0:].strip(), ids))
    rows = tuple((names[c], plain(k), int(uses.get(c, 0))) for c, k in zip(codes["code_id"], codes["kind"], strict=True))
    table = Table(("Code", "Kind", "Claims"), rows, tuple(ids for _ in rows), caption="Codes and the claims that use them")
    return Finding("coding.codes", "Codes used and not used", tuple(sentences), table, data={"unused": list(unused["code_id"])}, trace=ids)
