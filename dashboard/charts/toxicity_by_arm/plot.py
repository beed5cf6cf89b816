"""Toxicity by arm as columns: the event, then for each trial both arms and their difference."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dashboard import wording
from dashboard.charts import rows as shared
from dashboard.charts.arms.rows import Event, RandomisedTrial
from dashboard.charts.arms.words import SIGNS, both_briefly, briefly, said
from dashboard.charts.toxicity_by_arm import words
from dashboard.charts.toxicity_by_arm.rows import EventRow, event_rows
from dashboard.tableplot import Axis, Column, Group, Mark, Plot, Point, Scale, Span, Text, Words, as_small, stacked
from dashboard.theme import MUTED, PALETTE
from dashboard.wording import joined

PERCENT = Scale(-3, 103, (0, 50, 100))
SYMBOL = {"experimental": "circle", "control": "square"}
"""The mark of an arm by its role."""


def toxicity_plot(trials: Sequence[RandomisedTrial], pins: Collection[str]) -> Plot[EventRow]:
    """Each adverse event in both arms (percent, 0-100).

    A block of columns for each trial, a row for each event that any of them reports.
    """
    rows = event_rows(trials)
    reported = [row for row in rows if any(event.reported for event in row)]
    blocks = (column for place, trial in enumerate(trials) for column in _block(place, trial))
    return Plot(
        columns=(Words("Event", 25, _event_name, drawn=_event_label), *blocks),
        groups=(Group("", tuple(reported)),),
        record=lambda _: "",
        gap_means="not reported (NR), not 0",
        name=_event_name,
        pinned=frozenset(pins),
        unbroken=True,
        remark=words.not_reported(trials),
        signs=SIGNS,
    )


def _block(place: int, trial: RandomisedTrial) -> tuple[Column[EventRow], ...]:
    """The columns of one trial: both arms on an axis and in words, and their difference."""
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
        Words(
            f"{title}, difference", 16, lambda row: _difference(row[place]), head="", note=points, record=record,
            alone=lambda row: _difference_alone(row[place]),
        ),
    )  # fmt: skip


def _event_name(row: EventRow) -> str:
    return row[0].kind.name


def _event_label(row: EventRow) -> Text:
    """The event with its grade, and that it is serious where a trial says so."""
    kind = row[0].kind
    serious = any(result.serious == "yes" for event in row for result in event.reported) and not kind.is_serious
    terms = [words.BRIEF_GRADE[kind.grade], "serious" if serious else ""]
    return Span(kind.brief, bold=True, small=True), Span("".join(f", {term}" for term in terms if term), small=True, colour=MUTED)


def _event_marks(event: Event) -> tuple[Mark, ...]:
    """A point for each arm, hollow where the denominator is missing or the zero is implied; the two are joined where both are drawn."""
    joined = event.kind.code if all(map(wording.is_drawn, event.results)) else ""
    return tuple(
        Point(share, PALETTE[arm.colour], SYMBOL[arm.role], result.state != "count", joined=joined, means=wording.lowered(arm.words))
        for arm, result in event.by_arm
        if wording.is_drawn(result) and (share := wording.share(result)) is not None
    )


def _event_said(event: Event) -> str:
    return "\n".join(said(event.trial, line) for line in words.event_lines(event)) if event.reported else ""


def _both(event: Event, *, marked: bool) -> Text:
    """'15 v 65 %', '13/54 v 22/51', 'NR v 9/51*', in the arms' colours."""
    if not event.reported:
        return ""
    if all(result.state == "qualitative" for result in event.results):
        reasons = dict.fromkeys(result.reason or wording.value(result) for result in event.results)
        return Span(", ".join(reasons), small=True, colour=MUTED)
    spans: list[Span] = []
    for (arm, result), figure in zip(event.by_arm, both_briefly(event), strict=True):
        sign = (wording.mark(result).strip() if marked else "") + ("*" if result.serious == "probable" else "")
        known = result.state != "not_reported"
        colour = PALETTE[arm.colour] if known else MUTED
        spans += [Span(" v ", small=True, colour=MUTED)] if spans else []
        spans.append(Span(f"{figure}{sign}", bold=known, small=True, colour=colour))
    below = any(result.grade == "lt3" for result in event.reported)
    return *spans, Span("\u00a0§" if below else "", small=True, colour=MUTED)


def _difference(event: Event) -> Text:
    """'−19 (−36 to −1)', '+4 to +10 by risk group'; below it the grade as stated, why there is no point, and whom it counts if not all."""
    reported = event.reported
    grades = dict.fromkeys(result.grade for result in reported)
    remarks = [words.BRIEF_GRADE[grade] for grade in grades if grade not in ("not_stated", "lt3", event.kind.grade)]
    numbers = [result for result in reported if wording.has_number(result) and result.state != "estimate"]
    if numbers and not any(map(wording.is_drawn, numbers)):
        remarks.append("lower bound" if any(result.at_least for result in numbers) else "n not stated")
    remarks += [remark for remark in (event.causes, event.part, "more in the table" if event.not_compared else "") if remark]
    if event.by_group:
        return stacked(as_small(words.by_groups(event), MUTED), as_small(", ".join(remarks), MUTED))
    return stacked(as_small(briefly(event), MUTED), as_small(", ".join(remarks), MUTED))


def _difference_alone(event: Event) -> Text:
    """The same for a table without marks: 'one arm only, any grade', where a remark alone would pass for a difference."""
    if event.points is not None or event.by_group:
        return _difference(event)
    if not event.reported:
        return "NR"
    states = {result.state for result in event.reported}
    one_arm = len({result.arm for result in event.reported}) == 1
    reason = "one arm only" if one_arm else "in words only" if states == {"qualitative"} else "a zero is implied"
    reason = reason if one_arm or states & {"qualitative", "implied_zero"} else "a limit only"
    return stacked(reason, _difference(event))
