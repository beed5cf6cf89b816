"""Compare, the home page: filters, and efficacy and toxicity of the same publications side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dash import html

from dashboard import ids
from dashboard.charts import CHARTS, Drawing, draw
from dashboard.pages.filtered_page import choice, frame
from dashboard.pages.panel import chart_panel
from dashboard.pages.places import TAB_CHARTS
from dashboard.questions import BY_KEY, in_force
from dashboard.selection import Selection, Shown
from dashboard.tableplot import Look

ANSWERED_BY_TABS = {chart for charts in TAB_CHARTS.values() for chart in charts}
"""The charts that stand over the board where they answer the question in force."""


def page(shown: Shown, look: Look) -> html.Div:
    """The whole page for a selection, with its charts already drawn; a tab that is not open is not there."""
    selection = shown.selection
    drawings = {"board": draw(CHARTS["board"], shown), **tab_drawings(shown)}
    board = chart_panel(CHARTS["board"], drawings["board"], selection, look, heading="h1")
    tabs = html.Div(choice(selection, "tab", "More comparisons of the same selection"), className="sheet tabs")
    panel = html.Div(tab_panels(selection, drawings, look), id=ids.tab_panel_id("compare"))
    question = in_force(shown)
    answers_below = question is not None and question.chart in ANSWERED_BY_TABS
    return frame(shown, drawings, [html.Div([tabs, panel]), board] if answers_below else [board, tabs, panel])


def tab_drawings(shown: Shown) -> dict[str, Drawing]:
    """The charts of the open tab, drawn."""
    return {key: draw(CHARTS[key], shown) for key in _charts(shown.selection)}


def tab_panels(selection: Selection, drawings: Mapping[str, Drawing], look: Look) -> list[html.Section]:
    """The charts of the open tab, which must be among `drawings`, as they stand on the page."""
    return [chart_panel(CHARTS[key], drawings[key], selection, look) for key in _charts(selection)]


def _charts(selection: Selection) -> list[str]:
    """The charts of the open tab, first the one that answers the question in force."""
    question = BY_KEY.get(selection.question)
    return sorted(TAB_CHARTS[selection.tab], key=lambda key: question is not None and key != question.chart)


def shows_tab(selection: Selection, charts: Collection[str]) -> bool:
    """Whether the charts of the open tab are among `charts`; a later change may have overtaken the one that opened it."""
    return {*TAB_CHARTS[selection.tab]} <= {*charts}
