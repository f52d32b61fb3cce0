"""What solving a truth table costs, 5 to 14 conditions and 60 cases, beside espresso and a naive Quine-McCluskey.

    python benchmarks/qca.py                all sizes, each contender several times
    python benchmarks/qca.py --sizes 11 14  some of them

Espresso is pyeda's, no dependency of ours: it gets an environment of its own in a cache outside the project, by uv, or by
venv and pip; where that cannot be made it is said and left out. Espresso gives one cover, and not surely a smallest one;
ours gives every smallest cover. Espresso is raced twice: as pyeda is used, by a truth table with don't-cares
(``espresso_tts``), and its C routine alone on the rows that occur (``espresso_rows``).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import run  # noqa: E402

CONTENDER = ROOT / "benchmarks" / "qca_contenders.py"
PEER = ("pyeda==0.29.0",)
CASES, SEED = 60, 20261123
SIZES = tuple(range(5, 15))
KINDS = {
    "rule": "the outcome follows a rule of two terms, but in one case of twenty",
    "coin": "the outcome is thrown by a coin: the hardest chart there is, and no finding",
}
CONTENDERS = ("ours", "espresso_tts", "espresso_rows", "naive")
NAIVE_UP_TO = 9
AIM, AIM_FROM = 0.1, 11


def main() -> None:
    """Race, write ``benchmarks/results/<commit>-qca.json`` and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, choices=SIZES, default=list(SIZES))
    parser.add_argument("--times", type=int, default=3, help="processes for each contender")
    cache = Path(tempfile.gettempdir()) / "useit-peers"
    parser.add_argument("--peers", type=Path, default=cache, help="where the peer's environment is kept")
    wanted = parser.parse_args()
    commit = run._git("rev-parse", "--short=12", "HEAD")
    changed = bool(run._git("status", "--porcelain", "-uno", "--", "useit_eval/evidence/qca"))
    told: dict[str, Any] = {"format": "useit-qca-benchmark/1", "commit": commit, "changed_since": changed}
    told |= run._machine()
    python, told["without"] = make_peer(wanted.peers)
    told["races"] = [race(kind, size, python, wanted.times) for kind in KINDS for size in wanted.sizes]
    told |= tell_aim(told["races"])
    text = json.dumps(told, indent=1) + "\n"
    sys.stdout.write(text)
    if wanted.sizes == list(SIZES):
        (ROOT / "benchmarks" / "results" / f"{commit}-qca.json").write_text(text, encoding="utf-8")


def make_peer(cache: Path) -> tuple[Path | None, str]:
    """Return the Python of pyeda's environment, made where it is not there; or None and why."""
    folder = cache / f"pyeda-{hashlib.sha256(' '.join((sys.version, *PEER)).encode()).hexdigest()[:12]}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    uv = shutil.which("uv", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))))
    kept: dict[str, Any] = {"check": True, "capture_output": True, "text": True}
    try:
        if not (folder / "ready").exists():
            if uv:
                subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, str(folder)], **kept)
                subprocess.run([uv, "pip", "install", "-q", "--python", str(python), *PEER], **kept)
            else:
                subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], **kept)
                subprocess.run([str(python), "-m", "pip", "install", "-q", *PEER], **kept)
            subprocess.run([str(python), "-c", "import pyeda.inter"], **kept)
            (folder / "ready").touch()
    except (OSError, subprocess.CalledProcessError) as failed:
        said = (getattr(failed, "stderr", "") or str(failed)).strip().splitlines()
        shutil.rmtree(folder, ignore_errors=True)
        return None, f"pyeda's environment could not be made: {said[-1] if said else failed}"
    return python, ""


def make_rows(kind: str, size: int) -> dict[str, Any]:
    """Return a table of ``size`` conditions: 60 different rows (three quarters of all corners where there are fewer)."""
    chance = random.Random(f"{SEED} {kind} {size}")
    rows = chance.sample(range(1 << size), min(CASES, 3 << size >> 2))
    rule = [row & 0b11 == 0b11 or row & 0b11100 == 0b00100 for row in rows]
    has = [chance.random() < 0.5 if kind == "coin" else told != (chance.random() < 0.05) for told in rule]
    sides = {True: "positive", False: "negative"}
    found: dict[str, Any] = {"size": size, "positive": [], "negative": []}
    for row, side in sorted(zip(rows, has, strict=True)):
        found[sides[side]].append(row)
    return found


def race(kind: str, size: int, python: Path | None, times: int) -> dict[str, Any]:
    """Return seconds and answers of every contender on one table, the best of several processes."""
    table = make_rows(kind, size)
    told: dict[str, Any] = {"kind": kind, "asked": KINDS[kind], "conditions": size, "positive": len(table["positive"])}
    for contender in CONTENDERS:
        peer = contender.startswith("espresso")
        if (peer and python is None) or (contender == "naive" and size > NAIVE_UP_TO):
            continue
        sys.stderr.write(f"{kind}, {size} conditions, {contender}\n")
        once = contender == "naive"
        tries = [
            _contend(python if peer else Path(sys.executable), contender, table) for _ in range(1 if once else times)
        ]
        told[contender] = tries[0] | {"seconds": round(min(one["seconds"] for one in tries), 6)}
    for peer in CONTENDERS[1:]:
        if peer in told and "models" in told["ours"]:
            told[f"seconds_to_{peer}"] = round(told["ours"]["seconds"] / told[peer]["seconds"], 4)
    return told


def tell_aim(races: list[dict[str, Any]]) -> dict[str, Any]:
    """Return which races of 11 conditions and more miss the aim beside espresso_tts, and answers that contradict one another."""
    missed, wrong = [], []
    for one in races:
        name = f"{one['kind']} {one['conditions']}"
        ratio = one.get("seconds_to_espresso_tts")
        if one["conditions"] >= AIM_FROM and ratio is not None and ratio > AIM:
            missed.append(name)
        sizes = {peer: one[peer]["terms"] for peer in CONTENDERS if peer in one}
        if any(terms < sizes["ours"] for terms in sizes.values()):
            wrong.append(f"{name}: ours is not the shortest")
        if "naive" in one and "models" in one["ours"] and one["naive"]["primes"] != one["ours"]["primes"]:
            wrong.append(f"{name}: other primes than the naive search")
    return {
        "aim": f"at most {AIM} of espresso_tts from {AIM_FROM} conditions on",
        "aims_missed": missed,
        "answers_apart": wrong,
    }


def _contend(python: Path, contender: str, table: dict[str, Any]) -> dict[str, Any]:
    """Return what one process of a contender took and answered."""
    paths = {"PYTHONPATH": str(ROOT) if python == Path(sys.executable) else ""}
    ran = subprocess.run(
        [str(python), str(CONTENDER), contender], input=json.dumps(table), capture_output=True, text=True,
        env={**os.environ, **paths, "OPENBLAS_NUM_THREADS": "1"}, cwd=tempfile.gettempdir(), check=True,
    )  # fmt: skip
    return json.loads(ran.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
