"""The forest: the proportion of each row with its interval, and its figures in text beside it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
from dashboard.charts.board.marks import Placed, bars, hover, keys, text_trace
from dashboard.charts.board.rows import Row
from dashboard.schema import Result
from dashboard.theme import Part, hatched
from dashboard.vocabulary import ENDPOINT_WORDS

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
Point = tuple[int, Row, Result]
"""The line of a row, the row, and the efficacy result that is drawn in it."""


def forest_traces(placed: Placed) -> list[Part]:
    """A trace for each definition, so that the legend tells the symbols, and colour; then the rows without a figure, hatched."""
    groups: dict[tuple[str, str], list[Point]] = {}
    for y, row in placed:
        if row.efficacy is not None and plotted(row.efficacy):
            groups.setdefault((row.efficacy.endpoint, row.colour), []).append((y, row, row.efficacy))
    first = dict(reversed(groups))
    points = [_points(group, *key, in_legend=first[key[0]] == key[1]) for key, group in groups.items()]
    return [*points, _no_efficacy([(y, row) for y, row in placed if row.efficacy is None or wording.share(row.efficacy) is None])]


def plotted(result: Result) -> bool:
    """Whether a proportion is drawn: from five patients on, or as printed without a denominator; fewer are text only."""
    return wording.counts_of(result)[1] >= wording.FEW if wording.is_counted(result) else result.percent is not None


def _points(points: Sequence[Point], endpoint: str, colour: str, *, in_legend: bool) -> Part:
    placed = [(y, row) for y, row, _ in points]
    shares = [wording.share(result) or 0.0 for *_, result in points]
    limits = [wording.limits(result) for *_, result in points]
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
            "color": colour,
        },
        "marker": {
            "size": 14,
            "symbol": [symbol if found else f"{symbol}-open" for found in limits],
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        "customdata": keys(placed),
        "hovertext": [hover(row, [result]) for _, row, result in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        "showlegend": in_legend,
    }


def _no_efficacy(placed: Placed) -> Part:
    """A hatched bar across the axis: a gap is drawn, never left blank."""
    return {
        **bars(placed, [0.0] * len(placed), 100.0, ["" for _ in placed], axis="x2"),
        "marker": hatched(),
        "width": 0.5,
        "hovertext": [wording.escaped(f"Not drawn: no proportion {row.within}") for _, row in placed],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showlegend": False,
    }


def efficacy_text(placed: Placed) -> Part:
    texts = [_efficacy_words(row) for _, row in placed]
    return text_trace(placed, texts, axis="x3", x=0, position="middle right")


def _efficacy_words(row: Row) -> str:
    result = row.efficacy
    if result is None:
        return "NR"
    if result.state == "percent_only":
        return f"{wording.percentage(result)}, no n"
    return wording.value(result).replace(", n not stated", " pt, no n")
