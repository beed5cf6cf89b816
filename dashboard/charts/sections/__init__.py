"""What a figure of sections says: in each section rows of words and marks, over axes of its own."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import wording
from dashboard.theme import ARM_COLOUR, BLUE
from dashboard.wording import Result


@dataclass(frozen=True)
class Mark:
    """A point in its axis' unit. Without limits it is hollow; with a lower one only, the upper is not evaluable."""

    x: float
    low: float | None = None
    high: float | None = None
    colour: str = BLUE
    hover: str = ""

    @property
    def hollow(self) -> bool:
        return self.low is None

    @property
    def open_above(self) -> bool:
        return self.low is not None and self.high is None


@dataclass(frozen=True)
class Cell:
    """A row on one panel: its marks (two where the review allows two readings), its words, and whether it is a gap."""

    marks: tuple[Mark, ...] = ()
    words: str = ""
    under: str = ""
    gap: bool = False
    on_axis: bool = True
    """Whether the words stand beside the panel's axis; else they take its place."""


@dataclass(frozen=True)
class Line:
    """One row: the record that it opens, its label, what is counted in whom, and a cell a panel; words alone take their place."""

    record: str
    label: str
    under: str = ""
    what: str = ""
    whom: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Axis:
    """A panel's axis from 0 to `top`, with its ticks and what it measures."""

    title: str
    top: float
    ticks: tuple[float, ...]


@dataclass(frozen=True)
class Section:
    """A heading with its rows over an axis a panel (None: none); without rows stands `silence`; `titled` sections carry ticks."""

    heading: str
    lines: tuple[Line, ...]
    axes: tuple[Axis | None, ...]
    silence: str = ""
    titled: bool = True


@dataclass(frozen=True)
class Panel:
    """Where a panel's axis stands and where its words begin and end, as shares of the figure's width."""

    low: float
    high: float
    words: float
    end: float


@dataclass(frozen=True)
class Columns:
    """Where the words before the panels stand: what is counted begins at `what`; without such a column it is the panels' start."""

    what: float
    panels: tuple[Panel, ...]

    @property
    def start(self) -> float:
        return self.panels[0].low


PERCENT = (0.0, 25.0, 50.0, 75.0, 100.0)
"""Ticks of a whole percentage axis."""


def proportion(result: Result, label: str) -> Mark | None:
    """The mark of a proportion in percent: from five patients on, hollow where the group is not known; else none."""
    share = wording.share(result)
    if share is None or (wording.is_counted(result) and int(result.n) < wording.FEW):
        return None
    limits = wording.limits(result) if result.denominator != "not_stated" else None
    low, high = (limits.low, limits.high) if limits else (None, None)
    return Mark(share, low, high, ARM_COLOUR[result.arm], hover(result, label))


def hover(result: Result, label: str) -> str:
    """What a pointer on a mark is told."""
    return f"<b>{label}</b><br>{wording.in_full(result).replace('. ', '.<br>')}"
