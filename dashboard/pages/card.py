"""The card of a pinned record: everything the review says about one publication or registration, each statement with its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.pages.buttons import closer, opener
from dashboard.pages.filters import badge
from dashboard.selection import Catalogue, Selected, Selection
from dashboard.vocabulary import ARM, DESIGN, DOMAIN, LINE, POPULATION, SETTING, STATE, STATUS, STUDY_TYPE, YES_NO


def cards(catalogue: Catalogue, selection: Selection, selected: Selected) -> list[Any]:
    """The cards of the pinned records, the last pinned first; empty where none is."""
    visible = {*selected.studies["study_id"], *selected.trials["trial_id"]}
    return [_card(catalogue.evidence, pin, hidden=pin not in visible) for pin in reversed(selection.pins)]


def _card(evidence: Evidence, record: str, *, hidden: bool) -> html.Article:
    studies = evidence.studies[evidence.studies["study_id"] == record]
    if len(studies):
        study = studies.iloc[0]
        name, title, facts, results = study.label, study.title, _study_facts(evidence, study), _results(evidence, record)
    else:
        trial = evidence.trials[evidence.trials["trial_id"] == record].iloc[0]
        name, title, facts, results = trial_name(trial), trial.title, _trial_facts(evidence, trial), []
    return html.Article(
        [
            html.Div([html.H2(name), closer(record)], className="card-head"),
            *([html.P("Hidden by the filters in force.", className="notice")] if hidden else []),
            html.P(title, className="title"),
            html.Dl([part for term, text in facts for part in (html.Dt(term), html.Dd(text))]),
            *results,
            *_anomalies(evidence, record),
        ],
        className="study-card",
    )


def trial_name(trial: Any) -> str:
    return f"{trial.registration_id} ({trial.acronym})" if trial.acronym else str(trial.registration_id)


def _trial_facts(evidence: Evidence, trial: Any) -> Iterable[tuple[str, Any]]:
    yield "Status", [f"{STATUS[trial.status]} (Mar 2021) ", _place("Table 2")]
    yield "Age", [f"{trial.age_text or 'not reported'} ", _place("Table 2")]
    yield "Line", f"{LINE[trial.line]} ({trial.line_basis})"
    yield "Setting", [f"{_settings(trial.settings)} ({trial.settings_basis}) ", _place(trial.settings_source)]
    yield "Lets enter", _settings(trial.entry_settings)
    yield "Type", f"{STUDY_TYPE[trial.study_type]}; phase {trial.phase.replace('_', ' ')}; randomised: {YES_NO[trial.randomised]}"
    yield "With", trial.combination or "not reported"
    yield "Sponsor", trial.sponsor or "not reported"
    yield "Populations", _populations(evidence, trial.trial_id)
    yield "Links", _anchors([*registry_link(trial.registration_id)])


def _basis(code: str, basis: str) -> str:
    """Whether the review states it; a gap has no basis."""
    return "" if code == "not_reported" else f" ({basis})"


def _settings(codes: str) -> str:
    return wording.capitalised(", ".join(wording.lowered(SETTING[code]) for code in codes.split(";")))


def _study_facts(evidence: Evidence, study: Any) -> Iterable[tuple[str, Any]]:
    yield "Design", DESIGN[study.design]
    yield "Patients", f"{study.patients} ({study.patients_basis}). {study.patients_note}".strip()
    yield "Line", LINE[study.line] + _basis(study.line, study.line_basis)
    yield "Setting", [f"{_settings(study.settings)}{_basis(study.settings, study.settings_basis)} ", _place(study.settings_source)]
    yield "Same children", _cohort(evidence, study)
    yield "Populations", _populations(evidence, study.study_id)
    yield "Links", _links(study)


def _place(source: str) -> html.Span:
    return html.Span(source, className="place")


def _cohort(evidence: Evidence, study: Any) -> list[Any]:
    cohort = evidence.cohorts.set_index("cohort_id").loc[study.cohort_id]
    mates = evidence.studies[(evidence.studies["cohort_id"] == study.cohort_id) & (evidence.studies["study_id"] != study.study_id)]
    others = [opener(mate.study_id, mate.label) for mate in mates.itertuples()]
    reported = (
        [f"{cohort.label} ({study.cohort_basis}). Also in: ", *others]
        if others
        else [f"{cohort.label}. In no other publication of the review."]
    )
    return [html.Span(reported), html.Span(f" {cohort.note}")]


def _populations(evidence: Evidence, record: str) -> list[Any]:
    rows = evidence.populations[evidence.populations["record_id"] == record]
    return [
        html.Span([badge(POPULATION[row.population], row.code), html.Span(f"{row.basis} "), _place(row.source)], className="population")
        for row in rows.itertuples()
    ]


def _links(study: Any) -> list[Any]:
    links = [(f"doi:{study.doi}", f"https://doi.org/{study.doi}")] if study.doi else []
    links += [(f"PubMed {study.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{study.pmid}/")] if study.pmid else []
    links += [(study.pmcid, f"https://www.ncbi.nlm.nih.gov/pmc/articles/{study.pmcid}/")] if study.pmcid else []
    return _anchors([*links, *registry_link(study.trial_id)])


def registry_link(registration: str) -> list[tuple[str, str]]:
    """Where to look up what a registration is today; ClinicalTrials.gov does not carry EudraCT numbers."""
    if not registration:
        return []
    return [(f"{registration}, check current status", wording.registry_address(registration))]


def _anchors(links: list[tuple[str, str]]) -> list[Any]:
    anchors = [html.A(words, href=address, target="_blank", rel="noopener") for words, address in links]
    return [part for anchor in anchors for part in (anchor, " ")] or ["None verified."]


def _results(evidence: Evidence, record: str) -> list[Any]:
    results = wording.results_of(evidence.results[evidence.results["study_id"] == record])
    sections = []
    for domain, words in DOMAIN.items():
        own = [result for result in results if result.domain == domain]
        said = [result for result in own if result.state != "not_reported"]
        gaps = [result for result in own if result.state == "not_reported"]
        sections.append(html.Section([html.H3(words), *[_result(result) for result in said], *_gaps(gaps)]))
    return sections


def _result(result: Any) -> html.P:
    arm = f"{ARM[result.arm]}: " if result.arm != "blinatumomab" else ""
    lines = [html.Span([arm, wording.what(result)], className="what"), html.Span(wording.value(result), className="value")]
    details = [text for text in (wording.interval(result), wording.counts_whom(result), STATE[result.state].lower(), result.note) if text]
    return html.P(
        [*lines, html.Span(". ".join(detail.rstrip(".") for detail in details) + ". "), _place(result.source)], className="result"
    )


def _gaps(gaps: list[Any]) -> list[Any]:
    if not gaps:
        return []
    named = dict.fromkeys(
        f"{wording.lowered(wording.what(gap))}{'' if gap.arm == 'blinatumomab' else f' ({ARM[gap.arm].lower()})'}" for gap in gaps
    )
    return [html.P(f"Not reported: {', '.join(named)}.", className="gap")]


def _anomalies(evidence: Evidence, record: str) -> list[Any]:
    touching = [row for row in evidence.anomalies.itertuples() if record in row.records.split(";")]
    if not touching:
        return []
    items = [
        html.Li(
            [f"{row.statement_a} ", _place(row.source_a), f" – {row.statement_b} ", _place(row.source_b), f". Shown here: {row.shown_as}"]
        )
        for row in touching
    ]
    return [html.Section([html.H3("Contradictions and doubts"), html.Ul(items)])]
