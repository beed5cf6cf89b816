"""The board: efficacy and toxicity of the same children on the same rows, and each half as a chart of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from dashboard import wording
from dashboard.charts.board.figure import BOTH, EFFICACY_ONLY, TOXICITY_ONLY, Panels, board_figure
from dashboard.charts.board.forest import plotted
from dashboard.charts.board.matrix import cell_words
from dashboard.charts.board.rows import Row, board_rows
from dashboard.charts.chart import PLACE_COLUMN, Chart, Drawing, unported
from dashboard.charts.rows import by_study
from dashboard.evidence import Evidence
from dashboard.facets import FACETS
from dashboard.schema import Result
from dashboard.selection import MEASURES, Shown
from dashboard.tableplot import DataTable, TableRow
from dashboard.vocabulary import SETTING, TOXICITY_COLUMNS


def draw(shown: Shown, *, panels: Panels) -> Drawing:
    """Efficacy (percent, 0-100, with 95 % intervals) and the toxicity matrix, as far as `panels` has room for them."""
    measure = shown.selection.measure
    rows, asides = board_rows(shown, measure)
    sentences = [efficacy_sentence(shown.evidence, rows, measure)] if panels.forest else []
    sentences += [toxicity_sentence(rows)] if panels.matrix else []
    return unported(
        figure=board_figure(rows, panels, measure, shown.selection.pins),
        sentence=" ".join(sentences),
        twin=_table(rows, panels, measure),
        asides=asides,
        not_reported=_gaps(rows, panels),
        rows=len(rows),
        caveats=_caveats(shown, rows, panels, measure),
    )


def efficacy_sentence(evidence: Evidence, rows: Iterable[Row], measure: str) -> str:
    """The range of the rows of the experimental arm, in how many cohorts; never an average."""
    words = {"response": "a response", "mrd": "an MRD result"}[measure]
    reported = [(row, row.efficacy) for row in rows if row.arm == evidence.experimental and row.efficacy]
    reported = [(row, result) for row, result in reported if wording.share(result) is not None]
    if not reported:
        return f"No cohort shown here has {words} as a number {evidence.within}."
    results = [result for _, result in reported]
    subject = wording.capitalised(wording.cohorts(evidence, (row.study for row, _ in reported)))
    under = f"{words} under {wording.lowered(evidence.experimental.words)}"
    if len({row.study.cohort_id for row, _ in reported}) == 1:
        return f"{subject} reports {under}: {', '.join(dict.fromkeys(map(_with_interval, results)))}."
    span = wording.spread(wording.share(result) or 0 for result in results if plotted(result))
    few = [f"{wording.fraction(result)} of fewer than {wording.in_words(wording.FEW)}" for result in results if not plotted(result)]
    values = " and ".join(part for part in (span, *few) if part)
    return f"{subject} report {under}, {values}; {_why_no_average(results)}, so no average is shown."


def _with_interval(result: Result) -> str:
    interval = wording.interval(result) if wording.is_counted(result) else ""
    return f"{wording.value(result)}{f' ({interval})' if interval else ''}"


def _why_no_average(results: Sequence[Result]) -> str:
    """In what the results differ: in what is counted and of whom, and always in their patients."""
    kinds = {"definitions": {result.endpoint for result in results}, "denominators": {result.denominator for result in results}}
    differing = [words for words, found in kinds.items() if len(found) > 1]
    return f"{' and '.join(differing) or 'patients'} differ"


def toxicity_sentence(rows: Sequence[Row]) -> str:
    """How much of the matrix is silent."""
    cells = [cell for row in rows for cell in row.toxicity.values()]
    if not cells:
        return "No toxicity is shown."
    silent = sum(1 for cell in cells if _is_gap(cell))
    return f"Of {len(cells)} toxicity cells {silent} are not reported, which is not the same as none."


def _is_gap(cell: Sequence[Result]) -> bool:
    return all(result.state == "not_reported" for result in cell)


def _gaps(rows: Iterable[Row], panels: Panels) -> int:
    rows = list(rows)
    efficacy = sum(1 for row in rows if row.efficacy is None) if panels.forest else 0
    toxicity = sum(1 for row in rows for cell in row.toxicity.values() if _is_gap(cell)) if panels.matrix else 0
    return efficacy + toxicity


def _caveats(shown: Shown, rows: Sequence[Row], panels: Panels, measure: str) -> tuple[str, ...]:
    """That a population filter chooses publications, not children; and what is reported of a part of them only."""
    chosen = [facet.title for facet in FACETS.values() if facet.population and "included" in shown.selection.chosen(facet.key)]
    whole = f"Chosen are publications that include such children ({', '.join(chosen)}); a row counts all of its publication's patients."
    return (*([whole] if chosen and rows else []), *(_of_a_part(shown, rows, measure) if panels.forest else []))


def _of_a_part(shown: Shown, rows: Sequence[Row], measure: str) -> list[str]:
    """The figures of a subgroup that the rows do not draw."""
    drawn = {row.efficacy.result_id for row in rows if row.efficacy}
    told = by_study(shown)
    labels = {row.study.study_id: row.study.label for row in rows}
    return [
        f"{label}, of a part of its patients: {wording.what(result)}: {wording.value(result)} "
        f"({wording.place_in_full(shown.evidence, result)})."
        for study, label in labels.items()
        for result in told[study]
        if result.domain == measure and result.subgroup and wording.has_number(result) and result.result_id not in drawn
    ]


def _table(rows: Iterable[Row], panels: Panels, measure: str) -> DataTable:
    columns = ["Publication", "Setting", "n"]
    columns += [MEASURES[measure], "Definition", "Interval", PLACE_COLUMN] if panels.forest else []
    columns += list(TOXICITY_COLUMNS) if panels.matrix else []
    return DataTable(tuple(columns), tuple(_table_row(row, panels) for row in rows))


def _table_row(row: Row, panels: Panels) -> TableRow:
    cells = [row.label, SETTING[row.study.group_setting], row.n]
    if panels.forest:
        cells += _efficacy_cells(row)
    if panels.matrix:
        cells += [cell_words(cell, column) for column, cell in row.toxicity.items()]
    return TableRow(tuple(cells), row.study.study_id)


def _efficacy_cells(row: Row) -> list[str]:
    if row.efficacy is None:
        return ["not reported", "", "", ""]
    where = wording.place(row.evidence, row.efficacy)
    return [wording.value(row.efficacy), wording.what(row.efficacy), wording.interval(row.efficacy), where]


CHARTS = (
    Chart("board", "Efficacy and toxicity", "Who responded, and at what price in toxicity?", partial(draw, panels=BOTH), rows_alone=True),
    Chart("efficacy", "Efficacy", "Who responded?", partial(draw, panels=EFFICACY_ONLY), rows_alone=True),
    Chart("toxicity", "Toxicity", "At what price in toxicity?", partial(draw, panels=TOXICITY_ONLY), rows_alone=True),
)
