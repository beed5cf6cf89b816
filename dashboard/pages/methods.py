"""Plain words on how the evidence was entered and is shown, and what it cannot tell."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.datapackage import CITATION
from dashboard.evidence import Evidence

METHODS = (
    "One systematic review is the only source. Every figure of it was entered twice, the second time without sight of the first, "
    "and every difference was settled against the text.",
    "A gap is a stored row that says “not reported”, put there by somebody who looked. It is drawn, hatched, and never shown as 0.",
    "Publications of the same children count as one cohort and are drawn once. Patients are never added up across publications.",
    "Intervals are those that the review prints. Where it prints a count and its denominator, an exact (Clopper-Pearson) 95 % interval "
    "is computed and says so. A percentage without a denominator gets no interval.",
    "A count is worked out from a printed percentage only where exactly one pair of numbers fits every percentage printed for that "
    "group; it is marked ‡.",
    "Between the arms of one randomised trial: risk difference with Newcombe's interval where counts are known; hazard ratios as "
    "published.",
    "A setting or line that the review does not state but its context shows is marked as inferred.",
)
CANNOT_TELL = (
    "Which treatment is better for a child: settings, definitions, disease burden and follow-up differ between publications.",
    "An average, a pooled estimate or a curve: the source carries none, and overlapping cohorts forbid them.",
    "Anything after mid-March 2021, and any trial's status today.",
    "Whether a child may enter a trial: a protocol can be narrower than its register entry.",
    "The truth of a publication: only what the review says of it.",
)


def sections(evidence: Evidence) -> list[html.Section]:
    """Methods, limits, approvals and how to cite, in this order."""
    return [
        _list("Methods, in plain words", METHODS),
        _list("What this cannot tell", CANNOT_TELL),
        html.Section([html.H2("Approvals, as the review states them in 2021"), html.Dl(_approvals(evidence))], className="sheet"),
        html.Section(
            [
                html.H2("How to cite"),
                html.P(["The facts: ", CITATION]),
                html.P(f"The tables: BlinaBoard, data version {evidence.version}, CC BY 4.0. What changed stands in the CHANGELOG."),
            ],
            className="sheet",
        ),
    ]


def _list(title: str, items: tuple[str, ...]) -> html.Section:
    return html.Section([html.H2(title), html.Ul([html.Li(item) for item in items])], className="sheet prose")


def _approvals(evidence: Evidence) -> list[Any]:
    names = {"approval_fda_mrd": "FDA, MRD", "approval_fda_relapsed": "FDA, relapsed or refractory", "approval_ema": "EMA"}
    rows = evidence.review[evidence.review["key"].isin(names)]
    return [
        part
        for row in rows.itertuples()
        for part in (html.Dt(names[row.key]), html.Dd([f"{row.value}. {row.note} ", html.Span(row.source, className="place")]))
    ]
