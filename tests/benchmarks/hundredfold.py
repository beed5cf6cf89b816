"""The tables a hundred times over: the same publications, cohorts and registrations under other names."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from pathlib import Path

TIMES = 100
ONCE = ("anomalies", "review", "approvals", "sources", "reporting")
Row = dict[str, str]


def write(source: Path, target: Path) -> None:
    """Fill `target` with tables of the same form; what is said of a layer itself, and by registers, stays as it is."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    layers = [path.parent.name for path in source.glob("*/studies.csv")]
    numbers = {row["trial_id"]: number for number, row in enumerate(row for path in source.glob("*/trials.csv") for row in _read(path))}
    for table in (path for layer in layers for path in (target / layer).glob("*.csv") if path.stem not in ONCE):
        rows = _read(table)
        _write(table, [_renamed(row, copy, numbers) for copy in range(TIMES) for row in rows])


def _renamed(row: Row, copy: int, numbers: Mapping[str, int]) -> Row:
    """A row of one copy of the tables; the first keeps its names."""
    if copy == 0:
        return row
    return {column: _name(column, value, copy, numbers) for column, value in row.items()}


def _name(column: str, value: str, copy: int, numbers: Mapping[str, int]) -> str:
    if column in ("trial_id", "record_id", "registration_id") and (value in numbers or column == "registration_id"):
        return f"NCT{copy:03d}{_number(value, numbers):05d}"
    if value and column in ("study_id", "updates", "cohort_id", "result_id", "contrast_id", "record_id"):
        return f"{value}-copy-{copy}"
    if value and column == "may_overlap":
        return ";".join(f"{cohort}-copy-{copy}" for cohort in value.split(";"))
    if column == "ref":
        return str(1000 * copy + int(value))
    if column == "label":
        return f"{value} {copy}"
    return value


def _number(value: str, numbers: Mapping[str, int]) -> int:
    """The number of a registration's row; that of its first one, where a registration stands in two rows."""
    return numbers[value] if value in numbers else next(number for key, number in numbers.items() if key.startswith(value))


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
