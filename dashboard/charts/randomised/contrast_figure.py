"""The contrast figure in Plotly's JSON form: hazard ratios on a log axis, and beside them differences in percentage points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, log10
from textwrap import wrap

from dashboard import wording
from dashboard.charts.randomised.contrast_rows import (
    SECTIONS,
    Contrast,
    Scenario,
    Section,
    hazard_ratio_words,
    interval_words,
    other_measure_words,
    p_words,
    significance_words,
)
from dashboard.charts.randomised.marks import gaps, muted, stacked
from dashboard.charts.randomised.rows import NO_TRIAL, WORKED_OUT, Arms, against, arms_of, brief, limits_words, signed
from dashboard.evidence import Evidence
from dashboard.theme import GREY, GRID, HIGHLIGHT, INK, MUTED, NOTHING, RULE, Figure, Part, layout, note, texts

TEXT, PADDING, HEADING, SCENARIO, SILENT = 20, 16, 48, 46, 40
"""Heights in pixels: of a line of text, around the text of a row, of a section's heading, of a scenario, of an empty section."""
HEAD, FOOT = 66, 60
SCENARIO_LETTERS = 78
"""How long a line of a scenario's words may be, short of the differences."""
LABELS, RATIOS, RATIO_WORDS, POINTS, POINT_WORDS = (0.0, 0.17), (0.18, 0.36), (0.37, 0.53), (0.535, 0.735), (0.745, 1.0)
RATIO_TICKS, POINT_TICKS = (0.2, 0.5, 1.0, 2.0), (-40.0, -20.0, 0.0, 20.0, 40.0)
LEAST_RATIO, MOST_RATIO, MOST_POINTS = 0.15, 2.3, 62.0
"""How far the axes reach; further only where an interval does."""
KEY = (
    f"<b>◆</b> hazard ratio, interval as published   <b>●</b> difference, Newcombe 95 % interval, computed   {WORKED_OUT}<br>"
    "<b>○</b> difference of printed percentages, without an interval   "
    "difference: {against}   NR, hatched: not reported"
)


@dataclass(frozen=True)
class Mark:
    """A point with its limits; without an interval both are the point itself, and `hollow` says so."""

    x: float
    low: float
    high: float
    hover: str
    hollow: bool = False


@dataclass(frozen=True)
class _Frame:
    """What the axes reach, between which arms the differences are, and which publications are highlighted."""

    ratios: tuple[float, float]
    points: tuple[float, float]
    arms: Arms
    pins: Sequence[str]


@dataclass(frozen=True)
class Line:
    """One line of the figure: a section's heading, a trial in a section, or a scenario of missing outcomes under it."""

    height: float
    label: str
    study_id: str = ""
    section: Section | None = None
    ratio: Mark | None = None
    ratio_words: str = ""
    points: Mark | None = None
    point_words: str = ""
    scenario: bool = False


Placed = Sequence[tuple[float, Line]]
"""Lines with their middles, in pixels from the top."""


def contrast_figure(evidence: Evidence, contrasts: Sequence[Contrast], pins: Sequence[str]) -> Figure:
    """The figure of the contrasts in their order, section by section; `pins` are the publications to highlight."""
    placed, bottom = _placed(contrasts)
    rows = [(y, line) for y, line in placed if line.study_id and not line.scenario]
    scenarios = [(y, line) for y, line in placed if line.scenario]
    ratios, points = _ratio_range(placed), _point_range(placed)
    data = [
        _texts(placed, "x", [line.label for _, line in placed]),
        _gaps(evidence, [(y, line) for y, line in rows if not line.ratio], "x2", ratios),
        _marks([(y, line.study_id, line.ratio) for y, line in rows if line.ratio], "x2", symbol="diamond"),
        _texts(rows, "x3", [line.ratio_words for _, line in rows]),
        _gaps(evidence, [(y, line) for y, line in rows if not line.points], "x4", points),
        _marks([(y, line.study_id, line.points) for y, line in rows if line.points], "x4", symbol="circle"),
        _marks([(y, line.study_id, line.points) for y, line in scenarios if line.points], "x4", symbol="circle", size=9, colour=GREY),
        _texts([*rows, *scenarios], "x5", [line.point_words for _, line in [*rows, *scenarios]]),
    ]
    return {"data": data, "layout": _layout(placed, bottom, _Frame(ratios, points, arms_of(evidence), pins))}


def _placed(contrasts: Sequence[Contrast]) -> tuple[Placed, float]:
    """The lines of every section, and the depth of all in pixels."""
    placed: list[tuple[float, Line]] = []
    top = 0.0
    for section in SECTIONS:
        own = [line for contrast in contrasts if contrast.section is section for line in _lines(contrast)]
        for line in [Line(HEADING, f"<b>{'<br>'.join(wrap(section.title, 22))}</b>", section=section), *own]:
            placed.append((top + line.height / 2, line))
            top += line.height
        top += 0 if own else SILENT
    return placed, top


def _lines(contrast: Contrast) -> list[Line]:
    trial, study_id = contrast.trial, contrast.trial.study.study_id
    label = stacked(wording.escaped(trial.label), trial.randomised, trial.cycles, "ended early" if trial.early_stops else "")
    said = (label, _ratio_words(contrast), _point_words(contrast))
    height = PADDING + TEXT * (1 + max(text.count("<br>") for text in said))
    row = Line(height, label, study_id, ratio=_ratio(contrast), ratio_words=said[1], points=_points(contrast), point_words=said[2])
    return [row, *(_scenario(scenario, study_id) for scenario in contrast.scenarios)]


def _scenario(scenario: Scenario, study_id: str) -> Line:
    found = scenario.difference
    events_1, n_1, events_2, n_2 = scenario.counts
    label = wrap(f"{scenario.words}: {events_1}/{n_1} ‡ vs {events_2}/{n_2} ‡", SCENARIO_LETTERS)
    return Line(
        SCENARIO,
        muted("<br>".join(map(wording.escaped, label)), size=14),
        study_id,
        points=Mark(*found, hover=wording.escaped(scenario.words)),
        point_words=muted(f"{signed(found.estimate, 1)} ({limits_words(found)})", size=15),
        scenario=True,
    )


def _ratio(contrast: Contrast) -> Mark | None:
    effect = contrast.hazard_ratio
    if effect is None:
        return None
    hover = f"<b>{wording.escaped(contrast.trial.label)}</b><br>Hazard ratio {_ratio_words(contrast)}"
    estimate = effect.estimate or 0.0
    if effect.ci_low is None or effect.ci_high is None:
        return Mark(estimate, estimate, estimate, hover, hollow=True)
    return Mark(estimate, effect.ci_low, effect.ci_high, hover)


def _ratio_words(contrast: Contrast) -> str:
    effect = contrast.hazard_ratio
    if effect is None:
        other = contrast.effect and other_measure_words(contrast.effect)
        said = (other,) if other else ("no effect measure", contrast.trial.within)
        return stacked("NR", *said, significance_words(contrast.effect) if contrast.effect else "")
    return stacked(hazard_ratio_words(effect), interval_words(effect), p_words(effect), significance_words(effect))


def _points(contrast: Contrast) -> Mark | None:
    pair = contrast.pair
    if pair is None or pair.points is None:
        return None
    trial = contrast.trial
    told = (f"{arm.words}: {wording.in_full(trial.evidence, result)}" for arm, result in zip(trial.arms, pair.results, strict=True))
    hover = "<br>".join([f"<b>{wording.escaped(trial.label)}</b>", *(wording.escaped(arm).replace(". ", ".<br>") for arm in told)])
    return Mark(*pair.difference, hover=hover) if pair.difference else Mark(pair.points, pair.points, pair.points, hover, hollow=True)


def _point_words(contrast: Contrast) -> str:
    pair = contrast.pair
    if pair is None:
        return stacked("NR", f"no figure for both arms {contrast.trial.within}")
    one, other = pair.results
    both = f"{contrast.outcome}: {brief(one)} vs {brief(other)}"
    whom = one.timepoint or contrast.whom
    written = f"{pair.written} in {contrast.section.counted}" if contrast.section.counted else pair.written
    if pair.difference:
        return stacked(written, f"95 % CI {limits_words(pair.difference)}, computed", both, whom)
    return stacked(written, both, f"{whom}{'; ' if whom else ''}interval cannot be derived:", contrast.trial.no_sizes)


def _texts(placed: Placed, axis: str, words: Sequence[str]) -> Part:
    return texts(axis, [y for y, _ in placed], words, [line.study_id for _, line in placed])


def _gaps(evidence: Evidence, placed: Placed, axis: str, ends: tuple[float, float]) -> Part:
    return gaps(evidence, axis, [y for y, _ in placed], [line.study_id for _, line in placed], ends)


def _marks(marks: Sequence[tuple[float, str, Mark]], axis: str, *, symbol: str, size: int = 14, colour: str = INK) -> Part:
    found = [mark for _, _, mark in marks]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.x for mark in found],
        "y": [y for y, _, _ in marks],
        "xaxis": axis,
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [mark.high - mark.x for mark in found],
            "arrayminus": [mark.x - mark.low for mark in found],
            "thickness": 2.5 if colour == INK else 1.5,
            "width": 0,
            "color": colour,
        },
        "marker": {
            "symbol": [f"{symbol}-open" if mark.hollow else symbol for mark in found],
            "size": size,
            "color": [GREY if mark.hollow else colour for mark in found],
            "line": {"width": 2, "color": [GREY if mark.hollow else colour for mark in found]},
        },
        "customdata": [study_id for _, study_id, _ in marks],
        "hovertext": [mark.hover for mark in found],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _ratio_range(placed: Placed) -> tuple[float, float]:
    marks = [line.ratio for _, line in placed if line.ratio]
    return min([LEAST_RATIO, *(0.9 * mark.low for mark in marks)]), max([MOST_RATIO, *(1.1 * mark.high for mark in marks)])


def _point_range(placed: Placed) -> tuple[float, float]:
    """As far to one side as to the other."""
    reach = max([MOST_POINTS, *(2 + 10 * ceil(max(-line.points.low, line.points.high) / 10) for _, line in placed if line.points)])
    return -reach, reach


def _layout(placed: Placed, bottom: float, frame: _Frame) -> Part:
    ratios, points = frame.ratios, frame.points
    shown = {"side": "top", "anchor": "y", "fixedrange": True, "showgrid": False, "zeroline": False, "tickfont": {"size": 14}}
    hidden = {**NOTHING, "range": [0, 1]}
    ratio_title = {"text": "Hazard ratio (log axis), 95 % interval", "font": {"size": 15}, "standoff": 6}
    point_title = {"text": "Difference, percentage points", "font": {"size": 15}, "standoff": 6}
    words = [direction for y, line in placed if line.section for direction in _directions(y, line.section, frame)]
    key = note(KEY.format(against=wording.escaped(against(frame.arms))), 0, 0, yanchor="top", yshift=-12, font={"size": 13, "color": MUTED})
    silence = note(NO_TRIAL, 0, HEADING + SILENT / 2, yref="y", font={"size": 16, "color": MUTED})
    return layout(
        height=round(HEAD + bottom + FOOT),
        xaxis={**hidden, "domain": LABELS},
        xaxis2={
            **shown, "domain": RATIOS, "type": "log", "range": [log10(end) for end in ratios], "tickvals": RATIO_TICKS,
            "ticktext": [f"{tick:g}" for tick in RATIO_TICKS], "title": ratio_title,
        },
        xaxis3={**hidden, "domain": RATIO_WORDS},
        xaxis4={
            **shown, "domain": POINTS, "range": points, "tickvals": POINT_TICKS, "ticktext": [signed(tick, 0) for tick in POINT_TICKS],
            "title": point_title,
        },
        xaxis5={**hidden, "domain": POINT_WORDS},
        yaxis={**NOTHING, "range": [bottom, 0], "domain": [0, 1]},
        margin={"l": 8, "r": 8, "t": HEAD, "b": FOOT},
        annotations=[*words, key, *([] if any(line.study_id for _, line in placed) else [silence])],
        shapes=[*_highlights(placed, frame.pins), *_rules(placed), *_grid(placed, ratios)],
        barmode="overlay",
    )  # fmt: skip


def _directions(y: float, section: Section, frame: _Frame) -> list[Part]:
    """What each side of the reference lines means, in words, at a section's heading."""
    ratios, points = frame.ratios, frame.points
    with_it = f"with {wording.escaped(frame.arms[0].words.lower())}"
    fewer, more = (
        (f"← fewer {section.counted}<br>{with_it}", "more →<br> ") if section.counted else ("← fewer<br> ", f"more →<br>{with_it}")
    )
    at_zero = POINTS[0] + (POINTS[1] - POINTS[0]) * points[0] / (points[0] - points[1])
    at_one = RATIOS[0] + (RATIOS[1] - RATIOS[0]) * log10(ratios[0]) / log10(ratios[0] / ratios[1])
    places = [at_zero, *([at_one] if section.counted else [])]
    return [
        note(words, place, y, yref="y", xanchor=side, align=side, xshift=shift, font={"size": 13, "color": MUTED})
        for place in places
        for words, side, shift in ((fewer, "right", -6), (more, "left", 6))
    ]


def _grid(placed: Placed, ratios: tuple[float, float]) -> Iterable[Part]:
    """Vertical lines beside the rows: the reference lines dark, the ticks light; no hazard ratio axis where no trial has one."""
    for y, line in placed:
        if not line.study_id:
            continue
        axes = [
            ("x4", POINT_TICKS, 0.0),
            *([("x2", [tick for tick in RATIO_TICKS if ratios[0] <= tick <= ratios[1]], 1.0)] if line.ratio else []),
        ]
        for axis, ticks, reference in axes:
            for tick in ticks:
                stroke = {"width": 1.5, "color": MUTED} if tick == reference else {"width": 1, "color": GRID}
                ends = {"y0": y - line.height / 2, "y1": y + line.height / 2}
                yield {"type": "line", "xref": axis, "x0": tick, "x1": tick, **ends, "line": stroke, "layer": "below"}


def _rules(placed: Placed) -> list[Part]:
    """A hairline above each section."""
    tops = [y - line.height / 2 for y, line in placed if line.section]
    return [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": top, "y1": top, "line": {"width": 1, "color": RULE}} for top in tops]


def _highlights(placed: Placed, pins: Sequence[str]) -> list[Part]:
    box = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "fillcolor": HIGHLIGHT, "line": {"width": 0}, "layer": "below"}
    return [{**box, "y0": y - line.height / 2, "y1": y + line.height / 2} for y, line in placed if line.study_id in pins]
