"""A chart that stands by itself: with its caption and its table, and no controls. For the Evidence page and for embedding."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import ids
from dashboard.charts.chart import BAND, Chart, Drawing
from dashboard.pages.panel import GRAPH, plain_table, scroller
from dashboard.pages.running_order import Entry
from dashboard.tableplot import Look


def still(chart: Chart, drawing: Drawing, look: Look, entry: Entry, *, heading: Any = html.H2) -> html.Section:
    """The question, the figure, its sentence, what a reader must know, and the table folded under it."""
    title_id = f"still-{chart.key}"
    graph = scroller(dcc.Graph(figure=drawing.figure(look), config=GRAPH, className="graph"), "Chart; its table is below", role="img")
    asides = [html.P(f"{aside.words}: {', '.join(name for _, name in aside.records)}.", className="aside") for aside in drawing.asides]
    return html.Section(
        [
            heading(chart.question, id=title_id),
            *([html.P(BAND, className="band")] if chart.across_studies else []),
            html.Figure([graph, html.Figcaption(drawing.sentence, className="sentence")], **{"aria-labelledby": title_id}),
            *[html.P(caveat, className="caveat") for caveat in drawing.caveats],
            *asides,
            html.Details([html.Summary("As a table"), plain_table(chart, drawing.table)]),
        ],
        className="sheet chart-panel",
        id=ids.panel_id(chart.key),
        **{"data-entry": str(entry)},
    )
