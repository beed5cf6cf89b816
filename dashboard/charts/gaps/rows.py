"""The cells of the gap map: for a setting or a population, and a group of endpoints, who reports a number there and who only words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard import wording
from dashboard.charts.rows import came_since, one_a_cohort, same_figure
from dashboard.evidence import Evidence
from dashboard.facets import FACETS, REPORTED
from dashboard.schema import Result, Study
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
    registrations: int
    """Registrations shown that were not completed, and so could fill its cells; rows of one number count once."""
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
    since: bool
    """Whether the figure came since, where a review is shown with it."""


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
    new: bool
    """Whether all of its numbers came since, where a review is shown with them."""
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


def lines_of(shown: Shown) -> list[Line]:
    """Every setting, then every population for which each record has an answer; who is in a line, its filter says."""
    populations = {facet.population: key for key, facet in FACETS.items() if facet.population}
    named = [("setting", code, words) for code, words in SETTING.items()]
    named += [(populations[name], "included", POPULATION[name]) for name in EVERY_RECORD_SAYS]
    answers = {facet: FACETS[facet].answers(shown.evidence) for facet in {facet for facet, *_ in named}}

    def line(facet: str, option: str, words: str) -> Line:
        records = frozenset(key for key, said in answers[facet].items() if option in said)
        unfinished = {trial.registration_id for trial in shown.trials if trial.trial_id in records and trial.status != "completed"}
        return Line(facet, option, words, records, len(unfinished), query(shown.selection, facet, option))

    return [line(*own) for own in named]


def cells_of(shown: Shown) -> list[Row]:
    """A row of cells for each line, one for each group of endpoints, in the order of the map."""
    said: dict[tuple[str, str], list[Result]] = {}
    for result in shown.evidence.results:
        if result.state != "not_reported" and shown.evidence.arm(result.arm).role in OF_ALL_ARMS:
            said.setdefault((result.study_id, result.domain), []).append(result)
    return [tuple(_cell(shown, line, domain, said) for domain in REPORTED) for line in lines_of(shown)]


def _cell(shown: Shown, line: Line, domain: str, said: Said) -> Cell:
    evidence, studies = shown.evidence, [study for study in shown.studies if study.study_id in line.records]
    reports = [(study, found) for study in studies if (found := said.get((study.study_id, domain)))]
    own = [(study, [result for result in found if _is_of(evidence, line, result)]) for study, found in reports]
    figures = {study.study_id: [result for result in found if wording.has_number(result)] for study, found in own}
    reporting = [study for study, _ in own if figures[study.study_id]]
    wordy = _of_others((study for study, found in own if found), reporting)
    numbered = [_standing(evidence, line, study, figures, reporting) for study in one_a_cohort(reporting)]
    designs = {study.design for study in reporting}
    return Cell(
        line=line,
        domain=domain,
        numbered=tuple(sorted(numbered, key=lambda counted: (counted.since, -(counted.figure.n or 0)))),
        in_words=tuple(one_a_cohort(wordy)),
        mixed=tuple(one_a_cohort(_of_others((study for study, _ in reports), [*reporting, *wordy]))),
        design=next((words for words, codes in STRENGTH.items() if designs & set(codes)), ""),
        new=bool(reporting) and all(came_since(evidence, study) for study in reporting),
        in_evidence=any((record, domain) in said for record in line.records),
        places=wording.places(evidence, (result for _, found in reports for result in found)),
        query=query(shown.selection, line.facet, line.option, domain),
    )


def _of_others(studies: Iterable[Study], known: Iterable[Study]) -> list[Study]:
    """The publications of cohorts that are not known yet."""
    cohorts = {study.cohort_id for study in known}
    return [study for study in studies if study.cohort_id not in cohorts]


def _is_of(evidence: Evidence, line: Line, result: Result) -> bool:
    """Whether a result speaks of nobody but the patients of a line under the experimental treatment; in words also of both arms."""
    role = evidence.arm(result.arm).role
    if role == "mixed" or (role == "both" and wording.has_number(result)):
        return False
    return line.is_setting or wording.is_of_just(evidence, result, line.population)


def _standing(evidence: Evidence, line: Line, study: Study, figures: Mapping[str, Sequence[Result]], reporting: Sequence[Study]) -> Counted:
    """The figure that stands for a cohort: that of its earlier report, unless a later one gives the same figure again."""
    earlier = next((other for other in reporting if other.study_id == study.updates), None)
    if earlier is None:
        return _counted(evidence, line, study, figures[study.study_id])
    before = _standing(evidence, line, earlier, figures, reporting)
    again = [result for result in figures[study.study_id] if same_figure(evidence, result, before.figure)]
    return _counted(evidence, line, study, again) if again else before


def _counted(evidence: Evidence, line: Line, study: Study, figures: Sequence[Result]) -> Counted:
    """The figure that stands for a publication: the one that axes draw, else that of most patients."""
    figure = max(figures, key=lambda result: (result.main, result.n or 0))
    said = evidence.populations_of(study.study_id)
    at_most = study.group_setting != line.option if line.is_setting else said[line.population].whole_population != "yes"
    return Counted(study, figure, at_most, came_since(evidence, study))


def query(selection: Selection, facet: str, option: str, *domains: str) -> str:
    """The address of a line or a cell: the filters in force, with its own in place of that facet's choice, and its endpoint added."""
    filters = dict(selection.filters)
    filters |= {facet: (option,), "endpoint": (*filters.get("endpoint", ()), *domains)}
    return replace(selection.with_filters(filters), tab=default("tab")).to_query()
