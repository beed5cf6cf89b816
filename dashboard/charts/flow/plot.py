"""The search flow as boxes, whole at every size: its stages side by side, or under each other where there is no room for their words.

What goes on stands first in its stage; what is taken out stands after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise, product

from dashboard.charts.flow.rows import Step
from dashboard.charts.flow.words import KEY, NO_SEARCH
from dashboard.tableplot import Look, Span, Text, as_small, stacked
from dashboard.tableplot.canvas import Canvas, Dot, Pen, Rect
from dashboard.tableplot.figure import sketch
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
"""Steps that lead out of the flow, each after the one that it is taken from."""
ARROW, LEAST_GAP, MOST_GAP = 1.8, 0.9, 3.5
"""The room for an arrow between two stages, and the least and the most between two boxes of one, in sizes of the type."""


@dataclass(frozen=True)
class Box:
    """A step in its place, in pixels from the top left."""

    step: Step
    aside: bool
    block: Block
    left: float
    right: float
    middle: float
    height: float

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def top(self) -> float:
        return self.middle - self.height / 2

    @property
    def bottom(self) -> float:
        return self.middle + self.height / 2


def flow(steps: Mapping[str, Step], look: Look) -> Figure:
    """The boxes of all steps, with the arrows between them; where no search is described, that."""
    canvas = Canvas()
    key = wrapped(as_small(KEY if steps else NO_SEARCH, MUTED), look.width - 2 * look.edge, look.sizes)
    under = key.height + 1.5 * look.pad
    stages = placed(steps, look, (look.height or 0) - under) if steps else []
    boxes = [box for stage in stages for box in stage]
    for box in boxes:
        _box(canvas, box)
    aside = [(one, other) for stage in stages for one, other in pairwise(stage) if other.aside]
    onwards = [pair for before, after in pairwise(stages) for pair in product(before, after) if not any(box.aside for box in pair)]
    down = bool(stages) and stages[0][0].left == stages[1][0].left
    for one, other in aside:
        _arrow(canvas, look, one, other, down=not down)
    for one, other in onwards:
        _arrow(canvas, look, one, other, down=down)
    height = max(max((box.bottom for box in boxes), default=0) + under, look.height or 0)
    canvas.words(key, look.edge, height - look.pad - key.height / 2)
    return sketch(canvas, look, height)


def placed(steps: Mapping[str, Step], look: Look, height: float) -> list[list[Box]]:
    """The stages side by side, within `height` where that is enough; under each other where a word has no room so."""
    width = _share(look, len(STAGES))
    longest = max(longest_word(_said(steps[name]), (look.heading, look.small)) for stage in STAGES for name in stage)
    return _side_by_side(steps, look, height, width) if longest <= width - look.pad else _under_each_other(steps, look)


def _share(look: Look, count: int) -> float:
    """The width of each of some boxes side by side, with room for the arrows between them."""
    return (look.width - 2 * look.edge - ARROW * look.text * (count - 1)) / count


def _side_by_side(steps: Mapping[str, Step], look: Look, height: float, width: float) -> list[list[Box]]:
    """The stages from left to right, the first step of each in one line above, the others below."""
    blocks = {name: _words(steps[name], look, width) for stage in STAGES for name in stage}
    tall = {name: block.height + look.pad for name, block in blocks.items()}
    first = max(tall[stage[0]] for stage in STAGES)
    free = min((height - look.pad - first - sum(tall[name] for name in stage[1:])) / max(len(stage) - 1, 1) for stage in STAGES)
    gap = min(max(free, LEAST_GAP * look.text), MOST_GAP * look.text)
    stages = []
    for place, stage in enumerate(STAGES):
        left, top, boxes = look.edge + place * (width + ARROW * look.text), look.pad, []
        for name in stage:
            room = first if name == stage[0] else tall[name]
            boxes.append(Box(steps[name], name in ASIDE, blocks[name], left, left + width, top + room / 2, tall[name]))
            top += room + gap
        stages.append(boxes)
    return stages


def _under_each_other(steps: Mapping[str, Step], look: Look) -> list[list[Box]]:
    """The stages from top to bottom, the steps of each in a line."""
    width, stages, top = _share(look, max(map(len, STAGES))), [], look.pad
    for stage in STAGES:
        blocks = [_words(steps[name], look, width) for name in stage]
        tall = max(block.height for block in blocks) + look.pad
        lefts = [look.edge + place * (width + ARROW * look.text) for place in range(len(stage))]
        stages.append(
            [
                Box(steps[name], name in ASIDE, block, left, left + width, top + tall / 2, tall)
                for name, block, left in zip(stage, blocks, lefts, strict=True)
            ]
        )
        top += tall + ARROW * look.text
    return stages


def _said(step: Step) -> Text:
    """The count, large, what it counts, and how we came by it where it is ours."""
    return stacked(Span(step.figure, bold=True), as_small(step.words), as_small(step.ours, MUTED))


def _words(step: Step, look: Look, width: float) -> Block:
    return wrapped(_said(step), width - look.pad, (look.heading, look.small))


def _box(canvas: Canvas, box: Box) -> None:
    """A box; with a broken edge where the count is ours."""
    left, right, top, bottom = box.left, box.right, box.top, box.bottom
    canvas.rect("steps", Rect(left, right, box.middle, box.height, fill=PAPER if box.aside else tint(BLUE, 0.07)))
    pen = Pen("ours", MUTED, 2, "6px,4px") if box.step.ours else Pen("printed", RULE, 2)
    canvas.stroke(pen, [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)])
    canvas.words(box.block, box.centre, box.middle, "middle")


def _arrow(canvas: Canvas, look: Look, one: Box, other: Box, *, down: bool) -> None:
    """To a box below, or to one on the right, by the middle of the room between the two."""
    size = 0.6 * look.text
    if down:
        y = (one.bottom + other.top) / 2
        path = [(one.centre, one.bottom), (one.centre, y), (other.centre, y), (other.centre, other.top)]
        head = Dot(other.centre, other.top - size / 2, "triangle-down", size, MUTED)
    else:
        x = (one.right + other.left) / 2
        path = [(one.right, one.middle), (x, one.middle), (x, other.middle), (other.left, other.middle)]
        head = Dot(other.left - size / 2, other.middle, "triangle-right", size, MUTED)
    canvas.stroke(Pen("arrows", MUTED, look.stroke / 1.5), path)
    canvas.dot("heads", head)
