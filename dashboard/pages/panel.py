"""A chart as it stands on a page: question, band, figure with caption, what stands under it, and its data table."""

from __future__ import annotations

from collections.abc import Mapping

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.charts.chart import BAND, Chart, Drawing
from dashboard.pages.buttons import menu, opener
from dashboard.pages.contract import Act
from dashboard.pages.running_order import Entry
from dashboard.selection import Selection
from dashboard.tableplot import DataTable, Look, TableRow

GRAPH = {"displayModeBar": False, "showSendToCloud": False, "displaylogo": False, "responsive": False, "doubleClick": False}
"""Not responsive: a chart is drawn for the width of its place, of which assets/dashboard.js tells."""


def chart_panel(chart: Chart, drawing: Drawing, selection: Selection, look: Look, *, heading: str = "h2") -> html.Section:
    """The chart with everything that it needs to be honest."""
    title_id = f"question-{chart.key}"
    title = {"h1": html.H1, "h2": html.H2}[heading](chart.question, id=title_id)
    switch = dbc.Switch(id=ids.table_switch_id(chart.key), label=["Table", _of(chart)], value=False, className="table-switch")
    graph = dcc.Graph(id=ids.chart_id(chart.key), figure=drawing.figure(look), config=GRAPH, className="graph")
    return html.Section(
        [
            html.Div(
                [
                    title,
                    *([html.P(BAND, className="band")] if chart.across_studies else []),
                    html.Div(
                        [switch, menu(_share(chart), ACTS, chart.key)],
                        className="controls",
                    ),
                ],
                className="panel-head",
            ),
            html.Figure(
                [
                    scroller(graph, "Chart; switch on Table to read it", role="img"),
                    html.Figcaption(id=ids.caption_id(chart.key)),
                ],
                **{"aria-labelledby": title_id},
            ),
            html.Div(id=ids.data_table_id(chart.key), className="data-table"),
        ],
        className="sheet chart-panel",
        id=ids.panel_id(chart.key),
        **{"data-entry": str(Entry.of(chart.key, selection))},
    )


ACTS: Mapping[Act, str] = {
    "present": "Present (P)",
    "link": "Copy link",
    "title-link": "Copy title and link",
    "iframe": "Copy frame for a web page",
    "png": "Picture (PNG)",
    "svg": "Picture (SVG)",
    "pptx": "Slide (PPTX)",
    "csv": "Rows (CSV)",
    "json": "Rows (JSON)",
    "ris": "References (RIS)",
    "bib": "References (BibTeX)",
    "order": "Add to the running order",
}
"""What can be done with a chart."""


def _of(chart: Chart) -> html.Span:
    """Whose control it is, for those who hear it by itself."""
    return html.Span(f": {chart.question}", className="visually-hidden")


def _share(chart: Chart) -> html.Summary:
    return html.Summary(["Share", _of(chart)], className="btn btn-outline-primary btn-sm")


def scroller(content: object, name: str, role: str = "region") -> html.Div:
    """A box that scrolls by itself, with arrow keys, too. A chart is one image to those who hear it: its words are the table's."""
    return html.Div(content, className="scroller", role=role, tabIndex=0, **{"aria-label": name})


def data_table(chart: Chart, table: DataTable) -> html.Div:
    """The data table; the first cell of a row opens the study's card, other cells what they have of their own to open."""
    return _table(chart, table, opens=True)


def plain_table(chart: Chart, table: DataTable) -> html.Div:
    """The data table without anything to open."""
    return _table(chart, table, opens=False)


def _table(chart: Chart, table: DataTable, *, opens: bool) -> html.Div:
    head = html.Thead(html.Tr([html.Th(column, scope="col") for column in table.heads]))
    body = html.Tbody([_row(row, opens=opens) for row in table.rows])
    return scroller(html.Table([head, body], className="table table-sm"), f"Table: {chart.question}")


def _row(row: TableRow, *, opens: bool) -> html.Tr:
    records = {0: row.record, **dict(row.own)} if opens else {}
    texts = row.cells
    first, *rest = (opener(record, text) if (record := records.get(place)) else text for place, text in enumerate(texts))
    return html.Tr([html.Th(first, scope="row"), *map(html.Td, rest)])
