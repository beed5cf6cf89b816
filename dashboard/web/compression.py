"""Compression: of a static file once per process, of an answer each time."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from posixpath import normpath
from threading import Lock

import brotli
from dash.fingerprint import check_fingerprint
from flask import Response, request

from dashboard.web.static import is_static

TEXT = frozenset(
    {
        *("text/html", "text/css", "text/javascript", "text/plain", "text/csv", "text/markdown", "image/svg+xml"),
        *("application/json", "application/javascript", "application/manifest+json"),
    }
)
SMALLEST = 1024
"""Bytes below which compressing costs more than it saves."""


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


def _brotli(body: bytes) -> bytes:
    # quality 6: plotly.js (4.8 MB) in 0.35 s; 9 needs 0.9 s for 3 % less
    compressed: bytes = brotli.compress(body, quality=6)
    return compressed


ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip}
"""The codings of static files, the better one first; answers get gzip only."""


@dataclass(frozen=True)
class Copy:
    """A compressed file, and the mark (length and checksum) of its original content."""

    mark: str
    body: bytes


class Kept:
    """The compressed static files of a process: one copy per existing file and coding, remade when the file changes."""

    def __init__(self) -> None:
        self._copies: dict[tuple[str, str], Copy] = {}
        self._making = Lock()

    def copy(self, file: str, coding: str, body: bytes) -> Copy:
        mark = f"{len(body):x}-{zlib.crc32(body):x}"
        found = self._copies.get((file, coding))
        if found is not None and found.mark == mark:
            return found
        with self._making:
            found = self._copies.get((file, coding))
            if found is None or found.mark != mark:
                found = self._copies[file, coding] = Copy(mark, ENCODINGS[coding](body))
        return found

    def __len__(self) -> int:
        return len(self._copies)


def compress(response: Response, kept: Kept) -> None:
    """Compress a text if the browser accepts it; pictures and ranges of a file stay as they are."""
    if response.mimetype not in TEXT or "Content-Encoding" in response.headers:
        return
    response.vary.add("Accept-Encoding")
    if "Range" in request.headers:
        return
    if is_static() and response.status_code == 200:
        _compress_file(response, kept)
    elif not response.is_streamed and len(response.get_data()) > SMALLEST and request.accept_encodings.best_match(["gzip"]):
        _replace(response, "gzip", _gzip(response.get_data()))


def _compress_file(response: Response, kept: Kept) -> None:
    response.direct_passthrough = False
    body = response.get_data()
    coding = request.accept_encodings.best_match(list(ENCODINGS)) if len(body) > SMALLEST else None
    if coding is None:
        response.add_etag()
    else:
        copy = kept.copy(normpath(check_fingerprint(request.path)[0]), coding, body)
        response.set_etag(f"{copy.mark}-{coding}")
        _replace(response, coding, copy.body)
    response.make_conditional(request)


def _replace(response: Response, coding: str, body: bytes) -> None:
    response.set_data(body)
    response.headers["Content-Encoding"] = coding
    # ranges refer to the file, not to its compressed form
    response.headers.pop("Accept-Ranges", None)
