"""What the commands write of a study can be read by its owner alone, whatever the system's default is."""

from __future__ import annotations

import os
import stat

import pytest

from tests.workbench import small_study
from useit_eval.cli import main
from useit_eval.ground.safe_files import write_whole

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file modes mean nothing on this system")


@pytest.fixture(params=[0o000, 0o022, 0o077])
def system_default(request):
    """Set what the system takes from new files' modes."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_store_log_backups_and_folders_are_the_owner_s_alone(tmp_path, system_default):
    small_study.make(tmp_path)
    text = small_study.write_text(tmp_path)
    for verb in (["add", str(text)], ["status"], ["backup"], ["audit", "--verify"]):
        assert main([*verb, "--root", str(tmp_path)]) == 0
    study = tmp_path / "data_processed" / small_study.NAME
    modes = {path.relative_to(study): stat.S_IMODE(path.stat().st_mode) for path in [study, *study.rglob("*")]}
    assert any(path.parts[:1] == ("backups",) for path in modes)
    assert {path: oct(mode) for path, mode in modes.items() if mode & 0o077} == {}
    assert os.umask(system_default) == system_default


def test_a_new_file_is_private_and_one_that_was_shared_stays_shared(tmp_path, system_default):
    write_whole(tmp_path / "new.txt", "words")
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o600
    (tmp_path / "new.txt").chmod(0o644)
    write_whole(tmp_path / "new.txt", "other words")
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o644


def test_reports_runs_and_caches_of_a_run_are_the_owner_s_alone(evaluated):
    folders = [evaluated / "reports" / "useit", evaluated / "data_processed" / "useit"]
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for folder in folders for path in [folder, *folder.rglob("*")]}
    assert len(modes) > 50
    assert {str(path): oct(mode) for path, mode in modes.items() if mode & 0o077 and not path.is_symlink()} == {}
