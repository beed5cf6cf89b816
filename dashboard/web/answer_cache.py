"""Answers to changes that were asked before.

A change carries everything that its answer depends on but the day, which says how old a register's state is, and the tables of a
process never change: the same body has the same answer on one day, and a board that goes back and forth between filters, or fifty
readers who open the same one, need not wait for it again.
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
"""Compressed, and so some 3,000 answers, more than there are states of one or two filters; each worker keeps its own."""


@dataclass(frozen=True)
class Answer:
    """A body as it is sent, and its coding."""

    body: bytes
    coding: str | None


class _NotKept(logging.Handler):
    """Hears of every fault that is logged: the answer says of a part that it failed, which may be over when it is asked again."""

    def emit(self, _: logging.LogRecord) -> None:
        if has_request_context():
            g.pop("change", None)


_NOT_KEPT = _NotKept(logging.ERROR)


class Answers:
    """The latest answers, as many as there is room for."""

    def __init__(self) -> None:
        self._answers: LRUCache[bytes, Answer] = LRUCache(MOST_BYTES, getsizeof=lambda answer: len(answer.body))
        self._alone = Lock()

    def serve(self, server: Flask) -> None:
        """Give a kept answer before anything else looks at the change; only a change that was answered whole is kept."""
        # the parent of every logger of ours, to which the same handler is added once, however many applications there are
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
        """Keep what is about to be sent, if it answers a change and there is room for it at all."""
        if "change" in g and response.status_code == 200 and response.mimetype == "application/json":
            answer = Answer(response.get_data(), response.headers.get("Content-Encoding"))
            if len(answer.body) <= self._answers.maxsize:
                with self._alone:
                    self._answers[g.change] = answer
