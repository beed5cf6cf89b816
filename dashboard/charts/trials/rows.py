"""What a registration states about age, status and populations, as the landscape draws it. Rows of one number are one registration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.registry import words as registry
from dashboard.schema import Anomaly, RegistryState, Trial
from dashboard.selection import Shown
from dashboard.vocabulary import SETTING, STATUS

MARKED = ("age", "status", "duplicate", "risk_group", "design")
"""Kinds of anomalies about what the landscape draws of a registration, or about why it was chosen."""


class Ages(NamedTuple):
    """The ages that a registration states, in years; None where the source prints no such bound."""

    low: float | None
    high: float | None
    outside: bool = False
    """Whether the highest age is itself excluded, as in 'under 18'."""
    infants: bool = False
    """Whether infants are stated to be included; a range that would admit them does not state it."""

    @property
    def silent_on_infants(self) -> bool:
        """Whether no lower age is printed, and infants are not named."""
        return self.low is None and not self.infants

    @property
    def from_infancy(self) -> bool:
        """Whether the lowest age printed is in the first year of life, though infants are not named."""
        return self.low is not None and self.low < 1 and not self.infants


@dataclass(frozen=True)
class Registration:
    """One registration: the rows of the list that have its number, and what is derived from them."""

    rows: tuple[Trial, ...]
    evidence: Evidence = field(repr=False, compare=False)
    today: date
    """The day up to which the age of a register's state is counted."""

    @property
    def trial(self) -> Trial:
        return self.rows[0]

    @property
    def name(self) -> str:
        return self.trial.acronym or self.trial.registration_id

    @property
    def date_words(self) -> str:
        """The day of its status, in words."""
        return self.evidence.layer_of(self.trial).evidence_date_words

    @cached_property
    def since(self) -> RegistryState | None:
        """The last state that a register showed; None where none is known."""
        return registry.latest(self.evidence, self.trial.registration_id)

    @property
    def now(self) -> str:
        """'Nov 2025 active, not recruiting': the last state with its date, marked where it is old; empty where none is known."""
        return registry.now(self.since, self.today) if self.since else ""

    @cached_property
    def ended(self) -> bool:
        """Whether the trial is over, by the last that is known of it."""
        return bool(registry.ended(self.evidence, self.rows))

    @cached_property
    def ages(self) -> Ages:
        if self.trial.infants_only:
            return Ages(low=None, high=1.0, outside=True, infants=True)  # the first year of life
        included = self.populations.get("infant") == "included"
        return Ages(self.trial.age_min_years, self.trial.age_max_years, self.trial.age_max_exclusive, included)

    @property
    def bounds(self) -> str:
        """In years: '1–31', 'up to 17', 'from 14', '6 mo–21'; empty where no bound is printed."""
        return "infants" if self.trial.infants_only else wording.age_bounds(self.trial).replace(" months", "\u00a0mo")

    @cached_property
    def populations(self) -> Mapping[str, str]:
        """The code of what the source says about each population."""
        return {name: row.code for name, row in self.evidence.populations_of(self.trial.trial_id).items()}

    @property
    def risk(self) -> str:
        """The risk group as printed, for all rows of the registration; empty where none is named."""
        return "; ".join(dict.fromkeys(row.risk_text for row in self.rows if row.risk_text))

    @cached_property
    def anomalies(self) -> tuple[Anomaly, ...]:
        """The anomalies to mark: those about what the landscape draws, or about a population on which the source contradicts itself."""
        said = self.evidence.populations_of(self.trial.trial_id).values()
        in_conflict = {anomaly for row in said if row.code == "conflicting" for anomaly in row.anomaly_ids}
        touching = dict.fromkeys(chain.from_iterable(self.evidence.anomalies_of(row.trial_id) for row in self.rows))
        return tuple(row for row in touching if row.kind in MARKED or row.anomaly_id in in_conflict)


def registrations_of(shown: Shown, today: date) -> list[Registration]:
    """The registrations shown, by setting, then the source's status, then place in the list; completed ones come last in their setting."""
    by_number: dict[str, list[Trial]] = {}
    for row in shown.trials:
        by_number.setdefault(row.registration_id, []).append(row)
    settings, states = list(SETTING), list(STATUS)

    def place(rows: Sequence[Trial]) -> tuple[int, int, int]:
        return settings.index(rows[0].group_setting), states.index(rows[0].status), rows[0].table_row

    return [Registration(tuple(rows), shown.evidence, today) for rows in sorted(by_number.values(), key=place)]


def pinned(shown: Shown, registrations: Sequence[Registration]) -> frozenset[str]:
    """The registrations of which any row is pinned, or on which a pinned publication reports."""
    pins, evidence = shown.selection.pins, shown.evidence
    records = {*pins, *(evidence.study(pin).trial_id for pin in pins if evidence.is_study(pin))}
    return frozenset(own.trial.trial_id for own in registrations if records & {row.trial_id for row in own.rows})
