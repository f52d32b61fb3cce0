import os
import socket
import sys

import pytest

from useit_eval.runs.kernels import kernel_manager, open_kernels
from useit_eval.runs.managing import ForkedProcess, PromptClient

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kernels are forked on POSIX only")


def test_a_forked_process_lives_as_long_as_its_socket_is_open():
    mine, its = socket.socketpair()
    process = ForkedProcess(2**22 + 1, mine)
    assert process.poll() is None
    its.close()
    assert process.poll() == process.wait() == 0
    process.kill()  # nothing happens to whoever has this number now


def test_a_manager_starts_this_python_whatever_kernels_a_person_has(tmp_path, monkeypatch):
    monkeypatch.setenv("USEIT_PLAIN_KERNELS", "1")
    kernels = open_kernels(tmp_path, log=tmp_path / "log")
    try:
        manager = kernel_manager(kernels)(kernel_name="python3")
        assert manager.kernel_spec.argv[0] == sys.executable
        assert manager.transport == "ipc"
        assert manager.client_factory is PromptClient
        assert kernel_manager(kernels)(kernel_name="python3").connection_file != manager.connection_file
    finally:
        kernels.close()


def test_a_folder_with_too_long_a_name_falls_back_to_the_loopback(tmp_path, monkeypatch):
    monkeypatch.setenv("USEIT_PLAIN_KERNELS", "1")
    kernels = open_kernels(tmp_path, log=tmp_path / "log")
    try:
        kernels.folder = tmp_path / ("long" * 30)
        manager = kernel_manager(kernels)(kernel_name="python3")
        assert (manager.transport, manager.ip) == ("tcp", "127.0.0.1")
    finally:
        kernels.close()
