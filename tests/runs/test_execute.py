import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.runs.processes import lives, wait_until
from tests.runs.projects import give, write_notebook
from useit_eval.ground.errors import ExitCode, InputRefused, UsageError, WorkFailed
from useit_eval.runs import run_study, working

pytestmark = pytest.mark.notebooks
ALL = {"01_sources", "02_coding", "03_evidence", "04_write_chapters"}


def _states(report):
    return {outcome.name: outcome.state for outcome in report.notebooks}


def _run_again(report):
    return {name for name, state in _states(report).items() if state == "done"}


def _record(folder):
    return json.loads((folder / "run.json").read_text())


def test_a_first_run_does_everything_and_publishes_the_pages(project):
    steps = []
    report = run_study(project, progress=steps.append)
    assert set(_states(report).values()) == {"done"}
    assert (project.root / "reports" / "demo" / "chapters" / "one.html").read_text() == "all"
    assert report.start_here == project.root / "reports" / "demo" / "index.html"
    assert sorted(path.name for path in (report.folder / "notebooks").iterdir()) == sorted(f"{name}.ipynb" for name in ALL)
    assert steps[-1].done == steps[-1].total == 10
    assert {step.state for step in steps} == {"started", "cell", "done"}


def test_the_record_of_a_run_holds_keys_inputs_parameters_times_seed_and_versions(again):
    report = run_study(again)
    record = _record(report.folder)
    assert (record["format"], record["state"], record["study"], record["seed"]) == ("useit-run/1", "whole", "demo", 7)
    assert {"python", "useit_eval", "pandas", "papermill"} <= set(record["versions"])
    chapters = record["notebooks"][-1]
    assert set(chapters["inputs"]) == {"findings:coding", "frames:bearing", "files:text"}
    assert chapters["parameters"] == {"study": "demo", "strand": "all", "round_no": 1, "as_of": ""}
    assert len(chapters["key"]) == 64
    assert chapters["state"] == "cached"


def test_a_second_run_with_nothing_changed_runs_nothing_and_gives_the_same(again):
    report = run_study(again)
    assert set(_states(report).values()) == {"cached"}
    assert (report.folder / "pages" / "chapters" / "one.docx").read_text() == "docx all"
    assert (report.folder / "notebooks" / "02_coding.ipynb").is_file()


def test_a_second_run_starts_no_kernel_and_loads_no_pandas(again):
    code = (
        "import sys; from useit_eval.ground.project import find; from useit_eval.runs import run_study\n"
        "run_study(find(sys.argv[1])); sys.exit(any(name in sys.modules for name in ('pandas', 'papermill', 'sqlalchemy')))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(again.root)], check=False).returncode == 0


# The ingredients of the key, one by one: what each change makes run again, and nothing else.


def test_a_changed_notebook_runs_again_and_what_follows_only_if_its_result_changed(again):
    path = again.notebooks / "02_coding.ipynb"
    path.write_text(path.read_text().replace("str(round_no)", "str(round_no) + ''"))
    assert _run_again(run_study(again)) == {"02_coding"}


def test_a_parameter_runs_again_what_declares_it(again):
    notebook = again.notebooks / "03_evidence.ipynb"
    assert "round_no" in notebook.read_text()
    report = run_study(again, parameters={"round_no": "2"})
    assert _run_again(report) == ALL
    assert (report.folder / "findings" / "coding.json").read_text() == "2"


def test_a_changed_codebook_runs_again_what_needs_it(again):
    with (again.paths().codebooks / "codebook.yaml").open("a") as file:
        file.write("# A remark.\n")
    assert _run_again(run_study(again)) == {"02_coding"}


def test_changed_material_runs_again_what_needs_it(again):
    (again.paths().raw / "notes.txt").write_text("New material.\n")
    assert _run_again(run_study(again)) == {"01_sources"}


def test_a_changed_block_of_text_runs_the_chapters_again(again):
    (again.paths().text / "summary.md").write_text("Other words.\n")
    assert _run_again(run_study(again)) == {"04_write_chapters"}


def test_a_changed_finding_runs_again_what_takes_it(again):
    path = again.notebooks / "02_coding.ipynb"
    path.write_text(path.read_text().replace("str(round_no)", "'another finding'"))
    assert _run_again(run_study(again)) == {"02_coding", "04_write_chapters"}


def test_a_changed_frame_runs_again_what_takes_it(again):
    write_notebook(
        again.notebooks, "03_evidence", give("frames", "bearing.parquet", "'other rows'"), needs=["findings:sources"], gives=["frames:bearing"]
    )
    assert _run_again(run_study(again)) == {"03_evidence", "04_write_chapters"}


def test_a_changed_seed_runs_everything_again(again):
    settings = again.paths().codebooks / "study.yaml"
    settings.write_text(settings.read_text().replace("seed: 7", "seed: 8"))
    assert _run_again(run_study(again)) == ALL


def test_changed_code_of_the_package_runs_everything_again(again, monkeypatch):
    monkeypatch.setattr(working, "digest_package", lambda: "other code")
    assert _run_again(run_study(again)) == ALL


def test_a_changed_lock_runs_everything_again(again):
    (again.root / "requirements.lock").write_text("pandas==3.1.1\n")
    assert _run_again(run_study(again)) == ALL


def test_a_changed_store_runs_again_what_needs_it_and_what_fills_it(project, monkeypatch):
    state = {"store": "one"}
    monkeypatch.setattr("useit_eval.runs.digests.digest_store", lambda paths: state["store"])
    write_notebook(project.notebooks, "01_sources", give("findings", "sources.json"), needs=["files:data_raw"], gives=["findings:sources", "store"])
    write_notebook(project.notebooks, "02_coding", give("findings", "coding.json"), needs=["store"], gives=["findings:coding"])
    assert _run_again(run_study(project)) == ALL
    assert _run_again(run_study(project)) == set()
    state["store"] = "two"
    assert _run_again(run_study(project)) == {"01_sources", "02_coding"}


def test_a_result_that_somebody_spoilt_is_made_again(again):
    kept = next(again.paths().cache.glob("runs/*/files/findings/coding.json"))
    kept.unlink()
    kept.write_text("spoilt")
    report = run_study(again)
    assert _run_again(report) == {"02_coding"}
    assert (report.folder / "findings" / "coding.json").read_text() == "1"


# Parts of a run.


def test_only_runs_a_part_and_leaves_the_other_pages(again):
    report = run_study(again, only="coding")
    assert _states(report) == {"01_sources": "cached", "02_coding": "cached"}
    assert report.pages == ()
    assert (again.root / "reports" / "demo" / "chapters" / "one.html").is_file()


@pytest.mark.parametrize(
    "wrong",
    [{"study": "deom"}, {"only": "chapter"}, {"parameters": {"strands": "x"}}, {"parameters": {"round_no": "x"}}, {"parameters": {"study": "other"}}],
)
def test_a_wrong_word_is_refused_before_anything_runs(project, wrong):
    with pytest.raises(UsageError):
        run_study(project, **wrong)
    assert not (project.root / "reports").exists()


# Failures.


def _fail_in_coding(project, cell):
    write_notebook(
        project.notebooks, "02_coding", cell, give("findings", "coding.json"), needs=["findings:sources"], gives=["findings:coding"]
    )


def test_a_failed_notebook_stops_what_depends_on_it_and_nothing_else(again):
    before = {path: path.read_bytes() for path in again.paths().reports.glob("chapters/*")}
    runs = {path.name for path in again.paths().runs.iterdir()}
    _fail_in_coding(again, "1 / 0")
    with pytest.raises(WorkFailed, match="02_coding: the notebook failed: ZeroDivisionError: division by zero") as caught:
        run_study(again, parameters={"round_no": 5})
    report = caught.value.report
    assert _states(report) == {"01_sources": "done", "02_coding": "failed", "03_evidence": "done", "04_write_chapters": "skipped"}
    assert report.folder.name.endswith(".failed")
    assert "papermill-error-cell" in (report.folder / "notebooks" / "02_coding.ipynb").read_text()
    assert _record(report.folder)["state"] == "failed"
    assert {path: path.read_bytes() for path in again.paths().reports.glob("chapters/*")} == before
    assert {path.name for path in again.paths().runs.iterdir()} - runs == {report.folder.name}


def test_a_failed_notebook_runs_again_once_mended_and_the_rest_comes_from_the_cache(again):
    mended = (again.notebooks / "02_coding.ipynb").read_text()
    _fail_in_coding(again, "1 / 0")
    with pytest.raises(WorkFailed):
        run_study(again)
    (again.notebooks / "02_coding.ipynb").write_text(mended)
    assert _run_again(run_study(again)) == set()


def test_a_person_s_file_that_a_notebook_refused_keeps_its_sentence_and_its_code(again):
    _fail_in_coding(again, "from useit_eval.ground.errors import InputRefused\nraise InputRefused('no unit', 'figures.csv, row 7', 'Fill it in.')")
    with pytest.raises(InputRefused, match=r"figures\.csv, row 7: no unit\. Fill it in\.") as caught:
        run_study(again)
    assert caught.value.exit_code == ExitCode.INPUT_REFUSED


def test_a_notebook_that_gives_less_than_it_declares_has_failed(again):
    write_notebook(again.notebooks, "02_coding", "1 + 1", needs=["findings:sources"], gives=["findings:coding"])
    with pytest.raises(WorkFailed, match="declares that it gives findings:coding"):
        run_study(again)


def test_a_file_that_nobody_declares_is_refused_for_the_cache_would_lose_it(again):
    write_notebook(again.notebooks, "05_more", give("pages", "more.html"), needs=["findings:coding"])
    with pytest.raises(WorkFailed, match=r"pages/more\.html was written, but no notebook declares"):
        run_study(again)


def test_a_folder_of_the_project_may_hold_braces(project):
    moved = project.root.with_name("project {x}")
    project.root.rename(moved)
    report = run_study(type(project)(moved, project.study))
    assert set(_states(report).values()) == {"done"}


def test_a_missing_study_names_those_there_are(project):
    with pytest.raises(UsageError, match="Studies here: demo"):
        run_study(project, "other")


@pytest.mark.skipif(os.name != "posix", reason="kernels are forked on POSIX only")
@pytest.mark.parametrize("plain", ["", "1"])
def test_ctrl_c_stops_the_run_its_kernels_and_the_warm_process_within_five_seconds(project, tmp_path, plain):
    marks = tmp_path / "pids"
    cell = f"import os, time\nopen({str(marks)!r}, 'a').write(f'{{os.getpid()}} {{os.getppid()}}\\n')\ntime.sleep(120)"
    for name in ("02_coding", "03_evidence"):
        write_notebook(project.notebooks, name, cell, needs=["findings:sources"])
    write_notebook(project.notebooks, "04_write_chapters", "1")
    code = "import sys; from useit_eval.cli import main; sys.exit(main(['--root', sys.argv[1], 'run']))"
    environment = {**os.environ, "USEIT_PLAIN_KERNELS": plain}
    run = subprocess.Popen(
        [sys.executable, "-c", code, str(project.root)], stderr=subprocess.PIPE, text=True, env=environment, cwd=Path.cwd(),
        start_new_session=True,
    )
    assert wait_until(lambda: marks.is_file() and len(marks.read_text().splitlines()) == 2, seconds=60)
    pids = {int(pid) for line in marks.read_text().splitlines() for pid in line.split()} - {run.pid}
    begun = time.monotonic()
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=20)
    assert time.monotonic() - begun < 5
    assert run.returncode == ExitCode.INTERRUPTED
    assert "Stopped." in said
    assert "Traceback" not in said
    assert wait_until(lambda: not any(lives(pid) for pid in pids), seconds=5 - (time.monotonic() - begun))
    assert [path.suffix for path in project.paths().runs.iterdir()] == [".failed"]
    assert _record(next(project.paths().runs.iterdir()))["state"] == "interrupted"
