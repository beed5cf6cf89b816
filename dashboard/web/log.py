"""The log on standard output: one JSON line per request, and one per warning or error."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from typing import Any

from flask import Flask

from dashboard.pages import is_page

ERROR = "blinaboard.error"
"""The key under which a request's environment holds an error until its line is written."""
PRIVATE = frozenset({"/case"})
LONGEST = 500


def say(**fields: Any) -> None:
    """Write one line. JSON escapes line ends and control characters, so that nothing a browser sends can forge a second."""
    line = json.dumps({"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **fields}).replace("\x7f", "\\u007f")
    # answers must go on even if nothing reads the log any more
    with suppress(OSError):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def requests(server: Flask) -> None:
    """Log every request once it is answered."""
    answer = server.wsgi_app

    def logged(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        started, seen = time.perf_counter(), {"status": 500, "bytes": 0}

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            seen["status"], seen["bytes"] = int(status[:3]), _body_bytes(environ, headers)
            return start_response(status, headers, *rest)

        try:
            return answer(environ, start)
        finally:
            milliseconds = round(1000 * (time.perf_counter() - started), 1)
            say(**asked(environ), status=seen["status"], ms=milliseconds, bytes=seen["bytes"], **environ.get(ERROR, {}))

    server.wsgi_app = logged  # type: ignore[method-assign]  # the place that Flask documents for this


def asked(environ: dict[str, Any]) -> dict[str, str]:
    """The method and path of a request, with the query for pages only, and never for the page that describes a child."""
    path = environ.get("PATH_INFO", "")
    place = path.rstrip("/")
    fields = {
        "method": environ.get("REQUEST_METHOD", "")[:20],
        "path": path.encode("latin-1", "replace").decode("utf-8", "replace")[:LONGEST],
    }
    if is_page(place) and place not in PRIVATE and environ.get("QUERY_STRING"):
        fields["query"] = environ["QUERY_STRING"][:LONGEST]
    return fields


def _body_bytes(environ: dict[str, Any], headers: list[tuple[str, str]]) -> int:
    if environ.get("REQUEST_METHOD") == "HEAD":
        return 0
    return next((int(value) for name, value in headers if name.lower() == "content-length"), 0)


def cause(error: BaseException) -> dict[str, str]:
    """The error and where it was raised, short enough for one line."""
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    return {"error": f"{type(error).__name__}: {error}"[:LONGEST], "where": " > ".join(places[-4:])}


class OneLine(logging.Handler):
    """Writes what libraries and charts log as lines of the same form."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        say(level=record.levelname.lower(), logger=record.name, message=record.getMessage()[:LONGEST], **(cause(error) if error else {}))


def to_stdout() -> None:
    """Send every warning of this process to standard output, one line each."""
    logging.basicConfig(handlers=[OneLine()], level=logging.WARNING, force=True)
    # werkzeug's server, used on a laptop, would log each request itself, with its query
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
