"""A drawing laid out: where each column, head, heading, row and line of the key stands, in pixels from the top left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from dashboard.tableplot.columns import INSET, Slot, indent, slots_of
from dashboard.tableplot.heads import Head, Heads, has_only_words, heads_of, over_axis
from dashboard.tableplot.key import KeyEntry, KeyLine, foot_of, key_entries
from dashboard.tableplot.look import Look
from dashboard.tableplot.narrow import own_words
from dashboard.tableplot.plot import Point
from dashboard.tableplot.reading import Entry, Heading, Reading, Row, Shown, lines_of
from dashboard.tableplot.text import Block, Span, as_small, plain, spans, wrapped
from dashboard.theme import MUTED

LANE = 0.75
"""How far a lane is off the middle, in diameters of a point."""
MOST_SPREAD = 0.9
"""As much a row may grow to fill a given height, in sizes of the type."""
PRESSED, PRESSED_LINES = 0.4, 0.25
"""As much a row of one line, and of several, may be lower where everything fits a given height then, in sizes of the type."""
ABOVE, ABOVE_SECOND, UNDER = 0.5, 0.3, 0.15
"""Room above a heading of level 1 and of level 2, and under both, in sizes of the type."""


@dataclass(frozen=True)
class Line:
    """A heading or a row with its place; its words by the place of their slot, a heading's own at -1; ticks among `heads`."""

    shown: Shown
    top: float
    height: float
    blocks: Mapping[int, Block]
    heads: tuple[Head, ...] = ()
    across: bool = False
    """Whether a row is one text across all columns, at the place of the first: it has no box, and its label no room on one line."""

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def row(self) -> Row | None:
        return None if self.shown.heading else self.shown.entry.row

    def gives(self, look: Look) -> float:
        """By how much it may be lower."""
        several = not self.row or any(len(block.lines) > 1 for block in self.blocks.values())
        return (PRESSED_LINES if several else PRESSED) * look.text


@dataclass(frozen=True)
class Frame:
    """What all pages of a part of the columns share."""

    reading: Reading
    look: Look
    drawn: list[int]
    slots: list[Slot]
    heads: Heads
    silence: Block | None
    silence_here: Block | None
    left_out: list[str]

    def silent(self, row: Row) -> Block | None:
        """The words in the place of all boxes of a row: it has none; drawn to a height also where it has some in another part."""
        if any(row.contents[index].box for index in self.drawn):
            return None
        return self.silence_here if any(content.box for content in row.contents) else self.silence

    def key(self, entries: Sequence[Entry]) -> list[KeyEntry]:
        """What is drawn of some entries, and what the numbers over boxes are where their heads do not say it."""
        counts = self.reading.manner.counts if any(slot.role == "cell" for slot in self.slots) else ""
        said = self.heads.say_what_is_counted or not counts
        found = key_entries(self.reading, entries, self.drawn, self.silent)
        return found if said else [*found, KeyEntry("sign", f"Number over a column: {counts}")]

    def key_lines(self, key: Sequence[KeyEntry], raised: float) -> tuple[list[KeyLine], bool]:
        """The lines of the key, and whether they stand at the top, where turned heads leave room for all of them over what is `raised`
        beside them."""
        left_out = self.reading.manner.left_out
        turned = next((slot for slot in self.slots if slot.turned), None)
        if turned:
            lines = foot_of(self.look, turned.low, key, left_out, self.left_out)
            beside = max([raised, *(head.top for head in self.heads.words if head.x < turned.low)])
            if lines and lines[-1].bottom < self.heads.height - beside - self.look.pad:
                return lines, True
        return foot_of(self.look, self.look.width, key, left_out, self.left_out), False

    def raised(self, lines: Sequence[Shown]) -> Line | None:
        """The first line as it stands beside the heads: a heading, in the free place over the first column, drawn to a height in as
        many lines as it takes. None where it has no room there."""
        heading = lines[0].heading if lines else None
        if not heading or heading.level == 2 or any(heading.scales.values()) or not self.slots or self.slots[0].leaf.head:
            return None
        line = line_of(self, lines[0])
        if self._is_free(line):
            return line
        wrapped_there = _heading(self, lines[0], heading, self._free(self.heads.height))
        return wrapped_there if self.look.height and self._is_free(wrapped_there) else None

    def _is_free(self, line: Line) -> bool:
        fits = line.blocks[-1].width <= self._free(line.height) and (len(line.blocks[-1].lines) == 1 or self.look.height is not None)
        return fits and line.height <= self.heads.height

    def _free(self, height: float) -> float:
        """The width of what is free beside the lowest pixels of the heads."""
        near = [head.x - head.block.width for head in self.heads.words if head.anchor == "end" and head.above < height]
        return min([self.slots[0].high, *near]) - self.look.edge - self.look.gap / 2

    def around(self, first: Sequence[Shown], entries: Sequence[Entry]) -> Around:
        """What stands beside the heads and in the key, with the first line of some entries; drawn to a height the lower of two ways,
        since a heading there may leave no room for the key."""
        line = line_of(self, first[0]) if first else None
        raised, key = self.raised(first), self.key(entries)
        ways = [None] if raised is None else [raised, None] if self.look.height else [raised]
        found = [Around(own or line, own is not None, *self.key_lines(key, own.height if own else 0.0), self.look.pad) for own in ways]
        return min(found, key=lambda around: around.height)


class Around(NamedTuple):
    """The first line, whether it is raised beside the heads, the key, and whether that stands there too."""

    first: Line | None
    raised: bool
    key: list[KeyLine]
    on_top: bool
    pad: float

    @property
    def beside(self) -> float:
        """The height that the first line has beside the heads."""
        return self.first.height if self.first and self.raised else 0.0

    @property
    def foot(self) -> float:
        """Of the key under the rows; without one there, of a little room."""
        return self.key[-1].bottom if self.key and not self.on_top else self.pad

    @property
    def height(self) -> float:
        """Of all of it that is neither beside the heads nor another line."""
        return self.foot + (0.0 if self.raised or not self.first else self.first.height)


@dataclass(frozen=True)
class Sheet:
    """Everything about a drawing but its colours."""

    frame: Frame
    lines: list[Line]
    key: list[KeyLine]
    key_top: float
    height: float


def frame_of(reading: Reading, look: Look, part: range | None) -> Frame:
    drawn, empty = reading.drawn(part)
    slots = slots_of(reading, look, drawn)
    heads = heads_of(reading, look, slots)
    silence = _silence(reading.manner.silent, look, slots)
    here = _silence(reading.manner.silent_here, look, slots) if look.height else None
    return Frame(reading, look, drawn, slots, heads, silence, here, [leaf.title for leaf in empty])


def _silence(words: str, look: Look, slots: Sequence[Slot]) -> Block | None:
    """The words for a row without boxes, where they have room on one line in their place."""
    boxes = [slot for slot in slots if slot.role == "cell"]
    text = Span(words, italic=True, small=True, colour=MUTED)
    block = wrapped(text, boxes[-1].high - boxes[0].low, look.sizes) if boxes and words else None
    return block if block and len(block.lines) == 1 else None


def arranged(reading: Reading, look: Look, rows: range | None, part: range | None) -> Sheet:
    """The sheet of a range of the rows and a part of the columns; all of them where none is given."""
    frame = frame_of(reading, look, part)
    rows = range(len(reading.entries)) if rows is None else rows
    entries = reading.entries[rows.start : rows.stop]
    all_shown = lines_of(reading.entries, rows)
    around = frame.around(all_shown, entries)
    key, lines = around.key, [] if around.first is None else [replace(around.first, top=frame.heads.height - around.beside)]
    for shown in all_shown[1:]:
        lines.append(replace(line_of(frame, shown), top=lines[-1].bottom))
    height = (lines[-1].bottom if lines else frame.heads.height) + around.foot
    if look.height and height < look.height:
        lines, height = _spread(lines, look, look.height - height), look.height
    elif look.height:
        over = min(height - look.height, sum(line.gives(look) for line in lines))
        lines, height = _pressed(lines, look, over), height - over
    return Sheet(frame, lines, key, 0.0 if around.on_top or not key else height - key[-1].bottom, height)


def _spread(lines: Sequence[Line], look: Look, room: float) -> list[Line]:
    """The lines with what is left of a given height shared among the rows, as far as they still look like rows."""
    more = min(room / max(sum(1 for line in lines if line.row), 1), MOST_SPREAD * look.text)
    return _stacked(lines, [more if line.row else 0.0 for line in lines])


def _pressed(lines: Sequence[Line], look: Look, over: float) -> list[Line]:
    """The lines with what is over a given height taken from those that can give, each in its share."""
    gives = [line.gives(look) for line in lines]
    if not over:
        return list(lines)
    return _stacked(lines, [-over * own / sum(gives) if own else 0.0 for own in gives])


def _stacked(lines: Sequence[Line], changes: Sequence[float]) -> list[Line]:
    """The lines under each other, each with a change of its height."""
    stacked: list[Line] = []
    for line, change in zip(lines, changes, strict=True):
        top = stacked[-1].bottom if stacked else line.top
        stacked.append(replace(line, top=top, height=line.height + change))
    return stacked


def line_of(frame: Frame, shown: Shown) -> Line:
    """A line at the top of nothing, as high as its words and marks need it."""
    look, row = frame.look, shown.entry.row
    if shown.heading:
        return _heading(frame, shown, shown.heading)
    if row is None:
        words = wrapped(Span(shown.entry.heading.silence, colour=MUTED), look.width - 2 * look.edge, look.sizes)
        return Line(shown, 0, words.height + look.pad, {-1: words})
    blocks, silence = _blocks(frame, shown.entry, row), frame.silent(row)
    across = _across(frame, shown.entry, row, silence) if silence and look.height and has_only_words(frame.slots) else None
    if across and across.height < max(block.height for block in blocks.values()):
        return Line(shown, 0, across.height + look.pad, {0: across}, across=True)
    tall = max([look.mark, *(block.height for block in blocks.values()), *_marks(frame, row)])
    return Line(shown, 0, tall + look.pad, blocks)


def _across(frame: Frame, entry: Entry, row: Row, silence: Block) -> Block:
    """All words of a row without boxes in one text, from the first column to the last."""
    words: list[Span] = []
    for slot in frame.slots:
        if slot.role == "words":
            own = own_words(slot.leaf, row.contents[slot.index]) if words else row.contents[slot.index].words
            words += [
                *([Span(", ")] if words and plain(own) else []),
                *(span._replace(text=span.text.replace("\n", " ")) for span in spans(own)),
            ]
    words += [Span(": "), *silence.lines[0].spans]
    return wrapped(tuple(words), frame.slots[-1].high - frame.slots[0].low - indent(frame.look, entry.heading), frame.look.sizes)


def _heading(frame: Frame, shown: Shown, heading: Heading, width: float | None = None) -> Line:
    """A heading, and beside it the scales that its rows have of their own; of a `width` where it is not the drawing's."""
    look, heads = frame.look, []
    end = look.width - look.edge if width is None else look.edge + width
    for slot in frame.slots:
        scale = heading.scales.get(slot.leaf.title) if slot.role == "axis" else None
        if scale:
            heads += over_axis(look, slot, scale)[0]
            end = min(end, slot.low - look.gap)
    words = tuple(span._replace(bold=not span.small) for span in spans(heading.text))
    words += as_small(" (continued)", MUTED) if shown.again else ()
    block = wrapped(words, end - look.edge, (look.heading if heading.level == 1 else look.text, look.small))
    tall = max([block.height, *(head.top for head in heads)])
    above = ABOVE if heading.level == 1 else ABOVE_SECOND
    return Line(shown, 0, tall + (above + UNDER) * look.text, {-1: block}, tuple(heads))


def _blocks(frame: Frame, entry: Entry, row: Row) -> dict[int, Block]:
    """The words of a row by slot; those that stand for all boxes at the first of them."""
    look, blocks = frame.look, {}
    for place, slot in enumerate(frame.slots):
        words = row.contents[slot.index].words
        if words and slot.role != "axis":
            inset = 2 * INSET * look.small if slot.role == "cell" else 0 if place else indent(look, entry.heading)
            blocks[place] = wrapped(words, slot.width - inset, look.sizes)
    if silence := frame.silent(row):
        blocks[next(place for place, slot in enumerate(frame.slots) if slot.role == "cell")] = silence
    return blocks


def _marks(frame: Frame, row: Row) -> list[float]:
    """The heights that marks need, those off the middle and large ones."""
    marks = [mark for index in frame.drawn for mark in row.contents[index].marks]
    sizes = [mark.size if isinstance(mark, Point) else 1.0 for mark in marks]
    return [frame.look.mark * (2 * LANE * abs(mark.lane) + size) for mark, size in zip(marks, sizes, strict=True)]
