"""What belongs to HTTP: static files of packages, health."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask

BOOTSTRAP = "/bootstrap"


def serve_bootstrap(server: Flask) -> None:
    """Serve Bootstrap's style sheet from our own origin, out of the package that carries it, without importing it."""
    spec = find_spec("flask_bootstrap")
    assert spec is not None and spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "static" / "bootstrap5"
    server.register_blueprint(Blueprint("bootstrap", __name__, static_folder=folder, static_url_path=BOOTSTRAP))


def serve_health(server: Flask) -> None:
    """`/health`: the process is up."""

    @server.get("/health")
    def health() -> tuple[str, dict[str, str]]:
        return "ok\n", {"Content-Type": "text/plain", "Cache-Control": "no-store"}
