"""Every verdict as a table for the browser, which puts them together for one child."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import floor
from typing import Any

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.lens import case as cases
from dashboard.lens import outcomes, rules, setting
from dashboard.lens.case import ANSWERS, CRITERIA, LINES, MOST_MONTHS, NO_NEW_INFANT, SETTINGS
from dashboard.lens.rules import Record, Row, Verdict
from dashboard.schema import Population, Study, Trial
from dashboard.vocabulary import ASKED, DESIGN

Json = dict[str, Any]
"""Something said of a record, in the form that the browser gets as JSON."""
WITHOUT_A_LINE = tuple(code for code in SETTINGS if code not in LINES)
"""The settings that do not say how far treatment has come."""


def registrations(evidence: Evidence) -> list[Record[Trial]]:
    """The rows of the trials table, in its order; one registration may stand in several."""
    return [Record(_placed(evidence, trial), _said(evidence, trial.trial_id)) for trial in evidence.trials]


def publications(evidence: Evidence) -> list[Record[Study]]:
    """The publications by design, what is shown always before what was chosen later, then n: the order in which they are shown.

    It is never one by effect.
    """
    designs = list(DESIGN)

    def place(study: Study) -> tuple[int, bool, int]:
        return designs.index(study.design), evidence.layer_of(study).shown != "always", -study.patients

    ordered = sorted(evidence.studies, key=place)
    return [Record(_placed(evidence, study), _said(evidence, study.study_id)) for study in ordered]


def _placed(evidence: Evidence, row: Row) -> Row:
    """The row with its places as a reader meets them."""
    where, settings_where = wording.place(evidence, row), wording.place_at(evidence, row, row.settings_source)
    return row._replace(source=where, settings_source=settings_where)


def _said(evidence: Evidence, record: str) -> dict[str, Population]:
    """For each question what is said of its population in a record."""
    rows = evidence.populations_of(record)
    own = {question: rows[population] for question, population in ASKED.items()}
    return {question: row._replace(source=wording.place(evidence, row)) for question, row in own.items()}


def reported_age(evidence: Evidence, publication: Record[Study], months: int | None) -> Verdict:
    """The verdict on an age, with the place where the ages of a publication are stated."""
    found = rules.reported_age(publication, months, evidence.layer_of(publication.row).gap_words)
    return replace(found, source=wording.place_of_ages(evidence, evidence.study(publication.row.study_id)))


def verdict_table(evidence: Evidence) -> Json:
    """Every verdict, for JSON: each once in `verdicts` as [verdict, reason, place, few words, what is missing], by its number in records.

    `age` holds bands as [from month, number], and `age_unknown` the number for none; `setting` a number for each setting, and
    under '' for none; `beside_line` those that change where another setting says the line; `by_line` the lines beside which no
    other setting counts. `lines` are the figures of a publication: of which populations each counts nobody else, and its weight.
    """
    numbers: dict[Verdict, int] = {}

    def number(verdict: Verdict) -> int:
        return numbers.setdefault(verdict, len(numbers))

    entries = [_entry_row(trial, number) for trial in registrations(evidence)]
    reports = [_report_row(evidence, publication, number) for publication in publications(evidence)]
    return {
        "criteria": CRITERIA,
        "populations": tuple(ASKED),
        "lines": LINES,
        "best": rules.BEST,
        "decides": list(rules.DECIDES.items()),
        "overall": tuple(rules.OVERALL),
        "relations": tuple(setting.RELATIONS),
        "in_setting": setting.IN_SETTING,
        "elsewhere": setting.ELSEWHERE,
        "groups": rules.TIER_GROUP,
        **cases.as_table(),
        "verdicts": [[verdict.verdict, verdict.reason, verdict.source, verdict.brief, verdict.missing] for verdict in numbers],
        "registrations": entries,
        "publications": reports,
    }


def _entry_row(trial: Record[Trial], number: Callable[[Verdict], int]) -> Json:
    settings = {code: number(setting.settings_verdict(trial, (code,))) for code in SETTINGS}
    beside_line = {code: number(setting.setting_verdict(trial, code, line_known=True)) for code in WITHOUT_A_LINE}
    return {
        "row": trial.row.trial_id,
        "registration": trial.row.registration_id,
        "age": _bands(trial.row, lambda month: number(rules.age_verdict(trial, month))),
        "age_unknown": number(rules.age_verdict(trial, None)),
        "setting": {"": number(setting.settings_verdict(trial, ())), **settings},
        "beside_line": beside_line,
        "by_line": setting.decided_by_line(trial.row, trial.row.entry_settings),
        **{question: {answer: number(rules.entry_verdict(trial, question, answer)) for answer in ANSWERS} for question in ASKED},
    }


def _bands(row: Study | Trial, number_at: Callable[[int], int]) -> list[list[int]]:
    """The months from which on an age has another verdict than before, each with the number of that verdict."""
    found = [[month, number_at(month)] for month in turning_months(row)]
    return [band for place, band in enumerate(found) if place == 0 or found[place - 1][1] != band[1]]


def turning_months(row: Study | Trial) -> list[int]:
    """The only months in which the verdict on an age can change, in order.

    Those from just before each bound stated to the end of the year after it, and those in which the first month of life, infancy and
    the year after it end.
    """
    bounds = [floor(12 * years) for years in (row.age_min_years, row.age_max_years) if years is not None]
    near = {month for bound in bounds for month in range(bound - 1, bound + 14)}
    return sorted(month for month in near | {0, 1, 12, NO_NEW_INFANT} if 0 <= month < MOST_MONTHS)


def _report_row(evidence: Evidence, publication: Record[Study], number: Callable[[Verdict], int]) -> Json:
    row = publication.row
    choices: dict[str, tuple[str, ...]] = {"": (), **{code: (code,) for code in SETTINGS}}
    beside_line = {code: number(setting.reported_setting(publication, code, line_known=True)) for code in WITHOUT_A_LINE}
    said = {question: {one: rules.report_verdict(publication, question, one) for one in ANSWERS} for question in ASKED}
    return {
        "study": row.study_id,
        "cohort": row.cohort_id,
        "age": _bands(publication.row, lambda month: number(reported_age(evidence, publication, month))),
        "age_unknown": number(reported_age(evidence, publication, None)),
        "setting": {code: number(setting.reported_settings(publication, settings)) for code, settings in choices.items()},
        "relation": {code: setting.relation(publication, settings) for code, settings in choices.items()},
        "beside_line": beside_line,
        "by_line": setting.decided_by_line(row, row.settings),
        "lines": {side: [[list(line.questions), line.weight] for line in own] for side, own in outcomes.lines(evidence, row).items()},
        **{question: {answer: number(verdict) for answer, verdict in answers.items()} for question, answers in said.items()},
    }
