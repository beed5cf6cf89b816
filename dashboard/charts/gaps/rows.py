"""The cells of the gap map: for a setting or a population, and a group of endpoints, who reports a number there and who only words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard import wording
from dashboard.charts.rows import one_a_cohort
from dashboard.evidence import Evidence
from dashboard.facets import FACETS, REPORTED
from dashboard.schema import Result, Study, Trial
from dashboard.selection import Selection, Shown, default
from dashboard.vocabulary import EVERY_RECORD_SAYS, POPULATION, SETTING

STRENGTH: Mapping[str, tuple[str, ...]] = {
    "randomised": ("randomised_trial",),
    "single-arm": ("single_arm_trial", "expanded_access", "secondary_analysis", "historical_comparison"),
    "series": ("case_series", "immunophenotype_study"),
    "case report": ("case_report",),
}
"""The designs that give a cell its shade, the strongest first; analyses of a single-arm trial's children count with it."""
OF_ALL_ARMS = ("experimental", "both", "mixed")
"""Roles of the arms that were given the experimental treatment; of a mixed one no figure counts nobody else."""

Said = Mapping[tuple[str, str], Sequence[Result]]
"""What each publication says of each group of endpoints under the experimental treatment, gaps left out."""


@dataclass(frozen=True)
class Line:
    """A line of the map: a setting, or a population that is stated to be included. `facet` and `option` filter to it."""

    facet: str
    option: str
    words: str
    records: frozenset[str]
    """The publications and registrations of the evidence that it speaks of."""
    query: str
    """The filters in force, with the line in the place of that facet's choice."""

    @property
    def population(self) -> str:
        """The population that the line is about; empty for a setting."""
        return FACETS[self.facet].population

    @property
    def is_setting(self) -> bool:
        return not self.population


@dataclass(frozen=True)
class Counted:
    """A cohort that reports a number in a cell: the publication and the figure that stand for it."""

    study: Study
    figure: Result
    at_most: bool
    """Whether some of the patients counted may be outside of the line."""


@dataclass(frozen=True)
class Cell:
    """One cell: one figure per cohort that reports a number of just these patients; who has words, or a mixed group only."""

    line: Line
    domain: str
    numbered: tuple[Counted, ...]
    in_words: tuple[Study, ...]
    mixed: tuple[Study, ...]
    """Publications of further cohorts that say something, but of nobody but these patients nothing."""
    design: str
    registrations: int
    """Registrations shown that were not completed, and so could fill the cell."""
    in_evidence: bool
    """Whether the whole evidence has something here, be it hidden by the filters."""
    places: tuple[str, ...]
    query: str
    """The same with the cell's endpoint."""

    @property
    def kind(self) -> str:
        """A design, 'words', 'mixed', 'hidden' (the filters leave nothing) or 'none' (there is nothing)."""
        if self.numbered:
            return self.design
        if self.in_words:
            return "words"
        if self.mixed:
            return "mixed"
        return "hidden" if self.in_evidence else "none"

    @property
    def is_empty(self) -> bool:
        return self.kind in ("hidden", "none")


Row = tuple[Cell, ...]
"""The cells of one line, one for each group of endpoints."""


@dataclass(frozen=True)
class _Reports:
    """What one publication says in a cell: of just its patients, and of others as well."""

    study: Study
    said: Sequence[Result]
    own: Sequence[Result]

    @property
    def figures(self) -> list[Result]:
        return [result for result in self.own if wording.has_number(result)]


def lines_of(evidence: Evidence, selection: Selection) -> list[Line]:
    """Every setting, then every population for which each record has an answer; who is in a line, its filter says."""
    populations = {facet.population: key for key, facet in FACETS.items() if facet.population}
    named = [("setting", code, words) for code, words in SETTING.items()]
    named += [(populations[name], "included", POPULATION[name]) for name in EVERY_RECORD_SAYS]
    answers = {facet: FACETS[facet].answers(evidence) for facet in {facet for facet, *_ in named}}
    return [
        Line(
            facet, option, words, frozenset(key for key, said in answers[facet].items() if option in said), query(selection, facet, option)
        )
        for facet, option, words in named
    ]


def cells_of(shown: Shown) -> list[Row]:
    """A row of cells for each line, one for each group of endpoints, in the order of the map."""
    said = _said(shown.evidence)
    return [_cells(shown, line, said) for line in lines_of(shown.evidence, shown.selection)]


def _said(evidence: Evidence) -> Said:
    said: dict[tuple[str, str], list[Result]] = {}
    for result in evidence.results:
        if result.state != "not_reported" and evidence.arm(result.arm).role in OF_ALL_ARMS:
            said.setdefault((result.study_id, result.domain), []).append(result)
    return said


def _cells(shown: Shown, line: Line, said: Said) -> Row:
    studies = [study for study in shown.studies if study.study_id in line.records]
    return tuple(_cell(shown, line, domain, studies, said) for domain in REPORTED)


def _cell(shown: Shown, line: Line, domain: str, studies: Sequence[Study], said: Said) -> Cell:
    reports = [
        _Reports(study, found, [result for result in found if _is_of(shown.evidence, line, result)])
        for study in studies
        if (found := said.get((study.study_id, domain)))
    ]
    reporting = [report for report in reports if report.figures]
    cohorts = {report.study.cohort_id for report in reporting}
    wordy = [report.study for report in reports if report.own and report.study.cohort_id not in cohorts]
    cohorts |= {study.cohort_id for study in wordy}
    figures = {report.study.study_id: report.figures for report in reporting}
    numbered = [_counted(shown.evidence, line, study, figures[study.study_id]) for study in one_a_cohort([own.study for own in reporting])]
    return Cell(
        line=line,
        domain=domain,
        numbered=tuple(sorted(numbered, key=lambda counted: -(counted.figure.n or 0))),
        in_words=tuple(one_a_cohort(wordy)),
        mixed=tuple(one_a_cohort([report.study for report in reports if report.study.cohort_id not in cohorts])),
        design=_strongest(report.study for report in reporting),
        registrations=_running(shown.trials, line),
        in_evidence=any((record, domain) in said for record in line.records),
        places=wording.places(shown.evidence, (result for report in reports for result in report.said)),
        query=query(shown.selection, line.facet, line.option, domain),
    )


def _is_of(evidence: Evidence, line: Line, result: Result) -> bool:
    """Whether a result speaks of nobody but the patients of a line under the experimental treatment; in words also of both arms."""
    role = evidence.arm(result.arm).role
    if role == "mixed" or (role == "both" and wording.has_number(result)):
        return False
    return line.is_setting or wording.is_of_just(result, line.population, evidence.populations_of(result.study_id)[line.population])


def _counted(evidence: Evidence, line: Line, study: Study, figures: Sequence[Result]) -> Counted:
    """The figure that stands for a publication: the one that axes draw, else that of most patients."""
    figure = max(figures, key=lambda result: (result.main, result.n or 0))
    if line.is_setting:
        return Counted(study, figure, study.group_setting != line.option)
    return Counted(study, figure, evidence.populations_of(study.study_id)[line.population].whole_population != "yes")


def _running(trials: Iterable[Trial], line: Line) -> int:
    """Registrations of the line that were not completed; rows of one number count once."""
    return len({trial.registration_id for trial in trials if trial.trial_id in line.records and trial.status != "completed"})


def _strongest(studies: Iterable[Study]) -> str:
    designs = {study.design for study in studies}
    return next((words for words, codes in STRENGTH.items() if designs & set(codes)), "")


def query(selection: Selection, facet: str, option: str, *domains: str) -> str:
    """The address of a line or a cell: the filters in force, with its own in place of that facet's choice, and its endpoint added."""
    filters = dict(selection.filters)
    filters |= {facet: (option,), "endpoint": (*filters.get("endpoint", ()), *domains)}
    return replace(selection.with_filters(filters), tab=default("tab")).to_query()
