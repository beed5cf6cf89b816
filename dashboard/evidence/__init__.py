"""Reading the tables: the whole body of evidence, validated and frozen, or a report of everything that is wrong."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.evidence import rules
from dashboard.evidence.rules import Fault
from dashboard.schema import TABLES, Column, Table

DTYPES = {"text": "object", "integer": "Int64", "number": "float64"}


class BrokenEvidence(Exception):
    """The tables cannot be trusted; `faults` lists everything to mend."""

    def __init__(self, folder: Path, faults: list[Fault]) -> None:
        self.faults = faults
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__("\n".join([f"The tables in {folder} were not loaded: {count}.", *map(str, faults)]))


@dataclass(frozen=True)
class Evidence:
    """The curated tables: text columns as str (empty where nothing stands), integers as Int64, numbers as float64.

    `version` is a short hash of the tables: the same version is the same evidence.
    """

    studies: pd.DataFrame
    cohorts: pd.DataFrame
    trials: pd.DataFrame
    populations: pd.DataFrame
    results: pd.DataFrame
    contrasts: pd.DataFrame
    anomalies: pd.DataFrame
    review: pd.DataFrame
    version: str
    folder: Path

    def table(self, name: str) -> pd.DataFrame:
        """One table by its name in the schema."""
        frame: pd.DataFrame = getattr(self, TABLES[name].name)
        return frame

    @cached_property
    def rows(self) -> Mapping[str, tuple[Any, ...]]:
        """The rows of each table in its order, as named tuples; made once, since pandas is slow over single rows."""
        return {name: tuple(self.table(name).itertuples(index=False)) for name in TABLES}

    def index(self) -> None:
        """Make the look-ups below now: before the workers part, which then share them."""
        _ = self.rows, self.studies_by_cohort, self.results_by_study

    def records(self, name: str, keys: Container[str]) -> list[Any]:
        """The rows of a table whose first column is among `keys`, in its order."""
        return [row for row in self.rows[name] if row[0] in keys]

    @cached_property
    def studies_by_cohort(self) -> Mapping[str, list[Any]]:
        """The publications of each cohort, in the table's order."""
        found: dict[str, list[Any]] = {}
        for study in self.rows["studies"]:
            found.setdefault(study.cohort_id, []).append(study)
        return found

    @cached_property
    def results_by_study(self) -> Mapping[str, list[Any]]:
        """The results of each publication, in the table's order."""
        found: dict[str, list[Any]] = {study.study_id: [] for study in self.rows["studies"]}
        for result in self.rows["results"]:
            found[result.study_id].append(result)
        return found


def load(folder: Path) -> Evidence:
    """Read and check every table of `folder`. Raises BrokenEvidence with all faults; never repairs, never half loads."""
    raw: dict[str, pd.DataFrame] = {}
    faults: list[Fault] = []
    for table in TABLES.values():
        try:
            raw[table.name] = _read(folder / f"{table.name}.csv", table)
        except _Unreadable as unreadable:
            faults.extend(unreadable.faults)
    cell_faults = [fault for name, frame in raw.items() for fault in _cell_faults(TABLES[name], frame)]
    faults += cell_faults
    faults += [fault for name, frame in raw.items() for fault in _duplicate_keys(TABLES[name], frame)]
    faults += [fault for name in raw for fault in _dangling(TABLES[name], raw)]
    broken = {(fault.file, fault.row) for fault in cell_faults}
    tables = {name: _typed(TABLES[name], _sound(name, frame, broken)) for name, frame in raw.items()}
    faults += rules.row_faults(tables)
    if not faults:
        faults += rules.whole_faults(tables)
    if faults:
        raise BrokenEvidence(folder, faults)
    return Evidence(version=_version(folder), folder=folder, **{name: frame.drop(columns="row") for name, frame in tables.items()})


class _Unreadable(Exception):
    def __init__(self, *faults: Fault) -> None:
        self.faults = faults


def _read(path: Path, table: Table) -> pd.DataFrame:
    """The file's cells as text, with the spreadsheet row of each record in the column `row`."""

    def refuse(value: str, expected: str, row: int | None = None) -> _Unreadable:
        return _Unreadable(Fault(path.name, row, "", "", value, expected))

    try:
        reader = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
    except OSError as error:
        raise refuse(error.strerror or "cannot be read", "a readable file") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise refuse(f"the byte {error.object[error.start]:#04x} in line {line} is not UTF-8", "UTF-8 (save as 'CSV UTF-8')") from None
    try:
        header, *records = list(reader) or [[]]
    except csv.Error as error:
        raise refuse(f"not CSV at line {reader.line_num}: {error}", "comma-separated values, quoted where needed") from None
    wanted = [column.name for column in table.columns]
    if sorted(header) != sorted(wanted):
        absent = [Fault(path.name, 1, "", name, "", "this column") for name in wanted if name not in header]
        extra = [Fault(path.name, 1, "", name, "", "no column of this name") for name in header if name not in wanted]
        doubled = [Fault(path.name, 1, "", name, "", "this column once") for name in wanted if header.count(name) > 1]
        raise _Unreadable(*absent, *extra, *doubled)
    ragged = [number for number, record in enumerate(records, start=2) if len(record) != len(header)]
    if ragged:
        width = f"{len(header)} cells, as in the header"
        raise _Unreadable(*(Fault(path.name, row, "", "", f"{len(records[row - 2])} cells", width) for row in ragged))
    if not records:
        raise refuse("no rows", "at least one row")
    # the same few texts again and again: each is kept once, which is half of the memory of large tables
    once: dict[str, str] = {}
    records = [[once.setdefault(cell, cell) for cell in record] for record in records]
    frame = pd.DataFrame(records, columns=header, dtype="object")[wanted]
    return frame.assign(row=range(2, len(frame) + 2))


def _cell_faults(table: Table, frame: pd.DataFrame) -> Iterator[Fault]:
    for column in table.columns:
        for value in frame[column.name].unique():
            expected = column.fault(value)
            if expected is not None:
                for row in frame[frame[column.name] == value].to_dict("records"):
                    yield Fault(f"{table.name}.csv", rules.row_number(row), _key(table, row), column.name, value, expected)


def _key(table: Table, row: dict[str, object]) -> str:
    return "/".join(str(row[name]) for name in table.key)


def _duplicate_keys(table: Table, frame: pd.DataFrame) -> Iterator[Fault]:
    doubled = frame[frame.duplicated(list(table.key))]
    for row in doubled.to_dict("records"):
        key = _key(table, row)
        yield Fault(f"{table.name}.csv", rules.row_number(row), key, table.key[-1], str(row[table.key[-1]]), "a key that no row above has")


def _dangling(table: Table, raw: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """References to no record; to a table that could not be read, none can be told from the others."""
    for name, targets in table.references.items():
        if not raw.keys() >= set(targets):
            continue
        known = {key for target in targets for key in raw[target][TABLES[target].key[0]]}
        for place, text in enumerate(raw[table.name][name]):
            for part in _parts(table.column(name), str(text)):
                if part not in known:
                    row = raw[table.name].iloc[place].to_dict()
                    key = _key(table, row)
                    where = " or ".join(f"{target}.csv" for target in targets)
                    yield Fault(f"{table.name}.csv", rules.row_number(row), key, name, part, f"a key of {where}")


def _parts(column: Column, text: str) -> list[str]:
    if not text:
        return []
    return text.split(";") if column.several else [text]


def _sound(name: str, frame: pd.DataFrame, broken: set[tuple[str, int | None]]) -> pd.DataFrame:
    return frame[[(f"{name}.csv", row) not in broken for row in frame["row"]]]


def _typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    columns = {column.name: _typed_column(frame[column.name], column) for column in table.columns}
    return pd.DataFrame({**columns, "row": frame["row"]}).reset_index(drop=True)


def _typed_column(cells: pd.Series, column: Column) -> pd.Series:
    if column.kind == "text":
        return cells
    return pd.to_numeric(cells.where(cells != "", None)).astype(DTYPES[column.kind])


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in TABLES:
        digest.update((folder / f"{name}.csv").read_bytes())
    return digest.hexdigest()[:8]
