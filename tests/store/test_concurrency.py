"""Many processes on one store: no lost row, no error, and one store made."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

from tests.store.samples import codings, source
from useit_eval.store import open_store

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
    store.close()
