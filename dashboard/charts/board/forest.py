"""The forest: the proportion of each row with its interval, and its figures in text beside it."""

from __future__ import annotations

from typing import Any

from dashboard import wording
from dashboard.charts.board.marks import Placed, bars, keys, text_trace, wrapped
from dashboard.charts.board.rows import Row
from dashboard.theme import ARM_COLOUR, hatched
from dashboard.vocabulary import ENDPOINT_WORDS
from dashboard.wording import Result

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


def forest_traces(placed: Placed) -> list[dict[str, Any]]:
    """A trace a definition, so that the legend tells the symbols; then the rows without a figure, hatched."""
    groups: dict[str, list[tuple[int, Row]]] = {}
    for y, row in placed:
        if row.efficacy is not None and plotted(row.efficacy):
            groups.setdefault(row.efficacy.endpoint, []).append((y, row))
    gaps = [(y, row) for y, row in placed if row.efficacy is None or wording.share(row.efficacy) is None]
    return [*(_points(group, endpoint) for endpoint, group in groups.items()), _no_efficacy(gaps)]


def plotted(result: Result) -> bool:
    """Whether a proportion is drawn: from five patients on, or as printed without a denominator; fewer are text only."""
    return int(result.n) >= wording.FEW if wording.is_counted(result) else wording.has(result.percent)


def _points(placed: Placed, endpoint: str) -> dict[str, Any]:
    shares = [wording.share(row.efficacy) or 0.0 for _, row in placed]
    limits = [wording.limits(row.efficacy) for _, row in placed]
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
        "customdata": keys(placed),
        "hovertext": [f"<b>{row.label}</b><br>{wrapped(wording.in_full(row.efficacy))}" for _, row in placed],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        "showlegend": True,
    }


def _no_efficacy(placed: Placed) -> dict[str, Any]:
    """A hatched bar across the axis: a gap is drawn, never left blank."""
    return {
        **bars(placed, [0.0] * len(placed), 100.0, ["" for _ in placed], axis="x2"),
        "marker": hatched(),
        "width": 0.5,
        "hovertemplate": "Not drawn: no proportion in the review<extra></extra>",
        "showlegend": False,
    }


def efficacy_text(placed: Placed) -> dict[str, Any]:
    texts = [_efficacy_words(row) for _, row in placed]
    return text_trace(placed, texts, axis="x3", x=0, position="middle right")


def _efficacy_words(row: Row) -> str:
    result = row.efficacy
    if result is None:
        return "NR"
    if result.state == "percent_only":
        return f"{wording.percentage(result)}, no n"
    return wording.value(result).replace(", n not stated", " pt, no n")
