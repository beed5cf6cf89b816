"""What a hospital asks for, on the Evidence page: the documents of the repository, and item by item the standards of reporting."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from dash import html

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.pages.contract import DOCUMENT
from dashboard.pages.panel import scroller
from dashboard.schema import Reporting
from dashboard.vocabulary import COMPARED, MET, STANDARD

ROOT = Path(__file__).parent.parent.parent


class Document(NamedTuple):
    """A document of the repository: its file, its title, what it holds."""

    file: str
    title: str
    words: str

    @property
    def path(self) -> Path:
        return ROOT / self.file


DOCUMENTS = {
    "assurance": Document(
        "docs/assurance.md", "Assurance", "intended purpose, what happens to data, each hazard with its control and its test"
    ),
    "accessibility": Document("ACCESSIBILITY.md", "Accessibility conformance report", "EN 301 549, clause by clause, each with its test"),
}
"""Those that have a page of their own, by its name."""


def sections(evidence: Evidence) -> list[html.Section]:
    """One section; of the documents those that are installed, of the standards those on which a layer says something."""
    installed = {name: document for name, document in DOCUMENTS.items() if document.path.is_file()}
    links = [html.Li([html.A(own.title, href=f"{DOCUMENT}{name}"), f": {own.words}."]) for name, own in installed.items()]
    parts = [html.H2("Assurance, accessibility, reporting"), *([html.Ul(links)] if links else []), *_standards(evidence)]
    return [html.Section(parts, id="assurance", className="sheet prose documents")]


def _standards(evidence: Evidence) -> list[html.Details]:
    """Each standard with how many of its items the dashboard meets, and its items as a table."""
    found = {words: [row for row in evidence.reporting if row.standard == code] for code, words in STANDARD.items()}
    return [
        html.Details([html.Summary(f"{words}: {_tally(rows)}"), *_compared(rows), _table(evidence, rows)])
        for words, rows in found.items()
        if rows
    ]


def _compared(rows: Sequence[Reporting]) -> list[html.P]:
    """'Our words for an item were compared with the published wording: 1, 2; with nothing, since …: 3.'; nothing where no row says so."""
    items = {words: [row.item for row in rows if row.compared == code] for code, words in COMPARED.items()}
    said = "; ".join(f"{words}: {', '.join(dict.fromkeys(found))}" for words, found in items.items() if found)
    return [html.P(f"Our words for an item were compared {said}.")] if said else []


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
    table = html.Table([html.Thead(heads), html.Tbody(body)])
    return scroller(table, STANDARD[rows[0].standard])


def _answer(code: str, words: str, *more: object) -> html.Td:
    return html.Td([html.Strong(f"{MET[code]}. "), words, *more])
