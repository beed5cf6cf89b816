"""Whatever goes wrong, in words: a sentence for the reader, a reference into the log, never a traceback."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from dash.exceptions import DependencyException
from flask import Flask, Response, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, HTTPException, NotFound

from dashboard import templates
from dashboard.pages import PAGES, is_page
from dashboard.pages.shell import NAME
from dashboard.web import log
from dashboard.web.limits import body_limit

WORDS: Mapping[int, str] = {
    404: "There is nothing at this address.",
    405: "This address does not answer such a request.",
    413: "This is more than is accepted here.",
    415: "What was sent is of a kind not understood here.",
}
"""Where the refusal says nothing of its own."""
FAILED = (
    "This could not be answered. Nothing you chose is lost: it is in the address. The operator can find the cause under the reference {}."
)
BROKEN_BODY = "What was sent does not match its headers."


def in_words(server: Flask) -> None:
    """Answer refusals with their reason and failures with a reference."""
    server.register_error_handler(HTTPException, _refused)
    # Dash raises this for a file that none of its packages has
    server.register_error_handler(DependencyException, lambda _: _refused(NotFound()))
    # gunicorn reads a chunked body only when it is asked for, and then says what is wrong with it
    server.register_error_handler(ParseException, lambda _: _refused(BadRequest(BROKEN_BODY)))
    server.register_error_handler(Exception, _failed)


def unknown_page(response: Response) -> None:
    """Dash answers every address with its page; one that is no page of ours says so to machines, too."""
    caught_all = request.url_rule is not None and request.url_rule.rule == "/<path:path>"
    if caught_all and response.status_code == 200 and not is_page(request.path):
        response.status_code = 404


def _refused(error: HTTPException) -> Response:
    """Its own headers, such as which methods are allowed, with our words."""
    response = Response(status=error.code, headers=[header for header in error.get_headers() if header[0] != "Content-Type"])
    _say(response, error.name, _reason(error))
    return response


def _reason(error: HTTPException) -> str:
    if error.code == 413:
        return f"{WORDS[413]} The limit is {body_limit(request.path) // 1024} KB."
    own = error.description if error.description != type(error).description else None
    return own or WORDS.get(error.code or 0) or error.description or error.name


def _failed(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    request.environ[log.ERROR] = {"reference": reference, **log.cause(error)}
    response = Response(status=500)
    _say(response, "Something failed here", FAILED.format(reference))
    return response


def _say(response: Response, title: str, words: str) -> None:
    """The words as a page where a page was asked for, else as they are."""
    # a script that takes anything is told in words, not in a page of them
    if request.method in ("GET", "HEAD") and request.accept_mimetypes.best_match(["text/plain", "text/html"]) == "text/html":
        response.set_data(templates.page("error.html", name=NAME, title=title, words=words, pages=PAGES))
        response.content_type = "text/html; charset=utf-8"
    else:
        response.set_data(words + "\n")
        response.content_type = "text/plain; charset=utf-8"
