"""The running order of a presentation or a deck: which charts, in which states. Written and read here only; the browser appends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from dashboard import wording
from dashboard.charts import CHARTS
from dashboard.selection import Selection

MOST_ENTRIES, MOST_NAMED = 20, 5
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
    """The first entries of a running order that exist, and the names of those that do not, or for which there is no room."""
    parts = [part.partition("~") for part in text.split(BETWEEN) if part]
    known = [Entry(chart, unquote(query)) for chart, _, query in parts if chart in CHARTS]
    unknown = [wording.quoted(chart, 40) for chart, *_ in parts if chart not in CHARTS]
    return known[:MOST_ENTRIES], [*unknown, *(entry.chart for entry in known[MOST_ENTRIES:])]


def left_out(names: Sequence[str]) -> str:
    """'1 chart left out of the running order, which takes at most 20 that exist: nowhere'; empty where none is."""
    words = f"{wording.figure(len(names), 'chart')} left out of the running order, which takes at most {MOST_ENTRIES} that exist"
    return f"{words}: {', '.join(names[:MOST_NAMED])}{' …' if len(names) > MOST_NAMED else ''}" if names else ""
