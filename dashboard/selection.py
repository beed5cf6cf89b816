"""What the reader chose, as one small value whose canonical form is a query string, and what it selects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pandas as pd

from dashboard.evidence import Evidence
from dashboard.facets import FACETS, Answers, Facet

MEASURES: Mapping[str, str] = {"response": "Response", "mrd": "MRD"}
TABS: Mapping[str, str] = {
    "randomised": "Randomised trials",
    "survival": "Survival",
    "transplant": "Transplant",
    "phenotype": "CD19 and lineage",
    "timeline": "Timeline",
    "flow": "Search",
}
CHOICES: Mapping[str, Mapping[str, str]] = {"measure": MEASURES, "tab": TABS}
"""What a reader chooses that filters nothing; the first of each is the default and stays out of the address."""
MOST_PINS = 3
MOST_QUERY = 4000


@dataclass(frozen=True)
class Selection:
    """Everything the reader chose. `filters` holds only facets with a choice, in the order of FACETS and their options."""

    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    pins: tuple[str, ...] = ()
    measure: str = "response"
    tab: str = "randomised"
    dropped: tuple[str, ...] = field(default=(), compare=False)
    version: str = field(default="", compare=False)
    """The data version for which the address was made, where it says one."""

    @classmethod
    def of(cls, filters: Mapping[str, Iterable[str]], **rest: object) -> Selection:
        """A selection with its filters in canonical order; unknown keys and options must be gone already."""
        chosen = {key: set(filters.get(key) or ()) for key in FACETS}
        ordered = ((key, tuple(code for code in FACETS[key].options if code in chosen[key])) for key in FACETS)
        return cls(filters=tuple((key, codes) for key, codes in ordered if codes), **rest)  # type: ignore[arg-type]

    @classmethod
    def from_query(cls, query: str, *, records: Iterable[str] = ()) -> Selection:
        """The selection that an address asks for. Never raises: what is unknown is dropped and named in `dropped`."""
        reader = _QueryReader(query)
        filters = {key: reader.codes(key, facet.options) for key, facet in FACETS.items()}
        pins = reader.codes("pin", records)
        if len(pins) > MOST_PINS:
            reader.drop("pin", pins[MOST_PINS:])
        return cls.of(
            filters,
            pins=tuple(pins[:MOST_PINS]),
            **{key: reader.code(key, options) for key, options in CHOICES.items()},
            version=reader.text("v"),
            dropped=reader.dropped(),
        )

    @classmethod
    def from_values(cls, filters: Mapping[str, Any], choices: Mapping[str, Any], *, pins: Any, records: Iterable[str]) -> Selection:
        """The selection that the controls hold. They come from a browser, so that anything may: what is unknown is left out."""
        known = {key: strings(value) for key, value in filters.items() if key in FACETS}
        known_pins = frozenset(records)
        chosen = {key: value if value in tuple(CHOICES[key]) else default(key) for key, value in choices.items() if key in CHOICES}
        return cls.of(
            known,
            pins=tuple(dict.fromkeys(pin for pin in strings(pins) if pin in known_pins))[:MOST_PINS],
            **chosen,
        )

    def to_query(self) -> str:
        """The canonical query string, without its question mark: keys in fixed order, defaults left out."""
        pairs = [(key, ",".join(codes)) for key, codes in self.filters]
        pairs += [(key, getattr(self, key)) for key in CHOICES if getattr(self, key) != default(key)]
        pairs += [("pin", ",".join(self.pins))] if self.pins else []
        return urlencode(pairs, safe=",")

    def chosen(self, key: str) -> tuple[str, ...]:
        """The chosen options of a facet, empty where it is open."""
        return dict(self.filters).get(key, ())

    def without(self, key: str, code: str | None = None) -> Selection:
        """The same with one facet opened, or with one option of it taken back."""
        filters = {name: [c for c in codes if name != key or (code is not None and c != code)] for name, codes in self.filters}
        return Selection.of(filters, pins=self.pins, measure=self.measure, tab=self.tab)

    def describe(self) -> str:
        """The filters in words, for charts, slides and screen readers."""
        return "; ".join(FACETS[key].describe(codes) for key, codes in self.filters) or "No filter: everything in the review"


def default(choice: str) -> str:
    """The default of a choice: its first option."""
    return next(iter(CHOICES[choice]))


def strings(value: Any) -> list[str]:
    """The texts in what a browser sent as a list of texts; it may be any JSON."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


class _QueryReader:
    """Reads known keys and codes from a query string and remembers what it had to leave."""

    def __init__(self, query: str) -> None:
        self._dropped: list[str] = []
        pairs: dict[str, str] = {}
        try:
            parsed = parse_qsl(query.lstrip("?")[:MOST_QUERY], max_num_fields=100)
        except ValueError:
            parsed = []
            self._dropped.append("the whole query")
        for key, value in parsed:
            pairs[key] = f"{pairs[key]},{value}" if key in pairs else value
        self._pairs = pairs

    def codes(self, key: str, known: Iterable[str]) -> list[str]:
        known = list(known)
        asked = list(dict.fromkeys(code for code in self._pairs.pop(key, "").split(",") if code))
        self.drop(key, [code for code in asked if code not in known])
        return [code for code in asked if code in known]

    def code(self, key: str, known: Iterable[str]) -> str:
        found = self.codes(key, known)
        self.drop(key, found[1:])
        return found[0] if found else default(key)

    def text(self, key: str) -> str:
        return self._pairs.pop(key, "")[:60]

    def drop(self, key: str, codes: Iterable[str]) -> None:
        self._dropped.extend(f"{key}={code[:60]}" for code in codes)

    def dropped(self) -> tuple[str, ...]:
        unknown = (f"{key[:60]}={value[:60]}" for key, value in self._pairs.items())
        return (*self._dropped, *unknown)


@dataclass(frozen=True)
class Counts:
    """How much a selection leaves; publications of the same children count as one cohort, rows of one number once."""

    publications: int
    cohorts: int
    registrations: int


def counts_line(counts: Counts, totals: Counts) -> str:
    """What is shown of how much there is."""
    return (
        f"Showing {counts.publications} of {totals.publications} publications ({counts.cohorts} of {totals.cohorts} cohorts) · "
        f"{counts.registrations} of {totals.registrations} registrations"
    )


@dataclass(frozen=True)
class Selected:
    """The records that a selection leaves, and those of which the review's silence is all that keeps them out."""

    studies: pd.DataFrame
    trials: pd.DataFrame
    tray_studies: pd.DataFrame
    tray_trials: pd.DataFrame
    counts: Counts


class Catalogue:
    """What every record answers to every facet, worked out once for an evidence; then selecting is set arithmetic."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        studies, trials = evidence.rows["studies"], evidence.rows["trials"]
        self._studies = [study.study_id for study in studies]
        self._trials = [trial.trial_id for trial in trials]
        self._cohort = {study.study_id: study.cohort_id for study in studies}
        self._registration = {trial.trial_id: trial.registration_id for trial in trials}
        self._answers: Mapping[str, Answers] = {key: facet.answers(evidence) for key, facet in FACETS.items()}
        rows = evidence.rows["populations"]
        self._codes = {(row.record_id, row.population): row.code for row in rows}
        self._everything = frozenset([*self._studies, *self._trials])
        self._kept_by = lru_cache(maxsize=100)(self._work_out)
        self._silent = lru_cache(maxsize=100)(self._work_out_silence)
        self.open_counts = self.option_counts(Selection())
        """What each option would leave while no other filter is in force."""

    def select(self, selection: Selection) -> Selected:
        """The records that pass every facet, in the tables' order, and the trays beside them."""
        kept = self._kept(selection.filters)
        tray = self._in_question(selection.filters) - kept
        return Selected(
            *self._rows(kept),
            *self._rows(tray),
            self._count(kept),
        )

    def counts(self, selection: Selection) -> Counts:
        """How much a selection leaves, without its records."""
        return self._count(self._kept(selection.filters))

    def option_counts(self, selection: Selection) -> Mapping[str, Mapping[str, Counts]]:
        """For each facet and option what choosing it would leave, given all other facets.

        An `all_of` facet adds the option to those already chosen, since choosing more of it narrows.
        """
        kept_by = {key: self._kept_by(key, codes) for key, codes in selection.filters}
        counts = {}
        for key, facet in FACETS.items():
            others = self._everything.intersection(*(kept for name, kept in kept_by.items() if name != key))
            asked = {code: (*(selection.chosen(key) if facet.all_of else ()), code) for code in facet.options}
            counts[key] = {code: self._count(others & self._kept_by(key, codes)) for code, codes in asked.items()}
        return counts

    @cached_property
    def records(self) -> frozenset[str]:
        """Every key that can be pinned: publications and rows of Table 2."""
        return self._everything

    def population_code(self, facet: Facet, record: str) -> str:
        """What the review says of a facet's population in a record, in the tables' six codes."""
        return self._codes[record, facet.population]

    @cached_property
    def totals(self) -> Counts:
        """Everything in the review."""
        return self._count(self._everything)

    def _kept(self, filters: Iterable[tuple[str, tuple[str, ...]]]) -> frozenset[str]:
        return self._everything.intersection(*(self._kept_by(key, codes) for key, codes in filters))

    def _work_out(self, key: str, codes: tuple[str, ...]) -> frozenset[str]:
        """The records that pass one facet."""
        facet, answers = FACETS[key], self._answers[key]
        kept = frozenset(record for record in self._everything if facet.keeps(answers.get(record, frozenset()), codes))
        return kept if facet.touches_trials else kept | frozenset(self._trials)

    def _in_question(self, filters: Iterable[tuple[str, tuple[str, ...]]]) -> frozenset[str]:
        """Records that no stated fact keeps out."""
        return self._everything.intersection(*(self._kept_by(key, codes) | self._silent(key, codes) for key, codes in filters))

    def _work_out_silence(self, key: str, codes: tuple[str, ...]) -> frozenset[str]:
        """The records whose silence is all that a facet could hold against them."""
        facet = FACETS[key]
        return frozenset(record for record, answer in self._answers[key].items() if facet.cannot_rule_out(answer, codes))

    def _rows(self, records: frozenset[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The publications and the registrations among `records`, in the tables' order."""
        studies, trials = ([place for place, key in enumerate(keys) if key in records] for keys in (self._studies, self._trials))
        return self.evidence.studies.take(studies), self.evidence.trials.take(trials)

    def _count(self, records: frozenset[str]) -> Counts:
        studies, trials = records & self._cohort.keys(), records & self._registration.keys()
        return Counts(len(studies), len({self._cohort[study] for study in studies}), len({self._registration[trial] for trial in trials}))
