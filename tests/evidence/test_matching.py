"""Needs and people in a chapter: counted with small counts withheld, never named, never ranked."""

from __future__ import annotations

import pytest

from tests.evidence.field_rows import make_field, make_steps
from tests.evidence.rows import STRANDS
from tests.house.tree import ROOT
from useit_eval.evidence.disclosure import WITHHELD, refuse_small
from useit_eval.evidence.matching import match
from useit_eval.evidence.pathway import MATCHED

NEEDS = [
    {"label": "SH1", "employer": "PA1", "profession": "nurses", "posts": 6},
    {"label": "SH2", "employer": "a ward", "profession": "midwives"},
]
OPENINGS = [{"label": "OP1", "profession": "nurse", "employer": "PA1", "kind": "placement"}]
PARTNERS = [{"label": "PA1", "name": "The <b>hospital</b>", "class": "service_provider"}]


def _people(**counts: int) -> list[dict]:
    told = [name for name, count in counts.items() for _ in range(count)]
    return [{"label": f"CA{n:03}", "profession": profession} for n, profession in enumerate(told, start=1)]


def _match(smallest: int = 10, **registers):
    field = make_field(**{"shortage": NEEDS, "opening": OPENINGS, "partner": PARTNERS, **registers})
    return {
        finding.key.removeprefix("evidence.matching.north").strip("."): finding
        for finding in match(field, strands=STRANDS, smallest=smallest)
    }


def _everything(findings) -> str:
    return "\n".join(map(repr, findings.values()))


def test_a_need_stands_beside_posts_openings_people_and_what_the_employer_still_lacks():
    steps = make_steps("OP1 flexible_openings done", "programme loan_scheme planned")
    rows = _match(candidate=_people(nurse=12, midwife=15), pathway_step=steps)["groups"].table.rows
    assert rows[0][:5] == ("nurses", "The <b>hospital</b>", "6 posts", "placement", 12)
    assert "flexible openings" not in rows[0][5] and "loan scheme (planned)" in rows[0][5]
    assert rows[1][:5] == ("midwives", "a ward", "number not told", "none on record", 15)


def test_small_counts_of_people_are_withheld_and_cannot_leave():
    found = _match(candidate=_people(nurse=12, midwife=2, dentist=30))
    for part in ("groups", "missing"):
        refuse_small(found[part].table, smallest=10)
    cells = {row[0]: row[1:] for row in found["missing"].table.rows}
    assert set(cells["midwives"]) == {WITHHELD}
    assert [row[1] for row in found["missing"].table.rows].count(WITHHELD) >= 2, (
        "one alone could be worked out from the total"
    )


def test_no_label_and_no_word_of_a_person_is_in_what_a_chapter_gets():
    steps = make_steps("CA001 language_training done", "CA002 other_help stopped", "programme loan_scheme done")
    told = _everything(
        _match(
            candidate=_people(nurse=12, astronaut=1), pathway_step=steps, mentor=[{"label": "ME1", "field": "space"}]
        )
    )
    assert "CA0" not in told and "astronaut" not in told and "ME1" not in told and "PS1'" not in told
    assert "never named, compared or ranked" in told


def test_how_many_miss_each_thing_is_counted_in_people():
    steps = make_steps(*(f"CA{n:03} language_training done" for n in range(1, 11)))
    row = next(
        row
        for row in _match(smallest=1, candidate=_people(nurse=30), pathway_step=steps)["missing"].table.rows
        if row[0] == "nurses"
    )
    assert row[1:4] == (30, 20, 30)


def test_where_no_list_is_printed_the_chapter_says_so_and_shows_no_empty_column():
    found = _match(opening=[])
    assert any("print no list of openings and people" in s.text for s in found[""].sentences)
    assert found["groups"].table.columns == ("Need", "Whose", "Posts not filled") and "missing" not in found


def test_a_strand_without_such_registers_has_no_finding():
    assert match(make_field(), strands=STRANDS) == []
    assert match(make_field(partner=PARTNERS, mentor=[{"label": "ME1", "field": "x"}]), strands=STRANDS) == []


def test_every_sentence_that_states_something_names_its_labels():
    found = _match(candidate=_people(nurse=12), pathway_step=make_steps("programme loan_scheme done"))
    assert all(s.ids or s.explains for finding in found.values() for s in finding.sentences)


@pytest.mark.parametrize(("study", "needs", "people"), [("useit", 6, 0), ("practice", 4, 11)])
def test_the_shipped_studies_have_what_their_sources_print(study, needs, people):
    from useit_eval import open_study

    with open_study(study, root=ROOT) as bench:
        field = {name: bench.load(name) for name in MATCHED}
        found = {
            f.key: f for f in match(field, strands={"matching_skills": "Matching"}, smallest=bench.study.smallest_count)
        }
    assert found["evidence.matching.matching_skills"].data["needs"] == needs and len(field["candidate"]) == people
    assert ("evidence.matching.matching_skills.missing" in found) == bool(people)
    if study == "practice":
        assert all(frame["practice"].all() for frame in field.values() if len(frame))
        nurses = found["evidence.matching.matching_skills.missing"].table.rows[0]
        assert nurses[:3] == ("registered nurses", 4, 2) and WITHHELD in nurses
