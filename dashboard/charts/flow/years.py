"""The publications by year, a row each, with a line between those that report the same children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Any

import pandas as pd

from dashboard import wording
from dashboard.charts import rows
from dashboard.charts.chart import Drawing, Shown, Twin, TwinRow
from dashboard.theme import BLUE, GREY, GRID, HIGHLIGHT, INK, MUTED, NOTHING, Figure, layout, note
from dashboard.vocabulary import DESIGN, SETTING

ROW, HEAD, FOOT, SMALL = 32, 62, 44, 13
LABELS, YEARS = 0.3, (0.325, 0.985)
"""Where the words end and the axis of years stands, as shares of the figure's width."""
BESIDE = "&nbsp;" * 5
"""What keeps a caption off its circle."""
DOT, LEAST_DOT = 2.5, 7.0
"""Pixels of a circle's diameter for the root of n, so that its area tells n; and the least that can be seen."""


def draw_timeline(shown: Shown) -> Drawing:
    """The publications by year, the size of each from its number of patients; patients are never added up.

    Source: Table 1 of the review; which publications report the same children: sections 3.1 and 3.3.
    """
    ordered = _in_time(shown)
    return Drawing(
        figure=_figure(shown, ordered),
        sentence=timeline_sentence(shown, ordered),
        twin=_twin(shown, ordered),
        rows=len(ordered),
        caveats=(_search_end(shown), *_cohort_notes(shown, ordered)),
    )


def timeline_sentence(shown: Shown, studies: Sequence[Any]) -> str:
    """How many publications of how many independent cohorts, and which cohorts are reported more than once."""
    if not studies:
        return "No publication is shown."
    years = sorted({int(study.year) for study in studies})
    cohorts = len({study.cohort_id for study in studies})
    span = f"in {years[0]}" if len(years) == 1 else f"from {years[0]} to {years[-1]}"
    counted = f"{wording.figure(len(studies), 'publication')} of {wording.figure(cohorts, 'independent cohort')} {span}"
    labels = _cohort_labels(shown)
    again = [
        f"{number} report the same children: {wording.lowered(labels[cohort])}" for cohort, number in _sizes(studies).items() if number > 1
    ]
    return f"{counted}{''.join(f'; {words}' for words in again)}. Patients are never added up across publications."


def _in_time(shown: Shown) -> list[Any]:
    """By the year in which a group of children was first reported, its publications together; then by setting and n."""
    ordered = rows.in_order(shown)
    first: dict[str, int] = {}
    for study in ordered:
        first[study.cohort_id] = min(int(study.year), first.get(study.cohort_id, int(study.year)))
    places = {cohort: place for place, cohort in enumerate(dict.fromkeys(study.cohort_id for study in ordered))}
    return sorted(ordered, key=lambda study: (first[study.cohort_id], places[study.cohort_id], int(study.year)))


def _sizes(studies: Iterable[Any]) -> Mapping[str, int]:
    """How many of the publications report each group of children."""
    sizes: dict[str, int] = {}
    for study in studies:
        sizes[study.cohort_id] = sizes.get(study.cohort_id, 0) + 1
    return sizes


def _cohort_labels(shown: Shown) -> Mapping[str, str]:
    return dict(zip(shown.evidence.cohorts["cohort_id"], shown.evidence.cohorts["label"], strict=True))


def _search_end(shown: Shown) -> str:
    review = shown.evidence.review
    found = review[review["key"] == "search_date"].iloc[0]
    return f"The search ended in {found['value']} (review {found['source']}): its last year is not complete."


def _cohort_notes(shown: Shown, studies: Sequence[Any]) -> tuple[str, ...]:
    """Why publications are taken to report the same children."""
    several = {cohort for cohort, number in _sizes(studies).items() if number > 1}
    cohorts = [cohort for cohort in shown.evidence.cohorts.itertuples() if cohort.cohort_id in several]
    return tuple(f"{cohort.label}, {cohort.basis}: {cohort.note}" for cohort in cohorts)


def _figure(shown: Shown, studies: Sequence[Any]) -> Figure:
    body = max(len(studies), 2) * ROW
    silence = [] if studies else [note("No publication is shown.", 0, 1, yref="y", xanchor="left", font={"size": 15, "color": MUTED})]
    return {
        "data": [_lines(studies), _labels(studies), _dots(shown, studies), _captions(shown, studies)],
        "layout": layout(
            height=HEAD + body + FOOT,
            margin={"l": 8, "r": 8, "t": HEAD, "b": FOOT},
            xaxis={**NOTHING, "domain": [0, LABELS], "range": [0, 1]},
            xaxis2=_year_axis(shown, studies),
            yaxis={**NOTHING, "range": [max(len(studies), 2) - 0.5, -0.5]},
            annotations=[*_heads(), *silence, _key()],
            shapes=_highlights(studies, shown.selection.pins),
        ),
    }


def _years(shown: Shown) -> range:
    """From the first to the last year of the evidence, whatever is shown."""
    years = shown.evidence.studies["year"]
    return range(int(years.min()), int(years.max()) + 1)


def _year_axis(shown: Shown, studies: Sequence[Any]) -> dict[str, Any]:
    """The years, under each the number of publications shown."""
    years = _years(shown)
    counts = {year: sum(1 for study in studies if int(study.year) == year) for year in years}
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


def _heads() -> list[dict[str, Any]]:
    words = f"<b>Year of publication</b><br><span style='color:{MUTED}'>publications shown</span>"
    return [note(words, LABELS, 1, xanchor="right", yanchor="bottom", yshift=5, align="right", font={"size": 14, "color": INK})]


def _key() -> dict[str, Any]:
    entries = (
        f"<span style='color:{BLUE}'>●</span> all given blinatumomab",
        f"<span style='color:{GREY}'>●</span> n counts other treatment too",
        "area of a circle: n",
        "━ the same children",
    )
    return note(" &nbsp;&nbsp; ".join(entries), 0, 0, xanchor="left", yanchor="top", yshift=-10, font={"size": 14, "color": INK})


def _lines(studies: Sequence[Any]) -> dict[str, Any]:
    """A stepped line through the publications of each group of children that has several."""
    x: list[int | None] = []
    y: list[int | None] = []
    records: list[str] = []
    for cohort in (cohort for cohort, number in _sizes(studies).items() if number > 1):
        own = [(place, study) for place, study in enumerate(studies) if study.cohort_id == cohort]
        x += [*(int(study.year) for _, study in own), None]
        y += [*(place for place, _ in own), None]
        records += [*(study.study_id for _, study in own), ""]
    return {
        "type": "scatter", "mode": "lines", "name": "same children", "x": x, "y": y, "customdata": records, "xaxis": "x2",
        "line": {"shape": "vh", "width": 3, "color": MUTED}, "hoverinfo": "skip", "connectgaps": False,
    }  # fmt: skip


def _labels(studies: Sequence[Any]) -> dict[str, Any]:
    """Who, at the left edge; how many, at the right edge of the words."""
    sizes = [f"n {study.patients}{' implied' if study.patients_basis == 'implied' else ''}" for study in studies]
    return {
        "type": "scatter", "mode": "text", "name": "labels", "x": [0] * len(studies) + [1] * len(studies), "y": [*range(len(studies))] * 2,
        "text": [*(study.label for study in studies), *sizes],
        "textposition": ["middle right"] * len(studies) + ["middle left"] * len(studies),
        "textfont": {"size": 15, "color": [INK] * len(studies) + [MUTED] * len(studies)},
        "customdata": [study.study_id for study in studies] * 2, "hoverinfo": "skip", "cliponaxis": False, "xaxis": "x",
    }  # fmt: skip


def _dots(shown: Shown, studies: Sequence[Any]) -> dict[str, Any]:
    only = _only_blinatumomab(shown)
    return {
        "type": "scatter", "mode": "markers", "name": "publications", "x": [int(study.year) for study in studies],
        "y": [*range(len(studies))],
        "marker": {
            "size": [round(max(LEAST_DOT, DOT * sqrt(study.patients)), 1) for study in studies], "opacity": 1,
            "color": [BLUE if study.study_id in only else GREY for study in studies], "line": {"width": 0},
        },
        "customdata": [study.study_id for study in studies], "hovertext": [_hover(study) for study in studies],
        "hovertemplate": "%{hovertext}<extra></extra>", "cliponaxis": False, "xaxis": "x2",
    }  # fmt: skip


def _hover(study: Any) -> str:
    remark = f"<br>{study.patients_note}" if study.patients_note else ""
    return f"<b>{study.label}</b><br>{DESIGN[study.design]}, n {study.patients} ({study.patients_basis}){remark}<br>Review {study.source}"


def _only_blinatumomab(shown: Shown) -> set[str]:
    """The publications all of whose patients were given blinatumomab."""
    results: pd.DataFrame = shown.evidence.results
    others = results[results["arm"] != "blinatumomab"]["study_id"]
    return set(results["study_id"]) - set(others)


def _captions(shown: Shown, studies: Sequence[Any]) -> dict[str, Any]:
    """Beside the first publication of a group of children that has several, where there is room: which group, or who else reports it."""
    labels, sizes = _cohort_labels(shown), _sizes(studies)
    middle = _years(shown)[len(_years(shown)) // 2]
    captions = []
    for place, study in enumerate(studies):
        mates = rows.mates(shown, study)
        if mates and study.cohort_id not in {other.cohort_id for other in studies[:place]}:
            alone = sizes[study.cohort_id] == 1
            words = f"same children in {' '.join(mates)}, not shown" if alone else labels[study.cohort_id]
            captions.append((study, place, f"{words}{BESIDE}" if int(study.year) >= middle else f"{BESIDE}{words}"))
    return {
        "type": "scatter", "mode": "text", "name": "cohorts", "xaxis": "x2",
        "x": [int(study.year) for study, _, _ in captions], "y": [place for _, place, _ in captions],
        "text": [words for _, _, words in captions],
        "textposition": ["middle left" if int(study.year) >= middle else "middle right" for study, _, _ in captions],
        "textfont": {"size": SMALL, "color": MUTED}, "customdata": [study.study_id for study, _, _ in captions],
        "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _highlights(studies: Sequence[Any], pins: Sequence[str]) -> list[dict[str, Any]]:
    box = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "fillcolor": HIGHLIGHT, "line": {"width": 0}, "layer": "below"}
    return [{**box, "y0": place - 0.5, "y1": place + 0.5} for place, study in enumerate(studies) if study.study_id in pins]


def _twin(shown: Shown, studies: Iterable[Any]) -> Twin:
    labels = _cohort_labels(shown)
    columns = ("Publication", "Year", "n", "n is", "Design", "Setting", "Children", "Same children in", "Review")
    return Twin(columns, tuple(_twin_row(shown, study, labels[study.cohort_id]) for study in studies))


def _twin_row(shown: Shown, study: Any, cohort: str) -> TwinRow:
    cells = (
        study.label, str(study.year), str(study.patients), study.patients_basis, DESIGN[study.design], SETTING[rows.setting_of(study)],
        f"{cohort} ({study.cohort_basis})", " ".join(rows.mates(shown, study)), study.source,
    )  # fmt: skip
    return TwinRow(cells, study.study_id)
