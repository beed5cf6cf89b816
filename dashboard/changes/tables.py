"""One version of the tables as texts, so that any two can be compared, also one whose columns are no longer today's."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dashboard.columns import Table
from dashboard.evidence import version_of
from dashboard.evidence.reading import NotRead, plain_bytes, stands
from dashboard.schema import BASE, COMPARED, REGISTRY, TABLES

SUPERSEDED = "superseded_by"
"""A column that is in no file: the later reports that update a publication."""
Cells = Mapping[str, str]
"""The cells of one row that are not empty, by their column."""


class NotComparable(Exception):
    """A folder that holds no version of the tables, or a step that fits to no other; in words for the person who can mend it."""


@dataclass(frozen=True)
class Rows:
    """One table of one layer: its columns, and its rows by their key (its parts with / between)."""

    columns: tuple[str, ...]
    rows: Mapping[str, Cells]


@dataclass(frozen=True)
class Version:
    """All tables of one version by their name and layer (empty for those beside the layers), and what the version is called."""

    name: str
    tables: Mapping[tuple[str, str], Rows]


def of_folder(folder: Path) -> Version:
    """The tables of a folder as they stand, unchecked. Raises NotComparable."""
    layered = (folder / "layers.csv").is_file()
    if layered:
        places = _with_layers(folder)
    elif (folder / "studies.csv").is_file():
        # the form before there were layers: every table is of the first
        places = {(name, "review"): f"{name}.csv" for name in TABLES}
    else:
        raise NotComparable(f"{folder}: neither layers.csv nor studies.csv stands there. Expected a folder of tables, such as data")
    files = {file: _bytes(folder / file) for file in places.values() if stands(folder / file)}
    tables = {place: _rows(COMPARED[place[0]], folder / file, files[file]) for place, file in places.items() if file in files}
    later: dict[str, list[str]] = {}
    studies = [(key, cells) for (name, _), rows in tables.items() if name == "studies" for key, cells in rows.rows.items()]
    for key, cells in studies:
        later.setdefault(cells.get("updates", ""), []).append(key)
    # the form before there were layers had its own way to name a version, which old links still carry
    name = version_of(files) if layered else sha256(b"".join(files.values())).hexdigest()[:8]
    return Version(name, {place: _marked(rows, later) if place[0] == "studies" else rows for place, rows in tables.items()})


def _with_layers(folder: Path) -> dict[tuple[str, str], str]:
    """Where each table stands in the folder."""
    layers = _rows(BASE["layers"], folder / "layers.csv", _bytes(folder / "layers.csv")).rows
    beside = {(table.name, ""): table.file() for table in (*BASE.values(), REGISTRY)}
    return beside | {(table.name, layer): table.file(layer) for layer in layers for table in TABLES.values()}


def _bytes(path: Path) -> bytes:
    try:
        return plain_bytes(path)
    except NotRead as problem:
        raise NotComparable(f"{path}: {problem}. Expected {problem.expected}") from None
    except OSError as problem:
        raise NotComparable(f"{path}: {problem.strerror or problem}") from None


def _rows(table: Table, path: Path, content: bytes) -> Rows:
    try:
        header, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    except (csv.Error, UnicodeDecodeError, ValueError) as problem:
        raise NotComparable(f"{path}: {problem}. Expected a header and rows, as CSV in UTF-8") from None
    absent = [name for name in table.key if name not in header]
    if absent:
        raise NotComparable(f"{path}: no column {absent[0]}, which is its key")
    rows: dict[str, Cells] = {}
    for number, line in enumerate(lines, start=2):
        cells = {column: text for column, text in zip(header, line, strict=False) if text}
        key = "/".join(cells.get(name, "") for name in table.key)
        if len(line) != len(header) or key in rows:
            raise NotComparable(f"{path}, row {number} ({key}): expected a row as long as the header, with a key of its own")
        rows[key] = cells
    return Rows(tuple(header), rows)


def _marked(studies: Rows, later: Mapping[str, Sequence[str]]) -> Rows:
    """The same, each publication with the reports that update it."""
    more = {key: {SUPERSEDED: ";".join(sorted(later[key]))} if key in later else {} for key in studies.rows}
    return Rows((*studies.columns, SUPERSEDED), {key: {**cells, **more[key]} for key, cells in studies.rows.items()})
