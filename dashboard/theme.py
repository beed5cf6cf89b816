"""The shared look of screen, pictures and slides: palette, type and the frame of every figure.

Against white, colours have a contrast of 4.5:1 as text and 3:1 as graphics; colour-blind readers can tell them apart. A colour always means
an arm of a comparison (arms.csv gives each its own); all else is told by shape, label and grey.
"""

from __future__ import annotations

from typing import Any

Part = dict[str, Any]
"""A part of a figure in Plotly's JSON form: a trace, an axis, a shape, an annotation."""
Figure = Part
"""A whole figure: data and layout."""

INK = "#16212e"
MUTED = "#55626f"
GRID = "#e3e8ed"
RULE = "#b8c2cc"
HATCH = "#aab4bf"
PAPER = "#ffffff"
BLUE = "#1d5fa9"
ORANGE = "#b9480f"
GREY = "#5d6975"
HIGHLIGHT = "#fff3cd"
FOCUS = "#b36b00"

COLOURS = {"ink": INK, "muted": MUTED, "blue": BLUE, "orange": ORANGE, "highlight": HIGHLIGHT, "focus": FOCUS}
"""The colours that assets/style.css uses, as custom properties of these names."""
PALETTE = {"blue": BLUE, "orange": ORANGE, "grey": GREY}
"""The colours that an arm may have, by their names in arms.csv."""

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', 'DejaVu Sans', Arial, sans-serif"

NOTHING = {"visible": False, "fixedrange": True, "zeroline": False, "showgrid": False}
"""An invisible axis that only positions things."""


def layout(*, width: int, height: int, size: float, **rest: Any) -> Part:
    """The layout that every figure shares, without margins; `width`, `height` and font `size` in pixels."""
    return {
        "width": width,
        "height": height,
        "font": {"family": FONT, "size": size, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "hoverlabel": {"align": "left", "bgcolor": PAPER, "bordercolor": RULE, "font": {"family": FONT, "size": 14, "color": INK}},
        "hovermode": "closest",
        "dragmode": False,
        "uirevision": "kept",
        "showlegend": False,
        **rest,
    }


def tint(colour: str, share: float) -> str:
    """`colour` mixed into white: share 0 is white, 1 the colour itself."""
    channels = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (channel - 255) * share):02x}" for channel in channels)


def hatched() -> Part:
    """The marker of a bar that stands for "not reported": unmistakably neither a value nor blank."""
    return {
        "color": PAPER,
        "line": {"width": 0.5, "color": RULE},
        "pattern": {"shape": "/", "fgcolor": HATCH, "bgcolor": PAPER, "size": 8, "solidity": 0.16},
    }


def note(text: str, x: float, y: float, **rest: Any) -> Part:
    """An annotation without an arrow, in paper coordinates unless `rest` says otherwise."""
    return {"text": text, "x": x, "y": y, "xref": "paper", "yref": "paper", "showarrow": False, "align": "left", **rest}
