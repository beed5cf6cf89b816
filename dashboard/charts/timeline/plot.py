"""The timeline as columns: who, how many, in which year, and whose children."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from dashboard import wording
from dashboard.charts import rows
from dashboard.charts.chart import PLACE_COLUMN
from dashboard.charts.timeline import words
from dashboard.charts.timeline.rows import all_experimental
from dashboard.evidence import Evidence
from dashboard.schema import Study
from dashboard.selection import Shown
from dashboard.tableplot import Axis, Group, Plot, Point, Scale, Words
from dashboard.theme import GREY, PALETTE
from dashboard.vocabulary import DESIGN, SETTING

DOT, LEAST_DOT = 0.14, 0.38
"""A circle's diameter, relative to a usual point, for each unit of the root of n, so that its area shows n; and the least that can be
seen."""


def timeline(shown: Shown, studies: Sequence[Study]) -> Plot[Study]:
    """The publications in their order, over the years of the whole evidence."""
    evidence = shown.evidence
    return Plot(
        columns=(
            Words("Publication", 28, lambda row: row.label, drawn=lambda row: words.label(shown, row)),
            Words("n", 5, lambda row: str(row.patients), drawn=words.size, align="right"),
            Axis(
                "Year", 67, years(evidence), lambda row: (circle(evidence, row),),
                lambda row: f"{row.year}{' (inferred)' if row.year_basis == 'inferred' else ''}",
                head="", note="area of a circle: n; a line: the same children",
            ),
            Words("Children", 0, lambda row: f"{evidence.cohort(row.cohort_id).label} ({row.cohort_basis})"),
            Words("Same children in", 0, lambda row: rows.same_children(shown, row).removeprefix("same children in ")),
            Words("n is", 0, lambda row: row.patients_basis),
            Words("Design", 0, lambda row: DESIGN[row.design]),
            Words("Setting", 0, lambda row: SETTING[row.group_setting]),
            Words("What n means", 0, lambda row: row.patients_note),
            Words(PLACE_COLUMN, 0, lambda row: wording.place(evidence, row)),
        ),
        groups=(Group("", tuple(studies)),) if studies else (),
        record=lambda row: row.study_id,
        records=lambda row: (own.trial_id for own in evidence.studies_of(row.cohort_id)),
        name=lambda row: row.label,
        tag=lambda row: rows.tag(evidence, row),
        pinned=frozenset(shown.selection.pins),
        signs={words.IMPLIED: "implied by a case report"},
    )  # fmt: skip


def years(evidence: Evidence) -> Scale:
    """The scale from the first to the last year of the evidence, whatever is shown."""
    known = [study.year for study in evidence.studies]
    first, last = min(known, default=0), max(known, default=0)
    return Scale(first - 0.4, last + 0.4, range(first, last + 1))


def circle(evidence: Evidence, study: Study) -> Point:
    """A publication in its year, in the colour of the experimental arm if all its figures are on that treatment."""
    arm, inferred = evidence.experimental, study.year_basis == "inferred"
    alone = all_experimental(evidence, study)
    means = f"figures on {wording.lowered(arm.words)} only" if alone else "figures on other treatment too"
    return Point(
        study.year, PALETTE[arm.colour] if alone else GREY, hollow=inferred, size=max(LEAST_DOT, DOT * sqrt(study.patients)),
        joined=study.cohort_id, means=f"{means}{'; year inferred' if inferred else ''}",
    )  # fmt: skip
