"""The timeline in words: a sentence, the labels of its rows, and caveats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboard import wording
from dashboard.charts import rows
from dashboard.schema import Cohort, Study
from dashboard.selection import Shown
from dashboard.tableplot import Text, as_small, stacked
from dashboard.theme import MUTED

IMPLIED = "†"
MOST_GROUPS = 2
"""The most groups of publications of the same children that are told one by one."""


def sentence(shown: Shown, studies: Sequence[Study]) -> str:
    """How many publications there are, of how many cohorts, and how many report the same children."""
    if not studies:
        return "No publication is shown."
    first, *later = rows.apart(shown.evidence, studies, lambda study: study)
    since = [f"Since then {_counted(own, first)}." for own in later]
    before = f"{wording.capitalised(_counted(first))}." if first else ""
    return wording.joined([before, *since, "Patients are never added up across publications."], " ")


def claim(shown: Shown, studies: Sequence[Study]) -> str:
    """'24 publications of 19 cohorts, since then 28 of 23 (two counted before), 2011–2026'; empty without a publication."""
    if not studies:
        return ""
    first, *later = rows.apart(shown.evidence, studies, lambda study: study)
    before, known = _of_cohorts(first) if first else "", rows.in_brackets(rows.before([first, *later]))
    since = (f"{wording.in_words(len(own))} of {wording.in_words(_cohorts(own))}{known}" if first else _of_cohorts(own) for own in later)
    years = f", {_years(studies).removeprefix('from ').replace(' to ', '–')}" if later else f" {_years(studies)}"
    return f"{wording.capitalised(rows.since_then([before, *since]))}{years}"


def _cohorts(studies: Sequence[Study]) -> int:
    return len({study.cohort_id for study in studies})


def _of_cohorts(studies: Sequence[Study]) -> str:
    return f"{wording.number(len(studies), 'publication')} of {wording.number(_cohorts(studies), 'cohort')}"


def _years(studies: Sequence[Study]) -> str:
    years = sorted({study.year for study in studies})
    return f"in {years[0]}" if len(years) == 1 else f"from {years[0]} to {years[-1]}"


def _counted(studies: Sequence[Study], before: Sequence[Study] = ()) -> str:
    """'24 publications of 19 cohorts from 2011 to 2021; two and five of them report the same children'.

    And how many of the cohorts are in `before`.
    """
    sizes = Counter(study.cohort_id for study in studies)
    counted = f"{_of_cohorts(studies)}{rows.in_brackets(rows.before([before, studies]))} {_years(studies)}"
    several = [size for size in sizes.values() if size > 1]
    return f"{counted}; {_several(several)}" if several else counted


def _several(sizes: Sequence[int]) -> str:
    """'two and five of them report the same children'; for many groups 'in each of six cohorts two to five report the same children'."""
    if len(sizes) > MOST_GROUPS:
        ends = " to ".join(wording.in_words(size) for size in dict.fromkeys((min(sizes), max(sizes))))
        return f"in each of {wording.in_words(len(sizes))} cohorts {ends} report the same children"
    return f"{' and '.join(map(wording.in_words, sizes))} of them report the same children"


def size(study: Study) -> Text:
    """n in small type, with a sign where it is implied by a case report."""
    return as_small(f"{study.patients}{IMPLIED if study.patients_basis == 'implied' else ''}")


def label(shown: Shown, study: Study) -> Text:
    """The publication; below it the others that report its children, where none of them is shown."""
    same, alone = rows.same_children(shown, study), [own.cohort_id for own in shown.studies].count(study.cohort_id) == 1
    elsewhere = f"{same}, not shown" if same and alone else ""
    return stacked(as_small(study.label), as_small(elsewhere, MUTED))


def caveats(shown: Shown) -> tuple[str, ...]:
    """When the search ended, if there was one; who may report the same children; and why some are taken to, or may."""
    found, sizes = shown.evidence.fact("search_date"), Counter(study.cohort_id for study in shown.studies)
    ended = (
        f"The search ended in {found.value} ({wording.place_in_full(shown.evidence, found)}): its last year is not complete."
        if found
        else ""
    )
    doubt = wording.overlap(shown.evidence, shown.studies)
    notes = (
        _cohort_note(cohort, sizes[cohort.cohort_id])
        for cohort in shown.evidence.reported_cohorts
        if sizes[cohort.cohort_id] > 1 or (cohort.cohort_id in sizes and any(other in sizes for other in cohort.may_overlap))
    )
    return (*filter(None, (ended, f"{wording.capitalised(doubt)}." if doubt else "")), *notes)


def _cohort_note(cohort: Cohort, publications: int) -> str:
    basis = f", {cohort.basis}" if publications > 1 else ""
    return f"{cohort.label}{basis}{f': {cohort.note}' if cohort.note else '.'}"
