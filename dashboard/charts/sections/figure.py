"""The figure of sections in Plotly's JSON form.

Every section has a vertical axis of its own in pixels of the screen, so that rows may differ in height and still align.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import wording
from dashboard.charts.sections import Cell, Columns, Mark, Section
from dashboard.charts.sections.place import APART, GAP, HEADING, SMALL, Placed, Spot, placed_sections, texts
from dashboard.schema import Arm
from dashboard.theme import GRID, HIGHLIGHT, INK, MUTED, NOTHING, PALETTE, PAPER, RULE, Figure, Part, hatched, layout, note, tint

BIG, KEY_LINE = 15, 25
KEPT = {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "hoverinfo": "skip"}
"""Nothing, without which Plotly would leave an empty panel's axis out."""


def sections_figure(sections: Sequence[Section], columns: Columns, *, arms: Iterable[Arm], pins: Iterable[str]) -> Figure:
    """The figure of the sections, one under the other; its key names the `arms` that are drawn, `pins` are the records to highlight."""
    placed = placed_sections(sections, columns)
    total = sum(each.height for each in placed)
    key = _key(sections, arms)
    axes: Part = {"xaxis": {**NOTHING, "domain": [0, 1], "range": [0, 1]}}
    for each in placed:
        axes |= _axes(each, columns, total)
    foot = KEY_LINE * len(key) + 16
    return {
        "data": [trace for each in placed for trace in _traces(each, columns)],
        "layout": layout(
            height=round(total + foot + 8),
            margin={"l": 8, "r": 8, "t": 8, "b": foot},
            annotations=[*_headings(placed, total), *_silences(placed, columns), *_key_notes(key)],
            shapes=[*_rules(placed, total), *_highlights(placed, set(pins))],
            barmode="overlay",
            plot_bgcolor="rgba(0,0,0,0)",
            **axes,
        ),
    }


def _traces(placed: Placed, columns: Columns) -> list[Part]:
    traces = [_words(placed, columns)]
    for panel, axis in enumerate(placed.section.axes):
        if axis is None:
            continue
        cells = placed.cells(panel)
        own = [_gaps(cells, axis.top), _ranges(cells), *_points(cells, axis.top), _arrows(cells, axis.top)]
        traces += [{**trace, "xaxis": placed.x(panel), "yaxis": placed.y} for trace in [trace for trace in own if trace["y"]] or [KEPT]]
    return traces


def _words(placed: Placed, columns: Columns) -> Part:
    """Labels, what is counted, and the cells' words; a click on any opens the record."""
    words = [
        (x, middle, text, line.record)
        for line, middle in zip(placed.section.lines, placed.middles, strict=True)
        for x, text in texts(line, columns)
    ]
    return {
        "type": "scatter", "mode": "text", "name": wording.escaped(placed.section.heading),
        "x": [x for x, *_ in words], "y": [middle for _, middle, *_ in words], "text": [text for *_, text, _ in words],
        "customdata": [record for *_, record in words], "textposition": "middle right", "textfont": {"size": BIG, "color": INK},
        "hoverinfo": "skip", "cliponaxis": False, "xaxis": "x", "yaxis": placed.y,
    }  # fmt: skip


def _gaps(cells: Iterable[Spot], top: float) -> Part:
    """A hatched bar across the axis: a gap is drawn, never left blank."""
    gaps = [spot for spot in cells if spot.cell.gap]
    return {
        **_bar(gaps, [0.0] * len(gaps), [top] * len(gaps)), "width": 22, "name": "NR",
        "marker": hatched(),
        "hovertext": [wording.escaped(spot.cell.gap) for spot in gaps], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _ranges(cells: Iterable[Spot]) -> Part:
    """A bar from the one reading to the other where the source allows two."""
    ranges = [spot for spot in cells if len(spot.cell.marks) > 1]
    ends = [sorted(mark.x for mark in spot.cell.marks) for spot in ranges]
    lengths = [round(high - low, 2) for low, high in ends]
    colours = [_range_colour(spot.cell) for spot in ranges]
    bar = _bar(ranges, [low for low, _ in ends], lengths)
    return {**bar, "width": 4 * APART, "name": "range", "marker": {"color": colours, "line": {"width": 0}}, "hoverinfo": "skip"}


def _range_colour(cell: Cell) -> str:
    return tint(cell.marks[0].colour, 0.28)


def _bar(spots: Sequence[Spot], bases: Sequence[float], lengths: Sequence[float]) -> Part:
    return {
        "type": "bar", "orientation": "h", "base": list(bases), "x": list(lengths), "y": [spot.middle for spot in spots],
        "customdata": [spot.line.record for spot in spots],
    }  # fmt: skip


Marked = tuple[str, float, Mark]
"""A record, the height of its mark in pixels, and the mark."""


def _marked(cells: Iterable[Spot]) -> list[Marked]:
    """The marks with the record and the height of each; two readings stand off the middle."""
    return [
        (spot.line.record, spot.middle + (0 if len(spot.cell.marks) == 1 else APART * (2 * index - 1)), mark)
        for spot in cells
        for index, mark in enumerate(spot.cell.marks)
    ]


def _points(cells: Iterable[Spot], top: float) -> list[Part]:
    """A trace a colour, since the intervals of a trace have one."""
    marked = _marked(cells)
    colours = dict.fromkeys(mark.colour for _, _, mark in marked)
    return [_points_of([each for each in marked if each[2].colour == colour], colour, top) for colour in colours]


def _points_of(marked: Sequence[Marked], colour: str, top: float) -> Part:
    marks = [mark for _, _, mark in marked]
    above = [0 if mark.low is None else (top if mark.high is None else mark.high) - mark.x for mark in marks]
    below = [0 if mark.low is None else mark.x - mark.low for mark in marks]
    return {
        "type": "scatter", "mode": "markers",
        "x": [round(mark.x, 2) for mark in marks], "y": [y for _, y, _ in marked], "customdata": [record for record, _, _ in marked],
        "error_x": {
            "type": "data", "symmetric": False, "array": [round(reach, 2) for reach in above],
            "arrayminus": [round(reach, 2) for reach in below], "thickness": 2.5, "width": 0, "color": colour,
        },
        "marker": {
            "size": 14, "symbol": ["circle-open" if mark.hollow else "circle" for mark in marks], "color": colour,
            "line": {"width": 2.5, "color": colour},
        },
        "hovertext": [mark.hover for mark in marks], "hovertemplate": "%{hovertext}<extra></extra>", "cliponaxis": False,
    }  # fmt: skip


def _arrows(cells: Iterable[Spot], top: float) -> Part:
    """An open arrow at the axis' end where the upper limit is not evaluable."""
    endless = [each for each in _marked(cells) if each[2].open_above]
    colours = [mark.colour for _, _, mark in endless]
    return {
        "type": "scatter", "mode": "markers", "name": "upper limit not evaluable",
        "x": [top] * len(endless), "y": [y for _, y, _ in endless], "customdata": [record for record, _, _ in endless],
        "marker": {"size": 15, "symbol": "triangle-right-open", "color": colours, "line": {"width": 2.5, "color": colours}},
        "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _axes(placed: Placed, columns: Columns, total: float) -> Part:
    """The section's vertical axis in pixels, and the axis of each of its panels."""
    start = placed.top + HEADING
    domain = [1 - (start + placed.body) / total, 1 - start / total]
    axes: Part = {placed.y.replace("y", "yaxis"): {**NOTHING, "range": [placed.body, 0], "domain": domain}}
    for index, (axis, panel) in enumerate(zip(placed.section.axes, columns.panels, strict=False)):
        if axis is None:
            continue
        axes[placed.x(index).replace("x", "xaxis")] = {
            "domain": [panel.low, panel.high], "range": [0, axis.top], "anchor": placed.y, "fixedrange": True, "showgrid": True,
            "gridcolor": GRID, "zeroline": True, "zerolinecolor": RULE, "zerolinewidth": 1, "tickvals": list(axis.ticks),
            "tickfont": {"size": SMALL, "color": INK}, "showticklabels": placed.section.titled,
            **({"title": {"text": wording.escaped(axis.title), "font": {"size": SMALL}, "standoff": 4}} if placed.section.titled else {}),
        }  # fmt: skip
    return axes


def _headings(placed: Iterable[Placed], total: float) -> list[Part]:
    font = {"size": 17, "color": INK}
    return [
        note(
            f"<b>{wording.escaped(each.section.heading)}</b>",
            0,
            1 - (each.top + HEADING / 2) / total,
            xanchor="left",
            yanchor="middle",
            font=font,
        )
        for each in placed
    ]


def _silences(placed: Iterable[Placed], columns: Columns) -> list[Part]:
    """Why a section has no row, in words."""
    font = {"size": BIG, "color": MUTED}
    return [
        note(
            wording.escaped(each.section.silence), 0, each.body / 2, yref=each.y, xanchor="left", yanchor="middle", font=font, bgcolor=PAPER
        )
        for each in placed
        if not each.section.lines
    ]


def _rules(placed: Iterable[Placed], total: float) -> list[Part]:
    """A hairline above each section but the first."""
    line = {"width": 1, "color": RULE}
    tops = [1 - (each.top - GAP / 4) / total for each in placed if each.number]
    return [{"type": "line", "xref": "paper", "yref": "paper", "x0": 0, "x1": 1, "y0": top, "y1": top, "line": line} for top in tops]


def _highlights(placed: Iterable[Placed], pins: set[str]) -> list[Part]:
    box = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "fillcolor": HIGHLIGHT, "line": {"width": 0}, "layer": "below"}
    return [
        {**box, "yref": each.y, "y0": middle - height / 2, "y1": middle + height / 2}
        for each in placed
        for line, middle, height in zip(each.section.lines, each.middles, each.heights, strict=True)
        if line.record in pins
    ]


def _key(sections: Iterable[Section], arms: Iterable[Arm]) -> list[str]:
    """What the symbols mean, of those that are drawn, two lines at most."""
    lines = [line for section in sections for line in section.lines]
    cells = [cell for line in lines for cell in line.cells]
    marks = [mark for cell in cells for mark in cell.marks]
    words = "".join(cell.words + cell.under for cell in cells) + "".join(line.whom for line in lines)
    ranges = [_range_colour(cell) for cell in cells if len(cell.marks) > 1]
    drawn = {mark.arm for mark in marks}
    entries = {
        **{f"<span style='color:{PALETTE[arm.colour]}'>●</span> {_name(arm)}": True for arm in arms if arm in drawn},
        "━ 95 % interval": any(not mark.hollow for mark in marks),
        "○ no interval: none printed, or no clear denominator": any(mark.hollow for mark in marks),
        "▷ upper limit not evaluable": any(mark.open_above for mark in marks),
        f"<span style='color:{ranges[0] if ranges else RULE}'>■</span> two possible readings": bool(ranges),
        "▨ NR: not reported, which is not 0": any(cell.gap for cell in cells),
        "no mark: fewer than five patients, or group not said": any(_unmarked(cell) for cell in cells),
        "‡ worked out from printed percentages": "‡" in words,
        "§ put together by us from printed counts": "§" in words,
    }
    present = [words for words, drawn in entries.items() if drawn]
    half = (len(present) + 1) // 2 if len(present) > 4 else len(present)
    return [" &nbsp;&nbsp; ".join(part) for part in (present[:half], present[half:]) if part]


def _name(arm: Arm) -> str:
    return wording.escaped(wording.lowered(arm.words))


def _unmarked(cell: Cell) -> bool:
    """Whether a figure stands in words only."""
    return bool(cell.words) and cell.on_axis and not cell.marks and not cell.gap


def _key_notes(key: Sequence[str]) -> list[Part]:
    return [
        note(line, 0, 0, xanchor="left", yanchor="top", yshift=-6 - KEY_LINE * index, font={"size": SMALL + 1, "color": INK})
        for index, line in enumerate(key)
    ]
