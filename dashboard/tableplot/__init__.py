"""The one engine of row figures: a plot is columns and groups of rows, as data; figure, table, key and pages come from it.

The way of a drawing: `plot` (what is said) and `look` (how large) -> `entries` (rows with their headings) -> `columns` (where columns
stand), `heads`, `key`, `sheet` (where everything stands, from measured `text`) -> `rows`, `marks` onto a `canvas` -> `figure`.
`table` says the same facts in words; `pages` cuts a drawing to a screen, and with `narrow` to a place that is too narrow for its columns.
"""

from dashboard.tableplot.figure import draw, empty
from dashboard.tableplot.look import Look, paper, room, screen, slide
from dashboard.tableplot.pages import Page, pages
from dashboard.tableplot.plot import Axis, Bar, Box, Cell, Cells, Column, Group, Interval, Mark, Plot, Point, Scale, Words
from dashboard.tableplot.table import DataTable, TableRow, short_table_of, table_of
from dashboard.tableplot.text import Span, Text, as_small, stacked

__all__ = [
    "Axis", "Bar", "Box", "Cell", "Cells", "Column", "DataTable", "Group", "Interval", "Look", "Mark", "Page", "Plot", "Point", "Scale",
    "Span", "TableRow", "Text", "Words", "as_small", "draw", "empty", "pages", "paper", "room", "screen", "short_table_of", "slide",
    "stacked", "table_of",
]  # fmt: skip
