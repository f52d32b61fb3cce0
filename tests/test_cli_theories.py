"""Theories, gates and the log refused by the command line: one plain sentence with file and line, and exit code 3."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.codebook.test_retroduction import LOG
from useit_eval import cli
from useit_eval.ground.errors import ExitCode


@pytest.fixture
def folder(tmp_path: Path, capsys) -> Path:
    """Return the folder of a new study's authored files."""
    assert cli.main(["--root", str(tmp_path), "init", "leeds"]) == ExitCode.DONE
    capsys.readouterr()
    return tmp_path / "codebooks" / "leeds"


def _refused(folder: Path, capsys) -> str:
    code = cli.main(["--root", str(folder.parents[1]), "status", "--study", "leeds"])
    said = capsys.readouterr().err.strip()
    assert code == ExitCode.INPUT_REFUSED == 3 and "\n" not in said
    return said


def _change(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def _without(path: Path, key: str) -> int:
    """Take the first entry of a key out, with all that stands further right below it, and return its line."""
    lines = path.read_text(encoding="utf-8").split("\n")
    start = next(at for at, line in enumerate(lines) if line.strip().startswith(f"{key}:"))
    depth = len(lines[start]) - len(lines[start].lstrip())
    end = start + 1
    while lines[end].startswith(" " * (depth + 1)):
        end += 1
    path.write_text("\n".join(lines[:start] + lines[end:]), encoding="utf-8")
    return start + 1


@pytest.mark.parametrize("key", ["rivals", "move", "reason", "evidence"])
def test_a_version_without_rival_move_reason_or_evidence_is_refused(folder, capsys, key):
    _without(folder / "theory.yaml", key)
    said = _refused(folder, capsys)
    assert "theory.yaml, line " in said and f"'{key}' is missing" in said


@pytest.mark.parametrize("where", ["conditions", "gates"])
def test_a_condition_or_gate_on_what_is_not_measured_is_refused(folder, capsys, where):
    path = folder / "rubric.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index(f"\n{where}:")
    changed = text[:at] + text[at:].replace("measure: ", "measure: charm_of_", 1)
    path.write_text(changed, encoding="utf-8")
    line = changed[: changed.index("charm_of_")].count("\n") + 1
    said = _refused(folder, capsys)
    assert f"rubric.yaml, line {line}: measure 'charm_of_" in said and "is not measured" in said


def test_an_accepted_log_with_a_single_cause_is_refused(folder, capsys):
    second = LOG[LOG.index("      - id: RT1.b") : LOG.index("    led_to")]
    (folder / "retroduction.yaml").write_text(LOG.replace(second, ""), encoding="utf-8")
    assert "retroduction.yaml, line 6: RT1 names a single cause" in _refused(folder, capsys)


def test_a_log_that_names_what_no_record_bears_is_refused(folder, capsys):
    (folder / "retroduction.yaml").write_text(LOG.replace("led_to: [LE1]", "led_to: none yet"), encoding="utf-8")
    assert "retroduction.yaml, line 5: evidence 'C001' is borne by no record" in _refused(folder, capsys)
