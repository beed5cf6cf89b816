"""The application: `create_app(evidence, settings)` for tests, `server` for gunicorn, `python app.py` for a laptop."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from dash import Dash
from flask import Flask

from dashboard import callbacks, web
from dashboard.evidence import BrokenEvidence, Evidence, load
from dashboard.pages import PAGES
from dashboard.pages import settings as settings_of_pages
from dashboard.pages.shell import NAME, shell
from dashboard.selection import Catalogues
from dashboard.settings import Settings, forget_those_of_dash, of_this_process

HERE = Path(__file__).parent
BUNDLE = HERE / "assets" / "vendor" / "plotly-basic.min.js"
"""A quarter of plotly.js, fetched at set-up if there is npm; without it, the plotly package's own is served."""


def create_app(evidence: Evidence, settings: Settings = Settings()) -> Dash:
    """A Dash application over one body of evidence; two applications in one process do not affect each other."""
    app = web.Application(
        NAME,
        title=NAME,
        update_title="",
        index_string=web.index_page(settings_of_pages(evidence), evidence),
        assets_folder=str(HERE / "assets"),
        external_stylesheets=[web.bootstrap_css()],
        suppress_callback_exceptions=True,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = shell(evidence, [(path, page.title) for path, page in PAGES.items()], settings.report_address)
    catalogues = Catalogues(evidence)
    catalogues.of("review")  # built before gunicorn forks its workers, which then share it
    callbacks.register(app, catalogues)
    web.downloads.serve(app, catalogues, BUNDLE)
    web.serve(app, evidence, settings)
    return app


def start() -> Flask:
    """The server for the settings of the environment; bad settings or broken tables end the process with a report and code 2."""
    chosen = of_this_process()
    try:
        evidence = load(chosen.evidence_dir)
    except BrokenEvidence as broken:
        print(broken, file=sys.stderr)
        # gunicorn.conf.py loads the application before its workers, so this ends gunicorn too
        raise SystemExit(2) from None
    web.log_to_stdout()
    forget_those_of_dash(os.environ)
    return create_app(evidence, chosen).server


server: Flask = start()

if __name__ == "__main__":
    port = of_this_process().port
    print(f"{NAME}: http://127.0.0.1:{port}", flush=True)
    server.run(host="127.0.0.1", port=port)
