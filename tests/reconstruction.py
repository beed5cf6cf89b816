"""The counts behind printed percentages: by what the tables' reconstructed numbers, which somebody typed, are held to be the only ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from dashboard.statistics import fitting_events


class Counts(NamedTuple):
    """Whole numbers behind printed percentages: the size of the group, and the events in the percentages' order."""

    n: int
    events: tuple[int, ...]


def fitting_counts(percent_as_printed: Sequence[str], most: int) -> list[Counts]:
    """Every group of at most `most` patients that has whole events for each percentage; by n, then events."""
    if isinstance(percent_as_printed, str) or not percent_as_printed or most < 1:
        raise ValueError(f"{percent_as_printed!r} of at most {most}: expected a list of percentages and a patient")
    return [
        Counts(n, events) for n in range(1, most + 1) for events in product(*(fitting_events(printed, n) for printed in percent_as_printed))
    ]


def reconstruct(percent_as_printed: Sequence[str], most: int) -> Counts | None:
    """The counts behind percentages printed for one group of at most `most`, or None unless exactly one set fits."""
    found = fitting_counts(percent_as_printed, most)
    return found[0] if len(found) == 1 else None
