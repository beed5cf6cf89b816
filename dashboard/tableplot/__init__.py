"""The engine of all row figures: a plot is columns and groups of rows, as data; its figure, table, key and pages are derived from it.

How a drawing is made: `plot` (content) and `look` (size) -> `reading` (every row in every column) -> `columns` (horizontal positions),
`heads`, `key`, `sheet` (the layout, from measured `text`) -> `rows` and `marks` on a `canvas` -> `figure`.
`table` states the same facts in words. `pages` splits a drawing to fit a screen; `narrow` rearranges columns that are too wide for it.
"""

from dashboard.tableplot.figure import draw, empty
from dashboard.tableplot.look import Look, paper, room, screen, slide
from dashboard.tableplot.pages import Page, is_whole, pages_of
from dashboard.tableplot.plot import Axis, Bar, Box, Cell, Cells, Column, Group, Interval, Mark, Plot, Point, Scale, Words
from dashboard.tableplot.reading import read
from dashboard.tableplot.table import DataTable, TableRow, short_table_of, table_of
from dashboard.tableplot.text import Span, Text, as_small, stacked

__all__ = [
    "Axis", "Bar", "Box", "Cell", "Cells", "Column", "DataTable", "Group", "Interval", "Look", "Mark", "Page", "Plot", "Point", "Scale",
    "Span", "TableRow", "Text", "Words", "as_small", "draw", "empty", "is_whole", "pages_of", "paper", "read", "room", "screen",
    "short_table_of", "slide", "stacked", "table_of",
]  # fmt: skip
