"""Static files: Bootstrap from its package, and how long a browser may cache each address."""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from dash.fingerprint import check_fingerprint
from flask import Blueprint, Flask, Response, request, send_from_directory

BOOTSTRAP = "/bootstrap"
SUITES = "/_dash-component-suites/"
STATIC = (SUITES, "/assets/", f"{BOOTSTRAP}/", "/_favicon.ico")
_FINGERPRINT = re.compile(r"\.v[\w-]+m(\d+)\.")
FOREVER = "public, max-age=31536000, immutable"


@cache
def _bootstrap() -> Path:
    """Bootstrap's folder in the package that carries it; the package itself is never imported."""
    spec = find_spec("flask_bootstrap")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "static" / "bootstrap5"


def bootstrap_css() -> str:
    """The address of Bootstrap's style sheet on our own origin."""
    name = "css/bootstrap.min.css"
    return f"{BOOTSTRAP}/{name}?m={_bootstrap().joinpath(name).stat().st_mtime}"


def serve_bootstrap(server: Flask) -> None:
    server.register_blueprint(Blueprint("bootstrap", __name__, static_folder=_bootstrap(), static_url_path=BOOTSTRAP))


def serve_icon(server: Flask, folder: Path) -> None:
    """Serve our icon in `folder` also where browsers look for one if an answer is none of our pages."""

    @server.get("/favicon.ico")
    def icon() -> Response:
        return send_from_directory(folder, "icon.svg")


def is_static() -> bool:
    return request.path.startswith(STATIC)


def say_how_long(response: Response) -> None:
    """Set Cache-Control: a year if the address names this version of a file, else revalidate; only files and pages are stored."""
    if response.status_code >= 400 or request.method not in ("GET", "HEAD"):
        response.headers["Cache-Control"] = "no-store"
    elif is_static():
        response.headers["Cache-Control"] = FOREVER if _names_this_file(response) else "no-cache"
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-cache" if response.mimetype == "text/html" else "no-store"


def _names_this_file(response: Response) -> bool:
    """Whether the address carries the modification time of the file that was answered.

    Only for GET and HEAD: to OPTIONS, Flask itself answers any address, unchecked. While one version replaces another, the old one may be
    asked for a file of the new; cached for a year, its answer would be wrong for a year.
    """
    if request.path.startswith(SUITES):
        fingerprint = _FINGERPRINT.search(request.path)
        return fingerprint is not None and fingerprint[1] == _suite_time(request.path)
    asked = request.args.get("m", "").partition(".")[0]
    return response.last_modified is not None and asked == str(int(response.last_modified.timestamp()))


def _suite_time(path: str) -> str | None:
    """When the package file just answered was changed, in seconds since 1970; None if that is unknown."""
    package, _, name = path.removeprefix(SUITES).partition("/")
    try:
        file = Path(str(sys.modules[package].__file__)).parent / check_fingerprint(name)[0]
        return str(int(file.stat().st_mtime))
    except (KeyError, OSError, ValueError):
        return None
