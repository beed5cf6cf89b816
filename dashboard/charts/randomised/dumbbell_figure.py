"""The toxicity dumbbell in Plotly's JSON form: one panel per trial, one row per event, both arms on one axis from 0 to 100 %."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from dashboard import wording
from dashboard.charts.randomised.dumbbell_rows import GROUPS, SERIOUS, Event, Panel, column_words, denominators
from dashboard.charts.randomised.marks import gaps, muted, stacked
from dashboard.charts.randomised.rows import NO_TRIAL, WORKED_OUT, Arms, against, brief, coloured, limits_words
from dashboard.schema import Arm, Result
from dashboard.theme import GRID, HATCH, HIGHLIGHT, MUTED, NOTHING, PALETTE, RULE, Figure, Part, layout, note, texts
from dashboard.vocabulary import GRADE

TEXT, PADDING, HEADING = 18, 12, 30
"""Heights in pixels: of a line of text, around the text of a row, of a group's heading."""
HEAD, FOOT = 112, 56
LABELS, GAP = 0.155, 0.02
"""The share of the width that the names of the events take, and the room between two panels."""
POINTS, WORDS, DIFFERENCE = 0.36, 0.39, 0.73
"""Within a panel: where its axis ends, and where the words of both arms and of their difference begin."""
LETTERS = 21
"""How long a line of an event's name may be."""
TICKS = (0, 50, 100)
SYMBOL = {"experimental": ("circle", "●"), "control": ("square", "■")}
"""The mark of an arm by its role, in Plotly and in the key."""
BRIEF_GRADE = {**GRADE, "lt3": "grade < 3", "ge3": "grade ≥ 3", "higher": "“higher” grade"}


@dataclass(frozen=True)
class Line:
    """One line of the figure: the heading of a clinical group, or an event in every panel; in pixels from the top."""

    y: float
    height: float
    heading: str = ""
    column: str = ""
    events: tuple[Event, ...] = ()


Placed = Sequence[tuple[float, Event]]
"""The events of one panel with their middles."""


def dumbbell_figure(panels: Sequence[Panel], arms: Arms, pins: Sequence[str]) -> Figure:
    """The panels side by side on the same rows; `pins` are the publications to highlight."""
    lines, bottom = _lines(panels)
    rows = [line for line in lines if line.column]
    names = [f"<b>{line.heading}</b>" if line.heading else _wrapped(column_words(line.column), LETTERS) for line in lines]
    data = [texts("x", [line.y for line in lines], names, [""] * len(lines))]
    for index, panel in enumerate(panels):
        data += _panel(panel, [(line.y, line.events[index]) for line in rows], *_axes(index))
    return {"data": data, "layout": _layout(panels, lines, bottom, arms, pins)}


def _panel(panel: Panel, placed: Placed, points: str, both: str, difference: str) -> list[Part]:
    """The traces of one trial on its three axes."""
    y, keys = [middle for middle, _ in placed], [panel.study_id] * len(placed)
    silent = [middle for middle, event in placed if event.silent]
    return [
        gaps(panel.trial.evidence, points, silent, keys[: len(silent)], (0, 100)),
        _joins(placed, points),
        *(_arm(panel, placed, points, arm) for arm in reversed(panel.trial.arms)),
        texts(points, y, [muted(_unplaced(event)) for _, event in placed], keys, x=50, place="middle center"),
        texts(both, y, [_both(panel, event) for _, event in placed], keys),
        texts(difference, y, [_difference(panel, event) for _, event in placed], keys),
    ]


def _axes(index: int) -> tuple[str, str, str]:
    """The names of a panel's axes: of its points, of the words of both arms, and of their difference."""
    first = 2 + 3 * index
    return f"x{first}", f"x{first + 1}", f"x{first + 2}"


def _lines(panels: Sequence[Panel]) -> tuple[list[Line], float]:
    """The groups with their events, and the depth of all in pixels."""
    lines: list[Line] = []
    top, index = 0.0, 0
    for group, columns in GROUPS.items():
        lines.append(Line(top + HEADING / 2, HEADING, heading=group))
        top += HEADING
        for column in columns:
            events = tuple(panel.events[index] for panel in panels)
            told = [_wrapped(column_words(column), LETTERS)]
            told += [words(*own) for own in zip(panels, events, strict=True) for words in (_both, _difference)]
            height = PADDING + TEXT * max(2, *(1 + text.count("<br>") for text in told))
            lines.append(Line(top + height / 2, height, column=column, events=events))
            top, index = top + height, index + 1
    return lines, top


def _wrapped(text: str, letters: int) -> str:
    return "<br>".join(wrap(text, letters))


def _both(panel: Panel, event: Event) -> str:
    """Both arms in percent, under them the counts, grade and seriousness as stated, and further counts; or the words."""
    if event.silent:
        return muted("NR in both arms")
    if event.in_words:
        said = "; ".join(dict.fromkeys(result.note for result in event.pair.results if result.note))
        return muted("<br>".join(map(wording.escaped, wrap(said, 36))))
    first = " vs ".join(coloured(arm, _percent(result)) for arm, result in zip(panel.trial.arms, event.pair.results, strict=True))
    counts = " vs ".join(brief(result) for result in event.pair.results if result.state == "count" and wording.is_counted(result))
    return stacked(first, counts, _terms(event), *(f"{brief(result)}, {BRIEF_GRADE[result.grade]}" for result in event.further))


def _percent(result: Result) -> str:
    """A percentage where there is one, since the axis is in percent."""
    return wording.percentage(result) if result.state == "count" and wording.is_counted(result) else brief(result)


def _terms(event: Event) -> str:
    """Grade, seriousness and relation as stated, unless the name of the event says them."""
    result = next(result for result in event.pair.results if result.state != "not_reported")
    named = column_words(event.column).lower()
    terms = [BRIEF_GRADE[result.grade]] if result.grade != "not_stated" and GRADE[result.grade] not in named else []
    terms += [SERIOUS[result.serious]] if result.serious in SERIOUS and "serious" not in named else []
    terms += ["related"] if result.related == "yes" else []
    return ", ".join(terms)


def _difference(panel: Panel, event: Event) -> str:
    """The difference in points with its interval, or which arm is silent."""
    pair = event.pair
    if pair.difference:
        return stacked(pair.written, limits_words(pair.difference))
    if pair.points is not None:
        return stacked(pair.written)
    if all(result.state == "implied_zero" for result in pair.results):
        return muted("implied")
    both = zip(panel.trial.arms, pair.results, strict=True)
    silent = [arm.words.lower() for arm, result in both if result.state == "not_reported"]
    return muted(f"{wording.escaped(silent[0])} NR") if len(silent) == 1 else ""


def _drawn(result: Result) -> bool:
    """Whether a result is a point on the axis: a proportion that is no lower bound, or a zero that is implied."""
    return not result.at_least and result.state in ("count", "percent_only", "implied_zero") and wording.share(result) is not None


def _unplaced(event: Event) -> str:
    """What stands on the axis of an event without any point; empty where there is one."""
    if any(_drawn(result) for result in event.pair.results):
        return ""
    if event.silent or event.in_words:
        return "NR" if event.silent else "in words only"
    return "not drawn: a lower bound" if any(result.at_least for result in event.pair.results) else "not drawn: n not stated"


def _joins(placed: Placed, axis: str) -> Part:
    """A line from arm to arm where both have a point."""
    joined = [(y, event.pair.results) for y, event in placed if all(_drawn(result) for result in event.pair.results)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [value for _, (one, other) in joined for value in (wording.share(one), wording.share(other), None)],
        "y": [value for y, _ in joined for value in (y, y, None)],
        "xaxis": axis,
        "line": {"width": 3, "color": HATCH},
        "hoverinfo": "skip",
    }


def _arm(panel: Panel, placed: Placed, axis: str, arm: Arm) -> Part:
    """The points of one arm, hollow where the denominator is missing or the zero implied."""
    own = [(y, result) for y, event in placed for result in event.pair.results if result.arm == arm.arm and _drawn(result)]
    symbols = [SYMBOL[arm.role][0] + ("" if result.state == "count" else "-open") for _, result in own]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [wording.share(result) for _, result in own],
        "y": [y for y, _ in own],
        "xaxis": axis,
        "marker": {"symbol": symbols, "size": 13, "color": PALETTE[arm.colour], "line": {"width": 2.5, "color": PALETTE[arm.colour]}},
        "customdata": [panel.study_id] * len(own),
        "hovertext": [_hover(panel, arm, result) for _, result in own],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _hover(panel: Panel, arm: Arm, result: Result) -> str:
    told = wording.escaped(wording.in_full(panel.trial.evidence, result)).replace(". ", ".<br>")
    return f"<b>{wording.escaped(f'{panel.trial.label}, {arm.words.lower()}')}</b><br>{told}"


def _layout(panels: Sequence[Panel], lines: Sequence[Line], bottom: float, arms: Arms, pins: Sequence[str]) -> Part:
    places = _places(len(panels))
    axes: Part = {"xaxis": {**NOTHING, "range": [0, 1], "domain": (0.0, LABELS)}}
    for index, (low, high) in enumerate(places):
        names = [name.replace("x", "xaxis") for name in _axes(index)]
        width = high - low
        axes[names[0]] = {
            "domain": [low, low + POINTS * width], "range": [-3, 103], "tickvals": TICKS, "ticktext": ["0 %", *map(str, TICKS[1:])],
            "side": "top", "anchor": "y", "fixedrange": True, "showgrid": False, "zeroline": False, "tickfont": {"size": 13},
        }  # fmt: skip
        axes[names[1]] = {**NOTHING, "range": [0, 1], "domain": [low + WORDS * width, low + DIFFERENCE * width]}
        axes[names[2]] = {**NOTHING, "range": [0, 1], "domain": [low + DIFFERENCE * width, high]}
    key = note(_key(arms), 0, 0, yanchor="top", yshift=-10, font={"size": 13, "color": MUTED})
    silence = [] if panels else [note(NO_TRIAL, 0, 1, yanchor="bottom", yshift=58, font={"size": 16, "color": MUTED})]
    heads = [head for panel, place in zip(panels, places, strict=False) for head in _heads(panel, *place)]
    return layout(
        height=round(HEAD + bottom + FOOT),
        **axes,
        yaxis={**NOTHING, "range": [bottom, 0], "domain": [0, 1]},
        margin={"l": 8, "r": 8, "t": HEAD, "b": FOOT},
        annotations=[*heads, key, *silence],
        shapes=[*_highlights(panels, places, pins), *_grid(len(places), lines)],
        barmode="overlay",
    )


def _places(count: int) -> list[tuple[float, float]]:
    """Where the panels begin and end, as shares of the width; the place of one panel stays where there is none."""
    count = max(count, 1)
    width = (1 - LABELS - GAP * (count - 1)) / count
    return [(LABELS + index * (width + GAP), LABELS + index * (width + GAP) + width) for index in range(count)]


def _heads(panel: Panel, low: float, high: float) -> list[Part]:
    """Above a panel: the trial, of whom its events are counted, and what its columns are."""
    width = high - low
    trial = stacked(wording.escaped(panel.trial.label), denominators(panel), f"{panel.trial.randomised}; {panel.trial.cycles}")
    arms = "<br>vs ".join(coloured(arm, wording.escaped(arm.short)) for arm in panel.trial.arms)
    above = {"yanchor": "bottom", "xanchor": "left"}
    return [
        note(trial, low, 1, **above, yshift=44, font={"size": 16}),
        note(arms, low + WORDS * width, 1, **above, yshift=4, font={"size": 14}),
        note("difference", low + DIFFERENCE * width, 1, **above, yshift=4, font={"size": 14, "color": MUTED}),
    ]


def _key(arms: Arms) -> str:
    marks = "   ".join(coloured(arm, f"<b>{SYMBOL[arm.role][1]}</b> {wording.escaped(arm.words.lower())}") for arm in arms)
    return (
        f"{marks}   hollow: percentage without a denominator, or 0 implied (†)   NR, hatched: not reported, which is not 0<br>"
        f"difference: {wording.escaped(against(arms))}, Newcombe 95 % interval, computed   {WORKED_OUT}   no grade printed: none stated"
    )


def _grid(count: int, lines: Sequence[Line]) -> Iterable[Part]:
    """A hairline above each group, and the ticks of every panel as light lines beside its events."""
    for line in lines:
        top, end = line.y - line.height / 2, line.y + line.height / 2
        if line.heading:
            yield {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": top, "y1": top, "line": {"width": 1, "color": RULE}}
            continue
        for index in range(count):
            for tick in TICKS:
                place = {"xref": _axes(index)[0], "x0": tick, "x1": tick, "y0": top, "y1": end}
                yield {"type": "line", **place, "line": {"width": 1, "color": GRID}, "layer": "below"}


def _highlights(panels: Sequence[Panel], places: Sequence[tuple[float, float]], pins: Sequence[str]) -> list[Part]:
    box = {
        "type": "rect",
        "xref": "paper",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": HIGHLIGHT,
        "line": {"width": 0},
        "layer": "below",
    }
    pinned = [place for panel, place in zip(panels, places, strict=False) if panel.study_id in pins]
    return [{**box, "x0": low - GAP / 2, "x1": high} for low, high in pinned]
