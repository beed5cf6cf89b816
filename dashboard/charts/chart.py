"""What a chart is: a function from the records shown to a drawing, with its title and question."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from dashboard import wording
from dashboard.selection import Shown
from dashboard.tableplot import DataTable, Look, Page, Plot, draw, empty, is_whole, pages_of, read, screen, short_table_of, table_of
from dashboard.theme import Figure

WHOLE = Page(None, None)
PLACE_COLUMN = "Source"
"""The column of a data table that says where in the sources its row is stated."""


DESK = screen(1264)
"""The look of a drawing for which no size is given: that of a window 1280 pixels wide without its margins."""


@dataclass(frozen=True)
class Diagram:
    """A drawing that is not a table of rows, and so is drawn whole at every size."""

    draw: Callable[[Look], Figure]
    table: DataTable


@dataclass(frozen=True)
class Aside:
    """Records listed under a chart instead of drawn on it, with the reason in words."""

    words: str
    records: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Statement:
    """What a drawing says of a part of itself, in a sentence, and in a claim for a title, which may be empty."""

    about: frozenset[str]
    """The titles of the columns, or of the groups of rows, that make up the part."""
    sentence: str
    claim: str


@dataclass(frozen=True)
class Drawing:
    """A finished chart: what is drawn, one honest sentence, what is listed under it, and its gaps. Every medium is made from it."""

    content: Plot[Any] | Diagram
    sentence: str
    asides: tuple[Aside, ...] = ()
    gaps: str = ""
    """What is not reported, counted: '2 cells not reported'; empty for a chart in which nothing can be missing."""
    rows: int = 0
    caveats: tuple[str, ...] = field(default=())
    lines: DataTable | None = None
    """The data table with a row for each record, where rows of the drawing are about several records."""
    claim: str = ""
    """What a title may say: one statement that holds for all that is drawn, without a full stop; empty where there is none."""
    statements: tuple[Statement, ...] = ()
    """The sentence and the claim by the parts that they are about, where a page may leave some of these out."""

    @cached_property
    def table(self) -> DataTable:
        """All facts of the drawing as text."""
        return self.lines or (self.content.table if isinstance(self.content, Diagram) else table_of(self.content))

    @cached_property
    def short_table(self) -> DataTable:
        """What is drawn as a table, in the drawing's own short words."""
        return self.content.table if isinstance(self.content, Diagram) else short_table_of(self.content)

    @property
    def signs(self) -> Mapping[str, str]:
        """The meaning of each sign in the drawing's words."""
        return {} if isinstance(self.content, Diagram) else self.content.signs

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What else a reader must know, in words: the caveats, then what is not drawn and why."""
        return (*self.caveats, *(f"{aside.words}: {'; '.join(name for _, name in aside.records)}." for aside in self.asides))

    def said_of(self, titles: Collection[str]) -> Statement:
        """What may be said over and under columns and groups of rows of these titles: nothing about a part that is not among them."""
        whole = Statement(frozenset(titles), self.sentence, self.claim)
        own = [statement for statement in self.statements if statement.about.intersection(titles)]
        if len(own) == len(self.statements):
            return whole
        return Statement(whole.about, " ".join(part.sentence for part in own), own[0].claim) if own else replace(whole, claim="")

    def said_on(self, page: Page) -> Statement:
        """What may be said of one of the `pages`."""
        return self.said_of(() if isinstance(self.content, Diagram) else read(self.content).titles(*page))

    def rows_on(self, page: Page) -> str:
        """'rows 1–4 of 9', 'row 9 of 9': which rows a page draws; '9 rows drawn' where it draws all; empty for none."""
        if isinstance(self.content, Diagram):
            return f"{wording.figure(self.rows, 'row')} drawn"
        reading = read(self.content)
        return rows_in_words(reading.numbers(page.rows), len(reading.rows))

    def gaps_on(self, page: Page) -> int:
        """How many cells are not reported among those that a page draws."""
        return 0 if isinstance(self.content, Diagram) else read(self.content).gaps(*page)

    def figure(self, look: Look = DESK, page: Page = WHOLE) -> Figure:
        """The figure of the whole drawing, or of one of its `pages`, at the size of a medium."""
        return self.content.draw(look) if isinstance(self.content, Diagram) else draw(self.content, look, page.rows, page.columns)

    def is_whole(self, look: Look) -> bool:
        """Whether at that size all columns stand side by side, each with its words beside it; a diagram always does."""
        return isinstance(self.content, Diagram) or is_whole(self.content, look)

    def pages(self, look: Look, height: float) -> list[Page]:
        """The fewest pages of `height` pixels that hold every row; a diagram is one page."""
        return [WHOLE] if isinstance(self.content, Diagram) else pages_of(self.content, look, height) or [WHOLE]


@dataclass(frozen=True)
class Chart:
    """One chart: its key in addresses, its title, the question that it answers, and the function that draws it."""

    key: str
    title: str
    question: str
    draw: Callable[[Shown], Drawing]
    across_studies: bool = True
    """Whether it puts different studies side by side, and so carries `BAND`, which says that this is not a comparison."""
    rows_of: Literal["studies", "trials", ""] = "studies"
    """The records to each of which it gives a row; empty where it counts them, and so can take any number."""


def rows_in_words(rows: range, total: int) -> str:
    """'rows 1–4 of 9', 'row 9 of 9', '9 rows drawn' for all of them; empty for none."""
    if len(rows) == total:
        return f"{wording.figure(total, 'row')} drawn"
    if not rows:
        return ""
    return f"row {rows.stop} of {total}" if len(rows) == 1 else f"rows {rows.start + 1}–{rows.stop} of {total}"


BAND = "Different patients, definitions and follow-up. Side by side is not a comparison."


def broken(chart: Chart) -> Drawing:
    """The drawing in place of a chart that could not be drawn."""
    words = "This chart could not be drawn. The others are not affected; the operator can find the cause in the log."
    return Drawing(Diagram(empty, DataTable(())), f"{chart.title}: {words}")
