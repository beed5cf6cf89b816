"""What a hospital asks for, on the Evidence page: the documents of the repository, and item by item the standards of reporting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from dash import dcc, html

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.schema import Reporting
from dashboard.vocabulary import MET, STANDARD

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = {
    "docs/assurance.md": "Assurance: intended purpose, what happens to data, hazards with the control and the test of each",
    "ACCESSIBILITY.md": "Accessibility: conformance with EN 301 549, clause by clause",
}
"""Where a document stands in the repository, and what it holds."""


def sections(evidence: Evidence) -> list[html.Section]:
    """One section; of the documents those that are installed, of the standards those on which a layer says something."""
    folded = [*map(_document, filter(_text, DOCUMENTS)), *_standards(evidence)]
    lead = html.P("Each control and each “supports” names its test; a test fails where a named one does not exist.")
    return [html.Section([html.H2("Assurance, accessibility, reporting"), lead, *folded], id="assurance", className="sheet documents")]


@cache
def _text(file: str) -> str:
    """A document without its title, its headings a level lower than the page's; empty where it is not installed."""
    path = ROOT / file
    if not path.is_file():
        return ""
    _, _, body = path.read_text(encoding="utf-8").partition("\n")
    return re.sub(r"^#", "##", body.strip(), flags=re.MULTILINE)


def _document(file: str) -> html.Details:
    return html.Details([html.Summary(DOCUMENTS[file]), dcc.Markdown(_text(file), className="document")])


def _standards(evidence: Evidence) -> list[html.Details]:
    """Each standard with how many of its items the dashboard meets, and its items as a table."""
    found = {words: [row for row in evidence.reporting if row.standard == code] for code, words in STANDARD.items()}
    return [html.Details([html.Summary(f"{words}: {_tally(rows)}"), _table(evidence, rows)]) for words, rows in found.items() if rows]


def _tally(rows: Sequence[Reporting]) -> str:
    """'the dashboard: 4 met, 1 partly met; the source: 2 not met, 3 not applicable'."""
    return f"the dashboard: {_counted([row.dashboard for row in rows])}; the source: {_counted([row.met for row in rows])}"


def _counted(answers: Sequence[str]) -> str:
    return ", ".join(f"{answers.count(code)} {wording.lowered(words)}" for code, words in MET.items() if code in answers)


def _table(evidence: Evidence, rows: Sequence[Reporting]) -> html.Div:
    heads = html.Tr([html.Th(head, scope="col") for head in ("Item", "What it asks for", "The dashboard", "The source")])
    body = [
        html.Tr(
            [
                html.Th(row.item, scope="row"),
                html.Td(row.asks),
                _answer(row.dashboard, row.dashboard_words),
                _answer(row.met, row.met_words, " ", html.Span(wording.place(evidence, row), className="place")),
            ]
        )
        for row in rows
    ]
    return html.Div(html.Table([html.Thead(heads), html.Tbody(body)], className="table"), className="document")


def _answer(code: str, words: str, *more: object) -> html.Td:
    return html.Td([html.Strong(f"{MET[code]}. "), words, *more])
