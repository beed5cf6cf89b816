"""The contrast chart: what the drug changed against the control in each randomised trial; its sentence and its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import statistics, wording
from dashboard.charts import rows
from dashboard.charts.chart import PLACE_COLUMN, Drawing, unported
from dashboard.charts.randomised.contrast_figure import contrast_figure
from dashboard.charts.randomised.contrast_rows import (
    Contrast,
    Scenario,
    contrasts_of,
    hazard_ratio_words,
    includes_one,
    interval_words,
    p_words,
    significance_words,
)
from dashboard.charts.randomised.rows import (
    NO_TRIAL,
    Pair,
    Trial,
    apart,
    arms_of,
    asides_of,
    left_out,
    limits_words,
    listed,
    notes,
    signed,
    sources,
    trials_of,
)
from dashboard.evidence import Evidence
from dashboard.schema import Contrast as Effect
from dashboard.selection import Shown
from dashboard.statistics import Difference
from dashboard.tableplot import DataTable, TableRow
from dashboard.vocabulary import ENDPOINT_WORDS, MEASURE

TIME = "A count of events does not know when they happened; a hazard ratio does."
BEFORE, AFTER = (
    ("Publication", "Endpoint", "Measure"),
    ("Effect", "95 % interval", "In words", "Number needed to treat", "Note", PLACE_COLUMN),
)
"""The columns of the table around those of the arms."""


def draw_contrast(shown: Shown) -> Drawing:
    """Hazard ratios as published and differences in percentage points, section by section, the trials side by side."""
    trials, arms = trials_of(shown), arms_of(shown.evidence)
    contrasts = contrasts_of(trials)
    drawn = [record for contrast in contrasts for record in contrast.drawn]
    return unported(
        figure=contrast_figure(shown.evidence, contrasts, shown.selection.pins),
        sentence=" ".join([contrast_sentence(contrasts), *apart(trials)]),
        twin=DataTable(
            (*BEFORE, *(arm.words for arm in arms), *AFTER), tuple(row for contrast in contrasts for row in _contrast_rows(contrast))
        ),
        asides=asides_of(shown),
        not_reported=sum((contrast.hazard_ratio is None) + (contrast.pair is None) for contrast in contrasts),
        rows=len(contrasts),
        caveats=(
            *left_out(shown),
            *map(_conduct, trials),
            *(_needed_to_treat(trial, contrasts) for trial in trials),
            *rows.doubts(shown, drawn),
        ),
    )


def contrast_sentence(contrasts: Sequence[Contrast]) -> str:
    """Which published intervals include 1, and what is more frequent in which arm, trial by trial; never a summary effect."""
    if not contrasts:
        return NO_TRIAL
    ratios = {included: [_named(contrast) for contrast in contrasts if _includes(contrast) is included] for included in (True, False)}
    told = [f"{'includes' if included else 'does not include'} 1 for {listed(names)}" for included, names in ratios.items() if names]
    none = f"No hazard ratio is {contrasts[0].trial.evidence.within}."
    told = [f"The published interval of the hazard ratio {'; it '.join(told)}."] if told else [none]
    reached = [contrast for contrast in contrasts if not contrast.section.counted and contrast.pair]
    told += [f"{wording.capitalised('; '.join(_reached(contrast) for contrast in reached))}."] if reached else []
    return " ".join(told)


def _includes(contrast: Contrast) -> bool | None:
    return includes_one(contrast.hazard_ratio) if contrast.hazard_ratio else None


def _named(contrast: Contrast) -> str:
    endpoint = contrast.effect.endpoint if contrast.effect else ""
    return f"{wording.lowered(ENDPOINT_WORDS[endpoint])} in {contrast.trial.label}"


def _reached(contrast: Contrast) -> str:
    """'MRD-negative: 43 points more with the drug in Smith 2021 [38]', whom it counts where that is not everybody."""
    points = contrast.pair.points if contrast.pair and contrast.pair.points is not None else 0.0
    outcome = ", ".join(part for part in (contrast.outcome, contrast.whom) if part)
    size = f"{wording.figure(round(abs(points)), 'point')} {'more' if points > 0 else 'fewer'}"
    return f"{outcome}: {size} with {contrast.trial.arms[0].words.lower()} in {contrast.trial.label}"


def _conduct(trial: Trial) -> str:
    """How a trial was done and how it ended, in the tables' words."""
    told = [f"{trial.label}: {trial.cycles}.", trial.study.patients_note, *trial.early_stops]
    return " ".join(part for part in told if part)


def _needed_to_treat(trial: Trial, contrasts: Iterable[Contrast]) -> str:
    """The numbers needed to treat that a trial's counts allow, through infinity where they must; or why there are none."""
    counted = [contrast for contrast in contrasts if contrast.trial is trial and contrast.pair and contrast.pair.counted]
    if not counted:
        return f"{trial.label}: a number needed to treat cannot be derived: {trial.no_sizes}."
    told = (", ".join(part for part in (contrast.outcome, _when(contrast), _needed(contrast)) if part) for contrast in counted)
    return f"{trial.label}, number needed to treat: {'; '.join(told)}. {TIME}"


def _when(contrast: Contrast) -> str:
    return contrast.pair.experimental.timepoint if contrast.pair else ""


def _needed(contrast: Contrast, difference: Difference | None = None) -> str:
    """'to benefit 3.9 (95 % CI 2.4 to 14)'; empty where arm sizes are missing."""
    difference = difference or (contrast.pair.difference if contrast.pair else None)
    if difference is None:
        return ""
    needed = statistics.number_needed_to_treat(difference, higher_is_benefit=not contrast.section.counted)
    return needed.describe().removeprefix("number needed to treat ")


def _contrast_rows(contrast: Contrast) -> list[TableRow]:
    lines = [_effect_cells(contrast)]
    if contrast.pair:
        lines += [_difference_cells(contrast, contrast.pair), *_risk_ratio_cells(contrast, contrast.pair)]
    lines += [_scenario_cells(contrast, scenario) for scenario in contrast.scenarios]
    return [TableRow((contrast.trial.label, *cells), contrast.trial.study.study_id) for cells in lines]


def _effect_cells(contrast: Contrast) -> tuple[str, ...]:
    effect = contrast.effect
    if effect is None:
        return contrast.section.title, MEASURE["hazard_ratio"], "", "", "not reported", "", "", "", "", ""
    name = ENDPOINT_WORDS[effect.endpoint]
    if contrast.hazard_ratio is None:
        return _other_effect_cells(contrast.trial.evidence, effect)
    estimate, _, limits = hazard_ratio_words(effect).partition(" ")
    interval = f"{limits.strip('()')}, as published" if limits else ""
    said = "; ".join(part for part in (interval_words(effect), p_words(effect), significance_words(effect)) if part)
    return name, MEASURE[effect.measure], "", "", estimate, interval, said, "", effect.note, wording.place(contrast.trial.evidence, effect)


def _other_effect_cells(evidence: Evidence, effect: Effect) -> tuple[str, ...]:
    """A published effect that is no hazard ratio, or that the source calls significant and gives no number."""
    estimate = f"{effect.estimate:g}" if effect.estimate is not None else "not reported"
    interval = f"{effect.ci_low:g} to {effect.ci_high:g}, as published" if effect.ci_low is not None else ""
    name, said = ENDPOINT_WORDS[effect.endpoint], significance_words(effect)
    return name, MEASURE[effect.measure], "", "", estimate, interval, said, "", effect.note, wording.place(evidence, effect)


def _difference_cells(contrast: Contrast, pair: Pair) -> tuple[str, ...]:
    counted = f"Difference in {contrast.section.counted or contrast.outcome}, points"
    arms = tuple(wording.value(result) for result in pair.results)
    none = f"cannot be derived: {contrast.trial.no_sizes}"
    interval, said = none, ""
    if pair.difference:
        interval = f"{limits_words(pair.difference)}, Newcombe, computed"
        said = f"interval {'includes' if pair.difference.low <= 0 <= pair.difference.high else 'does not include'} 0"
    effect = signed(pair.points or 0.0, pair.decimals)
    needed, where = _needed(contrast) or none, sources(contrast.trial.evidence, pair.results)
    return _outcome(pair), counted, *arms, effect, interval, said, needed, notes(pair.results), where


def _risk_ratio_cells(contrast: Contrast, pair: Pair) -> list[tuple[str, ...]]:
    """The ratio of the two risks with its limits, where both arms are counted and the logarithm exists."""
    ratio = statistics.risk_ratio(*pair.counts) if pair.counted else None
    if ratio is None:
        return []
    said = f"interval {'includes' if ratio.low <= 1 <= ratio.high else 'does not include'} 1"
    arms = tuple(wording.value(result) for result in pair.results)
    where = sources(contrast.trial.evidence, pair.results)
    interval = f"{ratio.low:.2f}–{ratio.high:.2f}, log method, computed"
    return [(_outcome(pair), "Risk ratio", *arms, f"{ratio.estimate:.2f}", interval, said, "", "", where)]


def _scenario_cells(contrast: Contrast, scenario: Scenario) -> tuple[str, ...]:
    events_1, n_1, events_2, n_2 = scenario.counts
    found = scenario.difference
    said = f"interval {'includes' if found.low <= 0 <= found.high else 'does not include'} 0"
    interval = f"{limits_words(found)}, Newcombe, computed"
    needed = _needed(contrast, found)
    name = wording.capitalised(contrast.outcome)
    return name, scenario.words, f"{events_1}/{n_1} ‡", f"{events_2}/{n_2} ‡", signed(found.estimate, 1), interval, said, needed, "", ""


def _outcome(pair: Pair) -> str:
    """The outcome as the source words it, which says the time where it is known."""
    return wording.what(pair.experimental)
