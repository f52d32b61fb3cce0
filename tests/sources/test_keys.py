"""The key stays outside the project and private, is read exactly, and never shows a name where names must not show."""

from __future__ import annotations

import os
import unicodedata

import pytest

from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.sources import keys
from useit_eval.sources.keys import key_path, read_key

HEADER = "# format: useit-key/1\nname,pseudonym,role,variants,note\n"


@pytest.fixture
def project(tmp_path):
    """Return the folder of a project beside which keys lie."""
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def write_key(folder, rows: str, *, mode: int = 0o600, name: str = "key.csv"):
    path = folder / name
    path.write_text(HEADER + rows, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_key_gives_names_variants_and_roles(tmp_path, project):
    key = read_key(
        write_key(
            tmp_path, "Amina Practice,Participant 1,participant,Ami; Amna ;,met in May\nWinson Green,a ward,place,,\n"
        ),
        project_root=project,
    )
    first, second = key.entries
    assert (first.spellings, first.pseudonym, first.role) == (
        ("Amina Practice", "Ami", "Amna"),
        "Participant 1",
        "participant",
    )
    assert (second.variants, second.role) == ((), "place")


def test_a_researcher_is_found_whatever_the_case_and_blanks_and_nothing_else(tmp_path, project):
    key = read_key(
        write_key(tmp_path, "Zoë  Example,CR01,researcher,Zoe Example,\nZoë Other,P2,participant,,\n"),
        project_root=project,
    )
    assert key.researcher_id(" zoë   EXAMPLE ") == "CR01"
    assert key.researcher_id(unicodedata.normalize("NFD", "Zoë Example")) == "CR01"
    assert key.researcher_id("Zoe Example") == "CR01"
    assert [key.researcher_id(name) for name in ("Zoë", "Zoë Other", "Zoe Exampel", "")] == [None] * 4


def test_a_name_that_two_researchers_bear_is_nobodys(tmp_path, project):
    key = read_key(
        write_key(tmp_path, "Sam Example,CR01,researcher,,\nsam example,CR02,researcher,,\n"), project_root=project
    )
    assert key.researcher_id("Sam Example") is None


@pytest.mark.parametrize("way", ["inside", "link in the project", "link to the project"])
def test_a_key_inside_the_project_is_refused(tmp_path, project, way):
    inside = write_key(project, "A B,P1,participant,,\n")
    if way == "link in the project":
        outside = write_key(tmp_path, "A B,P1,participant,,\n")
        inside = project / "link.csv"
        inside.symlink_to(outside)
    if way == "link to the project":
        (tmp_path / "elsewhere.csv").symlink_to(inside)
        inside = tmp_path / "elsewhere.csv"
    with pytest.raises(InputRefused, match="inside the project"):
        read_key(inside, project_root=project)


@pytest.mark.skipif(os.name != "posix", reason="file modes mean nothing on this system")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused_with_the_command_to_run(tmp_path, project, mode):
    with pytest.raises(InputRefused, match="chmod 600"):
        read_key(write_key(tmp_path, "A B,P1,participant,,\n", mode=mode), project_root=project)


def test_where_modes_mean_nothing_the_key_is_read_with_a_warning(tmp_path, project, monkeypatch):
    monkeypatch.setattr(keys, "kept_private", lambda folder: False)
    key = read_key(write_key(tmp_path, "A B,P1,participant,,\n", mode=0o644), project_root=project)
    assert "others who use the computer may read the key" in key.warnings[0]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Secretname Hidden,,participant,,\n", "row 3: the pseudonym is missing"),
        (",P1,participant,,\n", "row 3: the name is missing"),
        ("Secretname Hidden,P1,friend,,\n", "row 3: the role is not one of the words allowed"),
        ("Secretname Hidden,Secretname-1,participant,,\n", "row 3: the pseudonym holds a part of the name"),
    ],
)
def test_a_fault_is_told_by_row_and_without_the_name(tmp_path, project, rows, told):
    with pytest.raises(InputRefused) as refused:
        read_key(write_key(tmp_path, rows), project_root=project)
    assert told.split(": ")[1] in str(refused.value) and "row 3" in str(refused.value)
    assert "secretname" not in str(refused.value).lower()


def test_a_key_without_its_header_is_refused_without_a_name(tmp_path, project):
    path = tmp_path / "key.csv"
    path.write_text("# format: useit-key/1\nSecretname Hidden,P1,participant\n", encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(InputRefused, match="row 2") as refused:
        read_key(path, project_root=project)
    assert "Secretname" not in str(refused.value)


def test_no_name_shows_in_the_repr_of_a_key(tmp_path, project):
    key = read_key(write_key(tmp_path, "Secretname Hidden,P1,participant,Nickname,\n"), project_root=project)
    assert "Secretname" not in repr(key) + repr(key.entries) and "Nickname" not in repr(key.entries)


def test_the_key_is_named_by_option_or_environment(monkeypatch, tmp_path):
    monkeypatch.setenv(keys.ENVIRONMENT, str(tmp_path / "a.csv"))
    assert key_path(None) == tmp_path / "a.csv" and key_path("b.csv").name == "b.csv"
    monkeypatch.delenv(keys.ENVIRONMENT)
    with pytest.raises(UsageError, match="--key"):
        key_path(None)
