"""Models told: every sentence stands on something, cells are counted, refusals are kind, small counts are withheld."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.evidence.statistics.made import make_model, make_responses, text_of, told
from useit_eval.ground.errors import InputRefused
from useit_eval.ground.findings import from_json, to_json

PART = {"label": "F002", "value": 2.0, "definition": "people hired"}
WHOLE = {"label": "F001", "value": 6.0, "definition": "people seen"}


def _people(n: int = 180, clusters: int = 12) -> list[tuple[str, dict]]:
    return [
        (
            f"CR{at % clusters:02d}",
            {
                "forward": "yes" if at % 5 < (3 if at % 2 else 2) else "no", "let_down": "yes" if at % 3 == 0 else "no",
                "asked": "yes" if at % 2 else "no", "before": 2, "now": 2 + at % 3, "wish": "words",
            },
        )
        for at in range(n)
    ]  # fmt: skip


def test_a_proportion_is_told_with_wilsons_interval_and_the_theory_it_speaks_to():
    model = make_model("proportion", figures=["F002", "F001"], declared="Told as some of the six.")
    found = told(model, figures=(PART, WHOLE))
    assert found.key == "evidence.model.ST01" and found.theory == "T1" and found.strand == "north"
    assert found.sentences[0].text == "2 of 6 people (33%; Wilson's 95% interval 10% to 70%)."
    assert found.sentences[0].ids == ("F002", "F001") and found.trace == ("F002", "F001", "T1")
    assert "It speaks to the outcome of “Asked by a neighbour”. With care." in text_of(found)
    assert found.table.rows[0][1:4] == (2, 6, "33%") and found.data["sources"] == ["S1"] and not found.data["refused"]
    assert from_json(to_json([found])) == [found]


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ({"unit": "posts"}, "F002 counts posts and F001 people. Tell both counts side by side, without a share."),
        ({"bound": "about"}, "F002 is told as “about 2 people”, which is no exact count. Tell both counts"),
    ],
)
def test_other_units_and_vague_counts_carry_no_interval(part, why):
    model = make_model("proportion", figures=["F002", "F001"], declared="Said so.")
    found = told(model, figures=({**PART, **part}, WHOLE))
    assert (
        f"Not computed: {why}" in text_of(found)
        and found.data["refused"]
        and found.sentences[0].ids == ("F002", "F001")
    )


def test_a_target_has_a_share_and_no_interval_and_conflicts_stand_side_by_side():
    figures = (
        {"label": "F001", "value": 11.0},
        {"label": "F002", "value": 12.0},
        {"label": "F003", "value": 22.0, "role": "target"},
    )
    found = told(make_model("target", figures=["F001", "F002", "F003"]), figures=figures)
    text = text_of(found)
    assert "11 people where 22 were aimed at, 50% of the target" in text and "none is chosen" in text
    assert (
        "A target is no sample, so the share of it has no interval." in text
        and "interval" not in found.sentences[0].text
    )


def test_a_count_told_as_at_least_reaches_at_least_a_share_of_its_target():
    figures = (
        {"label": "F001", "value": 70.0, "bound": "at_least"},
        {"label": "F003", "value": 60.0, "role": "target"},
    )
    found = told(make_model("target", figures=["F001", "F003"]), figures=figures)
    assert "At least 70 people where 60 were aimed at, at least 117% of the target" in text_of(found)
    assert found.table.rows[0][3] == "at least 117%"


def test_two_groups_are_told_with_newcombes_interval_and_cells():
    groups = [{"name": "with a mentor", "count": 56, "of": 70}, {"name": "without", "count": 48, "of": 80}]
    found = told(make_model("difference", groups=groups, source="S1", locator="2"))
    assert "+20 points (Newcombe's 95% interval +5 points to +33 points)" in text_of(found)
    assert [row[:3] for row in found.table.rows] == [("with a mentor", 56, 70), ("without", 48, 80)]


def test_no_difference_is_never_inferred():
    groups = [{"name": "a", "count": 3, "of": 4}, {"name": "b", "count": 1, "of": 4}]
    for method in ("difference", "fisher"):
        text = text_of(told(make_model(method, groups=groups, source="S1", locator="2")))
        assert "it tells neither a difference nor that there is no difference" in text
        assert "significant" not in text and "takes those counted for a chance sample" in text


def test_mcnemars_test_counts_who_came_and_who_left():
    found = told(make_model("mcnemar", pairs=[10, 1, 8, 5], source="S1", locator="2"))
    assert "Of 24 people 8 came to it and 1 left it: +29 points" in text_of(found) and "p = 0.039" in text_of(found)


def test_a_funnel_over_outputs_and_outcomes_is_a_table_and_no_drawing():
    stages = [{"figure": "F001"}, {"figure": "F002", "part_of_previous": True}]
    model = make_model("funnel", stages=stages)
    alike, mixed = told(model, figures=(PART, WHOLE)), told(model, figures=({**PART, "role": "outcome"}, WHOLE))
    assert alike.sentences[0].text == "A funnel in people: 6, of them 2." and alike.figure.kind == "counts"
    assert mixed.figure is None and "Outputs and outcomes share no axis" in text_of(mixed)


def test_counts_that_are_no_funnel_say_why_and_which_stages_are_ours():
    model = make_model("funnel", stages=[{"figure": "F001"}, {"figure": "F002"}, {"ours": "in a qualified post"}])
    found = told(model, figures=(PART, WHOLE))
    assert found.sentences[0].text.startswith(
        "These are counts, not a funnel. Nothing is reported for “in a qualified post”."
    )
    assert "Not declared a part of the stage before: “people hired”." in text_of(found) and found.figure is None
    assert "Ours, and counted by no source: in a qualified post." in text_of(found)


def test_answers_are_told_by_cluster_and_as_answers_of_friends_and_neighbours():
    found = told(make_model("table", question="forward"), responses=make_responses(_people()))
    text = text_of(found)
    assert found.table.rows[0][:4] == ("Yes", 90, 180, "50%") and found.data["clusters"] == 12
    assert "Yes: 90 of 180 (50%; 95% interval 42% to 58%, t with 11 degrees of freedom)." in text
    assert "12 clusters, under 40: corrected for their small number (CR2), with t for the normal" in text
    assert "friends, neighbours" in text and "not weighted into a population" in text


def test_under_ten_clusters_there_are_summaries_and_no_interval():
    found = told(make_model("table", question="forward"), responses=make_responses(_people(clusters=8)))
    assert found.data["refused"] and found.table.columns[-1] == "Shares of single clusters, lowest to highest"
    assert found.table.rows[0][:3] == ("Yes", 90, 180) and "interval" not in " ".join(found.table.columns)


def test_two_groups_of_answers_show_every_cell():
    model = make_model("table", question="forward", by={"question": "asked", "choice": "yes"})
    found = told(model, responses=make_responses(_people(clusters=13)))
    assert [row[1:4] for row in found.table.rows] == [("yes", 54, 90), ("no", 36, 90), ("yes", 36, 90), ("no", 54, 90)]
    assert "Yes: 54 of 90 (60%) in the group, 36 of 90 (40%) of the others: +20 points" in text_of(found)


def test_an_interaction_shows_its_interval_and_the_n_of_every_cell():
    answers = {
        name: {"question": q, "choice": "yes"}
        for name, q in (("outcome", "forward"), ("context", "let_down"), ("resource", "asked"))
    }
    found = told(make_model("interaction", "context", **answers), responses=make_responses(_people(clusters=13)))
    assert [row[3] for row in found.table.rows] == [60, 60, 30, 30] and "95% interval" in found.sentences[0].text
    assert "does not measure one" in text_of(found) and "Formula: share of outcome = a + b × context" in text_of(found)


def test_a_cell_without_anybody_is_told_with_the_cells_that_are_filled():
    rows = [
        (who, {**given, "let_down": "no" if given["asked"] == "yes" else given["let_down"]}) for who, given in _people()
    ]
    answers = {
        name: {"question": q, "choice": "yes"}
        for name, q in (("outcome", "forward"), ("context", "let_down"), ("resource", "asked"))
    }
    found = told(make_model("interaction", "context", **answers), responses=make_responses(rows))
    assert "Not computed: 1 of the four cells of context and resource is empty" in text_of(found)
    assert [row[3] for row in found.table.rows] == [60, 90, 30, 0] and found.data["refused"]


def test_a_path_states_its_seed_and_says_consistent_with_at_most():
    answers = {
        "outcome": {"question": "forward", "choice": "yes"},
        "resource": {"question": "asked", "choice": "yes"},
        "reasoning": {"question": "now", "at_least": 4},
    }
    found = told(
        make_model("mediation", "mechanism_reasoning", **answers), responses=make_responses(_people()), seed=11
    )
    assert "12 clusters, under 40, so few that the interval is probably too narrow." in text_of(found)
    assert "seed 11" in text_of(found) and found.data["seed"] == 11
    assert "bears on a mechanism; it does not measure one" in text_of(found)


def test_small_counts_of_respondents_are_withheld_with_what_would_give_them_back():
    rows = [(who, {**given, "forward": "yes" if at < 4 else "no"}) for at, (who, given) in enumerate(_people())]
    found = told(make_model("table", question="forward"), responses=make_responses(rows))
    assert [row[1:] for row in found.table.rows] == [("withheld", 180, "withheld", "withheld")] * 2
    assert (
        "4 of 180" not in text_of(found)
        and "176" not in to_json([found])
        and "Counts of people under 10 are withheld" in text_of(found)
    )
    shown = told(make_model("table", question="forward"), responses=make_responses(rows), smallest=3)
    assert shown.table.rows[0][1] == 4


def _of(size: int, yes: int, **more: str) -> list[dict]:
    return [{"forward": "yes" if at < yes else "no", **more} for at in range(size)]


def _asked_by_twelve(people: list[dict]):
    return make_responses([(f"CR{at % 12:02d}", answers) for at, answers in enumerate(people)])


def test_the_small_cell_of_an_interaction_is_not_what_is_left_of_all_when_the_others_are_taken_away():
    sides = {"context": {"question": "let_down", "choice": "yes"}, "resource": {"question": "asked", "choice": "yes"}}
    model = make_model("interaction", slot="context", outcome={"question": "forward", "choice": "yes"}, **sides)
    people = [*_of(40, 20, let_down="yes", asked="yes"), *_of(50, 20, let_down="no", asked="yes")]
    people += [*_of(45, 15, let_down="no", asked="no"), *_of(7, 3, let_down="yes", asked="no")]
    found = told(model, responses=_asked_by_twelve(people))
    assert [row[3] for row in found.table.rows] == ["withheld", "withheld", "fewer than 10", "withheld"]
    assert {row[2] for row in found.table.rows} == {"withheld"} and found.data["value"] == 0.0


def test_a_group_too_small_to_be_counted_is_not_told_as_what_answers_are_counted_of():
    people = [*_of(7, 3, asked="yes"), *_of(50, 20, asked="no")]
    by = make_model("table", question="forward", by={"question": "asked", "choice": "yes"})
    found = told(by, responses=_asked_by_twelve(people))
    assert {cell for row in found.table.rows for cell in row[2:]} == {"withheld"}
    few = make_model("table", question="let_down")
    found = told(few, responses=_asked_by_twelve([*_of(6, 3, let_down="yes"), *_of(40, 10)]))
    assert {cell for row in found.table.rows for cell in row[1:]} == {"withheld"}


def test_before_and_after_are_told_by_cluster():
    found = told(
        make_model("before_after", "mechanism_reasoning", before="before", after="now"),
        responses=make_responses(_people()),
    )
    assert found.sentences[0].text.startswith("Mean change 1 (95% interval") and found.table.rows[-1] == ("all", 180)
    assert "what people remember" in text_of(found)


@pytest.mark.parametrize("gave", [[(3, 4)], [(3, 4)] * 5, []])
def test_of_few_who_answered_both_times_neither_their_number_nor_what_they_said_is_told(gave):
    people = [*({"before": before, "now": now} for before, now in gave), *({"before": at % 5} for at in range(60))]
    model = make_model("before_after", "mechanism_reasoning", before="before", after="now")
    found = told(model, responses=_asked_by_twelve(people))
    assert found.sentences[0].text.startswith("Not computed: fewer than 10 people answered both times.")


def test_few_questionnaires_of_as_many_researchers_are_not_counted_by_their_researchers():
    model = make_model("table", question="forward", among=[{"question": "asked", "choice": "yes"}])
    found = told(model, responses=_asked_by_twelve([*_of(9, 4, asked="yes"), *_of(40, 20, asked="no")]))
    assert found.sentences[0].text.startswith("Not computed: fewer than 10 questionnaires give these answers.")
    assert found.table is None and not any("cluster" in line.text for line in found.sentences)


def test_answers_that_do_not_count_are_left_out():
    rows = make_responses(_people())
    rows.loc[rows["submission_id"] < "q0090", "counted"] = False
    assert told(make_model("table", question="forward"), responses=rows).data["n"] == 90


def test_without_a_questionnaire_read_in_the_model_says_what_to_do():
    text = text_of(told(make_model("table", question="forward")))
    assert "Not computed: no questionnaire has been read in. Read an export in: useit-eval questionnaires FILE." in text


def _readings(periods: int) -> pd.DataFrame:
    rows = [
        (
            "Sign-ups",
            "A1",
            "North",
            f"2018-{month + 1:02d}-01",
            5.0 + month + month % 2 + (4 if month >= 5 else 0),
            "people",
            "id-S1",
        )
        for month in range(periods)
    ]
    return pd.DataFrame(rows, columns=["indicator", "area", "area_name", "period", "value", "unit", "source_id"])


def test_an_interrupted_series_prints_warning_formula_and_points():
    data = {"indicator": "Sign-ups", "area": "North", "interrupted_on": "2018-06-01", "what_happened": "a crèche opens"}
    found = told(make_model("series", **data), readings=_readings(10))
    text = text_of(found)
    assert (
        "probably too narrow" in text
        and "time in months, 0 at 2018-06-01" in text
        and "1 June 2018: A crèche opens." in text
    )
    assert found.table.caption.endswith("5 points before, 5 points after")
    short = told(make_model("series", **data), readings=_readings(7))
    assert (
        "Not computed: 5 points before and 2 after cannot carry two lines" in text_of(short)
        and len(short.table.rows) == 7
    )


def test_three_areas_are_described_instead_of_differenced():
    readings = pd.concat([_readings(10).assign(area=area, area_name=area) for area in ("A1", "A2", "A3")])
    model = make_model(
        "areas", indicator="Sign-ups", treated=["A1"], interrupted_on="2018-06-01", what_happened="a crèche opens"
    )
    found = told(model, readings=readings)
    assert "3 areas, 1 of them with the programme, cannot carry" in text_of(found) and len(found.table.rows) == 3


def test_twelve_areas_are_told_with_what_is_taken_for_granted():
    many = [_readings(10).assign(area=f"A{at}", area_name=f"A{at}") for at in range(12)]
    shift = [own.assign(value=own["value"] + (own["period"] >= "2018-06-01") * at) for at, own in enumerate(many)]
    model = make_model(
        "areas",
        indicator="Sign-ups",
        treated=["A9", "A10", "A11"],
        interrupted_on="2018-06-01",
        what_happened="a crèche",
    )
    text = text_of(told(model, readings=pd.concat(shift)))
    assert "less that in the others is 6 (95% interval" in text and "degrees of freedom" in text
    assert "would have changed alike, which no reading can show" in text and "consistent with" in text


def test_a_ratio_that_may_go_either_way_is_measured_against_one():
    answers = {
        name: {"question": q, "choice": "yes"}
        for name, q in (("outcome", "forward"), ("context", "let_down"), ("resource", "asked"))
    }
    model = make_model("interaction", "context", **answers, scale="odds")
    text = text_of(told(model, responses=make_responses(_people(clusters=13))))
    assert "both sides of one: it tells neither a difference nor that there is no difference" in text


def test_a_survey_without_weights_says_so():
    frame = pd.DataFrame({"y": [0.0, 10.0, 4.0]})
    text = text_of(told(make_model("survey", file="s.csv", value="y", source="S1"), tables={"s.csv": frame}))
    assert "No weights are given; 3 answers." in text and "design effect" not in text


def test_a_survey_from_elsewhere_tells_what_its_weights_cost_and_refuses_a_negative_one():
    frame = pd.DataFrame({"y": [0.0, 10.0, 4.0], "w": [3.0, 1.0, 1.0]})
    model = make_model("survey", file="s.csv", value="y", weight="w", source="S1")
    text = text_of(told(model, tables={"s.csv": frame}))
    assert "design effect of 1.32 (1 + CV²): 3 answers count as 2.27" in text
    with pytest.raises(InputRefused, match=r"s\.csv, row 2: the weight -3 is negative"):
        told(model, tables={"s.csv": frame.assign(w=[-3.0, 1.0, 1.0])})
    assert "s.csv is not at hand" in text_of(told(model))
