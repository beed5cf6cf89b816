"""The landscape in Plotly's JSON form: one row per registration, by setting, with its ages, its status and its populations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Any

from dashboard import wording
from dashboard.charts.trials.ages import STRETCHES, TICKS, YEARS, Placed, age_traces, gutter, ink, keys, place, scale_end
from dashboard.charts.trials.rows import MARK, Registration
from dashboard.theme import GREY, GRID, HIGHLIGHT, INK, MUTED, NOTHING, RULE, Figure, Part, layout, legend, note, texts, tint
from dashboard.vocabulary import SETTING, STATUS

HEAD, FOOT, HEADING, NAME, LINE, PADDING = 76, 132, 36, 20, 17, 10
"""Heights in pixels: above and below the rows, of a setting's heading, of a name, of a line under it, and between rows."""
LABELS, AGES, RIGHT = (0.0, 0.35), (0.36, 0.705), (0.72, 1.0)
GUTTER = (0.815, 1.0)
"""Where ages that are not printed stand, as shares of the labels' panel."""
STATUS_AT, BADGES_AT = 0.08, 0.59
DETAIL_LETTERS = 46
SYMBOL = {
    "recruiting": "circle",
    "not_yet_recruiting": "circle-open",
    "active_not_recruiting": "square",
    "suspended": "triangle-down-open",
    "completed": "x-thin-open",
}


@dataclass(frozen=True)
class Line:
    """One line of the figure: its middle and height in pixels from the top, and the heading or registration on it."""

    y: float
    height: float
    heading: str = ""
    registration: Registration | None = None

    @property
    def top(self) -> float:
        return self.y - self.height / 2


def landscape_figure(registrations: Sequence[Registration], *, highlighted: frozenset[str]) -> Figure:
    """The figure of the registrations in their order; `highlighted` are the rows that are pinned."""
    lines = _lines(registrations)
    placed = [(line.y, line.registration) for line in lines if line.registration]
    end = scale_end(placed)
    data = [
        *_labels(lines),
        gutter([(y, registration) for y, registration in placed if not registration.ages.stated], GUTTER),
        *age_traces([(y, registration) for y, registration in placed if registration.ages.stated], end),
        _symbols(placed),
        _texts(placed, [_status(registration) for _, registration in placed], axis="x4", x=STATUS_AT),
        _texts(placed, ["<br>".join(registration.badges) for _, registration in placed], axis="x4", x=BADGES_AT),
    ]
    return {"data": data, "layout": _layout(lines, end, highlighted)}


def _lines(registrations: Iterable[Registration]) -> list[Line]:
    lines: list[Line] = []
    top, setting = 0.0, None
    for registration in registrations:
        if registration.setting != setting:
            setting = registration.setting
            lines.append(Line(top + HEADING / 2, HEADING, heading=SETTING[setting]))
            top += HEADING
        height = PADDING + max(NAME + LINE * len(_details(registration)), NAME * max(2, len(registration.badges)))
        lines.append(Line(top + height / 2, height, registration=registration))
        top += height
    return lines


def _details(registration: Registration) -> list[str]:
    return wrap(registration.details, DETAIL_LETTERS)


def _labels(lines: Iterable[Line]) -> list[Part]:
    """The names, and under each in smaller type what else there is to say."""
    tops = [(line.top + PADDING / 2, line.registration) for line in lines if line.registration]
    names = [f"<b>{wording.escaped(registration.name)}</b>{MARK if registration.marks('duplicate') else ''}" for _, registration in tops]
    details = ["<br>".join(map(wording.escaped, _details(registration))) for _, registration in tops]
    unders = _texts([(top + NAME, registration) for top, registration in tops], details, axis="x", x=0, size=13, colour=MUTED)
    return [{**trace, "textposition": "bottom right"} for trace in (_texts(tops, names, axis="x", x=0, size=15), unders)]


def _status(registration: Registration) -> str:
    mark = MARK if registration.marks("status") else ""
    return f"{STATUS[registration.trial.status]}<br>({wording.escaped(registration.date)}){mark}"


def _texts(placed: Placed, words: Sequence[str], *, axis: str, x: float, size: int = 14, colour: str = "") -> Part:
    return texts(axis, [y for y, _ in placed], words, keys(placed), x=x, size=size, colour=colour or ink(placed))


def _symbols(placed: Placed) -> Part:
    """The shape of each status; its words stand beside it."""
    colours = ink(placed)
    shapes = [SYMBOL[registration.trial.status] for _, registration in placed]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [STATUS_AT / 2] * len(placed),
        "y": [y for y, _ in placed],
        "xaxis": "x4",
        "marker": {"symbol": shapes, "size": 13, "color": colours, "line": {"width": 2, "color": colours}},
        "customdata": keys(placed),
        "hoverinfo": "skip",
        "cliponaxis": False,
        "showlegend": False,
    }


def _layout(lines: Sequence[Line], end: float, highlighted: frozenset[str]) -> Part:
    hidden = dict(NOTHING)
    body = max(sum(line.height for line in lines), 120)
    scale = {
        "domain": AGES, "range": [0, end], "tickvals": [place(years) for years in TICKS], "ticktext": list(TICKS.values()),
        "tickfont": {"size": 14}, "tickangle": 0, "fixedrange": True, "showgrid": True, "gridcolor": GRID, "zeroline": False, "anchor": "y",
    }  # fmt: skip
    title = {"text": "Age in years, on three scales", "font": {"size": 14}}
    return layout(
        height=round(HEAD + body + FOOT),
        xaxis={**hidden, "domain": LABELS, "range": [0, 1]},
        xaxis2={**scale, "side": "top"},
        xaxis3={**scale, "side": "bottom", "overlaying": "x2", "showgrid": False, "title": title},
        xaxis4={**hidden, "domain": RIGHT, "range": [0, 1]},
        yaxis={**hidden, "range": [body, 0], "domain": [0, 1]},
        margin={"l": 8, "r": 8, "t": HEAD, "b": FOOT},
        annotations=[*_headings(lines), *_column_heads(), *_stretch_heads(end), *([] if lines else [_nothing()])],
        shapes=[*_highlights(lines, highlighted), *_breaks(), *_rules(lines)],
        barmode="overlay",
        showlegend=True,
        legend=legend(-58 / body),
    )  # fmt: skip


def _headings(lines: Iterable[Line]) -> list[Part]:
    return [
        note(f"<b>{line.heading}</b>", 0, line.y, yref="y", xanchor="left", font={"size": 16, "color": INK})
        for line in lines
        if line.heading
    ]


def _column_heads() -> list[Part]:
    """What each column holds, above it."""
    badges = RIGHT[0] + BADGES_AT * (RIGHT[1] - RIGHT[0])
    places = {"Registration": 0.0, "no age<br>in years": LABELS[1] * GUTTER[0], "Status": RIGHT[0], "Populations<br>stated": badges}
    return [_head(words, x, xanchor="left") for words, x in places.items()]


def _stretch_heads(end: float) -> list[Part]:
    """The three stretches of the age scale, above its ticks."""
    middles = {words: (place(low) + place(high)) / 2 / end for words, (low, high) in STRETCHES.items()}
    return [_head(words, AGES[0] + middle * (AGES[1] - AGES[0]), xanchor="center", yshift=26) for words, middle in middles.items()]


def _head(words: str, x: float, **rest: Any) -> Part:
    return note(words, x, 1, yanchor="bottom", font={"size": 14, "color": MUTED}, **rest)


def _nothing() -> Part:
    words = "These filters leave no registration"
    return note(words, 0.5, 0.5, xanchor="center", yanchor="middle", bgcolor="white", font={"size": 18, "color": MUTED})


def _rules(lines: Sequence[Line]) -> list[Part]:
    """A line above each setting but the first, a hairline between registrations."""
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "layer": "below"}
    parted = [(below.top, RULE if below.heading else GRID) for above, below in pairwise(lines) if above.registration]
    return [{**line, "y0": top, "y1": top, "line": {"width": 1, "color": colour}} for top, colour in parted]


def _breaks() -> list[Part]:
    """The first year of life shaded, and a line at each age at which the scale changes."""
    upright = {"xref": "x2", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    year = {**upright, "type": "rect", "x0": 0, "x1": place(1.0), "line": {"width": 0}, "fillcolor": tint(GREY, 0.07)}
    lines = [
        {**upright, "type": "line", "x0": place(years), "x1": place(years), "line": {"width": 2, "color": RULE}} for years in YEARS[1:-1]
    ]
    return [year, *lines]


def _highlights(lines: Iterable[Line], highlighted: frozenset[str]) -> list[Part]:
    box = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "fillcolor": HIGHLIGHT, "line": {"width": 0}, "layer": "below"}
    chosen = [line for line in lines if line.registration and highlighted & {row.trial_id for row in line.registration.rows}]
    return [{**box, "y0": line.top, "y1": line.top + line.height} for line in chosen]
