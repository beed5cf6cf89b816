"""The publications as the timeline lists them: those of the same children together, and all of whom were treated."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dashboard.charts import rows
from dashboard.evidence import Evidence
from dashboard.schema import Cohort, Study
from dashboard.selection import Shown


@dataclass(frozen=True)
class Entry:
    """One publication, who else reports its children, and how it stands among those shown."""

    study: Study
    same: str
    """'same children in [22] [40]'; empty where nobody else reports them."""
    of_cohort: int
    """How many of the publications shown report its children."""
    evidence: Evidence = field(repr=False, compare=False)
    """Where its source, its layer and its children are looked up."""

    @property
    def cohort(self) -> Cohort:
        return self.evidence.cohort(self.study.cohort_id)

    @property
    def only_experimental(self) -> bool:
        """Whether all its patients were given the experimental treatment."""
        roles = {self.evidence.arm(result.arm).role for result in self.evidence.results_of(self.study.study_id)}
        return "experimental" in roles and roles <= {"experimental", "before"}


def entries_of(shown: Shown) -> list[Entry]:
    """By the year in which a group of children was first reported, its publications together; then by setting and n."""
    first: dict[str, int] = {}
    for study in shown.studies:
        first[study.cohort_id] = min(study.year, first.get(study.cohort_id, study.year))
    places = {cohort: place for place, cohort in enumerate(first)}
    ordered = sorted(shown.studies, key=lambda study: (first[study.cohort_id], places[study.cohort_id], study.year))
    sizes = Counter(study.cohort_id for study in ordered)
    return [Entry(study, rows.same_children(shown, study), sizes[study.cohort_id], shown.evidence) for study in ordered]
