"""The Evidence page: every table with its dictionary and sources, the review's contradictions, methods and limits."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.charts import CHARTS, Shown, draw
from dashboard.evidence import Evidence
from dashboard.pages import methods, shell
from dashboard.pages.grid import grid
from dashboard.pages.static_chart import still
from dashboard.schema import TABLES, Table
from dashboard.selection import Catalogue, Selection


def page(catalogue: Catalogue, selection: Selection) -> html.Div:
    """What was entered, table by table; where it comes from; what it cannot tell. The filters do not touch this page."""
    shown = Shown(catalogue.evidence, catalogue.select(Selection()), Selection())
    tables = dbc.RadioItems(
        [{"label": table.title, "value": name} for name, table in TABLES.items()], "anomalies", id=ids.TABLE_TABS, className="btn-group",
        input_class_name="btn-check", label_class_name="btn btn-outline-primary btn-sm", label_checked_class_name="active",
    )  # fmt: skip
    return html.Div(
        [
            html.Div([_totals(catalogue), shell.stamp()], className="strip"),
            html.Section(
                [
                    html.H1("The evidence"),
                    html.P("Every fact of the review as a row with its place, every gap as a row that says so. Nothing is pooled."),
                    html.Div(tables, role="group", className="table-choice", **{"aria-label": "Table"}),
                    html.Div(id=ids.TABLE_PANEL),
                    *_report(catalogue.evidence),
                ],
                className="sheet",
            ),
            *[still(CHARTS[key], draw(CHARTS[key], shown)) for key in ("timeline", "flow")],
            *methods.sections(catalogue.evidence),
        ]
    )


def _totals(catalogue: Catalogue) -> html.P:
    totals = catalogue.totals
    text = f"{totals.publications} publications ({totals.cohorts} cohorts) · {totals.registrations} registrations"
    return html.P(text, className="counts")


def _report(evidence: Evidence) -> list[html.Section]:
    """A text that names the cell in question, ready to copy; the footer says where to send it."""
    words = f"Table: \nRecord: \nColumn: \nValue shown: \nWhat the review says, and where: \nData version: {evidence.version}"
    area = html.Textarea(
        words,
        id=ids.REPORT_TEXT,
        rows=6,
        className="form-control",
        **{"aria-label": "Report of a data error", "data-version": evidence.version},
    )
    hint = html.P("Click a cell of a table above to have its record, column and value filled in, then copy the text.")
    return [html.Section([html.H2("Report a data error"), hint, area], id="report", className="report")]


def panel(evidence: Evidence, name: str) -> html.Div:
    """One table: what it holds, its dictionary, its rows; the anomalies as sentences."""
    table, frame = TABLES[name], evidence.table(name)
    body = [anomalies(evidence)] if name == "anomalies" else [_search(table), grid(table, frame, ids.table_grid_id(name))]
    download = html.A("Download as CSV", href=f"/data/{name}.csv", download=f"{name}.csv")
    return html.Div([html.P([f"{table.meaning}. {len(frame)} rows. ", download], className="lead-in"), _dictionary(table), *body])


def _search(table: Table) -> html.Label:
    words = f"Search in {table.title.lower()}"
    return html.Label([f"{words} ", dcc.Input(id=ids.search_id(table.name), type="search", className="search")])


def _dictionary(table: Table) -> html.Details:
    terms = [
        part for column in table.columns for part in (html.Dt(column.name), html.Dd(_meaning(column.meaning, column.unit, column.codes)))
    ]
    return html.Details([html.Summary(f"What the {len(table.columns)} columns mean"), html.Dl(terms)], className="dictionary")


def _meaning(meaning: str, unit: str, codes: object) -> str:
    words = f" One of: {'; '.join(dict.fromkeys(codes.values()))}." if isinstance(codes, dict) and codes else ""
    return f"{meaning}{f' ({unit})' if unit else ''}.{words}"


def anomalies(evidence: Evidence) -> html.Div:
    """Each contradiction: both statements with their places, and what the dashboard shows."""
    label = dict(zip(evidence.studies["study_id"], evidence.studies["label"], strict=True))
    return html.Div([_anomaly(row, label) for row in evidence.anomalies.to_dict("records")], className="anomalies")


def _anomaly(row: dict[str, str], label: dict[str, str]) -> html.Article:
    records = [label.get(record, record) for record in row["records"].split(";") if record]
    return html.Article(
        [
            html.H3([html.Span(row["kind"].capitalize(), className="kind"), ", ".join(records) or "The review itself"]),
            html.P([row["statement_a"], ". ", html.Span(row["source_a"], className="place")]),
            html.P([row["statement_b"], ". ", html.Span(row["source_b"], className="place")]),
            html.P([html.Strong("Shown here: "), row["shown_as"]], className="shown"),
        ],
        id=f"anomaly-{row['anomaly_id']}",
        className="anomaly",
    )
