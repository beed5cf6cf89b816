"""What the charts of the randomised trials draw, column by column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from dashboard import wording
from dashboard.charts import rows as shared
from dashboard.charts.randomised import effects, words
from dashboard.charts.randomised.rows import Arms, Contrast, Event, EventRow, Trial, event_rows, scenarios_of
from dashboard.schema import Result
from dashboard.tableplot import Axis, Column, Group, Interval, Mark, Plot, Point, Scale, Span, Text, Words, as_small, stacked
from dashboard.theme import GREY, INK, MUTED, PALETTE
from dashboard.vocabulary import ENDPOINT_WORDS, GRADE, MEASURE
from dashboard.wording import joined

RATIO = "Hazard ratio"
RATIOS = Scale(0.15, 2.5, (0.2, 0.5, 1, 2), kind="log", zero=1)
DIFFERENCES = Scale(-62, 62, {tick: words.signed(tick, 0) for tick in (-50, -25, 0, 25, 50)}, zero=0)
PERCENT = Scale(-3, 103, (0, 50, 100))
COMPUTED = "difference, Newcombe 95 % CI, computed"
NO_INTERVAL = "of percentages: interval cannot be derived"
SYMBOL = {"experimental": "circle", "control": "square"}
"""The mark of an arm by its role."""


def contrast_plot(contrasts: Sequence[Contrast], arms: Arms, pins: Collection[str], empty: str) -> Plot[Contrast]:
    """Hazard ratios as published and differences in percentage points, section by section, the trials under each other."""
    minus = " − ".join(arm.words.lower() for arm in arms)
    return Plot(
        columns=(
            Words("Publication", 27, _name, drawn=_label),
            Axis(RATIO, 12, RATIOS, _ratio_marks, _ratio_said, drawn=_ratio_words, beside=27, note=effects.below_one(arms[0])),
            Axis(words.DIFFERENCE, 12, DIFFERENCES, _point_marks, _point_said, drawn=_point_words, beside=26, note=minus),
        ),
        groups=tuple(group for _, own in groupby(contrasts, lambda contrast: contrast.section) for group in _section(list(own))),
        record=lambda row: row.trial.study.study_id,
        name=_name,
        tag=lambda row: "" if row.assumed else shared.tag(row.trial.evidence, row.trial.study),
        pinned=frozenset(pins),
        gap_means="not reported",
        unbroken=True,
        signs=words.SIGNS,
        empty=empty,
    )


def _section(contrasts: Sequence[Contrast]) -> list[Group[Contrast]]:
    """The trials of a section, with the times of their differences, and what the missing outcomes of each could change.

    A row that is a further measure of the row above has no axis, and so no gap.
    """
    times = ((joined([own.results[0].timepoint.replace(" follow-up", ""), words.whom(own)]), own) for own in contrasts)
    told = "; ".join(f"{when} [{own.trial.study.ref}]" for when, own in times if when)
    differences = Span(f"   differences: {told}" if told else "", small=True, colour=MUTED)
    heading: Text = (Span(contrasts[0].section.title, bold=True), differences)
    groups: list[Group[Contrast]] = []
    for further, rows in groupby(contrasts, lambda contrast: contrast.further):
        axes: dict[str, Scale | None] = {words.DIFFERENCE: None, RATIO: None} if further else {}
        groups.append(Group("" if groups else heading, tuple(rows), 2 if further else 1, scales=axes))
    missing = [found for contrast in contrasts if (found := scenarios_of(contrast))]
    return groups + [Group(Span(words.sensitivity(own[0]), small=True), own, 2, scales={RATIO: None}) for own in missing]


def _name(row: Contrast) -> str:
    if row.assumed:
        return f"{words.sensitivity(row)} {row.assumed}"
    return joined([row.trial.study.label, wording.lowered(row.section.title), row.trial.longer])


def _label(row: Contrast) -> Text:
    """The trial, whether it ended early, and of which endpoint its effect is."""
    if row.assumed:
        return Span(row.assumed, small=True)
    early = f"\u00a0{words.ENDED_EARLY}" if row.trial.early_stops else ""
    endpoint = wording.lowered(ENDPOINT_WORDS[row.effect.endpoint]) if row.effect else words.outcome(row)
    return stacked(Span(f"{row.trial.study.label}{early}", bold=True), as_small(joined([endpoint, row.trial.longer]), MUTED))


def _ratio_marks(row: Contrast) -> tuple[Mark, ...]:
    effect = row.hazard_ratio
    if effect is None or effect.estimate is None:
        return ()
    limits = effect.ci_low is not None
    means = f"hazard ratio, {'95 % CI as published' if limits else 'no interval stated'}"
    point = Point(effect.estimate, INK, "diamond", hollow=not limits, means=means)
    return (Interval(effect.ci_low, effect.ci_high, INK), point) if limits else (point,)


def _ratio_said(row: Contrast) -> str:
    return words.said(row.trial, words.effect_line(row)) if row.effect else ""


def _ratio_words(row: Contrast) -> Text:
    """The hazard ratio, or the difference in time, over its p value; of another effect what is published, even if not a number.

    Under an assumption there is no ratio, which is said: on a narrow screen the differences stand elsewhere, and the row would be empty.
    """
    effect = row.effect
    if row.assumed:
        return as_small("difference only", MUTED)
    if effect is None:
        return ""
    if not row.hazard_ratio and effect.measure != effects.IN_DAYS:
        number = joined([MEASURE[effect.measure], effects.published(effect)], " ") if effect.estimate is not None else "no number"
        return as_small(joined([number, effects.CALLED.get(effect.stated_significant, "")]), MUTED)
    under = effects.p_words(effect) if row.hazard_ratio else "restricted mean survival, difference"
    return stacked(Span(effects.published(effect), bold=True), as_small(under, MUTED), as_small(words.whose(row), MUTED))


def _point_marks(row: Contrast) -> tuple[Mark, ...]:
    """The difference with its interval; hollow where there is none, small and grey under an assumption."""
    if row.counted:
        found, colour, size = row.counted.difference, *((GREY, 0.8) if row.assumed else (INK, 1.0))
        return Interval(found.low, found.high, colour), Point(found.estimate, colour, size=size, means=COMPUTED)
    return () if row.points is None else (Point(row.points, GREY, hollow=True, means=NO_INTERVAL),)


def _point_said(row: Contrast) -> str:
    return "" if row.points is None else words.said(row.trial, words.difference_line(row))


def _point_words(row: Contrast) -> Text:
    """'−26 (−42 to −7)' over 'events 17/54 v 31/54 ‡'; under an assumption the difference alone."""
    if row.points is None:
        return ""
    if row.assumed:
        return Span(words.briefly(row), small=True)
    counted = "" if row.section.is_reached else _fewer(row.harm, row.points) if row.harm else "survival"
    sign = max(map(wording.mark, row.results))
    arms = f"{joined([counted, ' v '.join(words.both_briefly(row))], ' ')}{sign}"
    return stacked(Span(words.briefly(row), bold=True), as_small(arms, MUTED))


def _fewer(harm: str, points: float) -> str:
    """'fewer events': a harm stands on the other side of 0 than survival, and must not be read as its contrary."""
    return f"{'fewer ' if points < 0 else 'more ' if points > 0 else ''}{harm}"


# Adverse events


def toxicity_plot(trials: Sequence[Trial], pins: Collection[str], empty: str) -> Plot[EventRow]:
    """Each adverse event in both arms (percent, 0-100): a block of columns per trial, a row per event that one of them reports."""
    rows = event_rows(trials)
    reported = [row for row in rows if any(event.reported for event in row)]
    silent = ", ".join(wording.lowered(words.column_words(row[0].column)) for row in rows if row not in reported)
    blocks = (column for place, trial in enumerate(trials) for column in _block(place, trial))
    return Plot(
        columns=(Words("Event", 25, _event_name, drawn=_event_label), *blocks),
        groups=(Group("", tuple(reported)),),
        record=lambda _: "",
        gap_means="not reported (NR), not 0",
        name=_event_name,
        pinned=frozenset(pins),
        unbroken=True,
        remark=f"no trial reports {silent}" if silent else "",
        signs=words.SIGNS,
        empty=empty,
    )


def _block(place: int, trial: Trial) -> tuple[Column[EventRow], ...]:
    """The columns of one trial: both arms on an axis, in words, and their difference."""
    reported = [result for event in trial.events for result in event.reported]
    marked = len({result.n_basis for result in reported if wording.is_counted(result)}) > 1
    hollow = words.WITHOUT_N if any(result.state == "percent_only" for result in reported) else ""
    whom = joined([words.denominators(trial), hollow], "; ")
    title = joined([trial.study.label, shared.tag(trial.evidence, trial.study, reported)])
    points = f"points{' (95 % CI)' if any(event.counted for event in trial.events) else ', no CI'}"

    def record(_: EventRow) -> str:
        return trial.study.study_id

    return (
        Axis(
            title, 14, PERCENT, lambda row: _event_marks(row[place]), lambda row: _event_said(row[place]),
            drawn=lambda row: _both(row[place], marked=marked), beside=15, note=whom, record=record,
        ),
        Words(f"{title}, difference", 16, lambda row: _difference(row[place]), head="", note=points, record=record),
    )  # fmt: skip


def _event_name(row: EventRow) -> str:
    return words.column_words(row[0].column)


def _event_label(row: EventRow) -> Text:
    """The event, and that it is a serious one where a trial says so."""
    name, grade, rest = words.short_name(row[0].column).partition(" grade")
    serious = any(result.serious == "yes" for event in row for result in event.reported) and "erious" not in name
    terms = [f"{grade}{rest}".strip(), "serious" if serious else ""]
    return Span(name, bold=True, small=True), Span("".join(f", {term}" for term in terms if term), small=True, colour=MUTED)


def _drawn(result: Result) -> bool:
    """Whether a result is a point on the axis: a proportion that is no lower bound, or a zero that is implied."""
    return not result.at_least and result.state in ("count", "percent_only", "implied_zero") and wording.share(result) is not None


def _event_marks(event: Event) -> tuple[Mark, ...]:
    """A point for each arm, hollow where the denominator is missing or the zero implied, joined where both have one."""
    joined = event.column if all(map(_drawn, event.results)) else ""
    return tuple(
        Point(share, PALETTE[arm.colour], SYMBOL[arm.role], result.state != "count", joined=joined, means=arm.words.lower())
        for arm, result in event.by_arm
        if _drawn(result) and (share := wording.share(result)) is not None
    )


def _event_said(event: Event) -> str:
    return "\n".join(words.said(event.trial, line) for line in words.event_lines(event)) if event.reported else ""


def _both(event: Event, *, marked: bool) -> Text:
    """'15 v 65 %', '13/54 v 22/51', 'NR v 9/51*', in the arms' colours."""
    if not event.reported:
        return ""
    if all(result.state == "qualitative" for result in event.results):
        return Span("in words only", small=True, colour=MUTED)
    spans: list[Span] = []
    for (arm, result), said in zip(event.by_arm, words.both_briefly(event), strict=True):
        sign = (wording.mark(result).strip() if marked else "") + ("*" if result.serious == "probable" else "")
        known = result.state != "not_reported"
        colour = PALETTE[arm.colour] if known else MUTED
        spans += [Span(" v ", small=True, colour=MUTED)] if spans else []
        spans.append(Span(f"{said}{sign}", bold=known, small=True, colour=colour))
    below = any(result.grade == "lt3" for result in event.reported)
    return *spans, Span("\u00a0§" if below else "", small=True, colour=MUTED)


def _difference(event: Event) -> Text:
    """'−19 (−36 to −1)'; under it the grade as stated, and why what is reported has no point."""
    reported = event.reported
    grades = [grade for grade in dict.fromkeys(result.grade for result in reported) if grade not in ("not_stated", "lt3")]
    remarks = [words.BRIEF_GRADE[grade] for grade in grades if GRADE[grade] not in words.column_words(event.column)]
    numbers = [result for result in reported if wording.has_number(result) and result.state != "estimate"]
    if numbers and not any(map(_drawn, numbers)):
        remarks.append("lower bound" if any(result.at_least for result in numbers) else "n not stated")
    return stacked(as_small(words.briefly(event), MUTED), as_small(", ".join(remarks), MUTED))
