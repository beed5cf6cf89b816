"""The gap map line by line: for a setting or population and a group of endpoints, who reports a number and who only words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from dashboard import wording
from dashboard.charts.rows import Reported, came_since, one_a_cohort
from dashboard.evidence import Evidence
from dashboard.facets import DOMAIN_OF, FACETS, REPORTED, Facet
from dashboard.registry import words as registry
from dashboard.schema import Contrast, Result, Study, Trial
from dashboard.selection import Shown, default

STRENGTH: Mapping[str, tuple[str, ...]] = {
    "randomised": ("randomised_trial",),
    "single-arm": ("single_arm_trial", "expanded_access", "secondary_analysis", "historical_comparison"),
    "series": ("case_series", "immunophenotype_study"),
    "case report": ("case_report",),
}
"""The designs that give a cell its shade, the strongest first; an analysis of a single-arm trial's children counts as such a trial."""
OF_ALL_ARMS = ("experimental", "both", "mixed")
"""Roles of arms that were given the experimental treatment; every figure of a mixed arm counts others too."""

Said = Mapping[tuple[str, str], Sequence[Result]]
"""What each publication says about each group of endpoints under the experimental treatment, without gaps."""
Effects = Mapping[tuple[str, str], Sequence[Contrast]]
"""The effects between groups that each publication publishes for each group of endpoints."""


@dataclass(frozen=True)
class Counted:
    """A cohort that reports a number in a cell, with the publication and the figure that represent it."""

    study: Study
    figure: Result
    at_most: bool
    """Whether some of the patients counted may be outside the line."""
    since: bool
    """Whether the figure came since the review, where one is shown with it."""

    patients: int | None
    """How many patients the figure counts; None where that is not stated, or where it counts courses of treatment."""


@dataclass(frozen=True)
class EvidenceCell:
    """One cell: a figure for each cohort that reports a number for just these patients; and who has only words, or only a mixed group."""

    kind: str
    """The strongest design with a number, else 'effect', 'words', 'mixed', 'hidden' (the filters leave nothing) or 'none' (nothing)."""
    numbered: tuple[Counted, ...]
    effects: tuple[Study, ...]
    """Publications of further cohorts that have a number only as an effect between groups."""
    in_words: tuple[Study, ...]
    mixed: tuple[Study, ...]
    """Publications of further cohorts that say something, but nothing about just these patients."""
    new: bool
    """Whether all of its numbers came since the review, where one is shown with them."""
    places: tuple[str, ...]
    query: str

    @property
    def studies(self) -> Sequence[Study]:
        """Every publication that the cell names."""
        return (*(counted.study for counted in self.numbered), *self.effects, *self.in_words, *self.mixed)

    @property
    def is_empty(self) -> bool:
        return self.kind in ("hidden", "none")


@dataclass(frozen=True)
class PopulationLine:
    """A line of the map: a setting, or a population that is stated to be included. `option` is the option of `facet` that filters to it."""

    shown: Shown
    """The part of what is shown that the line is about; the addresses of the line start from its selection, on the first tab."""
    facet: Facet
    option: str
    records: frozenset[str]
    """The publications and registrations of the whole evidence that the line is about."""
    said: Said
    effects: Effects

    @property
    def words(self) -> str:
        return self.facet.title if self.facet.population else self.facet.options[self.option]

    @cached_property
    def registrations(self) -> int:
        """How many registrations shown are not known to have ended, and so could fill its cells; rows of one number count once."""
        rows: dict[str, list[Trial]] = {}
        for trial in self.shown.trials:
            rows.setdefault(trial.registration_id, []).append(trial)
        return sum(not registry.ended(self.shown.evidence, own) for own in rows.values())

    @cached_property
    def registrations_then(self) -> int:
        """How many of them were not completed when the source listed them."""
        return len({trial.registration_id for trial in self.shown.trials if trial.status != "completed"})

    @cached_property
    def query(self) -> str:
        return self._query()

    def _query(self, *domains: str) -> str:
        """The address of the line or of a cell.

        The filters in force, with the line's option in place of the facet's choice, and the endpoint of a cell added.
        """
        filters = dict(self.shown.selection.filters)
        filters |= {self.facet.key: (self.option,), "endpoint": (*filters.get("endpoint", ()), *domains)}
        return self.shown.selection.with_filters(filters).to_query()

    @cached_property
    def cells(self) -> Mapping[str, EvidenceCell]:
        """One cell for each group of endpoints, in the order of the map."""
        return {domain: self._cell(domain) for domain in REPORTED}

    def _cell(self, domain: str) -> EvidenceCell:
        evidence = self.shown.evidence
        said = {study.study_id: self._said_of(study.study_id, domain) for study in self.shown.studies}
        own = Reported(self.shown, {study: [result for result in found if self._has(result)] for study, found in said.items()}, {})
        effects = {study.study_id: self.effects.get((study.study_id, domain), ()) for study in self.shown.studies}
        compared = [study for study in self.shown.studies if self._is_of_line(study) and effects[study.study_id]]
        numbers = [study for study in compared if any(effect.estimate is not None for effect in effects[study.study_id])]
        between = _of_others(evidence, numbers, own.with_numbers)
        wordy = _of_others(evidence, [*own.in_words, *compared], [*own.with_numbers, *between])
        telling = [study for study in self.shown.studies if said[study.study_id] or effects[study.study_id]]
        mixed = _of_others(evidence, telling, [*own.with_numbers, *own.in_words, *compared])
        numbered = [self._counted(study.cohort_id, own.numbers) for study in own.drawn]
        design = next((words for words, codes in STRENGTH.items() if any(study.design in codes for study in own.with_numbers)), "")
        hidden = any(self._said_of(record, domain) or (record, domain) in self.effects for record in self.records)
        return EvidenceCell(
            kind=design or ("effect" if between else "words" if wordy else "mixed" if mixed else "hidden" if hidden else "none"),
            numbered=tuple(sorted(numbered, key=lambda counted: (counted.since, -(counted.patients or 0)))),
            effects=tuple(between),
            in_words=tuple(wordy),
            mixed=tuple(mixed),
            new=bool(own.with_numbers) and all(came_since(evidence, study) for study in own.with_numbers),
            places=wording.places(evidence, chain.from_iterable([*said.values(), *effects.values()])),
            query=self._query(domain),
        )

    def _said_of(self, record: str, domain: str) -> list[Result]:
        """What a publication says about a group of endpoints, without results for a part of its patients in other settings."""
        found = self.said.get((record, domain), ())
        return [result for result in found if self.facet.population or not wording.is_elsewhere(result, (self.option,))]

    def _has(self, result: Result) -> bool:
        """Whether a result is about just the line's patients under the experimental treatment; words may be about both arms."""
        role = self.shown.evidence.arm(result.arm).role
        if role == "mixed" or (role == "both" and wording.has_number(result)):
            return False
        return not self.facet.population or wording.is_of(self.shown.evidence, result, self.facet.population)

    def _is_of_line(self, study: Study) -> bool:
        """Whether an effect of a publication is about the line's patients: it has no part of its own, so all of them must be."""
        population = self.facet.population
        return not population or self.shown.evidence.populations_of(study.study_id)[population].whole_population == "yes"

    def _counted(self, cohort: str, numbers: Iterable[Result]) -> Counted:
        """The number that represents a cohort: the main one, which axes draw, else that of most patients."""
        evidence, population = self.shown.evidence, self.facet.population
        own = (result for result in numbers if evidence.study(result.study_id).cohort_id == cohort)
        figure = max(own, key=lambda result: (result.main, _patients(result) or 0))
        study = evidence.study(figure.study_id)
        just = wording.is_of_just(evidence, figure, population) if population else wording.is_of_all_in(study, figure, self.option)
        return Counted(study, figure, not just, came_since(evidence, study), _patients(figure))


def _patients(result: Result) -> int | None:
    return None if wording.of_courses(result) else result.n


def _of_others(evidence: Evidence, studies: Iterable[Study], known: Iterable[Study]) -> list[Study]:
    """One publication of each cohort that is not in `known`."""
    cohorts = {study.cohort_id for study in known}
    return one_a_cohort(evidence, [study for study in studies if study.cohort_id not in cohorts])


def lines_of(shown: Shown) -> list[PopulationLine]:
    """A line for every setting, then for every population that can be filtered for; its facet decides who is in it."""
    said: dict[tuple[str, str], list[Result]] = {}
    for result in shown.evidence.results:
        if result.state != "not_reported" and shown.evidence.arm(result.arm).role in OF_ALL_ARMS:
            said.setdefault((result.study_id, result.domain), []).append(result)
    effects: dict[tuple[str, str], list[Contrast]] = {}
    for effect in shown.evidence.contrasts:
        effects.setdefault((effect.study_id, DOMAIN_OF[effect.endpoint]), []).append(effect)
    lines, selection = [], replace(shown.selection, tab=default("tab"))
    for facet in (FACETS["setting"], *(facet for facet in FACETS.values() if facet.population)):
        answers = facet.answers(shown.evidence)
        for option in ("included",) if facet.population else facet.options:
            records = frozenset(record for record, given in answers.items() if option in given)
            studies = tuple(study for study in shown.studies if study.study_id in records)
            trials = tuple(trial for trial in shown.trials if trial.trial_id in records)
            own = replace(shown, selection=selection, studies=studies, trials=trials)
            lines.append(PopulationLine(own, facet, option, records, said, effects))
    return lines
