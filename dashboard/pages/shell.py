"""The frame around every page: skip link, bar with the pages, stamp and footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html

from dashboard import ids, wording
from dashboard.evidence import Evidence
from dashboard.pages import find
from dashboard.pages.buttons import menu
from dashboard.pages.contract import WHAT_CHANGED, Act

NAME = "BlinaBoard"


def shell(evidence: Evidence, links: Sequence[tuple[str, str]], report_address: str = "") -> html.Div:
    """Everything that stays while pages change. `links` are (path, words) of the pages in the bar.

    `report_address` is where a report of a data error may be sent, if the operator names one.
    """
    return html.Div(
        [
            dcc.Location(id=ids.URL, refresh="callback-nav"),
            *[dcc.Store(id=name) for name in (ids.VIEW, ids.WIDTH, ids.TITLE)],
            html.A("Skip to the evidence", href=f"#{ids.PAGE}", className="visually-hidden-focusable skip-link"),
            _bar(links),
            html.Main(id=ids.PAGE, tabIndex=-1),
            _footer(evidence, report_address),
            html.Div(id=ids.SAID, role="status", className="said", **{"aria-live": "polite"}),
            html.Div(id=ids.HEARD, role="status", className="visually-hidden"),
        ],
        className="frame",
    )


def _bar(links: Sequence[tuple[str, str]]) -> html.Header:
    pages = [html.A(words, href=path, className="nav-link", id=ids.nav_id(path)) for path, words in links]
    return html.Header(
        [
            html.A(NAME, href="/", className="brand"),
            html.Nav(pages, className="nav", **{"aria-label": "Pages"}),
            find.box(),
            html.Button("Present", type="button", className="btn btn-bar act", **{"data-act": "present"}),
            html.Button("Share", type="button", className="btn btn-bar act", **{"data-act": "link"}),
            _exports(),
            html.Button("Dark", id=ids.THEME_SWITCH, type="button", className="btn btn-bar"),
        ],
        className="bar",
    )


EXPORTS: Mapping[Act, str] = {
    "deck": "Slides of this page, or of the running order (PPTX)",
    "offline": "This page, to read offline (HTML)",
    "records-ris": "References of the records shown (RIS)",
    "records-bib": "References of the records shown (BibTeX)",
    "reproduce": "Rows shown, with scripts that redraw them (Python, R)",
    "package": "All tables (data package)",
    "present-order": "Present the running order",
    "empty-order": "Empty the running order",
}
"""What can be done with a page."""


def _exports() -> html.Details:
    return menu(html.Summary("Export", className="btn btn-bar"), EXPORTS)


WHICH_EVIDENCE = "Which evidence"
IN_SHORT: Mapping[str, str] = {"all": "+ what came since"}
"""Choices of evidence in fewer words, for a strip."""


def stamp(evidence: Evidence) -> html.Span:
    """To when the evidence reaches."""
    return html.Span(wording.reach(evidence), className="stamp")


def cited(evidence: Evidence) -> list[object]:
    """How to cite the evidence, with the DOI of its first source as a link."""
    doi = evidence.sources[0].doi
    before, words, after = evidence.citation.partition(f"doi:{doi}" if doi else "\n")
    return [before, html.A(words, href=f"https://doi.org/{doi}", target="_blank", rel="noopener"), after] if words else [before]


KEYS = "Keys: P presents, B or a full stop blanks what is presented, / finds. "
"""Those of one character, which somebody who uses speech input may set off without meaning to."""


def _footer(evidence: Evidence, report_address: str) -> html.Footer:
    return html.Footer(
        [
            html.P(["Source: ", *cited(evidence), "."]),
            html.P([f"Data version {evidence.version}. ", html.A("What changed", href=WHAT_CHANGED), "."]),
            html.P(wording.DISCLAIMER),
            html.P(html.A("Report a data error", href="/evidence#report"), className="not-on-paper"),
            html.P(
                [KEYS, html.Button("Turn these keys off", id=ids.KEYS_SWITCH, type="button", className="btn btn-link btn-sm")],
                className="not-on-paper",
            ),
            *(
                [html.P(html.A("Send a report to the people who keep these tables", href=report_address, rel="noopener"))]
                if report_address
                else []
            ),
        ],
        className="foot",
    )
