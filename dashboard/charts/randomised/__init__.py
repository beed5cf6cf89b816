"""The charts of the randomised trials: what blinatumomab changed against chemotherapy, and how much toxicity each arm had."""

from __future__ import annotations

from dashboard.charts.chart import Chart
from dashboard.charts.randomised.contrast import draw_contrast
from dashboard.charts.randomised.dumbbell import draw_dumbbell

CHARTS = (
    Chart(
        "contrast",
        "Randomised contrast",
        "Randomised: what did blinatumomab change against chemotherapy?",
        draw_contrast,
        across_studies=False,
    ),
    Chart("dumbbell", "Toxicity against chemotherapy", "How much toxicity, against chemotherapy?", draw_dumbbell, across_studies=False),
)
