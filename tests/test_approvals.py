"""Approvals: by date, each with what it does not say."""

from __future__ import annotations

import pytest

from dashboard import approvals
from dashboard.evidence import Evidence


def test_decisions_stand_by_date_and_each_with_its_kind(shipped: Evidence) -> None:
    found = approvals.by_date(shipped)
    assert len(found) == len(shipped.approvals)
    assert [approval.date for approval in found] == sorted(approval.date for approval in found)
    titles = {approval.approval_id: approvals.title(shipped, approval) for approval in found}
    assert titles["reg-fda-2024"] == "14 June 2024: FDA, United States"
    assert titles["reg-chmp-2021"] == "20 May 2021: EMA (CHMP), European Union: opinion, no approval"
    assert titles["ema"] == "By mid-March 2021: EMA, Europe"


def test_each_says_what_it_does_not_say(shipped: Evidence) -> None:
    said = {approval.approval_id: approvals.said(approval) for approval in shipped.approvals}
    assert "For children it rests on an adult trial (E1910)" in said["reg-fda-2024"]
    assert "no European first-line indication for children" in said["reg-ec-2025-adults"]
    assert all(text.endswith(".") and ".." not in text for text in said.values())


@pytest.mark.parametrize(("date", "words"), [("2030-06", "June 2030"), ("2030", "2030"), ("2030-06-01", "1 June 2030")])
def test_a_date_is_as_precise_as_it_is_stated(evidence: Evidence, date: str, words: str) -> None:
    assert approvals.day(evidence, evidence.approvals[0]._replace(date=date)) == words
