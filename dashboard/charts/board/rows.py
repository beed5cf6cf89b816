"""Which publications stand on the board figure, in which order, and which stand under it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard import wording
from dashboard.charts import rows as shared
from dashboard.charts.chart import Aside
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Result, Study
from dashboard.selection import Shown
from dashboard.theme import PALETTE
from dashboard.vocabulary import TOXICITY_COLUMNS

NO_FIGURE = "No response, MRD or toxicity figure; words and other figures in the card"
STATES = ("count", "percent_only", "approximate", "implied_zero", "estimate", "qualitative", "not_reported")
"""In this order results fill a cell."""


@dataclass(frozen=True)
class Row:
    """One publication, or one arm of a randomised one: its main efficacy result and its toxicity, column by column."""

    study: Study
    arm: Arm
    n: str
    efficacy: Result | None
    toxicity: Mapping[str, tuple[Result, ...]]
    remark: str
    of_arm: bool
    """Whether it speaks of one of several arms, so that the arm must be named."""
    evidence: Evidence = field(repr=False, compare=False)
    """Where its source and its layer are looked up."""

    @property
    def label(self) -> str:
        return f"{self.study.label}, {self.arm.short}" if self.of_arm else self.study.label

    @property
    def colour(self) -> str:
        return PALETTE[self.arm.colour]

    @property
    def within(self) -> str:
        """'in the review': where its gaps were looked for."""
        return self.evidence.layer_of(self.study).within


def board_rows(shown: Shown, measure: str) -> tuple[list[Row], tuple[Aside, ...]]:
    """The rows by setting, then n, each group of children once; and what stands under the chart, with the reason."""
    by_study = shared.by_study(shown)
    carrying = [study for study in shown.studies if _carries_figures(by_study[study.study_id])]
    drawn = shared.one_a_cohort(carrying)
    rows = [row for study in drawn for row in _rows_of(shown, study, by_study[study.study_id], measure)]
    return rows, shared.asides(
        (shared.SAME_CHILDREN, [study for study in carrying if study not in drawn]),
        (NO_FIGURE, [study for study in shown.studies if study not in carrying]),
    )


def _carries_figures(results: Iterable[Result]) -> bool:
    columns = {endpoint for endpoints in TOXICITY_COLUMNS.values() for endpoint in endpoints}
    return any(wording.has_number(result) and (result.domain in ("response", "mrd") or result.endpoint in columns) for result in results)


def _rows_of(shown: Shown, study: Study, results: Sequence[Result], measure: str) -> list[Row]:
    reported = {result.arm for result in results}
    arms = [arm for arm in shown.evidence.arms if arm.role != "both" and arm.arm in reported]
    of_arm = study.randomised or len(arms) > 1
    sizes = {arm.arm: _size(arm.arm, results) for arm in arms}
    same = shared.same_children(shown, study)
    return [
        Row(
            study=study,
            arm=arm,
            n=sizes[arm.arm] or ("NR" if of_arm else str(study.patients)),
            efficacy=main_result(results, measure, arm.arm),
            toxicity={column: _cell(results, endpoints, arm.arm) for column, endpoints in TOXICITY_COLUMNS.items()},
            remark=f"{study.patients} in both arms" if study.randomised and not sizes[arm.arm] else same,
            of_arm=of_arm,
            evidence=shown.evidence,
        )
        for arm in arms
    ]


def main_result(results: Iterable[Result], domain: str, arm: str) -> Result | None:
    """The result of a domain and an arm that an axis draws; None where there is none."""
    return next((result for result in results if result.main and result.domain == domain and result.arm == arm), None)


def _cell(results: Iterable[Result], endpoints: Sequence[str], arm: str) -> tuple[Result, ...]:
    """What fills one cell: numbers first, then words; the stored gap, or nothing, where there is nothing else."""
    own = [result for result in results if result.endpoint in endpoints and result.arm == arm]
    return tuple(sorted(own, key=lambda result: STATES.index(result.state)))


def _size(arm: str, results: Iterable[Result]) -> str:
    """The patients that a row speaks of, where they differ from the publication's: of an arm, or at the recommended dose."""
    for result in results:
        if result.endpoint == "randomised" and result.arm == arm and result.events is not None:
            return f"{result.events}{' ‡' if result.n_basis == 'reconstructed' else ''}"
        if result.endpoint == "enrolled" and result.n is not None and result.events not in (None, result.n):
            return f"{result.events} of {result.n}"
    return ""
