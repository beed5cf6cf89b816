"""Trials: who may enter which registration, by age; where evidence is missing; and every registration as a table."""

from __future__ import annotations

from dash import html

from dashboard import ids
from dashboard.charts import CHARTS, Shown, draw
from dashboard.pages.filtered_page import frame
from dashboard.pages.grid import grid
from dashboard.pages.panel import chart_panel
from dashboard.schema import TABLES
from dashboard.tableplot import Look


def page(shown: Shown, look: Look) -> html.Div:
    """The registrations that the selection leaves, drawn and listed, and the gaps of the evidence."""
    drawings = {key: draw(CHARTS[key], shown) for key in ("landscape", "gaps")}
    landscape = chart_panel(CHARTS["landscape"], drawings["landscape"], look, heading="h1")
    gaps = chart_panel(CHARTS["gaps"], drawings["gaps"], look)
    table = html.Section(
        [
            html.H2("Every registration as its source prints it"),
            html.P(
                f"Status, {shown.evidence.registered_reach}. "
                "Open a card from the chart for the register's own page and its current status.",
                className="lead-in",
            ),
            grid(TABLES["trials"], shown.trials, ids.grid_id("trials")),
        ],
        className="sheet",
    )
    return frame(shown, drawings, [landscape, gaps, table])
