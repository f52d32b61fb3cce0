"""What the workbench costs, beside the plain way, kept as JSON by commit.

    python benchmarks/run.py              main job, second run, plain papermill, start-up
    python benchmarks/run.py --set-up     also a cold set-up of a fresh clone (minutes, network)

Times on one machine are good to about half; the ratios are raced on the same machine in the same minutes and hold.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
JOURNAL = ROOT.parent / "shared" / "journal" / "useit-journal-1.txt"
PROGRAM = str(Path(sys.executable).with_name("useit-eval"))
AIMS = {
    "main_job_to_plain_papermill": 0.35, "second_run_to_plain_papermill": 0.03, "import_seconds": 0.1, "help_seconds": 0.5,
    "set_up_seconds": 180, "set_up_gb": 1.5,
}  # fmt: skip
SAMPLE_SECONDS = 0.4
# The package beside this script is measured, in a clone of one commit too, whichever is installed.
os.environ["PYTHONPATH"] = str(ROOT)


def measure(command: list[str], folder: Path, **variables: str) -> dict[str, float]:
    """Return the wall seconds and the peak memory in MB (shared pages counted once) of a command and its children.

    Raises SystemExit, with what the command printed, when it fails.
    """
    begun, peak = time.perf_counter(), 0.0
    with tempfile.TemporaryFile("w+") as printed:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **variables},
            stdout=printed,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        while process.poll() is None:
            peak = max(peak, _memory_mb(process.pid))
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(SAMPLE_SECONDS)
        seconds = time.perf_counter() - begun
        if process.returncode:
            printed.seek(0)
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{printed.read()[-3000:]}")
    return {"seconds": round(seconds, 2), "peak_mb": round(peak)}


def best_of(command: list[str], times: int = 5) -> float:
    """Return the shortest wall time of a command in seconds, out of so many tries."""
    return min(_seconds(command) for _ in range(times))


def disk_mb(*folders: Path) -> float:
    """Return the size of the folders' files in MB, each counted once however many names it has."""
    stats = (path.lstat() for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    sizes = {(stat.st_dev, stat.st_ino): stat.st_size for stat in stats}
    return round(sum(sizes.values()) / 1e6, 1)


@contextlib.contextmanager
def fresh_project() -> Iterator[Path]:
    """Give a copy of the shipped study with an empty store, and the journal's text added when it is at hand."""
    with tempfile.TemporaryDirectory(prefix="useit-benchmark-") as name:
        project = Path(name)
        shutil.copy(ROOT / "useit.toml", project)
        for folder in ("codebooks", "data_raw", "notebooks"):
            shutil.copytree(ROOT / folder, project / folder)
        if JOURNAL.is_file():
            subprocess.run([PROGRAM, "add", str(JOURNAL)], cwd=project, check=True, capture_output=True)
        yield project


def race() -> dict[str, object]:
    """Return times, memory and disk of the main job, of a second run, and of the same notebooks by papermill in turn."""
    with fresh_project() as project:
        first = measure([PROGRAM, "run"], project)
        first["disk_mb"] = disk_mb(project / "reports", project / "data_processed")
        second = measure([PROGRAM, "run"], project)
    with fresh_project() as project:
        plain = measure(
            [sys.executable, str(ROOT / "benchmarks" / "plain_papermill.py"), str(project)],
            project,
            USEIT_ROOT=str(project),
        )
        plain["disk_mb"] = disk_mb(project / "plain", project / "data_processed")
    ratios = {
        "main_job_to_plain_papermill": round(first["seconds"] / plain["seconds"], 3),
        "second_run_to_first": round(second["seconds"] / first["seconds"], 3),
        "second_run_to_plain_papermill": round(second["seconds"] / plain["seconds"], 3),
    }
    return {"main_job": first, "second_run": second, "plain_papermill": plain, **ratios}


def start_up() -> dict[str, float]:
    """Return what a bare Python takes, and what importing the package and asking for help take, in seconds."""
    bare = best_of([sys.executable, "-c", "pass"])
    return {
        "python_seconds": round(bare, 3),
        "import_seconds": round(max(0.0, best_of([sys.executable, "-c", "import useit_eval"]) - bare), 3),
        "help_seconds": round(best_of([PROGRAM, "--help"]), 3),
    }


def set_up() -> dict[str, float]:
    """Return seconds and size of a set-up in a fresh clone with empty caches."""
    with tempfile.TemporaryDirectory(prefix="useit-set-up-") as name:
        clone = Path(name) / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        empty = {"UV_CACHE_DIR": str(Path(name) / "cache"), "PIP_NO_CACHE_DIR": "1"}
        bare = Path(sys.base_prefix) / ("python.exe" if os.name == "nt" else "bin/python3")
        os.environ.pop("PYTHONPATH")  # a fresh clone has none
        cost = measure([str(bare), "-m", "useit_eval", "--help"], clone, **empty)
        return {"set_up_seconds": cost["seconds"], "set_up_gb": round(disk_mb(clone / ".venv") / 1000, 2)}


def main() -> None:
    """Measure, write ``benchmarks/results/<commit>.json`` and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set-up", action="store_true", help="also measure a cold set-up")
    wanted = parser.parse_args()
    commit = _git("rev-parse", "--short=12", "HEAD")
    told = {
        "format": "useit-benchmark/1",
        "commit": commit,
        "changed_since": bool(_git("status", "--porcelain", "-uno")),
        **_machine(),
    }
    told |= {**race(), **start_up(), **(set_up() if wanted.set_up else {})}
    told["aims_missed"] = sorted(name for name, most in AIMS.items() if told.get(name, 0) > most)
    text = json.dumps(told, indent=1) + "\n"
    sys.stdout.write(text)
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    (results / f"{commit}.json").write_text(text, encoding="utf-8")


def _memory_mb(pid: int) -> float:
    total = 0
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                memory = process.memory_full_info()
                total += getattr(memory, "pss", memory.uss)
    return total / 1e6


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begun


def _machine() -> dict[str, object]:
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return {
        "measured_at": now,
        "system": platform.system(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
