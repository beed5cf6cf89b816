"""A chart as a picture: the figure with everything burnt in that keeps it honest once it has left the dashboard.

The browser draws it (Plotly.toImage), so that the server needs none.
"""

from __future__ import annotations

from math import ceil
from textwrap import wrap

from dashboard.charts.chart import BAND
from dashboard.export.provenance import Item
from dashboard.theme import INK, MUTED, Part, note

WIDTH, HEIGHT = 1920, 1080
"""Pixels of the finished picture."""
TITLE, LINE, FOOT = 58, 21, 124
"""Room for what is burnt in: title, a line under it, and all below the figure, in pixels of the canvas that is drawn on."""
NARROWEST = 1180
ROUNDED_UP = 1e-9
"""The browser cuts 1079.9999 to 1079."""
LETTER, LETTER_ABOVE = 7.4, 8.4
"""Width of an average letter below and above the figure, in pixels; generous, since a line that is cut would be a caveat lost."""


def picture(item: Item) -> Part:
    """`figure` on a canvas of 16:9, and the `scale` that makes it 1920 x 1080; the figure keeps its own proportions.

    A high figure gets a larger canvas and so smaller letters: nothing is left out to make it fit.
    """
    own = item.drawing.figure()["layout"]
    # a multiple of 16, so that 16:9 gives whole pixels
    width = 16 * ceil(max(NARROWEST, (own["height"] + TITLE + 3 * LINE + FOOT) * WIDTH / HEIGHT) / 16)
    height = width * HEIGHT // WIDTH
    said = [line for words in (item.stamp.content, item.stamp.shown) for line in wrap(words, int((width - 60) / LETTER_ABOVE))]
    head = TITLE + LINE * len(said)
    spare = height - own["height"] - head
    margin = own["margin"]
    words = _head(item, said) + _foot(item, width, spare + margin["b"])
    layout = {
        **own,
        "width": width,
        "height": height,
        "margin": {**margin, "t": margin["t"] + head, "b": margin["b"] + spare, "l": max(margin["l"], 24), "r": max(margin["r"], 24)},
        "annotations": [*own.get("annotations", []), *(_shifted(annotation, margin["t"]) for annotation in words)],
    }
    return {
        "figure": {"data": item.drawing.figure()["data"], "layout": layout},
        "scale": WIDTH / width + ROUNDED_UP,
        "width": width,
        "height": height,
    }


def _head(item: Item, said: list[str]) -> list[Part]:
    above = LINE * len(said) + 10
    title = note(f"<b>{item.chart.question}</b>", 0, 1, xanchor="left", yanchor="bottom", yshift=above, font={"size": 26, "color": INK})
    filters = note("<br>".join(said), 0, 1, xanchor="left", yanchor="bottom", yshift=8, font={"size": 15, "color": MUTED})
    return [title, filters]


def _shifted(annotation: Part, margin: int) -> Part:
    """Above the figure's own head, which lies inside its margin."""
    return {**annotation, "yshift": annotation["yshift"] + margin} if annotation["y"] == 1 else annotation


def _foot(item: Item, width: int, bottom: int) -> list[Part]:
    letters = int((width - 60) / LETTER)
    band = f" {BAND}" if item.chart.across_studies else ""
    said = wrap(item.drawing.sentence + band, int(letters * 0.92))[:3]
    small = wrap(f"{item.stamp.origin} · {item.stamp.issue} · {item.stamp.disclaimer}", letters)
    lines = [f"<b>{line}</b>" for line in said] + small
    return [note("<br>".join(lines), 0, 0, xanchor="left", yanchor="bottom", yshift=-(bottom - 10), font={"size": 14, "color": INK})]
