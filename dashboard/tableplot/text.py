"""Words in a figure: plain text in spans, which is measured, broken into lines and escaped here and nowhere else.

Text is measured in the typeface that Pillow brings, with a margin for the widest face that a reader may have. A face served by us would
make widths equal on the screen only: the browser draws pictures and slides from an SVG image, which sees only installed faces (tried:
`Plotly.toImage` sets a served monospace in DejaVu Sans). So the margin is needed anyway, and the face would cost its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from PIL import ImageFont

from dashboard.theme import INK

WIDEST, WIDEST_BOLD = 1.2, 1.3
"""How much wider DejaVu Sans, the widest common face, sets a text than Pillow's face. Of the 2,345 texts of the tables and of counts and
differences, half are below 1.12 (bold: 1.27). Only single-digit percentages exceed the factors here, by a pixel, which the gap of a column
absorbs. Arial, Liberation Sans and Segoe UI are 10 to 15 % narrower than DejaVu Sans: with them nothing is cut, and some room is left."""
LEADING = 1.3
"""Plotly's line height, in ems of the type with which a text begins."""

EXACT = 0.01
"""The tolerance, in pixels, for a word in a column made exactly as wide as that word."""

_EM = 100
_FACE = ImageFont.load_default(_EM)
_STAND_IN = "%"
"""Measured in place of a sign that Pillow's face lacks (−, ≥, ‡, ●): wider than any of them except the long dash."""


class Span(NamedTuple):
    """A stretch of plain text in one style. A line break in it is kept; a no-break space holds words together."""

    text: str
    bold: bool = False
    italic: bool = False
    small: bool = False
    colour: str = ""


Text = str | Span | tuple[Span, ...]
"""What a caller passes: plain text, or spans one after the other; never markup."""
Sizes = tuple[float, float]
"""The first and the second type size, in pixels."""


def spans(text: Text) -> tuple[Span, ...]:
    if isinstance(text, str):
        return (Span(text),) if text else ()
    return (text,) if isinstance(text, Span) else text


BREAK = Span("\n")
"""Separates stacked texts; `plain` reads any other line break as a space."""


def plain(text: Text, between: str = " ") -> str:
    """The text without styles, on one line, with `between` between stacked texts: for tables, files and accessible names."""
    return "".join(between if span.text == BREAK.text else span.text.replace("\n", " ") for span in spans(text)).strip()


def stacked(*texts: Text) -> tuple[Span, ...]:
    """The texts stacked into one; empty ones are left out."""
    found = [spans(text) for text in texts if plain(text)]
    return tuple(span for index, own in enumerate(found) for span in ((BREAK, *own) if index else own))


def as_small(text: Text, colour: str = "") -> tuple[Span, ...]:
    """The text in the second size, and in `colour` where a span has none."""
    return tuple(Span(span.text, span.bold, span.italic, True, span.colour or colour) for span in spans(text))


@lru_cache(maxsize=20_000)
def ems(text: str, bold: bool = False) -> float:
    """The width of a text in ems."""
    known = "".join(_STAND_IN if _lacks(sign) else sign for sign in text.replace("\u00a0", " "))
    return _FACE.getlength(known) / _EM * (WIDEST_BOLD if bold else WIDEST)


@lru_cache(maxsize=1_000)
def _lacks(sign: str) -> bool:
    return sign != " " and bytes(_FACE.getmask(sign)) == bytes(_FACE.getmask("\uffff"))


class TextLine(NamedTuple):
    """One line of a text: its spans, the size of its largest type and its width, both in pixels."""

    spans: tuple[Span, ...]
    size: float
    width: float


@dataclass(frozen=True)
class Block:
    """A text broken into lines, each as high as its largest type."""

    lines: tuple[TextLine, ...]
    sizes: Sizes

    @property
    def height(self) -> float:
        return LEADING * sum(line.size for line in self.lines)

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0)

    def html(self, line: TextLine) -> str:
        """The line as HTML, escaped for Plotly, which reads a subset of HTML in every text."""
        return "".join(_html(span, self.sizes[span.small], line.size) for span in line.spans)

    @property
    def joined(self) -> str:
        """All lines as one HTML text, for a hover label or a tick."""
        return "<br>".join(self.html(line) for line in self.lines)


def _html(span: Span, size: float, usual: float) -> str:
    styles = [f"font-size:{size:g}px"] if size != usual else []
    styles += [f"color:{span.colour}"] if span.colour and span.colour != INK else []
    words = escape(span.text, quote=False)
    words = f"<b>{words}</b>" if span.bold else words
    words = f"<i>{words}</i>" if span.italic else words
    return f'<span style="{";".join(styles)}">{words}</span>' if styles else words


class Word(NamedTuple):
    """A word, which is not broken where it fits a line: its spans, its width, and the width of a space before it, in pixels."""

    spans: tuple[Span, ...]
    width: float
    blank: float


@lru_cache(maxsize=4_000)
def wrapped(text: Text, width: float, sizes: Sizes) -> Block:
    """The text broken at spaces into lines of `width` pixels; a word wider than that is broken between letters."""
    return Block(tuple(line for paragraph in _paragraphs(text, sizes) for line in _filled(paragraph, width, sizes)), sizes)


@lru_cache(maxsize=2_000)
def folded(text: str, width: float, size: float) -> str:
    """Plain text as the lines of a hover label, broken as by `wrapped` but without styles.

    It is cached, since in most states a row says the same.
    """
    lines: list[str] = []
    blank = ems(" ") * size
    paragraphs = ([part for part in re.findall(r"[^ \t]+", paragraph) if _is_word(part)] for paragraph in text.split("\n"))
    for words in filter(None, paragraphs):
        widths = [ems(word) * size for word in words]
        if max(widths) > width:
            return wrapped(text, width, (size, size)).joined
        lines += [" ".join(words[start:stop]) for start, stop, _ in _broken([(wide, blank) for wide in widths], width)]
    return "<br>".join(escape(line, quote=False) for line in lines)


def longest_word(text: Text, sizes: Sizes) -> float:
    """The width in pixels of the widest part of a text that has no place to break."""
    return max((word.width for paragraph in _paragraphs(text, sizes) for word in paragraph), default=0.0)


def _is_word(part: str) -> bool:
    return part == "\u00a0" or not part.isspace()


@lru_cache(maxsize=4_000)
def _paragraphs(text: Text, sizes: Sizes) -> tuple[tuple[Word, ...], ...]:
    """The words of each line between forced breaks; a word can consist of several spans."""
    paragraphs: list[list[tuple[Span, ...]]] = [[]]
    open_word = False
    for span in spans(text):
        for part in re.findall(r"\n|[ \t]+|[^ \t\n]+", span.text):
            if part == "\n":
                paragraphs.append([])
            elif _is_word(part):
                paragraphs[-1] += [] if open_word else [()]
                paragraphs[-1][-1] += (Span(part, *span[1:]),)
            open_word = _is_word(part)
    return tuple(tuple(_word(own, sizes) for own in paragraph) for paragraph in paragraphs if paragraph)


def _word(own: tuple[Span, ...], sizes: Sizes) -> Word:
    wide = sum(ems(span.text, span.bold) * sizes[span.small] for span in own)
    return Word(own, wide, ems(" ", own[0].bold) * sizes[own[0].small])


def _filled(words: Sequence[Word], width: float, sizes: Sizes) -> list[TextLine]:
    fitting = [part for word in words for part in ([word] if word.width <= width + EXACT else _letters(word, width, sizes))]
    return [_line(fitting[start:stop], used, sizes) for start, stop, used in _broken([word[1:] for word in fitting], width)]


def _broken(words: Iterable[tuple[float, float]], width: float) -> list[tuple[int, int, float]]:
    """The words on each line as start and stop, and the width of the line.

    Each of `words` is its width and that of a space before it, in pixels.
    """
    lines: list[tuple[int, int, float]] = []
    start, stop, used = 0, 0, 0.0
    for stop, (wide, blank) in enumerate(words):
        if stop and used + blank + wide <= width + EXACT:
            used += blank + wide
            continue
        if stop:
            lines.append((start, stop, used))
        start, used = stop, wide
    return [*lines, (start, stop + 1, used)]


def _line(words: Sequence[Word], used: float, sizes: Sizes) -> TextLine:
    """A line of words with a space before each but the first; a space is styled as the word after it."""
    line = [*words[0].spans]
    for word in words[1:]:
        line += [Span(" ", *word.spans[0][1:]), *word.spans]
    return TextLine(_merged(line), max(sizes[span.small] for span in line), used)


def _letters(word: Word, width: float, sizes: Sizes) -> list[Word]:
    """The parts, broken between letters, of a word wider than a line."""
    letters = [Span(letter, *span[1:]) for span in word.spans for letter in span.text]
    widths = [(ems(letter.text, letter.bold) * sizes[letter.small], 0.0) for letter in letters]
    return [_word(_merged(letters[start:stop]), sizes) for start, stop, _ in _broken(widths, width)]


def _merged(line: Iterable[Span]) -> tuple[Span, ...]:
    """The spans, with neighbours of the same style merged."""
    return tuple(Span("".join(span.text for span in own), *look) for look, own in groupby(line, key=itemgetter(slice(1, None))))
