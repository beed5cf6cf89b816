"""The evidence gap map: where there is a number, where only words, where nothing, and what was registered that could fill the gaps."""

from __future__ import annotations

from dashboard import wording
from dashboard.charts.chart import Chart, Drawing
from dashboard.charts.gaps.plot import gap_map
from dashboard.charts.gaps.rows import lines_of
from dashboard.charts.gaps.words import caveats, claim, sentence
from dashboard.selection import Shown


def draw(shown: Shown) -> Drawing:
    """The cohorts with a number and how many patients each counts, by setting or population and by group of endpoints."""
    lines = lines_of(shown)
    return Drawing(
        gap_map(lines, shown.evidence.within),
        sentence=sentence(lines),
        gaps=wording.figure(sum(cell.is_empty for line in lines for cell in line.cells.values()), "empty cell"),
        rows=len(lines),
        caveats=caveats(shown, lines),
        claim=claim(lines),
    )


CHARTS = (Chart("gaps", "Evidence and gaps", "Where is there evidence, and where is none?", draw, rows_of=""),)
