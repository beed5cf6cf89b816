"""The rules of the domain that relate columns, rows and tables: what makes a table of evidence credible.

Each rule is a function from typed tables to faults. A rule never repairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard import statistics
from dashboard.vocabulary import DOMAIN, ENDPOINT, EVERY_RECORD_SAYS, TOXICITY_COLUMNS

Tables = Mapping[str, pd.DataFrame]
Row = Mapping[str, object]
FIGURES = ("events", "n", "percent", "estimate", "ci_low", "ci_high", "spread_low", "spread_high")


@dataclass(frozen=True)
class Fault:
    """One thing to mend: in which file, row (the header is row 1), column, what stands there and what was expected."""

    file: str
    row: int | None
    key: str
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        place = self.file + (f", row {self.row}" if self.row else "") + (f" ({self.key})" if self.key else "")
        found = f"{self.column} {self.value!r}" if self.column else self.value
        return _on_one_line(f"{place}: {found}: expected {self.expected}")


def _on_one_line(text: str) -> str:
    """`text` with line ends and control characters written as escapes, so that a fault stays one line of a report."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def row_faults(tables: Tables) -> Iterator[Fault]:
    """Faults within single rows, table by table; tables may lack rows that had faults of their own."""
    for name, rules in ROW_RULES.items():
        if name in tables:
            for row in _rows(tables[name]):
                for rule in rules:
                    yield from (_fault(name, row, column, expected) for column, expected in rule(row))


def _rows(frame: pd.DataFrame) -> Iterator[Row]:
    """The rows of a table, not all of them at once: what a process has once taken it seldom gives back."""
    for start in range(0, len(frame), 1000):
        yield from frame.iloc[start : start + 1000].to_dict("records")


def whole_faults(tables: Tables) -> Iterator[Fault]:
    """Faults of tables as a whole: rows that must exist. Asked only when every row is sound."""
    yield from _missing_populations(tables)
    yield from _missing_results(tables)
    yield from _cohort_basis(tables)


def _fault(table: str, row: Mapping[str, object], column: str, expected: str) -> Fault:
    value = row[column]
    key = next(iter(row.values()))
    return Fault(f"{table}.csv", row_number(row), str(key), column, _plain(value) if has(value) else "", expected)


def row_number(row: Mapping[str, object]) -> int:
    return int(str(row["row"]))


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


Expectations = Iterable[tuple[str, str]]


def has(value: object) -> bool:
    """Whether a cell holds something."""
    # what pandas holds for nothing; pd.notna says the same ten times as slowly, and is asked thousands of times a change
    return value is not None and value is not pd.NA and value == value


def _given(row: Row, *columns: str) -> bool:
    for column in columns:  # a loop, not all(): asked a dozen times for each row of the largest table
        value = row[column]
        if value == "" if isinstance(value, str) else not has(value):
            return False
    return True


def _number(row: Row, column: str) -> float:
    return float(str(row[column]))


def _counts(row: Row) -> Expectations:
    if _given(row, "events", "n") and _number(row, "events") > _number(row, "n"):
        yield "events", f"at most n = {row['n']}"
    if _given(row, "n") and not _given(row, "n_basis"):
        yield "n_basis", "where n comes from"
    if _given(row, "n_basis") and not _given(row, "n"):
        yield "n", "a denominator, since n_basis is given"


def _percentages(row: Row) -> Expectations:
    if _given(row, "percent") != _given(row, "percent_as_printed"):
        yield "percent_as_printed", "percent and percent_as_printed together, or neither"
    elif _given(row, "percent") and float(str(row["percent_as_printed"]).rstrip("%")) != _number(row, "percent"):
        yield "percent_as_printed", f"the same number as percent = {row['percent']:g}"
    elif _given(row, "percent", "events", "n") and _number(row, "events") <= _number(row, "n"):
        events, n = int(_number(row, "events")), int(_number(row, "n"))
        if not statistics.percent_fits(str(row["percent_as_printed"]), events, n):
            yield "percent", f"what fits {events} of {n} ({100 * events / n:.1f})"


def _interval(row: Row) -> Expectations:
    value = row["estimate"] if _given(row, "estimate") else row.get("percent")
    low, high = row["ci_low"], row["ci_high"]
    if has(low) and has(high) and low > high:  # type: ignore[operator]
        yield "ci_low", f"at most ci_high = {high:g}"
    elif has(low) and has(value) and low > value:  # type: ignore[operator]
        yield "ci_low", f"an interval that contains the estimate {value:g}"
    elif has(high) and has(value) and high < value:  # type: ignore[operator]
        yield "ci_high", f"an interval that contains the estimate {value:g}"
    if (has(low) or has(high)) != has(row["ci_level"]):
        yield "ci_level", "a level where there is a limit, and none where there is not"
    if (has(low) or has(high)) and not has(value):
        yield "ci_low", "an estimate or a percentage that the interval belongs to"
    if has(low) != has(high) and not row.get("ci_note"):
        yield ("ci_note", "why one limit is missing") if "ci_note" in row else ("ci_high", "both limits, or neither")


def _spread(row: Row) -> Expectations:
    if _given(row, "spread_low") != _given(row, "spread_high"):
        yield "spread_low", "both ends of the spread, or neither"
    elif _given(row, "spread_low") and _number(row, "spread_low") > _number(row, "spread_high"):
        yield "spread_low", f"at most spread_high = {row['spread_high']:g}"
    if _given(row, "spread_low") != _given(row, "spread_kind"):
        yield "spread_kind", "the kind of a spread where there is one"


STATE_CARRIES: Mapping[str, tuple[str, ...]] = {
    "count": ("events",),
    "implied_zero": ("events",),
    "percent_only": ("percent",),
    "estimate": ("estimate",),
}


def _state(row: Row) -> Expectations:
    state = str(row["state"])
    yield from ((column, f"a number, since the state is {state}") for column in STATE_CARRIES.get(state, ()) if not _given(row, column))
    if state in ("not_reported", "qualitative"):
        yield from ((column, f"no number, since the state is {state}") for column in FIGURES if _given(row, column))
    if state == "qualitative" and not row["note"]:
        yield "note", "the words, since the state is qualitative"
    if state == "percent_only" and _given(row, "events"):
        yield "state", "count, since events are given"
    if state == "implied_zero" and _given(row, "events") and _number(row, "events") != 0:
        yield "events", "0, since the state is implied_zero"
    if state == "estimate" and not row["unit"]:
        yield "unit", "the unit of the estimate"


def _endpoint(row: Row) -> Expectations:
    if row["endpoint"] not in ENDPOINT[str(row["domain"])]:
        yield "endpoint", f"an endpoint of the domain {row['domain']}"
    described = [column for column in ("grade", "serious", "related") if _given(row, column)]
    if len(described) != (3 if row["domain"] == "toxicity" else 0):
        yield "grade", "grade, serious and related for toxicity, and for toxicity only"


def _ages(row: Row) -> Expectations:
    if _given(row, "age_min_years", "age_max_years") and _number(row, "age_min_years") > _number(row, "age_max_years"):
        yield "age_min_years", f"at most age_max_years = {row['age_max_years']:g}"
    if (_given(row, "age_min_years") or _given(row, "age_max_years")) and not row["age_text"]:
        yield "age_text", "the age as printed, since a bound is given"


def _entry(row: Row) -> Expectations:
    if not set(str(row["entry_settings"]).split(";")) <= set(str(row["settings"]).split(";")):
        yield "entry_settings", f"settings out of {row['settings']}"


def _case_report(row: Row) -> Expectations:
    if row["patients_basis"] == "implied" and row["design"] != "case_report":
        yield "patients_basis", "stated, unless the publication is a case report"


def _p_value(row: Row) -> Expectations:
    if _given(row, "p_value") != _given(row, "p_operator"):
        yield "p_operator", "a p value and its operator together, or neither"
    if row["measure"] == "hazard_ratio" and not _given(row, "estimate"):
        yield "estimate", "a number, since the measure is hazard_ratio"


ROW_RULES: Mapping[str, tuple[Callable[[Row], Expectations], ...]] = {
    "studies": (_case_report,),
    "trials": (_ages, _entry),
    "results": (_counts, _percentages, _interval, _spread, _state, _endpoint),
    "contrasts": (_interval, _p_value),
}


def _missing_populations(tables: Tables) -> Iterator[Fault]:
    said = set(zip(tables["populations"]["record_id"], tables["populations"]["population"], strict=True))
    for record in [*tables["studies"]["study_id"], *tables["trials"]["trial_id"]]:
        for population in EVERY_RECORD_SAYS:
            if (record, population) not in said:
                yield Fault("populations.csv", None, record, "population", population, "a row, be it not_reported")


def _missing_results(tables: Tables) -> Iterator[Fault]:
    """Every publication answers every endpoint group and every column of the toxicity matrix, in each of its arms."""
    results = tables["results"]
    domains = set(zip(results["study_id"], results["arm"], results["domain"], strict=True))
    endpoints = set(zip(results["study_id"], results["arm"], results["endpoint"], strict=True))
    said: dict[str, dict[str, None]] = {}
    for record, arm in zip(results["study_id"], results["arm"], strict=True):
        if arm != "both":
            said.setdefault(record, {})[arm] = None
    for study in tables["studies"].itertuples():
        arms = list(said.get(str(study.study_id), {})) or ["blinatumomab"]
        if study.design == "randomised_trial" and len(arms) < 2:
            yield Fault("results.csv", None, str(study.study_id), "arm", ", ".join(arms), "a row an arm of a randomised trial")
        for arm in arms:
            for domain in DOMAIN:
                if not {(study.study_id, arm, domain), (study.study_id, "both", domain)} & domains:
                    yield _absent(study.study_id, "domain", domain, arm)
            for column in TOXICITY_COLUMNS.values():
                if not {(study.study_id, arm, endpoint) for endpoint in column} & endpoints:
                    yield _absent(study.study_id, "endpoint", column[0], arm)


def _absent(study: object, column: str, value: str, arm: str) -> Fault:
    return Fault("results.csv", None, str(study), column, value, f"a row for the arm {arm}, be it not_reported")


def _cohort_basis(tables: Tables) -> Iterator[Fault]:
    weakest = tables["studies"].groupby("cohort_id")["cohort_basis"].agg(lambda basis: "inferred" if "inferred" in set(basis) else "stated")
    for row in tables["cohorts"].to_dict("records"):
        expected = weakest.get(row["cohort_id"])
        if expected is None:
            yield _fault("cohorts", row, "cohort_id", "a cohort of at least one publication")
        elif row["basis"] != expected:
            yield _fault("cohorts", row, "basis", f"{expected}, as its publications' cohort_basis")
