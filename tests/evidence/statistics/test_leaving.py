"""Statistics that leave together, from the side of a reader who subtracts every number from every other."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.statistics.made import QUESTIONS, SOURCES, THEORIES, make_model, make_responses, text_of
from useit_eval.codebook.models import Models
from useit_eval.evidence.disclosure import gives_back
from useit_eval.evidence.statistics import Held, run

NAMES = ("forward", "let_down", "asked")
ASKED, LET_DOWN = ({"question": name, "choice": "yes"} for name in ("asked", "let_down"))
Part = frozenset[tuple[str, str]]


def _people(*cells: tuple[int, str]) -> list[dict]:
    """Return people from (how many, answers): "yyn" came forward, was let down and was not asked; "-" left it out."""
    words = {"y": "yes", "n": "no"}
    return [
        {name: words[given] for name, given in zip(NAMES, answers, strict=True) if given in words}
        for many, answers in cells
        for _ in range(many)
    ]


def _run(people: list[dict], *models: dict):
    made = [
        make_model(**({} if "method" in one else {"method": "table", "question": "forward"}) | one).model_copy(
            update={"label": f"ST{at:02d}", "title": f"Statistic {at}"}
        )
        for at, one in enumerate(models, start=1)
    ]
    rows = make_responses([(f"CR{at % 13:02d}", one) for at, one in enumerate(people)])
    return run(Models(models=tuple(made)), Held(THEORIES, SOURCES, responses=rows, questionnaire=QUESTIONS))


def test_a_part_that_leaves_few_people_out_is_withheld_with_the_reason():
    people = _people((25, "yny"), (26, "nny"), (3, "ynn"), (4, "nnn"))
    everybody, part = _run(people, {}, {"among": [ASKED]})
    assert everybody.table.rows[0][1:3] == (28, 58) and part.table is None and part.data["refused"]
    assert part.sentences[0].text == (
        "Withheld: set beside “Statistic 1”, its counts would give back a number of people under 10. Ask it of everybody, "
        "or of a part that leaves more people out, or drop the other one from models.yaml."
    )
    assert "51" not in text_of(part)


def test_a_large_rest_with_a_small_answer_is_protected_too():
    people = _people((25, "yny"), (26, "nny"), (3, "ynn"), (40, "nnn"))
    everybody, part = _run(people, {}, {"among": [ASKED]})
    assert everybody.table is not None and part.table is None


def test_a_part_and_a_rest_that_are_large_both_leave():
    people = _people((25, "yny"), (26, "nny"), (13, "ynn"), (40, "nnn"))
    everybody, part = _run(people, {}, {"among": [ASKED]})
    assert everybody.table.rows[0][1] == 38 and part.table.rows[0][1] == 25


def test_the_first_in_the_file_leaves_and_the_order_is_the_authors():
    people = _people((25, "yny"), (26, "nny"), (3, "ynn"), (4, "nnn"))
    part, everybody = _run(people, {"among": [ASKED]}, {})
    assert part.table.rows[0][1:3] == (25, 51) and everybody.table is None


def test_a_part_is_linked_with_groups_that_add_up_to_everybody():
    people = _people((25, "yny"), (26, "nny"), (13, "ynn"), (40, "nnn"), (2, "yyy"), (12, "nyy"))
    by, part = _run(people, {"by": ASKED}, {"among": [LET_DOWN]})
    assert by.table.rows[0][2] == 27 and part.table.rows[0][1] == "withheld"
    rest = {"question": "let_down", "choice": "no"}
    by, part = _run(people, {"by": ASKED}, {"among": [rest]})
    assert by.table is not None and part.table is None  # 40 less 38 of them were let down and came forward


def test_an_interaction_is_linked_with_a_table_over_a_part():
    people = _people(*((15, "".join(cell)) for cell in itertools.product("yn", repeat=3)), (4, "yyy"))
    sides = {"outcome": {"question": "forward", "choice": "yes"}, "context": LET_DOWN, "resource": ASKED}
    cells, part = _run(people, {"method": "interaction", "slot": "context", **sides}, {"among": [ASKED]})
    assert cells.table.rows[3][2:4] == (19, 34) and part.table.rows[0][1:3] == (34, 64)


def test_who_left_a_question_out_is_no_group():
    people = _people((25, "yny"), (26, "nny"), (13, "ynn"), (40, "nnn"), (2, "-ny"), (2, "-nn"))
    first, second = _run(people, {}, {"question": "asked"})
    assert first.table.rows[0][2] == 104 and second.table.rows[0][2] == 108


def test_two_that_are_safe_by_pairs_may_not_be_by_threes():
    everybody = frozenset(range(60))
    first, second = frozenset(range(30)), frozenset(range(30, 57))
    assert not gives_back([everybody, first]) and not gives_back([everybody, second])
    assert not gives_back([first, second])
    assert gives_back([everybody, first, second])  # three are left


def _attack(findings, conditions: list[tuple[Part, bool]]):
    """Yield every count that a reader gets by subtracting one printed number from another that holds all its people."""
    printed: dict[Part, int] = {}
    for finding, (part, by) in zip(findings, conditions, strict=True):
        if finding.table is None:
            continue
        for row in finding.table.rows:
            group = part | ({("asked", row[1])} if by else set())
            count, of = row[2:4] if by else row[1:3]
            if isinstance(count, int):
                printed[frozenset(group | {("forward", row[0].lower())})] = count
            if isinstance(of, int):
                printed[frozenset(group)] = of
    for narrow, wide in itertools.permutations(printed, 2):
        if wide < narrow:
            yield printed[wide] - printed[narrow]
    for one in list(printed) + [part - {("asked", "yes")} for part in printed]:  # and sums of the two groups
        pair = [printed.get(one | {("asked", answer)}) for answer in ("yes", "no")]
        if None not in pair:
            yield from (sum(pair) - printed[other] for other in printed if one < other)


CELLS = st.lists(st.integers(0, 45), min_size=8, max_size=8)
ASKS = st.lists(st.sampled_from([(), ("asked",), ("let_down",), ("asked", "let_down"), "by"]), min_size=2, max_size=4)


@settings(deadline=None, max_examples=20)
@given(CELLS, ASKS)
def test_no_pair_of_numbers_gives_a_small_count_back(sizes, asks):
    people = _people(*zip(sizes, map("".join, itertools.product("yn", repeat=3)), strict=True))
    if len(people) < 40:
        return
    models, conditions = [], []
    for ask in asks:
        tests = {"asked": ASKED, "let_down": LET_DOWN}
        names = () if ask == "by" else ask
        models.append({"by": ASKED} if ask == "by" else {"among": [tests[name] for name in names]})
        conditions.append((frozenset((name, "yes") for name in names), ask == "by"))
    found = list(_attack(_run(people, *models), conditions))
    assert not [apart for apart in found if 0 < apart < 10]


def test_the_attacker_finds_what_a_door_left_open_would_give_back(monkeypatch):
    monkeypatch.setattr("useit_eval.evidence.statistics.leaving.gives_back", lambda *args, **more: False)
    people = _people((25, "yny"), (26, "nny"), (3, "ynn"), (40, "nnn"))
    found = _run(people, {}, {"among": [ASKED]})
    conditions = [(frozenset(), False), (frozenset({("asked", "yes")}), False)]
    assert 3 in set(_attack(found, conditions))


@pytest.mark.parametrize(
    ("sets", "given_back"),
    [
        ([range(40)], False),
        ([range(9)], True),
        ([range(40), range(40)], False),
        ([range(40), range(31)], True),
        ([range(40), range(30)], False),
        ([range(20), range(15, 40)], False),
        ([range(40), range(39), range(20)], True),
    ],
)
def test_sets_give_back_a_group_when_their_sizes_pin_it_down(sets, given_back):
    assert gives_back(sets) is given_back


def test_a_group_of_spared_people_only_may_be_given_back():
    assert not gives_back([range(40), range(35)], spared=[(), range(35, 40)])
    assert gives_back([range(40), range(35)], spared=[(), range(36, 40)])


def test_who_is_spared_of_one_set_is_not_spared_of_another():
    everybody, answered, part = range(100), range(92), range(95)
    assert gives_back([everybody, answered, part], spared=[(), range(92, 100), ()])
    assert gives_back([everybody, part, part], spared=[(), range(95, 100), ()])  # printed twice, for two reasons


def test_who_left_a_question_out_is_protected_where_another_one_was_answered():
    people = _people((25, "yyy"), (26, "nny"), (13, "yny"), (36, "nyy"), (2, "y-n"), (3, "n-n"))
    skipped, everybody, part = _run(people, {"question": "let_down"}, {}, {"among": [ASKED]})
    assert skipped.table.rows[0][2] == 100 and everybody.table.rows[0][2] == 105
    assert part.table is None  # 105 less 100: five were not asked, whatever else they left out
