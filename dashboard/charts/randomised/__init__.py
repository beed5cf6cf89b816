"""The charts of the randomised trials: what the drug changed against the control, and how much toxicity each arm had."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts import rows as shared
from dashboard.charts.chart import Aside, Chart, Drawing
from dashboard.charts.randomised import rows, sentences, words
from dashboard.charts.randomised.plot import contrast_plot, toxicity_plot
from dashboard.charts.randomised.rows import Trial
from dashboard.selection import Shown

BY_ARM = "any of these adverse events by arm"


def draw_contrast(shown: Shown) -> Drawing:
    """Hazard ratios as published and differences in percentage points, section by section."""
    every, arms = rows.trials_of(shown), rows.arms_of(shown.evidence)
    trials, empty = rows.with_contrast(every), words.nothing_drawn(every, "an effect between the arms, or an outcome in both,")
    contrasts = rows.contrasts_of(trials)
    drawn = [record for contrast in contrasts for record in (contrast.effect, *contrast.reported) if record]
    return Drawing(
        contrast_plot(contrasts, arms, shown.selection.pins, empty),
        lines=words.contrast_table(contrasts, arms),
        sentence=sentences.contrast_sentence(contrasts) if contrasts else empty,
        claim=sentences.contrast_claim(contrasts),
        asides=_others(shown, trials, words.NO_EFFECT),
        not_reported=sum((contrast.hazard_ratio is None) + (contrast.points is None) for contrast in contrasts if not contrast.further),
        rows=len(contrasts),
        caveats=(*words.of_all(trials), *map(words.conduct, trials), *map(words.numbers_needed, trials), *shared.doubts(shown, drawn)),
    )


def draw_dumbbell(shown: Shown) -> Drawing:
    """Each adverse event in both arms (percent, 0-100), the trials beside each other."""
    every, arms = rows.trials_of(shown), rows.arms_of(shown.evidence)
    trials, empty = rows.with_events(every), words.nothing_drawn(every, BY_ARM)
    events = [event for trial in trials for event in trial.events]
    results = [result for event in events for result in (*event.results, *event.further)]
    return Drawing(
        toxicity_plot(trials, shown.selection.pins, empty),
        lines=words.toxicity_table(events, arms),
        sentence=sentences.toxicity_sentence(shown.evidence, trials) or empty,
        claim=sentences.toxicity_claim(shown.evidence, trials),
        asides=_others(shown, trials, words.NO_EVENT),
        not_reported=sum(result.state == "not_reported" for result in results),
        rows=len(events),
        caveats=(
            *words.of_all(trials),
            *map(sentences.toxicity_in_full, trials),
            *words.why_in_words(trials),
            *map(words.toxicity_caveats, trials),
            *words.of_both_arms(trials),
            *shared.doubts(shown, results),
        ),
    )


def hazard_ratios(shown: Shown, of: str) -> str:
    """Each trial's hazard ratio of 'death' or 'an event', and whether its interval includes 1; empty where there is none."""
    contrasts = rows.contrasts_of(rows.with_contrast(rows.trials_of(shown)))
    return sentences.ratios_in_full([own for own in contrasts if own.section.hazard == of and own.hazard_ratio])


def toxicity_by_name(shown: Shown) -> str:
    """Which events the randomised trials report less and more often, those of which only one arm has a figure among them."""
    every = rows.trials_of(shown)
    trials = rows.with_events(every)
    return sentences.toxicity_by_name(trials) if trials else words.nothing_drawn(every, BY_ARM)


def toxicity_further(shown: Shown) -> str:
    """By how much they differ, and what the control alone has a figure of; empty where there is no such trial."""
    trials = rows.with_events(rows.trials_of(shown))
    return sentences.toxicity_further(trials) if trials else ""


def _others(shown: Shown, speaking: Sequence[Trial], silent: str) -> tuple[Aside, ...]:
    """The publications that have no second arm, and the randomised ones that say nothing a row could draw."""
    randomised, drawn = rows.randomised(shown), [trial.study for trial in speaking]
    return shared.asides(
        shown.evidence,
        (silent, [study for study in randomised if study not in drawn]),
        (words.NOT_RANDOMISED, [study for study in shown.studies if study not in randomised]),
    )


CHARTS = (
    Chart("contrast", "Randomised contrast", "Randomised: what did the drug change?", draw_contrast, across_studies=False),
    Chart("dumbbell", "Toxicity by arm", "Randomised: how much toxicity in each arm?", draw_dumbbell, across_studies=False),
)
