"""The practice study is invented, says so everywhere, reads without doubt, and is there on a fresh clone."""

from __future__ import annotations

import csv
import re
import shutil

import pytest
from ruamel.yaml import YAML

from tests.house.tree import ROOT, tracked
from useit_eval.codebook import load_study
from useit_eval.ground import frames
from useit_eval.ground.project import Project
from useit_eval.sources import read_manifest, read_source
from useit_eval.workbench import open_study, study_status

RAW, DECIDED = ROOT / "data_raw" / "practice", ROOT / "codebooks" / "practice"
INTERVIEWS = sorted(RAW.glob("practice_*.txt"))
FIRST, SECOND = INTERVIEWS[:9], INTERVIEWS[9:]
"""The texts of the two rounds: those of the second are short."""
SAYS_SO = re.compile("Practice (interview|group discussion|minutes): invented for training; nobody said this[.]")


@pytest.fixture(scope="module")
def manifest():
    """Return the manifest of the practice study."""
    return read_manifest(RAW / "manifest.csv")


@pytest.fixture
def clone(tmp_path):
    """Return a project as a clone brings it: what is tracked of the practice study, and no store."""
    for folder in (RAW, DECIDED):
        shutil.copytree(folder, tmp_path / folder.relative_to(ROOT))
    shutil.copy(ROOT / "useit.toml", tmp_path)
    return Project(tmp_path, "practice").paths("practice")


def test_there_are_at_least_eight_interviews_and_each_is_registered_once(manifest):
    assert len(INTERVIEWS) >= 8
    texts = manifest.sources[manifest.sources["characters"] > 0]
    assert sorted(texts["file"]) == [path.name for path in INTERVIEWS]


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_an_interview_says_that_it_is_invented_and_is_of_the_length_of_an_hour_on_paper(path):
    text = path.read_text("utf-8")
    assert SAYS_SO.fullmatch(text.splitlines()[0])
    assert (900 if path in FIRST else 300) <= len(text.split()) <= 1500


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_an_interview_is_read_without_doubt_and_every_label_is_a_voice(path, manifest):
    found = read_source(path)
    assert found.doubts == () and len(found.turns) >= (6 if "minutes" in path.name else 20)
    row = manifest.sources.set_index("file").loc[path.name]
    assert (found.sha256_text, found.characters) == (row["sha256_text"], row["characters"])
    voices = manifest.voices[manifest.voices["source_id"] == row["source_id"]]
    spoken = {label for cell in voices["spoken_as"] for label in frames.labels(cell)}
    assert spoken == {turn.speaker for turn in found.turns}


def test_people_of_every_kind_speak_and_one_speaks_through_an_interpreter(manifest):
    asked = manifest.voices[manifest.voices["stakeholder_group"] != "research_team"]
    counts = asked["stakeholder_group"].value_counts().to_dict()
    assert counts["residents"] >= 4 and counts["community_researchers"] == 3  # CR03 is told of in the minutes, too
    assert {"employer", "social_enterprise", "mentors"} <= counts.keys()
    renderings = {turn.rendering for path in INTERVIEWS for turn in read_source(path).turns}
    assert renderings == {"original", "interpreted", "translated"}


def test_everything_of_the_study_is_marked_practice(manifest):
    assert manifest.sources["practice"].all()
    assert load_study(DECIDED / "study.yaml").practice
    for path in sorted(DECIDED.glob("*.yaml")):
        assert "PRACTICE" in path.read_text("utf-8").split("\n", 3)[1], path.name
    for path in sorted(set(RAW.glob("*.csv")) - set(RAW.glob("practice_*.csv"))):  # those say it in their names
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[2:]
        assert rows and all("practice" in " ".join(row).lower() for row in rows), path.name


def test_a_fresh_clone_holds_texts_turns_and_voices_at_the_first_status(clone, manifest):
    with open_study("practice", root=clone.root) as bench:
        told = study_status(bench)
        turns = bench.sections()
    assert len(told.texts) == len(INTERVIEWS) and told.holds["sources"] == len(manifest.sources)
    assert told.holds["sections"] == sum(len(read_source(path).turns) for path in INTERVIEWS)
    assert turns["voice_id"].notna().all()
    assert not any("attach" in sentence or "who speaks" in sentence for sentence in told.next)


def test_each_theory_is_asked_about_in_some_interviews_and_not_in_others():
    guide = YAML(typ="safe").load((DECIDED / "topic_guide.yaml").read_text("utf-8"))
    put: dict[str, set[str]] = {question["id"]: set() for question in guide["questions"]}
    for path in INTERVIEWS:
        said = re.sub(r"\s+", " ", path.read_text("utf-8").lower())
        for question in guide["questions"]:
            if any(words in said for words in question["wordings"]):
                put[question["id"]].add(path.stem)
    assert all(put.values())
    for question in guide["questions"]:
        if question.get("theories") and question["id"] != "Q09":
            assert len(put[question["id"]]) < len(INTERVIEWS), question["id"]


def test_git_keeps_no_interview_but_the_invented_ones():
    kept = [path for path in tracked() if path.is_relative_to(ROOT / "data_raw")]
    assert [
        path.name for path in kept if path.suffix != ".csv" and path.name != "README.md" and path not in INTERVIEWS
    ] == []
