"""Every error in words: a sentence for the reader, a reference to the log for a failure, never a traceback."""

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
"""For refusals without words of their own."""
FAILED = (
    "This could not be answered. Nothing you chose is lost: it is in the address. The operator can find the cause under the reference {}."
)
BROKEN_BODY = "What was sent does not match its headers."


def in_words(server: Flask) -> None:
    """Answer refusals with their reason and failures with a reference."""
    server.register_error_handler(HTTPException, _refused)
    # Dash raises this for a file that none of its packages has
    server.register_error_handler(DependencyException, lambda _: _refused(NotFound()))
    # gunicorn parses a chunked body only when it is read, and raises this if it is malformed
    server.register_error_handler(ParseException, lambda _: _refused(BadRequest(BROKEN_BODY)))
    server.register_error_handler(Exception, _failed)


def unknown_page(response: Response) -> None:
    """Set status 404 if Dash answers with its page at an address that is no page of ours."""
    caught_all = request.url_rule is not None and request.url_rule.rule == "/<path:path>"
    if caught_all and response.status_code == 200 and not is_page(request.path):
        response.status_code = 404


def _refused(error: HTTPException) -> Response:
    """The refusal with its own headers, such as the methods allowed, and our words."""
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
    """Put the words into `response`, as a page if a page was asked for, else as plain text."""
    # text/plain first: a script that accepts anything gets plain text
    if request.method in ("GET", "HEAD") and request.accept_mimetypes.best_match(["text/plain", "text/html"]) == "text/html":
        response.set_data(templates.page("error.html", name=NAME, title=title, words=words, pages=PAGES))
        response.content_type = "text/html; charset=utf-8"
    else:
        response.set_data(words + "\n")
        response.content_type = "text/plain; charset=utf-8"
