"""The filters and what stands with them: chips, counts, the tray of what cannot be ruled out, and the empty result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import ids, wording
from dashboard.facets import FACETS, Facet
from dashboard.pages.buttons import dropper
from dashboard.selection import Catalogue, Counts, Selected, Selection
from dashboard.vocabulary import POPULATION_CODE


def panel(catalogue: Catalogue, selection: Selection) -> html.Aside:
    """Every filter, the first ones open, the others folded; beside each option what it would leave."""
    controls = {key: _control(facet, selection.chosen(key)) for key, facet in FACETS.items()}
    first = [controls[key] for key, facet in FACETS.items() if not facet.folded]
    folded = [controls[key] for key, facet in FACETS.items() if facet.folded]
    chosen_folded = any(FACETS[key].folded for key, _ in selection.filters)
    more = html.Details([html.Summary("More filters"), *folded], open=chosen_folded, className="more")
    key = html.P("publications (cohorts) · registrations", className="counts-key")
    return html.Aside([key, *first, more], id=ids.FILTERS, className="filters", **{"aria-label": "Filters"})


def _control(facet: Facet, chosen: Iterable[str]) -> html.Fieldset:
    options = [{"label": words, "value": code} for code, words in facet.options.items()]
    checklist = dbc.Checklist(options, list(chosen), id=ids.filter_id(facet.key), label_class_name="option")
    return html.Fieldset([html.Legend(facet.title), checklist], className="facet", **{"data-facet": facet.key})


def count_words(counts: Counts) -> str:
    """'7 publications (5 cohorts) · 4 registrations'."""
    publications = f"{counts.publications} publication{'' if counts.publications == 1 else 's'}"
    cohorts = f"{counts.cohorts} cohort{'' if counts.cohorts == 1 else 's'}"
    return f"{publications} ({cohorts}) · {counts.registrations} registration{'' if counts.registrations == 1 else 's'}"


def notices(catalogue: Catalogue, selection: Selection, selected: Selected) -> list[Any]:
    """What must not be lost above the charts: a link of another version, dropped parts of the address, an empty result."""
    return [*_older(catalogue, selection), *_dropped(selection), *_nothing_left(catalogue, selection, selected)]


def _older(catalogue: Catalogue, selection: Selection) -> list[Any]:
    """A link that was made for other tables."""
    current = catalogue.evidence.version
    if selection.version in ("", current):
        return []
    words = f"This link was made for data version {selection.version}, which is not served here. Shown is data version {current}."
    return [html.P(words, className="notice", role="status")]


def _dropped(selection: Selection) -> list[Any]:
    if not selection.dropped:
        return []
    return [html.P(f"Not known here, and left out of the address: {'; '.join(selection.dropped)}.", className="notice", role="status")]


def _nothing_left(catalogue: Catalogue, selection: Selection, selected: Selected) -> list[Any]:
    if len(selected.studies):
        return []
    asked = html.P(
        f"No publication in this review is reported for: {selection.describe()}. That is an absence of reports, not evidence of no effect."
    )
    return [html.Div([asked, *_ways_out(catalogue, selection)], className="notice", role="status")]


def _ways_out(catalogue: Catalogue, selection: Selection) -> list[Any]:
    """Each single filter whose removal would leave a publication, with what it would leave."""
    gains = [(key, catalogue.counts(selection.without(key))) for key, _ in selection.filters]
    buttons = [
        dropper(key, "", f"Without {FACETS[key].title}: {count_words(counts)}", className="btn btn-outline-primary btn-sm")
        for key, counts in gains
        if counts.publications
    ]
    return [html.P(buttons, className="ways-out")] if buttons else [html.P("No single filter alone stands in the way.")]


def badge(title: str, code: str) -> html.Span:
    """What the review says of a population, as a badge."""
    return html.Span(said_of(title, code), className=f"badge-said {code}")


def said_of(title: str, code: str) -> str:
    """'Down syndrome: not stated'."""
    return f"{title}: {wording.lowered(POPULATION_CODE[code])}"
