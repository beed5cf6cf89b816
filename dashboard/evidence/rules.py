"""Domain rules that relate columns, rows and tables: what makes tables of evidence credible.

Each rule takes typed records and yields what was expected instead. A rule never repairs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from dashboard import statistics
from dashboard.adverse_events import EVENTS
from dashboard.evidence.faults import Fault
from dashboard.evidence.reading import Content
from dashboard.evidence.rows import alike, columns, only, values
from dashboard.schema import (
    CHANGES,
    REGISTRY,
    TABLES,
    Arm,
    Change,
    Cohort,
    Contrast,
    Dataset,
    Fact,
    Layer,
    Population,
    RegistryState,
    Result,
    Study,
    Trial,
)
from dashboard.vocabulary import AGE_BASIS, COUNTED_FACTS, DOMAIN, ENDPOINT, EVERY_RECORD_SAYS, STOPS

Expectations = Iterable[tuple[str, str]]
"""Columns, each with what was expected in it."""
FIGURES = ("events", "n", "percent", "estimate", "se", "ci_low", "ci_high", "spread_low", "spread_high")


def _counts(row: Result) -> Expectations:
    if row.events is not None and row.n is not None and row.events > row.n:
        yield "events", f"at most n = {row.n}"
    if row.n is not None and not row.n_basis:
        yield "n_basis", "where n comes from"
    if row.n is not None and not row.denominator:
        yield "denominator", "whom n counts; not_stated where the source does not say"
    if row.n_basis and row.n is None:
        yield "n", "a denominator, since n_basis is given"
    if row.at_least and row.events is None:
        yield "at_least", "events, since they are a lower bound"


def _percentages(row: Result) -> Expectations:
    if (row.percent is None) != (not row.percent_as_printed):
        yield "percent_as_printed", "percent and percent_as_printed together, or neither"
    elif row.percent is not None and float(row.percent_as_printed.rstrip("%")) != row.percent:
        yield "percent_as_printed", f"the same number as percent = {row.percent:g}"
    elif row.percent is None or row.events is None or row.n is None or row.events > row.n:
        return
    elif not statistics.percent_fits(row.percent_as_printed, row.events, row.n):
        yield "percent", f"what fits {row.events} of {row.n} ({100 * row.events / row.n:.1f})"


def _interval(row: Result | Contrast) -> Expectations:
    value = row.estimate if row.estimate is not None or isinstance(row, Contrast) else row.percent
    low, high = row.ci_low, row.ci_high
    if low is not None and high is not None and low > high:
        yield "ci_low", f"at most ci_high = {high:g}"
    elif low is not None and value is not None and low > value:
        yield "ci_low", f"an interval that contains the estimate {value:g}"
    elif high is not None and value is not None and high < value:
        yield "ci_high", f"an interval that contains the estimate {value:g}"
    limited = low is not None or high is not None
    if limited != (row.ci_level is not None):
        yield "ci_level", "a level where there is a limit, and none where there is not"
    if limited and value is None:
        yield "ci_low", "an estimate or a percentage that the interval belongs to"
    if (low is None) != (high is None):
        if isinstance(row, Contrast):
            yield "ci_high", "both limits, or neither"
        elif not row.ci_note:
            yield "ci_note", "why one limit is missing"


def _spread(row: Result) -> Expectations:
    low, high = row.spread_low, row.spread_high
    if (low is None) != (high is None):
        yield "spread_low", "both ends of the spread, or neither"
    elif low is not None and high is not None and low > high:
        yield "spread_low", f"at most spread_high = {high:g}"
    if (low is None) != (not row.spread_kind):
        yield "spread_kind", "the kind of a spread where there is one"
    if row.se is not None and row.estimate is None and row.percent is None:
        yield "se", "an estimate or a percentage that the standard error belongs to"


STATE_HAS: Mapping[str, str] = {"count": "events", "implied_zero": "events", "percent_only": "percent", "estimate": "estimate"}


def _state(row: Result) -> Expectations:
    column = STATE_HAS.get(row.state)
    if column and getattr(row, column) is None:
        yield column, f"a number, since the state is {row.state}"
    if row.state in ("not_reported", "qualitative"):
        yield from ((name, f"no number, since the state is {row.state}") for name in FIGURES if getattr(row, name) is not None)
    if row.state == "approximate" and row.percent is None and not row.reason:
        yield "reason", "the quantity in a few words, or a percentage, since the state is approximate"
    if row.state == "qualitative" and not row.note:
        yield "note", "the words, since the state is qualitative"
    if row.state == "percent_only" and row.events is not None:
        yield "state", "count, since events are given"
    if row.state == "implied_zero" and row.events:
        yield "events", "0, since the state is implied_zero"
    if row.state == "estimate" and not row.unit:
        yield "unit", "the unit of the estimate"


def _courses(row: Result) -> Expectations:
    """Courses and patients never share an endpoint, hence no column and no axis."""
    if (row.denominator == "courses") != row.endpoint.endswith("_course"):
        yield "denominator", "courses for an endpoint of courses, and for those only"


def _endpoint(row: Result) -> Expectations:
    if row.endpoint not in ENDPOINT[row.domain]:
        yield "endpoint", f"an endpoint of the domain {row.domain}"
    described = sum(1 for term in (row.grade, row.serious, row.related) if term)
    if described != (3 if row.domain == "toxicity" else 0):
        yield "grade", "grade, serious and related for toxicity, and for toxicity only"
    if (row.domain == "survival" and row.state != "not_reported") != bool(row.time_from):
        yield "time_from", "a starting point for survival results, and for those only"
    if row.cause and row.endpoint not in STOPS:
        yield "cause", f"nothing, unless treatment was {' or '.join(STOPS.values())}"
    if row.settings and not row.subgroup:
        yield "subgroup", "the part of the patients treated in these settings"
    if row.n_counts_others and (not row.subgroup or row.n is None):
        yield "n_counts_others", "no, or empty, unless a subgroup is set against a denominator"
    if row.main and (row.domain not in ("response", "mrd") or row.state not in ("count", "percent_only", "approximate")):
        yield "main", "empty, unless the row is a share of a response or of MRD"


def _ages(row: Study | Trial) -> Expectations:
    low, high = row.age_min_years, row.age_max_years
    if low is not None and high is not None and low > high:
        yield "age_min_years", f"at most age_max_years = {high:g}"
    if (low is not None or high is not None) and not row.age_text:
        yield "age_text", "the age as printed, since a bound is given"


def _reported_ages(row: Study) -> Expectations:
    """A publication's ages need a limit and whose they are; if none is stated, the age columns are empty."""
    is_stated = row.age_basis not in ("", "not_reported")
    if is_stated and row.age_min_years is None and row.age_max_years is None:
        yield "age_min_years", f"a limit, since the ages are {AGE_BASIS[row.age_basis]}"
    if not is_stated and (row.age_text or row.age_min_years is not None or row.age_max_years is not None):
        yield "age_basis", "whose ages these are"
    if row.age_source_id and not row.age_text:
        yield "age_source_id", "nothing, since no ages are given"
    if row.age_max_exclusive and row.age_max_years is None:
        yield "age_max_exclusive", "no, or empty, since no highest age is given"


def _settings(row: Study | Trial) -> Expectations:
    if row.group_setting not in row.settings:
        yield "group_setting", f"one of the settings {';'.join(row.settings)}"
    if isinstance(row, Study) and not {*row.whole_settings} <= {*row.settings}:
        yield "whole_settings", f"settings out of {';'.join(row.settings)}"
    if isinstance(row, Trial) and not {*row.entry_settings} <= {*row.settings}:
        yield "entry_settings", f"settings out of {';'.join(row.settings)}"


def _case_report(row: Study) -> Expectations:
    if row.patients_basis == "implied" and row.design != "case_report":
        yield "patients_basis", "stated, unless the publication is a case report"


def _sought(row: Study) -> Expectations:
    if row.doi_sought and row.doi:
        yield "doi_sought", "no day, since a DOI is known"


def _whole_population(row: Population) -> Expectations:
    if row.whole_population == "yes" and row.code != "included":
        yield "whole_population", "no or not_stated, unless the population is included"


def _p_value(row: Contrast) -> Expectations:
    if (row.p_value is None) != (not row.p_operator):
        yield "p_operator", "a p value and its operator together, or neither"
    if row.measure != "not_stated" and row.estimate is None:
        yield "estimate", f"a number, since the measure is {row.measure}"
    if row.measure.endswith("_ratio") and row.estimate is not None and row.estimate <= 0:
        yield "estimate", "a ratio above 0"


def _fact(row: Fact) -> Expectations:
    if row.key in COUNTED_FACTS and not (row.value.isascii() and row.value.isdigit()):
        yield "value", "a whole number, in digits"


def registry_state(row: RegistryState) -> Expectations:
    """What was expected where a registry state contradicts itself."""
    if row.status and row.status_text:
        yield "status_text", "nothing, since the status is one of the register's words"
    if row.last_known_status and row.status != "UNKNOWN":
        yield "last_known_status", "nothing, unless the status is UNKNOWN"
    if row.status_date[: len(row.as_of)] > row.as_of[: len(row.status_date)]:
        yield "status_date", f"a date not after as_of = {row.as_of}"


def _change(row: Change) -> Expectations:
    whole_column = row.kind in ("new_column", "gone_column")
    if whole_column and (not row.column or row.record or row.before or row.after):
        yield "column", "a column, and no record, before or after"
    if row.kind in ("corrected", "superseded") and not (row.record and row.column and row.before != row.after):
        yield "column", "a record, a column, and what differs before and after"
    for column, other, kinds in (("before", "after", ("removed",)), ("after", "before", ("added", "not_found"))):
        if row.kind in kinds and not (row.record and not row.column and _is_row(getattr(row, column))):
            yield column, "the cells of a row, as JSON, and no column"
        elif row.kind in kinds and getattr(row, other):
            yield other, f"nothing, since there was no row {other}"


def _is_row(text: str) -> bool:
    try:
        cells = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(cells, dict) and all(isinstance(cell, str) for cell in cells.values())


ROW_RULES: Mapping[str, tuple[Callable[[Any], Expectations], ...]] = {
    "studies": (_ages, _reported_ages, _settings, _case_report, _sought),
    "trials": (_ages, _settings),
    "populations": (_whole_population,),
    "results": (_counts, _percentages, _interval, _spread, _state, _courses, _endpoint),
    "contrasts": (_interval, _p_value),
    "review": (_fact,),
    "registry": (registry_state,),
    "changes": (_change,),
}


def row_faults(content: Content) -> Iterator[Fault]:
    """Faults within single rows; rows that differ only in `apart` are checked once."""
    table, rules = content.table, ROW_RULES.get(content.table.name, ())
    different, which = alike(content.records)
    found = {number: [expectation for rule in rules for expectation in rule(record)] for number, record in different.items()}
    for row, record, number in zip(content.rows, content.records, which, strict=True) if any(found.values()) else ():
        for column, expected in found[number]:
            yield Fault(content.file, row, table.key_of(record), column, plain(getattr(record, column)), expected)


def plain(value: object) -> str:
    """A typed value as the text of its cell."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def base_faults(layers: Sequence[Layer], arms: Sequence[Arm], dataset: Sequence[Dataset]) -> Iterator[Fault]:
    """Faults of dataset.csv, arms.csv and layers.csv. Charts find arms by role: one experimental arm, at most one control."""
    if len(dataset) != 1:
        yield Fault("dataset.csv", None, "", "", f"{len(dataset)} rows", "one row, since the tables are cited as one")
    for role, needed in (("experimental", True), ("control", False)):
        found = [arm.arm for arm in arms if arm.role == role]
        if len(found) > 1 or (needed and not found):
            yield Fault("arms.csv", None, "", "role", ", ".join(found), f"one arm with the role {role}")
    for layer in layers:
        if layer.layer == REGISTRY.folder:
            yield Fault(
                "layers.csv", None, layer.layer, "layer", layer.layer, "another name: this folder holds the states of registrations"
            )
    if layers[0].shown != "always":
        yield Fault("layers.csv", 2, layers[0].layer, "shown", layers[0].shown, "always, since the first layer is what a reader sees first")


Tables = Mapping[str, Sequence[Any]]
"""The records of each table, over all layers."""


def whole_faults(layers: Sequence[Layer], tables: Tables) -> Iterator[Fault]:
    """The faults of whole tables: missing rows, and rows that contradict each other. Every single row must be sound already."""
    yield from _missing_facts(layers, tables["review"])
    yield from _missing_names(layers, tables["studies"])
    yield from _shared_names(tables["studies"])
    yield from _missing_populations(tables)
    yield from _missing_results(layers, tables)
    yield from _several_main(tables["results"])
    yield from _cohort_basis(tables)
    yield from _overlaps(tables["cohorts"])
    yield from _updates(tables["studies"])
    yield from _inferred_sizes(tables["studies"])
    yield from _steps(tables["changes"])


def _fault(table: str, record: Any, column: str, expected: str) -> Fault:
    key = str(getattr(record, TABLES[table].key[0]))
    return Fault(f"{record.layer}/{table}.csv", None, key, column, plain(getattr(record, column)), expected)


def _steps(changes: Sequence[Change]) -> Iterator[Fault]:
    """Each step of the changes starts at the version where the step before ends."""
    for earlier, change in pairwise(changes):
        expected = earlier.from_version if change.version == earlier.version else earlier.version
        if change.from_version != expected:
            yield Fault(
                CHANGES.file(), None, CHANGES.key_of(change), "from_version", change.from_version, f"{expected}, where the step before ends"
            )


def _missing_facts(layers: Sequence[Layer], facts: Sequence[Fact]) -> Iterator[Fault]:
    """A layer of every publication found states the counts of its search."""
    for layer in layers:
        if layer.is_complete:
            said = {fact.key for fact in facts if fact.layer == layer.layer}
            yield from (
                Fault(f"{layer.layer}/review.csv", None, key, "key", "", "this row, since charts of the search need it")
                for key in COUNTED_FACTS
                if key not in said
            )


def _missing_names(layers: Sequence[Layer], studies: Sequence[Study]) -> Iterator[Fault]:
    """A layer of every publication found must name authors and titles; a chosen text may not have shown them."""
    complete = {layer.layer for layer in layers if layer.is_complete}
    for study in studies:
        for column in ("first_author", "title"):
            if study.layer in complete and not getattr(study, column):
                yield _fault("studies", study, column, "a value (the cell is empty)")


def _shared_names(studies: Sequence[Study]) -> Iterator[Fault]:
    """Sentences and exports know a publication by its number and its label: over all layers, each belongs to one publication only."""
    for column in ("ref", "label"):
        first: dict[object, str] = {}
        for study in studies:
            other = first.setdefault(getattr(study, column), study.study_id)
            if other != study.study_id:
                yield _fault("studies", study, column, f"one that no other publication has; {other} has it")


def _missing_populations(tables: Tables) -> Iterator[Fault]:
    said = {*columns(tables["populations"], "record_id", "population")}
    keys = [(study.study_id, study.layer) for study in tables["studies"]] + [(trial.trial_id, trial.layer) for trial in tables["trials"]]
    for record, layer in keys:
        for population in EVERY_RECORD_SAYS:
            if (record, population) not in said:
                yield Fault(f"{layer}/populations.csv", None, record, "population", population, "a row, even if not_reported")


def _missing_results(layers: Sequence[Layer], tables: Tables) -> Iterator[Fault]:
    """In a layer of every publication found, each arm has a row for every endpoint group and every toxicity column.

    A randomised trial has at least two arms.
    """
    complete = {layer.layer for layer in layers if layer.is_complete}
    role = {arm.arm: arm.role for arm in tables["arms"]}
    usual = next(arm.arm for arm in tables["arms"] if arm.role == "experimental")
    domains = {*columns(tables["results"], "study_id", "arm", "domain")}
    endpoints = {*columns(tables["results"], "study_id", "arm", "endpoint")}
    arms: dict[str, list[str]] = defaultdict(list)
    for study_id, arm in dict.fromkeys(columns(tables["results"], "study_id", "arm")):
        if role[arm] != "both":
            arms[study_id].append(arm)
    together = [arm for arm, its_role in role.items() if its_role == "both"]
    for study in tables["studies"]:
        if study.layer not in complete:
            continue
        own = arms[study.study_id] or [usual]
        if study.randomised and len(own) < 2:
            yield Fault(f"{study.layer}/results.csv", None, study.study_id, "arm", ", ".join(own), "one row per arm of a randomised trial")
        for arm in own:
            for domain in DOMAIN:
                if not any((study.study_id, one, domain) in domains for one in (arm, *together)):
                    yield _absent(study, "domain", domain, arm)
            for event in EVENTS:
                if not any((study.study_id, arm, endpoint) in endpoints for endpoint in event.endpoints):
                    yield _absent(study, "endpoint", event.code, arm)


def _absent(study: Study, column: str, value: str, arm: str) -> Fault:
    return Fault(f"{study.layer}/results.csv", None, study.study_id, column, value, f"a row for the arm {arm}, even if not_reported")


def _several_main(results: Sequence[Result]) -> Iterator[Fault]:
    first: dict[tuple[str, str, str], str] = {}
    for result in only(results, [*values(results, "main")]):
        other = first.setdefault((result.study_id, result.arm, result.domain), result.result_id)
        if other != result.result_id:
            yield _fault("results", result, "main", f"one main row for the arm and the domain; {other} is one already")


def _cohort_basis(tables: Tables) -> Iterator[Fault]:
    """A cohort is stated only if the membership of each publication in its own layer is. No cohort is empty."""
    bases: dict[str, set[str]] = defaultdict(set)
    layer = {cohort.cohort_id: cohort.layer for cohort in tables["cohorts"]}
    members = {study.cohort_id for study in tables["studies"]}
    for study in tables["studies"]:
        if study.layer == layer[study.cohort_id]:
            bases[study.cohort_id].add(study.cohort_basis)
    for cohort in tables["cohorts"]:
        expected = "inferred" if "inferred" in bases[cohort.cohort_id] else "stated"
        if cohort.cohort_id not in members:
            yield _fault("cohorts", cohort, "cohort_id", "a cohort of at least one publication")
        elif cohort.basis != expected:
            yield _fault("cohorts", cohort, "basis", f"{expected}, as its publications' cohort_basis")


def _overlaps(cohorts: Sequence[Cohort]) -> Iterator[Fault]:
    named = {cohort.cohort_id: set(cohort.may_overlap) for cohort in cohorts}
    layer = {cohort.cohort_id: cohort.layer for cohort in cohorts}
    for cohort in cohorts:
        for other in cohort.may_overlap:
            if other == cohort.cohort_id:
                yield _fault("cohorts", cohort, "may_overlap", "other cohorts than itself")
            elif layer[other] == cohort.layer and cohort.cohort_id not in named[other]:
                yield _fault("cohorts", cohort, "may_overlap", f"cohorts that name it as well; {other} does not")


def _updates(studies: Sequence[Study]) -> Iterator[Fault]:
    """A report updates only reports of the same cohort, and never, even indirectly, itself."""
    by_id = {study.study_id: study for study in studies}
    for study in studies:
        if not study.updates:
            continue
        if by_id[study.updates].cohort_id != study.cohort_id:
            yield _fault("studies", study, "updates", f"a publication of the cohort {study.cohort_id}")
        if study.study_id in _earlier(study, by_id):
            yield _fault("studies", study, "updates", "an earlier report, not one that leads back here")


def _inferred_sizes(studies: Sequence[Study]) -> Iterator[Fault]:
    """An inferred number of patients must be stated by another publication of the same cohort."""
    stated: dict[str, set[int]] = defaultdict(set)
    for study in studies:
        if study.patients_basis == "stated":
            stated[study.cohort_id].add(study.patients)
    for study in studies:
        if study.patients_basis == "inferred" and study.patients not in stated[study.cohort_id]:
            yield _fault("studies", study, "patients", f"a number that another publication of the cohort {study.cohort_id} states")


def _earlier(study: Study, by_id: Mapping[str, Study]) -> set[str]:
    """The reports that a report updates, directly or through others; includes itself if they lead in a circle."""
    found: set[str] = set()
    while study.updates and study.updates not in found:
        found.add(study.updates)
        study = by_id[study.updates]
    return found
