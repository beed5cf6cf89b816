"""The randomised contrast as columns: the trial, the published ratio, the difference."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from dashboard import effects, wording
from dashboard.charts import rows as shared
from dashboard.charts.arms.rows import Arms
from dashboard.charts.arms.words import DIFFERENCE, ENDED_EARLY, SIGNS, both_briefly, briefly, said, signed
from dashboard.charts.contrast import words
from dashboard.charts.contrast.rows import TrialContrast, scenarios_of
from dashboard.tableplot import Axis, Group, Interval, Mark, Plot, Point, Scale, Span, Text, Words, as_small, stacked
from dashboard.theme import GREY, INK, MUTED
from dashboard.vocabulary import ENDPOINT_WORDS, MEASURE
from dashboard.wording import joined

RATIO = "Hazard ratio"
RATIOS = Scale(0.15, 2.5, (0.2, 0.5, 1, 2), kind="log", zero=1)
DIFFERENCES = Scale(-62, 62, {tick: signed(tick, 0) for tick in (-50, -25, 0, 25, 50)}, zero=0)
COMPUTED = "difference, Newcombe 95 % CI, computed"
NO_INTERVAL = "of percentages: interval cannot be derived"


def contrast_plot(contrasts: Sequence[TrialContrast], arms: Arms, pins: Collection[str]) -> Plot[TrialContrast]:
    """Hazard ratios as published and differences in percentage points, section by section, with the trials below each other."""
    minus = " − ".join(wording.lowered(arm.words) for arm in arms)
    return Plot(
        columns=(
            Words("Publication", 27, _name, drawn=_label),
            Axis(RATIO, 20, RATIOS, _ratio_marks, _ratio_said, drawn=_ratio_words, beside=27, note=effects.below_one(arms[0])),
            Axis(DIFFERENCE, 20, DIFFERENCES, _point_marks, _point_said, drawn=_point_words, beside=26, note=minus),
        ),
        groups=tuple(group for _, own in groupby(contrasts, lambda contrast: contrast.section) for group in _section(list(own))),
        record=lambda row: row.trial.study.study_id,
        name=_name,
        tag=lambda row: "" if row.assumed else shared.tag(row.trial.evidence, row.trial.study),
        pinned=frozenset(pins),
        gap_means="not reported",
        unbroken=True,
        signs=SIGNS,
    )


def _section(contrasts: Sequence[TrialContrast]) -> list[Group[TrialContrast]]:
    """The trials of a section with the times of their differences; then, for each, what the missing outcomes could change.

    A row that is a further effect has no difference of its own, and so no gap; it has an axis for a hazard ratio only.
    """
    times = ((joined([own.results[0].timepoint.replace(" follow-up", ""), words.whom(own)]), own) for own in contrasts)
    dated = "; ".join(f"{when} [{own.trial.study.ref}]" for when, own in times if when)
    differences = Span(f"   differences: {dated}" if dated else "", small=True, colour=MUTED)
    heading: Text = (Span(contrasts[0].section.title, bold=True), differences)
    groups: list[Group[TrialContrast]] = []
    for (further, has_axis), rows in groupby(contrasts, lambda own: (own.further, not own.further or own.hazard_ratio is not None)):
        axes: dict[str, Scale | None] = {DIFFERENCE: None} if further else {}
        groups.append(
            Group("" if groups else heading, tuple(rows), 2 if further else 1, scales=axes if has_axis else {**axes, RATIO: None})
        )
    missing = [found for contrast in contrasts if (found := scenarios_of(contrast))]
    return groups + [Group(Span(words.sensitivity(own[0]), small=True), own, 2, scales={RATIO: None}) for own in missing]


def _name(row: TrialContrast) -> str:
    if row.assumed:
        return f"{words.sensitivity(row)} {row.assumed}"
    return joined([row.trial.study.label, wording.lowered(row.section.title), row.trial.longer])


def _label(row: TrialContrast) -> Text:
    """The trial, whether it ended early, and the endpoint of its effect."""
    if row.assumed:
        return Span(row.assumed, small=True)
    early = f"\u00a0{ENDED_EARLY}" if row.trial.early_stops else ""
    endpoint = wording.lowered(ENDPOINT_WORDS[row.effect.endpoint]) if row.effect else words.outcome(row)
    return stacked(Span(f"{row.trial.study.label}{early}", bold=True), as_small(joined([endpoint, row.trial.longer]), MUTED))


def _ratio_marks(row: TrialContrast) -> tuple[Mark, ...]:
    effect = row.hazard_ratio
    if effect is None or effect.estimate is None:
        return ()
    limits = effect.ci_low is not None
    means = f"hazard ratio, {effects.level(effect) or 'no interval stated'}"
    point = Point(effect.estimate, INK, "diamond", hollow=not limits, means=means)
    return (Interval(effect.ci_low, effect.ci_high, INK), point) if limits else (point,)


def _ratio_said(row: TrialContrast) -> str:
    return said(row.trial, words.effect_line(row)) if row.effect else ""


def _ratio_words(row: TrialContrast) -> Text:
    """The hazard ratio over its p value, or the difference in mean survival time; for another effect what is published.

    A row under an assumption says that it has no ratio: on a narrow screen the differences are elsewhere, and it would be empty.
    """
    effect = row.effect
    if row.assumed:
        return as_small("difference only", MUTED)
    if effect is None:
        return ""
    if not row.hazard_ratio and effect.measure != effects.IN_DAYS:
        number = joined([MEASURE[effect.measure], effects.published(effect)], " ") if effect.estimate is not None else "no number"
        return as_small(joined([number, effects.CALLED.get(effect.stated_significant, "")]), MUTED)
    under = effects.p_words(effect) if row.hazard_ratio else f"{words.RESTRICTED_MEAN}, difference"
    return stacked(Span(effects.published(effect), bold=True), as_small(under, MUTED), as_small(words.whose(row), MUTED))


def _point_marks(row: TrialContrast) -> tuple[Mark, ...]:
    """The difference with its interval; hollow where there is none, small and grey under an assumption."""
    if row.counted:
        found, colour, size = row.counted.difference, *((GREY, 0.8) if row.assumed else (INK, 1.0))
        return Interval(found.low, found.high, colour), Point(found.estimate, colour, size=size, means=COMPUTED)
    return () if row.points is None else (Point(row.points, GREY, hollow=True, means=NO_INTERVAL),)


def _point_said(row: TrialContrast) -> str:
    return "" if row.points is None else said(row.trial, words.difference_line(row))


def _point_words(row: TrialContrast) -> Text:
    """'−26 (−42 to −7)' over 'events 17/54 v 31/54 ‡'; under an assumption the difference alone."""
    if row.points is None:
        return ""
    if row.assumed:
        return Span(briefly(row), small=True)
    counted = "" if row.section.is_reached else _fewer(row.harm, row.points) if row.harm else "survival"
    sign = max(map(wording.mark, row.results))
    arms = f"{joined([counted, ' v '.join(both_briefly(row))], ' ')}{sign}"
    return stacked(Span(briefly(row), bold=True), as_small(arms, MUTED))


def _fewer(harm: str, points: float) -> str:
    """'fewer events': for a harm the benefit is on the other side of 0 than for survival, and must not be read as its opposite."""
    return f"{'fewer ' if points < 0 else 'more ' if points > 0 else ''}{harm}"
