"""Turn the bytes of a file into typed records, or into the faults that prevent it."""

from __future__ import annotations

import csv
import io
import stat
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress, islice, repeat
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

from dashboard.columns import Column, Table, Value
from dashboard.evidence.faults import Fault
from dashboard.evidence.rows import Rows, only

MOST_BYTES = 64 * 1024 * 1024
"""Of one file: some two hundred times the largest that is shipped, and no more than a small host can hold."""
LONGEST_KEY = 1000
"""Characters of a cell in a `Table.apart` column; with a longer one, a file is read row by row."""
AT_A_TIME = 500
"""Rows held in memory in addition to the columns."""


@dataclass(frozen=True)
class Content:
    """One file as read: its sound records, the row of the file for each (the header is row 1), its faults and its bytes."""

    table: Table
    file: str
    records: Sequence[Any]
    rows: Sequence[int]
    faults: tuple[Fault, ...] = ()
    data: bytes = b""

    @property
    def sound(self) -> bool:
        """Whether every record was read, so that a key not among them does not exist."""
        return bool(self.data) and not self.faults


def read(folder: Path, layer: str, table: Table, *, source_id: str = "") -> Content:
    """The content of a layer's table, or (`layer` empty) of one beside the layers; faults and no records if it cannot be read.

    `source_id` is the layer's only source, which its rows need not name; empty if the layer has several.
    """
    file = table.file(layer)

    def refused(value: str, expected: str, row: int | None = None) -> Content:
        return Content(table, file, (), (), (Fault(file, row, "", "", value, expected),))

    try:
        data = plain_bytes(folder / file)
        empty = not data.decode("utf-8-sig").strip()
        cells = _told_apart(data, table.apart) or _row_by_row(data)
    except NotRead as error:
        return refused(str(error), error.expected)
    except OSError as error:
        return refused(error.strerror or "cannot be read", "a readable file")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        wrong = f"the byte {error.object[error.start]:#04x} in line {line} is not UTF-8"
        return refused(wrong, "UTF-8 (save as 'CSV UTF-8')")
    if empty:
        return refused("the file is empty", "a header and rows")
    width = f"{len(cells.header)} cells, as in the header"
    faults = _header_faults(table, file, cells.header) or [Fault(file, row, "", "", f"{count} cells", width) for row, count in cells.ragged]
    if faults:
        return Content(table, file, (), (), tuple(faults))
    if not cells.which and not table.may_be_empty:
        return refused("no rows", "at least one row")
    return _typed(table, layer, file, cells, data, source_id)


class NotRead(Exception):
    """A file that cannot be read as a table; `expected` says what was expected instead."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.expected = expected


def plain_bytes(path: Path) -> bytes:
    """The bytes of a regular file. Raises NotRead for a device, a pipe or more than MOST_BYTES."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NotRead("not a plain file", "a file of comma-separated values")
    if status.st_size > MOST_BYTES:
        raise NotRead(f"{status.st_size / 2**20:,.0f} MB", f"at most {MOST_BYTES // 2**20} MB")
    return path.read_bytes()


def stands(path: Path) -> bool:
    """Whether anything exists at `path`, even a broken link or something unreadable: `read` then reports what is wrong."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    return True


class _Cells(NamedTuple):
    """The texts of a file: its header and columns, and the rows of another width with their number of cells.

    Columns of `Table.apart` have one cell per row, the others one per distinct rest of a row; `which` gives the index of each row's rest.
    """

    header: list[str]
    columns: list[list[str]]
    which: Sequence[int]
    ragged: list[tuple[int, int]]


def _row_by_row(data: bytes) -> _Cells:
    """The texts of any file, read row by row. Raises NotRead if it is not CSV."""
    reader = csv.reader(_lines(data), strict=True)
    try:
        header = next(reader, [])
        columns, ragged = _columns(reader, len(header))
    except csv.Error as error:
        raise NotRead(f"not CSV at line {reader.line_num}: {error}", "comma-separated values, quoted where needed") from None
    return _Cells(header, columns, range(max(map(len, columns), default=0)), ragged)


def _told_apart(data: bytes, apart: Sequence[str]) -> _Cells | None:
    """The texts of a file that begins with the columns `apart`, with each distinct rest of a line parsed once.

    None if a line is not plainly one row: a cell of these columns is quoted or too long, or a quoted cell has a line break.
    """
    lines = _lines(data)
    first = next(lines, "")
    header = first.rstrip("\r\n").split(",")
    if not apart or header[: len(apart)] != [*apart] or '"' in first:
        return None
    keys: list[list[str]] = [[] for _ in apart]
    place: dict[str, int] = {}
    which = array("I")
    try:
        while rows := [line.split(",", len(apart)) for line in islice(lines, AT_A_TIME)]:
            *cells, rests = zip(*rows, strict=True)
            for column, more in zip(keys, cells, strict=True):
                # keys that all differ are not interned, since no text would be shared
                column += more if len({*more}) == len(more) else map(intern, more)
            which.extend(place.setdefault(rest, len(place)) for rest in rests)
        columns, ragged = _columns(csv.reader(place, strict=True), len(header) - len(apart))
    except (ValueError, csv.Error):
        return None
    if (
        not which
        or ragged
        or [*map(len, columns[:1])] != [len(place)]
        or any('"' in "".join(cells) or len(max(cells, key=len)) > LONGEST_KEY for cells in keys)
    ):
        return None
    return _Cells(header, keys + columns, which, [])


def _lines(data: bytes) -> Iterator[str]:
    return io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline="")


def _columns(reader: Iterator[list[str]], width: int) -> tuple[list[list[str]], list[tuple[int, int]]]:
    """The cells of each column, and the rows of another width with their number of cells.

    Equal texts share one string, and rows are read a few at a time: this halves the memory that a large table needs.
    """
    once: dict[str, str] = {}
    columns: list[list[str]] = [[] for _ in range(width)]
    ragged = []
    row = 2
    while lines := list(islice(reader, AT_A_TIME)):
        ragged += [(row + place, len(line)) for place, line in enumerate(lines) if len(line) != width]
        for column, cells in zip(columns, zip(*lines, strict=False), strict=False):
            column.extend(map(once.setdefault, cells, cells))
        row += len(lines)
    return columns, ragged


def _header_faults(table: Table, file: str, header: Sequence[str]) -> list[Fault]:
    wanted = [column.name for column in table.columns if not column.may_be_absent]
    known = {column.name for column in table.columns}
    if len(header) == 1 and set(header[0].split(";")) >= set(wanted):
        return [Fault(file, 1, "", "", "separated by semicolons", "commas (save as 'CSV UTF-8, comma delimited')")]
    if not known & {*header}:
        return [Fault(file, 1, "", "", "no column of this table", f"the columns {','.join(wanted)}")]
    absent = [Fault(file, 1, "", name, "", "this column") for name in wanted if name not in header]
    extra = [Fault(file, 1, "", name, "", "no column of this name") for name in header if name and name not in known]
    if "" in header:
        extra.append(Fault(file, 1, "", "", "a column without a name", "a name in each cell, and no comma behind the last"))
    doubled = [Fault(file, 1, "", name, "", "this column once") for name in sorted(known) if header.count(name) > 1]
    return [*absent, *extra, *doubled]


def _typed(table: Table, layer: str, file: str, cells: _Cells, data: bytes, source_id: str) -> Content:
    """The typed table. Each distinct text of a column is checked and converted once, since a large table repeats few texts."""
    every = range(len(cells.which))
    texts = dict(zip(cells.header, cells.columns, strict=True))
    place = {column.name: every if column.name in table.apart else cells.which for column in table.columns}
    absent = [""] * len(cells.columns[-1])
    faults: list[Fault] = []
    fields: list[Sequence[Value]] = []
    for column in table.columns:
        own = texts.get(column.name, absent)
        if column.name == "source_id" and column.refers:  # rows need not name it where the layer has only one
            own, column = [text or source_id for text in own], replace(column, required=True)
        wrong, values = _converted(column, own)
        fields.append(values)
        for row in every if wrong else ():
            if (text := own[place[column.name][row]]) in wrong:
                key = "/".join(texts[name][place[name][row]] for name in table.key)
                faults.append(Fault(file, row + 2, key, column.name, text, wrong[text]))
    if faults:
        blank = {row + 2 for row in every if not any(texts[name][place[name][row]] for name in texts)}
        empty = [Fault(file, row, "", "", "an empty row", "no row without a value") for row in sorted(blank)]
        faults = [*(fault for fault in faults if fault.row not in blank), *empty]
    records = _records(table, layer, fields, cells.which)
    rows: Sequence[int] = range(2, len(every) + 2)
    if faults:
        broken = {fault.row for fault in faults}
        sound = [row not in broken for row in rows]
        records, rows = only(records, sound), [*compress(rows, sound)]
    return Content(table, file, records, rows, tuple(faults), data)


def _records(table: Table, layer: str, fields: Sequence[Sequence[Value]], which: Sequence[int]) -> Sequence[Any]:
    count = len(table.apart)
    rests = zip(*fields[count:], *([] if table.base else [repeat(layer, len(fields[-1]))]), strict=True)
    # as `table.row._make` does, without a call for each of many thousand rows
    return Rows(table.row, fields[:count], list(rests), which) if count else tuple(map(partial(tuple.__new__, table.row), rests))


def _converted(column: Column, texts: Sequence[str]) -> tuple[dict[str, str], Sequence[Value]]:
    """For each malformed text what was expected instead, and the cells as values (None where malformed)."""
    if column.holds_keys and all(map(column.matches, texts)):
        return {}, texts
    wrong: dict[str, str] = {}
    value: dict[str, Value] = {}
    for text in dict.fromkeys(texts):
        expected = column.fault(text)
        if expected is not None:
            wrong[text], value[text] = expected, None
        else:
            value[text] = column.value(text)
    return wrong, texts if column.is_plain_text and not wrong else list(map(value.__getitem__, texts))
