"""The case lens: a form and an answer that live in the browser alone (assets/case.js); the server sends verdicts and words.

No callback may ever read this form: what is entered about a child must not leave the browser.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from dash import html

from dashboard import ids, lens, wording
from dashboard.charts import Shown
from dashboard.evidence import Evidence
from dashboard.lens import case, rules
from dashboard.pages import card, shell
from dashboard.registry import words as register
from dashboard.schema import Result, Study, Trial
from dashboard.tableplot import Look
from dashboard.vocabulary import DESIGN, SETTING, STUDY_TYPE

PRIVACY = (
    "What you enter stays in this browser tab: none of it is sent, stored, logged or put into the address. "
    "Reset, leaving this page, and fifteen minutes without a touch clear it."
)
AGES = "The ages in the tables cannot prove anything about entry: a protocol can be narrower than its register entry."
NO_FIT = "No registration fits every criterion tested here. That no trial is found here is not the same as no option."

NONE = "No publication {within} says anything to what is given. That is an absence of reports, not evidence of no effect."

QUESTION: Mapping[str, str] = {
    "age": "Age now",
    "infant": "Infant at diagnosis",
    "setting": "Setting now",
    "ph": "Ph-positive",
    "down": "Down syndrome",
    "kmt2a": "KMT2A-rearranged",
    "transplant": "Earlier transplant",
}
HINT: Mapping[str, str] = {
    "age": "Both blank: unknown",
    "infant": "Under one year when the leukaemia was found",
    "setting": "Tick all that apply; none ticked: unknown",
}
ANSWER: Mapping[str, str] = {"unknown": "Unknown", "yes": "Yes", "no": "No"}
MARK: Mapping[str, str] = {
    "matches": "✓",
    "mismatches": "✗",
    "unknown": "?",
    "conflicting": "⇄",
    "later_step": "→",
    "borderline": "≈",
    "not_tested": "–",
}
GROUPS = (
    ("Direct", "Every requested population is included, and the setting overlaps."),
    ("Partial", "A requested population is included, none is left out or in conflict."),
    ("Setting only, and contrary", "The setting overlaps or is related. Contrary: a requested population is not included, or in conflict."),
)
TALLY: Mapping[str, str] = {
    "fits": "fit every criterion tested here",
    "later_step": "later step",
    "conflicting": "conflicting",
    "cannot_be_ruled_out": "cannot be ruled out",
    "does_not_fit": "do not fit the stated criteria",
}
CHILD_SETTING: Mapping[str, str] = {**SETTING, "relapsed_refractory": "Relapsed or refractory, line not known"}


def page(shown: Shown, _: Look) -> html.Div:
    """The page before anything is entered; the filters of the other pages have no part in it."""
    form = html.Section(id=ids.CASE_FORM, className="sheet case-form", **{"aria-label": "The child", "data-case": _data(shown.evidence)})
    answer = html.Section(
        [
            html.H1("What is known, and what was registered, for a child like this one?"),
            html.P(id=ids.CASE_STATUS, className="case-status", role="status", **{"aria-live": "polite"}),
            html.P(AGES, className="caveat"),
            html.Div(id=ids.CASE_RESULT),
        ],
        className="sheet case-answer",
    )
    return html.Div([_strip(shown.evidence), html.Div([form, answer], className="case-columns")], id=ids.CASE)


def _strip(evidence: Evidence) -> html.Div:
    def button(name: str, words: str, **rest: str) -> html.Button:
        return html.Button(words, id=name, type="button", className="btn btn-outline-primary btn-sm", **rest)

    present = button(ids.CASE_PRESENT, "Present case", **{"aria-pressed": "false"})
    return html.Div(
        [
            present,
            button(ids.CASE_PRINT, "Print"),
            button(ids.CASE_RESET, "Reset"),
            html.P(PRIVACY, className="case-privacy"),
            shell.stamp(evidence),
        ],
        className="strip",
    )


def _data(evidence: Evidence) -> str:
    """What the browser needs to ask and to answer, as JSON."""
    return json.dumps({"table": lens.verdict_table(evidence), "words": _words(evidence), "records": _records(evidence)}, ensure_ascii=False)


def _words(evidence: Evidence) -> dict[str, object]:
    return {
        "question": QUESTION,
        "hint": HINT,
        "answer": ANSWER,
        "setting": {code: CHILD_SETTING[code] for code in case.SETTINGS},
        "verdict": rules.VERDICT,
        "mark": MARK,
        "overall": rules.OVERALL,
        "tally": TALLY,
        "tier": rules.TIER,
        "groups": GROUPS,
        "no_fit": NO_FIT,
        "none": NONE.format(within=evidence.within),
        "everything": "Everything the source says",
        "status_date": f"({evidence.registered_reach})",
        "source": evidence.sources[0].label if len(evidence.sources) == 1 else "Source",
    }


def _records(evidence: Evidence) -> dict[str, object]:
    """What stands on the cards, beside the verdicts."""
    numbers = dict.fromkeys(trial.registration_id for trial in evidence.trials)
    return {
        "registrations": {number: _registration(evidence, evidence.rows_of(number)) for number in numbers},
        "publications": {study.study_id: _publication(evidence, study) for study in evidence.studies},
        "cohorts": {cohort.cohort_id: {"label": cohort.label, "note": cohort.note} for cohort in evidence.cohorts},
    }


def _registration(evidence: Evidence, rows: Sequence[Trial]) -> dict[str, object]:
    """A registration, be it in one row of the table or in several."""
    first = rows[0]
    phase = f"phase {first.phase}" if first.phase != "not_stated" else "phase not stated"
    facts = [
        STUDY_TYPE[first.study_type],
        phase,
        first.sponsor,
        ", ".join(first.regions),
        register.caution(evidence, first.registration_id),
    ]
    return {
        "name": wording.trial_name(first),
        "titles": [row.title for row in rows],
        "status": card.dated_now(evidence, first, date.today()),
        "completed": all(row.status == "completed" for row in rows),
        "facts": " · ".join(fact for fact in facts if fact),
        "risk": card.risk(rows),
        "with": [row.combination for row in rows if row.combination],
        "registry": card.registry_link(first.registration_id),
    }


def _publication(evidence: Evidence, study: Study) -> dict[str, object]:
    said = [result for result in evidence.results_of(study.study_id) if result.state != "not_reported" and result.domain != "conduct"]
    figures = [result for result in said if wording.has_number(result)]
    return {
        "name": study.label,
        "title": wording.title(evidence, study),
        "facts": f"{DESIGN[study.design]} · n = {study.patients}",
        "outcomes": [_outcome(evidence, result) for result in figures if result.domain != "toxicity"],
        "toxicity": [_outcome(evidence, result) for result in figures if result.domain == "toxicity"],
        "in_words": list(dict.fromkeys(wording.what(result) for result in said if not wording.has_number(result))),
    }


def _outcome(evidence: Evidence, result: Result) -> list[str]:
    """What was observed, its value, its interval, and the place in the source."""
    what = f"{card.other_arm(evidence, result)}{wording.what(result)}"
    return [what, wording.value(result), wording.interval(result), wording.place(evidence, result)]
