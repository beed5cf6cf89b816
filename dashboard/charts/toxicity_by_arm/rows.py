"""The adverse events of randomised trials: more, less or as frequent, or with a figure in one arm only."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
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
    """The events with a difference below, above and at 0."""
    found = [(event, points) for event in events if (points := event.points) is not None]
    below, above = [event for event, points in found if points < 0], [event for event, points in found if points > 0]
    return below, above, [event for event, points in found if points == 0]


def alone(trial: RandomisedTrial) -> list[tuple[Arm, list[tuple[Event, Result]]]]:
    """For each arm, the events with a figure for that arm alone."""
    return [
        (arm, [(event, own) for event in trial.events for own in event.reported if _is_alone(event) and own.arm == arm.arm])
        for arm in trial.arms
    ]


def _is_alone(event: Event) -> bool:
    arms = {result.arm for result in (*event.reported, *event.not_compared)}
    return len(arms) == 1 and wording.has_number(event.reported[0])
