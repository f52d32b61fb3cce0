import os
import time

import pytest

from useit_eval.ground import side_by_side as module
from useit_eval.ground.errors import InputRefused, WorkFailed
from useit_eval.ground.side_by_side import can_fork, side_by_side

FORKS = pytest.mark.skipif(not can_fork(), reason="pieces are forked on Linux with two processors or more")


def test_answers_come_in_the_order_of_the_items():
    assert side_by_side(lambda number: number**2, range(7), workers=3) == [0, 1, 4, 9, 16, 25, 36]
    assert side_by_side(str, []) == []


@FORKS
def test_pieces_run_in_processes_of_their_own_and_at_the_same_time():
    def work(_: int) -> tuple[int, float, float]:
        begun = time.monotonic()
        time.sleep(1)
        return os.getpid(), begun, time.monotonic()

    (first, begun, ended), (second, begun_too, ended_too) = side_by_side(work, range(2), workers=2)
    assert len({first, second, os.getpid()}) == 3
    assert max(begun, begun_too) < min(ended, ended_too)


def test_where_forking_is_not_safe_the_pieces_run_one_after_another_here(monkeypatch):
    monkeypatch.setattr(module, "can_fork", lambda: False)
    assert set(side_by_side(lambda _: os.getpid(), range(3))) == {os.getpid()}


def test_the_first_error_is_raised_as_it_was_after_the_others_are_done(tmp_path):
    def work(number):
        if number:
            raise InputRefused(f"no {number}", "file.csv", "Mend it.")
        (tmp_path / "done").write_text("yes")

    with pytest.raises(InputRefused, match=r"file\.csv: no 1\. Mend it\."):
        side_by_side(work, [1, 0, 2], workers=2)
    assert (tmp_path / "done").is_file()


@FORKS
def test_a_piece_that_dies_is_told():
    with pytest.raises(WorkFailed, match="without an answer"):
        side_by_side(lambda _: os._exit(9), range(2), workers=2)


@FORKS
def test_a_large_answer_does_not_block():
    assert [len(text) for text in side_by_side(lambda n: "x" * 1_000_000, range(3), workers=2)] == [1_000_000] * 3


@FORKS
def test_no_process_is_left_behind():
    for pid in side_by_side(lambda _: os.getpid(), range(4), workers=2):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
