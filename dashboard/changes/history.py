"""The steps that led to the tables, what changed since one of them, and the evidence as it was then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby
from typing import Any

from dashboard.changes.difference import cells_of, composed
from dashboard.changes.tables import SUPERSEDED
from dashboard.columns import Table
from dashboard.evidence import Evidence
from dashboard.schema import COMPARED, Change

AS_NOW = ("dataset", "layers", "arms", "sources", "approvals")
"""Tables whose rows stay as they are when the others are taken back, since those refer to them; what went out of them comes back."""


def steps(evidence: Evidence) -> list[list[Change]]:
    """The changes of each step, oldest first."""
    return [list(step) for _, step in groupby(evidence.changes, key=lambda change: change.version)]


def is_complete(evidence: Evidence) -> bool:
    """Whether the list of changes ends at the tables as they are."""
    return bool(evidence.changes) and evidence.changes[-1].version == evidence.version


def since(evidence: Evidence, version: str) -> list[Change] | None:
    """All that changed since a version, as one step; None where that is not listed."""
    listed = steps(evidence)
    at = next((place for place, step in enumerate(listed) if step[0].from_version == version), None)
    return None if at is None or not is_complete(evidence) else reduce(composed, listed[at:])


def day_of(evidence: Evidence, version: str) -> str:
    """The day of a version; empty for the one before the first step, and where none is listed."""
    return next((change.date for change in evidence.changes if change.version == version), "")


def before(evidence: Evidence, changes: Sequence[Change]) -> Evidence:
    """The evidence as it was before `changes`; what stands in a column that is new since stays, and nothing is checked again."""
    if evidence.every_layer:
        return before(evidence.every_layer, changes).of([layer.layer for layer in evidence.layers])
    places = dict.fromkeys(change.table for change in changes)
    taken_back: dict[str, Any] = {
        name: _taken_back(COMPARED[name], evidence.table(name), [change for change in changes if change.table == name], evidence)
        for name in places
    }
    return replace(evidence, **taken_back, changes=(), version=changes[0].from_version if changes else evidence.version)


def _taken_back(table: Table, records: Sequence[Any], changes: Sequence[Change], evidence: Evidence) -> tuple[Any, ...]:
    came = {change.record for change in changes if not change.column and change.after and table.name not in AS_NOW}
    cells: dict[str, dict[str, str]] = {}
    for change in changes if table.name not in AS_NOW else ():
        if change.record and change.column and change.column != SUPERSEDED:
            cells.setdefault(change.record, {})[change.column] = change.before
    keys = map(table.key_of, records)
    kept = [_with_cells(table, record, cells.get(key, {})) for key, record in zip(keys, records, strict=True) if key not in came]
    shown = {layer.layer for layer in evidence.layers}
    gone = [change for change in changes if not change.column and change.before and (table.base or change.layer in shown)]
    return (*kept, *(_made(table, cells_of(change.before) or {}, change.layer, evidence) for change in gone))


def _with_cells(table: Table, record: Any, cells: Mapping[str, str]) -> Any:
    return record._replace(**{name: table.column(name).value(text) for name, text in cells.items()}) if cells else record


def _made(table: Table, cells: Mapping[str, str], layer: str, evidence: Evidence) -> Any:
    """A record out of its cells, as the loader makes it; columns that it did not have are empty."""
    sources = [source.source_id for source in evidence.sources if source.layer == layer]
    only = {"source_id": sources[0]} if len(sources) == 1 else {}
    fields = {column.name: column.value(cells.get(column.name) or only.get(column.name, "")) for column in table.columns}
    return table.row(**fields) if table.base else table.row(**fields, layer=layer)
