"""Survival and transplant as columns and groups of rows: every number has its group and its time, and there is no curve."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from math import ceil

from dashboard import wording
from dashboard.charts import marks, rows
from dashboard.charts.chart import PLACE_COLUMN
from dashboard.charts.outcomes.rows import ERROR, OTHER, Outcome, Outcomes
from dashboard.charts.outcomes.words import SURVIVAL, TRANSPLANT, whom
from dashboard.evidence import Evidence
from dashboard.tableplot import Axis, Group, Mark, Plot, Scale, Span, Text, Words, as_small
from dashboard.theme import MUTED, PALETTE
from dashboard.vocabulary import ENDPOINT_WORDS, SETTING

VALUE = "Value"
USUAL = ("estimate", "percent_only", "count")
"""The kinds of figures of survival that have a heading even where there is none."""
SIX = 6
"""Months between two ticks; twice as many on a long axis."""
NO_BREAK = "\u00a0"


def survival_plot(outcomes: Outcomes) -> Plot[Outcome]:
    """A group for each kind of figure and each time: medians (months), percentages and counts (percent, 0-100), and any other figures."""
    groups = [group for kind in SURVIVAL for group in _of_kind(outcomes, kind)]
    return _plot(outcomes, groups, (39, 38.6, 17.4))


def transplant_plot(outcomes: Outcomes) -> Plot[Outcome]:
    """A group for each denominator (percent, 0-100), then other estimates, such as a time, and what is in words only.

    A count among some patients is also a gap among all treated, unless those are counted as well.
    """
    own = {code: [each for each in outcomes.numbers if each.kind == code] for code in TRANSPLANT}
    own["treated"] += [each.of_all for each in outcomes.unanswered]
    silence = f"No publication shown says {outcomes.evidence.within} how many of its patients reached a transplant."
    filled = [code for code, found in own.items() if found] or ["treated"]
    groups = [Group(TRANSPLANT[code], tuple(own[code]), silence=silence, scales={VALUE: marks.PERCENT}) for code in filled]
    others = tuple(each for each in outcomes.numbers if each.kind == OTHER)
    apart = (("Other estimates", others), ("In words only", outcomes.in_words))
    unscaled = [Group(heading, own, scales={VALUE: None}) for heading, own in apart]
    return _plot(outcomes, [*groups, *unscaled], (35, 41, 18))


def _of_kind(outcomes: Outcomes, kind: str) -> list[Group[Outcome]]:
    """The figures of one kind, grouped by when they were observed and from when time is counted; a usual kind says if it has none."""
    heading, words = SURVIVAL[kind]
    scales = {VALUE: _months(outcomes.evidence) if kind == "estimate" else None if kind == OTHER else marks.PERCENT}
    own = [each for each in outcomes.numbers if each.kind == kind]
    silence = f"No {words} {outcomes.evidence.within} for the publications shown."
    return [
        Group((Span(f"{heading}: "), *as_small(time)) if time else heading, tuple(each for each in own if each.time == time), scales=scales)
        for time in dict.fromkeys(each.time for each in own)
    ] or ([Group(heading, silence=silence, scales=scales)] if kind in USUAL else [])


def _months(evidence: Evidence) -> Scale:
    """The scale in months, long enough for every median and limit in the evidence, so that it does not move with the filters."""
    said = evidence.columns("results", "domain", "state", "unit", "estimate", "ci_high")
    ends = [end for *kind, high, limit in said if kind == ["survival", "estimate", "months"] for end in (high, limit) if end is not None]
    top = SIX * ceil(max(ends, default=SIX) / SIX)
    return Scale(0, top, tuple(range(0, top + 1, SIX if top <= 6 * SIX else 2 * SIX)))


def _plot(outcomes: Outcomes, groups: Sequence[Group[Outcome]], weights: tuple[float, float, float]) -> Plot[Outcome]:
    """The columns of both charts, without heads, since the headings say what is below them. What no group draws is in the table only."""
    drawn = {each.result.result_id for group in groups for each in group.rows}
    rest = Group("", tuple(each for each in outcomes.every if each.result.result_id not in drawn), drawn=False)
    shown, have_rows = outcomes.said.shown, {each.study.study_id for each in outcomes.numbers}
    return Plot(
        columns=(
            Words("Publication", weights[0], lambda each: each.study.label, drawn=partial(_label, have_rows), head=""),
            Words("Arm", 0, lambda each: each.arm.words),
            Words("Setting", 0, lambda each: SETTING[each.study.group_setting]),
            Words("Same children", 0, lambda each: rows.same_children(shown, each.study)),
            Words("What", weights[1], lambda each: wording.what(each.result), drawn=_in_brief, head=""),
            Words("Group", 0, lambda each: wording.group(each.result)),
            Words("Time", 0, lambda each: each.time),
            Axis(VALUE, weights[2], marks.PERCENT, _marks, _value_in_full, drawn=_value, beside=20, hatched=True, head=""),
            Words("Interval", 0, lambda each: each.interval),
            Words("Remark", 0, lambda each: each.result.note),
            Words(PLACE_COLUMN, 0, lambda each: wording.place(each.evidence, each.result)),
        ),
        groups=(*groups, rest),
        record=lambda each: each.study.study_id,
        name=_name,
        tag=lambda each: rows.tag(each.evidence, each.study, [each.result]),
        pinned=frozenset(shown.selection.pins),
        signs={"‡": "worked out from printed percentages", ERROR: "a standard error, no interval"},
    )


def _label(have_rows: Collection[str], outcome: Outcome) -> Text:
    """The publication; its arm in the arm's colour, where that must be named; and the report that it updates, if that has a row."""
    arm, study, spans = outcome.arm, outcome.study, [Span(outcome.study.label, bold=True)]
    if outcome.has_other_arms and outcome.result.state != "qualitative":
        spans.append(Span(f" {wording.lowered(arm.words)}", small=True, colour=PALETTE[arm.colour]))
    if study.updates in have_rows and arm.role != "historical_control":
        spans.append(Span(f" {rows.longer(outcome.evidence, study).partition(',')[0]}", small=True, colour=MUTED))
    return tuple(spans)


def _in_brief(outcome: Outcome) -> Text:
    """The endpoint of survival and its group; for a transplant, whom it is counted among; or what is said in words."""
    result = outcome.result
    if result.state == "not_reported":
        return as_small(f"Of {wording.group(result)}: {result.note.partition(', ')[0]}")
    if not wording.has_number(result):
        return as_small(result.note)
    if result.domain == "transplant":
        return as_small(wording.what(result) if outcome.kind in ("not_stated", OTHER) else whom(outcome))
    group = "" if result.state == "percent_only" else wording.group(result)
    return as_small(wording.joined([ENDPOINT_WORDS[result.endpoint], result.subgroup, group]))


def _value_in_full(outcome: Outcome) -> str:
    return "" if outcome.result.state == "not_reported" else wording.value(outcome.result)


def _value(outcome: Outcome) -> Text:
    """The value (a median without its unit) and the ends of its interval."""
    result = outcome.result
    if not wording.has_number(result):
        return ""
    words = wording.estimate(result) if outcome.kind == "estimate" else wording.value(result)
    limits = f" ({outcome.limits})" if outcome.limits else ""
    return (*as_small(words.replace(" ", NO_BREAK)), *as_small(limits.replace(" ", NO_BREAK), MUTED))


def _marks(outcome: Outcome) -> tuple[Mark, ...]:
    result = outcome.result
    draw = marks.median if outcome.kind == "estimate" else marks.proportion
    return draw(outcome.evidence, result)


def _name(outcome: Outcome) -> str:
    """'Example 2024 [1], control, overall survival, all 110, starting point not stated'."""
    arm = wording.lowered(outcome.arm.words) if outcome.has_other_arms else ""
    said = wording.lowered(ENDPOINT_WORDS[outcome.result.endpoint])
    return wording.joined([outcome.study.label, arm, said, wording.group(outcome.result), outcome.time])
