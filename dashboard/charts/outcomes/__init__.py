"""Survival landmarks and transplant, each number with the group and the time that it belongs to."""

from __future__ import annotations

from dashboard import wording
from dashboard.charts.chart import Chart, Drawing
from dashboard.charts.outcomes import words
from dashboard.charts.outcomes.plot import survival_plot, transplant_plot
from dashboard.charts.outcomes.rows import Outcome, Outcomes, outcomes_of
from dashboard.charts.rows import of_others
from dashboard.selection import Shown
from dashboard.tableplot import Plot


def draw_survival(shown: Shown) -> Drawing:
    """Medians (months), percentages at a fixed time and counts at follow-up (percent, 0-100), with 95 % intervals; no curve."""
    outcomes = outcomes_of(shown, "survival")
    return _drawing(outcomes, survival_plot(outcomes), words.survival_sentence(outcomes), words.survival_claim(outcomes))


def draw_transplant(shown: Shown) -> Drawing:
    """How many proceeded to transplant (percent, 0-100, exact 95 % intervals), separately for each denominator."""
    outcomes = outcomes_of(shown, "transplant")
    return _drawing(outcomes, transplant_plot(outcomes), words.transplant_sentence(outcomes), words.transplant_claim(outcomes))


def _drawing(outcomes: Outcomes, plot: Plot[Outcome], sentence: str, claim: str) -> Drawing:
    silent, drawn = f"{wording.figure(outcomes.said.without_numbers, 'publication')} without a number", len(outcomes.numbers)
    mixed = of_others(outcomes.said.shown, (each.result for each in outcomes.numbers))
    return Drawing(
        plot,
        wording.joined([sentence, mixed], " "),
        words.asides(outcomes),
        silent,
        drawn,
        words.caveats(outcomes),
        claim="" if mixed else claim,
    )


CHARTS = (
    Chart("survival", "Survival", "How many survive, and for how long?", draw_survival),
    Chart("transplant", "Transplant", "Who reached a transplant?", draw_transplant),
)
