"""The row language that the charts share: by setting, then size; each group of children once; who else reports them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dashboard import wording
from dashboard.charts.chart import Aside
from dashboard.evidence import Evidence
from dashboard.schema import Contrast, Result, Study
from dashboard.selection import Shown
from dashboard.vocabulary import STANDING

Reported = Mapping[str, Sequence[Result]]
"""What each publication says, by its study_id."""
Pairs = Sequence[tuple[Study, Result]]
"""Publications, each with one of its results."""

SAME_CHILDREN = "Not drawn again: the same children as in a row above"


def first(shown: Shown, most: int) -> Shown:
    """The same with at most `most` publications, in their order, and registrations."""
    return replace(shown, studies=shown.studies[:most], trials=shown.trials[:most])


def left_out(shown: Shown, drawn: Shown) -> tuple[str, ...]:
    """How much more there is than is drawn; empty where all is."""
    pairs = (("publications", len(drawn.studies), len(shown.studies)), ("registrations", len(drawn.trials), len(shown.trials)))
    return tuple(
        f"The first {some} of {all_of} {what} are drawn; narrow the filters to see the others."
        for what, some, all_of in pairs
        if some < all_of
    )


def by_study(shown: Shown) -> Reported:
    """The results of each publication shown, in the table's order."""
    return {study.study_id: shown.evidence.results_of(study.study_id) for study in shown.studies}


def reported(shown: Shown, domain: str) -> Reported:
    """What each publication shown says in a domain; the stored gaps say nothing."""
    found = by_study(shown)
    return {study: [result for result in own if result.domain == domain and result.state != "not_reported"] for study, own in found.items()}


def with_numbers(shown: Shown, said: Reported) -> list[Study]:
    """The publications with a number among what they say."""
    return [study for study in shown.studies if any(map(wording.has_number, said[study.study_id]))]


def in_words_only(shown: Shown, said: Reported) -> list[Study]:
    """The publications that say something, but no number."""
    return [study for study in shown.studies if said[study.study_id] and not any(map(wording.has_number, said[study.study_id]))]


def not_reporting(shown: Shown, said: Reported) -> list[Study]:
    """The publications that say nothing."""
    return [study for study in shown.studies if not said[study.study_id]]


def numbered(shown: Shown, said: Reported) -> Pairs:
    """The numbers of each group of children from one publication of it, and those of an earlier report that no later one gives again."""
    carrying = with_numbers(shown, said)
    latest = one_a_cohort(carrying)
    numbers = {study.study_id: [result for result in said[study.study_id] if wording.has_number(result)] for study in carrying}
    found = []
    for study in carrying:
        later = _reports_after(study, carrying)
        again = {_figure(shown.evidence, result) for report in later for result in numbers[report.study_id]}
        kept = numbers[study.study_id] if study in latest or any(report in latest for report in later) else []
        found += [(study, result) for result in kept if _figure(shown.evidence, result) not in again]
    return found


def _reports_after(study: Study, studies: Sequence[Study]) -> list[Study]:
    """The reports that update a publication, directly or through another one."""
    direct = [other for other in studies if other.updates == study.study_id]
    return [*direct, *(report for one in direct for report in _reports_after(one, studies))]


def _figure(evidence: Evidence, result: Result) -> tuple[object, ...]:
    """What a later report must give again to replace a figure: the endpoint, as a median or not, of the same arm and the same part of
    its patients. Historical controls are chosen anew by each report."""
    part = "" if evidence.arm(result.arm).role == "historical_control" else result.subgroup
    return result.arm, result.endpoint, result.state == "estimate", result.population, part


def one_a_cohort(studies: Sequence[Study]) -> list[Study]:
    """Of several publications of the same children one, so that nobody is drawn twice: the latest of those that replace each
    other's figures, else the largest."""
    replaced = {study.updates for study in studies}
    chosen: dict[str, Study] = {}
    for study in studies:
        known = chosen.get(study.cohort_id)
        if study.study_id not in replaced and (known is None or study.patients > known.patients):
            chosen[study.cohort_id] = study
    return [study for study in studies if chosen.get(study.cohort_id) is study]


def mates(shown: Shown, study: Study) -> tuple[str, ...]:
    """References of the other publications of the same children, shown or not."""
    cohort = shown.evidence.studies_of(study.cohort_id)
    return tuple(f"[{ref}]" for ref in sorted(other.ref for other in cohort if other.study_id != study.study_id))


def same_children(shown: Shown, study: Study) -> str:
    """'same children in [22] [40] (inferred)': who else reports them; of whom that is inferred, once where it is of all; else empty."""
    others = sorted((other for other in shown.evidence.studies_of(study.cohort_id) if other is not study), key=lambda other: other.ref)
    inferred = [other for other in others if "inferred" in (study.cohort_basis, other.cohort_basis)]
    marked = others[-1:] if inferred == others else inferred
    named = [f"[{other.ref}]{' (inferred)' if other in marked else ''}" for other in others]
    return f"same children in {' '.join(named)}" if named else ""


def longer(evidence: Evidence, study: Study) -> str:
    """'same children as [39], longer follow-up': what a later report of the same cohort is; empty for all others."""
    if not study.updates or not evidence.is_study(study.updates):
        return ""
    earlier = evidence.study(study.updates)
    whom = "same children as" if earlier.patients == study.patients else "includes the children of"
    return f"{whom} [{earlier.ref}], longer follow-up"


def under_the_earlier(studies: Sequence[Study]) -> list[Study]:
    """The same with each later report of a cohort directly under the one that it updates."""
    ordered = [study for study in studies if study.updates not in {other.study_id for other in studies}]
    for study in studies:
        if study not in ordered:
            earlier = next((place for place, other in enumerate(ordered) if other.study_id == study.updates), len(ordered) - 1)
            ordered.insert(earlier + 1, study)
    return ordered


def names(studies: Iterable[Study]) -> tuple[tuple[str, str], ...]:
    """Each publication with its label and size, to stand under a chart."""
    return tuple((study.study_id, f"{study.label} (n = {study.patients})") for study in studies)


def not_again(shown: Shown, said: Reported, drawn: Iterable[Study]) -> list[Study]:
    """The publications with a number whose children stand in a row of another one, and that have none themselves."""
    own = {study.study_id for study in drawn}
    return [study for study in with_numbers(shown, said) if study.study_id not in own]


def replaced(shown: Shown, said: Reported) -> tuple[str, ...]:
    """Which figures of the publications drawn are not, since a later report of the same children gives them again."""
    drawn = {result.result_id for _, result in numbered(shown, said)}
    told = []
    for study in dict.fromkeys(study for study, _ in numbered(shown, said)):
        gone = [result for result in said[study.study_id] if wording.has_number(result) and result.result_id not in drawn]
        if gone:
            later = " ".join(f"[{report.ref}]" for report in _reports_after(study, shown.studies))
            figures = "; ".join(dict.fromkeys(f"{wording.what(result)}: {wording.value(result)}" for result in gone))
            told.append(f"{study.label}, replaced by the later report of the same children, {later}: {figures}.")
    return tuple(told)


def tag(evidence: Evidence, study: Study, drawn: Iterable[Result], *, brief: bool = False) -> str:
    """'later, secondary report': of which kind the layer of a row is, if it is no review, and how near to its figures the texts are.

    In brief 'later, secondary', for a row without room whose table says the rest.
    """
    kind = evidence.layer_of(study).kind
    if kind == "review":
        return ""
    standings = sorted({evidence.source_of(result).standing for result in drawn})
    return ", ".join(part for part in (kind, " and ".join(standing if brief else STANDING[standing] for standing in standings)) if part)


def asides(*candidates: tuple[str, Iterable[Study]]) -> tuple[Aside, ...]:
    """What stands under a chart, reason by reason; a reason without a publication is left out."""
    named = [Aside(words, names(studies)) for words, studies in candidates]
    return tuple(aside for aside in named if aside.records)


def doubts(shown: Shown, drawn: Iterable[Result | Contrast]) -> tuple[str, ...]:
    """The contradictions and doubts that touch what is drawn, each with both places and what is shown."""
    touched = {anomaly for record in drawn for anomaly in record.anomaly_ids}
    label = {study.study_id: study.label for study in shown.studies}
    said = []
    for row in shown.evidence.anomalies:
        if row.anomaly_id in touched:
            whose = ", ".join(label[record] for record in row.records if record in label)
            one, other = (wording.place_at(shown.evidence, row, where) for where in (row.source_a, row.source_b))
            said.append(f"{whose}: {row.statement_a} ({one}) – {row.statement_b} ({other}). Shown here: {row.shown_as}")
    return tuple(said)
