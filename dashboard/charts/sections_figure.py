"""The figure of sections in Plotly's JSON form.

Every section has a vertical axis of its own in pixels of the screen, so that rows may differ in height and still align.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from dashboard.charts.sections import Cell, Columns, Line, Mark, Panel, Section
from dashboard.theme import BLUE, GREY, GRID, HATCH, HIGHLIGHT, INK, MUTED, NOTHING, ORANGE, PAPER, RULE, Figure, layout, note, tint

BIG, SMALL = 15, 13
BIG_LINE, SMALL_LINE, PADDING = 20, 17, 11
HEADING, FOOT, GAP, KEY_LINE, EMPTY = 40, 48, 16, 25, 40
NARROWEST, LETTER = 1070, 6.6
"""Pixels of the narrowest figure, and of a letter of the second size in a wide typeface."""
APART = 10
"""Pixels by which two readings of one row stand off its middle."""


@dataclass(frozen=True)
class _Placed:
    """A section with its number, its top in the figure, and the middle of each line from the top of its body, in pixels."""

    section: Section
    number: int
    top: float
    body: float
    middles: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def height(self) -> float:
        """Of everything that belongs to the section."""
        return HEADING + self.body + (FOOT if self.section.titled else 0) + GAP

    @property
    def y(self) -> str:
        return f"y{self.number + 1}" if self.number else "y"

    def x(self, panel: int) -> str:
        return f"x{2 + self.number * len(self.section.axes) + panel}"

    def cells(self, panel: int) -> list[Spot]:
        lines = zip(self.section.lines, self.middles, strict=True)
        return [Spot(line, line.cells[panel], middle) for line, middle in lines]


@dataclass(frozen=True)
class Spot:
    """A cell with its line and its middle in pixels."""

    line: Line
    cell: Cell
    middle: float


def sections_figure(sections: Sequence[Section], columns: Columns, pins: Iterable[str]) -> Figure:
    """The figure of the sections, one under the other; `pins` are the records to highlight."""
    placed = _placed(sections, columns)
    total = sum(each.height for each in placed)
    key = _key(sections)
    axes: dict[str, Any] = {"xaxis": {**NOTHING, "domain": [0, 1], "range": [0, 1]}}
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
            **axes,
        ),
    }


def _placed(sections: Sequence[Section], columns: Columns) -> list[_Placed]:
    placed: list[_Placed] = []
    top = 0.0
    for number, section in enumerate(sections):
        heights = tuple(_height(line, columns) for line in section.lines)
        middles = tuple(sum(heights[:index]) + height / 2 for index, height in enumerate(heights))
        placed.append(_Placed(section, number, top, sum(heights) or EMPTY, middles, heights))
        top += placed[-1].height
    return placed


def _height(line: Line, columns: Columns) -> float:
    """Pixels of the tallest stack of words in a line, or of two readings."""
    stacks = [text for _, text in _texts(line, columns)]
    tallest = max(BIG_LINE * (1 - text.startswith("<span")) + SMALL_LINE * (text.count("<br>") + text.startswith("<span")) for text in stacks)
    readings = max((len(cell.marks) for cell in line.cells), default=0)
    return max(tallest, 4 * APART if readings > 1 else 0) + PADDING


def _texts(line: Line, columns: Columns) -> list[tuple[float, str]]:
    """Every word of a line with its place across the figure."""
    texts = [(0.0, _stack(line.label, line.under, columns.what)), (columns.what, _stack(line.what, line.whom, columns.start - columns.what))]
    for cell, panel in zip(line.cells, columns.panels, strict=True):
        x = panel.words if cell.on_axis else panel.low
        texts.append((x, _stack(cell.words, cell.under, panel.end - x)))
    return [text for text in texts if text[1]]


def _stack(big: str, under: str, width: float) -> str:
    """A line, and what qualifies it under it in the second size, broken to a share of the figure's width."""
    broken = under if "<" in under else "<br>".join(wrap(under, int(width * NARROWEST / LETTER))) if under else ""
    small = f"<span style='font-size:{SMALL}px;color:{MUTED}'>{broken}</span>" if broken else ""
    return "<br>".join(part for part in (big, small) if part)


def _traces(placed: _Placed, columns: Columns) -> list[dict[str, Any]]:
    traces = [_words(placed, columns)]
    for panel, axis in enumerate(placed.section.axes):
        cells = placed.cells(panel)
        own = [_gaps(cells, axis.top), _ranges(cells), *_points(cells, axis.top), _arrows(cells, axis.top)]
        traces += [{**trace, "xaxis": placed.x(panel), "yaxis": placed.y} for trace in own if trace["y"]]
    return traces


def _words(placed: _Placed, columns: Columns) -> dict[str, Any]:
    """Labels, what is counted, and the cells' words; a click on any opens the record."""
    texts = [
        (x, middle, text, line.record)
        for line, middle in zip(placed.section.lines, placed.middles, strict=True)
        for x, text in _texts(line, columns)
    ]
    return {
        "type": "scatter", "mode": "text", "name": placed.section.heading,
        "x": [x for x, *_ in texts], "y": [middle for _, middle, *_ in texts], "text": [text for *_, text, _ in texts],
        "customdata": [record for *_, record in texts], "textposition": "middle right", "textfont": {"size": BIG, "color": INK},
        "hoverinfo": "skip", "cliponaxis": False, "xaxis": "x", "yaxis": placed.y,
    }  # fmt: skip


def _gaps(cells: Iterable[Spot], top: float) -> dict[str, Any]:
    """A hatched bar across the axis: a gap is drawn, never left blank."""
    gaps = [spot for spot in cells if spot.cell.gap]
    pattern = {"shape": "/", "fgcolor": HATCH, "bgcolor": PAPER, "size": 8, "solidity": 0.16}
    return {
        **_bar(gaps, [0.0] * len(gaps), [top] * len(gaps)), "width": 22, "name": "NR",
        "marker": {"color": PAPER, "line": {"width": 0.5, "color": RULE}, "pattern": pattern},
        "hovertemplate": "Not drawn: no figure in the review<extra></extra>",
    }  # fmt: skip


def _ranges(cells: Iterable[Spot]) -> dict[str, Any]:
    """A bar from the one reading to the other where the review allows two."""
    ranges = [spot for spot in cells if len(spot.cell.marks) > 1]
    ends = [sorted(mark.x for mark in spot.cell.marks) for spot in ranges]
    lengths = [round(high - low, 2) for low, high in ends]
    bar = _bar(ranges, [low for low, _ in ends], lengths)
    return {**bar, "width": 4 * APART, "name": "range", "marker": {"color": tint(BLUE, 0.28), "line": {"width": 0}}, "hoverinfo": "skip"}


def _bar(spots: Sequence[Spot], bases: Sequence[float], lengths: Sequence[float]) -> dict[str, Any]:
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


def _points(cells: Iterable[Spot], top: float) -> list[dict[str, Any]]:
    """A trace a colour, since the intervals of a trace have one."""
    marked = _marked(cells)
    colours = dict.fromkeys(mark.colour for _, _, mark in marked)
    return [_points_of([each for each in marked if each[2].colour == colour], colour, top) for colour in colours]


def _points_of(marked: Sequence[Marked], colour: str, top: float) -> dict[str, Any]:
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


def _arrows(cells: Iterable[Spot], top: float) -> dict[str, Any]:
    """An open arrow at the axis' end where the upper limit is not evaluable."""
    endless = [each for each in _marked(cells) if each[2].open_above]
    colours = [mark.colour for _, _, mark in endless]
    return {
        "type": "scatter", "mode": "markers", "name": "upper limit not evaluable",
        "x": [top] * len(endless), "y": [y for _, y, _ in endless], "customdata": [record for record, _, _ in endless],
        "marker": {"size": 15, "symbol": "triangle-right-open", "color": colours, "line": {"width": 2.5, "color": colours}},
        "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _axes(placed: _Placed, columns: Columns, total: float) -> dict[str, Any]:
    """The section's vertical axis in pixels, and the axis of each of its panels."""
    start = placed.top + HEADING
    domain = [1 - (start + placed.body) / total, 1 - start / total]
    axes: dict[str, Any] = {placed.y.replace("y", "yaxis"): {**NOTHING, "range": [placed.body, 0], "domain": domain}}
    for index, (axis, panel) in enumerate(zip(placed.section.axes, columns.panels, strict=True)):
        axes[placed.x(index).replace("x", "xaxis")] = {
            "domain": [panel.low, panel.high], "range": [0, axis.top], "anchor": placed.y, "fixedrange": True, "showgrid": True,
            "gridcolor": GRID, "zeroline": True, "zerolinecolor": RULE, "zerolinewidth": 1, "tickvals": list(axis.ticks),
            "tickfont": {"size": SMALL, "color": INK}, "showticklabels": placed.section.titled,
            **({"title": {"text": axis.title, "font": {"size": SMALL}, "standoff": 4}} if placed.section.titled else {}),
        }  # fmt: skip
    return axes


def _headings(placed: Iterable[_Placed], total: float) -> list[dict[str, Any]]:
    font = {"size": 17, "color": INK}
    return [
        note(f"<b>{each.section.heading}</b>", 0, 1 - (each.top + HEADING / 2) / total, xanchor="left", yanchor="middle", font=font)
        for each in placed
    ]


def _silences(placed: Iterable[_Placed], columns: Columns) -> list[dict[str, Any]]:
    """Why a section has no row, in words."""
    font = {"size": BIG, "color": MUTED}
    return [
        note(each.section.silence, 0, each.body / 2, yref=each.y, xanchor="left", yanchor="middle", font=font)
        for each in placed
        if not each.section.lines
    ]


def _rules(placed: Iterable[_Placed], total: float) -> list[dict[str, Any]]:
    """A hairline above each section but the first."""
    line = {"width": 1, "color": RULE}
    tops = [1 - (each.top - GAP / 4) / total for each in placed if each.number]
    return [{"type": "line", "xref": "paper", "yref": "paper", "x0": 0, "x1": 1, "y0": top, "y1": top, "line": line} for top in tops]


def _highlights(placed: Iterable[_Placed], pins: set[str]) -> list[dict[str, Any]]:
    box = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "fillcolor": HIGHLIGHT, "line": {"width": 0}, "layer": "below"}
    return [
        {**box, "yref": each.y, "y0": middle - height / 2, "y1": middle + height / 2}
        for each in placed
        for line, middle, height in zip(each.section.lines, each.middles, each.heights, strict=True)
        if line.record in pins
    ]


def _key(sections: Iterable[Section]) -> list[str]:
    """What the symbols mean, of those that are drawn, two lines at most."""
    cells = [cell for section in sections for line in section.lines for cell in line.cells]
    marks = [mark for cell in cells for mark in cell.marks]
    words = "".join(cell.words + cell.under for cell in cells) + "".join(line.whom for section in sections for line in section.lines)
    entries = {
        f"<span style='color:{BLUE}'>●</span> blinatumomab": any(mark.colour == BLUE for mark in marks),
        f"<span style='color:{ORANGE}'>●</span> chemotherapy": any(mark.colour == ORANGE for mark in marks),
        f"<span style='color:{GREY}'>●</span> blinatumomab or inotuzumab": any(mark.colour == GREY for mark in marks),
        "━ 95 % interval": any(not mark.hollow for mark in marks),
        "○ no interval: none printed, or no clear denominator": any(mark.hollow for mark in marks),
        "▷ upper limit not evaluable": any(mark.open_above for mark in marks),
        f"<span style='color:{tint(BLUE, 0.28)}'>■</span> two readings of the review": any(len(cell.marks) > 1 for cell in cells),
        "▨ NR: not reported, which is not 0": any(cell.gap for cell in cells),
        "‡ worked out from printed percentages": "‡" in words,
        "§ put together by us from counts in the review": "§" in words,
    }
    present = [words for words, drawn in entries.items() if drawn]
    half = (len(present) + 1) // 2 if len(present) > 4 else len(present)
    return [" &nbsp;&nbsp; ".join(part) for part in (present[:half], present[half:]) if part]


def _key_notes(key: Sequence[str]) -> list[dict[str, Any]]:
    return [
        note(line, 0, 0, xanchor="left", yanchor="top", yshift=-6 - KEY_LINE * index, font={"size": SMALL + 1, "color": INK})
        for index, line in enumerate(key)
    ]
