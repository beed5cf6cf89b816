"""How a drawing is cut for a screen that it is too long or too wide for: pages are ranges of its rows and parts of its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from dashboard.tableplot.columns import least_width
from dashboard.tableplot.look import Look
from dashboard.tableplot.narrow import narrower
from dashboard.tableplot.plot import Plot, R
from dashboard.tableplot.reading import Entry, Reading, Shown, lines_of, new_headings, read
from dashboard.tableplot.sheet import Frame, Line, arranged, frame_of, line_of
from dashboard.tableplot.text import EXACT

EVENER = (0.6, 0.7, 0.8, 0.9)
"""Shares of a page that are tried for pages as full as each other."""


class Page(NamedTuple):
    """What `draw` takes: a range of the rows, and one of the columns after the leading ones, boxes counted one by one (None: all)."""

    rows: range | None
    columns: range | None


Way = Sequence[range | None]
"""The parts into which the columns are cut."""


def pages(plot: Plot[R], look: Look, height: float) -> list[Page]:
    """The pages part by part of the columns, in each every row once and in order.

    A row that no page holds has one of its own; drawn to a height that this goes beyond, the columns are cut into more and more parts,
    in which lines are longer and heads lower, until it has room.
    """
    reading, ways = fitted(read(plot), look)
    found = min((_pages(reading, look, height, way) for way in ways), key=len)
    finer = _finer(reading) if look.height else iter(())
    while (high := _too_high(reading, look, found)) and (way := next(finer, None)):
        other = _pages(reading, look, height, way)
        found = other if _too_high(reading, look, other) < high else found
    return found


def _finer(reading: Reading) -> Iterator[Way]:
    """Ways with a part for each piece, then for each half of a group of boxes, each third, and so forth."""
    pieces = _pieces(reading)
    for count in range(1, max(map(len, pieces), default=0) + 1):
        yield [part for piece in pieces for part in _cut(reading, piece, count)]


def _cut(reading: Reading, piece: range, count: int) -> list[range]:
    """A group of boxes in `count` parts about as large as each other; any other piece whole."""
    if not piece or reading.leaves[piece.start].kind != "cell":
        return [piece]
    size = ceil(len(piece) / count)
    return [piece[start : start + size] for start in range(0, len(piece), size)]


def _too_high(reading: Reading, look: Look, pages: Sequence[Page]) -> int:
    """How many pages of one row are higher than what they are drawn to."""
    alone = [page for page in pages if page.rows and len(page.rows) == 1] if look.height else []
    return sum(arranged(reading, look, *page).height > (look.height or 0.0) + EXACT for page in alone)


def _pages(reading: Reading, look: Look, height: float, way: Way) -> list[Page]:
    frames = [(part, frame_of(reading, look, part)) for part in way]
    return [Page(rows, part) for part, frame in frames for rows in _evened(frame, height, press=look.height is not None)]


def fitted(reading: Reading, look: Look) -> tuple[Reading, Sequence[Way]]:
    """The reading and the ways to cut it, the best first; where columns have no room so, a narrower form of it in the fewest parts."""
    usual = _ways(reading, look, _pieces(reading))
    if _have_room(reading, look, usual[0]):
        return reading, usual
    smaller = [(form, [part for piece in _pieces(form) for part in _smaller(form, look, piece)]) for form in narrower(reading)]
    narrow = [(form, _ways(form, look, pieces)) for form, pieces in smaller]
    fitting = [(form, ways) for form, ways in narrow if _have_room(form, look, ways[0])]
    return min(fitting or narrow[-1:], key=lambda found: len(found[1][0]))


def _have_room(reading: Reading, look: Look, parts: Way) -> bool:
    return all(least_width(reading, look, reading.drawn(part)[0]) <= look.width for part in parts)


def _ways(reading: Reading, look: Look, pieces: Sequence[range]) -> Sequence[Way]:
    """The cuts into the fewest parts, one where the boxes begin before others; all columns together where they have room."""
    if _have_room(reading, look, [None]):
        return [[None]]
    boxes = next((index for index, leaf in enumerate(reading.leaves) if leaf.kind == "cell"), None)
    cuts = [_parts(reading, look, pieces, cut) for cut in (boxes, None)]
    return [cut for cut in cuts if len(cut) == min(map(len, cuts))]


def _parts(reading: Reading, look: Look, pieces: Sequence[range], cut: int | None) -> list[range]:
    """As many pieces in each part as have room, with a new part at the column `cut` in any case."""
    found: list[range] = []
    for piece in pieces:
        longer = range(found[-1].start, piece.stop) if found else piece
        if found and piece.start != cut and _have_room(reading, look, [longer]):
            found[-1] = longer
        else:
            found.append(piece)
    return found


def _pieces(reading: Reading) -> list[range]:
    """The columns that stay together: an axis with its words, a group of boxes."""
    leaves = reading.leaves
    starts = [index for index, leaf in enumerate(leaves) if leaf.kind != "words" and (not index or leaves[index - 1].place != leaf.place)]
    return [range(start, stop) for start, stop in pairwise([*starts, len(leaves)])] or [range(len(leaves), len(leaves))]


def _smaller(reading: Reading, look: Look, piece: range) -> list[range]:
    """A group of boxes in as few parts, as large as each other, as have room."""
    cuts = [_cut(reading, piece, count) for count in range(1, max(len(piece), 1) + 1)]
    return next((cut for cut in cuts if _have_room(reading, look, cut)), cuts[-1])


Measure = Callable[[int, int], tuple[float, float]]
"""The height of a page of the entries from one place to before another, and by how much it can be lower."""


def _measure(frame: Frame) -> Measure:
    """Each page is measured once, though it is tried several times."""
    entries = frame.reading.entries

    @cache
    def added(place: int) -> list[Line]:
        """An entry that does not begin a page, with the headings that it needs above it."""
        entry = entries[place]
        headings = [Shown(entry, heading) for heading in new_headings(entries[place - 1].chain, entry.chain)]
        return [line_of(frame, shown) for shown in [*headings, Shown(entry)]]

    @cache
    def begun(start: int) -> list[Line]:
        """The lines of the entry that begins a page but for the first of them."""
        return [line_of(frame, shown) for shown in lines_of(entries, range(start, start + 1))[1:]]

    @cache
    def page(start: int, stop: int) -> tuple[float, float]:
        around = frame.around(lines_of(entries, range(start, start + 1)), entries[start:stop])
        lines = [*begun(start), *(line for place in range(start + 1, stop) for line in added(place))]
        gives = sum(line.gives(frame.look) for line in [around.first, *lines] if line)
        return frame.heads.height + around.height + sum(line.height for line in lines), gives

    return page


def _evened(frame: Frame, height: float, *, press: bool) -> list[range]:
    """As few pages as it takes, and these about as full as each other."""
    entries, measure = frame.reading.entries, _measure(frame)
    fewest = _fewest(entries, measure, height, press=press)
    evener = (_fewest(entries, measure, share * height, press=press) for share in EVENER)
    return next((ranges for ranges in evener if len(ranges) == len(fewest)), fewest)


def _fewest(entries: Sequence[Entry], measure: Measure, height: float, *, press: bool) -> list[range]:
    """The ranges of the rows; pressed together only where they are drawn to a height, and where that saves a page."""
    usual, pressed = _ranges(entries, measure, height), _ranges(entries, measure, height, pressed=press)
    return pressed if len(pressed) < len(usual) else usual


def _ranges(entries: Sequence[Entry], measure: Measure, height: float, *, pressed: bool = False) -> list[range]:
    ranges: list[range] = []
    while not ranges or ranges[-1].stop < len(entries):
        start = ranges[-1].stop if ranges else 0
        ranges.append(range(start, _unbroken(entries, start, _end(entries, measure, start, height, pressed=pressed))))
    return ranges if entries else []


def _end(entries: Sequence[Entry], measure: Measure, start: int, height: float, *, pressed: bool) -> int:
    """The first entry that has no room on a page that begins with the entry at `start`."""
    for stop in range(start + 2, len(entries) + 1):
        used, gives = measure(start, stop)
        if used - (gives if pressed else 0.0) > height:
            return stop - 1
    return len(entries)


def _unbroken(entries: Sequence[Entry], start: int, stop: int) -> int:
    """The same end, or before it the beginning of a group of level 2, such as the arms of a trial, that it would break."""
    whole = stop
    while whole < len(entries) and entries[whole].heading.level == 2 and not entries[whole].first:
        whole -= 1
    return whole if whole > start else stop
