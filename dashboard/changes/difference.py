"""Two versions of the tables compared cell by cell, and the differences of two steps as one.

What happened to a row is a pair of its cells before and after: None where there was no row, of a row that stayed only the cells that
changed. So two steps add up by laying one pair over the other. Columns that one side lacks cannot be compared, and are named instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dashboard.changes.tables import SUPERSEDED, Cells, Rows, Version
from dashboard.schema import COMPARED, Change


class Effect(NamedTuple):
    """What happened to one row."""

    before: Cells | None
    after: Cells | None


@dataclass(frozen=True)
class Difference:
    """What happened to one table of one layer."""

    new: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    rows: Mapping[str, Effect] = field(default_factory=dict)


Differences = Mapping[tuple[str, str], Difference]


def difference(old: Version, new: Version, day: str) -> list[Change]:
    """Every difference between two versions, in the order of the tables."""
    places = dict.fromkeys([*old.tables, *new.tables])
    found = {place: _compared(old.tables.get(place), new.tables.get(place)) for place in places}
    return _as_changes(found, old.name, new.name, day)


def composed(first: Sequence[Change], second: Sequence[Change]) -> list[Change]:
    """Two steps, of which the second begins where the first ends, as one."""
    if not first or not second:
        return [*first, *second]
    before, after = _as_differences(first), _as_differences(second)
    found = {
        place: _added_up(before.get(place, Difference()), after.get(place, Difference())) for place in dict.fromkeys([*before, *after])
    }
    return _as_changes(found, first[0].from_version, second[0].version, second[0].date)


def _compared(old: Rows | None, new: Rows | None) -> Difference:
    was, becomes = (side.rows if side else {} for side in (old, new))
    if old is None or new is None:
        return Difference(rows={key: Effect(was.get(key), becomes.get(key)) for key in dict.fromkeys([*was, *becomes])})
    both = frozenset(old.columns) & frozenset(new.columns)
    pairs = {key: _of_a_row(was.get(key), becomes.get(key), both) for key in dict.fromkeys([*was, *becomes])}
    changed = {key: effect for key, effect in pairs.items() if effect}
    return Difference(frozenset(new.columns) - both, frozenset(old.columns) - both, changed)


def _of_a_row(was: Cells | None, becomes: Cells | None, columns: Iterable[str]) -> Effect | None:
    """None where nothing changed in `columns`."""
    if was is None or becomes is None:
        return Effect(was, becomes)
    changed = [column for column in columns if was.get(column, "") != becomes.get(column, "")]
    return (
        Effect({column: was.get(column, "") for column in changed}, {column: becomes.get(column, "") for column in changed})
        if changed
        else None
    )


def _added_up(first: Difference, second: Difference) -> Difference:
    """Both steps of a table; a column that came in one and went in the other is neither new nor gone."""
    shaped = first.new | first.gone | second.new | second.gone
    rows = {}
    for key in dict.fromkeys([*first.rows, *second.rows]):
        effect = _of_both_steps(first.rows.get(key), second.rows.get(key))
        if effect and effect.before is not None and effect.after is not None:
            effect = _of_a_row(effect.before, effect.after, (effect.before.keys() | effect.after.keys()) - shaped)
        elif effect:
            effect = Effect(_without(effect.before, first.new), _without(effect.after, second.gone))
        if effect and effect != (None, None):
            rows[key] = effect
    return Difference((first.new - second.gone) | second.new, first.gone | (second.gone - first.new), rows)


def _of_both_steps(first: Effect | None, second: Effect | None) -> Effect | None:
    """What was before the first and is after the second; a cell that only one of them names did not change in the other."""
    if first is None or second is None:
        return first or second
    if first.after is None:  # taken out, and back again
        return Effect(first.before, second.after)
    before = None if first.before is None else _filled({**(second.before or {}), **first.before})
    after = None if second.after is None else _filled({**first.after, **second.after})
    return Effect(before, after)


def _without(cells: Cells | None, columns: frozenset[str]) -> Cells | None:
    return None if cells is None else {column: text for column, text in cells.items() if column not in columns}


def _filled(cells: Cells) -> Cells:
    return {column: text for column, text in cells.items() if text}


def _as_changes(found: Differences, was: str, becomes: str, day: str) -> list[Change]:
    ordered = sorted(found, key=lambda place: ([*COMPARED].index(place[0]), place[1]))
    return [Change(was, becomes, day, kind, *place, *rest) for place in ordered for kind, *rest in _told(place[0], found[place])]


def _told(table: str, found: Difference) -> Iterator[tuple[str, str, str, str, str]]:
    """Kind, record, column, before and after of everything that happened to a table."""
    for kind, columns in (("new_column", found.new), ("gone_column", found.gone)):
        yield from ((kind, "", column, "", "") for column in sorted(columns))
    for record, (before, after) in sorted(found.rows.items()):
        if before is None and after is not None:
            yield ("not_found" if _is_gap(table, after) else "added"), record, "", "", _json(after)
        elif before is not None and after is None:
            yield "removed", record, "", _json(before), ""
        elif before is not None and after is not None:
            for column in sorted(before.keys() | after.keys()):
                kind = "superseded" if column == SUPERSEDED else "corrected"
                yield kind, record, column, before.get(column, ""), after.get(column, "")


def _is_gap(table: str, cells: Cells) -> bool:
    """Whether a row says that something was looked for and not found."""
    return (table, cells.get("state" if table == "results" else "step")) in (("results", "not_reported"), ("review", "not_found"))


def _json(cells: Cells) -> str:
    return json.dumps(cells, ensure_ascii=False, sort_keys=True)


def _as_differences(changes: Iterable[Change]) -> Differences:
    """What `_as_changes` wrote."""
    found: dict[tuple[str, str], tuple[set[str], set[str], dict[str, Effect]]] = {}
    for change in changes:
        new, gone, rows = found.setdefault((change.table, change.layer), (set(), set(), {}))
        if change.kind in ("new_column", "gone_column"):
            (new if change.kind == "new_column" else gone).add(change.column)
        elif change.column:
            before, after = rows.get(change.record, ({}, {}))
            rows[change.record] = Effect({**(before or {}), change.column: change.before}, {**(after or {}), change.column: change.after})
        else:
            rows[change.record] = Effect(cells_of(change.before), cells_of(change.after))
    return {place: Difference(frozenset(new), frozenset(gone), rows) for place, (new, gone, rows) in found.items()}


def cells_of(text: str) -> Cells | None:
    """The cells of a whole row, as a change holds them; None where there was no row."""
    found: Cells | None = json.loads(text) if text else None
    return found
