"""Faults in the tables, worded for the person who can mend them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_FAULTS = 200
"""Faults that a report lists; the rest are only counted."""
MOST_SHOWN = 200
"""Characters of a wrong value that a report quotes."""


@dataclass(frozen=True)
class Fault:
    """One fault to mend: its file, row (the header is row 1), key and column, the value found and what was expected."""

    file: str
    row: int | None
    key: str
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        place = self.file + (f", row {self.row}" if self.row else "") + (f" ({_short(self.key)})" if self.key else "")
        found = f"{self.column} {_short(self.value)!r}" if self.column else _short(self.value)
        return _on_one_line(f"{place}: {found}: expected {self.expected}")


class BrokenEvidence(Exception):
    """The tables cannot be trusted; `faults` lists everything to mend."""

    def __init__(self, folder: Path, faults: Sequence[Fault]) -> None:
        self.faults = faults
        count = "1 fault" if len(faults) == 1 else f"{len(faults):,} faults"
        more = [f"... and {len(faults) - MOST_FAULTS:,} more."] if len(faults) > MOST_FAULTS else []
        super().__init__("\n".join([f"The tables in {folder} were not loaded: {count}.", *map(str, faults[:MOST_FAULTS]), *more]))


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _on_one_line(text: str) -> str:
    """`text` with line ends and control characters escaped, so that a fault stays on one line of a report."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)
