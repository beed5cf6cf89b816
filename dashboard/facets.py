"""The questions a reader can narrow the evidence by. A facet stands here whole: its key in the address, its words, its effect.

Adding a facet means adding it to FACETS; controls, counts, chips, addresses and sentences follow from there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from dashboard import vocabulary as words
from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.schema import Study, Trial

Answers = Mapping[str, Collection[str]]
"""For each record what it answers to the question: record id -> option codes."""
Bits = Mapping[str, int]
"""For each option the records that answer it, as a set of bits: bit k is the record at place k of the catalogue."""

POPULATION_OPTIONS: Mapping[str, str] = {
    "included": "Included",
    "not_included": "Not included",
    "not_stated": "Not stated",
}
REPORTED: Mapping[str, str] = {code: label for code, label in words.DOMAIN.items() if code != "conduct"}


@dataclass(frozen=True)
class Facet:
    """One question: its key in the address, its title, its options (code -> words) and what each record answers.

    `all_of` facets ask for every chosen option, the others for any. Records that answer nothing are kept by a facet
    that does not touch them (`touches_trials`), and left out by one that does.
    """

    key: str
    title: str
    options: Mapping[str, str]
    answers: Callable[[Evidence], Answers]
    all_of: bool = False
    population: str = ""
    touches_trials: bool = True
    folded: bool = False

    @property
    def three_valued(self) -> bool:
        """Whether the source may be silent: included, not included, or not stated."""
        return bool(self.population)

    def keeps(self, answered: Bits, chosen: Iterable[str]) -> int:
        """The records that stay when `chosen` options, at least one, are asked for."""
        found = [answered.get(code, 0) for code in chosen]
        return reduce(and_ if self.all_of else or_, found)

    def cannot_rule_out(self, answered: Bits, chosen: Iterable[str]) -> int:
        """The records that the source's silence, and nothing else, keeps from `chosen`."""
        return answered.get("not_stated", 0) & ~self.keeps(answered, chosen) if self.three_valued else 0

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
        said = ((row.record_id, row.code) for row in evidence.populations if row.population == population)
        return {record: (code if code in ("included", "not_included") else "not_stated",) for record, code in said}

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


def _reported(evidence: Evidence) -> Answers:
    """The endpoint groups of which a publication reports something, be it in words."""
    found: dict[str, set[str]] = {}
    for result in evidence.results:
        if result.state != "not_reported":
            found.setdefault(result.study_id, set()).add(result.domain)
    return found


def _population_facet(key: str, title: str, population: str, *, folded: bool = False) -> Facet:
    return Facet(key, title, POPULATION_OPTIONS, _population(population), population=population, folded=folded)


FACETS: Mapping[str, Facet] = {
    facet.key: facet
    for facet in (
        Facet("line", "Line of therapy", words.LINE, _lines),
        Facet("setting", "Relapse setting", words.SETTING, _settings),
        _population_facet("infant", "Infants", "infant"),
        _population_facet("ph", "Ph-positive", "ph_positive"),
        _population_facet("down", "Down syndrome", "down_syndrome"),
        _population_facet("kmt2a", "KMT2A-rearranged", "kmt2a_rearranged", folded=True),
        _population_facet("transplant", "Earlier transplant", "prior_transplant", folded=True),
        Facet("design", "Design", words.DESIGN, _designs, folded=True),
        Facet("endpoint", "Endpoint reported", REPORTED, _reported, all_of=True, touches_trials=False, folded=True),
    )
}
