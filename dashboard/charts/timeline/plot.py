"""The timeline as columns: who, how many, in which year, whose children."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from dashboard import wording
from dashboard.charts import rows
from dashboard.charts.chart import PLACE_COLUMN
from dashboard.charts.timeline import words
from dashboard.charts.timeline.rows import Entry
from dashboard.evidence import Evidence
from dashboard.schema import Arm
from dashboard.tableplot import Axis, Group, Plot, Point, Scale, Words
from dashboard.theme import GREY, PALETTE
from dashboard.vocabulary import DESIGN, SETTING

DOT, LEAST_DOT = 0.14, 0.38
"""Usual points in the diameter of a circle for the root of n, so that its area tells n; and the least that can be seen."""


def timeline(evidence: Evidence, entries: Sequence[Entry], pinned: frozenset[str]) -> Plot[Entry]:
    """The publications in their order, over the years of the whole evidence."""
    return Plot(
        columns=(
            Words("Publication", 36, lambda row: row.study.label, drawn=words.label),
            Words("n", 6, lambda row: str(row.study.patients), drawn=words.size, align="right"),
            Axis(
                "Year", 58, years(evidence), lambda row: (circle(row, evidence.experimental),), words.year,
                head="", note="area of a circle: n; a line: the same children",
            ),
            Words("Children", 0, lambda row: f"{row.cohort.label} ({row.study.cohort_basis})"),
            Words("Same children in", 0, lambda row: row.same.removeprefix("same children in ")),
            Words("n is", 0, lambda row: row.study.patients_basis),
            Words("Design", 0, lambda row: DESIGN[row.study.design]),
            Words("Setting", 0, lambda row: SETTING[row.study.group_setting]),
            Words("What n means", 0, lambda row: row.study.patients_note),
            Words(PLACE_COLUMN, 0, lambda row: wording.place(row.evidence, row.study)),
        ),
        groups=(Group("", tuple(entries)),) if entries else (),
        record=lambda row: row.study.study_id,
        name=lambda row: row.study.label,
        tag=lambda row: rows.tag(row.evidence, row.study),
        pinned=pinned,
        signs={words.IMPLIED: "implied by a case report"},
        empty=words.NOBODY,
    )  # fmt: skip


def years(evidence: Evidence) -> Scale:
    """From the first to the last year of the evidence, whatever is shown."""
    known = [study.year for study in evidence.studies]
    first, last = min(known, default=0), max(known, default=0)
    return Scale(first - 0.4, last + 0.4, range(first, last + 1))


def circle(entry: Entry, arm: Arm) -> Point:
    """A publication in its year, in the colour of the experimental arm where all its patients were given that."""
    inferred = entry.study.year_basis == "inferred"
    means = f"all given {arm.words.lower()}" if entry.only_experimental else "n counts other treatment too"
    return Point(
        entry.study.year, PALETTE[arm.colour] if entry.only_experimental else GREY, hollow=inferred,
        size=max(LEAST_DOT, DOT * sqrt(entry.study.patients)),
        joined=entry.cohort.cohort_id, means=f"{means}{'; year inferred' if inferred else ''}",
    )  # fmt: skip
