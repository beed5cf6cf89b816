"""Compare, the home page: filters, and efficacy and toxicity of the same publications side by side."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.charts import CHARTS, Shown
from dashboard.pages import card, filters, shell
from dashboard.pages.panel import chart_panel
from dashboard.selection import MEASURES, Catalogue, Selected, Selection


def page(catalogue: Catalogue, selection: Selection) -> html.Div:
    """The whole page for a selection, with its charts already drawn."""
    selected = catalogue.select(selection)
    shown = Shown(catalogue.evidence, selected, selection)
    return html.Div(
        [
            *stores(selection),
            strip(catalogue, selection, selected),
            html.Div(
                [
                    filters.panel(catalogue, selection),
                    html.Div(
                        [
                            html.Div(filters.beside_chart(catalogue, selection, selected), id=ids.TRAY),
                            chart_panel(CHARTS["board"], CHARTS["board"].draw(shown), _measure(selection), heading="h1"),
                        ],
                        className="charts",
                    ),
                    html.Aside(card.cards(catalogue, selection, selected), id=ids.CARD, className="cards", **{"aria-label": "Pinned publications"}),
                ],
                className="columns",
            ),
        ]
    )


def stores(selection: Selection) -> list[dcc.Store]:
    """What the callbacks hand on in the browser."""
    return [
        dcc.Store(id=ids.QUERY, data=selection.to_query()),
        dcc.Store(id=ids.PINS, data=list(selection.pins)),
        dcc.Store(id=ids.TWINS_OPEN, data=[]),
    ]


def strip(catalogue: Catalogue, selection: Selection, selected: Selected) -> html.Div:
    """Always on screen: filters in force, counts, stamp."""
    button = html.Button("Filters", id=ids.FILTERS_BUTTON, type="button", className="btn btn-outline-primary btn-sm", **{"aria-controls": ids.FILTERS})
    reset = html.Button("Reset", id=ids.RESET, type="button", className="btn btn-link btn-sm")
    counts = html.P(filters.counts_line(selected.counts, catalogue.totals), id=ids.COUNTS, className="counts", role="status", **{"aria-live": "polite"})
    return html.Div([button, html.Div(filters.chips(selection), id=ids.CHIPS, className="chips"), counts, reset, shell.stamp()], className="strip")


def _measure(selection: Selection) -> Any:
    choices = [{"label": words, "value": code} for code, words in MEASURES.items()]
    group = dbc.RadioItems(
        choices, selection.measure, id=ids.MEASURE, className="btn-group", input_class_name="btn-check",
        label_class_name="btn btn-outline-primary btn-sm", label_checked_class_name="active",
    )  # fmt: skip
    return html.Div(group, className="measure", role="group", **{"aria-label": "Efficacy as"})
