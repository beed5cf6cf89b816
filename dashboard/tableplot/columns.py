"""Horizontal positions of the columns, in pixels: weights share the width, and no column is narrower than its longest word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import cos, inf, radians, sin
from typing import Literal, NamedTuple

from dashboard.tableplot.look import Look
from dashboard.tableplot.plot import Scale
from dashboard.tableplot.reading import Entry, Leaf, Reading
from dashboard.tableplot.text import Block, Sizes, Span, Text, as_small, longest_word, wrapped
from dashboard.theme import INK

ANGLE = 58
"""Degrees by which heads are turned where they have no room to lie flat."""
HEAD_LINES, TURNED_LINES = 3, 2
"""The most lines that a head over boxes may take, flat and turned."""
INSET = 0.175
"""Space between the edge of a box and its words, in ems; words are measured for the widest face."""
INDENT = 1.3
"""Indent of the labels in a level-2 group, in ems."""
AXIS = 4.0
"""The least width of an axis, in ems."""


@dataclass(frozen=True)
class Slot:
    """A column, or only its axis or its words, with the pixels at which its content begins and ends."""

    leaf: Leaf
    index: int
    role: Literal["words", "axis", "beside", "cell"]
    low: float = 0.0
    high: float = 0.0
    turned: bool = False

    @property
    def width(self) -> float:
        return self.high - self.low

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def x(self, scale: Scale, value: float) -> float:
        return self.low + self.width * scale.place(value)


class Part(NamedTuple):
    """A slot still to be placed: its weight, its least width, and the space before and after its content within that width, in pixels."""

    slot: Slot
    weight: float
    need: float
    before: float
    after: float


def slots_of(reading: Reading, look: Look, drawn: Sequence[int]) -> list[Slot]:
    """The slots of the drawn leaves, placed across the drawing with room at its right for turned heads."""
    room = look.width - 2 * look.edge
    parts = _parts(reading, look, drawn, unbroken=reading.plot.unbroken)
    if sum(part.need for part in parts) > room:
        parts = _parts(reading, look, drawn)
    slots = _placed(parts, look, room)
    over = _over(slots, look) if reading.plot.turned else None
    return slots if over is None else [replace(slot, turned=slot.role == "cell") for slot in _placed(parts, look, room - over)]


def least_width(reading: Reading, look: Look, drawn: Sequence[int]) -> float:
    """The least width in pixels at which no word is broken.

    The overhang of turned heads is included, as at `look.width` if that is greater.
    """

    def measure() -> float:
        parts = _parts(reading, look, drawn)
        need = sum(part.need for part in parts)
        slots = _placed(parts, look, max(need, look.width - 2 * look.edge))
        return need + 2 * look.edge + (_over(slots, look) or 0.0)

    return reading.once((look, *drawn), measure)


def _over(slots: Sequence[Slot], look: Look) -> float | None:
    """How many pixels heads over boxes would reach beyond the drawing if turned.

    None where all have room to lie flat, or where a column to the right of the boxes would be in their way.
    """
    boxes = boxes_of(slots)
    if not boxes or slots[-len(boxes) :] != boxes or all(_may_lie(slot, look) for slot in boxes):
        return None
    ends = [slot.middle + overhang(head) for slot, head in zip(boxes, turned_heads(boxes, look), strict=True)]
    return 1.05 * max(0.0, max(ends) - max(look.width, slots[-1].high + look.edge) + look.edge)


def _may_lie(slot: Slot, look: Look) -> bool:
    head = as_small(slot.leaf.head)
    return longest_word(head, look.sizes) <= slot.width and len(wrapped(head, slot.width, look.sizes).lines) <= HEAD_LINES


def boxes_of(slots: Sequence[Slot]) -> list[Slot]:
    return [slot for slot in slots if slot.role == "cell"]


def turned_heads(boxes: Sequence[Slot], look: Look) -> list[Block]:
    """The heads of boxes when turned: wrapped to the longest word of all, but unwrapped where that would take more than two lines."""
    heads = [as_small(slot.leaf.head, INK) for slot in boxes]
    width = max((longest_word(head, look.sizes) for head in heads), default=0.0)
    broken = [wrapped(head, width, look.sizes) for head in heads]
    whole = [wrapped(head, 10 * look.width, look.sizes) for head in heads]
    return [one if len(one.lines) <= TURNED_LINES else other for one, other in zip(broken, whole, strict=True)]


def overhang(head: Block) -> float:
    """How far a turned head reaches to the right of its foot, in pixels."""
    return head.width * cos(radians(ANGLE)) + head.height * sin(radians(ANGLE))


def rise(head: Block) -> float:
    """The height of a turned head, in pixels."""
    return head.width * sin(radians(ANGLE)) + head.height * cos(radians(ANGLE))


def _parts(reading: Reading, look: Look, drawn: Sequence[int], *, unbroken: bool = False) -> list[Part]:
    parts: list[Part] = []
    for index in drawn:
        leaf = reading.leaves[index]
        longest = _longest(reading, look, index, _line if unbroken and leaf.kind != "cell" else longest_word, labels=not parts)
        if leaf.kind == "words":
            need = max(longest, longest_word(Span(leaf.head, bold=True), look.sizes))
            parts.append(Part(Slot(leaf, index, "words"), leaf.weight, need + look.gap, 0.0, look.gap))
        elif leaf.kind == "axis":
            need, after = max(AXIS * look.text, _over_scales(reading, look, index)), look.mark + look.gap / 2
            parts.append(Part(Slot(leaf, index, "axis"), leaf.weight, need + look.mark + after, look.mark, after))
            if leaf.beside:
                parts.append(Part(Slot(leaf, index, "beside"), leaf.beside, longest + look.gap, 0.0, look.gap))
        else:
            before = 0.0 if parts and parts[-1].slot.leaf.place == leaf.place else look.gap / 2
            named = longest_word(as_small(leaf.group), look.sizes) / sum(leaf.place == reading.leaves[other].place for other in drawn)
            head = 0.0 if reading.plot.turned else longest_word(as_small(leaf.head), look.sizes)
            count = longest_word(as_small(reading.count(index)), look.sizes) if reading.plot.counts else 0.0
            need = max(longest + 2 * INSET * look.small, named, head, count) + before + look.between
            parts.append(Part(Slot(leaf, index, "cell"), leaf.weight, need, before, look.between))
    return parts


def _longest(reading: Reading, look: Look, index: int, widest: Callable[[Text, Sizes], float], *, labels: bool) -> float:
    """The width in pixels of the widest words of a column; for labels it includes the indent."""

    def measure() -> float:
        found = [(entry.row.contents[index].words, indent(look, entry) if labels else 0.0) for entry in reading.entries if entry.row]
        return max((widest(text, look.sizes) + before for text, before in found), default=0.0)

    return reading.once((index, look.sizes, widest, labels), measure)


def _line(text: Text, sizes: Sizes) -> float:
    """The width in pixels of a text's longest line when nothing is wrapped."""
    return wrapped(text, inf, sizes).width


def indent(look: Look, entry: Entry) -> float:
    """The indent of a row's label, in pixels."""
    return INDENT * look.text if entry.group.level == 2 else 0.0


def _over_scales(reading: Reading, look: Look, index: int) -> float:
    """The least width in pixels at which the words over an axis's stretches fit."""
    scales = {id(scale): scale for row in reading.rows if (scale := row.contents[index].scale)}.values()
    named = [(name, scale.place(high) - scale.place(low)) for scale in scales for name, (low, high) in scale.stretches.items()]
    return max(((longest_word(as_small(name), look.sizes) + look.gap / 3) / share for name, share in named), default=0.0)


def _placed(parts: Sequence[Part], look: Look, room: float) -> list[Slot]:
    slots: list[Slot] = []
    left = look.edge
    for part, width in zip(parts, shares([part.weight for part in parts], [part.need for part in parts], room), strict=True):
        slots.append(replace(part.slot, low=left + part.before, high=left + width - part.after))
        left += width
    return slots


def shares(weights: Sequence[float], needs: Sequence[float], room: float) -> list[float]:
    """The width of each column: its share of `room` by weight, but at least its need.

    Where `room` is too small, needs are scaled down to it.
    """
    if sum(needs) >= room:
        return [need * room / sum(needs) for need in needs]
    held: set[int] = set()
    while True:
        left = room - sum(needs[place] for place in held)
        weight = sum(own for place, own in enumerate(weights) if place not in held)
        short = {place for place, own in enumerate(weights) if place not in held and left * own < needs[place] * weight}
        if not short:
            return [needs[place] if place in held else left * own / weight for place, own in enumerate(weights)]
        held |= short
