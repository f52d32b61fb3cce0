"""The commented templates: a new study holds together before anybody has changed a line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from useit_eval.codebook import load_codebook, load_rubric, load_study, load_theories, new_study_files
from useit_eval.codebook.new_study import TEMPLATES
from useit_eval.ground import frames

ROOT = Path(__file__).resolve().parents[2]
REGISTERS = ("figure", "link", "milestone", "challenge", "fault")


@pytest.fixture
def folder(tmp_path):
    """Return a folder with the files of a new study, filled in."""
    for name, text in new_study_files("harbour_town", today="2024-01-31").items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_templates_hold_together(folder):
    study, codebook = load_study(folder / "study.yaml"), load_codebook(folder / "codebook.yaml")
    theories = load_theories(folder / "theory.yaml", codebook=codebook, study=study)
    assert (study.title, study.as_of) == ("Harbour town", "2024-01-31")
    assert study.strand_ids == tuple(theory.strand for theory in theories.theories)
    assert len(codebook.codes) == 10
    assert {theory.kind for theory in theories.theories} == {"programme", "failure"}


def test_every_placeholder_is_filled_and_ids_are_new_each_time():
    first, second = (new_study_files("harbour_town", today="2024-01-31") for _ in range(2))
    assert not any("{{" in text for text in first.values())
    guids = [set(re.findall(r"guid: (\S+-\S+)", "".join(files.values()))) for files in (first, second)]
    assert len(guids[0]) == 12
    assert guids[0].isdisjoint(guids[1])


def test_the_name_of_the_study_is_the_only_name_in_it():
    for name, text in new_study_files("harbour_town", today="2024-01-31").items():
        found = re.findall(r"use-it|hospital|icknield|birmingham|sandwell|ladywood|smethwick|NHS", text, re.IGNORECASE)
        assert found == [], name


def test_each_yaml_template_explains_itself_before_its_first_entry():
    for path in TEMPLATES.glob("*.yaml"):
        first, second = path.read_text(encoding="utf-8").splitlines()[:2]
        assert first.startswith("format: useit-")
        assert second.startswith("# What this file is: ")


def test_the_examples_say_that_they_are_to_be_replaced():
    for name, words in {"codebook": "ARE EXAMPLES. Replace them", "theory": "ARE EXAMPLES. Replace them"}.items():
        assert words in (TEMPLATES / f"{name}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_has_its_format_line_its_columns_and_no_rows(name):
    columns = ["source" if column == "source_id" else column for column in frames.TABLES[name].names]
    lines = (TEMPLATES / f"{name}s.csv").read_text(encoding="utf-8").splitlines()
    assert lines == [f"# format: useit-{name}s/1", ",".join(columns)]


def test_the_rubric_begins_with_the_same_rules_as_that_of_the_shipped_study():
    assert load_rubric(TEMPLATES / "rubric.yaml") == load_rubric(ROOT / "codebooks" / "useit" / "rubric.yaml")


def test_the_rubric_names_only_what_is_measured():
    from useit_eval.judgement import MEASURES

    assert load_rubric(TEMPLATES / "rubric.yaml", measures=MEASURES).gates
