"""The ages of registrations as traces: on a scale that is broken at one year and at eighteen, each bound drawn as it is stated."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from textwrap import wrap

from dashboard import wording
from dashboard.charts.trials.rows import INFANTS, MARK, Registration
from dashboard.theme import GREY, INK, MUTED, PAPER, Part, hatched, tint

YEARS, PLACES = (0.0, 1.0, 18.0, 75.0), (0.0, 0.15, 0.73, 1.0)
"""The scale: years and where they stand, with room for the first year of life."""
TICKS = {0.0: "0", 0.5: "6 mo", 1.0: "1", 6.0: "6", 12.0: "12", 18.0: "18", 30.0: "30", 50.0: "50", 70.0: "70"}
STRETCHES = {"first<br>year": (0.0, 1.0), "1 to 18 years": (1.0, 18.0), "over 18": (18.0, 75.0)}
NARROW = 0.24
"""Bars shorter than this share of the scale carry their words beside them."""

Placed = Sequence[tuple[float, Registration]]
"""Registrations with their height on the figure, in pixels from the top."""


def place(years: float) -> float:
    """Where an age stands on the scale: 0 at birth, 1 at 75 years; beyond that the last stretch goes on."""
    stretches = zip(pairwise(YEARS), pairwise(PLACES), strict=True)
    (start, end), (low, high) = next((stretch for stretch in stretches if years <= stretch[0][1]), (YEARS[-2:], PLACES[-2:]))
    return low + (years - start) / (end - start) * (high - low)


def scale_end(placed: Placed) -> float:
    """Where the scale ends: at 75 years, or at the highest age above."""
    return max([1.0, *(place(registration.ages.high) for _, registration in placed if registration.ages.high is not None)])


def keys(placed: Placed) -> list[str]:
    """The record that a click on each opens."""
    return [registration.key for _, registration in placed]


def ink(placed: Placed) -> list[str]:
    """The colour of each one's words and ends: completed registrations are muted."""
    return [MUTED if registration.completed else INK for _, registration in placed]


def gutter(placed: Placed, span: tuple[float, float]) -> Part:
    """Registrations without an age in years: hatched, with the words that are printed instead."""
    texts = ["<br>".join(map(wording.escaped, wrap(registration.age_words, 9))) for _, registration in placed]
    trace = _bars(placed, [span] * len(placed), texts, "x")
    trace |= {"width": 36, "textposition": "inside", "textfont": {"size": 13, "color": INK}}
    return {**trace, "marker": hatched(), "name": "no age in years", "showlegend": True}


def age_traces(placed: Placed, end: float) -> list[Part]:
    """Bars from the lowest to the highest age, and what each of their ends is."""
    below = [(y, row) for y, row in placed if row.ages.lower_end == "open"]
    bounds = [(y, row, row.ages.low) for y, row in placed if row.ages.lower_end == "stated"]
    bounds += [(y, row, row.ages.high) for y, row in placed if row.ages.upper_end == "stated"]
    outside = [(y, row, row.ages.high) for y, row in placed if row.ages.upper_end == "outside"]
    older = [(y, row, None) for y, row in placed if row.ages.upper_end == "open"]
    return [
        _age_bars(placed, end),
        _dashes(below),
        _ends(bounds, end, "lowest or highest age, as printed", "line-ns", size=24, width=4),
        _ends(outside, end, "“under”: that age is outside", "circle", size=13, width=2),
        _ends(older, end, "no upper age printed", "triangle-right", size=15, width=1),
    ]


def _age_bars(placed: Placed, end: float) -> Part:
    """The ages that a registration states: from the lowest, or from one year where none is printed and infants are not mentioned."""
    spans = [_filled(registration, end) for _, registration in placed]
    trace = _bars(placed, spans, [_age_words(registration) for _, registration in placed], "x2")
    trace["textposition"] = ["outside" if high - low < NARROW else "inside" for low, high in spans]
    trace["marker"] = {"color": [tint(GREY, 0.14 if registration.completed else 0.34) for _, registration in placed], "line": {"width": 0}}
    return {**trace, "width": 24, "textfont": {"size": 14, "color": ink(placed)}, "name": "ages stated", "showlegend": True}


def _filled(registration: Registration, end: float) -> tuple[float, float]:
    ages = registration.ages
    high = end if ages.high is None else place(ages.high)
    low = place(ages.low) if ages.low is not None else place(0.0 if ages.infants else 1.0)
    return min(low, high), high


def _age_words(registration: Registration) -> str:
    mark = MARK if registration.marks("age") else ""
    if registration.ages == INFANTS:
        return f"\u2003{registration.age_words}{mark}, printed as “{wording.escaped(registration.trial.age_text)}”"
    return f"{registration.age_words}{mark}"


def _dashes(placed: Placed) -> Part:
    """Two dashed edges through the first year, open at birth: no lower age is printed."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for y, registration in placed:
        high = min(place(1.0), place(registration.ages.high or 1.0))
        for edge in (y - 11, y + 11):
            xs += [0.0, high, None]
            ys += [edge, edge, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "xaxis": "x2",
        "line": {"color": INK, "width": 2, "dash": "4px,4px"},
        "customdata": [key for key in keys(placed) for _ in range(6)],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "name": "no lower age; filled: infants stated",
        "showlegend": True,
    }


def _ends(bounds: Sequence[tuple[float, Registration, float | None]], end: float, name: str, symbol: str, *, size: int, width: int) -> Part:
    """Marks at the ends of bars; a circle is hollow, an end without an age stands where the scale ends."""
    placed = [(y, registration) for y, registration, _ in bounds]
    colours = ink(placed)
    fill = PAPER if symbol == "circle" else colours
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [end if age is None else place(age) for *_, age in bounds],
        "y": [y for y, _ in placed],
        "xaxis": "x3",
        "marker": {"symbol": symbol, "size": size, "color": fill, "line": {"width": width, "color": colours}},
        "cliponaxis": False,
        "name": name,
        "showlegend": True,
        **_hover(placed),
    }


def _bars(placed: Placed, spans: Sequence[tuple[float, float]], texts: Sequence[str], axis: str) -> Part:
    return {
        "type": "bar",
        "orientation": "h",
        "base": [low for low, _ in spans],
        "x": [high - low for low, high in spans],
        "y": [y for y, _ in placed],
        "xaxis": axis,
        "text": list(texts),
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        **_hover(placed),
    }


def _hover(placed: Placed) -> Part:
    """What the registration is called, and its age and status as printed."""
    texts = [
        "<br>".join(
            [
                f"<b>{registration.trial.registration_id}</b> {wording.escaped(registration.trial.acronym)}",
                *(wording.escaped(part) for row in registration.rows for part in wrap(row.title, 90)),
                *map(wording.escaped, _printed(registration)),
            ]
        )
        for _, registration in placed
    ]
    return {"hovertext": texts, "hovertemplate": "%{hovertext}<extra></extra>", "customdata": keys(placed)}


def _printed(registration: Registration) -> list[str]:
    """Age, risk group and status in the source's words, and where they stand."""
    trial = registration.trial
    return [
        f"Age as printed: {trial.age_text or 'none'}",
        *([f"Risk group as printed: {registration.risk}"] if registration.risk else []),
        f"Status as printed: {trial.status_text}",
        wording.place_in_full(registration.evidence, trial),
    ]
