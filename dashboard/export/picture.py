"""A chart as a picture: the figure with everything burnt in that keeps it honest once it has left the dashboard.

The browser draws it (Plotly.toImage), so that the server needs none.
"""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from dashboard.charts.chart import BAND
from dashboard.export.stamp import Item
from dashboard.theme import INK, MUTED, note

WIDTH, HEIGHT = 1920, 1080
"""Pixels of the finished picture."""
HEAD, FOOT = 96, 124
"""Room for what is burnt in above and below the figure, in pixels of the canvas on which it is drawn."""
NARROWEST = 1180
LETTER = 7.4
"""Width of an average letter of the footer, in pixels; generous, since a line that is cut would be a caveat lost."""


def picture(item: Item) -> dict[str, Any]:
    """`figure` on a canvas of 16:9, and the `scale` that makes it 1920 x 1080; the figure keeps its own proportions.

    A high figure gets a larger canvas and so smaller letters: nothing is left out to make it fit.
    """
    own = item.drawing.figure["layout"]
    width = max(NARROWEST, round((own["height"] + HEAD + FOOT) * WIDTH / HEIGHT))
    height = round(width * HEIGHT / WIDTH)
    spare = height - own["height"] - HEAD
    margin = own["margin"]
    words = _head(item) + _foot(item, width, spare + margin["b"])
    layout = {
        **own,
        "width": width,
        "height": height,
        "margin": {**margin, "t": margin["t"] + HEAD, "b": margin["b"] + spare, "l": max(margin["l"], 24), "r": max(margin["r"], 24)},
        "annotations": [*own.get("annotations", []), *(_shifted(annotation, margin["t"]) for annotation in words)],
    }
    return {"figure": {"data": item.drawing.figure["data"], "layout": layout}, "scale": WIDTH / width, "width": width, "height": height}


def _head(item: Item) -> list[dict[str, Any]]:
    title = note(f"<b>{item.chart.question}</b>", 0, 1, xanchor="left", yanchor="bottom", yshift=44, font={"size": 26, "color": INK})
    filters = note(
        f"{item.stamp.content} · {item.stamp.shown}", 0, 1, xanchor="left", yanchor="bottom", yshift=16, font={"size": 15, "color": MUTED}
    )
    return [title, filters]


def _shifted(annotation: dict[str, Any], margin: int) -> dict[str, Any]:
    """Above the figure's own head, which lies inside its margin."""
    return {**annotation, "yshift": annotation["yshift"] + margin} if annotation["y"] == 1 else annotation


def _foot(item: Item, width: int, bottom: int) -> list[dict[str, Any]]:
    letters = int((width - 60) / LETTER)
    band = f" {BAND}" if item.chart.across_studies else ""
    said = wrap(item.drawing.sentence + band, int(letters * 0.92))[:3]
    small = wrap(f"{item.stamp.origin} · {item.stamp.issue} · {item.stamp.disclaimer}", letters)
    lines = [f"<b>{line}</b>" for line in said] + small
    return [note("<br>".join(lines), 0, 0, xanchor="left", yanchor="bottom", yshift=-(bottom - 10), font={"size": 14, "color": INK})]
