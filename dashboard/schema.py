"""Every table and every column of the evidence, described once.

The loader checks tables against this description, `data/datapackage.json` and the data dictionary are generated from it,
and the Evidence page prints it. A fact about one column belongs here; a rule that relates columns or tables is in `rules`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dashboard import vocabulary as words

PLACE = r"(?:abstract|Table [12]|Figure 1|[1-5](?:\.[1-4])? p[1-9]\d?|whole review)"
SOURCE = rf"{PLACE}(?:; {PLACE})*"
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
RECORD = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
REGISTRATION = r"NCT\d{8}|\d{4}-\d{6}-\d{2}"
DOI = r"10\.\d{4,9}/\S+"

Kind = Literal["text", "integer", "number"]


@dataclass(frozen=True)
class Column:
    """One column: what a cell may hold, in which unit, and what it means.

    `several` cells hold values with `;` between them; `codes` maps each allowed value to the words on the screen.
    """

    name: str
    meaning: str
    kind: Kind = "text"
    required: bool = True
    codes: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    pattern: str = ""
    expected: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""

    def fault(self, text: str) -> str | None:
        """What was expected instead of `text`, or None where the cell is well formed."""
        if text == "":
            return "a value (the cell is empty)" if self.required else None
        parts = text.split(";") if self.several else [text]
        if any(part != part.strip() for part in parts):
            return "no blanks before or after the value"
        if "" in parts:
            return "values with ; between, and none empty"
        faults = (self._fault_of_value(part) for part in parts)
        return next((fault for fault in faults if fault), None)

    def _fault_of_value(self, text: str) -> str | None:
        if self.kind != "text":
            return self._fault_of_number(text)
        if self.codes and text not in self.codes:
            return f"one of {', '.join(self.codes)}"
        if self.pattern and not re.fullmatch(self.pattern, text, re.ASCII):
            return self.expected or f"the form {self.pattern}"
        return None

    def _fault_of_number(self, text: str) -> str | None:
        form = r"-?\d{1,9}" if self.kind == "integer" else r"-?\d{1,9}(?:\.\d{1,9})?"
        if not re.fullmatch(form, text, re.ASCII):
            return "a whole number, in digits" if self.kind == "integer" else "a number, in digits, with a point"
        if (self.low is not None and float(text) < self.low) or (self.high is not None and float(text) > self.high):
            return f"a number from {self.low:g}" + (f" to {self.high:g}" if self.high is not None else " upwards")
        return None


@dataclass(frozen=True)
class Table:
    """One table: its columns, its key, and the columns that refer to another table's key (column -> table)."""

    name: str
    title: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _code(name: str, codes: Mapping[str, str], meaning: str, *, required: bool = True, several: bool = False) -> Column:
    return Column(name, meaning, codes=codes, required=required, several=several)


def _integer(name: str, meaning: str, *, required: bool = False, low: float = 0, high: float | None = None) -> Column:
    return Column(name, meaning, "integer", required, low=low, high=high)


def _number(name: str, meaning: str, unit: str = "", *, low: float | None = None, high: float | None = None) -> Column:
    return Column(name, meaning, "number", required=False, low=low, high=high, unit=unit)


def _text(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, meaning, required=required)


def _slug(name: str, meaning: str) -> Column:
    return Column(name, meaning, pattern=SLUG, expected="lower-case letters and digits with hyphens between")


def _record(name: str, meaning: str, *, required: bool = True, several: bool = False) -> Column:
    return Column(name, meaning, required=required, several=several, pattern=RECORD, expected="the key of a record")


def _source(name: str = "source", meaning: str = "Where in the review it stands") -> Column:
    return Column(name, meaning, pattern=SOURCE, expected="a place in the review, such as 3.1 p4 or Table 1; abstract")


ANOMALIES = Column("anomaly_ids", "Anomalies of the review that touch this row", required=False, several=True, pattern=SLUG)

STUDIES = Table(
    "studies",
    "Publications",
    "A row a publication of Table 1",
    (
        _slug("study_id", "Key"),
        _integer("ref", "The review's reference number, its one unambiguous name", required=True, low=1),
        _text("label", "Name on charts", required=True),
        _text("first_author", "First author", required=True),
        _integer("year", "Year of publication, as in Table 1", required=True, low=1900, high=2100),
        _text("title", "Title as printed in Table 1", required=True),
        _code("design", words.DESIGN, "Design of the study"),
        _integer("patients", "Patients, as in Table 1", required=True, low=1),
        _code("patients_basis", words.PATIENTS_BASIS, "Whether the number is stated, or implied by a case report"),
        _text("patients_note", "What the number means"),
        _code("line", words.LINE, "Line of therapy"),
        _code("line_basis", words.BASIS, "Whether the review states the line"),
        _code("settings", words.SETTING, "Settings in which blinatumomab was given", several=True),
        _code("settings_basis", words.BASIS, "Whether the review states the settings"),
        _source("settings_source", "Where the settings stand"),
        _slug("cohort_id", "The group of patients that is reported"),
        _code("cohort_basis", words.BASIS, "Whether the review states that the publication belongs to this cohort"),
        _record("trial_id", "The registration that the review links with it", required=False),
        Column("doi", "Verified DOI, else empty", required=False, pattern=DOI, expected="a DOI, such as 10.3390/x"),
        Column("pmid", "Verified PubMed number, else empty", required=False, pattern=r"\d{1,8}", expected="1-8 digits"),
        Column("pmcid", "Verified PubMed Central number, else empty", required=False, pattern=r"PMC\d{4,8}"),
        _source(),
    ),
    key=("study_id",),
    references={"cohort_id": ("cohorts",), "trial_id": ("trials",)},
)

COHORTS = Table(
    "cohorts",
    "Cohorts",
    "A row a distinct group of patients; several publications report the same children",
    (
        _slug("cohort_id", "Key"),
        _text("label", "Name on charts", required=True),
        _code("basis", words.BASIS, "Stated only where every publication's membership is"),
        _text("note", "What a reader must know about overlap"),
    ),
    key=("cohort_id",),
)

TRIALS = Table(
    "trials",
    "Registrations",
    "A row a row of Table 2; one registration stands in two rows",
    (
        _record("trial_id", "Key: the registration, with its row where it stands in two"),
        _integer("table_row", "Row of Table 2", required=True, low=1),
        Column("registration_id", "NCT or EudraCT number, not unique", pattern=REGISTRATION, expected="NCT and 8 digits"),
        Column("other_ids", "Other identifiers in Table 2", required=False, several=True),
        _text("acronym", "Short name, where the review gives one"),
        _text("title", "Title as printed in Table 2", required=True),
        _text("age_text", "Age as printed in Table 2"),
        _number("age_min_years", "Lowest age, only where printed", "years", low=0, high=120),
        _number("age_max_years", "Highest age, only where printed", "years", low=0, high=120),
        _code("age_max_exclusive", {"yes": "yes", "no": "no"}, "Whether the highest age is itself outside"),
        _code("status", words.STATUS, "Status in mid-March 2021"),
        _text("status_text", "Status as printed in Table 2", required=True),
        _code("line", words.LINE, "Line of therapy"),
        _code("line_basis", words.BASIS, "Whether the review states the line"),
        _code("settings", words.SETTING, "What the trial concerns", several=True),
        _code("entry_settings", words.SETTING, "Those of the settings that let a child enter", several=True),
        _code("settings_basis", words.BASIS, "Whether the review states the settings"),
        _source("settings_source", "Where the settings stand"),
        _code("study_type", words.STUDY_TYPE, "Type of study"),
        _code("phase", {"1/2": "1/2", "2": "2", "3": "3", "not_stated": "not stated"}, "Phase"),
        _code("randomised", words.YES_NO, "Whether randomised"),
        _text("combination", "What blinatumomab is combined with"),
        _text("sponsor", "Sponsor or centre, where the review names one"),
        Column("regions", "Countries or regions, where the review names them", required=False, several=True),
        _source(),
    ),
    key=("trial_id",),
)

POPULATIONS = Table(
    "populations",
    "Populations",
    "A row for each record and each population: what the review says about it",
    (
        _record("record_id", "A publication or a row of Table 2"),
        _code("population", words.POPULATION, "The population"),
        _code("code", words.POPULATION_CODE, "What the review says"),
        _text("basis", "Why, in a few words of ours", required=True),
        _source(),
        ANOMALIES,
    ),
    key=("record_id", "population"),
    references={"record_id": ("studies", "trials"), "anomaly_ids": ("anomalies",)},
)

RESULTS = Table(
    "results",
    "Results",
    "A row a reported result of one arm, or a gap that somebody looked for",
    (
        _slug("result_id", "Key"),
        _slug("study_id", "The publication"),
        _code("arm", words.ARM, "Arm"),
        _code("domain", words.DOMAIN, "Group of endpoints"),
        _code("endpoint", words.ENDPOINT_WORDS, "Endpoint"),
        _text("definition", "How the review words the endpoint"),
        _text("subgroup", "Subgroup, empty for all patients of the arm"),
        _code("grade", words.GRADE, "Grade of an adverse event, as stated", required=False),
        _code("serious", words.YES_NO, "Whether called serious", required=False),
        _code("related", words.YES_NO, "Whether called related to treatment", required=False),
        _text("timepoint", "When, or how long followed"),
        _code("state", words.STATE, "What kind of statement it is"),
        _integer("events", "Patients with the event"),
        _integer("n", "Denominator", low=1),
        _code("n_basis", words.N_BASIS, "Where the denominator comes from", required=False),
        _code("denominator", words.DENOMINATOR, "Whom the denominator counts", required=False),
        _number("percent", "Percentage as printed", "percent", low=0, high=100),
        Column("percent_as_printed", "The same with its printed decimals", required=False, pattern=r"\d{1,3}(\.\d+)?%"),
        _number("estimate", "A median, or another number that is no proportion"),
        _text("unit", "Unit of the estimate"),
        _number("ci_low", "Lower limit, as published"),
        _number("ci_high", "Upper limit, as published"),
        _number("ci_level", "Level of the interval", "percent", low=50, high=100),
        _text("ci_note", "Such as an upper limit that is not evaluable"),
        _number("spread_low", "Lower end of a spread that is no confidence interval"),
        _number("spread_high", "Upper end of a spread that is no confidence interval"),
        _code("spread_kind", words.SPREAD, "What the spread is", required=False),
        _source(),
        ANOMALIES,
        _text("note", "What a reader must know not to misread the row"),
    ),
    key=("result_id",),
    references={"study_id": ("studies",), "anomaly_ids": ("anomalies",)},
)

CONTRASTS = Table(
    "contrasts",
    "Contrasts",
    "A row a published effect between the arms of one trial",
    (
        _slug("contrast_id", "Key"),
        _slug("study_id", "The publication"),
        _code("endpoint", words.ENDPOINT_WORDS, "Endpoint"),
        _code("measure", words.MEASURE, "Measure of effect; under 1 favours blinatumomab"),
        _number("estimate", "The effect", low=0),
        _number("ci_low", "Lower limit, as published", low=0),
        _number("ci_high", "Upper limit, as published", low=0),
        _number("ci_level", "Level of the interval", "percent", low=50, high=100),
        _number("p_value", "p value as published", low=0, high=1),
        _code("p_operator", words.P_OPERATOR, "Whether the p value is exact or a bound", required=False),
        _code("p_sided", words.P_SIDED, "Sides of the test"),
        _code("stated_significant", words.YES_NO, "Whether the review calls it significant"),
        _text("early_stop", "How the trial ended early"),
        _source(),
        _text("note", "What a reader must know not to misread the row"),
    ),
    key=("contrast_id",),
    references={"study_id": ("studies",)},
)

ANOMALIES_TABLE = Table(
    "anomalies",
    "Anomalies",
    "A row an inconsistency, misprint, duplicate or ambiguity of the review, and what is shown",
    (
        _slug("anomaly_id", "Key"),
        _text("kind", "Kind", required=True),
        _text("statement_a", "One statement", required=True),
        _source("source_a", "Where it stands"),
        _text("statement_b", "The other statement", required=True),
        _source("source_b", "Where it stands"),
        _text("shown_as", "What the dashboard shows", required=True),
        _record("records", "Records that it touches", required=False, several=True),
    ),
    key=("anomaly_id",),
    references={"records": ("studies", "trials")},
)

REVIEW = Table(
    "review",
    "The review itself",
    "Search, screening, registers, dates and approvals, as the review states them",
    (
        Column("key", "Key", pattern=r"[a-z0-9]+(_[a-z0-9]+)*", expected="lower-case words with underscores"),
        _text("value", "Value", required=True),
        _text("unit", "Unit, or text", required=True),
        _source(),
        _text("note", "What a reader must know"),
    ),
    key=("key",),
)

TABLES: Mapping[str, Table] = {
    table.name: table for table in (STUDIES, COHORTS, TRIALS, POPULATIONS, RESULTS, CONTRASTS, ANOMALIES_TABLE, REVIEW)
}
