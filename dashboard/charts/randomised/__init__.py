"""The charts of the randomised trials: what the drug changed against the control, and how much toxicity each arm had."""

from __future__ import annotations

from dashboard.charts.chart import Chart
from dashboard.charts.randomised.contrast import draw_contrast
from dashboard.charts.randomised.dumbbell import draw_dumbbell

CHARTS = (
    Chart(
        "contrast", "Randomised contrast", "Randomised: what did the drug change against the control?", draw_contrast, across_studies=False
    ),
    Chart("dumbbell", "Toxicity by arm", "Randomised: how much toxicity in each arm?", draw_dumbbell, across_studies=False),
)
