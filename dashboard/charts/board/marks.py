"""The marks that forest and matrix share: texts beside rows, and bars that are boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts.board.rows import Row
from dashboard.theme import HATCH, INK, PAPER, RULE

Placed = Sequence[tuple[int, Row]]
"""Rows with the line of the figure on which each stands."""


def text_trace(placed: Placed, texts: Sequence[str], *, axis: str, x: float, position: str, colour: str = INK) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x] * len(placed),
        "y": [y for y, _ in placed],
        "text": list(texts),
        "textposition": position,
        "textfont": {"size": 15, "color": colour},
        "customdata": keys(placed),
        "hoverinfo": "none",
        "xaxis": axis,
        "cliponaxis": False,
        "showlegend": False,
    }


def keys(placed: Placed) -> list[str]:
    return [row.study.study_id for _, row in placed]


def wrapped(text: str) -> str:
    return text.replace(". ", ".<br>")


def hatched() -> dict[str, Any]:
    return {
        "color": PAPER,
        "line": {"width": 0.5, "color": RULE},
        "pattern": {"shape": "/", "fgcolor": HATCH, "bgcolor": PAPER, "size": 8, "solidity": 0.16},
    }


def bars(placed: Placed, bases: Sequence[float], length: float, texts: Sequence[str], *, axis: str) -> dict[str, Any]:
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
        "customdata": keys(placed),
    }
