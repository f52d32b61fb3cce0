"""retroduction.yaml: each fault in one sentence with file and line."""

from __future__ import annotations

import pytest

from useit_eval.codebook import load_retroduction, load_theories

LOG = """\
format: useit-retroduction/1
steps:
  - id: RT1
    observed: People came back in the evening.
    evidence: [C001]
    causes:
      - id: RT1.a
        text: They trust the staff.
        state: kept
        reason: Two say so.
        evidence: [C001, F003]
      - id: RT1.b
        text: It rained.
        state: dropped
        reason: They also came when it was dry.
        evidence: none yet
    led_to: [LE1]
    by: a
    dated: 2024-01-31
"""


@pytest.fixture
def load(put):
    """Return a function that loads the example, with some of its lines changed, against theory and labels."""

    def read(*changes: tuple[str, str]):
        text = LOG
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        return load_retroduction(put("retroduction", text=text), theories=load_theories(put("theory")), known={"C001", "F003"})

    return read


def test_a_step_keeps_its_causes_by_state(load):
    step = load().steps[0]
    assert [cause.id for cause in step.of("kept")] == ["RT1.a"] and step.of("open") == ()
    assert step.causes[1].evidence == () and step.led_to == ("LE1",)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("        reason: Two say so.\n", "", "line 7: 'reason' is missing. Add a line 'reason: ...' to the entry that begins here."),
        ("state: kept", "state: liked", "line 9: state 'liked' is not one of the words allowed here. Known: open, kept, dropped."),
        ("        evidence: none yet\n", "", "line 12: 'evidence' is missing. Add a line 'evidence: ...' to the entry that begins here."),
        ("evidence: none yet", "evidence: []", "line 16: the list is empty. Name labels such as [C001, F003], or write: none yet."),
        ("led_to: [LE1]", "led_to: LE1", "line 17: a list is wanted here, found 'LE1'. Write [LE1], or: none yet."),
        ("led_to: [LE1]", "led_to: [LE2]", "line 17: led_to 'LE2' is not a theory. Closest: 'LE1'."),
        ("    evidence: [C001]\n", "    evidence: [C002]\n", "line 5: evidence 'C002' is borne by no record. Closest: 'C001'."),
        ("[C001, F003]", "[C001, F004]", "line 11: evidence 'F004' is borne by no record. Closest: 'F003'."),
        ("id: RT1.b", "id: RT1.a", "line 12: the id 'RT1.a' is given twice (first on line 7). Give each its own."),
        ("    by: a\n", "", "line 3: 'by' is missing. Add a line 'by: ...' to the entry that begins here."),
        ("dated: 2024-01-31", "dated: 2024-01-32", "line 19: dated '2024-01-32' is not a day. Write year, month and day like this: 2024-01-31."),
    ],
)  # fmt: skip
def test_each_fault_of_a_log_has_its_sentence(load, said, old, new, sentence):
    assert said(load, (old, new)) == f"retroduction.yaml, {sentence}"


def test_an_observation_with_a_single_cause_is_refused(load, said):
    second = LOG[LOG.index("      - id: RT1.b") : LOG.index("    led_to")]
    assert said(load, (second, "")) == (
        "retroduction.yaml, line 6: RT1 names a single cause, RT1.a. Name another that could explain it as well."
    )


def test_without_theories_and_labels_only_the_form_is_checked(put):
    assert load_retroduction(put("retroduction", text=LOG.replace("LE1", "XX9").replace("F003", "F999"))).steps[0].by == "a"
