"""The callbacks: each one step of the way from a reader's choice to the screen."""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output, State

from dashboard import ids
from dashboard.pages import evidence as evidence_page
from dashboard.pages import open_page
from dashboard.selection import Catalogue


def register(app: Dash, catalogue: Catalogue) -> None:
    """Give `app` its callbacks; the catalogue is all the state they have, and it never changes."""

    @app.callback(Output(ids.PAGE, "children"), Output(ids.TITLE, "data"), Input(ids.URL, "pathname"), State(ids.URL, "search"))
    def show_page(path: str, query: str):  # type: ignore[no-untyped-def]
        return open_page(catalogue, path, query)

    @app.callback(Output(ids.TABLE_PANEL, "children"), Input(ids.TABLE_TABS, "active_tab"))
    def show_table(name: str):  # type: ignore[no-untyped-def]
        return evidence_page.panel(catalogue.evidence, name)

    app.clientside_callback(ClientsideFunction("board", "title"), Output(ids.PAGE, "data-title"), Input(ids.TITLE, "data"))
    app.clientside_callback(ClientsideFunction("board", "theme"), Output(ids.THEME_SWITCH, "children"), Input(ids.THEME_SWITCH, "n_clicks"))
