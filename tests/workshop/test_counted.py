"""What participants mark counts for nothing: neither in what is loaded nor by a study that forgot to say so."""

from __future__ import annotations

import pytest

from tests.coder import study
from useit_eval.ground.errors import InputRefused
from useit_eval.workbench import open_study
from useit_eval.workshop.opening import Wish, check_wish


def test_what_a_participant_links_is_kept_and_counts_for_nothing(bench, amber):
    row, made = study.coding("I can do this"), study.claim()
    linked = study.act(made, study.part(made["claim_id"], row["coding_id"]), does="link")
    replies = amber.send(study.act(row), linked, study.act(study.evidence(made["claim_id"]), does="bear"))
    assert [reply["kind"] for reply in replies] == ["done"]
    for table in ("claim", "claim_part", "evidence"):
        assert [len(bench.load(table)), len(bench.load(table, coders="all"))] == [0, 1]


def test_no_workshop_is_held_in_a_study_that_counts_everybody(paths):
    path = paths.codebooks / "study.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("counted_coders: [ann]\n", ""), encoding="utf-8")
    with open_study(root=paths.root) as bench, pytest.raises(InputRefused, match="what participants mark would count"):
        check_wish(bench, Wish())
