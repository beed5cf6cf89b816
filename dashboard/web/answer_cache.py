"""A cache of the answers to changes.

A change carries everything that its answer depends on except the day, which decides the age of a register's state, and the tables of a
process never change. The same body therefore has the same answer all day: a board that switches back and forth between filters, or fifty
readers who open the same one, need not wait again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from threading import Lock

from cachetools import LRUCache
from flask import Flask, Response, g, has_request_context, request

from dashboard.pages.contract import CHANGE

MOST_BYTES = 16 * 1024 * 1024
"""Size of each worker's cache: some 3,000 compressed answers, more than there are states of one or two filters."""


@dataclass(frozen=True)
class Answer:
    """A body as it is sent, and its content coding; None if it has none."""

    body: bytes
    coding: str | None


class _NotKept(logging.Handler):
    """Keeps an answer out of the cache if an error is logged meanwhile: the part that failed may work the next time."""

    def emit(self, _: logging.LogRecord) -> None:
        if has_request_context():
            g.pop("change", None)


_NOT_KEPT = _NotKept(logging.ERROR)


class Answers:
    """The most recently used answers, up to MOST_BYTES together."""

    def __init__(self) -> None:
        self._answers: LRUCache[bytes, Answer] = LRUCache(MOST_BYTES, getsizeof=lambda answer: len(answer.body))
        self._alone = Lock()

    def serve(self, server: Flask) -> None:
        """Answer a change from the cache before it is checked; only changes answered without an error are cached."""
        # the parent of all our loggers; adding the same handler again, for another application, has no effect
        logging.getLogger("dashboard").addHandler(_NOT_KEPT)

        @server.before_request
        def answer_again() -> Response | None:
            if request.method != "POST" or request.path != CHANGE:
                return None
            coding = bool(request.accept_encodings.best_match(["gzip"])).to_bytes()
            g.change = sha256(date.today().isoformat().encode() + coding + request.get_data()).digest()
            with self._alone:
                found = self._answers.get(g.change)
            if found is None:
                return None
            response = Response(found.body, mimetype="application/json")
            if found.coding:
                response.headers["Content-Encoding"] = found.coding
                response.vary.add("Accept-Encoding")
            return response

    def keep(self, response: Response) -> None:
        """Cache an answer to a change before it is sent, if it fits."""
        if "change" in g and response.status_code == 200 and response.mimetype == "application/json":
            answer = Answer(response.get_data(), response.headers.get("Content-Encoding"))
            if len(answer.body) <= self._answers.maxsize:
                with self._alone:
                    self._answers[g.change] = answer
