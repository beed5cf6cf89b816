"""Who may read where a proxy logs readers in: nobody but whom a trusted proxy names. Without the two settings, everybody.

Which name it is changes nothing: it is compared with no list, shown to nobody, and neither logged nor kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address

from flask import Flask, abort, request

from dashboard.pages.contract import HEALTH
from dashboard.settings import Network

WITHOUT_NAME = HEALTH
"""What a host asks to learn whether the process is up. It says nothing else."""
REFUSED = "Readers log in at the proxy before this site. This request did not come from there with a name."
_NAME = re.compile(r"[^\s,\x00-\x1f\x7f]([^,\x00-\x1f\x7f]{0,254}[^\s,\x00-\x1f\x7f])?")
"""A comma joins what was sent twice: once by the proxy, and once by somebody who wants to be another."""
_NOBODY = re.compile(r"[-\"'()<>\s]*(null|nil|none|undefined|anonymous)?[-\"'()<>\s]*", re.IGNORECASE)
"""What proxies send of a reader whom they did not log in: Apache, for a variable that is not set, the word (null)."""


def ask_for(server: Flask, header: str, proxies: Sequence[Network]) -> None:
    """Refuse with 403 every request that brings no single name in `header` from an address in `proxies`; no header: no refusal."""
    if not header:
        return
    variable = f"HTTP_{header.upper().replace('-', '_')}"

    @server.before_request
    def only_whom_a_proxy_names() -> None:
        name = request.environ.get(variable, "")
        named = _NAME.fullmatch(name) is not None and _NOBODY.fullmatch(name) is None
        if request.path != WITHOUT_NAME and not (named and _is_in(request.environ.get("REMOTE_ADDR", ""), proxies)):
            abort(403, REFUSED)


def _is_in(address: str, networks: Sequence[Network]) -> bool:
    """Whether the other end of the connection, which no header can change, lies in one of `networks`."""
    try:
        peer = ip_address(address)
    except ValueError:
        return False
    if isinstance(peer, IPv6Address) and peer.ipv4_mapped is not None:
        peer = peer.ipv4_mapped
    return any(peer in network for network in networks)
