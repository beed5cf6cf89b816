"""The application: `create_app(evidence)` for tests, `server` for gunicorn, `python app.py` for a laptop."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from dash import Dash
from flask import Flask

from dashboard import callbacks, web
from dashboard.evidence import BrokenEvidence, Evidence, load
from dashboard.pages import PAGES
from dashboard.pages.shell import NAME, shell
from dashboard.selection import Catalogue

HERE = Path(__file__).parent
INDEX = """<!DOCTYPE html>
<html lang="en-GB">
    <head>{%metas%}<title>{%title%}</title>{%favicon%}{%css%}</head>
    <body>{%app_entry%}{%config%}{%scripts%}{%renderer%}</body>
</html>"""
"""Dash's own page, with the language said, and without a footer around its scripts."""


def create_app(evidence: Evidence) -> Dash:
    """A Dash application over one body of evidence; two applications in one process do not touch each other."""
    app = Dash(
        NAME,
        title=NAME,
        update_title="",
        index_string=INDEX,
        assets_folder=str(HERE / "assets"),
        external_stylesheets=[f"{web.BOOTSTRAP}/css/bootstrap.min.css"],
        suppress_callback_exceptions=True,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = shell(evidence, [(path, page.title) for path, page in PAGES.items()])
    callbacks.register(app, Catalogue(evidence))
    web.serve_bootstrap(app.server)
    web.serve_health(app.server)
    return app


def load_or_exit() -> Evidence:
    """The evidence that EVIDENCE_DIR names, else the one beside this file; a broken one ends the process with its report."""
    try:
        return load(Path(os.environ.get("EVIDENCE_DIR") or HERE / "data"))
    except BrokenEvidence as broken:
        print(broken, file=sys.stderr)
        # gunicorn would restart a worker that exits with SystemExit(2) unless the whole process goes
        raise SystemExit(2) from None


server: Flask = create_app(load_or_exit()).server

if __name__ == "__main__":
    port = int(os.environ.get("PORT", "8050"))
    print(f"{NAME}: http://127.0.0.1:{port}", flush=True)
    server.run(host="127.0.0.1", port=port)
