"""Compare states with what is known, field by field, and add them to the table. Existing rows never change."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dashboard import wording
from dashboard.commands import as_csv, put
from dashboard.evidence import Evidence
from dashboard.evidence.faults import Fault
from dashboard.evidence.reading import read
from dashboard.evidence.rules import plain, row_faults
from dashboard.registry.files import Refused
from dashboard.registry.words import latest
from dashboard.schema import REGISTRY, RegistryState, Trial

COMPARED = (
    *("status", "last_known_status", "why_stopped", "enrolment", "enrolment_basis", "age_min", "age_max", "phases", "start"),
    *("primary_completion", "completion", "results_first_posted", "result_pmids", "suggested_pmids", "other_ids", "last_update"),
)
HEADS = ("field", "review", "last known", "register", "date")


def report(evidence: Evidence, states: Sequence[RegistryState]) -> Iterator[str]:
    """The lines of a report: each state field by field, then `sides`."""
    told = _with(evidence, states)
    for state in states:
        number = told.number_of(state.registration_id)
        rows = evidence.rows_of(number)
        yield f"{state.registration_id} {', '.join(dict.fromkeys(row.acronym for row in rows if row.acronym))}".rstrip()
        yield from _table([HEADS, *_compared(latest(evidence, number), state, rows)])
        yield ""
    yield from sides(evidence, states)


def sides(evidence: Evidence, states: Sequence[RegistryState]) -> Iterator[str]:
    """Lines on which records were merged, and which trials or records lack a counterpart."""
    told = _with(evidence, states)
    records: dict[str, list[str]] = {}
    for state in states:
        records.setdefault(told.number_of(state.registration_id), []).append(state.registration_id)
    for number, own in records.items():
        if evidence.rows_of(number):
            yield from (f"Merged with {number} of the tables: {record}" for record in own if record != number)
        if len(own) > 1:
            yield f"Merged, records of one trial: {', '.join(own)}"
    missing = [number for number in dict.fromkeys(trial.registration_id for trial in evidence.trials) if number not in records]
    more = [record for number, own in records.items() if not evidence.rows_of(number) for record in own]
    yield f"Trials of the tables without a record: {', '.join(missing) or 'none'}"
    yield f"Records without a trial (in no table of trials, uncurated): {', '.join(more) or 'none'}"


def _with(evidence: Evidence, states: Sequence[RegistryState]) -> Evidence:
    """The evidence with `states` added, to learn which numbers are of one trial."""
    return replace(evidence, registry=(*evidence.registry, *states))


def _compared(known: RegistryState | None, state: RegistryState, rows: Sequence[Trial]) -> Iterator[tuple[str, ...]]:
    """Each field with any value: the review's value, the last known, the register's, and the date of its data."""
    for name in COMPARED:
        cells = (_review(name, rows), plain(getattr(known, name)) if known else "", plain(getattr(state, name)))
        if any(cells):
            yield (name, *(cell or "–" for cell in cells), state.status_date if name == "status" else state.as_of)


def _review(name: str, rows: Sequence[Trial]) -> str:
    """What the tables print for a field; the rows of one registration may differ."""
    printed = [
        {
            "status": row.status_text,
            "age_min": row.age_text,
            "age_max": row.age_text,
            "phases": row.phase,
            "other_ids": ";".join(row.other_ids),
        }
        for row in rows
    ]
    return " / ".join(dict.fromkeys(row[name] for row in printed if row.get(name)))


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [min(max(map(len, column)), 40) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def add(states: Sequence[RegistryState], folder: Path) -> int:
    """The number of states added, all new ones or none. Raises Refused where they contradict the table."""
    file = folder / f"{REGISTRY.name}.csv"
    before = file.read_bytes() if file.exists() else b""
    names = next(csv.reader(io.StringIO(before.decode("utf-8-sig"), newline="")), None) or [column.name for column in REGISTRY.columns]
    head = before if before else as_csv([names])
    content = _checked(head)
    known = {_key(record): record for record in content}
    fresh = [state for state in states if known.get(_key(state)) != state]
    contradicted = [state for state in fresh if _key(state) in known]
    if contradicted:
        expected = "the row already there: rows are never replaced. Rename the file if it is another one"
        raise Refused([Fault(REGISTRY.file(), None, state.registration_id, "as_of", state.as_of, expected) for state in contradicted])
    if fresh:
        rows = as_csv([[plain(getattr(state, name)) for name in names] for state in fresh])
        text = head + (b"" if head.endswith(b"\n") else b"\n") + rows
        _checked(text)
        folder.mkdir(parents=True, exist_ok=True)  # only now that there is a table to write: the evidence is broken by a folder without one

        def unchanged() -> None:
            if (file.read_bytes() if file.exists() else b"") != before:
                raise Refused([Fault(REGISTRY.file(), None, "", "", "changed by somebody else meanwhile", "the same import once more")])

        put(file, text, unchanged)
    return len(fresh)


def _key(state: RegistryState) -> tuple[str, ...]:
    return tuple(getattr(state, name) for name in REGISTRY.key)


def _checked(text: bytes) -> Sequence[RegistryState]:
    """The rows of a table with this content. Raises Refused with its faults."""
    with tempfile.TemporaryDirectory() as made:
        trial = Path(made) / REGISTRY.file()
        trial.parent.mkdir()
        trial.write_bytes(text)
        content = read(Path(made), "", REGISTRY)
    faults = [*content.faults, *row_faults(content)]
    if faults:
        raise Refused(faults)
    return content.records


def summary(count: int, total: int, folder: Path) -> str:
    """'Added 24 states of 25 to data/registry/registry.csv; 1 was already there.'"""
    known = total - count
    rest = f"; {known} {'was' if known == 1 else 'were'} already there" if known else ""
    return f"Added {wording.figure(count, 'state')} of {total} to {folder / (REGISTRY.name + '.csv')}{rest}."
