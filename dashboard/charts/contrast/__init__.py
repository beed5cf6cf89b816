"""What the drug changed against the control: effects of randomised trials as published, and differences that we calculate."""

from __future__ import annotations

from dashboard import wording
from dashboard.charts import rows as shared
from dashboard.charts.arms.rows import arms_of, trials_of
from dashboard.charts.arms.words import nothing_drawn, others
from dashboard.charts.chart import Chart, Drawing, Statement
from dashboard.charts.contrast import words
from dashboard.charts.contrast.plot import contrast_plot
from dashboard.charts.contrast.rows import OVERALL_SURVIVAL, contrasts_of
from dashboard.selection import Shown

EFFECT = "an effect between the arms, or an outcome in both,"


def draw(shown: Shown) -> Drawing:
    """Hazard ratios as published and differences in percentage points, section by section."""
    every, arms = trials_of(shown), arms_of(shown.evidence)
    contrasts = contrasts_of(every)
    trials = [trial for trial in every if any(contrast.trial is trial for contrast in contrasts)]
    gaps = sum((contrast.hazard_ratio is None) + (contrast.points is None) for contrast in contrasts if not contrast.further)
    drawn = [record for contrast in contrasts for record in (contrast.effect, *contrast.reported) if record]
    sentence, claim = words.sentence(contrasts) if contrasts else nothing_drawn(every, EFFECT), words.claim(contrasts)
    return Drawing(
        contrast_plot(contrasts, arms, shown.selection.pins),
        lines=words.table(contrasts, arms),
        sentence=sentence,
        asides=others(shown, trials, words.NO_EFFECT),
        gaps=f"{wording.figure(gaps, 'cell')} not reported",
        rows=len(contrasts),
        caveats=(*words.caveats(trials, contrasts), *shared.doubts(shown, drawn)),
        claim=claim,
        statements=(Statement(frozenset({OVERALL_SURVIVAL.title}), sentence, claim),),
    )


def hazard_ratios(shown: Shown, of: str) -> str:
    """Each trial's hazard ratio for 'death' or 'an event', and whether its interval includes 1; empty where there is none."""
    contrasts = contrasts_of(trials_of(shown))
    return words.ratios_in_full([own for own in contrasts if own.section.hazard == of and own.hazard_ratio])


CHARTS = (Chart("contrast", "Randomised contrast", "Randomised: what did the drug change?", draw, across_studies=False),)
