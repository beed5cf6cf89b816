"""The Evidence page: every table with its dictionary, the contradictions of the sources, methods and limits."""

from __future__ import annotations

from collections.abc import Mapping

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids, wording
from dashboard.charts import CHARTS, draw
from dashboard.columns import Column, Table
from dashboard.evidence import Evidence
from dashboard.pages import documents, methods, shell
from dashboard.pages.card import place
from dashboard.pages.contract import TABLE_FILES
from dashboard.pages.filters import count_words
from dashboard.pages.grid import grid, in_words
from dashboard.pages.running_order import Entry
from dashboard.pages.static_chart import still
from dashboard.schema import BASE, REGISTRY, TABLES, Anomaly
from dashboard.selection import Selection, Shown
from dashboard.tableplot import Look
from dashboard.vocabulary import ANOMALY_KIND

LISTED: Mapping[str, Table] = {**TABLES, REGISTRY.name: REGISTRY, **BASE}
"""Every table of evidence, those of the layers first; what changed has a page of its own."""
FIRST = "studies"
"""The table that is open at first: what was read comes before where it contradicts itself."""


def page(shown: Shown, look: Look) -> html.Div:
    """What was entered, table by table; where it comes from; what it cannot tell. The filters do not touch this page."""
    evidence, catalogue = shown.evidence, shown.catalogue
    state = Selection(evidence=shown.selection.evidence)
    everything = catalogue.show(state)
    layers = "; ".join(layer.title for layer in evidence.layers)
    tables = dbc.RadioItems(
        [{"label": table.title, "value": name} for name, table in LISTED.items()], FIRST, id=ids.TABLE_TABS, name=ids.TABLE_TABS,
        className="btn-group", input_class_name="btn-check", label_class_name="btn btn-outline-primary btn-sm",
        label_checked_class_name="active",
    )  # fmt: skip
    return html.Div(
        [
            html.Div([html.P(count_words(catalogue.totals), className="counts"), shell.stamp(evidence)], className="strip"),
            html.Section(
                [
                    html.H1("The evidence"),
                    html.P(f"{evidence.record.title}. {layers}. {evidence.record.description}"),
                    html.Div(tables, role="group", className="table-choice", **{"aria-label": "Table"}),
                    html.Div(id=ids.TABLE_PANEL),
                    *_report(evidence),
                ],
                className="sheet",
            ),
            *[still(CHARTS[key], draw(CHARTS[key], everything), look, Entry.of(key, state)) for key in ("timeline", "flow")],
            *methods.sections(evidence),
            *documents.sections(evidence),
        ]
    )


def _report(evidence: Evidence) -> list[html.Section]:
    """A text that names the cell in question, ready to copy; the footer says where to send it."""
    words = f"Table: \nRecord: \nColumn: \nValue shown: \nWhat the source says, and where: \nData version: {evidence.version}"
    area = html.Textarea(
        words,
        id=ids.REPORT_TEXT,
        rows=6,
        className="form-control",
        **{"aria-label": "Report of a data error", "data-version": evidence.version},
    )
    hint = html.P("Click a cell of a table above to fill in its record, column and value, then copy the text.")
    return [html.Section([html.H2("Report a data error"), hint, area], id="report", className="report")]


def panel(evidence: Evidence, name: str) -> html.Div:
    """One table: what it holds, its dictionary, its rows; the anomalies as sentences."""
    table, records = LISTED[name], evidence.table(name)
    body = [anomalies(evidence)] if name == "anomalies" else [_search(table), grid(table, records, ids.table_grid_id(name))]
    lead = html.P([f"{table.meaning}. {wording.figure(len(records), 'row')}.", *_downloads(evidence, table)], className="lead-in")
    return html.Div([html.H2(table.title, className="visually-hidden"), lead, _dictionary(table), *body])


def _downloads(evidence: Evidence, table: Table) -> list[object]:
    """The table's files: one, or one of each layer that has it."""
    layers = [layer for layer in evidence.layers if table.file(layer.layer) in evidence.files]
    files = {table.file(): ""} if table.base else {table.file(layer.layer): f": {layer.title}" for layer in layers}
    named = {file: words if len(files) > 1 else "" for file, words in files.items()}
    links = [
        html.A(f"Download as CSV{words}", href=f"{TABLE_FILES}{file}", download=file.replace("/", "-")) for file, words in named.items()
    ]
    return [part for link in links for part in (" ", link)]


def _search(table: Table) -> html.Label:
    words = f"Search in {table.title.lower()}"
    return html.Label([f"{words} ", dcc.Input(id=ids.search_id(table.name), type="search", className="search")])


def _dictionary(table: Table) -> html.Details:
    terms = [part for column in table.columns for part in (html.Dt(column.name), html.Dd(_meaning(column)))]
    return html.Details([html.Summary(f"What the {len(table.columns)} columns mean"), html.Dl(terms)], className="dictionary")


def _meaning(column: Column) -> str:
    options = dict.fromkeys(in_words(column, code) for code in column.codes)
    words = f" One of: {'; '.join(options)}." if options else ""
    return f"{column.meaning}{f' ({column.unit})' if column.unit else ''}.{words}"


def anomalies(evidence: Evidence) -> html.Div:
    """Each contradiction: both statements with their places, and what the dashboard shows."""
    return html.Div([_anomaly(evidence, anomaly) for anomaly in evidence.anomalies], className="anomalies")


def _anomaly(evidence: Evidence, anomaly: Anomaly) -> html.Article:
    records = [evidence.study(record).label if evidence.is_study(record) else record for record in anomaly.records]
    return html.Article(
        [
            html.H3([html.Span(ANOMALY_KIND[anomaly.kind], className="kind"), " ", ", ".join(records) or "The source itself"]),
            html.P([anomaly.statement_a, ". ", place(evidence, anomaly, anomaly.source_a)]),
            html.P([anomaly.statement_b, ". ", place(evidence, anomaly, anomaly.source_b)]),
            html.P([html.Strong("Shown here: "), anomaly.shown_as], className="shown"),
        ],
        id=f"anomaly-{anomaly.anomaly_id}",
        className="anomaly",
    )
