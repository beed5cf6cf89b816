"""The rows of the toxicity dumbbell: every column of the toxicity matrix, for each randomised trial, as both arms report it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import wording
from dashboard.charts.randomised.rows import Pair, Trial, mark
from dashboard.schema import Result
from dashboard.vocabulary import ENDPOINT_WORDS, N_BASIS, TOXICITY_COLUMNS

GROUPS: Mapping[str, tuple[str, ...]] = {
    "CRS and neurological": ("CRS any", "CRS ≥ 3", "Neuro any", "Seizure", "Encephal."),
    "Infection": ("Infection", "Sepsis"),
    "Haematological and mucosal": ("Febrile neutr.", "Mucositis"),
    "Overall": ("Serious", "Any ≥ 3", "Stopped", "Dose-limiting"),
}
"""The columns of the toxicity matrix by clinical group; the order of the rows, whatever the figures."""
SERIOUS = {"yes": "serious", "probable": "probably serious"}
"""How an event that the source calls, or seems to call, serious is named."""
FURTHER = {"Seizure": ("seizure_severe",), "Encephal.": ("encephalopathy_severe",)}
"""Endpoints without a column of their own, which stand with the event that they are part of."""


@dataclass(frozen=True)
class Event:
    """One event of one trial: both arms, and further counts that stand with it."""

    column: str
    pair: Pair
    further: tuple[Result, ...] = ()

    @property
    def silent(self) -> bool:
        """Whether neither arm is reported."""
        return all(result.state == "not_reported" for result in self.pair.results)

    @property
    def in_words(self) -> bool:
        """Whether something is said and no number given."""
        return not self.silent and not any(wording.has_number(result) for result in self.pair.results)


@dataclass(frozen=True)
class Panel:
    """One trial with its events, in the order of the rows."""

    trial: Trial
    events: tuple[Event, ...]

    @property
    def study_id(self) -> str:
        return self.trial.study.study_id


def panel_of(trial: Trial) -> Panel:
    """Every column for a trial, as reported or as a gap."""
    return Panel(trial, tuple(_event(trial, column) for columns in GROUPS.values() for column in columns))


def _event(trial: Trial, column: str) -> Event:
    one, other = (trial.first(arm, *TOXICITY_COLUMNS[column]) for arm in trial.arms)
    further = [result for arm in trial.arms for result in trial.of(arm, *FURTHER.get(column, ())) if wording.has_number(result)]
    return Event(column, Pair(one, other), tuple(further))


def column_words(column: str) -> str:
    """The name of an event: 'Infection', 'Treatment interrupted or treatment stopped'."""
    first, *rest = (ENDPOINT_WORDS[endpoint] for endpoint in TOXICITY_COLUMNS[column])
    return " or ".join([first, *(wording.lowered(words) for words in rest)])


def denominators(panel: Panel) -> str:
    """Of whom the events are counted: 'Of 54 ‡ and 51 ‡, worked out from printed percentages'."""
    counted = [[result for result in arm if wording.is_counted(result)] for arm in _arms(panel)]
    if not all(counted):
        return f"Percentages only: {panel.trial.no_sizes}"
    sizes = [listed_sizes(arm) for arm in counted]
    bases = dict.fromkeys(N_BASIS[result.n_basis] for arm in counted for result in arm)
    return f"Of {sizes[0]} and {sizes[1]}, {', '.join(bases)}"


def _arms(panel: Panel) -> tuple[list[Result], list[Result]]:
    return [event.pair.experimental for event in panel.events], [event.pair.control for event in panel.events]


def listed_sizes(results: list[Result]) -> str:
    """The denominators of an arm, each once: '54 ‡'."""
    return "/".join(dict.fromkeys(f"{result.n}{mark(result)}" for result in results))


def one_armed(event: Event) -> bool:
    """Whether one arm has a number and the other is not reported."""
    states = [result.state == "not_reported" for result in event.pair.results]
    return any(states) and any(wording.has_number(result) for result in event.pair.results)
