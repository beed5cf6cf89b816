"""What a drawing says, read from its plot and its table: rows with their columns by name, never the place of a trace."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any, NamedTuple

from dashboard.charts import CHARTS
from dashboard.charts.chart import DESK, Drawing
from dashboard.selection import Catalogues
from dashboard.tableplot import Interval, Look, Mark, Plot, Point
from dashboard.tableplot.key import KeyEntry
from dashboard.tableplot.reading import Content, read
from dashboard.tableplot.sheet import frame_of
from dashboard.tableplot.text import plain
from tests.opened import texts_in


class Drawn(NamedTuple):
    """A row of the figure: its headings, the record that it opens, its name, and its columns by their titles."""

    headings: str
    record: str
    name: str
    columns: Mapping[str, Content]

    @property
    def words(self) -> str:
        """Everything that stands in the row, column by column."""
        return " | ".join(words for content in self.columns.values() if (words := plain(content.words).replace("\u00a0", " ")))


def plot_of(drawing: Drawing) -> Plot[object]:
    assert isinstance(drawing.content, Plot)
    return drawing.content


def drawn_rows(drawing: Drawing, record: str = "") -> list[Drawn]:
    """The rows of the figure, all or those of a record."""
    reading = read(plot_of(drawing))
    titles = [leaf.title for leaf in reading.leaves]
    rows = [
        Drawn(entry.headings, entry.row.record, entry.row.name, dict(zip(titles, entry.row.contents, strict=True)))
        for entry in reading.entries
        if entry.row
    ]
    shown = [leaf.title for leaf in reading.leaves if leaf.kind != "words" or leaf.weight]
    rows = [row._replace(columns={title: row.columns[title] for title in shown}) for row in rows]
    return [row for row in rows if record in ("", row.record)]


def marks_of(drawing: Drawing) -> list[tuple[str, Mark]]:
    """Every mark with its record."""
    return [(row.record, mark) for row in drawn_rows(drawing) for content in row.columns.values() for mark in content.marks]


class Spot(NamedTuple):
    """A point with its record, and the interval of its row and lane."""

    record: str
    x: float
    limits: tuple[float | None, float | None] | None
    hollow: bool


def points_of(drawing: Drawing) -> list[Spot]:
    found: list[Spot] = []
    for row in drawn_rows(drawing):
        for content in row.columns.values():
            limits = {mark.lane: (mark.low, mark.high) for mark in content.marks if isinstance(mark, Interval)}
            found += [Spot(content.record, mark.x, limits.get(mark.lane), mark.hollow) for mark in content.marks if isinstance(mark, Point)]
    return found


def silences_of(drawing: Drawing) -> list[str]:
    """The words in the place of rows."""
    return [group.silence for group in plot_of(drawing).groups if not group.rows and group.silence]


def key_of(plot: Plot[Any], look: Look, rows: range | None = None) -> list[KeyEntry]:
    """The key under the figure of all rows, or of a range of them."""
    frame = frame_of(read(plot), look, None)
    return frame.key(frame.reading.entries if rows is None else frame.reading.entries[rows.start : rows.stop])


def key_words(drawing: Drawing) -> list[str]:
    return [entry.words for entry in key_of(plot_of(drawing), DESK)]


def table_rows(drawing: Drawing, record: str = "") -> list[dict[str, str]]:
    """The rows of the data table by their heads, all or those of a record."""
    return [dict(zip(drawing.table.heads, row.cells, strict=True)) for row in drawing.table.rows if record in ("", row.record)]


def everything_said(drawing: Drawing) -> str:
    """Every word that a reader can meet."""
    asides = [text for aside in drawing.asides for text in (aside.words, *(name for _, name in aside.records))]
    cells = [cell for row in drawing.table.rows for cell in row.cells]
    rows = [text for row in drawn_rows(drawing) for text in (row.headings, row.name, row.words)]
    return "\n".join([drawing.sentence, *asides, *drawing.caveats, *cells, *rows, *silences_of(drawing), *key_words(drawing)])


def without_markup(text: str) -> str:
    """A text of a figure without the markup that plotly.js reads in it."""
    return unescape(re.sub(r"</?(?:b|i|span|sub|sup)\b[^>]*>", "", text.replace("<br>", ", ")))


def drawn_texts(catalogues: Catalogues, query: str, key: str) -> list[str]:
    """Every text that stands in a figure; what a pointer is told, and the table, say more."""
    drawing = CHARTS[key].draw(catalogues.show(catalogues.read(query)))
    if isinstance(drawing.content, Plot):
        return [f"{row.headings}\n{row.name}\n{row.words}" for row in drawn_rows(drawing)]
    figure = drawing.figure()
    shown: list[Any] = [trace.get("text") for trace in figure["data"]]
    shown += [annotation.get("text") for annotation in figure["layout"].get("annotations", ())]
    return [without_markup(text) for text in texts_in(shown)]


def unbroken(picture: bytes) -> bytes:
    """A picture's figure without the breaks of its lines, whose place depends on how wide the digits of a version are."""
    return re.sub(rb"(?:</span>)?<br>(?:<span [^>]*>)?", b" ", picture)
