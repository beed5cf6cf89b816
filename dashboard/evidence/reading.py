"""From the bytes of a file to typed records, or to the faults that keep it from being read."""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, repeat
from pathlib import Path
from typing import Any

from dashboard.evidence.faults import Fault
from dashboard.schema import Column, Table, Value

MOST_BYTES = 64 * 1024 * 1024
"""Of one table: some hundred times the largest that is shipped, and no more than a small host can hold."""


@dataclass(frozen=True)
class Content:
    """One table as it was read: its sound records, the row of the file on which each stands, the file's name and bytes."""

    table: Table
    file: str
    records: tuple[Any, ...]
    rows: Sequence[int]
    faults: tuple[Fault, ...] = ()
    data: bytes = b""

    @property
    def sound(self) -> bool:
        """Whether all its records were read, so that a key that is not among them is none."""
        return bool(self.data) and not self.faults


def read(folder: Path, layer: str, table: Table, *, source_id: str = "") -> Content:
    """One table of a layer (of `folder` itself for the tables beside the layers); it is empty where it could not be read.

    `source_id` is the only source of the layer, which its rows then need not name; empty where it has several.
    """
    file = table.file(layer)

    def refused(value: str, expected: str, row: int | None = None) -> Content:
        return Content(table, file, (), (), (Fault(file, row, "", "", value, expected),))

    try:
        data = plain_bytes(folder / file)
        text = data.decode("utf-8-sig")
        header, cells, ragged = _cells(text)
    except NotRead as error:
        return refused(str(error), error.expected)
    except OSError as error:
        return refused(error.strerror or "cannot be read", "a readable file")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        wrong = f"the byte {error.object[error.start]:#04x} in line {line} is not UTF-8"
        return refused(wrong, "UTF-8 (save as 'CSV UTF-8')")
    if not text.strip():
        return refused("the file is empty", "a header and rows")
    width = f"{len(header)} cells, as in the header"
    faults = _header_faults(table, file, header) or [Fault(file, row, "", "", f"{count} cells", width) for row, count in ragged]
    if faults:
        return Content(table, file, (), (), tuple(faults))
    if not cells[0] and not table.may_be_empty:
        return refused("no rows", "at least one row")
    return _typed(table, layer, file, dict(zip(header, cells, strict=True)), data, source_id)


class NotRead(Exception):
    """A file that cannot be taken for a table, with what was expected instead."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.expected = expected


def plain_bytes(path: Path) -> bytes:
    """The bytes of a plain file of bearable size: neither a pipe, which would never end, nor a device."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NotRead("not a plain file", "a file of comma-separated values")
    if status.st_size > MOST_BYTES:
        raise NotRead(f"{status.st_size / 2**20:,.0f} MB", f"at most {MOST_BYTES // 2**20} MB")
    return path.read_bytes()


def _cells(text: str) -> tuple[list[str], list[list[str]], list[tuple[int, int]]]:
    """The header, the cells of each column, and the rows of another width with their number of cells.

    Of equal texts one is kept, and no more than a few rows at a time stand beside the columns: half of the memory of a large table.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    once: dict[str, str] = {}
    try:
        header = next(reader, [])
        columns: list[list[str]] = [[] for _ in header]
        ragged = []
        row = 2
        while lines := list(islice(reader, 500)):
            ragged += [(row + place, len(line)) for place, line in enumerate(lines) if len(line) != len(header)]
            for column, cells in zip(columns, zip(*lines, strict=False), strict=False):
                column.extend(map(once.setdefault, cells, cells))
            row += len(lines)
    except csv.Error as error:
        raise NotRead(f"not CSV at line {reader.line_num}: {error}", "comma-separated values, quoted where needed") from None
    return header, columns, ragged


def _header_faults(table: Table, file: str, header: Sequence[str]) -> list[Fault]:
    wanted = [column.name for column in table.columns if not column.may_be_absent]
    known = {column.name for column in table.columns}
    if len(header) == 1 and set(header[0].split(";")) >= set(wanted):
        return [Fault(file, 1, "", "", "separated by semicolons", "commas (save as 'CSV UTF-8, comma delimited')")]
    absent = [Fault(file, 1, "", name, "", "this column") for name in wanted if name not in header]
    extra = [Fault(file, 1, "", name, "", "no column of this name") for name in header if name not in known]
    doubled = [Fault(file, 1, "", name, "", "this column once") for name in sorted(known) if header.count(name) > 1]
    return [*absent, *extra, *doubled]


def _typed(table: Table, layer: str, file: str, cells: Mapping[str, Sequence[str]], data: bytes, source_id: str) -> Content:
    """Column by column, each distinct text checked and converted once: the same few stand in a large table again and again."""
    keys = [*map("/".join, zip(*(cells[name] for name in table.key), strict=True))]
    faults: list[Fault] = []
    fields: list[Iterable[Value]] = []
    for column in table.columns:
        texts = cells.get(column.name, ("",) * len(keys))
        if column.may_be_absent:
            texts, column = [text or source_id for text in texts], replace(column, required=True)
        wrong, values = _converted(column, texts)
        if wrong:
            ill = [(row, text) for row, text in enumerate(texts, start=2) if text in wrong]
            faults += [Fault(file, row, keys[row - 2], column.name, text, wrong[text]) for row, text in ill]
        fields.append(values)
    if not table.base:
        fields.append(repeat(layer, len(keys)))
    # as `table.row._make` does, without a call for each of many thousand rows
    records = tuple(map(partial(tuple.__new__, table.row), zip(*fields, strict=True)))
    rows: Sequence[int] = range(2, len(records) + 2)
    if faults:
        broken = {fault.row for fault in faults}
        rows = [row for row in rows if row not in broken]
        records = tuple(records[row - 2] for row in rows)
    return Content(table, file, records, rows, tuple(faults), data)


def _converted(column: Column, texts: Sequence[str]) -> tuple[dict[str, str], Iterable[Value]]:
    """What was expected instead of each malformed text, and the cells as values (None where malformed)."""
    wrong: dict[str, str] = {}
    value: dict[str, Value] = {}
    for text in dict.fromkeys(texts):
        expected = column.fault(text)
        if expected is not None:
            wrong[text], value[text] = expected, None
        else:
            value[text] = column.value(text)
    return wrong, texts if column.is_plain_text and not wrong else map(value.__getitem__, texts)
