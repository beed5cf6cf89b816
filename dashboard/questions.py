"""Questions that boards ask: each a ready state of the dashboard, with the one sentence that the tables support."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import NamedTuple

from dashboard import wording
from dashboard.charts import CHARTS, Shown
from dashboard.charts.board import response_sentence
from dashboard.evidence import Evidence
from dashboard.schema import Contrast, Result, Trial
from dashboard.selection import Catalogue, Selection
from dashboard.wording import in_words, number

DRUG = "blinatumomab"
"""The experimental arm of the evidence for which these questions are asked."""
MOST_NAMED = 2
"""Registrations that a sentence names; more are counted."""


@dataclass(frozen=True)
class Question:
    """A question in a board's words, the address that answers it, and the sentence, computed from the records it leaves."""

    words: str
    path: str
    query: str
    sentence: Callable[[Shown], str]

    def selection(self, catalogue: Catalogue, evidence: str = "review") -> Selection:
        """The state that answers it, for one choice of layers."""
        return replace(Selection.from_query(self.query, records=catalogue.records), evidence=evidence)

    def address(self, selection: Selection) -> str:
        return f"{self.path}?{selection.to_query()}".rstrip("?")

    def answer(self, catalogue: Catalogue) -> str:
        return self.sentence(catalogue.show(self.selection(catalogue)))


class Answered(NamedTuple):
    """A question with the address of its state and its sentence."""

    words: str
    address: str
    sentence: str


def of_chart(key: str) -> Callable[[Shown], str]:
    """What the chart itself says of the records shown."""
    return lambda shown: CHARTS[key].draw(shown).sentence


def efficacy(shown: Shown) -> str:
    """What the efficacy chart says of the response."""
    return response_sentence(shown)


def overt(shown: Shown) -> str:
    """The same, and who counts children with residual disease only: for them a remission that is kept is one reached."""
    beside = [study for study in shown.studies if "mrd" in study.settings]
    return " ".join([efficacy(shown), *(f"{study.label} {wording.lowered(study.patients_note)}" for study in beside)])


def coverage(shown: Shown, *, subject: str, population: str = "") -> str:
    """How many publications and registrations cover a subject, and how many of them with a figure, or recruiting."""
    count = len(shown.studies)
    with_figure = len({result.study_id for result in _numbers(shown) if not population or _of_just_these(shown, result, population)})
    outcome = f"an outcome{' of just these children' if population else ''} as a number"
    published = f"{wording.capitalised(number(count, 'publication'))} {shown.evidence.within} {_cover(count)} {subject}"
    if count == 1:
        published += f", with{'' if with_figure else 'out'} {outcome}"
    elif count:
        published += f", {_of_them(with_figure, count)} with {outcome}"
    return "; ".join([published, _registered(shown), *_contradicted(shown.evidence, population)]) + "."


def _cover(count: int) -> str:
    return "covers" if count in (0, 1) else "cover"


def _of_them(part: int, whole: int) -> str:
    """'two of them', 'none of them', 'both of them'."""
    none, every = ("neither", "both") if whole == 2 else ("none", "all")
    return {0: none, whole: every}.get(part, in_words(part)) + " of them"


def _numbers(shown: Shown) -> list[Result]:
    """The outcomes that stand as numbers; fewer than five children, as in a case report, are words."""
    outcomes = [result for result in shown.results if result.domain != "conduct" and wording.has_number(result)]
    return [result for result in outcomes if result.n is None or result.n >= wording.FEW]


def _of_just_these(shown: Shown, result: Result, population: str) -> bool:
    """Whether a figure counts nobody else: its subgroup is of the population, or the whole publication belongs to it."""
    return wording.is_of_just(result, population, shown.evidence.populations_of(result.study_id)[population])


def _registered(shown: Shown) -> str:
    """How many registrations, how many of them recruiting, and which, while they are few."""
    trials: dict[str, Trial] = {}
    for trial in shown.trials:
        trials.setdefault(trial.registration_id, trial)
    count, recruiting = len(trials), sum(trial.status == "recruiting" for trial in trials.values())
    words = f"{number(count, 'registration')} {'does' if count in (0, 1) else 'do'}"
    if not count:
        return words
    whose = f"{_of_them(recruiting, count)} " if count > 1 else "" if recruiting else "not "
    which = f" ({' and '.join(trials)})" if count <= MOST_NAMED else ""
    return f"{words}, {whose}recruiting in {shown.evidence.registered_reach}{which}"


def _contradicted(evidence: Evidence, population: str) -> list[str]:
    """How many registrations are said to be both in and out of a population."""
    said = {row.record_id for row in evidence.populations if row.population == population and row.code == "conflicting"}
    count = len({trial.registration_id for trial in evidence.trials if trial.trial_id in said})
    return [f"on {number(count, 'other')} statements {evidence.within} contradict each other"] if count else []


def overall_survival(shown: Shown) -> str:
    """Each trial's hazard ratio of death with its interval, and whether that includes 1."""
    ratios = [row for row in shown.contrasts if row.endpoint == "overall_survival" and row.measure == "hazard_ratio"]
    parts = [_ratio(row, shown.evidence.study(row.study_id).label) for row in ratios if row.comparison == "randomised_arms"]
    if not parts:
        return "No hazard ratio for death is shown here."
    return f"Hazard ratio for death with {DRUG} against {_control(shown.evidence)}: {'; '.join(parts)}."


def _ratio(row: Contrast, label: str) -> str:
    """'0.62 (95 % CI 0.39–0.98 as published, which does not include 1) in Brown 2021 [38]'."""
    if row.ci_low is None or row.ci_high is None:
        return f"{row.estimate:g} (without an interval) in {label}"
    one = "includes" if row.ci_low <= 1 <= row.ci_high else "does not include"
    return f"{row.estimate:g} ({row.ci_level:g} % CI {row.ci_low:g}–{row.ci_high:g} as published, which {one} 1) in {label}"


def _control(evidence: Evidence) -> str:
    """The arm with which the randomised trials compare the drug, for the middle of a sentence."""
    return wording.lowered(evidence.control.words) if evidence.control else "the control arm"


def mrd_by_arm(shown: Shown) -> str:
    """MRD in each arm of each randomised trial, as the trial defines it."""
    control = shown.evidence.control
    parts = []
    for study in shown.studies:
        by_arm = {result.arm: result for result in _mrd(shown) if result.study_id == study.study_id and result.main}
        if study.randomised and control and {DRUG, control.arm} <= by_arm.keys():
            parts.append(_against(by_arm[DRUG], by_arm[control.arm], _control(shown.evidence), study.label))
    return f"{'; '.join(parts)}." if parts else "No randomised MRD result is shown here."


def _mrd(shown: Shown) -> list[Result]:
    """The MRD results of which a share is known."""
    return [result for result in shown.results if result.domain == "mrd" and wording.share(result) is not None]


def _against(own: Result, other: Result, control: str, label: str) -> str:
    """'MRD-negative: 75 % against 32 % with chemotherapy in Brown 2021 [38], where n is not stated'."""
    if wording.is_counted(own) and wording.is_counted(other):
        return f"{wording.what(own)}: {wording.value(own)} against {wording.value(other)} with {control} in {label}"
    shares = f"{wording.percentage(own)} against {wording.percentage(other)}"
    return f"{wording.what(own)}: {shares} with {control} in {label}, where n is not stated"


def mrd_of(shown: Shown, *, population: str) -> str:
    """MRD of the children of one population and no others, publication by publication; the rest is counted."""
    own = [result for result in _mrd(shown) if result.endpoint != "mrd_log_reduction" and _of_just_these(shown, result, population)]
    parts = [f"{_valued(result)}, in {shown.evidence.study(result.study_id).label}{_whole(shown, result, population)}" for result in own]
    if not parts:
        return "No MRD result of just these children is shown here."
    silent = len(shown.studies) - len({result.study_id for result in own})
    none = f" {wording.capitalised(number(silent, 'publication'))} shown here {'gives' if silent == 1 else 'give'} no such figure."
    return f"{'; '.join(parts)}.{none if silent else ''}"


def _valued(result: Result) -> str:
    interval = wording.interval(result) if wording.is_counted(result) else ""
    return f"{wording.what(result)}: {wording.value(result)}{f' ({interval})' if interval else ''}"


def _whole(shown: Shown, result: Result, population: str) -> str:
    """', where all eleven were infants': why a figure of the whole publication is one of the population."""
    if result.subgroup:
        return ""
    return f", where {wording.lowered(shown.evidence.populations_of(result.study_id)[population].basis)}"


def without_transplant(shown: Shown) -> str:
    """Whether anything compares survival with and without a transplant as a number."""
    compared = [result for result in shown.results if result.domain == "survival" and result.compares == "transplant"]
    numbered = len({result.study_id for result in compared if wording.has_number(result)})
    cited = {result.study_id for result in compared if result.state == "qualitative"}
    randomised = sum(study.study_id in cited and study.randomised for study in shown.studies)
    compared_by = f"{wording.capitalised(number(numbered, 'publication'))} {'compares' if numbered in (0, 1) else 'compare'}"
    words = (
        f"; {number(len(cited), 'is', 'are')} cited, in words, for longer survival with one, or a trend, "
        f"{_of_them(randomised, len(cited))} randomised"
    )
    return f"{compared_by} survival with and without a transplant as a number{words if cited else ''}."


QUESTIONS = (
    Question("Overt relapsed or refractory disease: what chance of remission?", "/", "setting=relapsed_refractory", overt),
    Question("First high-risk relapse: how much less toxicity than chemotherapy?", "/", "setting=first_relapse", of_chart("dumbbell")),
    Question("First relapse: does it prolong survival?", "/", "setting=first_relapse&pin=brown-2021,locatelli-2021", overall_survival),
    Question("First relapse: MRD clearance before transplant?", "/", "setting=first_relapse", mrd_by_arm),
    Question(
        "Infant with KMT2A rearrangement and MRD before transplant?",
        "/",
        "infant=included&kmt2a=included",
        partial(mrd_of, population="infant"),
    ),
    Question(
        "Infants: which trials name them?", "/trials", "infant=included", partial(coverage, subject="infants by name", population="infant")
    ),
    Question("Ph-positive leukaemia?", "/", "ph=included", partial(coverage, subject="Ph-positive leukaemia", population="ph_positive")),
    Question("Down syndrome?", "/", "down=included", partial(coverage, subject="children with Down syndrome", population="down_syndrome")),
    Question("Relapse after transplant: what chance of remission?", "/", "setting=post_transplant_relapse", efficacy),
    Question(
        "What is known after transplant?",
        "/trials",
        "setting=post_transplant",
        partial(coverage, subject="blinatumomab after transplant, without relapse"),
    ),
    Question(
        "When chemotherapy is too toxic?",
        "/",
        "setting=toxicity_driven",
        partial(coverage, subject="blinatumomab given for chemotherapy intolerance"),
    ),
    Question("Risk of CD19-negative relapse, and of lineage switch?", "/", "tab=phenotype", of_chart("phenotype")),
    Question("Will she reach transplant?", "/", "tab=transplant", of_chart("transplant")),
    Question("Can transplant be omitted?", "/", "endpoint=survival,transplant&tab=survival", without_transplant),
    Question("Frontline: what is there?", "/trials", "line=frontline", partial(coverage, subject="frontline treatment")),
)


def questions_for(evidence: Evidence) -> tuple[Question, ...]:
    """The questions that can be asked of an evidence: those of this drug, or none."""
    return QUESTIONS if evidence.experimental.arm == DRUG else ()


@cache
def answered(catalogue: Catalogue, evidence: str = "review") -> Sequence[Answered]:
    """Each question with its sentence, and the address of its state for one choice of layers; worked out once."""
    asked = [(question, question.selection(catalogue, evidence)) for question in questions_for(catalogue.evidence)]
    return [Answered(question.words, question.address(state), question.sentence(catalogue.show(state))) for question, state in asked]
