"""The documents of a hospital: each control and each "supports" names a test that exists, and the Evidence page shows what they say."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.evidence import Evidence, load
from dashboard.pages import documents
from dashboard.pages.documents import DOCUMENTS
from dashboard.vocabulary import COMPARED, MET, STANDARD
from dashboard.web.documents import as_html
from tests.serving import ROOT
from tests.tables import OTHER

FILES = [document.file for document in DOCUMENTS.values()]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LEVELS = ("Supports", "Partially supports", "Does not support", "Not applicable")
HEADS = {
    "hazard": ("id", "hazard", "cause", "control", "what is left", "test"),
    "data": ("data", "where it goes", "test"),
    "clause": ("clause", "criterion", "level", "remarks", "test"),
}
CRITERIA = {
    "1.1": [1], "1.2": [1, 2, 3, 4, 5], "1.3": [1, 2, 3, 4, 5], "1.4": [1, 2, 3, 4, 5, 10, 11, 12, 13],
    "2.1": [1, 2, 4], "2.2": [1, 2], "2.3": [1], "2.4": [1, 2, 3, 4, 5, 6, 7], "2.5": [1, 2, 3, 4],
    "3.1": [1, 2], "3.2": [1, 2, 3, 4], "3.3": [1, 2, 3, 4], "4.1": [1, 2, 3],
}  # fmt: skip
"""Those of WCAG 2.1 at levels A and AA, by guideline; EN 301 549 has them with a 9 before."""


@cache
def functions_of(file: str) -> frozenset[str]:
    """The tests that stand in a file of tests, without running it."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def rows_of(file: str, heads: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of the Markdown tables with these heads."""
    lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines_of(file)]
    found, within = [], False
    for cells in lines:
        if cells == list(heads):
            within = True
        elif len(cells) != len(heads):
            within = False
        elif within and not set("".join(cells)) <= set("- "):
            found.append(dict(zip(heads, cells, strict=True)))
    return found


def lines_of(file: str) -> Iterator[str]:
    return iter((ROOT / file).read_text(encoding="utf-8").split("\n"))


@pytest.mark.parametrize("file", FILES)
def test_every_test_that_a_document_names_exists(file: str) -> None:
    named = TEST.findall((ROOT / file).read_text(encoding="utf-8"))
    assert len(named) > 10
    assert [(place, test) for place, test in named if not (ROOT / place).is_file() or test not in functions_of(place)] == []


@pytest.mark.parametrize("file", FILES)
def test_no_test_is_named_in_a_form_that_nobody_looks_up_and_no_row_is_lost(file: str) -> None:
    spans = re.findall(r"`[^`]*`", (ROOT / file).read_text(encoding="utf-8"))
    assert [span for span in spans if "test_" in span and not TEST.fullmatch(span) and not (ROOT / span.strip("`")).is_file()] == []
    lines = [*lines_of(file)]
    rows = [(above, line) for above, line in pairwise(lines) if above.startswith("|") and line.startswith("|")]
    assert len(rows) > 10
    assert [line for above, line in rows if above.count("|") != line.count("|")] == []


def test_a_test_that_does_not_exist_would_be_found() -> None:
    assert "test_a_test_that_does_not_exist_would_be_found" in functions_of("tests/test_documents.py")
    assert TEST.findall("`tests/test_documents.py::test_that_was_renamed`") == [("tests/test_documents.py", "test_that_was_renamed")]
    assert "test_that_was_renamed" not in functions_of("tests/test_documents.py")


def test_each_hazard_has_a_cause_a_control_and_a_test() -> None:
    hazards = rows_of("docs/assurance.md", HEADS["hazard"])
    assert [hazard["id"] for hazard in hazards] == [f"H{number:02}" for number in range(1, len(hazards) + 1)]
    assert len(hazards) >= 15
    assert [hazard["id"] for hazard in hazards if not (hazard["cause"] and hazard["control"] and TEST.findall(hazard["test"]))] == []


def test_each_way_of_data_has_a_test() -> None:
    ways = rows_of("docs/assurance.md", HEADS["data"])
    assert len(ways) >= 4
    assert [way["data"] for way in ways if not TEST.findall(way["test"])] == []


def test_every_criterion_has_a_level_what_supports_a_test_and_what_does_not_a_remark() -> None:
    clauses = rows_of("ACCESSIBILITY.md", HEADS["clause"])
    wanted = [f"9.{guideline}.{number}" for guideline, numbers in CRITERIA.items() for number in numbers]
    assert [row["clause"] for row in clauses if row["clause"].startswith("9.") and row["clause"][2:5] in CRITERIA] == wanted
    assert {row["level"] for row in clauses} == set(LEVELS)
    assert [row["clause"] for row in clauses if row["level"] == "Supports" and not TEST.findall(row["test"])] == []
    assert [row["clause"] for row in clauses if row["level"] != "Supports" and not row["remarks"]] == []


# The standards of reporting


def test_every_item_says_where_it_is_met_and_where_not(evidence: Evidence) -> None:
    assert {row.standard for row in evidence.reporting} == set(STANDARD)
    assert {row.dashboard for row in evidence.reporting} == {row.met for row in evidence.reporting} == set(MET)
    assert sum(row.standard == "prisma_2020" for row in evidence.reporting) == 5
    assert {row.item for row in evidence.reporting if row.standard == "prisma_lsr"} >= {"L1", "L2", "L3", "L4"}
    assert {row.item for row in evidence.reporting if row.standard == "consort_harms"} >= {"6c", "17a2", "17c", "19"}


def test_a_standard_says_with_what_our_words_for_its_items_were_compared(evidence: Evidence) -> None:
    own = [row for row in evidence.reporting if row.standard == "prisma_lsr"]
    _, compared, _ = documents.sections(replace(evidence, reporting=tuple(own)))[0].children[2].children
    wording, summary = [[row.item for row in own if row.compared == code] for code in ("wording", "summary")]
    assert compared.children == (
        f"Our words for an item were compared {COMPARED['wording']}: {', '.join(wording)}; {COMPARED['summary']}: {', '.join(summary)}."
    )
    assert len(wording) + len(summary) == len(own)
    silent = documents.sections(replace(evidence, reporting=tuple(row._replace(compared="") for row in own)))[0]
    assert len(silent.children[2].children) == 2


def test_the_evidence_page_leads_to_the_documents_and_shows_the_standards(evidence: Evidence) -> None:
    [section] = documents.sections(evidence)
    links, *standards = section.children[1:]
    assert [item.children[0].href for item in links.children] == ["/documents/assurance", "/documents/accessibility"]
    shown = [details.children[0].children for details in standards]
    assert [words.partition(": the dashboard")[0] for words in shown] == [*STANDARD.values()]
    assert "the dashboard: 4 met, 1 partly met; the source: " in shown[0]


def test_a_document_that_is_not_installed_and_a_standard_on_which_no_layer_speaks_have_no_place(
    evidence: Evidence, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(documents, "ROOT", tmp_path)
    [section] = documents.sections(replace(evidence, reporting=()))
    assert len(section.children) == 1
    assert client.get("/documents/assurance").status_code == client.get("/documents/other").status_code == 404


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_a_page_with_all_its_words(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/documents/{name}")
    assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8")
    words = re.compile(r"\w+")
    written = re.sub(r"[`*|#]|^- |^\| ---.*$", " ", DOCUMENTS[name].path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    body = unescape(re.sub(r"<[^>]+>", " ", answer.text.partition("<main>")[2]))
    assert words.findall(body.lower()) == words.findall(written.lower())
    assert answer.text.count("<h1>") == 1
    assert not re.search(r"[`*]|\| ", body)


def test_what_is_no_markdown_of_ours_is_text() -> None:
    assert as_html("a <b>\n& `c<d`") == "<p>a &lt;b&gt; &amp; <code>c&lt;d</code></p>"
    assert as_html("## Title\n\n- one\n- **two**") == "<h2>Title</h2>\n<ul><li>one</li><li><strong>two</strong></li></ul>"
    assert as_html("| a | b |\n| --- | --- |\n| 1 | |") == (
        '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>'
    )


def test_another_review_answers_for_itself() -> None:
    [section] = documents.sections(load(OTHER))
    assert [details.children[0].children for details in section.children[2:]] == [
        f"{STANDARD['prisma_2020']}: the dashboard: 1 met; the source: 1 not met",
        f"{STANDARD['consort_harms']}: the dashboard: 1 met; the source: 1 met",
    ]


def test_a_layer_without_the_table_loads(tmp_path: Path) -> None:
    from tests.tables import Tables

    folder = Tables(tmp_path / "data").folder
    (folder / "review" / "reporting.csv").unlink()
    assert load(folder).reporting == ()


def test_the_documents_name_no_treatment_so_that_they_hold_for_any_evidence() -> None:
    with (ROOT / "data" / "arms.csv").open(encoding="utf-8", newline="") as file:
        names = {row["words"].split()[0].lower() for row in csv.DictReader(file)} - {"both", "historical"}
    assert "blinatumomab" in names
    said = " ".join((ROOT / file).read_text(encoding="utf-8").lower() for file in FILES)
    assert [name for name in names if name in said] == []
