"""Load the curated tables, layer by layer, as one validated and frozen `Evidence`, or report every fault in them."""

from __future__ import annotations

import gc
import hashlib
import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    """The records of one or more layers, in table order, and the look-ups into them.

    `version` is a short hash of every loaded table except `changes`: equal versions mean equal tables. `files` holds the bytes that were
    read, by path within the folder, so that a download is always what was checked.
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
    every_layer: Evidence | None = field(default=None, repr=False, compare=False)
    """The evidence of which this is a part: a publication may report children, or name a source, of a layer that is not shown."""

    def of(self, layers: Collection[str]) -> Evidence:
        """The evidence of `layers` only. Arms without results are left out, except the experimental and control arms."""
        tables = {name: self.table(name) for name in TABLES}
        own: dict[str, Any] = {name: only(rows, [layer in layers for layer in values(rows, "layer")]) for name, rows in tables.items()}
        reported = {*values(own["results"], "arm")}
        own["arms"] = tuple(arm for arm in self.arms if arm.arm in reported or arm.role in ("experimental", "control"))
        return replace(self, layers=tuple(layer for layer in self.layers if layer.layer in layers), every_layer=self._whole, **own)

    def table(self, name: str) -> Sequence[Any]:
        """The records of one table, by its name in the schema."""
        records: Sequence[Any] = getattr(self, name)
        return records

    def columns(self, name: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The values of some columns of a table, one tuple per row: for a full scan much cheaper than its records."""
        return columns_of(self.table(name), *columns)

    def frame(self, name: str) -> pd.DataFrame:
        """One table as a data frame for notebooks and checks: text as str, integers as Int64, numbers as float64, flags as bool."""
        import pandas as pd  # importing it takes a third of a second, and the dashboard never needs it

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
        """Build every look-up now, so that workers forked later share them."""
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
        """The control arm of the randomised trials; None if there is none."""
        return next((arm for arm in self.arms if arm.role == "control"), None)

    def study(self, study_id: str) -> Study:
        return self._studies[study_id]

    def is_study(self, record: str) -> bool:
        """Whether `record` is the key of a publication, not of a registration."""
        return record in self._studies

    def trial(self, trial_id: str) -> Trial:
        return self._trials[trial_id]

    def rows_of(self, registration_id: str) -> Sequence[Trial]:
        """The rows of a registration, which may be several; empty if unknown."""
        return self._registrations[registration_id]

    def states_of(self, registration_id: str) -> Sequence[RegistryState]:
        """The states that registers showed for a trial under any of its numbers, newest last; may be empty."""
        return self._states[self.number_of(registration_id)]

    def number_of(self, number: str) -> str:
        """The number under which the evidence lists a trial; a number it does not know is returned unchanged."""
        return self._trial_numbers.get(number, number)

    @cached_property
    def uncurated(self) -> tuple[str, ...]:
        """The registrations that have a known state but are in no table of trials."""
        return tuple(number for number in self._states if number not in self._registrations)

    def cohort(self, cohort_id: str) -> Cohort:
        return self._cohorts[cohort_id]

    @cached_property
    def reported_cohorts(self) -> tuple[Cohort, ...]:
        """The cohorts of the publications, in table order, whichever layer lists them."""
        return tuple(cohort for cohort in self._whole.cohorts if cohort.cohort_id in self._members)

    def mates(self, study: Study) -> Sequence[Study]:
        """The other publications of the same children, by reference: those of the layers shown and of layers that are always shown."""
        every = (other for other in self._whole.studies_of(study.cohort_id) if other.study_id != study.study_id)
        return sorted((one for one in every if self.is_study(one.study_id) or self.layer_of(one).shown == "always"), key=attrgetter("ref"))

    def earlier(self, study: Study) -> list[Study]:
        """The reports whose figures a publication replaces, directly or through others, the latest first, in whichever layer."""
        found: list[Study] = []
        while study.updates:
            study = self._whole.study(study.updates)
            found.append(study)
        return found

    def studies_of(self, cohort_id: str) -> Sequence[Study]:
        """The publications of a cohort, in table order."""
        return self._members[cohort_id]

    def results_of(self, study_id: str) -> Sequence[Result]:
        """The results of a publication, in table order."""
        return self._results(study_id)

    def contrasts_of(self, study_id: str) -> Sequence[Contrast]:
        """The published effects of a publication, in table order."""
        return self._contrasts[study_id]

    def populations_of(self, record: str) -> Mapping[str, Population]:
        """What the source says about each population, by population code."""
        return self._populations(record)

    def anomalies_of(self, record: str) -> Sequence[Anomaly]:
        """The anomalies that affect a record, in table order."""
        return self._anomalies[record]

    def fact(self, key: str) -> Fact | None:
        """The fact that a source states about itself; None if it states none."""
        return self._facts.get(key)

    def source_of(self, record: Any) -> Source:
        """The source of a record of any table."""
        return self._sources[record.source_id]

    def layer_of(self, record: Any) -> Layer:
        """The layer of a record of any table."""
        return self._layers[record.layer]

    @cached_property
    def within(self) -> str:
        """'in the review': the words for where something was looked for; with several layers 'in the sources'."""
        return self.layers[0].within if len(self.layers) == 1 else "in the sources"

    @cached_property
    def citation(self) -> str:
        """How to cite what is shown: a layer with one source by the source, any other by its title."""
        return "; ".join(_cited(layer, [source for source in self.sources if source.layer == layer.layer]) for layer in self.layers)

    @cached_property
    def citation_in_brief(self) -> str:
        """The citation with a count of sources instead of a layer's title: 'Example 2024, doi:…; 42 later sources'."""
        own = {layer: [source for source in self.sources if source.layer == layer.layer] for layer in self.layers}
        return "; ".join(found[0].reference if len(found) == 1 else f"{len(found)} {layer.kind} sources" for layer, found in own.items())

    @cached_property
    def reach(self) -> str:
        """'May 2030': the date to which each layer's evidence reaches."""
        return " + ".join(layer.evidence_date_words for layer in self.layers)

    @cached_property
    def registered_reach(self) -> str:
        """`reach` of the layers that list registrations, whose statuses are of that date; of all layers if none lists any."""
        listing = dict.fromkeys(self.layer_of(trial).evidence_date_words for trial in self.trials)
        return " + ".join(listing) or self.reach

    @property
    def record(self) -> Dataset:
        """The name, licence and citation of the tables as a whole, whichever layers are shown."""
        return self.dataset[0]

    @property
    def _whole(self) -> Evidence:
        return self.every_layer or self

    @cached_property
    def _layers(self) -> Mapping[str, Layer]:
        return {layer.layer: layer for layer in self._whole.layers}

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
        return {cohort.cohort_id: cohort for cohort in self._whole.cohorts}

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        return {source.source_id: source for source in self._whole.sources}

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
        """The number under which the evidence lists a trial, by each of its numbers in tables and registers.

        Numbers that a register names together are one trial, whichever record was read first; those listed in the tables stay separate.
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
    """Records by key; a missing key gives an empty list, but is not added."""

    def __missing__(self, key: str) -> list[Record]:
        return []


def _grouped(pairs: Iterable[tuple[str, Record]]) -> Mapping[str, Sequence[Record]]:
    found: _Grouped[Record] = _Grouped()
    for key, record in pairs:
        found.setdefault(key, []).append(record)
    return found


KEPT = 200
"""Entries that each look-up into a large table keeps, one per publication or record: more than the shipped tables have."""


def _looked_up(records: Sequence[Record], name: str) -> Callable[[str], Sequence[Record]]:
    """A look-up from a value of column `name` to its records in table order, cached."""
    places: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
    for place, value in enumerate(values(records, name)):
        places[value].append(place)
    return lru_cache(KEPT)(lambda value: [records[place] for place in places.get(value, ())])


class Files(Mapping[str, bytes]):
    """Files by name, compressed in memory because they are rarely requested."""

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
    """The checked evidence of every layer in `folder`. Raises BrokenEvidence with all faults; never repairs, never half loads.

    Rules about whole tables are checked only once everything else is sound, so mending may reveal more faults.
    """
    if not stands(folder / "layers.csv") and stands(folder / "studies.csv"):
        raise BrokenEvidence(folder, [OLD_FORM])
    collecting = gc.isenabled()
    gc.disable()  # none of the many rows made here is garbage, and looking for it would take half of the time
    try:
        return _load(folder)
    finally:
        if collecting:
            gc.enable()


def _load(folder: Path) -> Evidence:
    base = [read(folder, "", table) for table in BASE.values()]
    listed = next(content for content in base if content.table.name == "layers")
    layers: Sequence[Layer] = listed.records
    # if layers.csv has faults, no layer is read: references to an unlisted layer would be false faults
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
    """The tables' README.md, if there is one. Raises BrokenEvidence if it cannot be read."""
    name = "README.md"
    try:
        return {name: plain_bytes(folder / name)} if stands(folder / name) else {}
    except (OSError, NotRead) as error:
        wrong = error.strerror if isinstance(error, OSError) else str(error)
        raise BrokenEvidence(folder, [Fault(name, None, "", "", wrong or "cannot be read", "a readable text, or none")]) from None


UNREAD = "unread"
"""Placeholder for a source in a layer whose sources.csv has faults; it never reaches an evidence."""


def _tables_of(folder: Path, layer: str, *, first: bool) -> Iterator[Content]:
    """The tables of a layer. Layers after the first may omit tables to which they add nothing."""
    sources = read(folder, layer, TABLES["sources"])
    # if the sources could not be read, no row is blamed for naming none
    only = UNREAD if not sources.sound else sources.records[0].source_id if len(sources.records) == 1 else ""
    for table in TABLES.values():
        if table.name == "sources":
            yield sources
        elif (first and not table.may_be_absent) or stands(folder / table.file(layer)):
            yield read(folder, layer, table, source_id=only)


def _duplicate_keys(contents: Sequence[Content]) -> Iterator[Fault]:
    """Faults of keys that an earlier row has, in any layer."""
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
    """A fault for each reference to a missing record; references to a table with faults are not checked."""
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
    """The data version: 8 hex digits of a hash of paths and bytes. Leave out changes.csv, which itself names versions."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.encode() + b"\0" + files[file])
    return digest.hexdigest()[:8]
