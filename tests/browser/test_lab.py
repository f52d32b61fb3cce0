"""JupyterLab as a person opens it: the first notebook runs through, and nothing leaves the machine."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socketserver
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from useit_eval import lab

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "only-for-this-test"
LOCAL = ("127.0.0.1", "localhost", "::1")

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's study and notebooks, so that the clone stays as it is."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(ROOT / "useit.toml", folder)
    for name in ("codebooks", "notebooks", "data_raw"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def trap() -> Iterator[list[str]]:
    """A proxy on loopback that notes whoever wants to go out, and lets nobody through."""
    asked: list[str] = []

    class Note(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline().decode("latin-1").strip())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Note) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        asked_at = f"http://127.0.0.1:{server.server_address[1]}"
        with pytest.MonkeyPatch.context() as patch:
            for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"):
                patch.setenv(name, asked_at)
            patch.setenv("NO_PROXY", "127.0.0.1,localhost")
            patch.setenv("no_proxy", "127.0.0.1,localhost")
            yield asked
        server.shutdown()


@pytest.fixture(scope="module")
def server(
    project: Path, trap: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, subprocess.Popen]]:
    """The Lab as `make lab` starts it, without opening the person's own browser."""
    port = lab.free_port()
    log = tmp_path_factory.mktemp("log") / "lab.log"
    command = [sys.executable, "-m", "useit_eval", "lab", "--root", str(project), "--no-browser", "--port", str(port)]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "JUPYTER_TOKEN": TOKEN}, stdout=file, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}/api?token={TOKEN}", log)
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def test_lab_runs_the_first_notebook_to_its_end_and_nothing_leaves_the_machine(
    server, chromium, project, trap, pictures
):
    address, process = server
    outside: list[str] = []
    context = chromium.new_context(viewport={"width": 1280, "height": 1600})
    context.on("request", lambda request: _note_foreign(request.url, outside))
    page = context.new_page()
    page.on("websocket", lambda socket: _note_foreign(socket.url, outside))
    with _watch_connections(process.pid) as strangers:
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


def _note_foreign(url: str, outside: list[str]) -> None:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOCAL:
        outside.append(url)


def _wait_until_it_answers(url: str, log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(120):
        with contextlib.suppress(OSError):
            opener.open(url, timeout=5).close()
            return
        time.sleep(0.5)
    pytest.fail(f"JupyterLab did not answer. Its log: {log.read_text('utf-8', 'replace')[-2000:]}")


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


@contextlib.contextmanager
def _watch_connections(pid: int) -> Iterator[set[str]]:
    """Note every address that the Lab's processes are connected to and that is not this machine."""
    strangers: set[str] = set()
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.2):
            with contextlib.suppress(psutil.Error):
                for process in (parent := psutil.Process(pid), *parent.children(recursive=True)):
                    for one in process.net_connections(kind="inet"):
                        if one.raddr and not one.raddr.ip.startswith(("127.", "::1", "::ffff:127.")):
                            strangers.add(f"{one.raddr.ip}:{one.raddr.port}")

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield strangers
    finally:
        done.set()
        watcher.join()
