"""The publications in the order of the timeline, and whether all figures of one are on the experimental treatment."""

from __future__ import annotations

from dashboard.evidence import Evidence
from dashboard.schema import Study
from dashboard.selection import Shown


def in_order(shown: Shown) -> list[Study]:
    """The publications by the year in which their group of children was first reported, those of a group together.

    Within a year they stand by setting, then n.
    """
    cohorts: dict[str, list[Study]] = {}
    for study in shown.studies:
        cohorts.setdefault(study.cohort_id, []).append(study)
    for studies in cohorts.values():
        studies.sort(key=lambda study: study.year)
    return [study for own in sorted(cohorts.values(), key=lambda studies: studies[0].year) for study in own]


def all_experimental(evidence: Evidence, study: Study) -> bool:
    """Whether all figures of a publication are on the experimental treatment, historical controls aside: they are not in its n."""
    roles = {evidence.arm(result.arm).role for result in evidence.results_of(study.study_id)} - {"historical_control"}
    return "experimental" in roles and roles <= {"experimental", "before"}
