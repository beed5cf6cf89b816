"""The chapter on a hospital's own layer, done word for word: its files load, its rows are shown, its broken cells say what it prints."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from dashboard import wording
from dashboard.changes import history
from dashboard.changes.__main__ import main as list_changes
from dashboard.charts import CHARTS, draw
from dashboard.evidence import BrokenEvidence, load
from dashboard.pages import find
from dashboard.questions import BY_KEY, answered
from dashboard.selection import Catalogues, counts_line
from tests.tables import DATA, EVERY, as_csv

CHAPTER = (DATA.parent / "docs" / "own-layer.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```csv (add to )?(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BROKEN = re.compile(
    r"^\| file \| row \| column \| becomes \|\n\| --- .*?\n((?:\|[^\n]*\n)+)(?:.*?)^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder as the chapter makes it, named as there."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(DATA, "ours")
    Path("ours/ward").mkdir()
    for added, file, content in BLOCK.findall(CHAPTER):
        before = Path(file).read_text(encoding="utf-8") if added else ""
        Path(file).write_text(before + content, encoding="utf-8")
    return Path("ours")


def test_the_layer_of_the_chapter_is_shown_on_request_and_leaves_all_else_as_it_is(ours: Path) -> None:
    catalogues = Catalogues(load(ours))
    board = CHARTS["board"]
    rows = {choice: draw(board, catalogues.show(catalogues.read(f"evidence={choice}"))).table for choice in ("review", "all")}
    [own] = [dict(zip(rows["all"].heads, row.cells, strict=True)) for row in rows["all"].rows if row.record == "ward-audit-2026"]
    assert own["Publication"] == "Example hospital 2026 [801]; local, primary"
    assert own["MRD response"] == "9/12 · 75 %"
    assert own["CRS of grade 3+"] == "0/12, grade 3 or higher"
    assert (own["Seizure"], own["Source"]) == ("NR", "Audit 2026, report, primary source")
    timeline = draw(CHARTS["timeline"], catalogues.show(catalogues.read("evidence=all"))).table
    assert [row.cells[0] for row in timeline.rows if row.record == "ward-audit-2026"] == ["Example hospital 2026 [801]; local"]
    shipped = Catalogues(load(DATA))
    assert rows["review"] == draw(board, shipped.show(shipped.read(""))).table


def test_the_layer_of_the_chapter_is_called_local_and_counted_apart_from_what_was_published_since(ours: Path) -> None:
    catalogues = Catalogues(load(ours))
    whole, review = (catalogues.show(catalogues.read(f"evidence={choice}")) for choice in ("all", "review"))
    assert wording.reach(whole.evidence) == (
        "Evidence to mid-March 2021 + chosen later results, read to 24 November 2026 + local results to October 2026"
    )
    counts = counts_line(whole.counts, whole.catalogue.totals)
    assert " later or local " in counts
    assert " + " not in counts_line(review.counts, review.catalogue.totals)
    shipped = Catalogues(load(DATA)).of("all")
    since, both = (answered(BY_KEY["mrd"], catalogue).since for catalogue in (shipped, catalogues.of("all")))
    assert both == (f"{since} Local results to October 2026: one publication. No randomised MRD result is shown here.")
    where = {found["record"]: found["where"] for found in find.index(whole.evidence)}
    assert [where[record] for record in ("brown-2021", "gupta-2025", "ward-audit-2026")] == ["in the review", "came since", "local"]


def test_the_chapter_s_list_of_changes_is_made(ours: Path) -> None:
    assert list_changes([str(DATA), "ours"]) == 0
    shutil.copytree(ours, "ours-before")
    results = ours / "ward" / "results.csv"
    results.write_text(results.read_text(encoding="utf-8").replace("count,9,", "count,10,"), encoding="utf-8")
    assert list_changes(["ours-before", "ours"]) == 0
    *_, layer, edit = history.steps(load(ours))
    assert "ward-mrd" in {change.record for change in layer}
    assert [(change.record, change.column, change.before, change.after) for change in edit] == [("ward-mrd", "events", "9", "10")]


@pytest.mark.parametrize(("cells", "report"), BROKEN.findall(CHAPTER), ids=["cells", "layers", "whole tables"])
def test_a_broken_layer_says_what_the_chapter_prints(ours: Path, cells: str, report: str) -> None:
    for line in cells.splitlines():
        file, row, column, becomes = (cell.strip().strip("`") for cell in line.strip("|").split("|"))
        damage(ours / file, row, column, becomes)
    with pytest.raises(BrokenEvidence) as broken:
        load(ours)
    assert str(broken.value) + "\n" == report


def damage(path: Path, key: str, column: str, becomes: str) -> None:
    """One cell of a row, by its key, filled in otherwise; or the row left out."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    places = [header.index(name) for name in EVERY[path.stem].key]
    [row] = [row for row in rows if "/".join(row[place] for place in places) == key]
    if column:
        row[header.index(column)] = becomes
    else:
        rows.remove(row)
    path.write_text(as_csv([header, *rows]), encoding="utf-8")


def test_the_chapter_breaks_three_layers() -> None:
    assert len(BROKEN.findall(CHAPTER)) == 3
    assert len(BLOCK.findall(CHAPTER)) == 6
