"""One chart for another page's frame: question, figure, sentence, filters in words, stamp, citation, and the way back."""

from __future__ import annotations

from dash import html

from dashboard.charts import CHARTS, draw
from dashboard.pages import filters, shell
from dashboard.pages.places import address_of
from dashboard.pages.running_order import Entry
from dashboard.pages.static_chart import still
from dashboard.selection import Shown, counts_line
from dashboard.tableplot import Look
from dashboard.wording import DISCLAIMER


def page(shown: Shown, key: str, look: Look) -> html.Div:
    """The chart `key`, which must exist, of the records shown."""
    selection, evidence = shown.selection, shown.evidence
    link = html.A("Open in the dashboard", href=address_of(key, selection), target="_blank", rel="noopener")
    words = f"{selection.describe()} · {counts_line(shown.counts, shown.catalogue.totals)}"
    foot = html.P([f"{evidence.citation}. Data version {evidence.version}. {DISCLAIMER} ", link], className="embed-foot")
    return html.Div(
        [
            html.Div([html.P(words, className="counts"), shell.stamp(evidence)], className="strip"),
            *filters.of_address(shown),
            still(CHARTS[key], draw(CHARTS[key], shown), look, Entry.of(key, selection), heading=html.H1),
            foot,
        ]
    )
