"""Where the evidence comes from, over the years: what was published when, and who reports the same children."""

from __future__ import annotations

from dashboard.charts.chart import Chart, Drawing
from dashboard.charts.timeline.plot import timeline
from dashboard.charts.timeline.rows import entries_of
from dashboard.charts.timeline.words import caveats, sentence
from dashboard.selection import Shown


def draw(shown: Shown) -> Drawing:
    """The publications by year, the size of each from its number of patients; patients are never added up."""
    entries = entries_of(shown)
    return Drawing(
        timeline(shown.evidence, entries, frozenset(shown.selection.pins)),
        sentence=sentence(shown, entries),
        rows=len(entries),
        caveats=caveats(shown, entries),
    )


CHARTS = (Chart("timeline", "Timeline", "What was published when, and who reports the same children?", draw, across_studies=False),)
