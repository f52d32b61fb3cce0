import os
import stat

import pytest

from tests.runs.processes import lives, wait_until
from tests.runs.projects import write_notebook
from useit_eval.runs import kernels as kernels_module
from useit_eval.runs.kernels import PLAIN, can_fork, open_kernels
from useit_eval.runs.running import run_notebook
from useit_eval.runs.templates import read_notebook

pytestmark = [pytest.mark.notebooks, pytest.mark.skipif(os.name != "posix", reason="kernels are forked on POSIX only")]
WHO = "import os, sys, json; print(json.dumps([os.getpid(), os.getppid(), os.getcwd(), os.environ['USEIT_ROOT'], sys.executable]))"


@pytest.fixture
def kernels(tmp_path):
    (tmp_path / "root").mkdir()
    opened = open_kernels(tmp_path / "root", log=tmp_path / "kernels.log")
    yield opened
    opened.close()


def _run(kernels, tmp_path, *cells, name="01_a"):
    import json

    path = write_notebook(tmp_path / "notebooks", name, *cells)
    copy = tmp_path / "copies" / f"{name}.ipynb"
    seen = []
    failure = run_notebook(read_notebook(path), {}, kernels=kernels, copy=copy, on_cell=lambda: seen.append(1))
    return failure, json.loads(copy.read_text()), seen


def _printed(document):
    import json

    return json.loads(document["cells"][-1]["outputs"][0]["text"][0])


def test_a_kernel_is_forked_from_the_warm_process_and_works_in_the_project(kernels, tmp_path):
    failure, document, seen = _run(kernels, tmp_path, WHO)
    pid, parent, folder, root, _ = _printed(document)
    assert failure is None
    assert kernels.forked == 1
    assert parent == kernels.zygote.pid
    assert folder == root == str(tmp_path / "root")
    assert len(seen) == 2
    assert wait_until(lambda: not lives(pid))


def test_a_plain_kernel_gives_the_same_where_forking_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv(PLAIN, "1")
    (tmp_path / "root").mkdir()
    kernels = open_kernels(tmp_path / "root", log=tmp_path / "kernels.log")
    try:
        failure, document, _ = _run(kernels, tmp_path, WHO)
    finally:
        kernels.close()
    pid, parent, folder, root, _ = _printed(document)
    assert failure is None
    assert (kernels.zygote, kernels.forked) == (None, 0)
    assert parent == os.getpid()
    assert folder == root == str(tmp_path / "root")
    assert wait_until(lambda: not lives(pid))


def test_a_plain_kernel_takes_over_when_the_warm_process_has_died(kernels, tmp_path):
    kernels.zygote.kill()
    kernels.zygote.wait()
    failure, document, _ = _run(kernels, tmp_path, WHO)
    assert failure is None
    assert kernels.forked == 0
    assert _printed(document)[1] == os.getpid()


def test_kernels_speak_over_private_sockets_and_not_over_the_network(kernels, tmp_path):
    code = "from ipykernel.kernelapp import IPKernelApp as K; import json; print(json.dumps([K.instance().transport, K.instance().ip]))"
    _, document, _ = _run(kernels, tmp_path, code)
    transport, place = _printed(document)
    assert transport == "ipc"
    assert place.startswith(str(kernels.folder))
    assert stat.S_IMODE(kernels.folder.stat().st_mode) & 0o077 == 0


def test_two_kernels_do_not_share_their_chance(kernels, tmp_path):
    code = "import json, random, numpy; print(json.dumps([random.random(), float(numpy.random.random())]))"
    drawn = [_printed(_run(kernels, tmp_path, code, name=name)[1]) for name in ("01_a", "02_b")]
    assert drawn[0][0] != drawn[1][0]
    assert drawn[0][1] != drawn[1][1]


def test_the_warm_process_has_one_thread_when_it_forks(kernels, tmp_path):
    _run(kernels, tmp_path, "import pandas, pyarrow")
    tasks = f"/proc/{kernels.zygote.pid}/task"
    assert not os.path.isdir(tasks) or len(os.listdir(tasks)) == 1


def test_closing_ends_every_process_and_deletes_the_sockets(kernels, tmp_path):
    fork = kernels.fork(["-f", str(kernels.next_connection())], cwd=str(tmp_path), env={})
    pid, line = fork
    zygote = kernels.zygote.pid
    kernels.close()
    kernels.close()
    assert wait_until(lambda: not lives(pid), seconds=5)
    assert not lives(zygote)
    assert line.recv(1) == b""
    assert not kernels.folder.exists()


def test_kernels_end_when_the_run_itself_is_killed(kernels, tmp_path):
    pid, _ = kernels.fork(["-f", str(kernels.next_connection())], cwd=str(tmp_path), env={})
    os.close(kernels.requests.detach())  # what the system does when a process is killed
    assert wait_until(lambda: not lives(pid), seconds=5)
    assert kernels.zygote.wait(timeout=5) == 0


def test_no_kernel_starts_after_closing(kernels, tmp_path):
    kernels.close()
    failure, _, _ = _run(kernels, tmp_path, "1 + 1")
    assert failure is not None
    assert kernels.processes == []
    with pytest.raises(RuntimeError, match="being stopped"):
        kernels.adopt(None)


def test_a_kernel_that_dies_is_told_and_its_copy_is_marked(kernels, tmp_path):
    failure, document, _ = _run(kernels, tmp_path, "1 + 1", "import os; os._exit(3)")
    assert failure.error == "DeadKernelError"
    assert "This notebook failed" in document["cells"][0]["source"]


def test_forking_can_be_switched_off_and_needs_posix(monkeypatch):
    monkeypatch.setenv(PLAIN, "1")
    assert not can_fork()
    monkeypatch.setenv(PLAIN, "0")
    assert can_fork()
    monkeypatch.setattr(kernels_module.os, "name", "nt")
    assert not can_fork()
