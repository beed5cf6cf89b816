"""The charts: each is a pure function from the records shown to a drawing. `CHARTS` is the one list of them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from dashboard.charts import board, contrast, flow, gaps, outcomes, phenotype, timeline, toxicity_by_arm, trials
from dashboard.charts.changed import with_changes
from dashboard.charts.chart import Chart, Diagram, Drawing, broken
from dashboard.selection import Shown

__all__ = ["CHARTS", "MOST", "Chart", "Drawing", "draw", "with_changes"]

log = logging.getLogger(__name__)

SUBJECTS = (board, contrast, toxicity_by_arm, outcomes, phenotype, timeline, flow, trials, gaps)
CHARTS: Mapping[str, Chart] = {chart.key: chart for subject in SUBJECTS for chart in subject.CHARTS}


MOST = 60
"""The most publications, or rows of registrations, that all get a row in a chart. The shipped layers have fewer; other tables may have
thousands."""
FIRST = 20
"""How many get a row where there are more, as a first view; whoever looks for one among hundreds narrows the filters."""


def draw(chart: Chart, shown: Shown) -> Drawing:
    """The drawing of a chart, or one that says it failed: one broken chart must not take the others with it."""
    try:
        drawing = with_changes(chart, shown, _drawing(chart, shown))
        # read every column of every row, and draw what has none, so that a fault shows here and not in the page
        _ = drawing.table, drawing.short_table
        if isinstance(drawing.content, Diagram):
            drawing.figure()
        return drawing
    except Exception:
        log.exception("chart %s failed for %s", chart.key, shown.selection.to_query())
        return broken(chart)


def _drawing(chart: Chart, shown: Shown) -> Drawing:
    """The drawing of all records, or of the first where there are too many to give each a row."""
    of_trials = chart.rows_of == "trials"
    every = shown.trials if of_trials else shown.studies
    if not chart.rows_of or len(every) <= MOST:
        return chart.draw(shown)
    kept = replace(shown, trials=shown.trials[:FIRST]) if of_trials else replace(shown, studies=shown.studies[:FIRST])
    drawing = chart.draw(kept)
    first = f"first {FIRST} of {len(every)} {'rows of registrations' if of_trials else 'publications'}"
    caveat = f"The {first} are drawn; narrow the filters to see the others."
    return replace(drawing, sentence=f"Of the {first}: {drawing.sentence}", caveats=(caveat, *drawing.caveats), claim="", statements=())
