"""The toxicity dumbbell: how often each adverse event came in both arms of each randomised trial; its sentence and its table."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
from dashboard.charts import rows
from dashboard.charts.chart import PLACE_COLUMN, Drawing, unported
from dashboard.charts.randomised.dumbbell_figure import dumbbell_figure
from dashboard.charts.randomised.dumbbell_rows import SERIOUS, Event, Panel, column_words, denominators, one_armed, panel_of
from dashboard.charts.randomised.rows import (
    NO_TRIAL,
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
from dashboard.schema import Result
from dashboard.selection import Shown
from dashboard.tableplot import DataTable, TableRow
from dashboard.vocabulary import ENDPOINT_WORDS, GRADE

BEFORE, AFTER = ("Publication", "Event", "As stated"), ("Difference, points", "95 % interval", "Note", PLACE_COLUMN)
"""The columns of the table around those of the arms."""


def draw_dumbbell(shown: Shown) -> Drawing:
    """Each event of the toxicity matrix in both arms (percent, 0-100), one panel per trial, by clinical group."""
    trials, arms = trials_of(shown), arms_of(shown.evidence)
    panels = [panel_of(trial) for trial in trials]
    results = [result for panel in panels for event in panel.events for result in (*event.pair.results, *event.further)]
    whom = [f"{panel.trial.label}: {wording.lowered(denominators(panel))}; {panel.trial.randomised}." for panel in panels]
    together = [arm for arm in shown.evidence.arms if arm.role == "both"]
    of_both = dict.fromkeys(result.note for trial in trials for arm in together for result in trial.of(arm, "toxicity") if result.note)
    return unported(
        figure=dumbbell_figure(panels, arms, shown.selection.pins),
        sentence=" ".join([*map(toxicity_sentence, panels), *apart(trials)] or [NO_TRIAL]),
        twin=DataTable(
            (*BEFORE, *(arm.words for arm in arms), *AFTER),
            tuple(row for panel in panels for event in panel.events for row in _rows(panel, event)),
        ),
        asides=asides_of(shown),
        not_reported=sum(result.state == "not_reported" for result in results),
        rows=sum(len(panel.events) for panel in panels),
        caveats=(*left_out(shown), *whom, *of_both, *rows.doubts(shown, results)),
    )


def toxicity_sentence(panel: Panel) -> str:
    """Which events are less and which more frequent in the experimental arm, by how much, and how many have one arm only."""
    events = [(event, points) for event in panel.events if (points := event.pair.points) is not None]
    fewer, more = [event for event, points in events if points < 0], [event for event, points in events if points > 0]
    same = [event for event, points in events if points == 0]
    told = [f"{_names(fewer)} less frequent with {panel.trial.arms[0].words.lower()}, by {_span(fewer)}"] if fewer else []
    told += [f"{_names(more)} more frequent with it, by {_span(more)}"] if more else []
    told += [f"{_names(same)} as frequent in both arms"] if same else []
    told = told or ["no event has a figure in both arms"]
    lonely = sum(map(one_armed, panel.events))
    told += [f"{wording.number(lonely, 'event has', 'events have')} a figure in one arm only"] if lonely else []
    return f"{panel.trial.label}: {'; '.join(told)}."


def _names(events: Sequence[Event]) -> str:
    return f"{listed([_name(event) for event in events])} {'is' if len(events) == 1 else 'are'}"


def _name(event: Event) -> str:
    """The event with seriousness and grade as stated: 'serious infection', 'cytokine release syndrome (CRS) below grade 3'."""
    result, name = event.pair.experimental, wording.lowered(column_words(event.column))
    serious = f"{SERIOUS[result.serious]} " if result.serious in SERIOUS and "serious" not in name else ""
    graded = f" {GRADE[result.grade]}" if result.grade != "not_stated" and GRADE[result.grade] not in name else ""
    return f"{serious}{name}{graded}"


def _span(events: Sequence[Event]) -> str:
    """'25–53 points (no interval can be derived)', '2 points (the interval includes 0)'."""
    sizes = sorted(round(abs(event.pair.points or 0.0)) for event in events)
    size = f"{sizes[0]}–{sizes[-1]}" if sizes[0] != sizes[-1] else f"{sizes[0]}"
    intervals = [found for event in events if (found := event.pair.difference)]
    including = sum(found.low <= 0 <= found.high for found in intervals)
    if not intervals:
        said = "no interval can be derived"
    elif including:
        said = f"{wording.number(including, 'interval includes', 'intervals include')} 0"
    else:
        said = "no interval includes 0"
    return f"{size} point{'' if size == '1' else 's'} ({said})"


def _rows(panel: Panel, event: Event) -> list[TableRow]:
    cells = [_pair_cells(panel.trial, event), *(_further_cells(panel.trial, result) for result in event.further)]
    return [TableRow((panel.trial.label, *own), panel.study_id) for own in cells]


def _pair_cells(trial: Trial, event: Event) -> tuple[str, ...]:
    pair = event.pair
    said = next((result for result in pair.results if result.state != "not_reported"), None)
    difference = signed(pair.points, pair.decimals) if pair.points is not None else ""
    interval = f"{limits_words(pair.difference)}, Newcombe, computed" if pair.difference else ""
    if pair.points is not None and not pair.difference:
        interval = f"cannot be derived: {trial.no_sizes}"
    arms, where = tuple(map(_arm, pair.results)), sources(trial.evidence, pair.results)
    return column_words(event.column), _stated(said), *arms, difference, interval, notes(pair.results), where


def _further_cells(trial: Trial, result: Result) -> tuple[str, ...]:
    arms = tuple(wording.value(result) if result.arm == arm.arm else "" for arm in trial.arms)
    return ENDPOINT_WORDS[result.endpoint], _stated(result), *arms, "", "", result.note, wording.place(trial.evidence, result)


def _stated(result: Result | None) -> str:
    """Grade, seriousness and relation as stated, and what is not."""
    if result is None:
        return ""
    terms = wording.toxicity_terms(result)
    ungraded = GRADE["not_stated"] if result.grade == "not_stated" else ""
    return ", ".join(part for part in (terms, ungraded) if part)


def _arm(result: Result) -> str:
    interval = wording.interval(result) if result.state == "count" else ""
    return f"{wording.value(result)}{'; ' if interval else ''}{interval}"
