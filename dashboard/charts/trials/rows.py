"""What a registration states about age, status and populations, as the landscape draws it. Two rows of one number are one registration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import NamedTuple

from dashboard.evidence import Evidence
from dashboard.registry import words as registry
from dashboard.schema import Anomaly, RegistryState, Trial
from dashboard.selection import Shown
from dashboard.vocabulary import SETTING, STATUS

MARKED = ("age", "status", "duplicate", "risk_group", "design")
"""Kinds of anomalies that touch what the landscape draws of a registration, or by what it was chosen."""


class Ages(NamedTuple):
    """The ages that a registration states, in years; None where the source prints no such bound."""

    low: float | None
    high: float | None
    outside: bool = False
    """Whether the highest age is itself outside, as in 'under 18'."""
    infants: bool = False
    """Whether infants are stated to be included, whatever the range says."""

    @property
    def stated(self) -> bool:
        return self.low is not None or self.high is not None

    @property
    def words(self) -> str:
        """In years: '1–31', 'up to 17', 'from 14', '6 mo–21'; empty where no bound is printed."""
        if self == INFANTS:
            return "infants"
        if self.low is not None and self.high is not None:
            return f"{_age(self.low)}–{_age(self.high)}"
        if self.low is not None:
            return f"from {_age(self.low)}"
        return f"{'under' if self.outside else 'up to'} {_age(self.high)}" if self.high is not None else ""


INFANTS = Ages(low=None, high=1.0, outside=True, infants=True)
"""A trial in infants only: the first year of life."""


def _age(years: float) -> str:
    return f"{12 * years:g}\u00a0mo" if years < 1 else f"{years:g}"


@dataclass(frozen=True)
class Registration:
    """One registration: its rows of the list, its ages, the codes of its populations, and the anomalies to mark."""

    rows: tuple[Trial, ...]
    ages: Ages
    populations: Mapping[str, str]
    anomalies: tuple[Anomaly, ...]
    evidence: Evidence = field(repr=False, compare=False)
    """Where its source and its layer are looked up."""
    today: date
    """The day from which the age of a register's state counts."""

    @property
    def trial(self) -> Trial:
        return self.rows[0]

    @property
    def key(self) -> str:
        return self.trial.trial_id

    @property
    def date_words(self) -> str:
        """The day of its status, in words."""
        return self.evidence.layer_of(self.trial).evidence_date_words

    @property
    def since(self) -> RegistryState | None:
        """The last state that a register showed; None where none is known."""
        return registry.latest(self.evidence, self.trial.registration_id)

    @property
    def ended(self) -> bool:
        """Whether it is over, by the last that is known of it."""
        return bool(registry.ended(self.evidence, self.rows))

    @property
    def takes_infants(self) -> bool:
        """Whether the source states it; an age range that would admit them does not."""
        return self.populations.get("infant") == "included"

    @property
    def silent_on_infants(self) -> bool:
        """Whether no lower age is printed, and infants are not named."""
        return self.ages.low is None and not self.takes_infants

    @property
    def name(self) -> str:
        return self.trial.acronym or self.trial.registration_id

    @property
    def risk(self) -> str:
        """The risk group as printed, for every row of the registration; empty where none is named."""
        return "; ".join(dict.fromkeys(row.risk_text for row in self.rows if row.risk_text))

    def marks(self, *kinds: str) -> bool:
        """Whether an anomaly of these kinds touches the registration."""
        return any(anomaly.kind in kinds for anomaly in self.anomalies)


def registrations_of(shown: Shown, today: date) -> list[Registration]:
    """The registrations shown, by setting, then the source's status, then place in the list; completed ones come last in their setting."""
    by_number: dict[str, list[Trial]] = {}
    for row in shown.trials:
        by_number.setdefault(row.registration_id, []).append(row)
    settings, states = list(SETTING), list(STATUS)

    def place(registration: Registration) -> tuple[int, int, int]:
        trial = registration.trial
        return settings.index(trial.group_setting), states.index(trial.status), trial.table_row

    return sorted((_registration(shown.evidence, rows, today) for rows in by_number.values()), key=place)


def _registration(evidence: Evidence, rows: Sequence[Trial], today: date) -> Registration:
    """A registration from its rows of the list, what is said of its populations, and the anomalies that touch it."""
    trial, said = rows[0], evidence.populations_of(rows[0].trial_id)
    codes = {population: row.code for population, row in said.items()}
    printed = Ages(trial.age_min_years, trial.age_max_years, trial.age_max_exclusive, codes.get("infant") == "included")
    touching = dict.fromkeys(chain.from_iterable(evidence.anomalies_of(row.trial_id) for row in rows))
    in_conflict = {anomaly for row in said.values() if row.code == "conflicting" for anomaly in row.anomaly_ids}
    return Registration(
        rows=tuple(rows),
        ages=INFANTS if trial.infants_only else printed,
        populations=codes,
        anomalies=tuple(row for row in touching if row.kind in MARKED or row.anomaly_id in in_conflict),
        evidence=evidence,
        today=today,
    )


def pinned(shown: Shown, registrations: Sequence[Registration]) -> frozenset[str]:
    """The registrations that are pinned, by any of their rows, or of which a pinned publication reports."""
    pins, evidence = shown.selection.pins, shown.evidence
    records = {*pins, *(evidence.study(pin).trial_id for pin in pins if evidence.is_study(pin))}
    return frozenset(own.key for own in registrations if records & {row.trial_id for row in own.rows})
