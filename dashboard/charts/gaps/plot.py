"""The gap map as columns: a line for each setting or population, a cell for each group of endpoints, and what was registered."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.chart import PLACE_COLUMN
from dashboard.charts.gaps import words
from dashboard.charts.gaps.rows import Row
from dashboard.facets import REPORTED
from dashboard.tableplot import Box, Cell, Cells, Group, Plot, Span, Words, as_small
from dashboard.theme import GREY, INK, MUTED, PAPER, tint

FILL = {"randomised": tint(GREY, 0.62), "single-arm": tint(GREY, 0.36), "series": tint(GREY, 0.14)}
"""The shade of a cell with a number, by the strongest design; a case report has an outline."""
PARTS = (range(4), range(4, len(REPORTED)))
"""Groups of endpoints that stay together where the map is too wide."""


def gap_map(rows: Sequence[Row], within: str) -> Plot[Row]:
    """The map of all cells; `within` says where they were looked for."""
    settings = tuple(row for row in rows if row[0].line.is_setting)
    populations = tuple(row for row in rows if not row[0].line.is_setting)
    return Plot(
        columns=(
            Words(
                "Setting or population", 26, lambda row: row[0].line.words, drawn=lambda row: Span(words.short(row[0].line), small=True),
                note="n of each cohort",
            ),
            Words(
                "Registrations not completed", 5, lambda row: as_small(f"{row[0].line.registrations}"), align="right", head=words.TRIALS
            ),
            *(Cells("", tuple(map(column, part)), 10) for part in PARTS),
            Words(PLACE_COLUMN, 0, words.places),
        ),
        groups=(Group("", settings), Group("Population, where stated to be included", populations)),
        record=lambda row: row[0].line.query,
        name=lambda row: row[0].line.words,
        turned=False,
        gap=f"none {within}",
        gap_means=f"nothing reported {within}",
        left_out=f"Nothing reported {within}",
        signs=words.SIGNS,
    )  # fmt: skip


def column(place: int) -> Cell[Row]:
    """The cells of one group of endpoints; each opens the dashboard filtered to it."""
    code, title = list(REPORTED.items())[place]
    return Cell(
        title,
        lambda row: box(row, place),
        lambda row: words.cell_text(row[place]),
        lambda row: row[place].query,
        words.SHORT_HEAD.get(code),
    )


def box(row: Row, place: int) -> Box | None:
    """The n of each cohort in the shade of the strongest design, or that there are only words, or a mixed group; None for nothing."""
    cell = row[place]
    if cell.kind == "none":
        return None
    if not cell.numbered:
        text = Span(words.FILTERED if cell.kind == "hidden" else cell.kind, colour=MUTED)
        return Box(text, border=GREY, dashed=True, means=words.KINDS["words"]) if cell.kind == "words" else Box(text, bare=True)
    text = Span(words.sizes(cell.numbered, words.MOST_SIZES))
    return Box(
        text, FILL.get(cell.kind, PAPER), "" if cell.kind in FILL else GREY, means=words.KINDS[cell.kind],
        corner=INK if cell.in_words or cell.mixed else "", corner_means="more in words or a mixed group",
    )  # fmt: skip
