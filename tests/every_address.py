"""Every page, document, export and table of a running server, asked once: `python -m tests.every_address http://127.0.0.1:8050`.

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
from dashboard.pages import PAGES, running_order
from dashboard.pages.contract import (
    DATA_PACKAGE,
    DEPENDENCIES,
    DOCUMENT,
    EMBED,
    FIGURES,
    FIND,
    HEALTH,
    LAYOUT,
    OFFLINE,
    PRESENT,
    READY,
    RECORDS,
    REPRODUCTION,
    ROWS,
    SLIDES,
    TABLE_FILES,
    WHAT_CHANGED,
    WHAT_CHANGED_JSON,
)
from dashboard.pages.documents import DOCUMENTS
from dashboard.pages.running_order import Entry
from dashboard.settings import SHIPPED
from dashboard.web.downloads import FORMS, MEDIA, REFERENCES

ORDER = running_order.written([Entry("board"), Entry("landscape", "evidence=all")])
BEGINS = {"csv": b'"', "json": b"{", "ris": b"", "bib": b"@comment"}
"""How each form of rows or records begins; RIS of a chart that cites nobody is empty."""


@dataclass(frozen=True)
class Asked:
    """An address, the form that is posted to it if any, and how a good answer begins."""

    path: str
    begins: bytes
    form: Mapping[str, bytes] | None = None


Ask = Callable[[Asked], tuple[int, bytes]]


def addresses(evidence: Evidence) -> Iterable[Asked]:
    """What the application offers for `evidence`."""
    pages = (*PAGES, f"{PRESENT}?order=board", WHAT_CHANGED, *(f"{EMBED}{chart}" for chart in CHARTS))
    for page in (*pages, *(f"{DOCUMENT}{name}" for name in DOCUMENTS)):
        yield Asked(page, b"<!DOCTYPE html>")
    yield Asked(HEALTH, b"ok")
    yield from (Asked(path, b"{") for path in (READY, LAYOUT, WHAT_CHANGED_JSON))
    yield from (Asked(path, b"[{") for path in (DEPENDENCIES, f"{FIND}?evidence=all"))
    for chart in CHARTS:
        yield from (Asked(f"{ROWS}{chart}.{form}?evidence=all", BEGINS[form]) for form in FORMS)
        yield from (Asked(f"{FIGURES}?medium={medium}&order={chart}~", b"[[{") for medium in MEDIA)
    yield from (Asked(f"{RECORDS}{form}?evidence=all", BEGINS[form]) for form in REFERENCES)
    yield from (Asked(path, b"PK") for path in (f"{REPRODUCTION}?setting=first_relapse", DATA_PACKAGE))
    yield Asked(f"{OFFLINE}?{urlencode({'order': ORDER})}", b"<!DOCTYPE html>")
    yield Asked(SLIDES, b"PK", {"order": ORDER.encode(), "picture-0": large_picture()})
    yield from (Asked(f"{TABLE_FILES}{file}", content[:20]) for file, content in evidence.files.items())


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
