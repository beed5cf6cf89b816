"""Fifteen questions that boards ask: each a ready state of the dashboard, with the one sentence that the tables support."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from dashboard import reading
from dashboard.charts import CHARTS, Shown
from dashboard.reading import Result, in_words, number
from dashboard.selection import Catalogue, Selection


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


def coverage(shown: Shown, *, subject: str) -> str:
    """How many publications and registrations cover a subject, and how many of them with a figure, or recruiting."""
    studies, trials = shown.studies, shown.trials.drop_duplicates("registration_id")
    numbered = [result for result in reading.results_of(shown.results) if result.domain != "conduct" and reading.has_number(result)]
    with_figure = len({result.study_id for result in numbered})
    recruiting = int((trials["status"] == "recruiting").sum())
    published = f"{reading.capitalised(number(len(studies), 'publication'))} in this review {_cover(len(studies))} {subject}"
    if len(studies):
        published += f", {_of_them(with_figure, len(studies))}with an outcome as a number, of the publication as a whole"
    registered = f"{number(len(trials), 'registration')} {'does' if len(trials) in (0, 1) else 'do'}"
    if len(trials):
        registered += f", {_of_them(recruiting, len(trials))}recruiting in March 2021"
    return f"{published}; {registered}."


def _cover(count: int) -> str:
    return "covers" if count in (0, 1) else "cover"


def _of_them(part: int, whole: int) -> str:
    """'two of them ', 'none of them '; of a single one nothing, or 'not '."""
    if whole == 1:
        return "" if part else "not "
    return {0: "none of them ", whole: "all of them "}.get(part, f"{in_words(part)} of them ")


def overall_survival(shown: Shown) -> str:
    """Each trial's hazard ratio of death with its interval, and whether that includes 1."""
    rows = shown.contrasts[(shown.contrasts["endpoint"] == "overall_survival") & (shown.contrasts["measure"] == "hazard_ratio")]
    labels = dict(zip(shown.studies["study_id"], shown.studies["label"], strict=True))
    parts = []
    for row in rows.itertuples():
        one = "includes" if row.ci_low <= 1 <= row.ci_high else "does not include"
        parts.append(f"{row.estimate:g} ({row.ci_low:g}–{row.ci_high:g}, {one} 1) in {labels[row.study_id]}")
    return f"Hazard ratio for death with blinatumomab: {'; '.join(parts)}." if parts else "No hazard ratio for death is shown here."


def mrd_by_arm(shown: Shown) -> str:
    """MRD in each arm of each randomised trial."""
    parts = []
    for study in shown.studies[shown.studies["design"] == "randomised_trial"].itertuples():
        own = [result for result in reading.results_of(shown.results) if result.study_id == study.study_id and _is_mrd(result)]
        by_arm = {result.arm: reading.value(result) for result in own}
        if len(by_arm) > 1:
            parts.append(f"{by_arm['blinatumomab']} against {by_arm['chemotherapy']} with chemotherapy in {study.label}")
    return f"MRD negativity or remission: {'; '.join(parts)}." if parts else "No randomised MRD result is shown here."


def _is_mrd(result: Result) -> bool:
    return result.domain == "mrd" and reading.share(result) is not None


def without_transplant(shown: Shown) -> str:
    """Whether anything compares survival with and without a transplant as a number."""
    said = [
        result for result in reading.results_of(shown.results) if result.domain == "survival" and "transplant" in result.definition.lower()
    ]
    compared = [result for result in said if "with transplant" in result.definition.lower()]
    numbered = len({result.study_id for result in compared if reading.has_number(result)})
    in_words = len({result.study_id for result in compared if result.state == "qualitative"})
    compare = "compares" if numbered in (0, 1) else "compare"
    return (
        f"{reading.capitalised(number(numbered, 'publication'))} {compare} survival with and without a transplant "
        f"as a number; {number(in_words, 'is', 'are')} cited, in words, for longer survival with one, or a trend."
    )


QUESTIONS = (
    Question("Overt relapsed or refractory disease: what chance of remission?", "/", "setting=relapsed_refractory", efficacy),
    Question("First high-risk relapse: how much less toxicity than chemotherapy?", "/", "setting=first_relapse", of_chart("dumbbell")),
    Question("First relapse: does it prolong survival?", "/", "setting=first_relapse&pin=brown-2021,locatelli-2021", overall_survival),
    Question("First relapse: MRD clearance before transplant?", "/", "setting=first_relapse&measure=mrd", mrd_by_arm),
    Question("Infant with KMT2A rearrangement and MRD before transplant?", "/", "infant=included&kmt2a=included&measure=mrd", efficacy),
    Question("Infants: which trials name them?", "/trials", "infant=included", partial(coverage, subject="infants by name")),
    Question("Ph-positive leukaemia?", "/", "ph=included", partial(coverage, subject="Ph-positive leukaemia")),
    Question("Down syndrome?", "/", "down=included", partial(coverage, subject="children with Down syndrome")),
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
