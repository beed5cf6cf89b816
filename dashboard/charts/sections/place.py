"""Where each line of a figure of sections stands, in pixels of the screen, and how its words are broken to fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from dashboard import wording
from dashboard.charts.sections import Cell, Columns, Line, Section
from dashboard.schema import Arm
from dashboard.theme import MUTED, PALETTE

SMALL = 13
BIG_LINE, SMALL_LINE, PADDING = 20, 17, 11
HEADING, FOOT, GAP, EMPTY = 40, 48, 16, 40
NARROWEST, LETTER = 1070, 7.0
"""Pixels of the narrowest figure, and of a letter of the second size in a wide typeface."""
APART = 10
"""Pixels by which two readings of one row stand off its middle."""


@dataclass(frozen=True)
class Placed:
    """A section with its number, its top in the figure, and the middle of each line from the top of its body, in pixels."""

    section: Section
    number: int
    first_axis: int
    top: float
    body: float
    middles: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def height(self) -> float:
        """Of everything that belongs to the section."""
        return HEADING + self.body + (FOOT if self.section.titled else 0) + GAP

    @property
    def y(self) -> str:
        return f"y{self.number + 1}" if self.number else "y"

    def x(self, panel: int) -> str:
        return f"x{self.first_axis + panel}"

    def cells(self, panel: int) -> list[Spot]:
        lines = zip(self.section.lines, self.middles, strict=True)
        return [Spot(line, line.cells[panel], middle) for line, middle in lines]


@dataclass(frozen=True)
class Spot:
    """A cell with its line and its middle in pixels."""

    line: Line
    cell: Cell
    middle: float


def placed_sections(sections: Sequence[Section], columns: Columns) -> list[Placed]:
    placed: list[Placed] = []
    top, axis = 0.0, 2
    for number, section in enumerate(sections):
        heights = tuple(_height(line, columns) for line in section.lines)
        middles = tuple(sum(heights[:index]) + height / 2 for index, height in enumerate(heights))
        placed.append(Placed(section, number, axis, top, sum(heights) or EMPTY, middles, heights))
        top, axis = top + placed[-1].height, axis + len(section.axes)
    return placed


def _height(line: Line, columns: Columns) -> float:
    """Pixels of the tallest stack of words in a line, or of two readings."""
    tallest = max(_tall(text) for _, text in texts(line, columns))
    readings = max((len(cell.marks) for cell in line.cells), default=0)
    return max(tallest, 4 * APART if readings > 1 else 0) + PADDING


def _tall(stack: str) -> float:
    first = SMALL_LINE if stack.startswith("<span") else BIG_LINE
    return first + SMALL_LINE * stack.count("<br>")


def texts(line: Line, columns: Columns) -> list[tuple[float, str]]:
    """Every word of a line with its place across the figure, in Plotly's markup."""
    counted = (columns.start if line.cells else 1) - columns.what
    under = _of_arm(line.arm, line.under) if line.arm else _broken(line.under, columns.what)
    texts = [(0.0, _stack(line.label, under)), (columns.what, _stack(line.what, _broken(line.whom, counted)))]
    for cell, panel in zip(line.cells, columns.panels, strict=False):
        x = panel.words if cell.on_axis else panel.low
        texts.append((x, _stack(cell.words, _broken(cell.under, panel.end - x))))
    return [text for text in texts if text[1]]


def _stack(big: str, under: str) -> str:
    """A line, and what qualifies it under it in the second size; `under` is markup already."""
    small = f"<span style='font-size:{SMALL}px;color:{MUTED}'>{under}</span>" if under else ""
    return "<br>".join(part for part in (wording.escaped(big), small) if part)


def _broken(text: str, width: float) -> str:
    """A text broken to a share of the figure's width."""
    lines = wrap(text, int(width * NARROWEST / LETTER), break_on_hyphens=False)
    return "<br>".join(map(wording.escaped, lines))


def _of_arm(arm: Arm, under: str) -> str:
    """An arm in its colour, and what else stands beside it."""
    words = f"<span style='color:{PALETTE[arm.colour]}'><b>{wording.escaped(wording.lowered(arm.words))}</b></span>"
    return ", ".join(part for part in (words, wording.escaped(under)) if part)
