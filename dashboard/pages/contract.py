"""What Python and the browser tell each other: typed here, read under the same names by the scripts in assets/.

Whatever a browser sends may be any JSON: it is taken for what it should be where it is that, and else for the usual.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.tableplot import Look, screen

LEAST_WIDTH, MOST_WIDTH = 320, 3840
LEAST_HEIGHT, MOST_HEIGHT = 240, 2160
CHART_WIDTH = 1264
"""Pixels of a chart where nobody has said how wide its place is: a window of 1280 without its edges."""


@dataclass(frozen=True)
class View:
    """The address that is open, without its fragment, and the size of the window in pixels."""

    path: str = "/"
    query: str = ""
    origin: str = ""
    width: int = 1280
    height: int = 720

    @classmethod
    def of(cls, sent: Any) -> View:
        """What assets/dashboard.js sends when an address is opened or, in the room, when the window changes."""
        said = sent if isinstance(sent, dict) else {}
        path, query, origin = (value if isinstance(value := said.get(key), str) else "" for key in ("path", "query", "origin"))
        width = _within(said.get("width"), LEAST_WIDTH, MOST_WIDTH, cls.width)
        return cls(path or "/", query, origin, width, _within(said.get("height"), LEAST_HEIGHT, MOST_HEIGHT, cls.height))


def desk(width: Any) -> Look:
    """The look of a chart on a page, for the width of its place that a browser sent."""
    return screen(_within(width, LEAST_WIDTH, MOST_WIDTH, CHART_WIDTH))


def _within(value: Any, least: int, most: int, usual: int) -> int:
    number = isinstance(value, int | float) and not isinstance(value, bool) and value == value
    return round(min(max(value, least), most)) if number else usual
