"""The gap map in Plotly's JSON form: one line per setting or population, one column per group of endpoints, every cell in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from textwrap import wrap

from dashboard import wording
from dashboard.charts.gaps.cells import Cell, Counted
from dashboard.facets import REPORTED
from dashboard.schema import Study
from dashboard.theme import GREY, INK, MUTED, NOTHING, PAPER, RULE, Figure, Part, hatched, layout, legend, note, texts, tint

HEAD, FOOT, HEADING, TEXT, PADDING, LEAST = 60, 92, 40, 17, 12, 3
"""Heights in pixels: above and below the cells, of a group's heading, of a line of text, around a cell's text; least lines of text."""
LETTERS, MOST_SIZES = 18, 8
"""How long a line of a cell's text may be, and how many cohorts one lists by their n."""
LABELS, MAP = (0.0, 0.15), (0.152, 1.0)
KINDS = {
    "randomised": "a number from a randomised trial",
    "single-arm": "at best from a single-arm trial",
    "series": "at best from a series",
    "case report": "from case reports only",
    "words": "in words only",
    "mixed": "only in a mixed group",
    "hidden": "nothing left by these filters",
    "none": "nothing reported",
}
"""What a cell may be, as the legend says it; only the kinds that occur stand there."""
FILL = {"randomised": GREY, "single-arm": tint(GREY, 0.42), "series": tint(GREY, 0.2), "case report": tint(GREY, 0.08)}
"""The shade of a cell with a number, by the strongest design."""

Placed = Sequence[tuple[float, float, int, Cell]]
"""Cells with their middle in pixels from the top, their height and their column."""


def gaps_figure(cells: Sequence[Sequence[Cell]]) -> Figure:
    """The map of the cells, a sequence of them for each line."""
    settings = [row for row in cells if row[0].line.is_setting]
    populations = [row for row in cells if not row[0].line.is_setting]
    rows = [*settings, *populations]
    heights = [_height(row) for row in rows]
    above = [HEADING + (HEADING if index >= len(settings) else 0) for index in range(len(rows))]
    ends = [0.0, *accumulate(heights)]
    middles = [top + gap + height / 2 for top, gap, height in zip(ends, above, heights, strict=False)]
    placed = [(y, size, column, cell) for y, size, row in zip(middles, heights, rows, strict=True) for column, cell in enumerate(row)]
    headings = {HEADING / 2: "Setting", HEADING * 1.5 + ends[len(settings)]: "Population, where stated to be included"}
    data = [_labels(middles, rows), *(_cells(placed, kind, words) for kind, words in KINDS.items())]
    return {"data": data, "layout": _layout(2 * HEADING + ends[-1], headings)}


def _height(row: Sequence[Cell]) -> float:
    """Room for the cell of a row that says most."""
    return PADDING + TEXT * max(LEAST, *(len(cell_lines(cell)) for cell in row))


def cell_lines(cell: Cell) -> list[str]:
    """What a cell says, line by line."""
    if cell.kind in ("none", "hidden"):
        missing = "no registration left" if cell.registered else "no registration"
        registered = wording.figure(cell.registrations, "registration") if cell.registrations else missing
        return [*wrap(f"none {cell.within}" if cell.kind == "none" else "none, as filtered", LETTERS), registered]
    mixed = [f"+ {len(cell.mixed)} in mixed group"] if cell.mixed else []
    if cell.kind == "words":
        return [wording.figure(len(cell.in_words), "cohort"), "in words only", *mixed]
    if cell.kind == "mixed":
        return [wording.figure(len(cell.mixed), "cohort"), "only in a", "mixed group"]
    words = [f"+ {len(cell.in_words)} in words"] if cell.in_words else []
    listed = wrap(f"n {sizes(cell.numbered, most=MOST_SIZES)}", LETTERS)
    return [wording.figure(len(cell.numbered), "cohort"), *listed, cell.design, *words, *mixed]


def sizes(numbered: Sequence[Counted], most: int | None = None) -> str:
    """'110 · 70 · ≤ 38 · 2 not stated': whom the figure of each cohort counts, of at most so many; never added up."""
    known = [f"≤\u00a0{n}" if counted.at_most else f"{n}" for counted in numbered if (n := counted.figure.n) is not None]
    silent, more = len(numbered) - len(known), len(known[most:]) if most else 0
    written = known[:most] + ([f"{more}\u00a0more"] if more else [])
    written += [f"{silent}\u00a0not\u00a0stated" if silent > 1 else "not\u00a0stated"] if silent else []
    return "\u00a0· ".join(written)


def _labels(middles: Sequence[float], rows: Sequence[Sequence[Cell]]) -> Part:
    words = ["<br>".join(wrap(row[0].line.words, 22)) for row in rows]
    return texts("x", middles, words, [""] * len(rows), size=14)


def _cells(placed: Placed, kind: str, words: str) -> Part:
    """The cells of one kind; a click on one gives the query string that filters the dashboard to it."""
    own = [found for found in placed if found[-1].kind == kind]
    texts = [cell_lines(cell) for *_, cell in own]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [column + 0.01 for *_, column, _ in own],
        "x": [0.98] * len(own),
        "y": [y for y, *_ in own],
        "width": [height - 6 for _, height, *_ in own],
        "xaxis": "x2",
        "text": ["<br>".join(lines) for lines in texts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 13, "color": {"randomised": PAPER, "hidden": MUTED, "mixed": MUTED}.get(kind, INK)},
        "marker": _look(kind),
        "hovertext": [_hover(cell) for *_, cell in own],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [cell.query for *_, cell in own],
        "name": words,
        "showlegend": bool(own),
    }


def _look(kind: str) -> Part:
    """A shade of grey for a number, paper for words or a mixed group; a gap is hatched, finely enough to read the words on it."""
    if kind == "none":
        look = hatched()
        return {**look, "pattern": {**look["pattern"], "fgcolor": tint(GREY, 0.28)}}
    return {"color": FILL.get(kind, PAPER), "line": {"width": 1, "color": RULE if kind in ("hidden", "mixed") else GREY}}


def _hover(cell: Cell) -> str:
    """Who reports there, by name, and how many registrations could fill it."""
    parts = [f"{', '.join(map(_counted, cell.numbered))}: a number"] if cell.numbered else []
    parts += [f"{_names(cell.in_words)}: in words only"] if cell.in_words else []
    parts += [f"{_names(cell.mixed)}: only in a mixed group"] if cell.mixed else []
    parts += [f"Registrations not completed: {cell.registrations}", "Choose to filter the dashboard to this cell"]
    lines = [wording.escaped(line) for part in parts for line in wrap(part, 90)]
    return "<br>".join([f"<b>{cell.line.words}: {REPORTED[cell.domain]}</b>", *lines])


def _counted(counted: Counted) -> str:
    return f"{counted.study.label} (n {sizes([counted])})"


def _names(studies: Iterable[Study]) -> str:
    return ", ".join(study.label for study in studies)


def _layout(body: float, headings: dict[float, str]) -> Part:
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
