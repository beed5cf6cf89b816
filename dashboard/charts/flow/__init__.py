"""How the publications and registrations were found."""

from __future__ import annotations

from functools import partial

from dashboard.charts.chart import Chart, Diagram, Drawing
from dashboard.charts.flow.plot import flow
from dashboard.charts.flow.rows import flow_steps
from dashboard.charts.flow.words import NO_SEARCH, caveats, claim, sentence, table
from dashboard.selection import Shown


def draw(shown: Shown) -> Drawing:
    """The search flow, counted in records, whatever the filters."""
    steps = flow_steps(shown.evidence)
    diagram = Diagram(partial(flow, steps), table(steps.values()))
    if not steps:
        return Drawing(diagram, NO_SEARCH)
    return Drawing(diagram, sentence(steps), rows=len(steps), caveats=caveats(steps, shown.evidence), claim=claim(steps))


CHARTS = (Chart("flow", "Search", "How were the publications and registrations found?", draw, across_studies=False, rows_of=""),)
