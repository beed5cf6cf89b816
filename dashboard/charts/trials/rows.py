"""What a registration states about age, status and populations, as the landscape draws it. Two rows of one number are one registration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboard import wording
from dashboard.charts.chart import Shown
from dashboard.charts.rows import setting_of
from dashboard.vocabulary import POPULATION, SETTING, STATUS, STUDY_TYPE

BADGE = {"infant": "Infants", "ph_positive": "Ph+", "down_syndrome": "Down", "kmt2a_rearranged": "KMT2A"}
MARK = " ⚠"
"""Beside what the review contradicts itself on; the contradiction stands under the chart."""
SHORT_SETTING = {"mrd": "MRD", "later_relapse": "later relapse", "post_transplant": "after transplant"}
MARKED = ("age", "status", "duplicate")
"""Kinds of anomalies that touch what the landscape draws of a registration."""


class Ages(NamedTuple):
    """The ages that a registration states, in years; None where the review prints no such bound."""

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
    """One registration: its rows of Table 2, its ages, the badges of its populations, and the anomalies to mark."""

    rows: tuple[Any, ...]
    ages: Ages
    populations: Mapping[str, str]
    anomalies: tuple[Any, ...]

    @property
    def trial(self) -> Any:
        return self.rows[0]

    @property
    def key(self) -> str:
        return str(self.trial.trial_id)

    @property
    def setting(self) -> str:
        return setting_of(self.trial)

    @property
    def completed(self) -> bool:
        return bool(self.trial.status == "completed")

    @property
    def takes_infants(self) -> bool:
        """Whether the review states it; an age range that would admit them does not."""
        return self.populations.get("infant") == "included"

    @property
    def name(self) -> str:
        return str(self.trial.acronym or self.trial.registration_id)

    def marks(self, kind: str) -> bool:
        """Whether an anomaly of this kind touches the registration."""
        return any(anomaly.kind == kind for anomaly in self.anomalies)

    @property
    def age_words(self) -> str:
        """The ages in words; where the review prints none, what it prints instead."""
        return self.ages.words or (f"“{self.trial.age_text}”" if self.trial.age_text else "no age printed")

    @property
    def regimens(self) -> str:
        """What blinatumomab is combined with, for every row of the registration; empty where nothing is said."""
        return "; ".join(dict.fromkeys(f"with {row.combination}" for row in self.rows if row.combination))

    @property
    def details(self) -> str:
        """The line under the name: number, kind, regimen, else sponsor or region, and further settings."""
        kind = STUDY_TYPE[self.trial.study_type].lower() if self.trial.study_type != "interventional" else ""
        others = [SHORT_SETTING.get(code) or wording.lowered(SETTING[code]) for code in self.trial.settings.split(";")[1:]]
        parts = [
            self.trial.registration_id if self.trial.acronym else "",
            kind,
            self.regimens or self.trial.sponsor or self.trial.regions.replace(";", ", "),
            f"also {' and '.join(others)}" if others else "",
        ]
        return "\u00a0· ".join(part for part in parts if part)

    @property
    def badges(self) -> tuple[str, ...]:
        """Populations of which the review says something that matters here: included, conflicting, or Ph-positive not included."""
        return tuple(badge for population, code in self.populations.items() if (badge := _badge(population, code)))


def _badge(population: str, code: str) -> str:
    name = BADGE.get(population, POPULATION[population])
    if code == "included":
        return name
    if code == "conflicting":
        return f"{name} conflicting{MARK}"
    return f"{name} not included" if code == "not_included" and population == "ph_positive" else ""


def registrations_of(shown: Shown) -> list[Registration]:
    """The registrations shown, by setting, then status, then place in Table 2; completed ones come last in their setting."""
    by_number: dict[str, list[Any]] = {}
    for row in shown.trials.itertuples(index=False):
        by_number.setdefault(row.registration_id, []).append(row)
    anomalies = list(shown.evidence.anomalies.itertuples(index=False))
    said: dict[str, list[Any]] = {}
    for row in shown.evidence.populations.itertuples(index=False):
        said.setdefault(row.record_id, []).append(row)
    found = [_registration(rows, said.get(rows[0].trial_id, []), anomalies) for rows in by_number.values()]
    return sorted(found, key=_by_setting_then_status)


def _by_setting_then_status(registration: Registration) -> tuple[int, int, int]:
    trial = registration.trial
    return list(SETTING).index(registration.setting), list(STATUS).index(trial.status), int(trial.table_row)


def _registration(rows: Sequence[Any], said: Sequence[Any], anomalies: Iterable[Any]) -> Registration:
    """A registration from its rows of Table 2, what is said of its populations, and the anomalies of the whole review."""
    codes = {row.population: row.code for row in said}
    ids = {row.trial_id for row in rows}
    touching = [row for row in anomalies if ids & set(row.records.split(";"))]
    in_conflict = {anomaly for row in said if row.code == "conflicting" for anomaly in row.anomaly_ids.split(";")}
    return Registration(
        rows=tuple(rows),
        ages=INFANTS if _in_infants_only(said, touching) else _printed_ages(rows[0], infants=codes.get("infant") == "included"),
        populations=codes,
        anomalies=tuple(row for row in touching if row.kind in MARKED or row.anomaly_id in in_conflict),
    )


def _printed_ages(trial: Any, *, infants: bool) -> Ages:
    low, high = (float(bound) if wording.has(bound) else None for bound in (trial.age_min_years, trial.age_max_years))
    return Ages(low, high, trial.age_max_exclusive == "yes", infants)


def _in_infants_only(said: Iterable[Any], touching: Iterable[Any]) -> bool:
    """Whether the statement that infants are included contradicts the printed range, so that the trial is one in infants."""
    about_age = {anomaly.anomaly_id for anomaly in touching if anomaly.kind == "age"}
    stated = [row for row in said if row.population == "infant" and row.code == "included"]
    return any(about_age & set(row.anomaly_ids.split(";")) for row in stated)
