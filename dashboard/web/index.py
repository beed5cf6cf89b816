"""The page that Dash starts in: our own language and icon, and only the scripts that are needed there."""

from __future__ import annotations

from typing import Any

from dash import Dash
from flask import request

from dashboard.pages import shows_grids

INDEX = """<!DOCTYPE html>
<html lang="en-GB">
    <head>{%metas%}<title>{%title%}</title><link rel="icon" href="/assets/icon.svg">{%css%}</head>
    <body>{%app_entry%}{%config%}{%scripts%}{%renderer%}</body>
</html>"""
"""Dash's own page, with the language said, and without a footer around its scripts."""
NEVER = ("/deps/polyfill@", "/dash/dash_table/")
"""Neither is used. The polyfill, for browsers of ten years ago, also puts slower text functions under plotly.js: a tenth of its time."""
GRID = "/dash_ag_grid/"
"""A third of all bytes: it comes with the pages that have a grid, to which assets/dashboard.js sees."""


class Application(Dash):  # type: ignore[misc]
    """Dash, but for the scripts of its start page."""

    def interpolate_index(self, **parts: Any) -> str:
        unneeded = NEVER if shows_grids(request.path) else (*NEVER, GRID)
        tags = [tag for tag in parts["scripts"].split("\n") if not any(place in tag for place in unneeded)]
        return str(super().interpolate_index(**{**parts, "scripts": "\n".join(tags)}))
