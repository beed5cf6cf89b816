"""The marks that forest and matrix share: texts beside rows, bars that are boxes, and what a pointer on a row is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import wording
from dashboard.charts.board.rows import Row
from dashboard.schema import Result
from dashboard.theme import INK, Part, texts

Placed = Sequence[tuple[int, Row]]
"""Rows with the line of the figure on which each stands."""


def text_trace(placed: Placed, words: Sequence[str], *, axis: str, x: float, position: str, colour: str = INK) -> Part:
    """Texts beside the rows; a click on one opens its publication."""
    return texts(axis, [y for y, _ in placed], words, keys(placed), x=x, place=position, colour=colour, hover="none")


def keys(placed: Placed) -> list[str]:
    return [row.study.study_id for _, row in placed]


def hover(row: Row, results: Iterable[Result]) -> str:
    """The row's label, and each of its results in full."""
    lines = [wording.escaped(wording.in_full(row.evidence, result)).replace(". ", ".<br>") for result in results]
    return "<br>".join([f"<b>{wording.escaped(row.label)}</b>", *lines])


def bars(placed: Placed, bases: Sequence[float], length: float, words: Sequence[str], *, axis: str) -> Part:
    return {
        "type": "bar",
        "orientation": "h",
        "base": list(bases),
        "x": [length] * len(placed),
        "y": [y for y, _ in placed],
        "xaxis": axis,
        "text": list(words),
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 13, "color": INK},
        "customdata": keys(placed),
    }
