"""Groups of claims that share two of three parts, drawn as chains that never mix two claims."""

from __future__ import annotations

from tests.cmo.rows import CODES, make_claims, make_sources, make_voices
from useit_eval.cmo import configurations, group_claims, situate_claims, voices_heard
from useit_eval.coding import code_names, roll_up

UP, NAMES = roll_up(CODES), code_names(CODES)
STRANDS = {"north": "North", "south": "South"}


def _situated(*rows: str):
    claims, parts = make_claims(*rows)
    labels = sorted({row.split()[0] for row in rows})
    return situate_claims(claims, sources=make_sources(*labels), voices=make_voices(*labels)), parts


def _groups(*rows: str) -> list[list[str]]:
    claims, parts = make_claims(*rows)
    return [sorted(own["label"]) for _, own in group_claims(claims, parts, up=UP).groupby("group", sort=False)]


def test_claims_that_share_two_of_three_parts_in_broader_terms_are_one_group():
    assert _groups("S1 c:poor r:course o:job", "S2 c:lonely r:mentor o:other") == [["C001", "C002"]]


def test_claims_that_share_one_part_only_stay_apart():
    assert _groups("S1 c:poor r:course o:job", "S2 c:poor r:leaflet o:other") == [["C001"], ["C002"]]


def test_a_group_shares_one_pair_so_that_likeness_is_never_passed_along_a_chain():
    rows = ("S1 c:a r:b", "S2 c:a r:b o:d", "S3 r:b o:d", "S4 r:b o:d")
    assert _groups(*rows) == [["C002", "C003", "C004"], ["C001"]]


def test_denied_claims_and_single_parts_are_in_no_group():
    assert _groups("S1 c:poor o:job | denied", "S1 o:job") == []


def test_the_summary_counts_whole_and_partial_claims_with_their_ids():
    claims, parts = _situated("S1 c:poor r:course m:hope o:job", "S2 c:poor r:course", "S3 o:job")
    summary = configurations(claims, parts, strands=STRANDS, names=NAMES, up=UP)[0]
    assert summary.key == "cmo.configurations.north"
    assert summary.data == {"full": 1, "partial": 1, "single": 1}
    assert summary.table.rows == (("From the context “Hardship” to the mechanism “Help”", 2, 2, 2),)
    assert summary.table.ids == (("C001", "C002"),)
    assert all(sentence.ids for sentence in summary.sentences)


def test_an_outcome_told_as_negative_is_kept_apart_from_the_same_one_told_otherwise():
    claims, parts = _situated("S1 c:poor r:course o:job", "S2 c:poor r:course o:job", "S3 c:poor r:course o:job")
    parts = parts.assign(valence=["unknown", "unknown", "positive", "unknown", "unknown", "negative"] + ["unknown"] * 3)
    found = configurations(claims, parts, strands=STRANDS, names=NAMES, up=UP)
    outcomes = {row["claim"]: row["factor"] for row in found[1].figure.rows if row["slot"] == "outcome"}
    assert outcomes == {"C001": "A job", "C002": "A job (told as negative)", "C003": "A job"}
    counts = {row["claim"]: row["citations"] for row in found[1].figure.rows if row["slot"] == "outcome"}
    assert counts == {"C001": 2, "C002": 1, "C003": 2}


def test_an_outcome_that_is_only_told_as_negative_keeps_its_name():
    claims, parts = _situated("S1 c:poor r:course o:job", "S2 c:poor o:job | denied")
    parts = parts.assign(valence=["unknown", "unknown", "negative", "unknown", "positive"])
    drawn = configurations(claims, parts, strands=STRANDS, names=NAMES, up=UP)[1].figure
    assert drawn.rows[-1]["factor"] == "A job"


def test_the_summary_says_that_denied_claims_are_left_out_of_its_count():
    claims, parts = _situated("S1 c:poor r:course o:job", "S2 c:poor o:job | denied")
    lines = configurations(claims, parts, strands=STRANDS, names=NAMES, up=UP)[0].sentences
    assert lines[0].text.startswith("Of 1 claim (those denied are left out), 1 states a whole configuration")
    assert lines[1].text == "No whole configuration tells apart what the programme offers and how people respond."


def test_each_chain_of_a_diagram_holds_the_parts_of_one_claim_with_its_three_counts():
    claims, parts = _situated("S1 c:poor r:course o:job", "S2 c:lonely r:course o:job")
    drawn = configurations(claims, parts, strands=STRANDS, names=NAMES, up=UP)[1].figure
    chains = {row["claim"]: [r["factor"] for r in drawn.rows if r["claim"] == row["claim"]] for row in drawn.rows}
    assert chains == {"C001": ["Little money", "A course", "A job"], "C002": ["Few ties", "A course", "A job"]}
    course = next(row for row in drawn.rows if row["factor"] == "A course")
    assert (course["citations"], course["sources"], course["units"]) == (2, 2, 2)
    assert course["slot"] == "mechanism_resource" and course["ids"] == ("C001",)


def test_only_claims_told_whole_are_drawn_and_the_others_stand_in_the_table():
    claims, parts = _situated("S1 c:poor r:course o:job", "S2 c:poor r:course", "S3 c:far r:leaflet")
    summary, drawn = configurations(claims, parts, strands=STRANDS, names=NAMES, up=UP)
    assert {row["claim"] for row in drawn.figure.rows} == {"C001"} and len(summary.table.rows) == 2


def test_a_voice_is_shown_with_the_title_of_its_group():
    claims, _ = _situated("S1 c:poor r:course o:job")
    group = claims["group"][0]
    (north,) = voices_heard(claims, strands={"north": "North"}, groups={group: "Councils"})
    assert north.table.rows[0][1] == "Councils"


def test_a_person_heard_in_two_sources_is_two_voices_each_told_with_its_source():
    claims, _ = _situated("S1 c:poor o:job", "S2 c:poor o:job", "S3 c:poor o:job")
    same = claims.assign(who=["Voice S1", "Voice S1", "Voice S3"])
    (north,) = voices_heard(same, strands={"north": "North"})
    assert "told by 3 voices" in north.sentences[0].text
    assert [row[0] for row in north.table.rows] == ["Voice S1 (S1)", "Voice S1 (S2)", "Voice S3"]


def test_a_strand_without_claims_gives_no_configuration_and_reads_as_silent():
    claims, parts = _situated("S1 c:poor r:course o:job")
    assert all(finding.strand == "north" for finding in configurations(claims, parts, strands=STRANDS, names=NAMES))
    north, south = voices_heard(claims, strands=STRANDS)
    assert "1 claim is coded for this strand, told by 1 voice in 1 source" in north.sentences[0].text
    assert "silent on South" in south.sentences[0].text and "not disagreement" in south.sentences[0].text


def test_ten_repeats_of_one_claim_change_citations_and_leave_sources_and_units():
    rows = ("S1 c:poor r:course o:job", "S2 c:poor r:course o:job")
    counts = []
    for repeats in (0, 10):
        claims, parts = _situated(*rows, *[rows[0]] * repeats)
        counts.append(configurations(claims, parts, strands=STRANDS, names=NAMES)[1].data)
    assert counts == [{"citations": 2, "sources": 2, "units": 2}, {"citations": 12, "sources": 2, "units": 2}]
