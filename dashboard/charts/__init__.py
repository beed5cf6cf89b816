"""The charts: each is a pure function from the records shown to a drawing. `CHARTS` is the one list of them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from dashboard.charts import board, contrast, flow, gaps, outcomes, phenotype, rows, timeline, toxicity_by_arm, trials
from dashboard.charts.changed import with_changes
from dashboard.charts.chart import Chart, Diagram, Drawing, broken
from dashboard.selection import Shown

__all__ = ["CHARTS", "MOST", "Chart", "Drawing", "Shown", "draw", "with_changes"]

log = logging.getLogger(__name__)

SUBJECTS = (board, contrast, toxicity_by_arm, outcomes, phenotype, timeline, flow, trials, gaps)
CHARTS: Mapping[str, Chart] = {chart.key: chart for subject in SUBJECTS for chart in subject.CHARTS}


MOST = 60
"""The most publications, or registrations, that all get a row in a chart. The shipped layers have fewer; other tables may have
thousands."""
FIRST = 20
"""How many get a row where there are more, as a first view; whoever looks for one among hundreds narrows the filters."""


def draw(chart: Chart, shown: Shown) -> Drawing:
    """The drawing of a chart, or one that says it failed: one broken chart must not take the others with it."""
    try:
        if chart.counts_all or max(len(shown.studies), len(shown.trials)) <= MOST:
            drawing = chart.draw(shown)
        else:
            kept, of_which = rows.first(shown, FIRST)
            drawing = chart.draw(kept)
            caveats = (*map(rows.first_of, of_which), *drawing.caveats)
            drawing = replace(drawing, sentence=f"Of the first {' and '.join(of_which)}: {drawing.sentence}", caveats=caveats, claim="")
        drawing = with_changes(chart, shown, drawing)
        # read every column of every row, and draw what has none, so that a fault shows here and not in the page
        _ = drawing.table, drawing.short_table
        if isinstance(drawing.content, Diagram):
            drawing.figure()
        return drawing
    except Exception:
        log.exception("chart %s failed for %s", chart.key, shown.selection.to_query())
        return broken(chart)
