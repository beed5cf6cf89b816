"""The Evidence page: every table with its sources, and the review's own contradictions in full sentences."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html

from dashboard import ids
from dashboard.evidence import Evidence
from dashboard.pages import shell
from dashboard.pages.grid import grid
from dashboard.schema import TABLES
from dashboard.selection import Catalogue, Selection


def page(catalogue: Catalogue, selection: Selection) -> html.Div:
    """What was entered, table by table."""
    tables = dbc.RadioItems(
        [{"label": table.title, "value": name} for name, table in TABLES.items()], "anomalies", id=ids.TABLE_TABS, className="btn-group",
        input_class_name="btn-check", label_class_name="btn btn-outline-primary btn-sm", label_checked_class_name="active",
    )  # fmt: skip
    return html.Div(
        [
            html.Div([_totals(catalogue), shell.stamp()], className="strip"),
            html.Div(
                [
                    html.H1("The evidence"),
                    html.P("Every fact of the review as a row with its place, every gap as a row that says so. Nothing is pooled."),
                    html.Div(tables, role="group", className="table-choice", **{"aria-label": "Table"}),
                    html.Div(id=ids.TABLE_PANEL),
                ],
                className="sheet",
            ),
        ]
    )


def _totals(catalogue: Catalogue) -> html.P:
    totals = catalogue.totals
    text = f"{totals.publications} publications ({totals.cohorts} cohorts) · {totals.registrations} registrations"
    return html.P(text, className="counts")


def panel(evidence: Evidence, name: str) -> html.Div:
    """One table: what it holds, its rows, and for the anomalies each as sentences."""
    table, frame = TABLES[name], evidence.table(name)
    body = anomalies(evidence) if name == "anomalies" else grid(table, frame, f"grid-{name}")
    return html.Div([html.P(f"{table.meaning}. {len(frame)} rows.", className="lead-in"), body])


def anomalies(evidence: Evidence) -> html.Div:
    """Each contradiction: both statements with their places, and what the dashboard shows."""
    label = dict(zip(evidence.studies["study_id"], evidence.studies["label"], strict=True))
    return html.Div([_anomaly(row, label) for row in evidence.anomalies.itertuples()], className="anomalies")


def _anomaly(row, label) -> html.Article:  # type: ignore[no-untyped-def]
    records = [label.get(record, record) for record in row.records.split(";") if record]
    return html.Article(
        [
            html.H3([html.Span(row.kind.capitalize(), className="kind"), ", ".join(records) or "The review itself"]),
            html.P([row.statement_a, ". ", html.Span(row.source_a, className="place")]),
            html.P([row.statement_b, ". ", html.Span(row.source_b, className="place")]),
            html.P([html.Strong("Shown here: "), row.shown_as], className="shown"),
        ],
        id=f"anomaly-{row.anomaly_id}",
        className="anomaly",
    )
