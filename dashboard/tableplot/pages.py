"""How a drawing is cut for a screen that it is too long or too wide for: pages are ranges of its rows and parts of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from dashboard.tableplot.columns import least_width
from dashboard.tableplot.look import Look
from dashboard.tableplot.plot import Plot, R
from dashboard.tableplot.reading import Entry, Heading, Reading, Shown, lines_of, new_headings, read
from dashboard.tableplot.sheet import Frame, frame_of, line_of

EVENER = (0.6, 0.7, 0.8, 0.9)
"""Shares of a page that are tried for pages as full as each other."""


class Page(NamedTuple):
    """What `draw` takes: a range of the rows, and a part of the columns after the leading ones (None: all)."""

    rows: range | None
    columns: range | None


def pages(plot: Plot[R], look: Look, height: float) -> list[Page]:
    """The pages part by part of the columns, in each every row once and in order. A row that no page holds has one of its own."""
    reading = read(plot)
    return min((_pages(reading, look, height, way) for way in _ways(reading, look)), key=len)


def _pages(reading: Reading, look: Look, height: float, way: Sequence[range | None]) -> list[Page]:
    frames = [(part, frame_of(reading, replace(look, height=None), part)) for part in way]
    return [Page(rows, part) for part, frame in frames for rows in _evened(frame, height, press=look.height is not None)]


def parts(reading: Reading, look: Look) -> Sequence[range | None]:
    """The columns in as few parts as their least widths allow, cut before an axis or a group of boxes, best where the boxes begin."""
    return _ways(reading, look)[0]


def _ways(reading: Reading, look: Look) -> list[Sequence[range | None]]:
    """The cuts into the fewest parts, one where the boxes begin before others; all columns together where they have room."""
    if least_width(reading, look, reading.drawn(None)[0]) <= look.width:
        return [[None]]
    boxes = next((leaf.place for leaf in reading.leaves if leaf.kind == "cell"), None)
    cuts = [_parts(reading, look, cut) for cut in (boxes, None)]
    return [cut for cut in cuts if len(cut) == min(map(len, cuts))]


def _parts(reading: Reading, look: Look, cut: int | None) -> list[range]:
    """As many columns in each part as have room, with a new part at the column `cut` in any case."""
    last = reading.leaves[-1].place + 1
    starts = sorted({reading.leading} | {leaf.place for leaf in reading.leaves if leaf.kind != "words"})
    found: list[range] = []
    for start, stop in zip(starts, [*starts[1:], last], strict=True):
        longer = range(found[-1].start, stop) if found else range(0)
        if found and start != cut and least_width(reading, look, reading.drawn(longer)[0]) <= look.width:
            found[-1] = longer
        else:
            found.append(range(start, stop))
    return found


def _evened(frame: Frame, height: float, *, press: bool) -> list[range]:
    """As few pages as it takes, and these about as full as each other."""
    fewest = _fewest(frame, height, press=press)
    evener = (_fewest(frame, share * height, press=press) for share in EVENER)
    return next((ranges for ranges in evener if len(ranges) == len(fewest)), fewest)


def _fewest(frame: Frame, height: float, *, press: bool) -> list[range]:
    """The ranges of the rows; pressed together only where they are drawn to a height, and where that saves a page."""
    usual, pressed = _ranges(frame, height), _ranges(frame, height, pressed=press)
    return pressed if len(pressed) < len(usual) else usual


def _ranges(frame: Frame, height: float, *, pressed: bool = False) -> list[range]:
    entries = frame.reading.entries
    ranges: list[range] = []
    while not ranges or ranges[-1].stop < len(entries):
        start = ranges[-1].stop if ranges else 0
        ranges.append(range(start, _unbroken(entries, start, _end(frame, start, height, pressed=pressed))))
    return ranges if entries else []


def _end(frame: Frame, start: int, height: float, *, pressed: bool) -> int:
    """The first entry that has no room on a page that begins with the entry at `start`."""
    entries = frame.reading.entries
    used = frame.heads.height - _raised(frame, start)
    before: Sequence[Heading] = ()
    for place in range(start, len(entries)):
        used += _height(frame, entries[place], before, pressed)
        if place > start and used + frame.foot_height(entries[start : place + 1]) > height:
            return place
        before = entries[place].chain
    return len(entries)


def _unbroken(entries: Sequence[Entry], start: int, stop: int) -> int:
    """The same end, or before it the beginning of a group of level 2, such as the arms of a trial, that it would break."""
    whole = stop
    while whole < len(entries) and entries[whole].heading.level == 2 and not entries[whole].first:
        whole -= 1
    return whole if whole > start else stop


def _raised(frame: Frame, start: int) -> float:
    """How much of the first line of a page stands beside the heads."""
    return frame.raised(lines_of(frame.reading.entries, range(start, start + 1))) if frame.reading.entries else 0.0


def _height(frame: Frame, entry: Entry, before: Sequence[Heading], pressed: bool) -> float:
    """Of an entry with the headings that it needs above it; as continued ones where it begins a page."""
    headings = [Shown(entry, heading, again=not before) for heading in new_headings(before, entry.chain)]
    lines = [line_of(frame, shown) for shown in [*headings, Shown(entry)]]
    return sum(line.height - (line.gives(frame.look) if pressed else 0.0) for line in lines)
