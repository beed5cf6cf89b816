"""The filters and what stands with them: counts in words, notices, and the empty result."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import dash_bootstrap_components as dbc
from dash import html

from dashboard import ids, wording
from dashboard.facets import FACETS, Facet, Kind
from dashboard.pages.buttons import dropper
from dashboard.pages.contract import WHAT_CHANGED
from dashboard.questions import says_what_is_missing
from dashboard.selection import Counts, Selection, Shown


def panel(shown: Shown, *below: object) -> html.Aside:
    """Every filter, the first ones open, the others folded; beside each option what it would leave."""
    first = [_control(facet, shown.selection) for facet in FACETS.values() if not facet.folded]
    folded = [facet for facet in FACETS.values() if facet.folded]
    more = _fold("More filters", [facet for facet in folded if facet.of != "registrations"], shown.selection)
    registrations = _fold("Filters of registrations", [facet for facet in folded if facet.of == "registrations"], shown.selection)
    key = html.P("publications (cohorts) · registrations", className="counts-key")
    return html.Aside([key, *first, more, registrations, *below], id=ids.FILTERS, className="filters", **{"aria-label": "Filters"})


def _fold(title: str, facets: Sequence[Facet], selection: Selection) -> html.Details:
    """Facets behind a title; open where one of them is in force."""
    chosen = any(selection.chosen(facet.key) for facet in facets)
    return html.Details([html.Summary(title), *(_control(facet, selection) for facet in facets)], open=chosen, className="more")


def _control(facet: Facet, selection: Selection) -> html.Fieldset:
    options = [{"label": words, "value": code} for code, words in facet.options.items()]
    checklist = dbc.Checklist(options, list(selection.chosen(facet.key)), id=ids.filter_id(facet.key), label_class_name="option")
    return html.Fieldset([html.Legend(facet.title), checklist], className="facet", **{"data-facet": facet.key})


def counted(counts: Counts, of: Kind, *, in_short: bool = False) -> list[str]:
    """Publications with their cohorts, and registrations, of those that a facet asks for; empty where a selection leaves none of them."""
    (own, more), numbers = counts.parts, {"publications": counts.publications, "registrations": counts.registrations}
    asked = [kind for kind in numbers if of in ("records", kind)]
    if not any(numbers[kind] for kind in asked):
        return []
    publications, cohorts = wording.figure(own.publications, "publication"), wording.figure(own.cohorts, "cohort")
    full = {"publications": f"{publications} ({cohorts})", "registrations": wording.figure(own.registrations, "registration")}
    short = {"publications": f"{own.publications} ({own.cohorts})", "registrations": f"{own.registrations}"}
    since = {"publications": (more.publications, more.cohorts), "registrations": (more.registrations, 0)}
    return [(short if in_short else full)[kind] + _since(*since[kind], counts.on_request, in_short=in_short) for kind in asked]


def _since(records: int, cohorts: int, words: str, *, in_short: bool) -> str:
    """' + 7 later (3 more cohorts)', ' + 7' beside an option; empty where nothing came since."""
    if in_short or not records:
        return f" + {records}" if records else ""
    further = f" ({wording.figure(cohorts, 'more cohort')})" if cohorts else ""
    return f" + {records} {words}{further}"


def count_words(counts: Counts, of: Kind = "records") -> str:
    """'7 publications (5 cohorts) · 4 registrations'."""
    return " · ".join(counted(counts, of))


def records_words(counts: Counts, *kinds: Kind) -> str:
    """'7 publications + 2 later · 4 registrations': of records whose cohorts nobody asks for."""
    own, more = counts.parts
    said = {"publications": (own.publications, more.publications), "registrations": (own.registrations, more.registrations)}
    words = (
        wording.figure(said[kind][0], kind.removesuffix("s")) + _since(said[kind][1], 0, counts.on_request, in_short=False)
        for kind in kinds or said
    )
    return " · ".join(words)


def notices(shown: Shown, charts: Collection[str] = ()) -> list[object]:
    """What must not be lost above the `charts`.

    A link of another version, dropped parts of the address, and an empty result unless an answer above them says so.
    """
    return [*of_address(shown), *([] if says_what_is_missing(shown, charts) else _nothing_left(shown))]


def of_address(shown: Shown) -> list[object]:
    """Where what is shown is not what the address was made for."""
    return [*_older(shown), *_dropped(shown.selection)]


def _older(shown: Shown) -> list[object]:
    """A link that was made for other tables, and where it stands what changed since."""
    if not shown.is_of_another_version:
        return []
    made_for, current = shown.selection.version, shown.evidence.version
    words = f"This link was made for data version {shown.made_for}, which is not served here. Data version {current} is shown. "
    if shown.then() is None:
        return [html.P([words, "What changed since is not listed."], className="notice", role="status")]
    whole = html.A("every change to the tables since", href=f"{WHAT_CHANGED}?v={made_for}")
    return [html.P([words, "What changed in each chart is under it; ", whole, "."], className="notice", role="status")]


def _dropped(selection: Selection) -> list[object]:
    if not selection.dropped:
        return []
    return [html.P(f"Not recognised, and left out of the address: {'; '.join(selection.dropped)}.", className="notice", role="status")]


def _nothing_left(shown: Shown) -> list[object]:
    """What a selection leaves none of, and what would bring some back."""
    filters, within = shown.selection.describe(), shown.evidence.within
    found: list[object] = []
    if not shown.studies:
        words = f"No publication {within} matches: {filters}. That is an absence of reports, not evidence of no effect."
        found.append(html.Div([html.P(words), *_ways_out(shown, "publications")], className="notice", role="status"))
    if not shown.trials and shown.catalogue.totals.registrations:
        words = f"No registration {within} states: {filters}."
        found.append(html.Div([html.P(words), *_ways_out(shown, "registrations")], className="notice", role="status"))
    return found


def _ways_out(shown: Shown, kind: Kind) -> list[object]:
    """Each single filter whose removal would leave some of a kind, with what it would leave."""
    selection = shown.selection
    gains = [(key, shown.catalogue.counts(selection.without(key))) for key, _ in selection.filters]
    buttons = [
        dropper(key, "", f"Without {FACETS[key].title}: {count_words(counts, kind)}", className="btn btn-outline-primary btn-sm")
        for key, counts in gains
        if counted(counts, kind)
    ]
    return [html.P(buttons, className="ways-out")] if buttons else [html.P("No single filter alone accounts for this.")]


def badge(title: str, code: str) -> html.Span:
    """What is said of a population, as a badge."""
    return html.Span(wording.said_of(title, code), className=f"badge-said {code}")
