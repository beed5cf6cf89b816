"""The gap map as columns: a line for each setting or population, a cell for each group of endpoints, and the registrations."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.chart import PLACE_COLUMN
from dashboard.charts.gaps import words
from dashboard.charts.gaps.rows import EvidenceCell, PopulationLine
from dashboard.facets import REPORTED
from dashboard.tableplot import Box, Cell, Cells, Group, Plot, Span, Words, as_small
from dashboard.theme import GREY, INK, MUTED, PAPER, tint

FILL = {"randomised": tint(GREY, 0.62), "single-arm": tint(GREY, 0.36), "series": tint(GREY, 0.14)}
"""The shade of a cell with a number, by its strongest design; a case report has an outline instead."""
PARTS = (tuple(REPORTED)[:4], tuple(REPORTED)[4:])
"""Groups of endpoints that stay together where the map is too wide."""


def gap_map(lines: Sequence[PopulationLine], within: str) -> Plot[PopulationLine]:
    """The map of all cells; `within` says where the evidence was looked for.

    Registrations have no column where no layer shown lists any, since a 0 would say that there are none.
    """
    registrations: list[Words[PopulationLine]] = [
        Words("Registrations not known to have ended", 5, lambda line: as_small(f"{line.registrations}"), align="right", head=words.TRIALS),
        Words("Registrations not completed when listed", 0, lambda line: f"{line.registrations_then}"),
    ]
    registrations = registrations if words.lists_registrations(lines) else []
    return Plot(
        columns=(
            Words(
                "Setting or population", 26, lambda line: line.words,
                drawn=lambda line: Span(words.SHORT.get(line.option, line.words), small=True), note="n of each cohort",
            ),
            *registrations,
            *(Cells("", tuple(map(column, part)), 10) for part in PARTS),
            Words(PLACE_COLUMN, 0, words.places),
        ),
        groups=(
            Group("", tuple(line for line in lines if not line.facet.population)),
            Group("Population, where stated to be included", tuple(line for line in lines if line.facet.population)),
        ),
        record=lambda line: line.query,
        records=lambda line: (study.study_id for cell in line.cells.values() for study in cell.studies),
        name=lambda line: line.words,
        turned=False,
        gap=f"none {within}",
        gap_means=f"nothing reported {within}",
        left_out=f"Nothing reported {within}",
        signs=words.SIGNS if registrations else {sign: means for sign, means in words.SIGNS.items() if sign != words.TRIALS},
    )  # fmt: skip


def column(domain: str) -> Cell[PopulationLine]:
    """The cells of one group of endpoints; each opens the dashboard filtered to it."""
    return Cell(
        REPORTED[domain],
        lambda line: box(line.cells[domain]),
        lambda line: words.cell_text(line.cells[domain]),
        lambda line: line.cells[domain].query,
        words.SHORT_HEAD.get(domain),
    )


def box(cell: EvidenceCell) -> Box | None:
    """The n of each cohort in the shade of the strongest design; None where there is nothing at all.

    Else that there are only words, a mixed group, or nothing with these filters.
    """
    if cell.kind == "none":
        return None
    if cell.kind in ("effect", "words"):
        return Box(Span(cell.kind, colour=MUTED), border=GREY, dashed=True, means=words.KINDS[cell.kind])
    if not cell.numbered:
        return Box(Span(words.FILTERED if cell.kind == "hidden" else cell.kind, colour=MUTED), bare=True)
    return Box(
        Span(words.sizes(cell.numbered)), FILL.get(cell.kind, PAPER), "" if cell.kind in FILL else GREY, means=words.KINDS[cell.kind],
        corner=INK if cell.effects or cell.in_words or cell.mixed else "", corner_means="more in words, as an effect or in a mixed group",
    )  # fmt: skip
