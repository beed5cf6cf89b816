"""The card of a pinned record: everything the sources say about one publication or registration, each statement with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dash import html

from dashboard import effects, wording
from dashboard.evidence import Evidence
from dashboard.facets import reports_on
from dashboard.pages.buttons import closer, opener
from dashboard.pages.filters import badge
from dashboard.registry import words as register
from dashboard.schema import Anomaly, Contrast, Population, RegistryState, Result, Study, Trial
from dashboard.selection import Shown
from dashboard.vocabulary import (
    DESIGN,
    DOMAIN,
    ENDPOINT_WORDS,
    LINE,
    PHASE,
    POPULATION,
    STATUS,
    STUDY_TYPE,
    YES_NO,
)

Facts = Iterable[tuple[str, object]]
"""What is said of a record: terms, and what stands beside them."""


def cards(shown: Shown) -> list[html.Article]:
    """The cards of the pinned records, the last pinned first; empty where none is."""
    return [_card(shown.evidence, pin, hidden=pin not in shown.ids) for pin in reversed(shown.selection.pins)]


def _card(evidence: Evidence, record: str, *, hidden: bool) -> html.Article:
    if evidence.is_study(record):
        study = evidence.study(record)
        name, title, facts, results = study.label, wording.title(evidence, study), _study_facts(evidence, study), _results(evidence, record)
    else:
        trial = evidence.trial(record)
        name, title, facts, results = wording.trial_name(trial), trial.title, _trial_facts(evidence, trial), []
    return html.Article(
        [
            html.Div([html.H2(name), closer(record, name)], className="card-head"),
            *([html.P("Hidden by the filters in force.", className="notice")] if hidden else []),
            html.P(title, className="title"),
            *results,
            *_anomalies(evidence, record),
            *([html.H3("About this publication")] if results else []),
            html.Dl([part for term, text in facts for part in (html.Dt(term), html.Dd(text))]),
        ],
        className="study-card",
    )


def dated(evidence: Evidence, trial: Trial) -> str:
    """The status of a registration with the day to which its layer reaches, such as 'Recruiting (June 2020)'."""
    return f"{STATUS[trial.status]} ({evidence.layer_of(trial).evidence_date_words})"


def _register(evidence: Evidence, registration: str, today: date) -> Facts:
    """What registers showed since, the last state and those before; nothing where no state is known."""
    state = register.latest(evidence, registration)
    if state:
        yield "Register, last known", _state(f"{_number(state, registration)}{register.now(state, today)}", state)
    earlier = register.earlier(evidence, registration)
    before = [html.P(_state(f"{_number(old, registration)}{register.once(old)}", old)) for old in earlier]
    if before:
        yield "Register, earlier or in part", before
    if also := register.merged(evidence, registration):
        yield "Records", f"{also}."
    if not state:
        yield "Register", wording.capitalised(register.LATER_UNKNOWN)


def _number(state: RegistryState, registration: str) -> str:
    """The number of a state's record, to stand before it, where it is another one than the card's."""
    return f"{state.registration_id}: " if state.registration_id != registration else ""


def _state(said: str, state: RegistryState) -> list[object]:
    """A state with all that stands beside it, and the way to where it was read."""
    return [f"{register.in_full(said, state)} ", *_spaced(_anchor("Where it was read", address) for address in register.addresses(state))]


def risk(trials: Iterable[Trial]) -> str:
    """'Risk group as printed, not tested: standard risk': of all rows of a registration; empty where none is printed."""
    printed = dict.fromkeys(trial.risk_text for trial in trials if trial.risk_text)
    return f"Risk group as printed, not tested: {', or '.join(printed)}" if printed else ""


def _trial_facts(evidence: Evidence, trial: Trial) -> Facts:
    yield "Status", [f"{dated(evidence, trial)} ", place(evidence, trial, trial.source)]
    yield from _register(evidence, trial.registration_id, date.today())
    yield "Age", [f"{trial.age_text or 'not reported'} ", place(evidence, trial, trial.source)]
    yield "Risk group", [f"{trial.risk_text}, as printed " if trial.risk_text else "not reported ", place(evidence, trial, trial.source)]
    yield "Line", f"{LINE[trial.line]} ({trial.line_basis})"
    yield "Setting", [f"{wording.settings(trial.settings)} ({trial.settings_basis}) ", place(evidence, trial, trial.settings_source)]
    yield "Entry setting", wording.settings(trial.entry_settings)
    yield "Type", f"{STUDY_TYPE[trial.study_type]}; phase {PHASE[trial.phase]}; randomised: {_randomised(evidence, trial)}"
    yield "With", trial.combination or "not reported"
    yield "Sponsor", trial.sponsor or "not reported"
    yield "Populations", _populations(evidence, trial.trial_id)
    yield "Links", _anchors([registry_link(trial.registration_id)])


def _randomised(evidence: Evidence, trial: Trial) -> str:
    """Whether it is randomised, as the filter takes it; where the source contradicts itself on that, it says so."""
    disputed = any(anomaly.kind == "design" for anomaly in evidence.anomalies_of(trial.trial_id))
    return f"{YES_NO[trial.randomised]}{', but the source contradicts itself (see below)' if disputed else ''}"


def _basis(code: str, basis: str) -> str:
    """Whether the source states it; a gap has no basis."""
    return "" if code == "not_reported" else f" ({basis})"


def _study_facts(evidence: Evidence, study: Study) -> Facts:
    settings = f"{wording.settings(study.settings)}{'' if study.settings == ('not_reported',) else f' ({study.settings_basis})'}"
    yield "Design", DESIGN[study.design]
    yield "Patients", f"{study.patients} ({study.patients_basis}). {study.patients_note}".strip()
    ages = wording.ages(study) if study.age_text else _silence(evidence, study)
    yield "Ages", [f"{ages} ", html.Span(wording.spelled(wording.place_of_ages(evidence, study)), className="place")]
    yield "Line", LINE[study.line] + _basis(study.line, study.line_basis)
    yield "Setting", [f"{settings} ", place(evidence, study, study.settings_source)]
    yield "Same children", _cohort(evidence, study)
    yield "Populations", _populations(evidence, study.study_id)
    yield "Links", _links(study)


def place(evidence: Evidence, record: Trial | Study | Population | Result | Contrast | Anomaly, where: str) -> html.Span:
    """Where in its source something stands; the source is named where there are several."""
    return html.Span(wording.spelled(wording.place_at(evidence, record, where)), className="place")


def _cohort(evidence: Evidence, study: Study) -> list[object]:
    cohort = evidence.cohort(study.cohort_id)
    openers = _spaced(opener(own.study_id, own.label) if evidence.is_study(own.study_id) else own.label for own in evidence.mates(study))
    apart = wording.maybe_shared(evidence, study)
    doubt = [html.Span(["Overlap not excluded: ", *_spaced(opener(own.study_id, own.label) for own in apart)])] if apart else []
    if openers:
        return _spaced([html.Span([f"{cohort.label} ({study.cohort_basis}). Also in: ", *openers]), *doubt, html.Span(cohort.note)])
    alone = "" if apart else f" Reported by no other publication {evidence.within}."
    return _spaced([html.Span(f"{cohort.label}.{alone}"), *doubt, html.Span(cohort.note)])


def _populations(evidence: Evidence, record: str) -> list[object]:
    """What is said of each population; those of which nothing is said together, in one line."""
    rows = evidence.populations_of(record).values()
    said = [row for row in rows if row.code != "not_reported"]
    silent = [row for row in rows if row.code == "not_reported"]
    return _spaced([*(_population(evidence, row) for row in said), *_not_reported(evidence, silent)])


def _population(evidence: Evidence, row: Population) -> html.Span:
    return html.Span(
        [badge(POPULATION[row.population], row.code), f" {row.basis} ", place(evidence, row, row.source)], className="population"
    )


def _not_reported(evidence: Evidence, rows: Sequence[Population]) -> list[html.Span]:
    if not rows:
        return []
    names = ", ".join(wording.lowered(POPULATION[row.population]) for row in rows)
    places = "; ".join(dict.fromkeys(row.source for row in rows))
    return [html.Span([f"{_silence(evidence, rows[0])}: {names}. ", place(evidence, rows[0], places)], className="population")]


def _silence(evidence: Evidence, record: Study | Population | Result) -> str:
    """What a stored gap says: of a layer that was chosen, of which not all was read, no more than that what was read is silent."""
    layer = evidence.layer_of(record)
    return "Not reported" if layer.is_complete else wording.capitalised(layer.gap_words)


def _links(study: Study) -> list[object]:
    links = [*study.addresses, *([registry_link(study.trial_id)] if study.trial_id else [])]
    return [*_anchors(links), *([f" {wording.capitalised(wording.sought(study))}."] if study.doi_sought else [])]


def registry_link(registration: str) -> tuple[str, str]:
    """Where to look up what a registration is today."""
    return f"{registration}, check current status", wording.registry_address(registration)


def _anchors(links: Sequence[tuple[str, str]]) -> list[object]:
    return _spaced(_anchor(words, address) for words, address in links) or ["None verified."]


def _anchor(words: str, address: str) -> html.A:
    return html.A(words, href=address, target="_blank", rel="noopener")


def _spaced(parts: Iterable[object]) -> list[object]:
    """The parts with a blank after each, so that they do not run together where they are copied or read aloud."""
    return [one for part in parts for one in (part, " ")]


def _results(evidence: Evidence, record: str) -> list[html.Section]:
    """What is reported, domain by domain with its gaps; then in one section the domains of which nothing is."""
    sections, silent, without = list[html.Section](), list[Result](), list[str]()
    for domain, words in DOMAIN.items():
        said, contrasts = reports_on(evidence, record, domain)
        gaps = [result for result in evidence.results_of(record) if result.domain == domain and result.state == "not_reported"]
        lines = [_result(evidence, result) for result in said] + [_effect(evidence, effect) for effect in contrasts]
        if lines:
            sections.append(html.Section([html.H3(words), *lines, *_gaps(evidence, gaps)]))
        else:
            silent += gaps
            without += [] if gaps else [wording.lowered(words)]
    rest = _gaps(evidence, silent)
    if without:
        rest.append(html.P(f"Nothing {evidence.layer_of(evidence.study(record)).within}: {', '.join(without)}.", className="gap"))
    return [*sections, html.Section([html.H3("No figure"), *rest])] if rest else sections


def _effect(evidence: Evidence, effect: Contrast) -> html.P:
    """A published effect between groups: of which groups, with its limits, its p value and what the source calls it."""
    value = wording.joined([f"{effects.measure(effect)} {effects.published(effect)}".strip(), effects.level(effect)])
    said = effects.remark(effect)
    return html.P(
        [
            html.Span(f"{effects.groups(evidence, effect)}: {wording.lowered(ENDPOINT_WORDS[effect.endpoint])}", className="what"),
            " ",
            html.Span(value, className="value"),
            " ",
            html.Span(f"{said}. " if said else ""),
            place(evidence, effect, effect.source),
        ],
        className="result",
    )


def _result(evidence: Evidence, result: Result) -> html.P:
    what, value = f"{other_arm(evidence, result)}{wording.what(result)}", wording.value(result)
    kind = "" if result.state == "count" else wording.state(result)
    stated = (wording.interval(result), wording.counts_whom(result), kind, result.note)
    details = [text for text in stated if text not in ("", value)]
    sentences = html.Span(". ".join(detail.rstrip(".") for detail in details) + ". ")
    parts = [
        html.Span(what, className="what"),
        " ",
        html.Span(value, className="value"),
        " ",
        sentences,
        place(evidence, result, result.source),
    ]
    return html.P(parts, className="result")


def other_arm(evidence: Evidence, result: Result) -> str:
    """The name of the arm, to stand before a result of another one than the experimental; else nothing."""
    return "" if result.arm == evidence.experimental.arm else f"{evidence.arm(result.arm).words}: "


def _gaps(evidence: Evidence, gaps: Iterable[Result]) -> list[html.P]:
    named: dict[str, list[str]] = {}
    for gap in gaps:
        named.setdefault(_silence(evidence, gap), []).append(_gap(evidence, gap))
    return [html.P(f"{silence}: {', '.join(dict.fromkeys(own))}.", className="gap") for silence, own in named.items()]


def _gap(evidence: Evidence, gap: Result) -> str:
    whose = "" if gap.arm == evidence.experimental.arm else f" ({wording.lowered(evidence.arm(gap.arm).words)})"
    return f"{wording.lowered(wording.what(gap))}{whose}"


def _anomalies(evidence: Evidence, record: str) -> list[html.Section]:
    items = [html.Li(_anomaly(evidence, anomaly)) for anomaly in evidence.anomalies_of(record)]
    return [html.Section([html.H3("Contradictions and doubts"), html.Ul(items)])] if items else []


def _anomaly(evidence: Evidence, row: Anomaly) -> list[object]:
    """Both statements, each with its place, and what is shown."""
    one, other = place(evidence, row, row.source_a), place(evidence, row, row.source_b)
    return [f"{row.statement_a} ", one, f" – {row.statement_b} ", other, f". Shown here: {row.shown_as}"]
