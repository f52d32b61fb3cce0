"""What agreement between coders costs, beside the peers, in one run on one machine, kept as JSON by commit.

    python benchmarks/agreement.py                  all races, each contender several times in turn
    python benchmarks/agreement.py --only alpha     one race

The peers (krippendorff, irrCAC, pygamma-agreement) are no dependencies of ours: two of them by their pins, one by its
licence. Each gets an environment of its own in a cache outside the project; what cannot be made is said and left out.
Every contender is a process of its own, and its memory is what it held beyond its data and its libraries.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import agreement_data, run  # noqa: E402

CONTENDER = ROOT / "benchmarks" / "agreement_contenders.py"
PEERS = {
    "krippendorff": ("krippendorff==0.9.0", "numpy==2.4.6"),
    "irrcac": ("irrCAC==0.4.4", "numpy==1.26.4", "pandas==2.3.3", "scipy==1.12.0"),
    "pygamma": ("pygamma-agreement==0.5.9", "setuptools==80.9.0"),
}
"""The peers with an environment of their own; NLTK and SQLite are at hand. irrCAC wants an old scipy: Python 3.12 at most."""
MODULES = {"krippendorff": "krippendorff", "irrcac": "irrCAC.raw", "pygamma": "pygamma_agreement"}
NEAR = 1e-9
"""How far answers to the same question may lie apart."""
MOST_ANSWERS = 12
"""Longer answers are compared and not kept."""
NEAR_INTERVAL = 0.12
"""How far the ends of two intervals by chance may lie apart, in widths: four standard errors at 1,000 replicates."""
AIMS = {
    "alpha_seconds_to_krippendorff": 0.2, "alpha_mb_to_krippendorff": 0.2, "bootstrap_seconds_to_krippendorff": 0.02,
    "match_seconds": 0.1, "characters_seconds": 0.1, "unitizing_seconds": 0.1, "stored_seconds_to_sql": 1.0,
    "million_seconds": 0.5, "million_mb": 150,
}  # fmt: skip


def main() -> None:
    """Race, write ``benchmarks/results/<commit>-agreement.json`` and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=sorted(agreement_data.RACES), default=sorted(agreement_data.RACES))
    parser.add_argument("--times", type=int, default=3, help="processes for each contender")
    cache = Path(tempfile.gettempdir()) / "useit-peers"
    parser.add_argument("--peers", type=Path, default=cache, help="where the peers' environments are kept")
    wanted = parser.parse_args()
    commit = run._git("rev-parse", "--short=12", "HEAD")
    changed = bool(run._git("status", "--porcelain", "-uno", "--", "useit_eval/coding"))
    told: dict[str, Any] = {"format": "useit-agreement-benchmark/1", "commit": commit, "changed_since": changed}
    told |= run._machine()
    pythons, told["without"] = make_peers(wanted.peers)
    with tempfile.TemporaryDirectory(prefix="useit-agreement-") as name:
        told["races"] = {race: race_one(race, pythons, Path(name), wanted.times) for race in wanted.only}
    told |= tell_aims(told["races"])
    text = json.dumps(told, indent=1) + "\n"
    sys.stdout.write(text)
    if wanted.only == sorted(agreement_data.RACES):
        results = ROOT / "benchmarks" / "results"
        results.mkdir(exist_ok=True)
        (results / f"{commit}-agreement.json").write_text(text, encoding="utf-8")


def make_peers(cache: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """Return the Python of each peer's environment, made where it is not there, and why others have none."""
    pythons, without = {}, {}
    for peer, pins in PEERS.items():
        folder = cache / f"{peer}-{hashlib.sha256(' '.join((sys.version, *pins)).encode()).hexdigest()[:12]}"
        python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        try:
            if not (folder / "ready").exists():
                _make_environment(folder, python, peer)
            pythons[peer] = python
        except (OSError, subprocess.CalledProcessError) as failed:
            said = (getattr(failed, "stderr", "") or str(failed)).strip().splitlines()
            without[peer] = f"its environment could not be made: {said[-1] if said else failed}"
            shutil.rmtree(folder, ignore_errors=True)
    return pythons, without


def race_one(race: str, pythons: dict[str, Path], folder: Path, times: int) -> dict[str, Any]:
    """Return seconds, memory and answers of the contenders of one race, run in turn, the best of each kept."""
    asked = agreement_data.RACES[race]
    data = folder / f"{race}.npz"
    asked.make(data, np.random.default_rng(20261123))
    found: dict[str, list[dict[str, Any]]] = {}
    for turn in range(times):
        for contender in asked.contenders:
            sys.stderr.write(f"{race}, {contender}, {turn + 1} of {times}\n")
            peer = contender.split("_")[0]
            python = pythons.get(peer, Path(sys.executable)) if peer in PEERS else Path(sys.executable)
            if (peer in PEERS and peer not in pythons) or (turn and contender in asked.once):
                continue
            repeats = 1 if contender in asked.once else asked.repeats
            found.setdefault(contender, []).append(_contend(python, race, contender, data, repeats))
    failed = {name: tries[0]["failed"] for name, tries in found.items() if "failed" in tries[0]}
    best = {name: _best(tries) for name, tries in found.items() if name not in failed}
    compared = compare(race, best)
    for one in best.values():
        if len(one["answer"]) > MOST_ANSWERS:
            one["answer"] = f"{len(one['answer'])} figures"
    return {"asked": asked.words, **best, **compared, **({"failed": failed} if failed else {})}


def compare(race: str, best: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the ratios of ours to each peer and how far the answers to the same question lie apart."""
    ours, told = best.get("ours"), {}
    for peer, theirs in best.items():
        if peer.startswith("ours") or ours is None or peer in agreement_data.RACES[race].smaller:
            continue
        told[f"apart_from_{peer}"] = apart(ours["answer"], theirs["answer"])
        if race == "small":  # a peer answers a part of what we do there, so only the answers are compared
            continue
        told[f"seconds_to_{peer}"] = round(ours["seconds"] / theirs["seconds"], 4)
        if ours["peak_mb"] is not None and theirs["peak_mb"]:
            told[f"mb_to_{peer}"] = round(ours["peak_mb"] / theirs["peak_mb"], 4)
    return told


def apart(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the greatest difference between two answers, and of two intervals in widths."""
    ends = [name for name in ("low", "high") if name in one and name in other]
    shared = sorted(one.keys() & other.keys() - set(ends))
    same = {
        name: abs(one[name] - other[name]) for name in shared if one[name] == one[name] or other[name] == other[name]
    }
    told: dict[str, Any] = {"compared": len(same), "most": max(same.values(), default=None)}
    told["beyond"] = sorted(name for name, gap in same.items() if not gap <= NEAR)
    if ends:
        width = other["high"] - other["low"]
        told["interval_in_widths"] = round(max(abs(one[name] - other[name]) for name in ends) / width, 4)
    return told


def tell_aims(races: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return what each aim's figure is, the aims missed, those that could not be raced, and answers that differ."""
    figures = {}
    for aim in AIMS:
        race, figure = aim.split("_", 1)
        held = races.get(race, {})
        figures[aim] = held.get(figure, held.get("ours", {}).get("peak_mb" if figure == "mb" else figure))
    apart_ = {
        f"{race} {name}": found["beyond"] or found.get("interval_in_widths")
        for race, held in races.items()
        for name, found in held.items()
        if name.startswith("apart_") and (found["beyond"] or found.get("interval_in_widths", 0) > NEAR_INTERVAL)
    }
    return {
        "figures": figures,
        "aims_missed": sorted(aim for aim, figure in figures.items() if figure is not None and figure > AIMS[aim]),
        "aims_not_raced": sorted(aim for aim, figure in figures.items() if figure is None),
        "answers_apart": apart_,
    }


def _make_environment(folder: Path, python: Path, peer: str) -> None:
    """Make an environment with uv, or with venv and pip where there is no uv. Raises CalledProcessError."""
    uv = shutil.which("uv", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))))
    kept: dict[str, Any] = {"check": True, "capture_output": True, "text": True}
    if uv:
        subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, str(folder)], **kept)
        subprocess.run([uv, "pip", "install", "-q", "--python", str(python), *PEERS[peer]], **kept)
    else:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], **kept)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PEERS[peer]], **kept)
    subprocess.run([str(python), "-c", f"import {MODULES[peer]}"], **kept)
    (folder / "ready").touch()


def _contend(python: Path, race: str, contender: str, data: Path, repeats: int) -> dict[str, Any]:
    """Return what one process of a contender took and answered, or why it failed."""
    paths = {"PYTHONPATH": str(ROOT)} if python == Path(sys.executable) else {"PYTHONPATH": ""}
    command = [str(python), str(CONTENDER), race, contender, str(data), str(repeats)]
    ran = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **paths}, cwd=data.parent)
    if ran.returncode:
        sys.stderr.write(f"{race}, {contender}: ended with {ran.returncode}:\n{ran.stderr[-3000:]}")
        return {"failed": ran.stderr.strip().splitlines()[-1]}
    return json.loads(ran.stdout.splitlines()[-1])


def _best(tries: list[dict[str, Any]]) -> dict[str, Any]:
    memory = [one["peak_mb"] for one in tries if one["peak_mb"] is not None]
    return {
        "seconds": round(min(one["seconds"] for one in tries), 5),
        "peak_mb": min(memory) if memory else None,
        "answer": tries[0]["answer"],
    }


if __name__ == "__main__":
    main()
