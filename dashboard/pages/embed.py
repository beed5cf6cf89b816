"""One chart for another page's frame: question, figure, sentence, filters in words, stamp, citation, and the way back."""

from __future__ import annotations

from dash import html

from dashboard.charts import CHARTS, Shown, draw
from dashboard.datapackage import CITATION, DISCLAIMER
from dashboard.pages import shell
from dashboard.pages.static_chart import still
from dashboard.selection import Catalogue, Selection, counts_line

PREFIX = "/embed/"


def page(catalogue: Catalogue, selection: Selection, key: str) -> html.Div:
    """The chart `key`, which must exist, as `selection` shows it."""
    shown = Shown(catalogue.evidence, catalogue.select(selection), selection)
    link = html.A("Open in the dashboard", href=f"/?{selection.to_query()}".rstrip("?"), target="_blank", rel="noopener")
    words = f"{selection.describe()} · {counts_line(shown.selected.counts, catalogue.totals)}"
    foot = html.P([f"{CITATION}. Data version {catalogue.evidence.version}. {DISCLAIMER} ", link], className="embed-foot")
    return html.Div(
        [
            html.Div([html.P(words, className="counts"), shell.stamp()], className="strip"),
            still(CHARTS[key], draw(CHARTS[key], shown), heading=html.H1),
            foot,
        ]
    )
