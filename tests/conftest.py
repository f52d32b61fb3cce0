"""What holds for every test: no skip that nobody allowed, and no file of the clone touched by a test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine must not fail a property; in CI the examples are the same each time, at a desk they are new ones.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = ROOT / "tests" / "allowed_skips.txt"


def allowed_reasons(text: str) -> set[str]:
    """Return the reasons listed in allowed_skips.txt; lines that begin with # are remarks."""
    return {line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")}


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why a test was skipped, as its author wrote it."""
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return words.removeprefix("Skipped: ").strip()


class SkipsAreAllowed:
    """In CI, turns a run with a skip that is not in allowed_skips.txt into a failure, and names it."""

    def __init__(self, allowed: set[str], *, strict: bool) -> None:
        self.allowed, self.strict = allowed, strict
        self.unknown: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.strict and self.unknown and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter) -> None:
        if not self.unknown:
            return
        verdict = "this fails the run" if self.strict else "in CI this would fail the run"
        terminalreporter.section(f"skips that tests/allowed_skips.txt does not allow: {verdict}")
        for where, reason in self.unknown.items():
            terminalreporter.write_line(f"{where}: {reason}")

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        expected_failure = hasattr(report, "wasxfail")
        if report.skipped and not expected_failure and reason_of(report) not in self.allowed:
            self.unknown[report.nodeid] = reason_of(report)


def pytest_configure(config: pytest.Config) -> None:
    """Watch the skips in the one process that sees all reports."""
    if hasattr(config, "workerinput"):
        return
    strict = os.environ.get("CI", "").lower() in ("1", "true", "yes")
    config.pluginmanager.register(SkipsAreAllowed(allowed_reasons(ALLOWED.read_text("utf-8")), strict=strict))


@pytest.fixture(scope="session")
def evaluated(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Return a copy of the project in which the main job has run once, shared by every test and every worker.

    Tests read it and never write in it; one that changes something copies it first (its cache makes a rerun short).
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if hasattr(request.config, "workerinput") else own
    project = shared / "evaluated"
    try:
        project.mkdir()
    except FileExistsError:  # another worker is at it
        return _wait_for(project)
    (project / "said.txt").write_text(_evaluate(project), "utf-8")
    (project / "ready").touch()
    return _wait_for(project)


def _evaluate(project: Path) -> str:
    """Copy what the project's people wrote, add the journal when it is at hand, run; return what the run said."""
    shutil.copy(ROOT / "useit.toml", project)
    for name in ("codebooks", "notebooks", "data_raw"):
        shutil.copytree(ROOT / name, project / name)
    journal = ROOT.parent / "shared" / "journal" / "useit-journal-1.txt"
    words = [["add", str(journal), "--study", "useit"]] if journal.is_file() else []
    said = []
    for verb in (*words, ["run", "--study", "useit"]):
        command = [sys.executable, "-m", "useit_eval", *verb, "--root", str(project)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        said.append(f"{' '.join(verb)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return "\n".join(said)


def _wait_for(project: Path) -> Path:
    for _ in range(900):
        if (project / "ready").exists():
            break
        time.sleep(0.2)
    said = (project / "said.txt").read_text("utf-8") if (project / "said.txt").exists() else "it never ended"
    if not (project / "reports" / "useit" / "index.html").is_file():
        pytest.fail(f"the main job left no report: {said[-4000:]}")
    return project
