"""What changed in a chart since the version of the tables for which its address was made: row by row, in the chart's own words.

The chart is drawn again from the tables as they were then. The differences between the two data tables become caveats of the drawing, so
that every medium made from it says the same.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from dashboard import wording
from dashboard.charts.chart import Chart, Drawing
from dashboard.selection import Shown
from dashboard.tableplot import DataTable

MOST_SAID, LONGEST = 12, 200
"""The most rows that are described in words, and the most letters of a row that was added or removed."""
log = logging.getLogger(__name__)


class ChangedLine(NamedTuple):
    """A row of a data table: the record that it opens, and its cells as plain text by their heads."""

    record: str
    cells: Mapping[str, str]


def with_changes(chart: Chart, shown: Shown, drawing: Drawing) -> Drawing:
    """The drawing; if its address was made for another version of the tables, its caveats first say what became of its rows since."""
    return replace(drawing, caveats=(*_told(chart, shown), *drawing.caveats)) if shown.is_of_another_version else drawing


def _told(chart: Chart, shown: Shown) -> Iterator[str]:
    made_for = shown.selection.version
    then = shown.then()
    if then is None:
        yield f"This address was made for data version {made_for}. What changed in this chart since then is not listed."
        return
    try:
        before, now = (chart.draw(one).table for one in (then, shown))  # all rows of both, however few of them are drawn
    except Exception:
        # old tables are not checked again, and a fault in them must not break what is shown now
        log.exception("chart %s failed for data version %s", chart.key, made_for)
        yield f"This address was made for data version {made_for}. This chart could not be drawn as it was then."
        return
    changes = compared(before, now)
    yield f"Since data version {shown.made_for}, for which this address was made: {_counted(changes)}."
    yield from (f"{wording.capitalised(verb)}: {words}" for verb, words in changes[:MOST_SAID])
    if len(changes) > MOST_SAID:
        yield f"{len(changes) - MOST_SAID} more rows were added, removed or changed; every change of the tables: /changes?v={made_for}."


def compared(before: DataTable, after: DataTable) -> list[tuple[str, str]]:
    """Each row that is not the same: whether it was 'changed', 'added' or 'removed', and the row in words.

    Rows changed or added come first, in the order of `after`; then the rows removed, in the order of `before`. A row is the same one if it
    opens the same record and at least half of its cells are equal.
    """
    left, fresh = _lines(before), []
    for line in _lines(after):
        if (same := next((other for other in left if other.record == line.record and not _differing(other, line)), None)) is not None:
            left.remove(same)
        else:
            fresh.append(line)
    found = []
    for line in fresh:
        own = [other for other in left if other.record == line.record]
        nearest = max(own, key=lambda other: _equal(other, line), default=None)
        if nearest and 2 * _equal(nearest, line) >= len(line.cells):
            left.remove(nearest)
            found.append(("changed", _change(nearest, line)))
        else:
            found.append(("added", _whole(line)))
    return [*found, *(("removed", _whole(line)) for line in left)]


def _lines(table: DataTable) -> list[ChangedLine]:
    return [ChangedLine(row.record, dict(zip(table.heads, row.cells, strict=True))) for row in table.rows]


def _equal(one: ChangedLine, other: ChangedLine) -> int:
    return sum(one.cells.get(head, "") == cell for head, cell in other.cells.items())


def _differing(one: ChangedLine, other: ChangedLine) -> list[tuple[str, str, str]]:
    """The head, old text and new text of each cell that differs; a column that one table lacks counts as empty."""
    cells = ((head, one.cells.get(head, ""), other.cells.get(head, "")) for head in {**other.cells, **one.cells})
    return [(head, was, becomes) for head, was, becomes in cells if was != becomes]


def _counted(changes: Sequence[tuple[str, str]]) -> str:
    counts = Counter(verb for verb, _ in changes)
    said = [f"{wording.number(counts[verb], 'row')} {verb}" for verb in ("changed", "added", "removed") if counts[verb]]
    return ", ".join(said) or "no row of this chart changed"


def _change(before: ChangedLine, after: ChangedLine) -> str:
    cells = "; ".join(f"{head}: {was or 'nothing'} → {becomes or 'nothing'}" for head, was, becomes in _differing(before, after))
    return f"{next(iter(after.cells.values()))}: {cells.rstrip('.')}."


def _whole(line: ChangedLine) -> str:
    first, *rest = line.cells.items()
    said = f"{first[1]}: {'; '.join(f'{head} {cell}' for head, cell in rest if cell)}"
    return said if len(said) <= LONGEST else f"{said[:LONGEST].rstrip()}…"
