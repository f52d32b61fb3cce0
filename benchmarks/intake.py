"""How long a folder of 500 small files takes to come in beside reading alone, and what status takes on 500 sources.

Run: ``.venv/bin/python benchmarks/intake.py [FILES]``. Both are timed in one run, on the same made-up files.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from useit_eval.sources import read_many  # noqa: E402
from useit_eval.workbench import add_folder, init_study, open_study, study_status  # noqa: E402

WORDS = [
    "we",
    "met",
    "at",
    "the",
    "centre",
    "and",
    "the",
    "course",
    "was",
    "free",
    "so",
    "I",
    "thought",
    "that",
    "I",
    "could",
    "try",
    "it",
    "with",
    "my",
    "neighbours",
]


def make_files(folder: Path, count: int) -> None:
    """Write small transcripts of three kinds, each with other words."""
    for number in range(count):
        chance = random.Random(number)
        turns = [" ".join(chance.choices(WORDS, k=chance.randint(8, 30))).capitalize() + "." for _ in range(40)]
        speak = [f"{'Interviewer' if at % 2 == 0 else f'P{number}'}: {turn}" for at, turn in enumerate(turns)]
        cues = [
            f"00:{at // 60:02d}:{at % 60:02d}.000 --> 00:{at // 60:02d}:{at % 60:02d}.900\n<v P{number}>{turn}"
            for at, turn in enumerate(turns)
        ]
        written = {
            "txt": "\n\n".join(speak),
            "vtt": "WEBVTT\n\n" + "\n\n".join(cues),
            "html": "<html><body>" + "".join(f"<p>{line}</p>" for line in speak) + "</body></html>",
        }
        kind = ("txt", "vtt", "html")[number % 3]
        (folder / f"talk_{number:04d}.{kind}").write_text(written[kind] + "\n", encoding="utf-8")


def timed(act: Callable[[], object]) -> float:
    """Return the seconds an act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def measure(count: int) -> dict[str, float]:
    """Return seconds of reading alone, of adding the folder, of adding it again, and of status; and their ratios."""
    with tempfile.TemporaryDirectory() as place:
        files = Path(place) / "files"
        files.mkdir()
        make_files(files, count)
        reading = timed(lambda: list(read_many(sorted(files.iterdir()))))
        root = Path(place) / "project"
        init_study("bench", folder=root)
        with open_study(root=root) as bench:
            adding = timed(lambda: add_folder(bench, files))
            again = timed(lambda: add_folder(bench, files))
        opening, telling = _status(root)
        shutil.rmtree(files)
    return {
        "files": count,
        "reading alone": reading,
        "add folder": adding,
        "ratio": adding / reading,
        "add again": again,
        "open study": opening,
        "status": telling,
    }


def _status(root: Path) -> tuple[float, float]:
    opening, telling = [], []
    for _ in range(3):
        began = time.perf_counter()
        with open_study(root=root) as bench:
            opening.append(time.perf_counter() - began)
            telling.append(timed(lambda bench=bench: study_status(bench)))
    return statistics.median(opening), statistics.median(telling)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=int, nargs="?", default=500)
    print(json.dumps({name: round(value, 3) for name, value in measure(parser.parse_args().files).items()}, indent=1))
