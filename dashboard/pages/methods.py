"""Plain words on how the evidence was entered and is shown, and what it cannot tell."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import approvals, wording
from dashboard.evidence import Evidence
from dashboard.pages import shell
from dashboard.pages.contract import WHAT_CHANGED
from dashboard.schema import Approval, Fact

METHODS = (
    "A gap is a stored row that says “not reported”, entered by somebody who looked. It has its own sign, and is never blank "
    "and never shown as 0.",
    "Publications of the same children count as one cohort and are drawn once. Patients are never added up across publications.",
    "Intervals are those that the source prints. Where it prints a count with its denominator, an exact (Clopper-Pearson) 95 % "
    "interval is computed and says so. The size of a group that is printed elsewhere is such a denominator only where the source says "
    "that the count is of that group. None is computed for a percentage without a count, a lower bound, an implied zero, a count of "
    "courses or the conduct of a study, such as the size of an arm.",
    "A count is worked out from a printed percentage only where exactly one pair of numbers fits every percentage printed for that "
    "group; it is marked ‡.",
    "Between the arms of one randomised trial: risk difference with Newcombe's interval where counts are known; hazard ratios as "
    "published. Whether an interval includes 0 is said only where Newcombe's interval with a continuity correction, and that of "
    "the risk ratio, agree.",
    "A setting or line that the source does not state, but its context shows, is marked as inferred.",
    "A place such as 3.1 p2 is section 3.1, second paragraph, of the source.",
)
CANNOT_TELL = (
    "Which treatment is better for a child: settings, definitions, disease burden and follow-up differ between publications.",
    "An average, a pooled estimate or a curve: the source gives none, and overlapping cohorts forbid them.",
    "Whether a child may enter a trial: a protocol can be narrower than its register entry.",
    "Whether a publication is right: only what the source says of it.",
)


def sections(evidence: Evidence) -> list[html.Section]:
    """Methods, limits, what was not found, approvals and how to cite, in this order."""
    return [
        _list("Methods, in plain words", [_read(evidence), *_entered(evidence), *METHODS]),
        _list("What this cannot tell", [*CANNOT_TELL, f"Anything after {evidence.reach}, and any trial's status today."]),
        *_not_found(evidence),
        html.Section([html.H2(f"Approvals, as stated by {evidence.reach}"), *_approvals(evidence)], className="sheet"),
        html.Section(
            [
                html.H2("How to cite"),
                html.P(["The facts: ", *shell.cited(evidence)]),
                html.P([f"The tables: {wording.cited_tables(evidence)} ", html.A("What changed", href=WHAT_CHANGED), "."]),
            ],
            className="sheet",
        ),
    ]


def _read(evidence: Evidence) -> str:
    """'One source was read: ...'"""
    count = len(evidence.sources)
    return f"{wording.capitalised(wording.number(count, 'source'))} {'was' if count == 1 else 'were'} read: {evidence.citation}."


def _entered(evidence: Evidence) -> list[str]:
    """How the tables of each layer were entered, as far as it says so."""
    return [f"{layer.title}. {layer.entered}" for layer in evidence.layers if layer.entered]


def _list(title: str, items: Sequence[str]) -> html.Section:
    return html.Section([html.H2(title), html.Ul([html.Li(item) for item in items])], className="sheet prose")


def _not_found(evidence: Evidence) -> list[html.Section]:
    """What somebody looked for and did not find; nothing where no layer says so."""
    found = [fact for fact in evidence.review if fact.step == "not_found"]
    return [_list("Looked for and not found", [_absent(fact) for fact in found])] if found else []


def _absent(fact: Fact) -> str:
    note = f" {fact.note}" if fact.note else ""
    return f"{fact.words}: {fact.value}.{note}"


def _approvals(evidence: Evidence) -> list[object]:
    """By date, each with its place and with what it does not say."""
    if not evidence.approvals:
        return [html.P("No approval is stated.")]
    return [
        html.P(approvals.NOT_SAID),
        html.Dl([part for approval in approvals.by_date(evidence) for part in _approval(evidence, approval)]),
    ]


def _approval(evidence: Evidence, approval: Approval) -> tuple[html.Dt, html.Dd]:
    place = html.Span(wording.place(evidence, approval), className="place")
    return html.Dt(approvals.title(evidence, approval)), html.Dd([f"{approvals.said(approval)} ", place])
