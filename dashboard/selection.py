"""The reader's choices as one small value, whose canonical form is a query string, and the records that it selects."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, reduce
from itertools import compress
from operator import and_, or_
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dashboard import wording
from dashboard.changes import history
from dashboard.evidence import Evidence
from dashboard.facets import FACETS, Answers, Bits
from dashboard.schema import Contrast, Result, Study, Trial
from dashboard.vocabulary import QUESTION, SETTING

log = logging.getLogger(__name__)

GAPS: Mapping[str, str] = {"light": "Gaps as dots", "drawn": "Gaps hatched"}
TABS: Mapping[str, str] = {
    "randomised": "Randomised trials",
    "survival": "Survival",
    "transplant": "Transplant",
    "phenotype": "CD19 and lineage",
    "timeline": "Timeline",
    "flow": "Literature search",
}
EVIDENCE: Mapping[str, str] = {
    "review": "The review",
    "all": "The review and what came since",
    "later": "Only since",
}
"""Which layers are shown: those shown always, all of them, or only those shown on request."""
CHOICES: Mapping[str, Mapping[str, str]] = {
    "evidence": EVIDENCE,
    "gaps": GAPS,
    "tab": TABS,
    "question": {"": "No question", **QUESTION},
}
"""Choices that filter nothing; the first option of each is the default, which stays out of the address."""
MOST_PINS = 3
MOST_VERSION = 60
"""Characters of a data version that are read; an unknown version is quoted."""
MOST_QUERY = 4000


@dataclass(frozen=True)
class Selection:
    """Everything the reader chose. `filters` holds only facets with a choice, in the order of FACETS and their options."""

    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    pins: tuple[str, ...] = ()
    evidence: str = "review"
    gaps: str = "light"
    tab: str = "randomised"
    question: str = ""
    """The question answered above the charts. It filters nothing, and stays only while the filters are its own."""
    dropped: tuple[str, ...] = field(default=(), compare=False)
    version: str = field(default="", compare=False)
    """The data version for which the address was made; empty if it names none."""

    @classmethod
    def of(cls, filters: Mapping[str, Iterable[str]]) -> Selection:
        """A selection with `filters` in canonical order; unknown keys and options are left out."""
        return cls(filters=_ordered(filters))

    @classmethod
    def from_query(cls, query: str, *, records: Collection[str] = (), layers: Collection[str] = ("review",)) -> Selection:
        """The selection that an address asks for. Never raises: unknown parts are dropped and named in `dropped`.

        `records` are the keys that can be pinned, `layers` the available options of `evidence`.
        """
        reader = _QueryReader(query)
        filters = {key: reader.codes(key, facet.options) for key, facet in FACETS.items()}
        pins = reader.codes("pin", records)
        if len(pins) > MOST_PINS:
            reader.drop("pin", pins[MOST_PINS:])
        known = {**CHOICES, "evidence": {code: EVIDENCE[code] for code in EVIDENCE if code in layers}}
        chosen: dict[str, Any] = {key: reader.code(key, options) for key, options in known.items()}
        version = reader.text("v")
        return replace(cls.of(filters), pins=tuple(pins[:MOST_PINS]), version=version, dropped=reader.dropped(), **chosen)

    @classmethod
    def from_values(
        cls, filters: Mapping[str, Any], choices: Mapping[str, Any], *, pins: Any, records: Collection[str], layers: Collection[str] = ()
    ) -> Selection:
        """The selection that the controls hold. Browsers may send anything, so what is unknown is left out."""
        known = {key: strings(value) for key, value in filters.items() if key in FACETS}
        chosen: dict[str, Any] = {key: value for key, value in choices.items() if isinstance(value, str) and value in CHOICES.get(key, ())}
        if chosen.get("evidence") not in layers:
            chosen.pop("evidence", None)
        kept = tuple(dict.fromkeys(pin for pin in strings(pins) if pin in records))
        return replace(cls.of(known), pins=kept[:MOST_PINS], **chosen)

    def to_query(self) -> str:
        """The canonical query string, without its question mark: keys in fixed order, defaults left out."""
        pairs = [(key, ",".join(codes)) for key, codes in self.filters]
        pairs += [(key, getattr(self, key)) for key in CHOICES if getattr(self, key) != default(key)]
        pairs += [("pin", ",".join(self.pins))] if self.pins else []
        return urlencode(pairs, safe=",")

    def chosen(self, key: str) -> tuple[str, ...]:
        """The chosen options of a facet; empty if none is chosen."""
        return dict(self.filters).get(key, ())

    def without(self, key: str, code: str | None = None) -> Selection:
        """The same choices without a facet's filter, or without one option of it."""
        filters = {name: [c for c in codes if name != key or (code is not None and c != code)] for name, codes in self.filters}
        return self.with_filters(filters)

    def with_filters(self, filters: Mapping[str, Iterable[str]]) -> Selection:
        """The same choices with other filters."""
        return replace(self, filters=_ordered(filters))

    def describe(self) -> str:
        """The filters in words, for charts, slides and screen readers; if there are none, any choice of layers but the default."""
        chosen = "" if self.evidence == default("evidence") else f": {EVIDENCE[self.evidence].lower()}"
        return "; ".join(FACETS[key].describe(codes) for key, codes in self.filters) or f"No filter{chosen}"


def _ordered(filters: Mapping[str, Iterable[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Filters in canonical order: that of FACETS and their options, without facets that have no choice."""
    chosen = {key: set(filters.get(key) or ()) for key in FACETS}
    ordered = ((key, tuple(code for code in FACETS[key].options if code in chosen[key])) for key in FACETS)
    return tuple((key, codes) for key, codes in ordered if codes)


def default(choice: str) -> str:
    """The default of a choice: its first option."""
    return next(iter(CHOICES[choice]))


def strings(value: Any) -> list[str]:
    """The texts in what a browser sent as a list of texts, which may be any JSON."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _both_measures(pairs: Mapping[str, str]) -> dict[str, str]:
    """Drops `measure`: addresses once chose response or MRD response, which are now side by side."""
    return {key: value for key, value in pairs.items() if key != "measure"}


MIGRATIONS: Sequence[Callable[[Mapping[str, str]], dict[str, str]]] = (_both_measures,)
"""Functions, oldest first, that turn the keys and values of an old address into today's."""


class _QueryReader:
    """Reads known keys and codes from a query string and records what it dropped."""

    def __init__(self, query: str) -> None:
        self._dropped: list[str] = []
        pairs: dict[str, str] = {}
        try:
            if len(query) > MOST_QUERY:
                raise ValueError("longer than any address of ours")
            parsed = parse_qsl(query.lstrip("?"), max_num_fields=100)
        except ValueError:
            parsed = []
            self._dropped.append("the whole query")
        for key, value in parsed:
            pairs[key] = f"{pairs[key]},{value}" if key in pairs else value
        self._pairs = reduce(lambda old, migrate: migrate(old), MIGRATIONS, pairs)

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
        return wording.quoted(self._pairs.pop(key, ""), MOST_VERSION)

    def drop(self, key: str, codes: Iterable[str]) -> None:
        self._dropped.extend(f"{key}={wording.quoted(code, 60)}" for code in codes)

    def dropped(self) -> tuple[str, ...]:
        unknown = (f"{wording.quoted(key, 60)}={wording.quoted(value, 60)}" for key, value in self._pairs.items())
        return (*self._dropped, *unknown)


@dataclass(frozen=True)
class Counts:
    """Numbers of records that a selection leaves. Rows of one registration count once, publications of the same children as one cohort."""

    publications: int
    cohorts: int
    registrations: int
    later: Counts | None = None
    """The part that is only in layers shown on request; None unless they are shown with others."""
    on_request: str = "later"
    """What that part is: 'later', 'local' or both."""

    @property
    def parts(self) -> tuple[Counts, Counts]:
        """The counts of the layers always shown, and what the others add; no display may merge the two."""
        more = self.later or Counts(0, 0, 0)
        own = (self.publications - more.publications, self.cohorts - more.cohorts, self.registrations - more.registrations)
        return Counts(*own), more


def counts_line(counts: Counts, totals: Counts) -> str:
    """How many records are shown, of how many; later layers are counted separately. Of registrations only where any are listed."""
    (own, more), (every, every_more) = counts.parts, totals.parts
    since = f" + {more.publications} of {every_more.publications} {totals.on_request}"
    registered_since = f" + {more.registrations} of {every_more.registrations} {totals.on_request}"
    registered = f" · {own.registrations} of {every.registrations} registrations{registered_since if every_more.registrations else ''}"
    return (
        f"{own.publications} of {every.publications} publications ({own.cohorts} of {every.cohorts} cohorts)"
        f"{since if every_more.publications else ''}{registered if totals.registrations else ''}"
    )


@dataclass(frozen=True)
class Shown:
    """What a page or a chart may show: the records that a selection leaves, and the unfiltered evidence for look-ups.

    Publications are ordered by setting, then size; never by effect. Possible matches are records that only their source's silence excludes.
    """

    catalogue: Catalogue
    selection: Selection
    studies: tuple[Study, ...]
    trials: tuple[Trial, ...]
    possible_studies: tuple[Study, ...]
    possible_trials: tuple[Trial, ...]
    counts: Counts
    possible_counts: Counts

    @property
    def evidence(self) -> Evidence:
        return self.catalogue.evidence

    @property
    def is_of_another_version(self) -> bool:
        """Whether the address was made for other tables than these."""
        return self.selection.version not in ("", self.evidence.version)

    @property
    def query(self) -> str:
        """The query string of the choices, with the address's data version if it is another one."""
        version = urlencode({"v": self.selection.version}) if self.is_of_another_version else ""
        return "&".join(filter(None, (self.selection.to_query(), version)))

    @property
    def made_for(self) -> str:
        """'2a550ed6 (24 November 2026)': the version for which the address was made, with its day if listed."""
        day = history.day_of(self.evidence, self.selection.version)
        return f"{self.selection.version} ({wording.dated(day)})" if day else self.selection.version

    @property
    def asked_for(self) -> str:
        """What to say beside the records if the address asked for another data version or for unknown parts; else empty."""
        older = f"address made for data version {self.made_for}: what changed since is in the notes"
        unknown = f"{wording.figure(len(self.selection.dropped), 'part')} of the address not recognised"
        return wording.joined([older if self.is_of_another_version else "", unknown if self.selection.dropped else ""], " · ")

    def then(self) -> Shown | None:
        """What the selection left of the tables for which the address was made; None if the changes since are unavailable."""
        catalogue = self.catalogue.of_version(self.selection.version)
        return catalogue.show(self.selection) if catalogue else None

    @cached_property
    def ids(self) -> frozenset[str]:
        """The keys of the publications and registrations that are shown."""
        return frozenset([*(study.study_id for study in self.studies), *(trial.trial_id for trial in self.trials)])

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """The results of the publications shown."""
        return tuple(result for study in self.studies for result in self.evidence.results_of(study.study_id))

    @cached_property
    def contrasts(self) -> tuple[Contrast, ...]:
        """The published effects of the publications shown."""
        return tuple(contrast for study in self.studies for contrast in self.evidence.contrasts_of(study.study_id))


class Catalogue:
    """Every record's answers to every facet, worked out once for an evidence; selecting is then arithmetic on bit sets.

    A set of records is an integer: bit k is the record at place k, publications first. Records that share a cohort or a registration number
    have a second bit after all of these (_Distinct).
    """

    def __init__(self, evidence: Evidence, *, choices: tuple[str, ...] = ("review",)) -> None:
        self.evidence = evidence
        evidence.index()
        self.choices = choices
        """The available options of `Selection.evidence`."""
        settings = list(SETTING)
        self._studies = sorted(evidence.studies, key=lambda study: (settings.index(study.group_setting), -study.patients))
        ids = [*(study.study_id for study in self._studies), *(trial.trial_id for trial in evidence.trials)]
        self.records = frozenset(ids)
        self._cohorts = _Distinct([study.cohort_id for study in self._studies], 0, len(ids))
        self._registrations = _Distinct([trial.registration_id for trial in evidence.trials], len(self._studies), self._cohorts.end)
        self._size = self._registrations.end
        second = self._cohorts.second | self._registrations.second
        places = {record: (bit, second.get(bit, bit)) for bit, record in enumerate(ids)}
        self._answered: Mapping[str, Bits] = {key: _bits(facet.answers(evidence), places, self._size) for key, facet in FACETS.items()}
        self._everything = (1 << self._size) - 1
        self._all_studies = (1 << len(self._studies)) - 1
        self._all_trials = _bits({trial.trial_id: ("",) for trial in evidence.trials}, places, self._size).get("", 0)
        kinds = {record: (evidence.layer_of(row).shown,) for record, row in zip(ids, (*self._studies, *evidence.trials), strict=True)}
        of_layers = _bits(kinds, places, self._size)
        self._always = of_layers["always"] if len(of_layers) > 1 else None
        """The records of the layers always shown; None unless others are shown with them."""
        self._on_request = wording.on_request(evidence)
        self._kept_by = lru_cache(maxsize=1000)(self._work_out)
        self._as_of = lru_cache(maxsize=2)(self._made_as_of)
        self.totals = self._count(self._everything)
        """The counts of the whole evidence."""
        self.open_counts = self.option_counts(Selection())
        """The counts that each option would leave with no other filter."""

    def of_version(self, version: str) -> Catalogue | None:
        """The catalogue of an earlier version of the tables; None if the changes since are not listed or cannot be read."""
        try:
            return self._as_of(version)
        except Exception:
            # earlier tables are not checked again, and their faults must not affect what is shown now
            log.exception("the tables of data version %s could not be read", version)
            return None

    def _made_as_of(self, version: str) -> Catalogue | None:
        changes = history.since(self.evidence, version)
        return Catalogue(history.before(self.evidence, changes), choices=self.choices) if changes is not None else None

    def show(self, selection: Selection) -> Shown:
        """The records that pass every facet, and the possible matches."""
        kept = self._kept(selection.filters)
        possible = self._in_question(selection.filters) & ~kept
        return Shown(self, selection, *self._rows(kept), *self._rows(possible), self._count(kept), self._count(possible))

    def counts(self, selection: Selection) -> Counts:
        """The counts of what a selection leaves, without its records."""
        return self._count(self._kept(selection.filters))

    def option_counts(self, selection: Selection) -> Mapping[str, Mapping[str, Counts]]:
        """For each facet and option, the counts that choosing it would leave, given all other facets.

        In an `all_of` facet the option joins those already chosen, since choosing more of it narrows.
        """
        counts = {}
        for key, facet in FACETS.items():
            others = self._kept((name, codes) for name, codes in selection.filters if name != key)
            asked = {code: (*(selection.chosen(key) if facet.all_of else ()), code) for code in facet.options}
            counts[key] = {code: self._count(others & self._kept_by(key, codes)) for code, codes in asked.items()}
        return counts

    def _kept(self, filters: Iterable[tuple[str, tuple[str, ...]]]) -> int:
        return reduce(and_, (self._kept_by(key, codes) for key, codes in filters), self._everything)

    def _work_out(self, key: str, codes: tuple[str, ...]) -> int:
        """The records that pass one facet or are of a kind that it does not ask about."""
        untouched = {"records": 0, "publications": self._all_trials, "registrations": self._everything & ~self._all_trials}
        return FACETS[key].keeps(self._answered[key], codes) | untouched[FACETS[key].of]

    def _in_question(self, filters: Iterable[tuple[str, tuple[str, ...]]]) -> int:
        """The records that no stated fact excludes."""
        parts = (self._kept_by(key, codes) | FACETS[key].cannot_rule_out(self._answered[key], codes) for key, codes in filters)
        return reduce(and_, parts, self._everything)

    def _rows(self, records: int) -> tuple[tuple[Study, ...], tuple[Trial, ...]]:
        """The publications and the registrations in a set of records, each in its order."""
        chosen = f"{records:0{self._size}b}"[::-1].encode().replace(b"0", b"\0")
        return tuple(compress(self._studies, chosen)), tuple(compress(self.evidence.trials, chosen[len(self._studies) :]))

    def _count(self, records: int) -> Counts:
        every = self._count_together(records)
        if self._always is None:
            return every
        own = self._count_together(records & self._always)
        more = (every.publications - own.publications, every.cohorts - own.cohorts, every.registrations - own.registrations)
        return replace(every, later=Counts(*more), on_request=self._on_request)

    def _count_together(self, records: int) -> Counts:
        studies = (records & self._all_studies).bit_count()
        return Counts(studies, self._cohorts.among(records), self._registrations.among(records))


def _bits(answers: Answers, places: Mapping[str, tuple[int, int]], size: int) -> Bits:
    """For each option, the records that answer it, as a set of `size` bits."""
    found: defaultdict[str, bytearray] = defaultdict(lambda: bytearray(size // 8 + 1))
    for record, codes in answers.items():
        for code in codes:
            for place in places[record]:
                found[code][place >> 3] |= 1 << (place & 7)
    return {code: int.from_bytes(bits, "little") for code, bits in found.items()}


class _Distinct:
    """Counts the distinct values, such as cohorts, in a set of records (bits from `first` on) without looping over the records.

    A value with a single record is counted by that record's bit. Records that share a value have a second bit each, from `free` on, in
    rounds: the first record of every shared value, then the second of every one, and so on. All rounds combined by OR have one bit for each
    shared value with any record in the set.
    """

    def __init__(self, values: Sequence[str], first: int, free: int) -> None:
        members: dict[str, list[int]] = {}
        for bit, value in enumerate(values, start=first):
            members.setdefault(value, []).append(bit)
        shared = [bits for bits in members.values() if len(bits) > 1]
        self._alone = reduce(or_, (1 << bits[0] for bits in members.values() if len(bits) == 1), 0)
        self._rounds = [free + len(shared) * number for number in range(max(map(len, shared), default=0))]
        self._values = (1 << len(shared)) - 1
        self.second = {bit: start + value for value, bits in enumerate(shared) for start, bit in zip(self._rounds, bits, strict=False)}
        self.end = free + len(shared) * len(self._rounds)

    def among(self, records: int) -> int:
        overlaid = reduce(or_, (records >> start for start in self._rounds), 0) & self._values
        return (records & self._alone).bit_count() + overlaid.bit_count()


class Catalogues:
    """A catalogue for each choice of layers, made on first use."""

    def __init__(self, evidence: Evidence) -> None:
        self.whole = evidence
        always = tuple(layer.layer for layer in evidence.layers if layer.shown == "always")
        later = tuple(layer.layer for layer in evidence.layers if layer.shown == "on_request")
        self._layers = {"review": always} | ({"all": (*always, *later), "later": later} if later else {})
        self._made = lru_cache(maxsize=len(EVIDENCE))(self._make)

    @property
    def choices(self) -> Collection[str]:
        """The available options of `Selection.evidence`."""
        return self._layers.keys()

    def of(self, choice: str) -> Catalogue:
        """The catalogue of one of the choices."""
        return self._made(choice)

    def _make(self, choice: str) -> Catalogue:
        shown = self._layers[choice]
        whole = len(shown) == len(self.whole.layers)
        return Catalogue(self.whole if whole else self.whole.of(shown), choices=tuple(self._layers))

    def read(self, query: str) -> Selection:
        """The selection that an address asks for."""
        choice = Selection.from_query(query, layers=self.choices).evidence
        return Selection.from_query(query, records=self.of(choice).records, layers=self.choices)

    def chosen(self, filters: Mapping[str, Any], choices: Mapping[str, Any], pins: Any, version: Any = "") -> Selection:
        """The selection that a page's controls hold, with the data version of the address that opened it."""
        choice = Selection.from_values({}, choices, pins=(), records=(), layers=self.choices).evidence
        selection = Selection.from_values(filters, choices, pins=pins, records=self.of(choice).records, layers=self.choices)
        return replace(selection, version=wording.quoted(version, MOST_VERSION) if isinstance(version, str) else "")

    def show(self, selection: Selection) -> Shown:
        """The records that a selection leaves in the layers that it chooses."""
        return self.of(selection.evidence).show(selection)
