"""The server itself: on which addresses it listens, how it starts and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import errno
import signal
import socket
import ssl
import sys
from collections.abc import Callable
from pathlib import Path

import tornado.httpserver
import tornado.netutil

from useit_eval.ground.errors import InputRefused, UsageError, WorkFailed
from useit_eval.workshop.desk import Desk
from useit_eval.workshop.handlers import make_application

HOME = "127.0.0.1"
LINGER = 12.0
"""Seconds for which pages can still learn that the workshop has ended."""
NOWHERE = ("192.0.2.1", 9)  # an address for documents: naming it sends nothing


@dataclasses.dataclass(frozen=True)
class Listening:
    """Open sockets: one on this machine, and one in the network if it is asked for. ``host`` is what people type."""

    sockets: tuple[tuple[socket.socket, ssl.SSLContext | None], ...]
    host: str
    port: int
    names: frozenset[str]

    @property
    def link(self) -> str:
        """Return the link that participants open."""
        scheme = "https" if self.sockets[-1][1] else "http"
        return f"{scheme}://{self.host}:{self.port}/"


def listen(
    port: int, *, lan: bool = False, address: str = "", certificate: Path | None = None, key: Path | None = None
) -> Listening:
    """Return the sockets of a server. Loopback alone unless ``lan``; port 0 takes any free one.

    ``address`` is the number or name that people type, where it cannot be found. Raises WorkFailed for a port in use,
    UsageError when the address of this machine in its network is not known, InputRefused for a certificate that will not do.
    """
    names = {HOME, "localhost"}
    secure = _context(certificate, key) if certificate else None
    place = find_address(address) if lan else ""
    home = _bind(HOME, port)
    port = home.getsockname()[1]
    if not lan:
        return Listening(((home, None),), HOME, port, frozenset(names))
    host = address or place
    try:
        out = _bind(place, port)
    except BaseException:
        home.close()
        raise
    return Listening(((home, None), (out, secure)), host, port, frozenset({*names, place, host.lower()}))


def find_address(wanted: str = "") -> str:
    """Return the number of this machine in its network: the one wanted, or that of the way out. No packet is sent."""
    with contextlib.suppress(OSError), contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        with contextlib.suppress(OSError):
            socket.inet_aton(wanted if wanted.count(".") == 3 else "")
            return wanted
        probe.connect(NOWHERE)
        return probe.getsockname()[0]
    raise UsageError(
        "the address of this machine in its network is not known",
        "",
        "Join the network, or name it: --address 192.168.1.20",
    )


def _bind(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65_535:
        raise UsageError(f"{port} is not a port", "", "Ports are numbers from 1024 to 65535.")
    try:
        return tornado.netutil.bind_sockets(port, host, family=socket.AF_INET)[0]
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            what = f"port {port} is in use by another program"
            raise WorkFailed(what, "", f"Close it, or choose another: --port {port + 1}") from None
        if error.errno == errno.EADDRNOTAVAIL:
            raise UsageError(f"{host} is not an address of this machine", "", "Name the right one: --address") from None
        reason = (error.strerror or "no reason given").lower()
        raise WorkFailed(f"port {port} cannot be opened ({reason})", "", "Choose another: --port 8520") from None


def _context(certificate: Path, key: Path | None) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        made.load_cert_chain(certificate, key, password=lambda: "")
    except (OSError, ValueError):
        what = "the certificate and its key cannot be read, or do not belong together"
        raise InputRefused(what, str(certificate), "Give both as PEM files, without a password.") from None
    return made


async def serve(desk: Desk, listening: Listening, stop: asyncio.Event) -> None:
    """Serve until ``stop`` is set, or the facilitator ends the workshop; what is being saved then is saved first."""
    loop, servers = asyncio.get_running_loop(), []
    desk.on_end = lambda: loop.call_soon_threadsafe(loop.call_later, LINGER, stop.set)
    application = make_application(desk)
    for held, secure in listening.sockets:
        # A little over the limit may come in, so that the page can be told in a sentence.
        server = tornado.httpserver.HTTPServer(
            application, ssl_options=secure, max_body_size=1_000_000, max_header_size=16_384, max_buffer_size=2_000_000,
            idle_connection_timeout=75, body_timeout=30,
        )  # fmt: skip
        server.add_socket(held)
        servers.append(server)
    try:
        await stop.wait()
    finally:
        for server in servers:
            server.stop()
        await loop.run_in_executor(None, desk.lanes.close)
        for server in servers:
            await server.close_all_connections()


def run(desk: Desk, listening: Listening, *, ready: Callable[[], None]) -> None:
    """Serve until Ctrl+C, or until the facilitator ends the workshop. ``ready`` is called once pages can be opened."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.001)  # a comparison being reckoned must not hold a save up
    try:
        asyncio.run(_run(desk, listening, ready))
    except KeyboardInterrupt:  # where signals cannot be listened for, as on Windows
        pass
    finally:
        sys.setswitchinterval(before)


async def _run(desk: Desk, listening: Listening, ready: Callable[[], None]) -> None:
    stop = asyncio.Event()
    for name in ("SIGINT", "SIGTERM"):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(getattr(signal, name), stop.set)
    asyncio.get_running_loop().call_soon(ready)
    desk.lanes.warm()
    await serve(desk, listening, stop)
