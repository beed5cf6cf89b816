"""Which publications stand on the board figure, in which order, and which stand under it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import wording
from dashboard.charts import rows as shared
from dashboard.charts.chart import Aside, Shown
from dashboard.vocabulary import ARM, TOXICITY_COLUMNS
from dashboard.wording import Result

NOT_EFFICACY = ("no_response", "mrd_log_reduction")
"""Endpoints of the response and MRD domains that are not what the efficacy axis shows."""
NO_FIGURE = "No response, MRD or toxicity figure in the review; words and other figures in the card"
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
        return shared.setting_of(self.study)


def board_rows(shown: Shown, measure: str) -> tuple[list[Row], tuple[Aside, ...]]:
    """The rows by setting, then n, one row an independent cohort; and what stands under the chart, with the reason."""
    by_study = shared.by_study(shown)
    studies = shared.in_order(shown)
    carrying = [study for study in studies if _carries_figures(by_study[study.study_id])]
    drawn = shared.one_a_cohort(carrying)
    rows = [row for study in drawn for row in _rows_of(study, by_study[study.study_id], measure, shared.mates(shown, study))]
    return rows, shared.asides(
        (shared.SAME_CHILDREN, [study for study in carrying if study not in drawn]),
        (NO_FIGURE, [study for study in studies if study not in carrying]),
    )


def _carries_figures(results: Iterable[Result]) -> bool:
    columns = {endpoint for endpoints in TOXICITY_COLUMNS.values() for endpoint in endpoints}
    return any(wording.has_number(result) and (result.domain in ("response", "mrd") or result.endpoint in columns) for result in results)


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
        if result.domain == domain and result.arm == arm and wording.has_number(result) and result.endpoint not in NOT_EFFICACY
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
        if result.endpoint == "randomised" and result.arm == arm and wording.has(result.events):
            return f"{result.events}{' ‡' if result.n_basis == 'reconstructed' else ''}"
        if result.endpoint == "enrolled" and wording.is_counted(result):
            return f"{result.events} of {result.n}"
    return ""


def _remark(study: Any, mates: Sequence[str], *, of_both_arms: bool) -> str:
    if of_both_arms:
        return f"{study.patients} in both arms"
    return f"same children in {' '.join(mates)}" if mates else ""
