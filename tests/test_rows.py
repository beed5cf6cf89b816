"""Rows that say the same are read, checked and kept once; nothing that anybody sees may depend on it."""

from __future__ import annotations

import csv
import gc
import io
from array import array
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import CHARTS, draw
from dashboard.evidence import Evidence, load, reading
from dashboard.evidence.reading import NotRead
from dashboard.evidence.rows import Rows, columns, joined, only
from dashboard.evidence.rules import ROW_RULES
from dashboard.export.provenance import item
from dashboard.schema import TABLES, Population
from dashboard.selection import Catalogues, Selection, _Distinct
from tests.benchmarks import hundredfold
from tests.tables import DATA, SHIPPED, Tables

APART = [table for table in TABLES.values() if table.apart]
LINES = ("a,b,c", "b,b,c", "a,b", "", 'a,"b\n",c', '"a",b,c', "a\r,b,c", 'a,"b,c"', 'a,b,"c', "a,b,c,d", f"{1001 * 'a'},b,c")


def read(data: bytes, *, once: bool) -> object:
    """The rows of a file, or why they are none."""
    try:
        cells = (reading._told_apart(data, ("key",)) if once else None) or reading._row_by_row(data)
    except NotRead as error:
        return str(error), error.expected
    every = range(len(cells.which))
    places = [every if name == "key" else cells.which for name in cells.header]
    rows = [[column[place[row]] for column, place in zip(cells.columns, places, strict=True)] for row in every] if not cells.ragged else []
    return cells.header, rows, cells.ragged


@given(st.one_of(st.text(st.sampled_from('ab,"\r\n '), max_size=40), st.lists(st.sampled_from(LINES), max_size=6).map("\n".join)))
def test_a_file_whose_rests_are_read_once_has_the_rows_that_it_has_one_by_one(text: str) -> None:
    data = f"key,one,two\n{text}".encode()
    assert read(data, once=True) == read(data, once=False)


@pytest.mark.parametrize("table", APART, ids=lambda table: table.name)
def test_the_shipped_table_is_read_once_and_one_with_every_cell_quoted_says_the_same(table, tmp_path: Path) -> None:
    tables = Tables(tmp_path / "tables")
    before = load(tables.folder).table(table.name)
    cells = reading._told_apart(SHIPPED[table.name], table.apart)
    assert cells is not None
    assert len(cells.columns[-1]) < 0.5 * len(cells.which)
    quoted = io.StringIO(newline="")
    csv.writer(quoted, quoting=csv.QUOTE_ALL).writerows(tables.rows(table.name))
    tables.path(table.name).write_bytes(quoted.getvalue().encode())
    assert load(tables.folder).table(table.name) == before


@pytest.mark.parametrize("table", APART, ids=lambda table: table.name)
def test_no_rule_of_a_row_asks_for_what_tells_it_apart(table, evidence: Evidence) -> None:
    assert table.row._fields[: len(table.apart)] == table.apart
    nobody = dict.fromkeys(table.apart, "nobody")
    wrong = [row._replace(**changes) for row in evidence.table(table.name) for changes in ({}, *WRONG[table.name])]
    found = [[list(rule(row)) for rule in ROW_RULES[table.name]] for row in wrong]
    assert [[list(rule(row._replace(**nobody))) for rule in ROW_RULES[table.name]] for row in wrong] == found
    assert sum(any(own) for own in found) > len(evidence.table(table.name)) / 2


WRONG = {"results": [{"n": 0}, {"state": "estimate"}, {"grade": "3"}], "populations": [{"whole_population": "yes"}]}


def test_rows_are_the_records_that_they_stand_for(evidence: Evidence) -> None:
    rows = evidence.results
    records = [*rows]
    assert isinstance(rows, Rows)
    assert isinstance(rows[0], type(records[0]))
    assert [rows[place] for place in range(len(rows))] == records == [*rows[:]]
    assert (rows[-1], rows[3:5]) == (records[-1], records[3:5])
    for name in type(records[0])._fields:
        assert [value for (value,) in columns(rows, name)] == [getattr(record, name) for record in records]
    with pytest.raises(IndexError):
        rows[len(rows)]


def test_rows_of_several_files_stand_after_each_other_and_can_be_chosen() -> None:
    def rows(*keys: str, said: str) -> Rows[Population]:
        return Rows(Population, [keys], [(said,) * (len(Population._fields) - 1)], array("I", [0] * len(keys)))

    both = joined([rows("a", "b", said="x"), (), rows("c", said="y")])
    assert [(row.record_id, row.code) for row in both] == [("a", "x"), ("b", "x"), ("c", "y")]
    assert [row.record_id for row in only(both, [False, True, True])] == ["b", "c"]
    assert only(both, [True, True, False]) == rows("a", "b", said="x") != both


@given(st.lists(st.sampled_from("abcdef"), max_size=30), st.integers(0, 5), st.randoms())
def test_records_that_share_a_value_count_once(values: list[str], first: int, chance) -> None:
    distinct = _Distinct(values, first, first + len(values))
    chosen = [bit for bit in range(first, first + len(values)) if chance.random() < 0.4]
    places = {place for bit in chosen for place in (bit, distinct.second.get(bit, bit))}
    assert distinct.among(sum(1 << place for place in places)) == len({values[bit - first] for bit in chosen})
    assert max([*distinct.second.values(), distinct.end - 1]) < distinct.end


def test_the_tables_of_the_benchmark_are_tables(tmp_path: Path, monkeypatch) -> None:
    evidence = load(DATA)
    monkeypatch.setattr(hundredfold, "TIMES", 3)
    hundredfold.write(DATA, tmp_path)
    more = load(tmp_path)
    assert [len(more.table(name)) / len(evidence.table(name)) for name in ("studies", "trials", "results", "contrasts")] == [3, 3, 3, 3]
    assert len({study.cohort_id for study in more.studies}) == 3 * len({study.cohort_id for study in evidence.studies})


def test_of_many_publications_the_first_have_rows_and_the_sentence_says_of_how_many(evidence: Evidence, monkeypatch) -> None:
    shown = Catalogues(evidence).show(Selection())
    whole = {key: draw(chart, shown) for key, chart in CHARTS.items()}
    monkeypatch.setattr("dashboard.charts.MOST", min(len(shown.trials), len(shown.studies)) - 1)
    monkeypatch.setattr("dashboard.charts.FIRST", 5)
    first = {*(study.study_id for study in shown.studies[:5]), *(trial.trial_id for trial in shown.trials[:5])}
    said = {"studies": f"5 of {len(shown.studies)} publications", "trials": f"5 of {len(shown.trials)} rows of registrations"}
    cut = [key for key, chart in CHARTS.items() if chart.rows_of]
    for key in cut:
        drawing, records = draw(CHARTS[key], shown), said[CHARTS[key].rows_of]
        assert drawing.sentence.startswith(f"Of the first {records}: "), key
        assert drawing.caveats[0] == f"The first {records} are drawn; narrow the filters to see the others."
        assert {row.record for row in drawing.table.rows} - {""} <= first
        assert item(shown, key, day=date(2099, 1, 1), link="").drawing.table == whole[key].table
    assert {"board", "landscape"} < {*cut} < {*CHARTS}


def test_many_registrations_leave_the_charts_of_publications_whole(evidence: Evidence, monkeypatch) -> None:
    shown = Catalogues(evidence).show(Selection())
    monkeypatch.setattr("dashboard.charts.MOST", len(shown.studies))
    whole = draw(CHARTS["board"], shown)
    assert len(shown.trials) > len(shown.studies)
    assert not whole.sentence.startswith("Of the first")
    assert draw(CHARTS["landscape"], shown).sentence.startswith("Of the first")


def test_a_server_looks_for_waste_again_once_it_is_ready(gunicorn_conf) -> None:
    conf = gunicorn_conf()
    assert not gc.isenabled()
    conf["when_ready"](None)
    assert gc.isenabled()
    assert gc.get_freeze_count()
