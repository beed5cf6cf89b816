"""Slides: the content of each, and the deck as bytes. Tables and texts are native, so that a speaker can edit them.

A chart takes a slide for each of its pictures, and as many as its table needs. Caveats, what is not drawn, and sources are in the notes.
`deck` draws the slides with python-pptx, which is imported only when a deck is asked for.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable
from typing import Any

from dashboard.charts.chart import BAND
from dashboard.export.paging import NO_BREAK, Cut, Sheet, cut
from dashboard.export.provenance import Item
from dashboard.export.slide import FOOTER_TOP, ROOM, Slide, body_top, foot_height
from dashboard.export.tables import signs_in
from dashboard.tableplot import DataTable

MOST_WORDS = 15
"""The most words of a title; a longer one is not read."""

PNG = b"\x89PNG\r\n\x1a\n"
LAST_CHUNK = b"\x00\x00\x00\x00IEND\xaeB`\x82"
MOST_BYTES = 5 * 1024 * 1024
LEAST_SIDE, MOST_SIDE = 50, 4000
"""The limits of a picture's sides, in pixels; the drawing of a single row is not much higher than the lower limit."""
BROKEN = "The picture is broken."


def deck_of(items: Iterable[Item]) -> bytes:
    """A deck of all `items` in their order (PowerPoint, 16:9), as bytes.

    Raises ValueError for a wrong picture, or where there is no item.
    """
    from dashboard.export import deck  # imports python-pptx, which only a deck needs

    chosen = list(items)
    if not chosen:
        raise ValueError("No chart was chosen for the slides.")
    for picture in (picture for item in chosen for picture in item.pictures):
        check_picture(picture)
    return deck.draw([slide for item in chosen for slide in slides_of(item)])


def slides_of(item: Item) -> list[Slide]:
    """The slides of one chart: its pictures, then its table; where it has neither, only its sentence."""
    title = title_of(item)
    table = _cut(item, FOOTER_TOP - body_top(title))
    notes = notes_of(item)
    made = [_picture_slide(item, title, notes, number) for number in range(len(item.pictures))]
    made += [_table_slide(item, title, notes, table, number) for number in range(len(table.sheets))]
    return made or [_slide(item, title, "", notes, words=item.drawing.sentence)]


TABLE_FOOT = 0.3
"""The least height of what explains a table, in inches."""


def _cut(item: Item, height: float) -> Cut:
    """The drawing's table, in its short words, on sheets that leave room for what explains them."""
    table = cut(item.drawing.short_table, ROOM, height - TABLE_FOOT)
    explained = max((foot_height(_legend(item, sheet, table)) for sheet in table.sheets), default=0.0)
    return table if explained <= TABLE_FOOT else cut(item.drawing.short_table, ROOM, height - explained)


def title_of(item: Item) -> str:
    """The chart's claim, where it has one of at most `MOST_WORDS` words; else its question."""
    claim = item.drawing.claim
    return claim if 0 < len(claim.split()) <= MOST_WORDS else item.chart.question


def picture_room(item: Item) -> tuple[float, float]:
    """The width and height, in inches, that a picture of the chart has on its slide."""
    return ROOM, FOOTER_TOP - body_top(title_of(item)) - foot_height(_said(item)) - 0.1


def _said(item: Item) -> str:
    """The words under a picture: the whole sentence, and what it is not."""
    return f"{item.drawing.sentence} {BAND}" if item.chart.across_studies else item.drawing.sentence


def _slide(item: Item, title: str, part: str, notes: str, **rest: Any) -> Slide:
    question = item.chart.question if title != item.chart.question else ""
    kicker = " · ".join(text for text in (item.chart.title, question, part) if text)
    return Slide(title, kicker, item.stamp.content, item, notes, **rest)


def _picture_slide(item: Item, title: str, notes: str, number: int) -> Slide:
    part = f"{number + 1} of {len(item.pictures)}" if len(item.pictures) > 1 else ""
    alt = f"Chart: {item.chart.question} {item.drawing.sentence} {item.stamp.content}. The table on the next slides holds the same facts."
    return _slide(item, title, part, notes, picture=item.pictures[number], foot=_said(item), alt=alt)


def _table_slide(item: Item, title: str, notes: str, table: Cut, number: int) -> Slide:
    sheet, total = table.sheets[number], len(table.sheets)
    part = f"table {number + 1} of {total}" if total > 1 else "table"
    alt = f"Table: {item.chart.question} {', '.join(sheet.columns)}; {len(sheet.rows)} of {len(item.drawing.table.rows)} rows."
    return _slide(item, title, part, notes, sheet=sheet, foot=_legend(item, sheet, table), alt=alt)


def _legend(item: Item, sheet: Sheet, table: Cut) -> str:
    """The signs of this sheet in words, and the columns that are left out."""
    said = [f"{sign}{NO_BREAK}{words}" for sign, words in signs_in(item.drawing, sheet.rows).items()]
    said += [f"Not reported in any row, and so without a column: {', '.join(table.silent)}"] if table.silent else []
    said += [f"In the speaker notes: {', '.join(table.prose)}"] if table.prose else []
    return " · ".join(said)


def notes_of(item: Item) -> str:
    """What a speaker must know: the sentence, caveats, what is not drawn, every row in full, sources, and the whole stamp."""
    opening = [item.chart.question, item.drawing.sentence, *([BAND] if item.chart.across_studies else []), *item.drawing.notes]
    sources = ["Sources:", *(source.words for source in item.sources)] if item.sources else []
    chapters = (opening, _in_full(item.drawing.table), sources, item.stamp.lines)
    return "\n\n".join("\n".join(chapter) for chapter in chapters if chapter)


def _in_full(table: DataTable) -> list[str]:
    """Each row of a table as a line, including its gaps."""
    rows = [row.cells for row in table.rows]
    return (
        ["Every row in full:", *(f"{table.heads[0]} {row[0]}: {'; '.join(map(_said_of, table.heads[1:], row[1:]))}." for row in rows)]
        if rows
        else []
    )


def _said_of(head: str, cell: str) -> str:
    return f"{head} {cell}" if cell else f"{head} –"


def check_picture(data: bytes) -> None:
    """Raise ValueError, with words for the reader, unless `data` is a complete PNG of a sensible size.

    No pixel is decoded, nothing is stored.
    """
    if len(data) > MOST_BYTES:
        raise ValueError(f"The picture is {len(data) / 2**20:.1f} MB; at most {MOST_BYTES // 2**20} MB are accepted.")
    if not data.startswith(PNG):
        raise ValueError("The picture is not a PNG file.")
    header = data[8:33]
    if len(header) < 25 or header[:8] != b"\x00\x00\x00\rIHDR" or zlib.crc32(header[4:21]) != int.from_bytes(header[21:], "big"):
        raise ValueError("The picture's PNG header is broken.")
    if not data.endswith(LAST_CHUNK):
        raise ValueError("The picture is truncated, or something follows it.")
    width, height = struct.unpack(">II", header[8:16])
    if not (LEAST_SIDE <= width <= MOST_SIDE and LEAST_SIDE <= height <= MOST_SIDE):
        raise ValueError(f"The picture is {width} x {height} pixels; each side must have {LEAST_SIDE} to {MOST_SIDE}.")
    if not _is_whole(data) or not _opens(data, (width, height)):
        raise ValueError(BROKEN)


def _is_whole(data: bytes) -> bool:
    """Whether `data` has one header and some image data, and every chunk has the length and the checksum that it states."""
    names, at = [], len(PNG)
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            return False
        names.append(data[at + 4 : at + 8])
        at = end
    return names.count(b"IHDR") == 1 and b"IDAT" in names


def _opens(data: bytes, size: tuple[int, int]) -> bool:
    """Whether Pillow, which python-pptx asks for the size, can read the chunks before the pixels and finds the same size."""
    from PIL import Image  # needed only when a picture is sent

    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            return picture.size == size
    # a hostile chunk can make Pillow raise almost anything
    except Exception:
        return False
