"""What a chart is: a function from the records shown to a drawing, with its title and question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dashboard.selection import Shown
from dashboard.theme import Figure, empty

PLACE_COLUMN = "Source"
"""The column of a table twin that says where its row stands."""


@dataclass(frozen=True)
class TwinRow:
    """A row of the table twin: its cells as text, and the record that it opens (empty where it is none)."""

    cells: tuple[str, ...]
    record: str = ""


@dataclass(frozen=True)
class Twin:
    """The same facts as the chart as a table: for screen readers, for slides and for files."""

    columns: tuple[str, ...]
    rows: tuple[TwinRow, ...] = ()


@dataclass(frozen=True)
class Aside:
    """Records that stand under a chart instead of on it, with the reason in words."""

    words: str
    records: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Drawing:
    """A finished chart: figure, one honest sentence, table twin, what stands under it, and its gaps."""

    figure: Figure
    sentence: str
    twin: Twin
    asides: tuple[Aside, ...] = ()
    not_reported: int = 0
    rows: int = 0
    caveats: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Chart:
    """One chart: its key in addresses, its title, the question that it answers, and how it is drawn."""

    key: str
    title: str
    question: str
    draw: Callable[[Shown], Drawing]
    across_studies: bool = True
    """Whether it puts different studies side by side, and so carries the band that says what that is not."""
    rows_alone: bool = False
    """Whether each row says the same without the others, so that a screen may show some of them; else it is shown whole."""
    counts_all: bool = False
    """Whether it counts records instead of giving each a row, and so takes any number of them."""


BAND = "Different patients, definitions and follow-up. Side by side is not a comparison."


def broken(chart: Chart) -> Drawing:
    """What stands in the place of a chart that could not be drawn."""
    words = "This chart could not be drawn. The others are not affected; the operator finds the cause in the log."
    return Drawing(figure=empty(words), sentence=f"{chart.title}: {words}", twin=Twin(()))
