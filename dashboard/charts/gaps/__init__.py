"""The gap map: where there is a number, where only words, where nothing, and what was registered to fill it."""

from __future__ import annotations

from dashboard.charts.chart import Chart, Drawing
from dashboard.charts.gaps.plot import gap_map
from dashboard.charts.gaps.rows import cells_of
from dashboard.charts.gaps.words import caveats, sentence
from dashboard.selection import Shown


def draw(shown: Shown) -> Drawing:
    """Cohorts with a number and the patients whom each counts, by setting or population and by group of endpoints."""
    rows = cells_of(shown)
    return Drawing(
        gap_map(rows, shown.evidence.within),
        sentence=sentence(rows),
        not_reported=sum(1 for row in rows for cell in row if cell.is_empty),
        rows=len(rows),
        caveats=caveats(shown, rows),
    )


CHARTS = (Chart("gaps", "Evidence and gaps", "Where is there evidence, and where is none?", draw, counts_all=True),)
