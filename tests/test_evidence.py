"""Loading: the shipped tables load, and a cell or a row that cannot be is reported with its place, and nothing half loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from dashboard.evidence import Evidence, load
from dashboard.schema import BASE, TABLES
from dashboard.vocabulary import ANOMALY_KIND, ARM_ROLE, COUNTED_FACTS, LINE, POPULATION, POPULATION_CODE, SETTING
from tests.tables import DATA, EVERY, SHIPPED, Tables

SETTINGS_IN_ORDER, LINES_IN_ORDER, POPULATIONS_IN_ORDER, CODES_IN_ORDER, KINDS_IN_ORDER, ROLES_IN_ORDER = (
    f"one of {', '.join(codes)}" for codes in (SETTING, LINE, POPULATION, POPULATION_CODE, ANOMALY_KIND, ARM_ROLE)
)
PLACE = "a place in the source, such as 3.1 p4 or Table 1; abstract"
MAIN = "empty, unless the row is a share of a response or of MRD"
TIME_FROM = "a starting point for survival results, and for those only"


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    return Tables(tmp_path / "tables")


# Tables that load


def test_every_table_of_the_schema_is_loaded(evidence: Evidence) -> None:
    for table in EVERY.values():
        records = evidence.table(table.name)
        assert len(records) > 0
        assert all(type(record) is table.row for record in records)


@pytest.mark.parametrize("table", EVERY)
def test_a_cell_is_of_the_type_of_its_column(evidence: Evidence, table: str) -> None:
    kinds = {"text": str, "integer": int, "number": float, "flag": bool}
    for column in EVERY[table].columns:
        cells = [getattr(record, column.name) for record in evidence.table(table)]
        if column.several:
            assert {*map(type, cells)} == {tuple}, column.name
        else:
            assert {*map(type, cells)} <= {kinds[column.kind], type(None)}, column.name
            assert column.kind in ("integer", "number") or None not in cells, column.name


def test_a_table_as_a_data_frame_has_text_where_nothing_stands_and_numbers_as_numbers(evidence: Evidence) -> None:
    for table in EVERY.values():
        frame = evidence.frame(table.name)
        assert list(frame.columns) == [column.name for column in table.columns]
        for column in table.columns:
            if column.kind == "text":
                assert frame[column.name].map(type).eq(str).all(), column.name
            else:
                assert str(frame[column.name].dtype) == {"integer": "Int64", "number": "float64", "flag": "bool"}[column.kind]


def test_evidence_is_frozen(evidence: Evidence) -> None:
    with pytest.raises(FrozenInstanceError):
        evidence.studies = ()  # type: ignore[misc]


def test_version_is_the_tables(evidence: Evidence, tables: Tables) -> None:
    assert load(tables.folder).version == evidence.version
    tables.set("review", "search_date", note="Read twice.")
    assert load(tables.folder).version != evidence.version


def test_what_is_handed_out_is_what_was_checked(evidence: Evidence, tables: Tables) -> None:
    checked = load(tables.folder)
    tables.append("cohorts", "unchecked,Unchecked,stated,,\n")
    tables.path("contrasts").unlink()
    readme = (DATA / "README.md").read_bytes()
    states = {"registry/registry.csv": (DATA / "registry" / "registry.csv").read_bytes()}
    shipped = {tables.file(name): content for name, content in SHIPPED.items()}
    assert checked.files == shipped | states | {"README.md": readme} == evidence.files


def test_a_file_is_read_once_and_no_other_is_opened(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    read_bytes = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.append(path.relative_to(tables.folder).as_posix())
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    files = load(tables.folder).files
    assert sorted(read) == sorted(files)


def test_order_of_the_columns_does_not_matter(evidence: Evidence, tables: Tables) -> None:
    tables.write("cohorts", [row[::-1] for row in tables.rows("cohorts")])
    assert load(tables.folder).cohorts == evidence.cohorts


def test_a_layer_of_one_source_may_name_it(evidence: Evidence, tables: Tables) -> None:
    header, *rows = tables.rows("cohorts")
    tables.write("cohorts", [[*header, "source_id"], *([*row, "queudeville-ebinger-2021" if row[0] == "rialto" else ""] for row in rows)])
    assert load(tables.folder).cohorts == evidence.cohorts


@pytest.mark.parametrize(("was", "becomes"), [(b"", b"\xef\xbb\xbf"), (b"\n", b"\r\n")], ids=["byte order mark", "line ends of Windows"])
def test_a_file_that_a_spreadsheet_saved_loads(evidence: Evidence, tables: Tables, was: bytes, becomes: bytes) -> None:
    tables.path("cohorts").write_bytes(SHIPPED["cohorts"].replace(was, becomes, -1 if was else 1))
    assert load(tables.folder).cohorts == evidence.cohorts


def test_every_look_up_finds_what_the_tables_hold(evidence: Evidence) -> None:
    assert all(evidence.study(study.study_id) is study and study in evidence.studies_of(study.cohort_id) for study in evidence.studies)
    assert all(evidence.trial(trial.trial_id) is trial and trial in evidence.rows_of(trial.registration_id) for trial in evidence.trials)
    assert sum(len(evidence.results_of(study.study_id)) for study in evidence.studies) == len(evidence.results)
    assert sum(len(evidence.contrasts_of(study.study_id)) for study in evidence.studies) == len(evidence.contrasts)
    assert sum(len(evidence.anomalies_of(key)) for key in {key for row in evidence.anomalies for key in row.records}) == sum(
        len(row.records) for row in evidence.anomalies
    )
    assert (evidence.results_of("nobody"), evidence.anomalies_of("nobody"), evidence.fact("nothing")) == ([], [], None)
    assert {field.name for field in fields(evidence)} >= {*BASE, *TABLES}


def test_a_row_names_the_source_of_its_layer(evidence: Evidence) -> None:
    rows = [row for name in TABLES for row in evidence.table(name)]
    assert {evidence.source_of(row).source_id for row in rows} == {"queudeville-ebinger-2021"}


# One damage, one report

RESPONSE = ("results", "von-stackelberg-2016-cr-two-cycles")  # 27 of 70, 39%, 27 to 51
SURVIVAL = ("results", "locatelli-2020-rialto-relapse-free-survival")  # 8.5 months, 4.4 to not evaluable
SILENCE = ("results", "handgretinger-2011-mrd")
ZERO = ("results", "locatelli-2021-crs-severe")
REVIEW = "queudeville-ebinger-2021"
KEATING = ("studies", "keating-2019")  # settings mrd;bridge
FORUM = ("trials", "NCT04785547")  # 6 months to 21 years
SEIZURE = ("results", "queudeville-2021-seizure")  # at least 2 of 38
TUEBINGEN = ("cohorts", "tuebingen")
HAZARD = ("contrasts", "brown-2021-overall-survival")  # 0.62, 0.39 to 0.98, p = 0.02

CELLS = [
    # name, where, what is written there; the column and value that are reported, and what was expected
    ("misspelt code", KEATING, {"line": "frontlin"}, "line", "frontlin", LINES_IN_ORDER),
    ("misspelt code among several", KEATING, {"settings": "mrd;brigde"}, "settings", "mrd;brigde", SETTINGS_IN_ORDER),
    ("blank between several", KEATING, {"settings": "mrd; bridge"}, "settings", "mrd; bridge", "no blanks before or after the value"),
    ("none between two ;", KEATING, {"settings": "mrd;;bridge"}, "settings", "mrd;;bridge", "values with ; between, and none empty"),
    ("blank before", KEATING, {"label": " Keating"}, "label", " Keating", "no blanks before or after the value"),
    ("nothing where something must be", KEATING, {"label": ""}, "label", "", "a value (the cell is empty)"),
    ("number in words", RESPONSE, {"events": "twenty-seven"}, "events", "twenty-seven", "a whole number, in digits"),
    ("part of a patient", RESPONSE, {"events": "27.5"}, "events", "27.5", "a whole number, in digits"),
    ("decimal comma", RESPONSE, {"percent": "38,6"}, "percent", "38,6", "a number, in digits, with a point"),
    ("not a number", RESPONSE, {"percent": "nan"}, "percent", "nan", "a number, in digits, with a point"),
    ("digits of another script", RESPONSE, {"percent_as_printed": "٣٩%"}, "percent_as_printed", "٣٩%", r"the form \d{1,3}(\.\d+)?%"),
    ("percent above 100", RESPONSE, {"percent": "139"}, "percent", "139", "a number from 0 to 100"),
    ("no patient", RESPONSE, {"n": "0"}, "n", "0", "a number from 1 upwards"),
    ("fewer than none", RESPONSE, {"events": "-1"}, "events", "-1", "a number from 0 upwards"),
    ("publication that is none", RESPONSE, {"study_id": "stackelberg"}, "study_id", "stackelberg", "a key of studies.csv"),
    ("registration that is none", KEATING, {"trial_id": "NCT00000000"}, "trial_id", "NCT00000000", "a key of trials.csv"),
    ("anomaly that is none", RESPONSE, {"anomaly_ids": "response-39-or-38;gone"}, "anomaly_ids", "gone", "a key of anomalies.csv"),
    (
        "record that is none",
        ("anomalies", "nct-digit-missing"),
        {"records": "NCT03643276;NCT0363276"},
        "records",
        "NCT0363276",
        "a key of studies.csv or trials.csv",
    ),
    ("more events than patients", RESPONSE, {"events": "71"}, "events", "71", "at most n = 70"),
    (
        "others counted beside no part",
        SEIZURE,
        {"n_counts_others": "yes"},
        "n_counts_others",
        "yes",
        "no, or empty, unless a subgroup is set against a denominator",
    ),
    ("denominator from nowhere", RESPONSE, {"n_basis": ""}, "n_basis", "", "where n comes from"),
    (
        "denominator of nobody",
        RESPONSE,
        {"denominator": ""},
        "denominator",
        "",
        "whom n counts; not_stated where the source does not say",
    ),
    ("origin without a denominator", SILENCE, {"n_basis": "stated"}, "n", "", "a denominator, since n_basis is given"),
    (
        "percent that does not fit",
        RESPONSE,
        {"percent": "40", "percent_as_printed": "40%"},
        "percent",
        "40",
        "what fits 27 of 70 (38.6)",
    ),
    ("percent printed otherwise", RESPONSE, {"percent_as_printed": "38%"}, "percent_as_printed", "38%", "the same number as percent = 39"),
    (
        "percent not as printed",
        RESPONSE,
        {"percent_as_printed": ""},
        "percent_as_printed",
        "",
        "percent and percent_as_printed together, or neither",
    ),
    ("interval above the percent", RESPONSE, {"ci_low": "40"}, "ci_low", "40", "an interval that contains the estimate 39"),
    ("interval below the percent", RESPONSE, {"ci_high": "38.5"}, "ci_high", "38.5", "an interval that contains the estimate 39"),
    ("interval above the median", SURVIVAL, {"ci_low": "9"}, "ci_low", "9", "an interval that contains the estimate 8.5"),
    ("interval beside the hazard ratio", HAZARD, {"ci_high": "0.6"}, "ci_high", "0.6", "an interval that contains the estimate 0.62"),
    ("interval from high to low", RESPONSE, {"ci_low": "60"}, "ci_low", "60", "at most ci_high = 51"),
    ("interval without a level", RESPONSE, {"ci_level": ""}, "ci_level", "", "a level where there is a limit, and none where there is not"),
    ("one limit, unexplained", SURVIVAL, {"ci_note": ""}, "ci_note", "", "why one limit is missing"),
    ("one limit of a contrast", HAZARD, {"ci_high": ""}, "ci_high", "", "both limits, or neither"),
    ("half a spread", SURVIVAL, {"spread_low": "3", "spread_kind": "range"}, "spread_low", "3", "both ends of the spread, or neither"),
    (
        "spread of no kind",
        SURVIVAL,
        {"spread_low": "3", "spread_high": "9"},
        "spread_kind",
        "",
        "the kind of a spread where there is one",
    ),
    ("number that is not reported", SILENCE, {"events": "2"}, "events", "2", "no number, since the state is not_reported"),
    ("words without words", SILENCE, {"state": "qualitative"}, "note", "", "the words, since the state is qualitative"),
    (
        "quantity in no words",
        ("results", "queudeville-2021-crs"),
        {"reason": ""},
        "reason",
        "",
        "the quantity in a few words, or a percentage, since the state is approximate",
    ),
    ("count of nothing", SILENCE, {"state": "count"}, "events", "", "a number, since the state is count"),
    ("implied one", ZERO, {"events": "1"}, "events", "1", "0, since the state is implied_zero"),
    ("estimate without a unit", SURVIVAL, {"unit": ""}, "unit", "", "the unit of the estimate"),
    ("endpoint of another domain", SILENCE, {"endpoint": "relapse"}, "endpoint", "relapse", "an endpoint of the domain mrd"),
    (
        "toxicity without a grade",
        ZERO,
        {"grade": ""},
        "grade",
        "",
        "grade, serious and related for toxicity, and for toxicity only",
    ),
    ("grade of a response", RESPONSE, {"grade": "2"}, "grade", "2", "grade, serious and related for toxicity, and for toxicity only"),
    ("no source", RESPONSE, {"source": ""}, "source", "", "a value (the cell is empty)"),
    ("source that is no place", RESPONSE, {"source": "page 4"}, "source", "page 4", PLACE),
    ("digit too few", FORUM, {"registration_id": "NCT0478554"}, "registration_id", "NCT0478554", "NCT and 8 digits"),
    ("malformed DOI", KEATING, {"doi": "doi:10.3324/x"}, "doi", "doi:10.3324/x", "a DOI, such as 10.1000/182"),
    ("DOI that was looked for no day", KEATING, {"doi_sought": "2026-02-30"}, "doi_sought", "2026-02-30", "a date that exists"),
    (
        "DOI that is known and was not found",
        KEATING,
        {"doi": "10.1000/182", "doi_sought": "2026-11-28"},
        "doi_sought",
        "2026-11-28",
        "no day, since a DOI is known",
    ),
    ("malformed PubMed number", KEATING, {"pmid": "PMID 24727818"}, "pmid", "PMID 24727818", "1-8 digits"),
    ("malformed PubMed Central number", KEATING, {"pmcid": "4077083"}, "pmcid", "4077083", r"the form PMC\d{4,8}"),
    (
        "ages whose nobody says",
        KEATING,
        {"age_text": "1-9 years", "age_max_years": "9"},
        "age_basis",
        "not_reported",
        "whose ages these are",
    ),
    (
        "ages of the patients without a limit",
        KEATING,
        {"age_text": "median 9 years", "age_basis": "patients"},
        "age_min_years",
        "",
        "a limit, since the ages are youngest to oldest patient",
    ),
    (
        "no highest age that is excluded",
        KEATING,
        {"age_text": "from 1 year", "age_min_years": "1", "age_max_exclusive": "yes", "age_basis": "entry"},
        "age_max_exclusive",
        "yes",
        "no, or empty, since no highest age is given",
    ),
    (
        "ages of a publication reversed",
        KEATING,
        {"age_text": "9-1 years", "age_min_years": "9", "age_max_years": "1", "age_basis": "entry"},
        "age_min_years",
        "9",
        "at most age_max_years = 1",
    ),
    ("source of ages that are none", KEATING, {"age_source_id": REVIEW}, "age_source_id", REVIEW, "nothing, since no ages are given"),
    ("ages reversed", FORUM, {"age_min_years": "22"}, "age_min_years", "22", "at most age_max_years = 21"),
    ("age that is not printed", FORUM, {"age_text": ""}, "age_text", "", "the age as printed, since a bound is given"),
    ("entry that is no setting", FORUM, {"entry_settings": "mrd"}, "entry_settings", "mrd", "settings out of post_transplant"),
    (
        "patients implied by a series",
        KEATING,
        {"patients_basis": "implied"},
        "patients_basis",
        "implied",
        "stated, unless the publication is a case report",
    ),
    ("p value without its sign", HAZARD, {"p_operator": ""}, "p_operator", "", "a p value and its operator together, or neither"),
    (
        "setting of no group",
        KEATING,
        {"group_setting": "first_relapse"},
        "group_setting",
        "first_relapse",
        "one of the settings mrd;bridge",
    ),
    ("arm that is none", RESPONSE, {"arm": "placebo"}, "arm", "placebo", "a key of arms.csv"),
    ("flag in other words", RESPONSE, {"main": "true"}, "main", "true", "yes or no"),
    ("main row of an axis that is none", SURVIVAL, {"main": "yes"}, "main", "yes", MAIN),
    ("main row without a number", SILENCE, {"main": "yes"}, "main", "yes", MAIN),
    ("time that runs from nowhere", SURVIVAL, {"time_from": ""}, "time_from", "", TIME_FROM),
    ("time of a response", RESPONSE, {"time_from": "start"}, "time_from", "start", TIME_FROM),
    ("lower bound of nothing", SILENCE, {"at_least": "yes"}, "at_least", "yes", "events, since they are a lower bound"),
    ("error of no estimate", SEIZURE, {"se": "1.2"}, "se", "1.2", "an estimate or a percentage that the standard error belongs to"),
    ("population that is none", SEIZURE, {"population": "infants"}, "population", "infants", POPULATIONS_IN_ORDER),
    (
        "all of a population that is not included",
        ("populations", "zoghbi-2017/kmt2a_rearranged"),
        {"whole_population": "yes"},
        "whole_population",
        "yes",
        "no or not_stated, unless the population is included",
    ),
    ("ratio of nothing", HAZARD, {"estimate": "0", "ci_low": "0"}, "estimate", "0", "a ratio above 0"),
    ("overlap with nobody", TUEBINGEN, {"may_overlap": "post-transplant-series;gone"}, "may_overlap", "gone", "a key of cohorts.csv"),
    ("report that replaces none", KEATING, {"updates": "keating-2018"}, "updates", "keating-2018", "a key of studies.csv"),
    ("code of a row with two keys", ("populations", "zoghbi-2017/infant"), {"code": "yes"}, "code", "yes", CODES_IN_ORDER),
    ("kind of anomaly that is none", ("anomalies", "nct-digit-missing"), {"kind": "typo"}, "kind", "typo", KINDS_IN_ORDER),
    ("count in words", ("review", "publications_found"), {"value": "many"}, "value", "many", "a whole number, in digits"),
    ("colour outside of the palette", ("arms", "chemotherapy"), {"colour": "red"}, "colour", "red", "one of blue, orange, grey"),
    ("gap said as no gap", ("layers", "review"), {"gap_words": "missing"}, "gap_words", "missing", "words such as not in the review"),
    ("role that is none", ("arms", "both"), {"role": "all"}, "role", "all", ROLES_IN_ORDER),
]


@pytest.mark.parametrize(("where", "cells", "column", "value", "expected"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS])
def test_a_cell_that_cannot_be_is_reported_with_its_place(
    tables: Tables, where: tuple[str, str], cells: dict[str, str], column: str, value: str, expected: str
) -> None:
    table, key = where
    tables.set(table, key, **cells)
    assert tables.report() == [f"{tables.place(table, key)}: {column} {value!r}: expected {expected}"]


def test_a_fault_in_the_only_source_is_not_laid_to_every_row_of_its_layer(tables: Tables) -> None:
    tables.set("sources", "queudeville-ebinger-2021", doi="none")
    assert tables.report() == [f"{tables.place('sources', 'queudeville-ebinger-2021')}: doi 'none': expected a DOI, such as 10.1000/182"]


@pytest.mark.parametrize(
    ("table", "key", "column"),
    [
        ("layers", "review", "evidence_date"),
        ("dataset", "blinaboard-evidence", "released"),
        ("approvals", "fda-mrd", "date"),
        ("sources", "queudeville-ebinger-2021", "read_on"),
    ],
)
def test_a_day_that_no_calendar_has_is_refused(tables: Tables, table: str, key: str, column: str) -> None:
    tables.set(table, key, **{column: "2021-13-01"})
    assert tables.report() == [f"{tables.place(table, key)}: {column} '2021-13-01': expected a date that exists"]


@pytest.mark.parametrize("sign", ["\x0b", "\0", "\ufffe", "\uffff", "\n", "\u2028", "\x7f", "\x85", "\u202e", "\u2066"], ids=ascii)
def test_a_sign_that_no_slide_can_hold_or_that_turns_words_round_is_refused(tables: Tables, sign: str) -> None:
    tables.set("studies", "keating-2019", title=f"Blinatumomab{sign}in children")
    ((line),) = tables.report()
    assert line.startswith(f"{tables.place('studies', 'keating-2019')}: title ")
    assert line.endswith(": expected no control characters (line breaks included)")


@pytest.mark.parametrize("sign", ["\u00a0", "\u2013", "\u200e", "ä", "𝛼"], ids=ascii)  # a hard blank, a dash, a mark of direction
def test_every_other_sign_is_text(tables: Tables, sign: str) -> None:
    tables.set("studies", "keating-2019", title=f"Blinatumomab{sign}in children")
    assert load(tables.folder).study("keating-2019").title == f"Blinatumomab{sign}in children"


# What rows say of each other

RIALTO, GORE, GORE_SOURCE = "locatelli-2020-rialto", "gore-2018", "von-stackelberg-2016"

WHOLE = [
    # name, damage, every line of the report
    (
        "cohort's basis",
        lambda t: t.set("cohorts", "rialto", basis="inferred"),
        ["review/cohorts.csv (rialto): basis 'inferred': expected stated, as its publications' cohort_basis"],
    ),
    (
        "overlap that one side names",
        lambda t: t.set("cohorts", "rialto", may_overlap="sutton"),
        ["review/cohorts.csv (rialto): may_overlap 'sutton': expected cohorts that name it as well; sutton does not"],
    ),
    (
        "overlap with itself",
        lambda t: t.set("cohorts", "rialto", may_overlap="rialto"),
        ["review/cohorts.csv (rialto): may_overlap 'rialto': expected other cohorts than itself"],
    ),
    (
        "two main rows",
        lambda t: t.set("results", "schlegel-2014-no-response", main="yes"),
        [
            "review/results.csv (schlegel-2014-no-response): main 'yes': "
            "expected one main row for the arm and the domain; schlegel-2014-cr-time-not-stated is one already"
        ],
    ),
    (
        "number and label of another publication",
        lambda t: t.set("studies", GORE, ref="38", label="Brown 2021 [38]"),
        [
            "review/studies.csv (brown-2021): ref '38': expected one that no other publication has; gore-2018 has it",
            "review/studies.csv (brown-2021): label 'Brown 2021 [38]': expected one that no other publication has; gore-2018 has it",
        ],
    ),
    (
        "report that replaces another cohort's",
        lambda t: t.set("studies", "keating-2019", updates="sutton-2021"),
        ["review/studies.csv (keating-2019): updates 'sutton-2021': expected a publication of the cohort keating"],
    ),
    (
        "reports that replace each other",
        lambda t: (t.set("studies", GORE, updates=GORE_SOURCE), t.set("studies", GORE_SOURCE, updates=GORE)),
        [
            "review/studies.csv (von-stackelberg-2016): updates 'gore-2018': expected an earlier report, not one that leads back here",
            "review/studies.csv (gore-2018): updates 'von-stackelberg-2016': expected an earlier report, not one that leads back here",
        ],
    ),
    (
        "report that replaces itself",
        lambda t: t.set("studies", GORE, updates=GORE),
        ["review/studies.csv (gore-2018): updates 'gore-2018': expected an earlier report, not one that leads back here"],
    ),
    (
        "cohort of nobody",
        lambda t: t.append("cohorts", "nobody,Nobody,stated,,\n"),
        ["review/cohorts.csv (nobody): cohort_id 'nobody': expected a cohort of at least one publication"],
    ),
    (
        "no row for a population",
        lambda t: t.delete("populations", "NCT04785547/down_syndrome"),
        ["review/populations.csv (NCT04785547): population 'down_syndrome': expected a row, even if not_reported"],
    ),
    (
        "no row for a column of the toxicity matrix",
        lambda t: t.delete("results", "keating-2019-sepsis"),
        ["review/results.csv (keating-2019): endpoint 'sepsis': expected a row for the arm blinatumomab, even if not_reported"],
    ),
    (
        "no row for one arm's toxicity",
        lambda t: t.delete("results", "locatelli-2021-mucositis-chemotherapy"),
        ["review/results.csv (locatelli-2021): endpoint 'mucositis': expected a row for the arm chemotherapy, even if not_reported"],
    ),
    (
        "no row for an endpoint group",
        lambda t: t.delete("results", "handgretinger-2011-mrd"),
        ["review/results.csv (handgretinger-2011): domain 'mrd': expected a row for the arm blinatumomab, even if not_reported"],
    ),
    (
        "no row for the other arm of a randomised trial",
        lambda t: t.write("results", [row for row in t.rows("results") if row[1:3] != ["brown-2021", "chemotherapy"]]),
        ["review/results.csv (brown-2021): arm 'blinatumomab': expected one row per arm of a randomised trial"],
    ),
    *(
        (
            f"search without {key}",
            lambda t, key=key: t.delete("review", key),
            [f"review/review.csv ({key}): key '': expected this row, since charts of the search need it"],
        )
        for key in COUNTED_FACTS
    ),
    (
        "no arm that the evidence is about",
        lambda t: t.set("arms", "blinatumomab", role="mixed"),
        ["arms.csv: role '': expected one arm with the role experimental"],
    ),
    (
        "two arms that the evidence is about",
        lambda t: t.set("arms", "chemotherapy", role="experimental"),
        ["arms.csv: role 'blinatumomab, chemotherapy': expected one arm with the role experimental"],
    ),
    (
        "two arms to compare with",
        lambda t: t.set("arms", "blinatumomab_or_inotuzumab", role="control"),
        ["arms.csv: role 'chemotherapy, blinatumomab_or_inotuzumab': expected one arm with the role control"],
    ),
    (
        "two records of how the tables are cited",
        lambda t: t.append("dataset", "second,Title,What it holds,Somebody,2026-11-24,CC0-1.0,CC0,https://example.org/,,\n"),
        ["dataset.csv: 2 rows: expected one row, since the tables are cited as one"],
    ),
    (
        "nothing shown at first",
        lambda t: t.set("layers", "review", shown="on_request"),
        ["layers.csv, row 2 (review): shown 'on_request': expected always, since the first layer is what a reader sees first"],
    ),
]


@pytest.mark.parametrize(("damage", "lines"), [case[1:] for case in WHOLE], ids=[case[0] for case in WHOLE])
def test_rows_that_do_not_go_together_are_reported(tables: Tables, damage: Callable[[Tables], object], lines: list[str]) -> None:
    damage(tables)
    assert tables.report() == lines


def test_a_chain_of_reports_loads(tables: Tables) -> None:
    tables.set("studies", GORE, updates=GORE_SOURCE)
    tables.set("studies", "mejstrikova-2017", updates=GORE)
    assert load(tables.folder).study("mejstrikova-2017").updates == GORE


# A layer more


@pytest.fixture
def two_layers(tmp_path: Path) -> Tables:
    return Tables(tmp_path / "tables", later=True)


def test_a_layer_builds_on_the_one_before(two_layers: Tables) -> None:
    evidence = load(two_layers.folder)
    later = evidence.study("inventor-2098-rialto")
    assert (later.layer, evidence.cohort(later.cohort_id).layer, evidence.study(later.updates).layer) == ("since", "review", "review")
    assert evidence.source_of(later).label == "Inventor 2098"
    assert evidence.source_of(evidence.study(later.updates)).label == "Review"
    assert [study.layer for study in evidence.studies] == ["review"] * 24 + ["since"] * 3


LAYERS = [
    (
        "row of no source",
        lambda t: t.set("since/studies", "inventor-2098-series", source_id=""),
        ["since/studies.csv, row 3 (inventor-2098-series): source_id '': expected a value (the cell is empty)"],
    ),
    (
        "source that is none",
        lambda t: t.set("since/studies", "inventor-2098-series", source_id="inventor-2097"),
        ["since/studies.csv, row 3 (inventor-2098-series): source_id 'inventor-2097': expected a key of sources.csv"],
    ),
    (
        "key of the review",
        lambda t: t.set("since/cohorts", "invented-series", cohort_id="rialto"),
        ["since/cohorts.csv, row 2 (rialto): cohort_id 'rialto': expected a key that no row above, and no other layer, has"],
    ),
    (
        "courses under the name of patients",
        lambda t: t.set("since/results", "inventor-2098-rialto-mrd-response", denominator="courses"),
        [
            "since/results.csv, row 3 (inventor-2098-rialto-mrd-response): denominator 'courses': expected courses for an endpoint of "
            "courses, and for those only"
        ],
    ),
    (
        "patients under the name of courses",
        lambda t: t.set("since/results", "inventor-2098-rialto-mrd-response", endpoint="mrd_negative_course"),
        [
            "since/results.csv, row 3 (inventor-2098-rialto-mrd-response): denominator 'responders': expected courses for an endpoint of "
            "courses, and for those only"
        ],
    ),
    (
        "size of nobody else",
        lambda t: t.set("since/studies", "inventor-2098-series", patients_basis="inferred"),
        [
            "since/studies.csv (inventor-2098-series): patients '23': expected a number that another publication of the cohort "
            "invented-series states"
        ],
    ),
    (
        "approval of an unknown kind",
        lambda t: t.set("approvals", "ema", kind="licence"),
        ["review/approvals.csv, row 4 (ema): kind 'licence': expected one of approval, opinion, statement"],
    ),
    (
        "number of a publication of the review",
        lambda t: t.set("since/studies", "inventor-2098-series", ref="38"),
        ["since/studies.csv (inventor-2098-series): ref '38': expected one that no other publication has; brown-2021 has it"],
    ),
    (
        "sources of no row",
        lambda t: t.path("since/sources").unlink(),
        ["since/sources.csv: No such file or directory: expected a readable file"],
    ),
]


@pytest.mark.parametrize(("damage", "lines"), [case[1:] for case in LAYERS], ids=[case[0] for case in LAYERS])
def test_a_layer_that_does_not_fit_is_reported(two_layers: Tables, damage: Callable[[Tables], object], lines: list[str]) -> None:
    damage(two_layers)
    assert [line for line in two_layers.report() if line in lines] == lines


def test_a_layer_of_two_sources_without_the_column_is_reported_row_by_row(two_layers: Tables) -> None:
    two_layers.write("since/cohorts", [row[:-1] for row in two_layers.rows("since/cohorts")])
    assert [line for line in two_layers.report() if line.startswith("since/cohorts.csv")] == [
        f"since/cohorts.csv, row {row} ({key}): source_id '': expected a value (the cell is empty)"
        for row, key in ((2, "invented-series"), (3, "invented-randomised"))
    ]


def test_a_size_may_be_that_of_another_report_of_the_same_patients(two_layers: Tables) -> None:
    two_layers.set("since/studies", "inventor-2098-rialto", patients="110", patients_basis="inferred")
    assert load(two_layers.folder).study("inventor-2098-rialto").patients == 110


@pytest.mark.parametrize("column", ["first_author", "title"])
def test_a_chosen_text_may_have_no_name_and_a_review_knows_all(two_layers: Tables, column: str) -> None:
    two_layers.set("since/studies", "inventor-2098-series", **{column: ""})
    load(two_layers.folder)
    two_layers.set("studies", "gore-2018", **{column: ""})
    assert two_layers.report() == [f"review/studies.csv (gore-2018): {column} '': expected a value (the cell is empty)"]


def test_an_evidence_has_the_arms_that_it_reports(shipped: Evidence) -> None:
    every = {arm.arm: arm.role for arm in shipped.arms}
    review = shipped.of(["review"])
    assert {arm.arm for arm in review.arms} == {"blinatumomab", "chemotherapy", "blinatumomab_or_inotuzumab", "both"}
    assert {result.arm for result in review.results} <= {arm.arm for arm in review.arms} < {*every}


def test_a_chosen_layer_need_not_answer_everything(two_layers: Tables) -> None:
    load(two_layers.folder)
    two_layers.set("layers", "since", scope="every_publication_found")
    lines = two_layers.report()
    assert (
        "since/results.csv (inventor-2098-series): domain 'survival': expected a row for the arm blinatumomab, even if not_reported"
        in lines
    )
    assert "since/review.csv (publications_found): key '': expected this row, since charts of the search need it" in lines
