"""The environment, read and checked in one place: an invalid setting ends the start with a report, not a later request.

`python -m dashboard.settings` only checks. The Procfile runs it before gunicorn, because gunicorn reads some of the same names before our
configuration, and fails on them in its own words.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

Network = IPv4Network | IPv6Network
SHIPPED = Path(__file__).parent.parent / "data"
MOST_PORT, MOST_WORKERS = 65535, 64
NETWORKS = "addresses and networks with commas between, such as 10.0.0.5,10.1.0.0/24"
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)
_REPORT = re.compile(r"https://[^\s/]\S*|mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_OF_BROWSERS = re.compile(
    r"(accept|access-control|cache|content|if|sec|x-forwarded)-.*|accept|authorization|connection|cookie|dnt|expect|forwarded|from|host"
    r"|keep-alive|origin|pragma|priority|range|referer|save-data|te|transfer-encoding|upgrade(-insecure-requests)?|user-agent|via|x-requested-with",
    re.IGNORECASE,
)
"""Headers that a browser or proxy sends without having logged anybody in."""


@dataclass(frozen=True)
class Settings:
    """What an operator may choose, with the defaults."""

    port: int = 8050
    workers: int = 2
    evidence_dir: Path = SHIPPED
    embed_origins: tuple[str, ...] = ()
    """Origins that may show embeds in a frame."""
    report_address: str = ""
    """Where a reader may send a report of a data error."""
    user_header: str = ""
    """The header in which a proxy names the reader whom it logged in; if empty, anybody who reaches the port may read."""
    proxies: tuple[Network, ...] = ()
    """Addresses of the proxies whose `user_header` is trusted."""


class BadSetting(ValueError):
    """Invalid settings; one line for each says which one, what it holds and what was expected."""


def read(environ: Mapping[str, str]) -> Settings:
    """The settings that `environ` holds. Raises BadSetting with all faults at once."""
    faults = list(_faults(environ))
    if faults:
        raise BadSetting("\n".join(faults))
    given = {name: value.strip() for name, value in environ.items()}
    return Settings(
        port=int(given.get("PORT") or Settings.port),
        workers=int(given.get("WEB_CONCURRENCY") or Settings.workers),
        evidence_dir=Path(environ.get("EVIDENCE_DIR") or SHIPPED),
        embed_origins=tuple(given.get("EMBED_ORIGINS", "").split()),
        report_address=given.get("REPORT_ADDRESS", ""),
        user_header=given.get("TRUSTED_USER_HEADER", ""),
        proxies=tuple(ip_network(network) for network in _listed(given.get("TRUSTED_PROXIES", ""))),
    )


def of_this_process() -> Settings:
    """The settings of the environment; invalid ones end the process with code 2 and a report on standard error."""
    try:
        return read(os.environ)
    except BadSetting as bad:
        print(bad, file=sys.stderr)
        raise SystemExit(2) from None


def forget_those_of_dash(environ: MutableMapping[str, str]) -> None:
    """Remove what Dash would read itself: it can move pages, load scripts from elsewhere, or open an unchecked interface."""
    for name in [name for name in environ if re.match("DASH_(?!TEST_)", name, re.IGNORECASE)]:
        del environ[name]


def _faults(environ: Mapping[str, str]) -> Iterable[str]:
    port, workers = environ.get("PORT", ""), environ.get("WEB_CONCURRENCY")
    if port.strip() and not _is_number(port, MOST_PORT):
        yield f"PORT: {port!r} is not a port. Expected a whole number from 1 to {MOST_PORT}"
    # an empty value is refused too, since gunicorn would try to read it as a number
    if workers is not None and not _is_number(workers, MOST_WORKERS):
        yield f"WEB_CONCURRENCY: {workers!r} is not a number of workers. Expected a whole number from 1 to {MOST_WORKERS}"
    for origin in environ.get("EMBED_ORIGINS", "").split():
        if not _ORIGIN.fullmatch(origin):
            yield f"EMBED_ORIGINS: {origin!r} is not an origin. Expected origins with a space between, such as https://wiki.hospital.example"
    address = environ.get("REPORT_ADDRESS", "")
    if address.strip() and not _REPORT.fullmatch(address.strip()):
        yield (
            f"REPORT_ADDRESS: {address!r} is not an address for reports. "
            "Expected one that begins with https: or mailto:, such as mailto:evidence@hospital.example"
        )
    yield from _login_faults(environ.get("TRUSTED_USER_HEADER", "").strip(), environ.get("TRUSTED_PROXIES", ""))
    # gunicorn reads this one itself; * only decides the scheme of links, and lets nobody in
    for network in _listed(environ.get("FORWARDED_ALLOW_IPS", "")):
        if network != "*" and not _is_network(network):
            yield f"FORWARDED_ALLOW_IPS: {network!r} is not the address of a proxy. Expected * or {NETWORKS}"


def _login_faults(header: str, proxies: str) -> Iterable[str]:
    """Faults of the log-in settings; one without the other would let everybody in, or nobody."""
    networks = _listed(proxies)
    if (header or networks) and not (_HEADER.fullmatch(header) and not _OF_BROWSERS.fullmatch(header)):
        yield (
            f"TRUSTED_USER_HEADER: {header!r} is not a header for the name of a reader. Expected letters, digits and hyphens, "
            "and none that browsers send by themselves, such as X-Remote-User, beside TRUSTED_PROXIES"
        )
    if header and not networks:
        yield f"TRUSTED_PROXIES: {proxies!r} is not a list of proxies. Expected {NETWORKS}, beside TRUSTED_USER_HEADER"
    for network in networks:
        # a network of all addresses would trust everybody
        if not _is_network(network) or not ip_network(network).prefixlen:
            yield f"TRUSTED_PROXIES: {network!r} is not the address of a proxy. Expected {NETWORKS}"


def _listed(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _is_network(text: str) -> bool:
    """Whether `text` is an IP address, or a network without host bits set."""
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


def _is_number(text: str, most: int) -> bool:
    """Whether `text` is a whole number from 1 to `most`."""
    return re.fullmatch(r"[0-9]{1,5}", text.strip()) is not None and 1 <= int(text) <= most


if __name__ == "__main__":
    of_this_process()
