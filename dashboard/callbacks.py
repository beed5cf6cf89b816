"""The callbacks, each one step from a reader's choice to the screen."""

from __future__ import annotations

from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, ctx

from dashboard import ids
from dashboard.pages import evidence as evidence_page
from dashboard.pages import open_page, updates
from dashboard.pages.contract import View, desk
from dashboard.questions import standing
from dashboard.selection import Catalogues, strings


def register(app: Dash, catalogues: Catalogues) -> None:
    """Register all callbacks on `app`. Their only state is `catalogues`, which never change."""
    _open_pages(app, catalogues)
    _answer_choices(app, catalogues)
    _run_in_the_browser(app)


def _open_pages(app: Dash, catalogues: Catalogues) -> None:
    @app.callback(Output(ids.PAGE, "children"), Output(ids.TITLE, "data"), Input(ids.VIEW, "data"), State(ids.WIDTH, "data"))
    def show_page(view: Any, width: Any) -> Any:
        return open_page(catalogues, View.of(view), desk(width))

    @app.callback(Output(ids.TABLE_PANEL, "children"), Input(ids.TABLE_TABS, "value"), State(ids.URL, "search"))
    def show_table(name: Any, query: Any) -> Any:
        selection = catalogues.read(query if isinstance(query, str) else "")
        return evidence_page.panel(
            catalogues.of(selection.evidence).evidence, name if name in tuple(evidence_page.LISTED) else evidence_page.FIRST
        )


def _answer_choices(app: Dash, catalogues: Catalogues) -> None:
    """Answer a change in one round trip: everything on the page that depends on the selection."""

    @app.callback(
        output={
            "page_text": Output(ids.PAGE_TEXT, "data-page-text"),
            "notices": Output(ids.NOTICES, "children"),
            "card": Output(ids.CARD, "children"),
            "panels": Output(ids.tab_panel_id(ALL), "children"),
            "grids": Output(ids.grid_id(ALL), "rowData"),
            "figures": Output(ids.chart_id(ALL), "figure"),
            "tables": Output(ids.data_table_id(ALL), "children"),
        },
        inputs={
            "values": Input(ids.filter_id(ALL), "value"),
            "choices": Input(ids.choice_id(ALL), "value"),
            "pins": Input(ids.PINS, "data"),
            "tables_open": Input(ids.TABLES_OPEN, "data"),
            "width": Input(ids.WIDTH, "data"),
        },
        state={
            "fields": State(ids.filter_id(ALL), "id"),
            "choice_fields": State(ids.choice_id(ALL), "id"),
            "charts": State(ids.chart_id(ALL), "id"),
            "panels": State(ids.tab_panel_id(ALL), "id"),
            "grids": State(ids.grid_id(ALL), "id"),
            "question": State(ids.QUESTION, "data"),
            "made_for": State(ids.MADE_FOR, "data"),
        },
        prevent_initial_call=True,
    )
    def answer(
        values: Any, choices: Any, pins: Any, tables_open: Any, width: Any,
        fields: Any, choice_fields: Any, charts: Any, panels: Any, grids: Any, question: Any, made_for: Any,
    ) -> Any:  # fmt: skip
        filters_chosen = {field["field"]: value for field, value in zip(fields, values, strict=True)}
        chosen = {field["field"]: value for field, value in zip(choice_fields, choices, strict=True)}
        shown = catalogues.show(standing(catalogues.chosen(filters_chosen, {**chosen, "question": question}, pins, made_for)))
        keys = [chart["chart"] for chart in charts]
        if ctx.triggered_id == ids.choice_id("tab"):
            return updates.of_tab(shown, keys, len(panels), len(grids), desk(width))
        return updates.of_selection(shown, keys, strings(tables_open), len(panels), len(grids), desk(width))


def _run_in_the_browser(app: Dash) -> None:
    def run(name: str, *arguments: Any) -> None:
        app.clientside_callback(ClientsideFunction("dashboard", name), *arguments)

    run(
        "view", Output(ids.VIEW, "data"), Output(ids.WIDTH, "data"),
        Input(ids.URL, "pathname"), Input(ids.URL, "search"), State(ids.WIDTH, "data"),
    )  # fmt: skip
    run("title", Output(ids.PAGE, "data-title"), Input(ids.TITLE, "data"))
    run("theme", Output(ids.THEME_SWITCH, "children"), Input(ids.THEME_SWITCH, "n_clicks"))
    run(
        "changeFilters",
        Output(ids.filter_id(ALL), "value"),
        Input(ids.ACTION, "data"),
        State(ids.filter_id(ALL), "value"),
        State(ids.filter_id(ALL), "id"),
    )
    run(
        "choose",
        Output(ids.PINS, "data"),
        Output(ids.chart_id(ALL), "clickData"),
        Input(ids.chart_id(ALL), "clickData"),
        Input(ids.ACTION, "data"),
        State(ids.PINS, "data"),
    )
    run(
        "tablesOpen",
        Output(ids.TABLES_OPEN, "data"),
        Input(ids.table_switch_id(ALL), "value"),
        State(ids.table_switch_id(ALL), "id"),
        State(ids.TABLES_OPEN, "data"),
    )
    run(
        "search",
        Output(ids.table_grid_id(MATCH), "dashGridOptions"),
        Input(ids.search_id(MATCH), "value"),
        State(ids.table_grid_id(MATCH), "dashGridOptions"),
    )
    run("report", Output(ids.REPORT_TEXT, "value"), Input(ids.table_grid_id(ALL), "cellClicked"), State(ids.table_grid_id(ALL), "id"))
    run("toggleFilters", Output(ids.FILTERS_BUTTON, "aria-expanded"), Input(ids.FILTERS_BUTTON, "n_clicks"))
