"""The Lab without a browser: copies of notebooks, folders of the project's own, arguments that keep it on this machine."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from useit_eval import lab
from useit_eval.ground import project as projects
from useit_eval.ground.errors import InputRefused, UsageError


def notebook(text: str = "print(study)") -> str:
    """Return a notebook with a parameters cell and one other."""
    cells = [
        {
            "cell_type": "code",
            "metadata": {"tags": ["parameters"]},
            "source": ['study: str = "useit"  # which study\n', "round = 1"],
        },
        {"cell_type": "code", "metadata": {}, "source": [text]},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def project(tmp_path: Path) -> projects.Project:
    (tmp_path / "useit.toml").write_text('format = "useit-project/1"\nstudy = "city"\n', "utf-8")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / lab.FIRST).write_text(notebook(), "utf-8")
    return projects.find(tmp_path)


def test_the_copy_names_the_study_and_the_template_stays_as_it_was(project):
    before = (project.notebooks / lab.FIRST).read_bytes()
    folder = lab.copy_notebooks(project, "city")
    parameters = json.loads((folder / lab.FIRST).read_text("utf-8"))["cells"][0]["source"]
    assert "".join(parameters) == 'study: str = "city"  # which study\nround = 1'
    assert (project.notebooks / lab.FIRST).read_bytes() == before
    assert folder == project.root / "work" / "city"
    assert (project.root / "work" / ".gitignore").read_text("utf-8") == "*\n"


def test_the_copy_shows_nothing_of_the_study_that_the_template_was_kept_with(project):
    shown = json.loads(notebook())
    shown["cells"][1] |= {"execution_count": 2, "outputs": [{"output_type": "stream", "name": "stdout", "text": "useit"}]}
    (project.notebooks / lab.FIRST).write_text(json.dumps(shown), "utf-8")
    copied = json.loads((lab.copy_notebooks(project, "city") / lab.FIRST).read_text("utf-8"))
    assert [(cell["outputs"], cell["execution_count"]) for cell in copied["cells"]] == [([], None), ([], None)]


def test_a_copy_on_which_somebody_works_is_left_as_it_is(project):
    folder = lab.copy_notebooks(project, "city")
    (folder / lab.FIRST).write_text("words of a respondent", "utf-8")
    lab.copy_notebooks(project, "city")
    assert (folder / lab.FIRST).read_text("utf-8") == "words of a respondent"


def test_when_the_template_changes_the_old_copy_is_set_aside_and_not_lost(project):
    folder = lab.copy_notebooks(project, "city")
    (folder / lab.FIRST).write_text("words of a respondent", "utf-8")
    (project.notebooks / lab.FIRST).write_text(notebook("print(round)"), "utf-8")
    lab.copy_notebooks(project, "city")
    assert "print(round)" in (folder / lab.FIRST).read_text("utf-8")
    assert [path.read_text("utf-8") for path in (folder / "earlier").iterdir()] == ["words of a respondent"]


def test_a_template_that_is_no_notebook_is_refused(project):
    (project.notebooks / lab.FIRST).write_text("{", "utf-8")
    with pytest.raises(InputRefused, match="the notebook is not JSON"):
        lab.copy_notebooks(project, "city")


def test_a_study_that_does_not_exist_is_named(project):
    with pytest.raises(UsageError, match="there is no study 'city'"):
        lab.open_lab(project.root)


def test_the_lab_listens_on_the_loopback_address_and_asks_nobody_for_news(tmp_path):
    words = lab.arguments(tmp_path, tmp_path / ".jupyter", port=8123, browser=False)
    assert "--ServerApp.ip=127.0.0.1" in words
    assert "--ServerApp.allow_remote_access=False" in words
    assert "--LabApp.news_url=None" in words
    assert any(word.endswith("NeverCheckForUpdate") for word in words)
    assert "--LabApp.extension_manager=readonly" in words
    assert not any("token" in word for word in words)  # Jupyter makes one; on a command line others could read it


def test_jupyter_and_ipython_read_and_write_in_the_projects_folders_only(project):
    own = lab.settle(project.root)
    variables = lab.environment(project, own)
    folders = [
        variables[name]
        for name in variables
        if name.startswith(("JUPYTER_", "JUPYTERLAB_", "IPYTHONDIR")) and name.endswith("DIR")
    ]
    assert len(folders) == 6
    assert all(folder.startswith(str(own)) for folder in folders)
    assert variables["USEIT_ROOT"] == str(project.root)


def test_news_and_the_extension_manager_are_switched_off(project):
    own = lab.settle(project.root)
    page = json.loads((own / "config" / "labconfig" / "page_config.json").read_text("utf-8"))
    assert page["disabledExtensions"]["@jupyterlab/extensionmanager-extension"] is True
    quiet = next(own.rglob("notification.jupyterlab-settings"))
    assert json.loads(quiet.read_text("utf-8"))["fetchNews"] == "false"


def test_kernels_speak_over_socket_files_unless_the_folder_lies_too_deep(tmp_path):
    near = lab.arguments(tmp_path, Path("/p/.jupyter"), port=1, browser=False)
    deep = lab.arguments(tmp_path, Path("/" + "deep/" * 20), port=1, browser=False)
    assert ("--KernelManager.transport=ipc" in near) is (lab.os.name != "nt")
    assert "--KernelManager.transport=ipc" not in deep


def test_a_project_keeps_its_port_so_that_a_browser_finds_again_what_it_kept(tmp_path):
    port = lab.usual_port(tmp_path)
    assert lab.usual_port(tmp_path) == port
    assert 20_000 <= port < 30_000
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        assert lab.usual_port(tmp_path) != port
    assert lab.usual_port(tmp_path / "another") != port
