"""Loading: the shipped tables load, and whatever is wrong with others is reported, all of it, and nothing half loaded."""

import csv
import io
import os
import shutil
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.evidence import BrokenEvidence, load
from dashboard.schema import TABLES

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
SHIPPED = {name: (DATA / f"{name}.csv").read_bytes() for name in TABLES}
SETTINGS_IN_ORDER = (
    "one of first_relapse, relapsed_refractory, later_relapse, post_transplant_relapse, mrd, bridge, "
    "post_transplant, toxicity_driven, newly_diagnosed, not_reported"
)
LINES_IN_ORDER = "one of frontline, relapsed_refractory, peri_transplant, not_reported"
PLACE = "a place in the review, such as 3.1 p4 or Table 1; abstract"


def as_csv(rows):
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()


class Tables:
    """A copy of the shipped tables to damage; a row is named by its key, as the report names it."""

    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(DATA, folder)

    def path(self, table):
        return self.folder / f"{table}.csv"

    def rows(self, table):
        with self.path(table).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def write(self, table, rows):
        self.path(table).write_bytes(as_csv(rows).encode())

    def number(self, table, key):
        """The row's number in a spreadsheet, where the header is row 1."""
        columns = [column.name for column in TABLES[table].columns]
        places = [columns.index(name) for name in TABLES[table].key]
        return [*("/".join(row[place] for place in places) for row in self.rows(table))].index(key) + 1

    def place(self, table, key):
        """File, row and key, as the report begins."""
        return f"{table}.csv, row {self.number(table, key)} ({key})"

    def set(self, table, key, **cells):
        rows, number = self.rows(table), self.number(table, key)
        for column, value in cells.items():
            rows[number - 1][rows[0].index(column)] = value
        self.write(table, rows)

    def delete(self, table, *keys):
        gone = {self.number(table, key) for key in keys}
        self.write(table, [row for number, row in enumerate(self.rows(table), start=1) if number not in gone])

    def repeat(self, table, key):
        rows = self.rows(table)
        self.write(table, [*rows, rows[self.number(table, key) - 1]])

    def append(self, table, line):
        self.path(table).write_bytes(self.path(table).read_bytes() + line.encode())

    def replace(self, table, was, becomes):
        text = self.path(table).read_bytes()
        assert was in text
        self.path(table).write_bytes(text.replace(was, becomes, 1))

    def report(self):
        """The faults as they are reported, a line each."""
        with pytest.raises(BrokenEvidence) as broken:
            load(self.folder)
        head, *lines = str(broken.value).splitlines()
        assert head.startswith(f"The tables in {self.folder} were not loaded: {len(lines)} fault")
        return lines


@pytest.fixture
def tables(tmp_path):
    return Tables(tmp_path / "tables")


# Tables that load


def test_every_table_of_the_schema_is_loaded(evidence):
    for table in TABLES.values():
        frame = evidence.table(table.name)
        assert list(frame.columns) == [column.name for column in table.columns]
        assert len(frame) > 0


def test_text_is_text_even_where_nothing_stands_and_numbers_are_numbers(evidence):
    for table in TABLES.values():
        for column in table.columns:
            cells = evidence.table(table.name)[column.name]
            if column.kind == "text":
                assert cells.map(type).eq(str).all(), column.name
            else:
                assert str(cells.dtype) == {"integer": "Int64", "number": "float64"}[column.kind], column.name


def test_evidence_is_frozen(evidence):
    with pytest.raises(FrozenInstanceError):
        evidence.studies = None


def test_version_is_the_tables(evidence, tables):
    assert load(tables.folder).version == evidence.version
    tables.set("review", "search_date", note="Read twice.")
    assert load(tables.folder).version != evidence.version


def test_order_of_the_columns_does_not_matter(evidence, tables):
    tables.write("cohorts", [row[::-1] for row in tables.rows("cohorts")])
    pd.testing.assert_frame_equal(load(tables.folder).cohorts, evidence.cohorts)


@pytest.mark.parametrize(("was", "becomes"), [(b"", b"\xef\xbb\xbf"), (b"\n", b"\r\n")], ids=["byte order mark", "line ends of Windows"])
def test_a_file_that_a_spreadsheet_saved_loads(evidence, tables, was, becomes):
    tables.path("cohorts").write_bytes(SHIPPED["cohorts"].replace(was, becomes, -1 if was else 1))
    pd.testing.assert_frame_equal(load(tables.folder).cohorts, evidence.cohorts)


# One damage, one report

RESPONSE = ("results", "von-stackelberg-2016-cr-two-cycles")  # 27 of 70, 39%, 27 to 51
SURVIVAL = ("results", "locatelli-2020-rialto-relapse-free-survival")  # 8.5 months, 4.4 to not evaluable
SILENCE = ("results", "handgretinger-2011-mrd")
ZERO = ("results", "locatelli-2021-crs-severe")
KEATING = ("studies", "keating-2019")  # settings mrd;bridge
FORUM = ("trials", "NCT04785547")  # 6 months to 21 years
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
    ("denominator from nowhere", RESPONSE, {"n_basis": ""}, "n_basis", "", "where n comes from"),
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
    ("malformed DOI", KEATING, {"doi": "doi:10.3324/x"}, "doi", "doi:10.3324/x", "a DOI, such as 10.3390/x"),
    ("malformed PubMed number", KEATING, {"pmid": "PMID 24727818"}, "pmid", "PMID 24727818", "1-8 digits"),
    ("malformed PubMed Central number", KEATING, {"pmcid": "4077083"}, "pmcid", "4077083", r"the form PMC\d{4,8}"),
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
        "cohort's basis",
        ("cohorts", "rialto"),
        {"basis": "inferred"},
        "basis",
        "inferred",
        "stated, as its publications' cohort_basis",
    ),
]


@pytest.mark.parametrize(("where", "cells", "column", "value", "expected"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS])
def test_a_cell_that_cannot_be_is_reported_with_its_place(tables, where, cells, column, value, expected):
    table, key = where
    tables.set(table, key, **cells)
    assert tables.report() == [f"{tables.place(table, key)}: {column} {value!r}: expected {expected}"]


NEXT = {name: content.count(b"\n") + 1 for name, content in SHIPPED.items()}  # where a row added at the end stands
UMLAUT = SHIPPED["cohorts"][: SHIPPED["cohorts"].index("Tübingen".encode())].count(b"\n") + 1

FILES = [
    ("missing file", lambda t: t.path("cohorts").unlink(), "cohorts.csv: No such file or directory: expected a readable file"),
    (
        "folder instead of a file",
        lambda t: (t.path("cohorts").unlink(), t.path("cohorts").mkdir()),
        "cohorts.csv: Is a directory: expected a readable file",
    ),
    (
        "missing column",
        lambda t: t.replace("review", b"key,value,unit", b"key,value,units"),
        "review.csv, row 1: unit '': expected this column",
    ),
    (
        "extra column",
        lambda t: t.replace("review", b"source,note", b"source,note,mine"),
        "review.csv, row 1: mine '': expected no column of this name",
    ),
    (
        "column twice",
        lambda t: t.replace("review", b"key,value,unit", b"key,value,value"),
        "review.csv, row 1: value '': expected this column once",
    ),
    ("empty table", lambda t: t.path("cohorts").write_bytes(b""), "cohorts.csv, row 1: cohort_id '': expected this column"),
    ("header only", lambda t: t.write("cohorts", t.rows("cohorts")[:1]), "cohorts.csv: no rows: expected at least one row"),
    (
        "ragged row",
        lambda t: t.append("cohorts", "stray,Stray\n"),
        f"cohorts.csv, row {NEXT['cohorts']}: 2 cells: expected 4 cells, as in the header",
    ),
    ("blank line", lambda t: t.append("cohorts", "\n"), f"cohorts.csv, row {NEXT['cohorts']}: 0 cells: expected 4 cells, as in the header"),
    (
        "quotation mark left open",
        lambda t: t.append("cohorts", 'stray,"Stray\n'),
        f"cohorts.csv: not CSV at line {NEXT['cohorts']}: unexpected end of data: expected comma-separated values, quoted where needed",
    ),
    (
        "Latin-1",
        lambda t: t.replace("cohorts", "Tübingen".encode(), "Tübingen".encode("latin-1")),
        f"cohorts.csv: the byte 0xfc in line {UMLAUT} is not UTF-8: expected UTF-8 (save as 'CSV UTF-8')",
    ),
    (
        "UTF-16",
        lambda t: t.path("cohorts").write_bytes("cohort_id".encode("utf-16")),
        "cohorts.csv: the byte 0xff in line 1 is not UTF-8: expected UTF-8 (save as 'CSV UTF-8')",
    ),
    (
        "duplicate key",
        lambda t: t.repeat("cohorts", "rialto"),
        f"cohorts.csv, row {NEXT['cohorts']} (rialto): cohort_id 'rialto': expected a key that no row above has",
    ),
    (
        "duplicate key of two columns",
        lambda t: t.repeat("populations", "keating-2019/infant"),
        f"populations.csv, row {NEXT['populations']} (keating-2019/infant): population 'infant': expected a key that no row above has",
    ),
    (
        "no row for a population",
        lambda t: t.delete("populations", "NCT04785547/down_syndrome"),
        "populations.csv (NCT04785547): population 'down_syndrome': expected a row, be it not_reported",
    ),
    (
        "no row for a column of the toxicity matrix",
        lambda t: t.delete("results", "keating-2019-sepsis"),
        "results.csv (keating-2019): endpoint 'sepsis': expected a row for the arm blinatumomab, be it not_reported",
    ),
    (
        "no row for one arm's toxicity",
        lambda t: t.delete("results", "locatelli-2021-mucositis-chemotherapy"),
        "results.csv (locatelli-2021): endpoint 'mucositis': expected a row for the arm chemotherapy, be it not_reported",
    ),
    (
        "no row for an endpoint group",
        lambda t: t.delete("results", "handgretinger-2011-mrd"),
        "results.csv (handgretinger-2011): domain 'mrd': expected a row for the arm blinatumomab, be it not_reported",
    ),
    (
        "cohort of nobody",
        lambda t: t.append("cohorts", "nobody,Nobody,stated,\n"),
        f"cohorts.csv, row {NEXT['cohorts']} (nobody): cohort_id 'nobody': expected a cohort of at least one publication",
    ),
]


@pytest.mark.parametrize(("damage", "line"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_a_file_that_cannot_be_is_reported(tables, damage, line):
    damage(tables)
    assert line in tables.report()


def test_a_folder_that_does_not_exist_is_reported_file_by_file(tmp_path):
    with pytest.raises(BrokenEvidence) as broken:
        load(tmp_path / "nowhere")
    assert [fault.file for fault in broken.value.faults] == [f"{name}.csv" for name in TABLES]


def test_a_randomised_trial_without_rows_for_its_other_arm_is_reported(tables):
    rows = tables.rows("results")
    tables.write("results", [row for row in rows if row[1:3] != ["brown-2021", "chemotherapy"]])
    assert tables.report() == ["results.csv (brown-2021): arm 'blinatumomab': expected a row an arm of a randomised trial"]


def test_all_faults_are_reported_at_once(tables):
    tables.path("contrasts").unlink()
    tables.set("studies", "gore-2018", line="relapsed", source="")
    tables.set("results", "queudeville-2021-response-not-defined", percent="43.2", percent_as_printed="43.2%")
    tables.set("trials", "NCT02187354", age_max_years="seventeen")
    tables.set("populations", "brethon-2021/infant", anomaly_ids="gone")
    gore = tables.place("studies", "gore-2018")
    assert set(tables.report()) == {
        "contrasts.csv: No such file or directory: expected a readable file",
        f"{gore}: line 'relapsed': expected {LINES_IN_ORDER}",
        f"{gore}: source '': expected a value (the cell is empty)",
        f"{tables.place('results', 'queudeville-2021-response-not-defined')}: percent '43.2': expected what fits 13 of 38 (34.2)",
        f"{tables.place('trials', 'NCT02187354')}: age_max_years 'seventeen': expected a number, in digits, with a point",
        f"{tables.place('populations', 'brethon-2021/infant')}: anomaly_ids 'gone': expected a key of anomalies.csv",
    }


def test_a_report_has_one_line_a_fault_whatever_stands_in_the_cell(tables):
    tables.set("cohorts", "rialto", cohort_id="rialto\n\x1b[2J\u2028")
    assert tables.report()[0].startswith(r"cohorts.csv, row 4 (rialto\n\x1b[2J\u2028): cohort_id ")


# Any damage

ODD = ["", " ", "0", "-1", "007", "1e9", "nan", "1.5", "999999999", "²", "٣٩%", "39.0%", ";", ",", '"', "\n", "\x00", "3.1 p4"]


def change_a_cell(draw, rows):
    row, column = a_cell(draw, rows)
    neighbours = [other[column] for other in rows if column < len(other)]
    row[column] = draw(st.one_of(st.text(max_size=12), st.sampled_from(ODD), st.sampled_from(neighbours)), label="text")


def drop_a_cell(draw, rows):
    row, column = a_cell(draw, rows)
    del row[column]


def swap_two_cells(draw, rows):
    (row, column), (other_row, other_column) = a_cell(draw, rows), a_cell(draw, rows)
    row[column], other_row[other_column] = other_row[other_column], row[column]


def drop_a_row(draw, rows):
    del rows[a_place(draw, rows)]


def repeat_a_row(draw, rows):
    rows.insert(a_place(draw, rows), list(rows[a_place(draw, rows)]))


def swap_two_rows(draw, rows):
    one, other = a_place(draw, rows), a_place(draw, rows)
    rows[one], rows[other] = rows[other], rows[one]


def drop_a_column(draw, rows):
    column = a_place(draw, rows[0])
    for row in rows:
        del row[column : column + 1]


def repeat_a_column(draw, rows):
    column = a_place(draw, rows[0])
    for row in rows:
        row.extend(row[column : column + 1])


def a_place(draw, rows):
    return draw(st.integers(0, len(rows) - 1), label="place")


def a_cell(draw, rows):
    row = rows[a_place(draw, rows)]
    return row, a_place(draw, row)


def keep(draw, content):
    return content


def cut_off(draw, content):
    return content[: draw(st.integers(0, len(content)), label="bytes left")]


def put_bytes_in(draw, content):
    place = draw(st.integers(0, len(content)), label="place of the bytes")
    return content[:place] + draw(st.binary(min_size=1, max_size=4), label="bytes") + content[place:]


DAMAGES = (change_a_cell, drop_a_cell, swap_two_cells, drop_a_row, repeat_a_row, swap_two_rows, drop_a_column, repeat_a_column)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    """A folder of tables that every example damages and puts right again."""
    return Tables(tmp_path_factory.mktemp("damage") / "tables")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_any_damage_loads_or_is_reported(workshop, data):
    table = data.draw(st.sampled_from(list(TABLES)), label="table")
    rows = list(csv.reader(SHIPPED[table].decode().splitlines(keepends=True)))
    for damage in data.draw(st.lists(st.sampled_from((change_a_cell, *DAMAGES)), max_size=3), label="damages"):
        damage(data.draw, rows)
    content = as_csv(rows).encode()
    content = data.draw(st.sampled_from((keep, keep, cut_off, put_bytes_in)), label="then")(data.draw, content)
    try:
        workshop.path(table).write_bytes(content)
        broken = what_is_wrong(workshop.folder)
    finally:
        workshop.path(table).write_bytes(SHIPPED[table])
    assert broken is None or len(str(broken).splitlines()) == 1 + len(broken.faults) >= 2


def what_is_wrong(folder):
    try:
        load(folder)
    except BrokenEvidence as broken:
        return broken
    return None


# The process


def test_application_ends_with_the_report_and_code_2(tables):
    tables.set("studies", "gore-2018", line="relapsed")
    (line,) = tables.report()
    environment = {**os.environ, "EVIDENCE_DIR": str(tables.folder)}
    ended = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [f"The tables in {tables.folder} were not loaded: 1 fault.", line]
    assert ended.stdout == ""
