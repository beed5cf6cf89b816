"""The gap map in Plotly's JSON form: a line a setting or population, a column a group of endpoints, every cell in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any

from dashboard import wording
from dashboard.charts.gaps.cells import Cell
from dashboard.facets import REPORTED
from dashboard.theme import GREY, INK, MUTED, NOTHING, PAPER, RULE, Figure, hatched, layout, legend, note, texts, tint

HEAD, FOOT, HEADING, LINE = 60, 72, 40, 58
"""Heights in pixels: above and below the cells, of a group's heading, of a line of cells."""
LABELS, MAP = (0.0, 0.15), (0.152, 1.0)
KINDS = {
    "randomised": "a number from a randomised trial",
    "single-arm": "at best from a single-arm trial",
    "series": "at best from a series or a case report",
    "words": "in words only",
    "hidden": "nothing left by these filters",
    "none": "nothing in this review",
}
"""What a cell may be, as the legend says it; only the kinds that occur stand there."""
FILL = {"randomised": GREY, "single-arm": tint(GREY, 0.42), "series": tint(GREY, 0.16), "words": PAPER, "hidden": PAPER}

Placed = Sequence[tuple[float, int, Cell]]
"""Cells with their height in pixels from the top and their column."""


def gaps_figure(cells: Sequence[Sequence[Cell]]) -> Figure:
    """The map of the cells, a sequence of them for each line."""
    settings = [row for row in cells if row[0].line.is_setting]
    populations = [row for row in cells if not row[0].line.is_setting]
    tops = [HEADING + index * LINE for index in range(len(settings))]
    tops += [2 * HEADING + (len(settings) + index) * LINE for index in range(len(populations))]
    body = 2 * HEADING + len(cells) * LINE
    middles = [top + LINE / 2 for top in tops]
    placed = [(y, column, cell) for y, row in zip(middles, [*settings, *populations], strict=True) for column, cell in enumerate(row)]
    data = [_labels(middles, [*settings, *populations]), *(_cells(placed, kind, words) for kind, words in KINDS.items())]
    headings = {HEADING / 2: "Setting", HEADING * 1.5 + len(settings) * LINE: "Population, where stated to be included"}
    return {"data": data, "layout": _layout(body, headings)}


def cell_lines(cell: Cell) -> list[str]:
    """What a cell says, line by line."""
    if cell.kind in ("none", "hidden"):
        missing = "no registration left" if cell.registered else "no registration"
        registered = wording.figure(cell.registrations, "registration") if cell.registrations else missing
        return ["none in this review" if cell.kind == "none" else "none, as filtered", registered]
    if cell.kind == "words":
        return [wording.figure(len(cell.in_words), "cohort"), "in words only"]
    words = [f"+ {len(cell.in_words)} in words"] if cell.in_words else []
    return [f"{wording.figure(len(cell.numbered), 'cohort')} · n {patients(cell)}", cell.design, *words]


def patients(cell: Cell) -> str:
    """'316', or '≤ 164' where some of them may be outside of the line."""
    return f"{'≤ ' if cell.at_most else ''}{cell.patients}"


def _labels(middles: Sequence[float], rows: Sequence[Sequence[Cell]]) -> dict[str, Any]:
    words = ["<br>".join(wrap(row[0].line.words, 22)) for row in rows]
    return texts("x", middles, words, [""] * len(rows), size=14)


def _cells(placed: Placed, kind: str, words: str) -> dict[str, Any]:
    """The cells of one kind; a click on one gives the query string that filters the dashboard to it."""
    own = [(y, column, cell) for y, column, cell in placed if cell.kind == kind]
    texts = [cell_lines(cell) for *_, cell in own]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [column + 0.01 for _, column, _ in own],
        "x": [0.98] * len(own),
        "y": [y for y, *_ in own],
        "width": LINE - 6,
        "xaxis": "x2",
        "text": ["<br>".join(lines) for lines in texts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 13, "color": {"randomised": PAPER, "hidden": MUTED}.get(kind, INK)},
        "marker": _look(kind),
        "hovertext": [_hover(cell) for *_, cell in own],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [cell.query for *_, cell in own],
        "name": words,
        "showlegend": bool(own),
    }


def _look(kind: str) -> dict[str, Any]:
    """A shade of grey for a number, paper for words; a gap is hatched, finely enough to read the words on it."""
    if kind == "none":
        look = hatched()
        return {**look, "pattern": {**look["pattern"], "fgcolor": tint(GREY, 0.28)}}
    return {"color": FILL[kind], "line": {"width": 1, "color": RULE if kind == "hidden" else GREY}}


def _hover(cell: Cell) -> str:
    """Who reports there, by name, and how many registrations could fill it."""
    parts = [f"<b>{cell.line.words}: {REPORTED[cell.domain]}</b>"]
    parts += [f"{_names(cell.numbered)}: a number"] if cell.numbered else []
    parts += [f"{_names(cell.in_words)}: in words only"] if cell.in_words else []
    parts += [f"Registrations not completed: {cell.registrations}", "Choose to filter the dashboard to this cell"]
    return "<br>".join(line for part in parts for line in wrap(part, 90))


def _names(studies: Iterable[Any]) -> str:
    return ", ".join(f"{study.label} (n = {study.patients})" for study in studies)


def _layout(body: float, headings: dict[float, str]) -> dict[str, Any]:
    titles = [f"<b>{title.replace(' and ', ' and<br>')}</b>" for title in REPORTED.values()]
    heads = [note(f"<b>{words}</b>", 0, y, yref="y", xanchor="left", font={"size": 16, "color": INK}) for y, words in headings.items()]
    hidden = dict(NOTHING)
    return layout(
        height=round(HEAD + body + FOOT),
        xaxis={**hidden, "domain": LABELS, "range": [0, 1]},
        xaxis2={
            "domain": MAP, "range": [0, len(titles)], "side": "top", "anchor": "y", "fixedrange": True, "showgrid": False,
            "zeroline": False, "tickvals": [index + 0.5 for index in range(len(titles))], "ticktext": titles,
            "tickfont": {"size": 15}, "tickangle": 0, "ticks": "",
        },
        yaxis={**hidden, "range": [body, 0], "domain": [0, 1]},
        margin={"l": 8, "r": 8, "t": HEAD, "b": FOOT},
        annotations=heads,
        barmode="overlay",
        showlegend=True,
        legend=legend(-12 / body),
    )  # fmt: skip
