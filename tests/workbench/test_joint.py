"""The joint display at the bench: absent is no row, and an inference from withdrawn words goes with them."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from useit_eval import codebook
from useit_eval.ground.errors import InputRefused
from useit_eval.workbench.blanked_files import blank_coding_files
from useit_eval.workbench.joint import FILE, read_joint

TWO = """\
format: useit-joint_display/1
rows:
  - {theory: T1, group: all, number: F001, claims: [C001], relation: confirms, inference: Her words, author: a, dated: '2019-01-01'}
  - {theory: T1, group: all, number: F001, claims: [C002], relation: confirms, inference: His words, author: a, dated: '2019-01-01'}
"""


@pytest.fixture
def paths(tmp_path):
    """Return the folders of a study that holds a joint display and nothing else."""
    (tmp_path / FILE).write_text(TWO, encoding="utf-8")
    return SimpleNamespace(codebooks=tmp_path, coding=tmp_path / "coding")


def test_a_study_without_the_file_has_no_rows(tmp_path):
    assert read_joint(SimpleNamespace(codebooks=tmp_path), theories=None) == ()


def test_labels_are_held_against_those_of_the_study(paths):
    assert len(read_joint(paths, theories=None, claims={"C001", "C002"}, figures={"F001"})) == 2
    with pytest.raises(InputRefused, match="'C002' is not a claim that counts"):
        read_joint(paths, theories=None, claims={"C001"}, figures={"F001"})


def test_an_inference_from_a_withdrawn_claim_is_blanked_and_the_others_stay(paths):
    columns = ["coding_id", "quote_sha256", "source_id", "text", "label"]
    store = SimpleNamespace(history=lambda _table: pd.DataFrame(columns=columns))
    extent = SimpleNamespace(rows={}, claims=("C001",), label="V001", texts={}, spans={})
    assert [path.name for path in blank_coding_files(paths, store, extent)] == [FILE]
    assert "Her words" not in (paths.codebooks / FILE).read_text("utf-8")
    rows = codebook.load_joint_display(paths.codebooks / FILE).rows
    assert [row.inference for row in rows] == ["withdrawn", "His words"]
