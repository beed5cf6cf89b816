"""Which publications stand on the board figure, in which order, and which stand under it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import reading
from dashboard.charts.chart import Aside, Shown
from dashboard.reading import Result
from dashboard.vocabulary import ARM, SETTING, TOXICITY_COLUMNS

NOT_EFFICACY = ("no_response", "mrd_log_reduction")
"""Endpoints of the response and MRD domains that are not what the efficacy axis shows."""
SHORT_ARM = {"blinatumomab": "blinatumomab", "chemotherapy": "chemotherapy", "blinatumomab_or_inotuzumab": "blina. or inotuzumab"}


@dataclass(frozen=True)
class Row:
    """One publication, or one arm of a randomised one: its main efficacy result and its toxicity, column by column."""

    study: Any
    arm: str
    n: str
    efficacy: Result | None
    toxicity: Mapping[str, tuple[Result, ...]]
    remark: str
    randomised: bool

    @property
    def label(self) -> str:
        return f"{self.study.label}, {SHORT_ARM[self.arm]}" if self.randomised else str(self.study.label)

    @property
    def setting(self) -> str:
        return setting_of(self.study)


def setting_of(study: Any) -> str:
    """The setting under which a record is grouped: the first that the table gives."""
    return str(study.settings).split(";")[0]


def board_rows(shown: Shown, measure: str) -> tuple[list[Row], tuple[Aside, ...]]:
    """The rows by setting, then n, one row an independent cohort; and what stands under the chart, with the reason."""
    by_study = _by_study(shown)
    studies = sorted(shown.studies.itertuples(index=False), key=_by_setting_then_n)
    carrying = [study for study in studies if _carries_figures(by_study[study.study_id])]
    drawn = _one_a_cohort(carrying)
    rows = [row for study in drawn for row in _rows_of(study, by_study[study.study_id], measure, _mates(shown, study))]
    return rows, _asides(studies, carrying, drawn)


def _by_study(shown: Shown) -> Mapping[str, list[Result]]:
    by_study: dict[str, list[Result]] = {study: [] for study in shown.studies["study_id"]}
    for result in reading.results_of(shown.results):
        by_study[result.study_id].append(result)
    return by_study


def _by_setting_then_n(study: Any) -> tuple[int, int]:
    return list(SETTING).index(setting_of(study)), -int(study.patients)


def _carries_figures(results: Iterable[Result]) -> bool:
    columns = {endpoint for endpoints in TOXICITY_COLUMNS.values() for endpoint in endpoints}
    return any(
        reading.has_number(result) and (result.domain in ("response", "mrd") or result.endpoint in columns) for result in results
    )


def _one_a_cohort(studies: Sequence[Any]) -> list[Any]:
    """Of several publications of the same children the largest, so that nobody is drawn twice."""
    largest: dict[str, Any] = {}
    for study in studies:
        if study.cohort_id not in largest or study.patients > largest[study.cohort_id].patients:
            largest[study.cohort_id] = study
    return [study for study in studies if largest[study.cohort_id] is study]


def _mates(shown: Shown, study: Any) -> tuple[str, ...]:
    """References of the other publications of the same children, shown or not."""
    studies = shown.evidence.studies
    same = studies[(studies["cohort_id"] == study.cohort_id) & (studies["study_id"] != study.study_id)]
    return tuple(f"[{ref}]" for ref in sorted(same["ref"]))


def _rows_of(study: Any, results: Sequence[Result], measure: str, mates: tuple[str, ...]) -> list[Row]:
    arms = [arm for arm in ARM if arm != "both" and any(result.arm == arm for result in results)]
    randomised = study.design == "randomised_trial"
    sizes = {arm: _size(arm, results) for arm in arms}
    return [
        Row(
            study=study,
            arm=arm,
            n=sizes[arm] or ("NR" if randomised else str(study.patients)),
            efficacy=main_result(results, measure, arm),
            toxicity={column: _cell(results, endpoints, arm) for column, endpoints in TOXICITY_COLUMNS.items()},
            remark=_remark(study, mates, of_both_arms=randomised and not sizes[arm]),
            randomised=randomised,
        )
        for arm in arms
    ]


def main_result(results: Iterable[Result], domain: str, arm: str) -> Result | None:
    """The first result of a domain with a number, as the tables put the main one first."""
    numbered = (
        result
        for result in results
        if result.domain == domain and result.arm == arm and reading.has_number(result) and result.endpoint not in NOT_EFFICACY
    )
    return next(numbered, None)


def _cell(results: Iterable[Result], endpoints: Sequence[str], arm: str) -> tuple[Result, ...]:
    """What fills one cell: numbers first, then words; the stored gap where there is nothing else."""
    own = [result for result in results if result.endpoint in endpoints and result.arm == arm]
    return tuple(sorted((result for result in own), key=_numbers_first))


def _numbers_first(result: Result) -> int:
    return ["count", "percent_only", "approximate", "implied_zero", "estimate", "qualitative", "not_reported"].index(result.state)


def _size(arm: str, results: Iterable[Result]) -> str:
    """The patients that a row speaks of, where they differ from the publication's: of an arm, or at the recommended dose."""
    for result in results:
        if result.endpoint == "randomised" and result.arm == arm and reading.has(result.events):
            return f"{result.events}{' ‡' if result.n_basis == 'reconstructed' else ''}"
        if result.endpoint == "enrolled" and reading.is_counted(result):
            return f"{result.events} of {result.n}"
    return ""


def _remark(study: Any, mates: Sequence[str], *, of_both_arms: bool) -> str:
    if of_both_arms:
        return f"{study.patients} in both arms together"
    return f"same children in {' '.join(mates)}" if mates else ""


def _asides(studies: Sequence[Any], carrying: Sequence[Any], drawn: Sequence[Any]) -> tuple[Aside, ...]:
    same = [study for study in carrying if study not in drawn]
    silent = [study for study in studies if study not in carrying]
    candidates = (
        Aside("Not drawn again: the same children as in a row above", _names(same)),
        Aside("No response, MRD or toxicity figure in the review; words and other figures in the card", _names(silent)),
    )
    return tuple(aside for aside in candidates if aside.records)


def _names(studies: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(study.study_id), f"{study.label} (n = {study.patients})") for study in studies)
