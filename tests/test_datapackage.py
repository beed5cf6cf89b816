"""The descriptor and the dictionary: they say what the schema says, and Frictionless holds the tables to it."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from frictionless import Package

from dashboard import citation, datapackage
from dashboard.commands import write
from dashboard.datapackage import END, START, describe, dictionary, with_dictionary
from dashboard.evidence import Evidence, load
from dashboard.schema import BASE, TABLES
from tests.tables import DATA, Tables

EVIDENCE = load(DATA)


def field(table, column):
    resource = next(resource for resource in describe(EVIDENCE)["resources"] if resource["name"] == f"review-{table}")
    return next(field for field in resource["schema"]["fields"] if field["name"] == column)


def foreign_keys():
    return {
        (resource["name"], key["fields"][0], key["reference"]["resource"])
        for resource in describe(EVIDENCE)["resources"]
        for key in resource["schema"].get("foreignKeys", ())
    }


def errors(folder):
    """What Frictionless finds wrong with the package in `folder`: (table, kind of error)."""
    report = Package(str(folder / "datapackage.json")).validate()
    return [(task.name, error.type) for task in report.tasks for error in task.errors]


def test_descriptor_in_data_is_the_schemas():
    assert json.loads((DATA / "datapackage.json").read_text(encoding="utf-8")) == describe(EVIDENCE), "run `make data`"


def test_dictionary_in_data_is_the_schemas():
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert readme == with_dictionary(readme), "run `make data`"


def test_dictionary_takes_the_place_between_its_markers():
    assert with_dictionary(f"before\n{START}\nold\n{END}\nafter") == f"before\n{START}\n\n{dictionary()}\n\n{END}\nafter"


@pytest.mark.parametrize("readme", ["", f"{START}\n", f"{END}\n{START}\n"])
def test_dictionary_without_its_markers_is_refused(readme):
    with pytest.raises(ValueError, match="expected the lines"):
        with_dictionary(readme)


def test_every_column_stands_in_the_dictionary():
    lines = dictionary().splitlines()
    assert all(
        any(line.startswith(f"| `{column.name}` |") for line in lines)
        for table in (*BASE.values(), *TABLES.values())
        for column in table.columns
    )


def test_every_row_of_the_dictionary_has_four_cells():
    rows = [line.replace(r"\|", "") for line in dictionary().splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {5}


@pytest.mark.parametrize(
    ("table", "column", "expected"),
    [
        ("studies", "line", {"required": True, "enum": ["frontline", "relapsed_refractory", "peri_transplant", "not_reported"]}),
        ("studies", "ref", {"required": True, "minimum": 1}),
        ("trials", "age_min_years", {"minimum": 0, "maximum": 120}),
        ("trials", "registration_id", {"required": True, "pattern": r"(?:NCT\d{8}|\d{4}-\d{6}-\d{2})"}),
        ("trials", "regions", {"pattern": "(?:[^;]+)(?:;(?:[^;]+))*"}),
    ],
)
def test_constraints_of_a_column(table, column, expected):
    assert field(table, column)["constraints"] == expected


def test_cell_of_several_codes_has_a_pattern_for_its_enumeration():
    constraints = field("studies", "settings")["constraints"]
    assert constraints["pattern"].startswith("(?:first_relapse|")
    assert "enum" not in constraints


def test_column_that_may_be_empty_and_holds_text_has_no_constraint():
    assert "constraints" not in field("studies", "patients_note")


def test_foreign_keys_are_the_references_that_frictionless_can_say():
    assert foreign_keys() == {
        ("review-studies", "cohort_id", "review-cohorts"),
        ("review-results", "study_id", "review-studies"),
        ("review-results", "arm", "arms"),
        ("since-results", "arm", "arms"),
        ("review-contrasts", "study_id", "review-studies"),
    }


def test_descriptor_is_of_version_two_and_says_what_nothing_means():
    described = describe(EVIDENCE)
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert described["version"] == EVIDENCE.version
    assert described["contributors"]
    assert all(value["label"] for resource in described["resources"] for value in resource["schema"]["missingValues"])


def test_frictionless_finds_nothing_wrong():
    assert errors(DATA) == []


@pytest.mark.parametrize(
    ("table", "was", "becomes", "kind"),
    [
        ("studies", ",case_series,", ",case-series,", "constraint-error"),
        ("studies", ",mrd;bridge,", ",mrd;;bridge,", "constraint-error"),
        ("trials", ",NCT02393859,2014", ",NCT0239385,2014", "constraint-error"),
        ("studies", ",2011,", ",long ago,", "type-error"),
        ("studies", ",rialto,", ",realto,", "foreign-key"),
        ("cohorts", "\ntuebingen,", "\nrialto,", "primary-key"),
        ("results", "result_id,", "result,", "incorrect-label"),
    ],
)
def test_frictionless_finds_a_fault(tmp_path, table, was, becomes, kind):
    folder = shutil.copytree(DATA, tmp_path / "data")
    file = folder / "review" / f"{table}.csv"
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    assert (f"review-{table}", kind) in errors(folder)


@pytest.mark.parametrize("files", [datapackage.files, citation.files])
def test_a_broken_table_is_reported_in_a_sentence_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: Callable[[Evidence], Mapping[str, str]]
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    results = folder / "review" / "results.csv"
    results.write_text(results.read_text(encoding="utf-8").replace("count,44,,49,", "count,43,,49,", 1), encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert write(tmp_path, files) == 2
    assert "percent '90': expected what fits 43 of 49 (87.8)" in capsys.readouterr().err
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_readme_without_its_markers_is_reported_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    (folder / "README.md").write_text("The tables\n", encoding="utf-8")
    assert write(tmp_path, datapackage.files) == 2
    assert capsys.readouterr().err.startswith("data/README.md: expected the lines")
    assert (folder / "README.md").read_text(encoding="utf-8") == "The tables\n"


def test_a_table_with_quoted_heads_is_described_like_any_other(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "tables")
    quoted = "".join(f"{','.join(chr(34) + cell + chr(34) for cell in row)}\n" for row in tables.rows("arms"))
    tables.path("arms").write_text(quoted, encoding="utf-8")
    [described] = [own for own in describe(load(tables.folder))["resources"] if own["name"] == "arms"]
    assert [field["name"] for field in described["schema"]["fields"]] == tables.rows("arms")[0]
