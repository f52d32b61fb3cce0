"""A writer killed at any moment, or a disk that is full, loses nothing that was acknowledged."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.store.samples import codings, key, source
from tests.store.writer import row
from tests.store.writers import writers_on
from useit_eval.ground.errors import WorkFailed
from useit_eval.store import open_store

ROOT = Path(__file__).resolve().parents[2]
KILLS, MANY_KILLS = 8, 200
ONWARD = 10**6


def _lose_nothing(place: str, folder: Path, kills: int, seed: int) -> None:
    chance, acknowledged = random.Random(seed), set()
    store = open_store(place)
    store.append("source", source(), by="ann")
    store.close()
    with writers_on(place, folder) as writers:
        for number in range(kills):
            name = f"w{number}"
            process = writers.start(name, ONWARD)
            writers.wait_for_first(name)
            time.sleep(chance.uniform(0.0, 0.1))
            writers.kill(process)
            acknowledged |= set(writers.acknowledged(name))
            store = open_store(place)
            held = set(store.history("coding")["coding_id"])
            report = store.verify()
            store.close()
            assert acknowledged - held == set()
            assert report.first_fault == ""
    assert len(acknowledged) >= kills


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is not known on this system")
def test_a_writer_killed_at_any_moment_loses_no_acknowledged_row(place, tmp_path):
    _lose_nothing(place, tmp_path / "noted", KILLS, seed=1)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is not known on this system")
def test_two_hundred_kills_lose_no_acknowledged_row(tmp_path):
    _lose_nothing(str(tmp_path / "study" / "store.sqlite"), tmp_path / "noted", MANY_KILLS, seed=2)


FULL = """
import resource, sys
from tests.store.samples import source
from tests.store.writer import row
from useit_eval.ground.errors import WorkFailed
from useit_eval.store import open_store
import signal
store = open_store(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, resource.RLIM_INFINITY))
kept = 0
try:
    for start in range(100_000):
        with store.writing(by="ann") as work:
            work.append_rows("coding", [row(start, "ann")])
        kept += 1
except WorkFailed as told:
    print(kept)
    print(told)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits on a file's size are not known on this system")
def test_a_file_that_may_not_grow_gives_one_sentence_and_loses_nothing(tmp_path):
    place = str(tmp_path / "study" / "store.sqlite")
    store = open_store(place)
    store.append("source", source(), by="ann")
    store.close()
    done = subprocess.run([sys.executable, "-c", FULL, place], cwd=ROOT, capture_output=True, text=True, check=True)
    kept, told = done.stdout.splitlines()
    assert "the disk is full" in told and "nothing was written" in told
    store = open_store(place)
    assert len(store.current("coding")) == int(kept) > 10
    assert store.verify().first_fault == ""
    assert store.append("coding", codings(7), by="ann") == 1
    store.close()


def test_a_full_disk_gives_one_sentence_and_the_store_works_when_there_is_room(tmp_path):
    store = open_store(tmp_path / "study" / "store.sqlite")
    store.append("source", source(), by="ann")
    with store._engine.connect() as connection:  # the same connection is lent again
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(WorkFailed, match="the disk is full"), store.writing(by="ann") as work:
        work.append_rows("coding", [row(start, "ann") for start in range(2000)])
    assert store.history("coding").empty and store.verify().first_fault == ""
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert store.append("coding", codings(1), by="ann") == 1
    assert list(store.current("coding")["coding_id"]) == [key(1)]
    store.close()
