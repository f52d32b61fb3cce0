"""Who is spoken to, and from where: the Host and Origin of a request, and the headers that every answer bears."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Mapping

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
POLICY = "; ".join(
    [
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:"),
        *("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Server": "useit-eval",
}


def is_ours(host: str, *, names: Collection[str], port: int, scheme: str) -> bool:
    """Return whether a Host header names this server: a page elsewhere may point its own name at this machine.

    Example:
        >>> is_ours("localhost:8520", names={"localhost"}, port=8520, scheme="http")
        True
        >>> is_ours("evil.example:8520", names={"localhost"}, port=8520, scheme="http")
        False
    """
    usual = {"http": 80, "https": 443}[scheme]
    allowed = {f"{name}:{port}" for name in names} | ({*names} if port == usual else set())
    return host.lower() in allowed


def is_from_here(headers: Mapping[str, str], *, scheme: str, host: str) -> bool:
    """Return whether a POST comes from a page of this very server, as the browser says; without an Origin it does not."""
    site = headers.get("Sec-Fetch-Site", "same-origin")
    return headers.get("Origin", "").lower() == f"{scheme}://{host.lower()}" and site == "same-origin"


def is_loopback(address: str, host: str) -> bool:
    """Return whether somebody at this machine asks, by a name of this machine."""
    try:
        near = ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
    return near and host.lower().rpartition(":")[0] in LOOPBACK
