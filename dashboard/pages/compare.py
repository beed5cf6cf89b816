"""Compare, the home page: filters, and efficacy and toxicity of the same publications side by side."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from dash import html

from dashboard import ids, wording
from dashboard.charts import CHARTS, Drawing, Shown, draw
from dashboard.pages.filtered_page import choice, frame
from dashboard.pages.panel import chart_panel
from dashboard.pages.places import TAB_CHARTS
from dashboard.questions import answered
from dashboard.selection import Selection
from dashboard.tableplot import Look


def page(shown: Shown, look: Look) -> html.Div:
    """The whole page for a selection, with its charts already drawn; a tab that is not open is not there."""
    selection = shown.selection
    drawings = {"board": draw(CHARTS["board"], shown), **tab_drawings(shown)}
    board = chart_panel(CHARTS["board"], drawings["board"], look, heading="h1")
    tabs = html.Div(choice(selection, "tab", "More comparisons of the same selection"), className="sheet tabs")
    panel = html.Div(tab_panels(selection, drawings, look), id=ids.tab_panel_id("compare"))
    return frame(shown, drawings, [board, tabs, panel], _questions(shown))


def _questions(shown: Shown) -> list[html.Details]:
    """What boards ask, each as a link to a ready state, with the sentence that the tables support; nothing where there is no question."""
    questions = answered(shown.catalogue, shown.selection.evidence)
    if not questions:
        return []
    summary = html.Summary(f"{wording.figure(len(questions), 'question')}", className="btn btn-link btn-sm")
    return [html.Details(summary, className="questions", **{"data-questions": json.dumps(questions)})]


def tab_drawings(shown: Shown) -> dict[str, Drawing]:
    """The charts of the open tab, drawn."""
    return {key: draw(CHARTS[key], shown) for key in TAB_CHARTS[shown.selection.tab]}


def tab_panels(selection: Selection, drawings: Mapping[str, Drawing], look: Look) -> list[html.Section]:
    """The charts of the open tab, which must be among `drawings`, as they stand on the page."""
    return [chart_panel(CHARTS[key], drawings[key], look) for key in TAB_CHARTS[selection.tab]]


def shows_tab(selection: Selection, charts: Collection[str]) -> bool:
    """Whether the charts of the open tab are among `charts`; a later change may have overtaken the one that opened it."""
    return {*TAB_CHARTS[selection.tab]} <= {*charts}
