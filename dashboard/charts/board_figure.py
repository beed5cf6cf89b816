"""The board figure in Plotly's JSON form: labels, forest and matrix on one shared row axis, aligned by construction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import reading
from dashboard.charts.board_rows import Row
from dashboard.reading import Result
from dashboard.theme import ARM_COLOUR, GRID, HATCH, HIGHLIGHT, INK, MUTED, NOTHING, PAPER, RULE, Figure, layout, note, tint
from dashboard.vocabulary import ARM, ENDPOINT_WORDS, SETTING, TOXICITY_COLUMNS

ROW_HEIGHT, HEAD_HEIGHT, AXIS_HEIGHT, LEGEND_LINE = 38, 66, 66, 21
BARE = 18
"""Height of a side that carries no headings, or no axis."""
SYMBOL = {
    "cr_two_cycles": "circle",
    "cr_best_two_cycles": "diamond",
    "cr_one_cycle": "square",
    "cr_time_not_stated": "pentagon",
    "response_not_defined": "triangle-up",
    "mrd_complete_response": "circle",
    "mrd_negative": "square",
    "mrd_remission": "diamond",
    "mrd_response": "triangle-up",
}
HEADING = {
    "CRS any": "CRS<br>any",
    "CRS ≥ 3": "CRS<br>≥ 3",
    "Neuro any": "Neuro<br>any",
    "Seizure": "Sei-<br>zure",
    "Encephal.": "Ence-<br>phal.",
    "Stopped": "Paused,<br>ended",
    "Infection": "Infec-<br>tion",
    "Febrile neutr.": "Febrile<br>neutr.",
    "Sepsis": "Sepsis",
    "Mucositis": "Muco-<br>sitis",
    "Serious": "Serious<br>event",
    "Any ≥ 3": "Any<br>≥ 3",
    "Dose-limiting": "Dose-<br>limiting",
}
SHORT_GRADE = {"lt3": "&lt; g 3", "1-2": "g 1–2", "2": "g 2", "higher": "“higher”"}
CELL_KINDS = {
    "number": "number, darker = more (‡ worked out from percentages, + more in the card)",
    "percent_only": "percentage without a denominator in the review",
    "implied_zero": "0 † implied, not stated",
    "words": "approximate, or in words only",
    "not_reported": "NR: not reported in the review, which is not 0",
}


@dataclass(frozen=True)
class Panels:
    """Where the parts of the figure stand, as shares of its width; a part without room is left out."""

    labels: tuple[float, float]
    forest: tuple[float, float] | None
    matrix: tuple[float, float] | None


BOTH = Panels((0.0, 0.26), (0.268, 0.39), (0.49, 1.0))
EFFICACY_ONLY = Panels((0.0, 0.34), (0.35, 0.8), None)
TOXICITY_ONLY = Panels((0.0, 0.31), None, (0.32, 1.0))


@dataclass(frozen=True)
class Line:
    """One line of the figure from the top: the heading of a setting, or a row."""

    y: int
    heading: str = ""
    row: Row | None = None


Placed = Sequence[tuple[int, Row]]


def board_figure(rows: Sequence[Row], panels: Panels, measure: str, pins: Sequence[str]) -> Figure:
    """The figure of the rows, in their order; `pins` are the publications to highlight."""
    lines = _lines(rows)
    placed = [(line.y, line.row) for line in lines if line.row]
    forest = [*_forest(placed), _efficacy_text(placed)] if panels.forest else []
    matrix = _matrix(placed) if panels.matrix else []
    data = [_labels(placed), _sizes(placed), *forest, *matrix]
    entries = max(sum(trace["showlegend"] for trace in part) for part in (forest, matrix))
    foot = (AXIS_HEIGHT if panels.forest else BARE) + LEGEND_LINE * max(entries, 1)
    return {"data": data, "layout": _layout(lines, placed, panels, measure, pins, foot)}


def cell_text(result: Result, column: str, *, more: bool = False) -> str:
    """What a cell prints: number, and after a line break what qualifies it; a plus where the card says more."""
    terms = [SHORT_GRADE.get(result.grade, "")] if result.grade else []
    terms += ["serious"] if result.serious == "yes" and column != "Serious" else []
    terms += ["related"] if result.related == "yes" else []
    marks = [mark for mark, applies in (("‡", result.n_basis == "reconstructed" and result.state == "count"), ("+", more)) if applies]
    qualified = " ".join([*marks, ", ".join(term for term in terms if term)]).strip()
    return _bare(result) + (f"<br><span style='font-size:11px'>{qualified}</span>" if qualified else "")


def _bare(result: Result) -> str:
    if result.state == "not_reported":
        return "NR"
    if result.state == "qualitative":
        return "words"
    if result.state == "approximate":
        return "≈ half"
    if result.state == "percent_only":
        return reading.percentage(result)
    if result.state == "implied_zero":
        return "0 †"
    return f"{result.events}/{result.n}" if reading.has(result.n) else f"{result.events} pt"


def _lines(rows: Iterable[Row]) -> list[Line]:
    """Rows with a heading above each setting."""
    lines: list[Line] = []
    setting = None
    for row in rows:
        if row.setting != setting:
            setting = row.setting
            lines.append(Line(len(lines), heading=SETTING[setting]))
        lines.append(Line(len(lines), row=row))
    return lines


def _labels(placed: Placed) -> dict[str, Any]:
    texts = [
        str(row.study.label) + (f"<br><span style='font-size:12px;color:{MUTED}'>{_remark(row)}</span>" if _remark(row) else "")
        for _, row in placed
    ]
    return _text_trace(placed, texts, axis="x", x=0, position="middle right")


def _remark(row: Row) -> str:
    """The line under a label: the arm, in its colour, or who else reports the same children."""
    arm = f"<span style='color:{ARM_COLOUR[row.arm]}'><b>{ARM[row.arm].lower()}</b></span>" if row.randomised else ""
    return ", ".join(part for part in (arm, row.remark) if part)


def _sizes(placed: Placed) -> dict[str, Any]:
    return _text_trace(placed, [f"n {row.n}" for _, row in placed], axis="x", x=1, position="middle left", colour=MUTED)


def _text_trace(placed: Placed, texts: Sequence[str], *, axis: str, x: float, position: str, colour: str = INK) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x] * len(placed),
        "y": [y for y, _ in placed],
        "text": list(texts),
        "textposition": position,
        "textfont": {"size": 15, "color": colour},
        "customdata": _keys(placed),
        "hoverinfo": "skip",
        "xaxis": axis,
        "cliponaxis": False,
        "showlegend": False,
    }


def _keys(placed: Placed) -> list[str]:
    return [row.study.study_id for _, row in placed]


def _forest(placed: Placed) -> list[dict[str, Any]]:
    """A trace a definition, so that the legend tells the symbols; then the rows without a figure, hatched."""
    groups: dict[str, list[tuple[int, Row]]] = {}
    for y, row in placed:
        if row.efficacy is not None and plotted(row.efficacy):
            groups.setdefault(row.efficacy.endpoint, []).append((y, row))
    gaps = [(y, row) for y, row in placed if row.efficacy is None or reading.share(row.efficacy) is None]
    return [*(_points(group, endpoint) for endpoint, group in groups.items()), _no_efficacy(gaps)]


def plotted(result: Result) -> bool:
    """Whether a proportion is drawn: from five patients on, or as printed without a denominator; fewer are text only."""
    return int(result.n) >= reading.FEW if reading.is_counted(result) else reading.has(result.percent)


def _points(placed: Placed, endpoint: str) -> dict[str, Any]:
    shares = [reading.share(row.efficacy) or 0.0 for _, row in placed]
    limits = [reading.limits(row.efficacy) for _, row in placed]
    symbol = SYMBOL.get(endpoint, "hexagon")
    return {
        "type": "scatter",
        "mode": "markers",
        "name": ENDPOINT_WORDS[endpoint],
        "legend": "legend",
        "x": [round(share, 2) for share in shares],
        "y": [y for y, _ in placed],
        "xaxis": "x2",
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [round(found.high - share, 2) if found else 0 for found, share in zip(limits, shares, strict=True)],
            "arrayminus": [round(share - found.low, 2) if found else 0 for found, share in zip(limits, shares, strict=True)],
            "thickness": 2.5,
            "width": 0,
            "color": ARM_COLOUR[placed[0][1].arm],
        },
        "marker": {
            "size": 14,
            "symbol": [symbol if found else f"{symbol}-open" for found in limits],
            "color": [ARM_COLOUR[row.arm] for _, row in placed],
            "line": {"width": 2, "color": [ARM_COLOUR[row.arm] for _, row in placed]},
        },
        "customdata": _keys(placed),
        "hovertext": [f"<b>{row.label}</b><br>{_wrapped(reading.in_full(row.efficacy))}" for _, row in placed],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        "showlegend": True,
    }


def _wrapped(text: str) -> str:
    return text.replace(". ", ".<br>")


def _no_efficacy(placed: Placed) -> dict[str, Any]:
    """A hatched bar across the axis: a gap is drawn, never left blank."""
    return {
        **_bars(placed, [0.0] * len(placed), 100.0, ["" for _ in placed], axis="x2"),
        "marker": _hatched(),
        "width": 0.5,
        "hovertemplate": "Not drawn: no proportion in the review<extra></extra>",
        "showlegend": False,
    }


def _efficacy_text(placed: Placed) -> dict[str, Any]:
    texts = [_efficacy_words(row) for _, row in placed]
    return _text_trace(placed, texts, axis="x3", x=0, position="middle right")


def _efficacy_words(row: Row) -> str:
    result = row.efficacy
    if result is None:
        return "NR"
    if result.state == "percent_only":
        return f"{reading.percentage(result)}, no n"
    return reading.value(result).replace(", n not stated", " pt, no n")


def _matrix(placed: Placed) -> list[dict[str, Any]]:
    """A bar trace for each kind of cell, so that each kind has its place in the legend."""
    cells = [(y, row, index, column) for y, row in placed for index, column in enumerate(TOXICITY_COLUMNS)]
    traces = []
    for kind, words in CELL_KINDS.items():
        own = [cell for cell in cells if _kind(cell[1].toxicity[cell[3]]) == kind]
        traces.append(_cells(own, kind, words))
    return traces


def _kind(cell: Sequence[Result]) -> str:
    state = cell[0].state
    if state in ("not_reported", "percent_only", "implied_zero"):
        return str(state)
    return "number" if state == "count" else "words"


def _cells(cells: Sequence[tuple[int, Row, int, str]], kind: str, words: str) -> dict[str, Any]:
    placed = [(y, row) for y, row, _, _ in cells]
    first = [row.toxicity[column][0] for _, row, _, column in cells]
    texts = [cell_text(row.toxicity[column][0], column, more=len(row.toxicity[column]) > 1) for _, row, _, column in cells]
    trace = _bars(placed, [index + 0.03 for _, _, index, _ in cells], 0.94, texts, axis="x4")
    trace |= {"name": words, "legend": "legend2", "showlegend": True, "width": 0.84}
    if kind == "not_reported":
        trace["marker"] = _hatched()
        trace["textfont"] = {"size": 12, "color": MUTED}
        trace["hovertemplate"] = "Not reported in the review<extra></extra>"
    else:
        trace["marker"] = {
            "color": [_shade(result) for result in first],
            "line": {"width": 1, "color": [ARM_COLOUR[row.arm] for _, row in placed]},
        }
        trace["hovertext"] = [_cell_hover(row, column) for _, row, _, column in cells]
        trace["hovertemplate"] = "%{hovertext}<extra></extra>"
    return trace


def _cell_hover(row: Row, column: str) -> str:
    return f"<b>{row.label}</b><br>" + "<br>".join(_wrapped(reading.in_full(result)) for result in row.toxicity[column])


def _shade(result: Result) -> str:
    share = reading.share(result)
    if share is None or result.state == "implied_zero":
        return PAPER
    return tint(ARM_COLOUR[result.arm], 0.06 + 0.54 * share / 100)


def _hatched() -> dict[str, Any]:
    return {
        "color": PAPER,
        "line": {"width": 0.5, "color": RULE},
        "pattern": {"shape": "/", "fgcolor": HATCH, "bgcolor": PAPER, "size": 8, "solidity": 0.16},
    }


def _bars(placed: Placed, bases: Sequence[float], length: float, texts: Sequence[str], *, axis: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "base": list(bases),
        "x": [length] * len(placed),
        "y": [y for y, _ in placed],
        "xaxis": axis,
        "text": list(texts),
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 13, "color": INK},
        "customdata": _keys(placed),
    }


def _layout(lines: Sequence[Line], placed: Placed, panels: Panels, measure: str, pins: Sequence[str], foot: int) -> dict[str, Any]:
    hidden = dict(NOTHING)
    body, head = max(len(lines), 2) * ROW_HEIGHT, HEAD_HEIGHT if panels.matrix else BARE
    axes: dict[str, Any] = {"xaxis": {**hidden, "domain": panels.labels, "range": [0, 1]}}
    notes = [
        note(f"<b>{line.heading}</b>", 0, line.y, yref="y", xanchor="left", font={"size": 15, "color": INK})
        for line in lines
        if line.heading
    ]
    legends: dict[str, Any] = {}
    if panels.forest:
        low, high = panels.forest
        words = "Response" if measure == "response" else "MRD"
        title = {"text": f"{words}, percent with 95 % interval", "font": {"size": 14}}
        axes["xaxis2"] = {
            "domain": [low, high], "range": [-2, 102], "tickvals": [0, 25, 50, 75, 100], "fixedrange": True, "showgrid": True,
            "gridcolor": GRID, "zeroline": False, "title": title, "tickfont": {"size": 14}, "anchor": "y",
        }  # fmt: skip
        axes["xaxis3"] = {**hidden, "domain": [high + 0.008, panels.matrix[0] if panels.matrix else 1.0], "range": [0, 1]}
        legends["legend"] = _legend(0.0)
    if panels.matrix:
        axes["xaxis4"] = {
            "domain": panels.matrix, "range": [0, len(TOXICITY_COLUMNS)], "side": "top", "anchor": "y", "fixedrange": True,
            "showgrid": False, "zeroline": False, "tickvals": [index + 0.5 for index in range(len(TOXICITY_COLUMNS))],
            "ticktext": [HEADING.get(column, column) for column in TOXICITY_COLUMNS], "tickfont": {"size": 13}, "tickangle": 0, "ticks": "",
        }  # fmt: skip
        legends["legend2"] = _legend(panels.matrix[0] if panels.forest else 0.0)
    return layout(
        height=head + body + foot,
        **axes,
        yaxis={**hidden, "range": [max(len(lines), 2) - 0.5, -0.5], "domain": [0, 1]},
        margin={"l": 8, "r": 8, "t": head, "b": foot},
        annotations=notes,
        shapes=_rules(lines) + _highlights(placed, pins),
        barmode="overlay",
        showlegend=True,
        **{name: {**legend, "y": -((AXIS_HEIGHT if panels.forest else BARE) - 6) / body} for name, legend in legends.items()},
    )


def _legend(x: float) -> dict[str, Any]:
    return {
        "orientation": "v", "x": x, "xanchor": "left", "yanchor": "top", "font": {"size": 13}, "itemclick": False, "itemdoubleclick": False,
        "tracegroupgap": 0, "bgcolor": "rgba(0,0,0,0)",
    }  # fmt: skip


def _rules(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """A hairline above each setting but the first."""
    line = {"width": 1, "color": RULE}
    return [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": head.y - 0.5, "y1": head.y - 0.5, "line": line}
        for head in lines
        if head.heading and head.y
    ]


def _highlights(placed: Placed, pins: Sequence[str]) -> list[dict[str, Any]]:
    box = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "fillcolor": HIGHLIGHT, "line": {"width": 0}, "layer": "below"}
    return [{**box, "y0": y - 0.5, "y1": y + 0.5} for y, row in placed if row.study.study_id in pins]
