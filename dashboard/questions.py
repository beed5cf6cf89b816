"""Questions that tumour boards ask, each with a ready state of the dashboard and the one sentence that the tables support."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from dashboard import wording
from dashboard.charts import CHARTS, draw
from dashboard.charts.board import response_sentence
from dashboard.charts.contrast import hazard_ratios
from dashboard.charts.phenotype import cd19_negative, kept_or_switched
from dashboard.charts.rows import longer
from dashboard.charts.toxicity_by_arm import toxicity_by_name, toxicity_further
from dashboard.evidence import Evidence
from dashboard.schema import Result, Trial
from dashboard.selection import Catalogue, Selection, Shown
from dashboard.vocabulary import DESIGN, LAYER_KIND, QUESTION, SETTING
from dashboard.wording import in_words, number

DRUG = "blinatumomab"
"""The experimental arm that the evidence must have for these questions to be asked."""
SURVIVAL = "survival"
"""The chart to which other questions link."""
MOST_NAMED = 2
"""Registrations or publications that a sentence names; further ones are counted."""


@dataclass(frozen=True)
class Question:
    """One question: the page, state and chart that answer it, the sentence computed from the records shown, and its limits."""

    key: str
    path: str
    query: str
    chart: str
    sentence: Callable[[Shown], str]
    caveat: str
    """What the answer does not say, but for `absence`."""
    population: str = ""
    """The population asked about, if a publication may include it among others."""
    reports: bool = False
    """Whether the sentence reports figures; if it counts publications instead, those of later layers are named."""
    absence: bool = False
    """Whether the answer may be that nothing was found, and its limits say what that does not mean."""
    detail: Callable[[Shown], str] | None = None
    """A detail below the answer, not needed at first glance; None, or empty text, if there is nothing to add."""

    @property
    def words(self) -> str:
        return QUESTION[self.key]

    @property
    def limits(self) -> str:
        """All that the answer does not say."""
        return f"{self.caveat} {ABSENCE}" if self.absence else self.caveat

    @cached_property
    def state(self) -> Selection:
        """The state that answers it, which does not depend on the records loaded."""
        return replace(Selection.from_query(self.query), question=self.key)

    @property
    def address(self) -> str:
        return f"{self.path}?{self.state.to_query()}"

    def answer(self, catalogue: Catalogue) -> str:
        return self.sentence(catalogue.show(self.state))

    def more(self, catalogue: Catalogue) -> str:
        """The detail under the answer; may be empty."""
        return self.detail(catalogue.show(self.state)) if self.detail else ""


class Answered(NamedTuple):
    """What is shown above the charts while a question is in force."""

    words: str
    answer: str
    detail: str
    since: str
    """What later layers say in the same state, apart from the answer; empty if none is shown."""
    limits: str
    survival: bool
    """Whether the survival chart, if it is not the answer, has a row in the same state."""


def of_chart(key: str) -> Callable[[Shown], str]:
    """A function that gives the chart's own sentence on the records shown."""
    return lambda shown: CHARTS[key].draw(shown).sentence


def with_mrd_only(shown: Shown) -> str:
    """The publications with children treated for residual disease only, so in remission, and whom each counts."""
    unsaid = f"{wording.lowered(SETTING['mrd'])} among its settings."
    of_mrd = [study for study in shown.studies if "mrd" in study.settings and not study.updates]
    return " ".join(f"{study.label}: {wording.lowered(study.patients_note) or unsaid}" for study in of_mrd)


def coverage(shown: Shown, *, subject: str, population: str = "") -> str:
    """How many publications and registrations cover a subject, and how many of them have an outcome figure or recruit."""
    count = len(shown.studies)
    with_figure, outcome = len(_with_figure(shown, population)), _outcome(population)
    published = f"{wording.capitalised(number(count, 'publication'))} {shown.evidence.within} {_cover(count)} {subject}"
    if count == 1:
        published += f", with{'' if with_figure else 'out'} {outcome}"
    elif count:
        published += f", {_of_them(with_figure, count)} with {outcome}"
    published += _of_fewer(shown, population)
    registered = [_registered(shown)] if shown.evidence.trials else []
    return "; ".join([published, *registered, *_contradicted(shown.evidence, population)]) + "."


def _cover(count: int) -> str:
    return "covers" if count in (0, 1) else "cover"


def _of_them(part: int, whole: int) -> str:
    """'two of them', 'none of them', 'both of them'."""
    none, every = ("neither", "both") if whole == 2 else ("none", "all")
    return {0: none, whole: every}.get(part, in_words(part)) + " of them"


def _that_are(adjective: str, part: int, whole: int) -> str:
    """'two of them randomised'; of one, 'randomised' or 'not randomised'."""
    return f"{_of_them(part, whole)} {adjective}" if whole > 1 else adjective if part else f"not {adjective}"


def _with_figure(shown: Shown, population: str) -> set[str]:
    """Keys of publications with a numeric outcome, of just `population` if one is named; groups of fewer than five do not count."""
    return {result.study_id for result in _figures(shown, population) if result.n is None or result.n >= wording.FEW}


def _figures(shown: Shown, population: str) -> list[Result]:
    """Patients' numeric outcomes, of just `population` if named, without subgroups treated only in settings not asked for."""
    settings = shown.selection.chosen("setting")
    outcomes = [
        result
        for result in shown.results
        if result.domain != "conduct"
        and wording.has_number(result)
        and not wording.of_courses(result)
        and not wording.is_elsewhere(result, settings)
    ]
    return [result for result in outcomes if not population or wording.is_of_just(shown.evidence, result, population)]


def _of_fewer(shown: Shown, population: str) -> str:
    """', plus fewer than five children in Example 2024 [9]': publications with figures of so few only; empty without `population`."""
    known = _with_figure(shown, population)
    few = dict.fromkeys(result.study_id for result in _figures(shown, population) if result.study_id not in known)
    named = wording.listed([shown.evidence.study(study).label for study in few])
    return f", plus fewer than {in_words(wording.FEW)} children in {named}" if population and named else ""


def _outcome(population: str) -> str:
    return f"an outcome figure{' for these children alone' if population else ''}"


def _registered(shown: Shown) -> str:
    """How many registrations there are, how many of them recruit, and which, if they are few."""
    trials: dict[str, Trial] = {}
    for trial in shown.trials:
        trials.setdefault(trial.registration_id, trial)
    count, recruiting = len(trials), sum(trial.status == "recruiting" for trial in trials.values())
    words = f"{number(count, 'registration')} {'does' if count in (0, 1) else 'do'}"
    if not count:
        return words
    which = f" ({' and '.join(trials)})" if count <= MOST_NAMED else ""
    return f"{words}, {_that_are('recruiting', recruiting, count)} in {shown.evidence.registered_reach}{which}"


def _contradicted(evidence: Evidence, population: str) -> list[str]:
    """A phrase on how many registrations have contradictory statements about a population; empty if none."""
    rows = evidence.columns("populations", "record_id", "population", "code")
    said = {record for record, asked, code in rows if (asked, code) == (population, "conflicting")}
    count = len({trial.registration_id for trial in evidence.trials if trial.trial_id in said})
    return [f"for {number(count, 'other')}, statements {evidence.within} contradict each other"] if count else []


def survival(shown: Shown) -> str:
    """Each trial's hazard ratio for death with its interval, and whether that includes 1."""
    told = hazard_ratios(shown, "death")
    return (
        f"Hazard ratio for death with {DRUG} against {_control(shown.evidence)}: {told}."
        if told
        else "No hazard ratio for death is shown here."
    )


def events(shown: Shown) -> str:
    """The same for an event; empty if no trial has one."""
    told = hazard_ratios(shown, "an event")
    return f"For an event: {told}. All intervals are as published." if told else ""


def _control(evidence: Evidence) -> str:
    """The name of the control arm, for the middle of a sentence."""
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
    """The MRD results with a known proportion."""
    return [result for result in shown.results if result.domain == "mrd" and wording.share(result) is not None]


def _against(own: Result, other: Result, control: str, label: str) -> str:
    """'MRD-negative: 75 % against 32 % with chemotherapy in Brown 2021 [38], where n is not stated'."""
    if own.n is None and other.n is None:
        shares = f"{wording.percentage(own)} against {wording.percentage(other)}"
        return f"{wording.what(own)}: {shares} with {control} in {label}, where n is not stated"
    return f"{wording.what(own)}: {wording.value(own)} against {wording.value(other)} with {control} in {label}"


def mrd_of(shown: Shown, *, population: str) -> str:
    """MRD results of one population alone, publication by publication."""
    parts = [
        f"{wording.what(result)}: {wording.with_interval(result)}, in {shown.evidence.study(result.study_id).label}"
        for result in _mrd_of_just(shown, population)
    ]
    return f"{'; '.join(parts)}." if parts else "No MRD result for these children alone is shown here."


def _mrd_of_just(shown: Shown, population: str) -> list[Result]:
    found = [result for result in _mrd(shown) if result.endpoint != "mrd_log_reduction"]
    return [result for result in found if wording.is_of_just(shown.evidence, result, population)]


def whose_mrd(shown: Shown, *, population: str, among: str) -> str:
    """Why whole publications count as `population`, what they say about `among`, and how many publications give no such figure."""
    own = _mrd_of_just(shown, population)
    said = []
    for key in dict.fromkeys(result.study_id for result in own if not result.subgroup):
        populations = shown.evidence.populations_of(key)
        bases = [wording.lowered(populations[asked].basis) for asked in (population, among) if populations[asked].basis]
        said.append(f"{shown.evidence.study(key).label}: {'; '.join(bases)}.")
    silent = len(shown.studies) - len({result.study_id for result in own}) if own else 0
    none = f"{wording.capitalised(number(silent, 'publication'))} shown here {'gives' if silent == 1 else 'give'} no such figure."
    return " ".join([*said, *([none] if silent else [])])


def without_transplant(shown: Shown) -> str:
    """How many publications compare survival with and without a transplant as a number, and how many in words."""
    compared = [result for result in shown.results if result.domain == "survival" and result.compares == "transplant"]
    numbered = list(dict.fromkeys(result.study_id for result in compared if wording.has_number(result)))
    in_words = {result.study_id for result in compared if result.state == "qualitative"}
    cited = sorted((study for study in shown.studies if study.study_id in in_words), key=lambda study: study.ref)
    randomised = sum(study.randomised for study in cited)
    compared_by = f"{wording.capitalised(number(len(numbered), 'publication'))} {'compares' if len(numbered) in (0, 1) else 'compare'}"
    which = f" ({', '.join(shown.evidence.study(study).label for study in numbered)})" if numbered else ""
    words = (
        f"; {number(len(cited), 'is', 'are')} cited ({' '.join(f'[{study.ref}]' for study in cited)}), in words, for longer survival with "
        "a transplant, or a trend, "
        f"{_that_are('randomised', randomised, len(cited))}"
    )
    return f"{compared_by} survival with and without a transplant as a number{which}{words if cited else ''}."


def need_of_transplant(shown: Shown) -> str:
    """What a source concludes about the need for a transplant, with its place; empty if none does."""
    evidence, fact = shown.evidence, shown.evidence.fact("necessity_of_transplant")
    return f"Conclusion ({wording.place(evidence, fact)}): {wording.lowered(str(fact.value))}." if fact else ""


def intolerance(shown: Shown) -> str:
    """What covers chemotherapy intolerance, and which publications include children with TCF3-HLF."""
    rows = shown.evidence.columns("populations", "record_id", "population", "code", "basis")
    said = {record: basis for record, asked, code, basis in rows if (asked, code) == ("tcf3_hlf", "included")}
    about = [(shown.evidence.study(record), basis) for record, basis in said.items() if shown.evidence.is_study(record)]
    named = "; ".join(f"{study.label} ({wording.lowered(basis)})" for study, basis in about)
    beside = f"TCF3-HLF, whatever the setting: {named}." if about else f"Nothing {shown.evidence.within} is about TCF3-HLF."
    return f"{coverage(shown, subject=f'{DRUG} given for chemotherapy intolerance')} {beside}"


ABSENCE = "An absence of reports is not evidence of no effect."
SIDE_BY_SIDE = "Different patients, definitions and follow-up: the range is not a comparison."
WITHIN_A_TRIAL = "Each difference holds within its own trial; the trials differ in children, chemotherapy and endpoints."
OTHERS = "A publication that includes such children among others need not say how they fared."
REGISTERED = "A registration says who may enter, not how they fare; its status today may differ."


QUESTIONS = (
    Question(
        "overt", "/", "setting=relapsed_refractory", "board", response_sentence, SIDE_BY_SIDE, reports=True,
        detail=with_mrd_only,
    ),
    Question(
        "toxicity", "/", "setting=first_relapse", "dumbbell", toxicity_by_name,
        f"{WITHIN_A_TRIAL} Where no n is stated, there is no interval.", reports=True, detail=toxicity_further,
    ),
    Question(
        "survival", "/", "setting=first_relapse", "contrast", survival,
        f"{WITHIN_A_TRIAL} An interval that includes 1 is not proof of no difference.", reports=True, detail=events,
    ),
    Question(
        "mrd", "/", "setting=first_relapse", "board", mrd_by_arm,
        "Clearance of residual disease is not survival; the definitions and times of measurement differ.", reports=True,
    ),
    Question(
        "infant_kmt2a", "/", "infant=included&kmt2a=included", "board", partial(mrd_of, population="infant"),
        "A percentage without n has no interval. Relapse and survival are separate questions.", "infant",
        reports=True, detail=partial(whose_mrd, population="infant", among="kmt2a_rearranged"),
    ),
    Question(
        "infants", "/trials", "infant=included", "landscape", partial(coverage, subject="infants by name", population="infant"),
        f"{REGISTERED} Where no lower age is printed, whether infants may enter is not stated.", "infant",
    ),
    Question(
        "ph_positive", "/", "ph=included", "board", partial(coverage, subject="Ph-positive leukaemia", population="ph_positive"),
        OTHERS, "ph_positive", absence=True,
    ),
    Question(
        "down_syndrome", "/trials", "down=included", "landscape",
        partial(coverage, subject="children with Down syndrome", population="down_syndrome"), REGISTERED, "down_syndrome",
        absence=True,
    ),
    Question(
        "post_transplant_relapse", "/", "setting=post_transplant_relapse", "board", response_sentence,
        "With so few children, the interval is wide; how long a remission lasts is another question.", reports=True,
    ),
    Question(
        "post_transplant", "/trials", "setting=post_transplant", "landscape",
        partial(coverage, subject=f"{DRUG} after transplant, without relapse"), REGISTERED, absence=True,
    ),
    Question(
        "intolerance", "/", "setting=toxicity_driven", "board", intolerance,
        "Its use does not show that it was safer.", absence=True,
    ),
    Question(
        "phenotype", "/", "tab=phenotype", "phenotype", kept_or_switched,
        "Proportions are of relapses with known status, not of all children treated; a switch in one child is not a rate.",
        reports=True, detail=cd19_negative,
    ),
    Question(
        "transplant", "/", "tab=transplant", "transplant", of_chart("transplant"),
        "Who goes to transplant depends on protocol and centre; none of these proportions is one child's chance.",
        reports=True,
    ),
    Question(
        "necessity", "/", "endpoint=survival,transplant&tab=survival", "survival", without_transplant,
        "Those who reached transplant had survived to reach it; without randomisation, that alone makes them look better.",
        reports=True, detail=need_of_transplant,
    ),
    Question(
        "frontline", "/trials", "line=frontline", "landscape", partial(coverage, subject="frontline treatment"), REGISTERED,
        absence=True,
    ),
)  # fmt: skip
BY_KEY: Mapping[str, Question] = {question.key: question for question in QUESTIONS}


def questions_for(evidence: Evidence) -> tuple[Question, ...]:
    """All questions if the evidence is about DRUG, else none."""
    return QUESTIONS if evidence.experimental.arm == DRUG else ()


def standing(selection: Selection) -> Selection:
    """The selection, without its question if the filters differ from the question's: no answer may describe another state."""
    question = BY_KEY.get(selection.question)
    return selection if question is None or question.state.filters == selection.filters else replace(selection, question="")


def in_force(shown: Shown) -> Question | None:
    """The question answered above the charts; None if there is none."""
    question = BY_KEY.get(standing(shown.selection).question)
    return question if question in questions_for(shown.evidence) else None


def says_what_is_missing(shown: Shown, charts: Collection[str]) -> bool:
    """Whether the answer above `charts` already says how few records are left, and what that does not mean."""
    question = in_force(shown)
    return question is not None and question.chart in charts and question.absence and shown.selection.evidence != "later"


@lru_cache(maxsize=100)
def answered(question: Question, catalogue: Catalogue) -> Answered:
    """The answer from the layers always shown and, apart from it, what later layers say; cached."""
    always, later = _in_parts(catalogue)
    answer = question.answer(always) if always else "Only what came since is shown; what the review says is not."
    since = " ".join(_since(question, part) for part in later)
    survival = question.chart != SURVIVAL and bool(draw(CHARTS[SURVIVAL], catalogue.show(question.state)).rows)
    return Answered(question.words, answer, question.more(always) if always else "", since, question.limits, survival)


@lru_cache(maxsize=10)
def _in_parts(catalogue: Catalogue) -> tuple[Catalogue | None, Sequence[Catalogue]]:
    """The catalogue of the layers always shown, None if there are none; then of those shown on request, local ones apart."""
    parts: dict[str, list[str]] = {}
    for layer in catalogue.evidence.layers:
        kind = "local" if layer.kind == "local" else "later"
        parts.setdefault("always" if layer.shown == "always" else kind, []).append(layer.layer)
    always = parts.pop("always", [])
    if not parts:
        return catalogue, ()
    later = [Catalogue(catalogue.evidence.of(parts[kind])) for kind in ("later", "local") if kind in parts]
    return Catalogue(catalogue.evidence.of(always)) if always else None, later


def _since(question: Question, later: Catalogue) -> str:
    """'Since then, chosen results read to May 2030: two publications. …', and which of those named or drawn repeat earlier children."""
    shown = later.show(question.state)
    is_local = all(layer.kind == "local" for layer in later.evidence.layers)
    read = f"{LAYER_KIND['local']} to" if is_local else "Since then, chosen results read to"
    read += f" {later.evidence.reach}"
    if not shown.studies:
        return f"{read}: no publication for these filters."
    count = f": {number(len(shown.studies), 'publication')}" if question.state.filters else ""
    said = f"{read}{count}{'' if question.reports else _with_outcomes(question, shown)}."
    said = wording.joined([said, question.sentence(shown) if question.reports else "", question.more(later)], " ")
    drawn = {row.record for row in CHARTS[question.chart].draw(shown).table.rows}
    labels = named_in(said, [study.label for study in later.evidence.studies])
    named = [study for study in shown.studies if study.label in labels or study.study_id in drawn]
    again = [f"{study.label}: {words}." for study in named if (words := longer(later.evidence, study))]
    return " ".join([said, *again])


def named_in(said: str, labels: Collection[str]) -> set[str]:
    """The labels in a text; one that is part of another is not named by that other."""
    return set(re.findall("|".join(map(re.escape, sorted(labels, key=len, reverse=True))), said))


def _with_outcomes(question: Question, shown: Shown) -> str:
    """', one of them with an outcome figure for these children alone (…)': how many publications have figures, and which.

    Those named are the first by design, so that a randomised trial is never among those only counted.
    """
    with_figure, outcome = _with_figure(shown, question.population), _outcome(question.population)
    count = len(shown.studies)
    share = f"{_of_them(len(with_figure), count)} with" if count > 1 else "with" if with_figure else "without"
    studies = sorted(shown.studies, key=lambda study: list(DESIGN).index(study.design))
    first = [study.label for study in studies if study.study_id in with_figure] or [study.label for study in studies]
    more = f" and {in_words(len(first) - MOST_NAMED)} more" if len(first) > MOST_NAMED else ""
    beside = f"{_of_other_settings(shown, with_figure)}{_of_fewer(shown, question.population)}"
    return f", {share} {outcome} ({', '.join(first[:MOST_NAMED])}{more}){beside}"


def _of_other_settings(shown: Shown, with_figure: Collection[str]) -> str:
    """', which may count others too in two of them': how many have no figure known to be only of the settings asked for."""
    settings = shown.selection.chosen("setting")
    just = {
        result.study_id
        for result in _figures(shown, "")
        if any(wording.is_of_all_in(shown.evidence.study(result.study_id), result, setting) for setting in settings)
    }
    others = len({*with_figure} - just) if settings else 0
    return f", which may count others too{f' in {_of_them(others, len(with_figure))}' if len(with_figure) > 1 else ''}" if others else ""
