"""The facts of the figure as text: the data table, and the words of hovers and accessible names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.tableplot.plot import Plot, R
from dashboard.tableplot.reading import Content, Entry, Leaf, Reading, Row, read
from dashboard.tableplot.text import plain

INDENT = "\u2003"


@dataclass(frozen=True)
class TableRow:
    """The cells of one row as text, the record that the row opens, and the records that some cells open instead."""

    cells: tuple[str, ...]
    record: str = ""
    own: tuple[tuple[int, str], ...] = ()
    """The place and the record of each cell that opens a record other than its row's."""
    records: tuple[str, ...] = ()
    """Further records that the row is about."""
    under: tuple[str, ...] = ()
    """The headings under which the row stands, where its cells do not repeat them."""
    groups: tuple[str, ...] = ()
    """The titles of these headings' groups."""
    alone: str = ""
    """Its first cell where no heading stands above it; a table may go without headings where some row says it."""


@dataclass(frozen=True)
class DataTable:
    """Heads and rows of text, for screen readers, slides and files."""

    heads: tuple[str, ...]
    rows: tuple[TableRow, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """What must be said of some columns, by their heads."""


def table_of(plot: Plot[R]) -> DataTable:
    """Every row and every column of the plot, including those that the figure leaves out."""
    reading = read(plot, whole=True)
    rows = []
    for row in reading.rows:
        own = tuple((place, content.record) for place, content in enumerate(row.contents) if content.own_record)
        rows.append(TableRow(tuple(content.said for content in row.contents), row.record, own, row.records))
    return DataTable(tuple(leaf.title for leaf in reading.leaves), tuple(rows))


def short_table_of(plot: Plot[R]) -> DataTable:
    """The rows and columns that the figure draws, under its headings and in its short words, for a slide. `table_of` has the full words."""
    reading = read(plot)
    drawn = [(index, leaf) for index, leaf in enumerate(reading.leaves) if leaf.kind != "words" or leaf.weight]
    rows = [
        TableRow(
            _indented(entry, tuple(_short(entry.row.contents[index]) for index, _ in drawn)),
            entry.row.record,
            under=tuple(re.sub(" +", " ", words) for group in entry.chain if (words := plain(group.heading))),
            groups=tuple(group.title for group in entry.chain),
            alone=entry.row.name if entry.group.level == 2 else "",
        )
        for entry in reading.entries
        if entry.row
    ]
    notes = [(leaf.title, leaf.note) for index, leaf in drawn if leaf.note and (leaf.kind == "words" or _has_reference(reading, index))]
    return DataTable(tuple(leaf.title for _, leaf in drawn), tuple(rows), tuple(notes))


def _indented(entry: Entry, cells: tuple[str, ...]) -> tuple[str, ...]:
    """The label of a row in a second-level group is indented, so that the next row outside that group does not seem to be in it."""
    return (f"{INDENT}{cells[0]}", *cells[1:]) if entry.group.level == 2 else cells


def _has_reference(reading: Reading, index: int) -> bool:
    """Whether a column is an axis of differences or ratios, whose words mean nothing without their direction."""
    return any(scale.zero is not None for row in reading.rows if (scale := row.contents[index].scale))


def _short(content: Content) -> str:
    """The figure's words, with a comma between stacked texts; where they are a mere sign, the table's words."""
    words = plain(content.alone or content.words, ", ")
    return words if any(letter.isalnum() for letter in words) else content.said


def told(leaf: Leaf, content: Content) -> str:
    """What a hover over a mark or box says of a column: the chart's own words, or else what the table says."""
    return content.hover or f"{leaf.title}: {content.said}"


def accessible_name(reading: Reading, row: Row) -> str:
    """The whole row as sentences, including its gaps; what has nothing to say, such as a remark, is left out."""
    said = [f"{leaf.title}: {content.said}" for leaf, content in zip(reading.leaves[1:], row.contents[1:], strict=True) if content.said]
    return ". ".join([row.name, *said])
