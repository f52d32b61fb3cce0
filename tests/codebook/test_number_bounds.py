"""Numbers people write into authored files have bounds, told in one sentence with file and line."""

from __future__ import annotations

import pytest

from tests.codebook.conftest import STUDY
from useit_eval import codebook
from useit_eval.ground.errors import InputRefused

HIDDEN = "disclosure: {{smallest_count: {0}, reason: Few people live here.}}\n"
CASES = """\
format: useit-models/1
models:
  - label: ST01
    method: qca
    theory: T1
    slot: outcome
    title: Cases
    reading: With care.
    data:
      file: a.csv
      case: name
      source: S1
      {0}
      conditions:
        - {{name: one, column: A, anchors: [{1}]}}
      result: {{name: came, column: R}}
"""
RUBRIC = """\
format: useit-rubric/1
thresholds:
  enough: {0}
conditions:
  - id: one
    lifts_to: emerging
    needs:
      - {{measure: {1}, at_least: enough}}
    says: Enough.
"""


def told(tmp_path, load, words) -> str:
    """Return the sentence with which a file is refused."""
    path = tmp_path / "a.yaml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        load(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("count", ["0", "1001", "999999999999", "2.5", ".inf"])
def test_a_smallest_count_that_shows_or_hides_everything_is_refused(tmp_path, count):
    line = STUDY.count("\n") + 1
    said = told(tmp_path, codebook.load_study, STUDY + HIDDEN.format(count))
    assert said.startswith(f"a.yaml, line {line}: 'smallest_count' should be ")


@pytest.mark.parametrize("seed", ["9999999999999999", "-1", "1e308"])
def test_a_seed_that_no_program_takes_is_refused(tmp_path, seed):
    said = told(tmp_path, codebook.load_study, STUDY.replace("seed: 7", f"seed: {seed}"))
    assert said.startswith("a.yaml, line 9: 'seed' should be ")


@pytest.mark.parametrize("anchors", ["1, 2, .inf", "1, 2, 1e308", "1, 2, 999999999999999999"])
def test_an_anchor_nobody_can_reckon_with_is_refused(tmp_path, anchors):
    said = told(tmp_path, codebook.load_models, CASES.format("cutoff: 0.8", anchors))
    assert said.startswith("a.yaml, line 15: anchors ") and "is not between -10^15 and 10^15." in said


@pytest.mark.parametrize("line", ["cutoff: 7", "cutoff: -1", "frequency: 999999999"])
def test_a_cutoff_is_a_share_and_a_frequency_a_number_of_cases(tmp_path, line):
    assert told(tmp_path, codebook.load_models, CASES.format(line, "1, 2, 3")).startswith("a.yaml, line 13: ")


@pytest.mark.parametrize(
    ("number", "measure", "said"),
    [
        ("1e308", "units", "a.yaml, line 3: the bound 1e+308 is not between -10^15 and 10^15."),
        (".inf", "units", "a.yaml, line 3: the bound inf is not between -10^15 and 10^15."),
        (".nan", "units", "a.yaml, line 3: a bound should be zero or more, found nan"),
        ("7", "share_observed", "a.yaml, line 8: the bound 7 ('enough') of 'share_observed' can never be reached."),
        ("4", "best_rigour", "a.yaml, line 8: the bound 4 ('enough') of 'best_rigour' can never be reached."),
    ],
)
def test_a_bound_that_no_measure_reaches_is_refused(tmp_path, number, measure, said):
    assert told(tmp_path, codebook.load_rubric, RUBRIC.format(number, measure)).startswith(said)
