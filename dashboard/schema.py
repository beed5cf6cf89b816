"""Every table and every column of the evidence, described once, in the class of its rows.

A field's type says what a cell becomes (`int | None`: a whole number, may be empty; `tuple[str, ...]`: values with `;` between); its
`Column` says what a cell may hold and means. The loader checks tables against these classes, the data package and the data dictionary are
generated from them, and the Evidence page prints them. Rules that relate columns or tables are in `evidence.rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, NamedTuple

from dashboard import vocabulary as words
from dashboard.columns import DATE, DAY, RECORD, SLUG, Column, Table
from dashboard.theme import PALETTE

PLACE = (
    r"(?:abstract|title|whole (?:review|text)|(?:Table|Figure) [1-9]\d?|[1-9](?:\.[1-9])* p[1-9]\d?"
    r"|results|methods|discussion|register entry|report|notice|label)"
)
SOURCE = rf"{PLACE}(?:; {PLACE})*"
REGISTRATION = r"NCT\d{8}|\d{4}-\d{6}-\d{2}"
ARM = r"[a-z0-9]+(?:_[a-z0-9]+)*"
DOI = r"10\.\d{4,9}/\S+"
WEB = r"https?://\S+"


def _text(meaning: str, *, required: bool = False, pattern: str = "", expected: str = "") -> Column:
    return Column(meaning, required, pattern=pattern, expected=expected)


def _code(codes: Mapping[str, str], meaning: str, *, required: bool = True) -> Column:
    return Column(meaning, required, codes)


def _number(meaning: str, unit: str = "", *, low: float | None = None, high: float | None = None) -> Column:
    return Column(meaning, low=low, high=high, unit=unit)


def _key(meaning: str = "Key") -> Column:
    return Column(meaning, pattern=SLUG, expected="lower-case letters and digits with hyphens between")


def _ref(meaning: str, *tables: str, required: bool = True) -> Column:
    return Column(meaning, required, pattern=RECORD, expected="the key of a record", refers=tables)


def _flag(meaning: str, *, required: bool = False) -> Column:
    return Column(meaning, required)


def _date(meaning: str, *, required: bool = False, pattern: str = DATE) -> Column:
    example = "a day, such as" if pattern == DAY else "a date, such as 2025-11 or"
    return _text(meaning, required=required, pattern=pattern, expected=f"{example} 2025-11-17")


def _version(meaning: str) -> Column:
    return Column(meaning, pattern=r"[0-9a-f]{8}", expected="eight digits of a data version, such as 2a550ed6")


def _source(meaning: str = "Where it is in the source") -> Column:
    return Column(meaning, pattern=SOURCE, expected="a place in the source, such as 3.1 p4 or Table 1; abstract")


SOURCE_ID = Column("The source; may be absent where the layer has one", False, pattern=SLUG, refers=("sources",), may_be_absent=True)
ANOMALIES = Column("Anomalies of the source that affect this row", required=False, pattern=SLUG, refers=("anomalies",))


class Dataset(NamedTuple):
    """The tables as a whole: the one record of their name, licence and citation, used by every file and export."""

    dataset: Annotated[str, _key("Key: its short name, for programs")]
    title: Annotated[str, _text("Title under which the tables are cited", required=True)]
    description: Annotated[str, _text("What the tables hold, in a sentence or two", required=True)]
    authors: Annotated[tuple[str, ...], _text("Who made them: a person as Family, Given; a group by its name", required=True)]
    released: Annotated[str, _date("Day of this state of the tables", required=True, pattern=DAY)]
    licence: Annotated[
        str,
        _text("Licence, by its SPDX identifier", required=True, pattern=r"[A-Za-z0-9.+-]+", expected="an identifier, such as CC-BY-4.0"),
    ]
    licence_title: Annotated[str, _text("Name of the licence", required=True)]
    licence_address: Annotated[str, _text("Where its text is", required=True, pattern=WEB, expected="an address, beginning with https://")]
    keywords: Annotated[tuple[str, ...], _text("Keywords")]
    doi: Annotated[str, _text("DOI of the tables, empty where they have none", pattern=DOI, expected="a DOI, such as 10.1000/182")]


class Layer(NamedTuple):
    """One layer of the evidence: a folder of tables of one origin."""

    layer: Annotated[str, Column("Key: the name of the folder", pattern=r"[a-z0-9_]+", expected="lower-case letters, digits and _")]
    title: Annotated[str, _text("What the layer holds, in words", required=True)]
    kind: Annotated[str, _code(words.LAYER_KIND, "Kind of layer")]
    evidence_date: Annotated[str, _date("Day to which the evidence reaches")]
    evidence_date_words: Annotated[str, _text("The same in words, for the screen", required=True)]
    scope: Annotated[str, _code(words.SCOPE, "How the publications were found")]
    gap_words: Annotated[
        str, _text("What a gap means in this layer, in words", required=True, pattern=r"not .+", expected="words such as not in the review")
    ]
    shown: Annotated[str, _code(words.SHOWN, "Whether it is always shown, or only when a reader asks for it")]
    entered: Annotated[str, _text("How its rows came from the texts into the tables, in sentences")] = ""

    @property
    def is_complete(self) -> bool:
        """Whether it holds every publication that a search found, so that a gap in it was looked for."""
        return self.scope == "every_publication_found"

    @property
    def within(self) -> str:
        """'in the review': the words for where something in this layer was looked for."""
        return self.gap_words.removeprefix("not ")


class Arm(NamedTuple):
    """One arm, or group of patients, for which results are reported."""

    arm: Annotated[str, Column("Key", pattern=ARM, expected="lower-case words with underscores")]
    words: Annotated[str, _text("Name on the screen", required=True)]
    short: Annotated[str, _text("Short name, for the middle of a row", required=True)]
    role: Annotated[str, _code(words.ARM_ROLE, "What the arm is in a comparison")]
    colour: Annotated[str, _code(PALETTE, "Colour, by its name in the palette")]


class Source(NamedTuple):
    """One publication, report, register or regulator from which figures were read."""

    source_id: Annotated[str, _key()]
    label: Annotated[str, _text("Short name, before a place", required=True)]
    citation: Annotated[str, _text("How to cite it, without its identifiers", required=True)]
    doi: Annotated[str, _text("DOI", pattern=DOI, expected="a DOI, such as 10.1000/182")]
    pmid: Annotated[str, _text("PubMed number", pattern=r"\d{1,8}", expected="1-8 digits")]
    pmcid: Annotated[str, _text("PubMed Central number", pattern=r"PMC\d{4,8}")]
    address: Annotated[str, _text("Where it was read", pattern=WEB, expected="an address, beginning with https://")]
    licence: Annotated[str, _text("Licence of the source")]
    read: Annotated[str, _code(words.READ, "Which part of it was read")]
    standing: Annotated[str, _code(words.STANDING, "Whether it reports its own figures")]
    read_on: Annotated[str, _date("Day on which it was read")]
    layer: str = ""

    @property
    def reference(self) -> str:
        """The citation, with the DOI if there is one."""
        return f"{self.citation}, doi:{self.doi}" if self.doi else self.citation


class Study(NamedTuple):
    """One publication."""

    study_id: Annotated[str, _key()]
    ref: Annotated[int, _number("The source's reference number, its one unambiguous name", low=1)]
    label: Annotated[str, _text("Name on charts", required=True)]
    first_author: Annotated[str, _text("First author; empty where a chosen text does not name one")]
    year: Annotated[int, _number("Year of publication", low=1900, high=2100)]
    year_basis: Annotated[str, _code(words.BASIS, "Whether the source states the year; an inferred one is the earliest possible")]
    title: Annotated[str, _text("Title as printed in the source; empty where a chosen text has none")]
    design: Annotated[str, _code(words.DESIGN, "Design of the study")]
    patients: Annotated[int, _number("Patients in the publication", low=1)]
    patients_basis: Annotated[
        str, _code(words.PATIENTS_BASIS, "Whether the number is stated, implied by a case report, or that of the same patients elsewhere")
    ]
    patients_note: Annotated[str, _text("What the number means")]
    age_text: Annotated[str, replace(_text("Ages as the source words them; never a median or an interquartile range"), may_be_absent=True)]
    age_min_years: Annotated[float | None, replace(_number("Lowest age, only where stated", "years", low=0, high=120), may_be_absent=True)]
    age_max_years: Annotated[float | None, replace(_number("Highest age, only where stated", "years", low=0, high=120), may_be_absent=True)]
    age_max_exclusive: Annotated[bool, replace(_flag("Whether the highest age is itself excluded"), may_be_absent=True)]
    age_basis: Annotated[
        str, replace(_code(words.AGE_BASIS, "Whose ages they are; none where not reported", required=False), may_be_absent=True)
    ]
    age_source_id: Annotated[
        str, replace(_ref("Where another source than the row's states the ages", "sources", required=False), may_be_absent=True)
    ]
    line: Annotated[str, _code(words.LINE, "Line of therapy")]
    line_basis: Annotated[str, _code(words.BASIS, "Whether the source states the line")]
    settings: Annotated[tuple[str, ...], _code(words.SETTING, "Settings in which treatment was given")]
    group_setting: Annotated[str, _code(words.SETTING, "The one under which charts group it")]
    whole_settings: Annotated[
        tuple[str, ...],
        replace(
            _code(words.SETTING, "Of several settings, those in which all its patients were treated", required=False), may_be_absent=True
        ),
    ]
    settings_basis: Annotated[str, _code(words.BASIS, "Whether the source states the settings")]
    settings_source: Annotated[str, _source("Where the settings are stated")]
    cohort_id: Annotated[str, _ref("The group of patients that is reported", "cohorts")]
    cohort_basis: Annotated[str, _code(words.BASIS, "Whether the source states that the publication belongs to this cohort")]
    updates: Annotated[str, _ref("The report of the same patients whose figures this one replaces", "studies", required=False)]
    trial_id: Annotated[str, _ref("The registration that the source links with it", "trials", required=False)]
    doi: Annotated[str, _text("Verified DOI, else empty", pattern=DOI, expected="a DOI, such as 10.1000/182")]
    doi_sought: Annotated[str, replace(_date("Day of the last search that found no DOI", pattern=DAY), may_be_absent=True)]
    pmid: Annotated[str, _text("Verified PubMed number, else empty", pattern=r"\d{1,8}", expected="1-8 digits")]
    pmcid: Annotated[str, _text("Verified PubMed Central number, else empty", pattern=r"PMC\d{4,8}")]
    source: Annotated[str, _source()]
    source_id: Annotated[str, SOURCE_ID]
    layer: str = ""

    @property
    def address(self) -> str:
        """The web address of the first of its verified identifiers; empty if none is known."""
        return next((address for _, address in self.addresses), "")

    @property
    def addresses(self) -> list[tuple[str, str]]:
        """Each of its verified identifiers in words, and its web address."""
        found = [(f"doi:{self.doi}", f"https://doi.org/{self.doi}")] if self.doi else []
        found += [(f"PubMed {self.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/")] if self.pmid else []
        return [*found, *([(self.pmcid, f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}/")] if self.pmcid else [])]

    @property
    def settings_of_all(self) -> tuple[str, ...]:
        """The settings in which all its patients were treated; if it has one setting, that one."""
        return self.settings if len(self.settings) == 1 else self.whole_settings

    @property
    def randomised(self) -> bool:
        return self.design == "randomised_trial"


class Cohort(NamedTuple):
    """One distinct group of patients; several publications may report it."""

    cohort_id: Annotated[str, _key()]
    label: Annotated[str, _text("Name on charts", required=True)]
    basis: Annotated[str, _code(words.BASIS, "Stated only where every publication's membership is")]
    may_overlap: Annotated[tuple[str, ...], _ref("Cohorts that no source says are distinct from it", "cohorts", required=False)]
    note: Annotated[str, _text("What a reader must know about overlap")]
    source_id: Annotated[str, SOURCE_ID]
    layer: str = ""


class Trial(NamedTuple):
    """One row of the source's list of registered trials; one registration may have several."""

    trial_id: Annotated[str, _ref("Key: the registration, with its row where it stands in several")]
    table_row: Annotated[int, _number("Row of the source's list", low=1)]
    registration_id: Annotated[
        str, _text("NCT or EudraCT number, not unique", required=True, pattern=REGISTRATION, expected="NCT and 8 digits")
    ]
    other_ids: Annotated[tuple[str, ...], _text("Other identifiers")]
    acronym: Annotated[str, _text("Short name, where the source gives one")]
    title: Annotated[str, _text("Title as printed in the source", required=True)]
    age_text: Annotated[str, _text("Age as printed in the source")]
    age_min_years: Annotated[float | None, _number("Lowest age, only where printed", "years", low=0, high=120)]
    age_max_years: Annotated[float | None, _number("Highest age, only where printed", "years", low=0, high=120)]
    age_max_exclusive: Annotated[bool, _flag("Whether the highest age is itself excluded", required=True)]
    infants_only: Annotated[bool, _flag("Whether only infants may enter", required=True)]
    risk_text: Annotated[str, _text("Risk group as printed in the source")]
    status: Annotated[str, _code(words.STATUS, "Status on the date of the evidence")]
    status_text: Annotated[str, _text("Status as printed in the source", required=True)]
    line: Annotated[str, _code(words.LINE, "Line of therapy")]
    line_basis: Annotated[str, _code(words.BASIS, "Whether the source states the line")]
    settings: Annotated[tuple[str, ...], _code(words.SETTING, "What the trial concerns")]
    group_setting: Annotated[str, _code(words.SETTING, "The one under which charts group it")]
    entry_settings: Annotated[tuple[str, ...], _code(words.SETTING, "Those settings that let a child enter")]
    settings_basis: Annotated[str, _code(words.BASIS, "Whether the source states the settings")]
    settings_source: Annotated[str, _source("Where the settings are stated")]
    study_type: Annotated[str, _code(words.STUDY_TYPE, "Type of study")]
    phase: Annotated[str, _code(words.PHASE, "Phase")]
    randomised: Annotated[str, _code(words.YES_NO, "Whether randomised")]
    combination: Annotated[str, _text("What the drug is combined with")]
    sponsor: Annotated[str, _text("Sponsor or centre, where the source names one")]
    regions: Annotated[tuple[str, ...], _text("Countries or regions, where the source names them")]
    source: Annotated[str, _source()]
    source_id: Annotated[str, SOURCE_ID]
    layer: str = ""


class Population(NamedTuple):
    """What the source says about one population in one record."""

    record_id: Annotated[str, _ref("A publication or a registration", "studies", "trials")]
    population: Annotated[str, _code(words.POPULATION, "The population")]
    code: Annotated[str, _code(words.POPULATION_CODE, "What the source says")]
    whole_population: Annotated[str, _code(words.YES_NO, "Whether all patients of the record belong to it")]
    basis: Annotated[str, _text("Why, in a few words of our own", required=True)]
    source: Annotated[str, _source()]
    anomaly_ids: Annotated[tuple[str, ...], ANOMALIES]
    source_id: Annotated[str, SOURCE_ID]
    layer: str = ""


class Result(NamedTuple):
    """One reported result of one arm, or one that was looked for and not reported."""

    result_id: Annotated[str, _key()]
    study_id: Annotated[str, _ref("The publication", "studies")]
    arm: Annotated[str, Column("Arm", pattern=ARM, expected="the key of an arm", refers=("arms",))]
    domain: Annotated[str, _code(words.DOMAIN, "Group of endpoints")]
    endpoint: Annotated[str, _code(words.ENDPOINT_WORDS, "Endpoint")]
    main: Annotated[bool, _flag("Whether an axis draws this row for its publication, arm and group of endpoints")]
    definition: Annotated[str, _text("How the source words the endpoint")]
    subgroup: Annotated[str, _text("Subgroup, empty for all patients of the arm")]
    population: Annotated[tuple[str, ...], _code(words.POPULATION, "The populations that make up the subgroup", required=False)]
    settings: Annotated[
        tuple[str, ...],
        replace(_code(words.SETTING, "The settings in which all of the subgroup was treated", required=False), may_be_absent=True),
    ]
    compares: Annotated[str, _code(words.COMPARES, "What the row compares, if anything", required=False)]
    grade: Annotated[str, _code(words.GRADE, "Grade of an adverse event, as stated", required=False)]
    serious: Annotated[str, _code(words.SERIOUS, "Whether called serious", required=False)]
    related: Annotated[str, _code(words.YES_NO, "Whether called related to treatment", required=False)]
    cause: Annotated[
        tuple[str, ...],
        replace(
            _code(words.CAUSE, "Where only treatment stopped or interrupted for some causes is counted, these", required=False),
            may_be_absent=True,
        ),
    ]
    timepoint: Annotated[str, _text("When, or how long followed")]
    time_from: Annotated[str, _code(words.TIME_FROM, "Starting point of follow-up, for survival", required=False)]
    state: Annotated[str, _code(words.STATE, "What kind of statement it is")]
    events: Annotated[int | None, _number("Patients with the event", low=0)]
    at_least: Annotated[bool, _flag("Whether the events are a lower bound")]
    n: Annotated[int | None, _number("Denominator", low=1)]
    n_basis: Annotated[str, _code(words.N_BASIS, "Where the denominator comes from", required=False)]
    denominator: Annotated[str, _code(words.DENOMINATOR, "Who the denominator counts", required=False)]
    n_counts_others: Annotated[
        bool, replace(_flag("Whether the denominator counts patients outside the subgroup too, as in 1 of all 38"), may_be_absent=True)
    ]
    percent: Annotated[float | None, _number("Percentage as printed", "percent", low=0, high=100)]
    percent_as_printed: Annotated[str, _text("The same with its printed decimals", pattern=r"\d{1,3}(\.\d+)?%")]
    estimate: Annotated[float | None, _number("A median, or another number that is not a proportion")]
    unit: Annotated[str, _text("Unit of the estimate")]
    se: Annotated[float | None, _number("Standard error, where the source prints one as ±", low=0)]
    ci_low: Annotated[float | None, _number("Lower limit, as published")]
    ci_high: Annotated[float | None, _number("Upper limit, as published")]
    ci_level: Annotated[float | None, _number("Level of the interval", "percent", low=50, high=100)]
    ci_note: Annotated[str, _text("Such as an upper limit that is not evaluable")]
    spread_low: Annotated[float | None, _number("Lower end of a spread that is not a confidence interval")]
    spread_high: Annotated[float | None, _number("Upper end of a spread that is not a confidence interval")]
    spread_kind: Annotated[str, _code(words.SPREAD, "What the spread is", required=False)]
    reason: Annotated[str, _text("What a chart says in a few words where no figure can stand")]
    source: Annotated[str, _source()]
    anomaly_ids: Annotated[tuple[str, ...], ANOMALIES]
    note: Annotated[str, _text("What a reader must know so as not to misread the row")]
    source_id: Annotated[str, SOURCE_ID]
    layer: str = ""


class Contrast(NamedTuple):
    """One published effect between two groups."""

    contrast_id: Annotated[str, _key()]
    study_id: Annotated[str, _ref("The publication", "studies")]
    endpoint: Annotated[str, _code(words.ENDPOINT_WORDS, "Endpoint")]
    comparison: Annotated[str, _code(words.COMPARISON, "What is compared; only randomised arms are drawn as a contrast")]
    measure: Annotated[str, _code(words.MEASURE, "Measure of effect; a ratio under 1 favours the experimental arm")]
    estimate: Annotated[float | None, _number("The effect")]
    ci_low: Annotated[float | None, _number("Lower limit, as published")]
    ci_high: Annotated[float | None, _number("Upper limit, as published")]
    ci_level: Annotated[float | None, _number("Level of the interval", "percent", low=50, high=100)]
    p_value: Annotated[float | None, _number("p value as published", low=0, high=1)]
    p_operator: Annotated[str, _code(words.P_OPERATOR, "Whether the p value is exact or a bound", required=False)]
    p_sided: Annotated[str, _code(words.P_SIDED, "Sides of the test")]
    stated_significant: Annotated[str, _code(words.YES_NO, "Whether the source calls it significant")]
    early_stop: Annotated[str, _text("How the trial ended early")]
    source: Annotated[str, _source()]
    anomaly_ids: Annotated[tuple[str, ...], ANOMALIES]
    note: Annotated[str, _text("What a reader must know so as not to misread the row")]
    source_id: Annotated[str, SOURCE_ID]
    layer: str = ""


class Anomaly(NamedTuple):
    """One inconsistency, misprint, duplicate or ambiguity of the source, and what is shown."""

    anomaly_id: Annotated[str, _key()]
    kind: Annotated[str, _code(words.ANOMALY_KIND, "Kind")]
    statement_a: Annotated[str, _text("One statement", required=True)]
    source_a: Annotated[str, _source("Where it is stated")]
    statement_b: Annotated[str, _text("The other statement", required=True)]
    source_b: Annotated[str, _source("Where it is stated")]
    shown_as: Annotated[str, _text("What the dashboard shows", required=True)]
    records: Annotated[tuple[str, ...], _ref("Records that it affects", "studies", "trials", required=False)]
    source_id: Annotated[str, SOURCE_ID]
    layer: str = ""


class Fact(NamedTuple):
    """One count, date or statement that belongs to the source as a whole."""

    key: Annotated[str, _text("Key", required=True, pattern=r"[a-z0-9]+(?:_[a-z0-9]+)*", expected="a key such as search_date")]
    words: Annotated[str, _text("What it is, for a reader", required=True)]
    value: Annotated[str, _text("Value", required=True)]
    unit: Annotated[str, _text("Unit, or text", required=True)]
    step: Annotated[str, _code(words.STEP, "Step of the search it belongs to, or that it was looked for and not found", required=False)]
    source: Annotated[str, _source()]
    note: Annotated[str, _text("What a reader must know")]
    source_id: Annotated[str, SOURCE_ID]
    layer: str = ""


class Approval(NamedTuple):
    """One decision, opinion or statement of a regulator, as the source states it."""

    approval_id: Annotated[str, _key()]
    date: Annotated[str, _date("Date of the decision, as precise as stated")]
    kind: Annotated[str, _code(words.APPROVAL_KIND, "Whether it is an approval")]
    authority: Annotated[str, _text("Regulator", required=True)]
    region: Annotated[str, _text("Where it holds", required=True)]
    population: Annotated[str, _text("For whom, in our words", required=True)]
    age_min_years: Annotated[float | None, _number("Lowest age, only where stated", "years", low=0, high=120)]
    ph_positive: Annotated[str, _code(words.INCLUSION, "Whether Ph-positive leukaemia is included")]
    setting: Annotated[str, _text("In which setting, in our words", required=True)]
    source: Annotated[str, _source()]
    note: Annotated[str, _text("What it does not say")]
    source_id: Annotated[str, SOURCE_ID]
    layer: str = ""


class Reporting(NamedTuple):
    """One item of a reporting standard: how the dashboard and the source meet it."""

    reporting_id: Annotated[str, _key()]
    standard: Annotated[str, _code(words.STANDARD, "The standard")]
    item: Annotated[str, _text("Number of the item in the standard; of CONSORT Harms in the main statement", required=True)]
    asks: Annotated[str, _text("What the item asks for, in our words", required=True)]
    compared: Annotated[str, Column("What our words were compared with", False, codes=words.COMPARED, may_be_absent=True)]
    dashboard: Annotated[str, _code(words.MET, "Whether the dashboard meets it")]
    dashboard_words: Annotated[str, _text("How, or why not", required=True)]
    met: Annotated[str, _code(words.MET, "Whether the source meets it")]
    met_words: Annotated[str, _text("How, or why not", required=True)]
    source: Annotated[str, _source()]
    source_id: Annotated[str, SOURCE_ID]
    layer: str = ""


class RegistryState(NamedTuple):
    """What a register showed about one trial, or part of it, at one time."""

    registration_id: Annotated[
        str, _text("NCT or EudraCT number", required=True, pattern=REGISTRATION, expected="NCT and 8 digits, or an EudraCT number")
    ]
    part: Annotated[str, _text("The only part of the trial it covers, in words; empty for the whole trial")]
    status: Annotated[str, _code(words.REGISTER_STATUS, "Status, the register's own word", required=False)]
    status_text: Annotated[str, _text("Status in the source's words, where it is none of the register's")]
    last_known_status: Annotated[str, _code(words.REGISTER_STATUS, "Last known status, where it is unknown", required=False)]
    why_stopped: Annotated[str, _text("Reason that the register gives for stopping")]
    status_date: Annotated[str, _date("When the status was last verified, else updated, else read", required=True)]
    as_of: Annotated[str, _date("Date of the data", required=True)]
    enrolment: Annotated[int | None, _number("Patients enrolled, or planned", "patients", low=0)]
    enrolment_basis: Annotated[str, _code(words.ENROLMENT_BASIS, "Whether enrolled or planned", required=False)]
    age_min: Annotated[str, _text("Lowest age as written; empty where none is given")]
    age_max: Annotated[str, _text("Highest age as written; empty where none is given")]
    phases: Annotated[tuple[str, ...], _text("Phases, the register's own words")]
    start: Annotated[str, _date("Start")]
    primary_completion: Annotated[str, _date("Primary completion, reached or planned")]
    completion: Annotated[str, _date("Completion, reached or planned")]
    results_first_posted: Annotated[str, _date("When results were first posted; empty where none are")]
    result_pmids: Annotated[tuple[str, ...], _text("Publications of results, as the sponsor names them", pattern=r"\d{1,8}")]
    suggested_pmids: Annotated[tuple[str, ...], _text("Publications suggested by the register, not confirmed", pattern=r"\d{1,8}")]
    other_ids: Annotated[tuple[str, ...], _text("Other numbers of the same trial", pattern=REGISTRATION)]
    last_update: Annotated[str, _date("Last update posted")]
    version: Annotated[str, _date("Date of the register's data as the record states it; empty where it was read elsewhere")]
    register: Annotated[str, _text("The register")]
    standing: Annotated[str, _code(words.STANDING, "Whether read in the register itself")]
    source: Annotated[str, _text("File or address in which it was read", required=True)]
    note: Annotated[str, _text("What a reader must know so as not to misread the state")]

    @property
    def said(self) -> str:
        """The status in words: 'active, not recruiting'; empty if none is stated."""
        return words.REGISTER_STATUS.get(self.status, self.status_text)


REGISTRY = Table(
    "registry",
    "Registry states",
    "One row per state that a register showed at a time; written by the import, rows are added and never replaced",
    RegistryState,
    ("registration_id", "part", "source", "as_of"),
    base=True,
    may_be_empty=True,
    folder="registry",
)
"""The states of registrations, in their own folder, which may be absent."""

BASE: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "dataset", "The data set", "One row: how the tables as a whole are named, licensed and cited", Dataset, ("dataset",), base=True
        ),
        Table("layers", "Layers", "One row per layer of the evidence, in order", Layer, ("layer",), base=True),
        Table("arms", "Arms", "One row per arm", Arm, ("arm",), base=True),
    )
}
"""The tables beside the layers that must exist."""

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table("studies", "Publications", "One row per publication", Study, ("study_id",)),
        Table("cohorts", "Cohorts", "One row per distinct group of patients; several publications may report it", Cohort, ("cohort_id",)),
        Table("trials", "Registrations", "One row per row of the source's list of registered trials", Trial, ("trial_id",)),
        Table(
            "populations",
            "Populations",
            "One row per record and population: what the source says",
            Population,
            ("record_id", "population"),
            apart=("record_id",),
        ),
        Table(
            "results",
            "Results",
            "One row per reported result of one arm, or per gap that somebody looked for",
            Result,
            ("result_id",),
            apart=("result_id", "study_id"),
        ),
        Table("contrasts", "Contrasts", "One row per published effect between two groups", Contrast, ("contrast_id",), may_be_empty=True),
        Table(
            "anomalies",
            "Anomalies",
            "One row per inconsistency, misprint or ambiguity, and what is shown",
            Anomaly,
            ("anomaly_id",),
            may_be_empty=True,
        ),
        Table("review", "The review itself", "One row per count, date or statement about the source itself", Fact, ("key",)),
        Table(
            "approvals",
            "Approvals",
            "One row per decision, opinion or statement of a regulator",
            Approval,
            ("approval_id",),
            may_be_empty=True,
        ),
        Table(
            "reporting",
            "Reporting standards",
            "One row per item of a standard of reporting: where the dashboard and the source meet it, and where not",
            Reporting,
            ("reporting_id",),
            may_be_empty=True,
            may_be_absent=True,
        ),
        Table("sources", "Sources", "One row per publication, report, register or regulator that was read", Source, ("source_id",)),
    )
}
"""The tables of one layer."""

COMPARED: Mapping[str, Table] = {**BASE, **TABLES, REGISTRY.name: REGISTRY}
"""The tables whose changes are listed."""


class Change(NamedTuple):
    """One difference between two versions of the tables."""

    from_version: Annotated[str, _version("Data version before")]
    version: Annotated[str, _version("Data version after")]
    date: Annotated[str, _date("Day of the version after", required=True)]
    kind: Annotated[str, _code(words.CHANGE, "What happened")]
    table: Annotated[str, _code({name: table.title for name, table in COMPARED.items()}, "Table")]
    layer: Annotated[str, _text("Layer; empty for tables beside the layers")]
    record: Annotated[str, _text("Key of the row, its parts with / between; empty where a whole column is new or gone")]
    column: Annotated[str, _text("Column; empty where a whole row came or went")]
    before: Annotated[str, _text("The cell before; of a row that went, its cells as JSON")]
    after: Annotated[str, _text("The cell after; of a row that came, its cells as JSON")]


CHANGES = Table(
    "changes",
    "What changed",
    "One row per difference between a version of these tables and the one before; written by a command, never by hand",
    Change,
    ("version", "table", "layer", "record", "column"),
    base=True,
    may_be_empty=True,
)
"""The changes that led to the present tables; the file may be absent."""
BESIDE: Mapping[str, Table] = {REGISTRY.name: REGISTRY, CHANGES.name: CHANGES}
"""The tables beside the layers that may be absent."""
