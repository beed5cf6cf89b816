"""The gap map: where the review has a number, where only words, where nothing, and what was registered to fill it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
from dashboard.charts.chart import Chart, Drawing, Shown, Twin, TwinRow
from dashboard.charts.gaps.cells import Cell, cells_of
from dashboard.charts.gaps.figure import gaps_figure, patients
from dashboard.facets import REPORTED

CAVEATS = (
    "n: the patients of the independent cohorts that report a number, each cohort once, by its largest such publication. "
    "≤: some of them may lie outside of the line. A cohort may stand in several lines.",
    "Registrations: not completed at the time of the search; whether they measure the endpoint is not asked.",
)
MOST_NAMED = 6


def draw(shown: Shown) -> Drawing:
    """Independent cohorts with a number and their patients, by setting or population and by group of endpoints.

    Source: sections 3.1 to 3.4 and 4 of the review, Tables 1 and 2.
    """
    rows = cells_of(shown)
    cells = [cell for row in rows for cell in row]
    return Drawing(
        figure=gaps_figure(rows),
        sentence=sentence(rows),
        twin=_twin(cells),
        not_reported=sum(1 for cell in cells if cell.kind in ("none", "hidden")),
        rows=len(rows),
        caveats=CAVEATS,
    )


def sentence(rows: Sequence[Sequence[Cell]]) -> str:
    """How many cells hold a number, words or nothing, what could fill the gaps, and which lines have no number at all."""
    cells = [cell for row in rows for cell in row]
    numbers = sum(1 for cell in cells if cell.numbered)
    words = sum(1 for cell in cells if cell.kind == "words")
    gaps = [cell for cell in cells if cell.kind in ("none", "hidden")]
    filtered = " with these filters" if any(cell.kind == "hidden" for cell in cells) else ""
    fillable = sum(1 for cell in gaps if cell.registrations)
    registered = f"{fillable or 'none'} of them with a registration that was not completed"
    if len(gaps) == len(cells):
        return f"All {len(cells)} cells are empty{filtered}, {registered}."
    counted = f"Of {len(cells)} cells {_hold(numbers)} a number, {_hold(words)} words only and {len(gaps)} {_be(len(gaps))} empty{filtered}"
    return f"{counted}, {registered}.{_silent(rows)}"


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


def _twin(cells: Sequence[Cell]) -> Twin:
    columns = (
        "Setting or population", "Endpoint group", "Cohorts with a number", "Patients in these", "Strongest design", "Publications",
        "In words only", "Registrations not completed", "Review",
    )  # fmt: skip
    return Twin(columns, tuple(_twin_row(cell) for cell in cells))


def _twin_row(cell: Cell) -> TwinRow:
    nothing = {"none": "none in this review", "hidden": "none with these filters"}.get(cell.kind, "none")
    texts = (
        cell.line.words,
        REPORTED[cell.domain],
        str(len(cell.numbered)) if cell.numbered else nothing,
        patients(cell) if cell.numbered else "",
        cell.design,
        ", ".join(study.label for study in cell.numbered),
        ", ".join(study.label for study in cell.in_words),
        str(cell.registrations),
        "; ".join(dict.fromkeys(place for source in cell.sources for place in source.split("; "))),
    )
    return TwinRow(texts, cell.query)


CHARTS = (Chart("gaps", "Evidence and gaps", "Where is there evidence, and where is none?", draw, counts_all=True),)
