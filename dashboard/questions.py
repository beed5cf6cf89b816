"""Fifteen questions that boards ask: each a ready state of the dashboard, with the one sentence that the tables support."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import pandas as pd

from dashboard import wording
from dashboard.charts import CHARTS, Shown
from dashboard.charts.board.rows import NOT_EFFICACY
from dashboard.selection import Catalogue, Selection
from dashboard.vocabulary import POPULATION
from dashboard.wording import Result, in_words, number

MOST_NAMED = 2
"""Registrations that a sentence names; more are counted."""


@dataclass(frozen=True)
class Question:
    """A question in a board's words, the address that answers it, and the sentence, computed from the records it leaves."""

    words: str
    path: str
    query: str
    sentence: Callable[[Shown], str]

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    def answer(self, catalogue: Catalogue) -> str:
        selection = Selection.from_query(self.query, records=catalogue.records)
        return self.sentence(Shown(catalogue.evidence, catalogue.select(selection), selection))


def of_chart(key: str) -> Callable[[Shown], str]:
    """What the chart itself says of the records shown."""
    return lambda shown: CHARTS[key].draw(shown).sentence


def efficacy(shown: Shown) -> str:
    """The first sentence of the efficacy chart."""
    return CHARTS["efficacy"].draw(shown).sentence


def overt(shown: Shown) -> str:
    """The same, and who counts children with residual disease only: for them a remission that is kept is one reached."""
    beside = [study for study in shown.studies.itertuples() if "mrd" in study.settings.split(";")]
    return " ".join([efficacy(shown), *(f"{study.label} {wording.lowered(study.patients_note)}" for study in beside)])


def coverage(shown: Shown, *, subject: str, population: str = "") -> str:
    """How many publications and registrations cover a subject, and how many of them with a figure, or recruiting."""
    studies, trials = shown.studies, shown.trials.drop_duplicates("registration_id")
    with_figure = len({result.study_id for result in _numbers(shown) if not population or _of_just_these(shown, result, population)})
    outcome = f"an outcome{' of just these children' if population else ''} as a number"
    published = f"{wording.capitalised(number(len(studies), 'publication'))} in this review {_cover(len(studies))} {subject}"
    if len(studies) == 1:
        published += f", with{'' if with_figure else 'out'} {outcome}"
    elif len(studies):
        published += f", {_of_them(with_figure, len(studies))} with {outcome}"
    return "; ".join([published, _registered(trials), *_contradicted(shown, population)]) + "."


def _cover(count: int) -> str:
    return "covers" if count in (0, 1) else "cover"


def _of_them(part: int, whole: int) -> str:
    """'two of them', 'none of them', 'both of them'."""
    none, every = ("neither", "both") if whole == 2 else ("none", "all")
    return {0: none, whole: every}.get(part, in_words(part)) + " of them"


def _numbers(shown: Shown) -> list[Result]:
    """The outcomes that stand as numbers; fewer than five children, as in a case report, are words."""
    outcomes = [result for result in wording.results_of(shown.results) if result.domain != "conduct" and wording.has_number(result)]
    return [result for result in outcomes if not wording.has(result.n) or int(result.n) >= wording.FEW]


def _of_just_these(shown: Shown, result: Result, population: str) -> bool:
    """Whether a figure counts nobody else: its subgroup is named for the population, or the whole publication belongs to it."""
    return POPULATION[population].lower() in result.subgroup.lower() or _basis(shown, result.study_id, population).startswith("All ")


def _basis(shown: Shown, record: str, population: str) -> str:
    """What the tables say of a population in a record, such as 'All eleven were infants'."""
    rows = shown.evidence.populations
    return str(rows.loc[(rows["record_id"] == record) & (rows["population"] == population), "basis"].iloc[0])


def _registered(trials: pd.DataFrame) -> str:
    """How many registrations, how many of them recruiting, and which, while they are few."""
    count, recruiting = len(trials), int((trials["status"] == "recruiting").sum())
    words = f"{number(count, 'registration')} {'does' if count in (0, 1) else 'do'}"
    if not count:
        return words
    whose = f"{_of_them(recruiting, count)} " if count > 1 else "" if recruiting else "not "
    which = f" ({' and '.join(trials['registration_id'])})" if count <= MOST_NAMED else ""
    return f"{words}, {whose}recruiting in March 2021{which}"


def _contradicted(shown: Shown, population: str) -> list[str]:
    """How many registrations the review puts both in and out of a population."""
    rows, trials = shown.evidence.populations, shown.evidence.trials
    said = rows.loc[(rows["population"] == population) & (rows["code"] == "conflicting"), "record_id"]
    count = trials.loc[trials["trial_id"].isin(said), "registration_id"].nunique()
    return [f"on {number(count, 'other')} the review contradicts itself"] if count else []


def overall_survival(shown: Shown) -> str:
    """Each trial's hazard ratio of death with its interval, and whether that includes 1."""
    rows = shown.contrasts[(shown.contrasts["endpoint"] == "overall_survival") & (shown.contrasts["measure"] == "hazard_ratio")]
    labels = dict(zip(shown.studies["study_id"], shown.studies["label"], strict=True))
    parts = []
    for row in rows.itertuples():
        one = "includes" if row.ci_low <= 1 <= row.ci_high else "does not include"
        interval = f"{row.ci_level:g} % CI {row.ci_low:g}–{row.ci_high:g} as published, which {one} 1"
        parts.append(f"{row.estimate:g} ({interval}) in {labels[row.study_id]}")
    if not parts:
        return "No hazard ratio for death is shown here."
    return f"Hazard ratio for death with blinatumomab against chemotherapy: {'; '.join(parts)}."


def mrd_by_arm(shown: Shown) -> str:
    """MRD in each arm of each randomised trial, as the trial defines it."""
    parts = []
    for study in shown.studies[shown.studies["design"] == "randomised_trial"].itertuples():
        by_arm = {result.arm: result for result in _mrd(shown) if result.study_id == study.study_id}
        if {"blinatumomab", "chemotherapy"} <= by_arm.keys():
            parts.append(_against(by_arm["blinatumomab"], by_arm["chemotherapy"], study.label))
    return f"{'; '.join(parts)}." if parts else "No randomised MRD result is shown here."


def _mrd(shown: Shown) -> list[Result]:
    """The MRD results of which a share is known."""
    return [result for result in wording.results_of(shown.results) if result.domain == "mrd" and wording.share(result) is not None]


def _against(own: Result, other: Result, label: str) -> str:
    """'MRD-negative: 75 % against 32 % with chemotherapy in Brown 2021 [38], n of neither arm stated'."""
    if wording.is_counted(own) and wording.is_counted(other):
        return f"{wording.what(own)}: {wording.value(own)} against {wording.value(other)} with chemotherapy in {label}"
    shares = f"{wording.percentage(own)} against {wording.percentage(other)}"
    return f"{wording.what(own)}: {shares} with chemotherapy in {label}, where n is not stated"


def mrd_of(shown: Shown, *, population: str) -> str:
    """MRD of the children of one population and no others, publication by publication; the rest is counted."""
    labels = dict(zip(shown.studies["study_id"], shown.studies["label"], strict=True))
    own = [result for result in _mrd(shown) if result.endpoint not in NOT_EFFICACY and _of_just_these(shown, result, population)]
    parts = [f"{_valued(result)}, in {labels[result.study_id]}{_whole(shown, result, population)}" for result in own]
    if not parts:
        return "No MRD result of just these children is shown here."
    silent = len(labels) - len({result.study_id for result in own})
    none = f" {wording.capitalised(number(silent, 'publication'))} shown here {'gives' if silent == 1 else 'give'} no such figure."
    return f"{'; '.join(parts)}.{none if silent else ''}"


def _valued(result: Result) -> str:
    interval = wording.interval(result) if wording.is_counted(result) else ""
    return f"{wording.what(result)}: {wording.value(result)}{f' ({interval})' if interval else ''}"


def _whole(shown: Shown, result: Result, population: str) -> str:
    return "" if result.subgroup else f", where {wording.lowered(_basis(shown, result.study_id, population))}"


def without_transplant(shown: Shown) -> str:
    """Whether anything compares survival with and without a transplant as a number."""
    said = [
        result for result in wording.results_of(shown.results) if result.domain == "survival" and "transplant" in result.definition.lower()
    ]
    compared = [result for result in said if "with transplant" in result.definition.lower()]
    numbered = len({result.study_id for result in compared if wording.has_number(result)})
    cited = {result.study_id for result in compared if result.state == "qualitative"}
    randomised = int((shown.studies["study_id"].isin(cited) & (shown.studies["design"] == "randomised_trial")).sum())
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
    Question("First relapse: MRD clearance before transplant?", "/", "setting=first_relapse&measure=mrd", mrd_by_arm),
    Question(
        "Infant with KMT2A rearrangement and MRD before transplant?",
        "/",
        "infant=included&kmt2a=included&measure=mrd",
        partial(mrd_of, population="infant"),
    ),
    Question(
        "Infants: which trials name them?", "/trials", "infant=included", partial(coverage, subject="infants by name", population="infant")
    ),
    Question("Ph-positive leukaemia?", "/", "ph=included", partial(coverage, subject="Ph-positive leukaemia", population="ph_positive")),
    Question("Down syndrome?", "/", "down=included", partial(coverage, subject="children with Down syndrome", population="down_syndrome")),
    Question("Relapse after transplant: what chance of remission?", "/", "setting=post_transplant_relapse", efficacy),
    Question(
        "What is known after transplant?", "/trials", "setting=post_transplant", partial(coverage, subject="blinatumomab after transplant")
    ),
    Question(
        "When chemotherapy is too toxic?",
        "/",
        "setting=toxicity_driven",
        partial(coverage, subject="blinatumomab given because of chemotherapy's toxicity"),
    ),
    Question("Risk of CD19-negative relapse, and of lineage switch?", "/", "tab=phenotype", of_chart("phenotype")),
    Question("Will she reach transplant?", "/", "tab=transplant", of_chart("transplant")),
    Question("Can transplant be omitted?", "/", "endpoint=survival,transplant&tab=survival", without_transplant),
    Question("Frontline: what is there?", "/trials", "line=frontline", partial(coverage, subject="frontline treatment")),
)


@cache
def answered(catalogue: Catalogue) -> tuple[tuple[Question, str], ...]:
    """Each question with its sentence; worked out once for an evidence."""
    return tuple((question, question.answer(catalogue)) for question in QUESTIONS)
