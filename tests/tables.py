"""Copies of the shipped review to change: one cell, one row, one file, or a whole layer more."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from dashboard.evidence import BrokenEvidence, load
from dashboard.schema import BASE, TABLES

TESTS = Path(__file__).parent
DATA = TESTS.parent / "data"
OTHER = TESTS / "evidence" / "other"
"""An invented review of an invented drug."""
LATER = TESTS / "evidence" / "later" / "since"
"""An invented layer on top of the shipped one: a report that replaces another, a new cohort, a randomised trial."""
LATER_ROW = (
    "since",
    "Invented results",
    "later",
    "2099-01-01",
    "the first of January 2099",
    "chosen",
    "not in the text read",
    "on_request",
    "Invented, and entered once.",
)
EVERY = {**BASE, **TABLES}


def as_csv(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n", delimiter=delimiter).writerows(rows)
    return file.getvalue()


def _review_alone() -> dict[str, bytes]:
    """The shipped tables as they were without any later layer: its row of layers.csv, and the arms that only it reports, left out."""
    tables = {name: (DATA / ("" if name in BASE else "review") / f"{name}.csv").read_bytes() for name in EVERY}
    reported = {row["arm"] for row in csv.DictReader(io.StringIO(tables["results"].decode()))}
    for name, kept in (("layers", {"review"}), ("arms", reported)):
        header, *rows = csv.reader(io.StringIO(tables[name].decode()))
        tables[name] = as_csv([header, *(row for row in rows if row[0] in kept)]).encode()
    return tables


SHIPPED = _review_alone()


class Tables:
    """A copy of the shipped review to damage; a row is named by its key, as the report names it."""

    def __init__(self, folder: Path, *, later: bool = False) -> None:
        self.folder = folder
        (folder / "review").mkdir(parents=True)
        shutil.copy(DATA / "README.md", folder)
        shutil.copytree(DATA / "registry", folder / "registry")
        for name, content in SHIPPED.items():
            self.path(name).write_bytes(content)
        if later:
            shutil.copytree(LATER, folder / "since")
            self.append("layers", as_csv([LATER_ROW]))

    def file(self, table: str) -> str:
        """Where a table stands in the folder: 'review/studies.csv'; of another layer it is named as 'since/studies'."""
        return f"{table}.csv" if table in BASE or "/" in table else f"review/{table}.csv"

    def path(self, table: str) -> Path:
        return self.folder / self.file(table)

    def rows(self, table: str) -> list[list[str]]:
        with self.path(table).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def write(self, table: str, rows: Iterable[Sequence[str]]) -> None:
        self.path(table).write_bytes(as_csv(rows).encode())

    def number(self, table: str, key: str) -> int:
        """The row's number in a spreadsheet, where the header is row 1."""
        header, *rows = self.rows(table)
        places = [header.index(name) for name in EVERY[table.rpartition("/")[2]].key]
        return ["/".join(row[place] for place in places) for row in rows].index(key) + 2

    def place(self, table: str, key: str) -> str:
        """File, row and key, as the report begins."""
        return f"{self.file(table)}, row {self.number(table, key)} ({key})"

    def set(self, table: str, key: str, **cells: str) -> None:
        rows, number = self.rows(table), self.number(table, key)
        for column, value in cells.items():
            rows[number - 1][rows[0].index(column)] = value
        self.write(table, rows)

    def delete(self, table: str, *keys: str) -> None:
        gone = {self.number(table, key) for key in keys}
        self.write(table, [row for number, row in enumerate(self.rows(table), start=1) if number not in gone])

    def repeat(self, table: str, key: str) -> None:
        rows = self.rows(table)
        self.write(table, [*rows, rows[self.number(table, key) - 1]])

    def append(self, table: str, line: str) -> None:
        self.path(table).write_bytes(self.path(table).read_bytes() + line.encode())

    def replace(self, table: str, was: bytes, becomes: bytes) -> None:
        text = self.path(table).read_bytes()
        assert was in text
        self.path(table).write_bytes(text.replace(was, becomes, 1))

    def report(self) -> list[str]:
        """The faults as they are reported, a line each."""
        with pytest.raises(BrokenEvidence) as broken:
            load(self.folder)
        head, *lines = str(broken.value).splitlines()
        assert head.startswith(f"The tables in {self.folder} were not loaded: {len(lines)} fault")
        return lines
