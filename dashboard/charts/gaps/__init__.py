"""The gap map: where there is a number, where only words, where nothing, and what was registered to fill it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
from dashboard.charts.chart import PLACE_COLUMN, Chart, Drawing, unported
from dashboard.charts.gaps.cells import Cell, cells_of
from dashboard.charts.gaps.figure import gaps_figure, sizes
from dashboard.facets import REPORTED
from dashboard.selection import Shown
from dashboard.tableplot import DataTable, TableRow

MOST_NAMED = 6


def draw(shown: Shown) -> Drawing:
    """Cohorts with a number and the patients whom each counts, by setting or population and by group of endpoints."""
    rows = cells_of(shown)
    cells = [cell for row in rows for cell in row]
    return unported(
        figure=gaps_figure(rows),
        sentence=sentence(rows),
        twin=_table(cells),
        not_reported=sum(1 for cell in cells if cell.kind in ("none", "hidden")),
        rows=len(rows),
        caveats=_caveats(shown),
    )


def _caveats(shown: Shown) -> tuple[str, ...]:
    treatment = shown.evidence.experimental.words.lower()
    return (
        f"n: the patients whom the figure of each cohort counts, under {treatment} alone; never added up. "
        "≤: some of them may lie outside of the line. A cohort may stand in several lines.",
        "A line of a population counts a cohort only where a figure counts nobody but these patients; "
        f"else, and where {treatment} and other treatment are not told apart, it is only in a mixed group.",
        f"The publications shown report {wording.cohorts(shown.evidence, shown.studies)}.",
        "Registrations: not completed at the time of the search; whether they measure the endpoint is not asked.",
    )


def sentence(rows: Sequence[Sequence[Cell]]) -> str:
    """How many cells hold a number, words or nothing, what could fill the gaps, and which lines have no number at all."""
    cells = [cell for row in rows for cell in row]
    numbers = sum(1 for cell in cells if cell.numbered)
    words, mixed = (sum(1 for cell in cells if cell.kind == kind) for kind in ("words", "mixed"))
    gaps = [cell for cell in cells if cell.kind in ("none", "hidden")]
    filtered = " with these filters" if any(cell.kind == "hidden" for cell in cells) else ""
    fillable = sum(1 for cell in gaps if cell.registrations)
    registered = f"{fillable or 'none'} of them with a registration that was not completed"
    if len(gaps) == len(cells):
        return f"All {len(cells)} cells are empty{filtered}, {registered}."
    counted = f"Of {len(cells)} cells {_hold(numbers)} a number, {_hold(words)} words only, {_hold(mixed)} a mixed group only"
    return f"{counted} and {len(gaps)} {_be(len(gaps))} empty{filtered}, {registered}.{_silent(rows)}"


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _hold(count: int) -> str:
    return f"{count or 'none'} {'hold' if count > 1 else 'holds'}"


def _silent(rows: Sequence[Sequence[Cell]]) -> str:
    """The lines without any number, by name while they are few."""
    silent = [row[0].line.words for row in rows if not any(cell.numbered for cell in row)]
    if len(silent) in (0, len(rows)):
        return ""
    if len(silent) > MOST_NAMED:
        return f" {wording.capitalised(wording.number(len(silent), 'line'))} of {len(rows)} have no number."
    return f" No cohort reports a number on: {'; '.join(wording.lowered(words) for words in silent)}."


def _table(cells: Sequence[Cell]) -> DataTable:
    columns = (
        "Setting or population", "Endpoint group", "Cohorts with a number", "n of each figure", "Strongest design", "Publications",
        "In words only", "Only in a mixed group", "Registrations not completed", PLACE_COLUMN,
    )  # fmt: skip
    return DataTable(columns, tuple(_table_row(cell) for cell in cells))


def _table_row(cell: Cell) -> TableRow:
    nothing = {"none": f"none {cell.within}", "hidden": "none with these filters"}.get(cell.kind, "none")
    texts = (
        cell.line.words,
        REPORTED[cell.domain],
        str(len(cell.numbered)) if cell.numbered else nothing,
        sizes(cell.numbered),
        cell.design,
        ", ".join(counted.study.label for counted in cell.numbered),
        ", ".join(study.label for study in cell.in_words),
        ", ".join(study.label for study in cell.mixed),
        str(cell.registrations),
        "; ".join(cell.places),
    )
    return TableRow(texts, cell.query)


CHARTS = (Chart("gaps", "Evidence and gaps", "Where is there evidence, and where is none?", draw, counts_all=True),)
