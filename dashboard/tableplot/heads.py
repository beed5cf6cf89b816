"""What is above the rows, stacked from the bottom up: titles, notes, ticks, counts, and the names of boxes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from dashboard.tableplot.canvas import Anchor
from dashboard.tableplot.columns import Slot, boxes_of, rise, turned_heads
from dashboard.tableplot.look import Look
from dashboard.tableplot.plot import Scale
from dashboard.tableplot.reading import Reading
from dashboard.tableplot.text import Block, Span, Text, as_small, longest_word, wrapped
from dashboard.theme import INK, MUTED

APART = 4
"""Pixels between the names of groups and the heads above them."""


class Head(NamedTuple):
    """Words at `x` whose lower edge is `above` pixels over the foot of the heads."""

    x: float
    above: float
    block: Block
    anchor: Anchor

    @property
    def top(self) -> float:
        return self.above + self.block.height


class Heads(NamedTuple):
    """The words above the rows, the lines under groups of boxes (from, to), where turned heads begin, and the total height, in pixels."""

    words: list[Head]
    rules: list[tuple[float, float]]
    turned_above: float
    height: float
    say_what_is_counted: bool


def heads_of(reading: Reading, look: Look, slots: Sequence[Slot]) -> Heads:
    words, rules, lift, top = _over_boxes(reading, look, slots)
    counted = _what_is_counted(reading, look, slots)
    raised = counted[0].block.height if counted else 0.0
    for place, slot in enumerate(slots):
        if slot.role in ("words", "axis"):
            end = slots[place + 1] if slot.leaf.beside else slot
            words += _over_column(look, slot, end.high, raised if slot.role == "axis" or has_only_words(slots) else 0.0)
    top = max([top, *(head.top for head in words)])
    return Heads([*words, *counted], rules, lift, top + look.pad if top else 0.0, bool(counted))


def _what_is_counted(reading: Reading, look: Look, slots: Sequence[Slot]) -> list[Head]:
    """What the counts over boxes count, placed over the words before the boxes; empty where it does not fit.

    Those words are beside an axis, or else in the leading columns.
    """
    first = next((place for place, slot in enumerate(slots) if slot.role == "cell"), 0)
    before = slots[first - 1] if first else None
    counts = as_small(reading.plot.counts, MUTED)
    if not counts or before is None or before.role not in ("beside", "words") or (before.role == "words" and not has_only_words(slots)):
        return []
    low = slots[0].low if has_only_words(slots) else before.low
    if longest_word(counts, look.sizes) > before.high - low:
        return []
    return [Head(before.high + look.gap / 2, 0, wrapped(counts, before.high - low, look.sizes), "end")]


def has_only_words(slots: Sequence[Slot]) -> bool:
    """Whether there are only columns of words and of boxes."""
    return all(slot.role in ("words", "cell") for slot in slots)


def _over_column(look: Look, slot: Slot, end: float, raised: float) -> list[Head]:
    words, low = over_axis(look, slot, slot.leaf.scale) if slot.leaf.scale else ([], 0.0)
    above = max(low, raised)
    for text in (as_small(slot.leaf.note, MUTED), Span(slot.leaf.head, bold=True)):
        block = wrapped(text, end - slot.low, look.sizes)
        words.append(Head(slot.high if slot.leaf.right else slot.low, above, block, "end" if slot.leaf.right else "start"))
        above += block.height
    return words


def over_axis(look: Look, slot: Slot, scale: Scale) -> tuple[list[Head], float]:
    """The ticks of an axis with the names of its stretches above them, and the height of both in pixels."""
    words = [Head(x, 0, block, "middle") for x, block in ticks(look, slot, scale)]
    above = max((head.top for head in words), default=0.0)
    for name, (low, high) in scale.stretches.items():
        start, end = slot.x(scale, low), slot.x(scale, high)
        words.append(Head((start + end) / 2, above, wrapped(as_small(name, MUTED), end - start, look.sizes), "middle"))
    return words, max((head.top for head in words), default=0.0)


def ticks(look: Look, slot: Slot, scale: Scale) -> list[tuple[float, Block]]:
    """The x and the words of each tick that has room: the reference is placed first, then the ends, then the others from the left."""
    labels = [*scale.labels.items()]
    reference = [tick for tick in labels if tick[0] == scale.zero]
    kept: list[tuple[float, Block]] = []
    for value, words in dict([*reference, *labels[:1], *labels[1:][-1:], *labels[1:-1]]).items():
        x, block = slot.x(scale, value), wrapped(as_small(words, INK), look.width, look.sizes)
        if all(abs(x - other) >= (block.width + wide.width) / 2 + 0.4 * look.small for other, wide in kept):
            kept.append((x, block))
    return sorted(kept, key=lambda tick: tick[0])


def _over_boxes(reading: Reading, look: Look, slots: Sequence[Slot]) -> tuple[list[Head], list[tuple[float, float]], float, float]:
    """The counts, group names and flat heads; the line under each group; where turned heads begin; and the height of all, in pixels."""
    boxes = boxes_of(slots)
    counts = [_over_slot(look, slot, 0.0, as_small(reading.count(slot.index), MUTED)) for slot in boxes if reading.plot.counts]
    lift = max((head.top for head in counts), default=0.0)
    groups = [list(own) for _, own in groupby(boxes, key=lambda slot: slot.leaf.place)]
    rules = [(own[0].low, own[-1].high) for own in groups]
    named = [wrapped(as_small(own[0].leaf.group, MUTED), high - low, look.sizes) for own, (low, high) in zip(groups, rules, strict=True)]
    names = [Head(low, lift, name, "start") for name, (low, _) in zip(named, rules, strict=True)]
    top = max([lift, *(name.top for name in names)])
    heads = [_over_slot(look, slot, top + APART, as_small(slot.leaf.head, INK)) for slot in boxes if not slot.turned]
    rises = [top + rise(head) + APART for head in turned_heads([slot for slot in boxes if slot.turned], look)]
    return [*counts, *names, *heads], rules, top, max([top, *(head.top for head in heads), *rises])


def _over_slot(look: Look, slot: Slot, above: float, words: Text) -> Head:
    return Head(slot.middle, above, wrapped(words, slot.width, look.sizes), "middle")
