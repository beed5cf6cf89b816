"""How a table is cut to slides: which columns have content, how wide they are, and which rows and columns go on a further slide.

Lengths are in inches, text in points. Text is measured with a margin for the widest common typeface, so that no cell is cut off. Nothing is
left out silently: columns that no sheet has are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.charts.chart import PLACE_COLUMN
from dashboard.tableplot import DataTable, Text
from dashboard.tableplot.text import ems, wrapped

GAPS = ("NR", "not reported")
SIZES = (18, 16, 14, 13, 12)
PADDING_X, PADDING_Y = 0.07, 0.035
LINE = 1.25
BOLD = 1.14
UNBROKEN = (1.7, 2.4, 3.1)
"""The widths, tried in turn, up to which a column keeps its cells on one line. Broken cells save width, unbroken ones height."""
WIDEST, FEW_LINES = 3.4, 3
MOST_STRETCH = 1.6
MOST_LETTERS = 60
"""A column whose cells are longer than this on average is prose: for the notes, not for a slide."""
SIZE_COLUMN = "n"
BETWEEN = " · "
"""Stands between a heading and the second one under it, which are one line of a table."""

LONGEST_TURNED = 1.5
"""The length at which a turned head goes on in a second line; a head with a longer word is not turned."""

NO_BREAK = "\u00a0"
NO_LINE_START = re.compile(r" (?=[%‡†§\[]|p\d)")
POINTS = 72
"""Points per inch."""


@dataclass(frozen=True)
class Sheet:
    """The part of a table on one slide: columns with their widths, rows with their heights, and the size of the text.

    A row of one cell is a heading across all columns.
    """

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    head_height: float
    size: int
    turned: Mapping[int, tuple[str, ...]]
    """The lines of the turned heads, which are read from below, by the place of their column."""
    numbers: range
    """The places of its rows, without the headings, among all rows of the table."""


@dataclass(frozen=True)
class Cut:
    """A whole table on as many sheets as it takes, with the names of the columns that no sheet has: those with only gaps, and prose."""

    sheets: tuple[Sheet, ...] = ()
    silent: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()


def cut(table: DataTable, width: float, height: float) -> Cut:
    """The table on sheets of `width` by `height`.

    On one with all columns and level heads if it fits, else without those of only gaps or prose.
    """
    texts = [tuple(map(_unbroken, row.cells)) for row in table.rows]
    if not texts:
        return Cut()
    filled = [index for index in range(len(table.heads)) if index == 0 or any(row[index] for row in texts)]
    whole = _best(table, texts, filled, width, height)
    if len(whole) == 1 and not whole[0].turned:
        return Cut(whole)
    silent = [index for index in filled[1:] if all(row[index] in ("", *GAPS) for row in texts)]
    prose = [index for index in filled[1:] if _mean_length([row[index] for row in texts if row[index]]) > MOST_LETTERS]
    kept = [index for index in filled if index not in (*silent, *prose)]
    names = [tuple(table.heads[index] for index in columns) for columns in (silent, prose)]
    return Cut(_best(table, texts, kept, width, height), *names)


def _unbroken(cell: str) -> str:
    """The cell in which what must not begin a line, such as a percent sign, is kept on the line before."""
    return NO_LINE_START.sub(NO_BREAK, cell)


def _mean_length(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts)


def _best(table: DataTable, texts: Sequence[tuple[str, ...]], columns: Sequence[int], width: float, height: float) -> tuple[Sheet, ...]:
    """The fewest sheets possible; of these the ones with headings, then with level heads, the largest text, and the least height."""
    head, *cells = (tuple(row[index] for index in columns) for row in (table.heads, *texts))
    written = [(False, cells, [row.under for row in table.rows])]
    if any(row.alone for row in table.rows):
        alone = [(_unbroken(row.alone) or label, *rest) for row, (label, *rest) in zip(table.rows, cells, strict=True)]
        written.append((True, alone, [()] * len(cells)))
    ways = [
        (is_alone, _cut([head, *rows], under, width, height, size, unbroken, turn))
        for is_alone, rows, under in written
        for turn in (False, True)
        for size in SIZES
        for unbroken in UNBROKEN
    ]

    def place(way: tuple[bool, tuple[Sheet, ...]]) -> tuple[int, bool, bool, int, float]:
        is_alone, sheets = way
        return len(sheets), is_alone, bool(sheets[0].turned), -sheets[0].size, sum(sum(sheet.heights) for sheet in sheets)

    return min(ways, key=place)[1]


def _cut(
    rows: Sequence[tuple[str, ...]], under: Sequence[tuple[str, ...]], width: float, height: float, size: int, unbroken: float, turn: bool
) -> tuple[Sheet, ...]:
    """The rows on sheets; the first row is the head. Columns that tell rows apart are on every sheet."""
    texts = list(zip(*rows, strict=True))
    least = [_least_width(column, size, turn) for column in texts]
    wanted = [max(low, _wanted_width(column[1:] or column, size, unbroken)) for low, column in zip(least, texts, strict=True)]
    keys, units = _units(rows[0], least, width)
    room = width - sum(wanted[index] for index in keys)
    groups = share_out([sum(wanted[index] for index in unit) for unit in units], room) if units else [[]]
    sheets: list[Sheet] = []
    for group in groups:
        chosen = sorted([*keys, *(index for number in group for index in units[number])])
        head, *cells = (tuple(row[index] for index in chosen) for row in rows)
        widths = _fitted([least[index] for index in chosen], [wanted[index] for index in chosen], width)
        sheets += _sheets(head, cells, under, widths, height, size, turn)
    return tuple(sheets)


def _units(head: Sequence[str], least: Sequence[float], width: float) -> tuple[list[int], list[list[int]]]:
    """The columns that are on every sheet, and the others in units: those up to the place in the source stay together where they fit."""
    keys = [index for index, name in enumerate(head) if index == 0 or name == SIZE_COLUMN]
    last = head.index(PLACE_COLUMN) if PLACE_COLUMN in head else 0
    if sum(least[: last + 1]) > width:
        last = 0
    together = [index for index in range(last + 1) if index not in keys]
    alone = [[index] for index in range(last + 1, len(head)) if index not in keys]
    return keys, [*([together] if together else []), *alone]


def share_out(sizes: Sequence[float], room: float) -> list[list[int]]:
    """The positions of `sizes`, in order, on as few pages of `room` as possible, filled as evenly as possible."""
    pages = _fill(sizes, room)
    while len(evener := _fill(sizes, room * 0.98)) == len(pages) and room > max(sizes):
        pages, room = evener, room * 0.98
    return pages


def _fill(sizes: Sequence[float], room: float) -> list[list[int]]:
    pages: list[list[int]] = [[]]
    used = 0.0
    for position, size in enumerate(sizes):
        if pages[-1] and used + size > room:
            pages.append([])
            used = 0.0
        pages[-1].append(position)
        used += size
    return pages


def _sheets(
    head: tuple[str, ...],
    cells: Sequence[tuple[str, ...]],
    under: Sequence[tuple[str, ...]],
    widths: tuple[float, ...],
    height: float,
    size: int,
    turn: bool,
) -> list[Sheet]:
    turned = {place: _turned(name, size) for place, name in enumerate(head) if turn and widths[place] < _longest(name.split(" "), size)}
    level = ["" if place in turned else name for place, name in enumerate(head)]
    head_height = max([row_height(level, widths, size), *(_longest(lines, size) for lines in turned.values())])
    heights = [row_height(row, widths, size) for row in cells]

    def tall(heading: str) -> float:
        return row_height((heading,), (sum(widths),), size) if heading else 0.0

    headings = [_heading(under, place) for place in range(len(cells))]
    again = [_heading(under, place, begins=True) for place in range(len(cells))]
    sizes = [own + tall(heading) for own, heading in zip(heights, headings, strict=True)]
    more = max((tall(full) - tall(heading) for full, heading in zip(again, headings, strict=True)), default=0.0)
    room, sheets = height - head_height, []
    for page in share_out(sizes, room if sum(sizes) <= room else room - more):
        rows: list[tuple[tuple[str, ...], float]] = []
        for place in page:
            heading = again[place] if place == page[0] else headings[place]
            rows += [((heading,), tall(heading))] if heading else []
            rows.append((cells[place], heights[place]))
        written, high = zip(*rows, strict=True)
        sheets.append(Sheet(head, widths, written, high, head_height, size, turned, range(page[0], page[-1] + 1)))
    return sheets


def _heading(under: Sequence[tuple[str, ...]], place: int, *, begins: bool = False) -> str:
    """The headings that a row has above it: those that the row before does not stand under, or all of them where a sheet begins with it."""
    own, before = under[place], under[place - 1] if place else ()
    stand = next((level for level, (old, new) in enumerate(zip(before, own, strict=False)) if old != new), min(len(before), len(own)))
    fresh = own[stand:]
    if begins and place and stand:
        return BETWEEN.join([f"{BETWEEN.join(own[:stand])} (continued)", *fresh])
    return BETWEEN.join(fresh)


def _least_width(column: Sequence[str], size: int, turn: bool) -> float:
    """The width below which a word of the column would break; where its head may be turned, a word of its cells."""
    head, *cells = column
    level = _longest([word for text in column for word in text.split(" ")], size)
    if not turn or not cells or _longest(head.split(" "), size) > LONGEST_TURNED:
        return level
    lines = len(_turned(head, size)) * LINE * size / POINTS + 2 * PADDING_X
    return min(level, max(lines, _least_width(cells, size, turn=False)))


def _turned(head: str, size: int) -> tuple[str, ...]:
    """The lines of a turned head."""
    room = (LONGEST_TURNED - 2 * PADDING_X) / BOLD * POINTS
    return tuple("".join(span.text for span in line.spans) for line in wrapped(head, room, (size, size)).lines)


def _longest(lines: Iterable[str], size: int) -> float:
    """The width of the longest of these lines, with its padding."""
    return max((text_width(line, size) for line in lines), default=0.0) * BOLD + 2 * PADDING_X


def _wanted_width(texts: Sequence[str], size: int, unbroken: float) -> float:
    """The width at which every cell takes only a few lines, up to `WIDEST`."""
    line = max(text_width(text, size) for text in texts)
    wanted = line if line <= unbroken else max(UNBROKEN[0], line / FEW_LINES * 1.15)
    return min(wanted, WIDEST) * BOLD + 2 * PADDING_X


def _fitted(least: Sequence[float], wanted: Sequence[float], room: float) -> tuple[float, ...]:
    """The widths that fill the room: wider than wanted, but not so wide that a row falls apart; or narrower, as far as words allow."""
    if sum(wanted) <= room:
        stretch = min(room / sum(wanted), MOST_STRETCH)
        return tuple(width * stretch for width in wanted)
    if sum(least) >= room:
        return tuple(low * room / sum(least) for low in least)
    share = (room - sum(least)) / (sum(wanted) - sum(least))
    return tuple(low + share * (width - low) for low, width in zip(least, wanted, strict=True))


def row_height(cells: Sequence[str], widths: Sequence[float], size: int) -> float:
    """The height of a row with all its lines."""
    lines = max(line_count(cell, (width - 2 * PADDING_X) / BOLD, size) for cell, width in zip(cells, widths, strict=True))
    return lines * LINE * size / 72 + 2 * PADDING_Y


def line_count(text: Text, width: float, size: int) -> int:
    """How many lines `text` takes in a column of `width` in a wide typeface."""
    return max(1, len(wrapped(text, width * POINTS, (size, size)).lines))


def text_width(text: str, size: int) -> float:
    """The width of a line of text in a wide typeface."""
    return ems(text) * size / POINTS
