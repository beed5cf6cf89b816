"""What changed in a register between two states of a trial, where both state it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dashboard.evidence import Evidence
from dashboard.registry.words import month
from dashboard.schema import RegistryState


class Signal(NamedTuple):
    """One change that a board may want to know: which trial, its kind, its words, and the date of the later data."""

    registration_id: str
    kind: str
    words: str
    as_of: str


def between(earlier: RegistryState, later: RegistryState) -> Iterator[Signal]:
    """The changes from one state to a later one; silence is no change unless both were read from whole records."""
    for kind, words in _changes(earlier, later):
        yield Signal(later.registration_id, kind, words, later.as_of)


def _changes(earlier: RegistryState, later: RegistryState) -> Iterator[tuple[str, str]]:
    if earlier.said and later.said and earlier.said != later.said:
        reason = f" (reason given: {later.why_stopped})" if later.why_stopped else ""
        yield "status", f"{month(earlier.status_date)} {earlier.said} → {month(later.status_date)} {later.said}{reason}"
    elif later.why_stopped and earlier.version and later.why_stopped != earlier.why_stopped:
        yield "why_stopped", f"reason of the stop now given as: {later.why_stopped}"
    whole = earlier.version and later.version
    for column, bound in (("age_min", "lowest"), ("age_max", "highest")):
        was, becomes = getattr(earlier, column), getattr(later, column)
        if whole and was != becomes:
            yield column, f"{bound} age {was or 'not limited'} → {becomes or 'not limited'}"
    if later.results_first_posted and not earlier.results_first_posted and (whole or later.results_first_posted > earlier.as_of):
        yield "results", f"results posted {month(later.results_first_posted)}"
    linked = [pmid for pmid in later.result_pmids if pmid not in earlier.result_pmids]
    if whole and linked:
        yield "publication", f"result publication linked: PubMed {', '.join(linked)}"


def signals(evidence: Evidence) -> list[Signal]:
    """The changes between each trial's last two states, newest data first.

    If a trial has several records, each is compared only with its own earlier state.
    """
    records: dict[str, list[RegistryState]] = {}
    for number in dict.fromkeys([*(trial.registration_id for trial in evidence.trials), *evidence.uncurated]):
        for state in evidence.states_of(number):
            if not state.part and state.status:
                records.setdefault(state.registration_id, []).append(state)
    found = [signal for states in records.values() if len(states) > 1 for signal in between(*states[-2:])]
    return sorted(found, key=lambda signal: signal.as_of, reverse=True)
