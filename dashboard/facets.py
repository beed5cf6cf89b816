"""The questions a reader can narrow the evidence by. A facet stands here whole: its key in the address, its words, its effect.

Adding a facet means adding it to FACETS; controls, counts, chips, addresses and sentences follow from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dashboard import vocabulary as words
from dashboard import wording
from dashboard.evidence import Evidence

Answers = Mapping[str, frozenset[str]]
"""For each record what it answers to the question: record id -> option codes."""

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
        """Whether the review may be silent: included, not included, or not stated."""
        return bool(self.population)

    def keeps(self, answer: frozenset[str], chosen: Iterable[str]) -> bool:
        """Whether a record that answers `answer` stays when `chosen` options are asked for."""
        wanted = frozenset(chosen)
        if not wanted:
            return True
        return wanted <= answer if self.all_of else bool(wanted & answer)

    def cannot_rule_out(self, answer: frozenset[str], chosen: Iterable[str]) -> bool:
        """Whether the review's silence, and nothing else, keeps the record from `chosen`."""
        return self.three_valued and "not_stated" in answer and not self.keeps(answer, chosen)

    def describe(self, chosen: Iterable[str]) -> str:
        """The choice in words, such as 'Infants: included'."""
        joint = " and " if self.all_of else " or "
        return f"{self.title}: {joint.join(wording.lowered(self.options[code]) for code in chosen)}"


def _lines(evidence: Evidence) -> Answers:
    return _column_answers(evidence, "line")


def _settings(evidence: Evidence) -> Answers:
    return _column_answers(evidence, "settings")


def _column_answers(evidence: Evidence, column: str) -> Answers:
    studies = zip(evidence.studies["study_id"], evidence.studies[column], strict=True)
    trials = zip(evidence.trials["trial_id"], evidence.trials[column], strict=True)
    return {record: frozenset(codes.split(";")) for record, codes in [*studies, *trials]}


def _population(population: str) -> Callable[[Evidence], Answers]:
    def answers(evidence: Evidence) -> Answers:
        rows = evidence.populations[evidence.populations["population"] == population]
        said = zip(rows["record_id"], rows["code"], strict=True)
        return {record: frozenset({code if code in ("included", "not_included") else "not_stated"}) for record, code in said}

    return answers


def _designs(evidence: Evidence) -> Answers:
    studies = {study: frozenset({design}) for study, design in zip(evidence.studies["study_id"], evidence.studies["design"], strict=True)}
    trials = {
        str(trial.trial_id): frozenset(_registered_design(str(trial.study_type), str(trial.randomised)))
        for trial in evidence.trials.itertuples()
    }
    return {**studies, **trials}


def _registered_design(study_type: str, randomised: str) -> Iterable[str]:
    """The design that a registration states, in the words of the publications' designs; empty where it states none."""
    if study_type == "expanded_access":
        return ["expanded_access"]
    if study_type == "interventional":
        return {"yes": ["randomised_trial"], "no": ["single_arm_trial"]}.get(randomised, [])
    return []


def _reported(evidence: Evidence) -> Answers:
    """The endpoint groups of which a publication reports something, be it in words."""
    said = evidence.results[evidence.results["state"] != "not_reported"]
    return {str(study): frozenset(domains) for study, domains in said.groupby("study_id")["domain"]}


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
