"""The publications by year, one row each, with a line between those that report the same children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from dashboard import wording
from dashboard.charts import rows
from dashboard.charts.chart import PLACE_COLUMN, Drawing, unported
from dashboard.evidence import Evidence
from dashboard.schema import Arm, Cohort, Study
from dashboard.selection import Shown
from dashboard.tableplot import DataTable, TableRow
from dashboard.theme import GREY, GRID, HIGHLIGHT, INK, MUTED, NOTHING, PALETTE, Figure, Part, empty, layout, note
from dashboard.vocabulary import DESIGN, SETTING

NOBODY = "No publication is shown."
COLUMNS = ("Publication", "Year", "n", "n is", "Design", "Setting", "Children", "Same children in", PLACE_COLUMN)
ROW, HEAD, FOOT, SMALL = 32, 62, 44, 13
LABELS, YEARS = 0.3, (0.325, 0.985)
"""Where the words end and the axis of years stands, as shares of the figure's width."""
BESIDE = "&nbsp;" * 5
"""What keeps a caption off its circle."""
DOT, LEAST_DOT = 2.5, 7.0
"""Pixels of a circle's diameter for the root of n, so that its area tells n; and the least that can be seen."""


def draw_timeline(shown: Shown) -> Drawing:
    """The publications by year, the size of each from its number of patients; patients are never added up."""
    if not shown.evidence.studies:
        return unported(figure=empty(NOBODY), sentence=NOBODY, twin=DataTable(COLUMNS))
    ordered = _in_time(shown)
    return unported(
        figure=_figure(shown, ordered),
        sentence=timeline_sentence(shown, ordered),
        twin=_table(shown, ordered),
        rows=len(ordered),
        caveats=(*_search_end(shown), *_cohort_notes(shown, ordered)),
    )


def timeline_sentence(shown: Shown, studies: Sequence[Study]) -> str:
    """How many publications of how many cohorts, and which cohorts are reported more than once."""
    if not studies:
        return NOBODY
    years = sorted({study.year for study in studies})
    span = f"in {years[0]}" if len(years) == 1 else f"from {years[0]} to {years[-1]}"
    publications = wording.capitalised(wording.number(len(studies), "publication"))
    counted = f"{publications} of {wording.cohorts(shown.evidence, studies)} {span}"
    again = [
        f"{wording.in_words(number)} report the same children: {wording.lowered(shown.evidence.cohort(cohort).label)}"
        for cohort, number in _sizes(studies).items()
        if number > 1
    ]
    return f"{counted}{''.join(f'; {words}' for words in again)}. Patients are never added up across publications."


def _in_time(shown: Shown) -> list[Study]:
    """By the year in which a group of children was first reported, its publications together; then by setting and n."""
    first: dict[str, int] = {}
    for study in shown.studies:
        first[study.cohort_id] = min(study.year, first.get(study.cohort_id, study.year))
    places = {cohort: place for place, cohort in enumerate(dict.fromkeys(study.cohort_id for study in shown.studies))}
    return sorted(shown.studies, key=lambda study: (first[study.cohort_id], places[study.cohort_id], study.year))


def _sizes(studies: Iterable[Study]) -> Mapping[str, int]:
    """How many of the publications report each group of children."""
    sizes: dict[str, int] = {}
    for study in studies:
        sizes[study.cohort_id] = sizes.get(study.cohort_id, 0) + 1
    return sizes


def _search_end(shown: Shown) -> tuple[str, ...]:
    """When the search ended; empty where what is shown was chosen."""
    found = shown.evidence.fact("search_date")
    if not found:
        return ()
    return (f"The search ended in {found.value} ({wording.place_in_full(shown.evidence, found)}): its last year is not complete.",)


def _cohort_notes(shown: Shown, studies: Sequence[Study]) -> tuple[str, ...]:
    """Why publications are taken to report the same children, and of which cohorts it is not said that they are apart."""
    sizes = _sizes(studies)
    return tuple(_cohort_note(cohort, sizes) for cohort in shown.evidence.cohorts if _is_doubtful(cohort, sizes))


def _is_doubtful(cohort: Cohort, sizes: Mapping[str, int]) -> bool:
    return sizes.get(cohort.cohort_id, 0) > 1 or (cohort.cohort_id in sizes and any(other in sizes for other in cohort.may_overlap))


def _cohort_note(cohort: Cohort, sizes: Mapping[str, int]) -> str:
    basis = f", {cohort.basis}" if sizes[cohort.cohort_id] > 1 else ""
    return f"{cohort.label}{basis}{f': {cohort.note}' if cohort.note else '.'}"


def _figure(shown: Shown, studies: Sequence[Study]) -> Figure:
    body = max(len(studies), 2) * ROW
    silence = [] if studies else [note(NOBODY, 0, 1, yref="y", xanchor="left", font={"size": 15, "color": MUTED})]
    return {
        "data": [_lines(studies), _labels(studies), _dots(shown, studies), _captions(shown, studies)],
        "layout": layout(
            height=HEAD + body + FOOT,
            margin={"l": 8, "r": 8, "t": HEAD, "b": FOOT},
            xaxis={**NOTHING, "domain": [0, LABELS], "range": [0, 1]},
            xaxis2=_year_axis(shown, studies),
            yaxis={**NOTHING, "range": [max(len(studies), 2) - 0.5, -0.5]},
            annotations=[*_heads(), *silence, _key(shown.evidence.experimental)],
            shapes=_highlights(studies, shown.selection.pins),
        ),
    }


def _years(shown: Shown) -> range:
    """From the first to the last year of the evidence, whatever is shown."""
    years = [study.year for study in shown.evidence.studies]
    return range(min(years), max(years) + 1)


def _year_axis(shown: Shown, studies: Sequence[Study]) -> Part:
    """The years, under each the number of publications shown."""
    years = _years(shown)
    counts = {year: sum(1 for study in studies if study.year == year) for year in years}
    return {
        "domain": YEARS,
        "range": [years[0] - 0.4, years[-1] + 0.4],
        "side": "top",
        "anchor": "y",
        "fixedrange": True,
        "zeroline": False,
        "showgrid": True,
        "gridcolor": GRID,
        "tickvals": list(years),
        "ticktext": [f"<b>{year}</b><br>{counts[year]}" for year in years],
        "tickangle": 0,
        "tickfont": {"size": 14},
    }


def _heads() -> list[Part]:
    words = f"<b>Year of publication</b><br><span style='color:{MUTED}'>publications shown</span>"
    return [note(words, LABELS, 1, xanchor="right", yanchor="bottom", yshift=5, align="right", font={"size": 14, "color": INK})]


def _key(arm: Arm) -> Part:
    entries = (
        f"<span style='color:{PALETTE[arm.colour]}'>●</span> all given {wording.escaped(arm.words.lower())}",
        f"<span style='color:{GREY}'>●</span> n counts other treatment too",
        "area of a circle: n",
        "━ the same children",
    )
    return note(" &nbsp;&nbsp; ".join(entries), 0, 0, xanchor="left", yanchor="top", yshift=-10, font={"size": 14, "color": INK})


def _lines(studies: Sequence[Study]) -> Part:
    """A stepped line through the publications of each group of children that has several."""
    x: list[int | None] = []
    y: list[int | None] = []
    records: list[str] = []
    for cohort in (cohort for cohort, number in _sizes(studies).items() if number > 1):
        own = [(place, study) for place, study in enumerate(studies) if study.cohort_id == cohort]
        x += [*(study.year for _, study in own), None]
        y += [*(place for place, _ in own), None]
        records += [*(study.study_id for _, study in own), ""]
    return {
        "type": "scatter", "mode": "lines", "name": "same children", "x": x, "y": y, "customdata": records, "xaxis": "x2",
        "line": {"shape": "vh", "width": 3, "color": MUTED}, "hoverinfo": "skip", "connectgaps": False,
    }  # fmt: skip


def _labels(studies: Sequence[Study]) -> Part:
    """Who, at the left edge; how many, at the right edge of the words."""
    sizes = [f"n {study.patients}{' implied' if study.patients_basis == 'implied' else ''}" for study in studies]
    return {
        "type": "scatter", "mode": "text", "name": "labels", "x": [0] * len(studies) + [1] * len(studies), "y": [*range(len(studies))] * 2,
        "text": [*(wording.escaped(study.label) for study in studies), *sizes],
        "textposition": ["middle right"] * len(studies) + ["middle left"] * len(studies),
        "textfont": {"size": 15, "color": [INK] * len(studies) + [MUTED] * len(studies)},
        "customdata": [study.study_id for study in studies] * 2, "hoverinfo": "skip", "cliponaxis": False, "xaxis": "x",
    }  # fmt: skip


def _dots(shown: Shown, studies: Sequence[Study]) -> Part:
    only, colour = _only_experimental(shown), PALETTE[shown.evidence.experimental.colour]
    return {
        "type": "scatter", "mode": "markers", "name": "publications", "x": [study.year for study in studies],
        "y": [*range(len(studies))],
        "marker": {
            "size": [round(max(LEAST_DOT, DOT * sqrt(study.patients)), 1) for study in studies], "opacity": 1,
            "color": [colour if study.study_id in only else GREY for study in studies], "line": {"width": 0},
        },
        "customdata": [study.study_id for study in studies], "hovertext": [_hover(shown.evidence, study) for study in studies],
        "hovertemplate": "%{hovertext}<extra></extra>", "cliponaxis": False, "xaxis": "x2",
    }  # fmt: skip


def _hover(evidence: Evidence, study: Study) -> str:
    size = f"{DESIGN[study.design]}, n {study.patients} ({study.patients_basis})"
    lines = [size, *([study.patients_note] if study.patients_note else []), wording.place_in_full(evidence, study)]
    return "<br>".join([f"<b>{wording.escaped(study.label)}</b>", *map(wording.escaped, lines)])


def _only_experimental(shown: Shown) -> set[str]:
    """The publications all of whose patients were given the experimental treatment."""
    evidence = shown.evidence
    arms = {study.study_id: {evidence.arm(result.arm).role for result in evidence.results_of(study.study_id)} for study in shown.studies}
    return {study for study, roles in arms.items() if "experimental" in roles and roles <= {"experimental", "before"}}


def _captions(shown: Shown, studies: Sequence[Study]) -> Part:
    """Beside the first publication of a group of children that has several, where there is room: which group, or who else reports it."""
    sizes = _sizes(studies)
    middle = _years(shown)[len(_years(shown)) // 2]
    captions = []
    for place, study in enumerate(studies):
        same = rows.same_children(shown, study)
        if same and study.cohort_id not in {other.cohort_id for other in studies[:place]}:
            alone = sizes[study.cohort_id] == 1
            words = wording.escaped(f"{same}, not shown" if alone else shown.evidence.cohort(study.cohort_id).label)
            captions.append((study, place, f"{words}{BESIDE}" if study.year >= middle else f"{BESIDE}{words}"))
    return {
        "type": "scatter", "mode": "text", "name": "cohorts", "xaxis": "x2",
        "x": [study.year for study, _, _ in captions], "y": [place for _, place, _ in captions],
        "text": [words for _, _, words in captions],
        "textposition": ["middle left" if study.year >= middle else "middle right" for study, _, _ in captions],
        "textfont": {"size": SMALL, "color": MUTED}, "customdata": [study.study_id for study, _, _ in captions],
        "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _highlights(studies: Sequence[Study], pins: Sequence[str]) -> list[Part]:
    box = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "fillcolor": HIGHLIGHT, "line": {"width": 0}, "layer": "below"}
    return [{**box, "y0": place - 0.5, "y1": place + 0.5} for place, study in enumerate(studies) if study.study_id in pins]


def _table(shown: Shown, studies: Iterable[Study]) -> DataTable:
    return DataTable(COLUMNS, tuple(_table_row(shown, study) for study in studies))


def _table_row(shown: Shown, study: Study) -> TableRow:
    same = rows.same_children(shown, study).removeprefix("same children in ")
    cells = (
        study.label, str(study.year), str(study.patients), study.patients_basis, DESIGN[study.design], SETTING[study.group_setting],
        f"{shown.evidence.cohort(study.cohort_id).label} ({study.cohort_basis})", same, wording.place(shown.evidence, study),
    )  # fmt: skip
    return TableRow(cells, study.study_id)
