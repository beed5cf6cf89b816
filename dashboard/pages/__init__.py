"""The pages: each a function of the catalogue and the query string; the address decides which one is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dash import html

from dashboard.pages import case, compare, evidence, trials
from dashboard.selection import Catalogue, Selection


@dataclass(frozen=True)
class Page:
    """A page in the bar: its title and its layout."""

    title: str
    layout: Callable[[Catalogue, Selection], html.Div]


PAGES: Mapping[str, Page] = {
    "/": Page("Compare", compare.page),
    "/trials": Page("Trials", trials.page),
    "/case": Page("Case", case.page),
    "/evidence": Page("Evidence", evidence.page),
}


def open_page(catalogue: Catalogue, path: str, query: str) -> tuple[html.Div, str]:
    """The layout and the title for an address; an unknown path gets a page that says where to go."""
    page = PAGES.get(path.rstrip("/") or "/")
    if page is None:
        return _not_found(path), "Not found"
    selection = Selection.from_query(query, records=catalogue.records)
    return page.layout(catalogue, selection), page.title


def _not_found(path: str) -> html.Div:
    places = html.Ul([html.Li(html.A(page.title, href=address)) for address, page in PAGES.items()])
    return html.Div([html.H1("There is no such page"), html.P(f"Nothing stands at {path[:80]}. These pages exist:"), places], className="sheet")
