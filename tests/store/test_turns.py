"""Writers pass one by one; whoever waits too long goes on without a turn, and leaves the line in order."""

from __future__ import annotations

import os
import threading
import time

import pytest

from useit_eval.store.turns import in_turn

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are not forked on this system")


def _handles() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def test_two_writers_of_one_folder_are_never_in_at_once(tmp_path):
    inside, most = [], []

    def write() -> None:
        for _ in range(20):
            with in_turn(tmp_path, wait=30):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.0005)
                inside.pop()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1 and len(most) == 120


def test_one_who_waited_too_long_goes_on_and_the_next_still_gets_a_turn(tmp_path):
    before = _handles()
    with in_turn(tmp_path, wait=1):
        begun = time.perf_counter()
        with in_turn(tmp_path, wait=0.05):
            assert 0.04 < time.perf_counter() - begun < 5
    with in_turn(tmp_path, wait=30):
        begun = time.perf_counter()
    assert time.perf_counter() - begun < 5
    time.sleep(0.2)  # the thread that stood in line lets go of its handle
    assert _handles() == before


def test_a_folder_that_is_not_there_is_no_fault(tmp_path):
    with in_turn(tmp_path / "none", wait=1):
        pass


def test_an_error_inside_lets_the_next_one_in(tmp_path):
    with pytest.raises(RuntimeError), in_turn(tmp_path, wait=1):
        raise RuntimeError
    with in_turn(tmp_path, wait=5):
        pass
