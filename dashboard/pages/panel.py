"""A chart as it stands on a page: question, band, figure with caption, what stands under it, and its table twin."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids, reading
from dashboard.charts.chart import BAND, Aside, Chart, Drawing, Twin

GRAPH = {"displayModeBar": False, "showSendToCloud": False, "displaylogo": False, "responsive": False, "doubleClick": False}
"""Not responsive: Dash would draw a chart again whenever its height changes; assets/board.js follows the width alone."""
MOST_OPEN = 8
"""Records under a chart that stand open; more are folded, with their number."""


def chart_panel(chart: Chart, drawing: Drawing, *controls: Any, heading: str = "h2") -> html.Section:
    """The chart with everything that it needs to be honest; `controls` stand beside its question."""
    title_id = f"question-{chart.key}"
    title = {"h1": html.H1, "h2": html.H2}[heading](chart.question, id=title_id)
    switch = dbc.Switch(id=ids.twin_switch_id(chart.key), label="Table", value=False, className="twin-switch")
    graph = dcc.Graph(id=ids.chart_id(chart.key), figure=drawing.figure, config=GRAPH, className="graph")
    caption = html.Figcaption(drawing.sentence, id=ids.sentence_id(chart.key), className="sentence")
    return html.Section(
        [
            html.Div([title, html.Div([*controls, switch, menu(chart)], className="controls")], className="panel-head"),
            *([html.P(BAND, className="band")] if chart.across_studies else []),
            html.Figure(
                [
                    html.Div(graph, className="scroller", role="region", tabIndex=0, **{"aria-label": "Chart; switch on Table to read it"}),
                    caption,
                ],
                **{"aria-labelledby": title_id},
            ),
            html.Div(under(drawing, chart.key), id=ids.under_id(chart.key)),
            html.Div(id=ids.twin_id(chart.key), className="twin"),
        ],
        className="sheet chart-panel",
    )


ACTS = {
    "present": "Present (P)",
    "link": "Copy link",
    "title-link": "Copy title and link",
    "iframe": "Copy frame for a web page",
    "png": "Picture (PNG)",
    "svg": "Picture (SVG)",
    "pptx": "Slide (PPTX)",
    "csv": "Rows (CSV)",
    "json": "Rows (JSON)",
    "order": "Add to the running order",
}


def menu(chart: Chart) -> html.Details:
    """What can be done with a chart; the browser does it (assets/share.js)."""
    buttons = [
        html.Button(words, type="button", className="btn btn-sm act", **{"data-act": act, "data-chart": chart.key})
        for act, words in ACTS.items()
    ]
    return html.Details(
        [html.Summary("Share", className="btn btn-outline-primary btn-sm"), html.Div(buttons, className="acts")], className="menu"
    )


def under(drawing: Drawing, place: str) -> list[Any]:
    """Publications that stand under the chart, with the reason, and what else a reader must know."""
    return [*[html.P(caveat, className="caveat") for caveat in drawing.caveats], *[_aside(aside, place) for aside in drawing.asides]]


def _aside(aside: Aside, place: str) -> html.P | html.Details:
    buttons = [html.Button(name, id=ids.open_id(record, place), type="button", className="btn btn-link") for record, name in aside.records]
    if len(buttons) <= MOST_OPEN:
        return html.P([f"{aside.words}: ", *buttons], className="aside")
    return html.Details([html.Summary(f"{aside.words}: {len(buttons)}"), *buttons], className="aside")


def twin_table(twin: Twin, place: str) -> html.Div:
    """The table twin; the first cell of a row opens the study's card."""
    head = html.Thead(html.Tr([html.Th(column, scope="col") for column in twin.columns]))
    body = html.Tbody(
        [
            html.Tr([_first_cell(row.cells[0], row.record, f"{place}-{index}"), *map(_cell, row.cells[1:])])
            for index, row in enumerate(twin.rows)
        ]
    )
    return html.Div(
        html.Table([head, body], className="table table-sm"), className="scroller", role="region", tabIndex=0, **{"aria-label": "Table"}
    )


def plain_table(twin: Twin) -> html.Div:
    """The table twin without anything to open."""
    head = html.Thead(html.Tr([html.Th(column, scope="col") for column in twin.columns]))
    body = html.Tbody([html.Tr([html.Th(reading.plain(row.cells[0]), scope="row"), *map(_cell, row.cells[1:])]) for row in twin.rows])
    return html.Div(
        html.Table([head, body], className="table table-sm"), className="scroller", role="region", tabIndex=0, **{"aria-label": "Table"}
    )


def _cell(text: str) -> html.Td:
    return html.Td(reading.plain(text))


def _first_cell(text: str, record: str, place: str) -> html.Th:
    if not record:
        return html.Th(text, scope="row")
    return html.Th(html.Button(text, id=ids.open_id(record, f"twin-{place}"), type="button", className="btn btn-link"), scope="row")
