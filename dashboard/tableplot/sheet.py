"""The layout of a drawing: the position of each column, head, heading, row and line of the key, in pixels from the top left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from dashboard.tableplot.columns import INSET, Slot, boxes_of, indent, slots_of
from dashboard.tableplot.heads import Head, Heads, has_only_words, heads_of, over_axis
from dashboard.tableplot.key import Key, KeyEntry, key_entries, key_of
from dashboard.tableplot.look import Look
from dashboard.tableplot.narrow import own_words
from dashboard.tableplot.plot import Group, Point
from dashboard.tableplot.reading import Entry, Reading, Row
from dashboard.tableplot.text import Block, Span, as_small, plain, spans, wrapped
from dashboard.theme import MUTED

LANE = 0.75
"""The distance from one lane to the next, in diameters of a point."""
MOST_SPREAD = 0.9
"""The most by which a row may grow to fill a given height, in ems."""
PRESSED, PRESSED_LINES = 0.4, 0.25
"""The most by which a row of one line, or of several, may shrink so that everything fits a given height, in ems."""
ABOVE, ABOVE_SECOND, UNDER = 0.5, 0.3, 0.15
"""Space above a level-1 heading, above a level-2 heading, and under both, in ems."""
ONE_SCREEN = 640
"""The height of a drawing, in pixels, above which a key under its rows is not seen beside the first of them."""
MOST_LOWERED = 80
"""The most by which the heads are lowered for a key, in pixels: on a phone a key would fill the first screen."""


@dataclass(frozen=True)
class Line:
    """A row in its place, or the heading of one of its groups.

    `blocks` holds words by the place of their slot; at -1 those of no slot, such as a heading or words in place of all boxes.
    """

    entry: Entry
    group: Group[Any] | None
    height: float
    blocks: Mapping[int, Block]
    again: bool = False
    """Whether the rows under a heading began on an earlier page."""
    heads: tuple[Head, ...] = ()
    """The ticks and stretches of the scales beside a heading."""
    across: bool = False
    """Whether a row is one text across all columns, at the place of the first: it has no box, and takes less height that way."""
    top: float = 0.0

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def row(self) -> Row | None:
        return None if self.group else self.entry.row

    def gives(self, look: Look) -> float:
        """By how many pixels the line may shrink; a heading as a row of several lines."""
        several = not self.row or any(len(block.lines) > 1 for block in self.blocks.values())
        return (PRESSED_LINES if several else PRESSED) * look.text


class PlacedKey(NamedTuple):
    """The key, whether it is at the top, and by how many pixels all else is lowered to make room for it there."""

    key: Key
    on_top: bool
    lowered: float = 0.0


@dataclass(frozen=True)
class Frame:
    """What all pages of one part of the columns share."""

    reading: Reading
    look: Look
    drawn: list[int]
    slots: list[Slot]
    boxes: list[Slot]
    heads: Heads
    left_out: list[str]
    lines: dict[tuple[int, bool], list[Line]] = field(default_factory=dict)
    """The lines made so far: what is tried for several pages is measured once."""

    def silent(self, row: Row) -> Block | None:
        """The words in place of all boxes here, for a row that has none; else None, as where they do not fit on one line.

        A row with boxes in another part has such words only in a drawing of a given height.
        """
        if not self.boxes or any(row.contents[slot.index].box for slot in self.boxes):
            return None
        elsewhere = any(content.box for content in row.contents)
        words = self.reading.plot.silent if not elsewhere else self.reading.plot.silent_here if self.look.height else ""
        room = self.boxes[-1].high - self.boxes[0].low
        block = wrapped(Span(words, italic=True, small=True, colour=MUTED), room, self.look.sizes) if words else None
        return block if block and len(block.lines) == 1 else None

    def key(self, entries: Sequence[Entry]) -> list[KeyEntry]:
        """The key of some entries, with what the numbers over boxes count where the heads do not say it."""
        counts = self.reading.plot.counts if self.boxes else ""
        said = self.heads.say_what_is_counted or not counts
        found = key_entries(self.reading, entries, self.drawn, self.silent)
        return found if said else [*found, KeyEntry("sign", f"Number over a column: {counts}")]

    def placed_key(self, entries: Sequence[KeyEntry], raised: float, rows: float) -> PlacedKey:
        """The key beside turned heads where all of it has room there above what is `raised`, else under the `rows` (heights in pixels).

        A drawing of boxes that is higher than a screen has it at the top all the same, so that it is seen with the first rows.
        """
        if self.left_out:
            entries = [*entries, KeyEntry("sign", f"{self.reading.plot.left_out}: {', '.join(self.left_out)}.")]
        across = key_of(self.look, self.look.width, entries)
        ways = [PlacedKey(across, True, across.height), *self._beside_heads(entries, raised)] if entries else []
        best = min(ways, key=lambda way: way.lowered, default=None)
        scrolls = self.reading.has_boxes and not self.look.height and self.heads.height + rows + across.height > ONE_SCREEN
        return best if best and best.lowered <= (MOST_LOWERED if scrolls else 0) else PlacedKey(across, False)

    def _beside_heads(self, entries: Sequence[KeyEntry], raised: float) -> list[PlacedKey]:
        """The key to the left of turned heads, lowered as far as it needs; empty where no head is turned."""
        turned = next((slot for slot in self.slots if slot.turned), None)
        if not turned:
            return []
        key = key_of(self.look, turned.low, entries)
        below = max([raised, *(head.top for head in self.heads.words if head.x < turned.low)])
        return [PlacedKey(key, True, max(0.0, key.height + below + self.look.pad - self.heads.height))]

    def raised(self, line: Line) -> Line | None:
        """The first line as drawn beside the heads, in the free space over the first column; None where it does not fit.

        It is a level-1 heading without scales, and may take several lines only in a drawing of a given height.
        """
        group = line.group
        if not group or group.level == 2 or any(group.scales.values()) or not self.slots or self.slots[0].leaf.head:
            return None
        for width in (None, self._free(self.heads.height)):
            way = line if width is None else _heading(self, line.entry, group, again=line.again, width=width)
            whole = len(way.blocks[-1].lines) == 1 or self.look.height
            if whole and way.blocks[-1].width <= self._free(way.height) and way.height <= self.heads.height:
                return way
        return None

    def _free(self, height: float) -> float:
        """The free width beside the lowest `height` pixels of the heads, in pixels."""
        near = [head.x - head.block.width for head in self.heads.words if head.anchor == "end" and head.above < height]
        return min([self.slots[0].high, *near]) - self.look.edge - self.look.gap / 2

    def lines_at(self, place: int, *, begins: bool) -> list[Line]:
        """A row with the headings it needs above it: all of them where a page begins with it."""
        if (place, begins) not in self.lines:
            entry, before = self.reading.entries[place], self.reading.entries[place - 1].chain if place else ()
            stand = sum(1 for old, new in zip(before, entry.chain, strict=False) if old is new)
            named = [level for level, group in enumerate(entry.chain) if (begins or level >= stand) and _is_said(group)]
            headings = [_heading(self, entry, entry.chain[level], again=level < stand) for level in named]
            self.lines[place, begins] = [*headings, _line(self, entry)]
        return self.lines[place, begins]

    def sheet(self, rows: range) -> Sheet:
        """A page of these rows, with its first heading beside the column heads where it fits.

        In a drawing of a given height that is done only if it saves height, since a heading there may leave no room for the key.
        """
        lines = [line for place in rows for line in self.lines_at(place, begins=place == rows.start)]
        key = self.key(self.reading.entries[rows.start : rows.stop])
        first = self.raised(lines[0]) if lines else None
        ways = [([first, *lines[1:]], True)] if first else []
        ways += [(lines, False)] if not first or self.look.height else []
        heights = [sum(line.height for line in own) for own, _ in ways]
        sheets = [
            Sheet(self, own, raised, *self.placed_key(key, own[0].height if raised else 0.0, height))
            for (own, raised), height in zip(ways, heights, strict=True)
        ]
        return min(sheets, key=lambda sheet: sheet.height)


@dataclass(frozen=True)
class Sheet:
    """A page laid out.

    Its lines, at first as high as they need to be; whether the first is beside the heads; the key, whether that is at the top, and by how
    much the heads are lowered for it.
    """

    frame: Frame
    lines: list[Line]
    raised: bool
    key: Key
    on_top: bool
    lowered: float = 0.0
    given: float = 0.0
    """The height to which the page is drawn, in pixels; 0 while not set."""

    @property
    def heads_end(self) -> float:
        """Where the heads end, in pixels from the top."""
        return self.lowered + self.frame.heads.height

    @property
    def top(self) -> float:
        """Where the lines begin, in pixels from the top."""
        return self.heads_end - (self.lines[0].height if self.raised else 0.0)

    @property
    def foot(self) -> float:
        """The height of what is under the rows."""
        return self.frame.look.pad if self.on_top else self.key.height

    @property
    def height(self) -> float:
        return self.given or sum((line.height for line in self.lines), self.top) + self.foot

    @property
    def least(self) -> float:
        """The height with all lines as low as they can be."""
        return self.height - sum(line.gives(self.frame.look) for line in self.lines)

    @property
    def key_top(self) -> float:
        return 0.0 if self.on_top else self.height - self.key.height

    def drawn_to(self, height: float) -> Sheet:
        """The sheet with its lines stacked, and made higher or lower to reach `height` as far as they can."""
        room, look = height - self.height, self.frame.look
        gives = [line.gives(look) for line in self.lines]
        all_give = sum(gives)
        more = min(room / max(sum(1 for line in self.lines if line.row), 1), MOST_SPREAD * look.text)
        lines, top = [], self.top
        for line, own in zip(self.lines, gives, strict=True):
            change = max(room, -all_give) * own / all_give if room < 0 else more if line.row else 0.0
            lines.append(replace(line, top=top, height=line.height + change))
            top = lines[-1].bottom
        return replace(self, lines=lines, given=max(height, self.least))


def frame_of(reading: Reading, look: Look, part: range | None) -> Frame:
    drawn, empty = reading.drawn(part)
    slots = slots_of(reading, look, drawn)
    return Frame(reading, look, drawn, slots, boxes_of(slots), heads_of(reading, look, slots), [leaf.title for leaf in empty])


def arranged(reading: Reading, look: Look, rows: range | None, part: range | None) -> Sheet:
    """The sheet of a range of the rows and a part of the columns; None means all."""
    sheet = frame_of(reading, look, part).sheet(range(len(reading.entries)) if rows is None else rows)
    return sheet.drawn_to(look.height or sheet.height)


def _is_said(group: Group[Any]) -> bool:
    """Whether a group has a heading: words or scales."""
    return bool(plain(group.heading)) or any(group.scales.values())


def _line(frame: Frame, entry: Entry) -> Line:
    """A row, or the silence of a group, as high as its words and marks need."""
    look, row = frame.look, entry.row
    if row is None:
        words = wrapped(Span(entry.group.silence, colour=MUTED), look.width - 2 * look.edge, look.sizes)
        return Line(entry, None, words.height + look.pad, {-1: words})
    blocks, silence = _blocks(frame, entry, row), frame.silent(row)
    across = _across(frame, entry, row, silence) if silence and look.height and has_only_words(frame.slots) else None
    if across and across.height < max(block.height for block in blocks.values()):
        return Line(entry, None, across.height + look.pad, {0: across}, across=True)
    tall = max([look.mark, *(block.height for block in blocks.values()), *_marks(frame, row)])
    return Line(entry, None, tall + look.pad, blocks)


def _across(frame: Frame, entry: Entry, row: Row, silence: Block) -> Block:
    """All words of a row without boxes as one text, from the first column to the last."""
    words: list[Span] = []
    for slot in frame.slots:
        if slot.role == "words":
            own = own_words(slot.leaf, row.contents[slot.index]) if words else row.contents[slot.index].words
            words += [
                *([Span(", ")] if words and plain(own) else []),
                *(span._replace(text=span.text.replace("\n", " ")) for span in spans(own)),
            ]
    words += [Span(": "), *silence.lines[0].spans]
    return wrapped(tuple(words), frame.slots[-1].high - frame.slots[0].low - indent(frame.look, entry), frame.look.sizes)


def _heading(frame: Frame, entry: Entry, group: Group[Any], *, again: bool = False, width: float | None = None) -> Line:
    """A heading, with the scales of its group beside it.

    `width` is in pixels, by default the drawing's; `again` marks it as continued from an earlier page.
    """
    look, heads = frame.look, []
    end = look.width - look.edge if width is None else look.edge + width
    for slot in frame.slots:
        scale = group.scales.get(slot.leaf.title) if slot.role == "axis" else None
        if scale:
            heads += over_axis(look, slot, scale)[0]
            end = min(end, slot.low - look.gap)
    words = tuple(span._replace(bold=not span.small) for span in spans(group.heading))
    words += as_small(" (continued)", MUTED) if again else ()
    block = wrapped(words, end - look.edge, (look.heading if group.level == 1 else look.text, look.small))
    tall = max([block.height, *(head.top for head in heads)])
    above = ABOVE if group.level == 1 else ABOVE_SECOND
    return Line(entry, group, tall + (above + UNDER) * look.text, {-1: block}, again, tuple(heads))


def _blocks(frame: Frame, entry: Entry, row: Row) -> dict[int, Block]:
    """The words of a row by the place of their slot; at -1 those in place of all boxes."""
    look, blocks = frame.look, {}
    for place, slot in enumerate(frame.slots):
        words = row.contents[slot.index].words
        if words and slot.role != "axis":
            inset = 2 * INSET * look.small if slot.role == "cell" else 0 if place else indent(look, entry)
            blocks[place] = wrapped(words, slot.width - inset, look.sizes)
    silence = frame.silent(row)
    return {**blocks, -1: silence} if silence else blocks


def _marks(frame: Frame, row: Row) -> list[float]:
    """The heights that marks need for their lane and size, in pixels."""
    marks = [mark for index in frame.drawn for mark in row.contents[index].marks]
    sizes = [mark.size if isinstance(mark, Point) else 1.0 for mark in marks]
    return [frame.look.mark * (2 * LANE * abs(mark.lane) + size) for mark, size in zip(marks, sizes, strict=True)]
