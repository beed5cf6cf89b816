"""Read a register's download as rows: JSON (one study, the website's array, the interface's list) or the website's CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from dashboard.evidence.faults import Fault
from dashboard.evidence.reading import NotRead, plain_bytes
from dashboard.evidence.rules import plain, registry_state
from dashboard.registry import records
from dashboard.registry.records import Cells, Json, Read, Wrong
from dashboard.schema import RegistryState
from dashboard.vocabulary import REGISTER_STATUS


class Refused(Exception):
    """A refused import, which adds nothing; `faults` lists everything that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def read_files(paths: Iterable[Path], *, as_of: str, without: Collection[str] = ()) -> list[RegistryState]:
    """The states in the downloaded files. Raises Refused with every fault of every file."""
    faults: list[Fault] = []
    read: list[tuple[Read, str, str]] = []
    tables: list[tuple[Cells, str, str]] = []
    for path in paths:
        try:
            text = plain_bytes(path).decode("utf-8-sig")
            if path.suffix.lower() == ".csv":
                tables += [(cells, place, path.name) for cells, place in _csv(text, path.name, faults)]
            else:
                read += [(one, place, path.name) for one, place in _studies(parsed(text), path.name, faults)]
        except NotRead as error:
            faults.append(Fault(path.name, None, "", "", str(error), "a download of the register, of reasonable size"))
        except OSError as error:
            faults.append(Fault(path.name, None, "", "", error.strerror or "cannot be read", "a readable file"))
        except UnicodeDecodeError as error:
            faults.append(Fault(path.name, None, "", "", f"the byte {error.object[error.start]:#04x} is not UTF-8", "UTF-8"))
        except ValueError as error:
            faults.append(Fault(path.name, None, "", "", str(error), "a whole JSON file"))
    faults += records.missing_everywhere([one for one, _, _ in read], without)
    return _states([*((one.cells, place, source) for one, place, source in read), *tables], as_of, faults)


def read_answer(studies: Sequence[Json], source: str, *, as_of: str, without: Collection[str] = ()) -> list[RegistryState]:
    """The states in records from the interface. Raises Refused with every fault."""
    faults: list[Fault] = []
    read = _studies(list(studies), source, faults) if studies else []
    faults += records.missing_everywhere([one for one, _ in read], without)
    return _states([(one.cells, place, source) for one, place in read], as_of, faults)


def parsed(text: str) -> Json:
    """The JSON in `text`. Raises ValueError if it is invalid, too deeply nested, repeats a key or holds NaN or Infinity."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _once(pairs: Sequence[tuple[str, Json]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} occurs twice in one object")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _studies(data: Json, file: str, faults: list[Fault]) -> list[tuple[Read, str]]:
    studies = [data] if isinstance(data, dict) and "protocolSection" in data else data
    if isinstance(data, dict) and "studies" in data:
        studies = data["studies"]
        if data.get("nextPageToken"):
            expected = "all pages in one file: this is one page of several; download again with a larger page size, or use --fetch"
            faults.append(Fault(file, None, "", "nextPageToken", records.plain(data["nextPageToken"]), expected))
    if not isinstance(studies, list) or not studies:
        expected = "one study, a list of studies, or an object with a list named studies"
        faults.append(Fault(file, None, "", "", f"{type(studies).__name__}, empty or of another form", expected))
        return []
    places = [f"{file}, record {number}" for number in range(1, len(studies) + 1)]
    return [(records.read_record(one, place, faults), place) for one, place in zip(studies, places, strict=True)]


def _split(read: Callable[[Json], str]) -> Callable[[str], str]:
    """A reader of cells with | between values, made from a reader of lists."""
    return lambda text: read(text.split("|"))


def _whole(text: str) -> str:
    if not re.fullmatch(r"\d{1,8}", text, re.ASCII):
        raise Wrong("a whole number of patients", text)
    return records.count(int(text))


def _numbers(text: str) -> str:
    return records.other_numbers([{"id": one, "type": "CTIS"} for one in text.split("|")])


HEADERS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "NCT Number": ("registration_id", records.number),
    "Study Status": ("status", records.one_of(REGISTER_STATUS)),
    "Enrollment": ("enrolment", _whole),
    "Phases": ("phases", _split(records.phases)),
    "Other IDs": ("other_ids", _numbers),
    "Start Date": ("start", records.day),
    "Primary Completion Date": ("primary_completion", records.day),
    "Completion Date": ("completion", records.day),
    "Results First Posted": ("results_first_posted", records.day),
    "Last Update Posted": ("last_update", records.day),
}
"""The website's CSV columns that are read; it lacks numeric ages, the reason for stopping, verification and data date."""


def _csv(text: str, file: str, faults: list[Fault]) -> list[tuple[Cells, str]]:
    try:
        header, *rows = list(csv.reader(io.StringIO(text, newline=""), strict=True)) or [[]]
    except csv.Error as error:
        faults.append(Fault(file, None, "", "", str(error), "comma-separated values, as the register's website gives them"))
        return []
    doubled = [name for name in HEADERS if header.count(name) > 1]
    if "NCT Number" not in header or doubled or not rows:
        faults.append(Fault(file, 1, "", (doubled or ["NCT Number"])[0], "", "this column once, and at least one row below it"))
        return []
    found = []
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            faults.append(Fault(file, number, "", "", f"{len(row)} cells", f"{len(header)} cells, as in the header"))
        else:
            found.append((_csv_row(dict(zip(header, row, strict=True)), file, number, faults), f"{file}, record {number - 1}"))
    return found


def _csv_row(row: Mapping[str, str], file: str, number: int, faults: list[Fault]) -> Cells:
    cells: Cells = {}
    for name, (column, read) in HEADERS.items():
        text = row.get(name, "")
        try:
            cells[column] = read(text) if text or column == "registration_id" else ""
        except Wrong as wrong:
            faults.append(Fault(file, number, row["NCT Number"], name, text, wrong.expected))
    return cells


def _states(read: Sequence[tuple[Cells, str, str]], as_of: str, faults: list[Fault]) -> list[RegistryState]:
    """The states; identical records of one trial count once. Raises Refused with every fault."""
    for cells, place, _ in read:
        faults += records.cell_faults(cells, place)
        version, key = cells.get("version", ""), cells.get("registration_id", "")
        if not version and not as_of:
            faults.append(Fault(place, None, key, "", "no date of the data", "--as-of YYYY-MM-DD, the day of the download"))
        if as_of and version > as_of:
            faults.append(Fault(place, None, key, "versionHolder", version, f"a date not after --as-of {as_of}"))
    states: dict[str, RegistryState] = {}
    for cells, place, source in () if faults else read:
        one = records.state(cells, as_of=as_of, source=source)
        other = states.setdefault(one.registration_id, one)
        if other._replace(source=source) != one:
            faults.append(
                Fault(place, None, one.registration_id, "", f"another record of it stands in {other.source}", "one record per trial")
            )
        faults += [Fault(place, None, one.registration_id, name, plain(getattr(one, name)), wanted) for name, wanted in registry_state(one)]
    if faults:
        raise Refused(faults)
    return list(states.values())
