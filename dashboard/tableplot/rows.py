"""How a row is drawn, with its words, marks, boxes and gaps, and the lines behind all rows."""

from __future__ import annotations

from itertools import groupby

from dashboard.tableplot.canvas import Canvas, Pen, Rect
from dashboard.tableplot.columns import Slot, indent
from dashboard.tableplot.marks import draw_box, draw_gap, draw_mark
from dashboard.tableplot.plot import Point, Scale
from dashboard.tableplot.reading import Row
from dashboard.tableplot.sheet import Line, Sheet
from dashboard.tableplot.table import told
from dashboard.tableplot.text import Block, folded
from dashboard.theme import GRID, HIGHLIGHT, MUTED, RULE, tint

HOVER_WIDTH, HOVER_SIZE = 420, 14
TRIM = 3.0
"""The least distance between boxes of neighbouring rows, in pixels."""


def draw_row(canvas: Canvas, sheet: Sheet, line: Line, row: Row) -> None:
    frame = sheet.frame
    _behind(canvas, sheet, line, row)
    _label(canvas, sheet, line, row)
    if line.across:
        canvas.words(line.blocks[0], frame.slots[0].low + indent(frame.look, line.entry), line.middle, record=row.record)
        return
    silence = line.blocks.get(-1)
    for place, slot in enumerate(frame.slots):
        content, block = row.contents[slot.index], line.blocks.get(place)
        if slot.role == "cell":
            if not silence:
                _cell(canvas, sheet, line, place, row)
        elif slot.role == "axis":
            _axis(canvas, sheet, line, slot, row)
        elif block:
            low = slot.low + (0 if place else indent(frame.look, line.entry))
            canvas.words(block, slot.high if slot.leaf.right else low, line.middle, "end" if slot.leaf.right else "start", content.record)
    if silence:
        _silence(canvas, sheet, line, row, silence)


def _behind(canvas: Canvas, sheet: Sheet, line: Line, row: Row) -> None:
    """Tint a pinned row, or the slots that are about a pinned record."""
    look, pinned = sheet.frame.look, sheet.frame.reading.plot.pinned
    if row.record in pinned:
        canvas.fill(HIGHLIGHT, 0, line.top, look.width, line.bottom)
        return
    for slot in sheet.frame.slots:
        content = row.contents[slot.index]
        if content.own_record and content.record in pinned:
            canvas.fill(HIGHLIGHT, slot.low - look.mark, line.top, slot.high + look.gap / 2, line.bottom)


def _label(canvas: Canvas, sheet: Sheet, line: Line, row: Row) -> None:
    """Draw what is clicked under the leading words, and the band of colour before them."""
    look, slots = sheet.frame.look, sheet.frame.slots
    left = look.edge + indent(look, line.entry) - 0.75 * look.text
    words = [slot for slot in slots if slot.leaf.place < sheet.frame.reading.leading]
    if words and row.record:
        canvas.rect("targets", Rect(words[0].low, words[-1].high, line.middle, line.height - TRIM, row.record))
    if row.band:
        canvas.rect("bands", Rect(left, left + 0.22 * look.text, line.middle, line.height - 5, row.record, fill=row.band))


def _hover(row: Row, *slots: Slot) -> str:
    """What a hover shows: the row's name, and what some columns say of it."""
    said = "\n".join([row.name, *(told(slot.leaf, row.contents[slot.index]) for slot in slots)])
    return folded(said, HOVER_WIDTH, HOVER_SIZE)


def _axis(canvas: Canvas, sheet: Sheet, line: Line, slot: Slot, row: Row) -> None:
    content, look = row.contents[slot.index], sheet.frame.look
    words = _hover(row, slot) if content.marks or content.gap else ""
    for mark in content.marks:
        assert content.scale
        draw_mark(canvas, look, slot, content.scale, mark, line.middle, content.record, words)
    if content.gap:
        hatched, refers = slot.leaf.hatched, content.scale is not None and content.scale.zero is not None
        # in the middle of an axis of differences a dot would be read as no difference, so it is drawn past the end
        low, high = (slot.high, slot.high + look.gap) if refers and not hatched else (slot.low, slot.high)
        rect = Rect(low, high, line.middle, min(line.height - TRIM, 1.6 * look.text), content.record, words)
        draw_gap(canvas, look, rect, hatch=hatched)


def _cell(canvas: Canvas, sheet: Sheet, line: Line, place: int, row: Row) -> None:
    slot, look = sheet.frame.slots[place], sheet.frame.look
    content, block = row.contents[slot.index], line.blocks.get(place)
    rect = Rect(slot.low, slot.high, line.middle, line.height - TRIM, content.record, _hover(row, slot))
    if content.box and block:
        draw_box(canvas, look, content.box, rect._replace(height=min(rect.height, block.height + 0.5 * look.text)))
        canvas.words(block, slot.middle, line.middle, "middle", content.record)
    else:
        draw_gap(canvas, look, rect, hatch=slot.leaf.hatched)
        if content.own_record:
            canvas.rect("empty cells", rect)


def _silence(canvas: Canvas, sheet: Sheet, line: Line, row: Row, words: Block) -> None:
    """Draw words across all boxes of a row that has none."""
    boxes = sheet.frame.boxes
    low, high = boxes[0].low, boxes[-1].high
    canvas.words(words, low, line.middle, record=row.record)
    canvas.rect("targets", Rect(low, high, line.middle, line.height - TRIM, row.record, _hover(row, *boxes)))


def draw_grid(canvas: Canvas, sheet: Sheet) -> None:
    """Draw what lies behind each run of rows, never through a heading, and the lines that join points of several rows."""
    for _, run in groupby(sheet.lines, key=lambda line: line.row is not None):
        lines = list(run)
        contents = lines[0].row.contents if lines[0].row else ()
        for slot in sheet.frame.slots if contents else ():
            scale = contents[slot.index].scale
            if scale and slot.role == "axis":
                _scale(canvas, slot, scale, lines[0].top, lines[-1].bottom)
    _joins(canvas, sheet)


def _scale(canvas: Canvas, slot: Slot, scale: Scale, top: float, bottom: float) -> None:
    """Draw ticks as light lines, darker at a break or the reference of a scale, and tint its shaded stretch."""
    if scale.shaded:
        canvas.fill(tint(MUTED, 0.09), slot.x(scale, scale.shaded[0]), top, slot.x(scale, scale.shaded[1]), bottom)
    strong = {value: (RULE, 1.5) for value, _ in scale.stops[1:-1]} | ({} if scale.zero is None else {scale.zero: (MUTED, 1.2)})
    for value in dict.fromkeys([*scale.labels, *strong]):
        x = slot.x(scale, value)
        canvas.line(*strong.get(value, (GRID, 1)), x, top, x, bottom)


def _joins(canvas: Canvas, sheet: Sheet) -> None:
    """Draw a stepped line through the joined points of each axis."""
    joined: dict[tuple[int, str], list[tuple[float, float]]] = {}
    for line in sheet.lines:
        for place, slot in enumerate(sheet.frame.slots):
            content = line.row.contents[slot.index] if line.row and slot.role == "axis" else None
            for mark in content.marks if content else ():
                if content and content.scale and isinstance(mark, Point) and mark.joined:
                    path = joined.setdefault((place, mark.joined), [])
                    x = slot.x(content.scale, mark.x)
                    path += [(path[-1][0], line.middle)] if path else []
                    path.append((x, line.middle))
    for path in joined.values():
        if len(path) > 1:
            canvas.stroke(Pen("joins", MUTED, sheet.frame.look.stroke), path)
