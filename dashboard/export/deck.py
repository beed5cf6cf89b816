"""The deck drawn with python-pptx: 16:9, native texts and tables, nothing under 12 points. Lengths are in inches, text in points."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from urllib.parse import urlsplit

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.parts.coreprops import CorePropertiesPart as CoreProperties
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape as Shape
from pptx.slide import Slide as PptxSlide
from pptx.table import _Cell as TableCell
from pptx.text.text import TextFrame
from pptx.text.text import _Paragraph as Paragraph
from pptx.text.text import _Run as Run
from pptx.util import Emu, Inches, Pt

from dashboard.export.paging import GAPS, NO_BREAK, PADDING_X, PADDING_Y, Sheet
from dashboard.export.slide import FOOTER_TOP, ROOM, SMALL, TITLE_SIZE, TITLE_TOP, Slide, body_top, foot_height, title_height
from dashboard.theme import HATCH, INK, MUTED, PAPER, RULE

WIDTH, HEIGHT = 40 / 3, 7.5
LEFT = (WIDTH - ROOM) / 2
KICKER_TOP, MIDDLE, WORDS = 0.26, 14, 20
FACE = "Arial"
"""PowerPoint has this typeface, and LibreOffice has one of the same widths."""
TURNED_LEADING = 1.12
"""The line spacing of turned heads, relative to other lines, at which no letter reaches into the next line."""
TITLE_ONLY = 5
"""The layout of python-pptx's own template that has only a title."""
MOST_PROPERTY = 255
"""The most letters that a property of the file may have."""
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The table style without fill and grid, since blue and orange are kept for the arms."""
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def draw(slides: Sequence[Slide]) -> bytes:
    """The bytes of a deck of `slides`; the properties of the file say which charts it holds and where they come from."""
    deck = Presentation()
    _make_wide(deck)
    for slide in slides:
        _add(deck, slide)
    _describe_file(deck.core_properties, slides)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _describe_file(properties: CoreProperties, slides: Sequence[Slide]) -> None:
    """Set what the file says about itself, in place of what the template says."""
    stamps = [slide.item.stamp for slide in slides]
    properties.title = _joined(stamp.title for stamp in stamps)
    properties.subject = _joined(stamp.citation for stamp in stamps)
    properties.keywords = _joined(stamp.issue for stamp in stamps)
    properties.comments = _joined(stamp.disclaimer for stamp in stamps)
    properties.author = properties.last_modified_by = ""
    properties.created = properties.modified = datetime.combine(stamps[0].day, time())


def _joined(words: Iterable[str]) -> str:
    return " · ".join(dict.fromkeys(words))[:MOST_PROPERTY]


def _make_wide(deck: Deck) -> None:
    """Make the deck 16:9 and stretch the template's placeholders, so that slides which a speaker adds fit too."""
    stretch = Inches(WIDTH) / deck.slide_width
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    del deck.element.sldSz.attrib["type"]  # the template's type, for 4:3; python-pptx has no interface for it
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.placeholders:
            if shape.element.spPr.xfrm is not None:
                shape.left, shape.width = Emu(round(shape.left * stretch)), Emu(round(shape.width * stretch))


def _add(deck: Deck, content: Slide) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    _text(slide, content.kicker, KICKER_TOP, size=MIDDLE, colour=MUTED, name="Question")
    _title(slide, content.title)
    _text(slide, content.context, TITLE_TOP + title_height(content.title), size=MIDDLE, colour=MUTED, name="Filters")
    top = body_top(content.title)
    if content.picture:
        _picture(slide, content, top)
    if content.sheet:
        _table(slide, content.sheet, content.alt, top)
    if content.words:
        _text(slide, content.words, top, size=WORDS, colour=INK, name="Words", height=FOOTER_TOP - top)
    _foot(slide, content)
    _footer(slide, content)
    _notes(slide, content.notes)


def _notes(slide: PptxSlide, words: str) -> None:
    """Write the notes in the language of the slides, or the spelling checker of a speaker's own language marks every word."""
    frame = slide.notes_slide.notes_text_frame
    frame.text = words
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK


def _title(slide: PptxSlide, words: str) -> None:
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = map(Inches, (LEFT, TITLE_TOP, ROOM, title_height(words)))
    _write(shape.text_frame, [words], size=TITLE_SIZE, bold=True)


def _text(slide: PptxSlide, words: str, top: float, *, size: int, colour: str, name: str, height: float = 0.3) -> Shape:
    box = slide.shapes.add_textbox(Inches(LEFT), Inches(top), Inches(ROOM), Inches(height))
    box.name = name
    _write(box.text_frame, words.split("\n"), size=size, colour=colour)
    return box


def _write(frame: TextFrame, lines: Sequence[str], *, size: int, colour: str = INK, bold: bool = False) -> None:
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = 1
        _run(paragraph, line, size=size, colour=colour, bold=bold)


def _run(paragraph: Paragraph, words: str, *, size: int, colour: str, bold: bool = False) -> Run:
    run = paragraph.add_run()
    run.text = words
    run.font.size = Pt(size)
    run.font.name = FACE
    run.font.bold = bold
    run.font.color.rgb = _rgb(colour)
    run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
    return run


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour.lstrip("#")))


def _picture(slide: PptxSlide, content: Slide, top: float) -> None:
    """Add the picture, centred and as large as fits, with its words for those who do not see it."""
    room_width, room_height = Inches(ROOM), Inches(FOOTER_TOP - foot_height(content.foot) - top - 0.1)
    picture = slide.shapes.add_picture(io.BytesIO(content.picture), 0, 0)
    scale = min(room_width / picture.width, room_height / picture.height)
    picture.width, picture.height = Emu(round(picture.width * scale)), Emu(round(picture.height * scale))
    picture.left, picture.top = Emu(round(Inches(LEFT) + (room_width - picture.width) / 2)), Inches(top)
    _describe(picture, "Chart", content.alt)


def _describe(shape: Shape, name: str, alt: str) -> None:
    shape.name = name
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def _table(slide: PptxSlide, sheet: Sheet, alt: str, top: float) -> None:
    height = sheet.head_height + sum(sheet.heights)
    size = (len(sheet.rows) + 1, len(sheet.columns))
    frame = slide.shapes.add_table(*size, Inches(LEFT), Inches(top), Inches(sum(sheet.widths)), Inches(height))
    _describe(frame, "Table", alt)
    table = frame.table
    table.horz_banding = False
    frame._element.xpath(".//a:tableStyleId")[0].text = NO_STYLE
    for column, width in zip(table.columns, sheet.widths, strict=True):
        column.width = Inches(width)
    for row, row_height in zip(table.rows, (sheet.head_height, *sheet.heights), strict=True):
        row.height = Inches(row_height)
    for index, name in enumerate(sheet.columns):
        head, lines = table.cell(0, index), sheet.turned.get(index, ())
        _cell(head, "\n".join(lines) or name, sheet.size, bold=True, rule=INK)
        head.vertical_anchor = MSO_ANCHOR.MIDDLE if lines else MSO_ANCHOR.BOTTOM
        if lines:  # python-pptx has no interface for text that is read from below
            head._tc.get_or_add_tcPr().set("vert", "vert270")
            head.text_frame.paragraphs[0].line_spacing = TURNED_LEADING
    for row_index, row in enumerate(sheet.rows, start=1):
        if len(row) == 1 < len(sheet.columns):
            table.cell(row_index, 0).merge(table.cell(row_index, len(sheet.columns) - 1))
        for index, words in enumerate(row):
            _cell(table.cell(row_index, index), words, sheet.size, bold=index == 0, rule=RULE)


def _cell(cell: TableCell, words: str, size: int, *, bold: bool, rule: str) -> None:
    cell.margin_left = cell.margin_right = Inches(PADDING_X)
    cell.margin_top = cell.margin_bottom = Inches(PADDING_Y)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    gap = words in GAPS
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.font.size = Pt(size)  # otherwise an empty cell would be as high as the template's type
    for number, line in enumerate((words or NO_BREAK).split("\n")):
        if number:
            paragraph.add_line_break()
        _run(paragraph, line, size=size, colour=MUTED if gap else INK, bold=bold)
    _underline(cell, rule)
    if gap:
        cell.fill.patterned()
        cell.fill.pattern = MSO_PATTERN.LIGHT_UPWARD_DIAGONAL
        cell.fill.fore_color.rgb = _rgb(HATCH)
        cell.fill.back_color.rgb = _rgb(PAPER)


def _underline(cell: TableCell, colour: str) -> None:
    """Draw a rule under the cell; python-pptx has no interface for borders."""
    fill = f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill>'
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<a:lnB xmlns:a="{DRAWING}" w="9525">{fill}</a:lnB>'))


def _foot(slide: PptxSlide, content: Slide) -> None:
    """Write what explains the picture or the table, right above the footer."""
    if content.foot:
        height = foot_height(content.foot)
        _text(slide, content.foot, FOOTER_TOP - height, size=SMALL, colour=INK, name="Explanation", height=height)


def _footer(slide: PptxSlide, content: Slide) -> None:
    stamp = content.item.stamp
    box = _text(
        slide, f"{stamp.origin}\n{stamp.issue} · {stamp.disclaimer}", FOOTER_TOP, size=SMALL, colour=MUTED, name="Origin", height=0.45
    )
    address = urlsplit(stamp.link)
    if address.scheme in ("http", "https"):
        first = box.text_frame.paragraphs[0]
        _run(first, " · ", size=SMALL, colour=MUTED)
        _run(first, f"Open this view at {address.netloc}", size=SMALL, colour=MUTED).hyperlink.address = stamp.link
