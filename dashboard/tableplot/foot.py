"""The key, drawn with the same marks as the rows: under them, or beside turned heads."""

from __future__ import annotations

from dataclasses import replace

from dashboard.tableplot.canvas import Canvas, Dot, Rect
from dashboard.tableplot.key import KeyEntry
from dashboard.tableplot.marks import CORNER, draw_arrow, draw_box, draw_gap, draw_point, draw_stretch
from dashboard.tableplot.plot import Bar, Box, Interval, Point
from dashboard.tableplot.sheet import Sheet


def draw_key(canvas: Canvas, sheet: Sheet) -> None:
    for line in sheet.key:
        for item in line.items:
            y = sheet.key_top + line.top + item.block.height / 2
            _glyph(canvas, sheet, item.entry, item.glyph, y)
            canvas.words(item.block, item.x, y)


def _glyph(canvas: Canvas, sheet: Sheet, entry: KeyEntry, x: float, y: float) -> None:
    look, glyph = sheet.frame.look, entry.glyph
    near = x + 0.45 * look.small
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
