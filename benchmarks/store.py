"""What the store costs, beside the driver's and the library's own loops, kept as JSON by commit.

    python benchmarks/store.py            all rows; a quiet machine, some minutes

Each row is raced on the same machine in the same minutes; ratios hold, times are good to about half. The floor of one
saved coding is what this disk needs to keep one page: a coding saved cannot be faster.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import pandas as pd  # noqa: E402
import sqlalchemy as sa  # noqa: E402

from benchmarks.run import _git, _machine  # noqa: E402
from tests.store import writers as many  # noqa: E402
from tests.store.samples import source  # noqa: E402
from tests.store.writer import row  # noqa: E402
from useit_eval.store import backups, open_store, tables  # noqa: E402

CODINGS, SAVES, WARM, WRITERS, SOURCES = 100_000, 400, 20, 30, 500
AIMS = {
    "one_ms_p50": 2.0, "one_ms_p99": 20.0, "thirty_ms_p50": 2.0, "thirty_ms_p99": 20.0, "bulk_to_executemany": 2.0,
    "frame_seconds": 1.0,
}  # fmt: skip


def main() -> None:
    """Measure, write ``benchmarks/results/<commit>-store.json`` and print it."""
    commit = _git("rev-parse", "--short=12", "HEAD")
    changed = bool(_git("status", "--porcelain", "-uno"))
    told = {"format": "useit-store-benchmark/1", "commit": commit, "changed_since": changed, **_machine()}
    told["load_before"] = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    with tempfile.TemporaryDirectory(prefix="useit-store-") as name:
        for measure in (race_one, race_thirty, race_bulk, time_status):
            folder = Path(name) / measure.__name__
            folder.mkdir()
            told |= measure(folder)
    told["aims_missed"] = sorted(name for name, most in AIMS.items() if told[name] > most)
    text = json.dumps(told, indent=1) + "\n"
    sys.stdout.write(text)
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    (results / f"{commit}-store.json").write_text(text, encoding="utf-8")


def race_one(folder: Path) -> dict[str, float]:
    """Return milliseconds of one coding saved: ours, the driver's own loop and Core's on the same table, the floor."""
    place = new_store(folder / "ours.sqlite")
    ours, core = open_store(place), sa.create_engine(f"sqlite:///{new_store(folder / 'core.sqlite')}")
    raw = sqlite3.connect(new_store(folder / "raw.sqlite"), isolation_level=None)
    # Peers keep neither seal nor audit; they are as durable.
    for connection in (raw, core.connect().connection.driver_connection):
        connection.execute("PRAGMA synchronous=FULL")
    page = os.open(folder / "page", os.O_CREAT | os.O_WRONLY)

    def save_ours(number: int) -> None:
        with ours.writing(by="ann") as work:
            work.append_rows("coding", [row(number, "ann")])

    def save_raw(number: int) -> None:
        held = whole(number)
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(insert_of(held), tuple(held.values()))
        raw.execute("COMMIT")

    def save_core(number: int) -> None:
        with core.begin() as connection:
            connection.execute(tables.table("coding").insert(), whole(number))

    def keep_page(_number: int) -> None:
        os.write(page, b"0" * 4096)
        os.fsync(page)

    raced = {"one": save_ours, "one_driver": save_raw, "one_core": save_core, "page_kept": keep_page}
    return race(raced)


def race_thirty(folder: Path) -> dict[str, float]:
    """Return milliseconds of one coding saved among thirty processes: each saves one a second, and all at once."""
    told = {}
    for name, each, pause in (("thirty", 12, 1.0), ("thirty_without_pause", 25, 0.0)):
        place, noted = new_store(folder / name / "store.sqlite"), folder / f"{name}-noted"
        names = [f"w{number}" for number in range(WRITERS)]
        with many.writers_on(place, noted) as writers:
            for writer in names:
                writers.start(writer, each, pause)
            if wrong := writers.wait_for_end(names):
                raise SystemExit(wrong[0])
            # A writer's first save pays for opening the store; it is not one of many.
            told |= spread(name, [ms for writer in names for ms in list(writers.acknowledged(writer).values())[1:]])
    return told


def race_bulk(folder: Path) -> dict[str, float]:
    """Return seconds of 100,000 codings in, out as a frame, verified, backed up and restored; peers on the same table."""
    place = new_store(folder / "ours.sqlite")
    frame = pd.DataFrame([row(number, "ann") for number in range(CODINGS)])
    store = open_store(place)
    told = {"bulk_seconds": seconds(lambda: store.append("coding", frame, by="ann"))}
    told["frame_seconds"] = min(seconds(lambda: store.current("coding")) for _ in range(3))
    told["verify_seconds"] = seconds(store.verify)
    store.close()
    with contextlib.closing(sqlite3.connect(place)) as connection:
        connection.row_factory = sqlite3.Row
        held = [dict(found) for found in connection.execute("SELECT * FROM coding")]
        told["read_sql_seconds"] = seconds(lambda: pd.read_sql("SELECT * FROM current_coding", connection))
    told["executemany_seconds"] = _time_executemany(folder, held)
    told["core_seconds"] = _time_core(folder, held)
    told["backup_seconds"] = seconds(lambda: backups.back_up(place, folder / "backups"))
    copy = next((folder / "backups").iterdir())
    told["restore_seconds"] = seconds(lambda: backups.restore(copy, place))
    told["bulk_to_executemany"] = told["bulk_seconds"] / told["executemany_seconds"]
    told["frame_to_read_sql"] = told["frame_seconds"] / told["read_sql_seconds"]
    return {name: round(value, 3) for name, value in told.items()}


def time_status(folder: Path) -> dict[str, float]:
    """Return seconds of `status` on a study of 500 sources with texts."""
    from tests.workbench import small_study
    from useit_eval.workbench import open_study, study_status

    small_study.make(folder)
    keys = [str(uuid.uuid4()) for _ in range(SOURCES)]
    sources = [source(source_id=key, label=f"T{number}") for number, key in enumerate(keys)]
    texts = pd.DataFrame({"source_id": keys, "text": ["words " * 4000] * SOURCES})
    with open_study(root=folder) as bench, bench.store.writing(by="ann") as work:
        work.append("source", pd.concat(sources, ignore_index=True))
        work.append("source_text", texts)
    with open_study(root=folder) as bench:
        return {"status_seconds": round(min(seconds(lambda: study_status(bench)) for _ in range(3)), 3)}


def new_store(path: Path) -> str:
    """Return the place of a new store that holds one source."""
    store = open_store(path)
    store.append("source", source(), by="ann")
    store.close()
    return str(path)


def whole(number: int) -> dict[str, object]:
    """Return a coding with every column that must be filled."""
    at = "2026-01-01T00:00:00.000000Z"
    return {**row(number, "ann"), "store_id": "s", "recorded_by": "ann", "recorded_at": at, "removed": False}


def insert_of(held: dict[str, object]) -> str:
    """Return the driver's statement for one coding."""
    names = ", ".join(f'"{name}"' for name in held)
    return f"INSERT INTO coding ({names}) VALUES ({', '.join('?' * len(held))})"


def race(raced: dict[str, Callable[[int], None]]) -> dict[str, float]:
    """Return p50 and p99 in milliseconds of acts done in turn many times, so that a busy moment falls on all alike."""
    taken: dict[str, list[float]] = {name: [] for name in raced}
    for number in range(SAVES):
        for name, save in raced.items():
            taken[name].append(1000 * seconds(lambda save=save, number=number: save(number)))
    return {key: value for name, each in taken.items() for key, value in spread(name, each[WARM:]).items()}


def spread(name: str, taken: list[float]) -> dict[str, float]:
    """Return p50 and p99 of milliseconds under a name."""
    ordered = sorted(taken)
    at = {"p50": ordered[len(ordered) // 2], "p99": ordered[int(len(ordered) * 0.99)]}
    return {f"{name}_ms_{part}": round(value, 3) for part, value in at.items()}


def seconds(act: Callable[[], object]) -> float:
    """Return how long an act takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _time_executemany(folder: Path, held: list[dict[str, object]]) -> float:
    place = new_store(folder / "executemany.sqlite")
    values = [tuple(found.values()) for found in held]
    with contextlib.closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

        def insert() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(insert_of(held[0]), values)
            connection.execute("COMMIT")

        return seconds(insert)


def _time_core(folder: Path, held: list[dict[str, object]]) -> float:
    engine = sa.create_engine(f"sqlite:///{new_store(folder / 'core.sqlite')}")
    with engine.begin() as connection:
        taken = seconds(lambda: connection.execute(tables.table("coding").insert(), held))
    engine.dispose()
    return taken


if __name__ == "__main__":
    main()
