"""The charts of the randomised trials: what the drug changed against the control, and how much toxicity each arm had."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts import rows as shared
from dashboard.charts.chart import Aside, Chart, Drawing
from dashboard.charts.randomised import words
from dashboard.charts.randomised.plot import contrast_plot, toxicity_plot
from dashboard.charts.randomised.rows import (
    MOST_TRIALS,
    Trial,
    arms_of,
    contrasts_of,
    randomised,
    trials_of,
    with_contrast,
    with_events,
)
from dashboard.selection import Shown

BY_ARM = "an adverse event of these by arm"


def draw_contrast(shown: Shown) -> Drawing:
    """Hazard ratios as published and differences in percentage points, section by section."""
    every, arms = trials_of(shown), arms_of(shown.evidence)
    speaking, empty = with_contrast(every), words.nothing_drawn(every, "an effect between the arms, or an outcome of both,")
    trials = speaking[:MOST_TRIALS]
    contrasts = contrasts_of(trials)
    drawn = [record for contrast in contrasts for record in contrast.drawn]
    return Drawing(
        contrast_plot(contrasts, arms, shown.selection.pins, empty),
        lines=words.contrast_table(contrasts, arms),
        sentence=words.contrast_sentence(contrasts) if contrasts else empty,
        asides=_others(shown, speaking, words.NO_EFFECT),
        not_reported=sum((contrast.hazard_ratio is None) + (contrast.points is None) for contrast in contrasts if not contrast.further),
        rows=len(contrasts),
        caveats=(*words.of_all(speaking), *map(words.conduct, trials), *map(words.numbers_needed, trials), *shared.doubts(shown, drawn)),
    )


def draw_dumbbell(shown: Shown) -> Drawing:
    """Each adverse event in both arms (percent, 0-100), the trials beside each other."""
    every, arms = trials_of(shown), arms_of(shown.evidence)
    speaking, empty = with_events(every), words.nothing_drawn(every, BY_ARM)
    trials = speaking[:MOST_TRIALS]
    events = [event for trial in trials for event in trial.events]
    results = [result for event in events for result in (*event.results, *event.further)]
    return Drawing(
        toxicity_plot(trials, shown.selection.pins, empty),
        lines=words.toxicity_table(events, arms),
        sentence=words.toxicity_sentence(shown.evidence, trials) or empty,
        asides=_others(shown, speaking, words.NO_EVENT),
        not_reported=sum(result.state == "not_reported" for result in results),
        rows=len(events),
        caveats=(
            *words.of_all(speaking),
            *filter(None, map(words.toxicity_in_full, trials)),
            *words.why_in_words(trials),
            *map(words.toxicity_caveats, trials),
            *words.of_both_arms(trials),
            *shared.doubts(shown, results),
        ),
    )


def toxicity_by_name(shown: Shown) -> str:
    """What each randomised trial says of toxicity, event by event, those of which only one arm has a figure among them."""
    every = trials_of(shown)
    return " ".join(map(words.toxicity_by_name, with_events(every)[:MOST_TRIALS])) or words.nothing_drawn(every, BY_ARM)


def _others(shown: Shown, speaking: Sequence[Trial], silent: str) -> tuple[Aside, ...]:
    """The publications that have no second arm, and the randomised ones that say nothing a row could draw."""
    trials, drawn = randomised(shown), {trial.study.study_id for trial in speaking}
    return shared.asides(
        shown.evidence,
        (silent, [study for study in trials if study.study_id not in drawn]),
        (words.NOT_RANDOMISED, [study for study in shown.studies if study not in trials]),
    )


CHARTS = (
    Chart("contrast", "Randomised contrast", "Randomised: what did the drug change?", draw_contrast, across_studies=False),
    Chart("dumbbell", "Toxicity by arm", "Randomised: how much toxicity in each arm?", draw_dumbbell, across_studies=False),
)
