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
"""More, since an export includes the pictures that the browser drew."""
MOST_BYTES = 256 * 1024

P = ParamSpec("P")
R = TypeVar("R")


def body_limit(path: str) -> int:
    """The most bytes that a body sent to `path` may have."""
    return MOST_EXPORT_BYTES if path.startswith(EXPORT) else MOST_BYTES


class InMemory(Request):
    """A request that keeps its files in memory, as there may be no disk to write to; `bodies` limits them."""

    def _get_file_stream(self, *_: Any, **__: Any) -> BytesIO:
        return BytesIO()


def bodies(server: Flask) -> None:
    """Refuse at once a body that declares too large a size (413); stop reading one that turns out too large."""
    server.request_class = InMemory

    @server.before_request
    def refuse_large_bodies() -> None:
        request.max_content_length = limit = body_limit(request.path)
        if (request.content_length or 0) > limit:
            abort(413)


def one_at_a_time(work: Callable[P, R], words: str, *, seconds: int = 5) -> Callable[P, R]:
    """`work`, run for one request of a process at a time; others get 429 with `words` and Retry-After `seconds`."""
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
