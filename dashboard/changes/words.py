"""A change as a reader is told of it: whose it is, and what it was and is; and as fields for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard import wording
from dashboard.changes.difference import cells_of
from dashboard.evidence import Evidence
from dashboard.evidence.rules import plain
from dashboard.schema import COMPARED, Change
from dashboard.vocabulary import CHANGE

COUNTED: Mapping[str, str] = {**CHANGE, "superseded": "Publications with a later report"}
"""The kinds of change as they are counted: a later report need not replace all that a publication reports."""
OF = ("study_id", "record_id")
"""Columns that name the publication or registration to which a row belongs."""


def counted(changes: Iterable[Change]) -> str:
    """'added: 2 · corrected: 1': how often each kind of change occurs; 'nothing changed' where none does."""
    kinds = Counter(change.kind for change in changes)
    return " · ".join(f"{wording.lowered(words)}: {kinds[kind]}" for kind, words in COUNTED.items() if kinds[kind]) or "nothing changed"


def by_table(changes: Iterable[Change]) -> Mapping[str, Sequence[Change]]:
    """The changes of each table, under its title."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(COMPARED[change.table].title, []).append(change)
    return found


def name(evidence: Evidence, change: Change) -> str:
    """'Example 2030 [7], example-2030-os-hr': of which publication a row is, and its key; the key alone where that says it."""
    cells = (cells_of(change.before or change.after) or {}) if not change.column else _now(evidence, change)
    whose = _label(evidence, next((cells[column] for column in OF if cells.get(column)), change.record))
    rest = change.record.partition("/")[2] if change.table == "populations" else change.record
    return whose if change.table in ("studies", "trials") or whose == change.record else f"{whose}, {rest}"


def _now(evidence: Evidence, change: Change) -> Mapping[str, str]:
    """The cells by which a row that is there can be told; nothing where it went since."""
    table = COMPARED[change.table]
    named = [column.name for column in table.columns if column.name in OF]
    same = (record for record in evidence.table(change.table) if table.key_of(record) == change.record)
    found = next(same, None) if named else None
    return {column: plain(getattr(found, column)) for column in named} if found else {}


def _label(evidence: Evidence, record: str) -> str:
    return evidence.study(record).label if evidence.is_study(record) else record


def later_reports(change: Change) -> list[str]:
    """The keys of the reports that update a publication after the change."""
    return [report for report in change.after.split(";") if report]


def fields(change: Change) -> dict[str, Any]:
    """A change for programs: the cells of whole rows as objects, null where there was no row."""
    said: dict[str, Any] = change._asdict()
    return said if change.column else said | {"before": cells_of(change.before), "after": cells_of(change.after)}
