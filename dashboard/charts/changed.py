"""What became of a chart since the version of the tables for which its address was made: row by row, in the chart's own words.

The chart is drawn once more from the tables as they were then; what differs between the two data tables is said beside the drawing,
so that every medium that is cut from it says the same.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from dashboard import wording
from dashboard.charts.chart import Chart, Drawing
from dashboard.selection import Shown
from dashboard.tableplot import DataTable, TableRow

MOST_SAID, LONGEST = 12, 200
"""Rows that are said in words, and the letters of one that came or went."""
log = logging.getLogger(__name__)


class RowChange(NamedTuple):
    """One row of a chart's data table before and after; None where it was not there, or is not."""

    before: TableRow | None
    after: TableRow | None
    cells: tuple[tuple[str, str, str], ...] = ()
    """Head, text before and text after of each cell that differs, of a row that stayed."""


def with_changes(chart: Chart, shown: Shown, drawing: Drawing) -> Drawing:
    """The same; where its address was made for another version of the tables, with what became of its rows since as caveats."""
    return replace(drawing, caveats=(*_told(chart, shown), *drawing.caveats)) if shown.is_of_another_version else drawing


def _told(chart: Chart, shown: Shown) -> Iterator[str]:
    made_for = shown.selection.version
    then = shown.then()
    if then is None:
        yield f"This address was made for data version {made_for}. What changed of this chart since then is not listed."
        return
    try:
        before, now = (chart.draw(one).table for one in (then, shown))  # all rows of both, however few of them are drawn
    except Exception:
        # tables as they were are not checked again, and what is shown now must not suffer from them
        log.exception("chart %s failed for data version %s", chart.key, made_for)
        yield f"This address was made for data version {made_for}. This chart could not be drawn as it was then."
        return
    changes = compared(before, now)
    yield f"Since data version {shown.made_for}, for which this address was made: {_counted(changes)}."
    yield from (_in_words(change, before.heads, now.heads) for change in changes[:MOST_SAID])
    if len(changes) > MOST_SAID:
        yield f"{len(changes) - MOST_SAID} more rows came, went or changed; every change of the tables stands at /changes?v={made_for}."


def compared(before: DataTable, after: DataTable) -> list[RowChange]:
    """The rows that changed, those that came, and those that went, in the order of the table after and then of the one before.

    A row is the same one where it opens the same record and at least half of its cells are equal.
    """
    left = list(before.rows)
    fresh = []
    for row in after.rows:
        if (_named(row, after.heads)) in (same := [_named(other, before.heads) for other in left]):
            left.pop(same.index(_named(row, after.heads)))
        else:
            fresh.append(row)
    found = []
    for row in fresh:
        own = [other for other in left if other.record == row.record]
        nearest = max(own, key=lambda other: _equal(other, before.heads, row, after.heads), default=None)
        if nearest and 2 * _equal(nearest, before.heads, row, after.heads) >= len(after.heads):
            left.remove(nearest)
            found.append(RowChange(nearest, row, tuple(_differing(nearest, before.heads, row, after.heads))))
        else:
            found.append(RowChange(None, row))
    return [*found, *(RowChange(row, None) for row in left)]


def _named(row: TableRow, heads: Sequence[str]) -> dict[str, str]:
    return {"": row.record, **{head: wording.plain(cell) for head, cell in zip(heads, row.cells, strict=True) if cell}}


def _equal(one: TableRow, heads: Sequence[str], other: TableRow, other_heads: Sequence[str]) -> int:
    was, becomes = _named(one, heads), _named(other, other_heads)
    return sum(was.get(head, "") == becomes.get(head, "") for head in other_heads)


def _differing(one: TableRow, heads: Sequence[str], other: TableRow, other_heads: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    was, becomes = _named(one, heads), _named(other, other_heads)
    for head in dict.fromkeys([*other_heads, *heads]):
        if was.get(head, "") != becomes.get(head, ""):
            yield head, was.get(head, ""), becomes.get(head, "")


def _counted(changes: Sequence[RowChange]) -> str:
    changed = sum(bool(change.before and change.after) for change in changes)
    came, went = (
        (sum(not side for side in sides) for sides in zip(*((change.before, change.after) for change in changes), strict=True))
        if changes
        else (0, 0)
    )
    counts = ((changed, "changed"), (came, "came"), (went, "went"))
    said = [f"{wording.number(count, 'row')} {verb}" for count, verb in counts if count]
    return ", ".join(said) or "no row of this chart changed"


def _in_words(change: RowChange, heads_before: Sequence[str], heads: Sequence[str]) -> str:
    if change.before and change.after:
        cells = "; ".join(f"{head}: {was or 'nothing'} → {becomes or 'nothing'}" for head, was, becomes in change.cells)
        return f"Changed: {wording.plain(change.after.cells[0])}: {cells.rstrip('.')}."
    if change.after:
        return f"Came: {_whole(change.after, heads)}"
    return f"Went: {_whole(change.before, heads_before)}" if change.before else ""


def _whole(row: TableRow, heads: Sequence[str]) -> str:
    first, *rest = row.cells
    said = (
        f"{wording.plain(first)}: {'; '.join(f'{head} {wording.plain(cell)}' for head, cell in zip(heads[1:], rest, strict=True) if cell)}"
    )
    return said if len(said) <= LONGEST else f"{said[:LONGEST].rstrip()}…"
