"""Records by name, number, gene or title: what a reader may type for each, for assets/find.js. What is typed stays in the browser."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.pages.contract import Found
from dashboard.schema import Layer, Study, Trial
from dashboard.vocabulary import POPULATION


def box() -> html.Details:
    """A button of the bar that opens a field; the list under it is filled while somebody types."""
    field = html.Label(["Name, number, gene or word in a title", html.Div()])
    found = html.Div([field, html.P(role="status"), html.Ul()], className="find-box")
    return html.Details([html.Summary("Find", className="btn btn-bar"), found], className="menu find ms-auto")


def index(evidence: Evidence) -> list[Found]:
    """Each record: its key, the page on which it opens, its name, where it stands, and the texts by which it is found, first its title."""
    studies = (_found(evidence, study, "/", study.label, _of_study(evidence, study)) for study in evidence.studies)
    trials = (_found(evidence, trial, "/trials", wording.trial_name(trial), _of_trial(trial)) for trial in evidence.trials)
    return [*studies, *trials]


def _found(evidence: Evidence, row: Study | Trial, page: str, name: str, texts: Iterable[str]) -> Found:
    record = row.study_id if isinstance(row, Study) else row.trial_id
    populations = [POPULATION[said.population] for said in evidence.populations_of(record).values() if said.code == "included"]
    own = [text for text in dict.fromkeys([*texts, *populations]) if text]
    return {"record": record, "page": page, "name": name, "where": _where(evidence.layer_of(row)), "texts": own}


def _where(layer: Layer) -> str:
    """'in the review', 'came since', 'local': where a record stands, after a count."""
    return layer.within if layer.shown == "always" else "local" if layer.kind == "local" else "came since"


def _of_study(evidence: Evidence, study: Study) -> Iterable[str]:
    yield wording.title(evidence, study)
    yield from (study.doi, study.pmid, study.pmcid, study.trial_id, evidence.cohort(study.cohort_id).label)
    yield from (result.subgroup for result in evidence.results_of(study.study_id))


def _of_trial(trial: Trial) -> Iterable[str]:
    yield trial.title
    yield from (trial.registration_id, *trial.other_ids, trial.acronym, trial.risk_text, trial.combination, trial.sponsor)
