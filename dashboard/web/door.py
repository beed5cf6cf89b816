"""Requests that gunicorn refuses before the application sees them: not HTTP, or with an address or headers too long."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from gunicorn.util import write_nonblock

from dashboard.web import headers

HEADERS: Mapping[str, str] = {
    **headers.ALWAYS,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Content-Type": "text/plain; charset=utf-8",
    "Connection": "close",
}
WORDS: Mapping[int, str] = {
    403: "This cannot be asked from here.",
    414: "The address is longer than is accepted here.",
    431: "What the browser sends with the address is longer than is accepted here.",
    500: "This could not be answered.",
}


def refuse(client: socket.socket, status: int, reason: str, _detail: str) -> None:
    """Answer in place of gunicorn's own page, which lacks our headers and repeats the request."""
    body = f"{WORDS.get(status, 'This request is not understood here.')}\n".encode()
    head = "".join(f"{name}: {value}\r\n" for name, value in {**HEADERS, "Content-Length": str(len(body))}.items())
    write_nonblock(client, f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode("latin-1") + body)
