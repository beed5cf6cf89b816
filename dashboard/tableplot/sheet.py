"""A drawing laid out: where each column, head, heading, row and line of the key stands, in pixels from the top left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.tableplot.columns import INSET, Slot, indent, slots_of
from dashboard.tableplot.heads import Head, Heads, heads_of, over_axis
from dashboard.tableplot.key import KeyEntry, KeyLine, foot_of, key_entries
from dashboard.tableplot.look import Look
from dashboard.tableplot.plot import Point
from dashboard.tableplot.reading import Entry, Heading, Reading, Row, Shown, lines_of
from dashboard.tableplot.text import Block, Span, as_small, spans, wrapped
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
        several = any(len(block.lines) > 1 for block in self.blocks.values())
        return (PRESSED_LINES if several else PRESSED) * look.text if self.row else 0.0


@dataclass(frozen=True)
class Frame:
    """What all pages of a part of the columns share."""

    reading: Reading
    look: Look
    drawn: list[int]
    slots: list[Slot]
    heads: Heads
    silence: Block | None
    left_out: list[str]

    def silent(self, row: Row) -> bool:
        """Whether a row has words in the place of all its boxes: it has none, nor in the columns of another part."""
        return self.silence is not None and not any(content.box for content in row.contents)

    def key(self, entries: Sequence[Entry]) -> list[KeyEntry]:
        """What is drawn of some entries, and what the numbers over boxes are where their heads do not say it."""
        counts = self.reading.manner.counts if any(slot.role == "cell" for slot in self.slots) else ""
        said = self.heads.say_what_is_counted or not counts
        found = key_entries(self.reading, entries, self.drawn, self.silent)
        return found if said else [*found, KeyEntry("sign", f"Number over a column: {counts}")]

    def key_lines(self, entries: Sequence[Entry]) -> tuple[list[KeyLine], bool]:
        """The lines of the key of some entries, and whether they stand at the top, where turned heads leave room for all of them."""
        key, left_out = self.key(entries), self.reading.manner.left_out
        turned = next((slot for slot in self.slots if slot.turned), None)
        if turned:
            lines = foot_of(self.look, turned.low, key, left_out, self.left_out)
            beside = max([self.raised(lines_of(entries, range(len(entries)))), *(h.top for h in self.heads.words if h.x < turned.low)])
            if lines and lines[-1].bottom < self.heads.height - beside - self.look.pad:
                return lines, True
        return foot_of(self.look, self.look.width, key, left_out, self.left_out), False

    def raised(self, lines: Sequence[Shown]) -> float:
        """How much of the first line stands beside the heads: a heading, in the free place over the first column."""
        heading = lines[0].heading if lines else None
        if not heading or heading.level == 2 or any(heading.scales.values()) or not self.slots or self.slots[0].leaf.head:
            return 0.0
        line = line_of(self, lines[0])
        near = [head.x - head.block.width for head in self.heads.words if head.anchor == "end" and head.above < line.height]
        free = min([self.slots[0].high, *near]) - self.look.edge - self.look.gap / 2
        fits = line.blocks[-1].width <= free and len(line.blocks[-1].lines) == 1
        return line.height if fits and line.height <= self.heads.height else 0.0

    def foot_height(self, entries: Sequence[Entry]) -> float:
        """Of what stands under some entries."""
        lines, on_top = self.key_lines(entries)
        return self.under(lines, on_top=on_top)

    def under(self, key: Sequence[KeyLine], *, on_top: bool) -> float:
        """The height of a key under the rows; without one there, of a little room."""
        return key[-1].bottom if key and not on_top else self.look.pad


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
    return Frame(reading, look, drawn, slots, heads, _silence(reading, look, slots), [leaf.title for leaf in empty])


def _silence(reading: Reading, look: Look, slots: Sequence[Slot]) -> Block | None:
    """The words for a row without boxes, where they have room on one line in their place."""
    boxes = [slot for slot in slots if slot.role == "cell"]
    words = Span(reading.manner.silent, italic=True, small=True, colour=MUTED)
    block = wrapped(words, boxes[-1].high - boxes[0].low, look.sizes) if boxes and reading.manner.silent else None
    return block if block and len(block.lines) == 1 else None


def arranged(reading: Reading, look: Look, rows: range | None, part: range | None) -> Sheet:
    """The sheet of a range of the rows and a part of the columns; all of them where none is given."""
    frame = frame_of(reading, look, part)
    rows = range(len(reading.entries)) if rows is None else rows
    entries = reading.entries[rows.start : rows.stop]
    key, on_top = frame.key_lines(entries)
    lines: list[Line] = []
    all_shown = lines_of(reading.entries, rows)
    top = frame.heads.height - frame.raised(all_shown)
    for shown in all_shown:
        lines.append(replace(line_of(frame, shown), top=top))
        top = lines[-1].bottom
    height = top + frame.under(key, on_top=on_top)
    if look.height and height < look.height:
        lines, height = _spread(lines, look, look.height - height), look.height
    elif look.height and height - sum(line.gives(look) for line in lines) <= look.height:
        lines, height = _pressed(lines, look, height - look.height), look.height
    return Sheet(frame, lines, key, 0.0 if on_top or not key else height - key[-1].bottom, height)


def _spread(lines: Sequence[Line], look: Look, room: float) -> list[Line]:
    """The lines with what is left of a given height shared among the rows, as far as they still look like rows."""
    more = min(room / max(sum(1 for line in lines if line.row), 1), MOST_SPREAD * look.text)
    return _stacked(lines, [more if line.row else 0.0 for line in lines])


def _pressed(lines: Sequence[Line], look: Look, over: float) -> list[Line]:
    """The lines with what is over a given height taken from those that can give, each in its share."""
    gives = [line.gives(look) for line in lines]
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
    blocks = _blocks(frame, shown.entry, row)
    tall = max([look.mark, *(block.height for block in blocks.values()), *_marks(frame, row)])
    return Line(shown, 0, tall + look.pad, blocks)


def _heading(frame: Frame, shown: Shown, heading: Heading) -> Line:
    """A heading, and beside it the scales that its rows have of their own."""
    look, heads = frame.look, []
    end = look.width - look.edge
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
    if frame.silence and frame.silent(row):
        blocks[next(place for place, slot in enumerate(frame.slots) if slot.role == "cell")] = frame.silence
    return blocks


def _marks(frame: Frame, row: Row) -> list[float]:
    """The heights that marks need, those off the middle and large ones."""
    marks = [mark for index in frame.drawn for mark in row.contents[index].marks]
    sizes = [mark.size if isinstance(mark, Point) else 1.0 for mark in marks]
    return [frame.look.mark * (2 * LANE * abs(mark.lane) + size) for mark, size in zip(marks, sizes, strict=True)]
