"""The size of a drawing and of its type, for a screen, a room, a slide or a sheet of paper. Everything else scales with them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from math import floor

from dashboard.tableplot.text import Sizes

LEAST_IN_A_ROOM = 0.025
"""The smallest type that can be read from the other end of a room, as a share of the window's height."""
PIXELS_PER_INCH = 96
SLIDE_POINTS = 12
"""The smallest type on a slide, in points."""


@dataclass(frozen=True)
class Look:
    """The drawing's width, its height where that is given, and the sizes of its type, all in pixels."""

    width: float
    text: float
    small: float
    heading: float
    height: float | None = None
    between: float = 4.0
    """Space between two boxes."""
    flush: bool = False
    """Whether the drawing has no margins at its sides, so as to line up with the text around it."""

    @property
    def sizes(self) -> Sizes:
        return self.text, self.small

    @property
    def mark(self) -> float:
        """The diameter of a point."""
        return 0.75 * self.text

    @property
    def stroke(self) -> float:
        """The width of an interval's line."""
        return max(1.5, self.text / 7)

    @property
    def pad(self) -> float:
        """Space above and below the words of a row, added together."""
        return 0.5 * self.text

    @property
    def gap(self) -> float:
        """Space between two columns."""
        return 0.8 * self.text

    @property
    def edge(self) -> float:
        """Margin at each side of the drawing."""
        return 0.0 if self.flush else 0.6 * self.text


def screen(width: float, height: float | None = None) -> Look:
    """The look at a desk.

    Its smallest type is 12 px, as in a window of 1280 px, and 14 px in one of 1920 px with filters beside the drawing.
    """
    small = min(16.0, max(12.0, round(width / 108)))
    return Look(width, text=small + 1, small=small, heading=small + 2, height=height)


def room(width: float, height: float, window: float) -> Look:
    """The look across a room: no type is smaller than a fortieth of the window's height, whatever part of it the drawing fills."""
    least = window * LEAST_IN_A_ROOM
    small = next(tenths / 10 for tenths in count(floor(10 * least)) if tenths / 10 >= least)
    return Look(width, small + round(small / 9), small, small + round(small / 6), height, between=small / 9, flush=True)


def slide(width: float, height: float) -> Look:
    """The look of a picture of `width` by `height` inches on a slide, drawn at 96 pixels per inch."""
    small = SLIDE_POINTS * PIXELS_PER_INCH / 72
    size = width * PIXELS_PER_INCH, height * PIXELS_PER_INCH
    return Look(size[0], text=small + 1, small=small, heading=small + 3, height=size[1], flush=True)


def paper(width: float = 718) -> Look:
    """The look on a sheet of A4 with margins of 10 mm: type of 9 and 8.25 points."""
    return Look(width, text=12, small=11, heading=13)
