"""The first start, without a network: what counts as ready, what is done in which order, and what people are told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from useit_eval import setting_up
from useit_eval.ground.errors import ExitCode, UsageError, WorkFailed
from useit_eval.setting_up import Clone


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    for name in setting_up.MADE_FROM:
        (tmp_path / name).write_text(f"{name} as first written", "utf-8")
    return Clone(tmp_path)


@pytest.fixture
def commands(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Every command that the set-up runs, noted instead of run; making the environment leaves a Python behind."""
    ran: list[list[str]] = []

    def note(command, **_):
        ran.append(command)
        if "venv" in command:
            clone.python.parent.mkdir(parents=True, exist_ok=True)
            clone.python.write_text("", "utf-8")
        return subprocess.CompletedProcess(command, 0, stdout="", stderr="")

    monkeypatch.setattr(setting_up.subprocess, "run", note)
    return ran


def test_the_set_up_makes_an_environment_then_uv_then_the_lock_then_the_project(clone, commands):
    setting_up.set_up(clone)
    venv, uv, _settings, packages, project = commands
    assert venv[1:] == ["-m", "venv", str(clone.venv)]
    assert uv[1:4] == ["-m", "pip", "install"]
    assert "--require-hashes" in uv
    assert {"--compile-bytecode", "--require-hashes", str(clone.root / "requirements.lock")} <= set(packages)
    assert project[-2:] == ["--editable", str(clone.root)]
    assert {"--no-deps", "--no-build-isolation"} <= set(project)


def test_a_second_start_runs_nothing(clone, commands):
    setting_up.set_up(clone)
    commands.clear()
    setting_up.set_up(clone)
    assert commands == []
    assert clone.is_ready()


@pytest.mark.parametrize("name", setting_up.MADE_FROM)
def test_a_change_of_what_is_installed_sets_up_again_in_the_same_environment(clone, commands, name):
    setting_up.set_up(clone)
    commands.clear()
    (clone.root / name).write_text("changed", "utf-8")
    assert not clone.is_ready()
    setting_up.set_up(clone)
    assert [command for command in commands if "venv" in command] == []
    assert len(commands) == 4


def test_a_clone_that_was_moved_gets_a_new_environment(clone, commands, tmp_path):
    setting_up.set_up(clone)
    stamp = json.loads(clone.stamp.read_text("utf-8"))
    clone.stamp.write_text(json.dumps({**stamp, "root": str(tmp_path / "elsewhere")}), "utf-8")
    commands.clear()
    setting_up.set_up(clone)
    assert "venv" in commands[0]


def test_a_set_up_that_fails_leaves_no_stamp_and_says_in_one_sentence_what_to_do(clone, monkeypatch):
    answer = subprocess.CompletedProcess([], 1, stdout="OSError: [Errno 28] No space left on device")
    monkeypatch.setattr(setting_up.subprocess, "run", lambda *_, **__: answer)
    with pytest.raises(WorkFailed) as failed:
        setting_up.set_up(clone)
    assert "the disk is full" in str(failed.value)
    assert "Free about 2 GB" in str(failed.value)
    assert failed.value.exit_code == ExitCode.WORK_FAILED
    assert not clone.is_ready()


def test_what_pip_and_uv_printed_is_kept_in_a_log(clone, commands, monkeypatch):
    setting_up.set_up(clone)
    assert "3 of 4: the packages" in clone.log.read_text("utf-8")


@pytest.mark.parametrize(
    ("output", "what"),
    [
        (
            "error: Request failed\n  Caused by: dns error: failed to lookup address information",
            "the package registry cannot be reached",
        ),
        ("WARNING: Retrying after connection broken by 'NewConnectionError'", "the package registry cannot be reached"),
        ("error: Failed to extract: No space left on device (os error 28)", "the disk is full"),
        (
            "The virtual environment was not created: ensurepip is not available.",
            "this Python cannot make environments",
        ),
        ("error: Hash mismatch for `numpy==2.4.0`", "a package is not the one that was pinned"),
        ("error: failed to create file: Access is denied. (os error 5)", "a file may not be written"),
        ("Something nobody has seen before", "a step of the set-up failed"),
    ],
)
def test_a_fault_of_pip_or_uv_is_told_in_plain_words(output, what):
    assert setting_up.explain(output)[0] == what


def test_too_little_room_is_said_before_anything_is_fetched(clone, commands, monkeypatch):
    usage = type("Usage", (), {"free": 300_000_000})
    monkeypatch.setattr(setting_up.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(WorkFailed, match=r"the disk has 0\.3 GB free, and the set-up needs 2 GB"):
        setting_up.set_up(clone)
    assert commands == []


@pytest.mark.parametrize("version", [(3, 8, 10), (3, 10, 14), (2, 7, 18)])
def test_a_python_that_is_too_old_is_told_so(version):
    with pytest.raises(UsageError, match=r"needs 3\.11 or newer"):
        setting_up.check_python(version)


def test_the_index_that_pip_was_told_of_is_passed_to_uv_and_never_written_down(clone, monkeypatch):
    told = "global.index-url='https://mirror.example/simple'\n:env:.cert='/certs/ours.pem'\n"
    monkeypatch.setattr(setting_up.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, stdout=told))
    for name in ("UV_INDEX_URL", "UV_DEFAULT_INDEX", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    settings = setting_up._index_settings("python")
    assert settings == {"UV_DEFAULT_INDEX": "https://mirror.example/simple", "SSL_CERT_FILE": "/certs/ours.pem"}
    setting_up.set_up(clone)
    assert "mirror.example" not in clone.stamp.read_text("utf-8")


def test_an_index_that_uv_was_told_of_itself_stands(monkeypatch):
    told = "global.index-url='https://mirror.example/simple'\n"
    monkeypatch.setattr(setting_up.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, stdout=told))
    monkeypatch.setenv("UV_INDEX_URL", "https://other.example/simple")
    assert "UV_DEFAULT_INDEX" not in setting_up._index_settings("python")


def test_from_an_installed_wheel_there_is_nothing_to_set_up(tmp_path):
    (tmp_path / "site-packages" / "useit_eval").mkdir(parents=True)
    assert setting_up.find_clone(tmp_path / "site-packages" / "useit_eval") is None


def test_an_environment_that_carries_the_project_already_is_used_as_it_is(clone, commands, monkeypatch):
    monkeypatch.setattr(setting_up, "find_clone", lambda: clone)
    monkeypatch.setattr(setting_up.importlib.metadata, "version", lambda _: "0.1.0")
    assert setting_up.enter(["status"]) is None
    assert commands == []


def test_on_windows_the_work_is_done_by_the_environments_python_and_its_exit_code_handed_back(
    clone, commands, monkeypatch
):
    monkeypatch.setattr(setting_up, "find_clone", lambda: clone)
    monkeypatch.setattr(setting_up, "_is_installed_here", lambda: False)
    monkeypatch.setattr(Clone, "python", property(lambda self: self.venv / "Scripts" / "python.exe"))
    monkeypatch.setattr(setting_up, "set_up", lambda _: None)
    monkeypatch.setattr(setting_up, "_on_windows", lambda: True)
    called: list[list[str]] = []
    monkeypatch.setattr(setting_up.subprocess, "call", lambda command: called.append(command) or 3)
    assert setting_up.enter(["run", "--only", "chapters"]) == 3
    assert called == [[str(clone.python), "-m", "useit_eval", "run", "--only", "chapters"]]


@pytest.mark.skipif(sys.platform == "win32", reason="the lock of a file works otherwise on Windows")
def test_two_starts_at_once_wait_for_one_another(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from useit_eval.setting_up import _alone\n"
        "with _alone(Path(sys.argv[1])):\n"
        "    begun = time.monotonic(); time.sleep(0.4); print(begun, time.monotonic())"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "lock")]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    (_, first_end), (second_begin, _) = sorted(tuple(map(float, p.communicate()[0].split())) for p in started)
    assert second_begin >= first_end


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_fresh_clone_sets_itself_up_and_answers(tmp_path):
    root = Path(__file__).resolve().parents[1]
    subprocess.run(["git", "clone", "-q", str(root), str(tmp_path / "clone")], check=True)
    base = [
        path
        for path in (Path(sys.base_prefix) / "bin" / "python3", Path(sys.base_prefix) / "python.exe")
        if path.is_file()
    ]
    done = subprocess.run(
        [str(base[0]), "-m", "useit_eval", "--help"],
        cwd=tmp_path / "clone",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "status" in done.stdout
    assert Clone(tmp_path / "clone").is_ready()
