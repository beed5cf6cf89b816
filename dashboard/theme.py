"""One look for screen, picture and slide: palette, type and the frame of every figure.

Colours keep 4.5:1 against white as text and 3:1 as graphics, and stay apart for colour-blind readers. A colour means one thing
only: blue is blinatumomab, orange is chemotherapy, everything else is told by shape, label and grey.
"""

from __future__ import annotations

from typing import Any

Figure = dict[str, Any]
"""A figure in Plotly's JSON form."""

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

ARM_COLOUR = {"blinatumomab": BLUE, "chemotherapy": ORANGE, "blinatumomab_or_inotuzumab": GREY, "both": GREY}

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', 'DejaVu Sans', Arial, sans-serif"
