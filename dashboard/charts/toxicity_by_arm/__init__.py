"""How much toxicity each arm of the randomised trials had, event by event."""

from __future__ import annotations

from dashboard import wording
from dashboard.charts import rows as shared
from dashboard.charts.arms.rows import arms_of, trials_of
from dashboard.charts.arms.words import nothing_drawn, others
from dashboard.charts.chart import Chart, Drawing
from dashboard.charts.toxicity_by_arm import words
from dashboard.charts.toxicity_by_arm.plot import toxicity_plot
from dashboard.charts.toxicity_by_arm.rows import with_events
from dashboard.selection import Shown

BY_ARM = "any of these adverse events by arm"


def draw(shown: Shown) -> Drawing:
    """Each adverse event in both arms (percent, 0-100), with the trials side by side."""
    every = trials_of(shown)
    trials = with_events(every)
    events = [event for trial in trials for event in trial.events]
    results = [result for event in events for result in (*event.results, *event.further)]
    return Drawing(
        toxicity_plot(trials, shown.selection.pins),
        lines=words.table(events, arms_of(shown.evidence)),
        sentence=words.sentence(shown.evidence, trials) if trials else nothing_drawn(every, BY_ARM),
        asides=others(shown, trials, words.NO_EVENT),
        gaps=f"{wording.figure(sum(result.state == 'not_reported' for result in results), 'cell')} not reported",
        rows=len(events),
        caveats=(*words.caveats(trials), *shared.doubts(shown, results)),
        claim=words.claim(trials),
    )


def toxicity_by_name(shown: Shown) -> str:
    """Which events the randomised trials report less and more often, and those with a figure for the experimental arm only."""
    every = trials_of(shown)
    trials = with_events(every)
    return words.by_name(trials) if trials else nothing_drawn(every, BY_ARM)


def toxicity_further(shown: Shown) -> str:
    """By how much the events differ, and which have a figure for the control only; empty where there is no such trial."""
    trials = with_events(trials_of(shown))
    return words.further(trials) if trials else ""


CHARTS = (Chart("dumbbell", "Toxicity by arm", "Randomised: how much toxicity in each arm?", draw, across_studies=False),)
