"""Whether the process is up, and which tables it has loaded."""

from __future__ import annotations

from flask import Flask, Response, jsonify

from dashboard.evidence import Evidence
from dashboard.pages.contract import HEALTH, READY
from dashboard.schema import TABLES


def serve(server: Flask, evidence: Evidence) -> None:
    """Serve `/health` (the process is up) and `/ready` (the tables' version and numbers of rows)."""

    @server.get(HEALTH)
    def health() -> tuple[str, dict[str, str]]:
        return "ok\n", {"Content-Type": "text/plain"}

    @server.get(READY)
    def ready() -> Response:
        return jsonify(ready=True, data_version=evidence.version, rows={name: len(evidence.table(name)) for name in TABLES})
