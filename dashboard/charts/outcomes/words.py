"""Survival and transplant in sentences, and why a count among some is not divided by all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from dashboard import wording
from dashboard.charts import marks, rows
from dashboard.charts.chart import Aside
from dashboard.charts.outcomes.rows import Outcome, Outcomes
from dashboard.evidence import Evidence
from dashboard.vocabulary import DENOMINATOR, DOMAIN

SURVIVAL: Mapping[str, tuple[str, str]] = {
    "estimate": ("Medians, in months", "medians"),
    "percent_only": ("Percentages at a fixed time", "percentages at a fixed time"),
    "count": ("Counts at follow-up", "counts at follow-up"),
}
"""The states of a survival result that are drawn, each with its heading and its words in a sentence."""
TRANSPLANT: Mapping[str, str] = {
    "responders": "Of the responders",
    "treated": "Of all treated",
    "randomised": "Of all randomised",
    "evaluable": "Of those evaluable",
    "relapses": "Of the relapses",
    "survivors": "Of the survivors",
    "not_stated": "Denominator not stated",
}
"""Whom the source counts when it says how many reached a transplant: each group is a question of its own."""


def whom(outcome: Outcome) -> str:
    """'Of 69 responders'; of a percentage without n 'Of the responders, n not stated'."""
    if outcome.group and outcome.result.state != "percent_only":
        return f"Of {outcome.group}"
    n = f"n {outcome.result.n}" if outcome.result.n is not None else "n not stated"
    return f"{TRANSPLANT[outcome.counted_in]}, {n}"


def survival_sentence(outcomes: Outcomes) -> str:
    """How many cohorts give which kind of figure, with the range of median overall survival; no average."""
    numbers = outcomes.numbers
    if not numbers:
        return f"No publication shown here has a survival figure {outcomes.evidence.within}."
    several = "Groups and times differ or are not said: nothing is averaged, and no curve is drawn."
    said = rows.said_apart(outcomes.evidence, numbers, lambda each: each.study, partial(_kinds, outcomes.evidence))
    return f"{said} {several if len(numbers) > 1 else 'No curve is drawn.'}"


def _kinds(evidence: Evidence, numbers: Sequence[Outcome]) -> str:
    """'Medians from two cohorts (overall survival 8.7–13.1 months); counts at follow-up from one cohort.'."""
    found = {state: [each.study for each in numbers if each.result.state == state] for state in SURVIVAL}
    said = [
        f"{SURVIVAL[state][1]} from {wording.cohorts(evidence, studies)}{_medians(numbers) if state == 'estimate' else ''}"
        for state, studies in found.items()
        if studies
    ]
    return f"{wording.capitalised('; '.join(said))}."


def _medians(numbers: Sequence[Outcome]) -> str:
    results = [each.result for each in numbers if each.result.endpoint == "overall_survival"]
    months = sorted(result.estimate for result in results if result.estimate is not None)
    ends = dict.fromkeys(f"{end:g}" for end in (months[:1] + months[-1:]))
    return f" (overall survival {'–'.join(ends)} months)" if months else ""


def transplant_sentence(outcomes: Outcomes) -> str:
    """Over which denominators how many cohorts report; never one range across them."""
    if not outcomes.numbers:
        return f"No publication shown here says {outcomes.evidence.within} how many reached a transplant."
    return rows.said_apart(outcomes.evidence, outcomes.numbers, lambda each: each.study, partial(_reached, outcomes.evidence))


def _reached(evidence: Evidence, numbers: Sequence[Outcome]) -> str:
    """'Two cohorts report how many reached a transplant: of responders 45/69; of all treated 5/9. …'."""
    studies = [each.study for each in numbers]
    verb = "reports" if len({study.cohort_id for study in studies}) == 1 else "report"
    subject = f"{wording.capitalised(wording.cohorts(evidence, studies))} {verb} how many reached a transplant"
    figures = {code: [wording.brief(each.result) for each in numbers if each.counted_in == code] for code in TRANSPLANT}
    whose = {**DENOMINATOR, "not_stated": "a group not stated"}
    parts = [f"of {whose[code]} {' and '.join(found)}" for code, found in figures.items() if found]
    apart = " Each group is a question of its own, so they are not read across." if len(parts) > 1 else ""
    return f"{subject}: {'; '.join(parts)}.{apart}"


def refusal(outcome: Outcome) -> str:
    """Why a count among some is not divided by all."""
    events, everyone = outcome.result.events, outcome.study.patients
    within = outcome.evidence.layer_of(outcome.result).within
    return (
        f"{outcome.study.label}: {events} of the {outcome.among} had a transplant. How many of all {everyone} had one is not {within}: "
        f"{events} is not divided by {everyone}."
    )


def asides(outcomes: Outcomes) -> tuple[Aside, ...]:
    """Who has no row, and why; what is said of a transplant in words only has one."""
    name, in_words = DOMAIN[outcomes.domain], outcomes.said.in_words if outcomes.domain == "survival" else []
    aside = (f"{name} in words only; the words stand in the table and in the card", in_words)
    return outcomes.said.asides(name, [each.study for each in outcomes.numbers], aside)


def caveats(outcomes: Outcomes) -> tuple[str, ...]:
    """What is not worked out, what has no mark, and the doubts about what is drawn."""
    results = [each.result for each in outcomes.numbers]
    refused = [refusal(each) for each in outcomes.numbers if outcomes.domain == "transplant" and each.is_narrower]
    return (*refused, *marks.unmarked(results), *outcomes.said.replaced(), *rows.doubts(outcomes.said.shown, results))
