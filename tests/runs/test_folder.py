import json
import os
import time

import pytest

from useit_eval.ground.errors import WorkFailed
from useit_eval.runs.folder import FAILED_KEPT, failed_path, open_folder, set_stale_aside, whole_path


def test_a_run_is_built_under_a_partial_name_and_renamed_when_whole(tmp_path):
    with open_folder(tmp_path, "one") as folder:
        assert folder.name == "one.partial"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
    assert whole_path(folder) == tmp_path / "one"


def _fail(runs, name, error=ValueError):
    with pytest.raises(error), open_folder(runs, name) as folder:
        (folder / "run.json").write_text('{"state": "running"}')
        raise error


@pytest.mark.parametrize(("error", "state"), [(ValueError, "failed"), (KeyboardInterrupt, "interrupted")])
def test_a_run_that_is_not_finished_never_looks_finished(tmp_path, error, state):
    _fail(tmp_path, "one", error)
    assert [path.name for path in tmp_path.iterdir()] == ["one.failed"]
    assert json.loads((failed_path(tmp_path / "one") / "run.json").read_text())["state"] == state


def test_only_the_last_failed_runs_are_kept(tmp_path):
    for number in range(FAILED_KEPT + 2):
        _fail(tmp_path, f"{number}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2.failed", "3.failed", "4.failed"]


def test_two_runs_of_one_second_get_two_folders(tmp_path):
    with open_folder(tmp_path, "one"), open_folder(tmp_path, "one"):
        pass
    with open_folder(tmp_path, "one"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "one-2", "one-3"]


def test_a_partial_run_that_nobody_wrote_to_for_a_day_is_set_aside(tmp_path):
    old, new = tmp_path / "old.partial", tmp_path / "new.partial"
    for folder in (old, new):
        folder.mkdir()
    day_before_yesterday = time.time() - 2 * 24 * 3600
    os.utime(old, (day_before_yesterday, day_before_yesterday))
    set_stale_aside(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.partial", "old.failed"]


def test_a_folder_that_cannot_be_made_is_told_in_plain_words(tmp_path):
    (tmp_path / "runs").write_text("a file in the way")
    with pytest.raises(WorkFailed, match="the folder cannot be written"), open_folder(tmp_path / "runs", "one"):
        pass
