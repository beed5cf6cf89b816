"""The security headers of every answer, and who may show an embed in a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Response, request

from dashboard.pages import is_page
from dashboard.pages.contract import EMBED

POLICY: Mapping[str, str] = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    # the address contains what a reader chose, so it is sent to nobody as a referrer, not even into a proxy's log
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    # other sites can show nothing of ours except an embed in a frame
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy(script_hashes: Sequence[str]) -> str:
    """The Content-Security-Policy without frame-ancestors."""
    sources = {**POLICY, "script-src": " ".join([POLICY["script-src"], *script_hashes])}
    return "; ".join(f"{directive} {value}" for directive, value in sources.items())


def add(response: Response, csp: str, origins: Sequence[str]) -> Response:
    """`response` with the headers; embeds may be framed by us and by `origins`, everything else by nobody."""
    embed = request.path.startswith(EMBED) and is_page(request.path)
    ancestors = " ".join(["'self'", *origins]) if embed else "'none'"
    response.headers.update(ALWAYS)
    response.headers["Content-Security-Policy"] = f"{csp}; frame-ancestors {ancestors}"
    if not embed:
        response.headers["X-Frame-Options"] = "DENY"
    return response
