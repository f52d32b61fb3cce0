"""JupyterLab as a person opens it: the first notebook runs through, and nothing leaves the machine."""

from __future__ import annotations

import json
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.lab_server import ROOT, TOKEN, copy_project, note_foreign, running_lab, watch_connections
from useit_eval import lab

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's studies and notebooks."""
    return copy_project(tmp_path_factory.mktemp("lab"), "codebooks", "notebooks", "data_raw")


@pytest.fixture(scope="module")
def server(project: Path, trap: list[str]) -> Iterator[tuple[str, subprocess.Popen]]:
    """The Lab on the project, all of whose ways out are watched."""
    with running_lab(project) as running:
        yield running


def test_lab_runs_the_first_notebook_to_its_end_and_nothing_leaves_the_machine(
    server, chromium, project, trap, pictures
):
    address, process = server
    outside: list[str] = []
    context = chromium.new_context(viewport={"width": 1280, "height": 1600})
    context.on("request", lambda request: note_foreign(request.url, outside))
    page = context.new_page()
    page.on("websocket", lambda socket: note_foreign(socket.url, outside))
    with watch_connections(process.pid) as strangers:
        page.goto(f"{address}/?token={TOKEN}")  # the address that the Lab opens for a person
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)  # the kernel has answered
        page.wait_for_timeout(1000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        _take_kernel(page)
        try:
            notebook = _saved_when_idle(page, project / "work" / "useit" / lab.FIRST)
        finally:
            page.screenshot(path=pictures / "lab_start_here.png")
        _scroll_to_end(page)
        page.screenshot(path=pictures / "lab_start_here_end.png")
    context.close()
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    assert [output["evalue"] for output in outputs if output["output_type"] == "error"] == []
    assert all(cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code" and cell["source"])
    assert outside == []
    assert trap == []
    assert strangers == set()


def test_the_template_that_git_tracks_is_untouched_by_work_in_the_lab(server, project):
    tracked = (ROOT / "notebooks" / lab.FIRST).read_bytes()
    assert (project / "notebooks" / lab.FIRST).read_bytes() == tracked
    assert (project / "work" / ".gitignore").read_text("utf-8") == "*\n"


def test_lab_answers_nobody_without_the_token(server):
    address, _ = server
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(f"{address}/api/contents")
    assert refused.value.code == 403


def test_lab_writes_jupyters_files_in_the_projects_own_folder(server, project):
    assert any((project / ".jupyter" / "runtime").glob("jpserver-*.json"))
    settings = next((project / ".jupyter").rglob("notification.jupyterlab-settings"))
    assert json.loads(settings.read_text("utf-8")) == {"fetchNews": "false", "checkForUpdates": False}


def _take_kernel(page) -> None:
    """Answer Lab's question for a kernel, which it asks when somebody is quicker than the kernel's start."""
    page.wait_for_timeout(1000)
    select = page.locator(".jp-Dialog").get_by_role("button", name="Select", exact=True)
    if select.count():
        select.click()


def _saved_when_idle(page, path: Path) -> dict:
    """Save until the file shows that the last code cell has run; return the notebook."""
    for _ in range(90):
        page.wait_for_timeout(1000)
        page.keyboard.press("Control+s")
        page.wait_for_timeout(300)
        try:
            notebook = json.loads(path.read_text("utf-8"))
        except json.JSONDecodeError:  # the server is writing it at this moment
            continue
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and cell["source"]]
        failed = any(output["output_type"] == "error" for cell in code for output in cell["outputs"])
        if failed or code[-1]["execution_count"]:
            return notebook
    pytest.fail("the notebook did not come to rest within two minutes")


def _scroll_to_end(page) -> None:
    page.evaluate("document.querySelectorAll('.jp-WindowedPanel-outer').forEach(e => e.scrollTop = e.scrollHeight)")
    page.wait_for_timeout(500)
