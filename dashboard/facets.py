"""The facets by which a reader can narrow the evidence. Each is here whole: its key in the address, its words, its effect.

To add a facet, add it to FACETS; controls, counts, chips, addresses and sentences follow from there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import and_, or_
from typing import Literal, NamedTuple

from dashboard import vocabulary as words
from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.registry.words import latest
from dashboard.schema import Contrast, Result, Study, Trial

Answers = Mapping[str, Collection[str]]
"""Each record's answers to one facet: record id -> option codes."""
Bits = Mapping[str, int]
"""For each option, the records that answer it, as a bit set (see selection.Catalogue)."""
Kind = Literal["records", "publications", "registrations"]
"""Which records a facet asks about; `records` are both kinds."""
SILENT = "not_stated"
"""The answer of a record whose source says neither yes nor no; `not_stated:CODE` is that answer for one option."""

POPULATION_OPTIONS: Mapping[str, str] = {
    "included": "Included",
    "not_included": "Not included",
    SILENT: "Not stated",
}
AGES: Mapping[str, float] = {"under_1": 0, "1_to_9": 1, "10_to_17": 10, "adult": 18}
"""The age bands, each with the age in years at which it begins."""
AGE_OPTIONS: Mapping[str, str] = {
    "under_1": "Under 1 year",
    "1_to_9": "1 to 9 years",
    "10_to_17": "10 to 17 years",
    "adult": "18 years and older",
    SILENT: "No age stated",
}
NO_STATE, OTHER_WORDS = "none", "other"
STATES: Mapping[str, str] = {
    **{code: wording.capitalised(label) for code, label in words.REGISTER_STATUS.items()},
    OTHER_WORDS: "In none of the register's words",
    NO_STATE: "No later state known",
}
REPORTED: Mapping[str, str] = {code: label for code, label in words.DOMAIN.items() if code != "conduct"}
"""The groups of endpoints in which a publication may report something."""
ENDPOINT_OPTIONS: Mapping[str, str] = {**REPORTED, "relapse": "Relapse, other than by CD19 status"}
"""The same as options: relapses that are counted only by their CD19 status are in the tables under CD19 and lineage."""
DOMAIN_OF: Mapping[str, str] = {endpoint: domain for domain, endpoints in words.ENDPOINT.items() for endpoint in endpoints}
"""The group to which an endpoint belongs."""


@dataclass(frozen=True)
class Facet:
    """One filter: its key in the address, its title, its options (code -> words) and what each record answers.

    `all_of` facets ask for every chosen option, the others for any. A facet leaves out records without an answer, but never touches records
    of a kind that it does not ask about (`of`).
    """

    key: str
    title: str
    options: Mapping[str, str]
    answers: Callable[[Evidence], Answers]
    all_of: bool = False
    population: str = ""
    unsaid: Callable[[Evidence, str], str] = lambda evidence, record: ""
    of: Kind = "records"
    folded: bool = False

    @property
    def may_be_silent(self) -> bool:
        """Whether a source may say neither yes nor no."""
        return SILENT in self.options

    def keeps(self, answered: Bits, chosen: Iterable[str]) -> int:
        """The records, as bits, that pass the `chosen` options (at least one)."""
        found = [answered.get(code, 0) for code in chosen]
        return reduce(and_ if self.all_of else or_, found)

    def cannot_rule_out(self, answered: Bits, chosen: Iterable[str]) -> int:
        """The records, as bits, that only their source's silence keeps from `chosen`."""
        silent = [answered.get(SILENT, 0), *(answered.get(f"{SILENT}:{code}", 0) for code in chosen)]
        return reduce(or_, silent) & ~self.keeps(answered, chosen) if self.may_be_silent else 0

    def left_unsaid(self, evidence: Evidence, record: str) -> tuple[str, str]:
        """What a record's source says instead of yes or no, as a code and in words; no words if it says either."""
        if not self.population:
            return SILENT, self.unsaid(evidence, record)
        code = evidence.populations_of(record)[self.population].code
        return code, "" if code in ("included", "not_included") else wording.said_of(self.title, code)

    def describe(self, chosen: Iterable[str]) -> str:
        """The choice in words, such as 'Infants: included'."""
        joint = " and " if self.all_of else " or "
        return f"{self.title}: {joint.join(wording.lowered(self.options[code]) for code in chosen)}"


def _lines(evidence: Evidence) -> Answers:
    return {record: (row.line,) for record, row in _records(evidence)}


def _settings(evidence: Evidence) -> Answers:
    return {record: row.settings for record, row in _records(evidence)}


def _records(evidence: Evidence) -> Iterable[tuple[str, Study | Trial]]:
    yield from ((study.study_id, study) for study in evidence.studies)
    yield from ((trial.trial_id, trial) for trial in evidence.trials)


def _population(population: str) -> Callable[[Evidence], Answers]:
    def answers(evidence: Evidence) -> Answers:
        said = evidence.columns("populations", "record_id", "population", "code")
        return {record: (code if code in ("included", "not_included") else SILENT,) for record, asked, code in said if asked == population}

    return answers


def _designs(evidence: Evidence) -> Answers:
    trials = {trial.trial_id: _registered_design(trial.study_type, trial.randomised) for trial in evidence.trials}
    return {**{study.study_id: (study.design,) for study in evidence.studies}, **trials}


def _registered_design(study_type: str, randomised: str) -> Collection[str]:
    """The design that a registration states, in the words of the publications' designs; empty where it states none."""
    if study_type == "expanded_access":
        return ["expanded_access"]
    if study_type == "interventional":
        return {"yes": ["randomised_trial"], "no": ["single_arm_trial"]}.get(randomised, [])
    return []


class Reports(NamedTuple):
    """What a publication reports in a group of endpoints: results, without the stored gaps, and published effects between groups.

    An effect counts as much as a result: a summary with nothing but a hazard ratio for death does report survival.
    """

    results: Sequence[Result]
    effects: Sequence[Contrast]


def reports_on(evidence: Evidence, study_id: str, domain: str) -> Reports:
    """What a publication reports in a group of endpoints."""
    return Reports(
        [result for result in evidence.results_of(study_id) if result.domain == domain and result.state != "not_reported"],
        [effect for effect in evidence.contrasts_of(study_id) if DOMAIN_OF[effect.endpoint] == domain],
    )


def _reported(evidence: Evidence) -> Answers:
    """The endpoint groups in which `reports_on` finds anything, even if only words: for all publications in one scan."""
    found: dict[str, set[str]] = {}
    for study, domain, state in evidence.columns("results", "study_id", "domain", "state"):
        if state != "not_reported":
            found.setdefault(study, set()).add(domain)
    for effect in evidence.contrasts:
        found.setdefault(effect.study_id, set()).add(DOMAIN_OF[effect.endpoint])
    return found


def _ages(evidence: Evidence) -> Answers:
    """The age bands that overlap the printed bounds; without a lowest age, SILENT about the youngest band."""
    return {trial.trial_id: tuple(_bands(trial)) or (SILENT,) for trial in evidence.trials}


def _bands(trial: Trial) -> Iterable[str]:
    if not trial.age_text:
        return
    low, high = trial.age_min_years, trial.age_max_years
    for code, (first, after) in zip(AGES, pairwise([*AGES.values(), float("inf")]), strict=True):
        below = high is not None and (high <= first if trial.age_max_exclusive else high < first)
        if below or (low is not None and low >= after) or (trial.infants_only and first > 0):
            continue
        yield code if low is not None or trial.infants_only or first > 0 else f"{SILENT}:{code}"


def _age_unsaid(evidence: Evidence, record: str) -> str:
    if evidence.is_study(record):
        return ""
    trial = evidence.trial(record)
    if not trial.age_text:
        return "Age: not stated"
    return "" if trial.infants_only or trial.age_min_years is not None else "Lowest age: not stated"


def _statuses(evidence: Evidence) -> Answers:
    return {trial.trial_id: (trial.status,) for trial in evidence.trials}


def _states(evidence: Evidence) -> Answers:
    """The last known register status of the whole trial, OTHER_WORDS or NO_STATE."""
    return {trial.trial_id: (_state(evidence, trial.registration_id),) for trial in evidence.trials}


def _state(evidence: Evidence, registration: str) -> str:
    state = latest(evidence, registration)
    return state.status or OTHER_WORDS if state else NO_STATE


def _population_facet(key: str, *, folded: bool = False) -> Facet:
    population = words.ASKED[key]
    return Facet(key, words.POPULATION[population], POPULATION_OPTIONS, _population(population), population=population, folded=folded)


FACETS: Mapping[str, Facet] = {
    facet.key: facet
    for facet in (
        Facet("line", "Line of therapy", words.LINE, _lines),
        Facet("setting", "Relapse setting", words.SETTING, _settings),
        _population_facet("infant"),
        _population_facet("ph"),
        _population_facet("down"),
        _population_facet("kmt2a", folded=True),
        _population_facet("transplant", folded=True),
        Facet("design", "Design", words.DESIGN, _designs, folded=True),
        Facet("endpoint", "Endpoint reported", ENDPOINT_OPTIONS, _reported, all_of=True, of="publications", folded=True),
        Facet("status", "Status in the source", words.STATUS, _statuses, of="registrations", folded=True),
        Facet("now", "Register, last known", STATES, _states, of="registrations", folded=True),
        Facet("age", "Age of entry", AGE_OPTIONS, _ages, unsaid=_age_unsaid, of="registrations", folded=True),
    )
}
