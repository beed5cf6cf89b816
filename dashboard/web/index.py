"""The page in which Dash starts: our language and icon, the data set for search engines, and only the scripts needed."""

from __future__ import annotations

from typing import Any

from dash import Dash
from flask import request

from dashboard import citation, theme
from dashboard.evidence import Evidence
from dashboard.export.inline import inert
from dashboard.pages import shows_grids
from dashboard.pages.contract import DATA_PACKAGE, BrowserSettings

INDEX = """<!DOCTYPE html>
<html lang="en-GB">
    <head>{%metas%}<title>{%title%}</title><link rel="icon" href="/assets/icon.svg"><style>STYLE</style>{%css%}
    <script type="application/ld+json">DATASET</script></head>
    <body>{%app_entry%}<script id="settings" type="application/json">SETTINGS</script>{%config%}{%scripts%}{%renderer%}</body>
</html>"""
"""Dash's own page with a language, our values for style sheets and scripts, and no footer around its scripts."""
NEVER = ("/deps/polyfill@", "/dash/dash_table/")
"""Scripts never used. The polyfill, for ten-year-old browsers, also slows text functions: a tenth of plotly.js's time."""
GRID = "/dash_ag_grid/"
"""A third of all bytes, served only with pages that have a grid; assets/dashboard.js loads those afresh."""


def description(evidence: Evidence) -> str:
    """The data set as JSON-LD, with % escaped so that Dash sees no placeholder."""
    return inert(citation.json_ld(evidence, "/evidence", DATA_PACKAGE)).replace("%", "\\u0025")


def index_page(settings: BrowserSettings, evidence: Evidence) -> str:
    """The page for `Dash(index_string=...)`, with the scripts' settings, and colours and widths as CSS custom properties."""
    values = {**theme.COLOURS, "filters-width": f"{settings['filters_width']}px"}
    style = ":root{" + ";".join(f"--{name}:{value}" for name, value in values.items()) + "}"
    content = inert(settings).replace("%", "\\u0025")
    return INDEX.replace("STYLE", style).replace("SETTINGS", content).replace("DATASET", description(evidence))


class Application(Dash):  # type: ignore[misc]  # Dash has no types
    """Dash with only the scripts that its start page needs."""

    def interpolate_index(self, **parts: Any) -> str:
        unneeded = NEVER if shows_grids(request.path) else (*NEVER, GRID)
        tags = [tag for tag in parts["scripts"].split("\n") if not any(place in tag for place in unneeded)]
        return str(super().interpolate_index(**{**parts, "scripts": "\n".join(tags)}))
