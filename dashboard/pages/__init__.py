"""The pages: each a function of what a selection leaves and of how wide charts are; the address decides which one is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dash import html

from dashboard import wording
from dashboard.charts import CHARTS
from dashboard.evidence import Evidence
from dashboard.pages import case, changes, compare, embed, evidence, present, trials
from dashboard.pages.contract import EMBED, PRESENT, WHAT_CHANGED, BrowserSettings, View, browser_settings
from dashboard.pages.shell import NAME
from dashboard.questions import standing
from dashboard.selection import Catalogues, Shown
from dashboard.tableplot import Look


@dataclass(frozen=True)
class Page:
    """A page in the bar: its title, its layout, and whether it has filters beside its charts, or a table as a grid."""

    title: str
    layout: Callable[[Shown, Look], html.Div]
    filters: bool = False
    grids: bool = False


PAGES: Mapping[str, Page] = {
    "/": Page("Compare", compare.page, filters=True),
    "/trials": Page("Trials", trials.page, filters=True, grids=True),
    "/case": Page("Case", case.page),
    "/evidence": Page("Evidence", evidence.page, grids=True),
}


def settings(evidence: Evidence) -> BrowserSettings:
    """What the scripts of every page need to know."""
    with_filters = [path for path, page in PAGES.items() if page.filters]
    with_grids = [path for path, page in PAGES.items() if page.grids]
    return browser_settings(NAME, evidence.version, with_filters=with_filters, with_grids=with_grids)


def is_page(path: str) -> bool:
    """Whether something of ours stands at a path."""
    place = path.rstrip("/") or "/"
    return place in PAGES or place in (PRESENT, WHAT_CHANGED) or (place.startswith(EMBED) and place.removeprefix(EMBED) in CHARTS)


def shows_grids(path: str) -> bool:
    """Whether the page at a path needs the grid's script."""
    page = PAGES.get(path.rstrip("/") or "/")
    return page is not None and page.grids


def open_page(catalogues: Catalogues, view: View, look: Look) -> tuple[html.Div, str]:
    """The layout and the title for an address, with charts of a look; an unknown path gets a page that says where to go."""
    place = view.path.rstrip("/") or "/"
    if place == PRESENT:
        return present.page(catalogues, view), "Present"
    if place == WHAT_CHANGED:
        return changes.page(catalogues.whole, catalogues.read(view.query).version), changes.TITLE
    shown = catalogues.show(standing(catalogues.read(view.query)))
    chart = place.removeprefix(EMBED)
    if place.startswith(EMBED) and chart in CHARTS:
        return embed.page(shown, chart, look), CHARTS[chart].title
    if place not in PAGES:
        return _not_found(view.path), "Not found"
    return PAGES[place].layout(shown, look), PAGES[place].title


def _not_found(path: str) -> html.Div:
    places = html.Ul([html.Li(html.A(page.title, href=address)) for address, page in PAGES.items()])
    return html.Div(
        [html.H1("There is no such page"), html.P(f"There is nothing at {wording.quoted(path, 80)}. These pages exist:"), places],
        className="sheet",
    )
