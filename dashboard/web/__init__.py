"""Everything about HTTP, in the order in which a request meets it:

door           what gunicorn itself refuses, before any of the below
log            one JSON line per request, without what a reader typed about a child
login          where a proxy logs readers in, only those whom it names
limits         how large a body may be; how many costly answers are made at once
answer_cache   an answer that was given before is given again
request_check  a change that a browser posts must have the shape of a declared callback
index          the page in which Dash starts, with the scripts it needs
static         files of packages and assets: where they are, how long a browser may cache them
health         `/health` and `/ready`
documents      the documents of the repository as pages
errors         every error in words, with a reference to the log for a failure
downloads      tables, rows, figures, slides and the offline page
compression    static files once, answers each time
headers        the security policy of every answer
"""

from __future__ import annotations

from pathlib import Path

from dash import Dash
from flask import Response, request

from dashboard.evidence import Evidence
from dashboard.export.inline import fingerprint
from dashboard.pages.contract import CHANGE, DATA_VERSION
from dashboard.settings import Settings
from dashboard.web import (
    answer_cache,
    compression,
    documents,
    downloads,
    errors,
    headers,
    health,
    index,
    limits,
    log,
    login,
    request_check,
    static,
)

Application = index.Application
index_page = index.index_page
bootstrap_css = static.bootstrap_css
log_to_stdout = log.to_stdout

__all__ = ["Application", "bootstrap_css", "downloads", "index_page", "log_to_stdout", "serve"]


def serve(app: Dash, evidence: Evidence, settings: Settings) -> None:
    """Add all of the above but `door` and `downloads` to the server of `app`, which has its layout and callbacks."""
    server = app.server
    log.requests(server)
    login.ask_for(server, settings.user_header, settings.proxies)
    limits.bodies(server)
    answers = answer_cache.Answers()
    answers.serve(server)
    request_check.check(app)
    static.serve_bootstrap(server)
    static.serve_icon(server, Path(app.config.assets_folder))
    health.serve(server, evidence)
    documents.serve(server)
    errors.in_words(server)
    files = compression.Kept()
    policy = headers.policy([*app.csp_hashes(), fingerprint(index.description(evidence))])

    @server.after_request
    def finish(response: Response) -> Response:
        errors.unknown_page(response)
        static.say_how_long(response)
        compression.compress(response, files)
        answers.keep(response)
        if request.path == CHANGE:
            response.headers[DATA_VERSION] = evidence.version
        return headers.add(response, policy, settings.embed_origins)

    # Dash finishes its set-up on the first request, and a simultaneous second one would find it half done
    with server.test_request_context(login.WITHOUT_NAME):
        server.preprocess_request()
