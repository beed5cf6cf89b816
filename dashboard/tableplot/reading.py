"""A plot read once: the words, marks and box of every row in every column.

Later steps neither ask the chart again nor know its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeVar, cast

from dashboard.tableplot.plot import Axis, Box, Cell, Cells, Column, Group, Mark, Plot, R, Scale, Words
from dashboard.tableplot.text import Span, Text, as_small, plain, spans
from dashboard.theme import INK, MUTED

T = TypeVar("T")
Single = Words[R] | Axis[R] | Cell[R]
"""A single column; a group of boxes has several."""


@dataclass(frozen=True)
class Leaf:
    """A single column. `place` is the position of its column in the plot, which all boxes of a group share."""

    kind: Literal["words", "axis", "cell"]
    title: str
    head: str
    place: int
    weight: float
    beside: float = 0.0
    note: str = ""
    right: bool = False
    hatched: bool = False
    scale: Scale | None = None
    group: str = ""


@dataclass(frozen=True)
class Content:
    """One row in one column: said in full, in the figure's words, and as marks or a box; or a gap, where there could be something."""

    said: str
    words: Text = ""
    marks: tuple[Mark, ...] = ()
    scale: Scale | None = None
    box: Box | None = None
    gap: bool = False
    record: str = ""
    own_record: bool = False
    hover: str = ""
    """What a hover shows, where that is more than `said`."""
    alone: Text = ""
    """The figure's words where they stand without the figure, if they need more there."""


@dataclass(frozen=True)
class Row:
    name: str
    record: str
    records: tuple[str, ...]
    band: str
    tagged: bool
    contents: tuple[Content, ...]


@dataclass(frozen=True)
class Entry:
    """A row, or the silence of a group without rows, with its groups of levels 1 and 2."""

    chain: tuple[Group[Any], ...]
    row: Row | None

    @property
    def group(self) -> Group[Any]:
        return self.chain[-1]

    @property
    def headings(self) -> str:
        return ", ".join(word for group in self.chain if (word := plain(group.heading)))


@dataclass(frozen=True)
class Reading:
    """The whole plot as values; pages and figures are cut from it."""

    plot: Plot[Any]
    """The plot without its groups."""
    leaves: tuple[Leaf, ...]
    entries: tuple[Entry, ...]

    @cached_property
    def rows(self) -> list[Row]:
        return [entry.row for entry in self.entries if entry.row]

    @cached_property
    def leading(self) -> int:
        """How many columns of words come before all others; every page repeats them."""
        return next((leaf.place for leaf in self.leaves if leaf.kind != "words"), self.leaves[-1].place + 1 if self.leaves else 0)

    def drawn(self, part: range | None) -> tuple[list[int], list[Leaf]]:
        """The indices of the leaves that a part of the columns draws, and the columns of boxes left out since no row fills them."""
        chosen = [
            index
            for index, leaf in enumerate(self.leaves)
            if (part is None or leaf.place < self.leading or index in part) and (leaf.kind != "words" or leaf.weight)
        ]
        empty = [index for index in chosen if self.leaves[index].kind == "cell" and not self.filled[index]]
        return [index for index in chosen if index not in empty], [self.leaves[index] for index in empty]

    def on(self, rows: range | None) -> Sequence[Entry]:
        """The entries of a page."""
        return self.entries if rows is None else self.entries[rows.start : rows.stop]

    def numbers(self, rows: range | None) -> range:
        """The places of the rows of a page among all rows; the silence of a group is none."""
        before = sum(1 for entry in self.entries[: rows.start if rows else 0] if entry.row)
        return range(before, before + sum(1 for entry in self.on(rows) if entry.row))

    def titles(self, rows: range | None, part: range | None) -> frozenset[str]:
        """What a page is about: the titles of the columns that it draws, and of the groups of its rows."""
        groups = {group.title for entry in self.on(rows) for group in entry.chain}
        return frozenset({self.leaves[index].title for index in self.drawn(part)[0]} | groups)

    def gaps(self, rows: range | None, part: range | None) -> int:
        """How many cells are not reported among those that a page draws."""
        contents = [entry.row.contents[index] for entry in self.on(rows) if entry.row for index in self.drawn(part)[0]]
        return sum(content.gap or content.said == self.plot.gap for content in contents)

    @cached_property
    def has_boxes(self) -> bool:
        return any(leaf.kind == "cell" for leaf in self.leaves)

    @cached_property
    def filled(self) -> list[int]:
        """How many rows have a box in each column."""
        return [sum(1 for row in self.rows if row.contents[index].box) for index in range(len(self.leaves))]

    def once(self, key: tuple[object, ...], measure: Callable[[], T]) -> T:
        """The result of `measure`, kept under `key`, since all the ways tried to split a drawing need much the same."""
        if key not in self._measured:
            self._measured[key] = measure()
        return cast(T, self._measured[key])

    @cached_property
    def _measured(self) -> dict[tuple[object, ...], object]:
        return {}

    def count(self, index: int) -> str:
        """How many rows have a box, for the head of a column: '7'.

        '4+3', the tagged rows last, where some rows have a tag and others none.
        """
        tagged = sum(1 for row in self.rows if row.contents[index].box and row.tagged)
        every, kinds = self.filled[index], {row.tagged for row in self.rows}
        return f"{every - tagged}+{tagged}" if len(kinds) > 1 else f"{every}"


def read(plot: Plot[R], *, whole: bool = False) -> Reading:
    """What the figure draws of a plot; with `whole`, also the rows that are in the table only. It is read once and kept with the plot."""
    whole = whole or all(group.drawn for group in plot.groups)
    if whole not in plot.readings:
        groups = [group for group in plot.groups if whole or group.drawn]
        columns = list(_flat(plot))
        entries = _entries(plot, [column for _, _, column in columns], groups)
        plot.readings[whole] = Reading(replace(plot, groups=()), tuple(_leaves(plot, columns)), tuple(entries))
    return cast(Reading, plot.readings[whole])


def _flat(plot: Plot[R]) -> Iterator[tuple[int, Column[R], Single[R]]]:
    """Each single column with its place and with the column of the plot that it belongs to."""
    for place, whole in enumerate(plot.columns):
        yield from ((place, whole, own) for own in (whole.columns if isinstance(whole, Cells) else (whole,)))


def _leaves(plot: Plot[R], columns: Sequence[tuple[int, Column[R], Single[R]]]) -> Iterator[Leaf]:
    hatched = plot.gaps == "drawn"
    for place, whole, column in columns:
        head = column.title if column.head is None else column.head
        if isinstance(column, Cell):
            yield Leaf("cell", column.title, head, place, whole.weight, hatched=hatched, group=whole.title)
        elif isinstance(column, Axis):
            yield Leaf(
                "axis", column.title, head, place, column.weight, column.beside, column.note, hatched=hatched or column.hatched,
                scale=None if any(group.scales.get(column.title) for group in plot.groups) else column.scale,
            )  # fmt: skip
        else:
            yield Leaf("words", column.title, head, place, column.weight, note=column.note, right=column.align == "right")


def _entries(plot: Plot[R], columns: Sequence[Single[R]], groups: Sequence[Group[R]]) -> Iterator[Entry]:
    """Every row with its groups; rows without a heading that follow others are under the heading of those, also on a further page."""
    chain: tuple[Group[R], ...] = ()
    for group in groups:
        above = tuple(other for other in chain if other.level == 1)
        goes_on = above and not plain(group.heading) and not group.scales and not above[0].scales
        chain = (*above, group) if group.level == 2 else above if group.rows and goes_on else (group,)
        for row in group.rows:
            yield Entry(chain, _row(plot, columns, row, chain))
        if not group.rows and group.silence:
            yield Entry(chain, None)


def _row(plot: Plot[R], columns: Sequence[Single[R]], row: R, chain: Sequence[Group[R]]) -> Row:
    scales = {title: scale for group in chain for title, scale in group.scales.items()}
    name, tag = plot.name(row), plot.tag(row)
    contents = [_content(plot, column, row, scales, "" if place else tag) for place, column in enumerate(columns)]
    return Row(f"{name}; {tag}" if tag else name, plot.record(row), tuple(plot.records(row)), plot.band(row), bool(tag), tuple(contents))


def _content(plot: Plot[R], column: Single[R], row: R, scales: Mapping[str, Scale | None], tag: str) -> Content:
    """One row in one column; the tag follows the words."""
    record, own = column.record(row) if column.record else plot.record(row), column.record is not None
    if isinstance(column, Cell):
        box = column.box(row)
        if box is None:
            return Content(plot.gap, gap=True, record=record, own_record=own)
        said = plain(column.text(row) if column.text else box.text)
        return Content(said, as_small(box.text), box=box, record=record, own_record=own, hover=column.hover(row))
    text = column.text(row)
    words = column.drawn(row) if column.drawn else text
    if isinstance(column, Axis):
        scale = scales.get(column.title, column.scale)
        marks = tuple(column.marks(row)) if scale else ()
        gap = scale is not None and not marks and not plain(text)
        said = plot.gap if gap else plain(text)
        return Content(said, words, marks, scale, gap=gap, record=record, own_record=own, hover=column.hover(row))
    words = (*spans(words), Span(" · ", small=True, colour=MUTED), Span(tag, bold=True, small=True, colour=INK)) if tag else words
    alone = column.alone(row) if column.alone else ""
    return Content("; ".join(part for part in (plain(text), tag) if part), words, record=record, own_record=own, alone=alone)
