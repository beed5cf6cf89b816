"""Files that cannot be read, reports of everything at once, and any damage: what is wrong is said, and nothing half loads."""

from __future__ import annotations

import csv
import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.evidence import BrokenEvidence, load
from dashboard.evidence.faults import MOST_FAULTS
from dashboard.evidence.reading import MOST_BYTES
from dashboard.schema import BASE
from dashboard.vocabulary import LINE
from tests.tables import SHIPPED, Tables, as_csv

ROOT = Path(__file__).parent.parent


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    return Tables(tmp_path / "tables")


# One file that cannot be

NEXT = {name: content.count(b"\n") + 1 for name, content in SHIPPED.items()}  # where a row added at the end stands
UMLAUT = SHIPPED["cohorts"][: SHIPPED["cohorts"].index("Tübingen".encode())].count(b"\n") + 1
SAVE_AS_UTF_8 = "expected UTF-8 (save as 'CSV UTF-8')"
QUOTED = "expected comma-separated values, quoted where needed"
NO_FILE = "not a plain file: expected a file of comma-separated values"


def instead(make: Callable[[Path], object], table: str = "cohorts") -> Callable[[Tables], object]:
    """What stands in the place of a table."""
    return lambda t: (t.path(table).unlink(), make(t.path(table)))


def holding(content: bytes) -> Callable[[Tables], object]:
    return instead(lambda path: path.write_bytes(content))


def of_size(size: int) -> Callable[[Tables], object]:
    return instead(lambda path: (path.touch(), os.truncate(path, size)))


FILES = [
    # name, damage, what the report says of review/cohorts.csv
    ("missing file", lambda t: t.path("cohorts").unlink(), ": No such file or directory: expected a readable file"),
    ("folder", instead(Path.mkdir), f": {NO_FILE}"),
    ("pipe, which would never end", instead(os.mkfifo), f": {NO_FILE}"),
    ("device, which would never end", instead(lambda path: path.symlink_to("/dev/zero")), f": {NO_FILE}"),
    ("too large", of_size(MOST_BYTES + 2**20), ": 65 MB: expected at most 64 MB"),
    ("nothing in it", holding(b""), ": the file is empty: expected a header and rows"),
    ("nothing but a byte order mark", holding(b"\xef\xbb\xbf"), ": the file is empty: expected a header and rows"),
    ("nothing but line ends", holding(b"\n\r\n"), ": the file is empty: expected a header and rows"),
    ("header only", lambda t: t.write("cohorts", t.rows("cohorts")[:1]), ": no rows: expected at least one row"),
    (
        "semicolons",
        lambda t: t.path("cohorts").write_bytes(as_csv(t.rows("cohorts"), ";").encode()),
        ", row 1: separated by semicolons: expected commas (save as 'CSV UTF-8, comma delimited')",
    ),
    (
        "tabs",
        lambda t: t.path("cohorts").write_bytes(as_csv(t.rows("cohorts"), "\t").encode()),
        ", row 1: no column of this table: expected the columns cohort_id,label,basis,may_overlap,note",
    ),
    ("missing column", lambda t: t.replace("cohorts", b"note", b"notes"), ", row 1: note '': expected this column"),
    ("extra column", lambda t: t.replace("cohorts", b"note", b"notes"), ", row 1: notes '': expected no column of this name"),
    (
        "commas behind the last column, as a spreadsheet leaves them",
        lambda t: t.write("cohorts", [[*row, "", ""] for row in t.rows("cohorts")]),
        ", row 1: a column without a name: expected a name in each cell, and no comma behind the last",
    ),
    (
        "empty row, as a spreadsheet leaves it",
        lambda t: t.append("cohorts", ",,,,\n"),
        f", row {NEXT['cohorts']}: an empty row: expected no row without a value",
    ),
    ("column twice", lambda t: t.replace("cohorts", b"label,", b"note,"), ", row 1: note '': expected this column once"),
    (
        "ragged row",
        lambda t: t.append("cohorts", "stray,Stray\n"),
        f", row {NEXT['cohorts']}: 2 cells: expected 5 cells, as in the header",
    ),
    ("blank line", lambda t: t.append("cohorts", "\n"), f", row {NEXT['cohorts']}: 0 cells: expected 5 cells, as in the header"),
    (
        "quotation mark left open",
        lambda t: t.append("cohorts", 'stray,"Stray\n'),
        f": not CSV at line {NEXT['cohorts']}: unexpected end of data: {QUOTED}",
    ),
    (
        "cell of a whole book",
        lambda t: t.append("cohorts", f"stray,{'book' * 50_000},stated,,\n"),
        f": not CSV at line {NEXT['cohorts']}: field larger than field limit (131072): {QUOTED}",
    ),
    (
        "Latin-1",
        lambda t: t.replace("cohorts", "Tübingen".encode(), "Tübingen".encode("latin-1")),
        f": the byte 0xfc in line {UMLAUT} is not UTF-8: {SAVE_AS_UTF_8}",
    ),
    ("UTF-16", holding("cohort_id".encode("utf-16")), f": the byte 0xff in line 1 is not UTF-8: {SAVE_AS_UTF_8}"),
    (
        "duplicate key",
        lambda t: t.repeat("cohorts", "rialto"),
        f", row {NEXT['cohorts']} (rialto): cohort_id 'rialto': expected a key that no row above, and no other layer, has",
    ),
]


@pytest.fixture
def cells_of_python_length() -> Iterator[None]:
    """Frictionless, once imported, lets cells of any length pass in the whole process."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("cells_of_python_length")
@pytest.mark.parametrize(("damage", "line"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_a_file_that_cannot_be_is_reported(tables: Tables, damage: Callable[[Tables], object], line: str) -> None:
    damage(tables)
    assert f"review/cohorts.csv{line}" in tables.report()


@pytest.mark.parametrize("name", [case[0] for case in FILES if case[0] not in ("missing column", "extra column", "column twice")])
def test_one_thing_wrong_with_a_file_is_one_sentence(tables: Tables, name: str) -> None:
    next(case[1] for case in FILES if case[0] == name)(tables)
    assert len(tables.report()) == 1


@pytest.mark.parametrize("table", ["review/approvals.csv", "since/contrasts.csv", "changes.csv"])
def test_a_table_that_may_be_absent_and_is_a_link_to_nothing_is_reported(tmp_path: Path, table: str) -> None:
    tables = Tables(tmp_path / "tables", later=True)
    tables.folder.joinpath(table).unlink(missing_ok=True)
    tables.folder.joinpath(table).symlink_to("gone.csv")
    assert tables.report() == [f"{table}: No such file or directory: expected a readable file"]


def test_a_folder_that_cannot_be_looked_into_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BrokenEvidence, match=r"layers\.csv: File name too long: expected a readable file"):
        load(tmp_path / ("a" * 300))


def test_a_file_of_the_largest_size_is_read(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    largest = max(map(len, SHIPPED.values()))
    monkeypatch.setattr("dashboard.evidence.reading.MOST_BYTES", largest)
    load(tables.folder)
    monkeypatch.setattr("dashboard.evidence.reading.MOST_BYTES", largest - 1)
    assert [line.partition(":")[0] for line in tables.report()] == ["review/results.csv"]


def test_a_key_of_two_columns_is_reported_with_both(tables: Tables) -> None:
    tables.repeat("populations", "keating-2019/infant")
    place = f"review/populations.csv, row {NEXT['populations']} (keating-2019/infant)"
    assert tables.report() == [f"{place}: population 'infant': expected a key that no row above, and no other layer, has"]


# A folder that cannot be


def test_a_folder_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BrokenEvidence) as broken:
        load(tmp_path / "nowhere")
    assert [fault.file for fault in broken.value.faults] == [f"{name}.csv" for name in BASE]


def test_a_folder_of_the_old_form_gets_one_sentence(tmp_path: Path) -> None:
    for name, content in SHIPPED.items():
        if name not in BASE:
            (tmp_path / f"{name}.csv").write_bytes(content)
    with pytest.raises(BrokenEvidence) as broken:
        load(tmp_path)
    assert str(broken.value).splitlines() == [
        f"The tables in {tmp_path} were not loaded: 1 fault.",
        "layers.csv: absent, while studies.csv stands in the folder itself: "
        "expected dataset.csv, layers.csv and arms.csv, and for each layer "
        "a folder with its tables, such as review/studies.csv (see data/README.md)",
    ]


def test_a_layer_without_its_folder_is_reported_file_by_file(tables: Tables) -> None:
    tables.set("layers", "review", layer="synopsis")
    lines = tables.report()
    assert [line for line in lines if not line.startswith("synopsis/")] == []
    assert "synopsis/studies.csv: No such file or directory: expected a readable file" in lines


@pytest.mark.parametrize(
    ("row", "column", "text", "line"),
    [
        (
            2,
            "entered",
            "Twice\x00",
            "layers.csv, row 2 (review): entered 'Twice\\x00': expected no control characters (line breaks included)",
        ),
        (3, "layer", "review", "layers.csv, row 3 (review): layer 'review': expected a key that no row above, and no other layer, has"),
    ],
)
def test_a_fault_in_the_list_of_layers_blames_no_table(tmp_path: Path, row: int, column: str, text: str, line: str) -> None:
    tables = Tables(tmp_path / "tables", later=True)
    rows = tables.rows("layers")
    rows[row - 1][rows[0].index(column)] = text
    tables.write("layers", rows)
    assert tables.report() == [line]


def test_a_dictionary_of_the_tables_that_cannot_be_read_is_reported(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.read_bytes

    def forbidden(path: Path) -> bytes:
        if path.name == "README.md":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert tables.report() == ["README.md: Permission denied: expected a readable text, or none"]


# All at once


def test_all_faults_are_reported_at_once(tables: Tables) -> None:
    tables.path("contrasts").unlink()
    tables.set("studies", "gore-2018", line="relapsed", source="")
    tables.set("results", "queudeville-2021-response-not-defined", percent="43.2", percent_as_printed="43.2%")
    tables.set("trials", "NCT02187354", age_max_years="seventeen")
    tables.set("populations", "brethon-2021/infant", anomaly_ids="gone")
    gore = tables.place("studies", "gore-2018")
    assert set(tables.report()) == {
        "review/contrasts.csv: No such file or directory: expected a readable file",
        f"{gore}: line 'relapsed': expected one of {', '.join(LINE)}",
        f"{gore}: source '': expected a value (the cell is empty)",
        f"{tables.place('results', 'queudeville-2021-response-not-defined')}: percent '43.2': expected what fits 13 of 38 (34.2)",
        f"{tables.place('trials', 'NCT02187354')}: age_max_years 'seventeen': expected a number, in digits, with a point",
        f"{tables.place('populations', 'brethon-2021/infant')}: anomaly_ids 'gone': expected a key of anomalies.csv",
    }


def test_a_report_stops_and_says_how_many_faults_there_are(tables: Tables) -> None:
    header, *rows = tables.rows("results")
    source = header.index("source")
    tables.write("results", [header, *([*row[:source], "", *row[source + 1 :]] for row in rows)])
    with pytest.raises(BrokenEvidence) as broken:
        load(tables.folder)
    head, *lines = str(broken.value).splitlines()
    assert len(broken.value.faults) == len(rows)
    assert head == f"The tables in {tables.folder} were not loaded: {len(rows)} faults."
    assert len(lines) == MOST_FAULTS + 1 == 201
    assert lines[-1] == f"... and {len(rows) - 200} more."


def test_a_report_has_one_line_per_fault_whatever_stands_in_the_cell(tables: Tables) -> None:
    tables.set("cohorts", "rialto", cohort_id="rialto\n\x1b[2J\u2028")
    assert tables.report()[0].startswith(r"review/cohorts.csv, row 4 (rialto\n\x1b[2J\u2028): cohort_id ")


def test_a_report_repeats_no_more_of_a_wrong_value_than_can_be_read(tables: Tables) -> None:
    tables.set("cohorts", "rialto", basis="stated" * 10_000)
    assert max(map(len, tables.report())) < 500


# Any damage

Draw = Callable[..., Any]
Rows = list[list[str]]
ODD = ["", " ", "0", "-1", "007", "1e9", "nan", "1.5", "999999999", "²", "٣٩%", "39.0%", ";", ",", '"', "\n", "\x00", "3.1 p4"]


def change_a_cell(draw: Draw, rows: Rows) -> None:
    row, column = a_cell(draw, rows)
    neighbours = [other[column] for other in rows if column < len(other)]
    row[column] = draw(st.one_of(st.text(max_size=12), st.sampled_from(ODD), st.sampled_from(neighbours)), label="text")


def drop_a_cell(draw: Draw, rows: Rows) -> None:
    row, column = a_cell(draw, rows)
    del row[column]


def swap_two_cells(draw: Draw, rows: Rows) -> None:
    (row, column), (other_row, other_column) = a_cell(draw, rows), a_cell(draw, rows)
    row[column], other_row[other_column] = other_row[other_column], row[column]


def drop_a_row(draw: Draw, rows: Rows) -> None:
    del rows[a_place(draw, rows)]


def repeat_a_row(draw: Draw, rows: Rows) -> None:
    rows.insert(a_place(draw, rows), list(rows[a_place(draw, rows)]))


def swap_two_rows(draw: Draw, rows: Rows) -> None:
    one, other = a_place(draw, rows), a_place(draw, rows)
    rows[one], rows[other] = rows[other], rows[one]


def drop_a_column(draw: Draw, rows: Rows) -> None:
    column = a_place(draw, rows[0])
    for row in rows:
        del row[column : column + 1]


def repeat_a_column(draw: Draw, rows: Rows) -> None:
    column = a_place(draw, rows[0])
    for row in rows:
        row.extend(row[column : column + 1])


def a_place(draw: Draw, rows: Sequence[Any]) -> int:
    return draw(st.integers(0, len(rows) - 1), label="place")


def a_cell(draw: Draw, rows: Rows) -> tuple[list[str], int]:
    row = rows[a_place(draw, rows)]
    return row, a_place(draw, row)


def keep(draw: Draw, content: bytes) -> bytes:
    return content


def cut_off(draw: Draw, content: bytes) -> bytes:
    return content[: draw(st.integers(0, len(content)), label="bytes left")]


def put_bytes_in(draw: Draw, content: bytes) -> bytes:
    place = draw(st.integers(0, len(content)), label="place of the bytes")
    return content[:place] + draw(st.binary(min_size=1, max_size=4), label="bytes") + content[place:]


DAMAGES = (change_a_cell, drop_a_cell, swap_two_cells, drop_a_row, repeat_a_row, swap_two_rows, drop_a_column, repeat_a_column)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """A folder of tables that every example damages and puts right again."""
    return Tables(tmp_path_factory.mktemp("damage") / "tables")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_any_damage_loads_or_is_reported(workshop: Tables, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(list(SHIPPED)), label="table")
    rows = list(csv.reader(SHIPPED[table].decode().splitlines(keepends=True)))
    for damage in data.draw(st.lists(st.sampled_from((change_a_cell, *DAMAGES)), max_size=3), label="damages"):
        if rows:
            damage(data.draw, rows)
    content = as_csv(rows).encode()
    content = data.draw(st.sampled_from((keep, keep, cut_off, put_bytes_in)), label="then")(data.draw, content)
    try:
        workshop.path(table).write_bytes(content)
        broken = what_is_wrong(workshop.folder)
    finally:
        workshop.path(table).write_bytes(SHIPPED[table])
    if broken:
        faults = len(broken.faults)
        assert faults >= 1
        assert len(str(broken).splitlines()) == 1 + (faults if faults <= MOST_FAULTS else MOST_FAULTS + 1)


def what_is_wrong(folder: Path) -> BrokenEvidence | None:
    try:
        load(folder)
    except BrokenEvidence as broken:
        return broken
    return None


# The process


def test_application_ends_with_the_report_and_code_2(tables: Tables) -> None:
    tables.set("studies", "gore-2018", line="relapsed")
    (line,) = tables.report()
    environment = {**os.environ, "EVIDENCE_DIR": str(tables.folder)}
    ended = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [f"The tables in {tables.folder} were not loaded: 1 fault.", line]
    assert ended.stdout == ""
