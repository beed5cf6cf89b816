"""What a registration states about age, status and populations, as the landscape draws it. Two rows of one number are one registration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.schema import Anomaly, Trial
from dashboard.selection import Shown
from dashboard.vocabulary import POPULATION, SETTING, STATUS, STUDY_TYPE

BADGE = {"infant": "Infants", "ph_positive": "Ph+", "down_syndrome": "Down", "kmt2a_rearranged": "KMT2A"}
MARK = " ⚠"
"""Beside what the source contradicts itself on; the contradiction stands under the chart."""
SHORT_SETTING = {"mrd": "MRD", "later_relapse": "later relapse", "post_transplant": "after transplant"}
MARKED = ("age", "status", "duplicate", "risk_group")
"""Kinds of anomalies that touch what the landscape draws of a registration."""


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
    def lower_end(self) -> str:
        return "open" if self.low is None else "stated"

    @property
    def upper_end(self) -> str:
        if self.high is None:
            return "open"
        return "outside" if self.outside else "stated"

    @property
    def words(self) -> str:
        """'1–31 years', 'up to 17 years', 'from 14 years'; empty where no bound is printed."""
        if self == INFANTS:
            return "infants"
        if self.low is not None and self.high is not None:
            unit = "" if self.low >= 1 else " months"
            return f"{self.low if self.low >= 1 else 12 * self.low:g}{unit}–{self.high:g} years"
        if self.low is not None:
            return f"from {_age(self.low)}"
        return f"{'under' if self.outside else 'up to'} {_age(self.high)}" if self.high is not None else ""


INFANTS = Ages(low=None, high=1.0, outside=True, infants=True)
"""A trial in infants only: the first year of life."""


def _age(years: float) -> str:
    return f"{12 * years:g} months" if years < 1 else f"{years:g} year{'' if years == 1 else 's'}"


@dataclass(frozen=True)
class Registration:
    """One registration: its rows of the list, its ages, the codes of its populations, the anomalies to mark, the date of its status."""

    rows: tuple[Trial, ...]
    ages: Ages
    populations: Mapping[str, str]
    anomalies: tuple[Anomaly, ...]
    date: str
    evidence: Evidence = field(repr=False, compare=False)
    """Where its source is looked up."""

    @property
    def trial(self) -> Trial:
        return self.rows[0]

    @property
    def key(self) -> str:
        return self.trial.trial_id

    @property
    def setting(self) -> str:
        return self.trial.group_setting

    @property
    def completed(self) -> bool:
        return self.trial.status == "completed"

    @property
    def takes_infants(self) -> bool:
        """Whether the source states it; an age range that would admit them does not."""
        return self.populations.get("infant") == "included"

    @property
    def name(self) -> str:
        return self.trial.acronym or self.trial.registration_id

    def marks(self, kind: str) -> bool:
        """Whether an anomaly of this kind touches the registration."""
        return any(anomaly.kind == kind for anomaly in self.anomalies)

    @property
    def age_words(self) -> str:
        """The ages in words; where the source prints none, what it prints instead."""
        return self.ages.words or (f"“{self.trial.age_text}”" if self.trial.age_text else "no age printed")

    @property
    def regimens(self) -> str:
        """What the drug is combined with, for every row of the registration; empty where nothing is said."""
        return "; ".join(dict.fromkeys(f"with {row.combination}" for row in self.rows if row.combination))

    @property
    def risk(self) -> str:
        """The risk group as printed, for every row of the registration; empty where none is named."""
        return "; ".join(dict.fromkeys(row.risk_text for row in self.rows if row.risk_text))

    @property
    def details(self) -> str:
        """The line under the name: number, kind, risk group, regimen, else sponsor or region, and further settings."""
        kind = STUDY_TYPE[self.trial.study_type].lower() if self.trial.study_type != "interventional" else ""
        others = [SHORT_SETTING.get(code) or wording.lowered(SETTING[code]) for code in self.trial.settings if code != self.setting]
        parts = [
            self.trial.registration_id if self.trial.acronym else "",
            kind,
            f"{self.risk}{MARK if self.marks('risk_group') else ''}" if self.risk else "",
            self.regimens or self.trial.sponsor or ", ".join(self.trial.regions),
            f"also {' and '.join(others)}" if others else "",
        ]
        return "\u00a0· ".join(part for part in parts if part)

    @property
    def badges(self) -> tuple[str, ...]:
        """Populations of which the source says something that matters here: included, conflicting, or Ph-positive not included."""
        return tuple(badge for population, code in self.populations.items() if (badge := _badge(population, code)))


def _badge(population: str, code: str) -> str:
    name = BADGE.get(population, POPULATION[population])
    if code == "included":
        return name
    if code == "conflicting":
        return f"{name} conflicting{MARK}"
    return f"{name} not included" if code == "not_included" and population == "ph_positive" else ""


def registrations_of(shown: Shown) -> list[Registration]:
    """The registrations shown, by setting, then status, then place in the list; completed ones come last in their setting."""
    by_number: dict[str, list[Trial]] = {}
    for row in shown.trials:
        by_number.setdefault(row.registration_id, []).append(row)
    found = [_registration(shown.evidence, rows) for rows in by_number.values()]
    return sorted(found, key=_by_setting_then_status)


def _by_setting_then_status(registration: Registration) -> tuple[int, int, int]:
    trial = registration.trial
    return list(SETTING).index(registration.setting), list(STATUS).index(trial.status), trial.table_row


def _registration(evidence: Evidence, rows: Sequence[Trial]) -> Registration:
    """A registration from its rows of the list, what is said of its populations, and the anomalies that touch it."""
    trial, said = rows[0], evidence.populations_of(rows[0].trial_id)
    codes = {population: row.code for population, row in said.items()}
    touching = dict.fromkeys(chain.from_iterable(evidence.anomalies_of(row.trial_id) for row in rows))
    in_conflict = {anomaly for row in said.values() if row.code == "conflicting" for anomaly in row.anomaly_ids}
    return Registration(
        rows=tuple(rows),
        ages=INFANTS if trial.infants_only else _printed_ages(trial, infants=codes.get("infant") == "included"),
        populations=codes,
        anomalies=tuple(row for row in touching if row.kind in MARKED or row.anomaly_id in in_conflict),
        date=evidence.layer_of(trial).evidence_date_words,
        evidence=evidence,
    )


def _printed_ages(trial: Trial, *, infants: bool) -> Ages:
    return Ages(trial.age_min_years, trial.age_max_years, trial.age_max_exclusive, infants)
