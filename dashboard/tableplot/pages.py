"""How a drawing is cut for a screen that it is too long or too wide for: pages are ranges of its rows and parts of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from dashboard.tableplot.columns import least_width
from dashboard.tableplot.look import Look
from dashboard.tableplot.plot import Plot, R
from dashboard.tableplot.reading import Entry, Heading, Reading, Shown, new_headings, read
from dashboard.tableplot.sheet import Frame, frame_of, line_of


class Page(NamedTuple):
    """What `draw` takes: a range of the rows, and a part of the columns after the leading ones (None: all)."""

    rows: range | None
    columns: range | None


def pages(plot: Plot[R], look: Look, height: float) -> list[Page]:
    """The pages part by part of the columns, in each every row once and in order. A row that no page holds has one of its own."""
    reading = read(plot)
    frames = [(part, frame_of(reading, replace(look, height=None), part)) for part in parts(reading, look)]
    return [Page(rows, part) for part, frame in frames for rows in _fewest(frame, height, press=look.height is not None)]


def parts(reading: Reading, look: Look) -> list[range | None]:
    """The columns in as few parts as their least widths allow, cut before an axis or a group of boxes."""
    if least_width(reading, look, reading.drawn(None)[0]) <= look.width:
        return [None]
    last = reading.leaves[-1].place + 1
    starts = sorted({reading.leading} | {leaf.place for leaf in reading.leaves if leaf.kind != "words"})
    found: list[range] = []
    for start, stop in zip(starts, [*starts[1:], last], strict=True):
        longer = range(found[-1].start, stop) if found else range(0)
        if found and least_width(reading, look, reading.drawn(longer)[0]) <= look.width:
            found[-1] = longer
        else:
            found.append(range(start, stop))
    return [*found]


def _fewest(frame: Frame, height: float, *, press: bool) -> list[range]:
    """The ranges of the rows; pressed together only where they are drawn to a height, and where that saves a page."""
    usual, pressed = _ranges(frame, height), _ranges(frame, height, pressed=press)
    return pressed if len(pressed) < len(usual) else usual


def _ranges(frame: Frame, height: float, *, pressed: bool = False) -> list[range]:
    entries = frame.reading.entries
    room = height - frame.heads.height
    ranges: list[range] = []
    start, used = 0, 0.0
    before: Sequence[Heading] = ()
    for place, entry in enumerate(entries):
        tall = _height(frame, entry, before, pressed)
        if place > start and used + tall + frame.foot_height(entries[start : place + 1]) > room:
            ranges.append(range(start, place))
            start, used, tall = place, 0.0, _height(frame, entry, (), pressed)
        used += tall
        before = entry.chain
    return [*ranges, range(start, len(entries))] if entries else []


def _height(frame: Frame, entry: Entry, before: Sequence[Heading], pressed: bool) -> float:
    """Of an entry with the headings that it needs above it; as continued ones where it begins a page."""
    headings = [Shown(entry, heading, again=not before) for heading in new_headings(before, entry.chain)]
    lines = [line_of(frame, shown) for shown in [*headings, Shown(entry)]]
    return sum(line.height - (line.gives(frame.look) if pressed else 0.0) for line in lines)
