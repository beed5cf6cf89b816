"""What a figure of sections says: in each section rows of words and marks, over axes of its own.

Its texts are plain; what draws them escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import wording
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Result, Study
from dashboard.theme import PALETTE


@dataclass(frozen=True)
class Mark:
    """A point of an arm in its axis' unit. Without limits it is hollow; with a lower one only, the upper is not evaluable."""

    x: float
    low: float | None
    high: float | None
    arm: Arm
    hover: str
    """What a pointer on it is told, in Plotly's markup."""

    @property
    def colour(self) -> str:
        return PALETTE[self.arm.colour]

    @property
    def hollow(self) -> bool:
        return self.low is None

    @property
    def open_above(self) -> bool:
        return self.low is not None and self.high is None


@dataclass(frozen=True)
class Cell:
    """A row on one panel: its marks (two where the source allows two readings), and its words."""

    marks: tuple[Mark, ...] = ()
    words: str = ""
    under: str = ""
    gap: str = ""
    """What a pointer on the hatched gap is told; empty where it is none."""
    on_axis: bool = True
    """Whether the words stand beside the panel's axis; else they take its place."""


@dataclass(frozen=True)
class Line:
    """One row: the record that it opens, its label, what is counted in whom, and a cell for each panel, or words in their place."""

    record: str
    label: str
    under: str = ""
    what: str = ""
    whom: str = ""
    cells: tuple[Cell, ...] = ()
    arm: Arm | None = None
    """The arm that is named under the label in its colour, where the row speaks of one of several."""


@dataclass(frozen=True)
class Axis:
    """A panel's axis from 0 to `top`, with its ticks and what it measures."""

    title: str
    top: float
    ticks: tuple[float, ...]


@dataclass(frozen=True)
class Section:
    """A heading with its rows over an axis for each panel (None: none); without rows stands `silence`; `titled` sections carry ticks."""

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


def proportion(evidence: Evidence, result: Result, label: str) -> Mark | None:
    """The mark of a proportion in percent, hollow without an interval; None for a count of fewer than five, or of a group not said."""
    share = wording.share(result)
    if share is None:
        return None
    if wording.is_counted(result) and (wording.counts_of(result)[1] < wording.FEW or result.denominator == "not_stated"):
        return None
    limits = wording.limits(result)
    low, high = (limits.low, limits.high) if limits else (None, None)
    return Mark(share, low, high, evidence.arm(result.arm), hover(evidence, result, label))


def hover(evidence: Evidence, result: Result, label: str) -> str:
    """What a pointer on a mark is told, in Plotly's markup."""
    in_full = wording.escaped(wording.in_full(evidence, result)).replace(". ", ".<br>")
    return f"<b>{wording.escaped(label)}</b><br>{in_full}"


def gap_of(evidence: Evidence, study: Study) -> str:
    """What a pointer on a gap of a publication is told."""
    return f"Not drawn: no figure {evidence.layer_of(study).within}"
