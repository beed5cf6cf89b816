"""Every page, export and table of a running server, asked once: `python -m tests.every_address http://127.0.0.1:8050`.

For whoever changes where it runs: a container, a proxy, a read-only file system. It needs no browser and no network but that address.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import urlencode, urlsplit

from PIL import Image

from dashboard.charts import CHARTS
from dashboard.evidence import Evidence, load
from dashboard.pages import PAGES
from dashboard.settings import SHIPPED
from dashboard.web.downloads import MEDIA

ORDER = "board~,trials~evidence=all"


@dataclass(frozen=True)
class Asked:
    """An address, the form that is posted to it if any, and how a good answer begins."""

    path: str
    begins: bytes
    form: Mapping[str, bytes] | None = None


Ask = Callable[[Asked], tuple[int, bytes]]


def addresses(evidence: Evidence) -> Iterable[Asked]:
    """What the application offers for `evidence`."""
    for page in (*PAGES, "/present?order=board", *(f"/embed/{chart}" for chart in CHARTS)):
        yield Asked(page, b"<!DOCTYPE html>")
    yield Asked("/health", b"ok")
    yield Asked("/ready", b"{")
    yield Asked("/_dash-layout", b"{")
    for chart in CHARTS:
        yield Asked(f"/export/chart/{chart}.csv?evidence=all", b'"')
        yield Asked(f"/export/chart/{chart}.json?evidence=all", b"{")
        yield from (Asked(f"/export/figures?medium={medium}&order={chart}~", b"[[{") for medium in MEDIA)
    yield Asked(f"/export/view.html?{urlencode({'order': ORDER})}", b"<!DOCTYPE html>")
    yield Asked("/export/slides", b"PK", {"order": ORDER.encode(), "picture-0": large_picture()})
    yield Asked("/export/data-package.zip", b"PK")
    yield from (Asked(f"/data/{file}", content[:20]) for file, content in evidence.files.items())


def faults(evidence: Evidence, ask: Ask) -> list[str]:
    """What was not answered well, one line each; also every style, script and icon that a page names is asked."""
    found, named = [], set()
    for asked in addresses(evidence):
        status, body = ask(asked)
        if status != 200 or not body.startswith(asked.begins):
            found.append(f"{asked.path}: {status} {body[:60]!r}")
        if asked.path in PAGES:
            named |= set(re.findall(r'(?:src|href)="(/[^"]+)"', body.decode()))
    return found + [f"{path}: {status}" for path in sorted(named) if (status := ask(Asked(path, b""))[0]) != 200]


def large_picture() -> bytes:
    """A PNG beyond the half megabyte from which uploads are usually put on a disk."""
    noise = random.Random(1).randbytes(3 * 480 * 480)
    file = io.BytesIO()
    Image.frombytes("RGB", (480, 480), noise).save(file, "PNG")
    return file.getvalue()


def multipart(form: Mapping[str, bytes]) -> tuple[bytes, str]:
    """A body as a browser sends a form with files, and its content type."""
    mark = b"--part-of-a-form"
    parts = [
        b"".join([mark, f'\r\nContent-Disposition: form-data; name="{name}"'.encode(), _kind(name), b"\r\n\r\n", value, b"\r\n"])
        for name, value in form.items()
    ]
    return b"".join([*parts, mark, b"--\r\n"]), f"multipart/form-data; boundary={mark.decode()[2:]}"


def _kind(name: str) -> bytes:
    return b'; filename="picture.png"\r\nContent-Type: image/png' if name.startswith("picture") else b""


def over_http(origin: str) -> Ask:
    """Asks a server; of what it does not answer the status is 0, and the body says why."""

    def ask(asked: Asked) -> tuple[int, bytes]:
        request = urllib.request.Request(f"{origin}{asked.path}")
        if asked.form is not None:
            request.data, kind = multipart(asked.form)
            request.add_header("Content-Type", kind)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except (OSError, HTTPException) as lost:
            return 0, str(getattr(lost, "reason", lost)).encode()

    return ask


def main(*arguments: str) -> int:
    """0; 1 where something was not answered well; 2 where nobody could be asked, or other tables are served there."""
    parser = argparse.ArgumentParser(prog="python -m tests.every_address", description="Ask every address of a running server once.")
    parser.add_argument("origin", type=_origin, metavar="ADDRESS", help="such as https://board.hospital.example")
    origin = parser.parse_args(arguments).origin
    evidence = load(SHIPPED)
    ask = over_http(origin)
    status, body = ask(Asked("/ready", b""))
    try:
        version = json.loads(body)["data_version"]
    except (ValueError, KeyError, TypeError):
        print(f"{origin}/ready: {status} {body[:200]!r}. Expected a running BlinaBoard, which anybody may read", file=sys.stderr)
        return 2
    if version != evidence.version:
        print(f"{origin} serves the tables {version}, here are {evidence.version}", file=sys.stderr)
        return 2
    found = faults(evidence, ask)
    print("\n".join([*found, f"{len(list(addresses(evidence)))} addresses asked, {len(found)} faults"]))
    return 1 if found else 0


def _origin(text: str) -> str:
    with suppress(ValueError):
        if urlsplit(text).scheme in ("http", "https") and urlsplit(text).hostname:
            return text.rstrip("/")
    raise argparse.ArgumentTypeError(f"{text!r} is not a web address. Expected one such as https://board.hospital.example")


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
