"""Who may read if a proxy logs readers in: only those whom a trusted proxy names. Without the two settings, everybody.

The name itself changes nothing: it is compared with no list, shown to nobody, and neither logged nor kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address

from flask import Flask, abort, request

from dashboard.pages.contract import HEALTH
from dashboard.settings import Network

WITHOUT_NAME = HEALTH
"""The address by which a host checks that the process is up. It reveals nothing else."""
REFUSED = "Readers log in at the proxy before this site. This request did not come from there with a name."
_NAME = re.compile(r"[^\s,\x00-\x1f\x7f]([^,\x00-\x1f\x7f]{0,254}[^\s,\x00-\x1f\x7f])?")
"""No commas: they join headers sent twice, once by the proxy and once by somebody posing as another."""
_NOBODY = re.compile(r"[-\"'()<>\s]*(null|nil|none|undefined|anonymous)?[-\"'()<>\s]*", re.IGNORECASE)
"""What proxies send for a reader who is not logged in; Apache sends (null) for a variable that is not set."""


def ask_for(server: Flask, header: str, proxies: Sequence[Network]) -> None:
    """Refuse with 403 all requests but WITHOUT_NAME that lack one name in `header`, sent by `proxies`; no header: refuse none."""
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
    """Whether `address`, the peer of the connection, which no header can change, is in one of `networks`."""
    try:
        peer = ip_address(address)
    except ValueError:
        return False
    if isinstance(peer, IPv6Address) and peer.ipv4_mapped is not None:
        peer = peer.ipv4_mapped
    return any(peer in network for network in networks)
