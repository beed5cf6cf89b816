"""What the charts share about their rows: each group of children is drawn once, who else reports it, and what is said apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from dashboard import effects, wording
from dashboard.charts.chart import Aside
from dashboard.evidence import Evidence
from dashboard.facets import FACETS, reports_on
from dashboard.schema import Contrast, Result, Study
from dashboard.selection import Shown
from dashboard.vocabulary import ENDPOINT_WORDS, STANDING

Own = TypeVar("Own")
NOT_OF_JUST_THESE = "Not for these children alone"
IN_ANOTHER_SETTING = "For part of the patients, in a setting other than the one asked for"
SAME_CHILDREN = "Not drawn again: the same children as in a row above"


def tag(evidence: Evidence, record: wording.Stated, drawn: Iterable[Result] = (), *, brief: bool = False) -> str:
    """'later, secondary report': the kind of a row's layer, and the standing of the sources of what is drawn; empty for a review.

    In brief 'later, secondary', for a row without room; its table says the rest.
    """
    kind = evidence.layer_of(record).kind
    if kind == "review":
        return ""
    standings = sorted({evidence.source_of(result).standing for result in drawn})
    return wording.joined([kind, " and ".join(standing if brief else STANDING[standing] for standing in standings)])


def apart(evidence: Evidence, found: Iterable[Own], record: Callable[[Own], wording.Stated]) -> list[list[Own]]:
    """What a review has and, if there is any, what came since, as two lists: no count and no range may merge them.

    The first list is empty where everything came since. There is no second one where a layer is shown by itself.
    """
    every = list(found)
    parts = [[own for own in every if came_since(evidence, record(own)) is since] for since in (False, True)]
    return parts if parts[1] else parts[:1]


def came_since(evidence: Evidence, record: wording.Stated) -> bool:
    """Whether a record is of a layer shown on request, while another layer is always shown."""
    return evidence.layer_of(record).shown == "on_request" and any(layer.shown == "always" for layer in evidence.layers)


def since_then(said: Iterable[str]) -> str:
    """'six, 13/38 to 6/9, since then four, 29–82 %': the parts that `apart` gives, in words and in their order.

    An empty first part is left out.
    """
    return ", since then ".join(said).removeprefix(", ")


def before(parts: Sequence[Iterable[Study]]) -> str:
    """'one counted before': how many cohorts of the second part that `apart` gives are in the first too, so that nobody adds them up.

    'counted before' for all of them, empty for none.
    """
    first, *later = ({study.cohort_id for study in own} for own in parts)
    again = [own & first for own in later]
    if not any(again):
        return ""
    return f"{'' if again == later else f'{wording.in_words(len(again[0]))} '}counted before"


def in_brackets(words: str) -> str:
    """' (one counted before)'; empty for no words."""
    return f" ({words})" if words else ""


def counted_apart(counts: Sequence[int], noun: str = "", known: str = "") -> str:
    """'six cohorts, since then four,': how many there are in each part that `apart` gives. Several parts end with a comma.

    `known` are the words that `before` gives.
    """
    first, *later = counts
    said = [wording.in_words(count) if count else "none" for count in counts]
    words = since_then([wording.number(first, noun), *said[1:]] if noun else said)
    return f"{words}{in_brackets(known)}," if later else words


def reporting(counts: Sequence[int], known: str = "") -> str:
    """'six cohorts, since then seven (one counted before), report', 'one cohort, since then four, reports': the verb of the first."""
    return f"{counted_apart(counts, 'cohort', known)} {'report' if counts[0] > 1 else 'reports'}"


def asked_of(shown: Shown) -> tuple[str, ...]:
    """The populations that the reader filters for: only publications stated to include them."""
    return tuple(facet.population for key, facet in FACETS.items() if facet.population and shown.selection.chosen(key) == ("included",))


def is_of_just(evidence: Evidence, result: Result, asked: Iterable[str]) -> bool:
    """Whether a result counts only children of the populations asked for."""
    said = evidence.populations_of(result.study_id)
    return all(population in said and wording.is_of_just(evidence, result, population) for population in asked)


def of_others(shown: Shown, results: Iterable[Result], *, of_all: bool = False) -> str:
    """'Not for these children alone: [37], some figures of [114].': whose figures count others than the children asked for; else empty.

    With `of_all`, each count is also set against all patients, so the whole publication must be of just these children. Historical controls
    are left out, as they are not a publication's children.
    """
    evidence, asked = shown.evidence, asked_of(shown)

    def others(result: Result) -> bool:
        whole = all(evidence.populations_of(result.study_id)[population].whole_population == "yes" for population in asked)
        return not whole if of_all else not is_of_just(evidence, result, asked)

    counting: dict[int, list[bool]] = {}
    for result in results if asked else ():
        if evidence.arm(result.arm).role != "historical_control":
            counting.setdefault(evidence.study(result.study_id).ref, []).append(others(result))
    named = [f"{'' if all(found) else 'some figures of '}[{ref}]" for ref, found in sorted(counting.items()) if any(found)]
    return f"{NOT_OF_JUST_THESE}: {', '.join(named)}." if named else ""


def of_other_settings(shown: Shown, results: Iterable[Result]) -> tuple[str, ...]:
    """Whose figures may count patients outside the setting asked for, and whose are for a part in another setting.

    Empty where no setting is chosen.
    """
    chosen = shown.selection.chosen("setting")
    others, elsewhere = set[int](), set[int]()
    for result in results if chosen else ():
        study = shown.evidence.study(result.study_id)
        if wording.is_elsewhere(result, chosen):
            elsewhere.add(study.ref)
        elif not any(wording.is_of_all_in(study, result, setting) for setting in chosen):
            others.add(study.ref)
    said = ("Figures that may count patients outside the setting asked for", others), (IN_ANOTHER_SETTING, elsewhere)
    return tuple(f"{words}: {', '.join(f'[{ref}]' for ref in sorted(refs))}." for words, refs in said if refs)


@dataclass(frozen=True)
class Reported:
    """What the publications shown say in a domain, by their study_id, without the stored gaps."""

    shown: Shown
    said: Mapping[str, Sequence[Result]]
    effects: Mapping[str, Sequence[Contrast]]

    @classmethod
    def of(cls, shown: Shown, domain: str) -> Reported:
        found = {study.study_id: reports_on(shown.evidence, study.study_id, domain) for study in shown.studies}
        return cls(shown, {key: own.results for key, own in found.items()}, {key: own.effects for key, own in found.items()})

    @cached_property
    def with_numbers(self) -> list[Study]:
        return [study for study in self.shown.studies if any(map(wording.has_number, self.said[study.study_id]))]

    @cached_property
    def drawn(self) -> list[Study]:
        """The publications with numbers, each group of children once."""
        return one_a_cohort(self.shown.evidence, self.with_numbers)

    @property
    def in_words(self) -> list[Study]:
        """The publications that say something, but give no number."""
        return [study for study in self.shown.studies if self.said[study.study_id] and study not in self.with_numbers]

    @property
    def as_effect_only(self) -> list[Study]:
        """The publications that say nothing of one group alone, but publish an effect between two."""
        return [study for study in self.shown.studies if self.effects[study.study_id] and not self.said[study.study_id]]

    @property
    def without_numbers(self) -> int:
        return len(self.shown.studies) - len(self.with_numbers)

    @cached_property
    def numbers(self) -> list[Result]:
        """The numbers of one publication for each group of children, and those of its earlier reports that no later report gives again."""
        own = {
            study.study_id: [result for result in self.said[study.study_id] if wording.has_number(result)] for study in self.with_numbers
        }
        found = []
        for study in self.with_numbers:
            later = _reports_after(self.shown.evidence, study, self.with_numbers)
            again = {_figure(self.shown.evidence, result) for report in later for result in own[report.study_id]}
            if any(report in self.drawn for report in (study, *later)):
                found += [result for result in own[study.study_id] if _figure(self.shown.evidence, result) not in again]
        return found

    def replaced(self) -> tuple[str, ...]:
        """Which figures of publications with a row are not drawn, since a later report of the same children gives them again."""
        drawn, told = {result.result_id for result in self.numbers}, []
        have_rows = {result.study_id for result in self.numbers}
        for study in self.with_numbers:
            gone = [own for own in self.said[study.study_id] if wording.has_number(own) and own.result_id not in drawn]
            if gone and study.study_id in have_rows:
                later = " ".join(f"[{report.ref}]" for report in _reports_after(self.shown.evidence, study, self.with_numbers))
                figures = "; ".join(dict.fromkeys(f"{wording.what(result)}: {wording.value(result)}" for result in gone))
                told.append(f"{study.label}, replaced by the later report of the same children, {later}: {figures}.")
        return tuple(told)

    def asides(self, subject: str, drawn: Collection[Study], *others: tuple[str, Iterable[Study]]) -> tuple[Aside, ...]:
        """The publications listed under a chart.

        First those with numbers that are not in `drawn`, since their children have a row above; then those with one of the `others` as
        reason; last those that say nothing.
        """
        silent = [study for study in self.shown.studies if not self.said[study.study_id] and study not in self.as_effect_only]
        return asides(
            self.shown.evidence,
            (SAME_CHILDREN, [study for study in self.with_numbers if study not in drawn]),
            *others,
            (f"{subject} not reported {self.shown.evidence.within}", silent),
        )


def _figure(evidence: Evidence, result: Result) -> tuple[object, ...]:
    """What a later report must give again to replace a figure.

    The arm, the endpoint, whether it is an estimate such as a median, and the same population and part of the patients. Each report chooses
    historical controls anew, so their part is not compared.
    """
    part = "" if evidence.arm(result.arm).role == "historical_control" else result.subgroup
    return result.arm, result.endpoint, result.state == "estimate", result.population, part


def given_again(evidence: Evidence, earlier: Study, later: Study) -> list[tuple[str, str, str]]:
    """What of an earlier report a later one of the same children gives again: what it is, its value before, and the value now.

    Of results and of published effects; all that is not listed is not replaced. How a study was made is none of its findings.
    """
    old, new = ([own for own in evidence.results_of(study.study_id) if _is_finding(own)] for study in (earlier, later))
    now = {_figure(evidence, result): result for result in reversed(new)}
    figures = [(result, now[_figure(evidence, result)]) for result in old if _figure(evidence, result) in now]
    was, becomes = ([own for own in evidence.contrasts_of(study.study_id) if own.estimate is not None] for study in (earlier, later))
    ratios = {_effect(effect): effect for effect in reversed(becomes)}
    compared = [(effect, ratios[_effect(effect)]) for effect in was if _effect(effect) in ratios]
    return [
        *((wording.what(result), wording.value(result), wording.value(other)) for result, other in figures),
        *((_effect_words(effect), effects.published(effect), effects.published(other)) for effect, other in compared),
    ]


def _is_finding(result: Result) -> bool:
    return wording.has_number(result) and result.domain != "conduct"


def _effect(effect: Contrast) -> tuple[str, ...]:
    """What a later report must give again to replace a published effect."""
    return effect.endpoint, effect.comparison, effect.measure


def _effect_words(effect: Contrast) -> str:
    return f"{wording.lowered(effects.measure(effect))} for {wording.lowered(ENDPOINT_WORDS[effect.endpoint])}"


def _reports_after(evidence: Evidence, study: Study, studies: Iterable[Study]) -> list[Study]:
    """Those of the publications that update a report, directly or through others, in their order."""
    later = [other for other in studies if other.updates and study in evidence.earlier(other)]
    return sorted(later, key=lambda other: len(evidence.earlier(other)))


def one_a_cohort(evidence: Evidence, studies: Sequence[Study]) -> list[Study]:
    """One publication for each group of children, so that nobody is drawn twice.

    Reports that a later one updates are left out; of the rest the largest is taken, and the first of those as large.
    """
    replaced = {earlier for study in studies for earlier in evidence.earlier(study)}
    latest = [study for study in studies if study not in replaced]
    chosen: dict[str, Study] = {}
    for study in sorted(latest, key=lambda study: -study.patients):
        chosen.setdefault(study.cohort_id, study)
    return [study for study in latest if chosen[study.cohort_id] is study]


def same_children(shown: Shown, study: Study) -> str:
    """'same children in [22] [40] (inferred)': the other publications of the same children; else empty.

    '(inferred)' follows each for which this is inferred, or only the last where it is inferred for all.
    """
    others = shown.evidence.mates(study)
    inferred = [other for other in others if "inferred" in (study.cohort_basis, other.cohort_basis)]
    marked = others[-1:] if inferred == others else inferred
    named = [f"[{other.ref}]{' (inferred)' if other in marked else ''}" for other in others]
    return f"same children in {' '.join(named)}" if named else ""


def longer(evidence: Evidence, study: Study) -> str:
    """'same children as [39], longer follow-up': how a later report relates to the one it updates; empty for all others."""
    earlier = evidence.earlier(study)
    if not earlier:
        return ""
    whom = "same children as" if earlier[0].patients == study.patients else "includes the children of"
    return f"{whom} [{earlier[0].ref}], longer follow-up"


def under_the_earlier(evidence: Evidence, studies: Collection[Study]) -> list[Study]:
    """The publications with the later reports of a cohort directly under the first."""
    firsts = [study for study in studies if not any(earlier in studies for earlier in evidence.earlier(study))]
    return [own for study in firsts for own in (study, *_reports_after(evidence, study, studies))]


def asides(evidence: Evidence, *candidates: tuple[str, Iterable[Study]]) -> tuple[Aside, ...]:
    """The publications listed under a chart, with label, size and, for a later layer, its kind.

    A reason without publications is left out.
    """

    def name(own: Study) -> str:
        return f"{own.label} ({wording.joined([f'n = {own.patients}', tag(evidence, own)])})"

    named = [Aside(words, tuple((own.study_id, name(own)) for own in studies)) for words, studies in candidates]
    return tuple(aside for aside in named if aside.records)


def doubts(shown: Shown, drawn: Iterable[Result | Contrast]) -> tuple[str, ...]:
    """The contradictions and doubts about what is drawn, each with both places and what is shown."""
    touched = {anomaly for record in drawn for anomaly in record.anomaly_ids}
    label = {study.study_id: study.label for study in shown.studies}
    return tuple(
        f"{', '.join(label[record] for record in row.records if record in label)}: {wording.contradiction(shown.evidence, row)}"
        for row in shown.evidence.anomalies
        if row.anomaly_id in touched
    )
