"""A chart as pictures: for a page or a mail, with everything burnt in that keeps it honest there; and for slides, which have words.

The reader's browser draws them (Plotly.toImage), so that the server needs no browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from math import ceil
from typing import NamedTuple

from dashboard.charts.chart import BAND, WHOLE
from dashboard.export.provenance import Item
from dashboard.export.slides import counted, pages_on_slides
from dashboard.tableplot import Look, paper, screen
from dashboard.tableplot.text import LEADING, Block, Span, Text, as_small, stacked, wrapped
from dashboard.theme import INK, MUTED, Figure, Part, note

WIDTH, HEIGHT = 1920, 1080
"""The finished picture, in pixels."""
USUAL, NARROWEST = 1280, 800
"""The widths of the canvas on which type has its usual size, and the largest."""
STEP = 32
"""By how many pixels of width a canvas is narrowed at once."""
EDGE = 24
TITLE = 1.9
"""The size of the title, in ems."""
SHEET = 900
"""The pixels of a paper sheet's height that a drawing may take, besides its title."""
ROUNDED_UP = 1e-9
"""Added to a scale, since the browser truncates 1079.9999 to 1079."""
SLIDE_SCALE = 1.5
"""Pixels of a picture for each pixel of its drawing: sharp on a projector, and small enough to be sent."""


class Canvas(NamedTuple):
    """A picture: the drawing between its words, in pixels."""

    width: int
    head: Block
    foot: Block
    figure: Figure

    @property
    def height(self) -> float:
        return self.head.height + float(self.figure["layout"]["height"]) + self.foot.height + 2.5 * EDGE


def picture_of(item: Item) -> Part:
    """The whole drawing on a 16:9 canvas, and the `scale` that makes it 1920 x 1080 pixels.

    A high drawing is drawn again on a wider canvas, so that nothing is left out to make it fit. No canvas is wider than the finished
    picture, or the type would be too small to read; a drawing that is still too high makes the picture higher. A low drawing is drawn
    again on a narrower canvas, on which its type is larger, as far as all its columns stay side by side.
    """
    canvas = _canvas(item, USUAL)
    while (wanted := min(_width_for(canvas.height), WIDTH)) > canvas.width:
        canvas = _canvas(item, wanted)
    if canvas.width == USUAL:
        canvas = _enlarged(item, canvas)
    width, height = canvas.width, max(canvas.width * HEIGHT // WIDTH, ceil(canvas.height))
    layout = canvas.figure["layout"]
    above, below = EDGE + canvas.head.height, height - EDGE - canvas.head.height - layout["height"]
    words = [*_words(canvas.head, 1, canvas.head.height), *_words(canvas.foot, 0, canvas.foot.height + EDGE - below)]
    framed = {
        **layout, "width": width, "height": height, "margin": {"l": EDGE, "r": EDGE, "t": above, "b": below, "pad": 0},
        "annotations": [*layout.get("annotations", []), *words],
    }  # fmt: skip
    return {
        "figure": {"data": canvas.figure["data"], "layout": framed}, "scale": WIDTH / width + ROUNDED_UP, "width": width, "height": height,
    }  # fmt: skip


def _enlarged(item: Item, canvas: Canvas) -> Canvas:
    """The narrowest canvas on which the drawing still has the form and the height for a 16:9 picture."""
    for width in range(USUAL - STEP, NARROWEST - 1, -STEP):
        narrower = _canvas(item, width)
        if narrower.height > width * HEIGHT / WIDTH or not _is_whole(item, width):
            break
        canvas = narrower
    return canvas


def _is_whole(item: Item, width: int) -> bool:
    """Whether the drawing has all its columns side by side, in their usual form, on a canvas of that width."""
    return item.drawing.is_whole(_look(width))


def slide_pictures(item: Item) -> list[Part]:
    """The pages of the drawing as pictures at their size on slides; empty where there is nothing to draw, which a slide says in words."""
    if not item.drawing.table.rows:
        return []
    look, pages = pages_on_slides(item)
    figures = [item.drawing.figure(look, page) for page in pages]
    return [
        {"figure": figure, "scale": SLIDE_SCALE, "width": round(look.width), "height": figure["layout"]["height"]} for figure in figures
    ]


def paper_pictures(item: Item) -> list[Part]:
    """The pages of the drawing as pictures on sheets of paper."""
    look = paper()
    figures = [item.drawing.figure(look, page) for page in item.drawing.pages(look, SHEET)]
    return [{"figure": figure, "width": round(look.width), "height": figure["layout"]["height"]} for figure in figures]


def _width_for(height: float) -> int:
    """The canvas width for a height, in pixels: a multiple of 16, so that 16:9 gives whole pixels."""
    return 16 * ceil(max(USUAL, height * WIDTH / HEIGHT) / 16)


def _look(width: int) -> Look:
    return replace(screen(width - 2 * EDGE), flush=True)


def _canvas(item: Item, width: int) -> Canvas:
    look = _look(width)
    return Canvas(width, _head(item, look), _foot(item, look), item.drawing.figure(look))


def _head(item: Item, look: Look) -> Block:
    words = stacked(Span(item.chart.question, bold=True), as_small(counted(item, WHOLE), MUTED), as_small(item.stamp.shown, MUTED))
    return _block(words, look, TITLE * look.text)


def _foot(item: Item, look: Look) -> Block:
    band = f" {BAND}" if item.chart.across_studies else ""
    said: list[Text] = [Span(item.drawing.sentence + band, bold=True), *item.drawing.notes]
    return _block(
        stacked(*said, as_small(" · ".join((item.stamp.origin, item.stamp.tables, item.stamp.issue, item.stamp.disclaimer)), MUTED)),
        look,
        look.small,
    )


def _block(words: Text, look: Look, size: float) -> Block:
    return wrapped(words, look.width - 2 * look.edge, (size, look.small))


def _words(block: Block, y: int, top: float) -> Iterator[Part]:
    """The lines of a text as annotations, from `top` pixels above the upper (1) or lower (0) edge of the drawing's area.

    Lines of one size are one text, since Plotly spaces all lines of a text by its size.
    """
    for size, own in groupby(block.lines, lambda line: line.size):
        lines = list(own)
        text = "<br>".join(map(block.html, lines))
        yield note(text, 0, y, xanchor="left", yanchor="top", yshift=top, font={"size": size, "color": INK})
        top -= LEADING * size * len(lines)
