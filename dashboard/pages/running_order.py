"""The running order of a presentation or a deck: which charts, in which states. Written and read here only; the browser appends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from dashboard.charts import CHARTS
from dashboard.selection import Selection

MOST_ENTRIES = 20
BETWEEN = "!"
"""What stands between two entries; the browser puts it there, too."""


@dataclass(frozen=True)
class Entry:
    """One chart of a running order, and the state in which it is shown, as a query."""

    chart: str
    query: str = ""

    @classmethod
    def of(cls, chart: str, selection: Selection) -> Entry:
        """A chart in a state; the question that led there stays on its page."""
        return cls(chart, replace(selection, question="").to_query())

    def __str__(self) -> str:
        return f"{self.chart}~{quote(self.query, safe='')}"


def written(entries: Iterable[Entry]) -> str:
    """'board~setting%3Dmrd!survival~': what `parsed` reads."""
    return BETWEEN.join(map(str, entries))


def parsed(text: str) -> tuple[list[Entry], list[str]]:
    """The first entries of a running order that exist, and the names of those that do not."""
    parts = [part.partition("~") for part in text.split(BETWEEN) if part]
    known = [Entry(chart, unquote(query)) for chart, _, query in parts if chart in CHARTS]
    return known[:MOST_ENTRIES], [chart[:40] for chart, *_ in parts if chart not in CHARTS]
