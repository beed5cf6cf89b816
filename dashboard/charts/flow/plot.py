"""The search flow as boxes: its stages side by side, what goes on above, what is taken out below, whole at every size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from dashboard.charts.flow.rows import Step
from dashboard.charts.flow.words import KEY, NO_SEARCH
from dashboard.tableplot import Look, Span, as_small, stacked
from dashboard.tableplot.canvas import Canvas, Dot, Pen, Rect
from dashboard.tableplot.figure import sketch
from dashboard.tableplot.text import Block, wrapped
from dashboard.theme import BLUE, MUTED, PAPER, RULE, Figure, tint

STAGES = (
    ("publications_found", "registrations_found", "in_both_lists"),
    ("screened", "excluded_at_screening"),
    ("full_text_assessed", "excluded_at_full_text"),
    ("included",),
    ("publications_included", "registration_rows_included"),
)
ASIDE = ("in_both_lists", "excluded_at_screening", "excluded_at_full_text")
"""Steps that lead out of the flow, each below the one that it is taken from."""
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
    for above, below in (pair for stage in stages for pair in pairwise(stage)):
        if below.aside:
            _down(canvas, look, above, below)
    for before, after in pairwise(stages):
        for one, other in product(before, after):
            if not (one.aside or other.aside):
                _across(canvas, look, one, other)
    height = max((box.bottom for box in boxes), default=0) + under
    height = max(height, look.height or 0)
    canvas.words(key, look.edge, height - look.pad - key.height / 2)
    return sketch(canvas, look, height)


def placed(steps: Mapping[str, Step], look: Look, height: float) -> list[list[Box]]:
    """The stages from left to right, the steps that go on in one line above, the others below, within `height` where that is enough."""
    arrow = ARROW * look.text
    width = (look.width - 2 * look.edge - arrow * (len(STAGES) - 1)) / len(STAGES)
    blocks = {name: _words(steps[name], look, width - look.pad) for stage in STAGES for name in stage}
    tall = {name: block.height + look.pad for name, block in blocks.items()}
    first = max(tall[stage[0]] for stage in STAGES)
    free = min((height - look.pad - first - sum(tall[name] for name in stage[1:])) / max(len(stage) - 1, 1) for stage in STAGES)
    gap = min(max(free, LEAST_GAP * look.text), MOST_GAP * look.text)
    stages = []
    for place, stage in enumerate(STAGES):
        left, top = look.edge + place * (width + arrow), look.pad + first + gap
        boxes = [Box(steps[stage[0]], False, blocks[stage[0]], left, left + width, look.pad + first / 2, tall[stage[0]])]
        for name in stage[1:]:
            boxes.append(Box(steps[name], name in ASIDE, blocks[name], left, left + width, top + tall[name] / 2, tall[name]))
            top += tall[name] + gap
        stages.append(boxes)
    return stages


def _words(step: Step, look: Look, width: float) -> Block:
    """The count, large, what it counts, and how we came by it where it is ours."""
    text = stacked(Span(step.figure, bold=True), as_small(step.words), as_small(step.ours, MUTED))
    return wrapped(text, width, (look.heading, look.small))


def _box(canvas: Canvas, box: Box) -> None:
    """A box; with a broken edge where the count is ours."""
    left, right, top, bottom = box.left, box.right, box.middle - box.height / 2, box.bottom
    canvas.rect("steps", Rect(left, right, box.middle, box.height, fill=PAPER if box.aside else tint(BLUE, 0.07)))
    pen = Pen("ours", MUTED, 2, "6px,4px") if box.step.ours else Pen("printed", RULE, 2)
    canvas.stroke(pen, [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)])
    canvas.words(box.block, box.centre, box.middle, "middle")


def _down(canvas: Canvas, look: Look, above: Box, below: Box) -> None:
    _arrow(canvas, look, [(above.centre, above.bottom), (above.centre, below.middle - below.height / 2)], "triangle-down")


def _across(canvas: Canvas, look: Look, one: Box, other: Box) -> None:
    """By the middle of the room between two stages."""
    x = (one.right + other.left) / 2
    _arrow(canvas, look, [(one.right, one.middle), (x, one.middle), (x, other.middle), (other.left, other.middle)], "triangle-right")


def _arrow(canvas: Canvas, look: Look, path: Sequence[tuple[float, float]], head: str) -> None:
    size = 0.6 * look.text
    (x, y), down = path[-1], head == "triangle-down"
    canvas.stroke(Pen("arrows", MUTED, look.stroke / 1.5), path)
    canvas.dot("heads", Dot(x if down else x - size / 2, y - size / 2 if down else y, head, size, MUTED))
