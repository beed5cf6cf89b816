"""How rows and key draw marks: points, intervals, bars, boxes, gaps, and arrows where a mark continues or has no limit."""

from __future__ import annotations

from dataclasses import replace

from dashboard.tableplot.canvas import Canvas, Dot, Pen, Rect
from dashboard.tableplot.columns import Slot
from dashboard.tableplot.key import KeyEntry, arrow_colour
from dashboard.tableplot.look import Look
from dashboard.tableplot.plot import Bar, Box, Interval, Mark, Point, Scale
from dashboard.tableplot.sheet import LANE, Sheet
from dashboard.theme import MUTED

BAR_HEIGHT, GAP_DOT = 1.1, 0.32
"""In ems."""
ARROW, CORNER = 0.9, 0.6
"""In diameters of a point."""


def draw_mark(canvas: Canvas, look: Look, slot: Slot, scale: Scale, mark: Mark, middle: float, record: str, hover: str) -> None:
    y = middle + LANE * look.mark * mark.lane
    if isinstance(mark, Point):
        if scale.holds(mark.x):
            draw_point(canvas, look, mark, slot.x(scale, mark.x), y, record, hover)
        else:
            below = mark.x < scale.low
            draw_arrow(canvas, look, slot.low if below else slot.high, y, "left" if below else "right", mark.colour, record)
        return
    low, high = (edge if end is None else slot.x(scale, end) for end, edge in ((mark.low, slot.low), (mark.high, slot.high)))
    draw_stretch(canvas, look, mark, Rect(low, high, y, BAR_HEIGHT * look.text, record, hover))
    for end, x, side in ((mark.low, low, "left"), (mark.high, high, "right")):
        if end is None or (end < scale.low if side == "left" else end > scale.high):
            draw_arrow(canvas, look, x, y, side, arrow_colour(mark), record, is_open=end is None)


def draw_point(canvas: Canvas, look: Look, mark: Point, x: float, y: float, record: str = "", hover: str = "") -> None:
    symbol = f"{mark.symbol}-open" if mark.hollow else mark.symbol
    canvas.dot("points", Dot(x, y, symbol, mark.size * look.mark, mark.colour, record, hover, look.stroke if mark.hollow else 0.0))


def draw_stretch(canvas: Canvas, look: Look, mark: Interval | Bar, rect: Rect) -> None:
    """Draw an interval as a line through the middle of `rect`; draw a bar as its fill or, dashed, as its long edges."""
    if isinstance(mark, Interval):
        canvas.stroke(Pen("intervals", mark.colour, look.stroke), [(rect.low, rect.y), (rect.high, rect.y)], rect.record)
    elif mark.dashed:
        for edge in (rect.y - rect.height / 2, rect.y + rect.height / 2):
            canvas.stroke(Pen("edges", mark.colour, 1.5, "4px,3px"), [(rect.low, edge), (rect.high, edge)], rect.record)
    else:
        canvas.rect("bars", rect._replace(fill=mark.colour))


def draw_arrow(canvas: Canvas, look: Look, x: float, y: float, side: str, colour: str, record: str = "", *, is_open: bool = False) -> None:
    """Draw an arrow: filled where a mark continues beyond the axis, hollow where it has no limit."""
    symbol = f"triangle-{side}{'-open' if is_open else ''}"
    canvas.dot("arrows", Dot(x, y, symbol, ARROW * look.mark, colour, record, line=1.5 if is_open else 0.0))


def draw_box(canvas: Canvas, look: Look, box: Box, rect: Rect) -> None:
    """Draw a filled rectangle, with a solid or dashed border if it has one; of a bare box, only the area that catches the pointer."""
    if box.bare:
        canvas.rect("boxes", rect)
        return
    canvas.rect("boxes", rect._replace(fill=box.fill, border=rect.border if box.dashed else box.border or rect.border))
    top, bottom = rect.y - rect.height / 2, rect.y + rect.height / 2
    if box.dashed:
        corners = [(rect.low, top), (rect.high, top), (rect.high, bottom), (rect.low, bottom), (rect.low, top)]
        canvas.stroke(Pen("outlines", box.border or MUTED, 1.3, "3px,2px"), corners, rect.record)
    if box.corner:
        size = CORNER * look.mark
        canvas.dot("corners", Dot(rect.high - size / 3, top + size / 3, "triangle-ne", size, box.corner, rect.record))


def draw_gap(canvas: Canvas, look: Look, rect: Rect, *, hatch: bool) -> None:
    """Draw a light dot in the middle of `rect`, or hatch all of it."""
    if hatch:
        canvas.rect("hatched", rect)
    else:
        canvas.dot("gaps", Dot((rect.low + rect.high) / 2, rect.y, "circle", GAP_DOT * look.text, MUTED, rect.record, rect.hover))


def draw_key(canvas: Canvas, sheet: Sheet) -> None:
    """Draw the key under the rows, or beside turned heads."""
    for item in sheet.key.items:
        y = sheet.key_top + item.top + item.block.height / 2
        _draw_glyph(canvas, sheet.frame.look, item.entry, item.glyph, y)
        canvas.words(item.block, item.x, y)


def _draw_glyph(canvas: Canvas, look: Look, entry: KeyEntry, x: float, y: float) -> None:
    glyph, near = entry.glyph, x + 0.45 * look.small
    rect = Rect(x, x + 1.9 * look.small, y, 1.05 * look.small)
    if isinstance(glyph, Point):
        usual = Point(0, glyph.colour, glyph.symbol, glyph.hollow, min(glyph.size, 1.0))
        draw_point(canvas, look, usual, near, y)
    elif isinstance(glyph, Interval | Bar):
        draw_stretch(canvas, look, glyph, rect)
    elif isinstance(glyph, Box):
        draw_box(canvas, look, replace(glyph, corner=""), rect)
    elif glyph == "gap":
        draw_gap(canvas, look, rect._replace(high=x + 0.9 * look.small), hatch=entry.hatched)
    elif glyph == "corner":
        canvas.dot("corners", Dot(near, y, "triangle-ne", CORNER * look.mark, entry.colour))
    elif glyph != "sign":
        draw_arrow(canvas, look, near, y, "right", entry.colour, is_open=glyph == "open arrow")
