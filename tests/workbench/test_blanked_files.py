"""What people wrote from a withdrawn claim goes from every authored file, and what rests on others stays."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from tests.codebook.test_retroduction import LOG
from useit_eval import codebook
from useit_eval.workbench.blanked_files import blank_coding_files


def _blank(folder, *claims):
    columns = ["coding_id", "quote_sha256", "source_id", "text", "label"]
    store = SimpleNamespace(history=lambda _table: pd.DataFrame(columns=columns))
    extent = SimpleNamespace(rows={}, claims=claims, label="V001", texts={}, spans={})
    return blank_coding_files(SimpleNamespace(codebooks=folder, coding=folder / "coding"), store, extent)


@pytest.fixture
def log(tmp_path):
    """Return a log whose observation and first cause rest on C001."""
    path = tmp_path / "retroduction.yaml"
    path.write_text(LOG, encoding="utf-8")
    return path


def test_an_observation_and_a_reason_from_a_withdrawn_claim_are_blanked_and_the_log_can_still_be_read(log):
    assert _blank(log.parent, "C001") == (log,)
    (step,) = codebook.load_retroduction(log).steps
    assert (step.observed, [cause.reason for cause in step.causes]) == (
        "withdrawn",
        ["withdrawn", "They also came when it was dry."],
    )
    assert [cause.evidence for cause in step.causes] == [("C001", "F003"), ()]
    assert "came back" not in log.read_text("utf-8") and "Two say so" not in log.read_text("utf-8")


def test_a_log_that_names_no_withdrawn_claim_is_not_touched(log):
    assert _blank(log.parent, "C002") == ()
    assert log.read_text("utf-8") == LOG
