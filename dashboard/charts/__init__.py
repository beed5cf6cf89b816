"""The charts: each a pure function from the records shown to a drawing. This is the one list of them."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from dashboard.charts import board, flow, gaps, outcomes, phenotype, randomised, trials
from dashboard.charts.chart import Chart, Drawing, Shown, broken

__all__ = ["CHARTS", "Chart", "Drawing", "Shown", "draw"]

log = logging.getLogger(__name__)

SUBJECTS = (board, randomised, outcomes, phenotype, flow, trials, gaps)
CHARTS: Mapping[str, Chart] = {chart.key: chart for subject in SUBJECTS for chart in subject.CHARTS}


def draw(chart: Chart, shown: Shown) -> Drawing:
    """The chart, or a drawing that says it failed: one broken chart must not take the others with it."""
    try:
        return chart.draw(shown)
    except Exception:
        log.exception("chart %s failed for %s", chart.key, shown.selection.to_query())
        return broken(chart)
