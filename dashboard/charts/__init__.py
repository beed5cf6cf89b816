"""The charts: each a pure function from the records shown to a drawing. This is the one list of them."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.charts import board
from dashboard.charts.chart import Chart, Drawing, Shown, broken

__all__ = ["CHARTS", "Chart", "Drawing", "Shown", "broken"]

CHARTS: Mapping[str, Chart] = {chart.key: chart for chart in (*board.CHARTS,)}
