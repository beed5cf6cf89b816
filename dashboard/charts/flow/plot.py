"""The search flow as boxes, drawn whole at every size: its stages side by side, or below each other where their words do not fit.

In each stage, what goes on comes first, and what is taken out comes after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, pairwise, product, zip_longest
from typing import NamedTuple

from dashboard.charts.flow.rows import Step
from dashboard.charts.flow.words import KEY
from dashboard.tableplot import Look, Span, as_small, stacked
from dashboard.tableplot.canvas import Canvas, Dot, Pen, Rect
from dashboard.tableplot.figure import empty, sketch
from dashboard.tableplot.text import Block, longest_word, wrapped
from dashboard.theme import BLUE, MUTED, PAPER, RULE, Figure, tint

STAGES = (
    ("publications_found", "registrations_found", "in_both_lists"),
    ("screened", "excluded_at_screening"),
    ("full_text_assessed", "excluded_at_full_text"),
    ("included",),
    ("publications_included", "registration_rows_included"),
)
ASIDE = ("in_both_lists", "excluded_at_screening", "excluded_at_full_text")
"""Steps that lead out of the flow, each after the one from which it is taken."""
ARROW, LEAST_GAP, MOST_GAP = 1.8, 0.7, 3.5
"""Space for an arrow between two columns, and the least and the most space between two lines, in ems."""


class Box(NamedTuple):
    """A step in its place, in pixels from the top left."""

    step: Step
    aside: bool
    block: Block
    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def flow(steps: Mapping[str, Step], look: Look) -> Figure:
    """The boxes of all steps, with the arrows between them."""
    if not steps:
        return empty(look)
    canvas = Canvas()
    key = wrapped(as_small(KEY, MUTED), look.width - 2 * look.edge, look.sizes)
    under = key.height + 1.5 * look.pad
    stages = placed(steps, look, (look.height or 0) - under)
    boxes = [*chain(*stages)]
    for box in boxes:
        _box(canvas, box)
    aside = (pair for stage in stages for pair in pairwise(stage) if pair[1].aside)
    onwards = (pair for before, after in pairwise(stages) for pair in product(before, after) if not any(box.aside for box in pair))
    for one, other in chain(aside, onwards):
        _arrow(canvas, look, one, other)
    height = max(max(box.bottom for box in boxes) + under, look.height or 0)
    canvas.words(key, look.edge, height - look.pad - key.height / 2)
    return sketch(canvas, look, height)


def placed(steps: Mapping[str, Step], look: Look, height: float) -> list[list[Box]]:
    """The stages side by side, within `height` pixels where that is enough; below each other where a word does not fit that way.

    They are the columns, or the lines, of a grid; each line is as high as its highest text.
    """
    sizes = look.heading, look.small
    said = {name: stacked(Span(step.figure, bold=True), as_small(step.words), as_small(step.ours, MUTED)) for name, step in steps.items()}
    beside = max(longest_word(text, sizes) for text in said.values()) <= _share(look, len(STAGES)) - look.pad
    lines: Sequence[Sequence[str]] = [*zip_longest(*STAGES, fillvalue="")] if beside else STAGES
    width = _share(look, max(map(len, lines)))
    blocks = {name: wrapped(text, width - look.pad, sizes) for name, text in said.items()}
    tall = [max(blocks[name].height for name in line if name) + look.pad for line in lines]
    free = (height - look.pad - sum(tall)) / (len(tall) - 1)
    gap = min(max(free, LEAST_GAP * look.text), MOST_GAP * look.text) if beside else ARROW * look.text
    boxes, top = {}, look.pad
    for line, high in zip(lines, tall, strict=True):
        for column, name in enumerate(line):
            left = _edge(look) + column * (width + ARROW * look.text)
            if name:
                boxes[name] = Box(steps[name], name in ASIDE, blocks[name], left, top, left + width, top + high)
        top += high + gap
    return [[boxes[name] for name in stage] for stage in STAGES]


def _edge(look: Look) -> float:
    """Space beside the boxes, in pixels: their outline must not be cut where a drawing has no margin."""
    return max(look.edge, look.stroke)


def _share(look: Look, count: int) -> float:
    """The width in pixels of each of `count` boxes side by side, with space for the arrows between them."""
    return (look.width - 2 * _edge(look) - ARROW * look.text * (count - 1)) / count


def _box(canvas: Canvas, box: Box) -> None:
    """Draw a box, with a broken edge where the count is ours."""
    _, aside, block, left, top, right, bottom = box
    canvas.rect("steps", Rect(left, right, box.middle, bottom - top, fill=PAPER if aside else tint(BLUE, 0.07)))
    pen = Pen("ours", MUTED, 2, "6px,4px") if box.step.ours else Pen("printed", RULE, 2)
    canvas.stroke(pen, [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)])
    canvas.words(block, box.centre, box.middle, "middle")


def _arrow(canvas: Canvas, look: Look, one: Box, other: Box) -> None:
    """Draw an arrow to a box on the right, else to one below, through the middle of the space between the two."""
    size = 0.6 * look.text
    if one.right < other.left:
        x = (one.right + other.left) / 2
        path = [(one.right, one.middle), (x, one.middle), (x, other.middle), (other.left, other.middle)]
        head = Dot(other.left - size / 2, other.middle, "triangle-right", size, MUTED)
    else:
        y = (one.bottom + other.top) / 2
        path = [(one.centre, one.bottom), (one.centre, y), (other.centre, y), (other.centre, other.top)]
        head = Dot(other.centre, other.top - size / 2, "triangle-down", size, MUTED)
    canvas.stroke(Pen("arrows", MUTED, look.stroke / 1.5), path)
    canvas.dot("heads", head)
