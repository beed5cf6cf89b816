"""The curated tables in their layers: the whole body of evidence, validated and frozen, or a report of everything that is wrong."""

from __future__ import annotations

import gc
import hashlib
import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import compress, decompress

from dashboard.columns import Column
from dashboard.evidence import rules
from dashboard.evidence.faults import BrokenEvidence, Fault
from dashboard.evidence.reading import Content, NotRead, plain_bytes, read, stands
from dashboard.evidence.rows import Record, joined, only, values
from dashboard.evidence.rows import columns as columns_of
from dashboard.schema import (
    BASE,
    BESIDE,
    CHANGES,
    REGISTRATION,
    TABLES,
    Anomaly,
    Approval,
    Arm,
    Change,
    Cohort,
    Contrast,
    Dataset,
    Fact,
    Layer,
    Population,
    RegistryState,
    Reporting,
    Result,
    Source,
    Study,
    Trial,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BrokenEvidence", "Evidence", "Fault", "load", "version_of"]


@dataclass(frozen=True)
class Evidence:
    """The records of some layers, in their order, and every look-up into them.

    `version` is a short hash of all tables that were loaded, but for `changes`, which lead to them: the same version is the same
    evidence. `files` holds the bytes that were checked, by their place in the folder, so that nothing else is ever handed out.
    """

    dataset: tuple[Dataset, ...]
    layers: tuple[Layer, ...]
    arms: tuple[Arm, ...]
    studies: tuple[Study, ...]
    cohorts: tuple[Cohort, ...]
    trials: tuple[Trial, ...]
    populations: Sequence[Population]
    results: Sequence[Result]
    contrasts: tuple[Contrast, ...]
    anomalies: tuple[Anomaly, ...]
    review: tuple[Fact, ...]
    approvals: tuple[Approval, ...]
    reporting: tuple[Reporting, ...]
    sources: tuple[Source, ...]
    registry: tuple[RegistryState, ...]
    changes: tuple[Change, ...]
    version: str
    files: Mapping[str, bytes]

    def of(self, layers: Collection[str]) -> Evidence:
        """The evidence of some of the layers only, with their arms; of the others it keeps the cohorts of the publications shown."""
        tables = {name: self.table(name) for name in TABLES}
        own: dict[str, Any] = {name: only(rows, [layer in layers for layer in values(rows, "layer")]) for name, rows in tables.items()}
        needed = {study.cohort_id for study in own["studies"]}
        own["cohorts"] = tuple(cohort for cohort in self.cohorts if cohort.layer in layers or cohort.cohort_id in needed)
        read = {cohort.source_id for cohort in own["cohorts"]}
        own["sources"] = tuple(source for source in self.sources if source.layer in layers or source.source_id in read)
        reported = {*values(own["results"], "arm")}
        own["arms"] = tuple(arm for arm in self.arms if arm.arm in reported or arm.role in ("experimental", "control"))
        return replace(self, layers=tuple(layer for layer in self.layers if layer.layer in layers), **own)

    def table(self, name: str) -> Sequence[Any]:
        """The records of one table by its name in the schema."""
        records: Sequence[Any] = getattr(self, name)
        return records

    def columns(self, name: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The values of some columns of a table, row by row: where every row is asked, much less than its records."""
        return columns_of(self.table(name), *columns)

    def frame(self, name: str) -> pd.DataFrame:
        """One table as a data frame, for notebooks and checks: texts as str, whole numbers as Int64, numbers as float64."""
        import pandas as pd  # takes a third of a second, which no start of the dashboard needs

        table = {**BASE, **TABLES, **BESIDE}[name]
        kinds = {"integer": "Int64", "number": "float64", "flag": "bool"}
        return pd.DataFrame(
            {
                described.name: pd.Series(
                    [rules.plain(cell) if described.kind == "text" else cell for cell in values(self.table(name), described.name)],
                    dtype=kinds.get(described.kind, "object"),
                )
                for described in table.columns
            }
        )

    def index(self) -> None:
        """Make the look-ups now: before the workers part, which then share them."""
        for name, made in vars(type(self)).items():
            if isinstance(made, cached_property):
                getattr(self, name)

    def arm(self, arm: str) -> Arm:
        return self._arms[arm]

    @cached_property
    def experimental(self) -> Arm:
        """The arm of the drug that the evidence is about."""
        return next(arm for arm in self.arms if arm.role == "experimental")

    @cached_property
    def control(self) -> Arm | None:
        """The arm with which randomised trials compare it; None where there is none."""
        return next((arm for arm in self.arms if arm.role == "control"), None)

    def study(self, study_id: str) -> Study:
        return self._studies[study_id]

    def is_study(self, record: str) -> bool:
        """Whether a record is a publication; else it is a registration, or none."""
        return record in self._studies

    def trial(self, trial_id: str) -> Trial:
        return self._trials[trial_id]

    def rows_of(self, registration_id: str) -> Sequence[Trial]:
        """The rows of a registration, of which there may be several."""
        return self._registrations[registration_id]

    def states_of(self, registration_id: str) -> Sequence[RegistryState]:
        """What registers showed of a trial under any of its numbers, newest last; none where nothing is known."""
        return self._states[self.number_of(registration_id)]

    def number_of(self, number: str) -> str:
        """Under which of its numbers a trial stands here; the number itself where none is known."""
        return self._trial_numbers.get(number, number)

    @cached_property
    def uncurated(self) -> tuple[str, ...]:
        """The registrations of which a state is known, but that stand in no table of trials."""
        return tuple(number for number in self._states if number not in self._registrations)

    def cohort(self, cohort_id: str) -> Cohort:
        return self._cohorts[cohort_id]

    def studies_of(self, cohort_id: str) -> Sequence[Study]:
        """The publications of a cohort, in the tables' order."""
        return self._members[cohort_id]

    def results_of(self, study_id: str) -> Sequence[Result]:
        """The results of a publication, in the tables' order."""
        return self._results(study_id)

    def contrasts_of(self, study_id: str) -> Sequence[Contrast]:
        """The published effects of a publication, in the tables' order."""
        return self._contrasts[study_id]

    def populations_of(self, record: str) -> Mapping[str, Population]:
        """What is said of each population in a record, by its code."""
        return self._populations(record)

    def anomalies_of(self, record: str) -> Sequence[Anomaly]:
        """The contradictions and doubts that touch a record, in the tables' order."""
        return self._anomalies[record]

    def fact(self, key: str) -> Fact | None:
        """What a source says about itself under a key; None where it says nothing."""
        return self._facts.get(key)

    def source_of(self, record: Any) -> Source:
        """The source of a record of any table."""
        return self._sources[record.source_id]

    def layer_of(self, record: Any) -> Layer:
        """The layer of a record of any table."""
        return self._layers[record.layer]

    @cached_property
    def within(self) -> str:
        """'in the review': how a sentence says where something was looked for; of several layers 'in the sources'."""
        return self.layers[0].within if len(self.layers) == 1 else "in the sources"

    @cached_property
    def citation(self) -> str:
        """How to cite what is shown: each layer of one source by it, a layer of several by its title."""
        return "; ".join(_cited(layer, [source for source in self.sources if source.layer == layer.layer]) for layer in self.layers)

    @cached_property
    def citation_in_brief(self) -> str:
        """The same where the title of a layer of several sources has no room: 'Example 2024, doi:…; 42 later sources'."""
        own = {layer: [source for source in self.sources if source.layer == layer.layer] for layer in self.layers}
        return "; ".join(found[0].reference if len(found) == 1 else f"{len(found)} {layer.kind} sources" for layer, found in own.items())

    @cached_property
    def reach(self) -> str:
        """'May 2030': to when the evidence reaches, layer by layer."""
        return " + ".join(layer.evidence_date_words for layer in self.layers)

    @cached_property
    def registered_reach(self) -> str:
        """The same of the layers that list registrations, whose states are not known beyond it; of all where none does."""
        listing = dict.fromkeys(self.layer_of(trial).evidence_date_words for trial in self.trials)
        return " + ".join(listing) or self.reach

    @property
    def record(self) -> Dataset:
        """How the tables as a whole are named, licensed and cited, whichever layers are shown."""
        return self.dataset[0]

    @cached_property
    def _layers(self) -> Mapping[str, Layer]:
        return {layer.layer: layer for layer in self.layers}

    @cached_property
    def _arms(self) -> Mapping[str, Arm]:
        return {arm.arm: arm for arm in self.arms}

    @cached_property
    def _studies(self) -> Mapping[str, Study]:
        return {study.study_id: study for study in self.studies}

    @cached_property
    def _trials(self) -> Mapping[str, Trial]:
        return {trial.trial_id: trial for trial in self.trials}

    @cached_property
    def _cohorts(self) -> Mapping[str, Cohort]:
        return {cohort.cohort_id: cohort for cohort in self.cohorts}

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return {source.source_id: source for source in self.sources}

    @cached_property
    def _facts(self) -> Mapping[str, Fact]:
        return {fact.key: fact for fact in self.review}

    @cached_property
    def _members(self) -> Mapping[str, Sequence[Study]]:
        return _grouped((study.cohort_id, study) for study in self.studies)

    @cached_property
    def _registrations(self) -> Mapping[str, Sequence[Trial]]:
        return _grouped((trial.registration_id, trial) for trial in self.trials)

    @cached_property
    def _trial_numbers(self) -> Mapping[str, str]:
        """The number under which a trial stands here, by each of its numbers in the tables and the registers.

        Those that registers name together are one trial, whichever record was read first; those of the tables stay apart.
        """
        known = {trial.registration_id: trial.registration_id for trial in self.trials}
        for trial in self.trials:
            for other in filter(re.compile(REGISTRATION).fullmatch, trial.other_ids):
                known.setdefault(other, trial.registration_id)
        together: dict[str, list[str]] = {}
        for state in self.registry:
            numbers = (state.registration_id, *state.other_ids)
            found = [*dict.fromkeys(one for number in numbers for one in together.get(number, [number]))]
            together |= dict.fromkeys((number for number in found if number not in known), found)
        return known | {number: next((known[one] for one in found if one in known), found[0]) for number, found in together.items()}

    @cached_property
    def _states(self) -> Mapping[str, Sequence[RegistryState]]:
        newest_last = sorted(self.registry, key=attrgetter("as_of", "status_date"))
        return _grouped((self._trial_numbers[state.registration_id], state) for state in newest_last)

    @cached_property
    def _results(self) -> Callable[[str], Sequence[Result]]:
        return _looked_up(self.results, "study_id")

    @cached_property
    def _contrasts(self) -> Mapping[str, Sequence[Contrast]]:
        return _grouped((contrast.study_id, contrast) for contrast in self.contrasts)

    @cached_property
    def _populations(self) -> Callable[[str], Mapping[str, Population]]:
        said = _looked_up(self.populations, "record_id")
        return lru_cache(KEPT)(lambda record: {row.population: row for row in said(record)})

    @cached_property
    def _anomalies(self) -> Mapping[str, Sequence[Anomaly]]:
        return _grouped((record, anomaly) for anomaly in self.anomalies for record in anomaly.records)


class _Grouped(dict[str, list[Record]]):
    """Records by a key; none under a key that does not occur, without making a place for it."""

    def __missing__(self, key: str) -> list[Record]:
        return []


def _grouped(pairs: Iterable[tuple[str, Record]]) -> Mapping[str, Sequence[Record]]:
    found: _Grouped[Record] = _Grouped()
    for key, record in pairs:
        found.setdefault(key, []).append(record)
    return found


KEPT = 200
"""Publications, or records, whose rows of a large table are kept once they were made; the shipped tables have half as many."""


def _looked_up(records: Sequence[Record], name: str) -> Callable[[str], Sequence[Record]]:
    """The records with a value in a column, in the table's order, made when they are asked for."""
    places: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
    for place, value in enumerate(values(records, name)):
        places[value].append(place)
    return lru_cache(KEPT)(lambda value: [records[place] for place in places.get(value, ())])


class Files(Mapping[str, bytes]):
    """Files by their names; they are handed out so rarely that they are kept compressed."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._packed = {name: compress(content, 1) for name, content in files.items()}

    def __getitem__(self, name: str) -> bytes:
        return decompress(self._packed[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _cited(layer: Layer, sources: Sequence[Source]) -> str:
    return sources[0].reference if len(sources) == 1 else f"{layer.title} ({len(sources)} sources)"


OLD_FORM = Fault(
    "layers.csv",
    None,
    "",
    "",
    "absent, while studies.csv stands in the folder itself",
    "dataset.csv, layers.csv and arms.csv, and for each layer a folder with its tables, such as review/studies.csv (see data/README.md)",
)


def load(folder: Path) -> Evidence:
    """Read and check every table of every layer of `folder`. Raises BrokenEvidence with all faults; never repairs, never half loads."""
    if not stands(folder / "layers.csv") and stands(folder / "studies.csv"):
        raise BrokenEvidence(folder, [OLD_FORM])
    collecting = gc.isenabled()
    gc.disable()  # nothing of the many rows that are made here is waste, so looking for it would take half of the time
    try:
        return _load(folder)
    finally:
        if collecting:
            gc.enable()


def _load(folder: Path) -> Evidence:
    base = [read(folder, "", table) for table in BASE.values()]
    listed = next(content for content in base if content.table.name == "layers")
    layers: Sequence[Layer] = listed.records
    # where a layer may be missing from the list, no table is blamed for what only that layer has
    folders = dict.fromkeys(layer.layer for layer in layers) if listed.sound else {}
    contents = [*base, *(content for place, name in enumerate(folders) for content in _tables_of(folder, name, first=not place))]
    contents += [read(folder, "", table) for table in BESIDE.values() if stands(folder / (table.folder or table.file()))]
    by_table = {name: [content for content in contents if content.table.name == name] for name in (*BASE, *TABLES, *BESIDE)}
    records: dict[str, Any] = {name: joined([content.records for content in found]) for name, found in by_table.items()}
    faults = [fault for content in contents for fault in content.faults]
    faults += [fault for found in by_table.values() for fault in _duplicate_keys(found)]
    faults += [fault for content in contents for fault in _dangling(content, by_table)]
    faults += [fault for content in contents for fault in rules.row_faults(content)]
    if not faults:
        faults += rules.base_faults(layers, records["arms"], records["dataset"])
    if not faults:
        faults += rules.whole_faults(layers, records)
    if faults:
        raise BrokenEvidence(folder, faults)
    files = {content.file: content.data for content in contents if content.data}
    version = version_of({file: data for file, data in files.items() if file != CHANGES.file()})
    return Evidence(**records, version=version, files=Files({**files, **_described(folder)}))


def _described(folder: Path) -> Mapping[str, bytes]:
    """The dictionary of the tables, where one stands beside them."""
    name = "README.md"
    try:
        return {name: plain_bytes(folder / name)} if stands(folder / name) else {}
    except (OSError, NotRead) as error:
        wrong = error.strerror if isinstance(error, OSError) else str(error)
        raise BrokenEvidence(folder, [Fault(name, None, "", "", wrong or "cannot be read", "a readable text, or none")]) from None


UNREAD = "unread"
"""Stands for a source of a layer whose sources have faults, and so in no evidence."""


def _tables_of(folder: Path, layer: str, *, first: bool) -> Iterator[Content]:
    """The tables of a layer; one that builds on others may lack those to which it adds nothing."""
    sources = read(folder, layer, TABLES["sources"])
    # where the sources could not be read, no other row is blamed for naming none
    only = UNREAD if not sources.sound else sources.records[0].source_id if len(sources.records) == 1 else ""
    for table in TABLES.values():
        if table.name == "sources":
            yield sources
        elif (first and not table.may_be_absent) or stands(folder / table.file(layer)):
            yield read(folder, layer, table, source_id=only)


def _duplicate_keys(contents: Sequence[Content]) -> Iterator[Fault]:
    """Keys that an earlier row has, be it in another layer."""
    seen: set[tuple[str, ...]] = set()
    keys = [[*columns_of(content.records, *content.table.key)] if content.records else [] for content in contents]
    if len({*chain.from_iterable(keys)}) == sum(map(len, keys)):
        return
    for content, own in zip(contents, keys, strict=True):
        for row, key in zip(content.rows, own, strict=True):
            if key in seen:
                yield Fault(
                    content.file, row, "/".join(key), content.table.key[-1], key[-1], "a key that no row above, and no other layer, has"
                )
            seen.add(key)


def _dangling(content: Content, by_table: Mapping[str, Sequence[Content]]) -> Iterator[Fault]:
    """References to no record; where a table could not be read whole, none can be told from the others."""
    for referring in content.table.columns:
        targets = [found for target in referring.refers for found in by_table[target]]
        if targets and all(found.sound for found in targets):
            keys = {key for found in targets for key in values(found.records, found.table.key[0])}
            yield from _unknown(content, referring, keys)


def _unknown(content: Content, referring: Column, known: set[str]) -> Iterator[Fault]:
    cells = {*values(content.records, referring.name)}
    if known >= (set(chain.from_iterable(cells)) if referring.several else cells - {""}):
        return
    where = " or ".join(f"{target}.csv" for target in referring.refers)
    for row, record in zip(content.rows, content.records, strict=True):
        value = getattr(record, referring.name)
        for part in value if referring.several else [value] if value else []:
            if part not in known:
                yield Fault(content.file, row, content.table.key_of(record), referring.name, part, f"a key of {where}")


def version_of(files: Mapping[str, bytes]) -> str:
    """A short hash of the tables, by their place in the folder; of what changed since, which names versions, nothing is in it."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.encode() + b"\0" + files[file])
    return digest.hexdigest()[:8]
