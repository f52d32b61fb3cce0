"""One Chromium for the browser tests: Debian's, with everything that would call home switched off."""

from __future__ import annotations

import shutil
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Chromium's own calls (fields of forms, updates) find nobody: no name but this machine's is known to it. A proxy that
    # a test sets for the server it watches is not the browser's.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.*, EXCLUDE localhost",
    "--no-proxy-server",
)
PICTURES = Path(__file__).resolve().parent / "pictures"


@pytest.fixture(scope="module")  # its event loop runs while it is open, and other tests of the process have loops of their own
def chromium() -> Iterator:
    """Return a running Chromium; the test is skipped where none is installed."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Return the ignored folder in which the tests leave what a person would have seen."""
    PICTURES.mkdir(exist_ok=True)
    return PICTURES


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
