"""Turn one record of ClinicalTrials.gov (version 2) into a row of the table of states, or into faults.

FIELDS describes every field once: its column, its path in the record, and what its value becomes. Values are kept as the register writes
them; nothing is repaired.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.columns import is_date
from dashboard.evidence.faults import Fault
from dashboard.schema import REGISTRY, RegistryState
from dashboard.vocabulary import ENROLMENT_BASIS, REGISTER_STATUS, STOPPED_STATUS

NUMBER = r"NCT\d{8}"
UNKNOWN_COUNT = 99999999
"""What the register writes for an unknown enrolment."""
PHASES = ("NA", "EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4")
OTHER_NUMBERS = ("EUDRACT_NUMBER", "CTIS")
PROTOCOL = "protocolSection."
STATUS = f"{PROTOCOL}statusModule."
REGISTER = "ClinicalTrials.gov"
Json = Any
Cells = dict[str, str]


class Wrong(Exception):
    """An invalid value: what was expected instead, and `where` within the value."""

    def __init__(self, expected: str, value: object, where: str = "") -> None:
        super().__init__(expected)
        self.expected, self.value, self.where = expected, value, where


def words(value: Json) -> str:
    """A text on one line: the register's line breaks mean nothing. Raises Wrong if it is no text."""
    if not isinstance(value, str) or re.search("[\ud800-\udfff]", value):  # a lone surrogate, which UTF-8 cannot encode
        raise Wrong("a text", value)
    return " ".join(value.split())


def number(value: Json) -> str:
    if not re.fullmatch(NUMBER, words(value), re.ASCII):
        raise Wrong("NCT and 8 digits", value)
    return words(value)


def day(value: Json) -> str:
    """A date to the month or the day, as precise as given. Raises Wrong if it is none."""
    if not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", words(value), re.ASCII) or not is_date(value):
        raise Wrong("a date such as 2025-11 or 2025-11-17", value)
    return words(value)


def one_of(codes: Collection[str]) -> Callable[[Json], str]:
    def read(value: Json) -> str:
        if words(value) not in codes:
            raise Wrong(f"one of {', '.join(codes)}", value)
        return words(value)

    return read


def count(value: Json) -> str:
    """A whole number as text; empty for UNKNOWN_COUNT. Raises Wrong if it is none."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= UNKNOWN_COUNT:
        raise Wrong("a whole number of patients", value)
    return "" if value == UNKNOWN_COUNT else str(value)


def age(value: Json) -> str:
    if not re.fullmatch(r"N/A|\d{1,3} (?:Year|Month|Week|Day|Hour|Minute)s?", words(value), re.ASCII):
        raise Wrong("an age such as 18 Years, 8 Months, 28 Days or N/A", value)
    return words(value)


def phases(value: Json) -> str:
    return ";".join(one_of(PHASES)(one) for one in _items(value, str))


def other_numbers(value: Json) -> str:
    """The trial's European numbers, with ; between; other identifiers, such as grant numbers, are left out."""
    stated = [words(one.get("id", "")) for one in _items(value, dict) if one.get("type") in OTHER_NUMBERS]
    return ";".join(dict.fromkeys(found for text in stated for found in re.findall(r"(?<!\d)\d{4}-\d{6}-\d\d(?!\d)", text, re.ASCII)))


def publications(kind: str) -> Callable[[Json], str]:
    """A reader of the PubMed numbers of one kind of reference."""

    def read(value: Json) -> str:
        stated = [(place, words(one.get("pmid", ""))) for place, one in enumerate(_items(value, dict)) if one.get("type") == kind]
        for place, pmid in stated:
            if not re.fullmatch(r"(\d{1,8})?", pmid, re.ASCII):
                raise Wrong("a PubMed number of 1-8 digits", pmid, f"[{place}].pmid")
        return ";".join(dict.fromkeys(pmid for _, pmid in stated if pmid))

    return read


def yes(value: Json) -> str:
    if not isinstance(value, bool):
        raise Wrong("true or false", value)
    return "yes" if value else ""


def _items(value: Json, kind: type) -> Sequence[Json]:
    if not isinstance(value, list):
        raise Wrong("a list", value)
    for place, one in enumerate(value):
        if not isinstance(one, kind):
            raise Wrong("an object" if kind is dict else "a text", one, f"[{place}]")
    return value


@dataclass(frozen=True)
class Known:
    """One field: its column and path, what its value becomes, the records in which it is `due`, whether all need it."""

    column: str
    path: str
    read: Callable[[Json], str]
    due: Callable[[Cells], bool] = lambda cells: True
    needed: bool = False


FIELDS = (
    Known("registration_id", f"{PROTOCOL}identificationModule.nctId", number, needed=True),
    Known("status", f"{STATUS}overallStatus", one_of(REGISTER_STATUS), needed=True),
    Known("last_known_status", f"{STATUS}lastKnownStatus", one_of(REGISTER_STATUS), lambda cells: cells["status"] == "UNKNOWN"),
    Known("why_stopped", f"{STATUS}whyStopped", words, lambda cells: cells["status"] in STOPPED_STATUS),
    Known("status_date", f"{STATUS}statusVerifiedDate", day),
    Known("enrolment", f"{PROTOCOL}designModule.enrollmentInfo.count", count),
    Known("enrolment_basis", f"{PROTOCOL}designModule.enrollmentInfo.type", one_of(ENROLMENT_BASIS)),
    Known("age_min", f"{PROTOCOL}eligibilityModule.minimumAge", age),
    Known("age_max", f"{PROTOCOL}eligibilityModule.maximumAge", age),
    Known("phases", f"{PROTOCOL}designModule.phases", phases),
    Known("start", f"{STATUS}startDateStruct.date", day),
    Known("primary_completion", f"{STATUS}primaryCompletionDateStruct.date", day),
    Known("completion", f"{STATUS}completionDateStruct.date", day),
    Known("has_results", "hasResults", yes),
    Known("results_first_posted", f"{STATUS}resultsFirstPostDateStruct.date", day, lambda cells: cells["has_results"] == "yes"),
    Known("result_pmids", f"{PROTOCOL}referencesModule.references", publications("RESULT")),
    Known("suggested_pmids", f"{PROTOCOL}referencesModule.references", publications("DERIVED")),
    Known("other_ids", f"{PROTOCOL}identificationModule.secondaryIdInfos", other_numbers),
    Known("last_update", f"{STATUS}lastUpdatePostDateStruct.date", day),
    Known("version", "derivedSection.miscInfoModule.versionHolder", day),
)
ABSENT = object()


@dataclass(frozen=True)
class Read:
    """One record: the cells of its row, and the paths of the known fields that it has."""

    cells: Cells
    has: frozenset[str]


def read_record(record: Json, place: str, faults: list[Fault]) -> Read:
    """One record as cells; its faults are appended to `faults`, with `place` (file and record) and path."""
    cells: Cells = {}
    has = set()
    for known in FIELDS:
        cells[known.column] = ""
        try:
            value = _at(record, known.path)
            if value is not ABSENT:
                has.add(known.path)
                cells[known.column] = known.read(value)
            elif known.needed:
                raise Wrong("this field, which every record has", "")
        except Wrong as wrong:
            faults.append(Fault(place, None, cells["registration_id"], known.path + wrong.where, plain(wrong.value), wrong.expected))
    return Read(cells, frozenset(has))


def _at(record: Json, path: str) -> Json:
    """The value at a path; ABSENT if there is none. Raises Wrong if anything but an object is on the way."""
    names, here = path.split("."), record
    for place, name in enumerate(names):
        if not isinstance(here, dict):
            raise Wrong(f"an object at {'.'.join(names[:place]) or 'its place in the list'}", here)
        if name not in here:
            return ABSENT
        here = here[name]
    return here


def plain(value: object) -> str:
    """A wrong value as text for a report; an object or a list by its kind only."""
    return (
        value if isinstance(value, str) else "an object" if isinstance(value, dict) else "a list" if isinstance(value, list) else str(value)
    )


def missing_everywhere(read: Sequence[Read], without: Collection[str]) -> Iterator[Fault]:
    """A fault for each field that none of the records has in which it is due: the register may have renamed it."""
    for known in FIELDS:
        due = [one for one in read if known.due(one.cells)]
        if due and known.column not in without and not any(known.path in one.has for one in due):
            whom, lacks = ("the one record", "it really lacks") if len(due) == 1 else (f"any of the {len(due)} records", "they really lack")
            expected = f"this field in {whom}; was it renamed? If {lacks} it, say --without {known.column}"
            yield Fault("all files", None, "", known.path, "", expected)


def state(cells: Mapping[str, str], *, as_of: str, source: str) -> RegistryState:
    """The row of a record. The status has the date of its verification, else of the update, else of the data."""
    dated = {
        "as_of": cells.get("version") or as_of,
        "status_date": cells.get("status_date") or cells.get("last_update") or cells.get("version") or as_of,
        "register": REGISTER,
        "standing": "primary",
        "source": source,
    }
    texts = {**cells, **dated}
    return RegistryState._make(column.value(texts.get(column.name, "")) for column in REGISTRY.columns)


def cell_faults(cells: Mapping[str, str], place: str) -> Iterator[Fault]:
    """Faults that the table itself would refuse, such as control characters."""
    paths = {known.column: known.path for known in FIELDS}
    for column in REGISTRY.columns:
        text = cells.get(column.name, "")
        expected = column.fault(text) if text else None
        if expected is not None:
            yield Fault(place, None, cells.get("registration_id", ""), paths.get(column.name, column.name), text, expected)
