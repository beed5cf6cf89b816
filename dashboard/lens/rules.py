"""What one criterion of one record comes to, with the reason and the place in the source.

A question without an answer is tested only by a record that mentions such children, and held against both answers: where either
would let the child in it keeps nobody out, else it is unknown. What neither the reader nor the record says is not tested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Generic, TypeVar

from dashboard import wording
from dashboard.lens.case import NO_NEW_INFANT
from dashboard.schema import Population, Study, Trial

Row = TypeVar("Row", Study, Trial)

VERDICT: Mapping[str, str] = {
    "matches": "matches",
    "mismatches": "does not match",
    "outside": "outside the ages stated",
    "unknown": "unknown",
    "conflicting": "conflicting",
    "later_step": "later step",
    "borderline": "borderline",
    "not_tested": "not tested",
}
PASSING = ("matches", "not_tested")
BEST = ("matches", "unknown", "later_step", "mismatches")
"""Of the verdicts on several settings the first in this order counts: one that overlaps is enough."""

LAST_YEAR_OF_CHILDHOOD = 17
"""'Up to 17 years' means under 18; of any other highest age in years the last year is borderline."""


@dataclass(frozen=True)
class Verdict:
    """What a criterion comes to, why, and where in the source that stands."""

    verdict: str
    reason: str
    source: str
    brief: str = ""
    """The same in a few words, for a card; empty where nothing was tested."""
    missing: str = ""
    """What keeps it unknown: the reader's 'answer' or the record's 'statement'."""


@dataclass(frozen=True)
class Record(Generic[Row]):
    """A registration or a publication, with what is said of each population (question -> row of populations)."""

    row: Row
    said: Mapping[str, Population]


def age_verdict(trial: Record[Trial], months: int | None) -> Verdict:
    """Whether an age in completed months lies within the printed bounds, or within those of the text where none is printed."""
    row, printed = trial.row, f"Printed: {trial.row.age_text}"
    low, bounds, infants = row.age_min_years, age_in_brief(row), trial.said["infant"]

    def says(verdict: str, reason: str, brief: str = bounds, missing: str = "", source: str = row.source) -> Verdict:
        return Verdict(verdict, reason, source, brief, missing)

    if row.infants_only and row.line == "frontline" and months is not None and months >= NO_NEW_INFANT:
        return says("mismatches", TOO_OLD, "too old for a newly diagnosed infant")
    if row.infants_only:
        return says("not_tested", f"A trial in infants: infancy at diagnosis decides, not the printed age ({row.age_text})", "")
    if not row.age_text:
        return says("unknown", "No age is printed", "no age printed", "statement")
    if months is None:
        return says("unknown", f"Age not given. {printed}", f"age not given: {bounds}", "answer")
    where = _where(row, months)
    if where in ("below", "above"):
        return says("mismatches", printed)
    if where in DOUBTFUL:
        why, missing = DOUBTFUL[where]
        return says("borderline", f"{printed}; {why}", f"{where} of {bounds}", missing)
    if low is None and months < 12 and infants.code == "age_allows":
        # a lower bound that stands in the text alone, in days: past the first month every completed month is beyond it
        reason, source = f"{printed}. {infants.basis}", infants.source
        if months == 0:
            return says("unknown", f"{reason}; completed months do not give days", "lower age in days, in the text", "answer", source)
        return says("matches", reason, "lower age in the text only", "", source)
    if low is None and months < 12 and infants.code != "included":
        reason = f"{printed}, without a lower bound: whether infants may enter is not stated"
        return says("unknown", reason, "no lower age printed", "statement")
    return says("matches", printed)


TOO_OLD = "A trial in newly diagnosed infants; at two years or older, infancy is more than a year ago"
EITHER_SIDE = "completed months do not say on which side"
DOUBTFUL: Mapping[str, tuple[str, str]] = {
    "at the lower end": (EITHER_SIDE, "answer"),
    "at the upper end": (EITHER_SIDE, "answer"),
    "in the last month": ("whether the whole last month counts is not stated", "statement"),
    "in the last year": ("whether the whole last year counts is not stated", "statement"),
}
"""Where an age is neither within the ages stated nor outside them: why, and what is missing."""


def _where(row: Study | Trial, months: int) -> str:
    """Where an age in completed months lies: 'below', 'within' or 'above' the ages stated, or one of DOUBTFUL.

    'Up to' may mean the first day of the last year alone; of a highest age that is no whole year, of the last month.
    """
    low, high = (None if years is None else round(12 * years, 3) for years in (row.age_min_years, row.age_max_years))
    if low is not None and months < low:
        return "below" if months + 1 <= low else "at the lower end"
    if high is None or months < floor(high):
        return "within"
    if months >= (ceil(high) if row.age_max_exclusive else floor(high) + (1 if high % 12 else 12)):
        return "above"
    if row.age_max_years == LAST_YEAR_OF_CHILDHOOD:
        return "within"
    return "at the upper end" if high % 1 else "in the last month" if high % 12 else "in the last year"


def age_in_brief(row: Study | Trial) -> str:
    """'1–18 years', 'up to 17 years', 'from 1 year', 'from 6 months'; 'no bounds printed' where the words name none."""
    bounds = wording.age_bounds(row)
    if not bounds or bounds.endswith(("months", "days")):
        return bounds or "no bounds printed"
    return f"{bounds} {'year' if bounds.endswith(' 1') else 'years'}"


IN_BRIEF: Mapping[str, str] = {
    "newly_diagnosed": "newly diagnosed",
    "first_relapse": "first relapse",
    "relapsed_refractory": "relapsed or refractory",
    "later_relapse": "later relapse",
    "post_transplant_relapse": "relapse after transplant",
    "mrd": "MRD",
    "bridge": "bridge to transplant",
    "post_transplant": "after transplant",
    "toxicity_driven": "chemotherapy intolerance",
    "not_reported": "setting not reported",
    "infant": "infants",
    "ph": "Ph-positive",
    "down": "Down syndrome",
    "kmt2a": "KMT2A",
    "transplant": "earlier transplant",
}
"""Settings and populations in the few words that a card has room for."""


MENTIONS = ("included", "not_included", "conflicting")
"""Codes of a record that itself speaks of a population; a printed age or a general statement about trials does not."""


def entry_verdict(trial: Record[Trial], question: str, answer: str) -> Verdict:
    """What a registration states of a population, against the child's answer."""
    row = trial.said[question]
    if not _tests(trial, question):
        return Verdict("not_tested", UNTESTED[question], row.source)
    yes, no = _when_yes(question, row), _when_no(trial, question)
    if answer != "unknown":
        return yes if answer == "yes" else no
    if yes.verdict in PASSING and no.verdict in PASSING:
        return Verdict("not_tested", f"Not answered; either answer passes. {yes.reason}", row.source)
    if row.code not in MENTIONS:
        return Verdict("not_tested", f"Neither answered nor stated. {yes.reason}", row.source)
    return Verdict("unknown", f"Not answered. {yes.reason}", row.source, f"{IN_BRIEF[question]} not answered", "answer")


UNTESTED: Mapping[str, str] = {
    "kmt2a": "KMT2A is not stated",
    "infant": "Beyond first-line treatment, the age now is compared, not that at diagnosis",
}


def _tests(trial: Record[Trial], question: str) -> bool:
    """Whether a registration tests a population at all.

    Only one that states KMT2A tests it. Infancy is asked at diagnosis, but the printed ages concern entry: beyond first-line
    treatment a child who was an infant once is held against them by its age now, and not kept out a second time.
    """
    code = trial.said[question].code
    if question == "kmt2a":
        return code in MENTIONS
    return question != "infant" or code == "included" or "newly_diagnosed" in trial.row.entry_settings


WHEN_YES: Mapping[str, tuple[str, str]] = {
    "included": ("matches", "{}"),
    "not_included": ("mismatches", "{} not included"),
    "conflicting": ("conflicting", "{}: conflicting"),
    "general_statement": ("unknown", "{}: probably not"),
}
"""What a record says of the children asked for -> the verdict and its few words; anything else leaves it unknown."""


def _when_yes(question: str, row: Population) -> Verdict:
    verdict, brief = WHEN_YES.get(row.code, ("unknown", "{} not stated"))
    lead = "Probably not: general statement. " if row.code == "general_statement" else ""
    missing = "statement" if verdict == "unknown" else ""
    return Verdict(verdict, f"{lead}{row.basis}", row.source, brief.format(IN_BRIEF[question]), missing)


def _when_no(trial: Record[Trial], question: str) -> Verdict:
    """A 'no' keeps a child out only of a trial for such children; one for the time after a transplant is then a later step."""
    row, name = trial.said[question], IN_BRIEF[question]
    if row.code == "included" and (question in ("kmt2a", "transplant") or (question == "infant" and trial.row.infants_only)):
        if trial.row.entry_settings == ("post_transplant",):
            return Verdict("later_step", f"{row.basis}, which would come first", row.source, f"after {name} only")
        return Verdict("mismatches", f"Needed here. {row.basis}", row.source, f"{name} only")
    if row.code == "not_included":
        return Verdict("matches", f"Such children are not included. {row.basis}", row.source, f"{name} not included")
    return Verdict("not_tested", "Answered no; nothing stated keeps such a child out", row.source)


def reported_age(publication: Record[Study], months: int | None, gap_words: str) -> Verdict:
    """Whether an age in completed months lies within the ages that a publication states.

    One outside them is not kept out: nothing is reported of that age, and the publication stands where it stood. `gap_words`
    are those of its layer, for one that states no ages.
    """
    row = publication.row
    low, high, infants = row.age_min_years, row.age_max_years, publication.said["infant"]

    def says(verdict: str, reason: str, brief: str = "", missing: str = "") -> Verdict:
        return Verdict(verdict, reason, row.source, brief, missing)

    if infants.whole_population == "yes":
        return says("not_tested", "All here were infants: infancy at diagnosis decides, not the age now")
    if low is None and high is None:
        return says("not_tested", f"Ages {gap_words}")
    stated, bounds = f"Stated: {wording.ages(row)}", age_in_brief(row)
    if months is None:
        return says("not_tested", f"Age not given. {stated}")
    where = _where(row, months)
    if where in ("below", "above"):
        return says("outside", f"{stated}. Nothing is reported here of a child of this age", f"age outside {bounds}")
    if where in DOUBTFUL:
        why, missing = DOUBTFUL[where]
        return says("borderline", f"{stated}; {why}", f"age {where} of {bounds}", missing)
    if low is None and months < 12 and infants.code != "included":
        return says(
            "unknown", f"{stated}, without a lower bound: whether infants are among them is not stated", "no lower age", "statement"
        )
    return says("matches", stated, f"age {bounds}")


def report_verdict(publication: Record[Study], question: str, answer: str) -> Verdict:
    """What a publication reports of a population, against the child's answer."""
    row = publication.said[question]
    if answer == "yes":
        return _when_yes(question, row)
    if answer == "no" and row.code == "not_included":
        return Verdict("matches", f"Such children are not included. {row.basis}", row.source, f"{IN_BRIEF[question]} not included")
    if answer == "no" and row.code == "included" and row.whole_population == "yes":
        return Verdict("mismatches", f"All here are such children. {row.basis}", row.source, f"{IN_BRIEF[question]} only")
    return Verdict("not_tested", "Answered no: not requested" if answer == "no" else "Not answered: not requested", row.source)


DECIDES: Mapping[str, str] = {
    "mismatches": "does_not_fit",
    "later_step": "later_step",
    "conflicting": "conflicting",
    "unknown": "cannot_be_ruled_out",
    "borderline": "cannot_be_ruled_out",
}
"""What any criterion says of a registration, the weightiest first, and what the registration then comes to; with none of these it fits."""
OVERALL: Mapping[str, str] = {
    "fits": "Fits every criterion tested here",
    "cannot_be_ruled_out": "Cannot be ruled out",
    "conflicting": "Conflicting",
    "later_step": "Later step, after a transplant",
    "does_not_fit": "Does not fit the stated criteria",
}
"""What a registration comes to, in the order in which a reader meets it."""
TIER: Mapping[str, str] = {
    "direct": "Direct",
    "partial": "In part",
    "without": "Without such children",
    "setting_only": "In the setting only",
}
TIER_GROUP: Mapping[str, int] = {tier: place for place, tier in enumerate(TIER)}
"""What reports on such children stands first; what leaves them out never stands below what supports no more than the setting."""
