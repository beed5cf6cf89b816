"""Slides: what stands on each, and the deck as bytes. Native tables and texts, so that a speaker can edit them.

A chart takes a slide for each picture of it and as many as its table needs; caveats, what is not drawn, and sources
stand in the notes. The drawing itself is in `deck`, with python-pptx, which is imported only when a deck is asked for.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.charts.chart import BAND
from dashboard.export.paging import Sheet, cut
from dashboard.export.stamp import Item
from dashboard.vocabulary import N_BASIS, STATE

TABLE_WIDTH, TABLE_HEIGHT = 12.33, 4.6
"""The room for a table on a slide of 13.33 by 7.5 inches."""

MARKS: Mapping[str, str] = {
    r"\bNR\b|not reported": f"NR: {STATE['not_reported'].lower()}, which is not 0",
    "‡": f"‡ {N_BASIS['reconstructed']}",
    "†": f"† {STATE['implied_zero'].lower()}",
    r"\bg \d": "g: grade",
    r"\d pt\b": "pt: patients, denominator not stated",
    r"\bwords\b": f"words: {STATE['qualitative'].lower()}",
}
"""What may stand in a cell (a pattern) and the words that explain it under the table."""

PNG = b"\x89PNG\r\n\x1a\n"
LAST_CHUNK = b"\x00\x00\x00\x00IEND\xaeB`\x82"
MOST_BYTES = 5 * 1024 * 1024
LEAST_SIDE, MOST_SIDE = 200, 4000


@dataclass(frozen=True)
class Slide:
    """One slide in words and data: its title, the line above and under it, a picture or a sheet or neither, and its notes."""

    title: str
    kicker: str
    context: str
    item: Item
    picture: bytes = b""
    sheet: Sheet | None = None
    foot: str = ""
    alt: str = ""
    notes: str = ""


def slides(items: Iterable[Item], title: str = "") -> bytes:
    """A deck of all `items` in their order (PowerPoint, 16:9). Every picture is checked first; a wrong one raises ValueError."""
    from dashboard.export import deck  # python-pptx is needed for this alone

    chosen = list(items)
    for picture in (picture for item in chosen for picture in item.pictures):
        check_picture(picture)
    return deck.draw([slide for item in chosen for slide in slides_of(item)], title)


def slides_of(item: Item) -> list[Slide]:
    """The slides of one chart: its pictures, then its table, then, where it has neither, the sentence alone."""
    table = cut(item.drawing.twin, TABLE_WIDTH, TABLE_HEIGHT)
    made = [_picture_slide(item, picture, number) for number, picture in enumerate(item.pictures, start=1)]
    made += [_table_slide(item, sheet, table.silent, number, len(table.sheets)) for number, sheet in enumerate(table.sheets, start=1)]
    return made or [_slide(item, item.drawing.sentence, "")]


def _slide(item: Item, title: str, part: str, *, picture: bytes = b"", sheet: Sheet | None = None, foot: str = "", alt: str = "") -> Slide:
    kicker = " · ".join(text for text in (item.chart.title, item.chart.question, part) if text)
    return Slide(title, kicker, item.stamp.content, item, picture, sheet, foot, alt, notes_of(item))


def _picture_slide(item: Item, picture: bytes, number: int) -> Slide:
    part = f"{number} of {len(item.pictures)}" if len(item.pictures) > 1 else ""
    alt = f"Chart: {item.chart.question} {item.drawing.sentence} {item.stamp.content}. The table on the next slides holds the same facts."
    return _slide(item, item.drawing.sentence, part, picture=picture, foot=BAND if item.chart.across_studies else "", alt=alt)


def _table_slide(item: Item, sheet: Sheet, silent: tuple[str, ...], number: int, total: int) -> Slide:
    part = f"table {number} of {total}" if total > 1 else "table"
    alt = f"Table: {item.chart.question} {', '.join(sheet.columns)}; {len(sheet.rows)} of {len(item.drawing.twin.rows)} rows."
    return _slide(item, item.drawing.sentence, part, sheet=sheet, foot=_legend(sheet, silent), alt=alt)


def _legend(sheet: Sheet, silent: tuple[str, ...]) -> str:
    """The marks of this sheet in words, and the columns that it leaves out."""
    text = "\n".join(cell for row in sheet.rows for cell in row)
    said = [words for pattern, words in MARKS.items() if re.search(pattern, text)]
    said += [f"Not reported in any row, and so without a column: {', '.join(silent)}"] if silent else []
    return " · ".join(said)


def notes_of(item: Item) -> str:
    """What a speaker must know: the sentence, caveats, what is not drawn, sources, and the whole stamp."""
    parts = [item.chart.question, item.drawing.sentence, *([BAND] if item.chart.across_studies else []), *item.drawing.caveats]
    parts += [f"{aside.words}: {'; '.join(name for _, name in aside.records)}." for aside in item.drawing.asides]
    sources = ["Sources:", *(source.words for source in item.sources)] if item.sources else []
    return "\n\n".join(("\n".join(parts), *(["\n".join(sources)] if sources else []), "\n".join(item.stamp.lines)))


def check_picture(data: bytes) -> None:
    """Raise ValueError, in words for the reader, unless `data` is a whole PNG of a sane size. Nothing is decoded or stored."""
    if len(data) > MOST_BYTES:
        raise ValueError(f"The picture has {len(data) / 2**20:.1f} MB; at most {MOST_BYTES // 2**20} MB are taken.")
    if not data.startswith(PNG):
        raise ValueError("The picture is not a PNG file.")
    header = data[8:33]
    if len(header) < 25 or header[:8] != b"\x00\x00\x00\rIHDR" or zlib.crc32(header[4:21]) != int.from_bytes(header[21:], "big"):
        raise ValueError("The picture's PNG header is broken.")
    if not data.endswith(LAST_CHUNK):
        raise ValueError("The picture is cut off, or something stands behind it.")
    width, height = struct.unpack(">II", header[8:16])
    if not (LEAST_SIDE <= width <= MOST_SIDE and LEAST_SIDE <= height <= MOST_SIDE):
        raise ValueError(f"The picture has {width} x {height} pixels; each side must have {LEAST_SIDE} to {MOST_SIDE}.")
