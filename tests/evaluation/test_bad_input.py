"""A person's mistake gives one plain sentence and its exit code; reports and store stay as they were."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from useit_eval.ground.errors import ExitCode

from .test_perturbation import edit

ROOT = Path(__file__).parents[2]
CODEBOOKS, RAW = "codebooks/useit", "data_raw/useit"


def run(root: Path, *words: str) -> subprocess.CompletedProcess:
    """Run the command line as a person does."""
    start = "import sys; from useit_eval.cli import main; sys.exit(main())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "USEIT_ROOT": str(root)}
    return subprocess.run(
        [sys.executable, "-c", start, *words], capture_output=True, text=True, env=environment, timeout=120, cwd=root
    )


def snapshot(root: Path) -> dict[str, str]:
    """Return what stands in reports and in the store, by digest."""
    kept = [*root.glob("reports/**/*"), *root.glob("data_processed/**/store.sqlite")]
    return {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in kept if p.is_file()}


@pytest.fixture(scope="module")
def opened(copy_of_useit):
    """Return a project whose store is filled and which has an earlier report."""
    root = copy_of_useit("bad")
    assert run(root, "status").returncode == ExitCode.DONE
    report = root / "reports" / "useit" / "index.html"
    report.parent.mkdir(parents=True)
    report.write_text("an earlier report", encoding="utf-8")
    return root


def _second_code(root: Path) -> None:
    path = root / CODEBOOKS / "codebook.yaml"
    first = re.search(r"  - id: (\w+)\n.*?(?=\n  - id: )", path.read_text(encoding="utf-8"), re.DOTALL)
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + first[0] + "\n", encoding="utf-8")


FAULTS = {
    "a code given twice": (_second_code, r"codebook\.yaml, line \d+: .*capital_project"),
    "an unknown parent": (
        lambda root: edit(root / CODEBOOKS / "codebook.yaml", r"parent: capital_project", "parent: capital_projekt"),
        r"codebook\.yaml, line \d+: .*capital_projekt.*Closest: 'capital_project'",
    ),
    "an unknown theory": (
        lambda root: edit(root / CODEBOOKS / "coding/bearing.yaml", r"theory: MS1", "theory: MS99"),
        r"bearing\.yaml, line \d+: .*MS99",
    ),
    "a span that does not match its hash": (
        lambda root: edit(root / CODEBOOKS / "coding/claims_1.yaml", r"sha256: \w{8}", "sha256: 00000000"),
        r"claims_1\.yaml.*C001|claims_1\.yaml",
    ),
    "a ledger row without a unit": (
        lambda root: edit(root / RAW / "figures.csv", r"^([^,\n]+,F055,[^,\n]*,[^,\n]*,[^,\n]*),[^,\n]+,", r"\1,,"),
        r"figures\.csv, row \d+: .*unit",
    ),
    "a figure cited that is not in the ledger": (
        lambda root: edit(root / CODEBOOKS / "coding/bearing.yaml", r"figure: F\d+", "figure: F999"),
        r"F999",
    ),
    "a file of a newer format": (
        lambda root: edit(root / CODEBOOKS / "theory.yaml", r"useit-theory/1", "useit-theory/2"),
        r"theory\.yaml, line 1: .*newer format",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_file_gives_one_sentence_with_the_place_and_changes_nothing(opened, fault, tmp_path):
    import shutil

    root = tmp_path / "project"
    shutil.copytree(opened, root)
    if fault.startswith("a span"):
        journal = ROOT.parent / "shared" / "journal" / "useit-journal-1.txt"
        if not journal.is_file():
            pytest.skip("the journal's text is not at hand")
        assert run(root, "add", str(journal)).returncode == ExitCode.DONE
    before = snapshot(root)
    spoil, expected = FAULTS[fault]
    spoil(root)
    for words in (("status",), ("run",)):
        done = run(root, *words)
        assert done.returncode == ExitCode.INPUT_REFUSED, done.stderr
        said = " ".join(done.stderr.split())
        assert re.search(expected, said), said
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip()) < 600
        assert snapshot(root) == before


def test_a_study_that_does_not_exist_is_a_usage_error_that_names_those_that_do(opened):
    before = snapshot(opened)
    done = run(opened, "run", "--study", "nowhere")
    assert done.returncode == ExitCode.USAGE
    assert "nowhere" in done.stderr and "useit" in done.stderr and "Traceback" not in done.stderr
    assert snapshot(opened) == before


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("run", "-p", "colour=blue"), "colour"),
        (("run", "-p", "replicates=many"), "replicates"),
        (("run", "--strand", "matching"), "matching_skills"),
        (("run", "--only", "chapter"), "chapters"),
        (("run", "--as-of", "soon"), "soon"),
    ],
)
def test_an_unknown_or_ill_typed_parameter_is_refused_before_anything_runs(opened, words, named):
    before = snapshot(opened)
    done = run(opened, *words)
    assert done.returncode == ExitCode.USAGE, done.stderr
    assert named in done.stderr and "Traceback" not in done.stderr
    assert snapshot(opened) == before


def test_a_reports_folder_that_cannot_be_written_is_work_failed(opened, tmp_path):
    import shutil

    root = tmp_path / "project"
    shutil.copytree(opened, root)
    shutil.rmtree(root / "reports")
    (root / "reports").write_text("a file in the way", encoding="utf-8")
    done = run(root, "run", "--only", "sources")
    assert done.returncode == ExitCode.WORK_FAILED, done.stderr
    assert "Traceback" not in done.stderr and "reports" in done.stderr
