"""A register's state in words: its age, the change from the review to now, and what else the register says.

Age runs from the day on which the status was last verified (the register's own rule) to the day that the caller passes in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.schema import RegistryState, Trial
from dashboard.vocabulary import ENROLMENT_BASIS, FINAL_STATUS, REGISTER_STATUS, STANDING, STATUS

OLD, UNKNOWN = 12, 24
"""Months after which a state is flagged, and after which the register itself calls it unknown."""
Age = Literal["", "old", "unknown"]
AGE_WORDS: dict[Age, str] = {"": "", "old": "over 12 months old", "unknown": "over 24 months old"}
LATER_UNKNOWN = "no later state known"


def latest(evidence: Evidence, registration_id: str) -> RegistryState | None:
    """The newest state of the whole trial that says a status; None if none is as recent as the tables' own evidence."""
    reach = max((evidence.layer_of(row).evidence_date for row in evidence.rows_of(registration_id)), default="")
    whole = (state for state in reversed(evidence.states_of(registration_id)) if state.said and not state.part)
    return next((state for state in whole if state.as_of[: len(reach)] >= reach[: len(state.as_of)]), None)


def ended(evidence: Evidence, rows: Sequence[Trial]) -> str:
    """'terminated': how a registration ended, by its last register state, else by all its rows; empty if it did not."""
    state = latest(evidence, rows[0].registration_id)
    if state:
        return state.said if state.status in FINAL_STATUS else ""
    return wording.lowered(STATUS[rows[0].status]) if all(row.status.upper() in FINAL_STATUS for row in rows) else ""


def age(state: RegistryState, today: date) -> Age:
    """How doubtful a state's age makes it; empty for a recent state and for a final status, such as completed."""
    if state.status in FINAL_STATUS:
        return ""
    year, month, day = (int(part) for part in f"{state.status_date}-01-01".split("-")[:3])
    months = 12 * (today.year - year) + today.month - month - (today.day <= day)
    return "unknown" if months >= UNKNOWN else "old" if months >= OLD else ""


def month(text: str) -> str:
    """'Nov 2025' for a date to the month or the day, before a status, for columns; '2025' for a year. Elsewhere: `wording.dated`."""
    return f"{date.fromisoformat(text[:7] + '-01'):%b %Y}" if len(text) > 4 else text


def now(state: RegistryState, today: date) -> str:
    """'Nov 2025 active, not recruiting'; over 24 months old it is 'unknown (Nov 2023 recruiting, over 24 months old)'."""
    known = f"last known {REGISTER_STATUS[state.last_known_status]}" if state.last_known_status else ""
    said = wording.joined([f"{month(state.status_date)} {state.said}", known])
    doubt = age(state, today)
    if doubt == "unknown":
        before = f"{month(state.status_date)} {known}" if known else said
        return f"unknown ({before}, {AGE_WORDS[doubt]})"
    return f"{said} ({AGE_WORDS[doubt]})" if doubt else said


def then(evidence: Evidence, trial: Trial) -> str:
    """'Mar 2021 recruiting': the status in the trial's own layer."""
    layer = evidence.layer_of(trial)
    return f"{month(layer.evidence_date) or layer.evidence_date_words} {wording.lowered(STATUS[trial.status])}"


def then_and_now(evidence: Evidence, trial: Trial, today: date) -> str:
    """'Mar 2021 recruiting → Nov 2025 active, not recruiting'; 'Mar 2021 recruiting; no later state known'."""
    state = latest(evidence, trial.registration_id)
    if state:
        return f"{then(evidence, trial)} → {now(state, today)}"
    return then(evidence, trial) + ("" if trial.status.upper() in FINAL_STATUS else f"; {LATER_UNKNOWN}")


def last_update(evidence: Evidence, trial: Trial) -> str:
    """'Nov 2025': when the register last updated the trial; empty if unknown."""
    state = latest(evidence, trial.registration_id)
    return month(state.last_update) if state and state.last_update else ""


def details(state: RegistryState) -> Iterator[str]:
    """What else the register says, what a reader must know, and where it was read: phrases without a full stop."""
    if state.why_stopped:
        yield f"Reason given: {state.why_stopped}"
    if state.enrolment is not None:
        basis = f" ({ENROLMENT_BASIS[state.enrolment_basis]})" if state.enrolment_basis else ""
        yield f"Enrolment {state.enrolment:,}{basis}"
    if state.results_first_posted:
        yield f"Results posted {month(state.results_first_posted)}"
    if state.result_pmids:
        yield f"Result publications: PubMed {', '.join(state.result_pmids)}"
    if state.suggested_pmids:
        yield f"Suggested by the register, not confirmed by the sponsor: PubMed {', '.join(state.suggested_pmids)}"
    if state.note:
        yield state.note.rstrip(".")
    hosts = [urlsplit(address).netloc.lower() for address in addresses(state)]
    data = f"{state.register}, data of {wording.dated(state.version)}: " if state.version else ""
    yield f"{wording.capitalised(STANDING[state.standing])}: {data}{', '.join(hosts) or state.source}"


def results(state: RegistryState) -> str:
    """'results posted Mar 2026, 2 result publications'; empty if neither is known."""
    posted = f"results posted {month(state.results_first_posted)}" if state.results_first_posted else ""
    return wording.joined([posted, wording.figure(len(state.result_pmids), "result publication") if state.result_pmids else ""])


def merged(evidence: Evidence, registration_id: str) -> str:
    """'Shown as one trial with 2014-002476-92 (EU Clinical Trials Register)': the trial's other records; empty if none is known."""
    states = evidence.states_of(registration_id)
    others = {state.registration_id: state.register for state in states if state.registration_id != registration_id}
    named = [f"{number} ({where})" if where else number for number, where in others.items()]
    return f"Shown as one trial with {' and '.join(named)}" if named else ""


def addresses(state: RegistryState) -> list[str]:
    """The web addresses at which a state was read; empty if it came from a file, or none is known."""
    return [part for part in state.source.split("; ") if urlsplit(part).scheme in ("http", "https")]


def caution(evidence: Evidence, registration_id: str) -> str:
    """What must accompany the status: reason for stopping, note, and the other record that it is from; may be empty."""
    state = latest(evidence, registration_id)
    if not state:
        return ""
    reason = f"Reason given: {state.why_stopped}" if state.why_stopped else ""
    elsewhere = merged(evidence, registration_id) if state.registration_id != registration_id else ""
    return wording.joined([reason, state.note.rstrip("."), elsewhere], ". ")


def beside(evidence: Evidence, registration_id: str) -> str:
    """All that accompanies the last state of a registration; empty if no state is known."""
    state = latest(evidence, registration_id)
    return wording.joined([*details(state), merged(evidence, registration_id)], ". ") if state else ""


def in_full(said: str, state: RegistryState) -> str:
    """The words of a state and all that must accompany it: 'Nov 2025 completed. Enrolment 40 (actual). Primary source: ctg.json.'."""
    return f"{'. '.join([said, *details(state)])}."


def earlier(evidence: Evidence, registration_id: str) -> list[RegistryState]:
    """All states with a status but the latest of the whole trial, oldest first."""
    last = latest(evidence, registration_id)
    return [state for state in evidence.states_of(registration_id) if state.said and state is not last]


def once(state: RegistryState) -> str:
    """'Sep 2019 closed to enrolment (only: low risk)': an earlier state, or one of a part of the trial."""
    return f"{month(state.status_date)} {state.said}{f' (only: {state.part})' if state.part else ''}"
