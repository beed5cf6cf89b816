"""Survival and transplant in sentences, and why a count among some patients is not divided by all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import wording
from dashboard.charts import marks, rows
from dashboard.charts.chart import Aside
from dashboard.charts.contrast.rows import as_effect_only
from dashboard.charts.outcomes.rows import OTHER, Outcome, Outcomes
from dashboard.vocabulary import DENOMINATOR, DOMAIN

SURVIVAL: Mapping[str, tuple[str, str]] = {
    "estimate": ("Medians, in months", "medians"),
    "percent_only": ("Percentages at a fixed time", "percentages at a fixed time"),
    "count": ("Counts at follow-up", "counts at follow-up"),
    "approximate": ("Approximate figures", "approximate figures"),
    "implied_zero": ("Implied zeros", "implied zeros"),
    OTHER: ("Estimates in other units", "estimates in other units"),
}
"""The kinds of a figure of survival, each with its heading and its words in a sentence."""
TRANSPLANT: Mapping[str, str] = {
    "responders": "Of the responders",
    "treated": "Of all treated",
    "enrolled": "Of all enrolled",
    "randomised": "Of all randomised",
    "evaluable": "Of those evaluable",
    "relapses": "Of the relapses",
    "survivors": "Of the survivors",
    "with_event": "Of those with an adverse event",
    "not_stated": "Denominator not stated",
}
"""Whom the source counts when it says how many reached a transplant; each group answers a question of its own."""


def whom(outcome: Outcome) -> str:
    """'Of 69 responders'; for a percentage, or without n, 'Of the responders, n not stated'."""
    if outcome.result.n is not None and outcome.result.state != "percent_only":
        return f"Of {wording.group(outcome.result)}"
    n = f"n {outcome.result.n}" if outcome.result.n is not None else "n not stated"
    return f"{TRANSPLANT[outcome.counted_in]}, {n}"


def survival_sentence(outcomes: Outcomes) -> str:
    """How many cohorts give which kind of figure, with the range of median overall survival; no average."""
    numbers = outcomes.numbers
    if not numbers:
        return f"No publication shown here has a survival figure {outcomes.evidence.within}."
    several = "Groups and times differ or are not stated, so nothing is averaged and no curve is drawn."
    layers = _apart(outcomes)
    found = {kind: [[each for each in own if each.kind == kind] for own in layers] for kind in SURVIVAL}
    kinds = [_kind(kind, parts) for kind, parts in found.items() if any(parts)]
    return f"Reported: {'; '.join(kinds)}. {several if len(numbers) > 1 else 'No curve is drawn.'}"


def survival_claim(outcomes: Outcomes) -> str:
    """'Four cohorts, since then six (one counted before), report survival figures; no curve is drawn'."""
    return f"{_reporting(outcomes)} survival figures; no curve is drawn" if outcomes.answers else ""


def transplant_claim(outcomes: Outcomes) -> str:
    """'Five cohorts report how many reached a transplant'."""
    return f"{_reporting(outcomes)} how many reached a transplant" if outcomes.answers else ""


def _reporting(outcomes: Outcomes) -> str:
    parts = [[each.study for each in own] for own in _apart(outcomes)]
    return wording.capitalised(rows.reporting([len({study.cohort_id for study in own}) for own in parts], rows.before(parts)))


def _apart(outcomes: Outcomes) -> list[list[Outcome]]:
    return rows.apart(outcomes.evidence, outcomes.answers, lambda each: each.study)


def _kind(kind: str, parts: Sequence[Sequence[Outcome]]) -> str:
    """'medians from two cohorts (overall survival 8.7 months), since then from one (counted before, overall survival 14.6 months)'."""
    studies = [[each.study for each in own] for own in parts]
    first, *later = (len({study.cohort_id for study in own}) for own in studies)
    counted = [
        f"{SURVIVAL[kind][1]} from {wording.number(first, 'cohort')}",
        *(f"from {wording.in_words(count) if count else 'none'}" for count in later),
    ]
    known = ["", *(rows.before(studies) for _ in later)]
    beside = [wording.joined([words, _medians(own) if kind == "estimate" else ""]) for words, own in zip(known, parts, strict=True)]
    return rows.since_then(f"{said}{rows.in_brackets(words)}" for said, words in zip(counted, beside, strict=True))


def _medians(numbers: Sequence[Outcome]) -> str:
    """'overall survival 8.7–13.1 months, for historical controls 6 months': the range in each arm, that of the drug first."""
    months: dict[str, list[float]] = {}
    for each in numbers:
        if each.result.endpoint == "overall_survival" and each.result.estimate is not None:
            months.setdefault(each.other_arm and f"for {each.other_arm} ", []).append(each.result.estimate)
    ranges = {arm: "–".join(dict.fromkeys(f"{end:g}" for end in (min(own), max(own)))) for arm, own in sorted(months.items())}
    return f"overall survival {', '.join(f'{arm}{ends} months' for arm, ends in ranges.items())}" if ranges else ""


def transplant_sentence(outcomes: Outcomes) -> str:
    """How many cohorts report over which denominators; never one range across them."""
    if not outcomes.answers:
        return f"No publication shown here says {outcomes.evidence.within} how many reached a transplant."
    layers = _apart(outcomes)
    first, *later = (len({each.study.cohort_id for each in own}) for own in layers)
    known = rows.in_brackets(rows.before([[each.study for each in own] for own in layers]))
    subjects = [
        f"{wording.number(first, 'cohort reports', 'cohorts report')} how many reached a transplant",
        *(f"{wording.in_words(count)}{known}" for count in later),
    ]
    said = rows.since_then(wording.joined([subject, _reached(own)], ": ") for subject, own in zip(subjects, layers, strict=True))
    several = len({each.kind for each in outcomes.answers}) > 1
    return f"{wording.capitalised(said)}.{' The groups differ, so they are not compared.' if several else ''}"


def _reached(numbers: Sequence[Outcome]) -> str:
    """'among responders 45/69; among all treated 5/9 and 4/9 (historical controls)'."""
    figures = {code: [_share(each) for each in numbers if each.kind == code] for code in TRANSPLANT}
    whose = {code: f"among {words}" for code, words in DENOMINATOR.items()}
    whose |= {"with_event": "among those with an adverse event", "not_stated": "in an unstated group"}
    return "; ".join(f"{whose[code]} {' and '.join(found)}" for code, found in figures.items() if found)


def _share(outcome: Outcome) -> str:
    """'45/69', '20/60 (historical controls)', '83 %'; 'about half', '20, n not stated': in full what is not exact."""
    result, arm = outcome.result, outcome.other_arm
    exact = result.state in ("count", "percent_only") and wording.share(result) is not None
    return f"{wording.brief(result) if exact else wording.value(result)}{f' ({arm})' if arm else ''}"


def refusal(outcome: Outcome) -> str:
    """Why a count among some patients is not divided by all."""
    events, among, everyone = outcome.result.events, wording.group(outcome.result), outcome.study.patients
    within = outcome.evidence.layer_of(outcome.result).within
    return (
        f"{outcome.study.label}: {events} of the {among} had a transplant. How many of all {everyone} did is not {within}, "
        f"so {events} is not divided by {everyone}."
    )


def asides(outcomes: Outcomes) -> tuple[Aside, ...]:
    """The publications without a row, and why. What is said about a transplant in words only does have a row."""
    name, in_words = DOMAIN[outcomes.domain], outcomes.said.in_words if outcomes.domain == "survival" else []
    aside = (f"{name} in words only; see the table and the card", in_words)
    return outcomes.said.asides(name, [each.study for each in outcomes.numbers], aside, *as_effect_only(outcomes.said, name))


def caveats(outcomes: Outcomes) -> tuple[str, ...]:
    """What else a reader must know.

    Possible overlap, other settings, what is not worked out, has no mark or was replaced, and doubts about what is drawn.
    """
    results = [each.result for each in outcomes.numbers]
    refused = [refusal(each) for each in outcomes.unanswered] if outcomes.domain == "transplant" else []
    drawn = (*outcomes.numbers, *(outcomes.in_words if outcomes.domain == "transplant" else ()))
    doubt = wording.overlap(outcomes.evidence, (each.study for each in drawn))
    doubtful = [f"{wording.capitalised(doubt)}."] if doubt else []
    settings = rows.of_other_settings(outcomes.said.shown, results)
    return (*doubtful, *settings, *refused, *marks.unmarked(results), *outcomes.said.replaced(), *rows.doubts(outcomes.said.shown, results))
