import datetime
import json

from useit_eval.runs.record import NotebookOutcome, RunReport, versions, write_record


def test_a_record_holds_what_was_passed_and_rounds_times(tmp_path):
    outcome = NotebookOutcome("01_a", "Sources", "done", seconds=1.23456, key="k", inputs={"store": "s"}, parameters={"round_no": 1})
    write_record(tmp_path, state="whole", study="demo", started=datetime.datetime.now(datetime.UTC), outcomes=(outcome,), seed=7)
    record = json.loads((tmp_path / "run.json").read_text())
    assert (record["format"], record["state"], record["study"], record["seed"]) == ("useit-run/1", "whole", "demo", 7)
    assert record["notebooks"][0]["seconds"] == 1.235
    assert record["notebooks"][0]["inputs"] == {"store": "s"}


def test_versions_leave_out_what_is_not_installed(monkeypatch):
    monkeypatch.setattr("useit_eval.runs.record.NAMED", ("pandas", "no_such_package"))
    assert set(versions()) == {"python", "useit_eval", "pandas"}


def test_a_report_counts_states(tmp_path):
    outcomes = tuple(NotebookOutcome(name, name, state) for name, state in (("a", "done"), ("b", "cached"), ("c", "cached")))
    report = RunReport(tmp_path, (), outcomes, 1.0, (), None)
    assert (report.count("done"), report.count("cached"), report.count("failed")) == (1, 2, 0)
