"""Slides: the content of each, and the deck as bytes. Tables and texts are native, so that a speaker can edit them.

A chart takes a slide for each of its pictures, and as many as its table needs. Caveats, what is not drawn, and sources are in the notes.
`deck` draws the slides with python-pptx, which is imported only when a deck is asked for.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterable
from typing import Any

from dashboard import wording
from dashboard.charts.chart import BAND, WHOLE, Statement, rows_in_words
from dashboard.export.paging import GAPS, NO_BREAK, Cut, Sheet, cut
from dashboard.export.provenance import Item
from dashboard.export.slide import FOOTER_TOP, ROOM, Slide, body_top, foot_height
from dashboard.export.tables import signs_in
from dashboard.tableplot import DataTable, Look, Page, slide

MOST_WORDS = 15
"""The most words of a title; a longer one is not read."""

PNG = b"\x89PNG\r\n\x1a\n"
LAST_CHUNK = b"\x00\x00\x00\x00IEND\xaeB`\x82"
MOST_BYTES = 5 * 1024 * 1024
LEAST_SIDE, MOST_SIDE = 50, 4000
"""The limits of a picture's sides, in pixels; the drawing of a single row is not much higher than the lower limit."""
HERE = " on this slide"
OF_CELLS = re.compile(r"\d+ cells? not reported")
"""A chart's count of gaps in all its table, in place of which each slide counts its own."""
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
    table, notes, pages = _cut(item, FOOTER_TOP - max(map(body_top, _titles(item)))), notes_of(item), _pages_of_pictures(item)
    made = [_picture_slide(item, notes, number, page) for number, page in enumerate(pages)]
    made += [_table_slide(item, notes, table, number) for number in range(len(table.sheets))]
    return made or [_slide(item, title_of(item), "", item.stamp.content, notes, words=item.drawing.sentence)]


def pages_on_slides(item: Item) -> tuple[Look, list[Page]]:
    """The look of the drawing on slides, and its pages there: one slide has one of them as a picture."""
    look = slide(*picture_room(item))
    return look, item.drawing.pages(look, look.height or 0)


def _pages_of_pictures(item: Item) -> list[Page]:
    """The page of the drawing that each picture shows; all of it where pictures were made otherwise."""
    pages = pages_on_slides(item)[1] if item.pictures else []
    return pages if len(pages) == len(item.pictures) else [WHOLE] * len(item.pictures)


TABLE_FOOT = 0.3
"""The least height of what explains a table, in inches."""


def _cut(item: Item, height: float) -> Cut:
    """The drawing's table, in its short words, on sheets that leave room for what explains them."""
    table = cut(item.drawing.short_table, ROOM, height - TABLE_FOOT)
    explained = max((foot_height(_legend(item, sheet, table)) for sheet in table.sheets), default=0.0)
    return table if explained <= TABLE_FOOT else cut(item.drawing.short_table, ROOM, height - explained)


def title_of(item: Item, said: Statement | None = None) -> str:
    """The claim of a chart, or of what is said of a part of it, if there is one of at most `MOST_WORDS` words; else its question."""
    claim = said.claim if said else item.drawing.claim
    return claim if 0 < len(claim.split()) <= MOST_WORDS else item.chart.question


def _titles(item: Item) -> set[str]:
    """Every title that a slide of the chart can have."""
    return {item.chart.question, title_of(item), *(title_of(item, statement) for statement in item.drawing.statements)}


def picture_room(item: Item) -> tuple[float, float]:
    """The width and height, in inches, that each picture of the chart has on its slide."""
    return ROOM, FOOTER_TOP - max(map(body_top, _titles(item))) - foot_height(_under(item, item.drawing.sentence)) - 0.1


def _under(item: Item, sentence: str) -> str:
    """The words under a picture: the sentence, and what it is not."""
    return f"{sentence} {BAND}" if item.chart.across_studies else sentence


def counted(item: Item, page: Page, where: str = "") -> str:
    """The filters, and how much one page of the drawing shows."""
    return _context(item, item.drawing.rows_on(page), item.drawing.gaps_on(page), where)


def _context(item: Item, rows: str, gaps: int, where: str) -> str:
    """'No filter · rows 1–4 of 9 · 1 cell not reported on this slide'; whatever else a chart counts is said of all of it."""
    said = item.drawing.gaps
    if OF_CELLS.fullmatch(said):
        said = f"{wording.figure(gaps, 'cell')} not reported{where}" if gaps else ""
    elif said and where:
        said = f"whole chart: {said}"
    return wording.joined([item.stamp.filters, rows, said], " · ")


def _slide(item: Item, title: str, part: str, context: str, notes: str, **rest: Any) -> Slide:
    question = item.chart.question if title != item.chart.question else ""
    kicker = " · ".join(text for text in (item.chart.title, question, part) if text)
    return Slide(title, kicker, context, item, notes, **rest)


def _picture_slide(item: Item, notes: str, number: int, page: Page) -> Slide:
    part, said = f"{number + 1} of {len(item.pictures)}" if len(item.pictures) > 1 else "", item.drawing.said_on(page)
    context = counted(item, page, HERE if part else "")
    alt = f"Chart: {item.chart.question} {said.sentence} {context}. The table on the next slides holds the same facts."
    return _slide(
        item, title_of(item, said), part, context, notes, picture=item.pictures[number], foot=_under(item, said.sentence), alt=alt
    )  # fmt: skip


def _table_slide(item: Item, notes: str, table: Cut, number: int) -> Slide:
    sheet, total = table.sheets[number], len(table.sheets)
    part, rows = f"table {number + 1} of {total}" if total > 1 else "table", len(item.drawing.short_table.rows)
    gaps = sum(cell in GAPS for row in sheet.rows for cell in row)
    context = _context(item, rows_in_words(sheet.numbers, rows), gaps, HERE if total > 1 else "")
    alt = f"Table: {item.chart.question} {', '.join(sheet.columns)}; {len(sheet.numbers)} of {rows} rows."
    groups = [row.groups for row in item.drawing.short_table.rows[sheet.numbers.start : sheet.numbers.stop]]
    title = title_of(item, item.drawing.said_of(frozenset(sheet.columns).union(*groups)))
    return _slide(item, title, part, context, notes, sheet=sheet, foot=_legend(item, sheet, table), alt=alt)


def _legend(item: Item, sheet: Sheet, table: Cut) -> str:
    """The signs of this sheet in words, what must be said of its columns, and the columns that are left out."""
    said = [f"{sign}{NO_BREAK}{words}" for sign, words in signs_in(item.drawing, sheet.rows).items()]
    said += [f"{head}: {note}" for head, note in item.drawing.short_table.notes if head in sheet.columns]
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
