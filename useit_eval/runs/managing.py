"""Jupyter's view of our kernels: a manager and a provisioner that fork where they can and start plainly where not."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
import time
from queue import Empty
from typing import TYPE_CHECKING, Any, ClassVar

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from useit_eval.runs.kernels import LONGEST_SOCKET_PATH

if TYPE_CHECKING:
    from useit_eval.runs.kernels import Kernels

COMMAND = (sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}")
POLL_SECONDS = 0.01
REPLY_SECONDS, ECHO_SECONDS = 1.0, 0.2


class ForkedProcess:
    """A kernel forked by another process, with the methods of Popen that a provisioner uses.

    Its life is read from a socket that the kernel holds open: process ids may be given anew, an open socket may not.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, line: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._line = line

    def poll(self) -> int | None:
        """Return None while the kernel lives, else 0."""
        if self.returncode is None and select.select([self._line], [], [], 0)[0]:
            self.returncode = 0
            self._line.close()
        return self.returncode

    def wait(self) -> int:
        """Return when the kernel has ended."""
        while self.poll() is None:
            select.select([self._line], [], [], 1)
        return 0

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and what it started."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signum)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


class WarmProvisioner(LocalProvisioner):
    """Fork a kernel from the run's warm process; start one plainly when there is none."""

    kernels: Kernels

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        """Start the kernel that ``cmd`` describes and return its connection."""
        env = {**(kwargs.pop("env", None) or os.environ), **self.kernels.environment}
        cwd = str(self.kernels.root)
        kwargs.pop("cwd", None)
        forked = self.kernels.fork(cmd[3:], cwd=cwd, env=env)
        if forked is not None:
            self.process = ForkedProcess(*forked)
            self.pid = self.pgid = self.process.pid
        elif not self.kernels.closed:
            await super().launch_kernel(cmd, env=env, cwd=cwd, **kwargs)
        self.kernels.adopt(self.process)
        return self.connection_info


class PromptClient(AsyncKernelClient):
    """A client that goes on as soon as the kernel says it is idle, where Jupyter's own listens for a while to silence."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel has answered and its output is heard. Raises RuntimeError when it dies or stays silent."""
        deadline = time.monotonic() + (timeout or float("inf"))
        while not await self._has_answered(self.kernel_info()):
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it answered")
            if time.monotonic() > deadline:
                raise RuntimeError(f"the kernel did not answer in {timeout:.0f} seconds")

    async def _has_answered(self, request: str) -> bool:
        try:
            reply = await self.shell_channel.get_msg(timeout=REPLY_SECONDS)
            while reply["parent_header"].get("msg_id") != request:
                reply = await self.shell_channel.get_msg(timeout=REPLY_SECONDS)
            self._handle_kernel_info_reply(reply)
            heard = {}
            while heard.get("execution_state") != "idle":
                message = await self.iopub_channel.get_msg(timeout=ECHO_SECONDS)
                heard = message["content"] if message["parent_header"].get("msg_id") == request else {}
        except Empty:
            return False
        return True


class WarmKernelManager(AsyncKernelManager):
    """A kernel manager for one notebook of a run: this Python, private sockets, no network where the system allows."""

    kernels: ClassVar[Kernels]
    client_class = f"{__name__}.PromptClient"
    client_factory = PromptClient

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        connection = self.kernels.next_connection()
        self.connection_file = str(connection)
        if os.name == "posix" and len(str(connection)) < LONGEST_SOCKET_PATH:
            self.transport = "ipc"
        self.provisioner = WarmProvisioner(kernel_id=self.kernel_id or connection.stem, kernel_spec=self.kernel_spec, parent=self)
        self.provisioner.kernels = self.kernels

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return the specification of this very Python, whatever kernels a person has registered under the name."""
        return KernelSpec(argv=list(COMMAND), display_name="Python 3", language="python")

    async def _async_wait(self, pollinterval: float = POLL_SECONDS) -> None:
        await super()._async_wait(pollinterval=min(pollinterval, POLL_SECONDS))
