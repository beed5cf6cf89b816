"""The drawing in Plotly's JSON form. Its axes are in pixels of the sheet, so everything is drawn where it was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard import theme
from dashboard.tableplot.canvas import Canvas, Rect
from dashboard.tableplot.columns import ANGLE, least_width, turned_heads
from dashboard.tableplot.heads import Head
from dashboard.tableplot.look import Look
from dashboard.tableplot.marks import draw_key
from dashboard.tableplot.pages import fitted
from dashboard.tableplot.plot import Plot, R
from dashboard.tableplot.reading import read
from dashboard.tableplot.rows import draw_grid, draw_row
from dashboard.tableplot.sheet import UNDER, Line, Sheet, arranged
from dashboard.tableplot.table import accessible_name
from dashboard.tableplot.text import LEADING, Span, wrapped
from dashboard.theme import HIGHLIGHT, MUTED, NOTHING, RULE, Figure, Part


def draw(plot: Plot[R], look: Look, rows: range | None = None, columns: range | None = None) -> Figure:
    """The figure of a range of the rows and a part of the columns, as `pages` gives them; by default of all.

    Columns that do not fit side by side are drawn in parts below each other, each with all these rows. If a part is still too wide, words
    move under the labels. As a last resort the drawing is wider than `look` says, so that no word is broken.
    `layout.meta.rows` lists what is drawn: for each row its record, its accessible name, and its top, middle and bottom in pixels.
    """
    reading, ways = fitted(read(plot), look)
    if not reading.entries:
        return empty(look)
    shown = ways[0] if columns is None else [columns]
    look = replace(look, width=max(look.width, *(least_width(reading, look, reading.drawn(part)[0]) for part in shown)))
    sheets = [arranged(reading, look, rows, part) for part in shown]
    canvas, height = Canvas(), round(sum(sheet.height for sheet in sheets))
    axes: list[Part] = []
    named: list[Part] = []
    for sheet in sheets:
        _draw(canvas, sheet)
        axes += _turned(sheet, canvas.above, height)
        named += _rows(sheet, canvas.above)
        canvas.above += sheet.height
    return sketch(canvas, look, height, named, axes)


def _draw(canvas: Canvas, sheet: Sheet) -> None:
    _heads(canvas, sheet)
    draw_grid(canvas, sheet)
    for line in sheet.lines:
        if line.row:
            draw_row(canvas, sheet, line, line.row)
        else:
            _words(canvas, sheet, line)
    draw_key(canvas, sheet)


def _words(canvas: Canvas, sheet: Sheet, line: Line) -> None:
    """Draw a heading with its scales, or the silence of a group."""
    look, group, block = sheet.frame.look, line.group, line.blocks[-1]
    if group is None:
        canvas.words(block, look.edge, line.middle)
        return
    foot = line.bottom - UNDER * look.text
    middle = foot - max([block.height, *(head.top for head in line.heads)]) + block.height / 2
    if group.level == 1 and line is not sheet.lines[0]:
        canvas.line(RULE, 1, look.edge, line.top + 0.25 * look.text, look.width - look.edge, line.top + 0.25 * look.text)
    if group.record in sheet.frame.reading.plot.pinned:
        canvas.fill(HIGHLIGHT, 0, line.top, look.width, line.bottom)
    canvas.words(block, look.edge, middle, record=group.record)
    if group.record:
        canvas.rect("targets", Rect(look.edge, look.edge + block.width, middle, block.height, group.record))
    for head in line.heads:
        _head(canvas, head, foot)


def _heads(canvas: Canvas, sheet: Sheet) -> None:
    heads = sheet.frame.heads
    bottom = sheet.heads_end - sheet.frame.look.pad / 2
    for head in heads.words:
        _head(canvas, head, bottom)
    for low, high in heads.rules:
        canvas.line(MUTED, 1.5, low, bottom, high, bottom)


def _head(canvas: Canvas, head: Head, bottom: float) -> None:
    canvas.words(head.block, head.x, bottom - head.above - head.block.height / 2, head.anchor)


def _rows(sheet: Sheet, above: float) -> list[Part]:
    return [
        {
            "record": line.row.record, "name": accessible_name(sheet.frame.reading, line.row),
            "top": round(above + line.top, 1), "y": round(above + line.middle, 1), "bottom": round(above + line.bottom, 1),
        }
        for line in sheet.lines
        if line.row
    ]  # fmt: skip


def _axis(look: Look) -> Part:
    """The horizontal axis, in pixels."""
    return {**NOTHING, "range": [0, look.width], "domain": [0, 1]}


def _turned(sheet: Sheet, above: float, height: float) -> list[Part]:
    """A horizontal axis with the turned heads of a sheet as its tick labels; empty where none are turned."""
    look, heads = sheet.frame.look, sheet.frame.heads
    turned = [slot for slot in sheet.frame.slots if slot.turned]
    if not turned:
        return []
    foot = above + sheet.heads_end - look.pad / 2 - heads.turned_above
    words = [head.joined for head in turned_heads(turned, look)]
    return [{
        **_axis(look), "visible": True, "side": "top", "anchor": "free", "position": round(1 - foot / height, 5), "showline": False,
        "ticks": "", "tickvals": [round(slot.middle, 1) for slot in turned], "ticktext": words, "tickangle": -ANGLE,
        "tickfont": {"size": look.small, "color": theme.INK}, "automargin": False,
        "ticklabeloverflow": "allow",  # they are measured already; Plotly would lay out the page to measure them again
    }]  # fmt: skip


def empty(look: Look) -> Figure:
    """A figure that says 'Nothing to draw.'; the sentence beside it says why."""
    block = wrapped(Span("Nothing to draw.", colour=MUTED), look.width - 2 * look.edge, look.sizes)
    height = round(block.height + 4 * LEADING * look.small)
    canvas = Canvas()
    canvas.words(block, look.width / 2, height / 2, "middle")
    return sketch(canvas, look, height)


def sketch(canvas: Canvas, look: Look, height: float, rows: Sequence[Part] = (), axes: Sequence[Part] = ()) -> Figure:
    """The figure of a canvas, in pixels. `rows` go into `layout.meta`; `axes` are the horizontal axes."""
    numbers = ["", *map(str, range(2, len(axes) + 1))]
    across = zip(numbers, axes or [_axis(look)], strict=True)
    # each further axis overlays the first and carries an empty trace, since Plotly draws no axis without one
    carrier = {"type": "scatter", "name": "heads", "mode": "none", "x": [0], "y": [0], "hoverinfo": "skip"}
    layout = theme.layout(
        width=round(look.width),
        height=round(height),
        size=look.small,
        yaxis={**NOTHING, "range": [height, 0], "domain": [0, 1]},
        barmode="overlay",
        meta={"rows": list(rows), "width": look.width},
        shapes=canvas.shapes(),
        **{f"xaxis{number}": {**axis, "overlaying": "x"} if number else axis for number, axis in across},
    )
    return {"data": [*canvas.traces(), *({**carrier, "xaxis": f"x{number}"} for number in numbers[1:])], "layout": layout}
