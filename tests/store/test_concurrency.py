"""Many processes on one store: no lost row, no error, and one store made."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.store.samples import codings, source
from tests.store.writers import writers_on
from useit_eval.store import open_store

FORKS = pytest.mark.skipif(os.name != "posix", reason="processes are not forked on this system")
SPAWN = multiprocessing.get_context("spawn")
WRITERS, EACH = 4, 15


def _write(place: str, writer: int) -> str:
    store = open_store(place)
    store.append("source", source(), by="ann")
    for number in range(EACH):
        store.append("coding", codings(writer * EACH + number), by=f"w{writer}")
    store_id = store.store_id
    store.close()
    return store_id


def test_processes_that_make_and_fill_a_store_at_once_lose_nothing(place):
    with ProcessPoolExecutor(WRITERS, mp_context=SPAWN) as pool:
        ids = set(pool.map(_write, [place] * WRITERS, range(WRITERS)))
    store = open_store(place)
    assert ids == {store.store_id}
    assert sorted(store.current("coding")["start"]) == list(range(WRITERS * EACH))
    assert len(store.history("source")) == 1
    assert store.verify().first_fault == ""
    store.close()


def _write_at_once(place: str, folder: Path, *, writers: int, each: int) -> None:
    """Let so many processes save so many codings each, and compare what they acknowledged with what is held."""
    store = open_store(place)
    store.append("source", source(), by="ann")
    names = [f"w{number}" for number in range(writers)]
    with writers_on(place, folder) as many:
        for name in names:
            many.start(name, each)
        assert many.wait_for_end(names) == []
        acknowledged = [key for name in names for key in many.acknowledged(name)]
    assert len(acknowledged) == len(set(acknowledged)) == writers * each
    assert set(store.current("coding")["coding_id"]) == set(acknowledged)
    report = store.verify()
    assert (report.first_fault, report.entries) == ("", writers * each + 1)
    store.close()


@FORKS
def test_thirty_writers_at_once_lose_no_row_and_see_no_error(place, tmp_path):
    _write_at_once(place, tmp_path / "noted", writers=30, each=6)


@FORKS
@pytest.mark.long
@pytest.mark.timeout(1800)
def test_thirty_writers_at_once_for_long_lose_no_row_and_see_no_error(place, tmp_path):
    _write_at_once(place, tmp_path / "noted", writers=30, each=200)
