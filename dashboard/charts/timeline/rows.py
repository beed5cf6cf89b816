"""The publications as the timeline lists them: those of the same children together, and all of whom were treated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard import wording
from dashboard.charts import rows
from dashboard.evidence import Evidence
from dashboard.schema import Cohort, Study
from dashboard.selection import Shown


@dataclass(frozen=True)
class Entry:
    """One publication: its children, who else reports them, and how it stands among those shown."""

    study: Study
    cohort: Cohort
    same: str
    """'same children in [22] [40]'; empty where nobody else reports them."""
    of_cohort: int
    """How many of the publications shown report its children."""
    only_experimental: bool
    """Whether all its patients were given the experimental treatment."""
    is_later: bool
    place: str


def entries_of(shown: Shown) -> list[Entry]:
    """By the year in which a group of children was first reported, its publications together; then by setting and n."""
    first: dict[str, int] = {}
    for study in shown.studies:
        first[study.cohort_id] = min(study.year, first.get(study.cohort_id, study.year))
    places = {cohort: place for place, cohort in enumerate(dict.fromkeys(study.cohort_id for study in shown.studies))}
    ordered = sorted(shown.studies, key=lambda study: (first[study.cohort_id], places[study.cohort_id], study.year))
    sizes = sizes_of(ordered)
    return [_entry(shown, study, sizes[study.cohort_id]) for study in ordered]


def _entry(shown: Shown, study: Study, of_cohort: int) -> Entry:
    evidence = shown.evidence
    return Entry(
        study=study,
        cohort=evidence.cohort(study.cohort_id),
        same=rows.same_children(shown, study),
        of_cohort=of_cohort,
        only_experimental=_only_experimental(evidence, study),
        is_later=evidence.layer_of(study).kind == "later",
        place=wording.place(evidence, study),
    )


def _only_experimental(evidence: Evidence, study: Study) -> bool:
    roles = {evidence.arm(result.arm).role for result in evidence.results_of(study.study_id)}
    return "experimental" in roles and roles <= {"experimental", "before"}


def sizes_of(studies: Iterable[Study]) -> Mapping[str, int]:
    """How many of the publications report each group of children."""
    sizes: dict[str, int] = {}
    for study in studies:
        sizes[study.cohort_id] = sizes.get(study.cohort_id, 0) + 1
    return sizes
