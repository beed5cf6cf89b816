"""The data tables before the charts moved to one engine (tests/recorded/tables.json): no value of them may be lost or changed."""

import json
import re
from pathlib import Path

import pytest

from dashboard.charts import CHARTS
from dashboard.selection import Catalogue, Selection

RECORDED = json.loads((Path(__file__).parent / "recorded" / "tables.json").read_text(encoding="utf-8"))
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MENDED: dict[tuple[str, str], set[str]] = {
    ("phenotype", "clesham-2020"): {"0"},  # lower limit of 1/11, which is 0.2 %
    ("phenotype", "sutton-2021"): {"0"},  # lower limit of 1/24, which is 0.1 %
}
"""Numbers of a record that a table no longer says, by chart and record, since they were wrong: each with the reason beside it."""


def numbers_of(table):
    """Every number that a table says of each record; of one that a cell of its own opens, in its row and over its column."""
    said = {}
    for row in table.rows:
        for record, *head in ((row.record,), *((own, table.heads[place]) for place, own in row.own)):
            said.setdefault(record, set()).update(NUMBER.findall(" ".join([*row.cells, *head])))
    return said


@pytest.fixture(scope="module")
def catalogue(evidence):
    return Catalogue(evidence)


@pytest.mark.parametrize(("key", "state"), [(key, state) for key, states in RECORDED.items() for state in states])
def test_every_number_of_the_recorded_table_still_stands_beside_its_record(catalogue, key, state):
    table = CHARTS[key].draw(catalogue.show(Selection.from_query(state, records=catalogue.records))).table
    said = numbers_of(table)
    lost = {
        record: sorted(missing)
        for address, numbers in RECORDED[key][state].items()
        for record in [address.replace("&measure=mrd", "")]  # which addresses named before both measures stood side by side
        if (missing := {*numbers} - said.get(record, set()) - MENDED.get((key, record), set()))
    }
    assert lost == {}
