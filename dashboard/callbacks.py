"""The callbacks: each one step of the way from a reader's choice to the screen."""

from __future__ import annotations

import logging
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State

from dashboard import ids
from dashboard.charts import CHARTS, Chart, Drawing, Shown, broken
from dashboard.facets import FACETS
from dashboard.pages import PAGES, card, filters, open_page
from dashboard.pages import evidence as evidence_page
from dashboard.pages.panel import twin_table, under
from dashboard.selection import Catalogue, Selection

log = logging.getLogger(__name__)


def register(app: Dash, catalogue: Catalogue) -> None:
    """Give `app` its callbacks; the catalogue is all the state they have, and it never changes."""
    _open_pages(app, catalogue)
    _answer_choices(app, catalogue)
    _run_in_the_browser(app)


def _open_pages(app: Dash, catalogue: Catalogue) -> None:
    @app.callback(Output(ids.PAGE, "children"), Output(ids.TITLE, "data"), Input(ids.URL, "pathname"), Input(ids.URL, "search"))
    def show_page(path: str, query: str) -> Any:
        return open_page(catalogue, path or "/", query or "")

    @app.callback(Output(ids.TABLE_PANEL, "children"), Input(ids.TABLE_TABS, "active_tab"))
    def show_table(name: str) -> Any:
        return evidence_page.panel(catalogue.evidence, name)


def _answer_choices(app: Dash, catalogue: Catalogue) -> None:
    """One change, one round trip: everything on the page that depends on the selection is answered together."""

    @app.callback(
        output={
            "query": Output(ids.QUERY, "data"),
            "counts": Output(ids.COUNTS, "children"),
            "chips": Output(ids.CHIPS, "children"),
            "beside": Output(ids.TRAY, "children"),
            "card": Output(ids.CARD, "children"),
            "options": Output(ids.filter_id(ALL), "options"),
            "figures": Output(ids.chart_id(ALL), "figure"),
            "sentences": Output(ids.sentence_id(ALL), "children"),
            "unders": Output(ids.under_id(ALL), "children"),
            "twins": Output(ids.twin_id(ALL), "children"),
        },
        inputs={
            "values": Input(ids.filter_id(ALL), "value"),
            "pins": Input(ids.PINS, "data"),
            "measure": Input(ids.MEASURE, "value"),
            "twins_open": Input(ids.TWINS_OPEN, "data"),
        },
        state={"fields": State(ids.filter_id(ALL), "id"), "charts": State(ids.chart_id(ALL), "id")},
        prevent_initial_call=True,
    )
    def answer(values: Any, pins: Any, measure: Any, twins_open: Any, fields: Any, charts: Any) -> Any:
        chosen = {field["field"]: value for field, value in zip(fields, values, strict=True)}
        selection = Selection.from_values(chosen, pins=pins, measure=measure, studies=catalogue.evidence.studies["study_id"])
        selected = catalogue.select(selection)
        shown = Shown(catalogue.evidence, selected, selection)
        keys = [chart["chart"] for chart in charts]
        drawings = [draw_safely(CHARTS[key], shown) for key in keys]
        counts = catalogue.option_counts(selection)
        return {
            "query": selection.to_query(),
            "counts": filters.counts_line(selected.counts, catalogue.totals),
            "chips": filters.chips(selection),
            "beside": filters.beside_chart(catalogue, selection, selected),
            "card": card.cards(catalogue, selection, selected),
            "options": [filters.options(catalogue, FACETS[field["field"]], counts) for field in fields],
            "figures": [drawing.figure for drawing in drawings],
            "sentences": [drawing.sentence for drawing in drawings],
            "unders": [under(drawing, key) for key, drawing in zip(keys, drawings, strict=True)],
            "twins": [twin_table(drawing.twin, key) if key in twins_open else [] for key, drawing in zip(keys, drawings, strict=True)],
        }


def draw_safely(chart: Chart, shown: Shown) -> Drawing:
    """The chart, or a drawing that says it failed: one broken chart must not take the others with it."""
    try:
        return chart.draw(shown)
    except Exception:
        log.exception("chart %s failed for %s", chart.key, shown.selection.to_query())
        return broken(chart)


def _run_in_the_browser(app: Dash) -> None:
    def run(name: str, *arguments: Any) -> None:
        app.clientside_callback(ClientsideFunction("board", name), *arguments)

    run("title", Output(ids.PAGE, "data-title"), Input(ids.TITLE, "data"))
    run("theme", Output(ids.THEME_SWITCH, "children"), Input(ids.THEME_SWITCH, "n_clicks"))
    run(
        "address",
        [Output(ids.nav_id(path), "href") for path in PAGES],
        Input(ids.QUERY, "data"),
        [State(ids.nav_id(path), "href") for path in PAGES],
    )
    run(
        "changeFilters",
        Output(ids.filter_id(ALL), "value"),
        Input(ids.drop_id(ALL, ALL), "n_clicks"),
        Input(ids.RESET, "n_clicks"),
        State(ids.filter_id(ALL), "value"),
        State(ids.filter_id(ALL), "id"),
    )
    run(
        "choose",
        Output(ids.PINS, "data"),
        Output(ids.chart_id(ALL), "clickData"),
        Input(ids.chart_id(ALL), "clickData"),
        Input(ids.open_id(ALL, ALL), "n_clicks"),
        Input(ids.unpin_id(ALL), "n_clicks"),
        State(ids.PINS, "data"),
    )
    run("twinsOpen", Output(ids.TWINS_OPEN, "data"), Input(ids.twin_switch_id(ALL), "value"), State(ids.twin_switch_id(ALL), "id"), State(ids.TWINS_OPEN, "data"))
    run("toggleFilters", Output(ids.FILTERS_BUTTON, "aria-expanded"), Input(ids.FILTERS_BUTTON, "n_clicks"))
