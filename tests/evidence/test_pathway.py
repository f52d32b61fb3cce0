"""The matching pathway: what a person still lacks, and which side waits for the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.field_rows import make_field, make_steps
from useit_eval.evidence.pathway import GAPS, NOT_ON_RECORD, employer_state, furthest, list_gaps, sides
from useit_eval.ground import terms

PEOPLE = [{"label": "CA2", "profession": "nurse"}, {"label": "CA1", "profession": "dentist"}]
OPENINGS = [{"label": "OP1", "profession": "nurses", "employer": "ward", "kind": "placement"}]


def _gap(field, person: str, gap: str) -> dict:
    gaps = list_gaps(field)
    return gaps[(gaps["label"] == person) & (gaps["gap"] == gap)].to_dict("records")[0]


def test_each_person_has_every_gap_and_stands_in_the_order_of_the_labels():
    gaps = list_gaps(make_field(candidate=PEOPLE))
    assert gaps["label"].tolist() == ["CA1"] * len(GAPS) + ["CA2"] * len(GAPS)
    assert {"rank", "score", "place"}.isdisjoint(gaps.columns)


def test_what_nobody_wrote_down_is_open_and_to_be_asked():
    gap = _gap(make_field(candidate=PEOPLE), "CA1", "language")
    assert gap["state"] == NOT_ON_RECORD and gap["open"] and "ask" in gap["waits_for"]


def test_a_gap_waits_for_the_employer_until_the_step_it_needs_is_done_there():
    steps = make_steps(
        "CA2 referral_matched planned", "OP1 mentoring_scheme under_way", "programme mentoring_scheme done"
    )
    waiting = _gap(make_field(candidate=PEOPLE, opening=OPENINGS, pathway_step=steps), "CA2", "mentor")
    assert waiting["waits_for"] == "the employer's side: mentoring scheme (under way)"
    steps[1]["state"] = "done"
    ready = _gap(make_field(candidate=PEOPLE, opening=OPENINGS, pathway_step=steps), "CA2", "mentor")
    assert ready["waits_for"] == "the community's side: nothing of the employer's is lacking"


def test_a_loan_declined_is_a_decision_and_no_gap_and_one_only_offered_still_is():
    field = make_field(candidate=PEOPLE, pathway_step=make_steps("CA1 loan_offered done", "CA2 loan_offered done"),
                       loan=[{"label": "LO1", "candidate": "CA1", "purpose": "language", "state": "declined"}])  # fmt: skip
    assert not _gap(field, "CA1", "loan")["open"] and _gap(field, "CA1", "loan")["state"] == "declined"
    assert _gap(field, "CA2", "loan")["open"] and _gap(field, "CA2", "loan")["state"] == "offered"


def test_the_caseworker_sees_what_the_regulator_asks_and_the_mentors_field():
    steps = [{**make_steps("CA1 referral_matched done")[0], "with": "ME1"}]
    asked = [{"label": f"EQ{n}", "profession": "dentists", "regulator": "a council", "step_no": n, "needed": what}
             for n, what in ((2, "an exam"), (1, "a form"))]  # fmt: skip
    field = make_field(
        candidate=PEOPLE, pathway_step=steps, mentor=[{"label": "ME1", "field": "nursing"}], equivalence_step=asked
    )
    assert _gap(field, "CA1", "mentor")["with"] == "ME1 (nursing)"
    assert _gap(field, "CA1", "accreditation")["asked"] == "a council: 1. a form; 2. an exam"
    assert _gap(field, "CA2", "accreditation")["asked"] == ""


def test_the_newest_row_of_a_step_counts():
    steps = make_steps("CA1 language_training done", "CA1 language_training stopped")
    steps[0]["as_of"], steps[1]["as_of"] = "2018-01-01", "2018-06-01"
    assert _gap(make_field(candidate=PEOPLE, pathway_step=steps), "CA1", "language")["state"] == "stopped"


def test_a_step_of_everybody_stands_where_no_opening_of_the_profession_has_it():
    field = make_field(
        opening=OPENINGS, pathway_step=make_steps("programme loan_scheme done", "OP1 flexible_openings stopped")
    )
    assert employer_state(field, "nurse", "loan_scheme") == "done"
    assert employer_state(field, "nurse", "flexible_openings") == "stopped"
    assert employer_state(field, "dentist", "flexible_openings") == NOT_ON_RECORD


def test_the_sides_wait_for_each_other_as_the_chart_sets_them_and_single_people_are_not_looked_at():
    steps = make_steps("programme community_network done", "OP1 flexible_openings planned", "programme loan_scheme done",
                       "programme other_help planned", "CA1 language_training done")  # fmt: skip
    rows = {row[0]: row for row in sides(make_field(candidate=PEOPLE, opening=OPENINGS, pathway_step=steps))}
    assert rows["community_network"][-1] == "the community's side waits for the employer's"
    assert rows["other_help"][-1] == "the employer's side waits for the community's"
    assert rows["language_training"][1] == NOT_ON_RECORD and "silent" in rows["language_training"][-1]
    assert "6 of 8 steps" in rows["referral_matched"][-1]


@given(st.lists(st.sampled_from(terms.STEP_STATES), max_size=6))
def test_the_furthest_of_several_is_none_that_another_exceeds(states):
    rows = make_steps(*(f"OP{n} loan_scheme {state}" for n, state in enumerate(states)))
    field = make_field(pathway_step=rows)
    found = furthest(field["pathway_step"], [f"OP{n}" for n in range(len(states))], "loan_scheme")
    assert found == (NOT_ON_RECORD if not states else "done" if "done" in states else found)
    assert found in (*states, NOT_ON_RECORD)
