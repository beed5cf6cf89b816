"""Limits: how large a body may be, and how many costly answers a process makes at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from flask import Flask, Request, abort, request
from werkzeug.exceptions import TooManyRequests

EXPORT = "/export/"
MOST_EXPORT_BYTES = 16 * 1024 * 1024
"""An export brings the pictures that the browser drew."""
MOST_BYTES = 256 * 1024

P = ParamSpec("P")
R = TypeVar("R")


def body_limit(path: str) -> int:
    """How many bytes a body sent to `path` may have."""
    return MOST_EXPORT_BYTES if path.startswith(EXPORT) else MOST_BYTES


class InMemory(Request):
    """A request whose files stay in memory, where `bodies` bounds them: there may be no disk to write to."""

    def _get_file_stream(self, *_: Any, **__: Any) -> BytesIO:
        return BytesIO()


def bodies(server: Flask) -> None:
    """Refuse a body that says it is too large at once, and stop reading one that turns out to be."""
    server.request_class = InMemory

    @server.before_request
    def refuse_large_bodies() -> None:
        request.max_content_length = limit = body_limit(request.path)
        if (request.content_length or 0) > limit:
            abort(413)


def one_at_a_time(work: Callable[P, R], words: str, *, seconds: int = 5) -> Callable[P, R]:
    """`work`, made by one request of a process at a time; another gets 429 with `words`, and how long to wait."""
    busy = Lock()

    @wraps(work)
    def alone(*arguments: P.args, **options: P.kwargs) -> R:
        if not busy.acquire(blocking=False):
            raise TooManyRequests(words, retry_after=seconds)
        try:
            return work(*arguments, **options)
        finally:
            busy.release()

    return alone
