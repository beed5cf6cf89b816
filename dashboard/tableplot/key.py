"""The key: what those marks, boxes, gaps and signs mean that are really drawn, and how it is laid out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dashboard.tableplot.look import Look
from dashboard.tableplot.plot import Bar, Box, Interval, Mark, Point, Scale, reach
from dashboard.tableplot.reading import Content, Entry, Leaf, Reading, Row
from dashboard.tableplot.text import Block, as_small, plain, wrapped
from dashboard.theme import INK, MUTED

CLIPPED, OPEN = "continues beyond the axis", "no limit printed"
Glyph = Point | Interval | Bar | Box | Literal["gap", "arrow", "open arrow", "corner", "sign"]


@dataclass(frozen=True)
class KeyEntry:
    """One entry of the key: what is drawn, and its meaning in words."""

    glyph: Glyph
    words: str
    colour: str = MUTED
    hatched: bool = False


class KeyItem(NamedTuple):
    """An entry of the key, the x of its glyph and of its words, and its distance from the top of the key, in pixels."""

    entry: KeyEntry
    glyph: float
    x: float
    top: float
    block: Block


class Key(NamedTuple):
    """All items, and the height of the key in pixels: a little space where there are none."""

    items: list[KeyItem]
    height: float


def key_entries(reading: Reading, entries: Sequence[Entry], drawn: Sequence[int], silence: Callable[[Row], Block | None]) -> list[KeyEntry]:
    """The key of what some entries and leaves draw, in the order in which it first appears; gaps and signs come last."""
    found: dict[tuple[str, str, bool], KeyEntry] = {}
    rows = [entry.row for entry in entries if entry.row]
    for row in rows:
        silent = silence(row) is not None
        for index in drawn:
            for key in _of_content(reading, row.contents[index], reading.leaves[index], silent=silent):
                kind = (key.glyph if isinstance(key.glyph, str) else type(key.glyph).__name__, key.words, key.hatched)
                if kind not in found or _hollow(found[kind]):
                    found[kind] = key
    heads = [f"{reading.leaves[index].group} {reading.leaves[index].head} {reading.leaves[index].note}" for index in drawn]
    said = " ".join([*heads, *(plain(row.contents[index].words) for row in rows for index in drawn), *(e.headings for e in entries)])
    signs = [KeyEntry("sign", f"{sign} {words}") for sign, words in reading.plot.signs.items() if sign in said]
    remark = [KeyEntry("sign", reading.plot.remark)] if reading.plot.remark and rows else []
    return [*sorted(found.values(), key=lambda key: key.glyph == "gap"), *signs, *remark]


def _hollow(key: KeyEntry) -> bool:
    """Whether it shows a hollow point, which a filled mark of the same meaning replaces."""
    return isinstance(key.glyph, Point) and key.glyph.hollow


def _of_content(reading: Reading, content: Content, leaf: Leaf, *, silent: bool) -> Iterator[KeyEntry]:
    for mark in content.marks:
        if mark.means:
            yield KeyEntry(mark, mark.means)
        if content.scale and clipped(mark, content.scale):
            yield KeyEntry("arrow", CLIPPED, arrow_colour(mark))
        if None in reach(mark):
            yield KeyEntry("open arrow", OPEN, arrow_colour(mark))
    if content.box and content.box.means:
        yield KeyEntry(content.box, content.box.means)
    if content.box and content.box.corner and content.box.corner_means:
        yield KeyEntry("corner", content.box.corner_means, content.box.corner)
    if content.gap and not (silent and leaf.kind == "cell"):
        yield KeyEntry("gap", reading.plot.gap_means, hatched=leaf.hatched)


def clipped(mark: Mark, scale: Scale) -> bool:
    """Whether a mark reaches beyond its axis."""
    return any(end is not None and not scale.holds(end) for end in reach(mark))


def arrow_colour(mark: Mark) -> str:
    """The colour of a mark's arrow: the mark's own, but that of the words for a bar, which can be light."""
    return INK if isinstance(mark, Bar) else mark.colour


def key_of(look: Look, width: float, entries: Sequence[KeyEntry]) -> Key:
    """The entries laid out in lines that fill `width` pixels from the left of the drawing."""
    items: list[KeyItem] = []
    x, end, top, bottom = look.edge, width - look.edge, look.pad, look.pad
    for entry in entries:
        before = _glyph_width(entry.glyph, look)
        block = wrapped(as_small(entry.words, MUTED), end - look.edge - before, look.sizes)
        if bottom > top and x + before + block.width > end:
            x, top = look.edge, bottom
        items.append(KeyItem(entry, x, x + before, top, block))
        bottom = max(bottom, top + 1.15 * block.height)
        x += before + block.width + 1.3 * look.gap
    return Key(items, bottom)


def _glyph_width(glyph: Glyph, look: Look) -> float:
    if glyph == "sign":
        return 0.0
    return (2.4 if isinstance(glyph, Interval | Bar | Box) else 1.3) * look.small
