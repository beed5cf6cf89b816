"""What the timeline says in words: in a sentence, beside its rows, and under them."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
from dashboard.charts.timeline.rows import Entry
from dashboard.schema import Cohort
from dashboard.selection import Shown
from dashboard.tableplot import Text, as_small, stacked
from dashboard.theme import MUTED

NOBODY = "No publication is shown."
IMPLIED = "†"


def sentence(shown: Shown, entries: Sequence[Entry]) -> str:
    """How many publications of how many cohorts, and how many report the same children."""
    if not entries:
        return NOBODY
    studies = [entry.study for entry in entries]
    years = sorted({study.year for study in studies})
    span = f"in {years[0]}" if len(years) == 1 else f"from {years[0]} to {years[-1]}"
    publications = wording.capitalised(wording.number(len(studies), "publication"))
    counted = f"{publications} of {wording.cohorts(shown.evidence, studies)} {span}"
    several = {entry.cohort.cohort_id: wording.in_words(entry.of_cohort) for entry in entries if entry.of_cohort > 1}.values()
    again = f"; {' and '.join(several)} of them report the same children" if several else ""
    return f"{counted}{again}. Patients are never added up across publications."


def size(entry: Entry) -> Text:
    """n, small; with a sign where it is implied by a case report."""
    return as_small(f"{entry.study.patients}{IMPLIED if entry.study.patients_basis == 'implied' else ''}")


def year(entry: Entry) -> str:
    """The year of publication; marked where no text states it."""
    return f"{entry.study.year}{' (inferred)' if entry.study.year_basis == 'inferred' else ''}"


def label(entry: Entry) -> Text:
    """The publication; under it who else reports its children, where none of them is shown."""
    elsewhere = f"{entry.same}, not shown" if entry.same and entry.of_cohort == 1 else ""
    return stacked(as_small(entry.study.label), as_small(elsewhere, MUTED))


def caveats(shown: Shown, entries: Sequence[Entry]) -> tuple[str, ...]:
    """When the search ended, where there was one; then why publications are taken to report the same children, or not known not to."""
    found, sizes = shown.evidence.fact("search_date"), {entry.study.cohort_id: entry.of_cohort for entry in entries}
    place = wording.place_in_full(shown.evidence, found) if found else ""
    notes = (
        _cohort_note(cohort, sizes[cohort.cohort_id])
        for cohort in shown.evidence.cohorts
        if sizes.get(cohort.cohort_id, 0) > 1 or (cohort.cohort_id in sizes and any(other in sizes for other in cohort.may_overlap))
    )
    return (*([f"The search ended in {found.value} ({place}): its last year is not complete."] if found else []), *notes)


def _cohort_note(cohort: Cohort, publications: int) -> str:
    basis = f", {cohort.basis}" if publications > 1 else ""
    return f"{cohort.label}{basis}{f': {cohort.note}' if cohort.note else '.'}"
