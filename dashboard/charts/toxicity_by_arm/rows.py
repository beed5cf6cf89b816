"""The adverse events of randomised trials: more, less or as frequent, or with a figure in one arm only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import wording
from dashboard.adverse_events import SEVERE_GRADES, AdverseEvent
from dashboard.charts import rows as shared
from dashboard.charts.arms.rows import Event, RandomisedTrial
from dashboard.schema import Arm, Result

EventRow = tuple[Event, ...]
"""One adverse event as every trial reports it."""


def with_events(trials: Sequence[RandomisedTrial]) -> list[RandomisedTrial]:
    """The trials that report an event of the toxicity matrix in an arm, with each group of children once."""
    speaking = [trial for trial in trials if any(event.reported for event in trial.events)]
    once = shared.one_a_cohort(trials[0].evidence, [trial.study for trial in speaking]) if speaking else []
    return [trial for trial in speaking if trial.study in once]


def event_rows(trials: Sequence[RandomisedTrial]) -> list[EventRow]:
    """The events of some trials side by side; empty without a trial."""
    return list(zip(*(trial.events for trial in trials), strict=True))


ByTrial = list[tuple[RandomisedTrial, list[Event]]]
"""Some events of each trial that has any."""


def by_direction(trials: Sequence[RandomisedTrial]) -> list[ByTrial]:
    """The events with a difference below, above and at 0, as three lists, each trial by trial."""
    signed = [(trial, by_sign(trial.events)) for trial in trials]
    return [[(trial, own[place]) for trial, own in signed if own[place]] for place in range(3)]


def by_sign(events: Sequence[Event]) -> tuple[list[Event], list[Event], list[Event]]:
    """The events with a difference below, above and at 0; those compared by group only are not among them."""
    found = [(event, points) for event in events if (points := event.points) is not None and not event.by_group]
    below, above = [event for event, points in found if points < 0], [event for event, points in found if points > 0]
    return below, above, [event for event, points in found if points == 0]


def by_group(trials: Iterable[RandomisedTrial]) -> ByTrial:
    """The events compared by group only, such as by risk group, trial by trial."""
    found = [(trial, [event for event in trial.events if event.by_group]) for trial in trials]
    return [(trial, events) for trial, events in found if events]


def silent(trials: Sequence[RandomisedTrial]) -> tuple[list[AdverseEvent], list[AdverseEvent]]:
    """The events that no trial reports for an arm: first those of which nothing is reported, then those reported in part only."""
    kinds = [row[0].kind for row in event_rows(trials) if not any(event.reported for event in row)]
    said = [result for trial in trials for result in trial.results if result.domain == "toxicity" and result.state != "not_reported"]
    partly = [kind for kind in kinds if any(_is_some_of(result, kind) for result in said)]
    return [kind for kind in kinds if kind not in partly], partly


def _is_some_of(result: Result, kind: AdverseEvent) -> bool:
    """Whether a result is about an event, or about a grade, a kind or a group of it."""
    if result.endpoint in (*kind.endpoints, *kind.parts, *kind.strata, *kind.kinds):
        return True
    return (kind.is_any_severe and result.grade in SEVERE_GRADES) or (kind.is_serious and result.serious == "yes")


def alone(trial: RandomisedTrial) -> list[tuple[Arm, list[tuple[Event, Result]]]]:
    """For each arm, the events with a figure for that arm alone."""
    return [
        (arm, [(event, own) for event in trial.events for own in event.reported if _is_alone(event) and own.arm == arm.arm])
        for arm in trial.arms
    ]


def _is_alone(event: Event) -> bool:
    arms = {result.arm for result in (*event.reported, *event.not_compared)}
    return len(arms) == 1 and wording.has_number(event.reported[0])
