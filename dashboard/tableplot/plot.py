"""The content of a row figure, as data: columns of words, marks on an axis or boxes; rows in groups. Rows are opaque to the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from typing import Any, Generic, Literal, TypeVar

from dashboard.tableplot.text import Text, spans
from dashboard.theme import BLUE, GREY, PAPER

R = TypeVar("R")


@dataclass(frozen=True)
class Point:
    """One value.

    `size` is relative to a usual point, `lane` sets it off the row's middle, and points with the same `joined` are connected.
    """

    x: float
    colour: str = BLUE
    symbol: str = "circle"
    hollow: bool = False
    size: float = 1.0
    lane: int = 0
    joined: str = ""
    means: str = ""


@dataclass(frozen=True)
class Interval:
    """A line from one value to another. An end that is None has no limit, and is drawn as a hollow arrow."""

    low: float | None
    high: float | None
    colour: str = BLUE
    lane: int = 0
    means: str = ""


@dataclass(frozen=True)
class Bar:
    """A bar from one value to another. An end that is None has no limit. `dashed` draws only its long edges."""

    low: float | None
    high: float | None
    colour: str = GREY
    dashed: bool = False
    lane: int = 0
    means: str = ""


Mark = Point | Interval | Bar


@dataclass(frozen=True)
class Box:
    """What fills a cell. `bare` shows only its words; `corner` is the colour of a small mark, which `corner_means` explains."""

    text: Text
    fill: str = PAPER
    border: str = ""
    dashed: bool = False
    bare: bool = False
    corner: str = ""
    means: str = ""
    corner_means: str = ""


@dataclass(frozen=True)
class Scale:
    """An axis: its range, its ticks with their words, and its named stretches.

    `stops` of a broken scale are values with their place from 0 to 1; values beyond the last follow the last segment.
    """

    low: float
    high: float
    ticks: Sequence[float] | Mapping[float, str] = ()
    kind: Literal["linear", "log", "broken"] = "linear"
    stops: tuple[tuple[float, float], ...] = ()
    zero: float | None = None
    stretches: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    shaded: tuple[float, float] | None = None

    @property
    def labels(self) -> dict[float, str]:
        if isinstance(self.ticks, Mapping):
            return dict(self.ticks)
        return {tick: f"{tick:g}".replace("-", "−") for tick in self.ticks}

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high

    def place(self, value: float) -> float:
        """The place of a value from 0 to 1; values beyond the ends are placed at the ends."""
        value = min(max(value, self.low), self.high)
        if self.kind == "log":
            return log(value / self.low) / log(self.high / self.low)
        if self.kind == "broken":
            low, high = self._stop(self.low), self._stop(self.high)
            return (self._stop(value) - low) / (high - low)
        return (value - self.low) / (self.high - self.low)

    def _stop(self, value: float) -> float:
        pairs = list(zip(self.stops, self.stops[1:], strict=False))
        (start, low), (end, high) = next((pair for pair in pairs if value <= pair[1][0]), pairs[-1])
        return low + (value - start) / (end - start) * (high - low)


def nothing(_: Any) -> str:
    return ""


@dataclass(frozen=True)
class Words(Generic[R]):
    """A column of text. `drawn` is a shorter form for the figure; a column without weight is in the table only."""

    title: str
    weight: float
    text: Callable[[R], Text]
    drawn: Callable[[R], Text] | None = None
    align: Literal["left", "right"] = "left"
    note: str = ""
    record: Callable[[R], str] | None = None
    head: str | None = None
    """The head in the figure where it differs from the table's."""
    alone: Callable[[R], Text] | None = None
    """The figure's words where they stand without the figure, as on a slide, if they need more there."""


@dataclass(frozen=True)
class Axis(Generic[R]):
    """A column of marks on a scale; their words are beside them where `beside` has a weight.

    A row with a scale but neither marks nor words is a gap. Groups can have scales of their own, by the column's title.
    """

    title: str
    weight: float
    scale: Scale | None
    marks: Callable[[R], Sequence[Mark]]
    text: Callable[[R], Text]
    drawn: Callable[[R], Text] | None = None
    beside: float = 0.0
    note: str = ""
    record: Callable[[R], str] | None = None
    hatched: bool = False
    head: str | None = None
    hover: Callable[[R], str] = nothing
    """What a hover shows where that is more than the table's text."""


@dataclass(frozen=True)
class Cell(Generic[R]):
    """A column of boxes; a row whose box is None is a gap. `text` says more than fits into the box."""

    title: str
    box: Callable[[R], Box | None]
    text: Callable[[R], Text] | None = None
    record: Callable[[R], str] | None = None
    head: str | None = None
    hover: Callable[[R], str] = nothing


@dataclass(frozen=True)
class Cells(Generic[R]):
    """A named group of columns of boxes, each `weight` wide."""

    title: str
    columns: tuple[Cell[R], ...]
    weight: float


Column = Words[R] | Axis[R] | Cells[R]


@dataclass(frozen=True)
class Group(Generic[R]):
    """Rows under a heading. A level-2 group belongs to the level-1 group before it; `silence` is said where there are no rows."""

    heading: Text
    rows: tuple[R, ...] = ()
    level: Literal[1, 2] = 1
    record: str = ""
    silence: str = ""
    scales: Mapping[str, Scale | None] = field(default_factory=dict)
    """The scale of a column in this group; None where it has no axis here, and so no gap either."""
    drawn: bool = True
    """Whether the figure draws the rows; otherwise they are in the table only."""

    @property
    def title(self) -> str:
        """The heading without what follows it in another style."""
        return next((span.text.strip() for span in spans(self.heading)), "")


@dataclass(frozen=True, kw_only=True)
class Plot(Generic[R]):
    """A whole row figure. `name` is the row in one line, for hovers and accessible names; `record` is what a click opens."""

    columns: tuple[Column[R], ...]
    groups: tuple[Group[R], ...]
    record: Callable[[R], str]
    name: Callable[[R], str]
    records: Callable[[R], Iterable[str]] = nothing
    """The records that a row is about, beside those that it and its cells open."""
    tag: Callable[[R], str] = nothing
    """A short mark after the label, such as "later"."""
    band: Callable[[R], str] = nothing
    """The colour of a band before the label, such as that of the row's arm."""
    pinned: frozenset[str] = frozenset()
    gaps: Literal["light", "drawn"] = "light"
    gap: str = "NR"
    gap_means: str = "not reported, which is not 0"
    turned: bool = True
    """Whether heads over boxes may be turned; otherwise boxes are at least as wide as the longest word of their head."""
    silent: str = ""
    """The words in place of the boxes in a row that has none."""
    silent_here: str = ""
    """The words in place of the boxes in a part of the columns, for a row that has boxes in another part."""
    counts: str = ""
    """What the numbers under the heads of boxes count; empty where there are none."""
    left_out: str = "Not reported in any row shown"
    signs: Mapping[str, str] = field(default_factory=dict)
    """What a sign in the words means; it is in the key only where it occurs."""
    unbroken: bool = False
    """Whether lines of words outside boxes stay whole, at the cost of the axes, provided that all of them fit."""
    remark: str = ""
    """What else must be said under the rows, at the end of the key."""

    @cached_property
    def readings(self) -> dict[bool, Any]:
        """What `reading.read` made of this plot, by `whole`; its table and all its figures are cut from it."""
        return {}


def reach(mark: Mark) -> tuple[float | None, float | None]:
    """The low and the high end of a mark; None where it has no limit."""
    return (mark.x, mark.x) if isinstance(mark, Point) else (mark.low, mark.high)
