"""Real and hostile files of shared/ through the verb itself: each gives the text its reference has, or a refusal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.workbench import two_voices
from useit_eval.workbench import add_folder, open_study

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="module")
def arrived(tmp_path_factory):
    """Return what became of each file of a shared folder and the texts that are in the store, by file."""

    def add(folder: str):
        if not (DATA / folder).is_dir():
            pytest.skip("the shared data is not at hand")
        paths = two_voices.make(tmp_path_factory.mktemp("project"))
        with open_study(root=paths.root) as bench:
            report = add_folder(bench, DATA / folder)
            texts = {outcome.file: bench.text(outcome.label) for outcome in report.outcomes if outcome.label}
            assert bench.store.verify().first_fault == ""
        return {outcome.file: outcome for outcome in report.outcomes}, texts

    return add


def test_the_same_interview_has_the_same_text_in_every_format(arrived):
    outcomes, texts = arrived("transcripts")
    assert {outcome.state for outcome in outcomes.values()} == {"new", "already there"}
    for number, endings in {"1": ("docx",), "2": ("docx", "odt", "rtf"), "3": ("docx",)}.items():
        clean = (DATA / f"transcripts/pdpilot/P{number}_clean.txt").read_text("utf-8").removeprefix("\ufeff")
        for ending in endings:
            assert texts[f"pdpilot/P{number}.{ending}"].strip() == clean.strip()
        printed = (DATA / f"transcripts/pdpilot/P{number}_extracted.txt").read_text("utf-8")
        assert texts[f"pdpilot/P{number}.pdf"].split() == printed.split()  # its TABs became blanks
        assert "\t" not in texts[f"pdpilot/P{number}.pdf"]


def test_every_hostile_file_gives_what_is_expected_of_it(arrived):
    outcomes, texts = arrived("hostile_inputs")
    reference = texts["generated/REFERENCE_utf8_lf.txt"]
    for entry in json.loads((DATA / "hostile_inputs" / "expected.json").read_text("utf-8")):
        file, state = entry["file"], outcomes[entry["file"]].state
        if file.startswith("generated/enc_"):
            assert texts[file] == reference, file
        elif entry["expect"].startswith("refuse"):
            assert state == "refused", file
        elif file.startswith("generated/csv/"):
            assert state == "needs a decision", file
        else:
            assert texts[file].strip(), file
    assert "../../evil.txt" in outcomes["generated/zipslip_______evil_txt.qdpx"].why
    assert "P2: I liked it." in texts["generated/docx_tracked_changes_comments.docx"]
