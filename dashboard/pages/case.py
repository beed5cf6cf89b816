"""The case lens: a form and an answer that live in the browser alone (assets/case.js); the server sends verdicts and words.

No callback may ever read this form: what is entered about a child must not leave the browser.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from dash import html

from dashboard import effects, ids, lens, wording
from dashboard.charts.phenotype.rows import Answer
from dashboard.charts.rows import came_since, longer, tag
from dashboard.evidence import Evidence
from dashboard.lens import case, outcomes, rules
from dashboard.pages import card, case_relapses, shell
from dashboard.registry import words as register
from dashboard.schema import Contrast, Result, Study, Trial
from dashboard.selection import CHOICES, Shown
from dashboard.tableplot import Look
from dashboard.vocabulary import ASKED, DESIGN, ENDPOINT_WORDS, PHASE, POPULATION, SETTING, STANDING, STUDY_TYPE

PRIVACY = "Nothing you enter leaves this browser tab. Cleared on leaving, or after fifteen minutes without use."
AGES = "A printed age proves nothing about entry: a protocol can be narrower than its register entry. Country and site are not tested."
NO_FIT = "No trial found here does not mean no option."
NOTHING_ASKED = "Publications are found by setting, or by a question answered yes; an age alone finds none, and leaves none out."
NONE = "No publication {within} says anything about what is entered. That is an absence of reports, not evidence of no effect."
TITLE = "What is known, and what was registered, for a child like this one?"

QUESTION: Mapping[str, str] = {
    "age": "Age now",
    "setting": "Setting now, all that apply",
    **{key: POPULATION[code] for key, code in ASKED.items()},
    "infant": "Infant at diagnosis",
}
"""In the order of the form; whether an infant, it asks of the time of diagnosis."""
CRITERION: Mapping[str, str] = {**rules.IN_BRIEF, "age": "age", "setting": "setting", "infant": "infant at diagnosis"}
ANSWER: Mapping[str, str] = {"yes": "Yes", "no": "No", "unknown": "Unknown"}
MARK: Mapping[str, str] = {
    "matches": "✓",
    "mismatches": "✗",
    "outside": "≠",
    "unknown": "?",
    "conflicting": "⇄",
    "later_step": "→",
    "borderline": "≈",
    "not_tested": "–",
}
COUNTED: Mapping[str, str] = {
    "direct": "directly",
    "partial": "in part",
    "without": "without such children",
    "setting_only": "in the setting only",
}
MEANING: Mapping[str, str] = {
    "direct": "populations asked for included, setting overlaps",
    "partial": "a population asked for included, none left out",
    "without": "a population asked for is left out, or in conflict",
    "setting_only": "setting overlaps or is related, nothing more",
}
CHILD_SETTING: Mapping[str, str] = {**SETTING, "relapsed_refractory": "Relapsed or refractory, line not known", "mrd": "MRD"}
PHRASES: Mapping[str, str] = {
    "child": "The child",
    "nothing_given": "Nothing is entered yet. Start with the setting and the age; what is not known stays unknown.",
    "will_report": "With each answer, publications in groups, efficacy beside toxicity, figures for such children alone first:",
    "will_register": "Each registration criterion by criterion, in this order:",
    "marks": "Marks:",
    "follows": "; on the screens that follow",
    "sides": "left efficacy, right toxicity",
    "on_next": "on the next screen",
    "age_invalid": "Whole years from 0 to 99 and months from 0 to 11; until then the age counts as unknown.",
    "age_months_needed": "Under one year the months are needed; until then the age counts as unknown.",
    "clears_soon": "The case is cleared in a minute, unless a key is pressed or the page is touched.",
    "cleared": "Cleared after fifteen minutes without use.",
    "not_answered": "Missing answers",
    "not_stated": "missing in registrations",
    "none": "none",
    "more": "more",
    "evidence": "What is reported in children like this",
    "registered": "What was registered",
    "none_listed": "Registrations are not in this choice of evidence.",
    "in_all": "In all",
    "in_both": "In both",
    "nearest": "Figures for such children alone first.",
    "publication": "publication",
    "cohort": "cohort",
    "efficacy": "efficacy",
    "toxicity": "toxicity",
    "no_efficacy": "no efficacy figure",
    "no_toxicity": "no toxicity figure",
    "in_words": "in words only",
    "other_effects": "published effects of other groups than the randomised arms",
    "same_children": "Same children",
    "ended": "completed or stopped",
    "not_tested": "Not tested",
    "everything": "Everything that the source says",
    "interval": "In brackets: 95 % interval, exact and computed unless published. ‡ worked out from percentages.",
    "present": "Present case",
    "leave": "Leave (Esc)",
    "back": "← Back",
    "next": "Next →",
    "steps": "Case, step by step",
    "continued": "continued",
}
SCALE = {
    False: "Ordered by design and size; age leaves none out.",
    True: "Ordered by design, {} results after the review, and size; age leaves none out.",
}
"""By whether both are shown; what those after the review are."""


def page(shown: Shown, _: Look) -> html.Div:
    """The page before anything is entered; the filters of the other pages have no part in it."""
    form = html.Section(id=ids.CASE_FORM, className="case-panel case-form", **{"aria-label": "The child", "data-case": _data(shown)})
    answer = html.Section(
        [
            html.P(id=ids.CASE_STATUS, className="case-status", role="status", **{"aria-live": "polite"}),
            html.Div(id=ids.CASE_RESULT, className="case-result"),
        ],
        className="case-answer",
    )
    room = html.Div(id=ids.CASE_ROOM, hidden=True, tabIndex=-1, role="region", **{"aria-label": PHRASES["steps"], "data-bs-theme": "light"})
    paper = html.Div(id=ids.CASE_PAPER, **{"aria-hidden": "true"})
    title = html.H1(TITLE, className="visually-hidden")
    return html.Div([title, _strip(shown), html.Div([form, answer], className="case-columns"), room, paper], id=ids.CASE)


def _strip(shown: Shown) -> html.Div:
    def button(name: str, words: str) -> html.Button:
        return html.Button(words, id=name, type="button", className="btn btn-outline-primary btn-sm")

    buttons = [button(ids.CASE_PRESENT, PHRASES["present"]), button(ids.CASE_PRINT, "Print"), button(ids.CASE_RESET, "Clear")]
    return html.Div([*buttons, *_layers(shown), html.P(PRIVACY, className="case-privacy"), shell.stamp(shown.evidence)], className="strip")


def _layers(shown: Shown) -> list[html.Nav]:
    """Which evidence, where there is a choice, as links: the server learns what is read about, and nothing of the child."""

    def link(code: str, words: str) -> html.A:
        address = f"/case?{replace(shown.selection, evidence=code).to_query()}".rstrip("?")
        is_chosen = {"aria-current": "true"} if code == shown.selection.evidence else {}
        name = f"btn btn-outline-primary btn-sm{' active' if is_chosen else ''}"
        return html.A(shell.IN_SHORT.get(code, words), href=address, className=name, **is_chosen)

    links = [link(code, CHOICES["evidence"][code]) for code in shown.catalogue.choices]
    return [html.Nav(links, className="btn-group case-layers", **{"aria-label": shell.WHICH_EVIDENCE})] if len(links) > 1 else []


def _data(shown: Shown) -> str:
    """What the browser needs to ask and to answer, as JSON."""
    evidence = shown.evidence
    return json.dumps({"table": lens.verdict_table(evidence), "words": _words(evidence), "records": _records(shown)}, ensure_ascii=False)


def _words(evidence: Evidence) -> dict[str, object]:
    return {
        "question": QUESTION,
        "criterion": {criterion: CRITERION[criterion] for criterion in case.CRITERIA},
        "answer": ANSWER,
        "setting": {code: CHILD_SETTING[code] for code in case.SETTINGS},
        "verdict": rules.VERDICT,
        "mark": MARK,
        "overall": rules.OVERALL,
        "tier": rules.TIER,
        "counted": COUNTED,
        "meaning": MEANING,
        "phrase": {
            **PHRASES,
            "within": evidence.within,
            "later": wording.on_request(evidence),
            "scale": SCALE[len({layer.shown for layer in evidence.layers}) > 1].format(wording.on_request(evidence)),
        },
        "title": TITLE,
        "ages": AGES,
        "no_fit": NO_FIT,
        "nothing_asked": NOTHING_ASKED,
        "none": NONE.format(within=evidence.within),
        "states": f"{evidence.registered_reach} and later",
        "stamp": wording.reach(evidence),
        "citation": f"Source: {evidence.citation}. Data version {evidence.version}. {wording.DISCLAIMER}",
        "source": evidence.sources[0].label if len(evidence.sources) == 1 else "Source",
    }


def _records(shown: Shown) -> dict[str, object]:
    """What stands on the cards, beside the verdicts."""
    evidence = shown.evidence
    numbers = dict.fromkeys(trial.registration_id for trial in evidence.trials)
    return {
        "registrations": {number: _registration(evidence, evidence.rows_of(number)) for number in numbers},
        "publications": {study.study_id: _publication(shown, study) for study in evidence.studies},
        "cohorts": {cohort.cohort_id: {"label": cohort.label, "note": cohort.note} for cohort in evidence.reported_cohorts},
    }


def _registration(evidence: Evidence, rows: Sequence[Trial]) -> dict[str, object]:
    """A registration, be it in one row of the table or in several."""
    first = rows[0]
    facts = [STUDY_TYPE[first.study_type], f"phase {PHASE[first.phase]}", first.sponsor, ", ".join(first.regions)]
    return {
        "name": wording.joined([wording.trial_name(first), tag(evidence, first)]),
        "short": first.acronym or first.registration_id,
        "titles": [row.title for row in rows],
        "later": came_since(evidence, first),
        "status": _status(evidence, first),
        "state": _state(evidence, rows),
        "ended": register.ended(evidence, rows),
        "facts": " · ".join(fact for fact in facts if fact),
        "risk": card.risk(rows),
        "since": _since(evidence, first.registration_id),
        "with": [row.combination for row in rows if row.combination],
        "registry": card.registry_link(first.registration_id),
    }


def _status(evidence: Evidence, trial: Trial) -> str:
    """'Mar 2021 recruiting → May 2022 completed': then, and what a register showed last where that is known."""
    state = register.latest(evidence, trial.registration_id)
    return register.then(evidence, trial) + (f" → {register.now(state, date.today())}" if state else "")


def _state(evidence: Evidence, rows: Sequence[Trial]) -> str:
    """'Mar 2021 suspended', 'completed': the last state known alone, for a line; how old it is its month says."""
    state = register.latest(evidence, rows[0].registration_id)
    last = register.now(state, date.today()) if state else register.then(evidence, rows[0])
    return register.ended(evidence, rows) or last.removesuffix(f" ({register.AGE_WORDS['old']})")


def _since(evidence: Evidence, registration: str) -> str:
    """What a later look at the register narrows or hides, and whether it has results; empty where nothing is known."""
    state = register.latest(evidence, registration)
    printed = [("from", state.age_min), ("to", state.age_max)] if state else []
    bounds = [f"{word} {age}" for word, age in printed if age]
    ages = f"Ages in the register later: {' '.join(bounds)}" if bounds else ""
    results = wording.capitalised(register.results(state)) if state else ""
    return wording.joined([ages, results, register.caution(evidence, registration)], ". ")


def _publication(shown: Shown, study: Study) -> dict[str, object]:
    evidence, of_relapses = shown.evidence, case_relapses.shares(shown, study)
    said = [result for result in evidence.results_of(study.study_id) if result.state != "not_reported" and result.domain != "conduct"]
    words = [result for result in said if not wording.has_number(result)]
    own = outcomes.lines(evidence, study)
    others = [effect for effect in outcomes.published(evidence, study) if effect.comparison != "randomised_arms"]
    return {
        "name": wording.joined([study.label, tag(evidence, study)]),
        "later": came_since(evidence, study),
        "ref": f"[{study.ref}]",
        "n": study.patients,
        "title": wording.title(evidence, study),
        "facts": f"{DESIGN[study.design]} · n = {study.patients}",
        **{side: [_line(evidence, line, of_relapses) for line in own[side]] for side in outcomes.SIDES},
        "in_words": {side: _named(one for one in words if outcomes.side_of(one) == side) for side in outcomes.SIDES},
        "other_effects": {side: any(outcomes.side_of_effect(one) == side for one in others) for side in outcomes.SIDES},
    }


def _named(results: Iterable[Result]) -> list[str]:
    """What is said in words only, each thing once."""
    return list(dict.fromkeys(wording.lowered(wording.what_in_brief(result)) for result in results))


def _line(evidence: Evidence, line: outcomes.OutcomeLine, of_relapses: Mapping[str, Answer]) -> dict[str, object]:
    """What was observed, and of each arm its name where it needs one, value and interval in brief, both in full, and place."""
    if line.effect:
        return _effect(evidence, line.effect)
    is_bare = all(result.state in ("count", "percent_only") and result.n is None for result in line.results)
    arms = [
        [
            "" if result.arm == evidence.experimental.arm else evidence.arm(result.arm).short,
            wording.without_size(result) if is_bare else wording.value(result),
            wording.interval_in_brief(result),
            wording.value(result),
            wording.interval(result),
            wording.place(evidence, result),
        ]
        for result in line.results
    ]
    said: dict[str, object] = {
        "brief": wording.what_in_brief(line.results[0]),
        "what": wording.what(line.results[0]),
        "arms": arms,
        "note": wording.N_NOT_STATED if is_bare else "",
        "remark": "",
    }
    first = line.results[0]
    share = of_relapses.get(first.result_id) if len(line.results) == 1 else None
    return case_relapses.of_relapses(said, first, share, wording.place(evidence, first)) if share else said


def _effect(evidence: Evidence, effect: Contrast) -> dict[str, object]:
    """A published effect in the same form, with its measure where an arm has its name; the remark is for where there is room."""
    name, what = ENDPOINT_WORDS[effect.endpoint], wording.lowered(effects.groups(evidence, effect))
    what += ", longer follow-up" if longer(evidence, evidence.study(effect.study_id)) else ""
    estimate, limits, level = effects.estimate(effect), effects.limits(effect), effects.level(effect)
    in_brief = "published" if effect.ci_level == wording.LEVEL else level
    unsaid = "" if limits else f"interval {evidence.layer_of(effect).gap_words}"
    secondary = STANDING["secondary"] if evidence.source_of(effect).standing == "secondary" else ""
    ratio = "" if effect.measure == effects.IN_DAYS else effects.below_one(evidence.experimental)
    early = "ended early" if effect.early_stop else ""
    beside = wording.capitalised(wording.joined([ratio, unsaid, early], "; "))
    arm = [
        wording.lowered(effects.measure(effect)),
        estimate,
        f"{limits}, {in_brief}" if limits else "",
        estimate,
        wording.joined([limits, level]),
        wording.place(evidence, effect),
    ]
    return {
        "brief": f"{wording.abbreviated(name)}, {what}",
        "what": f"{name}, {what}",
        "arms": [arm],
        "note": wording.joined([unsaid, secondary, early]),
        "remark": wording.joined([beside, effects.remark(effect)], ". "),
    }
