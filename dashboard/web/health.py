"""Whether the process is up, and whether it can answer with which tables."""

from __future__ import annotations

from flask import Flask, Response, jsonify

from dashboard.evidence import Evidence
from dashboard.pages.contract import HEALTH, READY
from dashboard.schema import TABLES


def serve(server: Flask, evidence: Evidence) -> None:
    """`/health`: the process is up. `/ready`: the tables are loaded, which version, how many rows of each."""

    @server.get(HEALTH)
    def health() -> tuple[str, dict[str, str]]:
        return "ok\n", {"Content-Type": "text/plain"}

    @server.get(READY)
    def ready() -> Response:
        return jsonify(ready=True, data_version=evidence.version, rows={name: len(evidence.table(name)) for name in TABLES})
