"""Where the evidence comes from: the publications over the years, and how they were found."""

from __future__ import annotations

from dashboard.charts.chart import Chart
from dashboard.charts.flow.search import draw_flow
from dashboard.charts.flow.years import draw_timeline

CHARTS = (
    Chart("timeline", "Timeline", "What was published when, and who reports the same children?", draw_timeline, across_studies=False),
    Chart("flow", "Search", "How were the publications and registrations found?", draw_flow, across_studies=False, counts_all=True),
)
