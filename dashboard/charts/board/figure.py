"""The board figure in Plotly's JSON form: labels, forest and matrix on one shared row axis, aligned by construction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard import wording
from dashboard.charts.board.forest import efficacy_text, forest_traces
from dashboard.charts.board.marks import Placed, text_trace
from dashboard.charts.board.matrix import HEADING, matrix_traces
from dashboard.charts.board.rows import Row
from dashboard.selection import MEASURES
from dashboard.theme import GRID, HIGHLIGHT, INK, MUTED, NOTHING, RULE, Figure, Part, layout, note
from dashboard.vocabulary import SETTING, TOXICITY_COLUMNS

ROW_HEIGHT, HEAD_HEIGHT, AXIS_HEIGHT, LEGEND_LINE = 42, 66, 66, 21
NO_ROW = "Nothing to draw: no publication shown has a response, MRD or toxicity figure."
BARE = 18
"""Height of a side that carries no headings, or no axis."""


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


def board_figure(rows: Sequence[Row], panels: Panels, measure: str, pins: Sequence[str]) -> Figure:
    """The figure of the rows, in their order; `pins` are the publications to highlight."""
    lines = _lines(rows)
    placed = [(line.y, line.row) for line in lines if line.row]
    forest = [*forest_traces(placed), efficacy_text(placed)] if panels.forest else []
    matrix = matrix_traces(placed) if panels.matrix else []
    data = [_labels(placed), _sizes(placed), *forest, *matrix]
    entries = max(sum(trace["showlegend"] for trace in part) for part in (forest, matrix))
    foot = (AXIS_HEIGHT if panels.forest else BARE) + LEGEND_LINE * max(entries, 1) if rows else BARE
    return {"data": data, "layout": _layout(lines, placed, panels, measure, pins, foot)}


def _lines(rows: Iterable[Row]) -> list[Line]:
    """Rows with a heading above each setting."""
    lines: list[Line] = []
    setting = None
    for row in rows:
        if row.study.group_setting != setting:
            setting = row.study.group_setting
            lines.append(Line(len(lines), heading=SETTING[setting]))
        lines.append(Line(len(lines), row=row))
    return lines


def _labels(placed: Placed) -> Part:
    return text_trace(placed, [_label(row) for _, row in placed], axis="x", x=0, position="middle right")


def _label(row: Row) -> str:
    return wording.escaped(row.study.label) + _under(_remark(row))


def _under(words: str) -> str:
    return f"<br><span style='font-size:12px;color:{MUTED}'>{words}</span>" if words else ""


def _remark(row: Row) -> str:
    """The line under a label: the arm, in its colour, or who else reports the same children."""
    words = wording.escaped(wording.lowered(row.arm.words))
    arm = f"<span style='color:{row.colour}'><b>{words}</b></span>" if row.of_arm else ""
    return ", ".join(part for part in (arm, wording.escaped(row.remark)) if part)


def _sizes(placed: Placed) -> Part:
    """Each n on the line of its label, so that a long remark has the line under it to itself."""
    sizes = [f"n {row.n}{_under('&nbsp;' if _remark(row) else '')}" for _, row in placed]
    return text_trace(placed, sizes, axis="x", x=1, position="middle left", colour=MUTED)


def _layout(lines: Sequence[Line], placed: Placed, panels: Panels, measure: str, pins: Sequence[str], foot: int) -> Part:
    body, head = max(len(lines), 2) * ROW_HEIGHT, HEAD_HEIGHT if panels.matrix else BARE
    axes, notes = _axes(panels, measure), [_heading(line) for line in lines if line.heading]
    if not lines:
        axes = {name: {**axis, "visible": False} for name, axis in axes.items()}
        notes = [note(NO_ROW, 0.5, 0.5, xanchor="center", yanchor="middle", font={"size": 16, "color": MUTED})]
    return layout(
        height=head + body + foot,
        **axes,
        yaxis={**NOTHING, "range": [max(len(lines), 2) - 0.5, -0.5], "domain": [0, 1]},
        margin={"l": 8, "r": 8, "t": head, "b": foot},
        annotations=notes,
        shapes=_rules(lines) + _highlights(placed, pins),
        barmode="overlay",
        showlegend=True,
        **_legends(panels, y=-((AXIS_HEIGHT if panels.forest else BARE) - 6) / body),
    )


def _heading(line: Line) -> Part:
    return note(f"<b>{line.heading}</b>", 0, line.y, yref="y", xanchor="left", font={"size": 15, "color": INK})


def _axes(panels: Panels, measure: str) -> Part:
    """The horizontal axes: of the labels, of the forest and its texts, of the matrix."""
    axes: Part = {"xaxis": {**NOTHING, "domain": panels.labels, "range": [0, 1]}}
    if panels.forest:
        low, high = panels.forest
        title = {"text": f"{MEASURES[measure]}, percent with 95 % interval", "font": {"size": 14}}
        axes["xaxis2"] = {
            "domain": [low, high], "range": [-2, 102], "tickvals": [0, 25, 50, 75, 100], "fixedrange": True, "showgrid": True,
            "gridcolor": GRID, "zeroline": False, "title": title, "tickfont": {"size": 14}, "anchor": "y",
        }  # fmt: skip
        axes["xaxis3"] = {**NOTHING, "domain": [high + 0.008, panels.matrix[0] if panels.matrix else 1.0], "range": [0, 1]}
    if panels.matrix:
        axes["xaxis4"] = {
            "domain": panels.matrix, "range": [0, len(TOXICITY_COLUMNS)], "side": "top", "anchor": "y", "fixedrange": True,
            "showgrid": False, "zeroline": False, "tickvals": [index + 0.5 for index in range(len(TOXICITY_COLUMNS))],
            "ticktext": [HEADING.get(column, column) for column in TOXICITY_COLUMNS], "tickfont": {"size": 12}, "tickangle": 0, "ticks": "",
        }  # fmt: skip
    return axes


def _legends(panels: Panels, y: float) -> Part:
    """A legend under each half, `y` in shares of the rows' height."""
    forest = {"legend": _legend(0.0, y)} if panels.forest else {}
    matrix = {"legend2": _legend(panels.matrix[0] if panels.forest else 0.0, y)} if panels.matrix else {}
    return forest | matrix


def _legend(x: float, y: float) -> Part:
    return {
        "orientation": "v", "x": x, "xanchor": "left", "y": y, "yanchor": "top", "font": {"size": 13}, "itemclick": False,
        "itemdoubleclick": False, "tracegroupgap": 0, "bgcolor": "rgba(0,0,0,0)",
    }  # fmt: skip


def _rules(lines: Sequence[Line]) -> list[Part]:
    """A hairline above each setting but the first."""
    line = {"width": 1, "color": RULE}
    return [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": head.y - 0.5, "y1": head.y - 0.5, "line": line}
        for head in lines
        if head.heading and head.y
    ]


def _highlights(placed: Placed, pins: Sequence[str]) -> list[Part]:
    box = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "fillcolor": HIGHLIGHT, "line": {"width": 0}, "layer": "below"}
    return [{**box, "y0": y - 0.5, "y1": y + 0.5} for y, row in placed if row.study.study_id in pins]
