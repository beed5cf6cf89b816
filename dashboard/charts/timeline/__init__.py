"""Where the evidence comes from over the years: what was published when, and who reports the same children."""

from __future__ import annotations

from dashboard.charts.chart import Chart, Drawing
from dashboard.charts.timeline.plot import timeline
from dashboard.charts.timeline.rows import in_order
from dashboard.charts.timeline.words import caveats, claim, sentence
from dashboard.selection import Shown


def draw(shown: Shown) -> Drawing:
    """The publications by year, each sized by its number of patients; patients are never added up."""
    studies = in_order(shown)
    said, titled = sentence(shown, studies), claim(shown, studies)
    return Drawing(timeline(shown, studies), said, rows=len(studies), caveats=caveats(shown), claim=titled)


CHARTS = (Chart("timeline", "Timeline", "What was published when, and who reports the same children?", draw, across_studies=False),)
