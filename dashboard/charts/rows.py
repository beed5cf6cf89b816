"""The row language that the charts share: by setting, then size; each group of children once; who else reports them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard import wording
from dashboard.charts.chart import Aside, Shown
from dashboard.vocabulary import SETTING
from dashboard.wording import Result

Told = Mapping[str, list[Result]]
"""What each publication says, by its study_id."""
Pairs = Sequence[tuple[Any, Result]]
"""Publications, each with one of its results."""

SAME_CHILDREN = "Not drawn again: the same children as in a row above"


def setting_of(study: Any) -> str:
    """The setting under which a record is grouped: the first that the table gives."""
    return str(study.settings).split(";")[0]


def in_order(shown: Shown) -> list[Any]:
    """The publications shown, by setting, then n; never by effect."""
    studies = shown.evidence.records("studies", set(shown.studies["study_id"]))
    return sorted(studies, key=lambda study: (list(SETTING).index(setting_of(study)), -int(study.patients)))


def first(shown: Shown, most: int) -> Shown:
    """The same with at most `most` publications, in their order, and registrations."""
    kept = [study.study_id for study in in_order(shown)[:most]]
    studies = shown.studies[shown.studies["study_id"].isin(kept)]
    return replace(shown, selected=replace(shown.selected, studies=studies, trials=shown.trials.head(most)))


def left_out(shown: Shown, drawn: Shown) -> tuple[str, ...]:
    """How much more there is than is drawn; empty where all is."""
    pairs = (("publications", len(drawn.studies), len(shown.studies)), ("registrations", len(drawn.trials), len(shown.trials)))
    return tuple(
        f"The first {some} of {all_of} {what} are drawn; narrow the filters to see the others."
        for what, some, all_of in pairs
        if some < all_of
    )


def by_study(shown: Shown) -> Told:
    """The results of each publication shown, in the table's order."""
    return {study: shown.evidence.results_by_study[study] for study in shown.studies["study_id"]}


def told(shown: Shown, domain: str) -> Told:
    """What each publication shown says in a domain; the stored gaps say nothing."""
    found = by_study(shown)
    return {study: [result for result in own if result.domain == domain and result.state != "not_reported"] for study, own in found.items()}


def carrying(shown: Shown, said: Told) -> list[Any]:
    """The publications with a number among what they say."""
    return [study for study in in_order(shown) if any(map(wording.has_number, said[study.study_id]))]


def wordy(shown: Shown, said: Told) -> list[Any]:
    """The publications that say something, but no number."""
    return [study for study in in_order(shown) if said[study.study_id] and not any(map(wording.has_number, said[study.study_id]))]


def silent(shown: Shown, said: Told) -> list[Any]:
    """The publications that say nothing."""
    return [study for study in in_order(shown) if not said[study.study_id]]


def numbered(shown: Shown, said: Told) -> Pairs:
    """The numbers of each group of children, from one publication of it."""
    drawn = one_a_cohort(carrying(shown, said))
    return [(study, result) for study in drawn for result in said[study.study_id] if wording.has_number(result)]


def one_a_cohort(studies: Sequence[Any]) -> list[Any]:
    """Of several publications of the same children the largest, so that nobody is drawn twice."""
    largest: dict[str, Any] = {}
    for study in studies:
        if study.cohort_id not in largest or study.patients > largest[study.cohort_id].patients:
            largest[study.cohort_id] = study
    return [study for study in studies if largest[study.cohort_id] is study]


def mates(shown: Shown, study: Any) -> tuple[str, ...]:
    """References of the other publications of the same children, shown or not."""
    cohort = shown.evidence.studies_by_cohort[study.cohort_id]
    return tuple(f"[{ref}]" for ref in sorted(other.ref for other in cohort if other.study_id != study.study_id))


def names(studies: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """Each publication with its label and size, to stand under a chart."""
    return tuple((str(study.study_id), f"{study.label} (n = {study.patients})") for study in studies)


def not_again(shown: Shown, said: Told) -> list[Any]:
    """The publications with a number whose children stand in a row of another one."""
    carry = carrying(shown, said)
    drawn = one_a_cohort(carry)
    return [study for study in carry if study not in drawn]


def asides(*candidates: tuple[str, Iterable[Any]]) -> tuple[Aside, ...]:
    """What stands under a chart, reason by reason; a reason without a publication is left out."""
    named = [Aside(words, names(studies)) for words, studies in candidates]
    return tuple(aside for aside in named if aside.records)


def doubts(shown: Shown, results: Iterable[Result]) -> tuple[str, ...]:
    """The contradictions and doubts that touch the given results, each with both places and what is shown."""
    touched = {anomaly for result in results for anomaly in result.anomaly_ids.split(";")}
    labels = dict(zip(shown.evidence.studies["study_id"], shown.evidence.studies["label"], strict=True))
    told = []
    for row in shown.evidence.rows["anomalies"]:
        if row.anomaly_id in touched:
            whose = ", ".join(labels[record] for record in row.records.split(";") if record in set(shown.studies["study_id"]))
            told.append(f"{whose}: {row.statement_a} ({row.source_a}) – {row.statement_b} ({row.source_b}). Shown here: {row.shown_as}")
    return tuple(told)
