"""Partners and events as their registers hold them."""

from __future__ import annotations

from tests.evidence.field_rows import make_register
from tests.evidence.rows import STRANDS
from useit_eval.evidence.rosters import tell_events, tell_partners

COUNCIL = {"label": "P1", "name": "The council", "class": "local_authority", "role": "leads", "evidence": "F1"}
OWNER = {**COUNCIL, "label": "P2", "class": "land_owner", "role": "owns land"}
SHOP = {"label": "P3", "name": "A shop", "class": "private_company"}


def test_an_organisation_in_two_classes_is_one_and_the_conflict_is_told():
    found = tell_partners(make_register("partner", COUNCIL, OWNER, SHOP), strands=STRANDS)[0]
    assert found.table.rows[0] == ("The council", "local authority and land owner", "leads; owns land", "North")
    assert found.data == {"organisations": 2, "in two classes": 1}
    assert "2 organisations would read as 3" in found.sentences[1].text and found.sentences[1].ids == ("P1", "P2", "F1")
    assert "not told of A shop" in found.sentences[2].text and found.table.rows[1][2] == "not told"


def test_partners_belong_to_the_theme_of_partnership_where_a_study_has_it():
    partners = make_register("partner", SHOP)
    assert tell_partners(partners, strands=STRANDS)[0].strand == ""
    assert tell_partners(partners, strands={**STRANDS, "partnership": "Partnership"})[0].strand == "partnership"
    assert tell_partners(make_register("partner"), strands=STRANDS) == []


def test_an_event_without_a_day_reads_not_told_and_only_a_strand_with_events_has_a_finding():
    event = {
        "label": "EV1",
        "title": "start",
        "kind": "launch",
        "state": "not_known",
        "held_by": "P3",
        "evidence": "C1",
    }
    found = tell_events(make_register("event", event), strands=STRANDS, partners=make_register("partner", SHOP))
    assert [finding.key for finding in found] == ["evidence.registers.events.north"]
    assert found[0].table.rows == (("Start", "launch", "not known", "not told", "not told", "A shop"),)
    assert found[0].table.ids == (("EV1", "C1"),) and "no day is told" in found[0].sentences[0].text
