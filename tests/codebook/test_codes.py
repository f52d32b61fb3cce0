"""codebook.yaml: nesting, retirement, and the errors of a codebook that does not hold together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useit_eval.codebook import Code, Codebook, load_codebook, retired_in_use
from useit_eval.ground.errors import UsageError
from useit_eval.ground.terms import CODE_KINDS


def test_a_code_rolls_up_to_the_top_or_to_a_level(put):
    codebook = load_codebook(put("codebook"))
    assert codebook.roll_up("trust_in_the_nurse") == "trust"
    assert codebook.roll_up("trust_in_the_nurse", 2) == "trust_in_staff"
    assert codebook.roll_up("trust_in_the_nurse", 9) == "trust_in_the_nurse"
    assert codebook.roll_up("trust", 2) == "trust"


def test_levels_count_from_one(put):
    with pytest.raises(ValueError, match="found 0"):
        load_codebook(put("codebook")).roll_up("trust", 0)


def test_an_unknown_code_is_answered_with_the_closest(put):
    with pytest.raises(UsageError) as error:
        load_codebook(put("codebook")).roll_up("trust_in_stuff")
    assert str(error.value) == "'trust_in_stuff' is not a code. Closest: 'trust_in_staff'."


def test_children_and_what_a_code_became(put):
    codebook = load_codebook(put("codebook"))
    assert codebook.children("trust") == ("trust_in_staff",)
    assert (codebook.current("remains"), codebook.current("stays")) == ("stays", "stays")


def test_an_unknown_parent_is_refused_with_the_closest_code(put, said):
    path = put("codebook", ("parent: trust_in_staff", "parent: trust_in_stuff"))
    assert said(load_codebook, path) == (
        "codebook.yaml, line 22: parent 'trust_in_stuff' is not a code. Closest: 'trust_in_staff'."
    )


def test_parents_that_run_in_a_circle_are_refused(put, said):
    path = put("codebook", ("name: Trust\n", "name: Trust\n    parent: trust_in_the_nurse\n"))
    assert said(load_codebook, path) == (
        "codebook.yaml, line 6: parent runs in a circle (trust > trust_in_the_nurse > trust_in_staff > trust). "
        "Change one of them."
    )


def test_a_code_may_not_be_its_own_parent(put, said):
    path = put("codebook", ("parent: trust\n", "parent: trust_in_staff\n"))
    assert "parent runs in a circle (trust_in_staff > trust_in_staff)" in said(load_codebook, path)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("id: trust_in_staff", "id: trust", "line 10: the code 'trust' is given twice (first on line 3). Give each its own."),
        ("name: Trust in staff", "name: Trust", "line 12: the name 'Trust' is given twice (first on line 5). Give each its own."),
        ("00000002", "00000001", "line 11: the guid '00000000-0000-4000-8000-000000000001' is given twice (first on line 4). Give each its own."),
        ("-000000000002", "", "line 11: guid '00000000-0000-4000-8000' is not a UUID. Copy one whole, in lower case: 8-4-4-4-12 characters."),
        ("kind: reasoning", "kind: reason", "line 6: kind 'reason' is not one of the words allowed here. Closest: 'reasoning'."),
        ("    level: interpersonal\n", "", "line 26: the context 'few_ties' has no level. Add one of: individual, interpersonal, institutional, infrastructural."),
        ("    horizon: short\n", "", "line 34: the outcome 'stays' has no horizon. Add one of: short, medium, long."),
        ("level: interpersonal", "horizon: short", "line 30: only an outcome has a horizon, 'few_ties' is of kind context. Take the line out."),
        ("horizon: short", "level: individual", "line 38: only a context has a level, 'stays' is of kind outcome. Take the line out."),
        ("merged_into: stays", "merged_into: stay", "line 50: merged_into 'stay' is not a code. Closest: 'stays'."),
        ("merged_into: stays", "merged_into: remains", "line 50: merged_into runs in a circle (remains > remains). Change one of them."),
    ],
)  # fmt: skip
def test_each_fault_of_a_codebook_has_its_sentence(put, said, old, new, sentence):
    assert said(load_codebook, put("codebook", (old, new))) == f"codebook.yaml, {sentence}"


def test_a_context_that_only_gathers_others_needs_no_level(put):
    gathering = ("    level: interpersonal\n", "")
    child = ("merged_into: stays", "parent: few_ties")
    assert load_codebook(put("codebook", gathering, child)).code("few_ties").level is None


def test_retired_codes_in_use_are_warned_of_and_not_refused(put):
    codebook = load_codebook(put("codebook", ("horizon: short\n", "horizon: short\n    retired: true\n")))
    used = [("stays", "claim C001"), ("remains", "theory LE1"), ("trust", "claim C002"), ("unknown", "claim C003")]
    assert retired_in_use(codebook, used) == [
        "claim C001 uses the code 'stays', which is retired.",
        "theory LE1 uses the code 'remains', which was merged into 'stays'.",
    ]


def test_the_frame_holds_each_code_with_its_depth_and_top(put):
    frame = load_codebook(put("codebook")).frame()
    assert frame["code_id"].tolist()[2:5] == ["trust_in_the_nurse", "few_ties", "stays"]
    assert frame["depth"].tolist() == [1, 2, 3, 1, 1, 1, 1]
    assert frame["top"].tolist()[1:4] == ["trust", "trust", "few_ties"]
    assert frame.loc[frame["level"].notna(), "code_id"].tolist() == ["few_ties"]
    assert frame.loc[frame["merged_into"].notna(), "code_id"].tolist() == ["remains"]


def test_the_frame_has_the_same_dtypes_whatever_it_holds(put):
    both = load_codebook(put("codebook")).frame()
    one = Codebook(codes=(_code(1, None),)).frame()
    assert both.dtypes.to_dict() == one.dtypes.to_dict()
    assert {name: str(kind) for name, kind in one.dtypes.items() if name in ("parent", "retired", "depth")} == {
        "parent": "str", "retired": "boolean", "depth": "Int64",
    }  # fmt: skip


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30))
def test_rolling_up_twice_is_rolling_up_once(parents):
    codes = tuple(_code(at, parent % at if at else None) for at, parent in enumerate(parents))
    codebook = Codebook(codes=codes)
    for code in codes:
        for level in (1, 2, 3):
            above = codebook.roll_up(code.id, level)
            assert codebook.roll_up(above, level) == above
            assert above in codebook.path(code.id)
            assert len(codebook.path(above)) <= level


def _code(number: int, parent: int | None) -> Code:
    return Code(
        id=f"c{number}", guid=f"00000000-0000-4000-8000-{number:012}", name=f"C{number}", kind=CODE_KINDS[4],
        parent=None if parent is None else f"c{parent}", definition="d", use_when="u", do_not_use_when="n",
    )  # fmt: skip
