"""One slide: its content in words and data, and the positions that depend on its words. Lengths are in inches, text in points."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.export.paging import LINE, Sheet, line_count
from dashboard.export.provenance import Item
from dashboard.tableplot import Span

ROOM, TITLE_TOP, FOOTER_TOP = 12.33, 0.56, 6.84
"""In inches, on a slide of 13.33 by 7.5: the width of all content, and where the title and the origin begin."""
TITLE_SIZE, SMALL = 24, 12
"""In points; nothing is smaller than `SMALL`."""


@dataclass(frozen=True)
class Slide:
    """One slide in words and data: its title, the lines above and under it, a picture, a sheet or words, and its notes."""

    title: str
    kicker: str
    context: str
    item: Item
    notes: str
    picture: bytes = b""
    sheet: Sheet | None = None
    foot: str = ""
    words: str = ""
    """What is shown in place of a picture and a sheet."""
    alt: str = ""


def foot_height(words: str) -> float:
    return line_count(words, ROOM, SMALL) * LINE * SMALL / 72 + 0.06 if words else 0.0


def title_height(words: str) -> float:
    return line_count(Span(words, bold=True), ROOM, TITLE_SIZE) * LINE * TITLE_SIZE / 72 + 0.06


def body_top(words: str) -> float:
    """Where the picture or table begins, under the title and the line with the filters, in inches."""
    return TITLE_TOP + title_height(words) + 0.38
