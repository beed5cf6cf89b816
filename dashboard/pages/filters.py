"""The filters and what stands with them: counts in words, notices, and the empty result."""

from __future__ import annotations

from collections.abc import Iterable

import dash_bootstrap_components as dbc
from dash import html

from dashboard import ids, wording
from dashboard.charts import Shown
from dashboard.facets import FACETS, Facet
from dashboard.pages.buttons import dropper
from dashboard.selection import Counts, Selection
from dashboard.vocabulary import POPULATION_CODE


def panel(shown: Shown, *below: object) -> html.Aside:
    """Every filter, the first ones open, the others folded; beside each option what it would leave."""
    selection = shown.selection
    controls = {key: _control(facet, selection.chosen(key)) for key, facet in FACETS.items()}
    first = [controls[key] for key, facet in FACETS.items() if not facet.folded]
    folded = [controls[key] for key, facet in FACETS.items() if facet.folded]
    chosen_folded = any(FACETS[key].folded for key, _ in selection.filters)
    more = html.Details([html.Summary("More filters"), *folded], open=chosen_folded, className="more")
    key = html.P("publications (cohorts) · registrations", className="counts-key")
    return html.Aside([key, *first, more, *below], id=ids.FILTERS, className="filters", **{"aria-label": "Filters"})


def _control(facet: Facet, chosen: Iterable[str]) -> html.Fieldset:
    options = [{"label": words, "value": code} for code, words in facet.options.items()]
    checklist = dbc.Checklist(options, list(chosen), id=ids.filter_id(facet.key), label_class_name="option")
    return html.Fieldset([html.Legend(facet.title), checklist], className="facet", **{"data-facet": facet.key})


def count_words(counts: Counts) -> str:
    """'7 publications (5 cohorts) · 4 registrations'."""
    publications, cohorts = wording.figure(counts.publications, "publication"), wording.figure(counts.cohorts, "cohort")
    return f"{publications} ({cohorts}) · {wording.figure(counts.registrations, 'registration')}"


def notices(shown: Shown) -> list[object]:
    """What must not be lost above the charts: a link of another version, dropped parts of the address, an empty result."""
    return [*_older(shown), *_dropped(shown.selection), *_nothing_left(shown)]


def _older(shown: Shown) -> list[object]:
    """A link that was made for other tables."""
    made_for, current = shown.selection.version, shown.evidence.version
    if made_for in ("", current):
        return []
    words = f"This link was made for data version {made_for}, which is not served here. Shown is data version {current}."
    return [html.P(words, className="notice", role="status")]


def _dropped(selection: Selection) -> list[object]:
    if not selection.dropped:
        return []
    return [html.P(f"Not known here, and left out of the address: {'; '.join(selection.dropped)}.", className="notice", role="status")]


def _nothing_left(shown: Shown) -> list[object]:
    if shown.studies:
        return []
    filters = shown.selection.describe()
    words = f"No publication {shown.evidence.within} is reported for: {filters}. That is an absence of reports, not evidence of no effect."
    return [html.Div([html.P(words), *_ways_out(shown)], className="notice", role="status")]


def _ways_out(shown: Shown) -> list[object]:
    """Each single filter whose removal would leave a publication, with what it would leave."""
    selection = shown.selection
    gains = [(key, shown.catalogue.counts(selection.without(key))) for key, _ in selection.filters]
    buttons = [
        dropper(key, "", f"Without {FACETS[key].title}: {count_words(counts)}", className="btn btn-outline-primary btn-sm")
        for key, counts in gains
        if counts.publications
    ]
    return [html.P(buttons, className="ways-out")] if buttons else [html.P("No single filter alone stands in the way.")]


def badge(title: str, code: str) -> html.Span:
    """What is said of a population, as a badge."""
    return html.Span(said_of(title, code), className=f"badge-said {code}")


def said_of(title: str, code: str) -> str:
    """'Down syndrome: not stated'."""
    return f"{title}: {wording.lowered(POPULATION_CODE[code])}"
