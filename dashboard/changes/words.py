"""A change as a reader is told of it: whose it is, and what it was and is; and as fields for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from dashboard import wording
from dashboard.changes.difference import cells_of
from dashboard.columns import DATE, DAY, Column
from dashboard.evidence import Evidence
from dashboard.evidence.rules import plain
from dashboard.schema import COMPARED, Change
from dashboard.vocabulary import CHANGE

COUNTED: Mapping[str, str] = {**CHANGE, "superseded": "Publications with a later report"}
"""The kinds of change as they are counted: a later report need not replace all that a publication reports."""
OF = ("study_id", "record_id")
"""Columns that name the publication or registration to which a row belongs."""
NAMED_BY: Mapping[str, Sequence[str]] = {
    "dataset": ("title",),
    "layers": ("title",),
    "arms": ("words",),
    "sources": ("label",),
    "cohorts": ("label",),
    "populations": ("population",),
    "results": ("definition|endpoint", "subgroup", "timepoint", "arm"),
    "contrasts": ("endpoint", "comparison", "measure"),
    "anomalies": ("kind", "statement_a"),
    "review": ("words",),
    "approvals": ("authority", "region", "date", "setting"),
    "reporting": ("standard", "item", "asks"),
    "registry": ("registration_id", "part", "as_of"),
}
"""The columns that name a row of a table for a reader, beside whose it is; of `a|b` the second where the first is empty."""


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
    """'Example 2030 [7]: Overall survival; Hazard ratio': whose a row is, and what names it; its key where nothing does."""
    if change.table in ("studies", "trials"):
        return _label(evidence, change.record)
    now = partial(_cells, evidence, change.table, change.record)
    cells = now() if change.column else cells_of(change.before or change.after) or {}
    whose = [_label(evidence, cells[column]) for column in OF if cells.get(column)]
    # a row of an older form may lack the columns that name it, which the row that is there today has
    named = _named(evidence, change.table, cells) or _named(evidence, change.table, now())
    return wording.joined([*whose, named], ": ") or _label(evidence, change.record)


def _named(evidence: Evidence, table: str, cells: Mapping[str, str]) -> str:
    """The cells that name a row, in words."""
    columns = {column.name: column for column in COMPARED[table].columns}
    filled = (next((name for name in names.split("|") if cells.get(name)), "") for names in NAMED_BY[table])
    return wording.joined((said(evidence, columns[name], cells[name]) for name in filled if name), "; ")


def said(evidence: Evidence, column: Column, text: str) -> str:
    """A cell in the words of the screen: the words of its codes, what names the records that it refers to, and a date in words."""
    if column.codes:
        return "; ".join(column.codes.get(part, part) for part in text.split(";"))
    if column.refers:
        return "; ".join(_referred(evidence, column, key) for key in text.split(";"))
    return wording.dated(text) if column.pattern in (DAY, DATE) else text


def _referred(evidence: Evidence, column: Column, key: str) -> str:
    tables = [table for table in column.refers if table in NAMED_BY]
    return next((named for table in tables if (named := _named(evidence, table, _cells(evidence, table, key)))), _label(evidence, key))


def _cells(evidence: Evidence, table: str, key: str) -> Mapping[str, str]:
    """The cells of a row that is there; nothing where it went since."""
    found = next((record for record in evidence.table(table) if COMPARED[table].key_of(record) == key), None)
    return {column.name: plain(getattr(found, column.name)) for column in COMPARED[table].columns} if found else {}


def _label(evidence: Evidence, record: str) -> str:
    """The name of a publication, the number of a registration; of what is no longer there, or has no name, its key."""
    if evidence.is_study(record):
        return evidence.study(record).label
    named = (wording.trial_name(trial) for trial in evidence.trials if trial.trial_id == record)
    return next(named, wording.capitalised(record.replace("_", " ")))


def later_reports(change: Change) -> list[str]:
    """The keys of the reports that update a publication after the change."""
    return [report for report in change.after.split(";") if report]


def fields(change: Change) -> dict[str, Any]:
    """A change for programs: the cells of whole rows as objects, null where there was no row."""
    said: dict[str, Any] = change._asdict()
    return said if change.column else said | {"before": cells_of(change.before), "after": cells_of(change.after)}
