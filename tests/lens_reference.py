"""What the case lens says of a child, in Python: the reference for assets/case-evaluate.js, which says the same in the browser."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.evidence import Evidence
from dashboard.lens import outcomes, rules, setting
from dashboard.lens.case import CRITERIA, IMPLIED, REMARKS, Implied, Remark, contradicted
from dashboard.lens.outcomes import OutcomeLine
from dashboard.lens.rules import Record, Verdict
from dashboard.lens.table import publications, registrations, reported_age
from dashboard.schema import Study, Trial
from dashboard.vocabulary import ASKED

Verdicts = dict[str, Verdict]
Json = dict[str, Any]
"""Something said of a case or a record, in the form that the browser has as JSON."""


@dataclass(frozen=True)
class Case:
    """Age in completed months, settings now, and answers; None, empty and 'unknown' where nothing was said."""

    age: int | None = None
    settings: tuple[str, ...] = ()
    infant: str = "unknown"
    ph: str = "unknown"
    down: str = "unknown"
    kmt2a: str = "unknown"
    transplant: str = "unknown"

    def answer(self, question: str) -> str:
        """'yes', 'no' or 'unknown' to a question about a population."""
        return str(getattr(self, question))


def assess(evidence: Evidence, case: Case) -> Json:
    """Everything that the lens says about a case: what `evaluate` in assets/case-evaluate.js says out of the table of verdicts."""
    child = with_implied_answers(case)
    entries = _best_rows((record, _entry_verdicts(record, child)) for record in registrations(evidence))
    reports = [_report(evidence, record, child) for record in publications(evidence)]
    return {
        "answers": {question: child.answer(question) for question in ASKED},
        "asked": bool(child.settings) or any(child.answer(question) == "yes" for question in ASKED),
        "remarks": remarks(case),
        "registrations": entries,
        "publications": {report["study"]: report for report in reports},
        "cards": cohort_cards([report for report in reports if report["tier"]]),
        **_missing(entries.values(), child),
    }


# What the answers settle among themselves


def with_implied_answers(case: Case) -> Case:
    """The case with those blanks filled that its other answers settle."""
    filled = {rule.question: rule.answer for rule in _holding(case) if case.answer(rule.question) == "unknown"}
    return replace(case, **filled)


def blanks(case: Case) -> list[str]:
    """The criteria to which nothing was answered."""
    empty = {"age": case.age is None, "setting": not case.settings}
    return [one for one in CRITERIA if (empty[one] if one in empty else case.answer(one) == "unknown")]


def contradictions(case: Case) -> list[str]:
    """Answers that were given against what the others imply."""
    return [contradicted(rule) for rule in _holding(case) if case.answer(rule.question) not in ("unknown", rule.answer)]


def remarks(case: Case) -> list[str]:
    """What contradicts, what follows, and what to check, in words."""
    follows = [f"{rule.words}." for rule in _holding(case) if case.answer(rule.question) == "unknown"]
    return [*contradictions(case), *follows, *(remark.words for remark in REMARKS if _is_due(remark, case))]


def _holding(case: Case) -> list[Implied]:
    """The implied answers that hold, one a question."""
    first: dict[str, Implied] = {}
    for rule in IMPLIED:
        if _holds(rule, case):
            first.setdefault(rule.question, rule)
    return list(first.values())


def _holds(rule: Implied, case: Case) -> bool:
    ticked = not rule.settings or any(code in case.settings for code in rule.settings)
    low, high = rule.ages
    return ticked and (high == 0 or (case.age is not None and low <= case.age < high))


def _is_due(remark: Remark, case: Case) -> bool:
    wanted = all(any(code in case.settings for code in codes) for codes in (remark.ticked, remark.also) if codes)
    unwanted = any(code in case.settings for code in remark.unticked)
    return wanted and not unwanted and remark.transplant in ("", case.transplant)


# Registrations


def _entry_verdicts(trial: Record[Trial], child: Case) -> Verdicts:
    found = {"age": rules.age_verdict(trial, child.age), "setting": setting.settings_verdict(trial, child.settings)}
    found |= {question: rules.entry_verdict(trial, question, child.answer(question)) for question in ASKED}
    return {criterion: found[criterion] for criterion in CRITERIA}


def overall(verdicts: Iterable[str]) -> str:
    """What a registration comes to: any mismatch, then a later step, then a conflict, then anything unknown, else it fits."""
    found = set(verdicts)
    return next((decided for verdict, decided in rules.DECIDES.items() if verdict in found), "fits")


def _best_rows(rows: Iterable[tuple[Record[Trial], Verdicts]]) -> dict[str, Json]:
    """Each registration by the row of it that comes furthest; of equal ones the first."""
    best: dict[str, Json] = {}
    for trial, verdicts in rows:
        comes_to = overall(verdict.verdict for verdict in verdicts.values())
        known = best.get(trial.row.registration_id)
        if known is None or list(rules.OVERALL).index(comes_to) < list(rules.OVERALL).index(known["overall"]):
            best[trial.row.registration_id] = {"row": trial.row.trial_id, "overall": comes_to, "verdicts": verdicts}
    return best


def _missing(entries: Iterable[Json], child: Case) -> Json:
    """What the reader left out and what the registrations that still stand do not say, apart.

    `not_answered` are criteria without an answer, or with one that does not say enough; `not_stated` counts the registrations
    of each criterion that they leave unsaid.
    """
    standing = [entry["verdicts"] for entry in entries if entry["overall"] != "does_not_fit"]
    counts = {one: {each: sum(said[one].missing == each for said in standing) for each in ("answer", "statement")} for one in CRITERIA}
    blank = blanks(child)
    return {
        "not_answered": [one for one in CRITERIA if one in blank or counts[one]["answer"]],
        "not_stated": [[one, counts[one]["statement"]] for one in CRITERIA if counts[one]["statement"]],
    }


# Publications


def _report(evidence: Evidence, publication: Record[Study], child: Case) -> Json:
    row = publication.row
    verdicts = {"age": reported_age(evidence, publication, child.age), "setting": setting.reported_settings(publication, child.settings)}
    verdicts |= {question: rules.report_verdict(publication, question, child.answer(question)) for question in ASKED}
    asked, denied = ([question for question in ASKED if child.answer(question) == answer] for answer in ("yes", "no"))
    of_others = any(verdicts[question].verdict == "mismatches" for question in denied)
    found = tier([verdicts[question].verdict for question in asked], setting.relation(publication, child.settings), of_others)
    own = outcomes.lines(evidence, row)
    return {
        "study": row.study_id,
        "cohort": row.cohort_id,
        "nearest": max((_shared(line, asked) for side in outcomes.SIDES for line in own[side]), default=0),
        "tier": found,
        "verdicts": {criterion: verdicts[criterion] for criterion in CRITERIA},
        "lines": {side: ordered(own[side], asked) for side in outcomes.SIDES},
        "just": {side: of_just_these(own[side], asked) for side in outcomes.SIDES},
    }


def tier(requested: Sequence[str], found: str, of_others: bool) -> str:
    """Where a publication stands: from its verdicts on the requested populations and its relation; empty where it says nothing here.

    One that is `of_others`, all of a population that this child is not of, is never more than evidence in the setting.
    """
    if "mismatches" in requested or "conflicting" in requested:
        return "" if found in setting.ELSEWHERE else "without"
    if of_others:
        return "setting_only" if found in setting.IN_SETTING else ""
    if found == "overlaps" and all(verdict == "matches" for verdict in requested):
        return "direct"
    if "matches" in requested:
        return "partial"
    return "setting_only" if found in setting.IN_SETTING else ""


def ordered(own: Sequence[OutcomeLine], requested: Collection[str]) -> list[int]:
    """The numbers of the lines, those of just the children asked for first, then the weightiest; never by effect."""
    return sorted(range(len(own)), key=lambda place: (-_shared(own[place], requested), -own[place].weight))


def of_just_these(own: Sequence[OutcomeLine], requested: Collection[str]) -> int:
    """How many lines count nobody but children of a population asked for; they are the first in order."""
    return sum(_shared(line, requested) > 0 for line in own)


def _shared(line: OutcomeLine, requested: Collection[str]) -> int:
    return sum(question in requested for question in line.questions)


def cohort_cards(listed: Sequence[Json]) -> list[Json]:
    """Publications of one cohort as one card, by the group of their best; within it, those with figures of such children alone first."""
    cards: dict[str, Json] = {}
    for report in sorted(listed, key=lambda report: (rules.TIER_GROUP[report["tier"]], -report["nearest"])):
        fresh = {"group": rules.TIER_GROUP[report["tier"]], "nearest": report["nearest"], "studies": []}
        cards.setdefault(report["cohort"], fresh)["studies"].append(report["study"])
    return list(cards.values())
