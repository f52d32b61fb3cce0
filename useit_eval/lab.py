"""JupyterLab on this machine only, with folders of the project's own and copies of the notebooks.

Three promises: nothing leaves the machine (loopback, token, no news, no update check, no extension manager); nothing of
the person's own Jupyter set-up is read or changed; and what a notebook shows, respondents' words among it, is saved
only in folders that git ignores, because the notebooks that open are copies.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from useit_eval.ground import project as projects
from useit_eval.ground.errors import InputRefused, UsageError
from useit_eval.ground.safe_files import write_whole

FIRST = "00_start_here.ipynb"
SEEN = ".copied_from.json"
LONGEST_SOCKET = 100  # a Unix socket's path may have 107 bytes; some are needed for the counter at its end
QUIET = {"fetchNews": "false", "checkForUpdates": False}
SWITCHED_OFF = {"@jupyterlab/extensionmanager-extension": True, "@jupyterlab/apputils-extension:announcements": True}


def open_lab(root: Path | str | None = None, *, study: str | None = None, port: int = 0, browser: bool = True) -> int:
    """Open JupyterLab on copies of a study's notebooks and return its exit code once it is closed.

    Without a port the project's usual one is taken, or any free one where that is in use. Raises UsageError when the project or the study is not there.
    """
    project = projects.find(root)
    name = project.paths(study).require().study
    folder = copy_notebooks(project, name)
    own = settle(project.root)
    command = [sys.executable, *arguments(folder, own, port=port or usual_port(own), browser=browser)]
    return _become(command, environment(project, own))


def copy_notebooks(project: projects.Project, study: str) -> Path:
    """Return the folder of a study's own notebook copies, made or brought up to date.

    A copy on which somebody works is left as it is. When its template has changed since, the copy is set aside under
    ``earlier/`` and a fresh one takes its place. Raises UsageError when the project has no notebooks, and InputRefused
    when a notebook is not JSON.
    """
    templates = sorted(project.notebooks.glob("*.ipynb"))
    if not templates:
        raise UsageError("there are no notebooks", str(project.notebooks), "Fetch the project again.")
    folder = project.root / "work" / study
    _ignore(project.root / "work")
    seen = _read_seen(folder / SEEN)
    for template in templates:
        raw = template.read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        copy = folder / template.name
        if copy.is_file() and seen.get(template.name) == digest:
            continue
        _set_aside(copy)
        write_whole(copy, _for_study(raw, study, where=str(template)))
        seen[template.name] = digest
    write_whole(folder / SEEN, json.dumps(seen, indent=1))
    return folder


def settle(root: Path) -> Path:
    """Return the project's own Jupyter folder, with news, update checks and the extension manager switched off in it."""
    own = root / ".jupyter"
    _ignore(own)
    quiet = own / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    write_whole(quiet, json.dumps(QUIET))
    write_whole(own / "config" / "labconfig" / "page_config.json", json.dumps({"disabledExtensions": SWITCHED_OFF}))
    return own


def arguments(folder: Path, own: Path, *, port: int, browser: bool) -> list[str]:
    """Return the words after ``python`` that start JupyterLab on a folder, for this machine alone."""
    words = [
        "-m", "jupyterlab",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.allow_remote_access=False",
        "--ServerApp.answer_yes=True",
        f"--ServerApp.open_browser={browser}",
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{FIRST}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]  # fmt: skip
    if (
        getattr(os, "geteuid", lambda: 1)() == 0
    ):  # in a container one often is root; the loopback address stands all the same
        words.append("--ServerApp.allow_root=True")
    # Over a socket file no other account of this machine can listen in; Windows and deep folders have to use ports.
    if os.name != "nt" and len(str(own / "runtime" / "kernel-")) + 40 < LONGEST_SOCKET:
        words.append("--KernelManager.transport=ipc")
    return words


def environment(project: projects.Project, own: Path) -> dict[str, str]:
    """Return the environment of the Lab: Jupyter and IPython read and write in the project's own folders only."""
    folders = {
        "JUPYTER_CONFIG_DIR": own / "config",
        "JUPYTER_DATA_DIR": own / "data",
        "JUPYTER_RUNTIME_DIR": own / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": own / "lab" / "user-settings",
        "JUPYTERLAB_WORKSPACES_DIR": own / "lab" / "workspaces",
        "IPYTHONDIR": own / "ipython",
    }
    set_here = {name: str(folder) for name, folder in folders.items()}
    return {**os.environ, **set_here, projects.ENVIRONMENT: str(project.root), "JUPYTER_PLATFORM_DIRS": "0"}


def usual_port(own: Path) -> int:
    """Return the port that belongs to a project's Jupyter folder, or any free one while something uses it.

    What a browser keeps (acts of the coder not yet saved, the reading place) it keeps by address and port.
    """
    wanted = 20_000 + int(hashlib.sha256(str(own.resolve()).encode()).hexdigest(), 16) % 10_000
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return free_port()
    return wanted


def free_port() -> int:
    """Return a port of the loopback address that nothing uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _ignore(folder: Path) -> None:
    """Make a folder that git ignores wherever it lies, whatever the project's own .gitignore says."""
    write_whole(folder / ".gitignore", "*\n")


def _read_seen(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _set_aside(copy: Path) -> None:
    if copy.is_file():
        earlier = copy.parent / "earlier"
        earlier.mkdir(exist_ok=True)
        copy.replace(earlier / f"{copy.stem}_{time.strftime('%Y%m%dT%H%M%S')}.ipynb")


def _for_study(raw: bytes, study: str, *, where: str) -> str:
    """The template as text, with the study named in its parameters cell, and without what it showed of another study."""
    try:
        notebook = json.loads(raw)
    except ValueError as error:
        raise InputRefused(f"the notebook is not JSON ({error})", where, "Fetch the project again.") from None
    for cell in notebook.get("cells", []):
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
        if "parameters" in cell.get("metadata", {}).get("tags", []):
            cell["source"] = [_name_study(line, study) for line in _lines(cell["source"])]
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _lines(source: str | list[str]) -> list[str]:
    return ("".join(source)).splitlines(keepends=True)


def _name_study(line: str, study: str) -> str:
    """The line that sets ``study``, with another study's name; its type and remark stay as they are."""
    before, equals, after = line.partition("=")
    if before.split(":")[0].strip() != "study" or not equals:
        return line
    remark = f"  #{after.partition('#')[2]}" if "#" in after else "\n" if line.endswith("\n") else ""
    return f'{before}= "{study}"{remark}'


def _become(command: list[str], variables: dict[str, str]) -> int:
    """Let Jupyter take this process's place, so that Ctrl-C and a closed window reach it and not a parent."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], command, variables)
    process = subprocess.Popen(command, env=variables)
    try:
        return process.wait()
    except KeyboardInterrupt:  # Jupyter got it too, and closes its kernels
        return process.wait(timeout=10)
