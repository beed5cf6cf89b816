"""The randomised trials: what blinatumomab changed against chemotherapy, and how much toxicity each arm had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import reading, statistics
from dashboard.charts import rows
from dashboard.charts.chart import Chart, Drawing, Shown, Twin, TwinRow
from dashboard.charts.contrast_figure import contrast_figure
from dashboard.charts.contrast_rows import (
    Contrast,
    Scenario,
    contrasts_of,
    hazard_ratio_words,
    includes_one,
    interval_words,
    p_words,
    significance_words,
)
from dashboard.charts.randomised_rows import NO_TRIAL, Pair, Trial, apart, asides_of, brief, limits_words, listed, trials_of
from dashboard.statistics import Difference
from dashboard.vocabulary import ENDPOINT_WORDS


def draw_contrast(shown: Shown) -> Drawing:
    return Drawing(figure=contrast_figure(contrasts_of(trials_of(shown)), shown.selection.pins), sentence="x", twin=Twin(()))


CHARTS = (Chart("contrast", "c", "Randomised: what did blinatumomab change against chemotherapy?", draw_contrast, across_studies=False),)
