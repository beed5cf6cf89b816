"""The narrower forms of a plot whose columns do not fit side by side: words move from beside the labels to under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboard.tableplot.reading import Content, Entry, Leaf, Reading
from dashboard.tableplot.text import Span, Text, as_small, plain, spans, stacked


def narrower(reading: Reading) -> Iterator[Reading]:
    """Yields the reading, then narrower forms of it.

    One has all leading words in its first column; where there is only one axis, another has the words of that axis there, too.
    """
    yield reading
    leading = [index for index, leaf in enumerate(reading.leaves) if leaf.place < reading.leading and leaf.weight]
    axes = [index for index, leaf in enumerate(reading.leaves) if leaf.kind == "axis"]
    yield _gathered(reading, leading)
    if len(axes) == 1:
        yield _gathered(reading, [*leading, *axes])


def _gathered(reading: Reading, columns: Sequence[int]) -> Reading:
    """The reading with the words of some columns moved under those of the first of them."""
    leaves = list(reading.leaves)
    for index in columns:  # their words have moved: an axis keeps its marks
        leaves[index] = replace(leaves[index], beside=0.0) if leaves[index].kind == "axis" else replace(leaves[index], weight=0.0)
    leaves[columns[0]] = _label([reading.leaves[index] for index in columns])
    return replace(reading, leaves=tuple(leaves), entries=tuple(_relabelled(reading, entry, columns) for entry in reading.entries))


def _label(leaves: Sequence[Leaf]) -> Leaf:
    """One column for the words of several. A number takes its head with it; an axis keeps its own."""
    words = [leaf for leaf in leaves if leaf.kind == "words"]
    heads = [leaf.head for leaf in words if leaf.head and not leaf.right]
    notes = [leaf.note for leaf in words if leaf.note]
    return replace(leaves[0], head="\n".join(heads), note="\n".join(notes), weight=sum(leaf.weight for leaf in words))


def _relabelled(reading: Reading, entry: Entry, columns: Sequence[int]) -> Entry:
    if entry.row is None:
        return entry
    contents = list(entry.row.contents)
    first, *others = columns
    under = [as_small(own_words(reading.leaves[index], contents[index])) for index in others]
    contents[first] = replace(contents[first], words=stacked(contents[first].words, *under))
    return replace(entry, row=replace(entry.row, contents=tuple(contents)))


def own_words(leaf: Leaf, content: Content) -> Text:
    """Words that are clear without their column: a number comes with its head."""
    return (Span(f"{leaf.head} "), *spans(content.words)) if leaf.right and plain(content.words) else content.words
