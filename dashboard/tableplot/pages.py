"""How a drawing too long or too wide for a screen is split: pages are ranges of its rows and parts of its columns."""

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
from dashboard.tableplot.reading import Entry, Reading, read
from dashboard.tableplot.sheet import Frame, Sheet, frame_of
from dashboard.tableplot.text import EXACT


class Page(NamedTuple):
    """What `draw` takes: a range of the rows, and one of the columns after the leading ones. Each box column counts; None means all."""

    rows: range | None
    columns: range | None


Way = Sequence[range | None]
"""The parts into which the columns are split."""


def pages_of(plot: Plot[R], look: Look, height: float) -> list[Page]:
    """The pages, one part of the columns after the other; each part has every row once and in order.

    A row too high for any page has one of its own. If `look` has a height and such a row exceeds it, the columns are split into more and
    more parts, in which lines are longer and heads lower, until it fits or no more can be split.
    """
    reading, ways = fitted(read(plot), look)
    found, high = min((_pages(reading, look, height, way) for way in ways), key=lambda own: len(own[0]))
    for way in _finer(reading) if look.height else ():
        if not high:
            break
        other, still_high = _pages(reading, look, height, way)
        found, high = (other, still_high) if still_high < high else (found, high)
    return found


def _finer(reading: Reading) -> Iterator[Way]:
    """Yields ways with a part for each piece, then for each half of a group of boxes, each third, and so forth."""
    pieces = _pieces(reading)
    for count in range(1, max(map(len, pieces), default=0) + 1):
        yield [part for piece in pieces for part in _cut(reading, piece, count)]


def _cut(reading: Reading, piece: range, count: int) -> list[range]:
    """A group of boxes in at most `count` parts of about equal size; any other piece whole."""
    if not piece or reading.leaves[piece.start].kind != "cell":
        return [piece]
    size = ceil(len(piece) / count)
    return [piece[start : start + size] for start in range(0, len(piece), size)]


def _pages(reading: Reading, look: Look, height: float, way: Way) -> tuple[list[Page], int]:
    """The pages, and how many of those with a single row are higher than the height to which they are drawn."""
    found: list[Page] = []
    high = 0
    for part in way:
        frame = frame_of(reading, look, part)
        ranges = _evened(frame, height)
        found += [Page(rows, part) for rows in ranges]
        high += sum(frame.sheet(rows).least > look.height + EXACT for rows in ranges if look.height and len(rows) == 1)
    return found, high


def fitted(reading: Reading, look: Look) -> tuple[Reading, Sequence[Way]]:
    """The reading and the ways to split it, the best first.

    Where its columns do not fit in any, a narrower form of it, in the fewest parts.
    """
    usual = _ways(reading, look, _pieces(reading))
    if _have_room(reading, look, usual[0]):
        return reading, usual
    smaller = [(form, [part for piece in _pieces(form) for part in _smaller(form, look, piece)]) for form in narrower(reading)]
    narrow = [(form, _ways(form, look, pieces)) for form, pieces in smaller]
    fitting = [(form, ways) for form, ways in narrow if _have_room(form, look, ways[0])]
    return min(fitting or narrow[-1:], key=lambda found: len(found[1][0]))


def is_whole(plot: Plot[R], look: Look) -> bool:
    """Whether all columns fit side by side in their usual form."""
    return _have_room(read(plot), look, [None])


def _have_room(reading: Reading, look: Look, parts: Way) -> bool:
    return all(least_width(reading, look, reading.drawn(part)[0]) <= look.width for part in parts)


def _ways(reading: Reading, look: Look, pieces: Sequence[range]) -> Sequence[Way]:
    """All columns together where they fit; else the ways with the fewest parts, first the one that starts a part at the first boxes."""
    if _have_room(reading, look, [None]):
        return [[None]]
    boxes = next((index for index, leaf in enumerate(reading.leaves) if leaf.kind == "cell"), None)
    cuts = [_parts(reading, look, pieces, cut) for cut in (boxes, None)]
    return [cut for cut in cuts if len(cut) == min(map(len, cuts))]


def _parts(reading: Reading, look: Look, pieces: Sequence[range], cut: int | None) -> list[range]:
    """As many pieces in each part as fit, but always a new part at the column `cut`."""
    found: list[range] = []
    for piece in pieces:
        longer = range(found[-1].start, piece.stop) if found else piece
        if found and piece.start != cut and _have_room(reading, look, [longer]):
            found[-1] = longer
        else:
            found.append(piece)
    return found


def _pieces(reading: Reading) -> list[range]:
    """The columns that stay together: an axis with its words, or a group of boxes."""
    leaves = reading.leaves
    starts = [index for index, leaf in enumerate(leaves) if leaf.kind != "words" and (not index or leaves[index - 1].place != leaf.place)]
    return [range(start, stop) for start, stop in pairwise([*starts, len(leaves)])] or [range(len(leaves), len(leaves))]


def _smaller(reading: Reading, look: Look, piece: range) -> list[range]:
    """A group of boxes in the fewest parts, of about equal size, that fit; any other piece whole."""
    cuts = [_cut(reading, piece, count) for count in range(1, max(len(piece), 1) + 1)]
    return next((cut for cut in cuts if _have_room(reading, look, cut)), cuts[-1])


def _evened(frame: Frame, height: float) -> list[range]:
    """The ranges of rows on as few pages as possible, about equally full."""
    sheet = cache(frame.sheet)  # the same pages are tried several times
    return _moved_on(frame, sheet, _fewest(frame, sheet, height), height)


def _moved_on(frame: Frame, sheet: Callable[[range], Sheet], ranges: Sequence[range], height: float) -> list[range]:
    """The same number of pages, more evenly filled, so that no row is alone beside full pages.

    Rows are moved to the next page while that lowers the higher of the two.
    """
    starts = [*(rows.start for rows in ranges), len(frame.reading.entries)]
    moved = True
    while moved:
        moved = False
        for at in reversed(range(1, len(ranges))):
            first, start, stop = starts[at - 1 : at + 2]
            earlier = _unbroken(frame.reading.entries, first, start - 1)
            later = sheet(range(earlier, stop)) if earlier > first else None
            if (
                later
                and later.height < sheet(range(first, start)).height
                and (later.least if frame.look.height else later.height) <= height
            ):
                starts[at], moved = earlier, True
    return [range(start, stop) for start, stop in pairwise(starts)]


def _fewest(frame: Frame, sheet: Callable[[range], Sheet], height: float) -> list[range]:
    """The ranges of rows on each page; lines are shrunk only in a drawing of a given height, and where that saves a page."""
    usual = _ranges(frame.reading.entries, lambda rows: sheet(rows).height <= height)
    pressed = _ranges(frame.reading.entries, lambda rows: sheet(rows).least <= height) if frame.look.height else usual
    return pressed if len(pressed) < len(usual) else usual


def _ranges(entries: Sequence[Entry], fits: Callable[[range], bool]) -> list[range]:
    """As many rows on each page as fit, and at least one."""
    ranges: list[range] = []
    start = 0
    while start < len(entries):
        ends = range(start + 2, len(entries) + 1)
        stop = _unbroken(entries, start, next((end - 1 for end in ends if not fits(range(start, end))), len(entries)))
        ranges.append(range(start, stop))
        start = stop
    return ranges


def _unbroken(entries: Sequence[Entry], start: int, stop: int) -> int:
    """`stop`, or the start of a level-2 group, such as the arms of a trial, that it would split, if that is after `start`."""
    whole = stop
    while start < whole < len(entries) and entries[whole].group.level == 2 and entries[whole].group is entries[whole - 1].group:
        whole -= 1
    return whole if whole > start else stop
