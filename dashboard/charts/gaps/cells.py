"""The cells of the gap map: for a setting or a population, and a group of endpoints, who reports a number there and who only words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import wording
from dashboard.charts.chart import Shown
from dashboard.charts.rows import one_a_cohort, setting_of
from dashboard.evidence import Evidence
from dashboard.facets import FACETS, REPORTED
from dashboard.selection import Selection
from dashboard.vocabulary import EVERY_RECORD_SAYS, POPULATION, SETTING
from dashboard.wording import Result

STRENGTH: Mapping[str, tuple[str, ...]] = {
    "randomised": ("randomised_trial",),
    "single-arm": ("single_arm_trial", "expanded_access", "secondary_analysis", "historical_comparison"),
    "series": ("case_series", "immunophenotype_study", "case_report"),
}
"""The designs that give a cell its shade, the strongest first; analyses of a single-arm trial's children count with it."""

Said = Mapping[tuple[str, str], Sequence[Result]]
"""What each publication says of each group of endpoints, gaps left out."""


@dataclass(frozen=True)
class Line:
    """A line of the map: a setting, or a population that is stated to be included. `facet` and `option` filter to it."""

    facet: str
    option: str
    words: str
    records: frozenset[str]
    """The publications and registrations of the review that it speaks of."""

    @property
    def is_setting(self) -> bool:
        return self.facet == "setting"


@dataclass(frozen=True)
class Cell:
    """One cell: a publication a cohort that reports a number, the largest; those with words only; what could fill it."""

    line: Line
    domain: str
    numbered: tuple[Any, ...]
    in_words: tuple[Any, ...]
    design: str
    registrations: int
    registered: int
    """Registrations not completed that could fill the cell: those shown, and those of the whole review."""
    in_review: bool
    """Whether the whole review has something here, be it hidden by the filters."""
    sources: tuple[str, ...]
    query: str

    @property
    def kind(self) -> str:
        """A design, 'words', 'hidden' (the filters leave nothing) or 'none' (the review has nothing)."""
        if self.numbered:
            return self.design
        if self.in_words:
            return "words"
        return "hidden" if self.in_review else "none"

    @property
    def patients(self) -> int:
        """All patients of the cohorts that report a number, each cohort by its largest such publication."""
        return sum(int(study.patients) for study in self.numbered)

    @property
    def at_most(self) -> bool:
        """Whether some of the patients may be outside of the line: it is a population, or a further setting of a cohort."""
        return not self.line.is_setting or any(setting_of(study) != self.line.option for study in self.numbered)


def lines_of(evidence: Evidence) -> list[Line]:
    """Every setting, then every population for which each record has an answer; who is in a line, its filter says."""
    populations = {facet.population: key for key, facet in FACETS.items() if facet.population}
    named = [("setting", code, words) for code, words in SETTING.items()]
    named += [(populations[name], "included", POPULATION[name]) for name in EVERY_RECORD_SAYS]
    answers = {facet: FACETS[facet].answers(evidence) for facet in {facet for facet, *_ in named}}
    return [
        Line(facet, option, words, frozenset(record for record, said in answers[facet].items() if option in said))
        for facet, option, words in named
    ]


def cells_of(shown: Shown) -> list[list[Cell]]:
    """A row of cells for each line, one for each group of endpoints, in the order of the map."""
    said = _said(shown.evidence)
    return [_cells(shown, line, said) for line in lines_of(shown.evidence)]


def _said(evidence: Evidence) -> Said:
    """What publications say under blinatumomab; the arm of chemotherapy alone is no evidence on it."""
    said: dict[tuple[str, str], list[Result]] = {}
    for result in wording.results_of(evidence.results):
        if result.state != "not_reported" and result.arm != "chemotherapy":
            said.setdefault((result.study_id, result.domain), []).append(result)
    return said


def _cells(shown: Shown, line: Line, said: Said) -> list[Cell]:
    studies = [study for study in shown.studies.itertuples(index=False) if study.study_id in line.records]
    registrations = _running(shown.trials.itertuples(), line)
    registered = _running(shown.evidence.trials.itertuples(), line)
    cells = []
    for domain in REPORTED:
        speaking = [study for study in studies if (study.study_id, domain) in said]
        reporting = [study for study in speaking if any(wording.has_number(result) for result in said[study.study_id, domain])]
        cohorts = {study.cohort_id for study in reporting}
        cells.append(
            Cell(
                line=line,
                domain=domain,
                numbered=tuple(one_a_cohort(reporting)),
                in_words=tuple(one_a_cohort([study for study in speaking if study.cohort_id not in cohorts])),
                design=_strongest(reporting),
                registrations=registrations,
                registered=registered,
                in_review=any((record, domain) in said for record in line.records),
                sources=tuple(dict.fromkeys(result.source for study in speaking for result in said[study.study_id, domain])),
                query=_query(shown.selection, line, domain),
            )
        )
    return cells


def _running(trials: Iterable[Any], line: Line) -> int:
    """Registrations of the line that were not completed; rows of one number count once."""
    return len({trial.registration_id for trial in trials if trial.trial_id in line.records and trial.status != "completed"})


def _strongest(studies: Iterable[Any]) -> str:
    designs = {study.design for study in studies}
    return next((words for words, codes in STRENGTH.items() if designs & set(codes)), "")


def _query(selection: Selection, line: Line, domain: str) -> str:
    """The address of the cell: the filters in force, with the cell's line in place of that facet's choice and its endpoint added."""
    filters = dict(selection.filters)
    filters |= {line.facet: (line.option,), "endpoint": (*filters.get("endpoint", ()), domain)}
    return Selection.of(filters, pins=selection.pins, measure=selection.measure).to_query()
