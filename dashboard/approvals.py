"""What regulators decided, as the sources state it, by date, and what each decision leaves unsaid."""

from __future__ import annotations

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.schema import Approval
from dashboard.vocabulary import APPROVAL_KIND

NOT_SAID = "None of this says what is licensed for a child today: the current label does."


def by_date(evidence: Evidence) -> list[Approval]:
    """Decisions, opinions and statements: the undated in table order, then the dated, oldest first."""
    return sorted(evidence.approvals, key=lambda approval: approval.date)


def title(evidence: Evidence, approval: Approval) -> str:
    """'3 May 2030: Agency, Country'; if it is not an approval, '…: opinion, no approval'."""
    kind = "" if approval.kind == "approval" else f": {wording.lowered(APPROVAL_KIND[approval.kind])}"
    return f"{wording.capitalised(day(evidence, approval))}: {approval.authority}, {approval.region}{kind}"


def day(evidence: Evidence, approval: Approval) -> str:
    """'3 May 2030', as precise as stated; without a date 'by mid-April 2030', the date its layer reaches."""
    return wording.dated(approval.date) or f"by {evidence.layer_of(approval).evidence_date_words}"


def said(approval: Approval) -> str:
    """For whom, in which setting, and what the decision does not say."""
    return " ".join(f"{part.rstrip('.')}." for part in (approval.population, approval.setting, approval.note) if part)
