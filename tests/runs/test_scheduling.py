import threading

import pytest

from tests.runs.projects import write_notebook
from useit_eval.runs.record import NotebookOutcome
from useit_eval.runs.scheduling import Schedule
from useit_eval.runs.templates import read_notebooks


class Pretend:
    """Work that runs nothing: some notebooks are remembered, some fail."""

    def __init__(self, *, remembered=(), failing=(), together=0):
        self.remembered, self.failing = set(remembered), set(failing)
        self.order, self.most, self.now = [], 0, 0
        self.lock = threading.Lock()
        self.met = threading.Barrier(together) if together else None

    def recall(self, notebook):
        self.order.append(notebook.name)
        return NotebookOutcome(notebook.name, notebook.title, "cached") if notebook.name in self.remembered else None

    def perform(self, notebook, on_cell):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        if self.met is not None:
            self.met.wait(timeout=10)
        on_cell()
        with self.lock:
            self.now -= 1
        if notebook.name == "05_bug":
            raise ZeroDivisionError
        return NotebookOutcome(notebook.name, notebook.title, "failed" if notebook.name in self.failing else "done")


def _schedule(folder, waits, work, *, workers=2, seen=None):
    for name in waits:
        write_notebook(folder, name, "1")
    tell = seen.append if seen is not None else lambda _: None
    return Schedule(waits, read_notebooks(folder), work=work, workers=workers, tell=tell)


DIAMOND = {"01_a": (), "02_b": ("01_a",), "03_c": ("01_a",), "04_d": ("02_b", "03_c")}


def test_notebooks_that_do_not_wait_for_each_other_run_side_by_side(tmp_path):
    work = Pretend(together=2)
    waits = {"01_a": (), "02_b": ()}
    outcomes = _schedule(tmp_path, waits, work).run()
    assert work.most == 2
    assert [outcome.state for outcome in outcomes] == ["done", "done"]


def test_no_more_notebooks_run_at_once_than_there_are_workers(tmp_path):
    work = Pretend()
    _schedule(tmp_path, {f"0{n}_x": () for n in range(1, 7)}, work, workers=2).run()
    assert work.most <= 2


def test_a_notebook_is_looked_up_only_after_those_it_waits_for(tmp_path):
    work = Pretend(remembered=["02_b"])
    outcomes = _schedule(tmp_path, DIAMOND, work).run()
    assert work.order[0] == "01_a"
    assert work.order[-1] == "04_d"
    assert {outcome.name: outcome.state for outcome in outcomes} == {"01_a": "done", "02_b": "cached", "03_c": "done", "04_d": "done"}


def test_what_waits_for_a_failed_notebook_is_skipped_all_the_way_down(tmp_path):
    work = Pretend(failing=["01_a"])
    outcomes = _schedule(tmp_path, {**DIAMOND, "05_e": ()}, work).run()
    states = {outcome.name: outcome.state for outcome in outcomes}
    assert states == {"01_a": "failed", "02_b": "skipped", "03_c": "skipped", "04_d": "skipped", "05_e": "done"}
    assert "waits for 01_a" in outcomes[1].message


def test_progress_grows_to_the_total_and_never_falls(tmp_path):
    seen = []
    _schedule(tmp_path, DIAMOND, Pretend(remembered=["03_c"]), seen=seen).run()
    done = [step.done for step in seen]
    assert done == sorted(done)
    assert done[-1] == seen[-1].total == 8


def test_a_bug_in_a_worker_is_raised_where_the_run_was_started(tmp_path):
    schedule = _schedule(tmp_path, {"05_bug": ()}, Pretend())
    with pytest.raises(ZeroDivisionError):
        schedule.run()
    assert schedule.stop()


def test_what_others_wait_for_longest_goes_first(tmp_path):
    work = Pretend()
    _schedule(tmp_path, {"00_alone": (), "01_a": (), "02_b": ("01_a",), "03_c": ("01_a",), "04_d": ("03_c",)}, work, workers=1).run()
    assert work.order == ["01_a", "03_c", "00_alone", "02_b", "04_d"]
